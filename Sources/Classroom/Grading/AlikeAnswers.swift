import Documents
import Lessons

/// Wrong answers to a task that do the same, in the lesson's own numbers and in others.
struct AlikeAnswers {
  /// How many there are.
  let count: Int
  /// The shortest of them.
  let example: String
  /// What the first name that was asked for came to.
  let value: String

  /// The example on one line.
  var line: String {
    let text = example.split(whereSeparator: \.isNewline).joined(separator: "; ")
    return DisplayWidth.truncated(text, to: 60)
  }

  /// From how many on a mistake is worth words of its own.
  static let isLarge = 3

  /// The groups of the wrong answers to a task that no mistake explains, the largest first.
  static func groups(of results: [TaskResult]) -> [AlikeAnswers] {
    let wrong = results.filter { $0.status == .wrong && !$0.behaviour.isEmpty }
    let groups = Dictionary(grouping: wrong, by: \.behaviour).values.compactMap { alike -> AlikeAnswers? in
      guard let first = alike.min(by: { ($0.answer.count, $0.answer) < ($1.answer.count, $1.answer) }) else {
        return nil
      }
      return AlikeAnswers(count: alike.count, example: first.answer, value: first.value)
    }
    return groups.sorted { ($1.count, $0.example) < ($0.count, $1.example) }
  }

  /// The blocks to paste into the lesson, the words left to the teacher.
  func mistake(of exercise: Exercise) -> String {
    LessonWriter.block("nn mistake for=\(exercise.id)", example) + LessonWriter.block("says for=\(exercise.id)", "…")
  }
}
