import Documents
import Source
import Testing

@testable import Stepping

@Suite("A network of layers on the stage")
struct NeuronTests {
  private static let network = """
    W1 = param([[0.4, -0.2, 0.1], [1.3, 0.6, -0.5]]); b1 = param([0.1, 0, 0]); W2 = param([[1], [-2], [0.5]]);
    x = [1.5, 2]; h = tanh(x @ W1 + b1); o = σ(h @ W2); L = sum((o - 1)^2);
    """

  @Test("is drawn as neurons and weights, lit on the way, with gradients only where the pass has been")
  func network() throws {
    var ran = try Ran(Self.network)
    let table = try ran.table("L")
    let start = try #require(table.network(marking: 0, isRevealed: false))
    #expect(start.layers.map(\.name) == ["x", "h", "o", "L"])
    #expect(start.layers.map(\.neurons.count) == [2, 3, 1, 1])
    #expect(start.weights.map(\.name) == ["W1", "W2", ""])
    #expect(start.layers[1].neurons.allSatisfy { $0.gradient.allSatisfy { $0 == " " } })
    var lit: [String] = []
    for step in 0..<table.stepCount {
      let map = try #require(table.network(marking: step, isRevealed: false))
      let marked = map.layers.filter(\.isMarked).map(\.name) + map.weights.filter(\.isMarked).map(\.name)
      #expect(marked.count == 1, "\(step): \(marked)")
      lit += marked
    }
    #expect(lit.first == "L" && lit.contains("W2") && lit.contains("h") && lit.last == "W1", "\(lit)")
    let end = try #require(table.network(marking: table.stepCount, isRevealed: true))
    #expect(end.layers[1].neurons.allSatisfy { $0.gradient.hasPrefix("∂ ") })
  }

  @Test(
    "anything else is a graph of values",
    arguments: [
      "w = param(0.8); L = (w * 2 - 1)^2;",
      "W = param(ones([9, 2])); L = sum((ones([9]) @ W)^2);",
      "W = param([[1, 0], [0, 1]]); h = [1, 2]; for t in 1..2 { h = tanh(h @ W) }; L = sum(h);",
      "W = param([[1, 0], [0, 1]]); V = param([[1, 0], [0, 1]]); x = [1, 2]; L = sum(x @ W + x @ V);",
    ])
  func others(_ program: String) throws {
    var ran = try Ran(program)
    #expect(try ran.table("L").network(marking: 0, isRevealed: false) == nil)
  }

  @Test("of a batch the first example is shown")
  func batch() throws {
    var ran = try Ran("W = param([[1, 2]]); X = [[3], [4]]; L = mean((X @ W)^2);")
    let map = try #require(try ran.table("L").network(marking: 0, isRevealed: false))
    #expect(map.examples == 2 && map.layers[0].neurons.map(\.value) == ["3"])
    #expect(map.layers[1].neurons.map(\.value) == ["3", "6"])
  }
}
