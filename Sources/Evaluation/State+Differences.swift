import Tensors

extension State {
  /// Whether two states hold the same: names, the leaves of parameters, and the random numbers to come.
  ///
  /// Values that are not plain numbers are the same only when they are one and the same object.
  package func isSame(as other: State) -> Bool {
    guard random == other.random, parameters.count == other.parameters.count,
      optimisers.count == other.optimisers.count
    else { return false }
    for slot in parameters.indices where parameters[slot]?.leaf !== other.parameters[slot]?.leaf { return false }
    return differentSlots(from: other).isEmpty
  }

  /// The slots of the top-level names that hold something else in another state.
  func differentSlots(from other: State) -> [Int] {
    (0..<Swift.max(globals.count, other.globals.count)).filter { slot in
      let mine = slot < globals.count ? globals[slot] : .unset
      let theirs = slot < other.globals.count ? other.globals[slot] : .unset
      if case .parameter(let parameter) = mine, case .parameter(let same) = theirs, parameter === same {
        return leaf(of: parameter) !== other.leaf(of: parameter)
      }
      return !Value.isSame(mine, theirs)
    }
  }
}

extension State {
  /// Takes over the parameters and optimisers that a state which went on from this one has besides, so that values that
  /// hang on them can be bound here; those that both have keep the values of this one.
  package mutating func adopt(from later: State) {
    for (slot, cell) in later.parameters.enumerated() {
      if slot == parameters.count { parameters.append(nil) }
      if parameters[slot] == nil { parameters[slot] = cell }
    }
    freeParameters = parameters.indices.filter { parameters[$0] == nil }
    optimisers += later.optimisers.dropFirst(optimisers.count)
    frozen.formUnion(later.frozen)
  }
}

extension Interpreter {
  /// The top-level names that hold something else in another state, in the order of their first mention.
  package func changedNames(from before: State, to after: State) -> [String] {
    before.differentSlots(from: after).compactMap { table.names.indices.contains($0) ? table.names[$0] : nil }
  }
}

extension Value {
  /// Whether two values are one and the same: equal as plain numbers or texts, else the same object.
  fileprivate static func isSame(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    case (.data(let a), .data(let b)): isSame(a, b)
    case (.parameter(let a), .parameter(let b)): a === b
    case (.string(let a), .string(let b)): a.string == b.string
    case (.list(let a), .list(let b)): a === b
    case (.record(let a), .record(let b)): a === b
    case (.range(let a), .range(let b)): a === b
    case (.function(let a), .function(let b)): a === b
    case (.optimiser(let a), .optimiser(let b)): a === b
    case (.figure(let a), .figure(let b)): a === b
    case (.batches(let a), .batches(let b)): a === b
    case (.nothing, .nothing), (.unset, .unset): true
    default: false
    }
  }

  private static func isSame(_ a: Traced, _ b: Traced) -> Bool {
    switch (a, b) {
    case (.float64(let a), .float64(let b)): a.bitPattern == b.bitPattern
    case (.float32(let a), .float32(let b)): a.bitPattern == b.bitPattern
    case (.int(let a), .int(let b)): a == b
    case (.bool(let a), .bool(let b)): a == b
    case (.tensor(let a), .tensor(let b)): a === b
    case (.node(let a), .node(let b)): a === b
    default: false
    }
  }
}
