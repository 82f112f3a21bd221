import Tensors
import Testing

/// One way to use an operation whose derivative is compared with differences of its values.
struct Usage: CustomTestStringConvertible {
  let operation: Operation
  let inputs: [Traced]
  var attributes = Attributes.none

  var testDescription: String { "\(operation.name) of " + inputs.map { Shapes.text($0.shape) }.joined(separator: ", ") }
}

/// Compares derivatives with central differences at every element of every input.
enum GradientCheck {
  /// A number made of the result with weights that differ from element to element, so that no mistake cancels.
  static func loss(_ usage: Usage, _ inputs: [Traced]) throws -> Traced {
    let result = try usage.operation(inputs, usage.attributes)
    return try Operation.sum(try Operation.multiply(result, try weights(result.shape)))
  }

  /// The sum of the squares of the first gradients.
  static func squaredGradients(_ usage: Usage, _ inputs: [Traced], _ leaves: [Node]) throws -> Traced? {
    guard let node = try loss(usage, inputs).node else { return nil }
    var total: Traced?
    for gradient in Gradient.of(node, with: leaves.map { .node($0) }) {
      guard let gradient else { continue }
      let square = try Operation.sum(try Operation.power(gradient, .float64(2)))
      total = try total.map { sum throws in try Operation.add(sum, square) } ?? square
    }
    return total
  }

  static func weights(_ shape: [Int]) throws -> Traced {
    let count = shape.reduce(1, *)
    return try Traced.make((0..<count).map { 0.7 + 0.31 * Double(($0 * 7) % 5) }, shape: shape)
  }

  /// Checks `make`, a number computed from the usage's inputs, against differences.
  static func compare(
    _ usage: Usage, _ what: String, tolerance: Double, _ make: ([Traced], [Node]) throws -> Traced?
  ) throws {
    let leaves = usage.inputs.filter { $0.elementType.isFloat }.map { Node(leaf: $0) }
    var rest = leaves[...]
    let recorded = usage.inputs.map { $0.elementType.isFloat ? Traced.node(rest.removeFirst()) : $0 }
    guard let node = try make(recorded, leaves)?.node else { return }
    let gradients = Gradient.of(node, with: leaves.map { .node($0) })
    var leaf = 0
    for (position, input) in usage.inputs.enumerated() where input.elementType.isFloat {
      let found = gradients[leaf]?.doubles ?? [Double](repeating: 0, count: input.count)
      leaf += 1
      #expect(found.count == input.count)
      let values = input.doubles
      for element in values.indices {
        let h = 6e-6 * max(1, values[element].magnitude)
        func value(_ shift: Double) throws -> Double {
          var moved = values
          moved[element] += shift
          var inputs = usage.inputs
          inputs[position] = try Traced.make(moved, shape: input.shape)
          let nodes = inputs.filter { $0.elementType.isFloat }.map { Node(leaf: $0) }
          var rest = nodes[...]
          let again = inputs.map { $0.elementType.isFloat ? Traced.node(rest.removeFirst()) : $0 }
          return try #require(try make(again, nodes)?.doubles.first)
        }
        let expected = (try value(h) - value(-h)) / (2 * h)
        let allowed = tolerance * max(1, expected.magnitude, found[element].magnitude)
        #expect(
          (found[element] - expected).magnitude <= allowed,
          "\(what) of \(usage.testDescription), input \(position), element \(element) at \(values[element])")
      }
    }
  }
}

/// Every operation in use, at the shapes that matter.
///
/// An operation without an entry fails the test.
enum Usages {
  static let shapes: [([Int], [Int])] = [
    ([], []), ([3], [3]), ([2, 3], [3]), ([2, 3], [2, 1]), ([2, 1], [1, 3]), ([1], [3]), ([0], [0]), ([0, 2], [2]),
    ([], [2]), ([2, 1, 2], [3, 1]),
  ]

  /// Values away from kinks and ties, without a pattern.
  static func values(_ shape: [Int], from low: Double = -2, to high: Double = 2, salt: Int = 0) throws -> Traced {
    let count = shape.reduce(1, *)
    let numbers = (0..<count).map { place in
      let fraction = (Double(place * 37 + salt * 17 + 11) * 0.6180339887).truncatingRemainder(dividingBy: 1)
      return low + (high - low) * fraction
    }
    return try Traced.make(numbers, shape: shape)
  }

