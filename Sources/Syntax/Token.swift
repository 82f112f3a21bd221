package import Source

/// The smallest piece of source text that means something: a number, a name, an operator, a line end.
package struct Token: Equatable, Sendable {
  /// What a token can be.
  package enum Kind: Equatable, Sendable {
    /// A number, already read.
    case number(Double)
    /// A name in its normalised spelling (`w₀` is `w_0`, a lone `σ` is `sigmoid`).
    case name(String)
    /// A word of the language.
    case keyword(Keyword)
    /// A string in pieces, escapes resolved.
    case string([StringPiece])
    /// A raised exponent such as `⁻¹`, in plain characters: `-1`, or `n`.
    case superscript(String)
    /// One or more `'` right after an operand.
    case prime(Int)
    /// `ᵀ`.
    case transpose
    /// `∂`.
    case partial
    /// `∇`.
    case nabla
    /// `√`.
    case root
    /// An operator or a mark of punctuation.
    case symbol(Symbol)
    /// An operator that other languages have and this one has not, such as `&&`.
    case foreign(String)
    /// From `#` to the end of the line; `##` is documentation.
    case comment(isDocumentation: Bool)
    /// A line that starts with `:` or `?` where a statement may start.
    case command
    /// The end of a line.
    case newline
    /// Characters that mean nothing here; the lexer has said why.
    case unreadable
    /// The end of the text.
    case end
  }

  /// What it is.
  package var kind: Kind
  /// Where it stands.
  package var span: Span

  /// Makes a token.
  package init(_ kind: Kind, span: Span) {
    self.kind = kind
    self.span = span
  }

  /// Whether an operand can end here, so that `'`, `²` or `(` after it belong to it.
  package var endsOperand: Bool {
    switch kind {
    case .number, .name, .string, .superscript, .prime, .transpose: true
    case .keyword(let word): word == .true || word == .false
    case .symbol(let symbol): symbol == .closeParen || symbol == .closeBracket || symbol == .closeBrace
    default: false
    }
  }

  /// Whether more must follow, so that a line end after it does not count.
  package var isContinued: Bool {
    switch kind {
    case .symbol(let symbol): symbol.isOperator || symbol == .comma
    case .keyword(let word): [.and, .or, .not, .in, .if, .while].contains(word)
    default: false
    }
  }
}

/// A piece of a string: text, or the tokens between `{` and `}`.
package enum StringPiece: Equatable, Sendable {
  /// Text, escapes resolved.
  case text(String)
  /// An expression's tokens with the format after its `:`; the span holds the braces.
  case code([Token], format: String?, span: Span)
}

/// The operators and marks of punctuation, each with its plain spelling.
package enum Symbol: String, Equatable, Sendable, CaseIterable {
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  case matrixProduct = "@"
  case dot = "·"
  case remainder = "%"
  case power = "^"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case approximatelyEqual = "≈"
  case range = ".."
  case openRange = "..<"
  case bind = "="
  case assign = ":="
  case addAssign = "+="
  case subtractAssign = "-="
  case multiplyAssign = "*="
  case divideAssign = "/="
  case arrow = "->"
  case openParen = "("
  case closeParen = ")"
  case openBracket = "["
  case closeBracket = "]"
  case openBrace = "{"
  case closeBrace = "}"
  case comma = ","
  case semicolon = ";"
  case colon = ":"
  case point = "."

  /// Whether it stands between two operands or before one.
  package var isOperator: Bool {
    switch self {
    case .openParen, .closeParen, .openBracket, .closeBracket, .openBrace, .closeBrace, .comma, .semicolon, .colon,
      .point:
      false
    default: true
    }
  }

  /// The bracket that closes this one; nil for what is not an opening bracket.
  package var closer: Symbol? {
    switch self {
    case .openParen: .closeParen
    case .openBracket: .closeBracket
    case .openBrace: .closeBrace
    default: nil
    }
  }

  /// Whether it is a closing bracket.
  package var isCloser: Bool { self == .closeParen || self == .closeBracket || self == .closeBrace }

  /// The update that it stands for, such as `+=`.
  var update: UpdateOperator? { UpdateOperator(rawValue: rawValue) }

  /// The comparison that it stands for.
  var comparator: Comparator? { Comparator(rawValue: rawValue) }
}

/// The words that cannot be names.
package enum Keyword: String, Equatable, Sendable, CaseIterable {
  case and, or, not, `if`, `else`, `for`, `in`, `while`, `break`, `continue`, `return`, assert, `true`, `false`

  /// Each by its spelling, found in the same time whatever the name.
  static let named = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })
}

/// The words of the language, for completion.
package enum Keywords {
  /// All of them, sorted.
  package static let all: [String] = Keyword.allCases.map(\.rawValue).sorted()
}
