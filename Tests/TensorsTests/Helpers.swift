import Tensors
import Testing

/// The gradients of a recorded number; zeros where it does not depend on a leaf.
func gradients(of value: Traced, with leaves: [Node]) throws -> [Traced] {
  let node = try #require(value.node)
  return zip(Gradient.of(node, with: leaves.map { .node($0) }), leaves).map { $0 ?? $1.value.zeros }
}

/// The gradient of a recorded number with respect to one leaf.
func gradient(of value: Traced, with leaf: Node) throws -> Traced { try gradients(of: value, with: [leaf])[0] }

/// A tensor of float64, of rank 1 unless a shape is given.
func tensor(_ numbers: [Double], _ shape: [Int]? = nil) throws -> Traced {
  try Traced.make(numbers, shape: shape ?? [numbers.count])
}
