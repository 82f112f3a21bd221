import Evaluation
import Lessons
import Source
package import Tensors

/// What is in force: what was set, else what the lesson or the state says.
extension Session {
  /// Significant digits of what is shown; nil for the usual ones.
  package var digits: Int? { settings.digits ?? state.digits }

  /// The element type of numbers in the source.
  package var defaultFloat: ElementType { settings.defaultFloat ?? state.defaultFloat }

  /// Whose progress is kept; a lesson that was handed out to one student is that student's.
  package var student: String? { lesson?.lesson.student ?? settings.student ?? state.student }

  /// Does something with a state to which the settings apply; the state then says again what it said by itself, so that
  /// what is set is written nowhere else.
  mutating func underSettings<Result>(
    _ state: inout State, _ body: (inout Session, inout State) throws -> Result
  ) rethrows -> Result {
    let own = (state.digits, state.defaultFloat, state.student)
    (state.digits, state.defaultFloat) = (settings.digits ?? own.0, settings.defaultFloat ?? own.1)
    state.student = lesson?.lesson.student ?? settings.student ?? own.2
    interpreter.limits = settings.limits
    interpreter.host.words = words
    defer { (state.digits, state.defaultFloat, state.student) = own }
    return try body(&self, &state)
  }
}
