import Evaluation
import Lessons
import Source
import Syntax
import Tensors

/// Which operations an answer is made with, for checks such as `uses("@")`.
extension Judge {
  /// The operations among those that checks ask for that change nothing in an answer, though they do in the solutions.
  mutating func idleOperations(of text: AnswerText, in state: State) -> Set<String> {
    let wanted = exercise.checks.flatMap { AnswerText($0.code).expressions }.compactMap { expression -> Set<String>? in
      guard case .call(let callee, let arguments) = expression.kind, case .name("uses") = callee.kind,
        case .string(let parts)? = arguments.first?.value.kind, case .text(let name)? = parts.first
      else { return nil }
      return AnswerText.operation(name)
    }
    return wanted.reduce(into: []) { idle, names in
      guard isIdle(names, in: text, state) else { return }
      if !exercise.solutions.contains(where: { isIdle(names, in: AnswerText($0.code), solved) }) {
        idle.formUnion(names)
      }
    }
  }

  /// Whether what left a state leaves the same with other results in the places of some operations.
  private mutating func isIdle(_ names: Set<String>, in text: AnswerText, _ state: State) -> Bool {
    guard let places = text.places(of: names), !places.isEmpty else { return false }
    return ["0.625 + 1.375", "0.625 - 1.375"].allSatisfy { other in
      let edits = places.map { ($0, "(\(other) * (\(text.source.slice($0))))") }
      var changed = start
      let program = AnswerText(text.source.replacing(edits)).program
      guard case .finished = Quiet.run(program, on: &changed, &interpreter) else { return false }
      return agree(state, changed)
    }
  }

  /// Whether an answer is made with what a check, or a puzzle, does not allow, or without what a check wants it made
  /// with, whatever it comes to.
  package func refuses(_ answer: String) -> Bool {
    var judge = detached()
    let text = AnswerText(answer)
    guard !text.program.hasErrors, text.targets.contains(where: asked.contains) else { return false }
    if judge.notAllowed(in: text) != nil { return true }
    var state = judge.start
    let first = judge.interpreter.table.nextIndex
    guard case .finished = Quiet.run(text.program, on: &state, &judge.interpreter) else { return false }
    let found = judge.operations(of: text, in: state, since: first)
    return exercise.checks.contains { check in
      check.world == judge.world && !check.hidden
        && CheckTrial(judge, answer: state, code: check.code, operations: found).breaksRule
    }
  }

  /// The operations that an answer uses: those it is written with, and those it recorded in what it binds.
  mutating func operations(of text: AnswerText, in state: State, since firstOrigin: Int) -> Set<String> {
    var found = text.operations(behind: asked)
    for name in found {
      // A function goes by several names, as σ and sigmoid do.
      if case .function(let function)? = interpreter.value(of: name, in: state), let own = function.name {
        found.insert(own)
      }
    }
    for name in asked {
      guard let value = interpreter.value(of: name, in: state), case .data(let traced) = state.resolved(value),
        let node = traced.node, node.parameter < 0
      else { continue }
      for inner in node.graph.prefix(10_000) where Int(inner.origin) >= firstOrigin {
        found.insert(inner.operation.name)
      }
    }
    return found
  }
}
