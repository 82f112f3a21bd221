import Source
import Tensors

/// What is done otherwise when a recorded number is computed again.
struct GraphChange {
  /// Other values of parameters, by id.
  var parameters: [Int: Traced] = [:]
  /// Other constants, by the node that takes them and the position of the input.
  var constants: [Place: Traced] = [:]
  /// Other operations, by the node that they compute.
  var operations: [Int: Other] = [:]

  /// How an operation is computed otherwise.
  enum Other {
    /// `relu` of its input.
    case relu
    /// Its input where that is above 0, and a hundredth of it elsewhere.
    case leakyRelu
    /// A small number is added to an input first, and before that what is below 0 may become 0.
    case raised(position: Int, clipped: Bool = false)
    /// The largest element of the input is taken off it first.
    case shifted

    /// How much is added.
    private static let small = 1e-8

    func callAsFunction(
      _ operation: Operation, _ inputs: [Traced], _ attributes: Attributes
    ) throws(TensorError) -> Traced {
      var inputs = inputs
      switch self {
      case .relu: return try Operation.relu(inputs[0])
      case .leakyRelu: return try Operation.maximum(inputs[0], try Operation.multiply(inputs[0], .float64(0.01)))
      case .raised(let position, let clipped):
        if clipped { inputs[position] = try Operation.maximum(inputs[position], .float64(0)) }
        inputs[position] = try Operation.add(inputs[position], .float64(Self.small))
      case .shifted:
        let largest = try Operation.max(inputs[0].plain, .reduction(axes: nil, keepsAxes: false))
        inputs[0] = try Operation.subtract(inputs[0], largest)
      }
      return try operation(inputs, attributes)
    }
  }

  /// An input of a node.
  struct Place: Hashable {
    let node: Int
    let position: Int
  }
}

/// A recorded number computed again from the tape, with something done otherwise, on a copy of everything: how a remedy
/// is tried before anybody hears of it.
struct GraphTrial {
  private let tape: Tape

  init(_ tape: Tape) { self.tape = tape }

  /// Whether the tape says all that the program would do: a condition that was computed from recorded values is on it
  /// as it was, so that with other values the program might have taken another way.
  var isFaithful: Bool {
    !tape.nodes.contains { node in
      guard node.operation.name == "where", node.inputs[0].node == nil, let call = node.call else {
        return node.operation.name == "where"
      }
      return !call.isPrelude || !Self.steady.contains(call.function) && !Self.followed.contains(call.function)
    }
  }

  /// The functions of the prelude whose conditions do not depend on parameters, or do not change what they compute.
  private static let steady: Set<String> = ["softmax", "log_softmax", "cross_entropy", "logsumexp"]
  /// Those that take the largest element off their input and only there.
  private static let shifted: Set<String> = ["softmax", "log_softmax"]
  /// Those whose condition is whether the input is above 0, which is computed again.
  private static let followed: Set<String> = ["leaky_relu"]

  /// All values of the tape, computed again in their order; the loss is the last.
  ///
  /// - Throws: what an operation throws, also `interrupted`.
  func values(_ change: GraphChange) throws(TensorError) -> [Traced] {
    var values: [Traced] = []
    values.reserveCapacity(tape.nodes.count)
    for (index, node) in tape.nodes.enumerated() {
      if index & 0xff == 0, Interruption.isRequested { throw .interrupted }
      if tape.isStart[index] {
        let value = node.parameter < 0 ? node.value : change.parameters[node.parameter] ?? node.value
        values.append(.node(Node(leaf: value, parameter: node.parameter)))
        continue
      }
      var inputs = (0..<node.inputs.count).map { position in
        change.constants[GraphChange.Place(node: index, position: position)] ?? node.inputs[position]
      }
      for (position, source) in tape.inputs[index] { inputs[position] = values[source] }
      if node.operation.name == "where", let call = node.call, Self.followed.contains(call.function) {
        inputs[0] = try Operation.greaterOrEqual(inputs[1].plain, .float64(0))
      }
      if let largest = try self.largest(for: index, of: inputs[0]) { inputs[1] = largest }
      let value =
        if let other = change.operations[index] {
          try other(node.operation, inputs, node.attributes)
        } else {
          try node.operation(inputs, node.attributes)
        }
      values.append(value)
    }
    return values
  }

