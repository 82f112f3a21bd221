import Tensors

/// A fused operation that computes what a function of the prelude spells out.
///
/// The prelude's text stays the definition: it runs where the arguments are few, unusual or wrong, and whenever somebody
/// looks at the steps. A test holds both to the same numbers.
struct PreludeKernel: Sendable {
  /// What an operation is given.
  struct Work {
    /// The inputs with the parameters of the function that they are the arguments of.
    let inputs: [(slot: Int, value: Traced)]
    let attributes: Attributes
  }

  let operation: Operation
  /// Reads a call's arguments; nil leaves the call to the prelude's text.
  let read: @Sendable (_ frame: Frame, _ place: Site) throws(Stop) -> Work?

  /// The kernel of a function of the prelude.
  static func named(_ name: String) -> PreludeKernel? {
    switch name {
    case "softmax": softmax
    case "cross_entropy": crossEntropy
    case "layer_norm": layerNorm
    case "gelu": gelu
    case "conv2d": convolution
    case "max_pool2d": maxPool
    default: nil
    }
  }

  /// The result of a call whose arguments lie in a frame; nil when the prelude's text is to compute it.
  func call(_ frame: Frame, of function: Function, _ code: FunctionCode, at place: Site) throws(Stop) -> Value? {
    guard let work = try read(frame, place) else { return nil }
    let made: Traced
    do throws(TensorError) {
      made = try operation(work.inputs.map(\.value), work.attributes)
    } catch .interrupted {
      throw .interrupted
    } catch {
      // The prelude's text meets the same obstacle and says where.
      return nil
    }
    if case .node(let node) = made {
      node.origin = place.origin
      node.call = frame.callRecord
      node.stands(for: PreludeCall(frame, of: function, code, work))
    }
    return .data(made)
  }
}

/// A call of a prelude function that a kernel answered: enough to run its text when somebody wants to see the steps.
private final class PreludeCall: SpelledOut {
  private let code: FunctionCode
  private let function: Function
  private let record: CallRecord?
  private let origin: Int32
  private let arguments: [Value]
  private let machine: () -> Machine

  init(_ frame: Frame, of function: Function, _ code: FunctionCode, _ work: PreludeKernel.Work) {
    (self.code, self.function) = (code, function)
    (record, origin) = (frame.callRecord, frame.callOrigin)
    var arguments = (0..<code.parameters.count).map { frame.slots[$0] }
    for (slot, value) in work.inputs { arguments[slot] = .data(value) }
    self.arguments = arguments
    let (table, library, host, limits) = (
      frame.machine.table, frame.machine.library, frame.machine.host, frame.machine.limits
    )
    let float = frame.machine.state.defaultFloat
    machine = {
      var state = State(seed: 0)
      state.defaultFloat = float
      return Machine(state: state, table: table, library: library, host: host, limits: limits, emit: { _ in })
    }
  }

  func spelledOut() -> Node? {
    let machine = machine()
    machine.usesKernels = false
    return ElementType.$defaultFloat.withValue(machine.state.defaultFloat) {
      let frame = Frame(
        machine: machine, slotCount: code.slotCount, captures: [], code: code, function: function, callOrigin: origin,
        parent: nil)
      frame.adopt(record)
      for (slot, value) in arguments.enumerated() { frame.slots[slot] = value }
      guard (try? code.body.run(frame)) != nil, case .data(.node(let node)) = frame.result else { return nil }
      return node
    }
  }
}

extension PreludeKernel {
  /// The elements from which on a call is worth a kernel: below, the steps cost no more.
  fileprivate static let least = 64

  private static let softmax = PreludeKernel(operation: .fusedSoftmax) { (frame, place) throws(Stop) in
    guard let x = try frame.floats(0, at: place), frame.isLast(1, of: x.shape.count) else { return nil }
    return Work(inputs: [(0, x)], attributes: .none)
  }

  private static let gelu = PreludeKernel(operation: .fusedGelu) { (frame, place) throws(Stop) in
    guard let x = try frame.floats(0, at: place), x.elementType == .float32 else { return nil }
    return Work(inputs: [(0, x)], attributes: .none)
  }

