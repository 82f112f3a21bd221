import Evaluation
import Source
import Synchronization
import Tensors
import Testing

@Suite("Training")
struct TrainingTests {
  @Test("micrograd's example has the numbers its README prints")
  func micrograd() {
    let run = Run(
      """
      a = param(-4);  b = param(2);
      c = a + b;
      d = a*b + b^3;
      c += c + 1;
      c += 1 + c + (-a);
      d += d*2 + relu(b + a);
      d += 3d + relu(b - a);
      e = c - d;
      f = e^2;
      g = f / 2;
      g += 10 / f;
      g
      ∂g/∂a
      ∂g/∂b
      """)
    #expect(run.failure?.title == nil)
    let rounded = run.tensors.map { ($0.doubles[0] * 10_000).rounded() / 10_000 }
    #expect(rounded == [24.7041, 138.8338, 645.5773])
  }

  @Test("Matt Mazur's network has the figures of his step by step example")
  func mazur() {
    let run = Run(
      """
      x = [0.05, 0.1];  t = [0.01, 0.99];
      W1 = param([[0.15, 0.25], [0.2, 0.3]]);
      W2 = param([[0.4, 0.5], [0.45, 0.55]]);
      error() = sum((t - σ(σ(x @ W1 + 0.35) @ W2 + 0.6))^2) / 2
      E = error()
      opt = sgd(rate=0.5);
      step(opt, E)
      W2[0, 0]
      for i in 2..10000 { step(opt, error()) }
      error()
      """)
    #expect(run.failure?.title == nil)
    let numbers = run.tensors.map { $0.doubles[0] }
    #expect(numbers.count == 3)
    #expect((numbers[0] - 0.298371109).magnitude < 5e-10)
    #expect((numbers[1] - 0.35891648).magnitude < 5e-9)
    #expect((numbers[2] - 0.0000351).magnitude < 5e-8)
  }

  @Test(
    "a small network learns exclusive or",
    arguments: ["adam(rate=0.05)", "rmsprop(rate=0.02)", "sgd(rate=0.5, momentum=0.9)"])
  func xor(_ optimiser: String) {
    let run = Run(
      """
      data = dataset("xor").train;
      net = sequential(dense(2, 8, tanh), dense(8, 1, σ));
      opt = \(optimiser);
      for i in 1..300 { step(opt, binary_cross_entropy(net(data.x)[:, 0], data.y)) }
      accuracy(net, data)
      binary_cross_entropy(net(data.x)[:, 0], data.y)
      """, seed: 3)
    #expect(run.failure?.title == nil)
    #expect(run.tensors.first?.doubles == [1])
    #expect((run.last.first ?? 1) < 0.05)
  }

  @Test("the network of the MNIST lesson has 407,050 parameters, named by their paths")
  func parameters() {
    let run = Run(
      """
      net = sequential(dense(784, 512, relu), dense(512, 10));
      sum(map(size, parameters(net)))
      parameters(net);
      map(shape, parameters(net))
      """)
    #expect(run.tensors.first?.doubles == [407_050])
    let all = Run(
      """
      net = sequential(dense(2, 3, relu), dense(3, 1));
      first = [net[0].W, net[0].b, net[1].W, net[1].b];
      W1 = param([[1]]);
      layer(W1) = x -> x @ W1
      own = layer(W1);
      w = param(2);
      f(x) = w * net(x)
      second = parameters(f);
      """)
    #expect(all.failure?.title == nil)
    guard case .list(let first)? = all.value(of: "first"), case .list(let second)? = all.value(of: "second") else {
      Issue.record("parameters gives a list")
      return
    }
    #expect(all.value(of: "W1").flatMap(name) == "W1")
    #expect(first.items.map(name) == ["net[0].W", "net[0].b", "net[1].W", "net[1].b"])
    #expect(second.items.map(name) == ["w", "net[0].W", "net[0].b", "net[1].W", "net[1].b"])
  }

  private func name(_ value: Value) -> String? {
    if case .parameter(let parameter) = value { return parameter.name }
    return nil
  }

  @Test(
    "the optimisers take the steps that their twins in the language take",
    arguments: [
      ("sgd(rate=0.1, momentum=0.9)", "w, s = sgd_update(w, g, s, rate=0.1, momentum=0.9)"),
      ("rmsprop(rate=0.1)", "w, s = rmsprop_update(w, g, s, rate=0.1)"),
      ("adam(rate=0.1)", "w, m, s = adam_update(w, g, m, s, t, rate=0.1)"),
      ("adamw(rate=0.1)", "w, m, s = adam_update(w, g, m, s, t, rate=0.1, decay=0.01)"),
    ])
  func twins(_ optimiser: String, _ twin: String) {
    for value in ["1.5", "[[1.5, -2], [0.5, 3]]"] {
      let run = Run(
        """
        p = param(\(value));
        w = \(value);  m = 0;  s = 0;
        opt = \(optimiser);
        for t in 1..5 {
          L = sum(sin(p) + p^2)
          g = ∂L/∂p
          step(opt, L)
          \(twin)
        }
        max(abs(p - w))
        """)
      #expect(run.failure?.title == nil)
      #expect((run.last.first ?? 1) < 1e-12)
    }
  }

