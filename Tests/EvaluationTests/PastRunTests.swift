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
      run: "for e in 1..5 { fit(6); s = e }"),
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
    let trail = Trail(budget: budget)
    let outcome = interpreter.run(all[0], of: runSource, on: &state, trail: trail, emit: { _ in })
    guard case .finished = outcome else { throw Unexpected(text: "\(outcome)") }
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
    #expect(bits(again, interpreter) == bits(end, interpreter))
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
          bits(copy.replay(run, to: step) { _ in .goOn }, interpreter) == bits(end, interpreter), "from \(step) on")
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