  private static let crossEntropy = PreludeKernel(operation: .fusedCrossEntropy) { (frame, place) throws(Stop) in
    guard let scores = try frame.floats(0, at: place), let classes = scores.shape.last,
      let labels = try frame.tensor(1, at: place)?.wholes(below: classes),
      labels.shape == Array(scores.shape.dropLast()), labels.count > 0
    else { return nil }
    // Probabilities in place of scores are pointed out by the prelude.
    if let call = scores.node?.call, call.isPrelude, call.function == "softmax" { return nil }
    return Work(inputs: [(0, scores), (1, labels)], attributes: .none)
  }

  private static let layerNorm = PreludeKernel(operation: .fusedLayerNorm) { (frame, place) throws(Stop) in
    guard let x = try frame.floats(0, at: place), let gain = try frame.factor(1, of: x, at: place),
      let bias = try frame.factor(2, of: x, at: place), let epsilon = frame.number(3)
    else { return nil }
    return Work(inputs: [(0, x), (1, gain), (2, bias), (3, .float64(epsilon))], attributes: .none)
  }

  private static let convolution = PreludeKernel(operation: .fusedConvolution) { (frame, place) throws(Stop) in
    guard let x = try frame.floats(0, at: place), let kernels = try frame.floats(1, at: place, least: 1),
      kernels.elementType == x.elementType, let stride = frame.pair(3), let padding = frame.pair(4),
      let dilation = frame.pair(5), dilation == (1, 1),
      Convolution(images: x.shape, kernels: kernels.shape, stride: stride, padding: padding) != nil
    else { return nil }
    let bias: Traced
    if frame.number(2) == 0 {
      bias = .float64(0)
    } else if let given = try frame.floats(2, at: place, least: 1), given.shape == [kernels.shape[0]],
      given.elementType == x.elementType
    {
      bias = given
    } else {
      return nil
    }
    let size = (kernels.shape[2], kernels.shape[3])
    return Work(
      inputs: [(0, x), (1, kernels), (2, bias)], attributes: .window(kernel: size, stride: stride, padding: padding))
  }

  private static let maxPool = PreludeKernel(operation: .fusedMaxPool) { (frame, place) throws(Stop) in
    guard let x = try frame.floats(0, at: place), let size = frame.pair(1), let stride = frame.pair(2),
      Operation.canPool(x.shape, size, stride)
    else { return nil }
    return Work(inputs: [(0, x)], attributes: .window(kernel: size, stride: stride, padding: (0, 0)))
  }
}

extension Frame {
  /// An argument that is a tensor or the parameter that holds one.
  fileprivate func tensor(_ slot: Int, at place: Site) throws(Stop) -> Traced? {
    switch slots[slot] {
    case .data, .parameter: break
    default: return nil
    }
    let value = try machine.traced(slots[slot], at: place, operand: slot)
    return value.isNumber ? nil : value
  }

  /// Likewise one of a float type with at least so many elements.
  fileprivate func floats(_ slot: Int, at place: Site, least: Int = PreludeKernel.least) throws(Stop) -> Traced? {
    guard let value = try tensor(slot, at: place), value.elementType.isFloat, value.count >= least else { return nil }
    return value
  }

  /// A number written down or by default, or a vector as long as the last axis, of the same float type.
  fileprivate func factor(_ slot: Int, of x: Traced, at place: Site) throws(Stop) -> Traced? {
    if let number = number(slot) {
      return x.elementType == .float32 ? .float32(Float(number)) : .float64(number)
    }
    guard let value = try floats(slot, at: place, least: 1), value.shape == [x.shape.last ?? 0],
      value.elementType == x.elementType
    else { return nil }
    return value
  }

  /// Whether an axis is the last of so many.
  fileprivate func isLast(_ slot: Int, of rank: Int) -> Bool {
    guard let number = number(slot) else { return false }
    return number == -1 || number == Double(rank - 1)
  }

  /// One number without a record.
  fileprivate func number(_ slot: Int) -> Double? { Frame.number(slots[slot]) }

  private static func number(_ value: Value) -> Double? {
    switch value {
    case .data(.float64(let number)): number
    case .data(.float32(let number)): Double(number)
    case .data(.int(let number)): Double(number)
    default: nil
    }
  }

  /// One whole number for both, or a list of two.
  fileprivate func pair(_ slot: Int) -> (Int, Int)? {
    func whole(_ value: Value) -> Int? { Frame.number(value).flatMap { Int(exactly: $0) } }
    if let both = whole(slots[slot]) { return (both, both) }
    guard case .list(let list) = slots[slot], list.items.count == 2, let down = whole(list.items[0]),
      let across = whole(list.items[1])
    else { return nil }
    return (down, across)
  }
}