  static func of(_ operation: Operation) throws -> [Usage] {
    switch operation.name {
    case "log", "sqrt", "log1p", "log2", "log10": return try unary(operation, from: 0.2, to: 3)
    case "tan": return try unary(operation, from: -1, to: 1)
    case "divide": return try binary(operation, (-2, 2), (0.5, 2))
    case "remainder": return try binary(operation, (2.1, 2.9), (1.1, 1.4))
    case "power":
      return try binary(operation, (0.5, 2), (-1.5, 2.5))
        + [
          Usage(operation: operation, inputs: [try values([3]), .float64(2)].map(\.plain)),
          Usage(operation: operation, inputs: [try values([3]), .int(3)]),
          Usage(operation: operation, inputs: [try values([3]), .int(0)]),
          Usage(operation: operation, inputs: [try values([3]), .int(1)]),
        ]
    case "add", "subtract", "multiply", "maximum", "minimum", "leads": return try binary(operation, (-2, 2), (-2, 2))
    case "where":
      return try shapes.map { a, b in
        let test = try Operation.greater(try values(a, salt: 3), .float64(0))
        return Usage(operation: operation, inputs: [test, try values(a), try values(b, salt: 1)])
      }
    case "sum", "mean", "max", "min", "prod":
      let sizes =
        [[], [3], [2, 3], [2, 1, 3]] + (operation.name == "sum" || operation.name == "prod" ? [[0], [0, 2]] : [])
      return try sizes.flatMap { shape in
        let choices: [[Int]?] = [nil] + shape.indices.map { [$0] } + (shape.count == 3 ? [[0, 2]] : [])
        return try choices.flatMap { axes in
          try [true, false].map {
            Usage(
              operation: operation, inputs: [try values(shape)], attributes: .reduction(axes: axes, keepsAxes: $0))
          }
        }
      }
    case "cumsum", "cumprod", "sort", "flip":
      return try [[3], [2, 3], [2, 1, 3], [0], [1]].flatMap { shape in
        try shape.indices.map {
          Usage(operation: operation, inputs: [try values(shape)], attributes: .axis($0))
        } + [Usage(operation: operation, inputs: [try values(shape)])]
      }
    case "reshape":
      return try [([], [1, 1]), ([6], [2, 3]), ([2, 3], [3, -1]), ([0], [2, 0])].map {
        Usage(operation: operation, inputs: [try values($0.0)], attributes: .shape($0.1))
      }
    case "transpose":
      return try [
        Usage(operation: operation, inputs: [values([2, 3])]), Usage(operation: operation, inputs: [values([3])]),
        Usage(operation: operation, inputs: [values([2, 3, 2])], attributes: .permutation([2, 0, 1])),
        Usage(operation: operation, inputs: [values([2, 0])]),
      ]
    case "broadcast":
      return try [([], [2]), ([3], [2, 3]), ([2, 1], [2, 3]), ([1], [0])].map {
        Usage(operation: operation, inputs: [try values($0.0)], attributes: .shape($0.1))
      }
    case "concat":
      return try [
        Usage(operation: operation, inputs: [values([2]), values([3], salt: 1)]),
        Usage(operation: operation, inputs: [values([2, 1]), values([2, 3], salt: 1)], attributes: .axis(1)),
        Usage(operation: operation, inputs: [values([0]), values([3], salt: 1), values([1])]),
      ]
    case "stack":
      return try [
        Usage(operation: operation, inputs: [values([]), values([], salt: 1)]),
        Usage(operation: operation, inputs: [values([2]), values([2], salt: 1)], attributes: .axis(1)),
      ]
    case "triu", "tril":
      return try [-1, 0, 1].map {
        Usage(operation: operation, inputs: [try values([2, 3, 3])], attributes: .integer($0))
      }
    case "convert":
      return [Usage(operation: operation, inputs: [try values([3])], attributes: .elementType(.float64))]
    case "det", "cofactors":
      return try [[2, 2], [3, 3], [2, 2, 2]].map { Usage(operation: operation, inputs: [try dominant($0)]) }
    case "eigenvalues", "eigenvectors":
      return try [[2, 2], [3, 3], [2, 2, 2]].map { Usage(operation: operation, inputs: [try values($0)]) }
    case "singular_values":
      return try [[2, 2], [3, 2], [2, 3], [2, 3, 2]].map { Usage(operation: operation, inputs: [try values($0)]) }
    case "singular_directions":
      return try [[2, 2], [3, 2], [2, 3, 2]].map { Usage(operation: operation, inputs: [try values($0)]) }
    case "solve":
      return try [([2, 2], [2]), ([3, 3], [3, 2]), ([2, 2, 2], [2, 1]), ([2, 2, 2], [2, 2, 1])].map {
        Usage(operation: operation, inputs: [try dominant($0.0), try values($0.1, salt: 1)])
      }
    case "matmul":
      return try [
        ([3], [3]), ([2, 3], [3, 2]), ([2, 3], [3]), ([3], [3, 2]), ([2, 2, 3], [3, 2]), ([2, 2, 3], [2, 3, 1]),
        ([2, 3], [2, 3, 2]), ([3], [2, 3, 2]), ([2, 2, 3], [3]), ([1, 3], [3, 1]), ([0, 3], [3, 2]), ([2, 0], [0, 2]),
        ([1, 2, 2], [2, 2, 2]),
      ].map { Usage(operation: operation, inputs: [try values($0.0), try values($0.1, salt: 1)]) }
    case "index":
      return try indices.map { shape, parts in
        Usage(operation: operation, inputs: [try values(shape)], attributes: .index(parts))
      }
    case "scatter":
      return try indices.map { shape, parts in
        let picked = try Operation.index(try values(shape), .index(parts))
        return Usage(operation: operation, inputs: [picked], attributes: .scatter(parts, shape: shape))
      }
    case "patches":
      return try [
        Usage(
          operation: operation, inputs: [values([1, 2, 3, 4])],
          attributes: .window(kernel: (2, 2), stride: (1, 1), padding: (0, 0))),
        Usage(
          operation: operation, inputs: [values([2, 1, 4, 3])],
          attributes: .window(kernel: (3, 2), stride: (2, 1), padding: (1, 1))),
      ]
    case "unpatches":
      return [
        Usage(
          operation: operation, inputs: [try values([1, 2, 4, 2, 3])],
          attributes: .windowed(shape: [1, 2, 3, 4], kernel: (2, 2), stride: (1, 1), padding: (0, 0)))
      ]
    case "exp", "abs", "sign", "sin", "cos", "tanh", "sigmoid", "relu", "positive", "softplus", "erf", "floor", "round",
      "negate", "same", "expm1", "sinh", "cosh", "atan", "ceil":
      return try unary(operation, from: -1.9, to: 1.9)
    default: return []
    }
  }

