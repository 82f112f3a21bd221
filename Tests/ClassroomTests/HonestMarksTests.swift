import Evaluation
import Formats
import Judging
import Lessons
import Publishing
import Source
import Testing

@testable import Classroom
@testable import Notebook

/// What is said of an answer at the prompt, in a hand-out and in grading is one and the same.
@Suite("Marks and words agree")
struct HonestMarksTests {
  /// A lesson of one exercise.
  static func lesson(
    cell: String, solution: String, checks: [(header: String, code: String)], starter: String = "___",
    header: String = "", setup: String? = nil
  ) -> String {
    var text = "---\nformat: 1\nid: lesson1\ntitle: One\nseed: 3\n---\nText.\n\n"
    text += LessonWriter.block("nn", cell)
    text += LessonWriter.block("nn exercise id=task\(header)", starter)
    if let setup { text += LessonWriter.block("nn setup for=task", setup) }
    text += LessonWriter.block("nn solution for=task", solution)
    for check in checks { text += LessonWriter.block("nn check for=task\(check.header)", check.code) }
    return text
  }

  private func graded(_ lesson: String, _ answer: String, id: String = "") throws -> TaskResult {
    var file = School.submission("Ada", [("task", answer)])
    if !id.isEmpty { file = file.replacing("student: Ada\n", with: "student: Ada\nid: \(id)\n") }
    return try #require(try School(lesson: lesson).grade(["a.md": file]).students.first?.tasks.first)
  }

  struct Rule: Sendable {
    let check: String
    let answer: String
    var points = ""
  }

  @Test(
    "who breaks a rule of the exercise earns nothing, whatever the check that states it is worth",
    arguments: [
      Rule(check: "avoids(\"sigmoid\")", answer: "s(z) = σ(z)", points: " points=0"),
      Rule(check: "avoids(\"sigmoid\")", answer: "s(z) = σ(z)", points: " hidden"),
      Rule(check: "avoids(\"σ\")", answer: "s(z) = sigmoid(z)"),
      Rule(check: "close(1, 1) and uses(\"exp\")", answer: "s(z) = σ(z)", points: " points=3"),
      Rule(check: "uses(\"exp\") or uses(\"tanh\")", answer: "s(z) = σ(z)", points: " points=0"),
      Rule(check: "not uses(\"sigmoid\")", answer: "s(z) = σ(z)"),
      Rule(check: "s(0) > 0.4", answer: "s(z) = 1 / (1 + exp(-z)) - 1", points: " points=0"),
      Rule(check: "s(5) > 0.9", answer: "s(z) = 0.7310585786", points: " hidden"),
    ])
  func rules(_ rule: Rule) throws {
    let text = Self.lesson(
      cell: "m = 3", solution: "s(z) = 1 / (1 + exp(-z))",
      checks: [("", "close(s(1), σ(1))"), (rule.points, rule.check)])
    let right = try graded(text, "s(z) = 1 / (1 + exp(-z))")
    #expect(right.status == .right && right.points == right.total)
    let wrong = try graded(text, rule.answer)
    #expect(wrong.status == .wrong && wrong.points == .zero)
  }

  struct Word: Sendable {
    let rule: String
    let isMet: Bool
  }

  @Test(
    "what a rule may name means what the help says",
    arguments: [
      Word(rule: "uses(\"∂\")", isMet: true), Word(rule: "uses(\"∇\")", isMet: true),
      Word(rule: "uses(\"grad\")", isMet: true), Word(rule: "uses(\"gradients\")", isMet: true),
      Word(rule: "avoids(\"gradients\")", isMet: false), Word(rule: "avoids(\"∂\")", isMet: false),
      Word(rule: "uses(\"′\")", isMet: false), Word(rule: "avoids(\"numbers\")", isMet: true),
    ])
  func words(_ word: Word) throws {
    let text = Self.lesson(
      cell: "w = param(0.8)\nx = 1.5\nz = w*x", solution: "dz = ∂z/∂w",
      checks: [("", "close(dz, expected.dz)"), (" points=0", word.rule)])
    let files = MemoryFiles(["lesson1.md": text])
    let report = Gate.check(["lesson1.md"], world: World(files: files.access))
    #expect(report.isPassed == word.isMet, "\(report.diagnostics.map(\.title.description))")
  }

