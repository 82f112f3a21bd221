import Judging
import Lessons
import Notebook
import Testing

private let cases = [
  ExerciseCase("right", solution: "z = 3", answer: "z = 1 + 2"),
  ExerciseCase("right within rounding", solution: "z = 0.3", answer: "z = 0.1 + 0.2"),
  ExerciseCase("right by another way", solution: "f(x) = x^2", answer: "f = y -> y*y", check: "same(f, expected.f)"),
  ExerciseCase("one blank", solution: "z = 3", answer: "z = ___", says: "1 blank left"),
  ExerciseCase("two blanks", solution: "z = 3", answer: "z = ___ + ___", says: "2 blanks left"),
  ExerciseCase("nothing bound", solution: "z = 3", answer: "y = 3", says: "still missing: z"),
  ExerciseCase(
    "a wrong function beside a name that is missing", solution: "f(x) = x^2\ny = f(3)", answer: "f(x) = x^3",
    check: "close(f(3), 9)\n```\n```nn check for=task points=0\nclose(y, 9)", says: "still missing: y", "f(3)"),
  ExerciseCase("an error of its own", solution: "z = 3", answer: "z = 1 + q", says: "the answer ends in an error"),
  ExerciseCase("a mistyped line", solution: "z = 3", answer: "z = (1 + ", says: "the answer ends in an error"),
  ExerciseCase(
    "another function", solution: "f(x) = x^2", answer: "f(x) = x^3", check: "same(f, expected.f)",
    says: "it should be", "3 is not the exponent that belongs there"),
  ExerciseCase(
    "too many arguments", solution: "f(x) = x^2", answer: "f(x, y) = x*y", check: "same(f, expected.f)",
    says: "f takes 2 arguments; it should take 1"),
  ExerciseCase(
    "a function that fails", solution: "f(x) = x^2", answer: "f(x) = x @ \"a\"", check: "same(f, expected.f)",
    says: "ends in an error"),
  ExerciseCase(
    "the right value by the wrong way", before: "A = [[1, 2], [3, 4]]; v = [1, -1]", solution: "y = A @ v",
    answer: "y = sum(A * v, axis=1)", check: "close(y, expected.y) and uses(\"matmul\")",
    says: "the value is right; now find a way that uses matmul"),
  ExerciseCase(
    "a way to avoid", before: "v = [1, 2]", solution: "s = v[0] + v[1]", answer: "s = sum(v)",
    check: "close(s, expected.s) and avoids(\"sum\")", says: "now find a way without sum"),
  ExerciseCase(
    "the checker's names redefined", solution: "z = 3.3", answer: "close(a, b) = true; expected = {z: 8.8}; z = 8.8",
    says: "look again"),
  ExerciseCase(
    "σ redefined, which harms only its owner", before: "x = 0.3", solution: "a = σ(x)", answer: "σ(x) = x; a = σ(x)",
    says: "look again"),
  ExerciseCase(
    "the expected value itself", solution: "z = 3.3", answer: "z = expected.z", says: "the answer ends in an error"),
]

@Suite("Verdicts")
struct ExerciseVerdictTests {
  @Test("an answer is judged by what it makes, whatever it is called", arguments: cases)
  func verdict(_ item: ExerciseCase) throws { try item.holds() }

  @Test("an answer that never ends is stopped and told so")
  func endless() throws {
    let item = ExerciseCase("endless", solution: "z = 3", answer: "while true { z = 1 }", says: "error")
    try item.holds()
  }

  @Test("an answer that prints without end, or calls itself without end, is stopped and told so")
  func loud() throws {
    for answer in [
      "for i in 1..10000000 { print(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\") }", "f(n) = f(n + 1); z = f(1)",
      "xs = []; while true { xs = append(xs, xs) }",
    ] {
      try ExerciseCase("loud", solution: "z = 3", answer: answer, says: "the answer ends in an error").holds()
    }
  }

  @Test("an answer that wants more memory than there is is refused")
  func memory() throws {
    try ExerciseCase(
      "huge", solution: "z = 3", answer: "z = zeros([1000000, 1000000])", says: "the answer ends in an error"
    ).holds()
  }

  @Test("a fault in a check is the lesson's and costs the student nothing")
  func faultyCheck() throws {
    let item = ExerciseCase("faulty", solution: "z = 3", answer: "z = 3", check: "close(z, nowhere)")
    let verdict = try item.verdict()
    #expect(verdict.isRight)
    #expect(verdict.faults.count == 1)
    #expect(verdict.points == 1)
  }
}
