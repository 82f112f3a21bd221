import Testing

@Suite("Backpropagation in a terminal")
struct SteppingTerminalTests {
  /// The cells of lesson 3 that build the network of four neurons, up to its error, as the lesson has them.
  private func network() throws -> [String] {
    let lesson = String(decoding: Program.bytes(of: "Lessons/lesson3-backprop.md"), as: UTF8.self)
    let part = try #require(lesson.split(separator: "## A network of four neurons").last)
    let forward = try #require(part.split(separator: "**3. Backward.**").first)
    return forward.split(separator: "```nn\n").dropFirst().compactMap { $0.split(separator: "```").first }
      .flatMap { $0.split(separator: "\n").map(String.init) }
  }

  private func lesson(columns: Int = 120) throws -> TerminalProgram {
    let program = try TerminalProgram(columns: columns, rows: 20)
    try program.wait(for: "nn› ")
    try program.type(":set pager off\r", until: "nn› ")
    try program.type(":load lesson3\r", until: "lesson3 1/")
    for line in try network() { try program.type(line + "\r", until: "\nlesson3") }
    return program
  }

  @Test("walks forwards and back through every number of the published example")
  func published() throws {
    let program = try lesson()
    try program.type(":set digits 9\r", until: "\nlesson3")
    let opening = try program.type(":step E\r", until: "help · q leave")
    for value in ["0.593269992", "0.75136507", "0.298371109"] { #expect(opening.contains(value), "\(value)") }
    #expect(opening.contains("∂E/∂E = 1"))

    // Forwards: the three links to w₅ and their product.
    let slope = try program.type("u o1\r", until: "help · q leave")
    #expect(slope.contains("∂E/∂o₁ = ∂E/∂(t₁ - o₁) · (-1) = -0.74136507 × -1 = 0.74136507"), "\(slope)")
    let signal = try program.type("\r", until: "help · q leave")
    #expect(signal.contains("∂E/∂z₁ = ∂E/∂o₁ · σ(z₁)(1 - σ(z₁)) = 0.74136507 × 0.186815602 = 0.138498562"), "\(signal)")
    let weight = try program.type("u w₅\r", until: "help · q leave")
    #expect(weight.contains("∂E/∂w₅ = ∂E/∂(w₅*h₁) · h₁ = 0.138498562 × 0.593269992 = 0.082167041"), "\(weight)")
    #expect(weight.contains("= -0.019049118 + 0.055399425 = 0.036350306"), "\(weight)")

    // Back, and forwards again: the same steps with the same numbers.
    let before = try program.type("b", until: "help · q leave")
    #expect(before.contains("h₂(1 - h₂)") || before.contains("w₃*i₁"), "\(before)")
    let again = try program.type(" ", until: "help · q leave")
    #expect(again.contains("0.593269992 = 0.082167041"))
    let jump = try program.type("14\r", until: "help · q leave")
    #expect(jump.contains("step 14/28") && jump.contains("0.138498562"))

    // All that is left, and the gradients of all weights.
    let all = try program.type("a", until: "help · q leave")
    for (weight, gradient) in [
      ("w₁", "0.000438567734"), ("w₂", "0.000877135469"), ("w₃", "0.000497712735"), ("w₄", "0.000995425471"),
      ("w₅", "0.082167041"), ("w₆", "0.082667628"), ("w₇", "-0.02260254"), ("w₈", "-0.022740242"),
    ] { #expect(all.contains("∂E/∂\(weight) = \(gradient)\n"), "\(weight)") }
    let end = try program.type("\r", until: "help · q leave")
    #expect(end.contains("that was the last step"))
    let last = try program.type("b", until: "help · q leave")
    #expect(last.contains("step 28/28") && last.contains("0.000438567734"))
    try program.type("q", until: "lesson3")
  }

  @Test("asks for predictions, explains, and draws the graph with the step marked")
  func predicting() throws {
    let program = try TerminalProgram(columns: 100, rows: 20)
    try program.wait(for: "nn› ")
    try program.type("w = param(0.8); b = param(-0.4); x = 1.5; z = w*x + b; a = σ(z); L = (a - 1)^2;\r", until: "nn› ")
    try program.type(":step L\r", until: "help · q leave")
    try program.type("3\r", until: "help · q leave")
    #expect(try program.type("p", until: "q leaves").contains("what is ∂L/∂z?"))
    #expect(try program.type("many\r", until: "q leaves").contains("many is not a number"))
    #expect(try program.type("0.1326\r", until: "q leaves").contains("the size is right, but the sign is not"))
    #expect(try program.type("0.2139\r", until: "q leaves").contains("multiply it by what arrives, ∂L/∂a"))
    #expect(try program.type("positive\r", until: "q leaves").contains("not yet: ∂L/∂z is negative"))
    #expect(try program.type("e", until: "q leaves").contains("The difference moves with the left side"))
    #expect(try program.type("-0.1326\r", until: "help · q leave").contains("right: ∂L/∂z is -0.13263"))
    #expect(try program.type("e", until: "help · q leave").contains("σ(1 − σ)"))
    #expect(try program.type("g", until: "help · q leave").contains("║ a = σ(z)"))
    #expect(try program.type("?", until: "help · q leave").contains("the graph, with this step marked"))
    #expect(try program.type("u nope\r", until: "help · q leave").contains("no value of this graph is called nope"))
    #expect(try program.type("99\r", until: "help · q leave").contains("there is no step 99: the steps are 1 to 6"))
    #expect(try program.type("q", until: "nn› ").contains("predictions: 0 of 1 right at the first try"))
  }

  @Test("opens a function of the prelude and closes it again")
  func opening() throws {
    let program = try TerminalProgram(columns: 120, rows: 20)
    try program.wait(for: "nn› ")
    try program.type("z = param([1, 2, 3]); p = softmax(z); L = sum(p * [1, 0, 0]);\r", until: "nn› ")
    try program.type(":step L\r", until: "help · q leave")
    #expect(try program.type("u z\r", until: "help · q leave").contains("i opens it"))
    #expect(try program.type("i", until: "help · q leave").contains("p = powers / sum"))
    #expect(try program.type("o", until: "help · q leave").contains("p = softmax(z)"))
    try program.type("q", until: "nn› ")
  }

  @Test("folds the line of keys in a narrow window", arguments: [20, 30])
  func narrow(columns: Int) throws {
    let program = try TerminalProgram(columns: columns, rows: 20)
    try program.wait(for: "nn› ")
    try program.type("w = param(2); L = w^2;\r", until: "nn› ")
    let opening = try program.type(":step L\r", until: "q leave")
    #expect(opening.split(separator: "\n").allSatisfy { $0.count <= columns })
    #expect(try program.type(" ", until: "q leave").contains("step 2/2"))
    try program.type("q", until: "nn› ")
  }

  @Test("walks down a function, forwards and back, with another rate on the way")
  func descending() throws {
    let program = try TerminalProgram(rows: 20)
    try program.wait(for: "nn› ")
    try program.type("f(x, y) = x^2 + 2y^2\r", until: "nn› ")
    #expect(try program.type(":descend f, from=[1, 2], rate=0.1\r", until: "help · q leave").contains("f = 9"))
    #expect(try program.type("\r", until: "help · q leave").contains("x = 0.8, y = 1.2"))
    #expect(try program.type("b", until: "help · q leave").contains("x = 1, y = 2"))
    #expect(try program.type("r 0.6\r", until: "help · q leave").contains("the rate is 0.6 from here on"))
    #expect(try program.type("8\r", until: "help · q leave").contains("it diverges"))
    try program.type("q", until: "nn› ")
  }

  @Test("keeps the walk in place on a tall window, and leaves the steps taken as text")
  func inPlace() throws {
    let program = try TerminalProgram(columns: 100, rows: 30)
    try program.wait(for: "nn› ")
    try program.type("w = param(0.8); b = param(-0.4); x = 1.5; z = w*x + b; a = σ(z); L = (a - 1)^2;\r", until: "nn› ")
    #expect(try program.type(":step L\r", until: "help · q leave").contains("step 1 of 6"))
    #expect(try program.type(" ", until: "help · q leave").contains("step 2 of 6"))
    #expect(try program.type("y", until: "help · q leave").contains("y is not one of the keys here"))
    #expect(try program.type(":4\r", until: "help · q leave").contains("step 4 of 6"))
    try program.type("p", until: "q leaves")
    try program.type("12\u{15}", until: "q leaves")
    let left = try program.type("q", until: "nn› ")
    #expect(left.contains("step 2/6") && left.contains("step 4/6") && !left.contains("step 3/6"))
  }

  @Test("a training keeps its curve in place in a tall window, and the last picture stays; in a small one it is a line")
  func training() throws {
    let code =
      "net = dense(2, 2); h = train(net, on=dataset(\"moons\").train, loss=cross_entropy, with=adam(), epochs=3)\r"
    let program = try TerminalProgram(columns: 80, rows: 24)
    try program.wait(for: "nn› ")
    let text = try program.type(code, until: "\nnn› ")
    #expect(text.contains("└") && text.contains("epoch 3/3  loss") && text.contains("h = "), "\(text)")
    let small = try TerminalProgram(columns: 80, rows: 20)
    try small.wait(for: "nn› ")
    let lines = try small.type(code, until: "\nnn› ")
    #expect(!lines.contains("└") && lines.contains("epoch 1/3  loss"))
  }
}
