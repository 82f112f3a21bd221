import Lessons
import Testing

@testable import Judging
@testable import Notebook

@Suite("Fair and honest judging")
struct ExerciseHonestyTests {
  /// A judge of an exercise worth two points.
  private func simple(
    cells: String = "", setup: String = "", solution: String = "y = 1.5", check: String = "close(y, expected.y)",
    mistakes: [(code: String, says: String)] = [], more: String = ""
  ) throws -> Judge {
    var text = "---\nformat: 1\nid: test\ntitle: A test\n---\n"
    text += LessonWriter.block("nn exercise id=task", "y = ___")
    if !setup.isEmpty { text += LessonWriter.block("nn setup for=task", setup) }
    text += LessonWriter.block("nn solution for=task", solution)
    text += LessonWriter.block("nn check for=task points=2", check)
    for mistake in mistakes {
      text +=
        LessonWriter.block("nn mistake for=task", mistake.code) + LessonWriter.block("says for=task", mistake.says)
    }
    let parsed = Lesson.parse(text + more, name: "test.md")
    try #require(parsed.isSound, "\(parsed.diagnostics)")
    let ran = try Ran(cells)
    return Judge(try #require(parsed.lesson.exercises.first), in: ran.state, interpreter: ran.interpreter)
  }

  @Test("an answer may be spelled in any way that gives the value")
  func spelling() throws {
    let judge = try simple(cells: "r = 2;", solution: "y = π * r^2")
    for answer in ["y = r*r*pi", "y=3.141592653589793*4", "a = r^2\ny = a * π", "y = 0\nfor i in 1..4 { y = y + π }"] {
      #expect(judge.judge(answer).isRight, "\(answer)")
    }
    #expect(judge.judge("y = r*r*pi").points == 2)
  }

  @Test("a mistake gets the author's words, whatever its spelling")
  func mistakes() throws {
    let judge = try simple(
      cells: "r = 2;", solution: "y = π * r^2",
      mistakes: [("y = 2 * π * r", "the circumference"), ("y = (π * r)^2", "π is squared")])
    // 2πr and πr² are the same for r = 2: the answer counts as right.
    #expect(judge.judge("y = π * r * 2").isRight)
    let verdict = judge.judge("y = π^2 * r^2")
    #expect(verdict.words == "π is squared")
  }

  @Test("setup runs before the answer, and updates of parameters are compared")
  func parameters() throws {
    let judge = try simple(
      cells: "w = param(1);", setup: "w := 2", solution: "w := w - 0.5 * 3", check: "close(w, expected.w)")
    #expect(judge.judge("w -= 1.5").isRight)
    #expect(!judge.judge("w := 0").isRight)
    let training = try simple(
      cells: "w = param(1);", solution: "L = w^2\nstep(sgd(rate=0.1), L)", check: "close(w, expected.w)")
    #expect(training.judge("w := 0.8").isRight)
  }

  @Test(
    "nothing that a student binds can stand in for a check",
    arguments: [
      "close(a, b) = true", "expected = {y: 3}\ny = 3", "close = true\ny = 3", "same(f, g) = true\ny = 3",
      "abs(x) = 0\ny = 3", "σ(x) = 3\ny = 3", "all(x) = true\ny = 3",
    ])
  func fooling(_ answer: String) throws {
    for check in ["close(y, expected.y)", "abs(y - expected.y) < 0.001", "all([close(y, expected.y)])"] {
      let judge = try simple(solution: "y = σ(0.3)", check: check)
      #expect(!judge.judge(answer).isRight, "\(check)")
    }
  }

  @Test("a student who takes a given name for his own purposes is not refused")
  func ownNames() throws {
    let judge = try simple(cells: "x = [1, 2, 6];", solution: "y = x - mean(x)")
    #expect(judge.judge("mean = sum(x) / 3\ny = x - mean").isRight)
    let function = try simple(solution: "y(v) = v^2", check: "close(y(2), expected.y(2))")
    #expect(function.judge("abs = 2\ny(v) = v^abs").isRight)
  }

  @Test("a check that only this answer breaks counts as failed")
  func brokenByAnswer() throws {
    let judge = try simple(solution: "y = [1, 2]", check: "close(y[1], 2)")
    #expect(judge.judge("y = [1, 2]").isRight)
    #expect(judge.judge("y = [5, 2]").isRight)
    #expect(!judge.judge("y = 2").isRight)
  }

  @Test("hidden checks are made only when an answer is graded")
  func hidden() throws {
    let more = LessonWriter.block("nn check for=task hidden", "close(y, expected.y)")
    let judge = try simple(solution: "y = [1, 2]", check: "close(y[0], 1)", more: more)
    #expect(judge.judge("y = [1, 3]").isRight)
    #expect(!judge.judge("y = [1, 3]", graded: true).isRight)
    #expect(judge.judge("y = [1, 3]", graded: true).points == 2)
    #expect(judge.judge("y = [1, 2]", graded: true).points == 3)
  }

  @Test("random numbers are the same for the answer and the solution")
  func random() throws {
    let judge = try simple(solution: "y = normal([3])")
    #expect(judge.judge("y = normal([3])").isRight)
    #expect(!judge.judge("y = normal([3]) + 1").isRight)
  }

  @Test("every message has a text in both languages, with the same places")
  func messages() {
    for key in MessageKey.allCases {
      let texts = ["en", "zh_CN"].map { Message(key).text(in: $0) }
      #expect(!texts.contains(""), "\(key)")
      for place in 0..<4 {
        #expect(texts[0].contains("{\(place)}") == texts[1].contains("{\(place)}"), "\(key): {\(place)}")
      }
    }
  }
}

@Suite("Judging in other worlds")
struct WorldsTests {
  private func judge(_ solution: String, check: String) throws -> Judge {
    var text = "---\nformat: 1\nid: test\ntitle: A test\n---\n"
    text += LessonWriter.block("nn", "w = 2.0;\nw = 2.5;\nx = 0.4;")
    text += LessonWriter.block("nn exercise id=task", "y = ___")
    text += LessonWriter.block("nn solution for=task", solution)
    text += LessonWriter.block("nn check for=task", check)
    let parsed = Lesson.parse(text, name: "test.md")
    try #require(parsed.isSound, "\(parsed.diagnostics)")
    let exercise = try #require(parsed.lesson.exercises.first)
    let ran = try Ran("w = 2.5; x = 0.4")
    return Judge(exercise, of: parsed.lesson, in: ran.state, interpreter: ran.interpreter)
  }

