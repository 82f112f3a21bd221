import Documents
import Source
import Tensors

extension StepTable {
  /// The questions about what a step passes on, one for each value that receives something; none when nothing does.
  func questions(step: Int) -> [StepQuestion] {
    guard plan.steps.indices.contains(step), step > 0 else { return [] }
    let current = plan.steps[step]
    var targets: [Int] = []
    var last: [Int: StepPlan.Flow] = [:]
    for flow in current.flows.map({ plan.flows[$0] }) {
      if last[flow.target] == nil { targets.append(flow.target) }
      last[flow.target] = flow
    }
    return targets.compactMap { last[$0].map { question(about: $0, in: current, step) } }
  }

  /// A question about one flow; where a step brings several to one value, about the last of them.
  private func question(about flow: StepPlan.Flow, in current: StepPlan.Step, _ step: Int) -> StepQuestion {
    let shape = tape.nodes[flow.target].value.shape
    let part = shape.isEmpty ? plan.contribution(of: flow, tape)?.scalar : nil
    let all = plan.arrivals[flow.target] ?? []
    let isLast = flow.ordinal == all.count - 1
    let here = current.flows.lazy.filter { plan.flows[$0].target == flow.target }.count
    let isShort = here > 1
    var value = part
    var sum: StepQuestion.Sum?
    if let part, let total = plan.total(after: flow, tape)?.scalar, flow.ordinal > 0, isLast || isShort {
      value = total
      // What an earlier step brought has been on the screen; the other paths of this step have not.
      let earlier = flow.ordinal + 1 - here
      let before = earlier > 0 ? plan.total(after: plan.flows[all[earlier - 1]], tape)?.scalar : 0
      sum = StepQuestion.Sum(earlier: earlier, before: before ?? .nan, here: here, last: part)
    }
    let name = gradientName(of: flow.target)
    let arrived: Phrase = all.count > 1 ? "; all \(all.count) paths have arrived then" : ""
    func asking(_ what: Phrase) -> Phrase { "step \(step + 1)/\(stepCount), \(label(of: current)): \(what)" }
    let what: Phrase =
      if value == nil {
        "which shape has \(name)? (such as [2, 3])"
      } else if isLast {
        "what is \(name)? (a number, + or -\(arrived))"
      } else if isShort {
        "what is \(name) so far? (a number, + or -; \(flow.ordinal + 1) of \(all.count) paths have arrived then)"
      } else {
        "what does this path add to \(name)? (a number, + or -)"
      }
    let source = source(of: flow)
    let isNode = openable(at: step) == nil
    let incoming = source.flatMap { tape.gradients[$0]?.scalar }
    let local = isNode ? flow.edges.first.flatMap { tape.local(from: $0.from, to: $0.position)?.scalar } : nil
    // Only the whole of a gradient is ever asked for as a number alone.
    let number: Phrase = value != nil && isLast ? "what is \(name)? (a number\(arrived))" : what
    return StepQuestion(
      texts: (asking(what), asking(number)), name: name, value: value, shape: shape,
      incoming: (source.map(gradientName(of:)) ?? lossName, incoming), local: local, sum: sum,
      scope: isLast ? .whole : isShort ? .soFar : .path, format: format)
  }

  /// What is remarkable about a step: a sum of paths is complete, a gradient is 0, not finite, or above a bound.
  func remark(onStep step: Int, bound: Double) -> Phrase? {
    guard plan.steps.indices.contains(step) else { return nil }
    for index in plan.steps[step].flows {
      let flow = plan.flows[index]
      let count = plan.arrivals[flow.target]?.count ?? 0
      guard flow.ordinal == count - 1, let gradient = tape.gradients[flow.target] else { continue }
      let name = gradientName(of: flow.target)
      if count > 1 { return "here the last of \(count) paths to \(names.name(of: flow.target)) arrives" }
      let size = summaries.norm(of: gradient, at: flow.target)
      if !size.isFinite { return "\(name) is not finite" }
      if size == 0 { return "\(name) is 0: nothing would be learned from here on" }
      if size > bound { return "|\(name)| = \(format.number(size)) is above \(format.number(bound))" }
    }
    return nil
  }

