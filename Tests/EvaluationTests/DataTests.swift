import Source
import Tensors
import Testing

@Suite("Data and random numbers")
struct DataTests {
  static let values = [
    ValueCase("sum(map(b -> len(b.x), map(b -> b, batches(dataset(\"moons\").train, 30))))", 200),
    ValueCase("n = 0; for b in batches(dataset(\"moons\").train, 30) { n = n + len(b.x) }; n", 200),
    ValueCase("a, b = split(dataset(\"moons\").train, 0.75); [len(a.x), len(b.y)]", 150, 50),
    ValueCase("d = normalise(dataset(\"moons\")); mean(d.train.x, axis=0)", 0, 0),
    ValueCase("d = normalise(dataset(\"moons\")); std(d.train.x, axis=0)", 1, 1),
    ValueCase("normalise([[1, 5], [3, 5]])", -1, 0, 1, 0),
    ValueCase("d = dataset(\"strokes\", count=30); shape(d.train.x)", 30, 784),
    ValueCase(
      "d = dataset(\"strokes\", count=30).train; b = batches(d, 30, shuffled=false); "
        + "m = 0; for c in b { m = max(abs(c.x * 255 - d.x)) }; m < 1e-9", 1),
    ValueCase(
      "d = normalise(dataset(\"strokes\", count=30)); for b in batches(d.train, 30) { m = mean(b.x); s = std(b.x) }; [round(1e6 * m), s]",
      0, 1),
    ValueCase("for b in batches({x: [1, 2, 3, 4, 5]}, 2, shuffled=false) { last = b.x }; last", 5),
    ValueCase("seed(4); a = normal([5]); seed(4); all(a == normal([5]))", 1),
    ValueCase("x = normal([20000], mean=2, std=3); [round(mean(x)), round(std(x))]", 2, 3),
    ValueCase("x = uniform([1000], -1, 1); [min(x) >= -1, max(x) < 1]", 1, 1),
    ValueCase("max(abs(glorot(200, 100))) <= sqrt(6/300)", 1),
    ValueCase("mean(categorical(broadcast([0, 0.5, 0.5], [2000, 3])))", 1.5, tolerance: 0.05),
    ValueCase("n = choose(3..9); 3 <= n and n <= 9", 1),
    ValueCase("shift(reshape(range(9), [3, 3]), 1, -1)", 0, 3, 4, 0, 6, 7, 0, 0, 0),
    ValueCase("rotate(reshape(range(9), [3, 3]), 180)", 8, 7, 6, 5, 4, 3, 2, 1, 0),
    ValueCase("max(abs(noise(zeros(50), 0.1))) > 0", 1),
    ValueCase("shape(dataset(\"blobs\", 2000).train.x)", 2000, 2),
    ValueCase("shape(dataset(\"mnist\", count=50, fallback=\"strokes\").train.x)", 50, 784),
    ValueCase("d = {x: [[[1, 2], [3, 4]]], y: [7]}; s = shift(d, right=1); concat([flatten(s.x), s.y])", 0, 1, 0, 3, 7),
    ValueCase("d = {x: [[[1, 2], [3, 4]]], y: [7]}; flatten(rotate(d, 90).x)", 2, 4, 1, 3),
    ValueCase(
      "d = dataset(\"strokes\", count=30); n = noise(d, 0.1); "
        + "[any(n.train.x != d.train.x), all(n.test.x == d.test.x), dtype(n.train.x) == \"byte\"]", 1, 1, 1),
    ValueCase("w = param([1, 2]); L = sum(noise(w, 0.1)^2); g = ∂L/∂w; shape(g)", 2),
    ValueCase("a = alphabet(\"hello\"); encode(\"hole\", a)", 1, 3, 2, 0),
    ValueCase("len(decode(encode(\"hello\"), \"ehlo\"))", 5),
    ValueCase("size(uniform())", 1), ValueCase("n = choose(1..100000000000); n > 0", 1),
    ValueCase("accuracy([0.2, 0.9], [0, 1])", 1),
    // One way to scale: by normalise, by fit_scale, for the set, its batches and one example.
    ValueCase(
      "d = dataset(\"strokes\", count=60); s = fit_scale(d); n = normalise(d); "
        + "for b in batches(n.test, 100, shuffled=false) { x = b.x }; "
        + "for b in batches(d.test, 100, shuffled=false) { raw = b.x }; "
        + "[max(abs(s(d.test.x) - x)) < 1e-9, max(abs(s(raw) - x)) < 1e-9, max(abs(s(d).test.x - x)) < 1e-9, "
        + "max(abs(s(d.test.x[0]) - x[0])) < 1e-9]", 1, 1, 1, 1),
    ValueCase("d = dataset(\"strokes\", count=30); x = fractions(d.train.x); [max(x) <= 1, max(x) > 0.9]", 1, 1),
    ValueCase("days(\"2024-03-01\")", 19783), ValueCase("days(\"1.1.1970 12:00\")", 0.5),
    ValueCase("days(\"02/03/1970\", order=\"day-month-year\")", 60),
    ValueCase("row({columns: [\"d\"], dates: {d: \"day-month-year\"}}, {d: \"02/03/1970\"})", 60),
    ValueCase("t = tally([2, 3, 2]); [t[\"2\"], t[\"3\"]]", 2, 1),
    ValueCase("names = [\"a\", \"b\", \"c\"]; len(names[0..1])", 2),
    ValueCase("t = \"cab\"; encode(t, unique(t))", 2, 0, 1), ValueCase("√max([16, 4])", 4),
    ValueCase("evaluate(x -> x, {x: [[2, 0], [0, 2]], y: [0, 0]}).accuracy", 0.5),
  ]

