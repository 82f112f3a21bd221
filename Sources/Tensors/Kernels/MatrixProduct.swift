/// A product of two stacks of matrices, issued in pieces so that an interruption is answered within a tenth of a second.
struct MatrixProduct {
  let left: MatrixStack
  let right: MatrixStack
  let batch: [Int]
  let m: Int
  let n: Int
  let k: Int

  /// The multiplications of one piece: some 50 ms on one core.
  private static let piece = 500_000_000
  /// The multiplications from which on handing out parts costs less than it saves.
  private static let shared = 400_000
  /// The multiplications of a stack of small products that are worth a thread of their own.
  private static let worthwhile = 100_000
  /// Rows or columns are handed out in multiples of this, the height and width of OpenBLAS's innermost kernels.
  private static let grain = 48

  func run<T: MatrixElement>(_ a: Tensor, _ b: Tensor, into result: Tensor, _: T.Type) throws(TensorError) {
    if result.count == 0 { return }
    let out = result.start(T.self)
    if k == 0 { return out.update(repeating: T.zero, count: result.count) }
    var (a, left, b, right) = (a, left, b, right)
    if !left.isReadable(rows: m, columns: k) {
      a = a.contiguous
      left = a.matrices(left.batchShape + [m, k])
    }
    if !right.isReadable(rows: k, columns: n) {
      b = b.contiguous
      right = b.matrices(right.batchShape + [k, n])
    }
    // A matrix times a matrix; and a stack times one matrix is one tall matrix times that matrix.
    let count = batch.reduce(1, *)
    let isTall =
      batch.isEmpty
      || right.batchShape.allSatisfy { $0 == 1 } && a.strides == nil && left.batchShape == batch && left.columnStep == 1
    if isTall {
      let tall = Operand(start: a.start(T.self), left.rowStep, left.columnStep, rows: m * count, columns: k)
      let other = Operand(start: b.start(T.self), right.rowStep, right.columnStep, rows: k, columns: n)
      return try multiply(tall, other, out, rows: m * count)
    }
    let loop = Loop(
      shape: batch, steps(of: left, to: batch), steps(of: right, to: batch))
    if m * n * k < MatrixProduct.shared { return try runStack(loop, a, left, b, right, out) }
    var failure: TensorError?
    loop.forEachRow { row, start in
      for i in 0..<loop.rowCount where failure == nil {
        let p = a.start(T.self) + start.0 + i * loop.rowSteps.0
        let q = b.start(T.self) + start.1 + i * loop.rowSteps.1
        do throws(TensorError) {
          try multiply(
            Operand(start: p, left.rowStep, left.columnStep, rows: m, columns: k),
            Operand(start: q, right.rowStep, right.columnStep, rows: k, columns: n), out + (row + i) * m * n, rows: m)
        } catch {
          failure = error
        }
      }
    }
    if let failure { throw failure }
  }

  /// Many small products, each on one thread.
  private func runStack<T: MatrixElement>(
    _ loop: Loop, _ a: Tensor, _ left: MatrixStack, _ b: Tensor, _ right: MatrixStack, _ out: UnsafeMutablePointer<T>
  ) throws(TensorError) {
    let count = batch.reduce(1, *)
    let piece = Swift.max(MatrixProduct.piece / Swift.max(m * n * k, 1), 1)
    for first in Swift.stride(from: 0, to: count, by: piece) {
      if first > 0, Interruption.isRequested { throw .interrupted }
      let end = Swift.min(first + piece, count)
      Parallel.run(over: end - first, grain: Swift.max(MatrixProduct.worthwhile / Swift.max(m * n * k, 1), 1)) { part in
        let share = first + part.lowerBound..<first + part.upperBound
        let rows = share.lowerBound / loop.rowCount..<(share.upperBound + loop.rowCount - 1) / loop.rowCount
        loop.forEachRow(in: rows) { row, start in
          let inside = share.clamped(to: row..<row + loop.rowCount)
          for place in inside {
            let i = place - row
            let x = Operand(
              start: a.start(T.self) + start.0 + i * loop.rowSteps.0, left.rowStep, left.columnStep, rows: m, columns: k
            )
            let y = Operand(
              start: b.start(T.self) + start.1 + i * loop.rowSteps.1, right.rowStep, right.columnStep, rows: k,
              columns: n)
            T.multiply(
              m: m, n: n, k: k, a: x.start, aIsTransposed: x.isTransposed, aStride: x.stride, b: y.start,
              bIsTransposed: y.isTransposed, bStride: y.stride, out: out + place * m * n, outStride: n)
          }
        }
      }
    }
  }

