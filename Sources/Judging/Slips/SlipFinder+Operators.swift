import Source
import Syntax

extension SlipFinder {
  /// The slips at an operator: another sign, the sides exchanged, a side too much.
  mutating func binary(
    _ expression: Expression, _ sign: BinaryOperator, _ left: Expression, _ right: Expression, _ place: Span
  ) {
    let (a, b) = (operand(left), self.right(right, place))
    let between = Span(left.span.upper, right.span.lower)
    let whole = expression.span
    func enclosed(_ text: String) -> String { isEnclosed(expression) ? "(\(text))" : text }
    switch sign {
    case .add: add(.sign, [(between, " - ")], at: right.span, .slipSubtract, text(right))
    case .subtract:
      add(.sign, [(between, " + ")], at: right.span, .slipAdd, text(right))
      add(.sign, [(whole, enclosed("\(b) - \(a)"))], at: whole, .slipOrder, subtrahend(left), text(right))
    case .divide:
      add(.place, [(whole, "(\(b) / \(a))")], at: whole, .slipQuotient, text(left), text(right))
    case .power, .matrixProduct:
      add(.place, [(whole, "(\(b) \(sign.rawValue) \(a))")], at: whole, .slipExchanged, text(left), text(right))
    case .multiply, .remainder, .dot: break
    }
    if sign == .subtract {
      add(.place, [(between, " * -")], at: whole, .slipTimesInstead, text(expression), sign.rawValue)
    }
    let (near, far) = (tail(left), head(right))
    let piece = source.slice(Span(near.span.lower, far.span.upper))
    let isRaised = place.lower == place.upper && sign == .power
    // With 0 and 1, one sign does what another does.
    let isNeutral = [a, b].contains { ["0", "1"].contains($0) }
    for (other, key) in SlipFinder.operators where other != sign && !isNeutral {
      if (sign == .add && other == .subtract) || (sign == .subtract && other == .add) { continue }
      let isSquare = other == .power && b == "2"
      let isDouble = sign == .power && b == "2" && other == .multiply
      let key: MessageKey = isSquare ? .slipSquareInstead : isDouble ? .slipDoubleInstead : key
      // Another exponent is a likelier slip than another sign.
      let isWritten = place.lower < place.upper
      let rank: Rank = !isWritten && sign == .multiply ? .elsewhere : sign == .power && !isDouble ? .piece : .place
      let first = isSquare || isDouble ? text(near) : piece
      if other == .add, sign == .multiply, isWritten {
        add(.place, [(between, " + ")], at: Span(near.span.lower, far.span.upper), .slipPlusBefore, text(right), "*")
      } else if !isRaised {
        add(
          rank, [(between, " \(other.rawValue) ")], at: Span(near.span.lower, far.span.upper), key, first,
          sign.rawValue)
      }
      add(
        rank, [(whole, "(\(a) \(other.rawValue) \(b))")], at: whole, key, isSquare ? text(left) : text(expression),
        sign.rawValue)
    }
    if sign == .power, place.lower < place.upper, case .number = right.kind {
      for number in material.numbers where number != b {
        add(.place, [(right.span, number)], at: right.span, .slipExponent, b, number)
      }
    }
    if sign == .divide, b == "2" {
      add(.place, [(Span(left.span.upper, right.span.upper), "")], at: right.span, .slipHalf)
    }
    if sign == .power, b == "2" {
      add(.place, [(whole, "sqrt(\(text(left)))")], at: whole, .slipRoot, text(left))
    }
    // The power at the other factor.
    if sign == .multiply || sign == .divide {
      if case .binary(.power, let base, let exponent, let raised) = left.kind {
        let power = self.right(exponent, raised)
        add(
          .place, [(whole, "(\(operand(base)) \(sign.rawValue) \(b)^\(power))")], at: whole, .slipPowerMoved,
          text(right), text(base))
      }
      if case .binary(.power, let base, let exponent, let raised) = right.kind {
        let power = self.right(exponent, raised)
        add(
          .place, [(whole, "(\(a)^\(power) \(sign.rawValue) \(operand(base)))")], at: whole, .slipPowerMoved,
          text(left),
          text(base))
      }
    }
    // One side left away.
    let key: MessageKey =
      switch sign {
      case .add, .subtract: .slipTermTooMuch
      case .divide: .slipDivisorTooMuch
      case .power: .slipPowerTooMuch
      case .multiply, .matrixProduct, .dot, .remainder: .slipFactorTooMuch
      }
    let rightShown = sign == .power ? "^" + b : text(right)
    if sign == .multiply, b == "100" {
      add(.place, [(Span(left.span.upper, right.span.upper), "")], at: right.span, .slipPercent)
    }
    if sign == .multiply, a == "100" {
      add(.place, [(Span(left.span.lower, right.span.lower), "")], at: left.span, .slipPercent)
    }
    // What is too much is said before another number is proposed for it.
    add(.place, [(Span(left.span.upper, right.span.upper), "")], at: right.span, key, rightShown, text(left))
    if sign != .power {
      let leftKey = sign == .divide ? MessageKey.slipQuotientTooMuch : key
      add(.place, [(Span(left.span.lower, right.span.lower), "")], at: left.span, leftKey, text(left), text(right))
    }
    ofWhole(expression, sign, left, right)
    if sign == .multiply { instead(of: expression, left, right) }
    if sign == .add || sign == .subtract { intoSums(left, sign, right) }
    // What stands behind a call belongs into it.
    if case .call(let callee, let arguments) = left.kind, let inner = arguments.first?.value {
      let rest = source.slice(Span(inner.span.upper, left.span.upper))
      let inside = "\(text(callee))(\(operand(inner)) \(sign.rawValue) \(b)\(rest)"
      if let squares = squareInside(expression) {
        add(.sign, [(whole, squares.text)], at: whole, .slipSquares, squares.name)
      } else {
        add(.place, [(whole, inside)], at: right.span, .slipInside, text(right), text(callee))
      }
    }
    if case .call(let callee, let arguments) = right.kind, let inner = arguments.first?.value {
      let rest = source.slice(Span(inner.span.upper, right.span.upper))
      add(
        .place, [(whole, "\(text(callee))(\(a) \(sign.rawValue) \(operand(inner))\(rest)")], at: left.span, .slipInside,
        text(left), text(callee))
    }
    if isEnclosed(expression) {
      add(
        .place, [(whole, source.slice(Span(whole.lower + 1, whole.upper - 1)))], at: whole, .slipParenthesesTooMuch,
        text(expression))
    }
  }

