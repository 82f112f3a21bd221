import Datasets
import Testing

@testable import Evaluation
@testable import Source
@testable import Syntax
@testable import Tensors

@Suite("Past runs")
struct PastRunTests {
  /// A run to go back in: what comes before it, and the statement.
  struct Case: CustomTestStringConvertible {
    let id: String
    let setup: String
    let run: String
    /// How many steps it has, and what their losses are called; nil where that is not looked at.
    var steps: Int?
    var loss: String?
    /// Whether it ends by an error.
    var fails = false
    var testDescription: String { id }
  }

  static let cases: [Case] = [
    Case(id: "one number", setup: "w = param(4)", run: "for i in 1..40 { L = (w - 1)^2; w := w - 0.1*∂L/∂w }"),
    Case(
      id: "while with a random draw", setup: "w = param(normal([3])); k = 0",
      run: "while k < 30 { k += 1; L = sum((w - normal([3]))^2); w := w - 0.05*∂L/∂w }"),
    Case(
      id: "momentum, several names in a loop", setup: "w = param([1, 2]); opt = sgd(0.05, momentum=0.9)",
      run: "for a, b in zip(1..25, 2..26) { L = sum((w * a - b)^2) / 100; step(opt, L) }"),
    Case(
      id: "a net and batches, loop in loop",
      setup: "net = sequential(dense(2, 4), tanh, dense(4, 1)); opt = adam(0.01)",
      run: "for e in 1..4 { drawn = uniform(); for b in batches({x: normal([30, 2]), y: normal([30, 1])}, 8) "
        + "{ L = mse(net(b.x), b.y); step(opt, L); seen = e }; after = drawn }"),
    Case(
      id: "train",
      setup: "net = sequential(dense(2, 5), relu, dense(5, 3)); x = normal([50, 2]); y = int(uniform([50]) * 3)",
      run: "h = train(net, on={x: x, y: y}, with=rmsprop(0.01), epochs=5, batch=16)"),
    Case(
      id: "train with dropout and keep=\"best\"",
      setup:
        "net = sequential(dense(2, 6), dropout_layer(0.3), dense(6, 2)); x = normal([40, 2]); y = int(uniform([40]) * 2)",
      run: "h = train(net, on={x: x, y: y}, with=adam(0.01), epochs=6, batch=10, keep=\"best\")"),
    Case(
      id: "train inside a loop", setup: "net = dense(1, 1); x = normal([20, 1])",
      run: "for r in [0.1, 0.01, 0.001] { h = train(net, on={x: x, y: 2*x}, loss=mse, with=sgd(r), epochs=3, batch=7) }"
    ),
    Case(
      id: "a loop inside a function",
      setup: "w = param(2); fit(n) = { for i in 1..n { L = (w - uniform())^2; w -= 0.1*∂L/∂w } }",
      run: "for e in 1..5 { fit(6); s = e }", steps: 30, loss: "L"),
    Case(
      id: "two optimisers and two nets of layers, as in a GAN",
      setup: "G = sequential(dense(2, 3), tanh, dense(3, 1)); D = sequential(dense(1, 4), relu, dense(4, 1)); "
        + "optg = adam(rate=0.002); optd = adam(rate=0.002)",
      run: "for i in 1..10 { LD = mean(D(G(normal([16, 2])))); step(optd, LD, of=D); "
        + "LG = -mean(D(G(normal([16, 2])))); step(optg, LG, of=G) }", steps: 10, loss: "LG"),
    Case(
      id: "batch norm in training, in a loop",
      setup: "net = sequential(dense(2, 4), batch_norm(4), tanh, dense(4, 1)); "
        + "opt = sgd(0.1); x = normal([40, 2]); y = normal([40, 1])",
      run: "for e in 1..3 { for b in batches({x: x, y: y}, 8) { training { L = mse(net(b.x), b.y); step(opt, L) } } }",
      steps: 15, loss: "L"),
    Case(
      id: "batch norm in train",
      setup:
        "net = sequential(dense(2, 4), batch_norm(4), tanh, dense(4, 1)); x = normal([40, 2]); y = normal([40, 1])",
      run: "h = train(net, on={x: x, y: y}, loss=mse, with=adam(0.01), epochs=4, batch=10)", steps: 16, loss: "L"),
    Case(
      id: "several steps of one net for each of another",
      setup: "c = param(normal([3])); g = param(1); od = sgd(0.01); og = sgd(0.01)",
      run: "for i in 1..6 { for k in 1..3 { LD = sum((c - normal([3]) * g)^2); step(od, LD, of=c) }; "
        + "LG = sum(c * normal([3]) * g); step(og, LG, of=g) }", steps: 24),
    Case(
      id: "a buffer that a loop in the model writes",
      setup: "w = param(3); opt = sgd(0.1); rm = buffer(0); f(x) = { for k in 1..2 { rm := 0.9*rm + 0.1*x }; w*x }",
      run: "for i in 1..20 { L = f(uniform())^2; step(opt, L) }", steps: 20, loss: "L"),
    Case(
      id: "parameters updated one by one in a loop",
      setup: "net = sequential(dense(2, 3), tanh, dense(3, 1)); x = normal([10, 2])",
      run: "for i in 1..7 { L = mean((net(x) - 1)^2); for p in parameters(net) { p := p - 0.1*∂L/∂p } }", steps: 7,
      loss: "L"),
    Case(
      id: "gradients first, then the parameters in a function's loop",
      setup: "a = param(normal([3])); b = param(1); x = normal([3]); "
        + "descend(L) = { for p, g in zip([a, b], grad(L, [a, b])) { p := p - 0.1*g } }",
      run: "for i in 1..7 { L = sum((a*x + b - 1)^2); descend(L) }", steps: 7, loss: "L"),
    Case(
      id: "an error in the middle of a turn", setup: "w = param(3)",
      run: "for i in 1..10 { L = w^2; w := w - 0.1*∂L/∂w; if i == 5 { foo } }", steps: 5, loss: "L", fails: true),
  ]

