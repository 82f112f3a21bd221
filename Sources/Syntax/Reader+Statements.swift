import Source

extension Reader {
  /// Reads the whole text.
  mutating func readProgram() -> [Statement] {
    var statements: [Statement] = []
    while !atEnd, !hasSaidEnough {
      statements += readStatements()
      if at(.closeBrace) {
        if diagnostics.last?.labels.first?.span != current.span {
          report(.unmatchedCloser("}"), at: current.span)
        }
        advance()
      }
    }
    return statements
  }

  /// Reads statements up to a `}` or the end, mending errors at statement boundaries.
  mutating func readStatements() -> [Statement] {
    var statements: [Statement] = []
    var tallest = 0
    while true {
      while current.kind == .newline || at(.semicolon) { advance() }
      if atEnd || at(.closeBrace) || hasSaidEnough { break }
      let start = position
      let outer = context
      do {
        var statement = try readStatement()
        tallest = max(tallest, height)
        guard atStatementEnd else { throw unexpectedTail(from: start, statement) }
        if at(.semicolon) {
          statement.showsValue = false
          advance()
        }
        statements.append(statement)
      } catch {
        context = outer
        recover(from: start)
      }
    }
    height = tallest + 1
    return statements
  }

  /// Moves to the end of the statement that started at a token.
  private mutating func recover(from start: Int) {
    var index = start
    while index < tokens.count - 1 {
      let token = tokens[index]
      let partner = pairs.partner[index]
      if partner > index {
        index = partner + 1
        continue
      }
      if index >= position {
        if token.kind == .newline || token.kind == .symbol(.semicolon) { break }
        if token.kind == .symbol(.closeBrace), partner < start { break }
      }
      index += 1
    }
    // What stands in brackets that were being read is skipped with them.
    position = max(index, min(position, tokens.count - 1))
    last = position - 1
  }

  /// Skips the lines that are indented more than the one of a token, and those that go on from it.
  mutating func skipIndentedBlock(below start: Int) {
    func column(_ index: Int) -> Int {
      tokens[index].span.lower - source.lineSpan(at: tokens[index].span.lower).lower
    }
    let margin = column(start)
    while true {
      while current.kind != .newline, !atEnd { position += 1 }
      let lineEnd = position
      skipNewlines()
      let goesOn = at(.else) || current.kind == .name("elif") || current.kind == .name("except")
      if atEnd || column(position) < margin || column(position) == margin && !goesOn {
        position = lineEnd
        break
      }
    }
    last = position - 1
  }

  private mutating func readStatement() throws(Resync) -> Statement {
    let start = position
    switch current.kind {
    case .command:
      let token = advance()
      if context.braces > 0 { throw fail(.commandInside, at: token.span) }
      height = 1
      return Statement(.command(source.slice(token.span)), span: token.span)
    case .keyword(let word):
      if ahead(1).kind == .symbol(.bind) { throw fail(.cannotAssignKeyword(word.rawValue), at: current.span) }
      if let statement = try readKeywordStatement(word) { return statement }
    case .name:
      try checkHabits()
      if let statement = try readDefinition() { return statement }
    case .symbol(let symbol):
      if symbol.isOperator, symbol != .minus, symbol != .plus || start > 0 {
        throw failHere(.operatorStartsLine(source.slice(current.span)))
      }
    default: break
    }
    let value = try readExpression()
    if let statement = try readFieldUpdate(of: value, from: start) { return statement }
    height += 1
    return Statement(.expression(value), span: value.span)
  }

  /// Reads what follows `net[0].W` in `net[0].W := …`; elements of tensors have no update, fields of models do.
  private mutating func readFieldUpdate(of target: Expression, from start: Int) throws(Resync) -> Statement? {
    guard case .symbol(let symbol) = current.kind, let update = symbol.update, isOnSameLine else { return nil }
    switch target.kind {
    case .member: break
    case .index where update == .assign: break
    default: return nil
    }
    let tall = height
    advanceOverOperator()
    let value = try readExpression()
    height = max(tall, height) + 1
    return Statement(.updateField(target, update, value), span: span(from: start))
  }

