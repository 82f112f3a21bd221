import Documents
import Evaluation
import Source
import Stepping
import Tensors
import Testing

@Suite("The tables and pictures of gradients")
struct SteppingToolTests {
  @Test("list every named value with its gradient")
  func grads() throws {
    var ran = try Ran(neuron)
    let text = plain(GradsTable.document(try ran.table("L")))
    for part in ["∂L/∂name", "-0.19895", "-0.13263", "-0.62005"] { #expect(text.contains(part), "\(part)") }
  }

  @Test("draw the graph with values and gradients, as a figure and for Mermaid")
  func graph() throws {
    var ran = try Ran(neuron)
    let table = try ran.table("L")
    let picture = GraphFigure(table, marking: 3)
    guard case .graph(let graph) = picture.figure else {
      Issue.record("not a graph")
      return
    }
    #expect(graph.nodes.count == 7)
    #expect(graph.edges.count == 6)
    #expect(graph.nodes.filter(\.isMarked).map(\.lines) == [["a = σ(z)", "0.68997", "∂ = -0.62005"]])
    #expect(picture.mermaid.hasPrefix("graph LR\n"))
    #expect(picture.mermaid.contains("([\"w<br>0.8<br>∂ = -0.19895\"])"))
  }

  @Test("fold a graph that is too wide to read")
  func folding() throws {
    var ran = try Ran("w = param(0.5); s = 0; for i in 1..200 { s = s + w * i }; L = s / 1000;")
    let picture = GraphFigure(try ran.table("L"))
    guard case .graph(let graph) = picture.figure else {
      Issue.record("not a graph")
      return
    }
    #expect(graph.nodes.count <= GraphFigure.usualMost)
    #expect(picture.folded > 300)
    #expect(graph.title.description.contains("folded away"))
  }

  @Test("an arrow over folded values is another than a direct one, and every value leads to the loss")
  func foldedArrows() throws {
    var ran = try Ran("w = param(0.5); h = 0.1; for i in 1..1000 { h = tanh(w * h) }; L = h^2;")
    let table = try ran.table("L")
    let picture = GraphFigure(table, marking: table.stepCount - 1, most: 6)
    guard case .graph(let graph) = picture.figure else {
      Issue.record("not a graph")
      return
    }
    let loss = try #require(graph.nodes.last?.id)
    for node in graph.nodes.dropLast() { #expect(graph.edges.contains { $0.from == node.id }, "\(node.lines)") }
    let areFolded = graph.edges.allSatisfy { $0.to != loss || $0.isFolded }
    #expect(areFolded)
    #expect(plain(Document([.figure(picture.figure)])).contains("⋯▸") && picture.mermaid.contains("-.->"))
  }

  @Test("watch a number as text, sparkline or bar")
  func watch() {
    var watch = Watch("L")
    for value in [4.0, 3, 2, 1] { watch.note(value) }
    #expect(watch.line().plainText == "watch  L = 1   █▆▃▁")
    watch.style = .bar
    #expect(watch.line().plainText == "watch  L = 1   ─────")
    watch.style = .number
    #expect(watch.line().plainText == "watch  L = 1")
    #expect(watch.line(StepFormat(isAccessible: true)).plainText == "watch  L = 1, down")
  }
}

@Suite("The gradient check")
struct SteppingGradcheckTests {
  @Test("agrees where the gradient is right")
  func right() throws {
    let point = try Traced.make([1.0, 2, 3], shape: [3])
    let gradient = try Traced.make([2.0, 4, 6], shape: [3])
    let check = Gradcheck(at: point, gradient: gradient) { $0.doubles.reduce(0) { $0 + $1 * $1 } }
    #expect(check.isFine)
    #expect(plain(check.document(function: "f", variable: "x")).contains("agree in all 3 elements"))
  }

  @Test("names the worst element where it is wrong")
  func wrong() throws {
    let point = try Traced.make([1.0, 2, 3, 4], shape: [2, 2])
    let gradient = try Traced.make([2.0, 4, 5, 8], shape: [2, 2])
    let check = Gradcheck(at: point, gradient: gradient) { $0.doubles.reduce(0) { $0 + $1 * $1 } }
    #expect(!check.isFine)
    let text = plain(check.document(function: "f", variable: "x"))
    #expect(text.contains("worst element: ∂f/∂x[1, 0] = 5 at x[1, 0] = 3, by differences 6"))
  }

  @Test("recognises a kink and says which operation has it")
  func kink() throws {
    let leaf = Node(leaf: .float64(0))
    let graph = try Operation.relu(.node(leaf)).node
    let check = Gradcheck(at: .float64(0), gradient: .float64(0), graph: graph) { max($0.doubles[0], 0) }
    #expect(check.isFine)
    let text = plain(check.document(function: "f", variable: "x"))
    #expect(text.contains("x = 0 stands on a kink (relu at 0): the slope is 0 to the left and 1 to the right"))
  }

  @Test(
    "a right gradient near a kink is right, a wrong one is wrong", arguments: [1e-5, 1e-6, 2e-7, -1e-6, -2e-7, 3e-8])
  func near(_ distance: Double) throws {
    let point = try Traced.make([1.0 + distance, 2, 3], shape: [3])
    let slope = distance > 0 ? 1.0 : 0
    func check(_ slope: Double) throws -> Gradcheck {
      Gradcheck(at: point, gradient: try Traced.make([slope, slope, slope], shape: [3])) {
        max($0.doubles.reduce(0, +) - 6, 0)
      }
    }
    let right = try check(slope)
    let text = plain(right.document(function: "f", variable: "x"))
    #expect(right.isFine, "\(text)")
    let (isTooSteep, isReversed) = (try check(slope + 0.3), try check(slope - 2))
    #expect(!isTooSteep.isFine || distance.magnitude < 1e-7, "\(text)")
    #expect(!isReversed.isFine)
  }

  @Test("says so when there is nothing to compare")
  func nothing() {
    let check = Gradcheck(at: .float64(0), gradient: .float64(0)) { _ in nil }
    #expect(!check.isFine)
    #expect(plain(check.document(function: "f", variable: "x")).contains("no finite number"))
  }
}

@Suite("The descent")
struct SteppingDescentTests {
  private func bowl(rate: Double) -> Descent {
    Descent(
      name: "f", variables: ["x", "y"], from: [3, 2], rate: rate,
      value: { $0[0] * $0[0] + 2 * $0[1] * $0[1] }, gradient: { [2 * $0[0], 4 * $0[1]] })
  }

  @Test("steps down and back, and changes the rate on the way")
  func walking() {
    var descent = bowl(rate: 0.1)
    _ = descent.handle(.key(.next))
    let expected: [Double] = [2.4, 1.2]
    #expect(zip(descent.place.point, expected).allSatisfy { abs($0 - $1) < 1e-12 })
    _ = descent.handle(.jump(6))
    #expect(descent.position == 6)
    _ = descent.handle(.key(.back))
    _ = descent.handle(text: "r 0.05")
    #expect(descent.rate == 0.05)
    #expect(descent.path.count == 6)
    _ = descent.handle(.key(.next))
    #expect(descent.place.rate == 0.05)
  }

  @Test("shows on the stage the list of the keys, and why a walk down ended early")
  func stage() {
    var descent = Descent(
      name: "f", variables: ["x", "y"], from: [3, 2], rate: 0.5, value: { $0[0] * $0[0] + $0[1] * $0[1] },
      gradient: { [2 * $0[0], 2 * $0[1]] })
    func words() -> String {
      let stage = descent.stage(columns: 80, rows: 24)
      return plain(stage.words) + plain(stage.aside)
    }
    _ = descent.handle(text: "?")
    #expect(words().contains("this list"))
    _ = descent.handle(text: ":1000")
    #expect(words().contains("the gradient is 0 here") && !words().contains("this list"), "\(words())")
    let lines = descent.stage(columns: 80, rows: 24).screen(TerminalRenderer(width: 80), rows: 24, keeping: 2).lines
    #expect(lines.contains { $0.contains("└") } && lines.contains { $0.filter { $0 != " " } == "x" }, "\(lines)")
  }

  @Test("recognises divergence and arrival")
  func endings() {
    var wild = bowl(rate: 0.6)
    #expect(plain(wild.handle(.jump(8)).document).contains("it diverges"))
    var calm = bowl(rate: 0.2)
    #expect(plain(calm.handle(.jump(200)).document).contains("it has arrived"))
  }

  @Test("draws the path over contour lines, or on the curve")
  func pictures() {
    let flat = bowl(rate: 0.1).picture
    guard case .figure(.contour(let map))? = flat.blocks.first else {
      Issue.record("no contour")
      return
    }
    #expect(map.path == [Point(3, 2)])
    var line = Descent(
      name: "f", variables: ["x"], from: [2], rate: 0.1, value: { $0[0] * $0[0] }, gradient: { [2 * $0[0]] })
    let text = plain(line.wholeDocument(steps: 3))
    #expect(text.contains("step 3"))
    guard case .figure(.line)? = line.picture.blocks.first else {
      Issue.record("no line plot")
      return
    }
  }

  @Test(
    "reads keys and typed lines",
    arguments: [
      ("", WalkCommand.key(.next)), ("20", .number(20)), (":20", .jump(20)), ("rate = 0.3", .rate(0.3)),
      ("r -1", .unknown("r -1")), ("q", .key(.leave)), ("Q", .key(.leave)), ("e", .unknown("e")),
    ])
  func keys(_ text: String, _ command: WalkCommand) {
    #expect(WalkCommand(text, among: bowl(rate: 0.1).keys) == command)
  }
}
