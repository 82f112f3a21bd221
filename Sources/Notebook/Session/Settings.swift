package import Evaluation
package import Tensors

/// What a user has set, by `:set` or on the command line: the one place where it is written.
///
/// A state holds what its lesson says besides, and what was set wins over it wherever one goes, forward or back.
package struct Settings: Sendable, Equatable {
  /// Where random numbers start, where a lesson does not say.
  package var seed: UInt64 = 0
  /// The element type of numbers in the source; nil for what the lesson says, else `float64`.
  package var defaultFloat: ElementType?
  /// Significant digits of what is shown; nil for what the lesson says, else 7 in numbers and 5 in tensors.
  package var digits: Int?
  /// Whose progress is kept, and whose numbers `choose` gives; nil for nobody's.
  package var student: String?
  /// How much a statement may use.
  package var limits = Limits()
  /// Whether what is longer than the window waits until it was read.
  package var pages = true
  /// How wide what is shown may be, in columns.
  package var width = 80
  /// Whether keys can be read one by one, so that the stepper walks instead of printing everything.
  package var isInteractive = false

  /// How many MB the kept states of a run may take, from which `:replay` reopens its steps; 0 to keep none.
  package var replayMegabytes = 64
  /// The language of lessons and messages, such as `zh`; nil for that of the lesson or of the surroundings.
  package var language: String?

  /// Whether the front end has cells of its own, as a notebook does: what a lesson holds stands in them already.
  package var hasCells = false

  /// Whether what is shown is read aloud: sentences instead of pictures and boxes.
  package var isAccessible = false

  /// The usual settings.
  package init() {}
}
