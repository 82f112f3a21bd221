import Source
import Tensors

extension Builtins {
  /// Functions that pick elements and count them.
  static let selecting = [Selecting.take, Selecting.unique, Selecting.tally, Einsum.builtin]
}

private enum Selecting {
  static let take = Builtin(
    "take",
    [
      .required("x", "a tensor"), .required("indices", "whole numbers, of any shape"),
      .optional("axis", else: "all", "the axis to pick along"),
    ], group: .shapes, "Picks elements by their positions along an axis.",
    details: "Without an axis the positions count through all elements, row by row. x[i] picks along the first axis.",
    example: "take([[1, 2, 3], [4, 5, 6]], [2, 0], axis=1)  //= [[3, 1], [6, 4]]"
  ) { (call) throws(Stop) in
    var value = try call.traced(0)
    let places = try call.wholeNumbers(1, "indices")
    let shape = try call.traced(1).shape
    let axes = try call.axes(2, of: value.shape)
    if axes == nil {
      let flat = value
      value = try call.attempt { () throws(TensorError) in try Operation.reshape(flat, .shape([flat.count])) }
    }
    let axis = axes?.first ?? 0
    let extents = value.shape
    var wrapped: [Int] = []
    for place in places {
      let part = try call.attempt { () throws(TensorError) in
        try IndexPart.position(place, axis: axis, shape: extents)
      }
      if case .at(let position) = part { wrapped.append(position) }
    }
    let whole = extents[..<axis].map { IndexPart.slice(start: 0, step: 1, count: $0) }
    return try call.apply(.index, value, .index(whole + [.gather(wrapped, shape: shape)]))
  }

  static let unique = Builtin(
    "unique",
    [
      .required("xs", "a tensor or a list of texts"),
      .optional("return_counts", "false", "whether to give how often each occurs as well"),
    ], group: .shapes, "Gives each different element once, sorted.", details: "values, counts = unique(xs, true)",
    example: "unique([3, 1, 3])  //= [1, 3]"
  ) { (call) throws(Stop) in
    let counts: Bool = try call.boolean(1, default: false)
    if let words = try Tally.words(call[0], call) {
      let tally = Tally(words)
      let order = try call.sorted(tally.words.indices) { tally.words[$0] < tally.words[$1] }
      let texts = Value.list(List(order.map { .text(tally.words[$0]) }))
      if !counts { return texts }
      return .list(List([texts, try call.tensor(order.map { tally.counts[$0] }, shape: [order.count])]))
    }
    let x = try call.traced(0).plain
    let sorted = try call.attempt { () throws(TensorError) in
      try Operation.sort(try Operation.reshape(x, .shape([x.count])), .axis(0))
    }
    let numbers = sorted.doubles
    let firsts = numbers.indices.filter { place in
      place == 0 || !(numbers[place] == numbers[place - 1] || numbers[place].isNaN && numbers[place - 1].isNaN)
    }
    let values = try call.apply(.index, sorted, .index([.gather(firsts, shape: [firsts.count])]))
    if !counts { return values }
    let times = firsts.indices.map { place in
      (place + 1 < firsts.count ? firsts[place + 1] : numbers.count) - firsts[place]
    }
    return .list(List([values, try call.tensor(times, shape: [times.count])]))
  }

  static let tally = Builtin(
    "tally", [.required("xs", "a list or tensor, or a text, whose characters are counted")], group: .lists,
    "Counts how often each text or number occurs: a record, the most frequent first.",
    details: "What occurs equally often stands in the order in which it came first. Numbers become names: "
      + "tally([2, 2, 3])[\"2\"] is 2.",
    example: "tally([\"a\", \"b\", \"a\"]).a  //= 2"
  ) { (call) throws(Stop) in
    var found = try Tally.words(call[0], call)
    if found == nil { found = try Tally.numbers(call) }
    guard let words = found else {
      throw call.failure(.notAText, "tally counts texts and numbers, and this is \(call[0].kind)", at: 0)
    }
    let tally = Tally(words)
    let order = try call.sorted(tally.words.indices) { a, b in
      tally.counts[a] != tally.counts[b] ? tally.counts[a] > tally.counts[b] : a < b
    }
    return .record(
      Record(names: order.map { tally.words[$0] }, values: order.map { .integer(tally.counts[$0]) }))
  }
}

/// How often each text occurs, in the order in which they came first.
private struct Tally {
  private(set) var words: [String] = []
  private(set) var counts: [Int] = []

  init(_ all: [String]) {
    var places: [String: Int] = [:]
    for word in all {
      if let place = places[word] {
        counts[place] += 1
      } else {
        places[word] = words.count
        words.append(word)
        counts.append(1)
      }
    }
  }

  /// The numbers of a list or tensor, as they are shown; nil for anything else.
  static func numbers(_ call: Call) throws(Stop) -> [String]? {
    switch call[0] {
    case .data(let traced) where !traced.shape.isEmpty: break
    case .list, .range: break
    default: return nil
    }
    var words: [String] = []
    for element in try call.elements(0) {
      guard case .data(let number) = element, number.shape.isEmpty else { return nil }
      words.append(ValueText.plain(element, machine: call.machine))
    }
    return words
  }

  /// The texts of a list, or the characters of a text; nil for anything else, the empty list included.
  static func words(_ value: Value, _ call: Call) throws(Stop) -> [String]? {
    switch value {
    case .string(let text): return text.string.map { String($0) }
    case .list(let list):
      var words: [String] = []
      for item in list.items {
        guard case .string(let text) = item else { return nil }
        words.append(text.string)
      }
      return words.isEmpty ? nil : words
    default: return nil
    }
  }
}
