import Source

extension Reader {
  /// Reads a whole expression: a function `x -> …`, or operands and operators.
  mutating func readExpression() throws(Resync) -> Expression {
    let outer = context.depth
    try descend()
    defer { context.depth = outer }
    return startsLambda ? try readLambda() : try readOr()
  }

  private var startsLambda: Bool {
    switch current.kind {
    case .name: return ahead(1).kind == .symbol(.arrow)
    case .symbol(.openParen):
      let closing = pairs.partner[position]
      return closing > 0 && tokens[closing + 1].kind == .symbol(.arrow)
    default: return false
    }
  }

  private mutating func readLambda() throws(Resync) -> Expression {
    let start = position
    var parameters: [Parameter]
    var tall = 0
    if at(.openParen) {
      parameters = try readParameters()
      tall = height
    } else {
      parameters = [Parameter(name: try readName("a name"))]
    }
    advanceOverOperator()
    let body = try readFunctionBody()
    return try node(.lambda(parameters, body), span(from: start), height: max(tall, height) + 1)
  }

  private mutating func readOr() throws(Resync) -> Expression {
    try readChain(of: .or, Expression.Kind.or) { (reader) throws(Resync) in try reader.readAnd() }
  }

  private mutating func readAnd() throws(Resync) -> Expression {
    try readChain(of: .and, Expression.Kind.and) { (reader) throws(Resync) in try reader.readNot() }
  }

  /// Operands that a word joins, from left to right.
  private mutating func readChain(
    of word: Keyword, _ joined: (Expression, Expression) -> Expression.Kind,
    operand: (inout Reader) throws(Resync) -> Expression
  ) throws(Resync) -> Expression {
    var left = try operand(&self)
    while at(word) {
      let tall = height
      advanceOverOperator()
      let right = try operand(&self)
      left = try node(joined(left, right), left.span.union(right.span), height: max(tall, height) + 1)
    }
    return left
  }

  private mutating func readNot() throws(Resync) -> Expression {
    guard at(.not) else { return try readComparison() }
    let start = position
    let outer = context.depth
    try descend()
    defer { context.depth = outer }
    advanceOverOperator()
    let operand = try readNot()
    return try node(.unary(.not, operand), span(from: start), height: height + 1)
  }

  private mutating func readComparison() throws(Resync) -> Expression {
    let first = try readRange()
    var tall = height
    var rest: [Expression.Comparison] = []
    while case .symbol(let symbol) = current.kind, let comparator = symbol.comparator {
      let token = advanceOverOperator()
      if at(.bind) { throw fail(.spacedEquals, at: token.span.union(current.span)) }
      let right = try readRange()
      tall = max(tall, height)
      rest.append(Expression.Comparison(comparator, operatorSpan: token.span, right: right))
    }
    guard let end = rest.last else { return first }
    return try node(.comparison(first, rest), first.span.union(end.right.span), height: tall + 1)
  }

  private mutating func readRange() throws(Resync) -> Expression {
    let lower = try readInfix(.sum)
    guard at(.range) || at(.openRange) else { return lower }
    let isInclusive = at(.range)
    let tall = height
    advanceOverOperator()
    let upper = try readInfix(.sum)
    if at(.range) || at(.openRange) { throw fail(.severalRanges, at: current.span) }
    return try node(
      .range(lower, upper, isInclusive: isInclusive), lower.span.union(upper.span), height: max(tall, height) + 1)
  }

  private enum Level { case sum, product }

  /// The operator here, when it binds as tightly as asked.
  private func infixOperator(_ level: Level) -> BinaryOperator? {
    guard case .symbol(let symbol) = current.kind else { return nil }
    return switch (symbol, level) {
    case (.plus, .sum): .add
    case (.minus, .sum): .subtract
    case (.times, .product): .multiply
    case (.divide, .product): .divide
    case (.matrixProduct, .product): .matrixProduct
    case (.dot, .product): .dot
    case (.remainder, .product): .remainder
    default: nil
    }
  }

  private mutating func readInfix(_ level: Level) throws(Resync) -> Expression {
    var left = level == .sum ? try readInfix(.product) : try readSigned()
    while let operation = infixOperator(level) {
      let tall = height
      let token = endsInPercent ? advance() : advanceOverOperator()
      let right = level == .sum ? try readInfix(.product) : try readSigned()
      if operation == .divide { noteImplicitProduct(right) }
      left = try node(
        .binary(operation, left, right, operatorSpan: token.span), left.span.union(right.span),
        height: max(tall, height) + 1)
    }
    return left
  }

  /// Whether the sign here is that of a percentage at the end of its line, `80%`: the next line is nothing of it.
  private var endsInPercent: Bool {
    guard at(.remainder), ahead(1).kind == .newline, last >= 0, case .number = tokens[last].kind else { return false }
    return tokens[last].span.upper == current.span.lower
  }

  /// Notes that `1/2x` is `1/(2x)`, which not everybody expects.
  private mutating func noteImplicitProduct(_ divisor: Expression) {
    guard case .binary(.multiply, let first, _, let sign) = divisor.kind, sign.isEmpty,
      divisor.span.lower == first.span.lower
    else { return }
    remark(.implicitProductInDenominator(shown(divisor.span)), at: divisor.span)
  }

  private mutating func readSigned() throws(Resync) -> Expression {
    guard at(.minus) || at(.plus) else { return try readProduct() }
    let start = position
    let outer = context.depth
    try descend()
    defer { context.depth = outer }
    let isMinus = at(.minus)
    advanceOverOperator()
    let operand = try readSigned()
    guard isMinus else { return operand }
    return try node(.unary(.negate, operand), span(from: start), height: height + 1)
  }

  /// Reads factors that stand side by side.
  private mutating func readProduct() throws(Resync) -> Expression {
    var left = try readPower()
    while factorFollows {
      let tall = height
      let right = try readPower()
      let place = Span(left.span.upper, left.span.upper)
      left = try node(
        .binary(.multiply, left, right, operatorSpan: place), left.span.union(right.span), height: max(tall, height) + 1
      )
    }
    return left
  }

  /// Whether a product goes on without a sign: a number before a name, a parenthesis or a `∂`, anything before a `∂`.
  private var factorFollows: Bool {
    guard last >= 0, isOnSameLine else { return false }
    if current.kind == .partial { return tokens[last].endsOperand }
    switch (tokens[last].kind, current.kind) {
    case (.number, .name), (.number, .symbol(.openParen)), (.number, .nabla), (.number, .root), (.superscript, .name),
      (.superscript, .nabla), (.superscript, .root):
      return true
    default: return false
    }
  }

  private mutating func readPower() throws(Resync) -> Expression {
    let base = try readPostfix()
    guard at(.power) else { return base }
    let tall = height
    let token = advanceOverOperator()
    let outer = context.depth
    try descend()
    defer { context.depth = outer }
    let exponent = try readExponent()
    return try node(
      .binary(.power, base, exponent, operatorSpan: token.span), base.span.union(exponent.span),
      height: max(tall, height) + 1)
  }

  private mutating func readExponent() throws(Resync) -> Expression {
    guard at(.minus) || at(.plus) else { return try readPower() }
    let start = position
    let outer = context.depth
    try descend()
    defer { context.depth = outer }
    let isMinus = at(.minus)
    advanceOverOperator()
    let operand = try readExponent()
    guard isMinus else { return operand }
    return try node(.unary(.negate, operand), span(from: start), height: height + 1)
  }
}
