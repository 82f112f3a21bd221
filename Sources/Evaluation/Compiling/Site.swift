import Source
import Tensors

/// A place in the source where something is computed, with what its error messages need.
final class Site {
  /// An operand of the expression.
  struct Operand {
    let span: Span
    /// The name when the operand is just a name.
    let name: String?
    /// Whether it is a number written down, with or without a sign, or a constant such as pi.
    var isLiteral = false
  }

  let source: SourceText
  let span: Span
  let operatorSpan: Span
  let operands: [Operand]
  /// By which names the operands of a call are given; empty where all are given by their places.
  var argumentNames: [String?] = []
  /// The index of the expression in the code table: the origin of the nodes made here.
  let origin: Int32
  /// Whether it belongs to the prelude.
  let isPrelude: Bool

  init(
    source: SourceText, span: Span, operatorSpan: Span? = nil, operands: [Operand] = [], origin: Int32,
    isPrelude: Bool = false
  ) {
    self.isPrelude = isPrelude
    self.source = source
    self.span = span
    self.operatorSpan = operatorSpan ?? span
    self.operands = operands
    self.origin = origin
  }

  /// An error at this place.
  func failure(
    _ code: ErrorCode, _ title: Phrase, at place: Span? = nil, label: Phrase = "", notes: [Phrase] = [],
    help: Phrase? = nil
  ) -> Stop {
    .failure(
      Diagnostic(
        code: code, title, source: source, labels: [.init(place ?? span, label)], notes: notes, help: help))
  }

  /// The operands of an operation in the types they have there: a number that is written down takes the type of the
  /// float32 number it meets, as in NumPy, and so does every plain number in the prelude; `x = 2; float32(0.5) * x` is
  /// float64, because x is.
  @inline(__always)
  func adapted(_ x: Traced, _ y: Traced) -> (Traced, Traced) {
    if case .float64(let number) = y, x.isNumber, x.elementType == .float32, isWeak(1) {
      return (x, .float32(Float(number)))
    }
    if case .float64(let number) = x, y.isNumber, y.elementType == .float32, isWeak(0) {
      return (.float32(Float(number)), y)
    }
    return (x, y)
  }

  /// Likewise for the choices of `where`.
  func adapted(_ inputs: [Traced]) -> [Traced] {
    guard inputs.contains(where: { $0.elementType == .float32 }),
      inputs.indices.allSatisfy({ inputs[$0].elementType != .float64 || inputs[$0].node == nil && isWeak($0) })
    else { return inputs }
    return inputs.map { input in
      if case .float64(let number) = input { return .float32(Float(number)) }
      return input
    }
  }

  private func isWeak(_ operand: Int) -> Bool {
    isPrelude || operand < operands.count && operands[operand].isLiteral
  }

  /// Writes into a new node where it was made.
  @inline(__always)
  func mark(_ result: Traced, in frame: Frame) -> Value {
    if case .node(let node) = result, node.origin < 0 {
      node.origin = origin
      node.turn = frame.turn
      if frame.code != nil { node.call = frame.callRecord }
    }
    return .data(result)
  }

  /// An operation's error, with the operands underlined and what is known about them.
  func failure(_ error: TensorError, operands values: [Value], in frame: Frame) -> Stop {
    if case .interrupted = error { return .interrupted }
    var labels: [Diagnostic.Label] = [.init(operatorSpan)]
    for (position, operand) in operands.enumerated() where position < values.count {
      labels.append(.init(operand.span, describe(operand, values[position], in: frame)))
    }
    if operands.isEmpty { labels = [.init(span)] }
    return .failure(
      Diagnostic(code: error.code, error.title, source: source, labels: labels, notes: error.notes, help: error.help))
  }

  private func describe(_ operand: Operand, _ value: Value, in frame: Frame) -> Phrase {
    let shape: Phrase
    switch value {
    case .data(let traced): shape = .verbatim(Site.extent(of: traced))
    case .parameter(let parameter):
      shape = .verbatim(frame.machine.state.leaf(of: parameter).map { Site.extent(of: $0.value) } ?? "")
    case .list(let list): shape = list.stacked.map { .verbatim(ShapeText.of($0.shape)) } ?? value.kind
    default: shape = value.kind
    }
    // Nobody sees the prelude's lines, so there is nothing that `this` could mean.
    guard let name = operand.name else { return isPrelude ? "" : "this is \(shape)" }
    if frame.code?.isPrelude != true, let made = frame.machine.madeBy(name) {
      return "\(name) is \(shape), made by \(made)"
    }
    return "\(name) is \(shape)"
  }
}

extension Site {
  /// The shape of a tensor, or the number itself.
  private static func extent(of traced: Traced) -> String {
    traced.shape.isEmpty ? TensorText.inline(traced, digits: 7) : ShapeText.of(traced.shape)
  }
}

extension Machine {
  /// The expression that a top-level name was last bound to, when it is a short call.
  func madeBy(_ name: String) -> String? {
    guard let slot = table.existingSlot(for: name), slot < state.origins.count,
      let entry = table.entry(state.origins[slot])
    else { return nil }
    let text = entry.source.slice(entry.span)
    return text.utf8.count <= 40 && text.contains("(") && !text.contains("\n") ? text : nil
  }
}
