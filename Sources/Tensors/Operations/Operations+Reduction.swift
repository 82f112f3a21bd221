extension Operation {
  /// The sum.
  package static let sum: Operation = Operation(
    name: "sum", notation: .function("sum"), summary: "Adds up all elements, or those along the axes named.",
    why: "Every element counts once in the sum, so each gets the sum's gradient unchanged.",
    example: "sum([[1, 2], [3, 4]], axis=0)  //= [4, 6]", arity: 1,
    forward: { inputs, attributes throws(TensorError) in try total(inputs[0], attributes) },
    derivative: .pullback { gradient, _, inputs, _, attributes in
      spread(gradient, over: inputs[0].shape, attributes)
    })

  /// The mean.
  package static let mean: Operation = Operation(
    name: "mean", notation: .function("mean"), summary: "Averages all elements, or those along the axes named.",
    why: "Every element counts one n-th in the mean of n, so each gets an n-th of the gradient.",
    example: "mean([1, 2, 6])  //= 3", arity: 1,
    forward: { inputs, attributes throws(TensorError) in
      let type = Promotion.float(inputs[0].elementType)
      let sum = try total(try inputs[0].converted(to: type), attributes)
      return try divide(sum, sum.constant(Double(reducedCount(inputs[0].shape, attributes))))
    },
    derivative: .pullback { gradient, _, inputs, _, attributes in
      let shape = inputs[0].shape
      let count = reducedCount(shape, attributes)
      return spread(count == 1 ? gradient : gradient / gradient.constant(Double(count)), over: shape, attributes)
    })

  /// The largest element.
  package static let max: Operation = extreme(
    "max", "Takes the largest of all elements, or of those along the axes named.",
    why: "Only the largest element moves the result, so it gets the whole gradient; equal ones share it.",
    example: "max([3, 7, 5])  //= 7",
    double: { $1 > $0 || $1.isNaN }, float: { $1 > $0 || $1.isNaN }, whole: { $1 > $0 })

  /// The smallest element.
  package static let min: Operation = extreme(
    "min", "Takes the smallest of all elements, or of those along the axes named.",
    why: "Only the smallest element moves the result, so it gets the whole gradient; equal ones share it.",
    example: "min([3, 7, 5])  //= 3",
    double: { $1 < $0 || $1.isNaN }, float: { $1 < $0 || $1.isNaN }, whole: { $1 < $0 })

  /// The product.
  package static let prod: Operation = Operation(
    name: "prod", notation: .function("prod"), summary: "Multiplies all elements, or those along the axes named.",
    why: "Nudge one factor by ε and the product moves by ε times the product of all the others.",
    example: "prod([2, 3, 4])  //= 24", arity: 1,
    forward: { inputs, attributes throws(TensorError) in
      let x = inputs[0]
      if !x.elementType.isFloat {
        var overflows = false
        let result = try Reduction.over(try x.converted(to: .int), attributes) {
          tensor, form, shape throws(TensorError) in
          try Reduction.fold(tensor, form, shape, from: 1) { (product: Int, element: Int) in
            let (next, overflow) = product.multipliedReportingOverflow(by: element)
            if overflow { overflows = true }
            return next
          }
        }
        if overflows { throw .integerOverflow(operation: "prod") }
        return result
      }
      return try Reduction.over(x, attributes) { tensor, form, shape throws(TensorError) in
        tensor.elementType == .float32
          ? try Reduction.fold(tensor, form, shape, from: 1) { (product: Float, element: Float) in product * element }
          : try Reduction.fold(tensor, form, shape, from: 1) { (product: Double, element: Double) in product * element }
      }
    },
    derivative: .pullback { gradient, _, inputs, result, attributes in
      let x = inputs[0]
      let product = restored(result, x.shape, attributes)
      let incoming = restored(gradient, x.shape, attributes)
      if !x.containsZero, product.doubles.allSatisfy({ $0.isNormal }) { return incoming * (product / x) }
      return ProductTree.gradient(of: x, incoming, attributes)
    })

  /// Whether any is true.
  package static let any: Operation = truth(
    "any", "Says whether any element is true.", example: "any([0, 2])  //= true", false
  ) {
    $0 || $1
  }

  /// Whether all are true.
  package static let allTrue: Operation = truth(
    "all", "Says whether all elements are true.", example: "all([1, 0])  //= false", true
  ) {
    $0 && $1
  }

  /// The position of the largest element.
  package static let argmax: Operation = position(
    "argmax", "Gives the position of the largest element, the first of equal ones.",
    example: "argmax([3, 7, 5])  //= 1",
    double: { $0 > $1 || ($0.isNaN && !$1.isNaN) }, whole: { $0 > $1 })

  /// The position of the smallest element.
  package static let argmin: Operation = position(
    "argmin", "Gives the position of the smallest element, the first of equal ones.",
    example: "argmin([3, 7, 5])  //= 0",
    double: { $0 < $1 || ($0.isNaN && !$1.isNaN) }, whole: { $0 < $1 })

  /// Running sums.
  package static let cumsum: Operation = Operation(
    name: "cumsum", notation: .function("cumsum"), summary: "Gives the sums so far, along an axis.",
    why: "An element counts in its own sum and in all later ones, so it gets the sum of their gradients.",
    example: "cumsum([1, 2, 3])  //= [1, 3, 6]", arity: 1,
    forward: { inputs, attributes throws(TensorError) in
      let x = inputs[0]
      guard case .axis(let axis) = attributes else {
        let count = x.count
        return try runningSum(try reshape(x, .shape([count])), axis: 0)
      }
      return try runningSum(x, axis: axis)
    },
    derivative: .pullback { gradient, _, inputs, _, attributes in
      var axis = 0
      if case .axis(let named) = attributes { axis = named }
      let reversed = flip.derived(.one(gradient), .axis(axis))
      let sums = cumsum.derived(.one(reversed), .axis(axis))
      return flip.derived(.one(sums), .axis(axis)).reshaped(inputs[0].shape)
    })

  static let reductions: [Operation] = [sum, mean, max, min, prod, any, allTrue, argmax, argmin, cumsum]
}

