package import Lessons
package import Source

/// What a judge finds about an answer.
package struct Verdict {
  /// How the answer fares.
  package enum Outcome {
    /// Every check holds.
    case right
    /// So many blanks are left.
    case blanks(Int)
    /// The answer itself ends in an error.
    case failed(Diagnostic)
    /// It is the wrong answer at this index of the exercise's mistakes.
    case mistake(Int)
    /// It runs, and a check does not hold.
    case wrong
    /// Ctrl-C.
    case interrupted
  }

  /// What became of one check.
  package struct CheckResult {
    /// Its index among the exercise's checks.
    package var index: Int
    /// Whether it holds, or is itself at fault.
    package var isPassed: Bool
    /// The points it gives.
    package var points: Points
    /// Whether who fails it earns nothing: it gives no points of its own, or a rule of the exercise is broken.
    package var isRequired: Bool
    /// What is wrong, the most telling first.
    package var explanation: [Message]
    /// Whether it could be made; one that is itself at fault says nothing.
    package var isTried = true
  }

  /// How the answer fares.
  package var outcome: Outcome
  /// The checks that were made.
  package var checks: [CheckResult] = []
  /// What is wrong, for answers that are.
  package var explanation: [Message] = []
  /// The author's own words, as Markdown: those of a mistake, or the message of the check that does not hold.
  package var words: String?
  /// The place in the answer that the explanation speaks of.
  package internal(set) var excerpt: Excerpt?
  /// Faults of the lesson that were found on the way; none counts against the student.
  package var faults: [Diagnostic] = []
  /// The limit that the answer met, while it ran or while a check called what it defines.
  package internal(set) var limit: Limit?
  /// What running it and making the checks took, in units of `Effort`.
  package internal(set) var cost = 0

  /// A limit on what may be computed that an answer met.
  package struct Limit {
    /// Which limit it is, and where, when the answer itself was running.
    package var diagnostic: Diagnostic
    /// The function of the answer that a check called; nil when the answer itself was running.
    package var function: String?

    /// A limit that an answer met.
    package init(diagnostic: Diagnostic, function: String? = nil) {
      (self.diagnostic, self.function) = (diagnostic, function)
    }
  }

  /// Whether the answer is accepted.
  package var isRight: Bool {
    if case .right = outcome { return true }
    return false
  }

  /// The points it earns: those of the checks that hold, and none where one that is required does not.
  package var points: Points {
    if checks.contains(where: { $0.isRequired && !$0.isPassed }) { return .zero }
    return checks.reduce(.zero) { $0 + ($1.isPassed ? $1.points : .zero) }
  }

  /// Whether nothing could be tried, because every check is itself at fault.
  package var isUntried: Bool { !checks.isEmpty && !checks.contains(where: \.isTried) }

  /// A verdict without anything found yet.
  package init(_ outcome: Outcome) { self.outcome = outcome }
}

extension ErrorCode {
  /// Whether it says that more was computed than may be.
  package var isLimit: Bool { [.tooManySteps, .tooDeep, .tooLarge, .tooMuchOutput].contains(self) }
}
