/// A condition that a check understands by itself: no answer can bind its name, and it explains why it does not hold.
package enum Condition: String, CaseIterable, Sendable {
  case close, same, apart, uses, avoids

  /// What it asks for, as Markdown.
  var summary: String {
    switch self {
    case .close:
      """
      `close(a, b)` compares values, to about five digits. When they differ it says how: a shape, a sign, a factor, a \
      missing mean, axes swapped. `rel=` and `abs=` set how near is near enough.
      """
    case .same:
      "`same(f, g)` compares two functions on inputs of several shapes, drawn at random, always the same ones."
    case .apart:
      """
      `apart(x, f, g, h)` asks for an input: on `x`, `f` has to give something else than `g`, and than `h`. An error or \
      another shape is something else; what `f` gives has to be finite.
      """
    case .uses:
      """
      `uses("exp")` asks that what the task asks for is computed with a function or an operator, such as `uses("@")`; \
      `uses("gradients")` with ∂, ∇, grad or ′, `uses("∂")` with ∂, ∇ or grad. What stands beside and changes nothing \
      does not count. Who breaks such a rule earns nothing in the exercise.
      """
    case .avoids:
      """
      `avoids("softmax")` asks that it is computed without; `avoids("gradients")` without ∂, ∇, grad and ′, \
      `avoids("numbers")` without a typed number. Who breaks such a rule earns nothing in the exercise.
      """
    }
  }

  /// A check that says it.
  var example: String {
    switch self {
    case .close: LessonFormat.fence("nn check for=slope", "close(dz, expected.dz)")
    case .same: LessonFormat.fence("nn check for=swish", "same(swish, expected.swish)")
    case .apart: LessonFormat.fence("nn check for=catch", "apart(probe, relu, wrong)")
    case .uses: LessonFormat.fence("nn check for=swish", "same(swish, expected.swish) and uses(\"exp\")")
    case .avoids: LessonFormat.fence("nn check for=slope", "close(dz, expected.dz) and avoids(\"gradients\")")
    }
  }
}
