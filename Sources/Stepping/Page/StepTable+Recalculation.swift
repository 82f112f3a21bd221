import Documents
import Source
import Tensors

extension StepTable {
  /// How the numbers of the pass are computed, and what each step adds, in those numbers.
  struct Recalculated {
    let recalculation: Recalculation
    /// The flows of each step.
    let flows: [[Recalculation.Flow]]
  }

  /// The most recorded values of a pass that a page computes again.
  private static let mostNodes = 400

  /// Writes the pass down in operations on single numbers, forward and backward, for a picture with the given boxes; nil
  /// when it starts from no number that may be changed.
  ///
  /// It was computed in this way with several other numbers, and gave what the program itself gives with them.
  ///
  /// - Throws: why it cannot be written down.
  func recalculated(boxes: Set<Int>) throws(NumberProgram.Refusal) -> Recalculated? {
    guard tape.nodes.count <= Self.mostNodes, isSmall else { throw .size }
    let leaves = changeable
    guard !leaves.isEmpty else { return nil }
    let trial = GraphTrial(tape)
    guard trial.isFaithful else { throw .condition }
    // Constants that may be changed become nodes, so that what is computed from them is recorded, too.
    var change = GraphChange()
    var starts: [GraphChange.Place: Node] = [:]
    for leaf in leaves {
      guard let first = leaf.places.first, starts[first] == nil else { continue }
      let node = Node(leaf: tape.nodes[first.node].inputs[first.position])
      starts[first] = node
      for place in leaf.places { change.constants[place] = .node(node) }
    }
    guard let values = try? trial.values(change) else { throw .difference }
    let nodes = values.compactMap(\.node)
    guard nodes.count == values.count else { throw .numbers }
    let pass = WrittenPass(of: nodes, inputs: tape.inputs)

    let precision = tape.nodes[tape.last].value.elementType
    guard precision == .float64 || precision == .float32 else { throw .numbers }
    var program = NumberProgram(precision: precision)
    for leaf in leaves { if let node = leaf.places.first.flatMap({ starts[$0] }) { try program.begin(with: node) } }
    for index in tape.starts { try program.begin(with: nodes[index]) }
    var numbers: [Recalculation.Value] = []
    for value in values { numbers.append(try program.value(of: value)) }
    let flows = try self.flows(of: pass, &program, boxes)
    var gradients: [Recalculation.Value?] = []
    for gradient in pass.gradients {
      gradients.append(try gradient.map { value throws(NumberProgram.Refusal) in try program.value(of: value) })
    }
    var knobs: [Recalculation.Knob] = []
    for leaf in leaves {
      let start = leaf.places.first.flatMap { starts[$0] } ?? leaf.node.map { nodes[$0] }
      guard let start, let own = number(of: leaf) else { continue }
      let cells = try program.value(of: .node(start)).cells
      knobs.append(
        Recalculation.Knob(name: leaf.name, cell: cells[leaf.position], nudge: GraphLeaf.nudge(of: own)))
    }
    try check(program, knobs, leaves, numbers, gradients)
    let rows = self.rows(numbers, gradients, boxes)
    return Recalculated(
      recalculation: Recalculation(
        cells: program.cells, knobs: knobs, rows: rows, loss: lossName, digits: format.digits,
        isSingle: precision == .float32), flows: flows)
  }

  /// Whether all values together are few enough for a page.
  private var isSmall: Bool {
    let most = Recalculation.mostCells
    var count = 0
    for node in tape.nodes {
      count += node.value.count
      guard count <= most, (0..<node.inputs.count).allSatisfy({ node.inputs[$0].count <= most }) else { return false }
    }
    return true
  }

  /// The numbers that the pass starts from, the single ones first; not those whose change would be another rule.
  private var changeable: [GraphLeaf] {
    var leaves: [GraphLeaf] = []
    for name in leafNames {
      guard let whole = shapeOfLeaf(named: name) else { continue }
      guard !whole.isEmpty else {
        if let leaf = leaf(named: name) { leaves.append(leaf) }
        continue
      }
      for position in 0..<Swift.min(whole.reduce(1, *), Recalculation.mostKnobs) {
        if let leaf = leaf(named: "\(name)[\(Places.text(position, in: whole))]") { leaves.append(leaf) }
      }
      if leaves.count >= Recalculation.mostKnobs { break }
    }
    return Array(leaves.filter(isSteady).prefix(Recalculation.mostKnobs))
  }

  private func shapeOfLeaf(named name: String) -> [Int]? {
    if let node = node(named: name) { return tape.nodes[node].value.shape }
    return constants.first { names.inputName(of: $0.node, at: $0.position) == name }.map {
      tape.nodes[$0.node].inputs[$0.position].shape
    }
  }

  /// Whether a leaf is one value wherever it is used, and no exponent, whose number decides how a power is derived.
  private func isSteady(_ leaf: GraphLeaf) -> Bool {
    guard let first = leaf.places.first else { return true }
    let own = tape.nodes[first.node].inputs[first.position]
    return leaf.places.allSatisfy { place in
      let node = tape.nodes[place.node]
      if node.operation === Operation.power, place.position == 1 { return false }
      let value = node.inputs[place.position]
      return value.shape == own.shape && value.elementType == own.elementType && value.doubles == own.doubles
    }
  }

