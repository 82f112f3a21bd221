import Source
import Tensors

/// Follows a run step by step, and keeps states from which it can be gone on with.
///
/// A step is a turn of a loop in which a parameter was updated, or one batch of `train`: of loops in one another the
/// innermost turn that the update and its loss belong to, so that neither a loop inside a model nor one over the
/// parameters makes steps of its own. Since a state is one value with
/// the random stream in it, a run that goes on from any of its states gives the same bits again. A state holds on to
/// the graphs of its values and makes the next step copy what optimisers remember, so what is soon computed again is not
/// kept. States are kept ever farther apart, so that a run of any length takes no more than its budget of memory and
/// hardly any time.
package final class Trail {
  /// The most steps that are followed.
  static let mostSteps = 4_000_000
  /// The most states that are kept.
  private static let mostCheckpoints = 512

  /// How many steps there have been.
  private(set) var count = 0
  /// The loss of each step; nan where nothing was differentiated.
  private(set) var losses: [Double] = []
  /// What the losses are called in the source; nil for one without a name.
  private(set) var lossNames: [String?] = []
  /// Which of the names each step's loss has.
  private(set) var namesOfSteps: [UInt8] = []
  /// How an optimiser has stepped last against each of them, by its name.
  private(set) var moves: [String?: PastMove] = [:]
  /// The rates of optimisers, no more than two: whether they are one is what matters.
  private(set) var rates: Set<Double> = []
  /// The states that are kept, in order.
  private(set) var checkpoints: [Checkpoint] = []
  /// Whether the one who looks on has seen enough.
  private(set) var isStopped = false
  /// The loops of the top level that run now, the outermost first, each with how far it is.
  private var loops: [LoopPlace] = []
  /// Where the run begins, as long as it has not arrived there.
  private var pending: Checkpoint?
  private let look: ((PastStep) -> PastStep.Next)?
  /// How many times as long as they were the steps of a run are that is gone through again.
  private(set) var pace = 1.0
  private let budget: Int
  /// The seconds of the run for which one state is enough.
  private let pause: Double
  /// When the last state was kept, or else when the run began.
  private var keptAt = 0.0
  private var bytes = 0
  private var interval = 1
  private var begun: (globals: [Value], parameters: Int) = ([], 0)

  /// Begins to follow a run with a budget of memory in bytes, and the seconds that two kept states are apart at least.
  package init(budget: Int, pause: Double = 0.2) {
    self.budget = budget
    self.pause = pause
    look = nil
  }

  /// Shows a run that is gone through again, from where it was, its steps so many times as long.
  init(from checkpoint: Checkpoint?, pace: Double, look: @escaping (PastStep) -> PastStep.Next) {
    pending = checkpoint
    self.pace = pace
    count = checkpoint?.step ?? 0
    self.look = look
    (budget, pause) = (0, 0)
  }

  /// Told the state before the first step, and the time.
  func begin(_ state: State, at time: Double) {
    keptAt = time
    begun = (state.globals, state.parameters.count - state.freeParameters.count)
  }

  // MARK: Steps

  /// Whether somebody looks at the steps of a run that is gone through again.
  var isWatched: Bool { look != nil }

  /// An optimiser has stepped against a loss of a name.
  func note(_ move: PastMove, against loss: String?) {
    guard !isWatched else { return }
    moves[loss] = move
    if rates.count < 2 { rates.insert(move.rule.rate) }
  }

  /// A step was taken; `locals` are names that nothing holds outside.
  func step(
    _ machine: Machine, loss: Double, name: String?, locals: () -> [(name: String, value: Value)] = { [] }
  ) throws(Stop) {
    count += 1
    if let look {
      switch look(PastStep(number: count, loss: loss, machine: machine, locals: locals())) {
      case .goOn: return
      case .from(let state): return machine.adopt(state)
      case .stop:
        isStopped = true
        throw .interrupted
      }
    }
    guard losses.count < Trail.mostSteps else { return }
    losses.append(loss)
    let known = lossNames.firstIndex(of: name) ?? Swift.min(lossNames.count, Int(UInt8.max))
    if known == lossNames.count { lossNames.append(name) }
    namesOfSteps.append(UInt8(known))
  }

  /// Keeps the state of a machine, when the last that was kept is far enough away.
  func keep(_ machine: Machine, at place: @autoclosure () -> RunPlace) {
    guard budget > 0, count - (checkpoints.last?.step ?? 0) >= interval, count <= losses.count else { return }
    let time = machine.host.now()
    guard time - keptAt >= pause else { return }
    keptAt = time
    let state = machine.snapshot
    let checkpoint = Checkpoint(step: count, state: state, place: place(), bytes: size(of: state))
    checkpoints.append(checkpoint)
    bytes += checkpoint.bytes
    while bytes > budget || checkpoints.count > Trail.mostCheckpoints, !checkpoints.isEmpty { thin() }
  }

  /// Forgets every other state, and keeps new ones twice as far apart.
  private func thin() {
    interval *= 2
    checkpoints = checkpoints.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    bytes = checkpoints.reduce(0) { $0 + $1.bytes }
  }

  /// What a state holds that the one before the run does not.
  private func size(of state: State) -> Int {
    var bytes = state.globals.count * MemoryLayout<Value>.stride
    for cell in state.parameters { bytes += 64 + (cell?.leaf.value.byteCount ?? 0) }
    for optimiser in state.optimisers {
      for memory in optimiser.memories.values { bytes += memory.byteCount }
    }
    for (slot, value) in state.globals.enumerated() {
      guard case .data(let traced) = value else { continue }
      if slot < begun.globals.count, case .data(let old) = begun.globals[slot], old.isOneWith(traced) { continue }
      bytes += traced.node.map { $0.graphBytes } ?? traced.byteCount
    }
    return bytes
  }

  // MARK: Loops

  /// A loop that others stand in begins a turn.
  func enter(_ turn: Turn, _ number: Int32, at spot: LoopSpot) {
    loops.removeSubrange(Swift.min(spot.level, loops.count)...)
    loops.append(LoopPlace(spot: spot, turn: turn, number: number))
  }

  /// Where the loops of the top level are when one of them ends a turn.
  func place(_ turn: Turn, _ number: Int32, at spot: LoopSpot) -> RunPlace {
    .loops(loops.prefix(spot.level) + [LoopPlace(spot: spot, turn: turn, number: number)])
  }

  /// How far a loop was where the run begins, and the statement of its body to go on with, if it stood in the middle of
  /// one; nil for a loop that begins.
  func resumed(at spot: LoopSpot) -> (turn: Turn, number: Int32, inner: Int?)? {
    guard case .loops(let all)? = pending?.place, all.indices.contains(spot.level) else { return nil }
    let own = all[spot.level]
    guard spot.level + 1 < all.count else {
      pending = nil
      return (own.turn, own.number, nil)
    }
    enter(own.turn, own.number, at: spot)
    return (own.turn, own.number, all[spot.level + 1].spot.place)
  }

  /// Whether a training that begins may be begun in the middle: it is the first of its run, and nothing that the run made
  /// before would be made anew.
  func isResumable(_ state: State) -> Bool {
    count == (pending?.step ?? 0) && state.parameters.count - state.freeParameters.count == begun.parameters
  }

  /// How far the training was where the run begins; the machine is then in the state of that moment.
  func resumedTraining(_ machine: Machine) -> TrainingLoop.Way? {
    guard let pending, case .training(let way) = pending.place else { return nil }
    self.pending = nil
    machine.adopt(pending.state)
    return way
  }
}

