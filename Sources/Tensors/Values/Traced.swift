/// A value of the tensor runtime: a number, a tensor, or either of them with the record of how it was computed.
///
/// Single numbers travel unboxed. `.tensor` always has rank 1 or more; a `.node` holds one of the other cases as its value.
package enum Traced {
  case float64(Double)
  case float32(Float)
  case int(Int)
  case bool(Bool)
  case tensor(Tensor)
  case node(Node)

  /// The value without its history.
  @inline(__always)
  package var plain: Traced {
    if case .node(let node) = self { return node.value }
    return self
  }

  /// The node when the value is recorded.
  @inline(__always)
  package var node: Node? {
    if case .node(let node) = self { return node }
    return nil
  }

  /// The extent of each axis; empty for a number.
  package var shape: [Int] {
    switch self {
    case .tensor(let tensor): tensor.shape
    case .node(let node): node.value.shape
    case .float64, .float32, .int, .bool: []
    }
  }

  /// What its elements are.
  package var elementType: ElementType {
    switch self {
    case .float64: .float64
    case .float32: .float32
    case .int: .int
    case .bool: .bool
    case .tensor(let tensor): tensor.elementType
    case .node(let node): node.value.elementType
    }
  }

  /// The number of elements.
  package var count: Int {
    switch self {
    case .tensor(let tensor): tensor.count
    case .node(let node): node.value.count
    case .float64, .float32, .int, .bool: 1
    }
  }
}
