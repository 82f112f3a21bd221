import Evaluation
import Source
import Tensors
import Testing

/// Names that NumPy and PyTorch have, with the values that NumPy 2 and PyTorch 2 give.
@Suite("Names of NumPy and PyTorch")
struct NamesTests {
  /// What is bound in one spelling is found in the others, unless something has just the name that was written.
  static let spellings = [
    ValueCase("w₀ = 5; w₁ = 2; [w0 + w1*3, w_0]", 11, 5),
    ValueCase("δ₁ = 3; [δ1, delta_1, delta1, delta₁]", 3, 3, 3, 3),
    ValueCase("η = 0.5; eta", 0.5), ValueCase("θ₁₂ = 2; theta12^2", 4), ValueCase("alpha = 4; α", 4),
    ValueCase("w₀ = 1; w0 = 7; [w0, w₀]", 7, 1), ValueCase("f(w₀) = w0 * 2; w0 = 9; f(3)", 6),
    ValueCase("f(x) = x * w0; w₀ = 5; f(2)", 10), ValueCase("w₀ = param(2); w0 := 5; w₀", 5),
    ValueCase("w₀ = param(2); w0 += 1; w₀", 3), ValueCase("w₀ = param(3); ∂(w0^2)/∂w0", 6),
    ValueCase("x₁ = 2; f() = { x1 += 1; x1 }; f()", 3), ValueCase("log₂ = 1; log2(8)", 3), ValueCase("sigma(0)", 0.5),
    ValueCase("n = 0; x₁ = 1; while n < 3 { n += x1 }; n", 3),
  ]

  @Test("one name has several spellings", arguments: spellings)
  func spelled(_ test: ValueCase) { value(test) }

