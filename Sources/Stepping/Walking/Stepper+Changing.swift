import Documents
import Source
import Tensors

extension Stepper {
  /// Gives a leaf another number, or its own again, and lets everything move with it.
  mutating func change(_ name: String, to number: Double?) -> WalkOutcome {
    if let name = missing.first {
      return .remark("the lesson asks for \(name) with the numbers as they are: p predicts")
    }
    guard let leaf = original.leaf(named: name) else {
      // A table has a place for each of its numbers.
      if original.leafNames.contains(name) {
        return .remark("\(name) holds several numbers: c \(name)[0] 0.5 changes one of them, by its indices")
      }
      let known = Phrase.list(original.leafNames.prefix(12))
      return .remark("\(name) is not a number that this graph starts from: \(known)")
    }
    var others = changes.filter { $0.leaf != leaf }
    if let number, number != original.number(of: leaf) { others.append((leaf, number)) }
    guard let moved = table.changing(others, of: original.tape) else {
      return .remark("with this number the program would go another way, or fail: :step shows it when it has run")
    }
    take(moved, others)
    var document = comparison(showing: leaf)
    document.append(StepText.sentence(Self.onlyHere, role: .dim))
    return .step(shown, saying: document)
  }

  /// Moves the leaf that was changed last by a tenth of its own size.
  mutating func nudge(up: Bool) -> WalkOutcome {
    guard let (leaf, number) = changes.last, let own = original.number(of: leaf) else {
      return .remark("c w 0.9 gives w another number; then ↑ and ↓ move it")
    }
    let step = GraphLeaf.nudge(of: own)
    // Counted in steps, so that up and down lead back to the same number.
    let steps = ((number - own) / step).rounded() + (up ? 1 : -1)
    return change(leaf.name, to: own + steps * step)
  }

  /// The changed numbers for the title: `w = 0.9`.
  var changed: String {
    changes.map { "\($0.leaf.name) = \(table.format.number($0.to))" }.joined(separator: ", ")
  }

  /// What moved, before beside now: the leaf, the named numbers, and the gradients as far as the walk has come.
  private func comparison(showing leaf: GraphLeaf) -> Document {
    func hasArrived(at node: Int?) -> Bool {
      guard let node, let step = table.step(completing: node) else { return false }
      return step <= position
    }
    func pair(_ before: Double?, _ now: Double?) -> Inline {
      guard let before, let now else { return .text("") }
      return .text("\(table.format.number(before)) → \(table.format.number(now))", before == now ? .dim : .plain)
    }
    var rows: [[[Inline]]] = [
      [[], [.text("its value", .dim)], [.text("the gradient of \(table.lossName)", .dim)]],
      [
        [.text(leaf.name, .name)], [pair(original.number(of: leaf), table.number(of: leaf))],
        [hasArrived(at: leaf.node) ? pair(original.gradient(of: leaf), table.gradient(of: leaf)) : .text("")],
      ],
    ]
    for index in table.tape.nodes.indices where table.names.isNamed[index] && index != leaf.node && rows.count < 10 {
      let (before, now) = (original.tape.nodes[index].value.scalar, table.tape.nodes[index].value.scalar)
      guard let before, let now else { continue }
      let (slope, moved) = (original.tape.gradients[index]?.scalar, table.tape.gradients[index]?.scalar)
      let isPast = hasArrived(at: index)
      guard before != now || isPast && slope != moved else { continue }
      rows.append([
        [.text(table.names.name(of: index), .name)], [pair(before, now)],
        [isPast ? pair(slope, moved) : .text("")],
      ])
    }
    return Document([.indented([.columns(Columns(rows))])])
  }

  private static let onlyHere: Phrase =
    "On this walk only: your session keeps its numbers. ↑ and ↓ move it on, c and the name alone take it back."
}