  /// What a softmax takes off its input, the largest element of each row, for another input; nil for any other node.
  ///
  /// It is not on the tape, since it changes no result: but somebody may look at what is left.
  private func largest(for index: Int, of input: Traced) throws(TensorError) -> Traced? {
    let node = tape.nodes[index]
    guard node.operation === Operation.subtract, let call = node.call, call.isPrelude,
      Self.shifted.contains(call.function), tape.inputs[index].map(\.position) == [0]
    else { return nil }
    let (before, taken) = (node.inputs[0].plain, node.inputs[1].plain)
    guard before.shape.count == taken.shape.count else { return nil }
    let axes = taken.shape.indices.filter { taken.shape[$0] != before.shape[$0] }
    let reduction = Attributes.reduction(axes: axes, keepsAxes: true)
    guard try Operation.max(before, reduction).doubles == taken.doubles else { return nil }
    return try Operation.max(input.plain, reduction)
  }

  /// The tape as it is with something done otherwise; nil where that fails or would be another graph.
  func tape(_ change: GraphChange) -> Tape? {
    guard isFaithful, let values = try? values(change), case .node(let loss)? = values.last else { return nil }
    for (value, node) in zip(values, tape.nodes) {
      guard case .node(let made) = value else { return nil }
      (made.origin, made.turn, made.call, made.name) = (node.origin, node.turn, node.call, node.name)
    }
    let other = Tape(of: loss)
    guard other.nodes.count == tape.nodes.count else { return nil }
    return zip(other.nodes, tape.nodes).allSatisfy { $0.operation === $1.operation } ? other : nil
  }

  /// How a number and its gradients are with something done otherwise.
  struct Outcome {
    let values: [Traced]
    let loss: Double
    let gradients: [Int: Traced]

    /// Whether the number and all its gradients are finite.
    var isFinite: Bool {
      loss.isFinite && gradients.values.allSatisfy { FirstNonFinite.position(in: $0) == nil }
    }
  }

  /// Computes the number and its gradients again; nil when that fails or is interrupted.
  func outcome(_ change: GraphChange) -> Outcome? {
    guard let values = try? values(change), case .node(let loss)? = values.last,
      let number = loss.value.scalar
    else { return nil }
    let gradients = Gradient.ofParameters(loss)
    return Interruption.isRequested ? nil : Outcome(values: values, loss: number, gradients: gradients)
  }

  /// Where a descent ended.
  struct Descent {
    /// How many steps it took.
    let steps: Int
    /// The number before them.
    let first: Double
    /// The number after them; infinite when it is no number any more.
    let loss: Double
  }

  /// Steps against the gradients by a rule, from the parameters as they are or as a change has them, until so many steps
  /// are taken or the time is over; nil when that fails or is interrupted.
  ///
  /// Gradients whose norm is above `clip` are scaled down to it together.
  func descend(
    _ change: GraphChange, by rule: UpdateRule, steps: Int, frozen: Set<Int> = [], clip: Double? = nil,
    until isOver: () -> Bool = { false }
  ) -> Descent? {
    var change = change
    for index in tape.nodes.indices where tape.nodes[index].parameter >= 0 {
      let node = tape.nodes[index]
      if change.parameters[node.parameter] == nil { change.parameters[node.parameter] = node.value }
    }
    let ids = change.parameters.keys.filter { !frozen.contains($0) }.sorted()
    var memories: [Int: OptimiserMemory] = [:]
    var first = Double.infinity
    for step in 0...steps {
      guard let now = outcome(change) else { return nil }
      guard now.isFinite else { return Descent(steps: step, first: first, loss: .infinity) }
      if step == 0 { first = now.loss }
      if step == steps || step > 0 && isOver() { return Descent(steps: step, first: first, loss: now.loss) }
      var gradients = now.gradients.filter { !frozen.contains($0.key) }
      if let clip {
        let squares = ids.flatMap { gradients[$0]?.doubles ?? [] }.map { $0 * $0 }
        let norm = squares.reduce(0, +).squareRoot()
        if norm > clip { gradients = gradients.compactMapValues { try? Operation.multiply($0, .float64(clip / norm)) } }
      }
      let moving = ids.filter { gradients[$0] != nil }
      var moves = moving.compactMap { id in
        gradients[id].flatMap { gradient in
          change.parameters[id].map { OptimiserMove($0, against: gradient, memory: memories[id] ?? OptimiserMemory()) }
        }
      }
      guard (try? Optimiser.step(&moves, by: rule)) != nil else { return nil }
      for (id, move) in zip(moving, moves) {
        change.parameters[id] = move.new
        memories[id] = move.memory
      }
    }
    return nil
  }
}
