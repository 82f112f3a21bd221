import Source
import Tensors

/// Notices a name whose graph reaches back over more and more updates of the parameters, as in `total = total + L`.
struct GraphGrowth {
  /// How many updates a graph may reach back over before a word is said.
  private static let patience = 50
  /// How far back the earlier holder of a name is looked for.
  private static let reach = 200

  /// How many updates of parameters there have been in this run.
  private(set) var updates = 0
  /// By name: at which update it last grew, and how often it has.
  private var names: [String: (update: Int, times: Int)] = [:]

  /// Counts an update of the parameters.
  mutating func countUpdate() { updates &+= 1 }

  /// A name starts anew with a value that remembers nothing.
  mutating func restart(_ name: String) {
    if let known = names[name], known.times < GraphGrowth.patience { names[name] = nil }
  }

  /// Looks at a name that is bound again; the warning comes once.
  mutating func warning(for name: String, from old: Node, to new: Node, at place: Site) -> Diagnostic? {
    let known = names[name] ?? (updates, 0)
    guard known.update != updates || known.times == 0, known.times < GraphGrowth.patience else { return nil }
    guard new.reaches(old, within: GraphGrowth.reach) else {
      names[name] = nil
      return nil
    }
    names[name] = (updates, known.times + 1)
    guard known.times + 1 == GraphGrowth.patience else { return nil }
    return Diagnostic(
      .warning, code: .graphGrows,
      "the graph of \(name) grows from turn to turn: it reaches back over \(GraphGrowth.patience) updates",
      source: place.source, labels: [.init(place.span)],
      notes: [
        "\(name) remembers how all its earlier values were computed; memory and every gradient of it grow with them."
      ],
      help: "where only the number matters, write detach(…) around what is added")
  }
}

extension Machine {
  /// Called when a name that held a recorded value is bound to another value after an update.
  @inline(never)
  func lookAtGrowth(of name: String, from old: Node, to value: Value, at place: Site) {
    guard case .data(.node(let new)) = value else { return growth.restart(name) }
    if let warning = growth.warning(for: name, from: old, to: new, at: place) { tell(warning) }
  }
}
