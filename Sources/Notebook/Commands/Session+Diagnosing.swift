import Evaluation
import Judging
import Source
import Stepping
import Syntax
import Tensors

/// `:diagnose L`: what it finds is in Stepping; here is what remedies are tried with.
extension Session {
  /// How long remedies are tried, in seconds.
  private static let patience = 2.0

  /// Looks for what keeps a network from learning, and tries on copies what may help.
  mutating func diagnose(_ input: CommandInput) throws(Diagnostic) {
    let table = try stepTable(input, for: "diagnose")
    let start = world.now()
    let (now, copy) = (world.now, self)
    let (rule, text) = lastRule
    let settings = Remedies.Settings(
      rule: rule, ruleText: text, isOver: { now() - start > Session.patience },
      isFirstPartOver: { now() - start > Session.patience / 4 },
      slower: { copy.slowerRun(until: start + Session.patience) })
    let parameters = naming.parameters
    let cut = interpreter.detached().cut(before: input.text, of: state)
    let diagnosis = Diagnosis(table, parameters: parameters, cut: cut, settings: settings)
    if world.isInterrupted() { throw ReplayWords.interrupted }
    input.show(.document(diagnosis.document))
  }

  /// The rule by which the optimiser that was named last steps, at its present rate, and how it is written; plain descent
  /// at 0.1 when there is none.
  private var lastRule: (rule: UpdateRule, text: String) {
    var copy = interpreter
    for name in interpreter.boundNames(in: state).reversed() {
      guard case .optimiser(let optimiser)? = copy.value(of: name, in: state) else { continue }
      let rule = state.rule(of: optimiser)
      return (rule, rule.text)
    }
    let plain = UpdateRule.sgd(rate: 0.1, momentum: 0)
    return (plain, plain.text)
  }

  /// The last run again from its beginning with a smaller rate: of its optimisers, or of a name for a number that it
  /// mentions; nil when none of them ends at a smaller number than the first loss, or the time is over.
  private func slowerRun(until deadline: Double) -> (change: Phrase, steps: Int, loss: Double)? {
    guard let run = lastRun, let first = run.losses.first(where: \.isFinite) else { return nil }
    let replay = Replay(run, in: self) { _ in }
    for factor in [10.0, 100, 1000] {
      for (change, words) in rates(of: run, over: factor) where world.now() < deadline {
        guard let found = try? replay.course(from: 1, change, steps: run.count, until: deadline),
          found.losses.count == run.count, let end = found.losses.last, end.isFinite, end < first
        else { continue }
        return (words, run.count, end)
      }
    }
    return nil
  }

  /// What may be the rates of a run, a given number of times smaller.
  private func rates(of run: PastRun, over factor: Double) -> [(change: ReplayRequest.Change, words: Phrase)] {
    var found: [(ReplayRequest.Change, Phrase)] = []
    if let rate = run.start.lastRate ?? state.lastRate {
      let text = NumberText.of(rate / factor, digits: 5)
      found.append((.rate(text), "the rate \(text) in place of \(NumberText.of(rate, digits: 5))"))
    }
    var copy = interpreter
    let names = Lexer.tokens(of: SourceText(run.source.slice(run.statement.span))).compactMap { token -> String? in
      if case .name(let name) = token.kind { name } else { nil }
    }
    var seen: Set<String> = []
    for name in names where seen.insert(name).inserted && seen.count < 40 {
      guard case .data(let value)? = copy.value(of: name, in: run.start), value.node == nil, value.elementType.isFloat,
        let number = value.plain.double, number > 0, number.isFinite, number < 1e6
      else { continue }
      let text = NumberText.of(number / factor, digits: 5)
      let old = NumberText.of(number, digits: 5)
      found.append((.statement("\(name) = \(text)"), "\(name) = \(text) in place of \(old)"))
    }
    return Array(found.prefix(5))
  }
}
