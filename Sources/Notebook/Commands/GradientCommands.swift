import Documents
import Evaluation
import Source
import Stepping
import Syntax
import Tensors

extension Command {
  static let gradientCommands: [Command] = [
    Command(
      "step", .gradients, takes: .expression, usage: "step L",
      "Steps through the backward pass of L, one node at a time.",
      details:
        "A window of 24 rows or more keeps the graph in place, with the node under way lit, and the steps taken stay "
        + "below it as text. The keys are Enter next, b back, p predict the next step, P all of them, e explain this one, "
        + "w where its numbers come from, i into a function and o out of it, /NAME on to the gradient of NAME, ] and [ to "
        + "the next and last sum of paths or zero gradient, :12 to step 12, c w 0.9 what if w were 0.9 and ↑ ↓ up and down from there by a tenth of "
        + "the program's w, Tab what does not fit in the window, a all, ? help, q leave; without a terminal all steps are printed.",
      isShowing: true
    ) { session, input throws(Diagnostic) in
      let table = try session.stepTable(input, for: "step")
      if session.settings.isInteractive {
        session.effects.append(.step(Stepper(table)))
      } else {
        input.show(.document(table.wholeDocument()))
      }
    },
    Command(
      "open", .gradients, takes: .expression, usage: "open [L]",
      "Writes the stepper of L, or a picture, as a page for a browser and says where.",
      details:
        "Alone it takes the picture or number that was shown last. The page needs no network and plays the steps: Enter or → next, b or ← back, p predict, P "
        + "all of them, e why the rule holds, w where the numbers come from, t the values, a all, Home the first, ? the "
        + "keys. c changes a number that the pass starts from, with ↑ ↓ or a slider, and every value and gradient moves "
        + "with it, before beside after.\n\n`:export step L FILE.html` writes it under a name of your own."
    ) { session, input throws(Diagnostic) in try session.open(input) },
    Command(
      "graph", .gradients, takes: .expression, usage: "graph L [mermaid]",
      "Draws the computation graph of L with values and gradients.",
      details:
        "`:graph L mermaid` prints it as text that GitHub draws; `:export graph L FILE` writes a picture, .svg, or "
        + "a page for GitHub, .md.",
      isShowing: true
    ) { session, input throws(Diagnostic) in try session.graph(input) },
    Command(
      "grads", .gradients, takes: .expression, usage: "grads L",
      "Lists every named value with the gradient of L there.",
      isShowing: true
    ) { session, input throws(Diagnostic) in
      input.show(.document(GradsTable.document(try session.stepTable(input, for: "grads"))))
    },
    Command(
      "gradcheck", .gradients, takes: .expression, usage: "gradcheck f(x)",
      "Compares the gradient of f at x with differences, element by element.",
      details: "`:gradcheck L`, of a number computed from parameters, checks it in all of them.", isShowing: true
    ) { session, input throws(Diagnostic) in try session.gradcheck(input) },
    Command(
      "diagnose", .gradients, takes: .expression, usage: "diagnose L",
      "Looks for what keeps a network from learning: NaN, dead units, vanishing gradients, unused parameters.",
      details:
        "Alone it looks at the last step of the last run. What it says was looked up in the values. What it says to try "
        + "was tried on a copy, within about two seconds: steps of the optimiser of the run, or where there is none of the one that was named last, from other first weights, "
        + "with scaled data, at a smaller rate, or the last "
        + "run once more. Only what helped is said, with the number it gave.",
      isShowing: true
    ) { session, input throws(Diagnostic) in try session.diagnose(input) },
    Command(
      "descend", .gradients, takes: .expression, usage: "descend f, from=[…], rate=…",
      "Walks gradient descent on a function of one or two numbers, step by step over its picture.",
      details:
        "In a terminal Enter takes a step, b goes back, `:20` goes to step 20, and `r 0.1` changes the rate on the way."
    ) { session, input throws(Diagnostic) in try session.descend(input) },
    Command(
      "replay", .gradients, takes: .expression, usage: "replay [N] [EXPR]",
      "Reopens any step of the last run: a loop that updated parameters, or train.",
      details:
        "`:replay 137` shows a step and how each parameter moved, `:replay 137 EXPR` what a value was there, `:replay 137 "
        + "step` steps through its loss, `:replay 137 step G` through G. `:replay where L > 2*median(L)` finds the first such step, its median that "
        + "of the whole run, `:replay draw ‖W‖` draws an expression over the whole run, computed now. `:replay 137 rate 0.01`, `:replay 137 with a = 2` and `:replay "
        + "137 without` run on from there in another way, beside what happened; with `keep` behind it that becomes the "
        + "present, as `:replay 137 keep` goes back. L is the loss, step the number of the step, and in train x and y are "
        + "the batch; everything else, in a function its own names too, is as the step left it, so that opt.rate is the rate of the next one. In a terminal "
        + "`:replay` alone reads keys. `:set replay` says how much memory a run may take.",
      isShowing: true
    ) { session, input throws(Diagnostic) in try session.replay(input) },
    Command(
      "watch", .gradients, takes: .expression, usage: "watch EXPR [number|bar]",
      "Shows an expression again after every statement and epoch.",
      details:
        "A tensor is watched by its norm. Every step of an optimiser is a point of the curve; `number` shows the "
        + "number alone, `bar` its size. `:watch grads` follows the norm of each layer's gradient while training. "
        + "`:watch` lists what is watched, `:watch off` ends it.",
      isShowing: true
    ) { session, input throws(Diagnostic) in try session.watch(input) },
  ]
}