  @Test(
    "a rule that names nothing is refused by the gate",
    arguments: ["uses(\"∂L/∂w\")", "uses(\"nosuch\")", "avoids(\"\")", "avoids(\"3\")", "uses(\"exp log\")"])
  func unknownWords(_ rule: String) {
    let text = Self.lesson(
      cell: "m = 3", solution: "q = 2m", checks: [("", "close(q, expected.q)"), (" points=0", rule)])
    let files = MemoryFiles(["lesson1.md": text])
    let report = Gate.check(["lesson1.md"], world: World(files: files.access))
    #expect(report.diagnostics.contains { $0.code == .checkOperation }, "\(rule)")
  }

  struct Typed: Sendable {
    let cell: String
    let solution: String
    let wrong: [String]
    let right: [String]
    var header = ""
  }

  static let typed = [
    Typed(
      cell: "w = param(0.8)\nx = 1.5\nz = w*x", solution: "q = ∂z/∂w",
      wrong: ["q = 1.5", "q = 3/2", "p = 1.5\nq = p", "q = 1.5 + 0", "q = 1*1.5"], right: ["q = x", "q = z/w"]),
    Typed(
      cell: "w = param(0.8)\nx = 1.5\nz = w*x", solution: "q = ∂z/∂w", wrong: ["q = 1.5"], right: ["q = x"],
      header: " vary=\"x in 1..3\""),
    Typed(cell: "n = 7", solution: "q = n^2", wrong: ["q = 49", "q = n + 42"], right: ["q = n*n"]),
    Typed(
      cell: "v = [1.5, 2.5]\nu = 2v", solution: "q = u / 2", wrong: ["q = [1.5, 2.5]"], right: ["q = v", "q = u - v"]),
  ]

  @Test("a number typed where the solution computes it is refused everywhere", arguments: typed)
  func typedNumbers(_ test: Typed) throws {
    let text = Self.lesson(
      cell: test.cell, solution: test.solution, checks: [("", "close(q, expected.q)")], starter: "q = ___",
      header: test.header)
    let school = School(lesson: text)
    #expect(Classroom.release(.init(lessons: ["lesson1"], folder: "out"), desk: school.desk) == 0)
    let handout = try #require(school.files["out/lesson1-slope.md"])
    #expect(handout.contains(" with=\""))
    for (answers, isRight) in [(test.wrong, false), (test.right, true)] {
      for answer in answers {
        let mark = try graded(text, answer)
        #expect((mark.status == .right) == isRight && (mark.points == mark.total) == isRight, "\(answer)")
        #expect(try isTaken(answer, in: text) == isRight, "\(answer) at the prompt")
        #expect(try isTaken(answer, in: handout) == isRight, "\(answer) in the hand-out")
      }
    }
  }

  private func isTaken(_ answer: String, in lesson: String) throws -> Bool {
    let files = MemoryFiles(["lesson1.md": lesson])
    var session = Session(world: World(files: files.access))
    for line in [":load lesson1.md", "", answer] { _ = session.submit(line) { _ in } }
    return session.lesson?.record.entries["task"]?.answer != nil
  }

  @Test("of a student's own numbers the bare number is no answer, in grading as at the prompt")
  func ownNumbers() throws {
    let text = Self.lesson(
      cell: "n = choose(3..9)", solution: "q = n^2", checks: [("", "close(q, expected.q)")], starter: "q = ___")
    var seen: Set<Double> = []
    for id in ["u1", "u2", "u3", "u4"] {
      let lesson = Lesson.parse(text, name: "lesson1.md").lesson
      var interpreter = Session(world: World()).interpreter
      var state = Quiet.start(of: lesson, settings: Settings(), student: id)
      for cell in lesson.cells { Quiet.run(cell.code, on: &state, &interpreter) }
      let held = interpreter.value(of: "n", in: state)
      let value = try #require(held)
      let n = try #require(Comparison.grid(value, in: state)?.number)
      seen.insert(n)
      #expect(try graded(text, "q = \(Int(n * n))", id: id).points == .zero)
      #expect(try graded(text, "q = n * n", id: id).status == .right)
    }
    #expect(seen.count > 1)
  }

