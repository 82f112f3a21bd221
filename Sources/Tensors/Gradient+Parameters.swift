extension Gradient {
  /// The plain gradients of all parameters that a recorded number depends on, by parameter id: for optimisers.
  package static func ofParameters(_ loss: Node) -> [Int: Traced] {
    let walk = Walk(towardsParametersFrom: loss)
    defer { walk.finish() }
    var gradients: [Int: Traced] = [:]
    guard loss.isNeeded else { return gradients }
    var pass = BackwardPass(walk: walk, recording: false)
    pass.run(from: loss)
    for visited in walk.nodes where visited.node.parameter >= 0 {
      guard let gradient = pass.gradient(at: visited.node) else { continue }
      let id = visited.node.parameter
      gradients[id] = gradients[id].map { $0 + gradient } ?? gradient
    }
    return gradients
  }
}
