/// A sentence about what went wrong beside the reading of a line.
///
/// Its places are open, so that whoever reads the lines can say it in another language.
package struct Complaint: Equatable, Sendable {
  /// The sentence in English, with `{0}`, `{1}` for its places.
  package let template: String
  /// What fills them.
  package let values: [String]

  init(_ template: String, _ values: String...) {
    self.template = template
    self.values = values
  }

  /// The sentence in English.
  package var text: String {
    values.enumerated().reduce(template) { $0.replacing("{\($1.offset)}", with: $1.element) }
  }
}