/// A state of a run, with how far its loops were.
struct Checkpoint {
  /// How many steps had been taken.
  let step: Int
  let state: State
  let place: RunPlace
  /// About how much memory it takes.
  let bytes: Int
}

/// How far the loops of a run are.
enum RunPlace {
  /// Loops in one another at the top level, the outermost first.
  case loops([LoopPlace])
  /// A training.
  case training(TrainingLoop.Way)
}

/// How far one of them is.
struct LoopPlace {
  let spot: LoopSpot
  /// What is still to come.
  let turn: Turn
  /// Which turn runs or ran last, counted from 1.
  let number: Int32
}

/// Where a loop stands among the loops of a statement at the top level.
struct LoopSpot {
  /// How many loops are around it.
  let level: Int
  /// Which statement it is in the body of the loop around it.
  let place: Int
}

/// How far a loop is: what is still to come.
enum Turn {
  /// The turns of a `while`.
  case condition
  /// The numbers of a range from a position on.
  case range(IntegerRange, next: Int)
  /// The elements of a sequence.
  case elements(Elements)
  /// The elements of several sequences side by side.
  case columns([Elements], left: Int)
}

/// The number that a step goes down on.
struct PastLoss {
  let value: Double
  /// What it is called in the source; nil when it has no name.
  let name: String?
  /// The expression that made it, in the table of expressions; -1 when unknown.
  var origin: Int32 = -1
  /// The call in which it was made; nil at the top level.
  var call: CallRecord?
  /// The number with its graph, where somebody looks at the steps: it may have a name that is gone, or none.
  var node: Node?

