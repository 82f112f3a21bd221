extension Operation {
  /// Elements by their places.
  package static let index: Operation = Operation(
    name: "index", notation: .index, summary: "Picks elements by position, slice or arrays of positions.",
    why: "Each picked element passes its gradient back to its place; a place picked twice gets the sum.",
    example: "[10, 20, 30][[2, 0]]  //= [30, 10]", arity: 1,
    forward: { inputs, attributes throws(TensorError) in
      guard case .index(let parts) = attributes else { return inputs[0] }
      return try pick(inputs[0], parts)
    },
    derivative: .pullback { gradient, _, inputs, _, attributes in
      guard case .index(let parts) = attributes else { return gradient }
      return scatter.derived(.one(gradient), .scatter(parts, shape: inputs[0].shape))
    })

  /// Elements put to their places among zeros: the way back through `index`.
  package static let scatter: Operation = Operation(
    name: "scatter", notation: .function("scatter"),
    summary: "Puts elements at the given places of a tensor of zeros, adding up where they meet.",
    why: "Each element moves the place where it was put, so it gets the gradient from there.", example: "", arity: 1,
    forward: { inputs, attributes throws(TensorError) in
      guard case .scatter(let parts, let shape) = attributes else { return inputs[0] }
      return try put(inputs[0], parts, into: shape)
    },
    derivative: .pullback { gradient, _, _, _, attributes in
      guard case .scatter(let parts, _) = attributes else { return gradient }
      return index.derived(.one(gradient), .index(parts))
    })

  static let indexing: [Operation] = [index, scatter]

  private static func pick(_ value: Traced, _ parts: [IndexPart]) throws(TensorError) -> Traced {
    let tensor = value.asTensor
    let places = try Places(parts, of: tensor.shape, tensor.strides)
    if places.gathered == nil {
      if places.shape.isEmpty { return tensor.number(at: tensor.offset + places.start) }
      return .tensor(
        Tensor.view(
          tensor.elementType, places.shape, places.strides, tensor.storage, tensor.offset + places.start))
    }
    let result = try Tensor.make(tensor.elementType, places.shape)
    if result.count == 0 { return .tensor(result) }
    switch tensor.elementType {
    case .float64: places.read(tensor.start(Double.self), into: result.start(Double.self))
    case .float32: places.read(tensor.start(Float.self), into: result.start(Float.self))
    case .int: places.read(tensor.start(Int.self), into: result.start(Int.self))
    case .bool, .byte: places.read(tensor.start(UInt8.self), into: result.start(UInt8.self))
    }
    return Traced(result)
  }

  private static func put(_ value: Traced, _ parts: [IndexPart], into shape: [Int]) throws(TensorError) -> Traced {
    let tensor = value.asTensor.contiguous
    let places = try Places(parts, of: shape, nil)
    guard places.shape == tensor.shape else { throw .cannotStretch(shape: tensor.shape, to: places.shape) }
    let result = try Tensor.make(tensor.elementType, shape)
    switch tensor.elementType {
    case .float64:
      result.start(Double.self).update(repeating: 0, count: result.count)
      places.add(tensor.start(Double.self), to: result.start(Double.self)) { $0 + $1 }
    case .float32:
      result.start(Float.self).update(repeating: 0, count: result.count)
      places.add(tensor.start(Float.self), to: result.start(Float.self)) { $0 + $1 }
    case .int:
      result.start(Int.self).update(repeating: 0, count: result.count)
      places.add(tensor.start(Int.self), to: result.start(Int.self)) { $0 &+ $1 }
    case .bool, .byte: throw .elementType(operation: "scatter", type: tensor.elementType, needed: "numbers")
    }
    return Traced(result)
  }
}

/// Where the elements of an index lie: a strided box, and for integer arrays a list of starts before it or inside it.
private struct Places {
  /// The shape of the result.
  private(set) var shape: [Int] = []
  /// The step of each axis of the result; 0 along the axes of integer arrays.
  private(set) var strides: [Int] = []
  /// Where the box starts.
  private(set) var start = 0
  /// For integer arrays: the additional start for each of their combinations, and the axis of the result where they stand.
  private(set) var gathered: (starts: [Int], axis: Int, rank: Int)?

