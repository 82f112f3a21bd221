import Source

/// Thrown once an error is noted, to get to the next statement.
struct Resync: Error {}

/// The state of reading one program: where it is, and what it has said.
///
/// It reports where it notices an error and throws `Resync` to get to the next statement. Heights are kept along the
/// way, so that no tree is ever built that is too deep to walk or to free.
struct Reader {
  /// What changes on the way in and is put back on the way out.
  struct Context {
    var newlinesCount = true
    var allowsTrailingBlock = true
    var depth = 0
    var functions = 0
    var loops = 0
    var braces = 0
    /// The open brackets, as indices of tokens.
    var openers: [Int] = []
  }

  let source: SourceText
  var tokens: [Token]
  var pairs: BracketPairs
  var documentation: [Int: String] = [:]
  var position = 0
  /// The last token that was taken.
  var last = -1
  var context = Context()
  /// The height of the expression or statement that was read last.
  var height = 0
  /// How many strings enclose the place.
  var stringDepth = 0
  var diagnostics: [Diagnostic]
  private var missedEnd = false
  private var otherErrors: Int
  private var remarks = 0

  init(source: SourceText, tokens all: [Token], diagnostics: [Diagnostic]) {
    self.source = source
    self.diagnostics = diagnostics
    otherErrors = diagnostics.count
    tokens = []
    tokens.reserveCapacity(all.count)
    var comments: [String] = []
    var endsWithComment = false
    for token in all {
      switch token.kind {
      case .comment(let isDocumentation):
        endsWithComment = true
        if isDocumentation {
          let text = source.slice(token.span).drop { $0 == "#" }
          comments.append(String(text.first == " " ? text.dropFirst() : text))
        } else {
          comments = []
        }
      case .newline:
        if !endsWithComment { comments = [] }
        endsWithComment = false
        tokens.append(token)
      default:
        if !comments.isEmpty { documentation[tokens.count] = comments.joined(separator: "\n") }
        comments = []
        endsWithComment = false
        tokens.append(token)
      }
    }
    pairs = BracketPairs(tokens)
  }

  /// Whether more text would help: something was missing at the end, and nothing else is wrong.
  var isUnfinished: Bool { missedEnd && otherErrors == 0 }

  /// Whether enough has been said; reading on would help nobody.
  var hasSaidEnough: Bool { otherErrors >= SyntaxError.limit }

  /// What there is to say in the order of its places; errors first when there is too much.
  var sortedDiagnostics: [Diagnostic] {
    let errors = diagnostics.filter { $0.severity == .error }.prefix(SyntaxError.limit)
    let notes = diagnostics.filter { $0.severity != .error }.prefix(SyntaxError.limit - errors.count)
    let placed = Array(errors + notes).enumerated().sorted { a, b in
      let first = a.element.labels.first?.span.lower ?? 0
      let second = b.element.labels.first?.span.lower ?? 0
      return (first, a.offset) < (second, b.offset)
    }
    return placed.map(\.element)
  }

  // MARK: Moving

  var current: Token { tokens[position] }

  /// The token so many places ahead, line ends included; the end of the text stands for all beyond it.
  func ahead(_ distance: Int) -> Token { tokens[min(position + distance, tokens.count - 1)] }

  func at(_ symbol: Symbol) -> Bool { current.kind == .symbol(symbol) }

  func at(_ word: Keyword) -> Bool { current.kind == .keyword(word) }

  var atEnd: Bool { current.kind == .end }

  /// Whether no line end stands between the last token and this one.
  var isOnSameLine: Bool { position == last + 1 }

  /// Whether a statement can end here.
  var atStatementEnd: Bool {
    switch current.kind {
    case .newline, .end: true
    case .symbol(let symbol): symbol == .semicolon || symbol == .closeBrace
    default: false
    }
  }

  @discardableResult mutating func advance() -> Token {
    let token = tokens[position]
    last = position
    if position < tokens.count - 1 { position += 1 }
    if !context.newlinesCount { skipNewlines() }
    return token
  }

  mutating func skipNewlines() {
    while current.kind == .newline { position += 1 }
  }

  /// Takes an operator, after which the line goes on.
  @discardableResult mutating func advanceOverOperator() -> Token {
    let token = advance()
    skipNewlines()
    return token
  }

  /// The span from a token's start to the end of the last one taken.
  func span(from start: Int) -> Span { Span(tokens[start].span.lower, last >= 0 ? tokens[last].span.upper : 0) }

  // MARK: Brackets and depth

  /// Takes an opening bracket; the result goes to `close`.
  mutating func open(newlinesCount: Bool = false) -> Context {
    let outer = context
    context.openers.append(position)
    context.newlinesCount = newlinesCount
    context.allowsTrailingBlock = true
    advance()
    return outer
  }

