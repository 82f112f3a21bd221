import Evaluation
import Tensors
import Source
import Testing

/// What happens at the edges, as NumPy and JAX have it.
@Suite("Edges")
struct EdgeTests {
  private static let inf = Double.infinity
  private static let nan = Double.nan

  static let cases: [ValueCase] = [
    // Nothing to reduce, and axes counted from the end.
    ValueCase("sum([])", 0), ValueCase("prod(zeros([0]))", 1), ValueCase("mean(zeros([0]))", nan),
    ValueCase("any([])", 0), ValueCase("all([])", 1), ValueCase("sum(zeros([0, 3]), axis=0)", 0, 0, 0),
    ValueCase("sum(zeros([0, 3]), axis=1).shape", 0), ValueCase("zeros([2, 0]) @ zeros([0, 2])", 0, 0, 0, 0),
    ValueCase("sum([[1, 2], [3, 4]], axis=-2)", 4, 6), ValueCase("mean([[1, 2], [3, 4]], axis=[0, 1])", 2.5),
    ValueCase("sum([[1, 2], [3, 4]], axis=-1, keepdims=true).shape", 2, 1), ValueCase("var([5])", 0),
    ValueCase("(ones([2, 1, 3, 4]) @ ones([5, 4, 2])).shape", 2, 5, 3, 2),
    ValueCase("linspace(0, 1, 1)", 0), ValueCase("linspace(0, 1, 0).shape", 0),
    // Slices that run off the end.
    ValueCase("[1, 2, 3][1:100]", 2, 3), ValueCase("[1, 2, 3][-100:2]", 1, 2),
    ValueCase("[1, 2, 3][5:9].shape", 0), ValueCase("[1, 2, 3][::-1]", 3, 2, 1),
    // Powers, quotients and remainders.
    ValueCase("0^0", 1), ValueCase("(-2)^3", -8), ValueCase("(-8)^(1/3)", nan), ValueCase("0^(-1)", inf),
    ValueCase("-1/0", -inf), ValueCase("0/0", nan), ValueCase("-7 % 3", 2), ValueCase("7 % -3", -2),
    ValueCase("round([0.5, 1.5, 2.5])", 0, 2, 2), ValueCase("[int(3.9), int(-3.9)]", 3, -3),
    // Numbers that are none, and numbers without end.
    ValueCase("max([1, nan, 2])", nan), ValueCase("min([nan, 1])", nan), ValueCase("argmax([1, nan, 2])", 1),
    ValueCase("sort([3, nan, 1])", 1, 3, nan), ValueCase("maximum(nan, 1)", nan), ValueCase("sign(nan)", nan),
    ValueCase("[nan == nan, nan != nan, 5 < nan]", 0, 1, 0), ValueCase("[log(0), log(-1)]", -inf, nan),
    ValueCase("logsumexp([-inf, -inf])", -inf), ValueCase("softmax([1000, 0])", 1, 0),
    ValueCase("log_softmax([0, 1000])", -1000, 0), ValueCase("[softplus(1000), softplus(-1000)]", 1000, 0),
    // Ties, and booleans that are counted.
    ValueCase("[argmax([1, 3, 3]), argmin([2, 1, 1])]", 1, 1), ValueCase("true + true", 2),
    ValueCase("mean([true, false])", 0.5),
    // Gradients where the function has a corner, a tie or a repeat.
    ValueCase("w = param([1.0, 2, 3]); grad(sum(w[[0, 0, 2]]), w)", 2, 0, 1),
    ValueCase("w = param([1.0, 3, 3]); grad(max(w), w)", 0, 0.5, 0.5),
    ValueCase("w = param(2.0); grad(maximum(w, 2), w)", 0.5), ValueCase("w = param(0.0); grad(relu(w), w)", 0),
    ValueCase("w = param(0.0); grad(abs(w), w)", 0), ValueCase("w = param(1.0); grad(clip(w, 0, 1), w)", 0.5),
    ValueCase("w = param(0.0); grad(w^0, w)", 0), ValueCase("w = param(0.0); grad(w^1, w)", 1),
    ValueCase("w = param(0.0); grad(w^2, w)", 0), ValueCase("w = param(-2.0); grad(w^3, w)", 12),
    ValueCase("w = param(0.0); grad(sqrt(w), w)", inf),
    ValueCase("w = param([2.0, 0, 3]); grad(prod(w), w)", 0, 6, 0),
    ValueCase("w = param([1.0, 2]); grad(var(w), w)", -0.5, 0.5),
    ValueCase("f(x) = sin(x); f'''(0)", -1),
  ]

  @Test("the edges are where NumPy and JAX have them", arguments: cases)
  func edges(_ edge: ValueCase) {
    let run = Run(edge.program)
    #expect(edge.holds(for: run), "got \(run.last), \(run.failure?.title.description ?? "without an error")")
  }

  @Test(
    "the wider element type wins, and a number never widens a tensor",
    arguments: [
      ("float32([1]) + float64([1])", "float64"), ("float32([1]) + 2", "float32"), ("(1..3) / int(2)", "float64"),
      ("(1..3) * int(2)", "int"), ("argmax([1, 2])", "int"), ("true + true", "int"), ("1 < 2", "bool"),
    ])
  func promotion(_ program: String, _ type: String) {
    #expect(Run("dtype(\(program))").texts == [type])
  }

  @Test(
    "what has no answer is an error with its code",
    arguments: [
      ("max([])", "empty-reduction"), ("argmax(zeros([0]))", "empty-reduction"), ("(1..3)[3]", "index-out-of-range"),
      ("sum([1, 2], axis=2)", "axis-out-of-range"), ("reshape(1..6, [-1, 4])", "shape-mismatch"),
      ("int(9e18) * int(9)", "integer-overflow"),
    ])
  func refusals(_ program: String, _ code: String) {
    #expect(Run(program).failure?.code.name == code)
  }
}
