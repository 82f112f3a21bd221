import Source
import Tensors

/// The order of what is no tensor: texts, and lists by the values of a function.
enum Sorting {
  /// The texts of a list; nil for anything else.
  static func words(_ value: Value) -> [Value]? {
    guard case .list(let list) = value, case .string = list.items.first else { return nil }
    return list.items
  }

  static func sorted(_ operation: Operation, by function: Function, _ call: Call) throws(Stop) -> Value {
    var keys: [Value] = []
    for element in try call.elements(0) {
      try call.machine.tick()
      keys.append(try call.invoke(function, [element]))
    }
    return try sorted(operation, keys: keys, call)
  }

  /// The elements, or their positions, in the order of their keys: all texts or all numbers.
  static func sorted(_ operation: Operation, keys: [Value], _ call: Call) throws(Stop) -> Value {
    let descends: Bool = try call.boolean(2, default: false)
    let order: [Int]
    if case .string = keys.first {
      var texts: [String] = []
      for key in keys {
        guard case .string(let text) = key else {
          throw call.failure(.notAText, "texts cannot be put in order with \(key.kind)", at: 0)
        }
        texts.append(text.string)
      }
      let words = texts
      order = try call.sorted(words.indices) { a, b in
        let (x, y) = (words[a].unicodeScalars, words[b].unicodeScalars)
        if descends ? y.lexicographicallyPrecedes(x) : x.lexicographicallyPrecedes(y) { return true }
        return words[a] == words[b] && a < b
      }
    } else {
      var numbers: [Double] = []
      for key in keys {
        let plain = try call.machine.traced(key, at: call.place, operand: 0).plain
        guard let number = plain.double else {
          throw call.failure(
            .notAScalar, "the order is decided by one number for each element, not \(key.kind)", at: 0)
        }
        numbers.append(number)
      }
      let values = numbers
      // nan comes last, as in a tensor.
      order = try call.sorted(values.indices) { a, b in
        let (x, y) = (values[a], values[b])
        if x.isNaN || y.isNaN { return !x.isNaN || (y.isNaN && a < b) }
        return x == y ? a < b : descends ? x > y : x < y
      }
    }
    if operation.name == "argsort" { return try call.tensor(order, shape: [order.count]) }
    return try Rearranging.pick(order, of: call[0], call)
  }
}

extension Call {
  /// Places in the order that a rule gives them.
  func sorted(_ places: Range<Int>, by precedes: (Int, Int) -> Bool) throws(Stop) -> [Int] {
    try attempt { () throws(TensorError) in try Interruption.sorted(Array(places), by: precedes) }
  }
}
