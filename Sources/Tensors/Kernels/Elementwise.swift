import Synchronization

/// Elementwise passes over whole operands: plain inputs of one element type in, one contiguous result out.
enum Elementwise {
  /// Applies a row kernel to one operand; the kernel's result says that nothing overflowed.
  static func map<Input: Element, Output: Element>(
    _ a: Traced, _ operation: String, _ kernel: (Row1<Input, Output>) -> Bool
  ) throws(TensorError) -> Traced {
    guard case .tensor(let tensor) = a else {
      var x = Input.read(a)
      var result = Output.zero
      let fits = withUnsafeMutablePointer(to: &result) { out in
        withUnsafePointer(to: &x) { kernel(Row1(out: out, a: $0, stepA: 1, count: 1)) }
      }
      guard fits else { throw .integerOverflow(operation: operation) }
      return result.traced
    }
    let result = try Tensor.make(Output.elementType, tensor.shape)
    let out = result.start(Output.self)
    let source = UnsafePointer(tensor.start(Input.self))
    var fits = true
    if tensor.strides == nil {
      fits = try inPieces(tensor.count) { part in
        kernel(Row1(out: out + part.lowerBound, a: source + part.lowerBound, stepA: 1, count: part.count))
      }
    } else {
      let loop = Loop(shape: tensor.shape, Loop.steps(of: tensor, stretchedTo: tensor.shape))
      fits = inRows(loop) { row, start in
        kernel(Row1(out: out + row, a: source + start.0, stepA: loop.rowSteps.0, count: loop.rowCount))
      }
    }
    guard fits else { throw .integerOverflow(operation: operation) }
    return .tensor(result)
  }

  /// Applies a row kernel to two operands, stretched to fit.
  static func zip<Input: Element, Output: Element>(
    _ a: Traced, _ b: Traced, _ operation: String, _ kernel: (Row2<Input, Output>) -> Bool
  ) throws(TensorError) -> Traced {
    let fits: Bool
    let made: Traced
    switch (a, b) {
    case (.tensor(let x), .tensor(let y)):
      let p = UnsafePointer(x.start(Input.self))
      let q = UnsafePointer(y.start(Input.self))
      if x.strides == nil, y.strides == nil, x.shape == y.shape {
        let result = try Tensor.make(Output.elementType, x.shape)
        let out = result.start(Output.self)
        fits = try inPieces(x.count) { part in
          let i = part.lowerBound
          return kernel(Row2(out: out + i, a: p + i, stepA: 1, b: q + i, stepB: 1, count: part.count))
        }
        made = .tensor(result)
        break
      }
      if x.strides == nil, y.strides == nil, let rows = RowPair(x, y) {
        let result = try Tensor.make(Output.elementType, rows.shape)
        let out = result.start(Output.self)
        fits = rows.forEach { row in
          kernel(
            Row2(
              out: out + row * rows.width, a: p + row * rows.a.skip, stepA: rows.a.step, b: q + row * rows.b.skip,
              stepB: rows.b.step, count: rows.width))
        }
        made = .tensor(result)
        break
      }
      guard let shape = Shapes.broadcast(x.shape, y.shape) else {
        throw .cannotBroadcast(operation: operation, left: x.shape, right: y.shape)
      }
      let result = try Tensor.make(Output.elementType, shape)
      let out = result.start(Output.self)
      let loop = Loop(
        shape: shape, Loop.steps(of: x, stretchedTo: shape), Loop.steps(of: y, stretchedTo: shape))
      let (stepA, stepB, _) = loop.rowSteps
      fits = inRows(loop) { row, start in
        kernel(
          Row2(out: out + row, a: p + start.0, stepA: stepA, b: q + start.1, stepB: stepB, count: loop.rowCount))
      }
      made = .tensor(result)
    case (.tensor(let x), _):
      let y = Input.read(b)
      let source = x.contiguous
      let result = try Tensor.make(Output.elementType, x.shape)
      let p = UnsafePointer(source.start(Input.self))
      let out = result.start(Output.self)
      fits = try inPieces(x.count) { part in
        let i = part.lowerBound
        return withUnsafePointer(to: y) {
          kernel(Row2(out: out + i, a: p + i, stepA: 1, b: $0, stepB: 0, count: part.count))
        }
      }
      made = .tensor(result)
    case (_, .tensor(let y)):
      let x = Input.read(a)
      let source = y.contiguous
      let result = try Tensor.make(Output.elementType, y.shape)
      let q = UnsafePointer(source.start(Input.self))
      let out = result.start(Output.self)
      fits = try inPieces(y.count) { part in
        let i = part.lowerBound
        return withUnsafePointer(to: x) {
          kernel(Row2(out: out + i, a: $0, stepA: 0, b: q + i, stepB: 1, count: part.count))
        }
      }
      made = .tensor(result)
    default:
      var x = Input.read(a)
      var y = Input.read(b)
      var result = Output.zero
      fits = withUnsafeMutablePointer(to: &result) { out in
        withUnsafePointer(to: &x) { x in
          withUnsafePointer(to: &y) { kernel(Row2(out: out, a: x, stepA: 1, b: $0, stepB: 1, count: 1)) }
        }
      }
      made = result.traced
    }
    guard fits else { throw .integerOverflow(operation: operation) }
    return made
  }
}

/// Two contiguous tensors of which one is a row that all rows of the other meet, or one number for each row of the other.
///
/// So are `x + b` and `x / sum(x, axis=-1, keepdims=true)`. The plain twin, for everything that is stretched, is `Loop`.
private struct RowPair {
  /// How far an operand goes on from row to row, and within a row.
  typealias Way = (skip: Int, step: Int)

  let shape: [Int]
  let count: Int
  let width: Int
  let a: Way
  let b: Way