  /// Takes the closing bracket.
  mutating func close(_ closer: Symbol, _ outer: Context) throws(Resync) {
    guard at(closer) else { throw failHere(.expectedInList(closer: closer.rawValue, found: found)) }
    context = outer
    advance()
  }

  /// Goes one level down; the caller puts the context back.
  mutating func descend() throws(Resync) {
    guard context.depth < Parser.maximumNesting else {
      throw fail(.tooDeep(what: "nested brackets, signs and blocks", limit: Parser.maximumNesting), at: current.span)
    }
    context.depth += 1
  }

  /// Makes an expression of the given height.
  mutating func node(_ kind: Expression.Kind, _ span: Span, height: Int) throws(Resync) -> Expression {
    self.height = height
    guard height <= Parser.maximumHeight else {
      throw fail(.tooDeep(what: "operations in one expression", limit: Parser.maximumHeight), at: span)
    }
    return Expression(kind, span: span)
  }

  // MARK: Errors

  /// Notes an error.
  mutating func report(_ error: SyntaxError, at span: Span, also labels: [Diagnostic.Label] = []) {
    otherErrors += 1
    diagnostics.append(error.diagnostic(at: span, in: source, also: labels))
  }

  /// Notes an error and gives back what to throw.
  mutating func fail(_ error: SyntaxError, at span: Span, also labels: [Diagnostic.Label] = []) -> Resync {
    report(error, at: span, also: labels)
    return Resync()
  }

  /// Notes something that is worth knowing and no error.
  mutating func remark(_ remark: SyntaxError, at span: Span) {
    guard remarks < SyntaxError.limit else { return }
    remarks += 1
    diagnostics.append(remark.diagnostic(at: span, in: source))
  }

  /// Notes that the current token is not what should stand here.
  ///
  /// What the lexer has explained already is not reported again, and at the end of the text an open bracket is.
  mutating func failHere(_ error: SyntaxError) -> Resync {
    switch current.kind {
    case .unreadable: return Resync()
    case .end where stringDepth == 0:
      if let opener = context.openers.last {
        if isInsideOpenString(opener) { return Resync() }
        missEnd(.unclosedBracket(source.slice(tokens[opener].span)), at: tokens[opener].span)
        return Resync()
      }
      if last >= 0, tokens[last].isContinued {
        missEnd(error, at: current.span)
        return Resync()
      }
    case .symbol(let symbol) where symbol.isCloser:
      if let opener = context.openers.last, case .symbol(let opened) = tokens[opener].kind, opened.closer != symbol {
        return fail(
          .mismatchedBracket(opened: opened.rawValue, closed: symbol.rawValue), at: current.span,
          also: [Diagnostic.Label(tokens[opener].span, "opened here")])
      }
      if context.openers.isEmpty { return fail(.unmatchedCloser(symbol.rawValue), at: current.span) }
    case .newline: break
    default:
      // A list that runs on into the next statement has lost its bracket.
      if !isOnSameLine, stringDepth == 0, let opener = context.openers.last, pairs.partner[opener] < 0,
        tokens[opener].kind != .symbol(.openBrace), case .expectedInList = error
      {
        if isInsideOpenString(opener) { return Resync() }
        return fail(
          .unclosedBracket(source.slice(tokens[opener].span)), at: tokens[opener].span,
          also: [Diagnostic.Label(current.span, "expected `,` or a closing bracket before this")])
      }
    }
    return fail(error, at: current.span)
  }

  /// Whether a string that is never closed follows a bracket: the bracket's partner is then most likely inside it.
  private func isInsideOpenString(_ opener: Int) -> Bool {
    diagnostics.contains { diagnostic in
      guard diagnostic.code == .unclosedString, let place = diagnostic.labels.first?.span else { return false }
      return place.lower >= tokens[opener].span.upper
    }
  }

  /// Notes that something is missing at the end of the text.
  mutating func missEnd(_ error: SyntaxError, at span: Span) {
    guard !missedEnd else { return }
    missedEnd = true
    diagnostics.append(error.diagnostic(at: span, in: source))
  }

  mutating func expected(_ what: Phrase) -> Resync { failHere(.expected(what, found: found)) }

  /// The current token in words.
  var found: Phrase {
    switch current.kind {
    case .newline: "the end of the line"
    case .end: stringDepth > 0 ? "the end of the braces" : "the end"
    default: "`\(shown(current.span))`"
    }
  }

  /// The text of a span, short enough to quote.
  func shown(_ span: Span) -> String {
    let text = source.slice(Span(span.lower, min(span.upper, span.lower + 400)))
    let line = text.prefix { $0 != "\n" && $0 != "\r\n" }
    return line.count > 40 || line.count < text.count || span.upper > span.lower + 400 ? line.prefix(38) + "…" : text
  }
}