  static let values = [
    // Linear algebra
    ValueCase("inv([[1, 2], [3, 4]])", -2, 1, 1.5, -0.5), ValueCase("solve([[3, 1], [1, 2]], [9, 8])", 2, 3),
    ValueCase("det([[1, 2], [3, 4]])", -2), ValueCase("det([[[2, 0], [0, 3]], [[0, 1], [1, 0]]])", 6, -1),
    ValueCase("a = param([[2, 1], [1, 3]]); ∂(det(a))/∂a", 3, -1, -1, 2),
    ValueCase("a = param([[1, 2], [2, 4]]); ∂(det(a))/∂a", 4, -2, -2, 1),
    ValueCase("a = param([[2, 1], [1, 3]]); ∂(sum(inv(a)^2))/∂a", -0.56, 0.32, 0.32, -0.24),
    ValueCase("b = param([9, 8]); ∂(sum(solve([[3, 1], [1, 2]], b)^2))/∂b", 0.4, 2.8),
    ValueCase("eigenvalues([[2, 1], [1, 2]])", 1, 3), ValueCase("eigenvalues(eye(3))", 1, 1, 1),
    ValueCase("eigenvalues([[0, 1e200], [1e200, 0]]) / 1e200", -1, 1), ValueCase("eigenvalues([[nan]])", .nan),
    ValueCase("eigenvalues([[4, 1, 0], [1, 3, 1], [0, 1, 2]])", 3 - 3.squareRoot(), 3, 3 + 3.squareRoot()),
    ValueCase("A = [[4, 1, 0], [1, 3, 1], [0, 1, 2]]; V = eigenvectors(A); sum((A @ V - V * eigenvalues(A))^2)", 0),
    ValueCase("a = param([[2, 1], [1, 2]]); ∂(max(eigenvalues(a)))/∂a", 0.5, 0.5, 0.5, 0.5),
    ValueCase("hessian(x -> max(eigenvalues([[x, 1], [1, 0]])), 0)", 0.25),
    ValueCase("singular_values([[3, 0], [0, -4]])", 4, 3), ValueCase("singular_values([[1, 2], [2, 4]])", 5, 0),
    ValueCase("singular_values([[3, 4]])", 5), ValueCase("spectral_norm([[1, 1], [0, 1]])", (1 + 5.squareRoot()) / 2),
    ValueCase("a = param([[3, 4]]); ∂(sum(singular_values(a)))/∂a", 0.6, 0.8),
    ValueCase("a = param([[0, 0]]); ∂(sum(singular_values(a)))/∂a", 0, 0),
    ValueCase("rank([[1, 2], [2, 4]])", 1), ValueCase("rank(eye(3))", 3), ValueCase("rank(zeros([2, 3]))", 0),
    ValueCase("trace([[1, 2], [3, 4]])", 5), ValueCase("outer_sum([1, 2], [3, 4])", 4, 5, 5, 6),
    // Functions
    ValueCase("[log1p(1), expm1(1), log2(8), log10(1000)]", 0.6931471805599453, 1.718281828459045, 3, 3),
    ValueCase("[sinh(1), cosh(1), atan(1), ceil(1.2)]", 1.1752011936438014, 1.5430806348152437, 0.7853981633974483, 2),
    ValueCase("1e10 * log1p(1e-10)", 0.99999999995), ValueCase("isnan([1, nan, inf])", 0, 1, 0),
    ValueCase("isinf([1, nan, -inf])", 0, 0, 1), ValueCase("isfinite([1, nan, inf])", 1, 0, 0),
    ValueCase("[max(2, 3), min(2, 3)]", 3, 2), ValueCase("max(0, [1, -2])", 1, 0),
    // Running products, order and statistics
    ValueCase("cumprod([1, 2, 3, 4])", 1, 2, 6, 24), ValueCase("cumprod([[1, 2], [3, 4]], axis=0)", 1, 2, 3, 8),
    ValueCase("x = param([1, 0, 3, 4]); ∂(sum(cumprod(x)))/∂x", 1, 16, 0, 0),
    ValueCase("x = param([1, 2, 3, 4]); ∂(sum(cumprod(x)))/∂x", 33, 16, 10, 6),
    ValueCase("median([3, 1, 2, 10])", 2.5), ValueCase("median([[3, 1], [2, 5]], axis=0)", 2.5, 3),
    ValueCase("quantile([1, 2, 3, 4], [0.25, 0.5])", 1.75, 2.5),
    ValueCase("quantile([[1, 2], [3, 5]], 0.5, axis=1, keepdims=true)", 1.5, 4), ValueCase("median([1, nan])", .nan),
    ValueCase("unique([3, 1, 1])", 1, 3), ValueCase("unique([3, 1, 1], true)[1]", 2, 1),
    ValueCase("topk([1, 5, 3], 2)[0]", 5, 3), ValueCase("topk([1, 5, 3], 2)[1]", 1, 2),
    ValueCase("bincount([0, 2, 2, 1])", 1, 1, 2), ValueCase("bincount([0, 1, 1], minlength=4)", 1, 2, 0, 0),
    ValueCase("bincount([0, 1, 1], [0.5, 1, 2])", 0.5, 3), ValueCase("corr([1, 2, 3], [1, 2, 4])", 0.9819805060619657),
    ValueCase("corr([[1, 1], [2, 2], [3, 4]])[0, 1]", 0.9819805060619657),
    ValueCase("var([1, 2, 3, 4], ddof=1)", 1.6666666666666667),
    ValueCase("std([[1, 2], [3, 5]], axis=0, ddof=1)", 1.4142135623730951, 2.1213203435596424),
    ValueCase("argsort([3, 1, 3], descending=true)", 0, 2, 1), ValueCase("sort([3, 1, 2], descending=true)", 3, 2, 1),
    ValueCase("sort([3, -1, 2], by=x -> x^2)", -1, 2, 3),
    // Shapes
    ValueCase("roll([[1, 2], [3, 4]], 1)", 4, 1, 2, 3), ValueCase("roll([[1, 2], [3, 4]], 1, axis=1)", 2, 1, 4, 3),
    ValueCase("repeat([1, 2], [2, 1])", 1, 1, 2),
    ValueCase("repeat([[1, 2], [3, 4]], 2, axis=1)", 1, 1, 2, 2, 3, 3, 4, 4),
    ValueCase("tile([[1, 2]], [2, 2])", 1, 2, 1, 2, 1, 2, 1, 2),
    ValueCase("pad([1, 2], [1, 2], value=9)", 9, 1, 2, 9, 9),
    ValueCase("diag([1, 2], 1)", 0, 1, 0, 0, 0, 2, 0, 0, 0), ValueCase("diag([[1, 2, 3], [4, 5, 6]], 1)", 2, 6),
    ValueCase("meshgrid([1, 2], [3, 4])[1]", 3, 3, 4, 4), ValueCase("flip([[1, 2], [3, 4]], axis=[0, 1])", 4, 3, 2, 1),
    ValueCase("take([[1, 2, 3], [4, 5, 6]], [2, 0], axis=1)", 3, 1, 6, 4),
    ValueCase("where([1, 0, 2] > 0)", 0, 2), ValueCase("i, j = where([[1, 0], [0, 2]] > 0); [i, j]", 0, 1, 0, 1),
    // Indexing
    ValueCase("x = [[1, 2], [3, 4]]; x[x > 2]", 3, 4),
    ValueCase("x = param([[1, 2], [3, 4]]); ∂(sum(x[x > 2]^2))/∂x", 0, 0, 6, 8),
    ValueCase("shape([1, 2][:, None])", 2, 1), ValueCase("shape(zeros(2, 3, 4)[..., 0])", 2, 3),
    ValueCase("shape(zeros(2, 3, dtype=\"int\"))", 2, 3), ValueCase("ones(2, dtype=\"int\")", 1, 1),
    ValueCase("shape(zeros(2, 3, 4)[None, ..., 1:3])", 1, 2, 3, 2),
    ValueCase("shape(zeros(2, 3, 4)[0, ..., None])", 3, 4, 1),
    // Products, windows and recurrence
    ValueCase("einsum(\"ij,jk->ik\", [[1, 2], [3, 4]], [[5], [6]])", 17, 39),
    ValueCase("einsum(\"ii->i\", [[1, 2], [3, 4]])", 1, 4), ValueCase("einsum(\"ii\", [[1, 2], [3, 4]])", 5),
    ValueCase("einsum(\"i,j\", [1, 2], [3, 4])", 3, 4, 6, 8),
    ValueCase("einsum(\"bij,bjk->bik\", ones(2, 1, 3), ones(2, 3, 1))", 3, 3),
    ValueCase("w = param([[1, 2], [3, 4]]); ∂(einsum(\"ij,j->\", w, [5, 6]))/∂w", 5, 6, 5, 6),
    ValueCase("conv1d([[[1, 2, 3, 4]]], [[[1, 0, -1]]], padding=1)", -2, -2, -2, 3),
    ValueCase(
      "conv_transpose2d([[[[1, 2], [3, 4]]]], [[[[1, 2, 3], [4, 5, 6], [7, 8, 9]]]], padding=1)", 23, 33, 53, 63),
    ValueCase("patches([[[[1, 2, 3], [4, 5, 6], [7, 8, 9]]]], 2, dilation=2)", 1, 3, 7, 9),
    ValueCase("upsample([[[[1, 2]]]], 2)", 1, 1, 2, 2, 1, 1, 2, 2),
    ValueCase("rnn_cell([1, 2], [0.5], [[0.1], [0.2]], [[0.3]], [0.1])", 0.6351489523872873),
    // Losses
    ValueCase("binary_cross_entropy_with_logits([0, 2], [1, 0])", 1.410037595801459),
    ValueCase("kl_divergence([0.5, 0.5], [0.9, 0.1])", 0.5108256237659905),
    ValueCase("huber([0, 0], [0.5, 3])", 1.3125),
    ValueCase("l1([1, 2], [1, 4])", 1), ValueCase("dropout([1, 2], 1)", 0, 0), ValueCase("elu(-1e-12) * 1e12", -1),
    // Texts, records and lists
    ValueCase("len(split(\"a b  c\"))", 3), ValueCase("find(\"banana\", \"na\")", 2),
    ValueCase("count(\"banana\", \"a\")", 3),
    ValueCase("number(\" 12.5 \")", 12.5), ValueCase("\"a\" < \"b\" and not (\"b\" <= \"a\")", 1),
    ValueCase("n = 0; for c in \"aé👨‍👩‍👧b\" { n = n + 1 }; [n, len(\"aé👨‍👩‍👧b\")]", 4, 4),
    ValueCase("counts = {}; for w in split(\"a b a\") { counts[w] += 1 }; [counts.a, counts.b]", 2, 1),
    ValueCase("tally(split(\"a b a\")).a", 2), ValueCase("get(with({a: 1}, \"b\", 2), \"b\")", 2),
    ValueCase("a = [1]; b = append(a, 2); c = append(a, 3); [b[1], c[1], len(a)]", 2, 3, 1),
    ValueCase("s = \"a\"; t = s + \"b\"; u = s + \"c\"; [find(t, \"b\"), find(u, \"c\"), len(s)]", 1, 1, 1),
    // Data
    ValueCase("fit_scale([[1, 5], [3, 5]])([2, 5])", 0, 0),
    ValueCase(
      "a, b = split({x: range(10), y: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1]}, 0.8, by=\"class\"); [sum(a.y), sum(b.y)]", 1, 1),
    ValueCase("a, b = split(range(5), 0.6, by=\"time\"); b", 3, 4),
    ValueCase("a, b = split(range(9), seed=4); c, d = split(range(9), seed=4); all(a == c)", 1),
  ]

