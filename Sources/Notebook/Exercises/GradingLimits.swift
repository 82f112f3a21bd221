import Documents
import Judging
import Lessons
import Source
import Syntax

/// What an answer may take when a class is graded: said at the prompt before, so that nobody is surprised.
package enum GradingLimits {
  /// How many statements an answer may have.
  package static let statements = 200
  /// The most steps that a statement may take, unless the teacher says otherwise.
  package static let steps = 2_000_000
  /// Seconds of judging from which on it is tried whether an answer stays below the steps.
  static let tryFrom = 0.3
}

extension Session {
  /// Says that grading would stop an answer that was accepted here.
  func warnOfLimit(_ answer: String, _ exercise: Exercise, judgedIn seconds: Double) -> Document {
    guard let open = lesson, open.before.indices.contains(open.position) else { return Document() }
    let count = AnswerText(answer).program.statements.count
    if count > GradingLimits.statements {
      return feedback.lines(
        .text("!", .warning), [Message(.tooManyStatements, String(count), String(GradingLimits.statements))])
    }
    guard seconds >= GradingLimits.tryFrom else { return Document() }
    let judge = Judge(
      exercise, in: open.before[open.position], interpreter: interpreter, steps: GradingLimits.steps)
    guard case .failed(let diagnostic) = judge.judge(answer, explains: false).outcome,
      diagnostic.code == .tooManySteps
    else { return Document() }
    let line = String(diagnostic.position?.line ?? 1)
    return feedback.lines(.text("!", .warning), [Message(.tooManyGradedSteps, line, String(GradingLimits.steps))])
  }
}
