import Datasets
import Evaluation
import Source
import Syntax
import Testing

/// A program that has run: the state in which an exercise is judged.
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
}
