import Syntax
import Tensors

/// A short way for an expression of names, constants and `+ - * /`: its number, as long as all names hold float64
/// numbers (or whole numbers that meet one); nil when the expression has to be computed the general way.
///
/// Nothing is boxed, counted or recorded, and nothing happens besides: the general way may follow at any time.
struct NumberCode {
  let read: (Frame) -> Double?
}

/// Where a name's value lies while code runs.
enum Slot {
  case local(Int), global(Int)

  @inline(__always)
  func cell(in frame: Frame) -> UnsafeMutablePointer<Value> {
    switch self {
    case .local(let slot): frame.slots + slot
    case .global(let slot): frame.globals + slot
    }
  }
}

extension Value {
  /// The value when it is a float64 number that nothing recorded.
  @inline(__always)
  fileprivate var float: Double? {
    if case .data(.float64(let number)) = self { return number }
    return nil
  }

  /// The value as it enters an operation with a float64 number: a float64 or a whole number.
  @inline(__always)
  fileprivate var besideFloat: Double? {
    if case .data(.float64(let number)) = self { return number }
    if case .data(.int(let number)) = self { return Double(number) }
    return nil
  }
}

extension UnsafeMutablePointer<Value> {
  /// Stores a number; where a number was before there is nothing to let go of.
  @inline(__always)
  func put(_ number: Traced) {
    switch pointee {
    case .data(.float64), .data(.int): initialize(to: .data(number))
    default: pointee = .data(number)
    }
  }
}

private protocol NumberOperator {
  static func apply(_ a: Double, _ b: Double) -> Double
}

private enum Plus: NumberOperator {
  @inline(__always) static func apply(_ a: Double, _ b: Double) -> Double { a + b }
}

private enum Minus: NumberOperator {
  @inline(__always) static func apply(_ a: Double, _ b: Double) -> Double { a - b }
}

private enum Times: NumberOperator {
  @inline(__always) static func apply(_ a: Double, _ b: Double) -> Double { a * b }
}

private enum Over: NumberOperator {
  @inline(__always) static func apply(_ a: Double, _ b: Double) -> Double { a / b }
}

extension Compiler {
  /// The slot that an expression reads when it is just a name.
  func slot(of expression: Expression) -> Slot? {
    guard case .name(let name) = expression.kind else { return nil }
    return slot(of: name)
  }

  /// The slot of a name; nil for a captured or a given one.
  func slot(of name: String) -> Slot? {
    switch scope.resolve(bound(name), table: table) {
    case .local(let slot): return .local(slot)
    case .global(let slot): return .global(slot)
    case .capture, .ownFunction, .given: return nil
    }
  }

  /// The short way for an expression, when it has the form for one and computes something.
  func numberCode(_ expression: Expression) -> NumberCode? {
    guard defaultFloat == .float64, case .binary(let binary, let left, let right, _) = expression.kind else {
      return nil
    }
    switch binary {
    case .add: return operation(left, right, Plus.self)
    case .subtract: return operation(left, right, Minus.self)
    case .multiply: return operation(left, right, Times.self)
    case .divide: return operation(left, right, Over.self)
    case .remainder, .power, .matrixProduct, .dot: return nil
    }
  }

  private func operation<Operator: NumberOperator>(
    _ left: Expression, _ right: Expression, _: Operator.Type
  ) -> NumberCode? {
    if let first = slot(of: left) {
      if let second = slot(of: right) { return ofSlots(first, second, Operator.self) }
      return ofSlot(first, right, Operator.self)
    }
    guard let first = operand(left) else { return nil }
    if let second = slot(of: right) {
      return NumberCode { frame in
        guard let p = first.read(frame), let q = second.cell(in: frame).pointee.besideFloat else { return nil }
        return Operator.apply(p, q)
      }
    }
    if case .number(let constant) = right.kind {
      return NumberCode { frame in
        guard let p = first.read(frame) else { return nil }
        return Operator.apply(p, constant)
      }
    }
    guard let second = operand(right) else { return nil }
    return NumberCode { frame in
      guard let p = first.read(frame), let q = second.read(frame) else { return nil }
      return Operator.apply(p, q)
    }
  }

  private func ofSlots<Operator: NumberOperator>(_ a: Slot, _ b: Slot, _: Operator.Type) -> NumberCode {
    NumberCode { frame in
      let x = a.cell(in: frame)
      let y = b.cell(in: frame)
      if let p = x.pointee.float, let q = y.pointee.besideFloat { return Operator.apply(p, q) }
      guard let p = x.pointee.besideFloat, let q = y.pointee.float else { return nil }
      return Operator.apply(p, q)
    }
  }

  private func ofSlot<Operator: NumberOperator>(
    _ first: Slot, _ right: Expression, _: Operator.Type
  ) -> NumberCode? {
    if case .number(let constant) = right.kind {
      return NumberCode { frame in
        guard let p = first.cell(in: frame).pointee.besideFloat else { return nil }
        return Operator.apply(p, constant)
      }
    }
    guard let second = operand(right) else { return nil }
    return NumberCode { frame in
      guard let p = first.cell(in: frame).pointee.besideFloat, let q = second.read(frame) else { return nil }
      return Operator.apply(p, q)
    }
  }

  /// The short way for an operand that is no name: a constant or another operation.
  private func operand(_ expression: Expression) -> NumberCode? {
    if case .number(let constant) = expression.kind { return NumberCode { _ in constant } }
    return numberCode(expression)
  }

  /// The short way for a comparison of two numbers.
  func numberTest(_ expression: Expression) -> ((Frame) -> Bool?)? {
    guard defaultFloat == .float64, case .comparison(let first, let rest) = expression.kind, rest.count == 1,
      let link = rest.first, let left = comparand(first), let right = comparand(link.right)
    else { return nil }
    let comparator = link.comparator
    return { frame in
      guard let p = left.read(frame), let q = right.read(frame) else { return nil }
      switch comparator {
      case .equal: return p == q
      case .notEqual: return p != q
      case .less: return p < q
      case .lessOrEqual: return p <= q
      case .greater: return p > q
      case .greaterOrEqual: return p >= q
      case .approximatelyEqual: return nil
      }
    }
  }

  private func comparand(_ expression: Expression) -> NumberCode? {
    if let slot = slot(of: expression) { return NumberCode { slot.cell(in: $0).pointee.float } }
    return operand(expression)
  }
}
