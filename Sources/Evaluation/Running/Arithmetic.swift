import Source
import Syntax
import Tensors

/// The operators on values: numbers and tensors go to the tensor runtime, lists are stacked on the way, texts are joined.
enum Arithmetic {
  static func apply(_ operation: Operation, _ a: Value, at place: Site, in frame: Frame) throws(Stop) -> Value {
    if let scalar = operation.scalar1, operation.records, frame.machine.isRecording,
      let x = Recorded(a, frame.machine), let node = x.node
    {
      return place.mark(.node(Node(operation, number: scalar(x.number), of: node, x.number)), in: frame)
    }
    let x = try frame.machine.traced(a, at: place, operand: 0)
    do {
      return place.mark(try operation(x), in: frame)
    } catch {
      throw place.failure(error, operands: [a], in: frame)
    }
  }

  static func apply(
    _ operation: Operation, _ a: Value, _ b: Value, at place: Site, in frame: Frame
  ) throws(Stop) -> Value {
    if let scalar = operation.scalar2, operation.records, frame.machine.isRecording,
      let x = Recorded(a, frame.machine), let y = Recorded(b, frame.machine)
    {
      let number = scalar(x.number, y.number)
      if x.node == nil, y.node == nil { return .data(.float64(number)) }
      return place.mark(
        .node(Node(operation, number: number, of: x.node, x.number, and: y.node, y.number)), in: frame)
    }
    let (x, y) = place.adapted(
      try frame.machine.traced(a, at: place, operand: 0), try frame.machine.traced(b, at: place, operand: 1))
    do {
      return place.mark(try operation(x, y), in: frame)
    } catch {
      throw place.failure(error, operands: [a, b], in: frame)
    }
  }

  static func add(_ a: Value, _ b: Value, at place: Site, in frame: Frame) throws(Stop) -> Value {
    if case .string(let left) = a {
      guard case .string(let right) = b else {
        throw place.failure(
          .notAText, "a text can only be joined with a text, and the right side is \(b.kind)",
          help: "put the value into the text: \"{…}\"")
      }
      return try frame.machine.admitted(.string(left.joined(with: right)), at: place)
    }
    return try apply(.add, a, b, at: place, in: frame)
  }

  /// `·`: a product when either side is a number, else the dot product of two vectors.
  static func dot(_ a: Value, _ b: Value, at place: Site, in frame: Frame) throws(Stop) -> Value {
    let x = try frame.machine.traced(a, at: place, operand: 0)
    let y = try frame.machine.traced(b, at: place, operand: 1)
    do {
      if x.shape.isEmpty || y.shape.isEmpty { return place.mark(try Operation.multiply(x, y), in: frame) }
      guard x.shape.count == 1, y.shape.count == 1 else {
        throw place.failure(
          .shapeMismatch,
          "`·` is the dot product of two vectors; these are \(ShapeText.of(x.shape)) and \(ShapeText.of(y.shape))",
          at: place.operatorSpan, help: "use @ for a product of matrices, * for one of elements")
      }
      return place.mark(try Operation.matmul(x, y), in: frame)
    } catch let error as TensorError {
      throw place.failure(error, operands: [a, b], in: frame)
    } catch let stop as Stop {
      throw stop
    } catch {
      throw place.failure(.error, .verbatim(String(describing: error)))
    }
  }

