import CKernels

/// One pass from a loss back to what it was computed from: the gradient at each node is the sum of what its users pass on.
///
/// The gradients of float64 numbers stay unboxed in their nodes; all others are kept here, by the walk's numbers.
struct BackwardPass {
  let walk: Walk
  /// Whether the gradients are recorded, so that they can be differentiated again.
  let recording: Bool
  private var others: [Traced?] = []
  /// How many nodes have not been passed yet; those that have are off the walk, unless they are targets.
  private var remaining: Int

  init(walk: Walk, recording: Bool) {
    self.walk = walk
    remaining = walk.nodes.count
    self.recording = recording
  }

  /// Passes the gradients on, from the last node to the first.
  mutating func run(from loss: Node) {
    add(loss.value.ones, to: loss)
    while remaining > 0 {
      if remaining & 0x3f == 0, Interruption.isRequested { return }
      let index = remaining - 1
      walk.nodes[index].reference._withUnsafeGuaranteedRef { node in
        if node.hasAdjoint {
          if !passOnNumber(from: node) { passOn(.float64(node.adjoint), from: node) }
        } else if !others.isEmpty, let gradient = others[index] {
          passOn(gradient, from: node)
          if !node.isTarget { others[index] = nil }
        }
        if !node.isTarget { node.leaveWalk() }
      }
      remaining = index
    }
  }

  /// Takes all numbers and marks off, so that another walk can use the nodes.
  func finish() { walk.finish(first: remaining) }

  /// The gradients that have arrived at the targets; nil where none has.
  func gradients(of targets: [GradientTarget]) -> [Traced?] {
    var results = targets.map { target -> Traced? in
      if case .node(let node) = target, node.walkIndex >= 0 { return gradient(at: node) }
      return nil
    }
    let places = ParameterPlaces(in: targets)
    for visited in walk.targets where visited.node.parameter >= 0 {
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
    return others.isEmpty ? nil : others[Int(node.walkIndex)]
  }

  private mutating func passOn(_ gradient: Traced, from node: Node) {
    let rule = ChainRule(node: node, gradient: gradient, recording: recording)
    let sources = node.inputs
    for position in 0..<sources.count {
      guard case .node(let input) = sources[position], input.isNeeded,
        let contribution = rule.contribution(to: position)
      else { continue }
      add(contribution, to: input)
    }
  }

  /// The fast path between numbers: the same factors as in `ChainRule`, the products unboxed.
  @inline(__always)
  private mutating func passOnNumber(from node: Node) -> Bool {
    if recording { return false }
    guard node.arity > 0 else { return node.parameter >= 0 }
    guard let factors = node.step.factors else { return false }
    let inputs: Node.Inputs =
      node.arity == 1 ? .one(.float64(node.x)) : .two(.float64(node.x), .float64(node.y))
    passOn(factors.first, from: node, to: node.left, inputs)
    if node.arity > 1 { passOn(factors.second, from: node, to: node.right, inputs) }
    return true
  }

  @inline(__always)
  private mutating func passOn(
    _ factor: Operation.Local, from node: Node, to input: Unmanaged<Node>?, _ inputs: Node.Inputs
  ) {
    guard let input, input._withUnsafeGuaranteedRef({ $0.isNeeded }) else { return }
    let gradient: Double
    switch factor {
    case .one: gradient = node.adjoint
    case .minusOne: gradient = -node.adjoint
    case .none: return
    case .factor(let local):
      let slope = local(inputs, node.value)
      if case .float64(let number) = slope {
        gradient = node.adjoint * number
      } else {
        gradient = (Traced.float64(node.adjoint) * slope).double ?? .nan
      }
    }
    input._withUnsafeGuaranteedRef { target in
      target.adjoint = target.hasAdjoint ? target.adjoint + gradient : gradient
      target.hasAdjoint = true
    }
  }

  private mutating func add(_ gradient: Traced, to node: Node) {
    if !recording, case .float64(let number) = gradient, case .float64 = node.value {
      node.adjoint = node.hasAdjoint ? node.adjoint + number : number
      node.hasAdjoint = true
      return
    }
    if others.isEmpty { others = [Traced?](repeating: nil, count: walk.nodes.count) }
    let place = Int(node.walkIndex)
    if !recording, case .tensor(let more) = gradient, var sum = takeTensor(at: place) {
      others[place] = Tensor.add(more, to: &sum) ? .tensor(sum) : .tensor(sum) + gradient
    } else {
      others[place] = others[place].map { $0 + gradient } ?? gradient
    }
  }

  /// A gradient so far, which is then held by nobody else; a function of its own, so that no copy is left behind.
  @inline(never)
  private mutating func takeTensor(at place: Int) -> Tensor? {
    guard case .tensor(let sum)? = others[place] else { return nil }
    others[place] = nil
    return sum
  }
}

extension Tensor {
  /// Adds a gradient to the elements where they lie, when nobody else sees them; false when it cannot.
  ///
  /// The plain twin is `+`.
  fileprivate static func add(_ more: Tensor, to sum: inout Tensor) -> Bool {
    guard more.strides == nil, sum.strides == nil, sum.elementType.isFloat, sum.elementType == more.elementType,
      sum.shape == more.shape, isAlone(&sum)
    else { return false }
    let whole = sum
    Parallel.run(over: sum.count, grain: Parallel.worthwhile) { part in
      let i = part.lowerBound
      if whole.elementType == .float32 {
        kernels_sadd_to(part.count, more.start(Float.self) + i, whole.start(Float.self) + i)
      } else {
        kernels_dadd_to(part.count, more.start(Double.self) + i, whole.start(Double.self) + i)
      }
    }
    return true
  }
}
