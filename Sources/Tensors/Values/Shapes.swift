/// Arithmetic on shapes: counting, stretching to fit, and writing them down.
package enum Shapes {
  /// The number of elements of a shape; nil when it exceeds what can be counted or an extent is negative.
  package static func count(_ shape: some Sequence<Int>) -> Int? {
    var count = 1
    var isEmpty = false
    for extent in shape {
      if extent < 0 { return nil }
      if extent == 0 {
        isEmpty = true
        continue
      }
      let (product, overflows) = count.multipliedReportingOverflow(by: extent)
      if overflows { return nil }
      count = product
    }
    return isEmpty ? 0 : count
  }

  /// The shape as the language writes it: `[2, 3]`.
  package static func text(_ shape: [Int]) -> String { "[" + shape.map(String.init).joined(separator: ", ") + "]" }

  /// The shape to which both are stretched by NumPy's rules; nil when they do not fit.
  package static func broadcast(_ a: [Int], _ b: [Int]) -> [Int]? {
    if a == b { return a }
    let rank = Swift.max(a.count, b.count)
    var result = [Int](repeating: 1, count: rank)
    for axis in 0..<rank {
      let x = axis < rank - a.count ? 1 : a[axis - (rank - a.count)]
      let y = axis < rank - b.count ? 1 : b[axis - (rank - b.count)]
      guard x == y || x == 1 || y == 1 else { return nil }
      result[axis] = x == 1 ? y : x
    }
    return result
  }

  /// The first axis, counted from the end starting at 1, where two shapes do not fit.
  static func clash(_ a: [Int], _ b: [Int]) -> (axis: Int, left: Int, right: Int)? {
    for (position, (x, y)) in zip(a.reversed(), b.reversed()).enumerated() where x != y && x != 1 && y != 1 {
      return (position + 1, x, y)
    }
    return nil
  }

  /// The steps of a contiguous row-major tensor.
  static func contiguousStrides(_ shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    var step = 1
    for axis in shape.indices.reversed() {
      strides[axis] = step
      step *= shape[axis]
    }
    return strides
  }

  /// A target shape with at most one -1 replaced by what the number of elements leaves for it.
  package static func resolve(_ target: [Int], for shape: [Int]) throws(TensorError) -> [Int] {
    let count = Shapes.count(shape) ?? 0
    let open = target.indices.filter { target[$0] == -1 }
    guard let known = Shapes.count(target.filter { $0 != -1 }), open.count <= 1 else {
      throw .cannotReshape(shape: shape, to: target)
    }
    guard let axis = open.first else {
      guard known == count else { throw .cannotReshape(shape: shape, to: target) }
      return target
    }
    guard known > 0, count % known == 0 else { throw .cannotReshape(shape: shape, to: target) }
    var result = target
    result[axis] = count / known
    return result
  }
}

/// Axes as people write them, brought to the form that operations take.
package enum Axes {
  /// An axis counted from 0 for one that may count from the end.
  package static func normalise(_ axis: Int, shape: [Int]) throws(TensorError) -> Int {
    let rank = shape.count
    guard axis >= -rank, axis < rank else { throw .axisOutOfRange(axis: axis, shape: shape) }
    return axis < 0 ? axis + rank : axis
  }

  /// Axes counted from 0, sorted, each named once.
  package static func normalise(_ axes: [Int], shape: [Int]) throws(TensorError) -> [Int] {
    var result: [Int] = []
    for axis in axes {
      let normal = try normalise(axis, shape: shape)
      if result.contains(normal) { throw .axisRepeated(axis: axis, shape: shape) }
      result.append(normal)
    }
    return result.sorted()
  }

  /// The axis of a new extent among `shape.count + 1`, for `stack` and `expand_dims`.
  package static func normaliseNew(_ axis: Int, shape: [Int]) throws(TensorError) -> Int {
    try normalise(axis, shape: shape + [1])
  }
}
