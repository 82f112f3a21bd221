import Source
import Tensors

/// The loss of the last step, as it was recorded: stepped again, it still has the gradients of the old point.
struct SteppedLoss {
  /// Held by whoever computed it, and by nobody here.
  private weak var node: Node?
  /// The parameters, by their ids, that were moved against it.
  private var moved: Set<Int> = []

  /// Notes a step; whether it moves parameters that were moved against the very same loss before.
  mutating func isRepeated(by loss: Node, moving parameters: some Collection<Int>) -> Bool {
    if node !== loss {
      node = loss
      moved = []
    }
    defer { moved.formUnion(parameters) }
    return !moved.isDisjoint(with: parameters)
  }
}

extension Machine {
  /// Says once that a loop steps along the gradient of a loss that it does not compute.
  func noteRepeated(at place: Site) {
    let loss = place.operands.first.map { place.source.slice($0.span) } ?? "L"
    tell(
      Diagnostic(
        .note, code: .staleLoss, "\(loss) was computed before its parameters moved, and so was its gradient",
        source: place.source, labels: [.init(place.span)],
        help: "compute \(loss) before each step: the line that computes it belongs in the loop"), counts: false)
  }
}
