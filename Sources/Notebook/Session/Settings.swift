package import Tensors

/// What a user can set: by `:set`, by the command line, or by a lesson's front matter.
package struct Settings: Sendable, Equatable {
  /// Where random numbers start.
  package var seed: UInt64 = 0
  /// The element type of numbers in the source.
  package var defaultFloat: ElementType = .float64
  /// Significant digits of what is shown; nil for 7 in numbers and 5 in tensors.
  package var digits: Int?
  /// How many loop turns and calls a run may take; nil for any number.
  package var steps: Int?
  /// How wide what is shown may be, in columns.
  package var width = 80
  /// Whether keys can be read one by one, so that the stepper walks instead of printing everything.
  package var isInteractive = false

  /// The language of lessons and messages, such as `zh`; nil for that of the lesson or of the surroundings.
  package var language: String?

  /// Whether what is shown is read aloud: sentences instead of pictures and boxes.
  package var isAccessible = false

  /// The usual settings.
  package init() {}
}
