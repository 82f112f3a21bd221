import Datasets
import Documents
import Evaluation
import Source
import Stepping
import Syntax
import Tensors
import Testing

/// A program that has run, for looking at the graphs it left.
struct Ran {
  var state = State(seed: 7)
  var interpreter = Interpreter(host: Host(datasets: DatasetLoader(directories: [], files: .none)))

  /// Runs a program; an error in it fails the test.
  init(_ program: String) throws {
    let parsed = Parser.parse(SourceText(program, name: "test"))
    try #require(!parsed.hasErrors, "\(parsed.diagnostics)")
    for statement in parsed.statements {
      let outcome = interpreter.run(statement, of: parsed.source, on: &state) { _ in }
      if case .failed(let diagnostic) = outcome { Issue.record("\(diagnostic.oneLine)") }
    }
  }

  /// What the names of the program lead to.
  mutating func naming() -> GraphNaming {
    let names = interpreter.boundNames(in: state)
    return GraphNaming(names.compactMap { name in interpreter.value(of: name, in: state).map { (name, $0) } })
  }

  /// The value of a name.
  mutating func traced(_ name: String) throws -> Traced {
    let found = interpreter.value(of: name, in: state)
    let value = try #require(found)
    guard case .data(let traced) = state.resolved(value) else {
      Issue.record("\(name) is \(value.kind)")
      return .float64(.nan)
    }
    return traced
  }

  /// The backward pass of a name.
  mutating func table(_ name: String, format: StepFormat = StepFormat(width: 120)) throws -> StepTable {
    let recorded = try traced(name).node
    let node = try #require(recorded)
    let naming = naming()
    return StepTable(loss: node, name: name, code: interpreter.table, format: format, naming: naming.name)
  }
}

/// A document as plain lines.
func plain(_ document: Document, width: Int = 120) -> String {
  TerminalRenderer(width: width).render(document)
}

/// The lines of a document without the spaces around them.
func lines(_ document: Document, width: Int = 120) -> [String] {
  plain(document, width: width).split(separator: "\n").map { line in
    String(line.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
