import Source
import Syntax
import Tensors

extension Machine {
  /// A value as a number or tensor: lists are stacked, parameters give their value.
  @inline(__always)
  func traced(_ value: Value, at place: Site, operand: Int) throws(Stop) -> Traced {
    switch value {
    case .data(let traced):
      return isRecording ? traced : traced.plain
    case .parameter(let parameter):
      guard let leaf = state.leaf(of: parameter) else { throw lost(at: place) }
      return isRecording && !parameter.isBuffer ? .node(leaf) : leaf.value
    default: return try stacked(value, at: place, operand: operand)
    }
  }

  @inline(never)
  private func stacked(_ value: Value, at place: Site, operand: Int) throws(Stop) -> Traced {
    let span = operand < place.operands.count ? place.operands[operand].span : place.span
    switch value {
    case .list(let list):
      if let known = list.stacked { return known }
      let made = try stack(list, at: place, span: span)
      if case .node = made { return made }
      list.stacked = made
      return made
    case .range(let range):
      return try attempt(at: place) { () throws(TensorError) in
        try .arange(range.lower, range.lower &+ range.count)
      }
    case .data, .parameter, .string, .record, .function, .optimiser, .figure, .batches, .nothing, .unset:
      let wanted: Phrase = "a number or a tensor is needed here, and this is \(value.kind)"
      var help: Phrase?
      if case .function(let function) = value { help = "call it: \(function.signature)" }
      throw place.failure(.notANumber, wanted, at: span, help: help)
    }
  }

  private func stack(_ list: List, at place: Site, span: Span) throws(Stop) -> Traced {
    var numbers: [Double] = []
    numbers.reserveCapacity(list.items.count)
    for item in list.items {
      guard case .data(.float64(let number)) = item else { break }
      numbers.append(number)
    }
    if numbers.count == list.items.count {
      return try attempt(at: place) { () throws(TensorError) in
        state.defaultFloat == .float32 && numbers.isEmpty
          ? try .make([Float](), shape: [0]) : try .make(numbers, shape: [numbers.count])
      }
    }
    var parts: [Traced] = []
    parts.reserveCapacity(list.items.count)
    for item in list.items {
      switch item {
      case .data, .parameter: parts.append(try traced(item, at: place, operand: 0))
      case .list, .range: parts.append(try stacked(item, at: place, operand: 0))
      default:
        throw place.failure(
          .notANumber, "this list cannot become a tensor: it holds \(item.kind)", at: span,
          notes: ["A tensor is made of numbers or of tensors of one shape."])
      }
    }
    do {
      let result = try Operation.stack(parts, .axis(0))
      if case .node(let node) = result { node.origin = place.origin }
      return result
    } catch {
      throw place.failure(
        error.code, error.title, at: span, notes: error.notes, help: error.help)
    }
  }

  /// Does what the tensor runtime may refuse; a refusal is told at a place.
  func attempt<T>(at place: Site, _ body: () throws(TensorError) -> T) throws(Stop) -> T {
    do {
      return try body()
    } catch .interrupted {
      throw .interrupted
    } catch {
      throw place.failure(error.code, error.title, notes: error.notes, help: error.help)
    }
  }

  func lost(at place: Site) -> Stop {
    place.failure(.parameterGone, "this parameter belongs to a state that is no longer there")
  }

  /// A whole number: an int, or a float without a fraction.
  func wholeNumber(_ value: Value, _ what: Phrase, at place: Site) throws(Stop) -> Int {
    let number: Double
    switch value {
    case .data(let traced):
      switch traced.plain {
      case .int(let whole): return whole
      case .float64(let double): number = double
      case .float32(let float): number = Double(float)
      case .bool, .tensor, .node: throw notWhole(value, what, at: place)
      }
    default: throw notWhole(value, what, at: place)
    }
    guard let whole = Int(exactly: number) else { throw notWhole(value, what, at: place) }
    return whole
  }

  private func notWhole(_ value: Value, _ what: Phrase, at place: Site) -> Stop {
    var shown = value.kind
    var help: Phrase?
    if case .data(let traced) = value, traced.shape.isEmpty {
      shown = .verbatim(ValueText.plain(value, machine: self))
      help = "round(x), floor(x) or int(x) makes a whole number"
    }
    return place.failure(.notAWholeNumber, "\(what) must be a whole number, and this is \(shown)", help: help)
  }