extension Operation {
  private static func total(_ x: Traced, _ attributes: Attributes) throws(TensorError) -> Traced {
    switch x.elementType {
    case .float64:
      if case .float64 = x { return x }
      return try Reduction.over(x, attributes) { tensor, form, shape throws(TensorError) in
        try Reduction.sum(tensor, form, shape, Double.self)
      }
    case .float32:
      return try Reduction.over(x, attributes) { tensor, form, shape throws(TensorError) in
        try Reduction.sum(tensor, form, shape, Float.self)
      }
    case .int, .bool, .byte:
      var overflows = false
      let result = try Reduction.over(try x.converted(to: .int), attributes) {
        tensor, form, shape throws(TensorError) in
        try Reduction.fold(tensor, form, shape, from: 0) { (sum: Int, element: Int) in
          let (next, overflow) = sum.addingReportingOverflow(element)
          if overflow { overflows = true }
          return next
        }
      }
      if overflows { throw .integerOverflow(operation: "sum") }
      return result
    }
  }

  /// The number of elements that meet in one result.
  private static func reducedCount(_ shape: [Int], _ attributes: Attributes) -> Int {
    guard case .reduction(let axes?, _) = attributes else { return shape.reduce(1, *) }
    return axes.reduce(1) { $0 * shape[$1] }
  }

  private static func restored(_ value: Traced, _ shape: [Int], _ attributes: Attributes) -> Traced {
    guard case .reduction(let axes, _) = attributes else { return value.restoring(nil, of: shape) }
    return value.restoring(axes, of: shape)
  }

  private static func spread(_ gradient: Traced, over shape: [Int], _ attributes: Attributes) -> Traced {
    restored(gradient, shape, attributes).stretched(to: shape)
  }

