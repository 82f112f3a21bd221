import Source

/// The picture of a computation.
enum Graphs {
  static let graph = Builtin(
    "graph", [.required("L", "a recorded number")], group: .pictures,
    "Draws how a number was computed: every value with its gradient.",
    details: "Arrows go from what was computed first to L. The gradient of a value is ∂L/∂(that value). "
      + "Of a large graph the named values are drawn; `:step L` goes through all of them."
  ) { (call) throws(Stop) in
    let loss = try call.machine.lossNode(call[0], at: call.place)
    let text = call.place.source.slice(call.span(of: 0))
    return .figure(Picture(graphOf: loss, name: text, code: call.machine.table))
  }
}
