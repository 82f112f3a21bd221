import Tensors

/// What an optimiser remembers between steps, by parameter id.
struct OptimiserCell {
  var memories: [Int: OptimiserMemory] = [:]
  /// How many steps it has taken.
  var steps = 0
  /// The rate that was set later; nil for the one it was made with.
  var rate: Double?
  /// Whether that rate stays for the next step, whatever the program sets before it: a run that is gone through again
  /// tries another.
  var holdsRate = false
}

extension State {
  /// Makes an optimiser that has taken no step.
  mutating func makeOptimiser(_ rule: UpdateRule, schedule: Function? = nil) -> Optimiser {
    optimisers.append(OptimiserCell())
    return Optimiser(slot: optimisers.count - 1, rule: rule, schedule: schedule)
  }

  /// Moves every parameter that has a gradient against it, all or none; what was computed before keeps the old values.
  mutating func move(
    against gradients: [Int: Traced], with optimiser: Optimiser, by rule: UpdateRule
  ) throws(TensorError) {
    guard optimiser.slot < optimisers.count else { return }
    // The memories leave the state while they change, so that nobody else holds them and they change in place.
    var memories: [Int: OptimiserMemory] = [:]
    swap(&memories, &optimisers[optimiser.slot].memories)
    defer { swap(&memories, &optimisers[optimiser.slot].memories) }
    var handles: [Parameter] = []
    var moves: [OptimiserMove] = []
    handles.reserveCapacity(gradients.count)
    moves.reserveCapacity(gradients.count)
    for case let cell? in parameters {
      guard let gradient = gradients[cell.id] else { continue }
      let memory = rule.remembers ? memories.removeValue(forKey: cell.id) : nil
      handles.append(cell.handle)
      moves.append(OptimiserMove(cell.leaf.value, against: gradient, memory: memory ?? OptimiserMemory()))
    }
    // Whatever happens, what was remembered stays remembered: a step that fails leaves it as it was.
    defer {
      if rule.remembers {
        for (handle, move) in zip(handles, moves) where move.memory.steps > 0 { memories[handle.id] = move.memory }
      }
    }
    try Tensors.Optimiser.step(&moves, by: rule)
    for position in moves.indices { update(handles[position], to: moves[position].new) }
  }
}
