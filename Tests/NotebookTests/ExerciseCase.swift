import Documents
import Evaluation
import Lessons
@testable import Judging
@testable import Notebook
import Source
import Testing

/// An answer to an exercise, and what it should be told.
struct ExerciseCase: CustomTestStringConvertible, Sendable {
  let name: String
  var before = ""
  let solution: String
  var check: String
  let answer: String
  /// Words that the verdict's page holds; empty for an answer that is right.
  let says: [String]

  /// A case whose check compares one name.
  init(_ name: String, before: String = "", solution: String, answer: String, check: String? = nil, says: String...) {
    self.name = name
    self.before = before
    self.solution = solution
    self.answer = answer
    let target = String(solution.prefix { $0.isLetter || $0 == "_" })
    self.check = check ?? "close(\(target), expected.\(target))"
    self.says = says
  }

  var testDescription: String { name }

  /// Judges the answer.
  func verdict() throws -> Verdict {
    let text = """
      ---
      format: 1
      id: test
      title: Test
      ---
      ```nn exercise id=task points=1
      ___
      ```
      ```nn solution for=task
      \(solution)
      ```
      ```nn check for=task points=1 message="look again"
      \(check)
      ```

      """
    let parsed = Lesson.parse(Array(text.utf8), name: "test.md")
    try #require(parsed.diagnostics.isEmpty, "\(parsed.diagnostics.map(\.oneLine))")
    let exercise = try #require(parsed.lesson.exercises.first)
    let ran = try Ran(before)
    let judge = Judge(exercise, in: ran.state, interpreter: ran.interpreter)
    return judge.judge(answer)
  }

  /// Holds the verdict to the words.
  func holds() throws {
    let verdict = try verdict()
    let page = TerminalRenderer(width: 400).render(Feedback(language: nil).document(for: verdict))
    #expect(verdict.isRight == says.isEmpty, "\(page)")
    #expect(verdict.faults.isEmpty, "\(verdict.faults.map(\.oneLine))")
    for words in says { #expect(page.contains(words)) }
  }
}
