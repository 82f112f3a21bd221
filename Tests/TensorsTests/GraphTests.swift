import Tensors
import Testing

@Suite("A graph")
struct GraphTests {
  @Test("of a million nodes is built, differentiated and freed without recursion")
  func deep() throws {
    let start = Node(leaf: .float64(1))
    let one = Traced.node(Node(leaf: .float64(0.5)))
    var value = Traced.node(start)
    for _ in 0..<1_000_000 { value = try Operation.add(value, one) }
    let last = try #require(value.node)
    let gradients = Gradient.of(last, with: [.node(start)])
    #expect(gradients[0]?.doubles == [1])
    value = .float64(0)
  }

  @Test("gives gradients of gradients through prod, zeros included")
  func prodTwice() throws {
    let x = Node(leaf: try Traced.make([2.0, 0, 3], shape: [3]))
    let first = try gradient(of: try Operation.prod(.node(x)), with: x)
    #expect(first.doubles == [0, 6, 0])
    let second = try Operation.sum(try Operation.power(first, .float64(2)))
    // The squares of the products of the others: (0·3)², (2·3)², (2·0)².
    #expect(try gradient(of: second, with: x).doubles == [36, 0, 24])
  }

  @Test("differentiates x³ four times")
  func cubed() throws {
    let x = Node(leaf: .float64(2))
    var value = try Operation.power(.node(x), .float64(3))
    for expected in [12.0, 12, 6] {
      value = try gradient(of: value, with: x)
      #expect(value.doubles == [expected])
    }
    #expect(try gradient(of: value, with: x).doubles == [0])
  }

  @Test("sums what reaches a parameter through several leaves")
  func parameters() throws {
    let first = Traced.node(Node(leaf: .float64(3), parameter: 7))
    let second = Traced.node(Node(leaf: .float64(3), parameter: 7))
    let product = try Operation.multiply(first, second)
    let gradients = Gradient.of(try #require(product.node), with: [.parameter(7), .parameter(8)])
    #expect(gradients[0]?.doubles == [6])
    #expect(gradients[1] == nil)
  }

  @Test("keeps the type of each input in its gradient")
  func types() throws {
    let x = Node(leaf: try Traced.make([Float(1), 2], shape: [2]))
    let w = Node(leaf: .float64(0.5))
    let loss = try Operation.sum(try Operation.multiply(.node(x), .node(w)))
    let gradients = Gradient.of(try #require(loss.node), with: [.node(x), .node(w)])
    #expect(gradients[0]?.elementType == .float32)
    #expect(gradients[1]?.elementType == .float64)
    #expect(gradients[1]?.doubles == [3])
  }

  @Test("lays the backward pass open, contribution by contribution")
  func laidOpen() throws {
    let x = Node(leaf: .float64(3))
    let loss = try #require(Operation.multiply(.node(x), try Operation.add(.node(x), .float64(1))).node)
    let pass = Backpropagation(of: loss)
    let place = try #require(pass.index(of: x))
    #expect(pass.gradients[place]?.doubles == [7])
    #expect(pass.arrivals(at: place).map { $0.value.doubles } == [[4], [3]])
  }

  @Test("has the same gradients by the fast path of numbers as by the general chain rule")
  func fastPath() throws {
    for operation in DerivativeTests.differentiable where operation.scalar1 != nil || operation.scalar2 != nil {
      for usage in try Usages.of(operation) where usage.inputs.allSatisfy(\.isNumber) {
        let leaves = usage.inputs.map { Node(leaf: $0) }
        let result = try usage.operation(leaves.map { .node($0) }, usage.attributes)
        let loss = try #require(Operation.multiply(result, .float64(1.25)).node)
        let pass = Backpropagation(of: loss)
        let fast = try gradients(of: .node(loss), with: leaves)
        for (leaf, gradient) in zip(leaves, fast) {
          let general = pass.index(of: leaf).flatMap { pass.gradients[$0] } ?? leaf.value.zeros
          #expect(gradient.isIdentical(to: general), "\(operation.name)")
        }
      }
    }
  }
}
