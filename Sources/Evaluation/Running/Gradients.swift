import Source
import Tensors

extension Machine {
  /// The gradient of a recorded number with respect to recorded values; a list of targets gives a list.
  func gradient(of loss: Value, with target: Value, at place: Site, in frame: Frame) throws(Stop) -> Value {
    let node = try lossNode(loss, at: place)
    if case .list(let list) = target {
      var targets: [GradientTarget] = []
      targets.reserveCapacity(list.items.count)
      for item in list.items { targets.append(try gradientTarget(item, of: node, at: place)) }
      let gradients = Gradient.of(node, with: targets)
      var results: [Value] = []
      results.reserveCapacity(targets.count)
      for (position, gradient) in gradients.enumerated() {
        results.append(try finish(gradient, of: list.items[position], loss: node, at: place, in: frame))
      }
      return .list(List(results))
    }
    let gradient = Gradient.of(node, with: [try gradientTarget(target, of: node, at: place)])
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
      throw notInGraph(target, loss: loss, at: place)
    }
    return .data(value.plain.zeros)
  }

  /// The loss as a node: a number that was computed from parameters.
  func lossNode(_ loss: Value, at place: Site) throws(Stop) -> Node {
    let span = place.operands.first?.span ?? place.span
    let text = place.source.slice(span)
    switch loss {
    case .parameter(let parameter):
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
    default:
      throw place.failure(
        "not-recorded", "a gradient is taken of a number, and \(text) is \(loss.kind)", at: span)
    }
  }

  private func notScalar(_ text: String, _ shape: [Int], at place: Site, span: Span) -> Stop {
    place.failure(
      "not-a-scalar", "a gradient is taken of one number, and \(text) has the shape \(ShapeText.of(shape))", at: span,
      notes: ["With many numbers there is one gradient for each of them."],
      help: "take the gradient of sum(\(text)) or mean(\(text))")
  }

  private func notRecorded(_ text: String, at place: Site, span: Span) -> Stop {
    place.failure(
      "not-recorded", "nothing was recorded for \(text): it was not computed from a parameter", at: span,
      notes: ["Gradients flow through what is computed from parameters, outside no_grad and detach."],
      help: "make the values you want gradients for parameters, w = param(…), and compute \(text) again")
  }

  private func gradientTarget(_ value: Value, of loss: Node, at place: Site) throws(Stop) -> GradientTarget {
    switch value {
    case .parameter(let parameter): return .parameter(parameter.id)
    case .data(.node(let node)): return .node(node)
    default:
      let span = place.operands.count > 1 ? place.operands[1].span : place.span
      let text = place.source.slice(span)
      if let name = place.operands.count > 1 ? place.operands[1].name : nil, let line = earlierHolder(name, in: loss) {
        throw rebound(name, line: line, at: place, span: span)
      }
      throw place.failure(
        "not-recorded", "\(text) is \(value.kind) that was never recorded", at: span,
        help: "make it a parameter before computing with it: \(text) = param(…)")
    }
  }

  private func notInGraph(_ target: Value, loss: Node, at place: Site) -> Stop {
    let span = place.operands.count > 1 ? place.operands[1].span : place.span
    let text = place.source.slice(span)
    if let name = place.operands.count > 1 ? place.operands[1].name : nil, let line = earlierHolder(name, in: loss) {
      return rebound(name, line: line, at: place, span: span)
    }
    let lossText = place.operands.first.map { place.source.slice($0.span) } ?? "the loss"
    return place.failure(
      "not-in-graph", "\(lossText) was not computed from \(text)", at: span,
      notes: ["The gradient is taken by the value that the name holds now."],
      help: "compute \(lossText) again from \(text), or name the intermediate value before you use it")
  }

  private func rebound(_ name: String, line: Int, at place: Site, span: Span) -> Stop {
    place.failure(
      "rebound", "\(name) was bound again after the loss was computed", at: span,
      notes: [
        "The \(name) that the loss was computed from was bound on line \(line); the name holds another value now."
      ],
      help: "compute the loss again, or give the new value another name")
  }

  /// The line on which a node of the loss's graph with this name was made.
  private func earlierHolder(_ name: String, in loss: Node) -> Int? {
    for node in Backpropagation(of: loss).nodes where node.name == name {
      if let entry = table.entry(node.origin) { return entry.source.position(at: entry.span.lower).line }
      return 1
    }
    return nil
  }

  private func noteUnused(_ parameter: Parameter, at place: Site) {
    let span = place.operands.count > 1 ? place.operands[1].span : place.span
    let loss = place.operands.first.map { place.source.slice($0.span) } ?? "the loss"
    emit(
      .diagnostic(
        Diagnostic(
          .note, code: "unused-parameter",
          "\(loss) does not depend on \(parameter.name ?? "this parameter"), so the gradient is 0",
          source: place.source,
          labels: [.init(span)])))
  }

  // MARK: Derivatives of functions

  /// `f'`: the derivative of a function of a number, as a function.
  func derivative(of value: Value, order: Int, at place: Site) throws(Stop) -> Value {
    guard case .function(let function) = value else {
      let text = place.operands.first.map { place.source.slice($0.span) } ?? "this"
      if value.hasAxes {
        throw place.failure(
          "not-a-function", "a prime means a derivative, and \(text) is \(value.kind)",
          help: "for the transpose write \(text).T or \(text)ᵀ")
      }
      throw place.failure("not-a-function", "a prime means the derivative of a function, and \(text) is \(value.kind)")
    }
    let name = (function.name ?? "f") + String(repeating: "'", count: order)
    return try admitted(.function(Function(name: name, body: .derivative(of: function, order: order))), at: place)
  }

  /// The value of the derivative of a function at a number.
  func applyDerivative(
    of function: Function, order: Int, to argument: Value, at place: Site, from frame: Frame
  ) throws(Stop) -> Value {
    let point = try floating(try traced(argument, at: place, operand: 0), at: place)
    guard point.shape.isEmpty else {
      throw place.failure(
        "not-a-scalar", "f' is the derivative of a function of one number, and the argument is \(argument.kind)",
        help: "grad(f)(x) is the gradient of a function of a tensor")
    }
    return try differentiate(order: order, at: point, place: place, frame: frame) { (leaf) throws(Stop) in
      try self.call(function, [.data(leaf)], at: place, from: frame)
    }
  }

  private func differentiate(
    order: Int, at point: Traced, place: Site, frame: Frame, _ body: (Traced) throws(Stop) -> Value
  ) throws(Stop) -> Value {
    let before = isRecording
    isRecording = true
    defer { isRecording = before }
    // The point is a value of its own in the graph, so that what it was computed from is reached through it.
    let leaf = Node(.same, value: point.plain, inputs: .one(point))
    var value = try body(.node(leaf))
    for _ in 0..<order {
      guard case .data(let traced) = value else {
        throw place.failure("not-a-number", "the function gives \(value.kind), not a number")
      }
      guard traced.shape.isEmpty else {
        throw place.failure(
          "not-a-scalar", "the function gives a tensor of shape \(ShapeText.of(traced.shape)), not a number")
      }
      guard case .node(let node) = traced, let gradient = Gradient.of(node, with: [.node(leaf)])[0] else {
        value = .data(point.plain.zeros)
        break
      }
      value = .data(gradient)
    }
    if case .data(let traced) = value {
      let isConnected = before && (point.node != nil || traced.node?.reachesParameter == true)
      return isConnected ? place.mark(traced, in: frame) : .data(traced.plain)
    }
    return value
  }

  /// The gradient of a function of tensors with respect to its first argument.
  func applyGradient(
    of function: Function, to arguments: [Value], at place: Site, from frame: Frame
  ) throws(Stop) -> Value {
    guard let first = arguments.first else {
      throw place.failure("wrong-arguments", "the gradient of a function is taken at a value")
    }
    let point = try floating(try traced(first, at: place, operand: 0), at: place)
    return try differentiate(order: 1, at: point, place: place, frame: frame) { (leaf) throws(Stop) in
      try self.call(function, [.data(leaf)] + arguments.dropFirst(), at: place, from: frame)
    }
  }

  private func floating(_ value: Traced, at place: Site) throws(Stop) -> Traced {
    if value.elementType.isFloat { return value }
    do {
      return try Operation.convert(value, .elementType(state.defaultFloat))
    } catch {
      throw place.failure(error.code, error.title)
    }
  }
}
