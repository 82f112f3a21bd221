import Source
import Tensors

extension Machine {
  /// A derivative of a recorded value with respect to recorded values; a list of targets gives a list.
  func take(
    _ differentiation: Differentiation, of value: Value, with target: Value, at place: Site, in frame: Frame
  ) throws(Stop) -> Value {
    switch differentiation {
    case .jacobian:
      if case .list(let list) = value, list.stacked == nil {
        return try jacobian(of: .data(try traced(value, at: place, operand: 0)), with: target, at: place, in: frame)
      }
      return try jacobian(of: value, with: target, at: place, in: frame)
    case .hessian:
      let slope = try gradient(of: value, with: target, at: place, in: frame)
      guard case .list(let rows) = slope else { return try jacobian(of: slope, with: target, at: place, in: frame) }
      var results: [Value] = []
      for row in rows.items { results.append(try jacobian(of: row, with: target, at: place, in: frame)) }
      return .list(List(results))
    case .gradient, .prime, .partial: return try gradient(of: value, with: target, at: place, in: frame)
    }
  }

  /// The derivative of every element of a recorded value; zeros where it does not depend on the target.
  private func jacobian(of value: Value, with target: Value, at place: Site, in frame: Frame) throws(Stop) -> Value {
    let result = try traced(value, at: place, operand: 0)
    if case .list(let list) = target {
      var results: [Value] = []
      for item in list.items { results.append(try jacobian(of: value, with: item, at: place, in: frame)) }
      let parts = results.compactMap { (part: Value) -> Traced? in
        if case .data(let traced) = part { traced } else { nil }
      }
      if parts.count == results.count, let matrix = try inColumns(parts, of: result, at: place) {
        return place.mark(matrix, in: frame)
      }
      return .list(List(results))
    }
    let goal: GradientTarget
    if case .node(let node) = result {
      goal = try gradientTarget(target, of: node, at: place, in: frame)
    } else if case .parameter = target {
      return .data(try jacobian(of: result, with: nil, shape: try traced(target, at: place, operand: 1), at: place))
    } else {
      throw notRecorded(text(of: 0, at: place), at: place, span: place.operands.first?.span ?? place.span)
    }
    let point = try traced(target, at: place, operand: 1)
    let made = try jacobian(of: result, with: goal, shape: point, at: place)
    return place.mark(isRecording ? made : made.plain, in: frame)
  }

  /// The gradient of a recorded number with respect to recorded values; a list of targets gives a list.
  func gradient(of loss: Value, with target: Value, at place: Site, in frame: Frame) throws(Stop) -> Value {
    let node = try lossNode(loss, at: place)
    if case .list(let list) = target {
      var targets: [GradientTarget] = []
      targets.reserveCapacity(list.items.count)
      for item in list.items { targets.append(try gradientTarget(item, of: node, at: place, in: frame)) }
      let gradients = Gradient.of(node, with: targets)
      var results: [Value] = []
      results.reserveCapacity(targets.count)
      for (position, gradient) in gradients.enumerated() {
        results.append(try finish(gradient, of: list.items[position], loss: node, at: place, in: frame))
      }
      return .list(List(results))
    }
    let gradient = Gradient.of(node, with: [try gradientTarget(target, of: node, at: place, in: frame)])
    return try finish(gradient[0], of: target, loss: node, at: place, in: frame)
  }

  private func finish(
    _ gradient: Traced?, of target: Value, loss: Node, at place: Site, in frame: Frame
  ) throws(Stop) -> Value {
    if let gradient { return place.mark(isRecording ? gradient : gradient.plain, in: frame) }
    let value = try traced(target, at: place, operand: 1)
    if case .parameter(let parameter) = target {
      noteUnused(parameter, at: place)
    } else {
      throw notInGraph(target, loss: loss, at: place, in: frame)
    }
    return .data(value.plain.zeros)
  }

  /// The loss as a node: a number that was computed from parameters.
  func lossNode(_ loss: Value, at place: Site) throws(Stop) -> Node {
    let node = try recordedNumber(loss, at: place)
    if let trail {
      lastLoss = PastLoss(
        value: node.value.double ?? .nan, name: place.operands.first?.name, origin: node.origin, call: node.call,
        node: trail.isWatched ? node : nil)
    }
    return node
  }

  private func recordedNumber(_ loss: Value, at place: Site) throws(Stop) -> Node {
    let span = place.operands.first?.span ?? place.span
    let text = place.source.slice(span)
    switch loss {
    case .parameter(let parameter):
      if parameter.isBuffer { throw notRecorded(text, at: place, span: span) }
      guard let leaf = state.leaf(of: parameter) else { throw lost(at: place) }
      guard leaf.value.shape.isEmpty else { throw notScalar(text, leaf.value.shape, at: place, span: span) }
      return leaf
    case .data(.node(let node)):
      guard node.value.shape.isEmpty else { throw notScalar(text, node.value.shape, at: place, span: span) }
      return node
    case .list:
      if case .node(let node) = try traced(loss, at: place, operand: 0) {
        throw notScalar(text, node.value.shape, at: place, span: span)
      }
      throw notRecorded(text, at: place, span: span)
    case .data: throw notRecorded(text, at: place, span: span)
    case .function(let function):
      throw place.failure(
        .notRecorded, "a gradient is taken of a number, and \(text) is a function", at: span,
        help: "call it: \(function.signature), or write grad(\(text))(…)")
    default:
      throw place.failure(
        .notRecorded, "a gradient is taken of a number, and \(text) is \(loss.kind)", at: span)
    }
  }

