package import Source

/// Cuts a source text into tokens, in one pass over its UTF-8 bytes.
///
/// It knows nothing of the grammar but two things: a `'` after an operand is a derivative and not a quote, and a line
/// that starts with `:` or `?` where a statement may start is a command.
package struct Lexer {
  /// What could not be read, in the order of the text; no more than the parser would show.
  package private(set) var diagnostics: [Diagnostic] = []

  let source: SourceText
  let bytes: [UInt8]
  var offset = 0
  var tokens: [Token] = []
  /// How many strings enclose the place: the expressions inside a string are lexed by the same code.
  var stringDepth = 0
  private var brackets: [Symbol] = []
  private var lineIsBlank = true

  /// Makes a lexer for a text.
  package init(_ source: SourceText) {
    self.source = source
    bytes = Array(source.text.utf8)
  }

  /// The tokens of a text, comments and line ends included, closed by `end`.
  package static func tokens(of source: SourceText) -> [Token] {
    var lexer = Lexer(source)
    return lexer.run()
  }

  /// The tokens of a text that lie in a part of it.
  package static func tokens(of source: SourceText, in span: Span) -> [Token] {
    tokens(of: source).filter { span.lower <= $0.span.lower && $0.span.upper <= span.upper }
  }

  /// Reads the whole text.
  package mutating func run() -> [Token] {
    while skipSpaces() { readToken() }
    tokens.append(Token(.end, span: Span(bytes.count, bytes.count)))
    return tokens
  }

  /// Moves to the next character that is not a space; false at the end of the text.
  mutating func skipSpaces() -> Bool {
    while let next = scalar(at: offset) {
      guard Characters.isSpace(next.value) else { return true }
      offset += next.width
    }
    return false
  }

  /// Reads the token that starts here and appends it.
  mutating func readToken() {
    guard let next = scalar(at: offset) else { return }
    let character = next.value
    if character == "\n" {
      lineIsBlank = true
      add(.newline, width: next.width)
      return
    }
    let startsLine = lineIsBlank
    lineIsBlank = false
    if character == "#" {
      lineIsBlank = startsLine
      readComment()
    } else if startsLine, stringDepth == 0, character == ":" || character == "?", startsStatement {
      readCommand()
    } else if Characters.isDigit(character) || character == "." && digit(at: offset + next.width) {
      readNumber()
    } else if Characters.startsName(character) {
      readName()
    } else if Characters.superscript(character) != nil {
      readSuperscript()
    } else if Characters.primes(character) > 0 {
      readPrime()
    } else if StringQuote.opens(character) {
      readString()
    } else if let known = Self.symbols[character] {
      add(known, width: next.width)
    } else if !readOperator() {
      readUnreadable()
    }
  }

  /// Appends a token of so many bytes that starts here.
  mutating func add(_ kind: Token.Kind, width: Int) {
    if case .symbol(let symbol) = kind, stringDepth == 0 {
      if symbol.closer != nil { brackets.append(symbol) }
      if symbol.isCloser { _ = brackets.popLast() }
    }
    tokens.append(Token(kind, span: Span(offset, offset + width)))
    offset += width
  }

  /// Notes what is wrong; beyond five nobody reads on.
  mutating func report(_ error: SyntaxError, at span: Span) {
    guard diagnostics.count < SyntaxError.limit else { return }
    diagnostics.append(error.diagnostic(at: span, in: source))
  }

  /// Whether a statement may start here: not inside `(` or `[`, nor after something that must go on.
  private var startsStatement: Bool {
    if let bracket = brackets.last, bracket != .openBrace { return false }
    if plain(0) == UInt8(ascii: ":"), plain(1) == UInt8(ascii: "=") { return false }
    let previous = tokens.last { token in
      switch token.kind {
      case .newline, .comment: false
      default: true
      }
    }
    return !(previous?.isContinued ?? false)
  }

  private mutating func readComment() {
    let isDocumentation = bytes.count > offset + 1 && bytes[offset + 1] == UInt8(ascii: "#")
    add(.comment(isDocumentation: isDocumentation), width: lineEnd() - offset)
  }

  private mutating func readCommand() { add(.command, width: lineEnd() - offset) }

  /// The end of the line without the spaces before it.
  private func lineEnd() -> Int {
    var end = offset
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    while end > offset, [0x20, 0x09, 0x0D].contains(bytes[end - 1]) { end -= 1 }
    return end
  }

  private mutating func readName() {
    let start = offset
    if let end = plainNameEnd() {
      offset = end
      addName(String(decoding: bytes[start..<end], as: UTF8.self), from: start)
      return
    }
    var text = String.UnicodeScalarView()
    var last: Unicode.Scalar = " "
    var isLowered = false
    while let next = scalar(at: offset) {
      if let plain = Characters.subscriptForm(next.value) {
        if !isLowered, last != "_" { text.append("_") }
        isLowered = true
        text.append(plain)
        last = plain
      } else if Characters.continuesName(next.value) {
        isLowered = false
        if next.value.value == 0xFE0E || next.value.value == 0xFE0F {
          // A variation selector only asks for a certain drawing of the character before it.
        } else if next.value.properties.canonicalCombiningClass != .notReordered,
          let composed = Characters.compose(last, next.value)
        {
          text.removeLast()
          text.append(composed)
          last = composed
        } else {
          text.append(next.value)
          last = next.value
        }
      } else {
        break
      }
      offset += next.width
    }
    let name = String(text)
    addName(Self.constants[name] ?? name, from: start)
  }

  /// The end of a name that is all letters of ASCII, as most are; nil where it holds any other.
  private func plainNameEnd() -> Int? {
    var end = offset
    while end < bytes.count, bytes[end] < 0x80, Characters.continuesName(Unicode.Scalar(bytes[end])) { end += 1 }
    return end < bytes.count && bytes[end] >= 0x80 ? nil : end
  }

  private mutating func addName(_ name: String, from start: Int) {
    tokens.append(Token(Keyword.named[name].map(Token.Kind.keyword) ?? .name(name), span: Span(start, offset)))
  }

  /// The letters that stand for a name of the language when they stand alone, and that name.
  package static let constants = ["σ": "sigmoid", "Σ": "sum", "π": "pi"]

  private mutating func readSuperscript() {
    let start = offset
    var text = ""
    while let next = scalar(at: offset), let plain = Characters.superscript(next.value) {
      if !text.isEmpty, plain == "+" || plain == "-" || plain == "n" || text.hasSuffix("n") { break }
      text.unicodeScalars.append(plain)
      offset += next.width
    }
    if text == "-" || text == "+", let next = scalar(at: offset), Characters.superscript(next.value) == "n" {
      text += "n"
      offset += next.width
    }
    if text == "-" || text == "+" {
      report(.oddCharacter(source.slice(Span(start, offset))), at: Span(start, offset))
      tokens.append(Token(.unreadable, span: Span(start, offset)))
    } else {
      if let value = Double(text), !value.isFinite { report(.numberTooLarge, at: Span(start, offset)) }
      tokens.append(Token(.superscript(text), span: Span(start, offset)))
    }
  }

  private mutating func readPrime() {
    guard let previous = tokens.last, previous.endsOperand, previous.span.upper == offset else {
      readString()
      return
    }
    let start = offset
    var count = 0
    while let next = scalar(at: offset), Characters.primes(next.value) > 0 {
      count += Characters.primes(next.value)
      offset += next.width
    }
    tokens.append(Token(.prime(count), span: Span(start, offset)))
  }
}
