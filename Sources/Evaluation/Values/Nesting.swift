import Source
import Tensors

// Values of the language nest: lists in lists, functions that hold functions. What walks over them (showing, comparing,
// freeing) goes as deep as they do, so how deep they may be is limited where they are made; and what they take of the
// memory is counted where they are made.

/// How deep a value is nested and how much it holds when it is written out.
struct Nesting {
  /// The deepest that a list, a record or a function may be; walking over it must not exhaust a small stack.
  static let deepest: Int32 = 2000
  /// The most plain values that a list or a record may hold in all; a value that it holds twice counts twice.
  static let most = 20_000_000

  /// How many lists, records and functions lie within each other; 0 for a plain value.
  var depth: Int32 = 0
  /// How many plain values there are in all.
  var count = 1

  static let plain = Nesting()

  init() {}

  /// What holds these elements and those of another list.
  func adding(_ other: Nesting) -> Nesting {
    var sum = self
    sum.depth = Swift.max(depth, other.depth)
    sum.count = Swift.min(
      count.addingReportingOverflow(other.count).overflow ? Int.max / 2 : count + other.count, Int.max / 2)
    return sum
  }

  /// What holds some values.
  init(around values: [Value]) {
    var (depth, count): (Int32, Int) = (0, 1)
    for value in values {
      let inner = value.nesting
      depth = Swift.max(depth, inner.depth)
      count = count.addingReportingOverflow(inner.count).overflow ? Int.max / 2 : count + inner.count
    }
    (self.depth, self.count) = (depth &+ 1, Swift.min(count, Int.max / 2))
  }
}

extension Value {
  /// How deep it is nested and how much it holds.
  var nesting: Nesting {
    switch self {
    case .list(let list): list.nesting
    case .record(let record): record.nesting
    case .function(let function): function.nesting
    case .data, .parameter, .string, .range, .optimiser, .figure, .batches, .nothing, .unset: .plain
    }
  }
}

extension Machine {
  /// A value just made by an expression or a built-in function, unless it is nested too deeply or the memory is used up.
  @inline(__always)
  func admitted(_ value: Value, at place: Site) throws(Stop) -> Value {
    switch value {
    case .list, .record, .function, .string: try admit(value, at: place)
    case .data, .parameter, .range, .optimiser, .figure, .batches, .nothing, .unset: break
    }
    return value
  }

  @inline(never)
  private func admit(_ value: Value, at place: Site) throws(Stop) {
    let nesting = value.nesting
    if nesting.depth > Nesting.deepest {
      throw place.failure(
        .tooDeep, "this is \(value.kind) nested more than \(Nesting.deepest) deep",
        notes: ["Each turn of a loop that wraps a value in a new list or function makes it one deeper."],
        help: "use append(xs, v) to make a list longer instead of deeper")
    }
    if nesting.count > Nesting.most {
      throw place.failure(
        .tooLarge, "this is \(value.kind) that would hold more than \(Nesting.most) values when written out",
        help: "use a tensor for many numbers, such as zeros(…) or linspace(…)")
    }
    if case .string(let text) = value, text.string.utf8.count > limits.text {
      throw place.failure(
        .tooLarge, "this text has more than \(limits.text) characters", help: "join fewer or shorter texts")
    }
    if case .list(let list) = value { Effort.spend(list.items.count * Effort.perElement) }
    if case .string(let text) = value { Effort.spend(text.string.utf8.count / 8) }
    if Storage.liveBytes > TensorLimits.totalBytes { throw memoryExhausted(at: place) }
  }

  func memoryExhausted(at place: Site? = nil) -> Stop {
    let limit = TensorLimits.totalBytes / 1_000_000
    let title: Phrase = "the values of this session take more than \(limit) MB"
    let help: Phrase = "keep fewer values, or raise the limit with :set memory N (in MB)"
    guard let place else { return .failure(Diagnostic(code: .tooLarge, title, help: help)) }
    return place.failure(.tooLarge, title, help: help)
  }

  /// Counts what a built-in function reads; pictures look at each point many times.
  func countEffort(of builtin: Builtin, _ arguments: [Value]) throws(Stop) {
    let weight = builtin.group == .pictures ? Effort.perElement * 4 : 1
    for case .data(let traced) in arguments {
      Effort.spend(traced.shape.reduce(weight) { $0.multipliedReportingOverflow(by: $1).partialValue })
    }
    if Effort.isSpent { throw .failure(Machine.effortSpent) }
  }

  /// Said when a limit on what may be computed is set, and reached.
  static var effortSpent: Diagnostic {
    Diagnostic(
      code: .tooManySteps, "this computes more than it may", notes: ["A loop may never end."],
      help: "compute with smaller tensors, or in fewer turns")
  }
}
