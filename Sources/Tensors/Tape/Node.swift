/// One recorded computation: what was computed, from what, by which operation, and where in the source.
///
/// The graph of nodes is the tape. A node keeps its inputs alive; what no name reaches is freed at once, however deep.
package final class Node {
  /// The inputs of an operation; the usual one or two are held without an array.
  package enum Inputs {
    case none
    case one(Traced)
    case two(Traced, Traced)
    case many([Traced])

    /// The number of inputs.
    package var count: Int {
      switch self {
      case .none: 0
      case .one: 1
      case .two: 2
      case .many(let all): all.count
      }
    }

    /// The input at a position below `count`.
    package subscript(_ position: Int) -> Traced {
      switch self {
      case .none: preconditionFailure("a leaf has no input \(position)")
      case .one(let only): only
      case .two(let first, let second): position == 0 ? first : second
      case .many(let all): all[position]
      }
    }
  }

  /// The operation that computed it; `Operation.leaf` for a parameter or another start of the record.
  package var operation: Operation { step }
  /// What was computed: never a node itself.
  package let value: Traced
  /// From what it was computed.
  package var inputs: Inputs {
    switch arity {
    case 1: .one(Node.operand(left, x))
    case 2: .two(Node.operand(left, x), Node.operand(right, y))
    default: general?.sources ?? .none
    }
  }
  /// What the operation was told besides its inputs, such as an axis.
  package var attributes: Attributes { general?.attributes ?? .none }
  /// The id of the parameter whose value this leaf is; -1 for all other nodes.
  package var parameter: Int { deferred == nil ? number : -1 }
  /// The id of a parameter, or the position of a gradient among the targets of its request.
  private var number: Int
  /// The index of the expression that made it in the static table of expressions; -1 when unknown.
  package var origin: Int32 = -1
  /// The turn of the innermost loop of its call in which it was made, from 1; 0 outside of loops.
  package var turn: Int32 = 0
  /// The call in which it was made; nil at the top level.
  package var call: CallRecord?
  /// The first name that was bound to it.
  package var name: String?

  // Operations are declared once and live as long as the program, so a node does not count its references to them.
  unowned(unsafe) var step: Operation

  // An operation on one or two float64 numbers lies in the node itself, so that a graph of numbers is walked without
  // counting references: `left` and `right` hold a count that `deinit` gives back.

  /// How many numbers it was computed from; 0 for a leaf, and for everything that `general` describes.
  private(set) var arity: UInt8
  /// The node that the first number belongs to; nil for a constant.
  private(set) var left: Unmanaged<Node>?
  /// The node that the second number belongs to; nil for a constant.
  private(set) var right: Unmanaged<Node>?
  /// The first number.
  private(set) var x: Double
  /// The second number.
  private(set) var y: Double

  /// How it was computed, for operations on tensors and for gradients that have been recorded.
  private var general: General?

  /// What only nodes have that are no operation on numbers.
  private final class General {
    let sources: Inputs
    let attributes: Attributes
    /// What it stands for, when it was computed by a fused operation.
    var steps: (any SpelledOut)?

    init(sources: Inputs, attributes: Attributes) {
      self.sources = sources
      self.attributes = attributes
    }
  }

  /// The request of a gradient whose own record is made only when somebody asks for it; nil for all other nodes.
  private var deferred: GradientRequest?

  /// During a walk, while this node is open: the node whose input it is.
  var walkParent: Unmanaged<Node>?
  /// During a backward pass: the gradient that has arrived at a float64 number; those of tensors are kept by the pass.
  var adjoint = 0.0
  /// Its position in the walk that is under way; -1 between walks, `opened` and below until its inputs are numbered.
  var walkIndex: Int32 = -1
  /// The number of an open node of whose inputs none has been looked at; it falls by one for each that has.
  static let opened: Int32 = -2
  /// During a walk: whether a target is reached from it.
  var isNeeded = false
  /// During a walk: whether it is itself a target.
  var isTarget = false
  /// During a backward pass: whether `adjoint` holds the gradient so far.
  var hasAdjoint = false
  /// Whether it, or anything it was computed from, is a gradient whose record is not made yet.
  let reachesDeferred: Bool

  /// Makes a node.
  package init(_ operation: Operation, value: Traced, inputs: Inputs, attributes: Attributes = .none) {
    step = operation
    self.value = value
    (arity, x, y) = (0, 0, 0)
    general = General(sources: inputs, attributes: attributes)
    self.number = -1
    reachesDeferred =
      switch inputs {
      case .none: false
      case .one(let only): only.reachesDeferred
      case .two(let first, let second): first.reachesDeferred || second.reachesDeferred
      case .many(let all): all.contains { $0.reachesDeferred }
      }
  }

  /// Makes the record of an operation on one number, the fastest way.
  @inline(__always)
  package convenience init(_ operation: Operation, number: Double, of left: Unmanaged<Node>, _ x: Double) {
    let reaches = left._withUnsafeGuaranteedRef { $0.reachesDeferred }
    self.init(operation, number: number, arity: 1, left, x, nil, 0, reachesDeferred: reaches)
  }

  /// Makes the record of an operation on two numbers, each with the node that it belongs to.
  @inline(__always)
  package convenience init(
    _ operation: Operation, number: Double, of left: Unmanaged<Node>?, _ x: Double, and right: Unmanaged<Node>?,
    _ y: Double
  ) {
    let reaches =
      left?._withUnsafeGuaranteedRef { $0.reachesDeferred } ?? false
      || right?._withUnsafeGuaranteedRef { $0.reachesDeferred } ?? false
    self.init(operation, number: number, arity: 2, left, x, right, y, reachesDeferred: reaches)
  }

  private init(
    _ operation: Operation, number: Double, arity: UInt8, _ left: Unmanaged<Node>?, _ x: Double,
    _ right: Unmanaged<Node>?, _ y: Double, reachesDeferred: Bool
  ) {
    step = operation
    value = .float64(number)
    self.arity = arity
    self.left = left?.retain()
    self.right = right?.retain()
    (self.x, self.y) = (x, y)
    self.number = -1
    self.reachesDeferred = reachesDeferred
  }

  /// Makes a leaf: the value of a parameter, or of anything else that gradients are asked for.
  package init(leaf value: Traced, parameter: Int = -1, name: String? = nil) {
    step = .leaf
    self.value = value
    (arity, x, y) = (0, 0, 0)
    number = parameter
    self.name = name
    reachesDeferred = false
  }

  /// Makes the value of a gradient whose record is made on demand.
  init(gradient value: Traced, request: GradientRequest, position: Int) {
    step = .gradient
    self.value = value
    (arity, x, y) = (0, 0, 0)
    deferred = request
    number = position
    reachesDeferred = true
  }

  private static func operand(_ node: Unmanaged<Node>?, _ number: Double) -> Traced {
    if let node { .node(node.takeUnretainedValue()) } else { .float64(number) }
  }

  /// The nodes it was computed from; for a gradient whose record is not made yet, all that the record will be made from.
  func forEachSource(_ body: (Node) -> Void) {
    if let request = deferred { return request.forEachHeldNode(body) }
    let sources = inputs
    for position in 0..<sources.count {
      if case .node(let input) = sources[position] { body(input) }
    }
  }

  /// Whether it is a gradient whose record is not made yet.
  var isDeferred: Bool { deferred != nil }

  /// The record of a gradient, when somebody differentiates it: from then on it is an ordinary value.
  func recordGradient() {
    guard let request = deferred else { return }
    let position = number
    (deferred, number) = (nil, -1)
    guard let recorded = request.recorded(position) else { return }
    step = .same
    general = General(sources: .one(recorded), attributes: .none)
  }

  /// Says what a result of a fused operation stands for.
  package func stands(for steps: any SpelledOut) { general?.steps = steps }

  /// Becomes the last of the steps that a fused operation took in one; the value stays as it was computed.
  func spellOut() {
    guard let general, let steps = general.steps else { return }
    general.steps = nil
    guard let last = steps.spelledOut() else { return }
    (step, origin, turn, call) = (last.step, last.origin, last.turn, last.call)
    (arity, x, y) = (last.arity, last.x, last.y)
    (left, right) = (last.left?.retain(), last.right?.retain())
    self.general = last.general
  }

  /// Whether it was computed by a fused operation and is not spelled out yet.
  var isFused: Bool { general?.steps != nil }

  /// Frees a graph without recursion: a chain of a million nodes must not overflow the stack.
  deinit {
    guard holdsNode else { return }
    var pending = Pending()
    giveUpInputs(to: &pending)
    while var node = pending.next() {
      if isKnownUniquelyReferenced(&node) { node.giveUpInputs(to: &pending) }
    }
  }

  /// Nodes that may have to be freed: most graphs are narrow, and one place is enough for them.
  private struct Pending {
    private var first: Node?
    private var rest: [Node] = []

    /// Leaves hold nothing and are left to themselves.
    mutating func add(_ value: consuming Traced) {
      guard case .node(let node) = consume value else { return }
      add(node)
    }

    mutating func add(_ node: consuming Node) {
      guard node.holdsNode else { return }
      if first == nil { first = node } else { rest.append(node) }
    }

    mutating func next() -> Node? {
      if let node = first {
        first = nil
        return node
      }
      return rest.popLast()
    }
  }

  private var holdsNode: Bool { left != nil || right != nil || general != nil || deferred != nil }

  private func giveUpInputs(to pending: inout Pending) {
    if let given = left {
      left = nil
      pending.add(given.takeRetainedValue())
    }
    if let given = right {
      right = nil
      pending.add(given.takeRetainedValue())
    }
    if deferred != nil, var request = deferred {
      deferred = nil
      if isKnownUniquelyReferenced(&request) { request.forEachHeldNode { pending.add($0) } }
    }
    guard let given = general else { return }
    general = nil
    switch given.sources {
    case .none: return
    case .one(let only): pending.add(only)
    case .two(let first, let second):
      pending.add(first)
      pending.add(second)
    case .many(let all): for value in all { pending.add(value) }
    }
  }
}

