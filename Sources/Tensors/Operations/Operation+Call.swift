extension Operation {
  /// Applies the operation to one input, recording it when the input is recorded and a gradient can flow.
  package func callAsFunction(_ a: Traced) throws(TensorError) -> Traced {
    if let scalar1 {
      switch a {
      case .float64(let x): return .float64(scalar1(x))
      case .node(let node):
        guard records, case .float64(let x) = node.value else { break }
        return .node(Node(self, number: scalar1(x), of: .passUnretained(node), x))
      default: break
      }
    }
    return try run(.one(a), .none)
  }

  /// Applies the operation to one input and attributes.
  package func callAsFunction(_ a: Traced, _ attributes: Attributes) throws(TensorError) -> Traced {
    try run(.one(a), attributes)
  }

  /// Applies the operation to two inputs, recording it when one is recorded and a gradient can flow.
  package func callAsFunction(
    _ a: Traced, _ b: Traced, _ attributes: Attributes = .none
  ) throws(TensorError) -> Traced {
    if let scalar2 {
      switch (a, b) {
      case (.float64(let x), .float64(let y)): return .float64(scalar2(x, y))
      case (.node(let node), .float64(let y)):
        guard records, case .float64(let x) = node.value else { break }
        return .node(Node(self, number: scalar2(x, y), of: .passUnretained(node), x, and: nil, y))
      case (.float64(let x), .node(let node)):
        guard records, case .float64(let y) = node.value else { break }
        return .node(Node(self, number: scalar2(x, y), of: nil, x, and: .passUnretained(node), y))
      case (.node(let left), .node(let right)):
        guard records, case .float64(let x) = left.value, case .float64(let y) = right.value else { break }
        return .node(
          Node(self, number: scalar2(x, y), of: .passUnretained(left), x, and: .passUnretained(right), y))
      default: break
      }
    }
    return try run(.two(a, b), attributes)
  }

  /// Applies the operation to any number of inputs.
  package func callAsFunction(_ inputs: [Traced], _ attributes: Attributes = .none) throws(TensorError) -> Traced {
    switch inputs.count {
    case 1 where arity == 1: try run(.one(inputs[0]), attributes)
    case 2 where arity == 2: try run(.two(inputs[0], inputs[1]), attributes)
    default: try run(.many(inputs), attributes)
    }
  }

  /// The general path: checks, computes and records; a limit on effort is not asked when the result is needed anyway.
  @inline(never)
  func run(_ inputs: Node.Inputs, _ attributes: Attributes, isNeeded: Bool = false) throws(TensorError) -> Traced {
    if let arity, inputs.count != arity {
      throw .inputCount(operation: name, count: inputs.count, needed: arity)
    }
    if Interruption.isRequested { throw .interrupted }
    countEffort(of: inputs)
    if Effort.isSpent, !isNeeded { throw .effortSpent }
    let value = try forward(inputs.plain, attributes)
    guard inputs.holdsNode, (records && value.elementType.isFloat) || Transcript.isOn else { return value }
    return .node(Node(self, value: value, inputs: inputs, attributes: attributes))
  }

  /// Applies the operation inside a derivative, where shapes are known to fit.
  ///
  /// A derivative must be finished once begun: what the memory limits refuse is made all the same (it is as large as what
  /// the forward pass made), and an interrupted product gives zeros, which nobody sees, since whoever asked for the
  /// interruption throws the result away.
  func derived(_ inputs: Node.Inputs, _ attributes: Attributes = .none) -> Traced {
    do throws(TensorError) {
      do throws(TensorError) {
        return try run(inputs, attributes, isNeeded: true)
      } catch .tooLarge, .memoryExhausted, .effortSpent {
        return try unlimited { () throws(TensorError) in try run(inputs, attributes, isNeeded: true) }
      } catch .interrupted {
        return try unlimited { () throws(TensorError) in
          try Transcript.record { () throws(TensorError) in try run(inputs, attributes, isNeeded: true) }
        }
      }
    } catch {
      preconditionFailure("the derivative of a checked operation failed in \(name): \(error.title)")
    }
  }
}

/// Runs a piece of a derivative that no limit and no wish to stop may end, also not inside the operations it calls.
private func unlimited(_ body: () throws(TensorError) -> Traced) throws(TensorError) -> Traced {
  try TensorLimits.suspended { () throws(TensorError) in
    try Effort.ignored { () throws(TensorError) in try Interruption.ignored(body) }
  }
}

extension Node.Inputs {
  /// Whether any input is recorded.
  var holdsNode: Bool {
    switch self {
    case .none: false
    case .one(let only): only.node != nil
    case .two(let first, let second): first.node != nil || second.node != nil
    case .many(let all): all.contains { $0.node != nil }
    }
  }
}

/// A switch for writing derivatives down: while it is on, operations without a derivative are recorded too, and matrix
/// products are not computed, since only their text is wanted.
enum Transcript {
  @TaskLocal static var isOn = false

  static func record<Result>(_ body: () throws(TensorError) -> Result) throws(TensorError) -> Result {
    do {
      return try $isOn.withValue(true, operation: body)
    } catch let error as TensorError {
      throw error
    } catch {
      preconditionFailure("only tensor errors are thrown here: \(error)")
    }
  }
}
