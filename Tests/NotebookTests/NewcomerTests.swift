import Evaluation
import Testing

@testable import Notebook

/// What people type who know neither this program nor any other.
@Suite("A newcomer at the prompt")
struct NewcomerTests {
  private static let before =
    "x = 3; y = 2; M = [[1, 2], [3, 4]]; f(t) = t^2; w = param(0.5); L = (3w - 1)^2; d = {k: 1}"

  private static let lines: [(line: String, says: String)] = [
    ("I am lost", "this is a sentence"), ("thank you", "this is a sentence"), ("hello", "this is a sentence"),
    ("two plus three", "this is a sentence"), ("how do I write w₀", "this is a sentence"),
    ("Suppose x > 0", "this is a sentence"), ("eigenvalues of A", "this is a sentence"),
    ("what does η mean", "?\"learning rate\""), ("what is 2+2", "type 2 + 2"), ("shape of M", "type shape(M)"),
    ("20% of 50", "type 20 / 100 * 50"), ("set x to 5", "type x = 5"), ("x is 5", "type x = 5"),
    ("x is bigger than 2", "type x > 2"), ("plot f from -2 to 2", "type plot(f, from=-2, to=2)"),
    ("the gradient of L with respect to w", "type ∂L/∂w"), ("stop", ":quit leaves"), ("I want to stop", ":quit leaves"),
    ("delete x", "nothing is deleted"), ("5 km", "no units"), ("sin(90°)", "90 * π / 180"),
    ("2+2=", "leave the = away"),
    // What is advised does what was meant.
    ("2x(1+y)", "type 2 x * (1+y)"), ("2x y", "type 2 x * y"), ("cos 2x", "type cos(2 * x)"), ("det M", "type det(M)"),
    ("M[0] = [9, 9]", "type M = map(i -> if i == 0 { [9, 9] } else { M[i] }, range(len(M)))"),
    ("M[0,0] = 5", "elements are not given new values"), ("d.k = 3", "a new record"), ("x!", "type prod(1..x)"),
    ("M^T M", "type M.T @ M"), ("\"a\" in \"abc\"", "type contains(\"abc\", \"a\")"),
    ("rand([4])", "type uniform([4])"),
    ("graph of x^2", "type plot(x -> x^2)"),
  ]

  @Test("is answered with what to type, which does what was meant", arguments: lines.map(\.line))
  func answered(line: String) throws {
    var newcomer = TestSession(.test(lessons: []))
    _ = newcomer.type(Self.before)
    let says = try #require(Self.lines.first { $0.line == line }?.says)
    let shown = newcomer.type(line)
    #expect(shown.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(says), "\(shown)")
  }

  @Test(
    "words that move about are commands, and the beginning of a lesson's title is none",
    arguments: [
      ("back", ":back"), ("go back", ":back"), ("next cell", ":next"), ("go to lesson 2", ":load lesson2"),
      ("lesson3", ":load lesson3"), ("backprop", ":load backprop"), ("over", nil), ("stop", nil), ("exit", ":quit"),
    ])
  func bare(line: String, command: String?) {
    var settings = Settings()
    settings.isInteractive = true
    #expect(Session(world: .test(), settings: settings).bareCommand(line) == command)
  }

  @Test("a name in another spelling is shown with its own")
  func spelling() {
    var newcomer = TestSession(.test(lessons: []))
    _ = newcomer.type("δ₁ = 2")
    #expect(newcomer.type("delta_1") == "→ δ₁\n2\n" && newcomer.type("δ₁") == "2\n")
  }

  @Test("in a lesson a sentence is answered with its keys")
  func inLesson() {
    var newcomer = TestSession()
    _ = newcomer.type(":load lesson1")
    #expect(newcomer.type("is this right?").contains("Enter goes on"))
  }

  @Test("an arrow of two signs gives a value; without a space it compares")
  func arrow() {
    var newcomer = TestSession(.test(lessons: []))
    _ = newcomer.type("w = param(0.5)")
    _ = newcomer.type("w <- 2")
    #expect(newcomer.type("w").contains("2"))
    #expect(newcomer.type("w <-3").contains("false") && newcomer.type("3<-w").contains("false"))
  }

  @Test("a square that was typed as ² is differentiated as one", arguments: ["(a − 1)²", "(a - 1)^2"])
  func squares(loss: String) {
    var newcomer = TestSession(.test(lessons: []))
    _ = newcomer.type("a = param(0.7); L = \(loss)")
    let steps = newcomer.type(":step L")
    #expect(steps.contains("2(a") && !steps.contains("^(²"), "\(steps)")
  }
}