  private func flows(
    of pass: WrittenPass, _ program: inout NumberProgram, _ boxes: Set<Int>
  ) throws(NumberProgram.Refusal) -> [[Recalculation.Flow]] {
    var totals: [Int: Recalculation.Value] = [:]
    var flows: [[Recalculation.Flow]] = []
    for step in plan.steps {
      var own: [Recalculation.Flow] = []
      for flow in step.flows.map({ plan.flows[$0] }) {
        var part: Recalculation.Value?
        for edge in flow.edges {
          guard let link = pass.contributions[WrittenPass.Link(edge.from, edge.position)] else { continue }
          let value = try program.value(of: link)
          part = try part.map { so throws(NumberProgram.Refusal) in try program.sum(so, value) } ?? value
        }
        guard let part else { continue }
        let total =
          try totals[flow.target].map { so throws(NumberProgram.Refusal) in try program.sum(so, part) } ?? part
        totals[flow.target] = total
        var factors: [Int] = []
        var rule = ""
        if case .node = step.unit, let edge = flow.edges.first {
          rule = StepRule(self, node: edge.from, position: edge.position).text
          if part.shape.isEmpty, let incoming = pass.gradients[edge.from],
            let local = pass.locals[WrittenPass.Link(edge.from, edge.position)], incoming.shape.isEmpty
          {
            factors = try program.value(of: incoming).cells + program.value(of: local).cells
          }
        }
        let unit = plan.unitOfNode[flow.target]
        own.append(
          Recalculation.Flow(
            name: gradientName(of: flow.target), rule: rule, factors: factors.count == 2 ? factors : [], part: part,
            total: total, ordinal: flow.ordinal + 1, count: plan.arrivals[flow.target]?.count ?? 1,
            box: boxes.contains(unit) && plan.members(of: unit).last == flow.target ? unit : nil))
      }
      flows.append(own)
    }
    return flows
  }

  private func rows(
    _ numbers: [Recalculation.Value], _ gradients: [Recalculation.Value?], _ boxes: Set<Int>
  ) -> [Recalculation.Row] {
    let isSmall = plan.order.count <= 12
    return tape.nodes.indices.compactMap { index in
      let unit = plan.unitOfNode[index]
      guard plan.members(of: unit).last == index else { return nil }
      let isListed = names.isNamed[index] || isSmall
      guard isListed || boxes.contains(unit) else { return nil }
      return Recalculation.Row(
        name: names.name(of: index), box: boxes.contains(unit) ? unit : nil, isListed: isListed, value: numbers[index],
        gradient: gradients[index], completed: step(completing: index))
    }
  }

  /// Computes the pass in both ways with other numbers, one at a time and all together.
  private func check(
    _ program: NumberProgram, _ knobs: [Recalculation.Knob], _ leaves: [GraphLeaf], _ numbers: [Recalculation.Value],
    _ gradients: [Recalculation.Value?]
  ) throws(NumberProgram.Refusal) {
    let pairs = Array(zip(knobs, leaves))
    func moves(_ which: some Sequence<(Recalculation.Knob, GraphLeaf)>, by nudges: Double) -> [(Int, GraphLeaf, Double)]
    {
      which.compactMap { knob, leaf in number(of: leaf).map { (knob.cell, leaf, $0 + nudges * knob.nudge) } }
    }
    var trials = [[], moves(pairs, by: 3), moves(pairs, by: -4), moves(pairs, by: -20)]
    for pair in pairs.prefix(12) { trials += [moves([pair], by: 7), moves([pair], by: -15)] }
    // In single precision what is left of large numbers that cancel is rounded as they are.
    func floor(_ values: [Traced?]) -> Double {
      guard program.precision == .float32 else { return 1e-11 }
      return values.reduce(0) { $1?.doubles.filter(\.isFinite).reduce($0) { Swift.max($0, abs($1)) } ?? $0 } * 3e-6
    }
    for moves in trials {
      guard !Interruption.isRequested,
        let other = GraphTrial(tape).tape(change(moves.map { ($0.1, $0.2) }, of: tape))
      else { throw .difference }
      let cells = program.numbers(changing: Dictionary(moves.map { ($0.0, $0.2) }) { $1 })
      let floors = (floor(other.nodes.map(\.value)), floor(other.gradients))
      // Inside a call that is one step, a shift that changes no result may be another one.
      for index in tape.nodes.indices where plan.members(of: plan.unitOfNode[index]).last == index {
        let pairs = [
          (numbers[index].cells, other.nodes[index].value.doubles, floors.0),
          (gradients[index]?.cells ?? [], other.gradients[index]?.doubles ?? [], floors.1),
        ]
        for (own, wanted, floor) in pairs {
          guard Self.agree(own.map { cells[$0] }, wanted, floor, program.precision) else { throw .difference }
        }
      }
    }
  }

  /// Whether numbers are the same but for rounding.
  private static func agree(
    _ left: [Double], _ right: [Double], _ floor: Double, _ precision: ElementType
  ) -> Bool {
    let share = precision == .float32 ? 1e-5 : 1e-8
    return left.count == right.count
      && zip(left, right).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN || abs($0 - $1) <= share * abs($1) + floor }
  }
}

extension NumberProgram.Refusal {
  /// Why a page leaves the numbers as they are.
  var words: Phrase {
    switch self {
    case .operation(let name):
      "The numbers stand still on this page, which cannot compute \(name) again: in the program, c in the stepper changes them."
    case .size:
      "The numbers stand still on this page, which has too many of them to compute them again: in the program, c in the stepper changes them."
    case .numbers:
      "The numbers stand still on this page, which computes only finite numbers of one precision again: in the program, c in the stepper changes them."
    case .condition:
      "The numbers stand still on this page: with others, a condition of the program might go another way."
    case .difference:
      "The numbers stand still on this page: computed again here, they would not be those of the program. In the program, c in the stepper changes them."
    }
  }
}
