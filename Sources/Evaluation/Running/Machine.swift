import Source
import Tensors

/// What stops the evaluation of an expression.
enum Stop: Error {
  /// Something went wrong.
  case failure(Diagnostic)
  /// Ctrl-C, or a limit that only the caller knows.
  case interrupted
  /// `return` inside a block that is used as an expression; the frame holds the value.
  case returning
  /// `break` inside such a block.
  case breaking
  /// `continue` inside such a block.
  case continuing
}

/// An expression, compiled: computes its value from a frame.
typealias Code = (Frame) throws(Stop) -> Value

/// How a statement ends.
enum Flow {
  case normal, breaking, continuing, returning
}

/// A statement, compiled.
typealias Step = (Frame) throws(Stop) -> Flow

/// Statements, compiled into one closure.
///
/// Closures are kept in a struct wherever they lie in an array: bare ones would be called through an adapter each time.
struct Block {
  let run: Step

  init(_ run: @escaping Step) { self.run = run }

  /// Joins steps pair by pair, so that running them walks no array and nests no deeper than the logarithm of their count.
  init(steps: [Block]) {
    self = Block.joined(steps[...])
  }

  private static func joined(_ steps: ArraySlice<Block>) -> Block {
    guard let first = steps.first else { return Block { _ in .normal } }
    if steps.count == 1 { return first }
    let middle = steps.startIndex + steps.count / 2
    let left = joined(steps[..<middle]).run
    let right = joined(steps[middle...]).run
    return Block { frame throws(Stop) in
      let flow = try left(frame)
      if flow != .normal { return flow }
      return try right(frame)
    }
  }
}

/// An operand or an argument, compiled.
struct Operand {
  let read: Code
}

/// The values of one call, or of the top level: names are slots.
final class Frame {
  let machine: Machine
  let slots: UnsafeMutablePointer<Value>
  /// The slots of the top-level names.
  let globals: UnsafeMutablePointer<Value>
  let slotCount: Int
  let captures: [Value]
  /// The value of the last expression statement, and of `return`.
  var result: Value = .nothing
  /// The code that runs here; nil at the top level.
  let code: FunctionCode?
  /// The function value that was called; nil at the top level.
  let function: Function?
  /// The expression that called it.
  let callOrigin: Int32
  let parent: Frame?
  private var record: CallRecord?
  /// The turn of the innermost loop that runs here, from 1; 0 outside of loops.
  var turn: Int32 = 0

  /// What has a name in this call: what its function captured, and what is bound now.
  var named: [(name: String, value: Value)] {
    guard let code, !code.isPrelude else { return [] }
    let bound = zip(code.slotNames, (0..<slotCount).map { slots[$0] }).filter {
      if case .unset = $1 { false } else { true }
    }
    return zip(code.captureNames, captures).filter { name, _ in !bound.contains { $0.0 == name } } + bound
  }

  /// Takes the record of an earlier call over, whose steps are made again.
  func adopt(_ record: CallRecord?) { self.record = record }

  /// How many updates of parameters there had been when this call began.
  let updatesBefore: Int

  init(
    machine: Machine, slotCount: Int, captures: [Value], code: FunctionCode?, function: Function?, callOrigin: Int32,
    parent: Frame?
  ) {
    self.machine = machine
    globals = machine.globals
    self.slotCount = slotCount
    self.captures = captures
    self.code = code
    self.function = function
    self.callOrigin = callOrigin
    self.parent = parent
    updatesBefore = machine.growth.updates
    slots = .allocate(capacity: Swift.max(slotCount, 1))
    slots.initialize(repeating: .unset, count: slotCount)
  }

  deinit {
    slots.deinitialize(count: slotCount)
    slots.deallocate()
  }

  /// The record of this call for the nodes made in it; none at the top level.
  var callRecord: CallRecord? {
    guard let code else { return nil }
    if let record { return record }
    let made = CallRecord(
      function: code.name ?? "a function", isPrelude: code.isPrelude, origin: callOrigin, parent: parent?.callRecord,
      turn: parent?.turn ?? 0)
    record = made
    return made
  }
}

/// What runs compiled code: the state under way, the limits, and where output goes.
final class Machine {
  var state: State
  let table: CodeTable
  let host: Host
  let limits: Limits
  let emit: (Event) -> Void
  /// Who is told the state after every step of an optimiser.
  var onUpdate: ((State, [Int: Traced]) -> Void)?
  /// Who follows the steps of the run.
  var trail: Trail?
  /// The number that was differentiated last, until the step around it is over.
  var lastLoss: PastLoss?
  /// How many updates belong to steps that have been counted.
  var countedUpdates = 0
  /// The slots of the top-level names while code runs.
  let globals: UnsafeMutablePointer<Value>
  /// How many there are.
  let globalCount: Int
  let library: Library
  /// Whether operations record how they were computed.
  var isRecording = true
  /// Whether functions of the prelude that have a kernel use it.
  var usesKernels = true
  /// Whether layers such as dropout are active.
  var isTraining = false
  /// Whether the run ends when the statement that is running is done, because somebody wished so on the way.
  var endsAfterStatement = false
  /// How many calls are waiting for each other.
  var depth = 0
  /// How many loop turns and calls there have been.
  var steps = 0
  /// How many characters have been printed.
  var printed = 0
  /// The warnings and notes of this run, each once, with how often it came; in the order of their first time.
  private var told: [(key: String, diagnostic: Diagnostic, times: Int)] = []
  /// Which names hold graphs that grow.
  var growth = GraphGrowth()
  private let stackEnd: UInt

