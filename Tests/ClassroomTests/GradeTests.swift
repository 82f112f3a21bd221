import Formats
import Lessons
import Source
import Testing

@testable import Classroom

@Suite("Grading")
struct GradeTests {
  /// An answer to the first exercise and what should become of it.
  struct Case: CustomTestStringConvertible {
    let answer: String
    let status: String
    var points = 0
    var words = ""
    var testDescription: String { "\(answer.prefix(30)): \(status)" }
  }

  static let cases = [
    Case(answer: "d = 2m", status: "right", points: 2),
    Case(answer: "k = m\nd = k + k", status: "right", points: 2),
    Case(answer: "d = m", status: "mistake", words: "Twice, not once."),
    Case(answer: "d = 5.5", status: "wrong", points: 1),
    Case(answer: "d = ___", status: "blanks"),
    Case(answer: "d = nothing_here", status: "error"),
    Case(answer: "d = (1", status: "error"),
    Case(answer: "d = 0\nwhile true { d = d + 1 }", status: "limit"),
    Case(answer: String(repeating: "d = 6\n", count: 300), status: "limit"),
    Case(answer: "close(a, b) = true\nexpected = {d: 1}\nd = 1", status: "wrong", points: 0),
  ]

  @Test("each answer gets what it deserves, and says why", arguments: cases)
  func answers(_ test: Case) throws {
    let book = try School().grade(["a.md": School.submission("Ada", [("double", test.answer)])])
    let task = try #require(book.students.first?.tasks.first)
    #expect(task.status.rawValue == test.status)
    #expect(task.points == Points(test.points))
    if !test.words.isEmpty { #expect(task.words == [test.words]) }
    #expect(task.attempts == 2 && task.hints == 1 && task.seconds == 30)
  }

  @Test("what a hidden check asks is not given away")
  func hidden() throws {
    let lesson = School.lesson.replacing("close(d, expected.d)", with: "d > 0")
    let book = try School(lesson: lesson).grade(["a.md": School.submission("Ada", [("double", "d = 4")])])
    let task = try #require(book.students.first?.tasks.first)
    #expect(task.words == ["A further check does not hold."])
  }

  @Test("a helper made in an earlier answer may be used in a later one")
  func ownPath() throws {
    let answers = [("double", "twice(v) = 2v\nd = twice(m)"), ("square", "f(x) = twice(x) * x / 2")]
    let book = try School().grade(["a.md": School.submission("Ada", answers)])
    #expect(book.students.first?.tasks.prefix(2).map(\.status) == [.right, .right])
  }

  @Test(
    "a helper made of the lesson's numbers holds those of each world, drawn ones too",
    arguments: ["data = normal([5]);", "data = [0.5, -1.5, 2.5];", "x = 1.5\ndata = x * normal([4]);"])
  func ownPathInWorlds(_ cell: String) throws {
    let lesson = """
      ---
      format: 1
      id: lesson1
      title: Data
      seed: 3
      ---
      ```nn
      first = normal([2]);
      ```
      ```nn
      \(cell)
      ```
      ```nn exercise id=mean points=1
      m = ___
      ```
      ```nn solution for=mean
      m = mean(data)
      ```
      ```nn check for=mean
      close(m, expected.m)
      ```
      ```nn exercise id=sum points=1
      s = ___
      ```
      ```nn solution for=sum
      s = sum(data)
      ```
      ```nn check for=sum
      close(s, expected.s)
      ```
      """
    let answers = [("mean", "h = 2data\nm = mean(h) / 2"), ("sum", "s = sum(h) / 2")]
    let book = try School(lesson: lesson).grade(["a.md": School.submission("Ada", answers)])
    #expect(book.students.first?.tasks.map(\.status) == [.right, .right])
  }

  @Test(
    "an earlier answer changes nothing that a later check compares with",
    arguments: [
      ("d = 2m\nclose(a, b) = true", "f(x) = 0"), ("d = 2m\nsame(a, b) = true", "f(x) = 0"),
      ("m = 3\nd = 6\nexp(x) = 0", "f(x) = exp(x)"),
    ])
  func earlierNames(_ test: (String, String)) throws {
    let book = try School().grade(["a.md": School.submission("Ada", [("double", test.0), ("square", test.1)])])
    #expect(book.students.first?.tasks[1].points == 0)
  }

  @Test("files that are no submissions get a reason, and the rest is graded")
  func hostile() throws {
    let school = School()
    school.files.put("in/binary.md", [0, 255, 254, 1])
    school.files.put("in/bad.zip", [0x50, 0x4B, 0x03, 0x04, 1, 2, 3])
    let book = try school.grade([
      "empty.md": "", "other.md": School.submission("Eve", [], lesson: "lesson9"), "text.md": "hello",
      "good.md": School.submission("Ada", [("double", "d = m + m")]),
    ])
    #expect(book.students.count == 6)
    #expect(book.students.count { $0.status == .refused && !$0.allNotes.isEmpty } == 5)
    #expect(book.students.first { $0.name == "Ada" }?.points == 2)
  }

  @Test("of two submissions by one student the later counts, and the roster has a row for everyone")
  func roster() throws {
    let school = School(["roster.csv": "id,name\n7,Ada\n8,Bob\n"])
    let book = try school.grade(
      [
        "late.md": School.submission("ada", [("double", "d = m + m")], written: "2026-02-01T00:00:00Z"),
        "zz.md": School.submission("Ada", [("double", "d = 1")]), "eve.md": School.submission("Eve", []),
      ], change: { $0.roster = "roster.csv" })
    #expect(book.students.map(\.id) == ["", "7", "8"])
    #expect(book.students.map(\.status.rawValue) == ["graded", "graded", "absent"])
    #expect(book.students[0].notes.contains("not on the roster"))
    #expect(book.students[1].points == 2)
  }

  @Test("marks given by hand win")
  func marks() throws {
    let school = School(["marks.csv": "student,task,points,comment\nAda,why,3,well said\nAda,double,0,copied\n"])
    let answers = [("double", "d = m + m"), ("why", "so"), ("sign", "2")]
    let book = try school.grade(["a.md": School.submission("Ada", answers)], change: { $0.marks = "marks.csv" })
    let tasks = try #require(book.students.first?.tasks)
    #expect(tasks.map(\.points) == [0, 0, 0, 3])
    #expect(tasks.map(\.status) == [.right, .unanswered, .right, .marked])
    #expect(tasks.last?.comment == "well said")
  }

  @Test("the same input gives the same bytes, and no cell is a formula or an escape sequence")
  func tables() throws {
    let school = School()
    let files = [
      "a.md": School.submission("=1+1\u{1B}[2J", [("double", "d = 4")]),
      "b.md": School.submission("Bob", [("double", "d = m + m")]),
    ]
    let (first, second) = (try school.grade(files), try school.grade(files))
    #expect(GradeTable.csv(first) == GradeTable.csv(second))
    #expect(first.json == second.json)
    #expect(GradeTable.csv(first).contains("'=1+1"))
    #expect(!GradeTable.csv(first).contains("\u{1B}"))
    #expect(!FeedbackPage.html(first.students[0], first).contains("\u{1B}"))
    let anonymous = try school.grade(files, change: { $0.isAnonymous = true })
    #expect(!GradeTable.csv(anonymous).contains("Bob"))
    #expect(anonymous.students.allSatisfy { $0.id.hasPrefix("student-") })
  }

  @Test("Gradescope gets a score for every task")
  func gradescope() throws {
    let book = try School().grade(["a.md": School.submission("Ada", [("double", "d = m + m")])])
    let result = GradeTable.gradescope(book)
    #expect(result["score"]?.int == 2)
    #expect(result["tests"]?.elements?.first?["max_score"]?.int == 2)
  }

  @Test("statistics count mistakes and group wrong values")
  func statistics() throws {
    let book = try School().grade([
      "a.md": School.submission("A", [("double", "d = 4")]), "b.md": School.submission("B", [("double", "d = 2 + 2")]),
      "c.md": School.submission("C", [("double", "d = m")]),
    ])
    let item = try #require(Statistics.json(book).elements?.first)
    #expect(item["answered"]?.int == 3 && item["solved"]?.int == 0)
    #expect(item["mistakes"]?.elements?.first?["count"]?.int == 1)
    #expect(item["values"]?.elements?.first?["what"]?.string == "d = 4")
    #expect(item["values"]?.elements?.first?["count"]?.int == 2)
  }
}
