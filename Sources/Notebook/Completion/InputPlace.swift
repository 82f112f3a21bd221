package import Source
package import Syntax

/// What stands before the cursor, as far as completion, hints and questions about a name care.
package struct InputPlace {
  /// A call whose closing bracket is still to come.
  package struct Call {
    /// The name of the function.
    package let name: String
    /// How many arguments are complete.
    package let index: Int
    /// The arguments that were given by name.
    package let named: [String]
    /// Whether nothing of the current argument but a beginning of a name is there.
    package let isAtStart: Bool
    /// Whether nothing of the current argument is there.
    package let isEmpty: Bool
  }

  /// The text before the cursor.
  package let before: String
  /// Its tokens, without line ends and the end.
  package let tokens: [Token]
  /// Whether a quotation mark stands right after the cursor, as editors put one that close what is opened.
  let isBeforeQuote: Bool
  private let source: SourceText

  /// The place before a cursor, which counts bytes.
  package init(_ text: String, cursor: Int) {
    before = String(decoding: text.utf8.prefix(cursor), as: UTF8.self)
    isBeforeQuote = text.utf8.dropFirst(cursor).first == UInt8(ascii: "\"")
    source = SourceText(before)
    tokens = Lexer.tokens(of: source).filter { $0.kind != .newline && $0.kind != .end }
  }

  /// How a token is spelled.
  package func spelling(of token: Token) -> String { source.slice(token.span) }

  /// The token that touches the cursor.
  package var last: Token? {
    guard let token = tokens.last, token.span.upper == source.count else { return nil }
    return token
  }

  /// The name or keyword that is being typed, with its bytes; empty where a new one would begin.
  package var word: (text: String, span: Span) {
    if let last {
      switch last.kind {
      case .name, .keyword: return (spelling(of: last), last.span)
      default: break
      }
    }
    return ("", Span(source.count, source.count))
  }

  /// The tokens before the word that is being typed.
  package var tokensBeforeWord: ArraySlice<Token> { word.text.isEmpty ? tokens[...] : tokens.dropLast() }

  /// The command line that the cursor is in, from its mark on, and where it begins.
  package var command: (text: String, offset: Int)? {
    guard let token = tokens.last, token.kind == .command else { return nil }
    let text = source.slice(Span(token.span.lower, source.count))
    return text.contains("\n") ? nil : (text, token.span.lower)
  }

  /// The innermost call around the cursor; nil outside of calls, and in brackets of other kinds.
  package var call: Call? {
    var depth = 0
    var index = 0
    var named: [String] = []
    var position = tokens.count
    while position > 0 {
      position -= 1
      guard case .symbol(let symbol) = tokens[position].kind else { continue }
      if symbol.isCloser {
        depth += 1
      } else if symbol.closer != nil {
        if depth > 0 {
          depth -= 1
          continue
        }
        guard symbol == .openParen, position > 0, case .name(let name) = tokens[position - 1].kind,
          tokens[position - 1].span.upper == tokens[position].span.lower
        else { return nil }
        return Call(name: name, index: index, named: named, isAtStart: isAtArgumentStart, isEmpty: isArgumentEmpty)
      } else if depth == 0, symbol == .comma {
        index += 1
      } else if depth == 0, symbol == .bind, position > 0, case .name(let name) = tokens[position - 1].kind {
        named.append(name)
      }
    }
    return nil
  }

  private var isArgumentEmpty: Bool { Self.opensArgument(tokens.last) }

  private var isAtArgumentStart: Bool { Self.opensArgument(tokensBeforeWord.last) }

  private static func opensArgument(_ token: Token?) -> Bool {
    token?.kind == .symbol(.openParen) || token?.kind == .symbol(.comma)
  }

  /// The names before a dot at the cursor, outermost first: `data`, `train` for `data.train.`; nil without a dot.
  package var path: [String]? {
    var rest = tokensBeforeWord
    guard rest.last?.kind == .symbol(.point) else { return nil }
    var names: [String] = []
    while rest.last?.kind == .symbol(.point) {
      rest.removeLast()
      guard let token = rest.popLast(), case .name(let name) = token.kind else { return [] }
      names.insert(name, at: 0)
    }
    return names
  }

  /// The function whose only argument is the text that is being typed: `dataset` in `dataset("mo`.
  package var stringCall: (function: String, typed: String, span: Span)? {
    guard let last, case .string = last.kind, tokens.count >= 3 else { return nil }
    let typed = spelling(of: last).dropFirst()
    guard !typed.contains("\""), tokens[tokens.count - 2].kind == .symbol(.openParen),
      case .name(let name) = tokens[tokens.count - 3].kind
    else { return nil }
    return (name, String(typed), Span(last.span.lower + 1, last.span.upper))
  }

  /// Whether the cursor is where code means nothing: in a comment or a text.
  package var isInText: Bool {
    guard let last else { return false }
    switch last.kind {
    case .comment, .string, .number: return true
    default: return false
    }
  }

  /// The name that a cursor touches in a text, else the function of the innermost call around it; nil without either.
  package static func name(in text: String, at cursor: Int) -> String? {
    let source = SourceText(text)
    let touching = Lexer.tokens(of: source).last { token in
      guard case .name = token.kind else { return false }
      return token.span.lower <= cursor && token.span.upper >= cursor
    }
    return touching.map { source.slice($0.span) } ?? InputPlace(text, cursor: cursor).call?.name
  }
}
