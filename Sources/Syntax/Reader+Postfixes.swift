import Source

extension Reader {
  /// Reads an operand with all that is applied to it: calls, subscripts, fields, primes and raised exponents.
  mutating func readPostfix() throws(Resync) -> Expression {
    var value = try readPrimary()
    while let next = try readPostfix(of: value) { value = next }
    return value
  }

  private mutating func readPostfix(of value: Expression) throws(Resync) -> Expression? {
    let tall = height
    switch current.kind {
    case .symbol(.openParen) where isOnSameLine:
      // The order of ∂²f/∂x² ends a function's name, and no power.
      var isGradient = false
      if case .gradient = value.kind { isGradient = true }
      if case .number = tokens[last].kind, !isGradient { return nil }
      if case .superscript = tokens[last].kind, !isGradient {
        throw fail(.powerThenParenthesis(shown(value.span)), at: current.span)
      }
      let arguments = try readArguments()
      return try node(
        .call(value, arguments), Span(value.span.lower, tokens[last].span.upper), height: max(tall, height) + 1)
    case .symbol(.openBracket) where isOnSameLine:
      let subscripts = try readSubscripts()
      return try node(
        .index(value, subscripts), Span(value.span.lower, tokens[last].span.upper), height: max(tall, height) + 1)
    case .symbol(.openBrace) where isOnSameLine && context.allowsTrailingBlock:
      return try readTrailingBlock(of: value)
    case .symbol(.point):
      advanceOverOperator()
      let name: Name
      switch current.kind {
      case .name(let text): name = Name(text, span: advance().span)
      case .keyword(let word): name = Name(word.rawValue, span: advance().span)
      default: throw expected("the name of a field")
      }
      return try node(.member(value, name), value.span.union(name.span), height: tall + 1)
    case .prime(let order):
      let token = advance()
      return try node(.prime(value, order: order), value.span.union(token.span), height: tall + 1)
    case .transpose where isOnSameLine:
      let token = advance()
      return try node(
        .member(value, Name("T", span: token.span)), value.span.union(token.span), height: tall + 1)
    case .superscript(let text) where isOnSameLine:
      let token = advance()
      let exponent = raised(text, token.span)
      return try node(
        .binary(.power, value, exponent, operatorSpan: Span(token.span.lower, token.span.lower)),
        value.span.union(token.span), height: max(tall, 2) + 1)
    default: return nil
    }
  }

  /// The exponent that a superscript stands for.
  private func raised(_ text: String, _ span: Span) -> Expression {
    let digits = text.drop { $0 == "-" || $0 == "+" }
    let value = Expression(digits == "n" ? .name("n") : .number(Double(digits) ?? .infinity), span: span)
    return text.first == "-" ? Expression(.unary(.negate, value), span: span) : value
  }

  /// Reads the block of `no_grad { … }`, the last argument of a call; nil when `value` takes none.
  private mutating func readTrailingBlock(of value: Expression) throws(Resync) -> Expression? {
    let tall = height
    var callee = value
    var arguments: [Expression.Argument] = []
    switch value.kind {
    case .name: break
    case .call(let function, let given) where tokens[last].kind == .symbol(.closeParen):
      callee = function
      arguments = given
    default: return nil
    }
    let start = position
    let body = try readBraces()
    let block = try node(.lambda([], body), span(from: start), height: height + 1)
    arguments.append(Expression.Argument(value: block))
    return try node(.call(callee, arguments), value.span.union(block.span), height: max(tall, height) + 1)
  }

  private mutating func readArguments() throws(Resync) -> [Expression.Argument] {
    let outer = open()
    var arguments: [Expression.Argument] = []
    var names: Set<String> = []
    var tallest = 0
    while !at(.closeParen) {
      var name: Name?
      if case .name(let text) = current.kind, ahead(1).kind == .symbol(.bind) {
        let given = Name(text, span: advance().span)
        name = given
        advanceOverOperator()
        if at(.bind) { throw fail(.spacedEquals, at: Span(tokens[last].span.lower, current.span.upper)) }
        if !names.insert(text).inserted { throw fail(.repeatedName(text), at: given.span) }
      } else if case .name(let text) = current.kind, ahead(1).kind == .symbol(.colon) {
        throw fail(.colonArgument(text), at: current.span.union(ahead(1).span))
      }
      let value = try readExpression()
      tallest = max(tallest, height)
      if name == nil, !names.isEmpty { throw fail(.positionalAfterNamed, at: value.span) }
      arguments.append(Expression.Argument(name: name, value: value))
      guard at(.comma) else { break }
      advanceOverOperator()
    }
    try closeList(.closeParen, outer)
    height = tallest
    return arguments
  }

  /// Takes a closing bracket where a comma could have stood, or says what stands there instead.
  mutating func closeList(_ closer: Symbol, _ outer: Context) throws(Resync) {
    guard at(closer) else { throw unexpectedInList(closer) }
    context = outer
    advance()
  }

  private mutating func readSubscripts() throws(Resync) -> [Expression.Subscript] {
    let start = current.span
    let outer = open()
    var subscripts: [Expression.Subscript] = []
    var tallest = 0
    while !at(.closeBracket) {
      subscripts.append(try readSubscript())
      tallest = max(tallest, height)
      guard at(.comma) else { break }
      advanceOverOperator()
    }
    if subscripts.isEmpty { throw fail(.emptySubscript, at: start.union(current.span)) }
    try closeList(.closeBracket, outer)
    height = tallest
    return subscripts
  }

  private mutating func readSubscript() throws(Resync) -> Expression.Subscript {
    let isAlone = ahead(1).kind == .symbol(.comma) || ahead(1).kind == .symbol(.closeBracket)
    if isAlone, current.kind == .name("None") || current.kind == .name("newaxis") {
      advance()
      return .newAxis
    }
    if isAlone, current.kind == .foreign("...") || current.kind == .name("Ellipsis") {
      advance()
      return .rest
    }
    let start = position
    var parts: [Expression?] = []
    var tallest = 0
    while true {
      if at(.colon) || at(.comma) || at(.closeBracket) {
        parts.append(nil)
      } else {
        parts.append(try readExpression())
        tallest = max(tallest, height)
      }
      guard at(.colon), parts.count < 3 else { break }
      advance()
    }
    height = tallest
    if parts.count == 1 {
      guard let only = parts[0] else { throw failHere(.expectedValue(after: ",", found: found)) }
      return .at(only)
    }
    return .slice(parts[0], parts[1], parts.count > 2 ? parts[2] : nil, span: span(from: start))
  }
}
