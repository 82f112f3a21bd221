package import Source
package import Syntax
package import Tensors

/// A statement that was run and moved parameters, with what it takes to reopen any of its steps exactly.
package struct PastRun {
  /// The statement.
  package let statement: Statement
  /// The source it stands in.
  package let source: SourceText
  /// The state before it.
  package let start: State
  /// The loss of each step, counted from 0; nan where nothing was differentiated.
  package let losses: [Double]
  /// What the losses are called in the source, and which of the names each step's has.
  private let names: (all: [String?], ofSteps: [UInt8])
  let checkpoints: [Checkpoint]
  private let moves: [String?: PastMove]
  /// The rates at which optimisers stepped: none after `:=` alone, and two where there were more.
  package let rates: Set<Double>
  /// How many times as long as they were its steps are when it is gone through again.
  fileprivate let pace: Double

  /// How many steps there are.
  package var count: Int { losses.count }

  /// What a trail has seen of a statement; nil when it took no step.
  package init?(_ trail: Trail, statement: Statement, source: SourceText, start: State) {
    guard !trail.losses.isEmpty else { return nil }
    self.statement = statement
    self.source = source
    self.start = start
    losses = trail.losses
    names = (trail.lossNames, trail.namesOfSteps)
    checkpoints = trail.checkpoints
    (moves, rates) = (trail.moves, trail.rates)
    pace = 1
  }

  /// The run as it would be from another state on.
  package func beginning(at start: State) -> PastRun {
    PastRun(self, start: start, pace: pace)
  }

  /// The run as it would be with steps so many times as long, below 0 the other way.
  ///
  /// Those of optimisers are so by their rate, and those of `:=` by what they add to a parameter.
  package func paced(_ factor: Double) -> PastRun { PastRun(self, start: start, pace: factor) }

  private init(_ other: PastRun, start: State, pace: Double) {
    (statement, source, losses, names, moves) = (other.statement, other.source, other.losses, other.names, other.moves)
    (self.start, self.pace, rates, checkpoints) = (start, pace, other.rates, [])
  }

  /// How an optimiser stepped last against a loss of the run, by its name; nil where none did, as after `:=`.
  package func move(against loss: String?) -> PastMove? { moves[loss] }

  /// What the loss of a step, counted from 1, is called in the source; nil when it has no name.
  package func lossName(at step: Int) -> String? {
    guard names.ofSteps.indices.contains(step - 1) else { return names.all.count == 1 ? names.all[0] : nil }
    return names.all[Int(names.ofSteps[step - 1])]
  }

  /// All that the losses are called.
  package var lossNames: [String] { names.all.compactMap(\.self) }

  /// What the losses of all steps are called; nil where some have none or another name.
  package var lossName: String? { names.all.count == 1 ? names.all[0] : nil }

  /// Whether a parameter, by its id, has been given a value by the run, in a state that it came to.
  package func isMoved(_ id: Int, in state: State) -> Bool {
    !state.hasSame(parameter: id, as: start)
  }

  /// How many states are kept.
  package var kept: Int { checkpoints.count }

  /// About how much memory the kept states take, in bytes.
  package var bytes: Int { checkpoints.reduce(0) { $0 + $1.bytes } }
}

/// How an optimiser steps.
package struct PastMove {
  /// Its rule, with the rate of that step.
  package let rule: UpdateRule
  /// The parameters that it moves, by id; nil for all.
  package let chosen: Set<Int>?
  /// The norm above which the gradients are scaled down; nil when they are taken as they are.
  package let clip: Double?

  /// A move by a rule.
  package init(rule: UpdateRule, chosen: Set<Int>? = nil, clip: Double? = nil) {
    (self.rule, self.chosen, self.clip) = (rule, chosen, clip)
  }
}

/// A step of a run that is gone through again, as it ends.
package struct PastStep {
  /// How the run goes on.
  package enum Next {
    /// As it went.
    case goOn
    /// From another state.
    case from(State)
    /// Not at all.
    case stop
  }

  /// Its number, counted from 1.
  package let number: Int
  /// Its loss; nan where nothing was differentiated.
  package let loss: Double
  let machine: Machine
  /// What has a name only in the step: the loss with its graph, `L` where it has none, and of `train` the batch `x` and
  /// `y`.
  package let locals: [(name: String, value: Value)]

  /// The state after it.
  package var state: State { machine.snapshot }
}

extension Interpreter {
  /// Goes through a run again, from the last kept state that lies before a step's end; `look` sees every step from there
  /// on, and says how to go on.
  ///
  /// Gives the state in which it ended, and the error that stopped it. What the run shows is shown again only where
  /// somebody wants it.
  package mutating func replay(
    _ run: PastRun, to step: Int, emit: @escaping (Event) -> Void = { _ in },
    look: @escaping (PastStep) -> PastStep.Next
  ) -> (state: State, failure: Diagnostic?) {
    let checkpoint = run.checkpoints.last { $0.step < step }
    var state = run.start
    if let checkpoint, case .loops = checkpoint.place { state = checkpoint.state }
    let outcome = self.run(
      run.statement, of: run.source, on: &state, trail: Trail(from: checkpoint, pace: run.pace, look: look),
      emit: emit)
    if case .failed(let failure) = outcome { return (state, failure) }
    return (state, nil)
  }
}

extension State {
  /// The value of a parameter by its id; nil when there is no such parameter.
  package func value(ofParameter id: Int) -> Traced? { parameters.first { $0?.id == id }??.leaf.value }

  /// Whether a parameter, by its id, holds the very same value in another state.
  package func hasSame(parameter id: Int, as other: State) -> Bool {
    leaf(ofParameter: id) === other.leaf(ofParameter: id)
  }

  private func leaf(ofParameter id: Int) -> Node? { parameters.first { $0?.id == id }??.leaf }

  /// Whether the rate of an optimiser is another than in another state.
  package func hasOtherRates(than other: State) -> Bool { optimisers.map(\.rate) != other.optimisers.map(\.rate) }

  /// The same state with the parameters, and what optimisers remember, as in another one.
  package func withParameters(of other: State) -> State {
    var copy = self
    copy.restore(other.parameters)
    for slot in copy.optimisers.indices where slot < other.optimisers.count {
      copy.optimisers[slot] = other.optimisers[slot]
    }
    return copy
  }

  /// The rule of an optimiser with the rate it has now; that of its first step when a schedule gives it.
  package func rule(of optimiser: Optimiser) -> UpdateRule {
    guard optimiser.slot < optimisers.count, let rate = optimisers[optimiser.slot].rate else { return optimiser.rule }
    return optimiser.rule.with(rate: rate)
  }

  /// Sets the rate of every optimiser, and holds it for its next step; false when there is none.
  package mutating func setRates(to rate: Double) -> Bool {
    for slot in optimisers.indices { (optimisers[slot].rate, optimisers[slot].holdsRate) = (rate, true) }
    return !optimisers.isEmpty
  }

  /// Lets every rate be set again.
  package mutating func releaseRates() {
    for slot in optimisers.indices { optimisers[slot].holdsRate = false }
  }
}