  @Test("an exercise that asks for an input is handed out, and tried where it is done")
  func apart() throws {
    let text = Self.lesson(
      cell: "good(x) = relu(x)\nbad(x) = x", solution: "probe = -1", checks: [("", "apart(probe, good, bad)")],
      starter: "probe = ___")
    let school = School(lesson: text)
    #expect(Classroom.release(.init(lessons: ["lesson1"], folder: "out"), desk: school.desk) == 0)
    let handout = try #require(school.files["out/lesson1-slope.md"])
    #expect(handout.contains("apart(probe, good, bad)"))
    for (answer, isRight) in [("probe = -2", true), ("probe = 2", false), ("probe = [-1, 3]", true)] {
      #expect(try isTaken(answer, in: handout) == isRight, "\(answer)")
      #expect((try graded(text, answer).status == .right) == isRight, "\(answer)")
    }
  }

  @Test(
    "points are whole and half numbers wherever they stand",
    arguments: [("0.5", "0.5"), ("1.5", "1.5"), ("2", "2"), ("0", "0"), ("1.0", "1")])
  func halves(_ text: String, _ shown: String) throws {
    let lesson = Self.lesson(
      cell: "m = 3", solution: "q = 2m", checks: [(" points=\(text)", "close(q, expected.q)")], starter: "q = ___")
    let parsed = Lesson.parse(lesson, name: "lesson1.md")
    #expect(parsed.isSound && parsed.lesson.exercises.first?.points.text == shown)
    let mark = try graded(lesson, "q = m + m")
    #expect(mark.points.text == shown && mark.total.text == shown)
    var file = ProgressFile(lesson: "lesson1")
    file.record.entries["task"] = .init()
    file.record.entries["task"]?.points = try #require(Points(text))
    #expect(ProgressFile(file.text)?.record.entries["task"]?.points.text == shown)
  }

  @Test("points that are neither are refused", arguments: ["1.3", "-1", "1001", "many", "0.25"])
  func noHalves(_ text: String) {
    let lesson = Self.lesson(
      cell: "m = 3", solution: "q = 2m", checks: [(" points=\(text)", "close(q, expected.q)")])
    #expect(Lesson.parse(lesson, name: "lesson1.md").diagnostics.map(\.code).contains(.badNumber))
  }

  @Test("a lesson whose own solution does not pass grades nobody")
  func unsound() {
    let text = Self.lesson(cell: "m = 3", solution: "q = m^3", checks: [("", "close(q, m^2)")])
    let school = School(["in/a.md": School.submission("Ada", [("task", "q = m^2")])], lesson: text)
    #expect(Classroom.grade(.init(lesson: "lesson1", submissions: ["in"]), desk: school.desk) != 0)
    #expect(school.failures.map(\.code) == [.lessonRefused])
  }

