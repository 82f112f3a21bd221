import Documents
import Stepping
import Testing

@testable import Judging
@testable import Notebook

@Suite("Going back in a run")
struct ReplayTests {
  /// wₖ = 3 - 2·0.8ᵏ, and the loss of step k is (w₍ₖ₋₁₎ - 3)².
  private func descended() -> TestSession {
    var session = TestSession()
    _ = session.type("w = param(1); rate = 0.1; for i in 1..40 { L = (w - 3)^2; w := w - rate*∂L/∂w }")
    return session
  }

  /// A text on one line.
  private func said(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

  @Test("a step shows its loss and how each parameter moved, and the present stays as it is")
  func step() {
    var session = descended()
    let before = session.type("w")
    let page = session.type(":replay 1")
    #expect(page.contains("step 1 of 40") && page.contains("L = 4"))
    #expect(page.contains("was") && page.contains("moved by") && page.contains("1.4") && page.contains("0.4"))
    #expect(session.type(":replay 1 w") == "w = 1.4\n")
    #expect(session.type(":replay 2 10*w") == "10*w = 17.2\n")
    #expect(session.type(":replay last i") == "i = 40\n")
    #expect(session.type(":replay 3 step").contains("∂L/∂w"))
    #expect(session.type("w") == before)
  }

  @Test("the first step where a condition holds, on the whole course of the loss or on anything else")
  func condition() {
    var session = descended()
    #expect(session.type(":replay where L < 1").contains("step 5 of 40"))
    #expect(session.type(":replay where L < 0.5*max(L)").contains("step 3 of 40"))
    #expect(session.type(":replay where w > 2").contains("step 4 of 40"))
    #expect(session.type(":replay where step == 7 and w > 0").contains("step 7 of 40"))
    #expect(session.type(":replay where w > 5").contains("holds after none of the 40 steps"))
  }

  @Test(
    "a median is that of the whole course, of the loss where it is a number, and of whatever else is one at each step")
  func median() {
    var session = TestSession()
    _ = session.type("w = param(3); for i in 1..50 { L = w^2; g = ∂L/∂w; w := if i == 30 { 100 } else { w + 0*g } }")
    for condition in [
      "w > 2*median(w)", "norm(w) > 2*median(norm(w))", "w > mean(w) + 1", "step > 5 and w > 2*median(w)",
      "w > median((w) + (w))", "w > 2*median(w + mean(w) - mean(w))",
    ] {
      #expect(session.type(":replay where \(condition)").contains("step 30 of 50"), "\(condition)")
    }
    #expect(session.type(":replay where i > 5 and L > 0.5*max(L)").contains("step 31 of 50"))
    _ = session.type(
      "w = param(3); for i in 1..20 { L = w^2; g = ∂L/∂w; w := if i == 9 { 100 } else { w + 0*g }; if i == 15 { w := nan } }"
    )
    #expect(session.type(":replay where L > 2*median(L) + 20").contains("step 10 of 20"))
    _ = session.type("W = param([1, 5]); for i in 1..4 { L = sum(W^2); W := W - 0.1*∂L/∂W }")
    #expect(session.type(":replay where max(W) < 3").contains("step 3 of 4"))
  }

  @Test("the loss of a step is the run's, whatever was called so before, and also where it has no name or a gone one")
  func loss() {
    var session = TestSession()
    _ = session.type("w = param(1); opt = sgd(0.1); L = 7; for i in 1..5 { step(opt, (w - 3)^2) }")
    #expect(session.type(":replay 1 L").hasPrefix("L = 4"))
    _ = session.type("L = 7; w = param(1); f(n) = { for i in 1..n { L = (w - 3)^2; step(opt, L) } }; f(5);")
    #expect(session.type(":replay 1 L").hasPrefix("L = 4"))
    #expect(said(session.type(":diagnose")).contains("on a copy 100 steps of sgd(rate=0.1)"))
    #expect(session.type("L") == "7\n")
  }

  @Test("a diagnosis steps as the run did, and mends what has grown where it began")
  func diagnosis() {
    let runs = [
      "for i in 1..30 { L = (w - 3)^2; step(opt, L) }", "for i in 1..30 { L = (w - 3)^2; step(sgd(5), L) }",
      "for i in 1..30 { L = (w - 3)^2; w := w - 5*∂L/∂w }",
      "rate = 5.0; for i in 1..30 { L = (w - 3)^2; w := w - rate*∂L/∂w }",
      "for i in 1..30 { L = (w - 3)^2; w := w + 0.1*∂L/∂w }",
    ]
    let cures = [
      "the rate 0.5 in place of 5", "the rate 0.5 in place of 5", "steps 10 times smaller", "rate = 0.5 in place of 5",
      "steps the other way",
    ]
    for (run, cure) in zip(runs, cures) {
      var session = TestSession()
      _ = session.type("w = param(1); opt = sgd(5); \(run)")
      let text = said(session.type(":diagnose")).replacing("│ ", with: "")
      #expect(text.contains("try: \(cure): the run of 30 steps, gone through again on a copy"), "\(run)\n\(text)")
      #expect(!text.contains("sgd(rate=0.1)"), "\(text)")
    }
  }

  @Test("a diagnosis of a training speaks of the optimiser that it had")
  func trained() {
    var session = TestSession()
    _ = session.type(
      "seed(1); x = normal([64, 2]); t = x @ [[2], [-3]] + 1; "
        + "h = train(dense(2, 1), {x: x, y: t}, loss=mse, epochs=20, batch=64, with=sgd(1e-6));")
    let text = said(session.type(":diagnose"))
    #expect(text.contains("try: the rate 0.01 in place of") && !text.contains("rate=0.1)"), "\(text)")
    let shape = said(session.type("train(dense(2, 1), {x: x, y: t}, loss=(p, y) -> (p - y)^2, with=sgd(0.1))"))
    #expect(shape.contains("has the shape [64, 1]") && !shape.contains("nan"), "\(shape)")
  }

  @Test("an expression is drawn over the whole run, computed afterwards")
  func course() {
    var session = descended()
    let text = session.type(":replay draw 3 - w")
    #expect(text.contains("1.6 at step 1") && text.contains("at step 40"))
    #expect(session.type(":replay w w^2").contains("1.96 at step 1"))
    #expect(session.type(":replay").contains("40 steps"))
  }

  @Test("a run goes on otherwise from a step on, and only keep makes that the present")
  func otherwise() {
    var session = descended()
    let now = session.type("w")
    #expect(session.type(":replay 2 with rate = 0.5").contains("with rate = 0.5"))
    #expect(session.type(":replay 1 without").contains("instead"))
    #expect(session.type(":replay 1 rate 1").contains("no optimiser takes the steps"))
    #expect(session.type("w") == now && session.type("rate") == "0.1\n")
    #expect(session.type(":replay 1 keep").contains(":undo comes back"))
    #expect(session.type("w").hasPrefix("1.4 "))
    _ = session.type(":undo")
    #expect(session.type("w") == now)
    _ = session.type(":replay 2 with rate = 0 keep")
    #expect(session.type("w").hasPrefix("1.4 ") && session.type("rate") == "0\n")
  }

  @Test("what is done otherwise keeps a parameter one, and says why it came to an end")
  func otherwiseHonestly() {
    var session = TestSession()
    _ = session.type("w = param(1); opt = sgd(0.1); for i in 1..20 { L = (w - 3)^2; step(opt, L) }")
    let same = said(session.type(":replay 10 with w := 5")).replacing("w := 5", with: "w = 5")
    #expect(said(session.type(":replay 10 with w = 5")) == same && same.contains("after 20 steps"))
    #expect(session.type(":replay 10 with w = 5 keep").contains("as it was there: w"))
    #expect(!session.type("grad((w - 1)^2, w)").contains("not computed from a parameter"))
    #expect(session.type(":replay 10 with laerning = 1").contains("nothing is called laerning there"))
    let text = session.type(":replay 10 with w = \"a\"")
    #expect(text.contains("error") && !text.contains("nothing changed"))
    _ = session.type("u = param(3); n = 0; while n < 60 { n = n + 1; L = u^2; u := u - 0.05*∂L/∂u }")
    let shorter = session.type(":replay 20 with n = 50")
    #expect(shorter.contains("after 29 steps") && !shorter.contains("nothing changed"))
    _ = session.type("v = param(1); for i in 1..9 { assert v < 4; L = (v - 3)^2; v := v - 0.1*∂L/∂v }")
    #expect(said(session.type(":replay 5 with v = 9")).contains("it stops with:"))
  }

  @Test("in a run inside a function its own names are those of each step")
  func inside() {
    var session = TestSession()
    _ = session.type(
      "fit(n) = { w = param(5); opt = sgd(0.1); for i in 1..n { L = w^2; step(opt, L) }; w }; i = 77; w = 100; fit(20);"
    )
    #expect(session.type(":replay 10 i") == "i = 10\n")
    #expect(session.type(":replay 1 w").hasPrefix("w = 4"))
    #expect(session.type(":replay draw w").contains("4 at step 1"))
    #expect(session.type(":replay where w < 3").contains("step 3 of 20"))
    #expect(session.type(":replay 10").contains("moved by"))
    #expect(session.type(":replay 10 with w = 1").contains("a name within a function"))
    #expect(session.type("w") == "100\n" && session.type("i") == "77\n")
  }

  @Test("L is the loss in every form, unless the run has another use for the name; step is its number, unless called")
  func lossByName() {
    var session = TestSession()
    _ = session.type("L = 42; u = param(1); o = sgd(0.1); for i in 1..20 { B = u^2; step(o, B) }")
    #expect(session.type(":replay 1 L").hasPrefix("L = 1"))
    #expect(session.type(":replay draw L").contains("1 at step 1"))
    #expect(session.type(":replay where L < 0.1").contains("step 7 of 20"))
    _ = session.type("f(z) = { q = param(z); step(sgd(0.1), q^2); q }")
    _ = session.type("for k in 1..10 { B = (u - k)^2; step(o, B) }")
    #expect(session.type(":replay 5 f(2)").hasPrefix("f(2) = "))
    #expect(session.type(":replay 5 step").contains("∂"))
    #expect(session.type(":replay 5 step + 1") == "step + 1 = 6\n")
    #expect(session.type(":replay 5 step u").contains("u"))
  }

  @Test("a diagnosis says what the run warned of, where it jumped, and nothing of what it has nothing to do with")
  func diagnosisOfRun() {
    var session = TestSession()
    _ = session.type("old = param(1); w = param(1); opt = sgd(0.1)")
    _ = session.type("for i in 1..30 { if i == 20 { opt.rate := 9 }; L = (w - 3)^2 + 1; step(opt, L) }")
    let text = said(session.type(":diagnose")).replacing("│ ", with: "")
    #expect(text.contains("L jumped in step"), "\(text)")
    #expect(!text.contains("old"), "\(text)")
    _ = session.type("for i in 1..30 { L = (w - 3)^2; step(adam(0.1), L) }")
    #expect(said(session.type(":diagnose")).contains("a new adam is made in every step"))
    _ = session.type(
      "x = normal([9, 2]); y = normal([9]); net = dense(2, 1); for i in 1..5 { L = mean((net(x) - y)^2); step(opt, L) }"
    )
    let warned = session.type(":diagnose")
    #expect(!warned.contains("nothing wrong"), "\(warned)")
    _ = session.type(":set replay off")
    _ = session.type("for i in 1..3 { L = w^2; step(opt, L) }")
    #expect(session.type(":replay").contains("while replay is off"))
  }

  @Test("a training that explodes is found and cured")
  func training() {
    var session = TestSession()
    _ = session.type(
      "net = sequential(dense(1, 1)); x = reshape(linspace(-1, 1, 40), [40, 1]); y = 3*x + 1; "
        + "h = train(net, on={x: x, y: y}, loss=mse, with=sgd(0.1), epochs=10, batch=8);")
    #expect(session.type(":replay").contains("50 steps"))
    #expect(session.type(":replay 7 shape(x)") == "shape(x) = [8, 1]\n")
    #expect(session.type(":replay 7 L == mse(net(x), y)") == "L == mse(net(x), y) = false\n")
    #expect(session.type(":replay 7 step").contains("mse"))
    #expect(session.type(":replay 8 rate 0.01").contains("L, with rate 0.01"))
    #expect(session.type(":replay draw net[0].W").contains("step 50"))
  }

  @Test("a name is what it names, also where a key of the walk is called so, and a norm may be written as one")
  func names() {
    var session = TestSession()
    _ = session.type("w = param([3, 4]); for s in 1..6 { x = 10*s; r = x + 1; L = sum(w^2); w := w - 0.1*∂L/∂w }")
    #expect(session.type(":replay 3 x") == "x = 30\n")
    #expect(session.type(":replay 3 s") == "s = 3\n")
    #expect(session.type(":replay 3 r") == "r = 31\n")
    #expect(session.type(":replay draw ‖w‖").contains("4 at step 1"))
    #expect(session.type(":replay where ‖w‖ < 3").contains("step 3 of 6"))
    #expect(session.type(":replay 1 ‖w‖").contains("= 4"))
    #expect(session.type(":replay where L").contains("a condition is needed here"))
  }

  @Test("a change that the run itself undoes in the step is said to have done nothing")
  func overwritten() {
    var session = TestSession()
    _ = session.type(
      "w = param(1); opt = sgd(0.1); for i in 1..5 { x = 2*i; opt.rate := 0.01; L = (w*x - 1)^2; step(opt, L) }")
    #expect(session.type(":replay 2 with x = 0").contains("in that step the run itself gives x a value"))
    let other = said(session.type(":replay 2 rate 0.5"))
    #expect(!other.contains("nothing changed") && other.contains("from step 3 on the rate is again"), "\(other)")
    _ = session.type(":replay 5 rate 0.5 keep")
    #expect(session.type("opt.rate") == "0.5\n" && session.type("opt.rate := 0.2; opt.rate").hasSuffix("0.2\n"))
    #expect(session.type(":replay 2 with i = 7").contains("in that step the run itself gives i a value"))
    #expect(!session.type(":replay 2 with w := 7").contains("nothing changed"))
  }

  @Test("a step is a turn of the loop that updates, whatever loops the model holds, and only what it moves is shown")
  func turns() {
    var session = TestSession()
    _ = session.type(
      "old = dense(2, 2); G = sequential(dense(2, 1)); D = dense(1, 1); optg = adam(rate=0.002); optd = adam(rate=0.002); "
        + "for i in 1..10 { LD = mean(D(G(normal([8, 2])))); step(optd, LD, of=D); "
        + "LG = mean(D(G(normal([8, 2])))); step(optg, LG, of=G) }")
    let page = session.type(":replay 3")
    #expect(page.contains("step 3 of 10") && page.contains("LG = ") && page.contains("‖G[0].W‖"))
    #expect(!page.contains("old"))
    #expect(session.type(":replay 3 i") == "i = 3\n")
    let loss = page.split(separator: "LG = ").dropFirst().first?.split(separator: " ").first.map(String.init) ?? "?"
    #expect(session.type(":replay 3 LG").hasPrefix("LG = \(loss.prefix(5))"))
    _ = session.type(
      "for i in 1..4 { for k in 1..2 { LD = mean(D(normal([8, 1])))^2; step(optd, LD) }; "
        + "LG = mean(G(normal([8, 2])))^2; step(optg, LG) }")
    #expect(session.type(":replay 2").contains("LD = ") && session.type(":replay 3").contains("LG = "))
    #expect(session.type(":replay").contains("LD: ") && session.type(":replay").contains("LG: "))
  }

  @Test("a training that stops by itself keeps the step that it could not take, with its batch")
  func stopped() {
    var session = TestSession()
    let text = session.type(
      "net = sequential(dense(1, 1)); x = reshape(linspace(-1, 1, 40), [40, 1]); "
        + "x = where(x == 1, nan, x); h = train(net, {x: x, y: x}, loss=mse, epochs=3, batch=8, with=sgd(0.1))")
    #expect(text.contains("x[39, 0] of the data is nan"))
    let step = text.split(separator: "at step ").dropFirst().first?.prefix { $0.isNumber } ?? "?"
    #expect(session.type(":replay last").contains("step \(step) of \(step)   L = nan"))
    #expect(session.type(":replay last x").contains("nan"))
    #expect(session.type("sum(net(x[0:2])) < 100") == "true\n")
    _ = session.type("h = train(net, {x: x[:39], y: x[:39]}, loss=mse, epochs=9, batch=39, with=sgd(k -> 10^(2k)))")
    let growth = session.type(":replay where L > 1000")
    #expect(growth.contains("L = ") && !growth.contains("holds after none"))
  }

  @Test("what cannot be replayed is said, with what can")
  func errors() {
    var session = TestSession()
    #expect(session.type(":replay").contains("no run can be replayed yet"))
    session = descended()
    #expect(session.type(":replay 41").contains("the run has steps 1 to 40"))
    #expect(session.type(":replay 0").contains("the run has steps 1 to 40"))
    #expect(session.type(":replay nonsense").contains("nothing that :replay knows"))
    #expect(session.type(":replay 3 nope").contains("nope is not known"))
    #expect(session.type(":replay draw \"a\"").contains("a number can be followed"))
    #expect(session.type(":replay where").contains("nothing that :replay knows"))
    _ = session.type(":set replay off")
    #expect(session.type(":replay").contains("no run is kept while replay is off"))
  }

  @Test("a run that grows beyond all measure is drawn by factors, and the axis says so")
  func logarithmic() {
    var session = TestSession()
    _ = session.type("w = param(1); rate = 5.0; for i in 1..30 { L = (w - 3)^2; w := w - rate*∂L/∂w }")
    #expect(session.type(":replay").contains("L, logarithmic"))
    #expect(!session.type(":replay draw i").contains("logarithmic"))
  }

  @Test("the whole picture stands on a window of 24 rows")
  func picture() throws {
    let session = descended()
    let run = try #require(session.session.lastRun)
    var walk = ReplayWalk(Replay(run, in: session.session, show: { _ in }), format: session.session.stepFormat)
    walk.isInPlace = true
    _ = walk.handle(text: "b")
    let lines = walk.stage(columns: 80, rows: 24).screen(TerminalRenderer(width: 80), rows: 24, keeping: 3).lines
    #expect(lines.contains { $0.contains("└") } && lines.contains { $0.contains("step 39") }, "\(lines)")
  }

  @Test("keys move the cursor, lines do what :replay does at the step under it")
  func keys() throws {
    let session = descended()
    let run = try #require(session.session.lastRun)
    var walk = ReplayWalk(Replay(run, in: session.session, show: { _ in }), format: session.session.stepFormat)
    func text(_ request: String) -> String { TerminalRenderer(width: 80).render(walk.handle(text: request).document) }
    // No optimiser takes the steps of this run, whose rate could be another one.
    #expect(!walk.keys.contains(.rate) && text("r 0.5").contains("not one of the keys"))
    #expect(text("b").contains("step 39 of 40"))
    #expect(text("[").contains("step 29 of 40"))
    #expect(text("").contains("step 30 of 40"))
    #expect(text("7").contains("step 7 of 40"))
    #expect(text("= w").contains("w = 2.58"))
    #expect(text("d w^2").contains("1.96 at step 1"))
    #expect(text("/ L < 1").contains("step 5 of 40"))
    #expect(text("x").contains("without that step"))
    #expect(text("= nope").contains("nope is not known"))
    let screen = walk.stage(columns: 80, rows: 24).screen(TerminalRenderer(width: 80), rows: 24, keeping: 2)
    #expect(screen.lines.count == 22)
    _ = text("1")
    #expect(walk.handle(text: "k").isFinished)
    #expect(walk.next == ":replay 1 keep")
    _ = text("7")
    _ = text("x")
    #expect(walk.handle(text: "k").isFinished)
    #expect(walk.next == ":replay 7 without keep")
    #expect(text("p").contains("not one of the keys"))
    #expect(text(":999").contains("the run has steps 1 to 40"))
  }

  @Test("another rate is a key where an optimiser takes the steps")
  func rateKey() throws {
    var session = TestSession()
    _ = session.type("w = param(1); opt = sgd(0.1); for i in 1..5 { L = (w - 3)^2; step(opt, L) }")
    let run = try #require(session.session.lastRun)
    let walk = ReplayWalk(Replay(run, in: session.session, show: { _ in }), format: session.session.stepFormat)
    #expect(walk.keys.contains(.rate))
  }
}
