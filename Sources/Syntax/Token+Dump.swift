package import Source

extension Token {
  /// What the lexer makes of a text: one token a line, with its place, its kind and its text.
  package static func dump(_ source: SourceText) -> String {
    let rows = Lexer.tokens(of: source).map { token in
      let position = source.position(at: token.span.lower)
      return ("\(position.line):\(position.column)", token.label, token.shown(in: source))
    }
    let places = rows.map(\.0.count).max() ?? 0
    let labels = rows.map(\.1.count).max() ?? 0
    return rows.map { place, label, text in
      let left = place.padded(to: places) + "  " + label.padded(to: labels)
      return text.isEmpty ? String(left.reversed().drop { $0 == " " }.reversed()) : left + "  " + text
    }.joined(separator: "\n")
  }

  private var label: String {
    switch kind {
    case .number: "number"
    case .name: "name"
    case .keyword: "keyword"
    case .string: "string"
    case .superscript: "superscript"
    case .prime: "prime"
    case .transpose: "transpose"
    case .partial: "partial"
    case .nabla: "nabla"
    case .root: "root"
    case .symbol(let symbol): symbol.isOperator ? "operator" : "punctuation"
    case .foreign: "foreign"
    case .comment(let isDocumentation): isDocumentation ? "documentation" : "comment"
    case .command: "command"
    case .newline: "newline"
    case .unreadable: "unreadable"
    case .end: "end"
    }
  }

  /// The token's text, and what it stands for when that is spelled otherwise.
  private func shown(in source: SourceText) -> String {
    let text = source.slice(span)
    let meaning: String? =
      switch kind {
      case .newline, .end: ""
      case .name(let name): name
      case .symbol(let symbol): symbol.rawValue
      case .keyword(let word): word.rawValue
      case .superscript(let exponent): "^" + exponent
      case .prime(let order): String(repeating: "'", count: Swift.min(order, 8))
      default: nil
      }
    guard let meaning, !meaning.isEmpty else { return meaning ?? text }
    // Strings compare equal under canonical equivalence, so a composed and a decomposed spelling count as one.
    return meaning == text ? text : "\(text)  (\(meaning))"
  }
}

extension String {
  /// The text with spaces after it up to a width in characters.
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: Swift.max(0, width - count)) }
}