  /// The elements of something that can be taken apart.
  func elements(of value: Value, at place: Site) throws(Stop) -> [Value] {
    if case .list(let list) = value { return list.items }
    if case .range(let range) = value { try checkLength(range.count, at: place, span: place.span) }
    var elements = try Elements(of: value, machine: self, at: place)
    var all: [Value] = []
    while let next = try elements.next(self) {
      all.append(next)
      if all.count & 0xffff == 0 { try lookAround() }
    }
    return all
  }

  /// Refuses to write out a range that memory cannot hold; a loop over it needs none.
  private func checkLength(_ count: Int, at place: Site, span: Span) throws(Stop) {
    do {
      // A value takes sixteen bytes in a list.
      try TensorLimits.check([count, 2], .int)
    } catch {
      throw place.failure(error.code, error.title, at: span, notes: error.notes, help: error.help)
    }
  }

  /// Gives a parameter a new value of the same shape and element type.
  func update(
    _ parameter: Parameter, named name: String, to value: Value, at place: Site, in frame: Frame
  ) throws(Stop) {
    guard let old = state.leaf(of: parameter) else { throw lost(at: place) }
    let made = try traced(value, at: place, operand: 1).plain
    guard made.shape == old.value.shape else {
      throw place.failure(
        .shapeMismatch,
        "\(name) has the shape \(ShapeText.of(old.value.shape)) and the new value \(ShapeText.of(made.shape))",
        notes: ["`:=` keeps the shape of a parameter."],
        help: "use a gradient with respect to \(name) itself: it has \(name)'s shape")
    }
    let type = old.value.elementType
    // What is kept beside the parameters is learned by nobody: a batch norm that notes a mean takes no step.
    if !parameter.isBuffer { growth.countUpdate() }
    do {
      var new = made.elementType == type ? made : try Operation.convert(made, .elementType(type))
      if let pace = trail?.pace, pace != 1, !parameter.isBuffer, type.isFloat {
        let way = try Operation.multiply(try Operation.subtract(new, old.value), .float64(pace))
        new = try Operation.convert(try Operation.add(old.value, way), .elementType(type))
      }
      state.update(parameter, to: new)
    } catch {
      throw place.failure(error, operands: [], in: frame)
    }
  }

  /// Updates a parameter by an operation with an amount; nothing is recorded.
  func update(
    _ parameter: Parameter, named name: String, by operation: Operation, _ amount: Value, at place: Site,
    in frame: Frame
  ) throws(Stop) {
    let before = isRecording
    isRecording = false
    defer { isRecording = before }
    let made = try Arithmetic.apply(operation, .parameter(parameter), amount, at: place, in: frame)
    try update(parameter, named: name, to: made, at: place, in: frame)
  }

  /// Says once that `s += …` has bound a name again that merely held a parameter.
  func noteHeld(_ parameter: Parameter, by name: String, _ update: UpdateOperator, at place: Site) {
    let line = place.source.slice(place.span)
    let amount = place.operands.count > 1 ? place.source.slice(place.operands[1].span) : "…"
    let sign = update.rawValue.prefix(1)
    let held = parameter.name.map { $0 == name ? "outside" : $0 } ?? "it held"
    tell(
      Diagnostic(
        .note, code: .heldParameter, "\(line) gives \(name) a new value; the parameter \(held) stays as it is",
        source: place.source, labels: [.init(place.span)],
        help: "to update the parameter write \(name) := \(name) \(String(sign)) \(amount)"), counts: false)
  }

  func warnWhenLost(_ old: Parameter, by new: Value, at place: Site) {
    switch new {
    case .parameter, .function: return
    default: break
    }
    let name = place.source.slice(place.span)
    let numbers =
      switch new {
      case .data, .list: name
      default: "…"
      }
    tell(
      Diagnostic(
        .warning, code: .parameterLost, "\(name) was a parameter and is now \(new.kind)", source: place.source,
        labels: [.init(place.span)],
        notes: ["`=` binds the name again; what trains the old parameter no longer reaches it."],
        help: "\(name) = param(\(numbers)) makes \(name) a parameter again, and \(name) := … updates it"))
  }

  /// The value of a name that nothing is bound to, if another spelling of it has one.
  func value(alike name: String, at place: Site) throws(Stop) -> Value {
    guard let slot = table.slot(alike: name, inUse: { $0 < globalCount && globals[$0].isSet }) else {
      throw unknown(name, at: place)
    }
    return globals[slot]
  }