  private mutating func readKeywordStatement(_ word: Keyword) throws(Resync) -> Statement? {
    let start = position
    switch word {
    case .for: return try readFor()
    case .while:
      advanceOverOperator()
      let condition = try readCondition()
      let tall = height
      let body = try readLoopBody(header: start)
      height = max(tall, height) + 1
      return Statement(.whileLoop(condition, body), span: span(from: start))
    case .break, .continue:
      let token = advance()
      height = 1
      if context.loops == 0 { throw fail(.outsideLoop(word.rawValue), at: token.span) }
      return Statement(word == .break ? .breakLoop : .continueLoop, span: token.span)
    case .return:
      let token = advance()
      height = 0
      if context.functions == 0 { throw fail(.returnOutsideFunction, at: token.span) }
      let value = atStatementEnd ? nil : try readExpression()
      height += 1
      return Statement(.returnValue(value), span: span(from: start))
    case .assert:
      advance()
      let condition = try readExpression()
      var tall = height
      var message: Expression?
      if at(.comma) {
        advanceOverOperator()
        message = try readExpression()
        tall = max(tall, height)
      } else if case .string = current.kind {
        throw expected("`,`")
      }
      height = tall + 1
      return Statement(.assert(condition, message: message), span: span(from: start))
    case .else: throw fail(.elseWithoutIf(ownLine: followsBrace), at: current.span)
    default: return nil
    }
  }

  /// Whether the line before this token ended with a `}`.
  private var followsBrace: Bool {
    var index = position - 1
    while index >= 0, tokens[index].kind == .newline { index -= 1 }
    return index >= 0 && tokens[index].kind == .symbol(.closeBrace)
  }

  private mutating func readFor() throws(Resync) -> Statement {
    let start = position
    advance()
    let hasParentheses = at(.openParen)
    let outer = context
    if hasParentheses { _ = open() }
    var names = [try readName("a name for each element")]
    while at(.comma) {
      advanceOverOperator()
      names.append(try readName("a name for each element"))
    }
    if hasParentheses, at(.closeParen) { try close(.closeParen, outer) }
    guard at(.in) else {
      if at(.bind) || at(.colon) {
        throw fail(.loopCounter(names[0].text), at: span(from: start))
      }
      throw expected("`in`")
    }
    advanceOverOperator()
    let sequence = try readCondition()
    let tall = height
    if hasParentheses, context.openers.count > outer.openers.count { try close(.closeParen, outer) }
    let body = try readLoopBody(header: start)
    height = max(tall, height) + 1
    return Statement(.forLoop(names, sequence, body), span: span(from: start))
  }

  /// Reads the expression of a header, where `{` starts the block and not a part of the expression.
  mutating func readCondition() throws(Resync) -> Expression {
    let outer = context.allowsTrailingBlock
    context.allowsTrailingBlock = false
    let value = try readExpression()
    context.allowsTrailingBlock = outer
    if at(.bind) {
      let rest = source.slice(
        Span(current.span.upper, min(source.lineSpan(at: current.span.upper).upper, current.span.upper + 80)))
      let right = rest.prefix { $0 != "{" && $0 != ":" && $0 != ";" }.split(separator: " ").joined(separator: " ")
      throw fail(.assignmentInCondition("write \(shown(value.span)) == \(right)"), at: current.span)
    }
    return value
  }

  private mutating func readLoopBody(header: Int) throws(Resync) -> [Statement] {
    context.loops += 1
    let body = try readBlock(header: header)
    context.loops -= 1
    return body
  }

  /// Reads `{ … }` after a header that started at a token.
  mutating func readBlock(header: Int) throws(Resync) -> [Statement] {
    if current.kind == .newline {
      var index = position
      while tokens[index].kind == .newline { index += 1 }
      if tokens[index].kind == .symbol(.openBrace) || tokens[index].kind == .end { skipNewlines() }
    }
    guard at(.openBrace) else { throw missingBlock(header: header) }
    return try readBraces()
  }

  /// Reads statements between braces; the current token is `{`.
  mutating func readBraces() throws(Resync) -> [Statement] {
    try descend()
    var outer = open(newlinesCount: true)
    outer.depth -= 1
    context.braces += 1
    let body = readStatements()
    guard at(.closeBrace) else { throw expected("`}`") }
    context = outer
    advance()
    return body
  }

  mutating func readName(_ what: Phrase) throws(Resync) -> Name {
    guard case .name(let text) = current.kind else {
      if case .keyword(let word) = current.kind {
        throw fail(.cannotAssignKeyword(word.rawValue), at: current.span)
      }
      throw expected(what)
    }
    return Name(text, span: advance().span)
  }
}
