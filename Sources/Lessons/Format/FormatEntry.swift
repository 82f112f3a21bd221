/// What the lesson format says about one of its words: a block, a front matter field, a form or a condition of a check.
package struct FormatEntry: Sendable {
  /// The parts of the reference, in order.
  package enum Group: String, CaseIterable, Sendable {
    case blocks = "Blocks"
    case conditions = "What a check may say"
    case forms = "Further forms"
    case fields = "The front matter"
  }

  /// A flag, an attribute or a value with what it is for.
  package struct Part: Sendable {
    /// As it is written, with an example of a value: `points=2`.
    package let form: String
    /// What it is for: a sentence.
    package let summary: String

    init(_ form: String, _ summary: String) {
      self.form = form
      self.summary = summary
    }

    /// The name before `=`.
    var name: String { form.split(separator: "=", maxSplits: 1).first.map(String.init) ?? form }
  }

  /// The part of the reference where it stands.
  package let group: Group
  /// What it is called, the first name being the usual one.
  package let names: [String]
  /// What it is for, as Markdown.
  package let summary: String
  /// Flags and attributes.
  package let parts: [Part]
  /// A piece of a lesson that uses it.
  package let example: String
  /// Whether a new lesson shows it.
  var isInSkeleton = true
}

/// The lesson format: one declaration that the parser reads, and the reference, the help and new lessons are written from.
package enum LessonFormat {
  /// Everything there is to know, in the order of the reference.
  package static let entries: [FormatEntry] =
    LessonBlock.Kind.allCases.map { kind in
      let rule = block(kind)
      return FormatEntry(
        group: .blocks, names: kind.words == kind.rawValue ? [kind.words] : [kind.words, kind.rawValue],
        summary: rule.summary, parts: rule.flags + rule.attributes, example: rule.example)
    }
    + Condition.allCases.map { condition in
      FormatEntry(
        group: .conditions, names: [condition.rawValue], summary: condition.summary, parts: [],
        example: condition.example)
    } + forms
    + fields.map { field in
      FormatEntry(group: .fields, names: [field.name], summary: field.summary, parts: [], example: field.example)
    }

  /// The entry with a name.
  package static func entry(named name: String) -> FormatEntry? {
    entries.first { $0.names.contains(name) }
  }

  /// The skeleton of a lesson below its front matter: the examples in the order in which they build on each other.
  package static let example: String =
    "Say here what the lesson is about. Formulas stand between dollars: $z = wx + b$.\n\n"
    + LessonBlock.Kind.allCases.map { kind in (block(kind).lead.map { $0 + "\n\n" } ?? "") + block(kind).example }
    .joined(separator: "\n")
    + "\n" + forms.filter(\.isInSkeleton).map(\.example).joined(separator: "\n")
    + "\n## What you can do now\n\n- Say it in a line or two.\n"
}
