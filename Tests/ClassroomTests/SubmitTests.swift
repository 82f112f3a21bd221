import Lessons
import Notebook
import Source
import Testing

@testable import Classroom

@Suite("Handing answers in")
struct SubmitTests {
  private static let progress = """
    learnnn progress 1
    lesson lesson1
    at double 1
    task double points=1 attempts=3 hints=1 seconds=41 hash=1
    answer d = m + m\\n# ``` in a comment
    task sign points=0 attempts=1 hints=0 seconds=2 hash=1
    answer 2
    task why points=0 attempts=1 hints=0 seconds=9 hash=1
    answer Because it is <b>so</b> <!-- answer sign -->
    end

    """

  @Test("the answers are run again and written into one file that reads back and is a lesson")
  func roundTrip() throws {
    let school = School(["state/progress/lesson1": Self.progress])
    let request = Classroom.SubmitRequest(lesson: "lesson1", student: "Ada \u{1B}[31m Lovelace", file: "ada.md")
    #expect(Classroom.submit(request, desk: school.desk) == 0)
    let text = try #require(school.files["ada.md"])
    #expect(!text.contains("\u{1B}"))
    #expect(text.contains("d = 6"))
    let submission = try Submission(Array(text.utf8))
    #expect(submission.lesson == "lesson1")
    #expect(submission.written == "2026-05-28T20:26:40Z")
    #expect(
      submission.answers["double"] == .init(text: "d = m + m\n# ``` in a comment", attempts: 3, hints: 1, seconds: 41))
    #expect(submission.answers["sign"]?.text == "2. up")
    #expect(submission.answers["why"]?.text == "Because it is <b>so</b> <!-- answer sign -->")
    guard case .valid = submission.receipt else {
      Issue.record("the receipt does not match")
      return
    }
    #expect(Lesson.parse(text, name: "ada.md").isSound)
  }

  @Test("the list that is shown has every task that is worth points, answered or not, and adds up to all of them")
  func summary() throws {
    let school = School(
      ["state/progress/lesson1": Self.progress],
      lesson: School.lesson.replacing("```quiz id=sign", with: "```quiz id=sign points=2"))
    var shown = ""
    var desk = school.desk
    desk.show = { if case .document(let document) = $0 { shown += "\(document)" } }
    #expect(Classroom.submit(.init(lesson: "lesson1", student: "Ada", file: "ada.md"), desk: desk) == 0)
    for text in ["2/2", "0/1", "–/3", "4 of 8 points", "up to 3 more"] { #expect(shown.contains(text), "\(text)") }
  }

  @Test("the last wrong try is handed in with its count; a task that was given up is not")
  func tries() throws {
    let progress = """
      learnnn progress 1
      lesson lesson1
      at double 1
      task double points=0 attempts=4 hints=1 seconds=9 hash=0
      tried d = m\\nd = d + 1
      task square points=0 attempts=1 hints=0 seconds=9 hash=0 skipped
      tried f(x) = x
      end

      """
    #expect(ProgressFile(progress)?.text == progress)
    let school = School(["state/progress/lesson1": progress])
    #expect(Classroom.submit(.init(lesson: "lesson1", student: "Ada", file: "a.md"), desk: school.desk) == 0)
    let submission = try Submission(Array(#require(school.files["a.md"]).utf8))
    #expect(submission.answers["double"] == .init(text: "d = m\nd = d + 1", attempts: 4, hints: 1, seconds: 9))
    #expect(submission.answers["square"] == nil)
  }

  @Test("a file that was changed is told by its receipt, other line ends are no change")
  func receipts() throws {
    let text = School.submission("Ada", [("double", "d = 6")])
    let windows = text.replacing("\n", with: "\r\n")
    guard case .valid = try Submission(Array(windows.utf8)).receipt else {
      Issue.record("line ends broke the receipt")
      return
    }
    #expect(try Submission(Array(text.replacing("d = 6", with: "d = 7").utf8)).receipt == .broken)
  }

  @Test(
    "a damaged character costs a hand-in nothing but a remark",
    arguments: [
      (1, "1 byte belongs to no character and became � on line 19"),
      (2, "2 times bytes belong to no character and became �, first on line 19"),
    ])
  func damaged(count: Int, remark: String) throws {
    let noise = [[UInt8]](repeating: [0xFF, 0x20], count: count).flatMap { $0 }
    let text = School.submission("Ada", [("double", "d = 6")]) + "é € ✓ 张 三 "
    let submission = try Submission(Array(text.utf8) + noise)
    #expect(submission.answers["double"]?.text == "d = 6")
    #expect(submission.remarks.map(\.description) == [remark])
  }

  @Test("without anything done there is nothing to hand in")
  func nothing() {
    let school = School()
    #expect(Classroom.submit(.init(lesson: "lesson1", student: "Ada"), desk: school.desk) == 1)
    #expect(school.failures.map(\.code.name) == ["nothing-kept"])
  }

  @Test(
    "a name stands in a path as people write it, and nothing in it leads elsewhere or cannot be seen",
    arguments: [
      ("张三", "张三"), ("Zoë O'Hara", "Zoë%20O%27Hara"), ("e\u{301}", "e\u{301}"), ("../x", "%2e%2e%2fx"),
      ("a_b-9", "a_b-9"),
      ("张\u{200B}三", "张%e2%80%8b三"), ("\u{3164}", "%e3%85%a4"), ("", "nobody"),
    ])
  func safeName(name: String, path: String) { #expect(SafeName.of(name) == path) }

  @Test(
    "dates are counted as the calendar does",
    arguments: [(0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z")])
  func dates(seconds: Int, text: String) {
    #expect(Timestamp.text(seconds) == text)
  }
}
