extension Operation {
  /// The same elements in another shape.
  package static let reshape: Operation = Operation(
    name: "reshape", notation: .silent, summary: "Puts the elements, in row-major order, into another shape.",
    why: "No element changes, so the gradient goes back to where each element came from.",
    example: "reshape([1, 2, 3, 4], [2, 2])  //= [[1, 2], [3, 4]]", arity: 1,
    forward: { inputs, attributes throws(TensorError) in
      guard case .shape(let wanted) = attributes else { return inputs[0] }
      let shape = try Shapes.resolve(wanted, for: inputs[0].shape)
      let tensor = inputs[0].asTensor.contiguous
      return Traced(
        Tensor(elementType: tensor.elementType, shape: shape, storage: tensor.storage, offset: tensor.offset))
    },
    derivative: .pullback { gradient, _, inputs, _, _ in gradient.reshaped(inputs[0].shape) })

  /// Axes in another order.
  package static let transpose: Operation = Operation(
    name: "transpose", notation: .postfix("ᵀ"),
    summary: "Puts the axes into another order; without one, into the reverse order.",
    why: "No element changes, so the gradient is transposed back.",
    example: "[[1, 2], [3, 4]].T  //= [[1, 3], [2, 4]]", arity: 1,
    forward: { inputs, attributes throws(TensorError) in
      guard case .tensor(let tensor) = inputs[0] else { return inputs[0] }
      let order = try axes(attributes, of: tensor.shape)
      let strides = tensor.strides ?? Shapes.contiguousStrides(tensor.shape)
      return .tensor(
        Tensor.view(
          tensor.elementType, order.map { tensor.shape[$0] }, order.map { strides[$0] }, tensor.storage, tensor.offset))
    },
    derivative: .pullback { gradient, _, inputs, _, attributes in
      guard case .permutation(let order) = attributes else {
        return transpose.derived(.one(gradient))
      }
      var inverse = order
      for (position, axis) in order.enumerated() where inverse.indices.contains(axis) { inverse[axis] = position }
      return transpose.derived(.one(gradient), .permutation(inverse))
    })

  private static func axes(_ attributes: Attributes, of shape: [Int]) throws(TensorError) -> [Int] {
    guard case .permutation(let order) = attributes else { return shape.indices.reversed() }
    guard order.sorted() == Array(shape.indices) else { throw .notAPermutation(order, shape: shape) }
    return order
  }

  /// Stretched to a larger shape.
  package static let broadcast: Operation = Operation(
    name: "broadcast", notation: .silent, summary: "Repeats a tensor along axes of size 1 and new axes in front.",
    why: "An element that was repeated is used in several places, and their gradients add up.",
    example: "broadcast([1, 2], [2, 2])  //= [[1, 2], [1, 2]]", arity: 1,
    forward: { inputs, attributes throws(TensorError) in
      guard case .shape(let shape) = attributes else { return inputs[0] }
      let x = inputs[0]
      if x.shape == shape { return x }
      try TensorLimits.check(shape, x.elementType)
      guard shape.count >= x.shape.count, Shapes.broadcast(x.shape, shape) == shape else {
        throw .cannotStretch(shape: x.shape, to: shape)
      }
      let tensor = x.asTensor
      return Traced(
        Tensor.view(
          tensor.elementType, shape, Loop.steps(of: tensor, stretchedTo: shape), tensor.storage, tensor.offset))
    },
    derivative: .pullback { gradient, _, inputs, _, _ in gradient.summed(to: inputs[0].shape) })

  /// Joined along an axis.
  package static let concat: Operation = Operation(
    name: "concat", notation: .function("concat"), summary: "Joins tensors along an axis that they all have.",
    why: "Each input is a part of the result, so it gets its part of the gradient.",
    example: "concat([[1, 2], [3]])  //= [1, 2, 3]", arity: nil,
    forward: { inputs, attributes throws(TensorError) in
      try join(inputs, along: axis(attributes))
    },
    derivative: .pullback { gradient, position, inputs, _, attributes in
      let axis = axis(attributes)
      let start = (0..<position).reduce(0) { $0 + inputs[$1].shape[axis] }
      let extent = inputs[position].shape[axis]
      let whole = gradient.shape[..<axis].map { IndexPart.slice(start: 0, step: 1, count: $0) }
      return index.derived(.one(gradient), .index(whole + [.slice(start: start, step: 1, count: extent)]))
    })

  /// Joined along a new axis.
  package static let stack: Operation = Operation(
    name: "stack", notation: .function("stack"), summary: "Joins tensors of one shape along a new axis.",
    why: "Each input is one slice of the result, so it gets that slice of the gradient.",
    example: "stack([[1, 2], [3, 4]])  //= [[1, 2], [3, 4]]", arity: nil,
    forward: { inputs, attributes throws(TensorError) in
      guard inputs.count > 0 else { throw .nothingToJoin(operation: "stack") }
      let first = inputs[0].shape
      let axis = axis(attributes)
      guard axis <= first.count else { throw .axisOutOfRange(axis: axis, shape: first + [1]) }
      var parts: [Traced] = []
      for position in 0..<inputs.count {
        let part = inputs[position]
        guard part.shape == first else {
          throw .cannotJoin(operation: "stack", position: position, first: first, other: part.shape, axis: axis)
        }
        var widened = first
        widened.insert(1, at: axis)
        parts.append(try reshape(part, .shape(widened)))
      }
      return try join(.many(parts), along: axis)
    },
    derivative: .pullback { gradient, position, _, _, attributes in
      let axis = axis(attributes)
      let whole = gradient.shape[..<axis].map { IndexPart.slice(start: 0, step: 1, count: $0) }
      return index.derived(.one(gradient), .index(whole + [.at(position)]))
    })

