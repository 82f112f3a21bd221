import Documents
package import Judging
import Lessons
package import Source
import Syntax
import Tensors

/// What an answer may take when a class is graded: said at the prompt before, so that nobody is surprised.
package enum GradingLimits {
  /// How many statements an answer may have.
  package static let statements = 200
  /// The most steps that a statement may take, unless the teacher says otherwise.
  package static let steps = 2_000_000

  /// How many statements an answer has, when they are more than may be.
  static func excess(_ answer: String) -> Int? {
    let count = AnswerText(answer).program.statements.count
    return count > statements ? count : nil
  }

  /// What is said of an answer that has too many statements; nil when it has not.
  package static func words(of answer: String) -> Phrase? {
    excess(answer).map {
      "The answer has \($0) statements, and \(statements) are allowed: what is repeated can stand in a loop or a function."
    }
  }

  /// What is said of an answer that grading would stop, by a verdict with its limits; nothing of any other.
  package static func words(of answer: String, _ verdict: Verdict) -> [Phrase] {
    words(of: answer).map { [$0] } ?? verdict.limit.map { words($0) } ?? []
  }

  /// Where an answer met a limit of grading, which no setting raises, and what helps.
  package static func words(_ limit: Verdict.Limit) -> [Phrase] {
    let diagnostic = limit.diagnostic
    let place: Phrase =
      limit.function.map { "in a call of \($0): " } ?? diagnostic.position.map { "line \($0.line): " } ?? ""
    return ["\(place)\(diagnostic.title)"] + ((remedy(diagnostic.code) ?? diagnostic.help).map { [$0] } ?? [])
  }

  private static func remedy(_ code: ErrorCode) -> Phrase? {
    switch code {
    case .tooManySteps: "fewer turns of its loop, or tensors instead of it, take fewer steps; grading allows no more"
    case .tooDeep: "end the recursion sooner, or let a loop do it; grading allows no more"
    case .tooLarge: "compute with less at once; grading allows no more"
    case .tooMuchOutput: "print less; grading allows no more"
    default: nil
    }
  }
}

extension Session {
  /// Says that grading would stop an answer that was accepted here.
  func warnOfLimit(_ answer: String, _ exercise: Exercise, _ verdict: Verdict) -> Document {
    guard let open = lesson else { return Document() }
    func warning(_ message: Message) -> Document { feedback.lines(.text("!", .warning), [message]) }
    if let count = GradingLimits.excess(answer) {
      return warning(Message(.tooManyStatements, String(count), String(GradingLimits.statements)))
    }
    // What took less in all has no statement that takes more.
    guard verdict.cost >= GradingLimits.steps * Effort.perStep,
      let judge = open.judge?.limited(to: GradingLimits.steps),
      let limit = judge.judge(answer, graded: open.lesson.released == nil, explains: false).limit,
      limit.diagnostic.code == .tooManySteps
    else { return Document() }
    let steps = String(GradingLimits.steps)
    if let function = limit.function { return warning(Message(.tooManyGradedStepsInCall, function, steps)) }
    return warning(Message(.tooManyGradedSteps, String(limit.diagnostic.position?.line ?? 1), steps))
  }
}
