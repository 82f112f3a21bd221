import Documents
import Evaluation
import Lessons
import Source
import Testing

@testable import Judging
@testable import Notebook

@Suite("Judge: nothing is said or accepted by chance")
struct JudgeTriedTests {
  private static let cell = "x = 1.7; w = 0.4; b = -0.3; u = [0.5, -1, 2]; v = [1, 2, 4]; one = 1"

  /// A task, an answer, what is said of it and what is not.
  private struct Case: Sendable {
    var cell = JudgeTriedTests.cell
    var header = ""
    var starter = "y = ___"
    let solution: String
    var check = "close(y, expected.y)"
    let answer: String
    var says: [String] = []
    var never: [String] = []

    func holds() throws {
      let task = OneTask(cell: cell, header: header, starter: starter, solution: solution, check: check)
      let said = try task.said(answer)
      #expect(try !task.judge().judge(answer, graded: true).isRight, "\(said)")
      for words in says { #expect(said.contains(words), "\(said)") }
      for words in never { #expect(!said.contains(words), "\(said)") }
    }
  }

  /// What never varies makes much right by coincidence.
  private static let coincidences: [Case] = [
    // Nothing here can be another number, so only what says what the solution says is told.
    Case(
      cell: "names = [\"a\", \"b\", \"c\"]", solution: "y = len(names) * 1.5",
      answer: "y = len(names) + len(names) / 2 - 1",
      never: ["belongs there", "is right there", "is missing"]),
    Case(
      cell: "moons = dataset(\"moons\", count=40); y0 = moons.train.y", header: "", solution: "y = y0[10:]",
      answer: "y = y0[:30]", says: ["right for the numbers of the lesson"]),
    Case(cell: "β = 1; r = [0.2, 0.9]", solution: "y = exp(r / β)", answer: "y = exp(r)", says: ["with β = "]),
    Case(cell: "β = 1; r = [0.2, 0.9]", solution: "y = exp(r / β)", answer: "y = exp(r * β)", says: ["with β = "]),
    Case(
      cell: "action = 1; p = [0.4, 0.6]", solution: "y = one_hot(action, 2) - p", answer: "y = [0, 1] - p",
      says: ["with action = 0"]),
    Case(
      cell: "lp = [-0.4, -1.2]", starter: "R = 1\ny = ___", solution: "R = 1\ny = -R * sum(lp)",
      answer: "R = 1\ny = -sum(lp)", says: ["right for the numbers of the lesson"]),
  ]

  @Test("what is right by coincidence is neither right nor told", arguments: coincidences.indices)
  func coincidence(_ index: Int) throws { try Self.coincidences[index].holds() }

  @Test("names that the author lets vary in a setup do")
  func setups() throws {
    let text = """
      ---
      format: 1
      id: test
      title: Test
      ---
      ```nn
      v = [0.3, 0.1, 0.8]
      ```
      ```nn exercise id=task points=1 vary="t in 0..2"
      y = ___
      ```
      ```nn setup for=task
      t = 0
      ```
      ```nn solution for=task
      y = v[t]
      ```
      ```nn check for=task
      close(y, expected.y)
      ```

      """
    let parsed = Lesson.parse(text, name: "test.md")
    try #require(parsed.isSound, "\(parsed.diagnostics)")
    let ran = try Ran("v = [0.3, 0.1, 0.8]")
    let judge = Judge(
      try #require(parsed.lesson.exercises.first), of: parsed.lesson, in: ran.state, interpreter: ran.interpreter)
    #expect(judge.judge("y = v[t]").isRight)
    #expect(!judge.judge("y = v[0]").isRight)
  }

  /// The same slip in several places, or several numbers that make one sum.
  private static let places: [Case] = [
    Case(solution: "y = w*x + w*b", answer: "y = b*x + b*b", says: ["in 2 places: ", "with w in its place"]),
    Case(
      solution: "y = exp(x / w) / sum(exp(u / w))", answer: "y = exp(-x / w) / sum(exp(-u / w))",
      says: ["in 2 places: the minus before x, u is too much"]),
    Case(
      solution: "y = 27*8 + 24*64 + 64 + 64*27 + 27", answer: "y = 27*8 + 24*64 + 24 + 64*27 + 64",
      says: ["24 and 64 are not what belongs there: with 64 and 27 in their places"]),
    Case(
      solution: "y = (16*9 + 16) + (512*9 + 32)", answer: "y = (16*9 + 16) + (512*9 + 16)",
      says: ["with 32 in its place", "(512*9 + 16)"]),
    Case(
      solution: "y = 4 * (64*48 + 48 + 48*10 + 10)", answer: "y = 4 * (64*48 + 64 + 48*10 + 48)",
      says: ["64 and 48 are not what belongs there: with 48 and 10"]),
    // What divides by one number and multiplies by another is one place.
    Case(
      solution: "y = (sum(u) - b) / 20", answer: "y = (sum(u) - b) * 0.1",
      never: ["does not belong", "missing in it"]),
  ]

  @Test("of a slip in several places all are spoken of", arguments: places.indices)
  func severalPlaces(_ index: Int) throws { try Self.places[index].holds() }

  private static let schedule = "f(i) = if i <= 20 { 0.03 * i / 20 } else { 0.03 - 0.0001 * (i - 20) }"
  private static func first(_ branch: String) -> String {
    "f(i) = if i <= 20 { \(branch) } else { 0.03 - 0.0001 * (i - 20) }"
  }

  /// Functions of two branches one of which is wrong, and conditions that would do if they decided nothing.
  private static let branches: [Case] =
    ["0.06 * i / 20", "0.03 * i / 40", "-0.03 * i / 20", "0.03 * i / 20 + 0.01", "1 - 0.03 * i / 20"].map { branch in
      Case(
        starter: "f(i) = ___", solution: schedule,
        check: "close(f(5), expected.f(5)) and close(f(110), expected.f(110))",
        answer: first(branch), never: ["every input"])
    } + [
      Case(
        starter: "c(h) = ___", solution: "c(h) = 5h + 2", check: "close(c(1), 7) and close(c(16), 82)",
        answer: "c(h) = if h > 10 { 10h + 4 } else { 5h + 2 }", never: ["exchanged", "in its place"]),
      Case(
        starter: "c(h) = ___", solution: "c(h) = 5h + 2", check: "close(c(1), 7) and close(c(16), 82)",
        answer: "c(h) = if h < 10 { 5h + 2 } else { 5h + 4 }", never: ["place of h", "with"]),
    ]

  @Test("what holds in one branch is not said of all", arguments: branches.indices)
  func branch(_ index: Int) throws { try Self.branches[index].holds() }

  @Test("what is quoted is whole")
  func quotations() throws {
    for (solution, answer) in [
      ("y = max(max(u * x) - w, b)", "y = -max(-max(u * x) - w, b)"),
      ("y = (w * x) / (b - x)", "y = (b * x) / (w - x)"),
      ("y = exp(w) / (x + exp(b))", "y = exp(-w) / (x + exp(-b))"),
    ] {
      let verdict = try OneTask(cell: Self.cell, solution: solution).judge().judge(answer, graded: true)
      for words in verdict.explanation.flatMap(\.arguments).map(\.description) {
        #expect(words.count(where: { $0 == "(" }) == words.count(where: { $0 == ")" }), "\(words)")
      }
      if let marked = verdict.excerpt?.marked {
        #expect(marked.count(where: { $0 == "(" }) == marked.count(where: { $0 == ")" }), "\(marked)")
      }
    }
  }

  /// Functions that are tables of what the checks look at.
  private static let tables: [Case] = [
    Case(
      starter: "f(x, h) = ___", solution: "f(x, h) = ((x + h)^2 - (x - h)^2) / (2h)",
      check: "close(f(0.3, 0.01), 0.6) and close(f(-1, 0.5), -2)",
      answer: "f(x, h) = if h == 0.01 { 0.6 } else { -2 }", says: ["it should be"]),
    Case(
      starter: "f(g) = ___", solution: "f(g) = g * minimum(1, 2 / norm(g))",
      check: "close(f([6, 8, 0]), [1.2, 1.6, 0]) and close(f([0.3, 0.4, 0]), [0.3, 0.4, 0])",
      answer: "f(g) = if norm(g) > 2 { g / 5 } else { g }", says: ["it should be"]),
    Case(
      starter: "f(n) = ___", solution: "f(n) = n^2", check: "f(2) == 4 and f(5) == 25 and f(9) == 81",
      answer: "f(n) = if n == 2 { 4 } else if n == 5 { 25 } else { 81 }", says: ["it should be"]),
  ]

  @Test("a table of the checked inputs is no function", arguments: tables.indices)
  func table(_ index: Int) throws { try Self.tables[index].holds() }

  @Test("another way to the same function is right, switches are drawn as switches")
  func otherWays() throws {
    let clip = OneTask(
      starter: "f(g) = ___", solution: "f(g) = g * minimum(1, 2 / norm(g))",
      check: "close(f([6, 8, 0]), [1.2, 1.6, 0]) and close(f([0.3, 0.4, 0]), [0.3, 0.4, 0])")
    #expect(try clip.judge().judge("f(g) = if norm(g) > 2 { 2 * g / norm(g) } else { g }").isRight)
    let either = OneTask(
      starter: "f(a, b) = ___", solution: "f(a, b) = a + b - 2 * a * b",
      check: "close(f([0, 0, 1, 1], [0, 1, 0, 1]), [0, 1, 1, 0])")
    #expect(try either.judge().judge("f(a, b) = (a - b) * (a - b)").isRight)
  }

  private static let trained =
    "w = param(0); for i in 1..20 { step(sgd(rate=0.05), mean((w*v - 2*v)^2)) }; y = detach(w)"

  @Test(
    "what should come out of a training is not typed",
    arguments: [
      "y = 2", "w = 2; y = w", "y = stack([2])[0]",
      "w = param(0); for i in 1..2 { step(sgd(rate=0.05), mean((w*v - 2*v)^2)) }; y = 2",
    ])
  func typed(answer: String) throws {
    let task = OneTask(cell: Self.cell, solution: Self.trained, check: "abs(y - 2) < 0.1")
    #expect(try !task.judge().judge(answer, graded: true).isRight)
  }

  @Test("a term is said to be missing only where adding it was tried")
  func terms() throws {
    let task = OneTask(cell: "x = 1.7; w = 0.4; tape = x * w", solution: "y = x * w", check: "close(y, tape)")
    let said = try task.said("tape = 0; y = 0")
    #expect(!said.contains("adding"), "\(said)")
  }
}
