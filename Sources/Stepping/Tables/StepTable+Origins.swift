import Documents
import Source
import Tensors

extension StepTable {
  /// Where the numbers of a step come from: its gradient back to the seed, what it is multiplied by back to what was given.
  func origins(step: Int) -> Document {
    guard plan.steps.indices.contains(step) else { return StepText.sentence("all steps are past: b goes back") }
    guard let node = plan.steps[step].members.last else {
      return StepText.sentence(
        "the seed is where every gradient begins: \(lossName) changes by 1 when \(lossName) changes by 1")
    }
    let factors = openable(at: step) == nil ? factorTrails(of: plan.steps[step]) : inputTrails(of: plan.steps[step])
    let rows = gradientTrail(of: node) + earlierSummands(of: plan.steps[step]) + factors
    return Document([.indented([.columns(Columns(rows))])])
  }

  /// Where paths meet: what came before this step, a line for each, since the sum of the step names only the numbers.
  private func earlierSummands(of step: StepPlan.Step) -> [[[Inline]]] {
    var rows: [[[Inline]]] = []
    var isKnown: Set<Int> = []
    for flow in step.flows.map({ plan.flows[$0] }) where isKnown.insert(flow.target).inserted && flow.ordinal > 0 {
      let earlier = (plan.arrivals[flow.target] ?? []).prefix(flow.ordinal)
      if earlier.count > Self.longestTrail {
        let more = earlier.count - Self.longestTrail
        rows.append([[.text(gradientName(of: flow.target), .gradient)], [.text("… and \(more) paths before", .dim)]])
      }
      for other in earlier.suffix(Self.longestTrail).map({ plan.flows[$0] }) {
        guard let part = plan.contribution(of: other, tape) else { continue }
        rows.append([
          [.text(gradientName(of: flow.target), .gradient), .text(" += \(format.brief(part))")],
          [.text(rule(of: other), .math), .text("   from step \(other.step + 1)", .dim)],
        ])
      }
    }
    return rows
  }

  /// The rule of a flow in symbols; a call is a factor of several operations.
  private func rule(of flow: StepPlan.Flow) -> Phrase {
    if let call = openable(at: flow.step) { return "the chain rule through \(callText(call))" }
    return .verbatim(flow.edges.first.map { StepRule(self, node: $0.from, position: $0.position).text } ?? "")
  }

  /// The values that the rules of an operation multiply by: a parameter, a value on the way, or plain data.
  private func factorTrails(of step: StepPlan.Step) -> [[[Inline]]] {
    var rows: [[[Inline]]] = []
    var isKnown: Set<String> = []
    for edge in step.flows.flatMap({ plan.flows[$0].edges }) {
      let node = tape.nodes[edge.from]
      // The gradient that arrives has a trail of its own, and may have a factor's name inside its own.
      let rule = StepRule(self, node: edge.from, position: edge.position).text
        .replacing(gradientName(of: edge.from), with: "")
      func add(_ name: String?, _ trail: (String) -> [[[Inline]]]) {
        guard let name, NotationText.holds(name, in: rule), isKnown.insert(name).inserted, isKnown.count <= 6 else {
          return
        }
        rows += trail(name)
      }
      for position in 0..<node.inputs.count {
        add(names.inputName(of: edge.from, at: position)) { name in
          if let input = tape.inputs[edge.from].first(where: { $0.position == position }) {
            return valueTrail(of: input.index)
          }
          return [[[.text(name, .name), .text(" = \(format.brief(node.inputs[position]))")], [.text("given")]]]
        }
      }
      add(names.name(of: edge.from)) { _ in valueTrail(of: edge.from) }
    }
    return rows
  }

  /// What goes into a call, whose rules are inside it.
  private func inputTrails(of step: StepPlan.Step) -> [[[Inline]]] {
    var rows: [[[Inline]]] = []
    var isKnown: Set<Int> = []
    for member in step.members {
      for input in tape.inputs[member] where plan.unitOfNode[input.index] != plan.unitOfNode[member] {
        if isKnown.insert(input.index).inserted, isKnown.count <= 6 { rows += valueTrail(of: input.index) }
      }
    }
    return rows
  }

  /// The most links of a trail that are shown.
  private static let longestTrail = 6

