/// One pass from a loss back to what it was computed from: the gradient at each node is the sum of what its users pass on.
///
/// The gradients of float64 numbers stay unboxed in their nodes; all others are kept here, by the walk's numbers.
struct BackwardPass {
  let walk: Walk
  /// Whether the gradients are recorded, so that they can be differentiated again.
  let recording: Bool
  private var others: [Traced?] = []

  init(walk: Walk, recording: Bool) {
    self.walk = walk
    self.recording = recording
  }

  /// Passes the gradients on, from the last node to the first.
  mutating func run(from loss: Node) {
    add(loss.value.ones, to: loss)
    for index in walk.nodes.indices.reversed() {
      if Interruption.isRequested { return }
      let node = walk.nodes[index].node
      if node.hasAdjoint {
        if !passOnNumber(from: node) { passOn(.float64(node.adjoint), from: node) }
      } else if !others.isEmpty, let gradient = others[index] {
        passOn(gradient, from: node)
        if !node.isTarget { others[index] = nil }
      }
    }
  }

  /// The gradients that have arrived at the targets; nil where none has.
  func gradients(of targets: [GradientTarget]) -> [Traced?] {
    var results = targets.map { target -> Traced? in
      if case .node(let node) = target, node.walkIndex >= 0 { return gradient(at: node) }
      return nil
    }
    let places = ParameterPlaces(in: targets)
    for visited in walk.nodes where visited.node.parameter >= 0 {
      guard let place = places.first(of: visited.node.parameter), let gradient = gradient(at: visited.node) else {
        continue
      }
      results[place] = results[place].map { $0 + gradient } ?? gradient
    }
    for (position, target) in targets.enumerated() {
      if case .parameter(let id) = target, let place = places.first(of: id), place != position {
        results[position] = results[place]
      }
    }
    return results
  }

  /// The gradient that has arrived at a node; nil where none has.
  func gradient(at node: Node) -> Traced? {
    if node.hasAdjoint { return .float64(node.adjoint) }
    return others.isEmpty ? nil : others[node.walkIndex]
  }

  private mutating func passOn(_ gradient: Traced, from node: Node) {
    let rule = ChainRule(node: node, gradient: gradient, recording: recording)
    for position in 0..<node.sources.count {
      guard case .node(let input) = node.sources[position], input.isNeeded,
        let contribution = rule.contribution(to: position)
      else { continue }
      add(contribution, to: input)
    }
  }

  /// The fast path between numbers: the same factors as in `ChainRule`, the products unboxed.
  @inline(__always)
  private mutating func passOnNumber(from node: Node) -> Bool {
    if recording { return false }
    switch node.sources {
    case .none: return true
    case .one(let only):
      guard let factors = node.step.factors else { return false }
      passOn(factors.first, from: node, to: only, .one(only.plain))
    case .two(let first, let second):
      guard let factors = node.step.factors else { return false }
      let plain = Node.Inputs.two(first.plain, second.plain)
      passOn(factors.first, from: node, to: first, plain)
      passOn(factors.second, from: node, to: second, plain)
    case .many: return false
    }
    return true
  }

  @inline(__always)
  private mutating func passOn(_ factor: Operation.Local, from node: Node, to input: Traced, _ plain: Node.Inputs) {
    guard case .node(let target) = input, target.isNeeded else { return }
    let gradient: Double
    switch factor {
    case .one: gradient = node.adjoint
    case .minusOne: gradient = -node.adjoint
    case .none: return
    case .factor(let local):
      let slope = local(plain, node.value)
      guard case .float64(let number) = slope else {
        add((.float64(node.adjoint) * slope).cast(to: target.value.elementType), to: target)
        return
      }
      gradient = node.adjoint * number
    }
    if case .float64 = target.value {
      if target.hasAdjoint {
        target.adjoint += gradient
      } else {
        target.hasAdjoint = true
        target.adjoint = gradient
      }
    } else {
      add(Traced.float64(gradient).cast(to: target.value.elementType), to: target)
    }
  }

  private mutating func add(_ gradient: Traced, to node: Node) {
    if !recording, case .float64(let number) = gradient, case .float64 = node.value {
      node.adjoint = node.hasAdjoint ? node.adjoint + number : number
      node.hasAdjoint = true
      return
    }
    if others.isEmpty { others = [Traced?](repeating: nil, count: walk.nodes.count) }
    let place = node.walkIndex
    others[place] = others[place].map { $0 + gradient } ?? gradient
  }
}
