/// The chain rule of one node in symbols, written down by running the derivative that computes the numbers.
package struct DerivativeRule: Equatable, Sendable {
  /// The local derivative of an elementwise operation, such as `σ(z)(1 - σ(z))`; nil for all other operations.
  package let local: String?
  /// What the input gains, such as `∂L/∂a · σ(z)(1 - σ(z))` or `xᵀ @ ∂L/∂z`.
  package let rule: String

  /// Writes the rule for a node's input at a position down; nil when no gradient flows there.
  ///
  /// `inputs` are the names of the node's inputs, nil for one that is written as its value; `result` is a name for what
  /// the node computed, without which its formula is written; `gradient` names the incoming gradient.
  package init?(
    of node: Node, position: Int, inputs names: [String?], result: String? = nil, gradient: String
  ) {
    let count = node.inputs.count
    guard position >= 0, position < count else { return nil }
    var labels: [ObjectIdentifier: String] = [:]
    func named(_ value: Traced, _ name: String) -> Traced {
      let leaf = Node(leaf: value.plain)
      labels[ObjectIdentifier(leaf)] = name
      return .node(leaf)
    }
    func name(_ place: Int) -> String? { names.indices.contains(place) ? names[place] : nil }
    let inputs = (0..<count).map { place -> Traced in
      let input = node.inputs[place]
      if name(place) == nil, input.node == nil { return input }
      return named(input, name(place) ?? "x\(place + 1)")
    }
    let link = Node(
      node.operation, value: node.value, inputs: DerivativeRule.packed(inputs), attributes: node.attributes)
    if let result { labels[ObjectIdentifier(link)] = result }
    let incoming = named(node.value.ones, gradient)
    let chain = ChainRule(node: link, gradient: incoming, recording: true)
    let pieces = Transcript.$isOn.withValue(true) { (chain.contribution(to: position), chain.local(to: position)) }
    guard let contribution = pieces.0 else { return nil }
    let naming: (Node) -> String? = { labels[ObjectIdentifier($0)] }
    rule = Formula.text(of: contribution, naming: naming)
    self.local = pieces.1.map { Formula.text(of: $0, naming: naming) }
  }

  private static func packed(_ inputs: [Traced]) -> Node.Inputs {
    switch inputs.count {
    case 0: .none
    case 1: .one(inputs[0])
    case 2: .two(inputs[0], inputs[1])
    default: .many(inputs)
    }
  }
}
