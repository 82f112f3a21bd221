import Testing

@testable import Judging
@testable import Notebook

/// The examples of `learnnn doc --messages`.
@Suite("What the judge can say")
struct JudgedExampleTests {
  /// What is said about exercises on other occasions than a wrong answer's value.
  private static let elsewhere: Set<MessageKey> = [
    .right, .rightPoints, .passesVisible, .keptToGrade, .tooManyStatements, .tooManyGradedSteps,
    .tooManyGradedStepsInCall, .notYet, .onePointWord,
    .pointsWord, .blankLeft, .blanksLeft, .missingNames, .nothingToCheck, .faultyCheck, .interrupted, .ownError,
    .nowSolution,
    .askHint, .rightOtherName, .rightNameless, .giveName, .oneEquals, .questionBack, .singleWord, .noHintHere,
    .noSolutionHere, .skippedValue,
    .nothingToCheckHere,
    // Where a mend can be tried, it is said instead.
    .sumOver,
  ]

  @Test("every sentence about a wrong answer has its example")
  func complete() {
    let shown = Set(JudgedExample.all.map(\.key))
    let all = MessageKey.allCases.prefix { $0 != .hint }.filter { !Self.elsewhere.contains($0) }
    #expect(all.filter { !shown.contains($0) } == [])
    #expect(JudgedExample.all.count == shown.count)
  }

  @Test("is said of its example", arguments: JudgedExample.all.map(\.key.rawValue))
  func said(key: String) throws {
    let example = try #require(JudgedExample.all.first { $0.key.rawValue == key })
    let verdict = try #require(example.verdict(try Ran("").interpreter))
    #expect(verdict.faults.isEmpty && verdict.explanation.map(\.key.rawValue).contains(key), "\(verdict.explanation)")
  }
}
