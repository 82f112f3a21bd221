import Documents
import Evaluation
import Source
import Stepping
import Tensors
import Testing

/// The neuron that the design of the stepper is written around.
let neuron = "w = param(0.8); b = param(-0.4); x = 1.5; z = w*x + b; a = σ(z); L = (a - 1)^2;"

/// Mazur's worked example, with the names of his article.
let mazur = """
  i1 = 0.05; i2 = 0.1; t1 = 0.01; t2 = 0.99
  w1 = param(0.15); w2 = param(0.2); w3 = param(0.25); w4 = param(0.3); b1 = param(0.35)
  w5 = param(0.4); w6 = param(0.45); w7 = param(0.5); w8 = param(0.55); b2 = param(0.6)
  net_h1 = w1*i1 + w2*i2 + b1; h1 = σ(net_h1)
  net_h2 = w3*i1 + w4*i2 + b1; h2 = σ(net_h2)
  net_o1 = w5*h1 + w6*h2 + b2; o1 = σ(net_o1)
  net_o2 = w7*h1 + w8*h2 + b2; o2 = σ(net_o2)
  E = (t1 - o1)^2 / 2 + (t2 - o2)^2 / 2
  """

@Suite("The steps of a backward pass")
struct SteppingTableTests {
  @Test("keep their lines whole where the reader's words are wider than the English ones", arguments: [80, 100])
  func translated(width: Int) throws {
    let words = Translation(language: "zh", sentences: ["step {0}/{1}": "第 {0}/{1} 步", "param": "一个可以学习的参数"])
    var ran = try Ran(mazur)
    let format = StepFormat(width: width, words: words)
    let table = try ran.table("E", format: format)
    let renderer = TerminalRenderer(width: width, words: words)
    for step in 0..<table.stepCount {
      let lines = renderer.render(table.document(step: step)).split(separator: "\n")
      let whole = TerminalRenderer(width: 400, words: words).render(table.document(step: step)).split(separator: "\n")
      #expect(lines.count == whole.count, "\(lines.joined(separator: "\n"))")
    }
    let forward = renderer.render(table.forwardTable()).split(separator: "\n")
    #expect(forward.allSatisfy { $0.contains(" = ") }, "\(forward.joined(separator: "\n"))")
  }

  @Test("are printed whole, as a book would")
  func neuronWhole() throws {
    var ran = try Ran(neuron)
    let table = try ran.table("L")
    let expected = """
        backpropagation of L · 7 nodes · 2 parameters
          w   = 0.8     param          z     = 0.8         w*x + b
          b   = -0.4    param          a     = 0.68997     σ(z)
          w*x = 1.2                    a - 1 = -0.31003
                                       L     = 0.096116    (a - 1)^2
        step 1/6   seed              ∂L/∂L = 1
        step 2/6   L = (a - 1)^2     ∂L/∂(a - 1) = ∂L/∂L · 2(a - 1) = 1 × -0.62005 = -0.62005
        step 3/6   a - 1             ∂L/∂a = ∂L/∂(a - 1) · 1 = -0.62005 × 1 = -0.62005
        step 4/6   a = σ(z)          ∂L/∂z = ∂L/∂a · σ(z)(1 - σ(z)) = -0.62005 × 0.21391 = -0.13263
        step 5/6   z = w*x + b       ∂L/∂(w*x) = ∂L/∂z · 1 = -0.13263 × 1 = -0.13263
                                     ∂L/∂b = ∂L/∂z · 1 = -0.13263 × 1 = -0.13263
        step 6/6   w*x               ∂L/∂w = ∂L/∂(w*x) · x = -0.13263 × 1.5 = -0.19895
        gradients of the parameters
          ∂L/∂w = -0.19895
          ∂L/∂b = -0.13263

      """
    #expect(plain(table.wholeDocument()) == expected)
  }

