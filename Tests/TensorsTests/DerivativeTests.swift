import Tensors
import Testing

@Suite("Every operation")
struct DerivativeTests {
  static let differentiable = Operation.all.filter(\.records)

  @Test("has a derivative that agrees with central differences, to the second order", arguments: differentiable)
  func differences(_ operation: Operation) throws {
    let usages = try Usages.of(operation)
    #expect(!usages.isEmpty, "\(operation.name) has no entry in Usages")
    for usage in usages {
      try GradientCheck.compare(usage, "the gradient", tolerance: 2e-8) { inputs, _ in
        try GradientCheck.loss(usage, inputs)
      }
      try GradientCheck.compare(usage, "the second derivative", tolerance: 2e-6) { inputs, leaves in
        try GradientCheck.squaredGradients(usage, inputs, leaves)
      }
    }
  }

  @Test("is declared with all that help and reference read from it")
  func declarations() {
    let names = Operation.all.map(\.name)
    #expect(Set(names).count == names.count)
    for operation in Operation.all {
      #expect(operation.summary.hasSuffix("."), "\(operation.name)")
      #expect(operation.why.isEmpty != operation.records, "\(operation.name)")
    }
  }

  @Test("gives the derivative that is known by hand", arguments: Known.cases)
  func known(_ known: Known) throws {
    let leaves = try known.inputs.map { Node(leaf: try Traced.make($0, shape: [$0.count])) }
    let found = try gradients(of: try known.compute(leaves.map { .node($0) }), with: leaves)
    #expect(found.map(\.doubles) == known.gradients)
  }
}

extension Operation: CustomTestStringConvertible {
  /// The name, for reports.
  public var testDescription: String { name }
}

/// A derivative worked out by hand, mostly where the function has a corner.
struct Known: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let inputs: [[Double]]
  let gradients: [[Double]]
  let compute: @Sendable ([Traced]) throws -> Traced

  static let cases: [Known] = [
    Known(testDescription: "relu at 0", inputs: [[-1, 0, 2]], gradients: [[0, 0, 1]]) {
      try Operation.sum(try Operation.relu($0[0]))
    },
    Known(testDescription: "abs at 0", inputs: [[-1, 0, 2]], gradients: [[-1, 0, 1]]) {
      try Operation.sum(try Operation.abs($0[0]))
    },
    Known(testDescription: "max with ties", inputs: [[3, 1, 3, 2]], gradients: [[0.5, 0, 0.5, 0]]) {
      try Operation.max($0[0])
    },
    Known(
      testDescription: "maximum with ties", inputs: [[3, 1, 2], [3, 2, 1]],
      gradients: [[0.5, 0, 1], [0.5, 1, 0]]
    ) { try Operation.sum(try Operation.maximum($0[0], $0[1])) },
    Known(
      testDescription: "minimum with ties", inputs: [[3, 1, 2], [3, 2, 1]],
      gradients: [[0.5, 1, 0], [0.5, 0, 1]]
    ) { try Operation.sum(try Operation.minimum($0[0], $0[1])) },
    Known(testDescription: "prod with one zero", inputs: [[2, 0, 3]], gradients: [[0, 6, 0]]) {
      try Operation.prod($0[0])
    },
    Known(testDescription: "prod with two zeros", inputs: [[0, 0, 3]], gradients: [[0, 0, 0]]) {
      try Operation.prod($0[0])
    },
    Known(testDescription: "x^0 at 0", inputs: [[0, 2]], gradients: [[0, 0]]) {
      try Operation.sum(try Operation.power($0[0], .float64(0)))
    },
    Known(testDescription: "0^y", inputs: [[0, 0], [2, 1]], gradients: [[0, 1], [0, 0]]) {
      try Operation.sum(try Operation.power($0[0], $0[1]))
    },
    Known(testDescription: "negative base, whole exponent", inputs: [[-2, -3]], gradients: [[12, 27]]) {
      try Operation.sum(try Operation.power($0[0], .float64(3)))
    },
    Known(testDescription: "sqrt at 0", inputs: [[0, 4]], gradients: [[.infinity, 0.25]]) {
      try Operation.sum(try Operation.sqrt($0[0]))
    },
    Known(testDescription: "x·x counts both factors", inputs: [[3]], gradients: [[6]]) {
      try Operation.sum(try Operation.multiply($0[0], $0[0]))
    },
    Known(testDescription: "an index picked three times", inputs: [[1, 2]], gradients: [[3, 1]]) {
      try Operation.sum(try Operation.index($0[0], .index([.gather([0, 1, 0, 0], shape: [4])])))
    },
  ]

}
