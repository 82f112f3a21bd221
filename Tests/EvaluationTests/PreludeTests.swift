import Source
import Testing

@Suite("The prelude")
struct PreludeTests {
  static let values = [
    ValueCase("softmax([1, 2, 3])", 0.09003057317038046, 0.24472847105479764, 0.6652409557748219),
    ValueCase("softmax([1000, 1000])", 0.5, 0.5),
    ValueCase(
      "softmax([[0, 0], [1, 1]], axis=0)", 0.2689414213699951, 0.2689414213699951, 0.7310585786300049,
      0.7310585786300049),
    ValueCase("log_softmax([0, -1000])", 0, -1000),
    ValueCase("logsumexp([1000, 1000])", 1000.6931471805599),
    ValueCase("logsumexp([[0, 0], [1, 1]], axis=1)", 0.6931471805599453, 1.6931471805599454),
    ValueCase("logsumexp([[0, 0], [1, 1]], axis=1, keepdims=true)", 0.6931471805599453, 1.6931471805599454),
    ValueCase("logsumexp([-inf, -inf])", -.infinity),
    ValueCase("leaky_relu([-2, 0, 3])", -0.02, 0, 3),
    ValueCase("elu([-1, 0, 800])", -0.6321205588285577, 0, 800),
    ValueCase("gelu([-1, 0, 1])", -0.15865525393145707, 0, 0.8413447460685429),
    ValueCase("clip([-2, 0.5, 2], 0, 1)", 0, 0.5, 1),
    ValueCase("mse([1, 2], [3, 2])", 2),
    ValueCase("cross_entropy([[0, 0]], [1])", 0.6931471805599453),
    ValueCase("cross_entropy([[1, 2, 3]], [[0, 0, 1]])", 0.40760596444438),
    ValueCase("cross_entropy([[1, 2, 3], [1, 2, 3]], [2, 0])", 1.40760596444438),
    ValueCase("cross_entropy([1, 2, 3], 2)", 0.40760596444438),
    ValueCase("cross_entropy([[0, -inf]], [0])", 0),
    ValueCase("binary_cross_entropy([0.9, 0.2], [1, 0])", 0.16425203348601802),
    ValueCase("binary_cross_entropy([1, 0], [1, 0])", 0),
    ValueCase("binary_cross_entropy([0], [1])", 100),
    ValueCase("var([1, 2, 3, 4])", 1.25),
    ValueCase("var([[1, 2], [3, 6]], axis=0)", 1, 4),
    ValueCase("std([1, 2, 3, 4])", 1.118033988749895),
    ValueCase("norm([3, 4])", 5),
    ValueCase("dot([1, 2], [3, 4])", 11),
    ValueCase("dot(2, [3, 4])", 6, 8),
    ValueCase("outer([1, 2], [3, 4])", 3, 4, 6, 8),
    ValueCase("layer_norm([1, 3], eps=0)", -1, 1),
    ValueCase("conv2d(reshape(range(9), [1, 1, 3, 3]), ones(1, 1, 2, 2))", 8, 12, 20, 24),
    ValueCase("conv2d(ones(1, 1, 2, 2), ones(1, 1, 3, 3), padding=1)", 4, 4, 4, 4),
    ValueCase("conv2d(ones(1, 2, 3, 3), ones(2, 2, 2, 2), [1, 2], stride=2)", 9, 10),
    ValueCase("max_pool2d(reshape(range(16), [1, 1, 4, 4]))", 5, 7, 13, 15),
    ValueCase("avg_pool2d(reshape(range(16), [1, 1, 4, 4]))", 2.5, 4.5, 10.5, 12.5),
    ValueCase("shape(max_pool2d(zeros(2, 3, 5, 5), 3, stride=1))", 2, 3, 3, 3),
    ValueCase("grad(leaky_relu)(0)", 1), ValueCase("grad(elu)(0)", 1), ValueCase("elu'(0)", 1),
    ValueCase("grad(x -> clip(x, 0, 1))(0)", 0.5), ValueCase("gelu'(0)", 0.5),
    ValueCase("grad(x -> norm(x))([3, 4])", 0.6, 0.8),
    ValueCase("shape(embedding(5, 3)([0, 4, 4]))", 3, 3),
    ValueCase("shape(flatten_layer(zeros(2, 3, 4)))", 2, 12),
    ValueCase("shape(conv(1, 8, 3)(zeros(2, 1, 6, 6)))", 2, 8, 4, 4),
    ValueCase("dropout_layer(0.5)([1, 2])", 1, 2),
    ValueCase("sum(dropout(ones(10000), 0.25)) / 10000", 1, tolerance: 0.03),
    ValueCase("x = 0; training { x = max(dropout_layer(0.5)(ones(100))) }; x", 2),
  ]

  @Test("its functions give the values of the textbook", arguments: values)
  func value(_ test: ValueCase) {
    let run = Run(test.program)
    #expect(run.failure?.title == nil)
    #expect(test.holds(for: run), "\(run.last)")
  }

