import Evaluation
import Source
import Tensors
import Testing

/// Programs that ask for more than there is, and what they are told.
@Suite("Limits")
struct ProgramLimitTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let program: String
    let code: String

    init(_ program: String, _ code: String) { (self.program, self.code) = (program, code) }

    var testDescription: String { program }
  }

  static let cases = [
    Case("x = 1; for i in 1..1000000 { x = [x] }", "too-deep"),
    Case("r = 1; for i in 1..1000000 { r = {a: r} }", "too-deep"),
    Case("xs = [1]; for i in 1..1000000 { xs = enumerate(xs) }", "too-deep"),
    Case("g(x) = x; for i in 1..1000000 { g = g' }", "too-deep"),
    Case("compose(f) = x -> f(x); f = x -> x; for i in 1..1000000 { f = compose(f) }", "too-deep"),
    Case("f(n) = f(n + 1); f(0)", "too-deep"),
    Case("x = [1]; for i in 1..1000 { x = [x, x] }", "too-large"),
    Case("r = 1; for i in 1..1000 { r = {a: r, b: r} }", "too-large"),
    Case("s = \"ab\"; for i in 1..1000 { s = s + s }", "too-large"),
    Case("s = \"ab\"; for i in 1..1000 { s = \"{s}{s}\" }", "too-large"),
    Case("full([1000000, 1000000], 1)", "too-large"), Case("normal([1000000, 1000000])", "too-large"),
    Case("linspace(0, 1, 1000000000000)", "too-large"), Case("map(x -> x, 1..1000000000000)", "too-large"),
    Case("zeros([4, 1000000000]) + zeros([1000000000, 1])", "too-large"),
  ]

  @Test("what would be too deep or too large is an error, and what was there before stays", arguments: cases)
  func limits(_ limit: Case) {
    let (run, kept) = StackBounds.runOnLargeStack { () -> (Diagnostic?, Bool) in
      var run = Run(limit.program)
      let failure = run.failure
      // Whatever the program has built so far can be shown, compared and let go of.
      run.run("kept = 1; kept")
      return (failure, run.last == [1])
    }
    #expect(run?.code.name == limit.code)
    #expect(run?.help != nil)
    #expect(kept)
  }

  @Test("a thousand calls deep is no problem")
  func depth() {
    let last = StackBounds.runOnLargeStack { Run("f(n) = if n == 0 { 0 } else { 1 + f(n - 1) }; f(1000)").last }
    #expect(last == [1000])
  }

  @Test("a nested list of two thousand is shown, compared and freed")
  func deepest() {
    let texts = StackBounds.runOnLargeStack {
      Run("x = 1; for i in 1..1990 { x = [x] }\nx == x; y = \"{x}\"; len(y)").texts
    }
    #expect(texts.count >= 1)
  }

  @Test(
    "a graph that reaches back over more and more updates is told once, and only then",
    arguments: [
      ("t = 0; for i in 1..200 { L = (w - 2)^2; step(sgd(rate=0.01), L); t = t + L }", 1),
      ("t = 0; for i in 1..200 { L = (w - 2)^2; w := w - 0.01 * grad(L, w); t = t + L }", 1),
      ("h = 0; for i in 1..200 { h = tanh(w * h + 1); step(sgd(rate=0.01), (h - 1)^2) }", 1),
      ("t = 0; for i in 1..200 { L = (w - 2)^2; step(sgd(rate=0.01), L); t = t + detach(L) }", 0),
      ("for i in 1..200 { t = 0; for j in 1..5 { t = t + (w - j)^2 }; step(sgd(rate=0.001), t) }", 0),
      ("t = 0; for i in 1..500 { t = t + (w - i)^2 }; grad(t, w)", 0),
      (
        "net = sequential(dense(2, 3), batch_norm(3), relu, dense(3, 1)); opt = adam(0.01); "
          + "for i in 1..120 { training { L = mean(net(normal([8, 2]))^2); step(opt, L) } }", 0
      ),
      (
        "net = sequential(dense(2, 3), batch_norm(3), relu, dense(3, 1)); x = normal([40, 2]); "
          + "h = train(net, {x: x, y: x[:, 0:1]}, loss=mse, batch=8, epochs=30)", 0
      ),
    ])
  func growth(_ program: String, _ warnings: Int) {
    let run = Run("w = param(1.0);\n" + program)
    #expect(run.failure == nil)
    #expect(run.diagnostics.count { $0.code.name == "graph-grows" } == warnings)
  }
}
