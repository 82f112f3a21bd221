import Source

extension Reader {
  /// Reads an operand.
  mutating func readPrimary() throws(Resync) -> Expression {
    let token = current
    height = 1
    switch token.kind {
    case .number(let value):
      advance()
      return Expression(.number(value), span: token.span)
    case .name(let text):
      if text == "lambda" { try checkLambdaHabit() }
      advance()
      return Expression(.name(text), span: token.span)
    case .string(let pieces):
      advance()
      return try readString(pieces, token.span)
    case .keyword(.true), .keyword(.false):
      advance()
      return Expression(.boolean(token.kind == .keyword(.true)), span: token.span)
    case .keyword(.if): return try readConditional()
    case .symbol(.openParen): return try readParentheses()
    case .symbol(.openBracket): return try readList()
    case .symbol(.openBrace): return startsRecord ? try readRecord() : try readBlockExpression()
    case .partial: return try readGradient()
    case .nabla: return try readPrefixed(by: "grad")
    case .root: return try readPrefixed(by: "sqrt")
    default: throw missingValue()
    }
  }

  private mutating func readString(_ pieces: [StringPiece], _ span: Span) throws(Resync) -> Expression {
    var parts: [Expression.StringPart] = []
    var tallest = 0
    for piece in pieces {
      switch piece {
      case .text(let text): parts.append(.text(text))
      case .code(let inner, let format, _):
        parts.append(.interpolation(try readInterpolation(inner), format: format))
        tallest = max(tallest, height)
      }
    }
    return try node(.string(parts), span, height: tallest + 1)
  }

  /// Reads the expression inside a string from its own tokens.
  private mutating func readInterpolation(_ inner: [Token]) throws(Resync) -> Expression {
    let outer = (tokens, pairs, position, last, context)
    tokens = inner
    pairs = BracketPairs(inner)
    (position, last) = (0, -1)
    context.openers = []
    context.newlinesCount = true
    context.allowsTrailingBlock = true
    stringDepth += 1
    defer {
      (tokens, pairs, position, last, context) = outer
      stringDepth -= 1
    }
    let value = try readExpression()
    guard atEnd else { throw expected("the end of the braces") }
    return value
  }

  private mutating func readParentheses() throws(Resync) -> Expression {
    let start = position
    let outer = open()
    if at(.closeParen) { throw fail(.emptyParentheses, at: tokens[start].span.union(current.span)) }
    var value = try readExpression()
    if at(.comma) { throw fail(.parenthesesHoldOne, at: current.span) }
    if !at(.closeParen) { throw unexpectedInList(.closeParen) }
    try close(.closeParen, outer)
    value.span = span(from: start)
    return value
  }

  private mutating func readList() throws(Resync) -> Expression {
    let start = position
    let outer = open()
    var elements: [Expression] = []
    var tallest = 0
    while !at(.closeBracket) {
      elements.append(try readExpression())
      tallest = max(tallest, height)
      guard at(.comma) else { break }
      advanceOverOperator()
    }
    try closeList(.closeBracket, outer)
    return try node(.list(elements), span(from: start), height: tallest + 1)
  }

  private mutating func readRecord() throws(Resync) -> Expression {
    let start = position
    let outer = open()
    var fields: [Expression.Field] = []
    var tallest = 0
    while !at(.closeBrace) {
      if case .string(let pieces) = current.kind, case .text(let key)? = pieces.first {
        throw fail(.recordKey(key), at: current.span)
      }
      let name = try readName("the name of a field")
      guard at(.colon) else { throw expected("`:`") }
      advance()
      skipNewlines()
      fields.append(Expression.Field(name: name, value: try readExpression()))
      tallest = max(tallest, height)
      guard at(.comma) else { break }
      advanceOverOperator()
    }
    try closeList(.closeBrace, outer)
    if let repeated = firstRepeated(fields.map(\.name)) {
      throw fail(.repeatedName(repeated.text), at: repeated.span)
    }
    return try node(.record(fields), span(from: start), height: tallest + 1)
  }

  private mutating func readBlockExpression() throws(Resync) -> Expression {
    let start = position
    if case .string(let pieces) = ahead(1).kind, case .text(let key)? = pieces.first,
      ahead(2).kind == .symbol(.colon)
    {
      throw fail(.recordKey(key), at: ahead(1).span)
    }
    let body = try readBraces()
    return try node(.block(body), span(from: start), height: height + 1)
  }

