package import Evaluation
package import Lessons
package import Source
package import Syntax
import Tensors

/// Runs code without showing anything.
package enum Quiet {
  /// Runs a program on a state, its commands left out.
  @discardableResult
  package static func run(
    _ program: Program, on state: inout State, _ interpreter: inout Interpreter,
    emit: @escaping (Event) -> Void = { _ in }
  ) -> Interpreter.Outcome {
    if let error = program.diagnostics.first(where: { $0.severity == .error }) { return .failed(error) }
    var last = Value.nothing
    for statement in program.statements {
      if case .command = statement.kind { continue }
      let outcome = interpreter.run(statement, of: program.source, on: &state, emit: emit)
      guard case .finished(let value) = outcome else { return outcome }
      last = value
    }
    return .finished(last)
  }

  /// Runs code of a lesson in the same way.
  @discardableResult
  package static func run(
    _ code: SourceText, on state: inout State, _ interpreter: inout Interpreter
  ) -> Interpreter.Outcome {
    run(Parser.parse(code), on: &state, &interpreter)
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
