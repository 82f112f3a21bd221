import Documents
import Tensors

extension StepTable {
  /// A question about what a step passes on; nil when it passes nothing on.
  func question(step: Int) -> StepQuestion? {
    guard plan.steps.indices.contains(step), step > 0 else { return nil }
    let current = plan.steps[step]
    guard let flow = current.flows.first.map({ plan.flows[$0] }) else { return nil }
    let shape = tape.nodes[flow.target].value.shape
    let part = shape.isEmpty ? plan.contribution(of: flow, tape)?.scalar : nil
    let all = plan.arrivals[flow.target] ?? []
    let isLast = flow.ordinal == all.count - 1
    var value = part
    var earlier: Double?
    if isLast, all.count > 1, let whole = tape.gradients[flow.target]?.scalar {
      value = whole
      earlier = whole - (part ?? 0)
    }
    let name = gradientName(of: flow.target)
    let what =
      if value == nil {
        "which shape has \(name)? (such as [2, 3])"
      } else if isLast {
        "what is \(name)? (a number, + or -)" + (all.count > 1 ? " all \(all.count) paths have arrived then" : "")
      } else {
        "what does this path add to \(name)? (a number, + or -)"
      }
    let edge = flow.edges.first
    let isNode = flow.edges.count == 1
    let incoming = edge.map { tape.gradients[$0.from]?.scalar } ?? nil
    let local = isNode ? edge.map { tape.local(from: $0.from, to: $0.position)?.scalar } ?? nil : nil
    return StepQuestion(
      text: "step \(step + 1)/\(stepCount), \(label(of: current)): \(what)", name: name, value: value, shape: shape,
      incoming: (edge.map { gradientName(of: $0.from) } ?? lossName, incoming), local: local, earlier: earlier,
      part: part, format: format)
  }

  /// Why the rule of a step holds, and where the node stands in the source.
  func explanation(step: Int) -> Document {
    guard plan.steps.indices.contains(step) else { return StepText.sentence("all steps are past: b goes back") }
    switch plan.steps[step].unit {
    case nil:
      return StepText.sentence(
        "nudge \(lossName) by ε and \(lossName) moves by ε: its gradient with respect to itself is 1, and from this 1 "
          + "all other gradients are made")
    case .call(let call):
      let record = groups.groups[call].record
      return StepText.sentence(
        "\(record.function) is a function of several operations; its gradient is their chain rule, one after the other: "
          + "i opens it, and :source \(record.function) shows its code")
    case .node(let index):
      return explanation(node: index, flows: plan.steps[step].flows.map { plan.flows[$0] })
    }
  }

  /// The chain rule as an experiment: how far a small nudge gets along this path.
  private func nudge(_ flow: StepPlan.Flow, _ edge: (from: Int, position: Int)) -> String? {
    guard let local = tape.local(from: edge.from, to: edge.position)?.scalar, local.isFinite,
      let incoming = tape.gradients[edge.from]?.scalar, incoming.isFinite
    else { return nil }
    let (input, output) = (names.name(of: flow.target), names.name(of: edge.from))
    let start = "nudge \(input) up by 0.001 and \(output) moves by about \(format.number(0.001 * local))"
    if edge.from == tape.last { return start }
    return start + "; \(lossName) moves \(format.number(incoming)) times as far as \(output): by "
      + format.number(0.001 * local * incoming)
  }

  private func explanation(node index: Int, flows: [StepPlan.Flow]) -> Document {
    let operation = tape.nodes[index].operation
    var document = Document()
    if !operation.why.isEmpty { document.append(StepText.sentence(operation.why)) }
    for flow in flows {
      guard let edge = flow.edges.first else { continue }
      let rule = StepRule(self, node: edge.from, position: edge.position)
      let formula = "\(gradientName(of: flow.target)) = \(rule.text)"
      document.append(StepText.sentence(formula, role: .math))
      if let words = nudge(flow, edge) { document.append(StepText.sentence(words)) }
    }
    if flows.contains(where: isShared) {
      document.append(
        StepText.sentence(
          "a value that is used several times moves \(lossName) along several paths: their effects add up"))
    }
    if let place = names.place(of: index) {
      document.append(.indented([.lines(StepSource.excerpt(place.source, place.span))]))
    }
    return document
  }
}
