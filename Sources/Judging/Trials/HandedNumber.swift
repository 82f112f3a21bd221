import Lessons
import Source
import Syntax

/// A number that the starter binds to a name of its own, as in `R = 1`, and what stands in its place in another world.
///
/// It is a given like those of the lesson: a formula that leaves the name out is right for that one number alone.
struct HandedNumber {
  let name: String
  let was: Double
  let value: Double

  /// The numbers of an exercise that its starter gives, with others in their places.
  static func all(of exercise: Exercise, _ draw: inout Draw) -> [HandedNumber] {
    let starter = AnswerText(exercise.starter)
    guard starter.blanks > 0 else { return [] }
    return starter.program.statements.compactMap { statement in
      guard case .bind(let names, let value) = statement.kind, names.count == 1, let name = names.first?.text,
        !exercise.numbers.fixed.contains(name), let number = number(value)
      else { return nil }
      return HandedNumber(name: name, was: number, value: draw.like(number))
    }
  }

  private static func number(_ expression: Expression) -> Double? {
    switch expression.kind {
    case .number(let value): value
    case .unary(.negate, let inner): number(inner).map { -$0 }
    default: nil
    }
  }

  /// Where a program binds the name to the number, with what is to be written there.
  fileprivate func edits(in program: Program) -> [(Span, String)] {
    program.statements.compactMap { statement in
      guard case .bind(let names, let expression) = statement.kind, names.map(\.text) == [name],
        HandedNumber.number(expression) == was
      else { return nil }
      let isWhole = value == value.rounded() && value.magnitude < 1e15
      return (expression.span, isWhole ? "\(Int(value))" : "\(value)")
    }
  }
}

extension [HandedNumber] {
  /// A text with the numbers that it takes from the starter as they are in this world.
  func applied(to source: SourceText) -> SourceText {
    guard !isEmpty else { return source }
    let program = AnswerText(source).program
    let edits = flatMap { $0.edits(in: program) }
    return edits.isEmpty
      ? source : SourceText(source.replacing(edits), name: source.name, firstLine: source.firstLine)
  }

  /// An exercise with these numbers in its solutions and mistakes.
  func applied(to exercise: Exercise) -> Exercise {
    var other = exercise
    for index in other.solutions.indices { other.solutions[index].code = applied(to: other.solutions[index].code) }
    for index in other.mistakes.indices { other.mistakes[index].code = applied(to: other.mistakes[index].code) }
    return other
  }
}

extension Judge {
  /// An answer with the numbers that it takes from the starter as they are in this world.
  func inThisWorld(_ answer: String) -> String {
    handed.isEmpty ? answer : handed.applied(to: SourceText(answer, name: "answer")).text
  }
}
