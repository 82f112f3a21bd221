package import Evaluation
import Tensors

/// Inputs on which two functions are compared: the same numbers on every machine, plain enough to be quoted.
package struct Sampler {
  /// The shapes that are tried for an argument.
  static let shapes: [[Int]] = [[], [3], [2, 3], [3, 2], [3, 3], [2]]

  /// The shapes of small inputs.
  private static let smallShapes: [[Int]] = [[], [1], [2], [1, 2], [2, 1], [3], [2, 2], [2, 3]]

  /// Small inputs of whole numbers for so many arguments, those with the fewest elements first.
  static func small(_ arity: Int) -> [[Value]] {
    guard (1...3).contains(arity) else { return [] }
    let single = arity < 3 ? smallShapes : smallShapes.filter { $0.count < 2 || $0 == [2, 2] }
    var choices: [[[Int]]] = [[]]
    for _ in 0..<arity { choices = choices.flatMap { chosen in single.map { chosen + [$0] } } }
    let sizes = choices.map { shapes in shapes.reduce(0) { $0 + $1.reduce(1, *) } }
    let order = choices.indices.sorted { (sizes[$0], $0) < (sizes[$1], $1) }
    return order.flatMap { index in
      fillings.map { filling in
        var place = 0
        return choices[index].map { shape in
          let numbers = (0..<shape.reduce(1, *)).map { filling(place + $0) }
          place += numbers.count
          return value(numbers, shape)
        }
      }
    }
  }

  /// What small inputs hold: 1, 2, 3 …; zeros; ones; 2, −1, 4, −3 and so on.
  private static let fillings: [@Sendable (Int) -> Double] = [
    { Double($0 + 1) }, { _ in 0 }, { _ in 1 }, { $0.isMultiple(of: 2) ? Double($0 + 2) : -Double($0) },
  ]

  private static func value(_ numbers: [Double], _ shape: [Int]) -> Value {
    if shape.isEmpty, let number = numbers.first { return .number(number) }
    return (try? Traced.make(numbers, shape: shape)).map { .data($0) } ?? .nothing
  }

  private var state: UInt64

  /// Starts where a seed says.
  package init(seed: UInt64 = 7) { state = seed }

  private mutating func next() -> Double {
    // Knuth's linear congruential generator; its upper bits are random enough for test inputs.
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) / 9_007_199_254_740_992
  }

  /// A value of a shape; `positive` keeps it above zero, for functions such as the logarithm.
  package mutating func value(_ shape: [Int], positive: Bool) -> Value {
    let count = shape.reduce(1, *)
    let numbers = (0..<count).map { _ -> Double in
      let number = positive ? 0.1 + 2 * next() : 4 * next() - 2
      return Double(Int(number * 100)) / 100
    }
    return Sampler.value(numbers, shape)
  }

  /// The combinations of shapes to try for so many arguments, the likely ones first.
  package static func combinations(_ arity: Int) -> [[[Int]]] {
    guard arity > 0 else { return [[]] }
    var result = shapes.map { [[Int]](repeating: $0, count: arity) }
    guard arity == 2 || arity == 3 else { return result }
    for first in shapes {
      for second in shapes {
        if arity == 2 {
          if first != second { result.append([first, second]) }
        } else {
          for third in shapes where first != second || second != third { result.append([first, second, third]) }
        }
      }
    }
    return result
  }
}
