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
  package var inputs: Inputs { sources }
  // Kept inside the module, where the compiler sees that no two accesses overlap and leaves the run-time check away.
  // Operations are declared once and live as long as the program, so a node does not count its references to them.
  unowned(unsafe) var step: Operation
  var sources: Inputs

  /// What the operation was told besides its inputs, such as an axis.
  package let attributes: Attributes
  /// The id of the parameter whose value this leaf is; -1 for all other nodes.
  package let parameter: Int
  /// The index of the expression that made it in the static table of expressions; -1 when unknown.
  package var origin: Int32 = -1
  /// The call in which it was made; nil at the top level.
  package var call: CallRecord?
  /// The first name that was bound to it.
  package var name: String?
  /// The request of a gradient whose own record is made only when somebody asks for it; nil for all other nodes.
  var deferred: GradientRequest?
  /// The position of that gradient among the request's targets.
  let deferredPosition: Int
  /// Whether it, or anything it was computed from, is such a gradient.
  let reachesDeferred: Bool

  /// Its position in the walk that is under way; -1 between walks, `opened` and below until its inputs are numbered.
  var walkIndex = -1
  /// During a walk, while this node is open: the node whose input it is.
  unowned(unsafe) var walkParent: Node?
  /// The number of an open node of whose inputs none has been looked at; it falls by one for each that has.
  static let opened = -2
  /// During a walk: whether a target is reached from it.
  var isNeeded = false
  /// During a walk: whether it is itself a target.
  var isTarget = false
  /// During a backward pass: whether `adjoint` holds the gradient so far.
  var hasAdjoint = false
  /// During a backward pass: the gradient that has arrived at a float64 number; those of tensors are kept by the pass.
  var adjoint = 0.0

  /// Makes a node.
  package init(_ operation: Operation, value: Traced, inputs: Inputs, attributes: Attributes = .none) {
    step = operation
    self.value = value
    sources = inputs
    self.attributes = attributes
    parameter = -1
    deferredPosition = -1
    reachesDeferred =
      switch inputs {
      case .none: false
      case .one(let only): only.reachesDeferred
      case .two(let first, let second): first.reachesDeferred || second.reachesDeferred
      case .many(let all): all.contains { $0.reachesDeferred }
      }
  }

  /// Makes the record of an operation on numbers, the fastest way.
  @inline(__always)
  init(_ operation: Operation, number: Double, inputs: Inputs, reachesDeferred: Bool) {
    step = operation
    value = .float64(number)
    sources = inputs
    attributes = .none
    parameter = -1
    deferredPosition = -1
    self.reachesDeferred = reachesDeferred
  }

  /// Makes a leaf: the value of a parameter, or of anything else that gradients are asked for.
  package init(leaf value: Traced, parameter: Int = -1, name: String? = nil) {
    step = .leaf
    self.value = value
    sources = .none
    attributes = .none
    self.parameter = parameter
    self.name = name
    deferredPosition = -1
    reachesDeferred = false
  }

  /// Makes the value of a gradient whose record is made on demand.
  init(gradient value: Traced, request: GradientRequest, position: Int) {
    step = .gradient
    self.value = value
    sources = .none
    attributes = .none
    parameter = -1
    deferred = request
    deferredPosition = position
    reachesDeferred = true
  }

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

  private var holdsNode: Bool {
    switch sources {
    case .none: deferred != nil
    case .one, .two, .many: true
    }
  }

  private func giveUpInputs(to pending: inout Pending) {
    if deferred != nil, var request = deferred {
      deferred = nil
      if isKnownUniquelyReferenced(&request) { request.forEachHeldNode { pending.add($0) } }
    }
    var given = Inputs.none
    swap(&given, &sources)
    switch consume given {
    case .none: return
    case .one(let only): pending.add(only)
    case .two(let first, let second):
      pending.add(first)
      pending.add(second)
    case .many(let all): for value in all { pending.add(value) }
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

  /// Makes a record.
  package init(function: String, isPrelude: Bool, origin: Int32, parent: CallRecord?) {
    self.function = function
    self.isPrelude = isPrelude
    self.origin = origin
    self.parent = parent
  }
}