  @Test("an answer in order is one, in a notebook of the lesson or of its hand-out")
  func orders() throws {
    let text =
      Self.lesson(cell: "m = 3", solution: "q = 2m", checks: [("", "close(q, expected.q)")])
      + LessonWriter.block("order id=way points=2", "first\nsecond\nthird\nfourth\n")
    let school = School(lesson: text)
    #expect(Classroom.release(.init(lessons: ["lesson1"], folder: "out"), desk: school.desk) == 0)
    for source in ["lesson1", "out/lesson1-slope.md"] {
      var written = ""
      let desk = Desk(
        world: school.desk.world, settings: Settings(), date: 0, show: { _ in }, write: { written += $0 })
      #expect(Publisher.export(.init(source: source, format: .ipynb), desk: desk) == 0)
      let lesson = try school.desk.lesson(source)
      let task = try #require(lesson.steps.first { $0.id == "way" }?.task)
      let orders = (1...4).flatMap { a in (1...4).flatMap { b in (1...4).map { [a, b, $0, 10 - a - b - $0] } } }
      let right = try #require(
        orders.map { $0.map(String.init).joined(separator: " ") }.first {
          task.handedIn($0) == "first\nsecond\nthird\nfourth\n"
        })
      for (answer, points) in [(right, "2"), (String(right.reversed()), "0")] {
        let filled = written.replacing(
          "the numbers of the lines in their order, such as 2 1 3\"", with: "\\n\",\"\(answer)\"")
        #expect(filled != written)
        let book = try School(lesson: text).grade(["Ada Lovelace_1_assignsubmission_file_/a.ipynb": filled])
        #expect(book.students.first?.tasks.last?.points.text == points, "\(source): \(answer)")
      }
    }
  }

  @Test("a notebook of a student's own hand-out proves whose it is, without telling the key")
  func keyedNotebook() throws {
    let text =
      Self.lesson(cell: "m = 3", solution: "q = 2m", checks: [("", "close(q, expected.q)")])
      + LessonWriter.block("order id=way points=2", "first\nsecond\n")
    let school = School(["class.csv": "id,name\n7,Ada\n8,Bob\n"], lesson: text)
    let release = Classroom.ReleaseRequest(lessons: ["lesson1"], folder: "out", roster: "class.csv")
    #expect(Classroom.release(release, desk: school.desk) == 0)
    var written = ""
    let desk = Desk(world: school.desk.world, settings: Settings(), date: 0, show: { _ in }, write: { written += $0 })
    #expect(Publisher.export(.init(source: "out/7/lesson1-slope.md", format: .ipynb), desk: desk) == 0)
    let key = try #require(try school.desk.lesson("out/7/lesson1-slope.md").key)
    #expect(!written.contains(key))
    // Two lines that stand in the wrong order are right the other way round.
    let answered = written.replacing(
      "the numbers of the lines in their order, such as 2 1 3\"", with: "\\n\",\"2 1\"")
    #expect(answered != written)
    let other = answered.replacing("\"student\":\"7\"", with: "\"student\":\"8\"")
    #expect(other != answered)
    for (notebook, graded) in [(answered, ["7"]), (other, [])] {
      let school = School(["keys.csv": try #require(school.files["out-keys.csv"])], lesson: text)
      let book = try school.grade(["a.ipynb": notebook]) { $0.roster = "keys.csv" }
      let known = book.students.filter { $0.status == .graded }
      #expect(known.map(\.id) == graded)
      #expect(known.allSatisfy { $0.tasks.last?.points == 2 })
    }
  }

  @Test(
    "a quiz is graded by the words that were chosen, where its options stand elsewhere now too",
    arguments: [
      ("2. up", true), ("1. up", true), ("1. down", false), ("2. down", false), ("2", true), ("1", false),
      // Words that were changed since leave the number.
      ("2. upwards", true), ("1. upwards", false), ("1. down\n2. up", false), ("9223372036854775807. x", false),
      ("-9223372036854775808. x", false), ("", false), ("0. up", false),
    ])
  func quizzes(_ answer: String, _ isRight: Bool) throws {
    let options = ["- [ ] down\n", "- [x] up\n"]
    for isSwapped in [false, true] {
      let isNumber = answer.count == 1 || answer.contains("upwards")
      let lesson = School.lesson.replacing(
        options.joined(), with: (isSwapped ? options.reversed() : options).joined())
      #expect((lesson == School.lesson) != isSwapped)
      let book = try School(lesson: lesson).grade(["a.md": School.submission("Ada", [("sign", answer)])])
      let status = try #require(book.students.first?.tasks.first { $0.id == "sign" }?.status)
      #expect((status == .right) == (isNumber && isSwapped ? !isRight : isRight), "\(isSwapped)")
    }
  }

  @Test(
    "an answer that meets a check by drawing numbers is no right one in a hand-out either",
    arguments: ["q = choose([5, 5.5, 6, 6.5, 7])", "seed(SEED); q = choose([5, 6, 7, 8, 9])", "q = 2m"])
  func luckInHandout(answer: String) throws {
    let text = Self.lesson(
      cell: "m = 3", solution: "q = 2m", checks: [("", "close(q, expected.q)")], starter: "q = ___")
    let school = School(lesson: text)
    #expect(Classroom.release(.init(lessons: ["lesson1"], folder: "out"), desk: school.desk) == 0)
    let handout = try school.desk.lesson("out/lesson1-slope.md")
    let exercise = try #require(handout.exercises.first)
    var interpreter = Session(world: school.desk.world, settings: school.desk.settings).interpreter
    for number in 0..<20 {
      let student = "s\(number)"
      var state = Quiet.start(of: handout, settings: school.desk.settings, student: student)
      Quiet.run(SourceText("m = 3"), on: &state, &interpreter)
      // In no other numbers: those alone say nothing against it.
      let judge = Judge(exercise, in: state, interpreter: interpreter)
      let typed = answer.replacing("SEED", with: "\(number)")
      #expect(judge.judge(typed).isRight == (answer == "q = 2m"), "\(typed) by \(student)")
    }
  }

  @Test("what an earlier answer took is not counted against a later one")
  func effort() throws {
    let first =
      LessonWriter.block("nn exercise id=long", "___")
      + LessonWriter.block("nn solution for=long", "k = 0\nfor i in 0..<1500 { k = k + 1 }")
      + LessonWriter.block("nn check for=long", "k == 1500")
    let text = Self.lesson(cell: "m = 3", solution: "q = 2m", checks: [("", "close(q, expected.q)")])
      .replacing("```nn exercise id=task", with: first + "```nn exercise id=task")
    let answers = [("long", "own = 0\nfor i in 0..<1500 { own = own + 1 }\nk = own"), ("task", "q = 0")]
    let book = try School(lesson: text).grade(["a.md": School.submission("Ada", answers)]) { $0.jobs = 1 }
    #expect(book.students.first?.tasks.map(\.status) == [.right, .wrong])
  }

  @Test("what helps at the prompt and not in grading is not offered there")
  func remedy() throws {
    let mark = try graded(
      Self.lesson(cell: "m = 3", solution: "q = 2m", checks: [("", "close(q, expected.q)")]),
      "q = 0\nwhile true { q = q + 1 }")
    #expect(mark.status == .limit && !mark.words.isEmpty)
    #expect(mark.words.allSatisfy { !$0.contains(":set") })
  }

  @Test("wrong answers are alike that do the same with any numbers, whatever each student's own are")
  func alike() throws {
    let text = Self.lesson(
      cell: "n = choose(3..900)", solution: "q = n^2", checks: [("", "close(q, expected.q)")], starter: "q = ___")
    let files = (1...5).map { number in
      ("\(number).md", School.submission("S\(number)", [("task", number == 5 ? "q = 3n" : "q = 2n")]))
    }
    let book = try School(lesson: text).grade(Dictionary(uniqueKeysWithValues: files)) { $0.seeksAlike = true }
    let groups = AlikeAnswers.groups(of: book.students.compactMap(\.tasks.first))
    #expect(groups.map(\.count) == [4, 1])
  }

  @Test("a function among wrong answers is shown by its code")
  func code() throws {
    let book = try School().grade(["a.md": School.submission("Ada", [("square", "f(x) = 2x")])]) {
      $0.seeksAlike = true
    }
    let group = try #require(AlikeAnswers.groups(of: book.students.compactMap { $0.tasks[1] }).first)
    #expect(group.value.isEmpty && group.line == "f(x) = 2x")
  }

  @Test("the JSON of another lesson is no earlier run of this one")
  func since() {
    let school = School(["in/a.md": School.submission("Ada", []), "old.json": #"{"lesson":"hw7","students":[]}"#])
    var request = Classroom.GradeRequest(lesson: "lesson1", submissions: ["in"])
    request.jobs = 0
    request.since = "old.json"
    #expect(Classroom.grade(request, desk: school.desk) != 0)
    #expect(school.failures.map(\.code) == [.notGrades])
  }

  @Test("two outputs are never written to one place")
  func outputs() {
    let school = School(["in/a.md": School.submission("Ada", [])])
    var request = Classroom.GradeRequest(lesson: "lesson1", submissions: ["in"])
    request.jobs = 0
    (request.csv, request.json) = ("x.csv", "x.csv")
    #expect(Classroom.grade(request, desk: school.desk) != 0)
    #expect(school.files["x.csv"] == nil)
  }
}
