import Evaluation
import Lessons
import Judging
import Notebook
import Source
import Testing

@testable import Classroom

@Suite("Handing lessons out")
struct ReleaseTests {
  @Test("the student's version has values instead of answers, and nothing that is secret")
  func secrets() throws {
    let school = School()
    #expect(Classroom.release(.init(lessons: ["lesson1"], folder: "out"), desk: school.desk) == 0)
    let text = try #require(school.files["out/lesson1-slope.md"])
    for secret in ["solution", "hidden", "mistake", "says", "[x]", "> It is", "note", "expected", "2m", "Twice"] {
      #expect(!text.contains(secret), "\(secret)")
    }
    #expect(text.contains("close(d, 6)\n```"))
    #expect(text.contains("close(f("))
    #expect(text.contains("```hint for=double"))
    #expect(text.contains("released: "))
    let parsed = Lesson.parse(text, name: "lesson1-slope.md")
    #expect(parsed.lesson.exercises.map(\.id) == ["double", "square"])
    #expect(Released.content(of: parsed.lesson) == Released.hash(of: try school.desk.lesson("lesson1")))
  }

  @Test("a lesson that the gate refuses is not released")
  func refused() {
    let school = School(lesson: School.lesson.replacing("m = 3\n```\n\n```nn ex", with: "m = 4\n```\n\n```nn ex"))
    #expect(Classroom.release(.init(lessons: ["lesson1"], folder: "out"), desk: school.desk) == 1)
    #expect(school.failures.map(\.code.name) == ["lesson-refused"])
    #expect(school.files["out/lesson1-slope.md"] == nil)
  }

  @Test("a lesson with numbers of each student's own needs a roster, and gets a version for each of them")
  func personal() throws {
    let lesson = School.lesson.replacing("m = 3\n```\n```output\nm = 3\n```", with: "m = choose(3..900)\n```")
    let school = School(["roster.csv": "id,name\nada,Ada\nbob,Bob\n"], lesson: lesson)
    #expect(Classroom.release(.init(lessons: ["lesson1"], folder: "out"), desk: school.desk) == 2)
    #expect(school.failures.last?.code.name == "roster-needed")
    let request = Classroom.ReleaseRequest(lessons: ["lesson1"], folder: "out", roster: "roster.csv")
    #expect(Classroom.release(request, desk: school.desk) == 0)
    let ada = try #require(school.files["out/ada/lesson1-slope.md"])
    let bob = try #require(school.files["out/bob/lesson1-slope.md"])
    #expect(ada.contains("student: ada"))
    #expect(ada != bob.replacing("student: bob", with: "student: ada"))
  }

  /// A lesson of one exercise.
  private func lesson(_ solution: String, check: String, cell: String = "m = 3", mistake: String? = nil) -> String {
    var text = "---\nformat: 1\nid: lesson1\ntitle: One\nseed: 3\n---\nText.\n\n```nn\n\(cell)\n```\n\n"
    text += "```nn exercise id=task points=2\n\(solution.prefix { $0 != "=" })= ___\n```\n"
    text += "```nn solution for=task\n\(solution)\n```\n"
    text += "```nn check for=task points=2\n\(check)\n```\n"
    if let mistake {
      text += "```nn mistake for=task\n\(mistake)\n```\n```says for=task\nNot that.\n```\n"
    }
    return text
  }

