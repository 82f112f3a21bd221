package import Documents
import Source
import Tensors

extension StepTable {
  /// One step: what arrives, the local derivative in symbols and in numbers, and what is passed on.
  package func document(step: Int) -> Document {
    guard plan.steps.indices.contains(step) else { return Document() }
    let current = plan.steps[step]
    let number = number(ofStep: step)
    let label = self.label(of: current)
    let room = format.width - 2 - numberWidth - 3 - labelWidth - 5
    var content = content(of: current, room: room)
    if content.isEmpty { content = [[.text("no gradient flows on from here", .dim)]] }
    let isWide = format.columns(of: label) > labelWidth
    let widest = content.map(format.columns(of:)).max() ?? 0
    if !format.isAccessible, widest > room {
      // What does not fit beside the label gets the whole width below it.
      let lines = self.content(of: current, room: format.width - 8)
      let head: [Inline] = [.text(format.padded(number, to: numberWidth + 3), .strong), .text(label)]
      return Document([
        .indented([
          .lines([head]), .indented([.indented([.indented([.columns(Columns(lines.map { [$0] }))])])]),
        ])
      ])
    }
    let start = Inline.text(format.padded(number, to: numberWidth), .strong)
    let margin: [[Inline]] = [[], [.text(StepFormat.spaces(labelWidth + 2))]]
    var rows: [[[Inline]]]
    if isWide {
      rows = [[[start], [.text(label)]]] + content.map { margin + [$0] }
    } else {
      rows = content.map { margin + [$0] }
      rows[0] = [[start], [.text(format.padded(label, to: labelWidth + 2))], content[0]]
    }
    return Document([.indented([.columns(Columns(rows, gap: 3))])])
  }

  /// The columns that the word, the number and the total of a step take.
  var numberWidth: Int { format.columns(of: "step \(stepCount)/\(stepCount)") }

  private func number(ofStep step: Int) -> Phrase { "step \(step + 1)/\(stepCount)" }

  /// What a step is called: `step 4/6   a = σ(z)`.
  func name(ofStep step: Int) -> [Inline] {
    [
      .text(format.padded("  \(number(ofStep: step))", to: numberWidth + 5), .strong),
      .text(label(of: plan.steps[step])),
    ]
  }

  /// `L = (a - 1)^2`, `p = softmax(z)`, `seed`.
  func label(of step: StepPlan.Step) -> Phrase {
    switch step.unit {
    case nil: return "seed"
    case .node(let index): return names.label(of: index)
    case .call(let call):
      let text = callText(call)
      let turn: Phrase = step.members.last.flatMap(names.turns.text(of:)).map { "\($0): " } ?? ""
      guard let result = step.members.last.map(names.name(of:)), result != text else { return "\(turn)\(text)" }
      return "\(turn)\(result) = \(text)"
    }
  }

  private func content(of step: StepPlan.Step, room: Int) -> [[Inline]] {
    guard let unit = step.unit else {
      return [[.text(NotationText.gradient(of: lossName, by: lossName), .gradient), .text(" = 1")]]
    }
    let flows = step.flows.map { plan.flows[$0] }
    switch unit {
    case .node: return flows.flatMap { lines(ofNodeFlow: $0, room: room) }
    case .call:
      let inside = Phrase.counted(step.members.count, "node")
      let hint: [Inline] = [
        .text("the chain rule through the \(inside) inside (i opens it)", .dim)
      ]
      return [hint]
        + flows.flatMap { flow -> [[Inline]] in
          guard let part = plan.contribution(of: flow, tape) else { return [] }
          let name = gradientName(of: flow.target)
          let sign = isShared(flow) ? " += " : " = "
          if part.shape.isEmpty {
            return [[.text(name, .gradient), .text("\(sign)\(format.brief(part))")]] + pathLines(flow, room: room)
          }
          return [[.text(name, .gradient), .text("   " + format.shape(part.shape))]] + pathLines(flow, room: room)
            + numbers(of: part)
        }
    }
  }

  /// Whether several flows meet in the target.
  func isShared(_ flow: StepPlan.Flow) -> Bool { (plan.arrivals[flow.target]?.count ?? 0) > 1 }

  private func lines(ofNodeFlow flow: StepPlan.Flow, room: Int) -> [[Inline]] {
    guard let edge = flow.edges.first, let part = tape.contribution(from: edge.from, to: edge.position) else {
      return []
    }
    let rule = StepRule(self, node: edge.from, position: edge.position)
    let name = gradientName(of: flow.target)
    let sign = isShared(flow) ? "+=" : "="
    if part.shape.isEmpty, let incoming = tape.gradients[edge.from]?.scalar,
      let local = tape.local(from: edge.from, to: edge.position)?.scalar
    {
      let parts = [
        rule.text, "\(format.number(incoming)) × \(format.number(local))", "\(format.brief(part))",
      ]
      return formula(name, sign, parts, room: room) + pathLines(flow, room: room)
    }
    var lines = [[Inline.text(name, .gradient), .text(" \(sign) \(rule.text)", .math)]]
    let shapes = rule.shapes
    if shapes == "[]" {
      // That a number is one is no news.
    } else if format.isAccessible || DisplayWidth.columns(of: lines[0].plainText + "   " + shapes) <= room {
      lines[0].append(.text("   " + shapes, .dim))
    } else {
      lines.append([.text(shapes, .dim)])
    }
    return lines + (part.shape.isEmpty ? [[.text("= \(format.brief(part))")]] : numbers(of: part))
      + pathLines(flow, room: room)
  }

