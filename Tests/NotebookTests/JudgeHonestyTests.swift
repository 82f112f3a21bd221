import Documents
import Lessons
import Source
import Syntax
import Testing

@testable import Judging
@testable import Notebook

@Suite("Judge: what is said has been tried")
struct JudgeHonestyTests {
  /// A solution, an answer, and what would be right by chance alone.
  private static let byChance: [(solution: String, answer: String, never: [String])] = [
    // t is -1 in the lesson, and the factor is the point.
    ("y = t * (x - w)", "y = x - w", ["sign", "minus"]),
    ("y = t * x", "y = -t * x", ["factor"]),
    // one is 1.
    ("y = x / one + b", "y = x + b", ["in its place"]),
    ("y = (x - w) * one", "y = w - x", ["factor"]),
    // What would do as well is no advice, and what no solution has is none.
    ("y = x * w", "y = x * b", ["with 0.4 in its place"]),
    ("y = u[2] * w", "y = u[1] * w", ["with 8 in its place"]),
  ]

  @Test("a mend that does by chance is not told", arguments: byChance.indices)
  func chance(_ index: Int) throws {
    let test = Self.byChance[index]
    let said = try OneTask(solution: test.solution).said(test.answer)
    for words in test.never { #expect(!said.contains(words), "\(said)") }
  }

  /// A solution, an answer with a piece of which the solution has more, and what is said.
  private static let pieces: [(solution: String, answer: String, says: String, never: String)] = [
    ("y = sum(w * (u - v)) / 3", "y = sum(u - v) / 3", "w", "with w * (u - v)"),
    ("f(z) = relu(z - b)\ny = f(x)", "f(z) = relu(z - z)\ny = f(x)", "z", "which is"),
    ("y = x * w", "y = inf * w", "inf", "which is inf"),
  ]

  @Test("neither a whole solution nor a value that is not meant is told with a place", arguments: pieces.indices)
  func whole(_ index: Int) throws {
    let test = Self.pieces[index]
    let said = try OneTask(solution: test.solution).said(test.answer)
    #expect(said.contains(test.says), "\(said)")
    #expect(!said.contains(test.never), "\(said)")
  }

  /// A solution, an answer, what is said of it, and what is not.
  private static let mends: [(cell: String, solution: String, answer: String, says: String, never: String)] = [
    // A hole that only several things of either direction would fill.
    (
      "x = 1.7; w = 0.4; s = 3.2; n = 5", "y = 0.001 * x / (1 - w) / (sqrt(s) + 0.5)", "y = 0.001 * x / sqrt(n)", "",
      "the rest is right"
    ),
    // All of it is no "all but".
    ("x = 1.7; w = 0.4; b = -0.3; h = 0.9", "y = x*w + b*w", "y = x*w*h + b*w*h", "h", "all is right but"),
    // A function that changes nothing there.
    ("a = 0.7; d = 1.3", "y = d * a * (1 - a)", "y = d * σ(a) * (1 - σ(a))", "σ is too much", "relu"),
    ("v = [1, 2, 4]", "y = (v - mean(v)) / std(v)", "y = (v - mean(v)) / mean(abs(v - mean(v)))", "", "abs is not"),
    // The other end of a list, with a sign turned for it.
    ("u = [0.5, -1, 2]; k = [1, 0, 1]", "y = argmax(u - 9 * k)", "y = argmin(k)", "", "is missing at k"),
    // A spread is divided by, not the value.
    (
      "v = [1, 2, 4, 9]", "y = (v - mean(v)) / std(v)",
      "y = (v - mean(v)) / sqrt(sum((v - mean(v))^2) / (len(v) - 1))", "", "should be divided by n − 1"
    ),
    // Sums for products in two places.
    ("u = [0.5, -1, 2]; v = [1, 2, 4]", "y = [sum(u * v), sum(v * v)]", "y = [sum(u + v), sum(v + v)]", "*", "all is"),
  ]

  @Test("what is said to be right is, and what belongs there does something", arguments: mends.indices)
  func mended(_ index: Int) throws {
    let test = Self.mends[index]
    let said = try OneTask(cell: test.cell, solution: test.solution).said(test.answer)
    #expect(said.contains(test.says), "\(said)")
    #expect(!said.contains(test.never), "\(said)")
  }

  @Test("of a rule that is broken by a right value, the value of the solution is not told")
  func brokenRule() throws {
    let task = OneTask(
      cell: "x = 1.5; w = param(0.4); L = w^2 * x", solution: "g = 2 * w * x\ny = g * x",
      check: "close(g, expected.g) and close(y, expected.y) and avoids(\"gradients\")")
    let said = try task.said("g = ∂L/∂w\ny = g * x")
    #expect(said.contains("now find a way without"), "\(said)")
    #expect(!said.contains("2 * w * x"), "\(said)")
  }

  @Test("where many answers are right, none of its names is called right for being the solution's")
  func open() throws {
    let task = OneTask(
      cell: "right(f, h) = f * h; a(f, h) = h", starter: "keep = ___\nold = ___", solution: "keep = 0.8\nold = 2",
      check: "keep >= 0 and keep <= 1 and apart(keep, old, right, a)")
    let said = try task.said("keep = 1\nold = 2")
    #expect(!said.contains("right: "), "\(said)")
    #expect(try task.judge().judge("keep = 0.3\nold = 7").isRight)
  }

  @Test("an input on which a program gives no finite number tells nothing apart")
  func infinite() throws {
    let task = OneTask(
      cell: "right(v) = 1 / v; a(v) = v", starter: "p = ___", solution: "p = 2", check: "apart(p, right, a)")
    #expect(try task.said("p = 0").contains("Find an input for which it is a finite number"))
    #expect(try task.judge().judge("p = 4").isRight)
  }

  @Test("a mistake is told only where what leads to its value is the mistake's too")
  func onTheWay() throws {
    let task = OneTask(
      cell: "f(x) = x^2", starter: "q(x) = ___\nlimit = ___", solution: "q(x) = 5(x - 2)^2\nlimit = 2 / q''(0)",
      check: "close(limit, expected.limit)",
      mistakes: [("q(x) = 5(x - 2)^2\nlimit = 2 / f''(0)", "the curvature of the old curve")])
    #expect(try task.said("q(x) = 5(x - 2)^2\nlimit = 2 / f''(0)").contains("the old curve"))
    #expect(try !task.said("q(x) = (x - 2)^2\nlimit = 2 / q''(0)").contains("the old curve"))
  }

  @Test("a list of one number for a number is told, where no check can be made with it")
  func listForNumber() throws {
    let task = OneTask(solution: "y = 7.5", check: "y > 7 and σ(y) > 0.9")
    #expect(try task.said("y = [7.5]").contains("y"))
    #expect(try !task.said("y = [7.5]").contains("true or false"))
  }

  @Test("where code is to be mended that is there, only the place is told")
  func mending() throws {
    let loop = { (rate: String, count: Int) in
      "y = 0\nfor i in 1..\(count) { y = y - \(rate) * (y - x) }"
    }
    let task = OneTask(
      starter: loop("2.5", 20), solution: loop("0.3", 20), check: "abs(y - x) < 0.01")
    for (answer, place) in [(loop("2.2", 20), "2.2"), (loop("2.5", 40), "2.5")] {
      let said = try task.said(answer)
      #expect(said.contains(place), "\(said)")
      #expect(!said.contains("0.3"), "\(said)")
    }
  }

  /// Lines that were typed one after the other, and what is said and not said of the last.
  private static let retyped: [(lines: String, says: String, never: String)] = [
    ("y = 0.51\ny = w*x - b", "the sign before b", "rounded"),
    ("y = w*x - b\ny", "the sign before b", "rounded"),
    ("y = 0.38\ny = w + x", "look again", "rounded"),
    ("y = w*x - b\ny = 2*w*x", "twice the product", "sign"),
  ]

  @Test("a line that was typed again is judged as it was typed last", arguments: retyped.indices)
  func again(_ index: Int) throws {
    let test = Self.retyped[index]
    let task = OneTask(solution: "y = w*x + b", mistakes: [("y = 2*w*x", "twice the product")])
    let said = try task.said(test.lines)
    #expect(said.contains(test.says), "\(said)")
    #expect(!said.contains(test.never), "\(said)")
  }

  @Test("what an answer was before it was bound anew is no part of it, what has been used is")
  func current() {
    for (text, current) in [
      ("a = 1; a = 2", "a = 2"), ("a = 1; a = a + 1", "a = 1\na = a + 1"),
      ("a = 1; b = a; a = 2", "a = 1\nb = a\na = 2"),
      ("f(x) = x; y = f(1); f(x) = 2x; y = f(1)", "f(x) = 2x\ny = f(1)"), ("a = 1; a; a = 2", "a = 2"),
      ("a = 1; a := 3; a = 2", "a = 1\na := 3\na = 2"), ("a = 1; print(a); a = 2", "a = 1\nprint(a)\na = 2"),
    ] {
      let own = AnswerText(text).current.split(whereSeparator: { ";\n".contains($0) }).map(\.trimmingSpaces)
      #expect(own.joined(separator: "\n") == current, "\(text)")
    }
  }

  @Test("of the names that a solution binds, those are spoken of that a check reads or a blank asks for")
  func parts() throws {
    let task = OneTask(
      starter: "helper = w\nq = ___\ny = ___", solution: "helper = w\nq = helper * x\ny = q + b")
    let said = try task.said("helper = w\nq = helper * x\ny = q - b")
    #expect(said.contains("right: q · not yet: y"), "\(said)")
    let other = try task.said("y = w*x - b")
    #expect(!other.contains("helper"), "\(other)")
  }

  @Test("a function that differs where a check looks is not said to be right")
  func functions() throws {
    let task = OneTask(
      starter: "f(i) = ___\ny = ___", solution: "f(i) = if i <= 20 { i / 20 } else { 0.5 * x }\ny = f(30) + b",
      check: "close(f(30), 0.5 * x) and close(y, expected.y)")
    let said = try task.said("f(i) = if i <= 20 { i / 20 } else { x }\ny = f(30) + b")
    #expect(!said.contains("right: f"), "\(said)")
    let same = OneTask(solution: "y(i) = if i <= 20 { i / 20 } else { 1.5 - i / 40 }", check: "same(y, expected.y)")
    #expect(try !same.judge().judge("y(i) = i / 20").isRight)
  }

  @Test("a line that is as it should be is not blamed for another")
  func rightLines() throws {
    let task = OneTask(solution: "m = 0.1 * x\ny = 0.001 * m / w", check: "close(y, expected.y)")
    let said = try task.said("m = 0.1 * x\ny = 0.1 * m / w")
    #expect(said.contains("0.1 is not the number that belongs there: with 0.001"), "\(said)")
    #expect(said.contains("y = 0.1 * m"), "\(said)")
  }

  @Test("a mistake is told though it is right in one of the worlds")
  func rightSomewhere() throws {
    let task = OneTask(
      cell: "h = [1, 2, 3, 4]; mask = [1, 0, 1]; k = [0.5, 2, 7];", solution: "y = k * mask / 0.75",
      mistakes: [("y = k / 0.75", "the mask is missing"), ("y = k * mask", "the others must make up")])
    #expect(try task.said("y = k / 0.75").contains("the mask is missing"))
    #expect(try task.said("y = k * mask").contains("the others must make up"))
  }

  @Test("a mistake of the same value is not told when it was come by otherwise")
  func sameValue() throws {
    let loop = { (sign: String, count: Int) in "y = 1\nfor i in 1..\(count) { y = y * (1 \(sign) 3) }" }
    let task = OneTask(
      starter: loop("-", 20), solution: "y = 1\nfor i in 1..20 { y = y * (1 - 0.5) }", check: "abs(y) < 0.01",
      mistakes: [(loop("+", 20), "now every step climbs")])
    #expect(try task.said(loop("+", 20)).contains("now every step climbs"))
    #expect(try !task.said(loop("-", 40)).contains("climbs"))
  }

  @Test("a value reckoned by hand is the mistake that it comes from", arguments: ["18.85", "18.8496", "18.849556"])
  func byHand(_ typed: String) throws {
    let task = OneTask(
      cell: "r = 3", solution: "y = π * r^2",
      mistakes: [("y = 2 * π * r", "the circumference"), ("y = π * r", "not squared")])
    #expect(try task.said("y = \(typed)").contains("the circumference"))
    #expect(try task.said("y = 28.274").contains("y is rounded"))
  }

  /// What the author lets vary, a cell, and an answer that is right for the lesson's number alone.
  private static let varying: [(header: String, cell: String, solution: String, answer: String)] = [
    ("vary=\"k in 2..5\"", "k = 1", "y = 3 * k", "y = 3"),
    ("vary=\"k in 0.2..0.8\"", "k = 0", "y = 3 + k", "y = 3"),
    ("vary=\"k in 2..9\"", "j = \"a\"; k = len(j)", "y = 3 * k", "y = 3"),
    ("vary=\"k in -3..3\"", "k = zeros([3])", "y = sum(k) + 3", "y = 3"),
    ("vary=\"k in -3..3\"", "k = [0, 1]", "y = sum(k) + 3", "y = 4"),
  ]

  @Test("what the author lets vary varies, whatever it is", arguments: varying.indices)
  func vary(_ index: Int) throws {
    let test = Self.varying[index]
    let task = OneTask(cell: test.cell, header: test.header, solution: test.solution)
    #expect(try !task.judge().judge(test.answer).isRight)
    #expect(try task.said(test.answer).contains("k"))
  }

  @Test("a counterexample names what the answer has to do with, or nothing")
  func counterexamples() throws {
    let cell = "far = 7.25; near = 2.5; z = near * 2; g = z + 1;"
    let said = try OneTask(cell: cell, solution: "y = g * 2").said("y = 12")
    #expect(said.contains("not for others"), "\(said)")
    #expect(!said.contains("far"), "\(said)")
    let direct = try OneTask(cell: cell, solution: "y = near + z").said("y = 7.5")
    #expect(direct.contains("near ="), "\(direct)")
    #expect(!direct.contains("far"), "\(direct)")
  }

  @Test("a typed number can be forbidden, in a check and in a puzzle")
  func numbers() throws {
    let task = OneTask(solution: "y = w + x", check: "close(y, expected.y) and avoids(\"numbers\")")
    #expect(try task.said("y = w + 1 * x").contains("now find a way without a typed number"))
    let puzzle = OneTask(header: "allow=\"+ * 2\"", solution: "y = 2 * w + 2 * x")
    #expect(try puzzle.said("y = 4 * w + 2 * x - 2 * w").contains("4 is not allowed in this puzzle"))
    #expect(try puzzle.judge().judge("y = (w + x) * 2").isRight)
  }

  @Test(
    "a guess that is wrong is told which way",
    arguments: [
      ("7", "4", "it is smaller"), ("1", "4", "it is larger"), ("-4", "2", "it is positive"),
      ("4", "-2", "it is negative"),
    ])
  func guesses(_ guess: String, _ actual: String, _ says: String) {
    let outcome = Guess(guess, .value).judge(
      against: Grid(shape: [], values: [Double(actual) ?? 0]), shownAs: actual, Feedback(language: nil),
      .text("not quite"))
    guard case .wrong(let document) = outcome else { return #expect(Bool(false)) }
    #expect(TerminalRenderer(width: 80).render(document).contains(says))
  }

  @Test(
    "a guess has its thousands and its words as readers write them",
    arguments: [
      ("10,000", "10000"), ("1,234.5", "1234.5"), ("0,5", "0.5"), ("一万", "10000"), ("3万", "30000"), ("二分之一", "0.5"),
      ("负三", "-3"), ("一半", "0.5"), ("四成五", "0.45"), ("三点一四", "3.14"),
    ])
  func spokenGuesses(_ guess: String, _ actual: String) {
    let outcome = Guess(guess, .value).judge(
      against: Grid(shape: [], values: [Double(actual) ?? 0]), shownAs: actual, Feedback(language: nil),
      .text("not quite"))
    guard case .accepted = outcome else { return #expect(Bool(false), "\(guess)") }
  }

  /// A lesson's mistake, an answer of the same value, and whether it is that mistake.
  private static let alike: [(mistake: String, answer: String, isIt: Bool)] = [
    ("y = π * (2 * x)^2", "y = π * (x * 2)^2", true), ("y = π * (2 * x)^2", "y = 4 * π * x^2", false),
    ("y = sum(v == 2)", "y = sum(v > 2)", false), ("y = 784*512 + 5130", "y = 784*512 + 5129", false),
    ("y = (x - 5) / 10", "y = (x - 5) * 0.1", true), ("y = 16 * 8 * 5 * 5", "y = 16 * 8 * 25", true),
    ("y = σ'(0)^9", "y = 0.25^9", true),
  ]

  @Test("a mistake is told of what is written like it", arguments: alike.indices)
  func written(_ index: Int) throws {
    let test = Self.alike[index]
    let task = OneTask(solution: "y = π * x^2", mistakes: [(test.mistake, "the author's words")])
    #expect(try task.said(test.answer).contains("the author's words") == test.isIt)
  }

  @Test("a whole number is right or not, however large", arguments: ["y = 407051", "y = 407049", "y = 784*512 + 5643"])
  func counts(_ answer: String) throws {
    #expect(try !OneTask(solution: "y = 784*512 + 512 + 512*10 + 10").judge().judge(answer).isRight)
  }

  @Test("a value that was drawn and is right by luck is no answer")
  func luck() throws {
    let task = OneTask(cell: "one = 1", solution: "y = 1")
    for answer in ["y = int(uniform([]) < 0.999999)", "seed(3)\ny = round(uniform([]) / 1000 + 1)"] {
      #expect(try task.judge().judge(answer).isRight, "\(answer)")
    }
    var found = 0
    for side in ["<", ">"] {
      if try task.judge().judge("y = int(uniform([]) \(side) 0.5)").isRight { found += 1 }
    }
    #expect(found <= 1)
  }

  /// A solution, an answer, and what is said of it.
  private static let said: [(solution: String, answer: String, says: String)] = [
    ("y = where(u >= w, u, 0)", "y = where(u > w, u, 0)", ""), ("y = sum(v >= 2)", "y = sum(v > 2)", "> is not"),
    ("y = where(u < w, u, -1)", "y = where(u < w, u, 1)", "a minus is missing before 1"),
    ("y = x*w + b*t", "y = x*w*b*t", "a plus (+) belongs before b"),
    ("y = x - w * mean(u * v)", "y = x - w * mean(u) * mean(v)", "the mean of the products"),
    ("p = w; y = x", "p = x; y = w", "p and y are exchanged"),
    (
      "y = norm(u - v) / (norm(u) + norm(v))", "y = (norm(u) - norm(v)) / (norm(u) + norm(v))", "norm of the difference"
    ),
    ("y = 2 * w * x", "y = w * sum(v)", "in the place of sum(v)"),
    ("y = 16*9 + 16 + 32*9 + 32", "y = 16*9 + 16 + 32*9 + 16", "32"),
  ]

  @Test("the point itself is named", arguments: said.indices)
  func points(_ index: Int) throws {
    let test = Self.said[index]
    let check = test.solution.contains("p =") ? "close(p, expected.p) and close(y, expected.y)" : "close(y, expected.y)"
    let said = try OneTask(solution: test.solution, check: check).said(test.answer)
    #expect(said.contains(test.says), "\(said)")
    #expect(!said.contains("with 9 in its place") && !said.contains("with 10 in its place"), "\(said)")
  }

  @Test("where a check bounds a number, the number is told")
  func bounds() throws {
    let task = OneTask(starter: "y = 3 * x", solution: "y = 0.1 * x", check: "abs(y) < 0.5 and len([y]) == 1")
    #expect(try task.said("y = 2 * x").contains("abs(y) is 3.4; it should be below 0.5"))
  }

  @Test("rows and columns that were copied belong to the lesson as single numbers do")
  func copied() throws {
    let task = OneTask(cell: "W = [[1, -2, 0.5], [0, 3, 1]]; d = [0.25, 0.5]", solution: "y = W.T @ d")
    let judge = try task.judge()
    #expect(judge.judge("y = stack([[1, 0] · d, [-2, 3] · d, [0.5, 1] · d])").isRight)
    #expect(judge.judge("y = [[1, -2, 0.5], [0, 3, 1]].T @ d").isRight)
    #expect(!judge.judge("y = [0.5, 1, 0.625]").isRight)
  }

  @Test("what comes of a wrong value is not said to be right")
  func consequences() throws {
    let task = OneTask(
      starter: "p = ___\ny = ___", solution: "p = x * w + b\ny = (p - b) / x",
      check: "close(p, expected.p) and close(y, w)")
    #expect(try !task.said("p = x * w - b\ny = (p + b) / x").contains("right: y"))
  }
}