  init(_ parts: [IndexPart], of source: [Int], _ sourceStrides: [Int]?) throws(TensorError) {
    guard parts.count <= source.count else { throw .tooManyIndices(count: parts.count, shape: source) }
    let steps = sourceStrides ?? Shapes.contiguousStrides(source)
    var common: [Int] = []
    for case .gather(_, let own) in parts {
      guard let both = Shapes.broadcast(common, own) else { throw .indexShapes(left: common, right: own) }
      common = both
    }
    var starts: [Int]?
    var gatherAxis: Int?
    var lastArray = -1
    var isSplit = false
    let hasGather = parts.contains { if case .gather = $0 { true } else { false } }
    for (axis, extent) in source.enumerated() {
      let part = axis < parts.count ? parts[axis] : .slice(start: 0, step: 1, count: extent)
      switch part {
      case .at(let position):
        guard position >= 0, position < extent else {
          throw .indexOutOfRange(index: position, axis: axis, shape: source)
        }
        start += position * steps[axis]
        // Next to an integer array a single position counts as one, as in NumPy.
        if hasGather {
          if lastArray >= 0, lastArray != axis - 1 { isSplit = true }
          lastArray = axis
          gatherAxis = gatherAxis ?? shape.count
        }
      case .slice(let first, let step, let count):
        let last = first + (count - 1) * step
        guard count >= 0, count == 0 || (first >= 0 && first < extent && last >= 0 && last < extent) else {
          throw .indexOutOfRange(index: first < 0 || first >= extent ? first : last, axis: axis, shape: source)
        }
        start += count == 0 ? 0 : first * steps[axis]
        shape.append(count)
        strides.append(step * steps[axis])
      case .gather(let positions, let own):
        if let outside = positions.first(where: { $0 < 0 || $0 >= extent }) {
          throw .indexOutOfRange(index: outside, axis: axis, shape: source)
        }
        if lastArray >= 0, lastArray != axis - 1 { isSplit = true }
        lastArray = axis
        gatherAxis = gatherAxis ?? shape.count
        let stretched = Places.stretch(positions, own, to: common)
        starts =
          starts.map { sums in zip(sums, stretched).map { $0 + $1 * steps[axis] } }
          ?? stretched.map { $0 * steps[axis] }
      }
    }
    if let starts {
      let axis = isSplit ? 0 : gatherAxis ?? 0
      shape.insert(contentsOf: common, at: axis)
      strides.insert(contentsOf: common.map { _ in 0 }, at: axis)
      gathered = (starts, axis, common.count)
    }
  }

  /// Index arrays repeated to the shape that they have in common.
  private static func stretch(_ positions: [Int], _ own: [Int], to common: [Int]) -> [Int] {
    if own == common { return positions }
    let steps = Shapes.contiguousStrides(own)
    let missing = common.count - own.count
    let full = common.indices.map { $0 < missing || own[$0 - missing] == 1 ? 0 : steps[$0 - missing] }
    var result: [Int] = []
    let loop = Loop(shape: common, full)
    loop.forEachRow { _, start in
      for i in 0..<loop.rowCount { result.append(positions[start.0 + i * loop.rowSteps.0]) }
    }
    return result
  }