  /// A chain of equal terms on one line, or with a line for each half where the window is narrow.
  private func formula(_ name: String, _ sign: String, _ parts: [String], room: Int) -> [[Inline]] {
    let whole = ([""] + parts).joined(separator: " = ").dropFirst(3)
    let start: [Inline] = [.text(name, .gradient), .text(" \(sign) ")]
    if format.isAccessible || DisplayWidth.columns(of: start.plainText + whole) <= room {
      return [start + [.text(String(whole), .math)]]
    }
    let offset = DisplayWidth.columns(of: name) + sign.count
    return [start + [.text(parts[0], .math)]] + [
      [.text(StepFormat.spaces(offset) + "= " + parts.dropFirst().joined(separator: " = "), .math)]
    ]
  }

  /// Where several paths meet: which this is, and the sum so far.
  private func pathLines(_ flow: StepPlan.Flow, room: Int) -> [[Inline]] {
    guard let all = plan.arrivals[flow.target], all.count > 1, let arrived = plan.total(after: flow, tape) else {
      return []
    }
    let name = gradientName(of: flow.target)
    let isLast = flow.ordinal == all.count - 1
    let turn = flow.edges.first.flatMap { names.turns.text(of: $0.from) }
    let head: Phrase = isLast ? "all \(all.count) paths" : "path \(flow.ordinal + 1) of \(all.count)"
    if flow.ordinal == 0 {
      let next = plan.flows[all[1]].step
      let when: Phrase = next == flow.step ? "the next comes in this step, too" : "the next comes at step \(next + 1)"
      let from: Phrase = turn.map { ", from \($0)" } ?? ""
      return [[.text("\(head) to \(names.name(of: flow.target))\(from); \(when)", .dim)]]
    }
    guard let total = arrived.scalar else {
      let norm = format.number(TensorSummary(arrived).norm)
      let from: Phrase = turn.map { isLast ? ", the last from \($0)" : ", from \($0)" } ?? ""
      return [
        [
          .text(
            isLast
              ? "\(head)\(from): the sum is \(name), norm \(norm)"
              : "\(head)\(from): the sum so far is \(name), norm \(norm)", .dim)
        ]
      ]
    }
    // A name beside its number would read as a factor of it: the paths are named behind the equation.
    let shown = all.count <= 4 ? all.prefix(flow.ordinal + 1).map { plan.flows[$0] } : [flow]
    let terms: Phrase
    if all.count <= 4 {
      terms = .verbatim(format.sum(shown.map { plan.contribution(of: $0, tape)?.scalar ?? .nan }))
    } else {
      let before = flow.before ?? .nan
      terms = "\(format.number(before)) so far \(format.term(total - before))"
    }
    let start: [Inline] = [.text("\(head): "), .text(name, .gradient)]
    let sum: Phrase = " = \(terms)"
    let through: Phrase =
      all.count <= 4 ? ", through \(list: shown.map(origin(of:)))" : ", this one through \(origin(of: flow))"
    let result: Phrase = " = \(format.number(total))\(through)"
    if format.isAccessible || format.columns(of: start + [.text("\(sum)\(result)")]) <= room {
      return [start + [.text("\(sum)\(result)")]]
    }
    // In a narrow window the terms and the sum get lines of their own, so that no number is cut.
    let isShort = format.columns(of: "\(sum)\(result)") + 2 <= room
    return [start] + (isShort ? [[.text("  \(sum)\(result)")]] : [[.text("  \(sum)")], [.text("  \(result)")]])
  }

  /// The value whose gradient a step passes on in a flow: of a call, which is one factor, that is what it gives back.
  func source(of flow: StepPlan.Flow) -> Int? {
    plan.steps[flow.step].members.last { plan.arrivals[$0] != nil || $0 == tape.last }
  }

  /// Through what a flow comes: the name of the value that passes it on.
  func origin(of flow: StepPlan.Flow) -> String {
    switch plan.steps[flow.step].unit {
    case .node(let index): names.name(of: index)
    case .call(let call): callText(call)
    case nil: lossName
    }
  }

  /// A gradient's norm, extremes and corner.
  func numbers(of value: Traced) -> [[Inline]] {
    let summary = TensorSummary(value)
    let (norm, low, high) = (
      format.number(summary.norm), format.number(summary.low), format.number(summary.high)
    )
    let text: Phrase =
      summary.count == 1
      ? "norm \(norm)" : low == high ? "norm \(norm), all \(low)" : "norm \(norm), from \(low) to \(high)"
    return [[.text(text)]] + (format.isAccessible ? [] : format.corner(value))
  }
}
