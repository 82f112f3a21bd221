import Documents
import Lessons
import Testing

@testable import Judging
@testable import Notebook

/// A lesson of one exercise behind a cell.
struct OneTask {
  var cell = "x = 1.7; w = 0.4; b = -0.3; t = -1; one = 1; v = [1, 2, 4]; u = [0.5, -1, 2]"
  var header = ""
  var starter = "y = ___"
  let solution: String
  var further: [String] = []
  var check = "close(y, expected.y)"
  var mistakes: [(code: String, says: String)] = []

  /// The judge of the exercise, after what somebody has `typed` behind the cell.
  func judge(typed: String = "") throws -> Judge {
    var text = "---\nformat: 1\nid: test\ntitle: A test\n---\n"
    text += LessonWriter.block("nn", cell)
    text += LessonWriter.block("nn exercise id=task \(header)", starter)
    for code in [solution] + further { text += LessonWriter.block("nn solution for=task", code) }
    text += LessonWriter.block("nn check for=task points=2 message=\"look again\"", check)
    for mistake in mistakes {
      text +=
        LessonWriter.block("nn mistake for=task", mistake.code) + LessonWriter.block("says for=task", mistake.says)
    }
    let parsed = Lesson.parse(text, name: "test.md")
    try #require(parsed.isSound, "\(parsed.diagnostics)")
    let ran = try Ran(cell + "\n" + typed)
    let judge = Judge(
      try #require(parsed.lesson.exercises.first), of: parsed.lesson, in: ran.state,
      typed: Set(AnswerText(typed).targets), interpreter: ran.interpreter)
    #expect(judge.judge(solution, graded: true).isRight, "\(judge.judge(solution, graded: true))")
    return judge
  }

  /// What is said about an answer, as it is shown.
  func said(_ answer: String) throws -> String {
    let verdict = try judge().judge(answer, graded: true)
    return TerminalRenderer(width: 400).render(Feedback(language: nil).document(for: verdict))
  }
}