extension Node {
  /// The next input that the walk under way has not seen; nil when all have been.
  @inline(__always)
  func nextUnvisited() -> Unmanaged<Node>? {
    var position = Node.opened - walkIndex
    defer { walkIndex = Node.opened - position }
    if arity > 0 {
      if position == 0 {
        position = 1
        if let left, left._withUnsafeGuaranteedRef({ $0.walkIndex == -1 }) { return left }
      }
      if position == 1 {
        position = 2
        if let right, right._withUnsafeGuaranteedRef({ $0.walkIndex == -1 }) { return right }
      }
      return nil
    }
    let sources = inputs
    while position < sources.count {
      position += 1
      if case .node(let node) = sources[Int(position) - 1], node.walkIndex == -1 { return .passUnretained(node) }
    }
    return nil
  }

  /// Takes the number and the marks of a walk off.
  @inline(__always)
  func leaveWalk() {
    walkIndex = -1
    isNeeded = false
    isTarget = false
    hasAdjoint = false
  }

  /// Whether a target of the walk is reached through an input.
  @inline(__always)
  var hasNeededInput: Bool {
    if arity > 0 {
      return left?._withUnsafeGuaranteedRef { $0.isNeeded } ?? false
        || right?._withUnsafeGuaranteedRef { $0.isNeeded } ?? false
    }
    return switch inputs {
    case .none: false
    case .one(let only): only.node?.isNeeded ?? false
    case .two(let first, let second): first.node?.isNeeded ?? false || second.node?.isNeeded ?? false
    case .many(let all): all.contains { $0.node?.isNeeded ?? false }
    }
  }
}

extension Traced {
  @inline(__always)
  fileprivate var reachesDeferred: Bool {
    if case .node(let node) = self { return node.reachesDeferred }
    return false
  }
}

/// A call during which nodes were made: what was called, from where.
package final class CallRecord {
  /// The name of the function.
  package let function: String
  /// Whether the function belongs to the prelude, so that a stepper shows it as one step at first.
  package let isPrelude: Bool
  /// The expression that made the call, in the static table of expressions.
  package let origin: Int32
  /// The call around it; nil at the top level.
  package let parent: CallRecord?
  /// The turn of the innermost loop around the call, from 1; 0 outside of loops.
  package let turn: Int32

  /// Makes a record.
  package init(function: String, isPrelude: Bool, origin: Int32, parent: CallRecord?, turn: Int32 = 0) {
    self.turn = turn
    self.function = function
    self.isPrelude = isPrelude
    self.origin = origin
    self.parent = parent
  }
}
