extension Operation {
  /// Running products.
  package static let cumprod: Operation = Operation(
    name: "cumprod", notation: .function("cumprod"), summary: "Gives the products so far, along an axis.",
    why: "An element counts in its own product and in all later ones, each time by the product of the others.",
    example: "cumprod([1, 2, 3])  //= [1, 2, 6]", arity: 1,
    forward: { inputs, attributes throws(TensorError) in
      let (x, axis) = try line(inputs[0], attributes)
      let whole = !x.elementType.isFloat
      let form = Reduction.Form(x.shape, axes: axis..<axis + 1)
      if whole {
        var elements = x.integers
        var overflows = false
        try forEachStep(form) { place, before in
          let (product, overflow) = elements[before].multipliedReportingOverflow(by: elements[place])
          overflows = overflows || overflow
          elements[place] = product
        }
        if overflows { throw .integerOverflow(operation: "cumprod") }
        return try Traced.make(elements, shape: x.shape)
      }
      var elements = x.doubles
      if x.elementType == .float32 {
        try forEachStep(form) { place, before in
          elements[place] = Double(Float(elements[before]) * Float(elements[place]))
        }
        return try Traced.make(elements.map { Float($0) }, shape: x.shape)
      }
      try forEachStep(form) { place, before in elements[place] *= elements[before] }
      return try Traced.make(elements, shape: x.shape)
    },
    derivative: .pullback { gradient, _, inputs, result, attributes in
      // Without a zero: (the sum of the later gradients times products) divided by the element. With one, the products
      // are written out, which takes n² numbers and is exact.
      let x = inputs[0]
      var axis = 0
      var shape = [x.count]
      if case .axis(let named) = attributes { (axis, shape) = (named, x.shape) }
      let line = x.reshaped(shape)
      if !x.containsZero, result.doubles.allSatisfy({ $0.isNormal }) {
        let later = flip.derived(.one(gradient * result), .axis(axis))
        let sums = flip.derived(.one(cumsum.derived(.one(later), .axis(axis))), .axis(axis))
        return (sums / line).reshaped(x.shape)
      }
      return written(gradient, line, axis).reshaped(x.shape)
    })

  private static func line(_ x: Traced, _ attributes: Attributes) throws(TensorError) -> (Traced, Int) {
    guard case .axis(let axis) = attributes else { return (try reshape(x, .shape([x.count])), 0) }
    return (x.elementType == .bool || x.elementType == .byte ? try x.converted(to: .int) : x, axis)
  }

  /// Visits each place behind the first along the axis, with the one before it.
  @inline(__always)
  private static func forEachStep(_ form: Reduction.Form, _ body: (Int, Int) -> Void) throws(TensorError) {
    try form.forEachRow { block, step in
      if step == 0 { return }
      let first = (block * form.extent + step) * form.inner
      for place in first..<first + form.inner { body(place, place - form.inner) }
    }
  }

  /// The gradient by Σⱼ≥ᵢ gⱼ ∏_{k≤j, k≠i} xₖ, with the products written out.
  private static func written(_ gradient: Traced, _ line: Traced, _ axis: Int) -> Traced {
    let n = line.shape[axis]
    var sum: Traced?
    for i in 0..<n {
      // The line with a 1 in place i: its running products are those of the others.
      var flags = [Double](repeating: 0, count: n)
      flags[i] = 1
      var extents = line.shape.map { _ in 1 }
      extents[axis] = n
      guard let marks = try? Traced.make(flags, shape: extents) else { return line.zeros }
      let others = line * (1 - marks) + marks
      let products = cumprod.derived(.one(others), .axis(axis))
      let behind = (try? Traced.make((0..<n).map { $0 >= i ? 1.0 : 0 }, shape: extents)) ?? marks
      let whole = Operation.sum.derived(
        .one(gradient * products * behind), .reduction(axes: [axis], keepsAxes: true))
      let part = whole * marks
      sum = sum.map { $0 + part } ?? part
    }
    return sum ?? line.zeros
  }

  static let runningProducts: [Operation] = [cumprod]
}
