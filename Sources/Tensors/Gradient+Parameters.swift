extension Gradient {
  /// The plain gradients of all parameters that a recorded number depends on, by parameter id: for optimisers.
  package static func ofParameters(_ loss: Node) -> [Int: Traced] {
    loss.expandGradients()
    var ids: [Int] = []
    var seen: Set<Int> = []
    for node in Walk.reachable(from: loss) where node.parameter >= 0 && seen.insert(node.parameter).inserted {
      ids.append(node.parameter)
    }
    let values = values(of: loss, with: ids.map { .parameter($0) })
    var gradients: [Int: Traced] = [:]
    for (id, value) in zip(ids, values) { gradients[id] = value }
    return gradients
  }
}
