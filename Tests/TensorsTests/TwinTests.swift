import Testing

@testable import Tensors

/// Numbers without a pattern, none of them 0.
private func numbers(_ shape: [Int], _ type: ElementType, seed: Int) throws -> Traced {
  let count = shape.reduce(1, *)
  let all = (0..<count).map { Double(($0 * 7919 + seed * 104_729) % 1009 + 1) / 377 }
  return try Traced.make(all, shape: shape).converted(to: type)
}

/// The fast ways and their plain twins give the same bits.
@Suite("A fast way")
struct TwinTests {
  /// Rows that meet rows or single numbers, small ones and ones that several threads share.
  static let pairs: [([Int], [Int])] = [
    ([3, 5], [5]), ([5], [3, 5]), ([3, 5], [1, 5]), ([3, 5], [3, 1]), ([3, 1], [3, 5]), ([2, 3, 5], [3, 5]),
    ([2, 3, 5], [2, 3, 1]), ([4], [1]), ([3, 1], [1, 4]), ([2, 1, 5], [2, 3, 1]), ([1, 1, 3], [4, 3]), ([0, 5], [5]),
    ([600, 70], [70]), ([600, 70], [600, 1]),
  ]

  @Test("for rows agrees with the walk over everything that is stretched", arguments: pairs)
  func rows(_ a: [Int], _ b: [Int]) throws {
    for type in [ElementType.float32, .float64, .int] {
      let (x, y) = (try numbers(a, type, seed: 1), try numbers(b, type, seed: 2))
      let shape = try #require(Shapes.broadcast(a, b))
      for operation in [Operation.add, .subtract, .multiply, .divide] {
        // A stretched operand is a view, which no fast way takes.
        let plain = try operation(
          try Operation.broadcast(x, .shape(shape)), try Operation.broadcast(y, .shape(shape)))
        #expect(try operation(x, y).isIdentical(to: plain), "\(operation.name) \(a) \(b) \(type)")
      }
    }
  }

  @Test("back through an operation agrees with its derivative written out", arguments: [ElementType.float32, .float64])
  func slopes(_ type: ElementType) throws {
    let x = Node(leaf: try numbers([4, 6], type, seed: 3))
    let y = Node(leaf: try numbers([4, 1], type, seed: 4))
    let results = [
      try Operation.divide(.node(x), .node(y)), try Operation.power(.node(x), .float64(2)),
      try Operation.sqrt(.node(x)), try Operation.log(.node(x)),
    ]
    for result in results {
      // Gradients that differ from element to element, and a leaf that several contributions meet in.
      let loss = try #require(try Operation.sum(try Operation.multiply(result, .node(x)), .none).node)
      let targets: [GradientTarget] = [.node(x), .node(y)]
      let fast = Gradient.backward(from: loss, with: targets, recording: false)
      let plain = Gradient.backward(from: loss, with: targets, recording: true)
      for (a, b) in zip(fast, plain) { #expect((a == nil) == (b == nil)) }
      for (a, b) in zip(fast, plain) {
        guard let a, let b else { continue }
        #expect(a.isIdentical(to: b.plain), "\(result.node?.operation.name ?? "") \(type)")
      }
    }
  }

  @Test("to add gradients up leaves alone what somebody else holds")
  func sums() throws {
    let x = Node(leaf: try numbers([5, 3], .float64, seed: 5))
    // The gradient of a sum is one tensor for both sides, to which more is added on the way to x.
    let a = try Operation.exp(.node(x))
    let both = try Operation.add(a, .node(x))
    let more = try Operation.add(both, try Operation.multiply(a, .node(x)))
    let loss = try #require(try Operation.sum(try Operation.multiply(more, more), .none).node)
    let middle = try #require(both.node)
    let targets: [GradientTarget] = [.node(x), .node(middle)]
    let fast = Gradient.backward(from: loss, with: targets, recording: false)
    let plain = Gradient.backward(from: loss, with: targets, recording: true)
    for (a, b) in zip(fast, plain) {
      let (a, b) = (try #require(a), try #require(b))
      #expect(a.isIdentical(to: b.plain))
    }
    #expect(x.value.isIdentical(to: try numbers([5, 3], .float64, seed: 5)))
  }

  @Test("through a product whose right side lies by columns agrees with a copy that does not")
  func columns() throws {
    for type in [ElementType.float32, .float64] {
      for (m, n, k) in [(6, 16, 16), (7, 19, 13), (33, 5, 70), (8, 4, 64)] {
        let (a, b) = (try numbers([m, k], type, seed: 6), try numbers([n, k], type, seed: 7))
        let turned = b.transposed
        let copied = Traced.tensor(turned.asTensor.contiguous)
        #expect(try Operation.matmul(a, turned).isIdentical(to: try Operation.matmul(a, copied)), "\(m) \(n) \(k)")
      }
    }
  }
}