  @Test("after a step the loss still has the gradients of the old point")
  func oldPoint() {
    let run = Run("w = param(3); L = w^2; opt = adam(); step(opt, L); g = ∂L/∂w; g\nw < 3")
    #expect(run.failure?.title == nil)
    #expect(run.texts.contains("6"))
  }

  @Test("a loss that is stepped again and was not computed again is told once, and only for what it moved before")
  func staleLoss() {
    let start = "w = param(3); v = param(1); L = (w * v)^2; opt = sgd(rate=0.01)\n"
    for (program, count) in [
      ("for i in 1..10 { step(opt, L) }", 1), ("step(opt, L); step(opt, L)", 1), ("step(opt, L)\nstep(opt, L)", 1),
      ("for i in 1..10 { L = (w * v)^2; step(opt, L) }", 0), ("for i in 1..10 { step(opt, (w * v)^2) }", 0),
      ("step(opt, L, of=[w]); step(opt, L, of=[v])", 0), ("step(opt, L, of=[w]); step(opt, L)", 1),
    ] {
      let run = Run(start + program)
      #expect(run.failure == nil)
      #expect(run.diagnostics.map(\.code) == Array(repeating: .staleLoss, count: count), "\(program)")
    }
  }

  static let small = """
    data = dataset("blobs");
    net = sequential(dense(2, 16, relu), dense(16, 3));
    """

  @Test("train reports its epochs, and gives the loss and the accuracies of each")
  func train() {
    let run = Run(
      TrainingTests.small + "train(net, on=data.train, epochs=5, batch=20, with=adam(rate=0.05), test=data.test)")
    #expect(run.failure?.title == nil)
    guard case .record(let record)? = run.values.last else {
      Issue.record("train gives a record")
      return
    }
    #expect(record.names == ["loss", "accuracy", "test"])
    let finals = run.progress.filter(\.isFinal)
    #expect(finals.map(\.title) == (1...5).map { "epoch \($0)/5" })
    #expect(finals.last?.details.map(\.name) == ["loss", "accuracy", "test"])
    #expect((finals.last?.details.last?.value ?? 0) > 0.9)
  }

  @Test("one seed gives the same weights to the last bit, another seed others")
  func deterministic() {
    let program = TrainingTests.small + "train(net, on=data.train, epochs=1, batch=20);\nnet[0].W"
    let (a, b, c) = (Run(program, seed: 1), Run(program, seed: 1), Run(program, seed: 2))
    #expect(!a.last.isEmpty)
    #expect(a.last == b.last)
    #expect(a.last != c.last)
  }

  @Test("Ctrl-C stops training at a batch, and the weights stay")
  func interrupted() {
    let polls = Counter()
    var run = Run(
      TrainingTests.small + "before = net[0].W + 0;\ntrain(net, on=data.train, epochs=1000000, batch=20)",
      interrupted: { polls.next() > 50 })
    #expect(run.wasInterrupted)
    run.run("max(abs(net[0].W - before)) > 0")
    #expect(run.last == [1])
  }

  @Test("train is the loop written out")
  func loop() {
    let trained = Run(
      TrainingTests.small + "train(net, on=data.train, epochs=2, batch=20, with=adam());\nnet[0].W", seed: 5)
    let written = Run(
      TrainingTests.small + """
        opt = adam();
        for epoch in 1..2 {
          for b in batches(data.train, 20) { step(opt, cross_entropy(net(b.x), b.y)) }
        }
        net[0].W
        """, seed: 5)
    #expect(!trained.last.isEmpty)
    #expect(trained.last == written.last)
  }

  @Test(
    "what cannot be trained says why",
    arguments: [
      ("step(adam(), 3)", "not-recorded"), ("step(3, param(1))", "argument-value"),
      ("step(adam(), param([1, 2]))", "not-a-scalar"), ("sgd(rate=nan)", "wrong-arguments"),
      ("adam(beta1=1)", "wrong-arguments"), ("train(dense(2, 2), on=dataset(\"xor\"))", "not-data"),
      ("train(dense(3, 2), on=dataset(\"xor\").train)", "shape-mismatch"),
      ("train(x -> x, on=dataset(\"xor\").train)", "not-recorded"),
      ("batches(dataset(\"xor\").train, 0)", "wrong-arguments"),
      ("batches({x: [1, 2], y: [1]}, 1)", "shape-mismatch"), ("accuracy([1, 2], [1])", "shape-mismatch"),
      ("sequential(dense(1, 1), 3)", "not-a-function"),
      ("train(x -> x, on={x: [1], y: [1]}, epochs=0)", "wrong-arguments"),
    ])
  func refused(_ program: String, _ code: String) {
    let run = Run(program)
    #expect(run.failure?.code.name == code)
    #expect(run.failure?.help != nil || run.failure?.notes.isEmpty == false || code == "wrong-arguments")
  }

  private final class Counter: Sendable {
    private let count = Atomic<Int>(0)
    func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).newValue }
  }
}