  /// Calls `body` with each run of the result and of the source, both with their steps.
  @inline(__always)
  private func forEachRun(_ body: (_ result: Int, _ source: Int, _ count: Int, _ step: Int) -> Void) {
    if shape.contains(0) { return }
    guard let gathered else {
      let loop = Loop(shape: shape, strides)
      loop.forEachRow { row, place in body(row, start + place.0, loop.rowCount, loop.rowSteps.0) }
      return
    }
    let before = Loop(shape: Array(shape[..<gathered.axis]), Array(strides[..<gathered.axis]))
    let after = Array(shape[(gathered.axis + gathered.rank)...])
    let tail = Loop(shape: after, Array(strides[(gathered.axis + gathered.rank)...]))
    let tailCount = after.reduce(1, *)
    var row = 0
    before.forEachRow { _, head in
      for i in 0..<before.rowCount {
        let base = start + head.0 + i * before.rowSteps.0
        for extra in gathered.starts {
          tail.forEachRow { inner, place in
            body(row + inner, base + extra + place.0, tail.rowCount, tail.rowSteps.0)
          }
          row += tailCount
        }
      }
    }
  }

  func read<T>(_ source: UnsafeMutablePointer<T>, into out: UnsafeMutablePointer<T>) {
    forEachRun { row, place, count, step in
      if step == 1 {
        (out + row).update(from: source + place, count: count)
      } else {
        for i in 0..<count { out[row + i] = source[place + i * step] }
      }
    }
  }

  @inline(__always)
  func add<T>(_ values: UnsafeMutablePointer<T>, to out: UnsafeMutablePointer<T>, _ f: (T, T) -> T) {
    forEachRun { row, place, count, step in
      for i in 0..<count { out[place + i * step] = f(out[place + i * step], values[row + i]) }
    }
  }
}

extension IndexPart {
  /// One position, counted from the end when negative.
  package static func position(_ index: Int, axis: Int, shape: [Int]) throws(TensorError) -> IndexPart {
    guard shape.indices.contains(axis) else { throw .tooManyIndices(count: axis + 1, shape: shape) }
    let extent = shape[axis]
    guard index >= -extent, index < extent else { throw .indexOutOfRange(index: index, axis: axis, shape: shape) }
    return .at(index < 0 ? index + extent : index)
  }

  /// A slice by Python's rules: bounds may be missing, negative or beyond the ends.
  package static func range(
    from start: Int?, to stop: Int?, step: Int? = nil, axis: Int, shape: [Int]
  ) throws(TensorError) -> IndexPart {
    guard shape.indices.contains(axis) else { throw .tooManyIndices(count: axis + 1, shape: shape) }
    let extent = shape[axis]
    let step = step ?? 1
    guard step != 0 else { throw .zeroStep }
    let (low, high) = step > 0 ? (0, extent) : (-1, extent - 1)
    func clamped(_ bound: Int) -> Int { Swift.min(Swift.max(bound < 0 ? bound + extent : bound, low), high) }
    let first = start.map(clamped) ?? (step > 0 ? low : high)
    let end = stop.map(clamped) ?? (step > 0 ? high : low)
    let span = step > 0 ? end - first : first - end
    let count = span <= 0 ? 0 : (span - 1) / Int(clamping: step.magnitude) + 1
    return .slice(start: count == 0 ? 0 : first, step: count <= 1 ? 1 : step, count: count)
  }

  /// An integer array, or a truth value for each position; whole floats count as integers.
  package static func array(_ positions: Traced, axis: Int, shape: [Int]) throws(TensorError) -> IndexPart {
    guard shape.indices.contains(axis) else { throw .tooManyIndices(count: axis + 1, shape: shape) }
    let extent = shape[axis]
    if positions.elementType == .bool {
      guard positions.shape == [extent] else { throw .indexShapes(left: positions.shape, right: [extent]) }
      let chosen = positions.doubles.indices.filter { positions.element(at: $0)?.wholeNumber == 1 }
      return .gather(chosen, shape: [chosen.count])
    }
    if positions.elementType.isFloat, let broken = positions.doubles.first(where: { Int(exactly: $0) == nil }) {
      throw .indexNotWhole(broken)
    }
    var places = positions.integers
    for (place, index) in places.enumerated() where index < 0 || index >= extent {
      guard index >= -extent, index < extent else { throw .indexOutOfRange(index: index, axis: axis, shape: shape) }
      places[place] = index + extent
    }
    return .gather(places, shape: positions.shape)
  }
}
