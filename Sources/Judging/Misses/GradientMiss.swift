import Evaluation
import Tensors

/// Recognises an answer that is another gradient of the same computation than the one asked for: a link of the chain
/// too few or too many, one path of several, a local derivative without what arrives.
struct GradientMiss {
  let actual: Grid
  let expected: Grid
  let surroundings: Surroundings

  /// What the answer is; nil when it is none of these.
  func explanation() -> [Message]? {
    // 0 and 1 are gradients of nearly everything.
    guard actual.count > 1 || !(actual.values.first.map { $0 == 0 || $0.magnitude == 1 } ?? true) else { return nil }
    for (name, node) in surroundings.losses.suffix(6).reversed() where node.graph.count <= 400 {
      if let messages = explanation(of: name, Backpropagation(of: node)) { return messages }
    }
    return nil
  }

  private func explanation(of loss: String, _ pass: Backpropagation) -> [Message]? {
    let grids = pass.gradients.map { $0.map { Grid($0) } }
    let wanted = grids.indices.filter { grids[$0]?.isClose(to: expected) ?? false }
    guard !wanted.isEmpty else { return nil }
    for index in wanted {
      let arrivals = pass.arrivals(at: index)
      if arrivals.count > 1, let name = pass.nodes[index].name,
        arrivals.contains(where: { Grid($0.value).isClose(to: actual) })
      {
        return [Message(.onePath, name, String(arrivals.count))]
      }
      for arrival in arrivals {
        guard let local = arrival.local, Grid(local).isClose(to: actual), let name = pass.nodes[arrival.from].name
        else {
          continue
        }
        return [Message(.localOnly, loss, name)]
      }
    }
    var beside: Message?
    for index in grids.indices where grids[index]?.isClose(to: actual) ?? false {
      // Equal gradients meet in a sum; the value computed last is the one that the chain reaches first.
      guard let name = pass.nodes[index].name,
        let target = wanted.last(where: { pass.nodes[$0].name != nil }) ?? wanted.first
      else { continue }
      guard let other = pass.nodes[target].name, other != name else { return [Message(.gradientOf, loss, name)] }
      // Nodes stand in the order they were computed, and the chain runs the other way, along the edges alone.
      let (near, far) = (pass.nodes[Swift.max(target, index)], pass.nodes[Swift.min(target, index)])
      guard near.reaches(far, within: 400) else {
        beside = Message(.gradientOf, loss, name)
        continue
      }
      return [Message(target < index ? .chainTooShort : .chainTooLong, loss, name, other)]
    }
    return beside.map { [$0] }
  }
}