  /// Whether it was computed by what a text says, in a call or at the top level (nil), or by what is called from there.
  func isMade(by text: CodeTable.Entry, in frame: CallRecord?, _ table: CodeTable) -> Bool {
    var (origin, call) = (origin, call)
    while let inner = call, inner !== frame { (origin, call) = (inner.origin, inner.parent) }
    guard call === frame else { return false }
    guard let entry = table.entry(origin) else { return true }
    return entry.source == text.source && text.span.lower <= entry.span.lower && entry.span.upper <= text.span.upper
  }
}

extension Machine {
  /// Called at the end of a loop's turn in which parameters were updated.
  ///
  /// The turn is a step, unless a loop inside it has counted its updates, or they go against a loss that was computed
  /// before it: then the turn of the loop around it is the step.
  @inline(never)
  func passed(_ text: CodeTable.Entry, _ spot: LoopSpot?, _ frame: Frame, _ turn: () -> Turn) throws(Stop) {
    guard let trail else { return countedUpdates = growth.updates }
    if countedUpdates != growth.updates {
      if spot?.level != 0, let lastLoss, !lastLoss.isMade(by: text, in: frame.callRecord, table) { return }
      try countStep(in: frame)
    }
    if let spot { trail.keep(self, at: trail.place(turn(), frame.turn, at: spot)) }
  }

  /// Called when a statement has failed: the turn in which it did is a step, if it had updated parameters.
  func failedStep(inLoop isLoop: Bool) {
    guard let trail, !trail.isStopped, isLoop || trail.count > 0, countedUpdates != growth.updates else { return }
    try? countStep()
  }

  /// A step of the run is over; it was taken in a call, or at the top level.
  func countStep(
    in frame: Frame? = nil, locals: () -> [(name: String, value: Value)] = { [] }
  ) throws(Stop) {
    countedUpdates = growth.updates
    guard let trail else { return }
    let loss = lastLoss
    lastLoss = nil
    try trail.step(self, loss: loss?.value ?? .nan, name: loss?.name) {
      let own = locals()
      guard own.isEmpty else { return own }
      let named = frame?.named ?? []
      guard let loss, let node = loss.node, !named.contains(where: { $0.name == loss.name ?? "L" }) else {
        return named
      }
      return named + [(loss.name ?? "L", .data(.node(node)))]
    }
  }

  /// Goes on in another state.
  func adopt(_ other: State) {
    for slot in 0..<globalCount { globals[slot] = slot < other.globals.count ? other.globals[slot] : .unset }
    state = other
    state.globals = []
    while state.origins.count < globalCount { state.origins.append(-1) }
  }
}
