import Lessons
import Testing

@testable import Notebook

/// Guesses and choices as people say them.
@Suite("An answer in words")
struct SaidAnswerTests {
  @Test(
    "says one number, or nothing of the kind",
    arguments: [
      ("is it 0.5", "0.5"), ("I think it is -2", "-2"), ("one half", "0.5"), ("a half", "0.5"), ("a quarter", "0.25"),
      ("three", "3"), ("about a half", "0.5"), ("½", "1/2"), ("around -2", "-2"), ("0.5", nil), ("the weight", nil),
      ("2(a - 1)", nil), ("is it 1 or 2", nil),
    ] as [(String, String?)])
  func number(said: String, number: String?) { #expect(TaskAnswer.saidNumber(said) == number) }

  @Test(
    "chooses by its place",
    arguments: [
      ("the second one", "2"), ("it's the first", "1"), ("the middle one", "2"), ("the last one", "3"), ("third", "3"),
      ("the fourth", "the fourth"),
    ])
  func place(said: String, option: String) throws {
    let lesson = Lesson.parse(
      "---\nformat: 1\nid: test\ntitle: A test\n---\n```quiz id=q\nWhich?\n- [ ] red\n- [x] green\n- [ ] blue\n```\n",
      name: "test.md"
    ).lesson
    let quiz = try #require(
      lesson.steps.lazy.compactMap { if case .task(let task) = $0 { task as? Quiz } else { nil } }.first)
    #expect(quiz.plain(said) == option)
  }
}
