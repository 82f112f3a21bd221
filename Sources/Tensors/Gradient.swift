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
  /// when a gradient is differentiated in turn, its record is made then, by the same derivatives.
  package static func of(_ loss: Node, with targets: [GradientTarget]) -> [Traced?] {
    let request = GradientRequest(loss: loss, targets: targets)
    let values = backward(from: loss, with: targets, recording: false)
    return values.enumerated().map { position, value in
      value.map { .node(Node(gradient: $0, request: request, position: position)) }
    }
  }

  /// The gradients as plain values: for optimisers, which never differentiate them again.
  package static func values(of loss: Node, with targets: [GradientTarget]) -> [Traced?] {
    backward(from: loss, with: targets, recording: false)
  }

  static func backward(from loss: Node, with targets: [GradientTarget], recording: Bool) -> [Traced?] {
    let walk = Walk(from: loss, towards: targets)
    defer { walk.finish() }
    var adjoints = [Traced?](repeating: nil, count: walk.nodes.count)
    guard let last = adjoints.indices.last, walk.isNeeded[last] else { return targets.map { _ in nil } }
    adjoints[last] = loss.value.ones
    for index in walk.nodes.indices.reversed() where walk.isNeeded[index] {
      guard let adjoint = adjoints[index] else { continue }
      let node = walk.nodes[index]
      let rule = ChainRule(node: node, gradient: adjoint, recording: recording)
      for position in 0..<node.inputs.count {
        guard case .node(let input) = node.inputs[position], input.walkIndex >= 0, walk.isNeeded[input.walkIndex],
          let contribution = rule.contribution(to: position)
        else { continue }
        if let sum = adjoints[input.walkIndex] {
          adjoints[input.walkIndex] = sum + contribution
        } else {
          adjoints[input.walkIndex] = contribution
        }
      }
      if !walk.isTarget[index] { adjoints[index] = nil }
    }
    return targets.map { target in
      switch target {
      case .node(let node): node.walkIndex >= 0 ? adjoints[node.walkIndex] : nil
      case .parameter(let id):
        walk.nodes.indices.reduce(nil) { sum, index in
          guard walk.nodes[index].parameter == id, let adjoint = adjoints[index] else { return sum }
          return sum.map { $0 + adjoint } ?? adjoint
        }
      }
    }
  }
}

/// A gradient that was asked for: enough to compute it again with a record of how.
final class GradientRequest {
  private let loss: Node
  private let targets: [GradientTarget]
  private var results: [Traced?]?

  /// The nodes it keeps alive, for freeing a graph without recursion.
  var heldNodes: [Node] {
    var held = [loss]
    for case .node(let node) in targets { held.append(node) }
    for case .some(.node(let node)) in results ?? [] { held.append(node) }
    return held
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
  package func expandGradients(stoppingAt end: Node? = nil) {
    guard reachesDeferred else { return }
    while true {
      let waiting = Walk.reachable(from: self, stoppingAt: end).filter { $0.deferred != nil && $0 !== end }
      if waiting.isEmpty { return }
      for node in waiting { node.recordGradient() }
    }
  }

  private func recordGradient() {
    guard let request = deferred else { return }
    deferred = nil
    guard let recorded = request.recorded(deferredPosition) else { return }
    operation = .same
    inputs = .one(recorded)
  }
}

extension Node {
  /// Whether a parameter's value is among what this was computed from.
  package var reachesParameter: Bool { Walk.reachable(from: self).contains { $0.parameter >= 0 } }
}

/// The nodes from which a value was computed, inputs before what is computed from them.
struct Walk {
  private(set) var nodes: [Node] = []
  /// Whether a target is reached from the node, by index.
  private(set) var isNeeded: [Bool] = []
  /// Whether the node is itself a target, by index.
  private(set) var isTarget: [Bool] = []

  /// Walks from a loss and numbers the nodes by `walkIndex` until `finish` is called.
  init(from loss: Node, towards targets: [GradientTarget]) {
    var only: Node?
    if targets.count == 1, case .node(let node) = targets[0] { only = node }
    loss.expandGradients(stoppingAt: only)
    nodes = Walk.number(from: loss, stoppingAt: only)
    isTarget = [Bool](repeating: false, count: nodes.count)
    isNeeded = isTarget
    let parameters = Set(
      targets.compactMap { target -> Int? in
        if case .parameter(let id) = target { return id }
        return nil
      })
    for case .node(let node) in targets where node.walkIndex >= 0 { isTarget[node.walkIndex] = true }
    for (index, node) in nodes.enumerated() {
      if node.parameter >= 0, parameters.contains(node.parameter) { isTarget[index] = true }
      var needed = isTarget[index]
      for position in 0..<node.inputs.count where !needed {
        if case .node(let input) = node.inputs[position], input.walkIndex >= 0 { needed = isNeeded[input.walkIndex] }
      }
      isNeeded[index] = needed
    }
  }

  /// Takes the numbers off again, so that another walk can use them.
  func finish() {
    for node in nodes { node.walkIndex = -1 }
  }

  /// All nodes from which `root` was computed, itself last, inputs before results.
  static func reachable(from root: Node, stoppingAt end: Node? = nil) -> [Node] {
    let nodes = number(from: root, stoppingAt: end)
    for node in nodes { node.walkIndex = -1 }
    return nodes
  }

  /// A depth-first walk without recursion; a node is numbered when all its inputs are.
  private static func number(from root: Node, stoppingAt end: Node?) -> [Node] {
    var nodes: [Node] = []
    var open: [(node: Node, next: Int)] = [(root, 0)]
    root.walkIndex = -2
    while let (node, next) = open.last {
      var position = next
      var child: Node?
      if node !== end {
        let count = node.inputs.count
        while position < count, child == nil {
          if case .node(let input) = node.inputs[position], input.walkIndex == -1 { child = input }
          position += 1
        }
      }
      if let child {
        open[open.count - 1].next = position
        child.walkIndex = -2
        open.append((child, 0))
      } else {
        node.walkIndex = nodes.count
        nodes.append(node)
        open.removeLast()
      }
    }
    return nodes
  }
}