  /// Compares the gradient with central differences at every element, and the second derivative along the gradient.
  static let checker = """
    differences(f, x) = {
      units = map(row -> reshape(row, shape(x)), eye(size(x)) * 1e-6)
      reshape(map(u -> (f(x + u) - f(x - u)) / 2e-6, units), shape(x))
    }
    check(f, x) = {
      first = max(abs(differences(f, x) - grad(f)(x)))
      g = y -> sum(sin(grad(f)(y)))
      maximum(first, max(abs(differences(g, x) - grad(g)(x))))
    }

    """

  @Test(
    "gradients and their gradients agree with central differences",
    arguments: [
      "check(x -> sum(sin(softmax(x))), [[0.3, -1, 2], [0.1, 0.2, -0.7]])",
      "check(x -> sum(sin(log_softmax(x, axis=0))), [[0.3, -1, 2], [0.1, 0.2, -0.7]])",
      "check(x -> sum(logsumexp(x, axis=1)^2), [[0.3, -1, 2], [0.1, 0.2, -0.7]])",
      "check(x -> sum(sin(elu(x))), [0.3, -1, 2])",
      "check(x -> sum(sin(gelu(x))), [0.3, -1, 2])",
      "check(x -> sum(sin(leaky_relu(x))), [0.3, -1, 2])",
      "check(x -> cross_entropy(x, [2, 0]), [[0.3, -1, 2], [0.1, 0.2, -0.7]])",
      "check(x -> cross_entropy(x, [[0, 0.5, 0.5]]), [[0.3, -1, 2]])",
      "check(x -> binary_cross_entropy(σ(x), [1, 0, 1]), [0.3, -1, 2])",
      "check(x -> mse(x, [1, 2, 3]), [0.3, -1, 2])",
      "check(x -> sum(sin(var(x, axis=0))), [[0.3, -1, 2], [0.1, 0.2, -0.7]])",
      "check(x -> std(x), [0.3, -1, 2])",
      "check(x -> norm(x), [0.3, -1, 2])",
      "check(x -> sum(sin(outer(x, x))), [0.3, -1, 2])",
      "check(x -> sum(sin(layer_norm(x, gain=2, bias=x))), [[0.3, -1, 2], [0.1, 0.2, -0.7]])",
      "check(x -> sum(sin(conv2d(x, x[:, :, :2, :2], stride=1, padding=1))), reshape(sin(range(9)), [1, 1, 3, 3]))",
      "check(x -> sum(sin(max_pool2d(x))), reshape(sin(range(16)), [1, 1, 4, 4]))",
      "check(x -> sum(sin(avg_pool2d(x))), reshape(sin(range(16)), [1, 1, 4, 4]))",
    ])
  func derivatives(_ program: String) throws {
    let run = Run(PreludeTests.checker + program)
    #expect(run.failure?.title == nil)
    let worst = try #require(run.last.first)
    #expect(worst < 1e-6)
  }

  @Test("an error inside the prelude is told at the user's call, with the shapes that met there")
  func errorsAtTheCall() throws {
    let run = Run("net = sequential(dense(2, 3, relu));\nx = [1, 2, 3];\nnet(x)")
    let failure = try #require(run.failure)
    #expect(failure.code.name == "shape-mismatch")
    #expect(failure.position?.line == 3)
    #expect(failure.source?.name == "test")
    #expect(failure.title.description == "net[0], dense(2, 3) takes rows of 2 numbers, and this has the shape [3]")
    #expect(Run("softmax(\"a\")").failure?.source?.name == "test")
  }

  @Test("a squared difference of a column and a row is warned about, once; distances between all pairs are not")
  func stretchedDifference() {
    let fit = "p = [[1], [2], [3]]; t = [1, 2, 3]; q = param([[1], [2], [3]]);"
    for (program, count) in [
      ("mean((p - t)^2)", 1), ("mean((t - p)^2)", 1), ("sum((q - t)^2)", 1),
      ("for i in 1..20 { L = mean((q - t)^2) }", 2),
      ("mean((p - reshape(t, [3, 1]))^2)", 0), ("mean((t - [3, 2, 1])^2)", 0), ("(expand_dims(t, 1) - t)^2", 0),
      ("mean((p - 1)^2)", 0), ("mean((zeros([4, 3]) - t)^2)", 0), ("mse(p, t)", 1),
    ] {
      let run = Run(fit + program)
      #expect(run.failure == nil)
      #expect(run.diagnostics.count { $0.code.name == "stretched-loss" } == count, "\(program)")
    }
    #expect(Run(fit + "mean((p - t)^2)").diagnostics.first?.help?.description.contains("squeeze(p, axis=-1)") == true)
  }

  @Test("a column of predictions against a row of targets is warned about, at the caller's line")
  func stretched() {
    let run = Run("a = 1\nmse(zeros(3, 1), zeros(3))")
    #expect(run.diagnostics.map(\.code.name) == ["stretched-loss"])
    #expect(run.diagnostics.first?.position?.line == 2)
    #expect(Run("mse(zeros(3, 1), zeros(3, 1))").diagnostics.isEmpty)
    #expect(Run("mse(zeros(3), 0)").diagnostics.isEmpty)
  }
}
