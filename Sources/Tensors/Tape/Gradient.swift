/// What a gradient is taken with respect to.
package enum GradientTarget {
  /// Every leaf that holds a value of this parameter.
  case parameter(Int)
  /// One recorded value.
  case node(Node)
}

/// Reverse-mode differentiation: one walk back over the recorded graph gives the gradient of a number with respect to
/// any of the values it was computed from.
///
/// Source: Griewank and Walther, "Evaluating Derivatives" (2008), chapter 3.
package enum Gradient {
  /// The gradients of `loss`, a recorded number, one for each target, each with the shape of its target.
  ///
  /// nil stands for a target that the loss does not depend on. The values come from one backward pass without a record;
  /// when a gradient is differentiated in turn, its record is made then, by the same derivatives. A pass that is
  /// interrupted (`Interruption.isRequested`) ends early, and what it gives is to be thrown away.
  package static func of(_ loss: Node, with targets: [GradientTarget]) -> [Traced?] {
    let request = GradientRequest(loss: loss, targets: targets)
    var results = values(of: loss, with: targets)
    for position in results.indices {
      guard let value = results[position] else { continue }
      results[position] = .node(Node(gradient: value, request: request, position: position))
    }
    return results
  }

  /// The gradients as plain values: for optimisers, which never differentiate them again.
  package static func values(of loss: Node, with targets: [GradientTarget]) -> [Traced?] {
    backward(from: loss, with: targets, recording: false)
  }

  static func backward(from loss: Node, with targets: [GradientTarget], recording: Bool) -> [Traced?] {
    if recording { loss.expandAll() }
    var pass = BackwardPass(walk: Walk(from: loss, towards: targets), recording: recording)
    defer { pass.finish() }
    guard loss.isNeeded else { return targets.map { _ in nil } }
    pass.run(from: loss)
    return pass.gradients(of: targets)
  }
}

/// A gradient that was asked for: enough to compute it again with a record of how.
final class GradientRequest {
  private let loss: Node
  private let targets: [GradientTarget]
  private var results: [Traced?]?

  /// The nodes it keeps alive, for freeing a graph without recursion.
  func forEachHeldNode(_ body: (Node) -> Void) {
    body(loss)
    for case .node(let node) in targets { body(node) }
    for case .some(.node(let node)) in results ?? [] { body(node) }
  }

  init(loss: Node, targets: [GradientTarget]) {
    self.loss = loss
    self.targets = targets
  }

  /// The recorded gradient for the target at a position.
  func recorded(_ position: Int) -> Traced? {
    if let results { return results[position] }
    let made = Gradient.backward(from: loss, with: targets, recording: true)
    results = made
    return made[position]
  }
}

extension Node {
  /// Makes the records of all gradients from which this value was computed, so that a walk sees whole graphs.
  ///
  /// What lies behind `end` is left as it is: a walk that stops there does not see it.
  func expandGradients(stoppingAt end: Node? = nil) {
    guard reachesDeferred else { return }
    while true {
      let waiting = Walk.reachable(from: self, stoppingAt: end).filter { $0.isDeferred && $0 !== end }
      if waiting.isEmpty { return }
      for node in waiting { node.recordGradient() }
    }
  }
}

extension Node {
  /// Spells out what fused operations took in one step, here and in everything this was computed from, and makes the
  /// records of gradients: for whoever shows the graph or differentiates it twice.
  func expandAll() {
    expandGradients()
    for node in Walk.reachable(from: self) where node.isFused { node.spellOut() }
    expandGradients()
  }
}

extension Node {
  /// Whether this was computed from another node, as far as a look at the nearest `count` nodes tells.
  package func reaches(_ other: Node, within count: Int) -> Bool {
    // What was seen is marked as a walk marks it, and unmarked at the end.
    var waiting = [self]
    waiting.reserveCapacity(count)
    walkIndex = Node.opened
    defer { for node in waiting { node.walkIndex = -1 } }
    var position = 0
    while position < waiting.count {
      let inputs = waiting[position].inputs
      position += 1
      for place in 0..<inputs.count {
        guard case .node(let input) = inputs[place] else { continue }
        if input === other { return true }
        if waiting.count < count, input.walkIndex == -1 {
          input.walkIndex = Node.opened
          waiting.append(input)
        }
      }
    }
    return false
  }

  /// Whether this was computed from any value that gradients can be asked for, besides the given leaves: a parameter, or
  /// the point at which a derivative around this one is taken.
  package func dependsOnLeaf(besides own: [Node]) -> Bool {
    var seen: Set<ObjectIdentifier> = [ObjectIdentifier(self)]
    var waiting = [self]
    while let node = waiting.popLast() {
      var isLeaf = true
      node.forEachSource { source in
        isLeaf = false
        if seen.insert(ObjectIdentifier(source)).inserted { waiting.append(source) }
      }
      if isLeaf, node.step === Operation.leaf, !own.contains(where: { $0 === node }) { return true }
    }
    return false
  }
}

