/// One link of the chain rule: from the gradient with respect to a node's result to those with respect to its inputs.
package struct ChainRule {
  private let node: Node
  private let gradient: Traced
  private let inputs: Node.Inputs
  private let result: Traced
  private let recording: Bool

  /// Makes the link for a node and the gradient that arrives at it.
  ///
  /// With `recording` the derivatives are computed from recorded values and are thereby recorded themselves.
  package init(node: Node, gradient: Traced, recording: Bool) {
    self.node = node
    self.gradient = gradient
    self.recording = recording
    inputs = recording ? node.inputs : node.inputs.plain
    result = recording ? .node(node) : node.value
  }

  /// What the node adds to the gradient of its input at a position; nil when no gradient flows there.
  package func contribution(to position: Int) -> Traced? {
    switch node.step.derivative {
    case .none: return nil
    case .elementwise(let locals):
      let product: Traced
      if !recording, let slope = node.step.slope, let made = slope(gradient, position, inputs, result) {
        product = made
      } else {
        switch locals[position] {
        case .none: return nil
        case .one: product = gradient
        case .minusOne: product = -gradient
        case .factor(let factor): product = gradient * factor(inputs, result)
        }
      }
      if case .float64 = product, case .float64 = inputs[position] { return product }
      return product.summed(to: inputs[position].shape).cast(to: inputs[position].elementType)
    case .pullback(let pullback):
      return pullback(gradient, position, inputs, result, node.attributes)?.cast(to: inputs[position].elementType)
    }
  }

  /// The local derivative of an elementwise operation with respect to its input at a position; nil for all others.
  package func local(to position: Int) -> Traced? {
    guard case .elementwise(let locals) = node.step.derivative else { return nil }
    switch locals[position] {
    case .none: return nil
    case .one: return result.plain.ones
    case .minusOne: return -result.plain.ones
    case .factor(let factor): return factor(inputs, result)
    }
  }
}

extension Node.Inputs {
  /// The inputs without their histories.
  var plain: Node.Inputs {
    switch self {
    case .none: .none
    case .one(let only): .one(only.plain)
    case .two(let first, let second): .two(first.plain, second.plain)
    case .many(let all): .many(all.map(\.plain))
    }
  }
}
