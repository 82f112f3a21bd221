import Lessons
import Notebook
import Source
import Testing

@testable import Classroom

/// Ways to marks that are not earned: none gives any, in grading, at the prompt and in the hand-out.
@Suite("Marks that are not earned")
struct CheatingTests {
  /// A way, with the lesson's exercises that it is tried on and the answers that are handed in.
  struct Way: CustomTestStringConvertible, Sendable {
    let name: String
    let cell: String
    /// Exercises: an id, a solution, a check.
    let tasks: [(id: String, solution: String, check: String)]
    let answers: [String]
    /// Which of the tasks must give nothing.
    let worthless: [Int]
    /// Whether the hand-out and the prompt see through it too.
    var isSeenAtOnce = true
    var testDescription: String { name }
  }

  static let ways = [
    Way(
      name: "an earlier right answer takes a given function over", cell: "x = 1.5",
      tasks: [
        ("first", "y = 2x", "close(y, expected.y)"), ("loss", "loss(p) = -log(p)", "close(loss(0.3), -log(0.3))"),
      ], answers: ["log(x) = 0\ny = 2x", "loss(p) = 0"], worthless: [1]),
    Way(
      name: "a check's function is taken over in the answer", cell: "x = 1.5",
      tasks: [
        ("s", "s(z) = 1 / (1 + exp(-z))\nmiddle = s(1)", "close(s(1), σ(1)) and close(middle, s(1))")
      ], answers: ["σ(x) = 0\ns(z) = 0\nmiddle = 0"], worthless: [0]),
    Way(
      name: "a helper of the lesson is taken over", cell: "gate(a, b) = σ(10a - b)",
      tasks: [("bias", "bias = 5", "gate(1, bias) > 0.9 and gate(0, bias) < 0.1")],
      answers: ["bias = 50\ngate(a, b) = where(a > 0.5, 1, 0)"], worthless: [0]),
    Way(
      name: "a function taken over earlier is called later", cell: "v = [1.5, 2, 4]",
      tasks: [("first", "y = 2v", "close(y, expected.y)"), ("m", "m(u) = mean(u)", "close(m(v), mean(v))")],
      answers: ["mean(u) = 0\ny = 2v", "m(u) = 0"], worthless: [1]),
    Way(
      name: "a number of the lesson is typed over", cell: "w = 2.5",
      tasks: [("first", "y = 3w", "close(y, expected.y)"), ("q", "q = 2w", "close(q, expected.q)")],
      answers: ["y = 3w\nw = 0", "q = 0"], worthless: [1]),
    Way(
      name: "a parameter of the lesson is typed over", cell: "w = param(2.5)",
      tasks: [("first", "y = 3w", "close(y, expected.y)"), ("q", "q = 2w", "close(q, expected.q)")],
      answers: ["y = 3w\nw = 0", "q = 0"], worthless: [1]),
    Way(
      name: "what is expected is asked for", cell: "x = 1.5",
      tasks: [
        ("s", "s(z) = 2z\nmiddle = s(x)", "close(s(1), expected.s(1)) and close(middle, expected.middle)")
      ], answers: ["s(z) = expected.s(z)\nmiddle = 3"], worthless: [0]),
    Way(
      name: "a rule is met beside the answer", cell: "x = 1.5",
      tasks: [("out", "out = relu(x)", "close(out, expected.out) and uses(\"relu\")")],
      answers: ["other = relu(3)\nout = x"], worthless: [0]),
    Way(
      name: "a number is copied from the screen", cell: "x = 1.37",
      tasks: [("y", "y = exp(x) * x", "close(y, expected.y)")], answers: ["y = 5.39141"], worthless: [0],
      isSeenAtOnce: false),
    Way(
      name: "a function is right at the lesson's one input", cell: "x = 1.5",
      tasks: [("f", "f(z) = z^2", "close(f(x), expected.f(x))")], answers: ["f(z) = 2.25"], worthless: [0]),
    Way(
      name: "a table of what is expected is the answer", cell: "x = 1.5",
      tasks: [("f", "f(z) = 2z + x", "close(f(x), expected.f(x))")], answers: ["f(z) = where(z == 1.5, 4.5, 0)"],
      worthless: [0], isSeenAtOnce: false),
    Way(
      name: "chance is asked", cell: "x = 1.5",
      tasks: [("y", "y = 2x", "close(y, expected.y)")], answers: ["seed(1)\ny = 3 + 0 * uniform()"], worthless: [0]),
  ]

  private func text(_ way: Way) -> String {
    var text =
      "---\nformat: 1\nid: lesson1\ntitle: A test\nseed: 3\n---\nA test.\n\n" + LessonWriter.block("nn", way.cell)
    for task in way.tasks {
      text += LessonWriter.block("nn exercise id=\(task.id)", "___")
      text += LessonWriter.block("nn solution for=\(task.id)", task.solution)
      text += LessonWriter.block("nn check for=\(task.id)", task.check)
    }
    return text
  }

  @Test("grading gives nothing for it", arguments: ways)
  func graded(_ way: Way) throws {
    let answers = zip(way.tasks, way.answers).map { ($0.id, $1) }
    let book = try School(lesson: text(way)).grade(["a.md": School.submission("Ada", answers)])
    let tasks = try #require(book.students.first?.tasks)
    for index in way.worthless {
      #expect(tasks[index].status != .right, "\(way.answers[index])")
      #expect(tasks[index].points == Points(0), "\(way.answers[index])")
    }
  }

  @Test("what is earned is given", arguments: ways)
  func earned(_ way: Way) throws {
    let answers = way.tasks.map { ($0.id, $0.solution) }
    let book = try School(lesson: text(way)).grade(["a.md": School.submission("Ada", answers)])
    #expect(book.students.first?.tasks.map(\.status) == way.tasks.map { _ in .right })
  }

  @Test("the prompt does not take it", arguments: ways.filter(\.isSeenAtOnce))
  func typed(_ way: Way) throws {
    let files = MemoryFiles(["/lessons/lesson1.md": text(way)])
    var session = Session(world: World(files: files.access, lessonDirectories: ["/lessons"], stateDirectory: "/state"))
    for line in [":load lesson1", ""] { _ = session.submit(line) { _ in } }
    for (index, answer) in way.answers.enumerated() {
      _ = session.submit(answer) { _ in }
      let isTaken = session.lesson?.record.entries[way.tasks[index].id]?.answer != nil
      #expect(isTaken == !way.worthless.contains(index), "\(answer)")
    }
  }

  @Test("what an edited submission says of itself counts for nothing")
  func edited() throws {
    let honest = School.submission("Ada", [("double", "d = 1")])
    for (old, new) in [
      ("attempts=2", "attempts=2 points=2"), ("hints=1", "hints=0 points=99"),
      ("````nn\nd = 1\n````", "````nn\nd = 1\n````\n\n```nn check for=double\ntrue\n```"),
      ("student: Ada", "student: Ada\npoints: 2"),
    ] {
      let book = try School().grade(["a.md": honest.replacing(old, with: new)])
      for student in book.students { #expect(student.points == Points(0), "\(new)") }
    }
  }
}
