/// A whole backward pass laid open: every node, the gradient that arrives at it, and what each step adds to its inputs.
///
/// Nothing is copied: the tensors are those of the tape, and a contribution is computed again when it is looked at.
package struct Backpropagation {
  /// What one node adds to the gradient of one of its inputs.
  package struct Contribution {
    /// The index of the node that passes the gradient on.
    package let from: Int
    /// Which of its inputs receives it.
    package let position: Int
    /// The index of the receiving node.
    package let to: Int
    /// The amount, with the shape of the receiving value.
    package let value: Traced
    /// The local derivative for an elementwise operation, before it is multiplied by the incoming gradient.
    package let local: Traced?
  }

  /// The nodes in the order they were computed; the loss is the last.
  package let nodes: [Node]
  /// The gradient of the loss with respect to each node; nil where none arrives.
  package let gradients: [Traced?]

  private let indices: [ObjectIdentifier: Int]

  /// Runs the backward pass from a recorded number to everything it was computed from.
  ///
  /// One that was interrupted ends early, and what it gives is to be thrown away.
  package init(of loss: Node) {
    loss.expandAll()
    let nodes = Walk.reachable(from: loss)
    var indices: [ObjectIdentifier: Int] = [:]
    indices.reserveCapacity(nodes.count)
    for (index, node) in nodes.enumerated() {
      if index & 0xfff == 0, Interruption.isRequested { break }
      indices[ObjectIdentifier(node)] = index
    }
    var gradients = [Traced?](repeating: nil, count: nodes.count)
    gradients[nodes.count - 1] = loss.value.ones
    for index in nodes.indices.reversed() {
      if index & 0xff == 0, Interruption.isRequested { break }
      guard let gradient = gradients[index] else { continue }
      let node = nodes[index]
      let rule = ChainRule(node: node, gradient: gradient, recording: false)
      for position in 0..<node.inputs.count {
        guard case .node(let input) = node.inputs[position], let target = indices[ObjectIdentifier(input)],
          let contribution = rule.contribution(to: position)
        else { continue }
        gradients[target] = gradients[target].map { $0 + contribution } ?? contribution
      }
    }
    self.nodes = nodes
    self.gradients = gradients
    self.indices = indices
  }

  /// The index of a node of this graph.
  package func index(of node: Node) -> Int? { indices[ObjectIdentifier(node)] }

  /// What the node at an index adds to its inputs, in the order of the inputs.
  package func contributions(from index: Int) -> [Contribution] {
    guard nodes.indices.contains(index), let gradient = gradients[index] else { return [] }
    let node = nodes[index]
    let rule = ChainRule(node: node, gradient: gradient, recording: false)
    return (0..<node.inputs.count).compactMap { position in
      guard case .node(let input) = node.inputs[position], let target = indices[ObjectIdentifier(input)],
        let value = rule.contribution(to: position)
      else { return nil }
      return Contribution(from: index, position: position, to: target, value: value, local: rule.local(to: position))
    }
  }

  /// All contributions that meet in the node at an index, in the order they arrive.
  package func arrivals(at index: Int) -> [Contribution] {
    guard nodes.indices.contains(index) else { return [] }
    return nodes.indices.reversed().lazy.filter { $0 > index }.flatMap { contributions(from: $0) }.filter {
      $0.to == index
    }
  }
}
