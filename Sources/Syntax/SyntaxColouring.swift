package import Source

/// The colours of source text: which bytes are a keyword, a number, a string, for the line editor and for documents.
package enum SyntaxColouring {
  /// What a run of text is.
  package enum Category: String, Equatable, Sendable, CaseIterable {
    case keyword, number, string, comment, `operator`, name, function, command, error
  }

  /// A run of text of one category.
  package struct Run: Equatable, Sendable {
    /// The bytes.
    package let span: Span
    /// What they are.
    package let category: Category
  }

  /// The runs of a text in order; they do not overlap, and brackets, commas and spaces belong to none.
  package static func runs(_ text: String) -> [Run] {
    var runs: [Run] = []
    append(Lexer.tokens(of: SourceText(text)), to: &runs)
    return runs
  }

  private static func append(_ tokens: [Token], to runs: inout [Run]) {
    for (index, token) in tokens.enumerated() {
      if case .string(let pieces) = token.kind {
        append(pieces, of: token.span, to: &runs)
      } else if let category = category(of: token, before: index + 1 < tokens.count ? tokens[index + 1] : token) {
        runs.append(Run(span: token.span, category: category))
      }
    }
  }

  /// A string's text is a string; what stands between its braces has its own colours.
  private static func append(_ pieces: [StringPiece], of span: Span, to runs: inout [Run]) {
    var place = span.lower
    for case .code(let tokens, _, let code) in pieces {
      if place < code.lower { runs.append(Run(span: Span(place, code.lower), category: .string)) }
      append(tokens, to: &runs)
      place = code.upper
    }
    if place < span.upper { runs.append(Run(span: Span(place, span.upper), category: .string)) }
  }

  private static func category(of token: Token, before next: Token) -> Category? {
    switch token.kind {
    case .number, .superscript: .number
    case .name: next.kind == .symbol(.openParen) && next.span.lower == token.span.upper ? .function : .name
    case .keyword: .keyword
    case .prime, .transpose, .partial, .nabla, .root: .operator
    case .symbol(let symbol): symbol.isOperator ? .operator : nil
    case .comment: .comment
    case .command: .command
    case .foreign, .unreadable: .error
    case .string, .newline, .end: nil
    }
  }
}
