package import Evaluation
package import Lessons
package import Source
import Syntax
import Tensors

/// Runs code without showing anything.
package enum Quiet {
  /// Runs a program on a state, its commands left out.
  @discardableResult
  package static func run(
    _ code: SourceText, on state: inout State, _ interpreter: inout Interpreter
  ) -> Interpreter.Outcome {
    let program = Parser.parse(code)
    if let error = program.diagnostics.first(where: { $0.severity == .error }) { return .failed(error) }
    var last = Value.nothing
    for statement in program.statements {
      if case .command = statement.kind { continue }
      let outcome = interpreter.run(statement, of: code, on: &state, emit: { _ in })
      guard case .finished(let value) = outcome else { return outcome }
      last = value
    }
    return .finished(last)
  }

  /// The state in which a lesson begins: nothing bound, its own seed, digits and element type.
  package static func start(of lesson: Lesson, settings: Settings, student: String? = nil) -> State {
    var state = State(seed: lesson.seed.map { UInt64(bitPattern: Int64($0)) } ?? settings.seed)
    if lesson.dtype == "float32" { state.defaultFloat = .float32 }
    state.digits = lesson.digits
    state.student = student ?? lesson.student
    return state
  }

  /// The names that code binds at the top level; nil when it has loops or blocks, in which more may be bound.
  package static func targets(of code: SourceText) -> [String]? {
    var names: [String] = []
    for statement in Parser.parse(code).statements {
      switch statement.kind {
      case .bind(let targets, _): names += targets.map(\.text)
      case .update(let target, _, _): names.append(target.text)
      case .function(let definition): names.append(definition.name.text)
      case .expression, .updateField, .command, .assert: break
      case .forLoop, .whileLoop, .returnValue, .breakLoop, .continueLoop: return nil
      }
    }
    return names
  }
}

extension State {
  /// Goes on to a step of a lesson: its random numbers are its own.
  package mutating func begin(_ stream: StepStream) {
    switch stream {
    case .place(let place): beginStream(at: place)
    case .seed(let seed): beginStream(seed: seed)
    case .onward: break
    }
  }
}
