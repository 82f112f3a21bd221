package import Source

/// Reads programs: source text in, statements and diagnostics out.
package enum Parser {
  /// How deep brackets, blocks, signs and powers may nest.
  package static let maximumNesting = 200
  /// How deep the tree of an expression may be; `1 + 1 + …` grows it without any bracket.
  package static let maximumHeight = 1_500
  /// The largest text that is read, in bytes.
  package static let maximumLength = 64 << 20

  /// Reads a text; it never fails as a whole, and what it says stands in the program.
  package static func parse(_ source: SourceText) -> Program {
    guard source.count <= maximumLength else {
      let error = SyntaxError.tooLong(limit: maximumLength).diagnostic(at: Span(0, 0), in: source)
      return Program(source: source, statements: [], diagnostics: [error])
    }
    var lexer = Lexer(source)
    let tokens = lexer.run()
    var reader = Reader(source: source, tokens: tokens, diagnostics: lexer.diagnostics)
    let statements = reader.readProgram()
    return Program(
      source: source, statements: statements, diagnostics: reader.sortedDiagnostics, isUnfinished: reader.isUnfinished)
  }

  /// The columns by which the next row of an unfinished text is indented: two for every open bracket.
  package static func indent(for text: String) -> Int {
    let pairs = BracketPairs(Lexer.tokens(of: SourceText(text)))
    return 2 * pairs.open.count
  }
}
