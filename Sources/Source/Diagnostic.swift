/// A message about a place in a source text, as data: what went wrong, where, with which values, and a way on.
package struct Diagnostic: Error, Equatable, Sendable {
  /// How grave it is.
  package enum Severity: String, Equatable, Sendable {
    case error, warning, note

    /// What it is called.
    package var word: Phrase {
      switch self {
      case .error: "error"
      case .warning: "warning"
      case .note: "note"
      }
    }
  }

  /// A span with a few words about it.
  package struct Label: Equatable, Sendable {
    /// The bytes underlined.
    package var span: Span
    /// What stands beside the line; may be empty.
    package var text: Phrase

    /// Makes a label.
    package init(_ span: Span, _ text: Phrase = "") {
      self.span = span
      self.text = text
    }
  }

  /// How grave it is.
  package var severity: Severity
  /// The stable code, such as `shape-mismatch`, that `:why` explains.
  package var code: ErrorCode
  /// What went wrong: one line without a period.
  package var title: Phrase
  /// The text that the labels point into; nil when there is no place.
  package var source: SourceText?
  /// The places, the primary one first.
  package var labels: [Label]
  /// Why, with the actual numbers: whole sentences.
  package var notes: [Phrase]
  /// What to type instead.
  package var help: Phrase?

  /// Makes a diagnostic.
  package init(
    _ severity: Severity = .error, code: ErrorCode, _ title: Phrase, source: SourceText? = nil, labels: [Label] = [],
    notes: [Phrase] = [], help: Phrase? = nil
  ) {
    self.severity = severity
    self.code = code
    self.title = title.mapTexts(\.abridged)
    self.source = source
    self.labels = labels
    self.notes = notes.map { $0.mapTexts(\.abridged) }
    self.help = help?.mapTexts(\.abridged)
  }

  /// The place of the primary label, when there is one.
  package var position: Position? {
    guard let source, let label = labels.first else { return nil }
    return source.position(at: label.span.lower)
  }

  /// `file:line:column: error: title`, the one-line form for logs and standard error.
  package var oneLine: String {
    let place = position.map { "\(source?.name ?? ""):\($0.line):\($0.column): " } ?? ""
    return "\(place)\(severity.rawValue): \(title)"
  }
}

extension String {
  /// The text as a message can quote it: of a name or a text of a megabyte, both ends.
  fileprivate var abridged: String {
    if utf8.count <= 2000 { return self }
    return "\(prefix(300)) … \(suffix(300))"
  }
}
