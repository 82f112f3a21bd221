import Evaluation
import Lessons
@testable import Judging
@testable import Notebook
import Testing

@Suite("One slip in an answer")
struct SlipTests {
  private static let before = "x = 1.7; w = 0.4; b = -0.3; v = [1, 2, 4]; u = [0.5, -1, 2]"

  /// The solution, an answer with one slip, and what is said about it.
  private static let cases: [(solution: String, answer: String, says: String)] = [
    ("y = w*x + b", "y = w*x - b", "the sign before b is wrong"),
    ("y = w*x - b", "y = b - w*x", "the order of the difference is turned round"),
    ("y = w*x + b", "y = -w*x + b", "the minus before w is too much"),
    ("y = w*x + b", "y = x*x + b", "x, which is 1.7 in the lesson, is not what belongs there: with w in its place"),
    ("y = w*x + b", "y = w + x + b", "w + x: the two are to be multiplied"),
    ("y = w*x + b", "y = w*x", "the term b is missing"),
    ("y = w*x", "y = w*x + b", "b too much"),
    ("y = w*x", "y = w", "the factor x is missing"),
    ("y = x / w", "y = w / x", "the division is the wrong way round"),
    ("y = relu(u*w + b)", "y = relu(u*w) + b", "b belongs inside of the parentheses of relu"),
    ("y = relu(u*w)", "y = u*w", "relu is missing around u*w"),
    ("y = u*w", "y = relu(u*w)", "relu is too much"),
    ("y = (w + x) / (w - b)", "y = w + x / w - b", "parentheses are missing around w + x and around w - b"),
    ("y = w * (x + b)", "y = w * x + b", "parentheses are missing around x + b"),
    ("y = sum(u^2)", "y = sum(u)^2", "the squares are to be taken first"),
    ("y = mean(u)", "y = sum(u)", "sum is not the function that belongs there"),
    ("y = π * x^2", "y = 3.14 * x^2", "3.14 is rounded"),
    ("y = π * x^2", "y = π^2 * x", "x is to be squared or raised, not π"),
    ("y = sqrt(w)", "y = w^2", "the root (sqrt) of w"),
    ("y = 0.9*w + 0.1*x", "y = 0.9*w + 0.2*x", "0.2 is not the number that belongs there: with 0.1 in its place"),
    ("y = w*x", "y = 100*w*x", "per cent"),
    ("y = u · v", "y = sum(u)", "not yet"),
    ("y = w*x + b", "y = 0.3", "not yet"),
    ("y = x^2 / w", "y = 7.2", "y is rounded"),
    ("y = x - w*b", "y = x * (1 - w*b)", "w*b is to be subtracted from x"),
    ("y = sum(u * v)", "y = sum(u) * sum(v)", "the sum of the products"),
    ("y = norm(u - v)", "y = norm(u) - norm(v)", "the norm of the difference"),
    ("y = floor((x + w - b) / w) + 1", "y = floor((x + w) / w) - b + 1", "b belongs inside of the parentheses (x + w)"),
    ("y = u[1:3]", "y = u[0:2]", "0:2 is not the range that belongs there: with 1:3"),
    ("y = (x - b) / w", "y = x / w - 1", "not yet"),
    ("y = sum(u^2) / sum(v^2)", "y = sum(abs(u)) / sum(abs(v))", "is to be squared"),
    ("y = sum(v)", "y = sum(v) - 1", "1 too much: nothing is to be added or subtracted there, sum(v) alone is right"),
    ("y = argmax(u)", "y = argmin(u)", "argmin is not the function that belongs there"),
    ("y = x / w^2 + b / (1 - x) + 2", "y = 3*w + b / (1 + x) + 2", "all is right but"),
  ]

  /// The solution, an answer that differs in its form alone or in a place that no trial would find, and what is said.
  private static let loops: [(solution: String, answer: String, says: String)] = [
    (
      "y = 0; for i in 1..3 { L = w*y + b; y = y - 0.05*L }", "y = 0; for i in 1..3 { L = w*y + b; y = y - 0.5*L }",
      "0.5 is not the number that belongs there: with 0.05"
    ),
    (
      "y = 0; for i in 1..3 { L = w*y + b; y = y - 0.05*L }", "y = 0; for i in 1..3 { L = w*y + b; y = y - L }",
      "the factor 0.05 is missing"
    ),
  ]

  @Test("is named in a loop by what it says", arguments: loops.indices)
  func inLoops(_ index: Int) throws {
    let test = Self.loops[index]
    try ExerciseCase(
      test.answer, before: Self.before, solution: test.solution, answer: test.answer, says: test.says
    ).holds()
  }

