extension Gradient {
  /// The plain gradients of all parameters that a recorded number depends on, by parameter id: for optimisers.
  package static func ofParameters(_ loss: Node) -> [Int: Traced] {
    var pass = BackwardPass(walk: Walk(towardsParametersFrom: loss), recording: false)
    defer { pass.finish() }
    var gradients: [Int: Traced] = [:]
    guard loss.isNeeded else { return gradients }
    pass.run(from: loss)
    for visited in pass.walk.targets {
      guard let gradient = pass.gradient(at: visited.node) else { continue }
      let id = visited.node.parameter
      gradients[id] = gradients[id].map { $0 + gradient } ?? gradient
    }
    return gradients
  }
}
