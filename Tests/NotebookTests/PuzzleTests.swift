import Lessons
import Testing

@testable import Judging
@testable import Notebook

@Suite("Puzzles and inputs that tell programs apart")
struct PuzzleTests {
  private func judge(
    cells: String = "n = 1;", header: String, solution: String, check: String
  ) throws -> Judge {
    let text =
      "---\nformat: 1\nid: test\ntitle: A test\n---\n"
      + LessonWriter.block("nn exercise id=task \(header)", "y = ___")
      + LessonWriter.block("nn solution for=task", solution)
      + LessonWriter.block("nn check for=task points=2", check)
    let parsed = Lesson.parse(text, name: "test.md")
    try #require(parsed.isSound, "\(parsed.diagnostics)")
    let ran = try Ran(cells)
    return Judge(try #require(parsed.lesson.exercises.first), in: ran.state, interpreter: ran.interpreter)
  }

  private func said(_ verdict: Verdict) -> String {
    verdict.explanation.map { $0.text(in: nil) }.joined(separator: "\n")
  }

  private func outer() throws -> Judge {
    try judge(
      cells: "m = [1, 2]; half(x) = x / 2", header: "allow=\"* [] where range\"", solution: "f(a, b) = a[:, None] * b",
      check: "same(f, expected.f)")
  }

  @Test(
    "what a puzzle allows is enough, and names of data, parameters and numbers are free",
    arguments: [
      "f(a, b) = a[:, None] * b", "f(mean, b) = mean[:, None] * b", "f = (p, q) -> (1 * p)[:, None] * q",
      "k = m; f(a, b) = { one = 1; return one * a[:, None] * b }", "f(a, b) = a[:, None] × b",
    ])
  func allowed(_ answer: String) throws {
    let judge = try outer()
    #expect(judge.judge(answer).isRight, "\(said(judge.judge(answer)))")
  }

  @Test(
    "what a puzzle does not allow is named, though the value is right",
    arguments: [
      ("f(a, b) = reshape(a, [len(a), 1]) * b", "reshape"), ("f(a, b) = a[:, None] @ b[None, :]", "@"),
      ("f(a, b) = a[:, None] / (1/b)", "/"), ("f(a, b) = 2half(a)[:, None] * b", "half"),
      ("s = sum\nf(a, b) = s(a[:, None]) * b", "sum"), ("f(a, b) = if true { a[:, None] * b } else { 0 }", "if"),
      ("f(a, b) = (a[None, :] * b[:, None]).T", ".T"), ("f(a, b) = exp(log(a)[:, None]) * b", "exp"),
      ("f(a, b) = a[:, None] * √(b²)", "√"), ("f(a, b) = map(x -> x * b, a)", "map"),
    ])
  func notAllowed(_ answer: String, _ part: String) throws {
    let judge = try outer()
    let verdict = judge.judge(answer)
    #expect(!verdict.isRight)
    #expect(said(verdict).hasPrefix("\(part) is not allowed in this puzzle"), "\(said(verdict))")
  }

  @Test(
    "a wrong function is refuted by the smallest input there is",
    arguments: [
      ("f(x) = max(x)", "f(x) = sum(x)", "f([1, 2])"), ("f(x) = x", "f(x) = relu(x)", "f([2, -1])"),
      ("f(n) = range(n)", "f(n) = range(n) + 1", "f(1)"), ("f(x) = x", "f(x) = x + 1", "f(1)"),
      ("f(x) = x.T", "f(x) = x", "f([[1, 2]])"),
    ])
  func smallest(_ solution: String, _ answer: String, _ call: String) throws {
    let judge = try judge(header: "", solution: solution, check: "same(f, expected.f)")
    #expect(judge.judge(solution).isRight)
    // One place that makes it right says more than an input does; what names an input names the smallest.
    let said = said(judge.judge(answer))
    #expect(said.hasPrefix("f(") ? said.hasPrefix(call) : !said.isEmpty, "\(said)")
  }

  @Test("an input is accepted when it tells the right program apart from every other, whatever it is")
  func apart() throws {
    let cells = """
      rows(x) = x / sum(x, axis=1, keepdims=true)
      a(x) = x / sum(x)
      b(x) = x / sum(x, axis=0, keepdims=true)
      c(x) = x / sum(x, axis=1)
      """
    let judge = try judge(
      cells: cells, header: "", solution: "y = [[1, 2], [3, 4]]", check: "apart(y, rows, a, b, c)")
    for answer in ["y = [[1, 2], [3, 4]]", "y = [[1, 3, 1], [2, 2, 1]]", "a = rows; y = [[1, 5], [3, 4]]"] {
      #expect(judge.judge(answer).isRight, "\(answer): \(said(judge.judge(answer)))")
    }
    #expect(said(judge.judge("y = [[1, 2]]")).hasPrefix("a gives the same as rows([[1, 2]])"))
    #expect(said(judge.judge("y = [[1, 2], [1, 2]]")).hasPrefix("c gives the same as"))
    #expect(said(judge.judge("y = 3")).contains("rows(3) itself ends in an error"))
    #expect(!judge.judge("rows(x) = 0; y = [[1, 2]]").isRight)
  }

  @Test("the reader of a lesson sees a tied number alone, and a puzzle tells what it allows")
  func shown() {
    let text =
      "---\nformat: 1\nid: tied\ntitle: T\n---\nIt is 0.50<!-- = 1/2 -->, half.\n\n"
      + LessonWriter.block("nn exercise id=p allow=\"@ + where\"", "y = ___")
      + LessonWriter.block("nn solution for=p", "y = 1 + 1") + LessonWriter.block("nn check for=p", "y == 2")
    var world = World.test(TestFiles(["/lessons/tied.md": text]))
    world.lessonDirectories = ["/lessons"]
    var student = TestSession(world)
    let page = student.type(":load tied")
    #expect(page.contains("It is 0.50, half."))
    #expect(page.contains("Only these are allowed: @, +, where"))
    #expect(student.type("y = 2 * 1").contains("* is not allowed in this puzzle"))
    #expect(student.type("y = 1 + 1").contains("right"))
  }
}
