import Lessons
import Phrasebook
import Source
import Syntax

/// Which lines answer the step that a lesson is at, and are neither code nor a part of it.
package struct BareAnswers: Sendable {
  /// What is asked; nil where only code is.
  private let task: (any AskedTask)?

  /// What a step takes; nothing outside of a lesson.
  init(_ step: Step?) { task = step?.task }

  /// Whether a line is such an answer, so that `+` is a guess at a sign and not the beginning of a sum.
  package func takes(_ text: String) -> Bool {
    let answer = TaskAnswer.trimmed(text)
    guard let task, let first = answer.first, first != ":", first != "?" else { return false }
    return task.takes(answer)
  }

  /// Whether an input needs more lines: code that is open, or an answer in words whose line ends in `\` or `＼`.
  package func isUnfinished(_ text: String) -> Bool {
    guard !takes(text) else { return task?.isLong == true && (text.last == "\\" || text.last == "＼") }
    let folded = InputFolding.folded(text)
    // The + of `(v · x + c)^+` is no sum.
    return Parser.parse(SourceText(folded)).isUnfinished && !isPercentage(folded) && !folded.hasSuffix("^+")
      && !folded.hasSuffix("cd ..")
  }

  /// Whether a text ends in a number of percent, which awaits nothing to be divided by.
  private func isPercentage(_ text: String) -> Bool {
    let end = TaskAnswer.trimmed(text)
    return end.last == "%" && end.dropLast().last { $0 != " " }?.isNumber ?? false
  }

  /// The same where somebody sees the next row, and a block in the manner of Python may follow its first line.
  package func isContinued(_ text: String) -> Bool {
    isUnfinished(text) || !takes(text) && Blocks.isAwaited(after: text)
  }
}

extension Session {
  /// Which lines the session takes as answers to the step it is at.
  package var bareAnswers: BareAnswers { BareAnswers(lesson?.playing == nil ? lesson?.current : nil) }
}
