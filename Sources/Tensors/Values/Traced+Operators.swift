/// Operators for writing derivatives: each records itself when an input is recorded, and none fails on shapes that fit.
extension Traced {
  /// Adds values whose shapes are known to fit.
  package static func + (a: Traced, b: Traced) -> Traced {
    if case .float64(let x) = a, case .float64(let y) = b { return .float64(x + y) }
    return Operation.add.derived(.two(a, b))
  }

  /// Subtracts values whose shapes are known to fit.
  package static func - (a: Traced, b: Traced) -> Traced {
    if case .float64(let x) = a, case .float64(let y) = b { return .float64(x - y) }
    return Operation.subtract.derived(.two(a, b))
  }

  /// Multiplies values whose shapes are known to fit.
  ///
  /// A factor that is exactly 1 disappears, so that a recorded derivative reads like the textbook's.
  package static func * (a: Traced, b: Traced) -> Traced {
    switch (a, b) {
    case (.float64(let x), .float64(let y)): return .float64(x * y)
    case (.float64(1), .node) where b.elementType == .float64: return b
    case (.node, .float64(1)) where a.elementType == .float64: return a
    default: return Operation.multiply.derived(.two(a, b))
    }
  }

  /// Divides values whose shapes are known to fit.
  package static func / (a: Traced, b: Traced) -> Traced {
    if case .float64(let x) = a, case .float64(let y) = b { return .float64(x / y) }
    return Operation.divide.derived(.two(a, b))
  }

  /// Changes the sign.
  package static prefix func - (a: Traced) -> Traced {
    if case .float64(let x) = a { return .float64(-x) }
    return Operation.negate.derived(.one(a))
  }

  static func + (a: Double, b: Traced) -> Traced { b.constant(a) + b }
  static func - (a: Double, b: Traced) -> Traced { b.constant(a) - b }
  static func - (a: Traced, b: Double) -> Traced { a - a.constant(b) }
  static func * (a: Double, b: Traced) -> Traced { b.constant(a) * b }
  static func / (a: Double, b: Traced) -> Traced { b.constant(a) / b }

  /// The square, as `x^2`.
  var squared: Traced {
    if case .float64(let x) = self { return .float64(x * x) }
    return Operation.power.derived(.two(self, constant(2)))
  }

  /// The matrix product.
  func times(_ other: Traced) -> Traced { Operation.matmul.derived(.two(self, other)) }

  /// A plain number of the same float type.
  func constant(_ value: Double) -> Traced { elementType == .float32 ? .float32(Float(value)) : .float64(value) }

  /// The value without its history, but with its name while a formula is being written.
  var plainOutsideTranscript: Traced { Transcript.isOn ? self : plain }

  /// The last two axes exchanged.
  var transposed: Traced {
    let rank = shape.count
    guard rank >= 2 else { return self }
    if case .tensor(let tensor) = self { return .tensor(tensor.transposedMatrices) }
    var order = Array(0..<rank)
    order.swapAt(rank - 1, rank - 2)
    return Operation.transpose.derived(.one(self), .permutation(order))
  }

  /// The same elements in another shape of the same size.
  func reshaped(_ target: [Int]) -> Traced {
    shape == target ? self : Operation.reshape.derived(.one(self), .shape(target))
  }

  /// Stretched to a larger shape.
  func stretched(to target: [Int]) -> Traced {
    shape == target ? self : Operation.broadcast.derived(.one(self), .shape(target))
  }

  /// With the axes of a reduction put back as axes of extent 1.
  func restoring(_ axes: [Int]?, of original: [Int]) -> Traced {
    var target = original
    for axis in axes ?? Array(original.indices) { target[axis] = 1 }
    return reshaped(target)
  }

  /// Summed over whatever was stretched from `target`: the way back through broadcasting.
  @inline(__always)
  package func summed(to target: [Int]) -> Traced {
    if case .float64 = self { return self }
    return summedSlowly(to: target)
  }

  private func summedSlowly(to target: [Int]) -> Traced {
    let own = shape
    if own == target { return self }
    let missing = own.count - target.count
    let leading = Array(0..<missing)
    let stretched = target.indices.filter { target[$0] == 1 && own[$0 + missing] != 1 }.map { $0 + missing }
    let keeps = !stretched.isEmpty
    let axes = leading + stretched
    let sum =
      axes.count == own.count && !keeps
      ? Operation.sum.derived(.one(self), .reduction(axes: nil, keepsAxes: false))
      : Operation.sum.derived(.one(self), .reduction(axes: axes, keepsAxes: keeps))
    return sum.reshaped(target)
  }

  /// With elements of another type.
  func cast(to type: ElementType) -> Traced {
    elementType == type ? self : Operation.convert.derived(.one(self), .elementType(type))
  }
}