  @Test("a name gives what it gives elsewhere", arguments: values)
  func value(_ test: ValueCase) {
    let run = Run(test.program, seed: 11)
    #expect(run.failure?.title == nil)
    let isMissing = test.expected.contains { $0.isNaN } && run.last.contains { $0.isNaN }
    #expect(isMissing || test.holds(for: run), "\(run.last)")
  }

  @Test(
    "texts are written as Python's formats have them",
    arguments: [
      (
        "x = 3.14159; \"{x:.2f}|{x:8.2f}|{x:<8.2f}|{x:^8.2f}|{x:+.1f}|{x:08.3f}|{x:.1%}\"",
        "3.14|    3.14|3.14    |  3.14  |+3.1|0003.142|314.2%"
      ),
      ("n = 1234567; \"{n:,}|{n:10d}|{n:_}\"", "1,234,567|   1234567|1_234_567"),
      ("s = \"ab\"; \"{s:6}|{s:>6}|{s:^6}|{s:*<6}|{s:.1}\"", "ab    |    ab|  ab  |ab****|a"),
      ("\"{[1.234, 5.678]:.2f}|{true:.3}|{[[1, 2], [3, 4]]:.1f}\"", "[1.23, 5.68]|true|[[1.0, 2.0], [3.0, 4.0]]"),
      ("join(map(upper, \"abc\"), \"-\")", "A-B-C"), ("replace(trim(lower(\" BANANA \")), \"an\", \"o\")", "booa"),
      ("join(sort([\"bb\", \"a\", \"ccc\"], by=len, descending=true), \" \")", "ccc bb a"),
    ])
  func formats(_ program: String, _ text: String) { #expect(Run(program).texts.last == text) }

  @Test("a name is shown with its subscript, in code too, and the name of a file as it is")
  func subscripts() {
    #expect(NameText.inCode("w_5 = 0.4993, x_train = w_12*x/b_2") == "w₅ = 0.4993, x_train = w₁₂*x/b₂")
    #expect(NameText.inCode("a_1.csv") == "a_1.csv" && NameText.inCode("/tmp/a_1") == "/tmp/a_1")
  }

  @Test(
    "an argument that makes no sense is refused",
    arguments: [
      "dropout([1, 2], 1.5)", "dropout([1, 2], -0.5)", "normal(std=-1)", "uniform(low=5, high=1)", "clip([1, 2], 5, 2)",
      "solve([[1, 2], [2, 4]], [1, 2])", "inv([[1, 2, 3]])", "topk([1], 2)", "quantile([1], 2)", "pad([1], -1)",
      "cross_entropy([[2, 1], [0, 3]], [[1], [0]])", "cross_entropy([[2, 1], [0, 3]], [1])",
      "binary_cross_entropy([2, 0.5], [1, 0])", "einsum(\"ij,jk\", [[1]])", "einsum(\"ij\", [1])", "number(\"1,5\")",
      "where([true], 1)", "x = [[1, 2]]; x[[[true]]]", "x = [1]; x[..., 0, 0]", "get([1], \"a\")",
      "huber(1, 2, delta=0)",
      "split([1], by=\"size\")", "csv(\"none\", missing=\"never\")",
    ])
  func refused(_ program: String) { #expect(Run(program).failure != nil) }
}