  init(
    state: State, table: CodeTable, library: Library, host: Host, limits: Limits, emit: @escaping (Event) -> Void
  ) {
    self.state = state
    self.table = table
    self.library = library
    self.host = host
    self.limits = limits
    self.emit = emit
    stackEnd = StackBounds.lowestSafeAddress
    // While code runs the top-level values live here, where a slot is one load away; `close` hands them back.
    globalCount = table.names.count
    globals = .allocate(capacity: Swift.max(globalCount, 1))
    let known = Swift.min(state.globals.count, globalCount)
    for slot in 0..<known { (globals + slot).initialize(to: state.globals[slot]) }
    (globals + known).initialize(repeating: .unset, count: globalCount - known)
    self.state.globals = []
    while self.state.origins.count < globalCount { self.state.origins.append(-1) }
  }

  deinit {
    globals.deinitialize(count: globalCount)
    globals.deallocate()
  }

  /// A copy of the state as it is while code runs.
  var snapshot: State {
    var copy = state
    copy.globals = Array(UnsafeBufferPointer(start: globals, count: globalCount))
    return copy
  }

  /// Shows a warning or a note the first time it comes from a place; after that it is counted.
  func tell(_ diagnostic: Diagnostic, counts: Bool = true) {
    let key = "\(diagnostic.code) \(diagnostic.source?.name ?? "") \(diagnostic.labels.first?.span.lower ?? -1)"
    if let known = told.firstIndex(where: { $0.key == key }) {
      if counts { told[known].times += 1 }
      return
    }
    told.append((key, diagnostic, 1))
    emit(.diagnostic(diagnostic))
  }

  /// Says at the end of a run how often each warning came besides the first time.
  func tellRepeated() {
    for (_, diagnostic, times) in told where times > 1 {
      let title: Phrase =
        times == 2 ? "… and once more: \(diagnostic.title)" : "… and \(times - 1) more times: \(diagnostic.title)"
      emit(.diagnostic(Diagnostic(.note, code: diagnostic.code, title)))
    }
    told = []
  }

  /// The state as the run leaves it.
  func close() -> State {
    state.globals = Array(UnsafeBufferPointer(start: globals, count: globalCount))
    return state
  }

  /// Called on every turn of a loop and on every call: counts, and now and then looks whether to stop.
  @inline(__always)
  func tick() throws(Stop) {
    steps &+= 1
    if steps & 0xff == 0 { try lookAround() }
  }

  /// Looks whether somebody wants the run to stop.
  @inline(never)
  func lookAround() throws(Stop) {
    if host.isInterrupted() { throw .interrupted }
    Effort.spend(0x100 * Effort.perStep)
    if Effort.isSpent { throw .failure(Machine.effortSpent) }
    if steps & 0xffff == 0, host.residentBytes() > TensorLimits.totalBytes { throw memoryExhausted() }
    if let most = limits.steps, steps > most {
      throw .failure(
        Diagnostic(
          code: .tooManySteps, "this takes more than \(most) steps", notes: ["A loop may never end."],
          help: "make the loop shorter, or raise the limit with :set steps N"))
    }
  }

  /// Opens a call: depth and stack are limited so that endless recursion is an error, not a crash.
  @inline(__always)
  func enter() throws(Stop) {
    depth += 1
    try tick()
    var here: UInt8 = 0
    let address = withUnsafeMutablePointer(to: &here) { UInt(bitPattern: $0) }
    if depth > limits.depth || address < stackEnd { throw tooDeep() }
  }

  @inline(never)
  private func tooDeep() -> Stop {
    .failure(
      Diagnostic(
        code: .tooDeep, "the calls are nested too deeply: \(depth) calls are waiting for each other",
        notes: ["A function that calls itself needs a case in which it does not."],
        help: "write it as a loop, or check the condition that ends the recursion"))
  }
}

/// How much a run may use; each limit has its own error.
package struct Limits: Sendable, Equatable {
  /// How deep calls may nest.
  package var depth = 20_000
  /// How many loop turns and calls a run may take; nil for any number.
  package var steps: Int?
  /// How many characters a run may print.
  package var output = 10_000_000
  /// How many bytes of UTF-8 a text may have.
  package var text = 20_000_000

  /// Makes the usual limits.
  package init() {}
}