extension Session {
  /// The backward pass of the expression that a command was given.
  mutating func stepTable(_ input: CommandInput, for command: String) throws(Diagnostic) -> StepTable {
    guard !input.text.isEmpty else {
      throw input.failure(.missingArgument, "a number computed from parameters is needed here")
    }
    return try stepTable(of: state.resolved(try evaluate(input)), input, for: command)
  }

  /// The backward pass of a value that a command was given.
  mutating func stepTable(
    of value: Value, _ input: CommandInput, for command: String
  ) throws(Diagnostic) -> StepTable {
    guard case .data(let traced)? = tensor(value) else {
      throw input.failure(
        .notRecorded, "\(input.text) is \(value.kind); a number computed from parameters is needed",
        help: "L = (f(x) - 1)^2 is one, when f uses a parameter; then :\(command) L")
    }
    guard case .node(let node) = traced else {
      if let cut = interpreter.detached().cut(before: input.text, of: state) {
        throw input.failure(.notRecorded, "nothing was recorded for \(input.text): \(cut.words)")
      }
      throw input.failure(
        .notRecorded, "nothing was recorded for \(input.text): it was not computed from a parameter",
        help: "make the values you want gradients for parameters, w = param(…), and compute \(input.text) again")
    }
    guard node.value.shape.isEmpty else {
      throw input.failure(
        .notAScalar, "\(input.text) has the shape \(ShapeText.of(node.value.shape)); gradients flow from one number",
        help: "take sum(\(input.text)) or mean(\(input.text))")
    }
    guard node.dependsOnLeaf(besides: []) else {
      throw input.failure(.notRecorded, "\(input.text) was not computed from a parameter")
    }
    noteUpdatedParameters(behind: node, input)
    let naming = naming
    let table = StepTable(
      loss: node, name: input.text, code: interpreter.table, format: stepFormat, naming: naming.name)
    if Interruption.isRequested || world.isInterrupted() { throw ReplayWords.interrupted }
    return table
  }

  /// The names that the user has bound, for the nodes and parameters behind them.
  var naming: GraphNaming {
    var copy = interpreter
    return GraphNaming(
      interpreter.boundNames(in: state).compactMap { name in
        // `_`, the value shown last, is a name for nothing in particular.
        name == "_" ? nil : copy.value(of: name, in: state).map { (name, $0) }
      })
  }

  /// How the stepper writes numbers.
  var stepFormat: StepFormat {
    StepFormat(digits: digits ?? 5, width: settings.width, isAccessible: settings.isAccessible, words: words)
  }

  /// Says so when parameters were updated since the value was computed: what is shown are the old values.
  private mutating func noteUpdatedParameters(behind node: Node, _ input: CommandInput) {
    var names: [String] = []
    for inner in node.graph where inner.parameter >= 0 && !state.holds(inner) {
      let name = NameText.of(inner.name ?? "a parameter")
      if !names.contains(name) { names.append(name) }
    }
    guard !names.isEmpty else { return }
    let again = statements(behind: node)
    let list = Phrase.list(names.prefix(5))
    input.show(
      .event(
        .diagnostic(
          Diagnostic(
            .note, code: .parametersUpdated,
            names.count > 5
              ? "\(list) and others changed since \(input.text) was computed"
              : "\(list) changed since \(input.text) was computed",
            notes: ["What is shown belongs to the values it was computed from."],
            help: again.map { "for the new ones compute \(input.text) again: \($0)" }
              ?? "for the new ones compute \(input.text) again"))))
  }

  /// The statements that computed the named values of a graph, in order, on one line; nil when they are not all known.
  private func statements(behind node: Node) -> String? {
    var wanted: [String] = []
    var copy = interpreter
    let nodes = Dictionary(node.graph.enumerated().map { (ObjectIdentifier($1), $0) }, uniquingKeysWith: { a, _ in a })
    var places: [(name: String, place: Int)] = []
    for name in interpreter.boundNames(in: state) {
      guard case .data(.node(let bound))? = copy.value(of: name, in: state), bound.parameter < 0,
        let place = nodes[ObjectIdentifier(bound)]
      else { continue }
      places.append((name, place))
    }
    for (name, _) in places.sorted(by: { $0.place < $1.place }) {
      guard let (source, span) = interpreter.definition(of: name, in: state) else { return nil }
      let text = source.slice(span)
      guard !text.contains("\n") else { return nil }
      wanted.append("\(name) = \(text)")
    }
    let line = wanted.joined(separator: "; ")
    return wanted.isEmpty || line.count > 240 ? nil : line
  }

}