/// The nodes from which a value was computed, inputs before what is computed from them.
struct Walk {
  /// A node that the root of the walk keeps alive: counting references on the way would cost more than the walk.
  struct Visited {
    let reference: Unmanaged<Node>

    var node: Node { reference.takeUnretainedValue() }
  }

  private(set) var nodes: [Visited] = []
  /// Those of them that gradients are wanted for.
  private(set) var targets: [Visited] = []
  private let root: Node

  /// Walks from a loss, numbers the nodes by `walkIndex`, and marks them, until `finish` is called.
  init(from loss: Node, towards targets: [GradientTarget]) {
    var only: Node?
    if targets.count == 1, case .node(let node) = targets[0] { only = node }
    loss.expandGradients(stoppingAt: only)
    root = loss
    let places = ParameterPlaces(in: targets)
    self.targets.reserveCapacity(targets.count)
    for case .node(let node) in targets { node.isTarget = true }
    number(stoppingAt: only) { $0.isTarget || $0.parameter >= 0 && places.first(of: $0.parameter) != nil }
    // A target outside this graph keeps no mark.
    for case .node(let node) in targets where node.walkIndex < 0 { node.isTarget = false }
  }

  /// Walks from a loss likewise, with every parameter that it meets as a target.
  init(towardsParametersFrom loss: Node) {
    loss.expandGradients()
    root = loss
    number(stoppingAt: nil) { $0.parameter >= 0 }
  }

  /// Takes the numbers and marks off the targets and the first `count` nodes, so that another walk can use them.
  func finish(first count: Int) {
    for visited in nodes[..<count] { visited.reference._withUnsafeGuaranteedRef { $0.leaveWalk() } }
    for visited in targets { visited.reference._withUnsafeGuaranteedRef { $0.leaveWalk() } }
  }

  /// All nodes from which `root` was computed, itself last, inputs before results.
  static func reachable(from root: Node, stoppingAt end: Node? = nil) -> [Node] {
    var walk = Walk(root: root)
    walk.number(stoppingAt: end) { _ in false }
    walk.finish(first: walk.nodes.count)
    return walk.nodes.map(\.node)
  }

  /// Calls `body` with all nodes from which `root` was computed and itself, without counting references on the way.
  static func forEach(from root: Node, _ body: (Node) -> Void) {
    var walk = Walk(root: root)
    walk.number(stoppingAt: nil) { _ in false }
    walk.finish(first: walk.nodes.count)
    for visited in walk.nodes { visited.reference._withUnsafeGuaranteedRef(body) }
  }

  private init(root: Node) { self.root = root }

  /// A depth-first walk without recursion; a node is numbered when all its inputs are.
  ///
  /// The way back is kept in the nodes themselves: an open node knows the one that led to it, and in its number, from
  /// `Node.opened` downwards, how many of its inputs have been looked at.
  @inline(__always)
  private mutating func number(stoppingAt end: Node?, isTarget: (Node) -> Bool) {
    nodes.reserveCapacity(16)
    let start = Unmanaged.passUnretained(root)
    let last = end.map { Unmanaged.passUnretained($0).toOpaque() }
    var current = start
    root.walkIndex = Node.opened
    while true {
      if current.toOpaque() != last, let child = current._withUnsafeGuaranteedRef({ $0.nextUnvisited() }) {
        child._withUnsafeGuaranteedRef { node in
          node.walkIndex = Node.opened
          node.walkParent = current
        }
        current = child
        continue
      }
      let parent = current._withUnsafeGuaranteedRef { node in
        node.walkIndex = Int32(truncatingIfNeeded: nodes.count)
        if isTarget(node) {
          node.isTarget = true
          node.isNeeded = true
          targets.append(Visited(reference: current))
        } else {
          node.isNeeded = node.hasNeededInput
        }
        return node.walkParent
      }
      nodes.append(Visited(reference: current))
      guard current.toOpaque() != start.toOpaque(), let parent else { return }
      current = parent
    }
  }
}

/// At which positions of a list of targets the parameters stand.
struct ParameterPlaces {
  private let targets: [GradientTarget]
  /// With many targets, the first position of each; a few are looked through.
  private var table: [Int: Int] = [:]

  init(in targets: [GradientTarget]) {
    self.targets = targets
    guard targets.count > 8 else { return }
    for (position, target) in targets.enumerated() {
      if case .parameter(let id) = target, table[id] == nil { table[id] = position }
    }
  }

  /// The first position of a parameter.
  func first(of id: Int) -> Int? {
    if targets.count > 8 { return table[id] }
    for (position, target) in targets.enumerated() {
      if case .parameter(id) = target { return position }
    }
    return nil
  }
}

extension Node {
  /// All values from which this one was computed, itself last, inputs before results.
  package var graph: [Node] {
    expandAll()
    return Walk.reachable(from: self)
  }
}
