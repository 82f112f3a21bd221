import Evaluation
import Source
import Tensors
import Testing

/// What updates change, what optimisers move, and what the element types are.
@Suite("Updates and types")
struct UpdateTests {
  static let cases: [ValueCase] = [
    // Another name that holds a parameter holds its value like any other.
    ValueCase("w = param(3); s = w; s += w; s += w; [s + 0, w + 0]", 9, 3),
    ValueCase("f(x) = { y = x; y += x^2; y *= 2; y }; w = param(3); L = f(w); [L + 0, w + 0, ∂L/∂w]", 24, 3, 14),
    ValueCase("f(w) = { w -= 1; w }; w = param(3); [f(w) + 0, w + 0]", 2, 3),
    ValueCase("w = param(3); for p in [w] { p += 1 }; w", 3),
    // The name that param bound, also from inside a function, updates.
    ValueCase("w = param(3); w += 1; w", 4), ValueCase("w = param(3); move(d) = { w -= d }; move(1); w", 2),
    ValueCase("make() = { W = param(3); [x -> x * W, d -> { W -= d }] }; m = make(); (m[1])(1); (m[0])(5)", 10),
    // `:=` updates whatever parameter its name or a field holds.
    ValueCase("net = sequential(dense(2, 1)); for p in parameters(net) { p := 0 * p + 2 }; net([1, 1])", 6),
    ValueCase("net = sequential(dense(1, 1)); net[0].W := [[5]]; net[0].b -= 1; net([1])", 4),
    ValueCase("net = sequential(dense(1, 1)); W = net[0].W; W := [[5]]; net([1])", 5),
    ValueCase("ps = [param(1), param(2)]; ps[1] := 7; ps[1]", 7),
    // Optimisers.
    ValueCase("g = param(1); d = param(1); step(sgd(rate=0.1), g * d, of=g); [g, d]", 0.9, 1),
    ValueCase(
      "G = dense(1, 1); D = dense(1, 1); before = G.W + 0; step(sgd(), sum(D(G([1]))), of=parameters(D)); G.W == before",
      1),
    ValueCase("w = param(0.0); opt = sgd(rate=t -> 1 / (t + 1)); for i in 1..3 { step(opt, w) }; w", -11 / 6),
    ValueCase(
      "w = param(0.0); opt = sgd(rate=1); step(opt, w); opt.rate := 0.5; step(opt, w); [w, opt.rate, opt.steps]", -1.5,
      0.5, 2),
    ValueCase("c = cosine(1, steps=10, warmup=2); [c(0), c(1), c(2), c(6), c(10)]", 0.5, 1, 1, 0.5, 0),
    ValueCase("d = decay(1, factor=0.5, every=2); [d(0), d(1), d(2), d(5)]", 1, 1, 0.5, 0.25),
    ValueCase("w = param([3, 4]); step(sgd(rate=1), sum(w^2) / 2, clip=1); w", 2.4, 3.2),
    ValueCase("w = param(1); freeze(w); b = param(1); step(sgd(rate=1), w * b); [w, b]", 1, 0),
    // Buffers are kept, and not learned.
    ValueCase("m = buffer(2); w = param(3); L = m * w; m := 5; [L, ∂L/∂w, len(parameters(x -> m * w * x))]", 6, 2, 1),
    ValueCase(
      "x = param([1, 2]); f(x) = x + 1; [len(parameters(x -> x + 1)), len(parameters(f)), len(parameters(y -> x + y))]",
      0, 0, 1),
    ValueCase("n = batch_norm(2); x = [[1, 2], [3, 6]]; training { n(x) }", -1, -1, 1, 1, tolerance: 1e-4),
    ValueCase(
      "n = batch_norm(2); x = [[1, 2], [3, 6]]; training { n(x) }; [n.running_mean, n.running_var]", 0.2, 0.4, 1.1, 1.7),
    ValueCase("group_norm([[1, 3, 2, 6]], 2)", -1, 1, -1, 1, tolerance: 1e-4),
    ValueCase("rms_norm([3, 4, 0, 0])", 1.2, 1.6, 0, 0, tolerance: 1e-5),
    // What a user binds comes before what the program means by a name.
    ValueCase("no_grad = x -> 7; no_grad(1)", 7), ValueCase("training(n) = n + 1; training(1)", 2),
    ValueCase("no_grad(f) = 7; no_grad { 3 }", 7),
    // Labels that fit, and scores that are none.
    ValueCase("accuracy([[0.9, 0.1], [nan, 0]], [0, 0])", 0.5),
    ValueCase("cross_entropy([[0, 0]], [[1, 0]])", 0.6931471805599453),
  ]

