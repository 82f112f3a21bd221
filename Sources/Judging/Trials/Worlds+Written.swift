package import Evaluation
import Lessons
import Source
import Syntax
import Tensors

/// Worlds in a file: what `learnnn release` writes of them into a hand-out, and what is made of that there.
extension Worlds {
  /// Worlds that can be made without a solution, with the statements that make them; the solutions are right in them.
  package mutating func published(like judge: Judge, in state: State) -> [OtherWorld] {
    guard !exercise.numbers.areOwnOnly, !exercise.solutions.isEmpty, !judge.isByHand else { return [] }
    return (0..<2).compactMap { index in
      let world =
        sound(index == 0 ? 1 : Worlds.count - 1, .all, like: judge, in: state)?.world
        ?? sound(index, .fractions, like: judge, in: state)?.world
      return world.flatMap { $0.lines.isEmpty ? nil : $0 }
    }
  }

  /// The worlds whose numbers stand in the checks that are written for them.
  mutating func written(like judge: Judge, in state: State) -> [Judge] {
    var texts: [String] = []
    for text in exercise.checks.compactMap(\.world) where !texts.contains(text) { texts.append(text) }
    return texts.prefix(Worlds.count).compactMap { text in
      guard let world = world(of: AnswerText(text), from: state) else { return nil }
      var other = Judge(
        exercise, in: world.state, interpreter: judge.interpreter, givens: world.givens, lessonNames: names)
      other.world = text
      return other
    }
  }

  /// The steps before the exercise with the statements of a text in place of those that bind the same names; nil where
  /// they fail.
  private mutating func world(of numbers: AnswerText, from state: State) -> OtherWorld? {
    var waiting = numbers.program.statements[...]
    var world = OtherWorld(state: state, givens: [])
    let effort = Effort.remaining
    var left = Worlds.effort
    defer { Effort.allow(effort) }
    for (number, (step, stream)) in lesson.walk.enumerated() {
      world.state.begin(stream)
      runOwn(before: number, on: &world.state, &left)
      let code: SourceText
      switch step {
      case .cell(let cell) where !cell.long && !cell.fails: code = cell.code
      case .exercise(let other):
        guard other.id != exercise.id else {
          world.givens += computed(world.givens, in: state, world.state)
          return waiting.isEmpty ? world : nil
        }
        guard let solution = other.solutions.first else { continue }
        code = solution.code
      case .cell, .prose, .note, .task: continue
      }
      let text = AnswerText(code)
      for statement in text.program.statements where Worlds.changesState(statement) {
        let outcome: Interpreter.Outcome
        if let next = waiting.first, let name = Worlds.key(next), name == Worlds.key(statement) {
          waiting = waiting.dropFirst()
          outcome = run(next, of: numbers.source, on: &world.state, within: &left)
          note(name, in: state, world.state, &world.givens)
        } else {
          outcome = run(statement, of: text.source, on: &world.state, within: &left)
        }
        // What takes long keeps the result that it has in the lesson's own world.
        if case .failed = outcome, !Effort.isSpent { return nil }
      }
    }
    return nil
  }

  /// The name that a statement binds, or the word for where random numbers start.
  private static func key(_ statement: Statement) -> String? {
    if seed(of: statement) != nil { return "seed" }
    guard case .bind(let names, _) = statement.kind, names.count == 1 else { return nil }
    return names.first?.text
  }

  /// Notes what a name holds in two states, where that is a few numbers.
  private mutating func note(
    _ name: String, in first: State, _ second: State, _ givens: inout [OtherWorld.Given]
  ) {
    guard let was = interpreter.grid(of: name, in: first), let value = interpreter.grid(of: name, in: second),
      was.shape == value.shape, was.count <= 100
    else { return }
    for (old, new) in zip(was.values, value.values) where old != new {
      givens.append(.init(name: name, was: old, value: new, isPart: !was.shape.isEmpty))
    }
  }
}
