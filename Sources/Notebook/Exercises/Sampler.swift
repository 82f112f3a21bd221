package import Evaluation
import Tensors

/// Inputs on which two functions are compared: the same numbers on every machine, plain enough to be quoted.
package struct Sampler {
  /// The shapes that are tried for an argument.
  static let shapes: [[Int]] = [[], [3], [2, 3], [3, 2], [3, 3], [2]]

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
    if shape.isEmpty { return .number(numbers[0]) }
    return (try? Traced.make(numbers, shape: shape)).map { .data($0) } ?? .number(numbers[0])
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