  /// Matrices with a strong diagonal, which no small nudge makes singular.
  private static func dominant(_ shape: [Int]) throws -> Traced {
    try Operation.add(
      try values(shape),
      try Operation.multiply(try Traced.eye(shape[shape.count - 1], shape[shape.count - 1]), .float64(5)))
  }

  private static let indices: [([Int], [IndexPart])] = [
    ([3], [.at(1)]), ([3], [.slice(start: 2, step: -1, count: 3)]), ([2, 3], [.at(1)]),
    ([2, 3], [.slice(start: 0, step: 1, count: 2), .slice(start: 0, step: 2, count: 2)]),
    ([3], [.gather([0, 2, 0, 0], shape: [4])]), ([3, 2], [.gather([0, 2, 0, 1], shape: [2, 2])]),
    ([3, 2], [.gather([0, 2, 0], shape: [3]), .gather([1, 1, 0], shape: [3])]),
    ([2, 3, 2], [.gather([1, 0], shape: [2]), .slice(start: 0, step: 1, count: 2), .gather([1, 1], shape: [2])]),
    ([2, 3, 2], [.slice(start: 0, step: 1, count: 2), .gather([2, 2], shape: [2]), .at(1)]),
    ([0], [.slice(start: 0, step: 1, count: 0)]), ([3], [.gather([], shape: [0])]),
  ]

  private static func unary(_ operation: Operation, from low: Double, to high: Double) throws -> [Usage] {
    try [[], [3], [2, 3], [1], [2, 1], [0]].map {
      Usage(operation: operation, inputs: [try values($0, from: low, to: high)])
    }
  }

  private static func binary(
    _ operation: Operation, _ left: (Double, Double), _ right: (Double, Double)
  ) throws -> [Usage] {
    try (shapes + shapes.map { ($0.1, $0.0) }).map { a, b in
      Usage(
        operation: operation,
        inputs: [
          try values(a, from: left.0, to: left.1), try values(b, from: right.0, to: right.1, salt: 1),
        ])
    }
  }
}
