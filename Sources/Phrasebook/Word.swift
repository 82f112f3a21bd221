import Source
import Syntax

/// A token of a line as the rules see it: its text, and what it may be a part of.
struct Word: Equatable {
  /// What a token is to a rule.
  enum Kind: Equatable {
    case name, keyword, number, string, open, close, separator, binder, colon, operation, postfix, other
  }

  let text: String
  let kind: Kind
  let span: Span

  /// The tokens of a line, comments and line ends left out.
  static func words(of line: String) -> [Word] {
    let source = SourceText(line)
    return Lexer.tokens(of: source).compactMap { token in
      guard let kind = kind(of: token.kind) else { return nil }
      // The sign of a textbook is the one of the keyboard.
      let text = token.kind == .symbol(.minus) ? "-" : source.slice(token.span)
      return Word(text: text, kind: kind, span: token.span)
    }
  }

  /// How much deeper in brackets it leads: 1 where it opens one, -1 where it closes one.
  var nesting: Int { kind == .open ? 1 : kind == .close ? -1 : 0 }

  private static func kind(of token: Token.Kind) -> Kind? {
    switch token {
    case .newline, .comment, .end: nil
    case .name: .name
    case .number: .number
    case .string: .string
    case .superscript, .prime, .transpose: .postfix
    case .keyword(let word): word == .true || word == .false ? .name : .keyword
    case .symbol(.point): .other
    case .symbol(.comma), .symbol(.semicolon): .separator
    case .symbol(.colon): .colon
    case .symbol(.minus): .operation
    case .symbol(let symbol):
      if symbol.closer != nil {
        .open
      } else if symbol.isCloser {
        .close
      } else {
        Word.binders.contains(symbol.rawValue) ? .binder : .operation
      }
    case .foreign(let text): Word.operands.contains(text) ? .other : .operation
    case .partial, .nabla, .root, .command, .unreadable: .other
    }
  }

  private static let binders: Set<String> = ["=", ":=", "+=", "-=", "*=", "/="]
  private static let operands: Set<String> = ["!", "|", "$", "`"]

  /// Whether an operand may end here.
  var endsOperand: Bool {
    switch kind {
    case .name, .number, .string, .close, .postfix: true
    default: false
    }
  }
}

extension [Word] {
  /// The place of the bracket that closes the one at a place.
  func closing(_ opener: Int) -> Int? {
    var depth = 0
    for place in opener..<count {
      depth += self[place].nesting
      if depth == 0 { return place }
    }
    return nil
  }

  /// Whether the brackets around a place are all parentheses around a calculation, and none of a call or a list.
  func isInCalculation(_ place: Int) -> Bool {
    indices.prefix(place).filter { self[$0].kind == .open && closing($0) ?? count > place }.allSatisfy { open in
      let touches = open > 0 && self[open - 1].span.upper == self[open].span.lower
      return self[open].text == "(" && !(touches && self[open - 1].endsOperand)
        && self[open..<(closing(open) ?? count)].contains { $0.kind == .operation }
    }
  }
}