  @Test("data and draws are what they say", arguments: values)
  func value(_ test: ValueCase) {
    let run = Run(test.program, seed: 11)
    #expect(run.failure?.title == nil)
    #expect(test.holds(for: run), "\(run.last)")
  }

  @Test(
    "bytes that meet weights as they are are warned of, and what was scaled is not",
    arguments: [
      ("net(d.test.x)", 1), ("net[0](d.test.x)", 1), ("d.test.x @ W", 1), ("net(fractions(d.test.x))", 0),
      ("net(d.test.x / 255)", 0), ("evaluate(net, d.test)", 0), ("fractions(d.test.x) @ W", 0),
      ("d.test.x @ ones(784)", 0),
    ])
  func bytes(line: String, warnings: Int) {
    let run = Run(
      "d = dataset(\"strokes\", count=30); net = sequential(dense(784, 10), softmax); W = param(zeros(784, 2)); \(line)"
    )
    #expect(run.failure?.title == nil)
    #expect(run.diagnostics.count { $0.code.name == "bytes-unscaled" } == warnings, "\(line)")
  }

  @Test(
    "whole numbers that are to be come near to are no classes",
    arguments: [("[[1], [2], [3]]", "[50000.0, 60000, 70000]", false), ("[[1], [2], [3]]", "[0.0, 1, 1]", true)])
  func prices(x: String, y: String, isOfClasses: Bool) {
    let run = Run("len(keys(evaluate(dense(1, 1), {x: \(x), y: \(y)}, loss=mse)))")
    #expect(run.failure?.title == nil)
    #expect(run.last == [isOfClasses ? 2 : 1])
  }

  @Test("loops over batches are shuffled anew each time, by the session's random numbers")
  func shuffled() {
    let program = """
      all = [];
      b = batches({x: range(20)}, 20);
      for i in 1..3 { for c in b { all = append(all, c.x) } }
      all
      sort(all)
      """
    let (a, b) = (Run(program, seed: 1), Run(program, seed: 1))
    #expect(a.tensors.first?.doubles == b.tensors.first?.doubles)
    let rows = a.tensors.first?.doubles ?? []
    #expect(rows.count == 60 && rows[..<20] != rows[20..<40] && rows[20..<40] != rows[40...])
    #expect(a.last == (1...3).flatMap { _ in (0..<20).map(Double.init) })
  }