  init?(_ x: Tensor, _ y: Tensor) {
    let isLeftLarger = x.rank > y.rank || x.rank == y.rank && x.count > y.count
    let (large, small) = isLeftLarger ? (x, y) : (y, x)
    guard small.count > 0, large.count > 0 else { return nil }
    let missing = large.rank - small.rank
    var same = small.rank
    while same > 0, small.shape[same - 1] == large.shape[same - 1 + missing] { same -= 1 }
    let own: Way
    let other: Way
    if small.shape[..<same].allSatisfy({ $0 == 1 }), same < small.rank {
      (count, width) = (large.count / small.count, small.count)
      (own, other) = ((width, 1), (0, 1))
    } else if missing == 0, small.shape[small.rank - 1] == 1, small.shape.dropLast() == large.shape.dropLast() {
      (count, width) = (small.count, large.count / small.count)
      (own, other) = ((width, 1), (1, 0))
    } else {
      return nil
    }
    shape = large.shape
    (a, b) = isLeftLarger ? (own, other) : (other, own)
  }

  /// Calls `body` with the number of each row, shared out among the threads; gives whether all of them fit.
  @inline(__always)
  func forEach(_ body: (Int) -> Bool) -> Bool {
    if count * width < 2 * Parallel.worthwhile {
      var fits = true
      for row in 0..<count where !body(row) { fits = false }
      return fits
    }
    let misfits = Atomic<Int>(0)
    Parallel.run(over: count, grain: Swift.max(Parallel.worthwhile / width, 1)) { part in
      for row in part where !body(row) { misfits.add(1, ordering: .relaxed) }
    }
    return misfits.load(ordering: .relaxed) == 0
  }
}

extension Elementwise {
  /// The elements after which a wish to stop is looked for.
  private static let piece = 4_194_304

  /// Walks a long row in pieces, each shared out among the threads; gives whether all of them fit.
  @inline(__always)
  private static func inPieces(_ count: Int, _ body: (Range<Int>) -> Bool) throws(TensorError) -> Bool {
    if count < 2 * Parallel.worthwhile { return body(0..<count) }
    let misfits = Atomic<Int>(0)
    var start = 0
    while start < count {
      if start > 0, Interruption.isRequested { throw .interrupted }
      let end = Swift.min(start + piece, count)
      Parallel.run(over: end - start, grain: Parallel.worthwhile) { part in
        if !body(start + part.lowerBound..<start + part.upperBound) { misfits.add(1, ordering: .relaxed) }
      }
      start = end
    }
    return misfits.load(ordering: .relaxed) == 0
  }

  /// Walks rows, shared out among the threads; gives whether all of them fit.
  @inline(__always)
  private static func inRows(_ loop: Loop, _ body: (_ row: Int, _ start: Loop.Steps) -> Bool) -> Bool {
    let count = loop.rowTotal
    if count * loop.rowCount < 2 * Parallel.worthwhile {
      var fits = true
      loop.forEachRow { if !body($0, $1) { fits = false } }
      return fits
    }
    let misfits = Atomic<Int>(0)
    Parallel.run(over: count, grain: Swift.max(Parallel.worthwhile / loop.rowCount, 1)) { part in
      loop.forEachRow(in: part) { if !body($0, $1) { misfits.add(1, ordering: .relaxed) } }
    }
    return misfits.load(ordering: .relaxed) == 0
  }
}

extension Tensor {
  /// Takes memory for a contiguous tensor within the limits.
  static func make(_ type: ElementType, _ shape: [Int]) throws(TensorError) -> Tensor {
    try TensorLimits.check(shape, type)
    return Tensor(uninitialized: type, shape: shape)
  }

  /// The first element, wherever the others lie.
  @inline(__always)
  func start<T>(_: T.Type) -> UnsafeMutablePointer<T> {
    storage.address.assumingMemoryBound(to: T.self) + offset
  }

  /// The same elements in row-major order; itself when they lie so already.
  package var contiguous: Tensor {
    guard strides != nil else { return self }
    let result = Tensor(uninitialized: elementType, shape: shape)
    switch elementType {
    case .float64: copy(to: result.start(Double.self))
    case .float32: copy(to: result.start(Float.self))
    case .int: copy(to: result.start(Int.self))
    case .bool, .byte: copy(to: result.start(UInt8.self))
    }
    return result
  }

  /// Writes the elements in row-major order.
  func copy<T>(to out: UnsafeMutablePointer<T>) {
    let source = UnsafePointer(start(T.self))
    if strides == nil { return out.update(from: source, count: count) }
    let loop = Loop(shape: shape, Loop.steps(of: self, stretchedTo: shape))
    let step = loop.rowSteps.0
    Parallel.run(over: loop.rowTotal, grain: Swift.max(Parallel.worthwhile / Swift.max(loop.rowCount, 1), 1)) { part in
      loop.forEachRow(in: part) { row, start in
        let (target, origin) = (out + row, source + start.0)
        if step == 1 {
          target.update(from: origin, count: loop.rowCount)
        } else {
          for i in 0..<loop.rowCount { target[i] = origin[i &* step] }
        }
      }
    }
  }

  /// Whether the elements could lie contiguously: drops strides that say nothing.
  static func view(
    _ type: ElementType, _ shape: [Int], _ strides: [Int], _ storage: Storage, _ offset: Int
  ) -> Tensor {
    var expected = 1
    var isContiguous = true
    for axis in shape.indices.reversed() where shape[axis] != 1 {
      if strides[axis] != expected { isContiguous = false }
      expected *= shape[axis]
    }
    if shape.contains(0) { isContiguous = true }
    return Tensor(
      elementType: type, shape: shape, strides: isContiguous ? nil : strides, storage: storage, offset: offset)
  }
}
