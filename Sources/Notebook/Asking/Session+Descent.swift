import Evaluation
import Phrasebook
import Source
import Syntax
import Tensors

/// Steps against the gradient of a loss that somebody wrote: the lines that compute it again, and how long a step may be.
///
/// Both are tried on a copy before they are told.
extension Session {
  /// The lines that compute a name again from what has moved, in the order in which they run; none where one of them is
  /// not known, as after `a, b = …`.
  func formulas(of name: String) -> [String] {
    var lines: [String] = []
    return collectFormulas(of: name, into: &lines) && lines.count <= 6 ? lines : []
  }

  private func collectFormulas(of name: String, into lines: inout [String], depth: Int = 0) -> Bool {
    var interpreter = interpreter
    guard depth < 8, let (source, span) = interpreter.definition(of: name, in: state) else { return false }
    let (formula, before) = (source.slice(span), source.slice(Span(0, span.lower)).trimmingSpaces)
    let target = before.hasSuffix("=") ? String(before.dropLast()).trimmingSpaces : ""
    guard Session.normalised(String(target.reversed().prefix { !" ;\n{".contains($0) }.reversed())) == name,
      let expression = Parser.parse(SourceText(formula)).onlyExpression
    else { return false }
    for other in expression.tree.compactMap(\.name) where other != name {
      // What hangs on parameters moves with them.
      guard case .data(let traced)? = interpreter.value(of: other, in: state), traced.node != nil else { continue }
      guard collectFormulas(of: other, into: &lines, depth: depth + 1) else { return false }
    }
    let line = "\(NameText.of(name)) = \(formula)"
    if !lines.contains(line) { lines.append(line) }
    return true
  }

  /// The value of a loss as it is bound.
  private func value(ofLoss name: String) -> Double? {
    var interpreter = interpreter
    guard case .data(let traced)? = interpreter.value(of: name, in: state), traced.count == 1 else { return nil }
    return traced.plain.doubles.first
  }

  /// The value of a loss after lines that run a number of times; nil where one of them stops, and where random numbers
  /// are drawn for it, which say nothing of the next draw.
  private func loss(_ name: String, after lines: [String] = [], times: Int = 1, _ formulas: [String]) -> Double? {
    var copy = copyForTrial
    let (moving, computing) = (Session.program(lines), Session.program(formulas))
    for _ in 0..<times {
      guard copy.failure(of: moving) == nil else { return nil }
    }
    guard copy.failure(of: computing) == nil, copy.state.stream == state.stream else { return nil }
    return copy.value(ofLoss: name)
  }

  private static func program(_ lines: [String]) -> Program { Parser.parse(SourceText(lines.joined(separator: "\n"))) }

  /// The rate that was asked for, or else the largest of its tenths, hundredths …, at which lines make a loss smaller.
  private func triedRate(
    for loss: String, from rate: String, times: Int = 1, _ formulas: [String], lines: (_ rate: String) -> [String]
  ) -> String? {
    guard let first = Double(rate), first > 0, let old = self.loss(loss, formulas) else { return nil }
    var value = first
    for _ in 0..<8 {
      let text = value == first ? rate : NumberText.of(value, digits: 4)
      if let new = self.loss(loss, after: lines(text), times: times, formulas), new < old { return text }
      value /= 10
    }
    return nil
  }

  /// A line that moves parameters once: `step(sgd(0.1), L)` or `w := w - 0.1 * ∂L/∂w`.
  private struct Step {
    let rate: String
    let loss: String
    private let parameter: String?

    init?(_ line: String) {
      if let call = line.wholeMatch(of: /step\(sgd\(([\d.e-]+)\), *(\w+)\)/) {
        (rate, loss, parameter) = (String(call.1), String(call.2), nil)
      } else if let update = line.wholeMatch(of: /(\w+) := (\w+) - ([\d.e-]+) \* ∂(\w+)\/∂(\w+)/),
        update.1 == update.2, update.1 == update.5
      {
        (rate, loss, parameter) = (String(update.3), String(update.4), String(update.1))
      } else {
        return nil
      }
    }

    /// The line with another rate.
    func line(at rate: String) -> String {
      parameter.map { "\($0) := \($0) - \(rate) * ∂\(loss)/∂\($0)" } ?? "step(sgd(\(rate)), \(loss))"
    }
  }

  /// An advice whose steps were tried: at a rate that makes the loss smaller, with the lines that compute it anew.
  func withTriedSteps(_ advice: Habits.Advice) -> Habits.Advice {
    let loop = advice.line.wholeMatch(of: /for \w+ in 1\.\.\d+ \{ *(.*\)) *\}/)
    guard let step = Step(String(loop?.1 ?? Substring(advice.line))) else { return advice }
    let loss = Session.normalised(step.loss)
    guard isLoss(loss) else { return advice }
    let (formulas, shown, asked) = (formulas(of: loss), NameText.of(loss), step.rate)
    var advice = advice
    guard !formulas.isEmpty else {
      advice.sentences.append("This is one step; then the line that computes \(shown) is typed again, and so on.")
      return advice
    }
    // The gradient of a loss that was computed before its parameters moved is that of another place.
    let isAnew = loop != nil || value(ofLoss: loss) != self.loss(loss, formulas)
    let lines: (String) -> [String] = { rate in
      let moving = [step.line(at: rate)]
      return isAnew ? formulas + moving : moving + formulas
    }
    let tried = triedRate(for: loss, from: asked, times: loop == nil ? 1 : 20, formulas, lines: lines)
    if let tried, tried != asked { advice.sentences.append("With a rate of \(asked) \(shown) would grow.") }
    let meant = lines(tried ?? asked).joined(separator: "; ")
    if let loop {
      advice.line = advice.line.replacing(loop.1, with: meant) + "; \(shown)"
    } else {
      advice.line = meant
      advice.sentences.append("This is one step of \(shown), computed anew: Up brings the line back for the next.")
    }
    return advice
  }

  /// What there is to say of a step that made its loss larger than it was at some moment.
  func overshot(by program: Program, from before: Moment) -> Phrase? {
    guard program.statements.count == 1, let statement = program.statements.first else { return nil }
    let step = Step(program.source.slice(statement.span))
    guard let loss = step.map({ Session.normalised($0.loss) }) ?? Session.loss(steppedBy: statement),
      let old = value(ofLoss: loss)
    else { return nil }
    let formulas = formulas(of: loss)
    guard !formulas.isEmpty, let new = self.loss(loss, formulas), !(new <= old) else { return nil }
    let texts = [old, new].map { NumberText.of($0, digits: 6) }
    var copy = self
    before.restore(&copy)
    if let step,
      let tried = copy.triedRate(for: loss, from: step.rate, formulas, lines: { [step.line(at: $0)] })
    {
      return """
        \(NameText.of(loss)) was \(texts[0]) and is \(texts[1]) after this step, which was too long: after :undo, \
        \(step.line(at: tried)) makes it smaller
        """
    }
    return "\(NameText.of(loss)) was \(texts[0]) and is \(texts[1]) after this step: :undo takes it back"
  }

  private static func loss(steppedBy statement: Statement) -> String? {
    guard case .expression(let expression) = statement.kind, case .call(let callee, let arguments) = expression.kind,
      case .name("step") = callee.kind, arguments.count == 2, case .name(let loss) = arguments[1].value.kind
    else { return nil }
    return loss
  }
}
