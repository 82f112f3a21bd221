import Datasets
import Evaluation
import Source
import Syntax
import Tensors
import Testing

/// A program of the language that has run: what it showed, printed and ended with.
struct Run {
  /// The values of the statements that show one, in order.
  var values: [Value] = []
  var prints: [String] = []
  var diagnostics: [Diagnostic] = []
  var progress: [Progress] = []
  /// The error that stopped it.
  var failure: Diagnostic?
  var wasInterrupted = false
  var state: State
  private var interpreter: Interpreter

  /// The shown values as text.
  var texts: [String] { values.map { ValueText.text($0, state: state, width: 100) } }

  /// The shown values as plain tensors; what cannot be one is left out.
  var tensors: [Traced] { values.compactMap { Run.tensor($0, state) } }

  /// The last value as plain numbers.
  var last: [Double] { tensors.last?.doubles ?? [] }

  /// What a name holds at the end.
  func value(of name: String) -> Value? {
    var interpreter = interpreter
    return interpreter.value(of: name, in: state)
  }

  static func tensor(_ value: Value, _ state: State) -> Traced? {
    switch state.resolved(value) {
    case .data(let traced): traced.plain
    case .list(let list): ValueText.asTensor(list, state: state)?.plain
    default: nil
    }
  }

  /// Runs a program from an empty session.
  init(
    _ program: String, seed: UInt64 = 0, float: ElementType = .float64, student: String? = nil,
    limits: Limits = Limits(), interrupted: @escaping @Sendable () -> Bool = { false }
  ) {
    state = State(seed: seed)
    state.defaultFloat = float
    state.student = student
    let host = Host(isInterrupted: interrupted, datasets: DatasetLoader(directories: [], files: .none))
    interpreter = Interpreter(host: host, limits: limits)
    run(program)
  }

  /// Goes on with more of the program in the same session.
  mutating func run(_ program: String) {
    let parsed = Parser.parse(SourceText(program, name: "test"))
    diagnostics += parsed.diagnostics
    if let error = parsed.diagnostics.first(where: { $0.severity == .error }) {
      failure = error
      return
    }
    for statement in parsed.statements {
      let log = Log()
      let outcome = interpreter.run(statement, of: parsed.source, on: &state) { log.events.append($0) }
      for event in log.events {
        switch event {
        case .value(_, let value, _, _): values.append(value)
        case .print(let text): prints.append(text)
        case .diagnostic(let diagnostic): diagnostics.append(diagnostic)
        case .progress(let report): progress.append(report)
        }
      }
      switch outcome {
      case .finished: continue
      case .failed(let diagnostic): failure = diagnostic
      case .interrupted: wasInterrupted = true
      }
      return
    }
  }

  private final class Log {
    var events: [Event] = []
  }
}

/// A program and the values it should show.
struct ValueCase: CustomTestStringConvertible, Sendable {
  let program: String
  let expected: [Double]
  let tolerance: Double

  init(_ program: String, _ expected: Double..., tolerance: Double = 1e-9) {
    self.program = program
    self.expected = expected
    self.tolerance = tolerance
  }

  var testDescription: String { program }

  /// Whether the last value has the expected elements.
  func holds(for run: Run) -> Bool {
    run.failure == nil && run.last.count == expected.count
      && zip(run.last, expected).allSatisfy { a, b in
        a == b || (a.isNaN && b.isNaN) || (a - b).magnitude <= tolerance * Swift.max(b.magnitude, 1e-3)
      }
  }
}