  /// A product with 1 minus something for the difference of the two.
  private mutating func instead(of expression: Expression, _ left: Expression, _ right: Expression) {
    for (factor, other) in [(right, left), (left, right)] {
      guard case .binary(let sign, let one, let rest, _) = factor.kind, text(one) == "1",
        sign == .add || sign == .subtract
      else { continue }
      add(
        .sign, [(expression.span, "(\(operand(other)) \(sign.rawValue) \(operand(rest)))")], at: expression.span,
        sign == .subtract ? .slipSubtractInstead : .slipAddInstead, text(other), text(rest))
    }
  }

  /// A function of each of two for the function of both together.
  private mutating func ofWhole(
    _ expression: Expression, _ sign: BinaryOperator, _ left: Expression, _ right: Expression
  ) {
    guard let whole = whole(of: expression) else { return }
    add(.place, [(whole.span, whole.text)], at: expression.span, whole.key, whole.name, whole.text)
  }

  /// The function of both together that is meant by a sum, difference, product or quotient of it; nil for all else.
  func whole(of expression: Expression) -> (span: Span, text: String, name: String, key: MessageKey)? {
    guard case .binary(let sign, let all, let right, _) = expression.kind,
      case let left = sign == .multiply ? tail(all) : all,
      case .call(let callee, let arguments) = left.kind, case .call(let other, let others) = right.kind,
      case .name = callee.kind, text(callee) == text(other),
      let first = arguments.first?.value, let second = others.first?.value, arguments.count == others.count
    else { return nil }
    let (rest, otherRest) = (Span(first.span.upper, left.span.upper), Span(second.span.upper, right.span.upper))
    let key: MessageKey? =
      switch sign {
      case .add: .slipOfSum
      case .subtract: .slipOfDifference
      case .multiply: .slipOfProduct
      case .divide: .slipOfQuotient
      default: nil
      }
    guard let key, source.slice(rest) == source.slice(otherRest) else { return nil }
    let both = "\(text(callee))(\(operand(first)) \(sign.rawValue) \(operand(second))\(source.slice(rest))"
    return (Span(left.span.lower, right.span.upper), both, text(callee), key)
  }

