import Documents
import Evaluation
import Source
import Tensors

extension Command {
  static let gradientCommands: [Command] = [
    Command(
      "step", .gradients, takes: .expression, usage: "step L",
      "Steps through the backward pass of L, one node at a time.",
      details: "In a terminal the keys are Enter next, b back, g graph, p predict, a all, ? help, q leave; "
        + "elsewhere all steps are printed.", isShowing: true
    ) { session, input throws(Diagnostic) in
      let table = try session.stepTable(input)
      if session.settings.isInteractive {
        session.effects.append(.step(Stepper(table)))
      } else {
        input.show(.document(table.wholeDocument()))
      }
    },
    Command(
      "graph", .gradients, takes: .expression, usage: "graph L",
      "Draws the computation graph of L with values and gradients.",
      isShowing: true
    ) { session, input throws(Diagnostic) in
      input.show(.figure(GraphFigure(try session.stepTable(input)).figure))
    },
    Command(
      "grads", .gradients, takes: .expression, usage: "grads L",
      "Lists every named value with the gradient of L there.",
      isShowing: true
    ) { session, input throws(Diagnostic) in
      input.show(.document(GradsTable.document(try session.stepTable(input))))
    },
    Command(
      "gradcheck", .gradients, takes: .expression, usage: "gradcheck f(x)",
      "Compares the gradient of f at x with differences, element by element.", isShowing: true
    ) { session, input throws(Diagnostic) in try session.gradcheck(input) },
    Command(
      "diagnose", .gradients, takes: .expression, usage: "diagnose L",
      "Looks for what keeps a network from learning: NaN, dead units, vanishing gradients, unused parameters.",
      isShowing: true
    ) { session, input throws(Diagnostic) in
      input.show(.document(Diagnosis(try session.stepTable(input), parameters: session.naming.parameters).document))
    },
    Command(
      "descend", .gradients, takes: .expression, usage: "descend f, from=[…], rate=…",
      "Walks gradient descent on a function of one or two numbers, step by step over its picture.",
      details: "In a terminal Enter takes a step, b goes back, and `rate 0.1` changes the rate on the way."
    ) { session, input throws(Diagnostic) in try session.descend(input) },
    Command(
      "watch", .gradients, takes: .expression, usage: "watch EXPR",
      "Shows an expression again after every statement; alone it ends all watches.", isShowing: true
    ) { session, input throws(Diagnostic) in
      if input.text.isEmpty {
        session.watches = []
        input.show(.paragraph(["Nothing is watched."]))
        return
      }
      _ = try session.evaluate(input)
      session.watches.append(Watch(input.text))
      session.showWatches(show: input.show)
    },
  ]
}

extension Session {
  /// The backward pass of the expression that a command was given.
  func stepTable(_ input: CommandInput) throws(Diagnostic) -> StepTable {
    guard !input.text.isEmpty else {
      throw input.failure("missing-argument", "a number computed from parameters is needed here", help: ":step L")
    }
    let value = try evaluate(input)
    guard case .data(let traced) = state.resolved(value) else {
      throw input.failure("not-recorded", "\(input.text) is \(value.kind); a number computed from parameters is needed")
    }
    guard case .node(let node) = traced else {
      throw input.failure(
        "not-recorded", "nothing was recorded for \(input.text): it was not computed from a parameter",
        help: "make the values you want gradients for parameters, w = param(…), and compute \(input.text) again")
    }
    guard node.value.shape.isEmpty else {
      throw input.failure(
        "not-a-scalar", "\(input.text) has the shape \(ShapeText.of(node.value.shape)); gradients flow from one number",
        help: "take sum(\(input.text)) or mean(\(input.text))")
    }
    guard node.reachesParameter else {
      throw input.failure("not-recorded", "\(input.text) was not computed from a parameter")
    }
    noteUpdatedParameters(behind: node, input)
    return StepTable(
      loss: node, name: input.text, code: interpreter.table, format: stepFormat, naming: naming.name)
  }

  /// The names that the user has bound, for the nodes and parameters behind them.
  var naming: GraphNaming {
    var copy = interpreter
    return GraphNaming(
      interpreter.boundNames(in: state).compactMap { name in copy.value(of: name, in: state).map { (name, $0) } })
  }

  /// How the stepper writes numbers.
  var stepFormat: StepFormat {
    StepFormat(digits: state.digits ?? 5, width: settings.width, isAccessible: settings.isAccessible)
  }

  /// Says so when parameters were updated since the value was computed: the steps are those of the old values.
  private func noteUpdatedParameters(behind node: Node, _ input: CommandInput) {
    var names: [String] = []
    for inner in node.graph where inner.parameter >= 0 && !state.holds(inner) {
      let name = inner.name ?? "a parameter"
      if !names.contains(name) { names.append(name) }
    }
    guard !names.isEmpty else { return }
    let list = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " and others" : "")
    input.show(
      .event(
        .diagnostic(
          Diagnostic(
            .note, code: "parameters-updated", "\(list) changed since \(input.text) was computed",
            notes: ["The steps show the values it was computed from."],
            help: "compute \(input.text) again to step through the new ones"))))
  }

  /// Shows what is watched, after a statement.
  mutating func showWatches(show: (Shown) -> Void) {
    guard !watches.isEmpty else { return }
    var lines: [[Inline]] = []
    for index in watches.indices {
      let source = SourceText(watches[index].text)
      let input = CommandInput(text: source.text, span: Span(0, source.count), source: source, show: { _ in })
      if let value = try? evaluate(input), case .data(let traced) = state.resolved(value) {
        watches[index].note(Watch.measure(traced))
      }
      lines.append(watches[index].line(stepFormat))
    }
    show(.document(Document([.lines(lines)])))
  }
}
