import Source
package import Tensors

/// All that a session remembers, as one value: a copy is cheap and independent of the original.
package struct State {
  /// The values of the top-level names, by slot.
  var globals: [Value] = []
  /// Where each of them was last bound.
  var origins: [Int32] = []
  var parameters: [ParameterCell?] = []
  var freeParameters: [Int] = []
  var sweepAt = 1024
  var optimisers: [OptimiserCell] = []
  /// The ids of the parameters that no optimiser moves.
  package var frozen: Set<Int> = []
  /// The loss of the last step.
  var stepped = SteppedLoss()
  /// The stream of random numbers.
  var random: RandomStream
  /// The seed that the session, or the program by `seed`, gave last.
  package private(set) var seed: UInt64
  /// The seed from which, with its place, every step of a lesson has its own.
  package private(set) var root: UInt64
  /// Where the stream began, and how many have begun.
  private var begun: (seed: UInt64, number: Int)
  /// The element type of numbers in the source and of what creation functions make.
  package var defaultFloat: ElementType = .float64
  /// How many digits texts made by the program have; nil for the usual 7 and 5.
  package var digits: Int?
  /// The student whose own numbers `choose` gives; nil when nobody said.
  package var student: String?
  /// What every seed is mixed with, so that another number here draws others, whatever seeds a program sets.
  package var salt: UInt64 = 0
  /// How many numbers of a student's own were chosen.
  var choices = 0
  /// The numbers of the inputs that led here, in order, as whoever runs them counts: going back to a state goes back in
  /// them too.
  package var inputs = Counted()

  /// An empty state.
  package init(seed: UInt64 = 0) {
    (self.seed, root, begun) = (seed, seed, (seed, 0))
    random = RandomStream(seed: seed)
  }

  /// Starts the stream of random numbers again, as a program does.
  mutating func reseed(_ seed: UInt64) {
    self.seed = seed
    random = RandomStream(seed: seed ^ salt)
  }

  /// Starts all random numbers again: those that follow, and those of the places to come.
  package mutating func restart(seed: UInt64) {
    root = seed
    beginStream(seed: seed)
  }

  /// Begins a stream of random numbers at a seed.
  package mutating func beginStream(seed: UInt64) {
    reseed(seed)
    self.seed = root
    begun = (seed, begun.number + 1)
  }

  /// Begins the stream of a place in a lesson: whatever was drawn before does not matter for it.
  ///
  /// Its seed is short enough to be written down and to be given to `seed`.
  package mutating func beginStream(at place: String) {
    beginStream(seed: FNV1a.hash(of: "\(root) \(place)") & 0x7fff_ffff)
  }

  /// Where random numbers come from at some moment.
  package struct Stream: Equatable, Sendable {
    /// How many streams had begun before this one.
    package let number: Int
    /// Where it began.
    package let seed: UInt64
    fileprivate let random: RandomStream

    fileprivate init(_ state: State) { (number, seed, random) = (state.begun.number, state.begun.seed, state.random) }
  }

  /// Where the next random number comes from.
  package var stream: Stream { Stream(self) }

  /// Goes back in the stream to an earlier place in it: a statement that failed has drawn nothing.
  package mutating func rewind(to earlier: Stream) {
    if earlier.number == begun.number { random = earlier.random }
  }

  /// Whether what made this state of an earlier one has drawn random numbers, or a student's own.
  package func hasDrawn(since earlier: State) -> Bool { stream != earlier.stream || choices != earlier.choices }
}

/// The value of a parameter: the leaf that expressions use until the next update.
struct ParameterCell {
  var leaf: Node
  var handle: Parameter
  /// The handle's number, which is compared without touching the handle.
  let id: Int

  init(leaf: Node, handle: Parameter) {
    self.leaf = leaf
    self.handle = handle
    id = handle.id
  }
}

extension State {
  /// Makes a parameter with a first value.
  mutating func makeParameter(_ value: Traced, isBuffer: Bool = false) -> Parameter {
    if parameters.count - freeParameters.count >= sweepAt { sweepParameters() }
    let slot = freeParameters.popLast() ?? parameters.count
    let parameter = Parameter(slot: slot, id: Identity.next(), shape: value.shape, isBuffer: isBuffer)
    let cell = ParameterCell(leaf: Node(leaf: value, parameter: parameter.id), handle: parameter)
    if slot < parameters.count { parameters[slot] = cell } else { parameters.append(cell) }
    return parameter
  }

  /// The leaf that holds a parameter's value now.
  @inline(__always)
  func leaf(of parameter: Parameter) -> Node? {
    guard parameter.slot < parameters.count, parameters[parameter.slot]?.id == parameter.id else { return nil }
    return parameters[parameter.slot]?.leaf
  }

  /// Gives a parameter a new value; what was computed before keeps the old one.
  mutating func update(_ parameter: Parameter, to value: Traced) {
    guard parameter.slot < parameters.count, parameters[parameter.slot]?.handle === parameter else { return }
    parameters[parameter.slot]?.leaf = Node(leaf: value.plain, parameter: parameter.id, name: parameter.name)
  }

  /// Gives parameters the values that they had when these cells were taken.
  mutating func restore(_ cells: [ParameterCell?]) {
    for (slot, cell) in cells.enumerated() where slot < parameters.count {
      if let cell, parameters[slot]?.id == cell.id { parameters[slot]?.leaf = cell.leaf }
    }
  }

  /// Lets go of the parameters that no value holds any more, so that a long loop that makes them runs in constant memory.
  private mutating func sweepParameters() {
    for slot in parameters.indices {
      guard var cell = parameters[slot] else { continue }
      parameters[slot] = nil
      if isKnownUniquelyReferenced(&cell.handle) {
        freeParameters.append(slot)
      } else {
        parameters[slot] = cell
      }
    }
    sweepAt = Swift.max(1024, 2 * (parameters.count - freeParameters.count))
  }
}
