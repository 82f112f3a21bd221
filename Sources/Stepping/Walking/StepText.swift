import Documents
import Source

/// Small documents of the stepper.
enum StepText {
  /// The first of many names.
  static func names(_ names: [String]) -> Phrase { Phrase.list(names.prefix(12) + (names.count > 12 ? ["…"] : [])) }

  /// One sentence, moved in like the steps.
  static func sentence(_ text: Phrase, role: Role = .plain) -> Document {
    Document([.indented([.columns(Columns([[[.text(text, role)]]]))])])
  }
}
