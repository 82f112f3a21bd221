/// What the editor asks of the language while somebody types.
///
/// All of them are functions of their arguments, and quick: they run between two keys.
package struct LineEditorHooks {
  /// Whether Enter should start another row instead of submitting the text.
  package var isUnfinished: (String) -> Bool = { _ in false }

  /// Columns to indent the row that follows the text.
  package var indent: (String) -> Int = { _ in 0 }

  /// Colours of the text; what no run covers keeps the terminal's colour.
  package var highlight: (String) -> [StyledRun] = { _ in [] }

  /// Help that is shown, dim, after a cursor at the end of the text.
  package var hint: (_ text: String, _ cursorByte: Int) -> Hint? = { _, _ in nil }

  /// What could stand at the cursor.
  package var complete: (_ text: String, _ cursorByte: Int) -> Completion? = { _, _ in nil }

  /// Takes the product's own prompts out of pasted text.
  package var cleanPaste: (String) -> String = { $0 }

  /// Creates hooks for a language without brackets, colours or names.
  package init() {}
}

/// A stretch of text in one style.
package struct StyledRun: Equatable, Sendable {
  /// UTF-8 offsets into the text.
  package var range: Range<Int>

  /// Parameters of an SGR sequence: `1;34`.
  package var style: String

  /// Creates a run.
  package init(_ range: Range<Int>, style: String) {
    self.range = range
    self.style = style
  }
}

/// Dim text after the cursor.
package struct Hint: Equatable, Sendable {
  /// What is shown, cut where the row ends.
  package var text: String

  /// Whether the Right key puts the text into the line; a signature only informs.
  package var isAcceptable: Bool

  /// Creates a hint.
  package init(_ text: String, isAcceptable: Bool) {
    self.text = text
    self.isAcceptable = isAcceptable
  }
}

/// The answer to the Tab key.
package struct Completion: Equatable, Sendable {
  /// UTF-8 offsets of what a candidate replaces.
  package var replacing: Range<Int>

  /// What could stand there, in the order to list them.
  package var candidates: [Candidate]

  /// Creates a completion.
  package init(replacing: Range<Int>, candidates: [Candidate]) {
    self.replacing = replacing
    self.candidates = candidates
  }
}

/// One thing that could stand at the cursor.
package struct Candidate: Equatable, Sendable {
  /// What is compared with the typed text and listed: `\sigma`.
  package var name: String

  /// What is put into the line: `σ`.
  package var text: String

  /// A few words beside the name in the list.
  package var detail: String

  /// Creates a candidate, which stands for itself unless told otherwise.
  package init(_ name: String, text: String? = nil, detail: String = "") {
    self.name = name
    self.text = text ?? name
    self.detail = detail
  }
}