  @Test("updates reach what they are meant for, and nothing else", arguments: cases)
  func values(_ known: ValueCase) {
    let run = Run(known.program)
    #expect(known.holds(for: run), "got \(run.last), \(run.failure?.title.description ?? "without an error")")
  }

  @Test(
    "what means nothing is refused, with its code",
    arguments: [
      ("cross_entropy([[2, 1, 0], [0, 3, 1]], [[2], [0]])", "shape-mismatch"),
      ("cross_entropy([[2, 1, 0], [0, 3, 1]], [1])", "shape-mismatch"),
      ("cross_entropy(zeros([2, 5, 3]), [1, 2, 3, 4, 0])", "shape-mismatch"),
      ("share_right([[2, 1], [0, 3]], [1])", "shape-mismatch"),
      ("accuracy([[2, 1], [0, 3]], [1])", "shape-mismatch"),
      ("binary_cross_entropy([2, 0.5], [1, 0])", "not-a-probability"),
      ("step(sgd(), param(1), of=3)", "argument-value"),
      ("w = param(1); freeze(w); step(sgd(), w)", "not-recorded"), ("opt = sgd(); opt.rate := -1", "argument-value"),
      ("x = [1, 2]; x.T := 3", "not-a-parameter"), ("m = buffer(1); ∂(m * 2)/∂m", "not-recorded"),
    ])
  func refusals(_ program: String, _ code: String) {
    #expect(Run(program).failure?.code.name == code, "\(Run(program).failure?.title.description ?? "no error")")
  }

  @Test("an error of shape inside a model names the layer and one that would fit")
  func layers() {
    let run = Run("net = sequential(dense(3, 4, relu), dense(2, 1)); net(ones([5, 3]))")
    #expect(
      run.failure?.title.description == "net[1], dense(2, 1) takes rows of 2 numbers, and this has the shape [5, 4]")
    #expect(run.failure?.help?.description == "dense(4, 1) would fit")
    let pictures = Run("net = sequential(dense(4, 2)); net(ones([3, 2, 2]))").failure
    #expect(pictures?.help?.description.contains("flatten_layer") == true)
  }

  @Test("a warning in a loop is shown once and then counted")
  func warnings() {
    let run = Run("w = param(1); v = param(2); for i in 1..10 { g = grad(w^2, v) }")
    #expect(run.diagnostics.count == 2)
    #expect(run.diagnostics.last?.title.description.hasPrefix("… and 9 more times") == true)
    #expect(Run("w = param(3); s = w; s = 5; w = w").diagnostics.isEmpty)
    #expect(Run("w = param(3); w = 5").diagnostics.map(\.code.name) == ["parameter-lost"])
  }

  @Test(
    "float32 stays float32",
    arguments: [
      "float32(0.5) * 2", "2 * float32(0.5)", "float32(0.5)^2", "float32(0.5) - -1", "float32(0.5) * π",
      "std(float32(2))",
      "norm(float32(2))", "logsumexp(float32(2))", "maximum(float32(0.5), 0)", "where(true, float32(1), 0)",
      "clip(float32(0.5), 0, 1)", "leaky_relu(float32(-1))", "elu(float32(-1))", "gelu(float32(1))", "var(float32(3))",
      "std(float32([1, 2]))", "mse(float32(1), 2)",
    ])
  func single(_ program: String) {
    #expect(Run("dtype(\(program))").texts == ["float32"])
  }

  @Test(
    "whole numbers and constants take the default float type",
    arguments: ["(1..3) / 2", "exp(1..3)", "mean(1..3)", "π", "π * 2", "sqrt(int(2))", "[1, 2] * (1..2)", "std(1..3)"])
  func standard(_ program: String) {
    #expect(Run("dtype(\(program))", float: .float32).texts == ["float32"])
    #expect(Run("dtype(\(program))").texts == ["float64"])
  }

  @Test("an optimiser shows its rate and its steps")
  func shown() {
    let run = Run("w = param(1); opt = adam(rate=0.1); step(opt, w);\nopt\nopt.rate := 0.2\nopt\nsgd(cosine(1, 10))")
    #expect(
      run.texts == [
        "adam(rate=0.1), 1 step", "0.2", "adam(rate=0.2), 1 step", "sgd(rate=cosine(…))",
      ])
  }

  @Test("a name of its own is float64, as in NumPy with arrays")
  func names() { #expect(Run("x = 2; dtype(float32(0.5) * x)").texts == ["float64"]) }
}