  /// One matrix in memory, its rows or its columns contiguous.
  struct Operand<T> {
    let start: UnsafeMutablePointer<T>
    let isTransposed: Bool
    /// The distance between two rows, or two columns when it is transposed.
    let stride: Int

    init(start: UnsafeMutablePointer<T>, _ rowStep: Int, _ columnStep: Int, rows: Int, columns: Int) {
      self.start = start
      isTransposed = !(columnStep == 1 && rowStep >= columns)
      stride = Swift.max(isTransposed ? columnStep : rowStep, 1)
    }
  }

  private func multiply<T: MatrixElement>(
    _ a: Operand<T>, _ b: Operand<T>, _ out: UnsafeMutablePointer<T>, rows: Int
  ) throws(TensorError) {
    let (work, overflows) = n.multipliedReportingOverflow(by: k)
    let step = overflows ? 1 : Swift.max(1, MatrixProduct.piece / Swift.max(work, 1))
    var row = 0
    while row < rows {
      if row > 0, Interruption.isRequested { throw .interrupted }
      let end = Swift.min(row + step, rows)
      share(a, b, out, rows: row..<end)
      row = end
    }
  }

  /// Shares some rows of the product out among the workers: by columns when there are more of them, so that every
  /// worker packs only its own part of the larger factor.
  private func share<T: MatrixElement>(
    _ a: Operand<T>, _ b: Operand<T>, _ out: UnsafeMutablePointer<T>, rows: Range<Int>
  ) {
    let multiply = { (rows: Range<Int>, columns: Range<Int>) in
      T.multiply(
        m: rows.count, n: columns.count, k: k, a: a.start + rows.lowerBound * (a.isTransposed ? 1 : a.stride),
        aIsTransposed: a.isTransposed, aStride: a.stride,
        b: b.start + columns.lowerBound * (b.isTransposed ? b.stride : 1), bIsTransposed: b.isTransposed,
        bStride: b.stride, out: out + rows.lowerBound * n + columns.lowerBound, outStride: n)
    }
    if rows.count * n < MatrixProduct.shared / Swift.max(k, 1) {
      multiply(rows, 0..<n)
    } else if n > rows.count {
      Parallel.run(over: n, grain: MatrixProduct.grain) { multiply(rows, $0) }
    } else {
      Parallel.run(over: rows.count, grain: MatrixProduct.grain) {
        multiply(rows.lowerBound + $0.lowerBound..<rows.lowerBound + $0.upperBound, 0..<n)
      }
    }
  }

  private func steps(of stack: MatrixStack, to batch: [Int]) -> [Int] {
    let missing = batch.count - stack.batchShape.count
    return batch.indices.map {
      $0 < missing || stack.batchShape[$0 - missing] == 1 ? 0 : stack.batchSteps[$0 - missing]
    }
  }

  /// Whole numbers: no library multiplies them, and every sum is checked.
  func runWhole(_ a: Tensor, _ b: Tensor, into result: Tensor) throws(TensorError) {
    if result.count == 0 { return }
    let (p, q, out) = (a.start(Int.self), b.start(Int.self), result.start(Int.self))
    let loop = Loop(shape: batch, contiguousSteps(left, m * k), contiguousSteps(right, k * n))
    var overflows = false
    var isStopped = false
    loop.forEachRow { row, start in
      for i in 0..<loop.rowCount {
        let x = p + start.0 + i * loop.rowSteps.0
        let y = q + start.1 + i * loop.rowSteps.1
        let z = out + (row + i) * m * n
        for r in 0..<m {
          if isStopped || r & 0xf == 0xf && Interruption.isRequested {
            isStopped = true
            return
          }
          for c in 0..<n {
            var sum = 0
            for j in 0..<k {
              let (product, first) = x[r * k + j].multipliedReportingOverflow(by: y[j * n + c])
              let (next, second) = sum.addingReportingOverflow(product)
              if first || second { overflows = true }
              sum = next
            }
            z[r * n + c] = sum
          }
        }
      }
    }
    if isStopped { throw .interrupted }
    if overflows { throw .integerOverflow(operation: "@") }
  }

  private func contiguousSteps(_ stack: MatrixStack, _ size: Int) -> [Int] {
    let own = Shapes.contiguousStrides(stack.batchShape).map { $0 * size }
    let missing = batch.count - stack.batchShape.count
    return batch.indices.map { $0 < missing || stack.batchShape[$0 - missing] == 1 ? 0 : own[$0 - missing] }
  }
}