  private static func axis(_ attributes: Attributes) -> Int {
    if case .axis(let axis) = attributes { return axis }
    return 0
  }

  private static func join(_ inputs: Node.Inputs, along axis: Int) throws(TensorError) -> Traced {
    guard inputs.count > 0 else { throw .nothingToJoin(operation: "concat") }
    let first = inputs[0].shape
    guard first.indices.contains(axis) else {
      if first.isEmpty { throw .rankTooLow(operation: "concat", shape: first, needed: 1) }
      throw .axisOutOfRange(axis: axis, shape: first)
    }
    var type = inputs[0].elementType
    var extent = 0
    for position in 0..<inputs.count {
      let shape = inputs[position].shape
      var other = shape
      if shape.indices.contains(axis) { other[axis] = first[axis] }
      guard other == first else {
        throw .cannotJoin(operation: "concat", position: position, first: first, other: shape, axis: axis)
      }
      type = Promotion.wider(type, inputs[position].elementType)
      let (sum, overflows) = extent.addingReportingOverflow(shape[axis])
      if overflows { throw .tooLarge(shape: shape, bytes: nil, limit: TensorLimits.tensorBytes) }
      extent = sum
    }
    var shape = first
    shape[axis] = extent
    let result = try Tensor.make(type, shape)
    if result.count == 0 { return .tensor(result) }
    let form = Reduction.Form(shape, axes: axis..<axis + 1)
    var start = 0
    for position in 0..<inputs.count {
      let part = try inputs[position].converted(to: type).asTensor.contiguous
      let width = part.shape[axis] * form.inner * type.size
      let from = part.storage.address + part.offset * type.size
      let to = result.storage.address
      for block in 0..<form.outer {
        (to + block * extent * form.inner * type.size + start).copyMemory(from: from + block * width, byteCount: width)
      }
      start += width
    }
    return .tensor(result)
  }

  /// Reversed order.
  package static let flip: Operation = Operation(
    name: "flip", notation: .function("flip"), summary: "Reverses the order along an axis, or along all of them.",
    why: "No element changes, so the gradient is reversed back.", example: "flip([1, 2, 3])  //= [3, 2, 1]", arity: 1,
    forward: { inputs, attributes throws(TensorError) in
      guard case .tensor(let tensor) = inputs[0], tensor.count > 0 else { return inputs[0] }
      var axes = Array(tensor.shape.indices)
      if case .axis(let named) = attributes { axes = [named] }
      var strides = tensor.strides ?? Shapes.contiguousStrides(tensor.shape)
      var offset = tensor.offset
      for axis in axes {
        guard tensor.shape.indices.contains(axis) else { throw .axisOutOfRange(axis: axis, shape: tensor.shape) }
        offset += Swift.max(tensor.shape[axis] - 1, 0) * strides[axis]
        strides[axis] = -strides[axis]
      }
      return .tensor(Tensor.view(tensor.elementType, tensor.shape, strides, tensor.storage, offset))
    },
    derivative: .pullback { gradient, _, _, _, attributes in flip.derived(.one(gradient), attributes) })

  /// The upper triangle.
  package static let triu: Operation = triangle(
    "triu", "Keeps the upper triangle of the last two axes, from diagonal k on, and makes the rest 0.",
    example: "triu([[1, 2], [3, 4]])  //= [[1, 2], [0, 4]]"
  ) { row, column, k in column - row >= k }

  /// The lower triangle.
  package static let tril: Operation = triangle(
    "tril", "Keeps the lower triangle of the last two axes, up to diagonal k, and makes the rest 0.",
    example: "tril([[1, 2], [3, 4]])  //= [[1, 0], [3, 4]]"
  ) { row, column, k in column - row <= k }

  private static func triangle(
    _ name: String, _ summary: String, example: String,
    keeps: @escaping @Sendable (_ row: Int, _ column: Int, _ k: Int) -> Bool
  ) -> Operation {
    Operation(
      name: name, notation: .function(name), summary: summary,
      why: "What was kept passes its gradient on; what was made 0 gets none.", example: example, arity: 1,
      forward: { inputs, attributes throws(TensorError) in
        let x = inputs[0]
        let shape = x.shape
        guard shape.count >= 2 else { throw .rankTooLow(operation: name, shape: shape, needed: 2) }
        var k = 0
        if case .integer(let diagonal) = attributes { k = Swift.min(Swift.max(diagonal, -1 << 40), 1 << 40) }
        let (rows, columns) = (shape[shape.count - 2], shape[shape.count - 1])
        if x.count == 0 { return x }
        let mask = try Tensor.make(.bool, [rows, columns])
        let out = mask.start(Bool.self)
        for row in 0..<rows {
          for column in 0..<columns { out[row * columns + column] = keeps(row, column, k) }
        }
        let zero: Traced = x.elementType.isFloat ? x.constant(0) : x.elementType == .bool ? .bool(false) : .int(0)
        return try `where`([.tensor(mask), x, zero])
      },
      derivative: .pullback { gradient, _, _, _, attributes in
        name == "triu" ? triu.derived(.one(gradient), attributes) : tril.derived(.one(gradient), attributes)
      })
  }

  /// Another element type.
  package static let convert: Operation = Operation(
    name: "convert", notation: .silent, summary: "Gives the elements another type.",
    why: "The numbers stay the same up to rounding, so the gradient does too.", example: "int(2.7)  //= 2", arity: 1,
    forward: { inputs, attributes throws(TensorError) in
      guard case .elementType(let type) = attributes else { return inputs[0] }
      return try inputs[0].converted(to: type)
    },
    derivative: .pullback { gradient, _, inputs, _, _ in gradient.cast(to: inputs[0].elementType) })

  static let movement: [Operation] = [reshape, transpose, broadcast, concat, stack, flip, triu, tril, convert]
}
