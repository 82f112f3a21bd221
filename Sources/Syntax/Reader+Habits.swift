import Source

/// What people write who come from another language, and what stands where something else should.
extension Reader {
  /// Says what is wrong when a value should start here and does not.
  mutating func missingValue() -> Resync {
    switch current.kind {
    case .foreign(let text): return failHere(text == "?" ? .questionMark : .foreignOperator(text))
    case .symbol(.bind) where last >= 0 && tokens[last].kind == .symbol(.bind):
      return failHere(.spacedEquals)
    case .symbol(.arrow): return failHere(.looseLambda)
    case .keyword(.else): return failHere(.elseWithoutIf(ownLine: false))
    case .command: return failHere(.commandNotFirst)
    case .symbol(.colon):
      if case .name = ahead(1).kind { return failHere(context.braces > 0 ? .commandInside : .commandNotFirst) }
    default: break
    }
    let before = last >= 0 && tokens[last].isContinued ? source.slice(tokens[last].span) : nil
    return failHere(.expectedValue(after: before, found: found))
  }

  /// Says what is wrong when the current token can neither go on with a statement nor end it.
  mutating func unexpectedTail(from start: Int, _ statement: Statement) -> Resync {
    // What the lexer has explained needs no second message.
    if diagnostics.contains(where: { $0.labels.first?.span == current.span }) { return Resync() }
    switch current.kind {
    case .unreadable: return Resync()
    case .symbol(let symbol):
      switch symbol {
      case .bind, .assign, .addAssign, .subtractAssign, .multiplyAssign, .divideAssign:
        return failedAssignment(statement)
      case .colon: return unexpectedColon(from: start, statement)
      case .comma:
        let comma = current.span
        if case .bind(let names, _) = statement.kind, names.count > 1 { return failHere(.unpackedValues) }
        advanceOverOperator()
        // `a,` at the end may still become `a, b = f()`.
        if atEnd { return failHere(.expected("another name", found: found)) }
        return fail(.commaOutsideList, at: comma)
      case .arrow: return failHere(.looseLambda)
      default: break
      }
    case .command: return failHere(.commandNotFirst)
    default: break
    }
    return unexpectedInExpression()
  }

  /// Says what is wrong when the current token can neither go on with a list nor close it.
  mutating func unexpectedInList(_ closer: Symbol) -> Resync {
    switch current.kind {
    case .symbol(.bind):
      return failHere(.assignmentInCondition("write == to compare; a named argument has a plain name: f(k=2)"))
    case .symbol(.colon) where closer == .closeParen: return failHere(.rangeWithColon)
    case .symbol(let symbol) where symbol.update != nil: return failHere(.updateInside(symbol.rawValue))
    case .symbol(.arrow): return failHere(.looseLambda)
    case .keyword(.for) where isOnSameLine: return failHere(.comprehension)
    case .foreign, .keyword(.if), .keyword(.in): return unexpectedInExpression()
    default: return failHere(.expectedInList(closer: closer.rawValue, found: found))
    }
  }

  private mutating func unexpectedInExpression() -> Resync {
    switch current.kind {
    case .foreign(let text): return failHere(text == "?" ? .questionMark : .foreignOperator(text))
    case .keyword(.if): return failHere(.ternary)
    case .keyword(.for): return failHere(.comprehension)
    case .keyword(.in): return failHere(.membership)
    case .keyword(.else): return failHere(.elseWithoutIf(ownLine: false))
    case .name, .number, .string, .nabla, .root, .symbol(.openParen), .symbol(.openBracket):
      guard last >= 0, tokens[last].endsOperand else { break }
      let left = tokens[last]
      if left.kind == .name("print") {
        return fail(
          .habit(word: "print", meant: "print is a function here: write print(\(shown(current.span)))"),
          at: left.span.union(current.span))
      }
      var isCall = false
      if case .name = left.kind { isCall = !at(.openParen) && !at(.openBracket) }
      let words = SyntaxError.sideBySide(shown(left.span), shown(current.span), isCall: isCall)
      return fail(words, at: left.span.union(current.span))
    default: break
    }
    return failHere(.unexpected(found))
  }

