extension Operation {
  /// The matrix product.
  package static let matmul: Operation = Operation(
    name: "matmul", notation: .infix("@", .product),
    summary: "Multiplies matrices: rows of the left by columns of the right; vectors and stacks of matrices too.",
    why:
      "Each entry of x sits in one row and meets the columns of w: its gradient is the row of gradients that it fed, "
      + "weighted by w. Written as matrices that is g @ wᵀ, and xᵀ @ g for w.",
    example: "[[1, 2], [3, 4]] @ [1, 1]  //= [3, 7]", arity: 2,
    forward: { inputs, _ throws(TensorError) in try product(inputs[0], inputs[1]) },
    derivative: .pullback { gradient, position, inputs, _, _ in
      let (a, b) = (inputs[0], inputs[1])
      let (left, right) = (a.shape, b.shape)
      if left.count == 1, right.count == 1 { return gradient * (position == 0 ? b : a) }
      // A vector on the left is a row, on the right a column.
      let rows = left.count == 1 ? a.reshaped([1, left[0]]) : a
      let columns = right.count == 1 ? b.reshaped([right[0], 1]) : b
      var shape = gradient.shape
      if left.count == 1 { shape.insert(1, at: shape.count) }
      if left.count == 1, right.count > 1 { shape.swapAt(shape.count - 1, shape.count - 2) }
      if right.count == 1 { shape.append(1) }
      let incoming = gradient.reshaped(shape)
      if position == 0 {
        return incoming.times(columns.transposed).summed(to: rows.shape).reshaped(left)
      }
      // A stack times one matrix is one tall matrix times that matrix.
      if right.count == 2, left.count > 2 {
        let tall = rows.reshaped([-1, left[left.count - 1]])
        return tall.transposed.times(incoming.reshaped([-1, right[1]]))
      }
      return rows.transposed.times(incoming).summed(to: columns.shape).reshaped(right)
    })

  static let products: [Operation] = [matmul]

  private static func product(_ a: Traced, _ b: Traced) throws(TensorError) -> Traced {
    let (left, right) = (a.shape, b.shape)
    guard !left.isEmpty, !right.isEmpty else { throw .matrixShapes(left: left, right: right) }
    let leftMatrix = left.count == 1 ? [1, left[0]] : left
    let rightMatrix = right.count == 1 ? [right[0], 1] : right
    let (m, k, n) = (
      leftMatrix[leftMatrix.count - 2], leftMatrix[leftMatrix.count - 1], rightMatrix[rightMatrix.count - 1]
    )
    guard k == rightMatrix[rightMatrix.count - 2],
      let batch = Shapes.broadcast(leftMatrix.withoutMatrix, rightMatrix.withoutMatrix)
    else { throw .matrixShapes(left: left, right: right) }
    var shape = [m, n]
    if left.count == 1 || right.count == 1 || !batch.isEmpty {
      shape = batch + (left.count > 1 ? [m] : []) + (right.count > 1 ? [n] : [])
    }
    let type = Promotion.arithmetic(a, b)
    try TensorLimits.check(shape, type)
    if Transcript.isOn { return Traced.repeated(a.constant(0), shape, type) }
    let (x, y) = (try a.converted(to: type).asTensor, try b.converted(to: type).asTensor)
    let result = try Tensor.make(type, shape)
    let job = MatrixProduct(
      left: x.matrices(leftMatrix), right: y.matrices(rightMatrix), batch: batch, m: m, n: n, k: k)
    switch type {
    case .float64: try job.run(x, y, into: result, Double.self)
    case .float32: try job.run(x, y, into: result, Float.self)
    default: try job.runWhole(x.contiguous, y.contiguous, into: result)
    }
    return Traced(result)
  }
}

/// A stack of matrices as it lies in memory.
struct MatrixStack {
  /// The steps over the axes in front of the last two.
  let batchShape: [Int]
  let batchSteps: [Int]
  /// The step from one row to the next, and from one column to the next.
  let rowStep: Int
  let columnStep: Int

  /// Whether a product kernel can read it: one of its two directions is contiguous.
  func isReadable(rows: Int, columns: Int) -> Bool {
    (columnStep == 1 && rowStep >= columns) || (rowStep == 1 && columnStep >= rows)
  }
}

extension Tensor {
  /// The tensor as a stack of matrices of the given shape, which may have an axis of extent 1 more than the tensor.
  func matrices(_ shape: [Int]) -> MatrixStack {
    if self.shape.count == 1 {
      let step = strides?[0] ?? 1
      return shape[0] == 1 && self.shape[0] == shape[1]
        ? MatrixStack(batchShape: [], batchSteps: [], rowStep: Swift.max(shape[1], 1) * step, columnStep: step)
        : MatrixStack(batchShape: [], batchSteps: [], rowStep: step, columnStep: step)
    }
    let rank = shape.count
    var (rowStep, columnStep) = (shape[rank - 1], 1)
    if let strides { (rowStep, columnStep) = (strides[rank - 2], strides[rank - 1]) }
    // The step over an axis of extent 1 is never taken; give it the value that makes the matrix contiguous.
    if shape[rank - 1] == 1, rowStep != 1 { columnStep = 1 }
    if shape[rank - 2] == 1 { rowStep = Swift.max(shape[rank - 1] * columnStep, 1) }
    return MatrixStack(
      batchShape: shape.withoutMatrix,
      batchSteps: rank == 2 ? [] : (strides ?? Shapes.contiguousStrides(self.shape)).withoutMatrix, rowStep: rowStep,
      columnStep: columnStep)
  }

  /// The matrix or stack of matrices with its last two axes exchanged, as a view.
  var transposedMatrices: Tensor {
    var (shape, steps) = (shape, strides ?? Shapes.contiguousStrides(shape))
    shape.swapAt(rank - 1, rank - 2)
    steps.swapAt(rank - 1, rank - 2)
    return Tensor.view(elementType, shape, steps, storage, offset)
  }
}

extension [Int] {
  /// All but the last two, of a shape or of steps.
  fileprivate var withoutMatrix: [Int] { count == 2 ? [] : Array(self[..<(count - 2)]) }
}
