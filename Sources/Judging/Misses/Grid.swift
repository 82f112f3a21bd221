import Syntax
import Tensors

/// The numbers of a value with their shape: what near misses are looked for in.
package struct Grid: Equatable, Sendable {
  /// The extents of its axes.
  package let shape: [Int]
  /// The numbers, the last axis running fastest.
  package let values: [Double]

  /// Numbers in a shape, which must have as many places.
  package init(shape: [Int], values: [Double]) {
    self.shape = shape
    self.values = values
  }

  init(_ traced: Traced) { self.init(shape: traced.shape, values: traced.doubles) }

  var count: Int { values.count }

  /// The one number of a grid without axes.
  package var number: Double? { shape.isEmpty ? values.first : nil }

  /// Whether shapes agree and all numbers are equal within rounding.
  func isClose(to other: Grid, relative: Double = 1e-5, absolute: Double = 1e-8) -> Bool {
    guard shape == other.shape, count == other.count else { return false }
    // What is added to the relative tolerance shrinks with what is expected: 0 is not 9.5e-7.
    let size = other.values.reduce(0) { $1.isFinite ? Swift.max($0, $1.magnitude) : $0 }
    let absolute = size > 0 ? absolute * Swift.min(1, size) : absolute
    return zip(values, other.values).allSatisfy {
      Grid.agree($0, $1, relative: relative, absolute: absolute)
    }
  }

  /// Whether two numbers are equal within rounding; nan agrees with nan.
  package static func agree(_ a: Double, _ b: Double, relative: Double = 1e-5, absolute: Double = 1e-8) -> Bool {
    if a == b || (a.isNaN && b.isNaN) { return true }
    // Two counts are the same or not, however large; beyond 2^24 single precision rounds them.
    if relative <= 1e-5, a.magnitude <= 0x1p24, a == a.rounded(), b == b.rounded() { return false }
    return a.isFinite && b.isFinite && (a - b).magnitude <= absolute + relative * b.magnitude
  }

  /// Every number changed by itself.
  func map(_ change: (Double) -> Double) -> Grid { Grid(shape: shape, values: values.map(change)) }

  /// The numbers with the axes in another order.
  func permuted(_ order: [Int]) -> Grid {
    let newShape = order.map { shape[$0] }
    let steps = self.steps
    let newSteps = order.map { steps[$0] }
    var result: [Double] = []
    result.reserveCapacity(count)
    var index = [Int](repeating: 0, count: newShape.count)
    for _ in 0..<count {
      result.append(values[zip(index, newSteps).reduce(0) { $0 + $1.0 * $1.1 }])
      for axis in index.indices.reversed() {
        index[axis] += 1
        if index[axis] < newShape[axis] { break }
        index[axis] = 0
      }
    }
    return Grid(shape: newShape, values: result)
  }

  private var steps: [Int] {
    var steps = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() { steps[axis] = steps[axis + 1] * shape[axis + 1] }
    return steps
  }

  /// The sum over one axis, which disappears.
  func summed(_ axis: Int) -> Grid {
    let (outer, extent, inner) = parts(axis)
    var result = [Double](repeating: 0, count: outer * inner)
    for o in 0..<outer {
      for k in 0..<extent {
        for i in 0..<inner { result[o * inner + i] += values[(o * extent + k) * inner + i] }
      }
    }
    var rest = shape
    rest.remove(at: axis)
    return Grid(shape: rest, values: result)
  }

  /// The numbers from one place to another along an axis.
  func slice(_ axis: Int, _ range: Range<Int>) -> Grid {
    let (outer, extent, inner) = parts(axis)
    var result: [Double] = []
    result.reserveCapacity(outer * range.count * inner)
    for o in 0..<outer {
      for k in range { result += values[(o * extent + k) * inner..<(o * extent + k + 1) * inner] }
    }
    var cut = shape
    cut[axis] = range.count
    return Grid(shape: cut, values: result)
  }

  /// The numbers in reverse along an axis.
  func flipped(_ axis: Int) -> Grid {
    let (outer, extent, inner) = parts(axis)
    var result: [Double] = []
    result.reserveCapacity(count)
    for o in 0..<outer {
      for k in (0..<extent).reversed() { result += values[(o * extent + k) * inner..<(o * extent + k + 1) * inner] }
    }
    return Grid(shape: shape, values: result)
  }

  /// The numbers moved round by one place along an axis.
  func rolled(_ axis: Int, by step: Int) -> Grid {
    let (outer, extent, inner) = parts(axis)
    var result: [Double] = []
    result.reserveCapacity(count)
    for o in 0..<outer {
      for k in 0..<extent {
        let from = (k - step + extent) % extent
        result += values[(o * extent + from) * inner..<(o * extent + from + 1) * inner]
      }
    }
    return Grid(shape: shape, values: result)
  }

  /// The numbers of a list, or of a list of lists, that was typed; nil for everything else.
  init?(_ expression: Expression) {
    switch expression.kind {
    case .number(let value): self.init(shape: [], values: [value])
    case .unary(.negate, let inner):
      guard let grid = Grid(inner) else { return nil }
      self.init(shape: grid.shape, values: grid.values.map { -$0 })
    case .list(let items):
      let grids = items.compactMap { Grid($0) }
      guard let first = grids.first, grids.count == items.count, grids.allSatisfy({ $0.shape == first.shape }) else {
        return nil
      }
      self.init(shape: [items.count] + first.shape, values: grids.flatMap(\.values))
    default: return nil
    }
  }

  /// A table with its rows and columns; a list is by itself.
  var withLines: [Grid] {
    guard shape.count == 2 else { return [self] }
    let (rows, columns) = (shape[0], shape[1])
    return [self]
      + (0..<rows).map { row in Grid(shape: [columns], values: (0..<columns).map { values[row * columns + $0] }) }
      + (0..<columns).map { column in Grid(shape: [rows], values: (0..<rows).map { values[$0 * columns + column] }) }
  }

  /// The numbers as they would be typed.
  var text: String {
    func text(_ axis: Int, _ first: Int) -> String {
      guard axis < shape.count else { return "\(values[first])" }
      let step = steps[axis]
      return "[" + (0..<shape[axis]).map { text(axis + 1, first + $0 * step) }.joined(separator: ", ") + "]"
    }
    return text(0, 0)
  }

  private func parts(_ axis: Int) -> (outer: Int, extent: Int, inner: Int) {
    (shape[..<axis].reduce(1, *), shape[axis], shape[(axis + 1)...].reduce(1, *))
  }

  /// The number by which all of `other` are multiplied here; nil when there is none.
  func factor(of other: Grid) -> Double? {
    guard shape == other.shape else { return nil }
    guard let (a, b) = zip(values, other.values).max(by: { $0.1.magnitude < $1.1.magnitude }), b.isFinite, a.isFinite,
      b.magnitude > 1e-12
    else { return nil }
    let factor = a / b
    return isClose(to: other.map { $0 * factor }, relative: 1e-6, absolute: 1e-10) ? factor : nil
  }

  /// The number that is added to all of `other` here; nil when there is none.
  func offset(from other: Grid) -> Double? {
    guard shape == other.shape, let a = values.first, let b = other.values.first else { return nil }
    let offset = a - b
    return offset.isFinite && isClose(to: other.map { $0 + offset }, relative: 1e-6, absolute: 1e-10) ? offset : nil
  }

  /// The place of an element, as it is written between brackets: `0, 1`.
  func place(of position: Int) -> String {
    zip(steps, shape).map { String(position / $0 % $1) }.joined(separator: ", ")
  }
}
