package import Source

/// What a piece of text means; each renderer decides what that looks like, so no text ever carries colours itself.
package enum Role: String, Equatable, Hashable, Sendable, CaseIterable {
  /// Ordinary text.
  case plain
  /// Important text.
  case strong
  /// Stressed text.
  case emphasis
  /// A heading's words.
  case heading
  /// Text as it is typed: code inside a sentence.
  case code
  /// A keyword of the language.
  case keyword
  /// A number.
  case number
  /// A string.
  case string
  /// A comment.
  case comment
  /// An operator or a bracket.
  case `operator`
  /// A name of the user's.
  case name
  /// A function's name.
  case function
  /// A command such as `:load`.
  case command
  /// A trainable parameter.
  case parameter
  /// A gradient.
  case gradient
  /// Mathematics.
  case math
  /// Text that may be overlooked.
  case dim
  /// What the eye should find first.
  case highlight
  /// The prompt.
  case prompt
  /// A remark.
  case note
  /// Advice.
  case help
  /// Something wrong.
  case error
  /// Something doubtful.
  case warning
  /// Something right.
  case success
}

extension Role {
  /// What a callout of this role is called when it has no title, so that its colour is not all that tells.
  var word: Phrase? {
    switch self {
    case .error: "error"
    case .warning: "warning"
    case .success: "right"
    case .note: "note"
    case .help: "help"
    case .plain, .strong, .emphasis, .heading, .code, .keyword, .number, .string, .comment, .operator, .name,
      .function, .command, .parameter, .gradient, .math, .dim, .highlight, .prompt:
      nil
    }
  }
}

/// A piece of a line of text.
package indirect enum Inline: Equatable, Sendable {
  /// Text with one role; a newline in it counts as a space.
  ///
  /// A middle dot between spaces separates words; in the roles `math` and `code` it is a product. A literal is words of
  /// the program, which a renderer says in its language; a text at hand stays as it is. Both are written `.text(…)`.
  case words(Phrase, Role = .plain)
  /// Inlines that share a role on top of their own.
  case styled(Role, [Inline])
  /// Words that lead somewhere.
  case link([Inline], url: String)
  /// Mathematics in LaTeX notation, without its dollars.
  case math(String)
  /// The line ends here.
  case lineBreak
}

extension Inline: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  /// Makes plain words of the program.
  package init(stringLiteral value: String) { self = .words(Phrase(stringLiteral: value)) }

  /// Makes plain words of the program with places.
  package init(stringInterpolation: Phrase.StringInterpolation) {
    self = .words(Phrase(stringInterpolation: stringInterpolation))
  }

  /// Words of the program.
  package static func text(_ words: Phrase, _ role: Role = .plain) -> Inline { .words(words, role) }

  /// A text that is the same in every language.
  @_disfavoredOverload
  package static func text(_ text: some StringProtocol, _ role: Role = .plain) -> Inline {
    .words(.verbatim(String(text)), role)
  }

  /// Makes text as it is typed.
  package static func code(_ text: String) -> Inline { .text(text, .code) }
}

extension [Inline] {
  /// A sentence whose code stands between backticks; no other sign of it is markup.
  package static func sentence(_ text: String) -> [Inline] {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false)
    guard parts.count % 2 == 1 else { return [.text(text)] }
    return parts.enumerated().map { .text($0.element, $0.offset.isMultiple(of: 2) ? .plain : .code) }
  }

  /// The words alone; mathematics is set as one line of text.
  package var plainText: String {
    var result = ""
    for inline in self {
      switch inline {
      case .words(let words, _): result += words.description
      case .styled(_, let inner), .link(let inner, _): result += inner.plainText
      case .math(let source): result += MathText.inline(source)
      case .lineBreak: result += "\n"
      }
    }
    return result
  }
}