  /// A term behind something for a term of a sum in it.
  private mutating func intoSums(_ left: Expression, _ sign: BinaryOperator, _ right: Expression) {
    for inner in left.tree where isEnclosed(inner) {
      guard case .binary(let own, _, _, _) = inner.kind, own == .add || own == .subtract else { continue }
      let end = inner.span.upper - 1
      add(
        .place,
        [(Span(end, end), " \(sign.rawValue) \(operand(right))"), (Span(left.span.upper, right.span.upper), "")],
        at: right.span, .slipIntoSum, text(right), text(inner))
    }
  }

  /// What the square of a sum or a mean is when the squares are taken first.
  func squareInside(_ expression: Expression) -> (span: Span, text: String, name: String)? {
    guard case .binary(.power, let left, let right, let place) = expression.kind, self.right(right, place) == "2",
      case .call(let callee, let arguments) = left.kind, let inner = arguments.first?.value,
      ["sum", "mean"].contains(text(callee))
    else { return nil }
    let rest = source.slice(Span(inner.span.upper, left.span.upper))
    return (expression.span, "\(text(callee))(\(operand(inner))^2\(rest)", text(callee))
  }

  private static let operators: [(BinaryOperator, MessageKey)] = [
    (.add, .slipPlusInstead), (.subtract, .slipMinusInstead), (.multiply, .slipTimesInstead),
    (.divide, .slipOverInstead), (.power, .slipPowerInstead), (.matrixProduct, .slipMatrixInstead),
  ]

  /// The text of an expression as it is subtracted: a sum, and what begins with a minus, stands in parentheses.
  private func subtrahend(_ expression: Expression) -> String {
    switch expression.kind {
    case .binary(.add, _, _, _), .binary(.subtract, _, _, _): return operand(expression)
    default: return text(expression).hasPrefix("-") ? operand(expression) : text(expression)
    }
  }

  /// The operand that stands right before an operator.
  private func tail(_ expression: Expression) -> Expression {
    guard case .binary(_, _, let right, let place) = expression.kind, !isEnclosed(expression), place.lower < place.upper
    else { return expression }
    return tail(right)
  }

  /// The operand that stands right after an operator.
  private func head(_ expression: Expression) -> Expression {
    guard case .binary(_, let left, _, let place) = expression.kind, !isEnclosed(expression), place.lower < place.upper
    else { return expression }
    return head(left)
  }

  // MARK: Parentheses

  /// Parentheses that may be missing around a part of a sum or product, or around two parts of it.
  mutating func chain(_ expression: Expression) {
    var operands: [Span] = []
    collect(expression, isTop: true, into: &operands)
    guard operands.count > 2, operands.count <= 10 else { return }
    func part(_ from: Int, _ to: Int) -> Span { Span(operands[from].lower, operands[to].upper) }
    func edits(_ span: Span) -> [(Span, String)] { [(span, "(\(source.slice(span)))")] }
    var parts: [(from: Int, to: Int)] = []
    for from in operands.indices {
      for to in operands.indices where to > from && to - from < operands.count - 1 { parts.append((from, to)) }
    }
    for (from, to) in parts {
      let span = part(from, to)
      add(.place, edits(span), at: span, .slipParentheses, source.slice(span))
      for (start, end) in parts where start > to {
        let other = part(start, end)
        add(
          .leaf, edits(span) + edits(other), at: Span(span.lower, other.upper), .slipParenthesesTwice,
          source.slice(span),
          source.slice(other))
      }
    }
  }

  /// The operands of operators that no parentheses separate; only from the top of such a chain.
  private func collect(_ expression: Expression, isTop: Bool, into operands: inout [Span]) {
    if case .binary(let sign, let left, let right, let place) = expression.kind, isTop || !isEnclosed(expression),
      place.lower < place.upper || sign != .power
    {
      collect(left, isTop: false, into: &operands)
      collect(right, isTop: false, into: &operands)
    } else {
      operands.append(expression.span)
    }
  }
}