  /// From a gradient back towards the seed, over the largest of the paths that meet.
  private func gradientTrail(of node: Int) -> [[[Inline]]] {
    var rows: [[[Inline]]] = []
    var current = node
    var copies = 0
    while current != tape.last, let all = plan.arrivals[current], let gradient = tape.gradients[current] {
      let flows = all.map { plan.flows[$0] }
      let largest = flows.count == 1 ? flows[0] : largest(of: flows)
      guard let edge = largest.edges.first, let source = source(of: largest) else { break }
      if flows.count == 1, openable(at: largest.step) == nil, isCopy(edge) {
        copies += 1
      } else {
        if rows.count == Self.longestTrail {
          rows.append([[.text("…", .dim)], [.text("and so on, back to the seed at step 1", .dim)]])
          return rows
        }
        let many: Phrase = flows.count > 1 ? ", the largest of \(flows.count) paths" : ""
        let over: Phrase = copies == 0 ? "" : copies == 1 ? ", over a mere copy" : ", over \(copies) mere copies"
        rows.append([
          [.text(gradientName(of: current), .gradient), .text(" = \(format.brief(gradient))")],
          [.text(rule(of: largest), .math), .text("   from step \(largest.step + 1)\(many)\(over)", .dim)],
        ])
        copies = 0
      }
      current = source
    }
    let over: Phrase = copies > 0 ? ", passed on unchanged \(Phrase.counted(copies, "time"))" : ""
    rows.append([
      [.text(NotationText.gradient(of: lossName, by: lossName), .gradient), .text(" = 1")],
      [.text("the seed, step 1\(over)", .dim)],
    ])
    return rows
  }

  /// From a value back to the parameter or the datum that it copies, or to the line that computed it.
  private func valueTrail(of node: Int) -> [[[Inline]]] {
    var current = node
    var copies: [String] = []
    while Self.copying.contains(tape.nodes[current].operation.name), let only = tape.inputs[current].first,
      tape.inputs[current].count == 1, tape.nodes[current].inputs.count == 1
    {
      copies.append(tape.nodes[current].operation.name)
      current = only.index
    }
    let value = tape.nodes[current]
    let kind: Phrase =
      value.parameter >= 0 ? "a parameter" : tape.isStart[current] ? "given" : "computed: \(names.making(of: current))"
    let copied: Phrase = copies.isEmpty ? "" : ", copied by \(list: copies.reversed())"
    let place = line(of: current).map { "   \($0)" } ?? ""
    return [
      [
        [
          .text(names.name(of: current), value.parameter >= 0 ? .parameter : .name),
          .text(" = \(format.brief(value.value))"),
        ],
        [.text("\(kind)\(copied)"), .text(place, .dim)],
      ]
    ]
  }

  /// Operations that put elements elsewhere and change none.
  private static let copying: Set<String> = [
    "reshape", "transpose", "index", "slice", "flatten", "squeeze", "unsqueeze", "expand", "broadcast", "detach",
  ]

  /// The file, line and text at which a value was made.
  func line(of node: Int) -> String? {
    guard let place = names.place(of: node) else { return nil }
    let text = place.source.slice(place.source.lineSpan(at: place.span.lower)).drop { $0 == " " }
    let position = place.source.position(at: place.span.lower)
    // The folder of a lesson says nothing here and would fill the line.
    let file = place.source.name.split(separator: "/").last.map(String.init) ?? place.source.name
    return format.words(StepSource.place(in: place.source, named: file, position.line)) + "  "
      + DisplayWidth.truncated(String(text), to: 60)
  }

  /// Whether an edge passes its gradient on unchanged: the local derivative is 1; of zeros nobody could tell.
  private func isCopy(_ edge: (from: Int, position: Int)) -> Bool {
    guard tape.nodes[edge.from].value.count <= 4096, let arriving = tape.gradients[edge.from],
      let part = tape.contribution(from: edge.from, to: edge.position)
    else { return false }
    return arriving.shape == part.shape && (0..<part.count).allSatisfy { part.at($0) == arriving.at($0) }
      && (0..<part.count).contains { part.at($0) != 0 }
  }

  private func largest(of flows: [StepPlan.Flow]) -> StepPlan.Flow {
    var best = (flow: flows[0], size: -1.0)
    for flow in flows {
      let size = size(of: flow)
      if size > best.size { best = (flow, size) }
    }
    return best.flow
  }

  private func size(of flow: StepPlan.Flow) -> Double {
    plan.contribution(of: flow, tape).map { TensorSummary($0).norm } ?? 0
  }
}
