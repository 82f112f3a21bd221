import Lessons
import Phrasebook
import Source
import Syntax

/// Which lines answer the step that a lesson is at, and are neither code nor a part of it.
package struct BareAnswers: Equatable, Sendable {
  private enum Kind: Equatable {
    case none, order, guess, text
    case quiz([String])
  }

  private let kind: Kind

  /// What a step takes; nothing outside of a lesson.
  init(_ step: Step?) {
    kind =
      switch step {
      case .quiz(let quiz): .quiz(quiz.options.map { TaskAnswer.plain($0.text) })
      case .ordering: .order
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
    case .quiz(let options):
      TaskAnswer.numbers(answer) != nil || options.contains(TaskAnswer.plain(answer)) || TaskAnswer.isWords(answer)
    case .order: TaskAnswer.numbers(answer, orders: true) != nil || TaskAnswer.isWords(answer)
    // A guess calls nothing and binds nothing; what does is tried out by the way.
    case .guess: !answer.contains("=") && !answer.contains("{") && !BareAnswers.hasCall(answer)
    case .text: true
    }
  }

  /// Whether an input needs more lines: code that is open, or an answer in words whose line ends in `\`.
  package func isUnfinished(_ text: String) -> Bool {
    takes(text) ? kind == .text && text.last == "\\" : Parser.parse(SourceText(text)).isUnfinished
  }

  /// The same where somebody sees the next row, and a block in the manner of Python may follow its first line.
  package func isContinued(_ text: String) -> Bool {
    isUnfinished(text) || !takes(text) && Blocks.isAwaited(after: text)
  }
}

extension BareAnswers {
  /// Whether a parenthesis stands right behind a name.
  private static func hasCall(_ text: String) -> Bool {
    zip(text, text.dropFirst()).contains { $0.0.isLetter && $0.1 == "(" }
  }
}

extension Session {
  /// Which lines the session takes as answers to the step it is at.
  package var bareAnswers: BareAnswers { BareAnswers(lesson?.playing == nil ? lesson?.current : nil) }
}
