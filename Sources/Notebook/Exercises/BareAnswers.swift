import Lessons

/// Which lines answer the step that a lesson is at, and are neither code nor a part of it.
package struct BareAnswers: Equatable, Sendable {
  private enum Kind {
    case none, numbers, guess, text
  }

  private let kind: Kind

  /// What a step takes; nothing outside of a lesson.
  init(_ step: Step?) {
    kind =
      switch step {
      case .quiz, .ordering: .numbers
      case .prediction: .guess
      case .question: .text
      case .walk(let task): task.predicted.isEmpty ? .none : .guess
      case .cell, .exercise, .prose, .note, nil: .none
      }
  }

  /// Whether a line is such an answer, so that `+` is a guess at a sign and not the beginning of a sum.
  package func takes(_ text: String) -> Bool {
    let answer = TaskAnswer.trimmed(text)
    guard let first = answer.first, first != ":", first != "?" else { return false }
    return switch kind {
    case .none: false
    case .numbers: TaskAnswer.numbers(answer) != nil
    // A guess computes nothing and binds nothing; what does is tried out by the way.
    case .guess: !answer.contains("=") && !answer.contains("{") && !answer.dropFirst().contains("(")
    case .text: true
    }
  }
}

extension Session {
  /// Which lines the session takes as answers to the step it is at.
  package var bareAnswers: BareAnswers { BareAnswers(lesson?.playing == nil ? lesson?.current : nil) }
}
