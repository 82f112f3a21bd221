package import Documents
package import Evaluation
import Source
import Syntax
package import Tensors

/// A backward pass laid out for reading: the forward table, and one step for each node in the order of the tape.
///
/// It is made once from a recorded number and then only looked at; texts are written when they are shown, so that a
/// graph of ten thousand nodes opens at once.
package struct StepTable {
  /// What the number at the end is called.
  package let lossName: String
  /// How numbers are written.
  package var format: StepFormat
  private(set) var tape: Tape
  let names: GraphNames
  let groups: CallGroups
  /// The sizes of gradients that were looked at.
  private(set) var summaries = GradientSizes()
  /// The calls that are one step.
  private(set) var closed: Set<Int>
  private(set) var plan: StepPlan { didSet { labelWidth = widestLabel } }
  /// The columns that the steps' labels take.
  private(set) var labelWidth = 0

  /// Lays out the backward pass of a recorded number.
  ///
  /// What was laid out while somebody asked to stop is to be thrown away.
  ///
  /// `naming` says which name is bound to a node now, and how a parameter is called; without an answer the name that the
  /// node was given first counts.
  package init(
    loss: Node, name: String, code: CodeTable, format: StepFormat = StepFormat(),
    naming: (Node) -> String? = { _ in nil }
  ) {
    // Each part ends early when somebody asks to stop, and those that follow then have nothing to lay out.
    var tape = Tape(of: loss)
    if Interruption.isRequested { tape = Tape(of: Node(leaf: .float64(0))) }
    lossName = StepTable.lossName(name, tape: tape)
    self.format = format
    var names = GraphNames(tape: tape, lossName: lossName, code: code, naming: naming)
    if Interruption.isRequested {
      tape = Tape(of: Node(leaf: .float64(0)))
      names = GraphNames(tape: tape, lossName: lossName, code: code, naming: naming)
    }
    (self.tape, self.names) = (tape, names)
    groups = CallGroups(tape: tape, names: names)
    closed = groups.closedAtFirst
    plan = StepPlan(tape: tape, groups: groups, closed: closed)
    labelWidth = widestLabel
  }

  /// The widest of the first labels, within reason; a longer one gets a line of its own.
  private var widestLabel: Int {
    let widths = plan.steps.prefix(40).map { format.columns(of: label(of: $0)) }
    return Swift.max(widths.filter { $0 <= 24 }.max() ?? 0, 4)
  }

  /// An expression without a name is called L, or `loss` when L is taken.
  private static func lossName(_ text: String, tape: Tape) -> String {
    if NotationText.isName(text) { return NameText.of(text) }
    return tape.nodes.contains { $0.name == "L" } ? "loss" : "L"
  }

  /// The number that is differentiated; nil where it is none.
  package var loss: Double? { tape.nodes[tape.last].value.scalar }

  /// The number of steps, the seed included.
  package var stepCount: Int { plan.steps.count }
  /// The number of recorded values.
  package var nodeCount: Int { tape.nodes.count }
  /// The number of parameters the number depends on.
  package var parameterCount: Int { tape.nodes.lazy.filter { $0.parameter >= 0 }.count }

  /// Whether a call may be opened at a step.
  func openable(at step: Int) -> Int? {
    guard plan.steps.indices.contains(step), case .call(let call) = plan.steps[step].unit else { return nil }
    return call
  }

  /// The innermost call around a step that may be closed.
  func closable(at step: Int) -> Int? {
    guard plan.steps.indices.contains(step), let unit = plan.steps[step].unit else { return nil }
    let innermost: Int? =
      switch unit {
      case .node(let index): groups.innermost[index]
      case .call(let call): groups.groups[call].parent
      }
    return groups.chain(from: innermost).first { groups.groups[$0].size > 1 && !closed.contains($0) }
  }

  /// Opens a call, so that its nodes, and the calls inside it, are steps of their own.
  mutating func open(_ call: Int) {
    closed.remove(call)
    plan = StepPlan(tape: tape, groups: groups, closed: closed)
  }

  /// The same steps over another tape of the same graph.
  func retaken(on other: Tape) -> StepTable {
    var table = self
    table.tape = other
    table.summaries = GradientSizes()
    table.plan = StepPlan(tape: other, groups: groups, closed: closed)
    return table
  }

  /// Makes a call one step.
  mutating func close(_ call: Int) {
    closed.insert(call)
    plan = StepPlan(tape: tape, groups: groups, closed: closed)
  }

  /// Opens all calls that hide a node.
  mutating func reveal(_ node: Int) {
    let hiding = groups.chain(from: groups.innermost[node]).filter { closed.contains($0) }
    guard !hiding.isEmpty else { return }
    closed.subtract(hiding)
    plan = StepPlan(tape: tape, groups: groups, closed: closed)
  }

  /// The index of a call's step.
  func step(ofCall call: Int) -> Int? { plan.steps.firstIndex { $0.unit == .call(call) } }

  /// The first step inside a call.
  func firstStep(inside call: Int) -> Int? {
    plan.steps.indices.dropFirst().first { step in
      let unit = plan.steps[step].unit
      let innermost: Int? =
        switch unit {
        case .node(let index): groups.innermost[index]
        case .call(let inner): groups.groups[inner].parent
        case nil: nil
        }
      return groups.chain(from: innermost).contains(call)
    }
  }

  /// The step after which the gradient of a node is complete.
  func step(completing node: Int) -> Int? {
    if node == tape.last { return 0 }
    return plan.arrivals[node]?.last.map { plan.flows[$0].step }
  }

  /// The node with a name: its full name, or of several with one name the next that a walk at `step` comes to.
  ///
  /// `w₀` and `w_0` are one name, and where nothing else fits `w0` is taken for it, too.
  func node(named text: String, after step: Int = -1) -> Int? {
    var name = text
    if case .expression(let expression)? = Parser.parse(SourceText(text)).statements.first?.kind,
      case .name(let canonical) = expression.kind
    {
      name = NameText.of(canonical)
    }
    var found: [Int] = []
    for index in tape.nodes.indices.reversed() {
      let own = names.name(of: index)
      if own == name || own == text { return index }
      if own.hasPrefix(name + "#") || own.hasPrefix(name + "[t=") { found.append(index) }
    }
    if let first = found.first {
      return found.first { (self.step(completing: $0) ?? -1) > step } ?? first
    }
    let bare = NotationText.bare(name)
    return tape.nodes.indices.last { NotationText.bare(names.name(of: $0)) == bare }
  }

  /// All names, those of parameters and of bound values first.
  var knownNames: [String] {
    tape.nodes.indices.filter { names.isNamed[$0] }.map { names.name(of: $0) }
  }

  /// `∂L/∂z` for a node.
  func gradientName(of node: Int) -> String { NotationText.gradient(of: lossName, by: names.name(of: node)) }

  /// Everything for a reader without keys: the forward table, all steps, the gradients of the parameters.
  ///
  /// For a page the steps that it folds away, and most rows of a long table, are left out.
  package func wholeDocument(forPage: Bool = false) -> Document { Document([.walk(walkthrough(forPage: forPage))]) }
}
