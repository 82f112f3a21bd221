import CKernels

/// Reductions bring every tensor to the form [outer, extent, inner] and walk it once.
enum Reduction {
  /// A group of neighbouring axes that is reduced at once.
  struct Form {
    let outer: Int
    let extent: Int
    let inner: Int

    init(_ shape: [Int], axes: Range<Int>) {
      outer = shape[..<axes.lowerBound].reduce(1, *)
      extent = shape[axes].reduce(1, *)
      inner = shape[axes.upperBound...].reduce(1, *)
    }

    /// Visits the rows of `inner` elements in order.
    ///
    /// - Throws: `interrupted`.
    @inline(__always)
    func forEachRow(_ body: (_ block: Int, _ step: Int) -> Void) throws(TensorError) {
      let rows = Swift.max(Interruption.piece / Swift.max(inner, 1), 1)
      var left = rows
      for block in 0..<outer {
        for step in 0..<extent {
          body(block, step)
          left -= 1
          if left == 0 {
            left = rows
            try Interruption.check()
          }
        }
      }
    }
  }

  /// The groups of neighbouring axes, the last first, so that reducing one leaves the others where they are.
  static func groups(_ axes: [Int]) -> [Range<Int>] {
    var groups: [Range<Int>] = []
    for axis in axes.reversed() {
      if let last = groups.last, last.lowerBound == axis + 1 {
        groups[groups.count - 1] = axis..<last.upperBound
      } else {
        groups.append(axis..<axis + 1)
      }
    }
    return groups
  }

  /// Reduces the axes of a plain value by a kernel that takes a group at a time.
  static func over(
    _ value: Traced, _ attributes: Attributes,
    _ kernel: (_ tensor: Tensor, _ form: Form, _ shape: [Int]) throws(TensorError) -> Tensor
  ) throws(TensorError) -> Traced {
    let tensor = value.asTensor
    var (axes, keepsAxes): ([Int]?, Bool) = (nil, false)
    if case .reduction(let named, let keeps) = attributes { (axes, keepsAxes) = (named, keeps) }
    let all = axes ?? Array(tensor.shape.indices)
    for axis in all where !tensor.shape.indices.contains(axis) {
      throw .axisOutOfRange(axis: axis, shape: tensor.shape)
    }
    var result = tensor.contiguous
    for group in groups(all) {
      var shape = result.shape
      for axis in group { shape[axis] = 1 }
      result = try kernel(result, Form(result.shape, axes: group), shape)
    }
    if all.isEmpty { result = try kernel(result, Form(result.shape, axes: 0..<0), result.shape) }
    let kept = result.shape.indices.filter { keepsAxes || !all.contains($0) }.map { result.shape[$0] }
    return Traced(
      Tensor(elementType: result.elementType, shape: kept, storage: result.storage, offset: result.offset))
  }

  /// The sum of each group; float32 is added up in blocks whose sums meet in double precision.
  static func sum<T: ColumnElement>(
    _ tensor: Tensor, _ form: Form, _ shape: [Int], _: T.Type
  ) throws(TensorError) -> Tensor {
    let result = try Tensor.make(T.elementType, shape)
    if result.count == 0 { return result }
    let (source, out) = (UnsafePointer(tensor.start(T.self)), result.start(T.self))
    if form.inner == 1 {
      for row in 0..<form.outer { out[row] = T(total(source + row * form.extent, form.extent)) }
      return result
    }
    let (inner, extent) = (form.inner, form.extent)
    // Cut by blocks when there are several, else by columns: never within a sum, so that its bits stay the same.
    let isTall = form.outer > 1
    let work = Swift.max(extent * (isTall ? inner : 1), 1)
    Parallel.run(over: isTall ? form.outer : inner, grain: isTall ? 131_072 / work + 1 : (131_072 / work + 64) & ~63) {
      part in
      for block in isTall ? part : 0..<1 {
        let columns = isTall ? 0..<inner : part
        let first = block * inner + columns.lowerBound
        T.addColumns(
          extent, columns.count, inner, source + block * extent * inner + columns.lowerBound, out + first)
      }
    }
    return result
  }

  @inline(__always)
  private static func total<T: BinaryFloatingPoint>(_ row: UnsafePointer<T>, _ count: Int) -> Double {
    var total = 0.0
    var start = 0
    while start < count {
      let end = Swift.min(start + 256, count)
      var i = start
      var l0: T = 0, l1: T = 0, l2: T = 0, l3: T = 0, l4: T = 0, l5: T = 0, l6: T = 0, l7: T = 0
      while i + 8 <= end {
        l0 += row[i]
        l1 += row[i + 1]
        l2 += row[i + 2]
        l3 += row[i + 3]
        l4 += row[i + 4]
        l5 += row[i + 5]
        l6 += row[i + 6]
        l7 += row[i + 7]
        i += 8
      }
      var rest: T = 0
      while i < end {
        rest += row[i]
        i += 1
      }
      total += Double(((l0 + l1) + (l2 + l3)) + ((l4 + l5) + (l6 + l7)) + rest)
      start = end
    }
    return total
  }

  /// Folds each group element by element.
  @inline(__always)
  static func fold<Input: Element, Output: Element>(
    _ tensor: Tensor, _ form: Form, _ shape: [Int], from start: Output, _ f: (Output, Input) -> Output
  ) throws(TensorError) -> Tensor {
    let result = try Tensor.make(Output.elementType, shape)
    if result.count == 0 { return result }
    let (source, out) = (UnsafePointer(tensor.start(Input.self)), result.start(Output.self))
    out.update(repeating: start, count: result.count)
    try form.forEachRow { block, step in
      let target = out + block * form.inner
      let row = source + (block * form.extent + step) * form.inner
      for i in 0..<form.inner { target[i] = f(target[i], row[i]) }
    }
    return result
  }

  /// The position of the element of each group that `isBetter` than those before it; nan wins, the first tie wins.
  @inline(__always)
  static func position<T: Element>(
    _ tensor: Tensor, _ form: Form, _ shape: [Int], _: T.Type, _ isBetter: (T, T) -> Bool
  ) throws(TensorError) -> Tensor {
    let result = try Tensor.make(.int, shape)
    if result.count == 0 { return result }
    let (source, out) = (UnsafePointer(tensor.start(T.self)), result.start(Int.self))
    out.update(repeating: 0, count: result.count)
    try form.forEachRow { block, step in
      let first = source + block * form.extent * form.inner
      let best = out + block * form.inner
      for i in 0..<form.inner where isBetter(first[step &* form.inner &+ i], first[best[i] &* form.inner &+ i]) {
        best[i] = step
      }
    }
    return result
  }
}

/// A float type whose columns are summed by a kernel: `count` of them over `rows` rows that lie `stride` apart.
protocol ColumnElement: Element, BinaryFloatingPoint {
  static func addColumns(
    _ rows: Int, _ count: Int, _ stride: Int, _ source: UnsafePointer<Self>, _ out: UnsafeMutablePointer<Self>)
}

extension Float: ColumnElement {
  static func addColumns(
    _ rows: Int, _ count: Int, _ stride: Int, _ source: UnsafePointer<Float>, _ out: UnsafeMutablePointer<Float>
  ) { kernels_scolumns(rows, count, stride, source, out) }
}

extension Double: ColumnElement {
  static func addColumns(
    _ rows: Int, _ count: Int, _ stride: Int, _ source: UnsafePointer<Double>, _ out: UnsafeMutablePointer<Double>
  ) { kernels_dcolumns(rows, count, stride, source, out) }
}