  private mutating func readConditional() throws(Resync) -> Expression {
    let start = position
    var branches: [Expression.Branch] = []
    var otherwise: [Statement]?
    var tallest = 0
    repeat {
      let header = position
      advanceOverOperator()
      let condition = try readCondition()
      tallest = max(tallest, height)
      let body = try readBlock(header: header)
      tallest = max(tallest, height)
      branches.append(Expression.Branch(condition: condition, body: body))
      guard at(.else), isOnSameLine || !context.newlinesCount else { break }
      let elsePosition = position
      advance()
      if at(.if) { continue }
      otherwise = try readBlock(header: elsePosition)
      tallest = max(tallest, height)
      break
    } while true
    return try node(
      .conditional(branches, otherwise: otherwise), span(from: start), height: tallest + 1)
  }

  /// Reads `∂L/∂w` and `∂²L/∂w∂b`, which is the gradient with respect to w of the gradient with respect to b.
  private mutating func readGradient() throws(Resync) -> Expression {
    let start = position
    advance()
    let order = try readOrder(from: start) ?? 1
    let top = try readGradientOperand()
    var tall = height
    guard at(.divide), ahead(1).kind == .partial else {
      // At the end of an open line more may come; elsewhere it will not.
      throw failHere(.expectedGradient(of: shown(top.span)))
    }
    advance()
    var bottoms: [Expression] = []
    while bottoms.count < order {
      guard current.kind == .partial else { throw fail(.higherGradient, at: span(from: start)) }
      advance()
      let bottom = try readGradientOperand()
      tall = max(tall, height)
      // Of a first gradient a raised number is a power: ∂L/∂w² is (∂L/∂w)².
      let repeats = order == 1 ? 1 : try readOrder(from: start) ?? 1
      guard repeats <= order - bottoms.count else { throw fail(.higherGradient, at: span(from: start)) }
      bottoms += Array(repeating: bottom, count: repeats)
    }
    var gradient = top
    for bottom in bottoms.reversed() {
      tall += 1
      gradient = try node(.gradient(of: gradient, with: bottom), span(from: start), height: tall)
    }
    return gradient
  }

  /// Reads the `²` of `∂²L/∂w²`; nil when none stands here.
  private mutating func readOrder(from start: Int) throws(Resync) -> Int? {
    let text: String
    switch current.kind {
    case .superscript(let digits):
      text = digits
      advance()
    case .symbol(.power):
      guard case .number(let value) = ahead(1).kind, let whole = Int(exactly: value) else { return nil }
      text = String(whole)
      advance()
      advance()
    default: return nil
    }
    guard let order = Int(text), (1...9).contains(order) else { throw fail(.higherGradient, at: span(from: start)) }
    return order
  }

  /// Reads what may stand after a `∂`: a plain name, or anything in parentheses.
  private mutating func readGradientOperand() throws(Resync) -> Expression {
    height = 1
    if at(.openParen) { return try readParentheses() }
    guard case .name(let text) = current.kind else { throw expected("a name or a parenthesis") }
    return Expression(.name(text), span: advance().span)
  }

  /// Reads `∇f`, and `√x` with what follows x closely; before a parenthesis the sign is a plain function.
  private mutating func readPrefixed(by function: String) throws(Resync) -> Expression {
    let start = position
    let sign = advance()
    let callee = Expression(.name(function), span: sign.span)
    height = 1
    guard isOnSameLine else { return callee }
    switch current.kind {
    case .name where function == "sqrt":
      // Calls, elements and fields bind before the root: √f(16), √r.x, √x[0].
      let outer = context.depth
      try descend()
      defer { context.depth = outer }
      let argument = try readPostfix()
      return try node(.call(callee, [Expression.Argument(value: argument)]), span(from: start), height: height + 1)
    case .name(let text):
      let argument = Expression(.name(text), span: advance().span)
      return try node(.call(callee, [Expression.Argument(value: argument)]), span(from: start), height: 2)
    case .number(let value) where function == "sqrt":
      let argument = Expression(.number(value), span: advance().span)
      return try node(.call(callee, [Expression.Argument(value: argument)]), span(from: start), height: 2)
    default: return callee
    }
  }
}