  /// Runs everything, and gives the run with the state that it came to.
  private func ran(_ example: Case, budget: Int, _ interpreter: inout Interpreter) throws -> (PastRun, State) {
    var state = State(seed: 7)
    func statements(_ text: String) throws -> (SourceText, [Statement]) {
      let program = Parser.parse(SourceText(text))
      try #require(!program.hasErrors, "\(program.diagnostics)")
      return (program.source, program.statements)
    }
    let (source, setup) = try statements(example.setup)
    for statement in setup {
      guard case .finished = interpreter.run(statement, of: source, on: &state, emit: { _ in }) else {
        throw Unexpected(text: example.setup)
      }
    }
    let (runSource, all) = try statements(example.run)
    let start = state
    let trail = Trail(budget: budget, pause: 0)
    let outcome = interpreter.run(all[0], of: runSource, on: &state, trail: trail, emit: { _ in })
    switch outcome {
    case .finished: #expect(!example.fails)
    case .failed where example.fails: break
    default: throw Unexpected(text: "\(outcome)")
    }
    guard let past = PastRun(trail, statement: all[0], source: runSource, start: start) else {
      throw Unexpected(text: "no run is kept")
    }
    return (past, state)
  }

  struct Unexpected: Error { let text: String }

  /// All bits of a state that a program can see.
  private func bits(_ state: State, _ interpreter: Interpreter) -> [String] {
    var copy = interpreter
    var all = ["\(state.random)"]
    for cell in state.parameters { all.append("\(cell?.leaf.value.doubles.map(\.bitPattern) ?? [])") }
    for optimiser in state.optimisers {
      all.append("\(optimiser.steps)")
      for (_, memory) in optimiser.memories.sorted(by: { $0.key < $1.key }) {
        all.append("\(memory.steps)")
        all.append("\(memory.numbers.map(\.bitPattern))")
      }
    }
    for name in interpreter.boundNames(in: state) {
      guard case .data(let traced)? = copy.value(of: name, in: state).map(state.resolved) else { continue }
      all.append("\(name) \(traced.plain.doubles.map(\.bitPattern))")
    }
    return all
  }

  @Test("every step is reopened with the same bits, from whichever kept state", arguments: cases)
  func exact(_ example: Case) throws {
    var interpreter = Interpreter(host: Host(datasets: DatasetLoader(directories: [], files: .none)))
    let (run, end) = try ran(example, budget: 1 << 20, &interpreter)
    if let steps = example.steps { #expect(run.count == steps) }
    if let loss = example.loss { #expect(run.lossName == loss) }
    let areFinite = run.losses.allSatisfy { $0.isFinite }
    #expect(areFinite)
    // From the beginning, in one go.
    var whole: [[String]] = []
    var losses: [Double] = []
    var copy = interpreter
    let again = copy.replay(run, to: 1) { past in
      whole.append(bits(past.state, interpreter))
      losses.append(past.loss)
      return .goOn
    }
    #expect(losses.map(\.bitPattern) == run.losses.map(\.bitPattern))
    #expect(bits(again.state, interpreter) == bits(end, interpreter))
    // Each from the state that is kept nearest, and on to the end from some.
    #expect(run.kept > 0 || example.id.contains("function"))
    for step in 1...run.count {
      var found: [String] = []
      _ = copy.replay(run, to: step) { past in
        if past.number == step { found = bits(past.state, interpreter) }
        return past.number < step ? .goOn : .stop
      }
      #expect(found == whole[step - 1], "step \(step)")
      if step % 9 == 1 {
        #expect(
          bits(copy.replay(run, to: step) { _ in .goOn }.state, interpreter) == bits(end, interpreter),
          "from \(step) on")
      }
    }
  }

  @Test("kept states stay within their memory, however long the run, and no run at all is kept without steps")
  func memory() throws {
    var interpreter = Interpreter(host: Host(datasets: DatasetLoader(directories: [], files: .none)))
    let long = Case(
      id: "long", setup: "w = param(normal([1000]))", run: "for i in 1..3000 { L = sum(w^2); w := w - 0.001*∂L/∂w }")
    let (run, _) = try ran(long, budget: 300_000, &interpreter)
    #expect(run.count == 3000 && run.bytes <= 300_000 && run.kept >= 3)
    #expect(throws: (any Error).self) {
      try ran(Case(id: "none", setup: "w = param(1)", run: "for i in 1..9 { L = w^2 }"), budget: 1 << 20, &interpreter)
    }
  }
}
