import Evaluation
import Lessons
import Source
import Syntax
import Tensors

/// Further inputs for functions that are asked for: a table of the values that the checks look at is no function.
extension Judge {
  private static let draws = 8

  /// Inputs like those with which checks compare a function's values: numbers between theirs, and others near them.
  mutating func drawnInputs(_ name: String) -> [[Value]] {
    let compared = comparedInputs(name)
    guard let first = compared.first, compared.allSatisfy({ $0.count == first.count }) else { return [] }
    var found: [[Value]] = []
    for index in 0..<Judge.draws {
      var draw = Draw(seed: exercise.id + name, index)
      let base = compared[index % compared.count]
      var isOther = false
      let input = base.indices.map { place -> Value in
        let known = compared.compactMap { Comparison.grid($0[place], in: start) }
        guard known.count == compared.count, base[place].isPlain,
          let other = Judge.like(known[index % known.count], among: known, &draw)
        else { return base[place] }
        isOther = isOther || other != known[index % known.count]
        return Judge.value(other) ?? base[place]
      }
      if isOther { found.append(input) }
    }
    return found
  }

  /// A value like one of several that stand in one place.
  private static func like(_ grid: Grid, among known: [Grid], _ draw: inout Draw) -> Grid? {
    guard grid.values.allSatisfy(\.isFinite), grid.count <= 1_000 else { return nil }
    let isWhole = grid.values.allSatisfy { $0 == $0.rounded() }
    if let number = grid.number {
      let numbers = known.compactMap(\.number)
      guard let low = numbers.min(), let high = numbers.max(), numbers.count == known.count else { return nil }
      if low < high { return Grid(shape: [], values: [draw.within(low...high, like: isWhole ? number : nil)]) }
      // One number alone, of 0 and 1, may be a switch.
      return number == 0 || number == 1 ? grid : Grid(shape: [], values: [draw.like(number)])
    }
    if grid.values.allSatisfy({ $0 == 0 || $0 == 1 }) { return grid.map { _ in Double(draw.next() & 1) } }
    return grid.map { $0 == 0 ? 0 : draw.like($0) }
  }

  /// The arguments of calls that a check compares with a value as they stand.
  private func comparedInputs(_ name: String) -> [[Value]] {
    var found: [[Value]] = []
    for check in exercise.checks {
      let text = AnswerText(check.code)
      for expression in text.expressions {
        var sides: [Expression] = []
        switch expression.kind {
        case .call(let callee, let arguments) where arguments.count >= 2:
          if case .name("close") = callee.kind { sides = arguments.prefix(2).map(\.value) }
        case .comparison(let left, let rest)
        where rest.count == 1 && [.equal, .approximatelyEqual].contains(rest[0].comparator):
          sides = [left, rest[0].right]
        default: break
        }
        for side in sides {
          guard case .call(let callee, _) = side.kind, case .name(name) = callee.kind,
            let values = arguments(of: side, in: text)
          else { continue }
          found.append(values)
        }
      }
    }
    return found
  }
}