  @Test(
    "an answer that fits the lesson's numbers alone is not right",
    arguments: [
      ("y = 1", false), ("y = w * x", true), ("y = 2.5 * 0.4", true), ("y = x * w + 0", true), ("y = 0.4 / 0.4", false),
    ])
  func onlyHere(answer: String, isRight: Bool) throws {
    let judge = try judge("y = w * x", check: "close(y, expected.y)")
    #expect(judge.judge(answer).isRight == isRight)
  }

  @Test("a cause that holds for the lesson's numbers alone is not named")
  func causes() throws {
    let judge = try judge("y = w * x + x", check: "close(y, expected.y)")
    // 1.4 is 0.4 more than 1 here, and half of 2.8; neither holds elsewhere.
    #expect(!judge.judge("y = 2.8").explanation.contains { $0.key.isCause })
    #expect(judge.judge("y = 2*(w * x + x)").explanation.contains { $0.key == .twice })
  }

  /// Lines typed in a lesson of two exercises, the last of them an answer to the second.
  private static let ways: [(lines: [String], isRight: Bool)] = [
    (["", "half = w/2\na = 2half*x", "b = half*x + w"], true),
    (["double = 2w", "", "a = w*x", "u = double/2 + 0.5\nb = u*x/2 + u"], true),
    (["", "r = 5/2*x\na = w*x", "b = w*x/2 + w"], true),
    (["", "r = 0.4/2\na = w*x", "b = w*x/2 + w + 0*r"], true),
    (["", "r = 3\na = w*x", "b = r*x/2 + r"], false),
  ]

  @Test("a name of one's own has the values of each world, wherever it was typed", arguments: ways.indices)
  func ownNames(_ index: Int) throws {
    let way = Self.ways[index]
    var text = "---\nformat: 1\nid: lesson1\ntitle: A test\n---\n"
    text += LessonWriter.block("nn", "w = 2.5; x = 0.4")
    text += LessonWriter.block("nn", "w = w + 0.5; x = x")
    for (id, solution) in [("one", "a = w*x"), ("two", "b = w*x/2 + w")] {
      text += LessonWriter.block("nn exercise id=\(id)", "\(solution.prefix(1)) = ___")
      text += LessonWriter.block("nn solution for=\(id)", solution)
      text += LessonWriter.block("nn check for=\(id)", "close(\(solution.prefix(1)), expected.\(solution.prefix(1)))")
    }
    var student = TestSession(.test(TestFiles(["/course/lesson1-one.md": text]), lessons: ["/course"]))
    _ = student.type(":load lesson1")
    _ = student.type("")
    let last = way.lines.map { student.type($0) }.last ?? ""
    #expect(last.contains("✓") == way.isRight, "\(last)")
  }
}
