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
      if number == nil, let space = name.lastIndex(of: " "), original.leaf(named: String(name[..<space])) != nil {
        let (kept, word) = (String(name[..<space]), String(name[space...].dropFirst()))
        return .remark("\(word) is not a number: \(kept) stays as it is")
      }
      let known = StepText.names(original.leafNames)
      return .remark("\(name) is not a number that this graph starts from: \(known)")
    }
    let own = original.number(of: leaf)
    if number ?? own == changes.first(where: { $0.leaf == leaf })?.to ?? own {
      return .remark("\(leaf.name) has this number already")
    }
    var others = changes.filter { $0.leaf != leaf }
    if let number, number != own { others.append((leaf, number)) }
    guard let moved = table.changing(others, of: original.tape) else {
      return .remark("with this number the program would go another way, or fail: :step shows it when it has run")
    }
    take(moved, others)
    var document = comparison(showing: leaf)
    document.append(StepText.sentence(Self.onlyHere, role: .dim))
    return .step(shown, saying: document)
  }

  /// Moves the leaf that was changed last by a tenth of the size that it has in the program.
  mutating func nudge(up: Bool) -> WalkOutcome {
    guard let (leaf, number) = changes.last, let own = original.number(of: leaf) else {
      return .remark("c w 0.9 gives w another number; then ↑ and ↓ move it")
    }
    let step = GraphLeaf.nudge(of: own)
    let moved = number + (up ? step : -step)
    // What was rounded on the way is not to keep a number from coming back to its own.
    return change(leaf.name, to: (moved - own).magnitude < 1e-9 * step ? own : moved)
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
      let (from, to) = (table.format.number(before), table.format.number(now))
      return from == to ? .text(to, .dim) : .text("\(from) → \(to)")
    }
    var rows: [[[Inline]]] = [
      [[], [.text("its value", .dim)], [.text("the gradient of \(table.lossName)", .dim)]],
      [
        [.text(leaf.name, .name)], [pair(original.number(of: leaf), table.number(of: leaf))],
        [hasArrived(at: leaf.node) ? pair(original.gradient(of: leaf), table.gradient(of: leaf)) : .text("")],
      ],
    ]
    // In a small graph what has no name moves before the reader's eyes, too.
    let isSmall = table.nodeCount <= 12
    for index in table.tape.nodes.indices
    where (table.names.isNamed[index] || isSmall) && index != leaf.node && rows.count < 10 {
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
