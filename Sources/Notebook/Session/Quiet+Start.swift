package import Evaluation
package import Judging
package import Lessons
import Tensors

extension Quiet {
  /// The state in which a lesson begins: nothing bound, its own seed, digits and element type.
  package static func start(of lesson: Lesson, settings: Settings, student: String? = nil) -> State {
    var state = State(seed: lesson.seed.map { UInt64(bitPattern: Int64($0)) } ?? settings.seed)
    if lesson.dtype == "float32" { state.defaultFloat = .float32 }
    state.digits = lesson.digits
    state.student = student ?? lesson.student
    return state
  }
}
