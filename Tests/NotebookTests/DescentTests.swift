import Testing

@testable import Notebook

@Suite("Steps that are advised, and what a net is trained on")
struct DescentTests {
  private static let fit = [
    "temp = [15, 18, 22, 25, 30]; sold = [4, 7, 12, 15, 21]", "w = param(0); b = param(0)", "p = w * temp + b",
    "L = mean((p - sold)^2)",
  ]

  /// A session with a line to be fitted, and what it answered last.
  private static func fitted(_ lines: [String] = []) -> (session: TestSession, said: String) {
    var session = TestSession(.test(lessons: []))
    var said = ""
    for line in fit + lines { said = session.type(line) }
    // However wide the screen is.
    return (session, said.split(whereSeparator: \.isWhitespace).joined(separator: " "))
  }

  @Test(
    "a step is advised at a rate that makes the loss smaller, with the lines that compute it anew",
    arguments: [
      ("make it learn", "type step(sgd(0.001), L); p = w * temp + b; L = mean((p - sold)^2)"),
      (
        "repeat 1000 times",
        "type for i in 1..1000 { p = w * temp + b; L = mean((p - sold)^2); step(sgd(0.001), L) }; L"
      ),
    ])
  func advised(line: String, says: String) {
    let said = Self.fitted([line]).said
    #expect(said.contains(says) && said.contains("With a rate of 0.1 L would grow."), "\(said)")
  }

  @Test("after parameters have moved the loss is computed before the next step")
  func stale() {
    let said = Self.fitted(["step(sgd(0.001), L)", "another step"]).said
    #expect(said.contains("type p = w * temp + b; L = mean((p - sold)^2); step(sgd(0.001), L)"), "\(said)")
  }

  @Test("a step that makes the loss larger says so, with one that does not")
  func overshot() {
    var (session, said) = Self.fitted(["step(sgd(0.1), L)"])
    #expect(said.contains("L was 175 and is") && said.contains("step(sgd(0.001), L) makes it smaller"), "\(said)")
    _ = session.type(":undo")
    #expect(session.type("step(sgd(0.001), L)") == "")
    #expect(session.type("p = w * temp + b; L = mean((p - sold)^2)").contains("L = 9.6"))
  }

  @Test("of a loss with random numbers in it nothing is said that the next draw may refute")
  func random() {
    var session = TestSession(.test(lessons: []))
    for line in ["w = param(3)", "L = (w * normal([1])[0])^2"] { _ = session.type(line) }
    for _ in 0..<8 { #expect(!session.type("step(sgd(0.5), L); L = (w * normal([1])[0])^2").contains("was")) }
    #expect(!session.type("step(sgd(2.5), L)").contains("after this step"))
  }

  @Test(
    "a net is trained on the lists that a line names, and on no others",
    arguments: [
      ("train a neuron on sky and rained", "on={x: sky, y: expand_dims(rained, 1)}"),
      ("train a net on temp and sold with adam", "on={x: expand_dims(temp, 1), y: expand_dims(sold, 1)}"),
      ("make a neuron that says if it rains", "on={x: expand_dims(sold, 1), y: expand_dims(rained, 1)}"),
    ])
  func named(line: String, says: String) {
    let lists = [
      "sky = [[0.1, 0.2], [0.9, 0.8], [0.8, 0.7], [0.2, 0.9], [0.3, 0.4]]", "rained = [0, 1, 1, 0, 0]",
    ]
    let said = Self.fitted(lists + [line]).said
    #expect(said.contains(says), "\(said)")
  }

  @Test("a net is asked how good it is on what it was trained on, whatever was bound after it")
  func asked() {
    let data = "{x: expand_dims(temp, 1), y: expand_dims(sold, 1)}"
    let net = "net = sequential(dense(1, 1)); train(net, on=\(data), loss=mse, epochs=1)"
    let said = Self.fitted([net, "later = [1, 2, 3, 4, 5]", "how good is it"]).said
    #expect(said.contains("type mse(flatten(net(expand_dims(temp, 1))), sold)"), "\(said)")
  }

  @Test(
    "two sides are compared as a whole",
    arguments: [
      ("Σ_i p_i = 1", "sum(p) ", "sum(p ≈"),
      ("∇_W ½‖xW − t‖²_F = xᵀ(xW − t)", "(W) ≈ outer(x, x @ W − t)", "norm(x @ W − t)^2 =="),
    ])
  func claimed(line: String, says: String, never: String) {
    var session = TestSession(.test(lessons: []))
    for line in ["p = 3", "W = [[1, 2], [3, 4]]; x = [1, 2]; t = [0, 1]"] { _ = session.type(line) }
    let said = session.type(line)
    #expect(said.contains(says) && !said.contains(never), "\(said)")
  }
}