  private mutating func failedAssignment(_ statement: Statement) -> Resync {
    guard case .expression(let target) = statement.kind else {
      switch statement.kind {
      case .bind, .update: return failHere(.chainedBinding)
      default: return failHere(.unexpected(found))
      }
    }
    switch target.kind {
    case .index(let value, _): return fail(.cannotAssignElement(name: shown(value.span)), at: target.span)
    case .member(let value, _): return fail(.cannotAssignField(name: shown(value.span)), at: target.span)
    case .prime: return fail(.cannotAssignPrime, at: target.span)
    case .call(let function, _):
      if case .prime = function.kind { return fail(.cannotAssignPrime, at: function.span) }
      return fail(.functionUpdated, at: current.span)
    case .conditional, .comparison, .and, .or, .unary(.not, _):
      return fail(.assignmentInCondition("write == to compare"), at: current.span)
    default: return fail(.cannotAssignValue(shown(target.span)), at: target.span)
    }
  }

  private mutating func unexpectedColon(from start: Int, _ statement: Statement) -> Resync {
    if last >= 0, case .number = tokens[last].kind, isOnSameLine {
      let isApart = tokens[last].span.upper < current.span.lower
      if case .name = ahead(1).kind, isApart { return failHere(.commandNotFirst) }
      return failHere(.rangeWithColon)
    }
    if case .expression(let value) = statement.kind, case .name(let name) = value.kind {
      if ["try", "finally", "except"].contains(name) {
        let words = SyntaxError.habit(word: name, meant: "assert c, \"why\" stops with a message when c is false")
        let error = fail(words, at: value.span)
        skipIndentedBlock(below: start)
        return error
      }
      return failHere(.typeAnnotation(name))
    }
    if case .name = ahead(1).kind { return failHere(.commandNotFirst) }
    return failHere(.unexpected(found))
  }

  /// Says that a block is missing after a header that started at a token.
  mutating func missingBlock(header: Int) -> Resync {
    let text = shown(span(from: header))
    if at(.colon), case .number = tokens[max(last, 0)].kind, ahead(1).span.lower == current.span.upper {
      return failHere(.rangeWithColon)
    }
    if at(.colon) {
      let error = failHere(.colonBlock(header: text))
      if context.openers.isEmpty { skipIndentedBlock(below: header) }
      return error
    }
    if atEnd, stringDepth == 0 {
      missEnd(.expectedBlock(header: text, found: found), at: current.span)
      return Resync()
    }
    switch current.kind {
    case .foreign, .keyword(.in): return unexpectedInExpression()
    default: return failHere(.expectedBlock(header: text, found: found))
    }
  }

  /// Recognises a statement that starts with a word of another language.
  mutating func checkHabits() throws(Resync) {
    guard case .name(let word) = current.kind else { return }
    let start = position
    let next = ahead(1)
    let startsOperand =
      switch next.kind {
      case .name, .number, .string, .keyword(.not), .keyword(.true), .keyword(.false), .partial, .nabla: true
      default: false
      }
    guard startsOperand || word == "elif" else { return }
    let line = source.lineSpan(at: current.span.lower)
    let rest = String(source.slice(Span(next.span.lower, min(line.upper, next.span.lower + 80))))
    let meant: Phrase
    switch word {
    case "def", "function", "func", "fn", "fun":
      guard case .name = next.kind else { return }
      let head = rest.prefix { $0 != ")" && $0 != "{" && $0 != ":" }.trimmed
      let call = head.contains("(") ? head + ")" : head + "(x)"
      meant = "write \(call) = …, or \(call) = { … } for several statements"
    case "let", "var", "const", "val", "auto", "double", "float", "local", "global":
      guard case .name = next.kind else { return }
      meant = "a name needs no word before it: write \(rest)"
    case "import", "from", "using", "include", "require":
      meant = "nothing needs to be imported: exp, dense, adam and the others are there; :help functions lists them"
    case "class", "struct":
      meant = "write a record such as {x: 1, y: 2}, or a function that gives one"
    case "elif", "elseif":
      meant = "write } else if c { … }"
    case "del", "delete":
      meant = "a value is freed when no name holds it"
    case "with", "try", "raise", "throw":
      meant = word == "with" ? "write no_grad { … } and the like without a word before" : "write assert c, \"why\""
    case "unless", "until":
      meant = "write not before the condition"
    default: return
    }
    let error = fail(.habit(word: word, meant: meant), at: tokens[start].span)
    skipIndentedBlock(below: start)
    throw error
  }

  /// Recognises `lambda x: x + 1`.
  mutating func checkLambdaHabit() throws(Resync) {
    switch ahead(1).kind {
    case .name, .symbol(.colon):
      throw fail(.habit(word: "lambda", meant: "write x -> x + 1, or (x, y) -> x + y"), at: current.span)
    default: return
    }
  }
}

extension Substring {
  /// The text without the spaces at its end.
  fileprivate var trimmed: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