  static func compare(
    _ comparator: Comparator, _ a: Value, _ b: Value, at place: Site, in frame: Frame
  ) throws(Stop) -> Value {
    if case .data(.float64(let x)) = a, case .data(.float64(let y)) = b {
      switch comparator {
      case .equal: return .boolean(x == y)
      case .notEqual: return .boolean(x != y)
      case .less: return .boolean(x < y)
      case .lessOrEqual: return .boolean(x <= y)
      case .greater: return .boolean(x > y)
      case .greaterOrEqual: return .boolean(x >= y)
      case .approximatelyEqual: break
      }
    }
    switch comparator {
    case .approximatelyEqual: return .boolean(try frame.machine.areClose(a, b, spreads: true, at: place))
    case .equal, .notEqual:
      if let same = try Equality.whole(a, b) { return .boolean(same == (comparator == .equal)) }
    default: break
    }
    if case .string(let x) = a, case .string(let y) = b {
      // The order of the Unicode scalars, as in Python: the same on every machine.
      let (left, right) = (x.string.unicodeScalars, y.string.unicodeScalars)
      switch comparator {
      case .less: return .boolean(left.lexicographicallyPrecedes(right))
      case .greater: return .boolean(right.lexicographicallyPrecedes(left))
      case .lessOrEqual: return .boolean(!right.lexicographicallyPrecedes(left))
      case .greaterOrEqual: return .boolean(!left.lexicographicallyPrecedes(right))
      case .equal, .notEqual, .approximatelyEqual: break
      }
    }
    let operation: Operation =
      switch comparator {
      case .equal, .approximatelyEqual: .equal
      case .notEqual: .notEqual
      case .less: .less
      case .lessOrEqual: .lessOrEqual
      case .greater: .greater
      case .greaterOrEqual: .greaterOrEqual
      }
    return try apply(operation, a, b, at: place, in: frame)
  }
}

/// A float64 number as it enters a record, with its node unless it is a constant: what most operands of a graph of
/// numbers are, and they need none of the checks that tensors do.
private struct Recorded {
  /// The operand or the machine's state keeps it alive while this is looked at.
  let node: Unmanaged<Node>?
  let number: Double

  @inline(__always)
  init?(_ value: Value, _ machine: Machine) {
    switch value {
    case .data(.float64(let number)): (node, self.number) = (nil, number)
    case .data(.node(let node)):
      guard case .float64(let number) = node.value else { return nil }
      (self.node, self.number) = (.passUnretained(node), number)
    case .parameter(let parameter):
      guard let leaf = machine.state.leaf(of: parameter), case .float64(let number) = leaf.value else { return nil }
      (node, self.number) = (parameter.isBuffer ? nil : .passUnretained(leaf), number)
    default: return nil
    }
  }
}

/// Equality of values that are not numbers or tensors.
enum Equality {
  /// The same, unless it was interrupted on the way.
  static func whole(_ a: Value, _ b: Value) throws(Stop) -> Bool? {
    let same = ofUnlike(a, b)
    if Interruption.isRequested { throw .interrupted }
    return same
  }

  /// Whether two values are equal, when at least one of them is a text, a record, a function or a list of such; nil when
  /// both can be compared as numbers.
  ///
  /// Values that share their parts can be far larger than they look; of what is interrupted nobody hears.
  static func ofUnlike(_ a: Value, _ b: Value) -> Bool? {
    if Interruption.isRequested { return false }
    switch (a, b) {
    case (.string(let x), .string(let y)): return x.string == y.string
    case (.record(let x), .record(let y)):
      guard x.names == y.names else { return false }
      return zip(x.values, y.values).allSatisfy { same($0, $1) }
    case (.function(let x), .function(let y)): return x === y
    case (.list(let x), .list(let y)) where holdsOthers(x) || holdsOthers(y):
      return x.items.count == y.items.count && zip(x.items, y.items).allSatisfy { same($0, $1) }
    case (.data, .data), (.parameter, .data), (.data, .parameter), (.parameter, .parameter): return nil
    case (.list, .list), (.list, .data), (.data, .list), (.range, _), (_, .range): return nil
    case (.list, .parameter), (.parameter, .list): return nil
    default: return false
    }
  }

  private static func holdsOthers(_ list: List) -> Bool {
    list.items.contains { item in
      if Interruption.isRequested { return true }
      return switch item {
      case .data, .parameter, .range: false
      case .list(let inner): holdsOthers(inner)
      default: true
      }
    }
  }

  private static func same(_ a: Value, _ b: Value) -> Bool {
    if let same = ofUnlike(a, b) { return same }
    if case .data(let x) = a, case .data(let y) = b { return x.plain.isIdentical(to: y.plain) }
    return false
  }
}
