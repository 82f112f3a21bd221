import Source

extension Reader {
  /// Reads what gives a name a value: `f(x) = …`, `x = …`, `a, b = …`, `w := …`; nil when this is nothing of the kind.
  mutating func readDefinition() throws(Resync) -> Statement? {
    let start = position
    switch ahead(1).kind {
    case .symbol(.openParen):
      let closing = pairs.partner[position + 1]
      guard closing > 0, tokens[closing + 1].kind == .symbol(.bind) else { return nil }
      return try readFunction()
    case .symbol(.comma):
      guard let names = namesBeforeBinding() else { return nil }
      while !at(.bind) { advance() }
      return try readBinding(names, from: start)
    case .symbol(.bind):
      let name = try readName("a name")
      return try readBinding([name], from: start)
    case .symbol(.openBracket): return try readCount(from: start)
    case .symbol(let symbol):
      guard let update = symbol.update else { return nil }
      let name = try readName("a name")
      advanceOverOperator()
      let value = try readExpression()
      height += 1
      return Statement(.update(name, update, value), span: span(from: start))
    default: return nil
    }
  }

  /// Reads `counts["the"] += 1`, which is `counts = add_to(counts, "the", 1)`; nil when this is nothing of the kind.
  private mutating func readCount(from start: Int) throws(Resync) -> Statement? {
    let closing = pairs.partner[position + 1]
    guard closing == position + 3 else { return nil }
    switch tokens[position + 2].kind {
    case .string, .name: break
    default: return nil
    }
    let isSubtracted = tokens[closing + 1].kind == .symbol(.subtractAssign)
    guard isSubtracted || tokens[closing + 1].kind == .symbol(.addAssign) else { return nil }
    let name = try readName("a name")
    advance()
    let key = try readExpression()
    advance()
    advanceOverOperator()
    let amount = try readExpression()
    height += 3
    let whole = span(from: start)
    let added = isSubtracted ? Expression(.unary(.negate, amount), span: amount.span) : amount
    let arguments = [Expression(.name(name.text), span: name.span), key, added].map { Expression.Argument(value: $0) }
    let sum = Expression(.call(Expression(.name("add_to"), span: name.span), arguments), span: whole)
    return Statement(.bind([name], sum), span: whole)
  }

  private mutating func readBinding(_ names: [Name], from start: Int) throws(Resync) -> Statement {
    advanceOverOperator()
    if at(.bind) { throw fail(.spacedEquals, at: Span(tokens[last].span.lower, current.span.upper)) }
    if let repeated = firstRepeated(names) { throw fail(.repeatedName(repeated.text), at: repeated.span) }
    let value = try readExpression()
    height += 1
    return Statement(.bind(names, value), span: span(from: start))
  }

  /// The names of `a, b = …`, when that is what stands here.
  private func namesBeforeBinding() -> [Name]? {
    var names: [Name] = []
    var index = position
    while case .name(let text) = tokens[index].kind {
      names.append(Name(text, span: tokens[index].span))
      switch tokens[index + 1].kind {
      case .symbol(.comma):
        index += 2
        while index < tokens.count - 1, tokens[index].kind == .newline { index += 1 }
      case .symbol(.bind): return names
      default: return nil
      }
    }
    return nil
  }

  private mutating func readFunction() throws(Resync) -> Statement {
    let start = position
    let name = try readName("a name")
    let parameters = try readParameters()
    let tall = height
    advanceOverOperator()
    let body = try readFunctionBody()
    height = max(tall, height) + 1
    let definition = FunctionDefinition(
      name: name, parameters: parameters, body: body, documentation: documentation[start] ?? "")
    return Statement(.function(definition), span: span(from: start))
  }

  /// Reads `(x, k=2)`.
  mutating func readParameters() throws(Resync) -> [Parameter] {
    let outer = open()
    var parameters: [Parameter] = []
    var tallest = 0
    while !at(.closeParen) {
      guard case .name = current.kind else {
        if atEnd || current.kind == .unreadable { throw expected("a name") }
        throw fail(.parameterNotName(shown(current.span)), at: current.span)
      }
      let name = try readName("a name")
      var value: Expression?
      if at(.bind) {
        advanceOverOperator()
        value = try readExpression()
        tallest = max(tallest, height)
      } else if let before = parameters.last, before.defaultValue != nil {
        throw fail(.defaultBeforeRequired(name.text), at: name.span)
      } else if !at(.comma), !at(.closeParen), !atEnd {
        throw fail(.parameterNotName(shown(Span(name.span.lower, current.span.upper))), at: current.span)
      }
      parameters.append(Parameter(name: name, defaultValue: value))
      guard at(.comma) else { break }
      advanceOverOperator()
    }
    try close(.closeParen, outer)
    if let repeated = firstRepeated(parameters.map(\.name)) {
      throw fail(.repeatedName(repeated.text), at: repeated.span)
    }
    height = tallest
    return parameters
  }

  /// Reads what a function does: the statements between braces, or one expression.
  mutating func readFunctionBody() throws(Resync) -> [Statement] {
    let outer = context
    context.functions += 1
    context.loops = 0
    var body: [Statement]
    if at(.openBrace), !startsRecord {
      body = try readBraces()
    } else {
      let value = try readExpression()
      height += 1
      body = [Statement(.expression(value), span: value.span)]
    }
    context = outer
    return body
  }

  /// The first name that was there before.
  func firstRepeated(_ names: [Name]) -> Name? {
    guard names.count > 1 else { return nil }
    var seen: Set<String> = []
    return names.first { !seen.insert($0.text).inserted }
  }

  /// Whether the `{` here starts a record: `}` or `name:` follows.
  var startsRecord: Bool {
    var index = position + 1
    while tokens[min(index, tokens.count - 1)].kind == .newline { index += 1 }
    guard index + 1 < tokens.count else { return false }
    if tokens[index].kind == .symbol(.closeBrace) { return true }
    guard case .name = tokens[index].kind else { return false }
    return tokens[index + 1].kind == .symbol(.colon)
  }
}
