import Documents
import Evaluation
import Judging
import Source
import Stepping

extension Session {
  /// `:replay`: a past run, step by step.
  mutating func replay(_ input: CommandInput) throws(Diagnostic) {
    guard let run = lastRun else {
      throw settings.replayMegabytes == 0 ? input.replayIsOff : input.nothingToReplay
    }
    guard let request = ReplayRequest(input.text, count: run.count) else {
      throw input.unknownReplay
    }
    var replay = Replay(run, in: self, show: input.show)
    do throws(Diagnostic) {
      if request == .overview, settings.isInteractive {
        effects.append(.replay(ReplayWalk(replay, format: stepFormat)))
      } else if let state = try replay.answer(request, format: stepFormat, input, effects: &effects) {
        keep(state, input.show)
      }
    } catch {
      throw input.placed(error)
    }
  }

  /// Goes back to a state of a past run, or on to what another course of it came to.
  private mutating func keep(_ past: State, _ show: (Shown) -> Void) {
    var names = interpreter.changedNames(from: state, to: past).filter { $0 != "_" }
    // A model is not another one there, but its weights are.
    for (path, id) in naming.parameters where !state.hasSame(parameter: id, as: past) {
      let root = ParameterPath.root(of: path)
      if !names.contains(root) { names.append(root) }
    }
    let now = state
    state = past
    state.inputs = now.inputs
    let first = Phrase.list(names.prefix(8).map { NameText.of($0) })
    let list: Phrase = names.count > 8 ? "\(first) and \(names.count - 8) more" : first
    show(
      .document(
        Document([
          .lines([
            [
              .text(names.isEmpty ? "nothing was different there" : "as it was there: \(list)"),
              .text(names.isEmpty ? "" : " · :undo comes back", .dim),
            ]
          ])
        ])))
  }
}

extension Replay {
  /// Does what was asked for and shows it; gives the state to go on with when one is to be kept.
  mutating func answer(
    _ request: ReplayRequest, format: StepFormat, _ input: CommandInput, effects: inout [Effect]
  ) throws(Diagnostic) -> State? {
    let pages = ReplayPages(run: run, format: format, say: words)
    switch request {
    case .overview: input.show(.document(pages.overview()))
    case .draw(let text): input.show(.document(pages.course(of: text, try course(of: overCourse(text)))))
    case .first(let condition):
      guard let step = try first(where: condition) else {
        input.show(.paragraph([.text(condition, .code), .text(" holds after none of the \(run.count) steps.")]))
        return nil
      }
      input.show(.document(try page(of: step, pages)))
    case .step(let step, let action):
      guard (1...run.count).contains(step) else { throw input.noStep(step, of: run.count) }
      switch action {
      case .look: input.show(.document(try page(of: step, pages)))
      case .show(let text):
        let guest = try session(at: step, for: text)
        // The text is found again where it was typed, so that an error shows its place there.
        let typed =
          input.text.hasSuffix(text)
          ? input.part(text, at: input.text.utf8.count - text.utf8.count) : .alone(text, show: input.show)
        let value = guest.state.resolved(try guest.evaluate(typed))
        input.show(.event(.value(name: text, value, isParameter: false, line: 1)))
      case .walk(let wanted):
        var guest = try session(at: step, for: wanted ?? "")
        let name = wanted ?? lossName(at: step, in: guest)
        guest.effects = []
        // That the parameters moved since is what a step is.
        let shown = CommandInput(text: name, span: input.span, source: input.source) { shown in
          if case .event(.diagnostic(let diagnostic)) = shown, diagnostic.code == .parametersUpdated { return }
          input.show(shown)
        }
        try Command.find("step").action(&guest, shown)
        effects += guest.effects.filter { if case .prefill = $0 { false } else { true } }
      case .keep: return try past(step).state
      case .differently(let change, let keeps):
        let other = try course(from: step, change)
        input.show(.document(pages.comparison(from: step, change, other)))
        if keeps { return other.state }
      }
    }
    return nil
  }

  mutating func page(of step: Int, _ pages: ReplayPages) throws(Diagnostic) -> Document {
    let after = try session(at: step)
    return pages.page(of: step, before: try session(at: step - 1), after: after)
  }

  /// What the loss is called in a step's session.
  private func lossName(at step: Int, in guest: Session) -> String {
    let bound = guest.interpreter.boundNames(in: guest.state)
    return run.lossName(at: step).flatMap { bound.contains($0) ? $0 : nil } ?? "L"
  }
}

// MARK: Words

extension CommandInput {
  fileprivate var nothingToReplay: Diagnostic {
    failure(
      .nothingToReplay, "no run can be replayed yet",
      notes: ["A run is kept when a loop steps an optimiser or updates a parameter by :=, or when train does."],
      help: "run one: w = param(1); for i in 1..9 { L = (w - 3)^2; w := w - 0.1*∂L/∂w }")
  }

  fileprivate var replayIsOff: Diagnostic {
    failure(
      .nothingToReplay, "no run is kept while replay is off",
      help: ":set replay 64, and the next run is kept in up to 64 MB")
  }

  fileprivate var unknownReplay: Diagnostic {
    failure(
      .unknownArgument, "this is nothing that :replay knows",
      help: ":replay 3, :replay 3 w, :replay where L > 2, :replay draw w, :replay 3 rate 0.01; :help replay lists all")
  }

  fileprivate func noStep(_ step: Int, of count: Int) -> Diagnostic {
    failure(.noSuchStep, "there is no step \(step): the run has steps 1 to \(count)")
  }
}