  private static func extreme(
    _ name: String, _ summary: String, why: String, example: String,
    double: @escaping @Sendable (Double, Double) -> Bool, float: @escaping @Sendable (Float, Float) -> Bool,
    whole: @escaping @Sendable (Int, Int) -> Bool
  ) -> Operation {
    Operation(
      name: name, notation: .function(name), summary: summary, why: why, example: example, arity: 1,
      forward: { inputs, attributes throws(TensorError) in
        let x = inputs[0]
        let type = x.elementType == .bool || x.elementType == .byte ? ElementType.int : x.elementType
        let result = try Reduction.over(try x.converted(to: type), attributes) {
          tensor, form, shape throws(TensorError) in
          if form.extent == 0, form.outer > 0, form.inner > 0 {
            throw .emptyReduction(operation: name, shape: tensor.shape)
          }
          switch type {
          case .float64: return try Reduction.best(tensor, form, shape, Double.self, double)
          case .float32: return try Reduction.best(tensor, form, shape, Float.self, float)
          default: return try Reduction.best(tensor, form, shape, Int.self, whole)
          }
        }
        return try result.converted(to: x.elementType)
      },
      derivative: .pullback { gradient, _, inputs, result, attributes in
        let x = inputs[0].plainOutsideTranscript
        let best = restored(result.plainOutsideTranscript, x.shape, attributes)
        let hits = convert.derived(.one(equal.derived(.two(x, best))), .elementType(x.elementType))
        let incoming = restored(gradient, x.shape, attributes)
        let counts = sum.derived(.one(hits.plain), withAxesKept(attributes))
        guard counts.doubles.contains(where: { $0 != 1 }) else { return incoming * hits }
        return incoming * (hits / counts)
      })
  }

  private static func withAxesKept(_ attributes: Attributes) -> Attributes {
    guard case .reduction(let axes, _) = attributes else { return .reduction(axes: nil, keepsAxes: true) }
    return .reduction(axes: axes, keepsAxes: true)
  }

  private static func truth(
    _ name: String, _ summary: String, example: String, _ start: Bool,
    _ f: @escaping @Sendable (Bool, Bool) -> Bool
  ) -> Operation {
    Operation(
      name: name, notation: .function(name), summary: summary, why: "", example: example, arity: 1,
      forward: { inputs, attributes throws(TensorError) in
        try Reduction.over(try inputs[0].converted(to: .bool), attributes) { tensor, form, shape throws(TensorError) in
          try Reduction.fold(tensor, form, shape, from: start) { (sum: Bool, element: Bool) in f(sum, element) }
        }
      }, derivative: .none)
  }

  private static func position(
    _ name: String, _ summary: String, example: String,
    double: @escaping @Sendable (Double, Double) -> Bool, whole: @escaping @Sendable (Int, Int) -> Bool
  ) -> Operation {
    Operation(
      name: name, notation: .function(name), summary: summary, why: "", example: example, arity: 1,
      forward: { inputs, attributes throws(TensorError) in
        let x = inputs[0]
        let type: ElementType = x.elementType.isFloat ? .float64 : .int
        return try Reduction.over(try x.converted(to: type), attributes) { tensor, form, shape throws(TensorError) in
          if form.extent == 0, form.outer > 0, form.inner > 0 {
            throw .emptyReduction(operation: name, shape: tensor.shape)
          }
          return type == .float64
            ? try Reduction.position(tensor, form, shape, Double.self, double)
            : try Reduction.position(tensor, form, shape, Int.self, whole)
        }
      }, derivative: .none)
  }

  private static func runningSum(_ x: Traced, axis: Int) throws(TensorError) -> Traced {
    let shape = x.shape
    guard shape.indices.contains(axis) else { throw .axisOutOfRange(axis: axis, shape: shape) }
    let type: ElementType = x.elementType.isFloat ? x.elementType : .int
    let source = try x.converted(to: type).asTensor.contiguous
    let result = try Tensor.make(type, shape)
    let form = Reduction.Form(shape, axes: axis..<axis + 1)
    switch type {
    case .float64: _ = try Reduction.accumulate(source, result, form, Double.self) { ($0 + $1, false) }
    case .float32: _ = try Reduction.accumulate(source, result, form, Float.self) { ($0 + $1, false) }
    default:
      guard try Reduction.accumulate(source, result, form, Int.self, { $0.addingReportingOverflow($1) }) else {
        throw .integerOverflow(operation: "cumsum")
      }
    }
    return .tensor(result)
  }
}