  /// An error for a name that nothing is bound to, with the closest name there is.
  func unknown(_ name: String, at place: Site) -> Stop {
    if name == "___" {
      return place.failure(.blank, "a blank is left here", help: "put your answer in place of ___")
    }
    var known = library.names
    for (slot, name) in table.names.enumerated() where slot < globalCount {
      if case .unset = globals[slot] { continue }
      known.append(name)
    }
    // Of a short word with another beginning something else is meant: rain is no train.
    let closest = Suggestions.closest(to: name, among: known).flatMap { other in
      name.count > 4 || other.first?.lowercased() == name.first?.lowercased() || other.count <= name.count ? other : nil
    }
    let help: Phrase? = closest.map { "did you mean \($0)?" }
    // As it was typed where it stands alone: W₂ is no W_2 on the screen.
    let shown = place.source.slice(place.span) == name ? name : NameText.of(name)
    return place.failure(
      .unknownName, "\(shown) is not known", help: help ?? "bind it first: \(shown) = …")
  }

  /// Whether two values are equal within rounding: 1e-5 relative and 1e-8 absolute, like NumPy's `isclose`; where it
  /// `spreads`, one number and every element of a tensor.
  func areClose(
    _ a: Value, _ b: Value, relative: Double = 1e-5, absolute: Double = 1e-8, spreads: Bool = false, at place: Site
  ) throws(Stop) -> Bool {
    if let same = try Equality.whole(a, b) { return same }
    let x = try traced(a, at: place, operand: 0).plain
    let y = try traced(b, at: place, operand: 1).plain
    if x.shape != y.shape, !x.shape.isEmpty, !y.shape.isEmpty { return false }
    return x.isClose(to: y, relative: relative, absolute: absolute, spreads: spreads)
  }
}

/// Names that are bound give their names to nodes that have none.
enum Naming {
  @inline(__always)
  static func named(
    _ value: Value, _ name: String, _ home: Home, at place: Site, in machine: Machine
  ) throws(Stop) -> Value {
    switch value {
    case .data(.node(let node)):
      if node.name == nil { node.name = name }
    case .parameter(let parameter):
      if parameter.home == nil { parameter.home = home }
      if parameter.name == nil {
        parameter.name = name
        machine.state.leaf(of: parameter)?.name = name
      }
    case .nothing, .unset:
      throw place.failure(
        .noValue, "there is no value to bind to \(name)",
        help: "the right side shows or does something but has no value")
    default: break
    }
    return value
  }
}

/// The elements of a value, one after the other: of a range without making a list, of a tensor along its first axis.
struct Elements {
  private enum Kind {
    case range(IntegerRange)
    case list([Value])
    case tensor(Traced, count: Int)
    case batches(BatchSource)
  }

  private let kind: Kind
  private let place: Site
  private var position = 0

  init(of value: Value, machine: Machine, at place: Site) throws(Stop) {
    self.place = place
    switch value {
    case .range(let range): kind = .range(range)
    case .list(let list): kind = .list(list.items)
    case .batches(let batches): kind = .batches(try batches.started(machine, at: place))
    case .data, .parameter:
      let traced = try machine.traced(value, at: place, operand: 0)
      guard let count = traced.shape.first else {
        throw place.failure(
          .notASequence, "a single number has no elements to go through", help: "write a range: 1..n")
      }
      kind = .tensor(traced, count: count)
    case .record(let record): kind = .list(record.values)
    case .string(let text): kind = .list(text.string.map { .text(String($0)) })
    case .function, .optimiser, .figure, .nothing, .unset:
      throw place.failure(.notASequence, "\(value.kind) has no elements to go through")
    }
  }

  /// How many there are in all; nil where that shows only on the way.
  var count: Int? {
    switch kind {
    case .range(let range): range.count
    case .list(let items): items.count
    case .tensor(_, let count): count
    case .batches: nil
    }
  }

  mutating func next(_ machine: Machine) throws(Stop) -> Value? {
    defer { position += 1 }
    switch kind {
    case .range(let range): return position < range.count ? .data(.int(range.lower &+ position)) : nil
    case .list(let items): return position < items.count ? items[position] : nil
    case .batches(let source): return try source.batch(position, machine: machine, at: place)
    case .tensor(let traced, let count):
      guard position < count else { return nil }
      do {
        return .data(try Operation.index(traced, .index([.at(position)])))
      } catch {
        throw place.failure(error.code, error.title)
      }
    }
  }
}