  @Test("break long formulas at the equals sign in a narrow window")
  func narrow() throws {
    var ran = try Ran(neuron)
    let table = try ran.table("L", format: StepFormat(width: 80))
    let text = plain(table.document(step: 1), width: 80)
    #expect(
      text == """
          step 2/6   L = (a - 1)^2     ∂L/∂(a - 1) = ∂L/∂L · 2(a - 1)
                                                   = 1 × -0.62005 = -0.62005

        """)
  }

  @Test("hold every number of Mazur's published example")
  func published() throws {
    var ran = try Ran(mazur)
    let text = plain(try ran.table("E", format: StepFormat(digits: 9, width: 200)).wholeDocument(), width: 200)
    for number in [
      "0.74136507", "0.186815602", "0.593269992", "0.082167041", "0.036350306", "0.138498562", "0.055399425",
    ] {
      #expect(text.contains(number), "\(number)")
    }
    #expect(text.contains("∂E/∂w5 = ∂E/∂(w5*h1) · h1 = 0.138498562 × 0.593269992 = 0.082167041"))
    #expect(
      text.contains("all 2 paths: ∂E/∂h1 = -0.019049118 + 0.055399425 = 0.036350306, through w7*h1, w5*h1"))
  }

  @Test("show each contribution where a value is used several times")
  func fanOut() throws {
    var ran = try Ran("u = param(3); y = u*u + 2u;")
    let text = plain(try ran.table("y").wholeDocument())
    #expect(text.contains("∂y/∂u += ∂y/∂(2u) · 2 = 1 × 2 = 2"))
    #expect(text.contains("path 1 of 3 to u"))
    #expect(text.contains("all 3 paths: ∂y/∂u = 2 + 3 + 3 = 8, through 2u, u*u, u*u"))
  }

  @Test("treat a prelude function as one step until it is opened")
  func opening() throws {
    var ran = try Ran("z = param([1, 2, 3]); p = softmax(z); L = sum(p * [1, 0, 0]);")
    var stepper = Stepper(try ran.table("L"))
    let closed = stepper.table.stepCount
    let whole = plain(stepper.table.wholeDocument())
    #expect(whole.contains("p = softmax(z)"))
    #expect(!whole.contains("exp"))
    _ = stepper.handle(.find("z"))
    let opened = stepper.handle(.key(.open))
    #expect(stepper.table.stepCount > closed)
    #expect(plain(opened.document).contains("p = powers / sum"))
    #expect(plain(stepper.table.wholeDocument()).contains("exp(shifted)"))
    _ = stepper.handle(.key(.close))
    #expect(stepper.table.stepCount == closed)
    #expect(plain(stepper.table.document(step: stepper.position)).contains("softmax(z)"))
  }

  @Test("write the rule of a tensor with its shapes, then norm, extremes and a corner")
  func tensors() throws {
    var ran = try Ran(
      "x = ones([4, 3]); W = param(full([3, 2], 0.5)); b = param([0.1, 0.2]); z = x @ W + b; L = mean(relu(z));")
    let table = try ran.table("L")
    let text = plain(table.wholeDocument())
    #expect(text.contains("∂L/∂W = xᵀ @ ∂L/∂(x @ W)   [3, 4] @ [4, 2] → [3, 2]"))
    #expect(text.contains("∂L/∂b = sum(∂L/∂z, axis=0)   [4, 2] → [2]"))
    #expect(text.contains("norm 1.2247, all 0.5"))
    var stepper = Stepper(table)
    _ = stepper.handle(.find("W"))
    let element = lines(stepper.handle(text: "[0, 1]").document)
    #expect(element.first == "∂L/∂W[0, 1] = Σₖ x[k, 0] · ∂L/∂(x @ W)[k, 1]")
    #expect(element.last == "= 1 × 0.125 + 1 × 0.125 + 1 × 0.125 + 1 × 0.125 = 0.5")
    #expect(lines(stepper.handle(text: "[7, 1]").document).first?.contains("has the shape [3, 2]") == true)
  }

  @Test("of a layer of the prelude show its weights")
  func layers() throws {
    var ran = try Ran(
      "net = sequential(dense(2, 3, tanh), dense(3, 2)); x = ones([5, 2]); L = cross_entropy(net(x), [0, 1, 0, 1, 1]);")
    let text = plain(try ran.table("L").wholeDocument())
    #expect(text.contains("net[0].W"))
    #expect(text.contains("∂L/∂(net[1].W)"))
    #expect(text.contains("cross_entropy(net(x), [0, 1, 0, 1, 1])"))
  }

  @Test("of ten thousand nodes open and move at once")
  func manyNodes() throws {
    var ran = try Ran("w = param(0.5); s = 0; for i in 1..5000 { s = s + w * i }; L = s / 1000;")
    let clock = ContinuousClock()
    var stepper: Stepper?
    let opening = try clock.measure {
      let made = Stepper(try ran.table("L"))
      _ = plain(made.opening)
      stepper = made
    }
    var walker = try #require(stepper)
    #expect(walker.table.nodeCount > 10_000)
    #expect(opening < .seconds(2))
    let moving = clock.measure {
      for _ in 0..<50 { _ = plain(walker.handle(.key(.next)).document) }
      for _ in 0..<50 { _ = plain(walker.handle(.key(.back)).document) }
      _ = plain(walker.handle(.jump(9_000)).document)
      _ = plain(walker.handle(.find("w")).document)
    }
    #expect(moving < .seconds(1))
  }

  @Test("of a network for handwritten digits are there at once")
  func digits() throws {
    var ran = try Ran(
      """
      seed(1); W = param(glorot(784, 512)); b = param(zeros(512)); V = param(glorot(512, 10)); c = param(zeros(10))
      x = uniform([100, 784]); y = map(n -> n % 10, 0..<100)
      h = relu(x @ W + b); L = cross_entropy(h @ V + c, y)
      """)
    let table = try ran.table("L")
    var stepper = Stepper(table)
    var text = ""
    let time = ContinuousClock().measure {
      text = plain(stepper.opening)
      for _ in 1..<table.stepCount { text += plain(stepper.handle(.key(.next)).document) }
    }
    #expect(time < .seconds(2))
    #expect(text.contains("[784, 100] @ [100, 512] → [784, 512]"))
  }

  @Test("names the values of a loop by their turns, also through calls, and leaves a single turn alone")
  func turns() throws {
    func forward(_ program: String) throws -> String {
      var ran = try Ran(program)
      return plain(try ran.table("L").forwardTable(mostRows: .max))
    }
    let loop = try forward("w = param(0.5); h = w; for k in range(3) { h = tanh(w * h) }; L = h^2;")
    #expect(loop.contains("h[t=1]") && loop.contains("h[t=2]"), "\(loop)")
    let called = try forward(
      "w = param(0.5); f(h) = { g = w * h; g }; h = 1; for k in range(3) { h = f(h) }; L = h^2;")
    #expect(called.contains("[t=1]"), "\(called)")
    #expect(try !forward("w = param(0.5); for k in range(3) { L = (w - k)^2 }").contains("[t="))
  }
}