  @Test("a set that is not there is replaced by its fallback, with a note")
  func fallback() {
    let run = Run("d = dataset(\"mnist\", fallback=\"xor\"); shape(d.train.x)")
    #expect(run.failure?.title == nil)
    #expect(run.last == [4, 2])
    #expect(run.diagnostics.map(\.severity) == [.note])
    #expect(run.diagnostics.first?.title.description.contains("mnist is not on this machine") == true)
    #expect(Run("dataset(\"mnist\")").failure?.code.name == "dataset-missing")
    #expect(Run("dataset(\"mnist\", \"xor\")").failure?.code.name == "wrong-arguments")
    #expect(Run("dataset(\"moons\", 0)").failure?.code.name == "dataset-count")
    #expect(Run("noise({y: [1]})").failure?.code.name == "not-data")
  }

  @Test("a student's choice belongs to the student and to the line")
  func choices() {
    let program = "n = choose(1..1000000)\nm = choose(1..1000000)"
    let (ada, again, alan) = (
      Run(program, seed: 1, student: "ada"), Run("\n" + program, seed: 2, student: "ada"), Run(program, student: "alan")
    )
    #expect(ada.tensors.map(\.doubles) == again.tensors.map(\.doubles))
    #expect(ada.tensors.map(\.doubles) != alan.tensors.map(\.doubles))
    #expect(ada.tensors.first?.doubles != ada.tensors.last?.doubles)
  }

  @Test("float32 as the default reaches literals, draws, parameters and batches")
  func float32() {
    let run = Run(
      """
      map(dtype, [1.5, zeros(2), normal([2]), glorot(2, 2), linspace(0, 1, 3), one_hot([1], 2), σ([1, 2]), detach(dense(2, 3)[0])])
      """.replacing(", detach(dense(2, 3)[0])", with: ""), float: .float32)
    #expect(run.failure?.title == nil)
    #expect(run.texts == ["[" + Array(repeating: "\"float32\"", count: 7).joined(separator: ", ") + "]"])
    let batch = Run(
      "for b in batches(dataset(\"strokes\", count=10).train, 10) { t = dtype(b.x) }; t\nw = dense(2, 3).W; dtype(w)",
      float: .float32)
    #expect(batch.texts == ["float32", "float32"])
  }

  @Test(
    "what is wrong is said with a code",
    arguments: [
      ("dataset(\"nonsense\")", "dataset-unknown"), ("dataset(\"../etc\")", "dataset-name"),
      ("one_hot([3], 3)", "index-out-of-range"), ("one_hot([0.5], 3)", "not-a-whole-number"),
      ("zeros([1000000, 1000000])", "too-large"), ("normal([100000, 1000000])", "too-large"),
      ("zeros(-1)", "negative-extent"), ("zeros(2, dtype=\"float16\")", "unknown-dtype"),
      ("zeros(2, dtype=3)", "unknown-dtype"),
      ("squeeze([1, 2], 0)", "shape-mismatch"), ("categorical([0, 0])", "wrong-arguments"),
      ("encode(\"x\", \"abc\")", "unknown-character"), ("decode([5], \"abc\")", "index-out-of-range"),
      ("sum([1, 2], axis=1)", "axis-out-of-range"), ("zip([1], [1, 2])", "wrong-count"),
      ("len(3)", "not-a-sequence"), ("choose([])", "wrong-arguments"), ("rotate(3, 90)", "not-images"),
      ("split([1], 2)", "wrong-arguments"), ("map(3, [1])", "not-a-function"), ("eye(-1)", "negative-extent"),
      ("linspace(0, 1, -1)", "negative-extent"), ("glorot(-1, 2)", "wrong-arguments"),
      ("permutation(-1)", "wrong-arguments"), ("reshape([1, 2, 3], [2, 2])", "shape-mismatch"),
      ("concat([1], [[1]])", "wrong-arguments"), ("zeros(\"a\")", "not-a-whole-number"),
      ("map(x -> x, 1..100000000000)", "too-large"), ("sum(1..100000000000)", "too-large"),
      ("shuffle(1..100000000000)", "too-large"), ("append(1..100000000000, 1)", "too-large"),
      ("csv(\"nothing\")", "dataset-missing"), ("image_file(\"nothing\")", "dataset-missing"),
      ("range(1, 5, 0)", "argument-value"), ("int(nan)", "not-representable"), ("max([])", "empty-reduction"),
      ("concat([])", "empty-list"), ("transpose([[1, 2]], [0, 0])", "axis-out-of-range"),
    ])
  func refused(_ program: String, _ code: String) { #expect(Run(program).failure?.code.name == code) }
}
