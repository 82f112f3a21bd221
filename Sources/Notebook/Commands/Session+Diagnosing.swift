import Documents
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
  ///
  /// Alone, and for a loss that has a name only in a run, it looks at the last step of the last run; weights that are no
  /// numbers any more are followed back to the step that made them so.
  mutating func diagnose(_ input: CommandInput) throws(Diagnostic) {
    guard !isLossOfRun(input) else { return try diagnoseRun(input) }
    let table: StepTable
    do {
      table = try stepTable(input, for: "diagnose")
    } catch {
      guard let run = lastRun, error.code == .notRecorded || error.code == .missingArgument else { throw error }
      throw input.failure(
        error.code, error.title, notes: error.notes,
        help: ":diagnose alone looks at step \(run.count), the last of the last run")
    }
    guard table.isFirstNonFiniteParameter, try diagnoseOrigin(input) else { return diagnose(table, input) }
  }

  /// Whether a run is to be looked at: nothing is named, or a loss that is known only there.
  private func isLossOfRun(_ input: CommandInput) -> Bool {
    guard let run = lastRun else { return false }
    if input.text.isEmpty { return true }
    return run.lossNames.contains(input.text) && !isKnown(input.text)
  }

  /// The loss of a step of the last run; nil where it is not recorded.
  private func table(of step: Int, _ run: PastRun, _ input: CommandInput) throws(Diagnostic) -> (Session, StepTable)? {
    var replay = Replay(run, in: self, show: input.show)
    var guest = try replay.session(at: step)
    let quiet = CommandInput.alone(run.lossName(at: step).flatMap { guest.isKnown($0) ? $0 : nil } ?? "L")
    guard let table = try? guest.stepTable(quiet, for: "diagnose") else { return nil }
    return (guest, table)
  }

  private func diagnoseRun(_ input: CommandInput) throws(Diagnostic) {
    guard let run = lastRun else { return }
    guard let (guest, table) = try table(of: run.count, run, input) else {
      throw input.failure(
        .notRecorded, "the loss of the last run has no name", help: "give it one in the loop: L = …; then :diagnose L")
    }
    input.show(
      .paragraph([.text("step \(run.count) of the last run, "), .text(table.lossName, .name)]))
    guard table.isFirstNonFiniteParameter, try diagnoseOrigin(input) else { return guest.diagnose(table, input) }
  }

  /// Diagnoses the step of the last run in which weights became what they are, no numbers; false when none is found.
  private func diagnoseOrigin(_ input: CommandInput) throws(Diagnostic) -> Bool {
    guard let run = lastRun, let bad = run.losses.firstIndex(where: { !$0.isFinite }) else { return false }
    // The loss of the first bad step may be so for the sake of weights that the step before it has made.
    for step in [bad + 1, bad] where step > 0 {
      guard let (guest, table) = try table(of: step, run, input), !table.isFirstNonFiniteParameter else { continue }
      let diagnosis = guest.diagnosis(table, input)
      guard diagnosis.findings.contains(where: { $0.kind == .notFinite || $0.kind == .notFiniteGradient }) else {
        continue
      }
      input.show(
        .paragraph([
          .text("the weights became no numbers in step \(step) of the last run; "),
          .text(table.lossName, .name), .text(" there:"),
        ]))
      input.show(.document(diagnosis.document))
      return true
    }
    return false
  }

  private func diagnose(_ table: StepTable, _ input: CommandInput) {
    let diagnosis = diagnosis(table, input)
    if !world.isInterrupted() { input.show(.document(diagnosis.document)) }
  }

  private func diagnosis(_ table: StepTable, _ input: CommandInput) -> Diagnosis {
    let start = world.now()
    let (now, copy) = (world.now, self)
    let run = lastRun.flatMap { $0.lossNames.isEmpty || $0.lossNames.contains(table.lossName) ? $0 : nil }
    let move: PastMove? =
      if let run { run.move(against: table.lossName) ?? run.move(against: nil) } else { lastMove }
    var settings = Remedies.Settings(
      rule: move?.rule, isOver: { now() - start > Session.patience },
      isFirstPartOver: { now() - start > Session.patience / 4 },
      // A long run may not take the time of all else.
      slower: {
        run == nil ? nil : copy.slowerRun(until: Swift.min(now() + Session.patience / 2, start + Session.patience))
      })
    (settings.frozen, settings.chosen, settings.clip) = (state.frozen, move?.chosen, move?.clip)
    settings.began = run.flatMap { run in
      let own = run.losses.indices.first { run.losses[$0].isFinite && run.lossName(at: $0 + 1) == table.lossName }
      return (own ?? run.losses.firstIndex(where: \.isFinite)).map { run.losses[$0] }
    }
    settings.isSteady = (run?.rates.count ?? 0) < 2
    settings.remarks = run.map(remarks) ?? []
    var parameters = naming.parameters
    if let run {
      // What the run has nothing to do with, such as an earlier net, is not its business.
      let reached = names(reachedBy: run)
      parameters.removeAll { name, id in
        !reached.contains(ParameterPath.root(of: name)) && !run.isMoved(id, in: state)
      }
    }
    let cut = interpreter.detached().cut(before: input.text, of: state)
    return Diagnosis(table, parameters: parameters, cut: cut, settings: settings)
  }

  /// The names that a run mentions, or a function that it reaches.
  private func names(reachedBy run: PastRun) -> Set<String> {
    var open = Array(AnswerText(run.source.slice(run.statement.span)).mentionedNames)
    var reached: Set<String> = []
    var copy = interpreter
    while let name = open.popLast() {
      guard reached.insert(name).inserted, !copy.isGiven(name, in: state),
        case .function(let function)? = copy.value(of: name, in: state),
        let source = function.source
      else { continue }
      let text = AnswerText(source.text.slice(source.span))
      open += text.mentionedNames.subtracting(text.parameters)
    }
    return reached
  }

  /// What is known of a run besides the numbers of a step: what it warned of in its first step, an optimiser that is made
  /// anew in each, and where its loss jumped.
  private func remarks(on run: PastRun) -> [(title: Phrase, details: [Phrase])] {
    var copy = interpreter
    var warnings: [Diagnostic] = []
    _ = copy.replay(
      run, to: 1,
      emit: { event in
        if case .diagnostic(let diagnostic) = event, diagnostic.severity == .warning,
          diagnostic.code != .parametersUpdated,
          !warnings.contains(where: { $0.code == diagnostic.code })
        {
          warnings.append(diagnostic)
        }
      }, look: { _ in .stop })
    var remarks = warnings.map { ($0.title, $0.notes + [$0.help].compactMap(\.self)) }
    if let rule = run.forgetfulRule {
      remarks.append(
        (
          "a new \(rule) is made in every step, and what it remembers of those before is lost",
          ["make it once, before the loop: opt = \(rule)(…), and in the loop step(opt, …)"]
        ))
    }
    if let step = run.jump {
      let (before, after) = (
        NumberText.of(run.losses[step - 2], digits: 5),
        NumberText.of(run.losses[step - 1], digits: 5)
      )
      remarks.append(
        (
          "\(run.lossName(at: step) ?? "L") jumped in step \(step) of the run, from \(before) to \(after)",
          [":replay \(step) shows that step, and :replay \(step - 1) what went before"]
        ))
    }
    return remarks
  }

  /// How the optimiser that was named last steps, at its present rate; plain descent at 0.1 when there is none.
  ///
  /// A number that no run came to has no steps of its own yet.
  private var lastMove: PastMove? {
    var copy = interpreter
    for name in interpreter.boundNames(in: state).reversed() {
      guard case .optimiser(let optimiser)? = copy.value(of: name, in: state) else { continue }
      return PastMove(rule: state.rule(of: optimiser))
    }
    return PastMove(rule: .sgd(rate: 0.1, momentum: 0))
  }

  /// The last run again from its beginning with a smaller rate; nil when it never ends clearly below the first loss and
  /// the last, or the time is over.
  ///
  /// The rate is that of its optimisers; where it updates by `:=`, a name for a number that it mentions, or else its steps
  /// are made smaller, or turned the other way.
  private func slowerRun(until deadline: Double) -> (change: Phrase, steps: Int, loss: Double)? {
    guard let run = lastRun, let first = run.losses.first(where: \.isFinite) else { return nil }
    // What helps ends clearly lower than the run began and than it ended.
    let last = run.losses.last.flatMap { $0.isFinite ? $0 : nil } ?? first
    let limit = Swift.min(first, last) - 0.1 * Swift.min(first.magnitude, last.magnitude)
    for factor in [10.0, 100, 1000] {
      for (other, words) in others(of: run, over: factor) where world.now() < deadline {
        let replay = Replay(other, in: self) { _ in }
        guard let losses = try? replay.losses(until: deadline), losses.count == run.count, let end = losses.last,
          end.isFinite, end < limit
        else { continue }
        return (words, run.count, end)
      }
    }
    return nil
  }

  /// A run with what may be its rates a given number of times smaller, the likeliest first.
  private func others(of run: PastRun, over factor: Double) -> [(run: PastRun, words: Phrase)] {
    var found: [(run: PastRun, words: Phrase)] = []
    let (slower, times) = (run.paced(1 / factor), NumberText.of(factor, digits: 5))
    if let rate = run.rates.first {
      let (new, old) = (NumberText.of(rate / factor, digits: 5), NumberText.of(rate, digits: 5))
      return [(slower, run.rates.count == 1 ? "the rate \(new) in place of \(old)" : "rates \(times) times smaller")]
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
      var start = run.start
      copy.bind(name, to: .number(number / factor), in: &start)
      found.append((run.beginning(at: start), "\(name) = \(text) in place of \(old)"))
    }
    found = Array(found.prefix(4))
    found.append((slower, "steps \(times) times smaller"))
    found.append((run.paced(-10 / factor), factor == 10 ? "steps the other way" : "smaller steps the other way"))
    return found
  }
}

extension PastRun {
  /// The function that makes an optimiser anew in every step, which has something to remember; nil where none does.
  fileprivate var forgetfulRule: String? {
    for expression in statement.expressions.flatMap(\.tree) {
      guard case .call(let callee, let arguments) = expression.kind,
        case .name("step") = callee.kind,
        case .call(let maker, let options)? = arguments.first?.value.kind,
        case .name(let rule) = maker.kind
      else { continue }
      if ["adam", "adamw", "rmsprop"].contains(rule)
        || options.contains(where: { $0.name?.text == "momentum" })
      {
        return rule
      }
    }
    return nil
  }

  /// The first step, counted from 1, at which the loss was more than a hundred times what it was before it and ten times
  /// what it began with; nil where there is none.
  fileprivate var jump: Int? {
    guard let first = losses.first, first.isFinite, first > 0 else { return nil }
    return losses.indices.dropFirst().first { step in
      let (before, after) = (losses[step - 1], losses[step])
      return before > 0 && after.isFinite && after > 100 * before && after > 10 * first
        && lossName(at: step) == lossName(at: step + 1)
    }.map { $0 + 1 }
  }
}
