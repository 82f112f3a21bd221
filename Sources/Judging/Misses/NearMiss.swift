import Evaluation
import Source
import Tensors

/// Finds out what is wrong with numbers that are not what they should be: the shape first, then what a slip of the pen
/// makes of right values.
package struct NearMiss {
  /// What the value is called in messages.
  let subject: String
  let actual: Grid
  let expected: Grid
  let surroundings: Surroundings

  /// Compares what a value called `subject` is with what it should be.
  package init(subject: String, actual: Grid, expected: Grid, surroundings: Surroundings) {
    self.subject = subject
    self.actual = actual
    self.expected = expected
    self.surroundings = surroundings
  }

  /// The explanation, the most telling message first; empty when nothing is known but that it is wrong.
  package mutating func explanation() -> [Message] {
    if actual.values.contains(where: \.isNaN), !expected.values.contains(where: \.isNaN) {
      return [Message(.notANumber, subject)]
    }
    guard actual.count <= 40_000, expected.count <= 40_000 else {
      return actual.shape == expected.shape ? [] : [shapeMessage]
    }
    if actual.shape != expected.shape { return [shapeMessage] + (shapeSlip.map { [$0] } ?? []) }
    if let slip = valueSlip { return slip }
    return partly.map { [$0] } ?? []
  }

  // MARK: Shapes

  private var shapeMessage: Message {
    let wanted = ShapeText.of(expected.shape)
    if expected.shape.isEmpty { return Message(.shapeNumber, subject, ShapeText.of(actual.shape)) }
    let owner = shapeOwner
    if actual.shape.isEmpty {
      return owner.map { Message(.numberShapeOf, subject, $0, wanted) } ?? Message(.numberShape, subject, wanted)
    }
    let own = ShapeText.of(actual.shape)
    return owner.map { Message(.shapeOf, subject, own, $0, wanted) } ?? Message(.shape, subject, own, wanted)
  }

  /// What a gradient belongs to, by its name: `W` for `dW`, when that has the shape it should have.
  private var shapeOwner: String? {
    guard subject.first == "d", subject.count > 1 else { return nil }
    let name = String(subject.dropFirst().drop { $0 == "_" })
    return surroundings.grid(of: name)?.shape == expected.shape ? name : nil
  }

  private var shapeSlip: Message? {
    if actual.shape.count == expected.shape.count, let message = orderOfAxes() { return message }
    if let message = missingReduction() { return message }
    if let message = reductionTooMuch() { return message }
    if let message = sliceSlip() { return message }
    if actual.count == expected.count, actual.count > 1,
      Grid(shape: expected.shape, values: actual.values).isClose(to: expected)
    {
      return Message(.rearranged)
    }
    return nil
  }

  /// The order in which the axes would have to be taken.
  private func orderOfAxes() -> Message? {
    let rank = actual.shape.count
    guard rank >= 2, rank <= 5, actual.count == expected.count else { return nil }
    for order in NearMiss.permutations(rank) where order != Array(0..<rank) {
      guard order.map({ actual.shape[$0] }) == expected.shape, actual.permuted(order).isClose(to: expected) else {
        continue
      }
      return rank == 2
        ? Message(.transposed) : Message(.permuted, "[" + order.map(String.init).joined(separator: ", ") + "]")
    }
    return nil
  }

  static func permutations(_ count: Int) -> [[Int]] {
    if count == 0 { return [[]] }
    return permutations(count - 1).flatMap { rest in
      (0...rest.count).map { place in
        var longer = rest
        longer.insert(count - 1, at: place)
        return longer
      }
    }
  }

  private func missingReduction() -> Message? {
    guard actual.shape.count >= expected.shape.count else { return nil }
    for axis in actual.shape.indices where actual.shape[axis] > 1 {
      let sum = actual.summed(axis)
      let extent = Double(actual.shape[axis])
      for (grid, isMean) in [(sum, false), (sum.map { $0 / extent }, true)] {
        guard Grid(shape: expected.shape, values: grid.values).isClose(to: expected), grid.count == expected.count
        else {
          continue
        }
        if axis == 0, !expected.shape.isEmpty {
          return Message(isMean ? .meanOverExamplesMissing : .sumOverExamplesMissing)
        }
        if actual.shape.count > 1 { return Message(isMean ? .meanMissing : .sumMissing, String(axis)) }
      }
    }
    if let number = expected.number, actual.count > 1 {
      let total = actual.values.reduce(0, +)
      if Grid.agree(total, number) { return Message(.totalMissing) }
      if Grid.agree(total / Double(actual.count), number) { return Message(.totalMeanMissing) }
    }
    return nil
  }

  private func reductionTooMuch() -> Message? {
    for axis in expected.shape.indices where expected.shape[axis] > 1 {
      let sum = expected.summed(axis)
      guard sum.count == actual.count else { continue }
      let extent = Double(expected.shape[axis])
      if Grid(shape: actual.shape, values: sum.values).isClose(to: actual) {
        return Message(.summedTooMuch, String(axis))
      }
      if Grid(shape: actual.shape, values: sum.values.map { $0 / extent }).isClose(to: actual) {
        return Message(.averagedTooMuch, String(axis))
      }
    }
    return nil
  }

  private func sliceSlip() -> Message? {
    guard actual.shape.count == expected.shape.count else { return nil }
    let differing = actual.shape.indices.filter { actual.shape[$0] != expected.shape[$0] }
    guard differing.count == 1, let axis = differing.first else { return nil }
    let (own, wanted) = (actual.shape[axis], expected.shape[axis])
    if own + 1 == wanted, own > 0 {
      if expected.slice(axis, 1..<wanted).isClose(to: actual) { return Message(.firstMissing, String(axis)) }
      if expected.slice(axis, 0..<own).isClose(to: actual) { return Message(.lastMissing, String(axis)) }
    } else if own == wanted + 1, wanted > 0 {
      if actual.slice(axis, 1..<own).isClose(to: expected) { return Message(.firstTooMany, String(axis)) }
      if actual.slice(axis, 0..<wanted).isClose(to: expected) { return Message(.lastTooMany, String(axis)) }
    }
    return nil
  }

  // MARK: Values

  private var valueSlip: [Message]? {
    if expected.values.allSatisfy({ $0 == 0 }) { return nil }
    var claims: [Message] = []
    if actual.isClose(to: expected.map { -$0 }) {
      claims.append(Message(actual.count == 1 ? .sign : .negated, subject))
    }
    claims += [orderOfAxes(), order()].compactMap { $0 }
    claims += GradientMiss(actual: actual, expected: expected, surroundings: surroundings).explanation() ?? []
    // A bare ratio or difference of one number would hand over the answer.
    claims += [factor(), term(), functionOfIt()].compactMap { $0 }
    return claims.isEmpty ? nil : claims
  }

  /// Whether a single whole number should be another one: with counts too much fits by chance.
  private var areCounts: Bool {
    [actual, expected].allSatisfy { grid in grid.number.map { $0 == $0.rounded() } ?? false }
  }

  private func order() -> Message? {
    for axis in actual.shape.indices where actual.shape[axis] > 1 {
      if actual.flipped(axis).isClose(to: expected) {
        return actual.count == 2 ? Message(.exchangedTwo) : Message(.reversed, String(axis))
      }
      if actual.shape[axis] > 2 {
        for step in [1, -1] where actual.rolled(axis, by: step).isClose(to: expected) {
          return Message(.shifted, String(axis))
        }
      }
    }
    return nil
  }

  private func factor() -> Message? {
    guard let factor = actual.factor(of: expected), !Grid.agree(factor, 1), factor != 0 else { return nil }
    func isNearly(_ number: Double) -> Bool { Grid.agree(factor, number, relative: 1e-6) }
    // Where a value has many numbers, only a real factor can fit them all; for one number any would.
    let extents = areCounts ? [] : surroundings.extents
    for n in extents where n > 2 {
      if isNearly(Double(n)) { return Message(.meanOver, subject, String(n)) }
      if isNearly(1 / Double(n)) { return Message(.sumOver, subject, String(n)) }
    }
    for n in extents where n > 2 {
      let ratio = Double(n) / Double(n - 1)
      if isNearly(ratio) || isNearly(ratio.squareRoot()) {
        return Message(.degreesTooFew, subject, String(n - 1), String(n))
      }
      if isNearly(1 / ratio) || isNearly((1 / ratio).squareRoot()) {
        return Message(.degreesMissing, subject, String(n), String(n - 1))
      }
    }
    if isNearly(2) { return Message(.twice, subject) }
    if isNearly(0.5) { return Message(.half, subject) }
    return actual.count > 1 ? Message(.factor, subject, NearMiss.text(factor)) : nil
  }

  private static func text(_ factor: Double) -> String {
    for (word, value) in [("-2", -2.0), ("-1/2", -0.5), ("1/3", 1.0 / 3), ("1/4", 0.25)]
    where Grid.agree(factor, value, relative: 1e-6) {
      return word
    }
    return NumberText.of(factor, digits: 4)
  }

  private func term() -> Message? {
    let difference = Grid(shape: expected.shape, values: zip(expected.values, actual.values).map { $0 - $1 })
    for value in surroundings.values where value.name != subject && !areCounts {
      guard value.grid.shape == difference.shape || value.grid.shape.isEmpty,
        value.grid.values.contains(where: { $0 != 0 })
      else { continue }
      let numbers = value.grid.shape.isEmpty ? difference.map { _ in value.grid.values[0] } : value.grid
      // Small whole numbers coincide too easily.
      if actual.count == 1, let number = value.grid.number, number == number.rounded(), number.magnitude < 10 {
        continue
      }
      if difference.isClose(to: numbers, relative: 1e-6) { return Message(.termMissing, subject, value.name) }
      if difference.isClose(to: numbers.map { -$0 }, relative: 1e-6) {
        return Message(.termTooMany, subject, value.name)
      }
    }
    guard let offset = actual.offset(from: expected) else { return nil }
    return actual.count > 1 ? Message(.offset, subject, NumberText.of(offset, digits: 4)) : nil
  }

  private func functionOfIt() -> Message? {
    let known: [(MessageKey, (Double) -> Double)] = [
      (.square, { $0 * $0 }), (.root, { $0.squareRoot() }), (.reciprocal, { 1 / $0 }), (.complement, { 1 - $0 }),
      (.exponential, Numbers.exp), (.logarithm, Numbers.log),
    ]
    for (key, function) in known where actual.isClose(to: expected.map(function), relative: 1e-6) {
      return Message(key, subject)
    }
    return nil
  }

  // MARK: What is left

  private var partly: Message? {
    if !areCounts, actual.isClose(to: expected, relative: 0.01) { return Message(.nearly, subject) }
    guard actual.count > 1 else { return nil }
    let wrong = actual.values.indices.filter { !Grid.agree(actual.values[$0], expected.values[$0]) }
    guard let first = wrong.first, wrong.count < actual.count else { return nil }
    // Zeros alone are right in much that is wrong.
    let isTelling = actual.values.indices.contains { !wrong.contains($0) && actual.values[$0] != 0 }
    guard isTelling || wrong.count == 2 else { return nil }
    if wrong.count == 2, Grid.agree(actual.values[first], expected.values[wrong[1]]),
      Grid.agree(actual.values[wrong[1]], expected.values[first])
    {
      return Message(.exchangedPlaces, "[\(actual.place(of: first))]", "[\(actual.place(of: wrong[1]))]")
    }
    return Message(
      .someRight, String(actual.count - wrong.count), String(actual.count), "\(subject)[\(actual.place(of: first))]")
  }
}