  private func notScalar(_ text: String, _ shape: [Int], at place: Site, span: Span) -> Stop {
    place.failure(
      .notAScalar, "a gradient is taken of one number, and \(text) has the shape \(ShapeText.of(shape))", at: span,
      notes: ["With many numbers there is one gradient for each of them."],
      help: "take the gradient of sum(\(text)) or mean(\(text))")
  }

  private func notRecorded(_ text: String, at place: Site, span: Span) -> Stop {
    if let cut = WayCut(of: place.source, span, in: self) { return place.cutWay(text, cut, at: span) }
    return place.failure(
      .notRecorded, "nothing was recorded for \(text): it was not computed from a parameter", at: span,
      notes: ["Gradients flow through what is computed from parameters, outside no_grad and detach."],
      help: "make the values you want gradients for parameters, w = param(…), and compute \(text) again")
  }

  private func gradientTarget(
    _ value: Value, of loss: Node, at place: Site, in frame: Frame
  ) throws(Stop) -> GradientTarget {
    switch value {
    case .parameter(let parameter) where !parameter.isBuffer: return .parameter(parameter.id)
    case .data(.node(let node)): return .node(node)
    default:
      let span = place.operands.count > 1 ? place.operands[1].span : place.span
      let text = place.source.slice(span)
      if let name = place.operands.count > 1 ? place.operands[1].name : nil,
        let line = earlierHolder(name, in: loss, frame)
      {
        throw rebound(name, line: line, at: place, span: span)
      }
      if case .function = value {
        var search = ParameterSearch(self)
        search.visit(value, path: text)
        if let name = search.found.first?.name {
          let lossText = place.operands.first.map { place.source.slice($0.span) } ?? "L"
          throw place.failure(
            .notRecorded, "\(text) is \(value.kind), and gradients are taken by its parameters", at: span,
            help: "write grad(\(lossText), \(name)), or ∂(\(lossText))/∂(\(name))")
        }
      }
      throw place.failure(
        .notRecorded, "\(text) is \(value.kind) that was never recorded", at: span,
        help: "make it a parameter before computing with it: \(text) = param(…)")
    }
  }

  private func notInGraph(_ target: Value, loss: Node, at place: Site, in frame: Frame) -> Stop {
    let span = place.operands.count > 1 ? place.operands[1].span : place.span
    let text = place.source.slice(span)
    if let name = place.operands.count > 1 ? place.operands[1].name : nil,
      let line = earlierHolder(name, in: loss, frame)
    {
      return rebound(name, line: line, at: place, span: span)
    }
    let lossText = self.loss(at: place)
    return place.failure(
      .notInGraph, "\(lossText) was not computed from \(text)", at: span,
      notes: ["The gradient is taken by the value that the name holds now."],
      help: "compute \(lossText) again from \(text), or name the intermediate value before you use it")
  }

  private func rebound(_ name: String, line: Int, at place: Site, span: Span) -> Stop {
    place.failure(
      .rebound, "\(name) was bound again after the loss was computed", at: span,
      notes: [
        "The \(name) that the loss was computed from was bound on line \(line); the name holds another value now."
      ],
      help: "compute the loss again, or give the new value another name")
  }

  /// The line on which a node of the loss's graph was made that had this name where the name is read now.
  ///
  /// What has the name inside a function, one of the prelude's for instance, is another thing.
  private func earlierHolder(_ name: String, in loss: Node, _ frame: Frame) -> Int? {
    let call = frame.callRecord
    for node in loss.graph where node.name == name && node.call === call {
      guard let entry = table.entry(node.origin) else { continue }
      return entry.source.position(at: entry.span.lower).line
    }
    return nil
  }

  func text(of operand: Int, at place: Site) -> String {
    operand < place.operands.count ? place.source.slice(place.operands[operand].span) : "this"
  }

  /// The loss as it is written in the call.
  private func loss(at place: Site) -> Phrase {
    place.operands.first.map { .verbatim(place.source.slice($0.span)) } ?? "the loss"
  }

  private func noteUnused(_ parameter: Parameter, at place: Site) {
    let span = place.operands.count > 1 ? place.operands[1].span : place.span
    let loss = self.loss(at: place)
    let unused = parameter.name.map(Phrase.verbatim) ?? "this parameter"
    tell(
      Diagnostic(
        .note, code: .unusedParameter,
        "\(loss) does not depend on \(unused), so the gradient is 0",
        source: place.source, labels: [.init(span)],
        help: "a parameter that was bound anew after \(loss) is another one: compute what leads from it to \(loss) "
          + "again, line by line"))
  }
}