extension Reduction {
  /// The best element of each group.
  @inline(__always)
  fileprivate static func best<T: Element>(
    _ tensor: Tensor, _ form: Form, _ shape: [Int], _: T.Type, _ isBetter: (T, T) -> Bool
  ) throws(TensorError) -> Tensor {
    let result = try Tensor.make(T.elementType, shape)
    if result.count == 0 { return result }
    let (source, out) = (UnsafePointer(tensor.start(T.self)), result.start(T.self))
    try form.forEachRow { block, step in
      let target = out + block * form.inner
      let row = source + (block * form.extent + step) * form.inner
      if step == 0 { return target.update(from: row, count: form.inner) }
      for i in 0..<form.inner where isBetter(target[i], row[i]) { target[i] = row[i] }
    }
    return result
  }

  /// Running results along the middle axis; false when one did not fit.
  @inline(__always)
  fileprivate static func accumulate<T: Element>(
    _ source: Tensor, _ result: Tensor, _ form: Form, _: T.Type, _ f: (T, T) -> (T, Bool)
  ) throws(TensorError) -> Bool {
    if result.count == 0 { return true }
    let (from, to) = (source.start(T.self), result.start(T.self))
    var fits = true
    try form.forEachRow { block, step in
      let row = (block * form.extent + step) * form.inner
      for i in row..<row + form.inner {
        if step == 0 {
          to[i] = from[i]
        } else {
          let (value, overflow) = f(to[i - form.inner], from[i])
          to[i] = value
          if overflow { fits = false }
        }
      }
    }
    return fits
  }
}

/// The gradient of a product without dividing by the factors, so that zeros are right in every order: the product is
/// computed again as a tree of pairs, and the tree is walked back.
private enum ProductTree {
  static func gradient(of x: Traced, _ gradient: Traced, _ attributes: Attributes) -> Traced {
    var axes = Array(x.shape.indices)
    if case .reduction(let named?, _) = attributes { axes = named }
    let kept = x.shape.indices.filter { !axes.contains($0) }
    let order = axes + kept
    let extents = order.map { x.shape[$0] }
    let count = axes.reduce(1) { $0 * x.shape[$1] }
    let width = kept.reduce(1) { $0 * x.shape[$1] }
    let rows = Operation.transpose.derived(.one(x), .permutation(order)).reshaped([count, width])
    let flow = walk(rows, gradient.reshaped([1, width]), count)
    var inverse = [Int](repeating: 0, count: order.count)
    for (position, axis) in order.enumerated() { inverse[axis] = position }
    return Operation.transpose.derived(.one(flow.reshaped(extents)), .permutation(inverse))
  }

  private static func walk(_ rows: Traced, _ gradient: Traced, _ count: Int) -> Traced {
    if count == 1 { return gradient }
    let pairs = count / 2
    let left = slice(rows, 0, pairs)
    let right = slice(rows, pairs, pairs)
    let rest = slice(rows, 2 * pairs, count - 2 * pairs)
    let products = Operation.concat.derived(.many([left * right, rest]), .axis(0))
    let flow = walk(products, gradient, pairs + count - 2 * pairs)
    let head = slice(flow, 0, pairs)
    let tail = slice(flow, pairs, count - 2 * pairs)
    return Operation.concat.derived(.many([head * right, head * left, tail]), .axis(0))
  }

  private static func slice(_ rows: Traced, _ start: Int, _ count: Int) -> Traced {
    Operation.index.derived(.one(rows), .index([.slice(start: start, step: 1, count: count)]))
  }
}