  /// Why the rule of a step holds, and where the node stands in the source.
  func explanation(step: Int, withSource: Bool = true) -> Document {
    guard plan.steps.indices.contains(step) else { return StepText.sentence("all steps are past: b goes back") }
    switch plan.steps[step].unit {
    case nil:
      return StepText.sentence(
        "Nudge \(lossName) by ε and \(lossName) moves by ε: its gradient with respect to itself is 1, and from this 1 "
          + "all other gradients are made.")
    case .call(let call):
      let record = groups.groups[call].record
      return StepText.sentence(
        "\(record.function) is a function of several operations; its gradient is their chain rule, one after the other: "
          + "i opens it, and :source \(record.function) shows its code")
    case .node(let index):
      return explanation(node: index, flows: plan.steps[step].flows.map { plan.flows[$0] }, withSource)
    }
  }

  /// The chain rule as an experiment: how far a small nudge gets along this path, or along all those to the same node,
  /// as from `u` to `u*u`.
  private func nudge(_ flow: StepPlan.Flow, _ edge: (from: Int, position: Int)) -> Phrase? {
    let same = tape.inputs[edge.from].filter { $0.index == flow.target }.map(\.position)
    guard same.first ?? edge.position == edge.position else { return nil }
    let locals = (same.isEmpty ? [edge.position] : same).compactMap { tape.local(from: edge.from, to: $0)?.scalar }
    let local = locals.reduce(0, +)
    guard !locals.isEmpty, local.isFinite,
      let incoming = tape.gradients[edge.from]?.scalar, incoming.isFinite
    else { return nil }
    let (input, output) = (names.name(of: flow.target), names.name(of: edge.from))
    let start: Phrase = "nudge \(input) up by 0.001 and \(output) moves by about \(format.number(0.001 * local))"
    if edge.from == tape.last { return start }
    let far = format.number(0.001 * local * incoming)
    return "\(start); \(lossName) moves \(format.number(incoming)) times as far as \(output): by \(far)"
  }

  /// A tensor's gradient down to its first element, with the sum written out.
  private func elementLines(_ flow: StepPlan.Flow, _ edge: (from: Int, position: Int)) -> [Phrase] {
    let shape = tape.nodes[flow.target].value.shape
    guard !shape.isEmpty, tape.nodes[flow.target].value.count > 0,
      let part = tape.contribution(from: edge.from, to: edge.position),
      let sum = elementSum(edge, target: shape, element: 0)
    else { return [] }
    let zeros = shape.map { _ in "0" }
    let pick: Phrase = zeros.count > 1 ? "; \(zeros.joined(separator: " ")) picks another, by its indices" : ""
    return [
      "one element: \(gradientName(of: flow.target))[\(zeros.joined(separator: ", "))] = \(sum.explanation)\(pick)",
      "= \(sum.text(format)) = \(format.number(part.at(0)))",
    ]
  }

  /// What the letters in the reason of an operation with two inputs stand for here.
  private func letters(of index: Int, in why: String) -> Phrase? {
    let words = Set(why.split { !("a"..."z").contains($0) && !$0.isUppercase }.map(String.init))
    guard tape.nodes[index].inputs.count == 2, words.contains("x"),
      let second = ["w", "y"].first(where: words.contains),
      let left = names.inputName(of: index, at: 0), let right = names.inputName(of: index, at: 1),
      left != "x" || right != second
    else { return nil }
    return words.contains("g")
      ? "here x is \(left), \(second) is \(right), and g is the gradient that arrives"
      : "here x is \(left), and \(second) is \(right)"
  }

  private func explanation(node index: Int, flows: [StepPlan.Flow], _ withSource: Bool) -> Document {
    let operation = tape.nodes[index].operation
    var document = Document()
    if !operation.why.isEmpty { document.append(StepText.sentence(Phrase(template: operation.why, []))) }
    if let letters = letters(of: index, in: operation.why) { document.append(StepText.sentence(letters)) }
    for flow in flows {
      guard let edge = flow.edges.first else { continue }
      let rule = StepRule(self, node: edge.from, position: edge.position)
      let formula = "\(gradientName(of: flow.target)) = \(rule.text)"
      document.append(StepText.sentence(.verbatim(formula), role: .math))
      if let words = nudge(flow, edge) { document.append(StepText.sentence(words)) }
      for line in elementLines(flow, edge) { document.append(StepText.sentence(line)) }
    }
    if flows.contains(where: isShared) {
      document.append(
        StepText.sentence(
          "a value that is used several times moves \(lossName) along several paths: their effects add up"))
    }
    if withSource, let place = names.place(of: index) {
      document.append(.indented([.lines(StepSource.excerpt(place.source, place.span, format))]))
    }
    return document
  }
}
