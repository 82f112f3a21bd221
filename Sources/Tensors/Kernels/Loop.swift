/// The rows of up to three operands that are stretched to one shape: where each row starts and how it steps.
///
/// Neighbouring axes that step alike are merged, so that equal contiguous shapes become one long row, `[b, n] + [n]`
/// becomes b rows of n, and a transposed view is walked as it lies.
struct Loop {
  typealias Steps = (Int, Int, Int)

  /// The number of elements in a row.
  private(set) var rowCount = 1
  /// The step of each operand along a row.
  private(set) var rowSteps: Steps = (0, 0, 0)
  private var outer: [(extent: Int, steps: Steps)] = []
  private var isEmpty = false

  init(shape: [Int], _ a: [Int], _ b: [Int]? = nil, _ c: [Int]? = nil) {
    for axis in shape.indices.reversed() {
      let extent = shape[axis]
      if extent == 1 { continue }
      if extent == 0 { isEmpty = true }
      let steps = (a[axis], b?[axis] ?? 0, c?[axis] ?? 0)
      if rowCount == 1, outer.isEmpty {
        rowCount = extent
        rowSteps = steps
      } else if let last = outer.last {
        if steps.0 == last.steps.0 * last.extent, steps.1 == last.steps.1 * last.extent,
          steps.2 == last.steps.2 * last.extent
        {
          outer[outer.count - 1].extent *= extent
        } else {
          outer.append((extent, steps))
        }
      } else if steps.0 == rowSteps.0 * rowCount, steps.1 == rowSteps.1 * rowCount, steps.2 == rowSteps.2 * rowCount {
        rowCount *= extent
      } else {
        outer.append((extent, steps))
      }
    }
  }

  /// The number of rows.
  var rowTotal: Int { isEmpty ? 0 : outer.reduce(1) { $0 * $1.extent } }

  /// Calls `body` with the first position of each row in the result and in the operands, in row-major order.
  @inline(__always)
  func forEachRow(_ body: (_ row: Int, _ start: Steps) -> Void) { forEachRow(in: 0..<rowTotal, body) }

  /// Likewise for some of the rows.
  @inline(__always)
  func forEachRow(in rows: Range<Int>, _ body: (_ row: Int, _ start: Steps) -> Void) {
    if rows.isEmpty { return }
    if outer.isEmpty { return body(0, (0, 0, 0)) }
    var counters = [Int](repeating: 0, count: outer.count)
    var start: Steps = (0, 0, 0)
    var rest = rows.lowerBound
    for axis in outer.indices where rest > 0 {
      let (extent, steps) = outer[axis]
      counters[axis] = rest % extent
      rest /= extent
      start.0 += counters[axis] * steps.0
      start.1 += counters[axis] * steps.1
      start.2 += counters[axis] * steps.2
    }
    var row = rows.lowerBound * rowCount
    let end = rows.upperBound * rowCount
    while true {
      body(row, start)
      row += rowCount
      if row == end { return }
      var axis = 0
      while true {
        counters[axis] += 1
        let steps = outer[axis].steps
        start.0 += steps.0
        start.1 += steps.1
        start.2 += steps.2
        if counters[axis] < outer[axis].extent { break }
        start.0 -= steps.0 * outer[axis].extent
        start.1 -= steps.1 * outer[axis].extent
        start.2 -= steps.2 * outer[axis].extent
        counters[axis] = 0
        axis += 1
        if axis == outer.count { return }
      }
    }
  }

  /// The steps of a tensor that is stretched to `shape`: 0 along what is repeated.
  static func steps(of tensor: Tensor, stretchedTo shape: [Int]) -> [Int] {
    let own = tensor.strides ?? Shapes.contiguousStrides(tensor.shape)
    if tensor.shape == shape { return own }
    let missing = shape.count - tensor.rank
    return shape.indices.map { axis in
      axis < missing || (tensor.shape[axis - missing] == 1 && shape[axis] != 1) ? 0 : own[axis - missing]
    }
  }
}

/// A row of one operand and the place for its results: what an elementwise kernel works on.
struct Row1<Input, Output> {
  let out: UnsafeMutablePointer<Output>
  let a: UnsafePointer<Input>
  let stepA: Int
  let count: Int

  /// Fills the row; the result says that nothing overflowed.
  @inline(__always)
  func map(_ f: (Input) -> Output) -> Bool {
    if stepA == 1 {
      for i in 0..<count { out[i] = f(a[i]) }
    } else {
      for i in 0..<count { out[i] = f(a[i &* stepA]) }
    }
    return true
  }

  /// Fills the row with results that may not fit.
  @inline(__always)
  func check(_ f: (Input) -> (Output, Bool)) -> Bool {
    var overflows = false
    for i in 0..<count {
      let (value, overflow) = f(a[i &* stepA])
      out[i] = value
      if overflow { overflows = true }
    }
    return !overflows
  }
}

extension Row1 where Input == Output {
  /// Fills the row by a kernel that takes contiguous numbers and may write them where they were.
  @inline(__always)
  func apply(_ kernel: (Int, UnsafePointer<Input>?, UnsafeMutablePointer<Input>?) -> Void) -> Bool {
    if stepA == 1 {
      kernel(count, a, out)
    } else {
      _ = map { $0 }
      kernel(count, out, out)
    }
    return true
  }
}

/// A row of two operands and the place for its results.
struct Row2<Input, Output> {
  let out: UnsafeMutablePointer<Output>
  let a: UnsafePointer<Input>
  let stepA: Int
  let b: UnsafePointer<Input>
  let stepB: Int
  let count: Int

  /// Fills the row; the result says that nothing overflowed.
  @inline(__always)
  func map(_ f: (Input, Input) -> Output) -> Bool {
    switch (stepA, stepB) {
    case (1, 1):
      for i in 0..<count { out[i] = f(a[i], b[i]) }
    case (1, 0):
      let y = b[0]
      for i in 0..<count { out[i] = f(a[i], y) }
    case (0, 1):
      let x = a[0]
      for i in 0..<count { out[i] = f(x, b[i]) }
    default:
      for i in 0..<count { out[i] = f(a[i &* stepA], b[i &* stepB]) }
    }
    return true
  }

  /// Fills the row with results that may not fit.
  @inline(__always)
  func check(_ f: (Input, Input) -> (Output, Bool)) -> Bool {
    var overflows = false
    for i in 0..<count {
      let (value, overflow) = f(a[i &* stepA], b[i &* stepB])
      out[i] = value
      if overflow { overflows = true }
    }
    return !overflows
  }
}

extension Row2 where Input == Output {
  /// Fills the row by a kernel, which is told how the operands step; its plain twin is `map`.
  @inline(__always)
  func apply(
    _ kernel: (Int, UnsafePointer<Input>?, Int, UnsafePointer<Input>?, Int, UnsafeMutablePointer<Input>?) -> Void
  ) -> Bool {
    kernel(count, a, stepA, b, stepB, out)
    return true
  }
}