  @Test(
    "every right answer is right in the hand-out too, and a wrong one is not, whatever the check compares",
    arguments: [
      ("twice(x) = 2x", "same(twice, expected.twice)", ["twice(x) = x + x", "twice = t -> 2 * t"], "twice(x) = x^2"),
      ("twice(x) = 2x", "same(expected.twice, twice)", ["twice(x) = x + x"], "twice(x) = 2"),
      (
        "twice(x) = 2x", "not same(twice, x -> x) and same(twice, expected.twice)", ["twice(x) = x + x"], "twice(x) = x"
      ),
      ("twice(x) = 2x", "close(twice(m), expected.twice(m))", ["twice(x) = x + x"], "twice(x) = x"),
      ("twice(x) = 2x", "close(twice, expected.twice, 1e-3)", ["twice(x) = x * 2.00001"], "twice(x) = 2.1x"),
      ("add(a, b) = a + b", "same(add, expected.add)", ["add(u, v) = v + u"], "add(a, b) = a - b"),
      ("r = -m", "close(r, expected.r) or close(r, expected.r + 1)", ["r = 0 - m", "r = 1 - m"], "r = m"),
      (
        "r = {a: -m, b: [1, m]}", "close(r.a, expected.r.a) and r.b[1] == expected.r.b[1]", ["r = {b: [1, 3], a: -3}"],
        "r = {a: m, b: [1, m]}"
      ),
      ("r = -m", "t = expected.r; close(r - 1, t - 1)", ["r = -3"], "r = 3"),
      (
        "log_odds(p) = log(p/(1 - p))", "same(log_odds, expected.log_odds)", ["log_odds(p) = log(p) - log(1 - p)"],
        "log_odds(p) = log(p)"
      ),
    ] as [(String, String, [String], String)])
  func accepted(_ solution: String, _ check: String, _ right: [String], _ wrong: String) throws {
    let school = School(lesson: lesson(solution, check: check))
    #expect(Classroom.release(.init(lessons: ["lesson1"], folder: "out"), desk: school.desk) == 0)
    #expect(school.failures.isEmpty)
    let text = try #require(school.files["out/lesson1-slope.md"])
    let handout = Lesson.parse(text, name: "handout.md").lesson
    var state = State(seed: 3)
    var interpreter = Session(world: World(), settings: Settings()).interpreter
    for cell in handout.cells { Quiet.run(cell.code, on: &state, &interpreter) }
    let judge = Judge(try #require(handout.exercise("task")), in: state, interpreter: interpreter)
    for answer in [solution] + right {
      let verdict = judge.judge(answer)
      #expect(verdict.isRight, "\(answer): \(verdict) in \(text)")
    }
    #expect(!judge.judge(wrong).isRight)
  }

  @Test("a hand-out takes the place of an older one, and never of the lesson or of another file")
  func foreignFiles() throws {
    let school = School()
    #expect(Classroom.release(.init(lessons: ["lesson1"], folder: "Lessons"), desk: school.desk) == 3)
    #expect(school.failures.last?.code.name == "foreign-file")
    #expect(school.files["Lessons/lesson1-slope.md"] == School.lesson)
    for _ in 0..<2 { #expect(Classroom.release(.init(lessons: ["lesson1"], folder: "out"), desk: school.desk) == 0) }
  }

  @Test("an exercise's setup is its own: what is expected of the next does not see it")
  func setup() throws {
    let text = """
      ---
      format: 1
      id: lesson1
      title: Two
      ---
      ```nn
      x = 1
      ```
      ```nn exercise id=one
      y = ___
      ```
      ```nn setup for=one
      x = 100
      ```
      ```nn solution for=one
      y = x
      ```
      ```nn check for=one
      close(y, expected.y)
      ```
      ```nn exercise id=two
      z = ___
      ```
      ```nn solution for=two
      z = x + 1
      ```
      ```nn check for=two
      close(z, expected.z)
      ```
      """
    let school = School(lesson: text + "\n")
    #expect(Classroom.release(.init(lessons: ["lesson1"], folder: "out"), desk: school.desk) == 0)
    let handout = try #require(school.files["out/lesson1-slope.md"])
    #expect(handout.contains("close(y, 100)") && handout.contains("close(z, 2)"))
  }

  @Test(
    "a number of some student's that breaks the solution, or makes it infinite, is found before it is handed out",
    arguments: [
      ("r = 1/h", "close(r, expected.r)", "not-finite"), ("r = log(h)", "close(r, expected.r)", "not-finite"),
      ("r = [1, 2, 3][h]", "close(r, expected.r)", "solution-fails"),
      ("r = 2h", "close(r, expected.r) and r > 0", "solution-fails"),
    ])
  func numbersThatBreak(_ solution: String, _ check: String, _ code: String) throws {
    let students = (0..<150).map { "s\($0),Student \($0)" }.joined(separator: "\n")
    let text = lesson(solution, check: check, cell: "h = choose(0..9)")
    let school = School(["roster.csv": "id,name\n\(students)\n"], lesson: text)
    let request = Classroom.ReleaseRequest(lessons: ["lesson1"], folder: "out", roster: "roster.csv")
    #expect(Classroom.release(request, desk: school.desk) == 1)
    #expect([code, "lesson-refused"].contains(school.failures.last?.code.name ?? ""))
    #expect(!school.files.paths.contains { $0.hasPrefix("out/") })
  }

  @Test("a lesson whose date or rule for being late cannot be read is not handed out, and the place is told")
  func badDeadline() {
    for (field, code) in [("due: tomorrow", "bad-date"), ("late: a bit", "bad-late")] {
      let school = School(lesson: School.lesson.replacing("seed: 3\n", with: "seed: 3\n\(field)\n"))
      #expect(Classroom.release(.init(lessons: ["lesson1"], folder: "out"), desk: school.desk) == 3)
      #expect(school.failures.last?.code.name == code && school.failures.last?.position?.line == 6)
      var request = Classroom.GradeRequest(lesson: "lesson1", submissions: ["Lessons"])
      request.due = "soon"
      #expect(Classroom.grade(request, desk: school.desk) == 2)
    }
  }

  @Test("who has been given numbers for which the solution is not finite is named when it is graded")
  func numbersThatBroke() throws {
    let text = lesson("r = log(h)", check: "close(r, expected.r)", cell: "h = choose(0..3)")
    let files = (0..<16).map { index -> (String, String) in
      let file = School.submission("Student \(index)", [("task", "r = log(h)")])
      return ("\(index).md", file.replacing("student: ", with: "id: s\(index)\nstudent: "))
    }
    let book = try School(lesson: text).grade(Dictionary(files) { $1 })
    let told = book.students.count { $0.notes.map(\.description).contains { $0.contains("mark it by hand") } }
    #expect(book.students.count == 16 && told > 0 && told < 16)
  }

  @Test(
    "values are written so that they read back", arguments: [(-0.5, "-0.5"), (3, "3"), (0.1, "0.1"), (1e-9, "1e-09")])
  func literals(value: Double, text: String) {
    #expect(Literal.text(.number(value)) == text)
  }
}