  /// A solution, an answer of which only parts are right, and what must not be said of it.
  private static let others: [(solution: String, answer: String, never: String)] = [
    ("y = 4 * (x*w + w)", "y = 4*x*w*b", "all is right but"),
    ("y = log(x)", "y = log(7) / 3", "with x in its place it is right"),
  ]

  @Test("nothing is said to be right that was not found to be", arguments: others.indices)
  func onlyParts(_ index: Int) throws {
    let test = Self.others[index]
    let verdict = try ExerciseCase(
      test.answer, before: Self.before, solution: test.solution, answer: test.answer
    ).verdict()
    for message in verdict.explanation { #expect(!message.text(in: nil).contains(test.never), "\(message)") }
  }

  /// A function, another one that is wrong for every input in the same way, and what is said.
  private static let functions: [(solution: String, answer: String, says: String)] = [
    ("s(z) = 1 / (1 + exp(-z))", "s(z) = exp(-z) / (1 + exp(-z))", "mirrored"),
    ("s(z) = z^2 + 1", "s(z) = 2z^2 + 2", "s(z) is twice what it should be, for every input"),
    ("s(z) = z^3", "s(z) = -z*z*z", "the sign of s(z) is wrong for every input"),
  ]

  @Test("what is wrong with a function everywhere is told", arguments: functions.indices)
  func everywhere(_ index: Int) throws {
    let test = Self.functions[index]
    try ExerciseCase(
      test.answer, before: Self.before, solution: test.solution, answer: test.answer,
      check: "close(s(0.7), expected.s(0.7))", says: test.says
    ).holds()
  }

  @Test("where a value that is no number comes from is told")
  func noNumber() throws {
    try ExerciseCase(
      "nan", before: "Z = [[1, 2], [0, 0]]", solution: "P = exp(Z) / sum(exp(Z), axis=1, keepdims=true)",
      answer: "P = exp(Z / sum(Z, axis=1, keepdims=true))", says: "is 0/0"
    ).holds()
  }

  @Test("is named when the answer is right with it mended", arguments: cases.indices)
  func named(_ index: Int) throws {
    let test = Self.cases[index]
    try ExerciseCase(
      test.answer, before: Self.before, solution: test.solution, answer: test.answer, says: test.says
    ).holds()
  }

  @Test("a number that was typed is never told what it should be", arguments: ["y = 0.31", "y = -1", "y = 0"])
  func typed(answer: String) throws {
    let verdict = try ExerciseCase(answer, before: Self.before, solution: "y = w*x + b", answer: answer).verdict()
    #expect(!verdict.isRight)
    for message in verdict.explanation { #expect(!message.text(in: nil).contains("w*x"), "\(message)") }
  }

  @Test("the right ones of several names are told, and the first wrong one is explained")
  func parts() throws {
    try ExerciseCase(
      "parts", before: Self.before, solution: "p = w*x; q = p + b", answer: "p = w*x; q = p - b",
      check: "close(p, expected.p) and close(q, expected.q)",
      says: "right: p · not yet: q", "the sign before b is wrong"
    ).holds()
  }
}

@Suite("Answers that earn nothing")
struct UnearnedTests {
  /// What is found about an answer to an exercise behind a cell, after what somebody has `typed`.
  private func verdict(
    cell: String, typed: String = "", solution: String, check: String, answer: String
  ) throws -> Verdict {
    let task = OneTask(cell: cell, starter: "___", solution: solution, check: check)
    return try task.judge(typed: typed).judge(answer, graded: true)
  }

  @Test("a given function that was taken over before does not stand in for the program's")
  func givenFunctions() throws {
    for (typed, answer) in [("log(x) = 0", "loss(p) = 0"), ("mean(v) = 0", "loss(p) = 0 * p")] {
      let verdict = try verdict(
        cell: "x = 1.5", typed: typed, solution: "loss(p) = -log(p)", check: "same(loss, expected.loss)",
        answer: answer)
      #expect(!verdict.isRight)
    }
  }

  @Test("a given function that the answer takes over is the program's own in the check")
  func inTheAnswer() throws {
    let verdict = try verdict(
      cell: "x = 1.5", solution: "s(z) = 1 / (1 + exp(-z))\nmiddle = s(1)",
      check: "close(s(1), σ(1)) and close(middle, s(1))", answer: "σ(x) = 0\ns(z) = 0\nmiddle = 0")
    #expect(!verdict.isRight)
  }

  @Test("a function of the lesson that the answer takes over is the lesson's own in the check")
  func helpers() throws {
    let verdict = try verdict(
      cell: "gate(a, b) = σ(10a - b)", solution: "bias = 5", check: "gate(1, bias) > 0.9 and gate(0, bias) < 0.1",
      answer: "bias = 50\ngate(a, b) = where(a > 0.5, 1, 0)")
    #expect(!verdict.isRight)
  }

  @Test(
    "a number or parameter of the lesson that was typed over is given back",
    arguments: [
      ("w = 2.5", ["w = 0", "w = param(0)", "w = 0; u = param(7)"]),
      ("w = param(2.5)", ["w = 0", "w := 0", "w = param(0)", "w = 0; u = param(7)"]),
      ("w = param(2.5); L = w^2", ["w = 0", "w := 0", "w = param(0)", "w = 0; u = param(7)"]),
    ])
  func givens(cell: String, lines: [String]) throws {
    for typed in lines {
      for answer in ["q = 0", "q = 2 * 0", "q = 14"] {
        let verdict = try verdict(
          cell: cell, typed: typed, solution: "q = 2w", check: "close(q, expected.q)", answer: answer)
        #expect(!verdict.isRight && verdict.faults.isEmpty, "\(typed) \(answer)")
      }
    }
  }

  @Test("a parameter that holds what the lesson gave it stays, with all that hangs on it")
  func parameters() throws {
    let verdict = try verdict(
      cell: "w = param(2.5); L = w^2", typed: "w := 2.5; L = w^2", solution: "g = ∂L/∂w", check: "close(g, expected.g)",
      answer: "g = 2w")
    #expect(verdict.isRight && verdict.faults.isEmpty)
  }

  /// An answer that is to use relu, and whether it does.
  private static let used: [(answer: String, isRight: Bool)] = [
    ("out = relu(w * x)", true), ("h(t) = relu(t)\nout = h(w * x)", true), ("out = relu(w * x) + 0 * relu(x)", true),
    ("out = map(relu, [w * x])[0]", true), ("out = where(x > 0, w * x, 0) + 0 * relu(x)", false),
    ("out = where(x > 0, w * x, 0) + relu(x) - relu(x)", false), ("out = w * x + 0 * relu(1)", false),
  ]

  @Test("a rule is not met by what changes nothing", arguments: used.indices)
  func idle(_ index: Int) throws {
    let test = Self.used[index]
    let verdict = try verdict(
      cell: "x = 1.5; w = 0.4", solution: "out = relu(w * x)", check: "close(out, expected.out) and uses(\"relu\")",
      answer: test.answer)
    #expect(verdict.isRight == test.isRight, "\(verdict)")
  }

  @Test("what is expected is out of reach")
  func expected() throws {
    let verdict = try verdict(
      cell: "x = 1.5", solution: "s(z) = 2z\nmiddle = s(x)",
      check: "close(s(1), expected.s(1)) and close(middle, expected.middle)",
      answer: "s(z) = expected.s(z)\nmiddle = 3")
    #expect(!verdict.isRight)
  }

  @Test("a rule is not met by a line that has nothing to do with the answer")
  func unrelatedLines() throws {
    let verdict = try verdict(
      cell: "x = 1.5", solution: "out = relu(x)", check: "close(out, expected.out) and uses(\"relu\")",
      answer: "out = relu(3)\nout = x")
    #expect(!verdict.isRight)
    let positive = try self.verdict(
      cell: "x = abs(1.5)", solution: "out = relu(x)", check: "close(out, expected.out) and uses(\"relu\")",
      answer: "out = relu(3)\nout = x")
    #expect(!positive.isRight)
  }

  @Test(
    "a gradient that the program finds is seen behind any name",
    arguments: [
      "g = ∂L/∂w", "g = grad(L, w)", "f(t) = t^2 * x; h = f'; g = h(w) * 0 + ∂L/∂w",
    ])
  func gradients(answer: String) throws {
    let verdict = try verdict(
      cell: "x = 1.5; w = param(0.4); L = w^2 * x", solution: "g = 2 * w * x",
      check: "close(g, expected.g) and avoids(\"gradients\")", answer: answer)
    #expect(!verdict.isRight)
  }

  @Test(
    "a number by hand counts where a further solution is one, and not where one is reckoned",
    arguments: [("y = 3.94", true), ("y = 2 * 1.97", false)])
  func byHandSolution(_ further: String, _ isRight: Bool) throws {
    let judge = try OneTask(cell: "x = 1.97", solution: "y = 2x", further: [further]).judge()
    #expect(judge.judge("y = 3.9").isRight == isRight)
    #expect(!judge.judge("y = 3.8").isRight)
    #expect(judge.judge("y = x + x").isRight)
  }

  @Test("a number by hand counts to the digits typed where the author says so, and nowhere else")
  func byHand() throws {
    for (header, isRight) in [("by=hand", true), ("", false)] {
      let judge = try OneTask(cell: "x = 1.37", header: header, solution: "y = exp(x)").judge()
      #expect(judge.judge("y = 3.94").isRight == isRight)
      #expect(judge.judge("y = exp(x)").isRight)
      #expect(!judge.judge("y = 3.95").isRight)
    }
  }
}
