/// Mathematics in LaTeX notation set as readable text.
package enum MathText {
  /// One line of text, for mathematics inside a sentence; the source itself where it cannot be read.
  package static func inline(_ source: String) -> String { source }
}
