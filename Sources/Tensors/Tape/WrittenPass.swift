/// A backward pass written down link by link: gradients, contributions and local derivatives as recorded values, with
/// the conditions in them recorded too, so that what computes each can be read off.
///
/// Only the record is meant: the products of matrices in it are not computed.
package struct WrittenPass {
  /// A link from a node to one of its inputs.
  package struct Link: Hashable {
    let node: Int
    let position: Int

    /// Makes a link from the index of a node and the position of its input.
    package init(_ node: Int, _ position: Int) {
      self.node = node
      self.position = position
    }
  }

  /// The gradient of the last node with respect to each node; nil where none arrives.
  package private(set) var gradients: [Traced?]
  /// What each link adds to the gradient of its input.
  package private(set) var contributions: [Link: Traced] = [:]
  /// The local derivative of each link of an elementwise operation.
  package private(set) var locals: [Link: Traced] = [:]

  /// Writes the pass down from the nodes in the order they were computed and the recorded inputs of each.
  package init(of nodes: [Node], inputs: [[(position: Int, index: Int)]]) {
    gradients = [Traced?](repeating: nil, count: nodes.count)
    guard let last = nodes.last else { return }
    gradients[nodes.count - 1] = last.value.ones
    self = Transcript.$isOn.withValue(true) { [self] in
      var pass = self
      for (index, node) in nodes.enumerated().reversed() { pass.add(linksOf: node, at: index, to: inputs[index]) }
      return pass
    }
  }

  private mutating func add(linksOf node: Node, at index: Int, to inputs: [(position: Int, index: Int)]) {
    guard let gradient = gradients[index] else { return }
    let rule = ChainRule(node: node, gradient: gradient, recording: true)
    for input in inputs {
      guard let part = rule.contribution(to: input.position) else { continue }
      let link = Link(index, input.position)
      contributions[link] = part
      locals[link] = rule.local(to: input.position)
      gradients[input.index] = gradients[input.index].map { $0 + part } ?? part
    }
  }
}
