// Systems of linear equations, by Gaussian elimination with partial pivoting (Golub and Van Loan, Matrix Computations,
// algorithm 3.4.1). The work is done in double precision; float32 goes in and comes out.

import Source

extension Operation {
  /// The solution of linear equations.
  package static let solve: Operation = Operation(
    name: "solve", notation: .function("solve"), summary: "Finds x such that a @ x is b, for square matrices a.",
    why:
      "A nudge of b moves x through the inverse of a, so b gets the gradient through the inverse of aᵀ; a nudge of a "
      + "acts like one of b by as much as it moves a @ x, against it.",
    example: "solve([[2, 0], [0, 4]], [2, 4])  //= [1, 1]", arity: 2,
    forward: { inputs, _ throws(TensorError) in try Elimination.solution(inputs[0], inputs[1]) },
    derivative: .pullback { gradient, position, inputs, result, _ in
      let (a, b) = (inputs[0], inputs[1])
      let back = solve.derived(.two(a.transposed, gradient))
      if position == 1 { return back.summed(to: b.shape) }
      let isVector = b.shape.count == 1
      let left = isVector ? back.reshaped(back.shape + [1]) : back
      let right = isVector ? result.reshaped(result.shape + [1]) : result
      return -left.times(right.transposed).summed(to: a.shape)
    })

  /// The determinant.
  package static let det: Operation = Operation(
    name: "det", notation: .function("det"),
    summary: "Gives the determinant of a square matrix: by how much it scales volumes.",
    why: "Each entry counts by its cofactor: the determinant of what is left without its row and column, with a sign.",
    example: "det([[1, 2], [3, 4]])  //= -2", arity: 1,
    forward: { inputs, _ throws(TensorError) in try Elimination.determinants(inputs[0]) },
    derivative: .pullback { gradient, _, inputs, _, _ in
      gradient.reshaped(gradient.shape + [1, 1]) * cofactors.derived(.one(inputs[0]))
    })

  /// The cofactors: how the determinant moves with each entry.
  static let cofactors: Operation = Operation(
    name: "cofactors", notation: .function("cofactors"),
    summary: "Gives the cofactor of each entry of a square matrix: how much its determinant moves with it.",
    why: "Every cofactor is a determinant of the others, so a nudge of an entry moves the cofactors beyond its own row "
      + "and column.", example: "", arity: 1,
    forward: { inputs, _ throws(TensorError) in try Elimination.cofactors(inputs[0]) },
    derivative: .pullback { gradient, _, inputs, result, _ in
      // From C = det(a)·a⁻ᵀ: dC = (⟨C, da⟩ C − C daᵀ C)/det.
      let determinant = det.derived(.one(inputs[0]))
      let whole = determinant.reshaped(determinant.shape + [1, 1])
      let product = gradient * result
      let last = product.shape.count - 1
      let along = sum.derived(.one(product), .reduction(axes: [last - 1, last], keepsAxes: true))
      return (along * result - result.times(gradient.transposed).times(result)) / whole
    })

  static let linearAlgebra: [Operation] = [solve, det, cofactors]
}

/// What the operations on square matrices ask and give.
enum SquareMatrices {
  /// The extent of the last two axes, which must agree.
  static func extent(_ x: Traced, _ operation: String) throws(TensorError) -> Int {
    let shape = x.shape
    guard shape.count >= 2 else { throw .rankTooLow(operation: operation, shape: shape, needed: 2) }
    guard shape[shape.count - 1] == shape[shape.count - 2] else {
      throw .argument(operation: operation, reason: "the matrix must be square, and its shape is \(shape)")
    }
    Effort.spend(x.count * shape[shape.count - 1])
    return shape[shape.count - 1]
  }

  /// Results computed in double precision, of the float type that belongs to `x`.
  static func made(_ elements: [Double], _ shape: [Int], like x: Traced) throws(TensorError) -> Traced {
    let type = Promotion.float(x.elementType)
    let whole = try Traced.make(elements, shape: shape)
    return type == .float64 ? whole : try whole.converted(to: type)
  }
}

/// Square matrices taken apart by elimination.
private struct Elimination {
  let n: Int
  /// The triangles L (below the diagonal, whose ones are not written) and U, row by row.
  private(set) var entries: [Double]
  /// Which row of the matrix each row of the triangles came from.
  private(set) var order: [Int]
  /// 1 or -1 by the number of exchanged rows.
  private(set) var sign = 1.0

  /// - Throws: `interrupted` when somebody asks to stop.
  init(_ matrix: ArraySlice<Double>, n: Int) throws(TensorError) {
    self.n = n
    entries = Array(matrix)
    order = Array(0..<n)
    for column in 0..<n {
      if n > 64, Interruption.isRequested { throw .interrupted }
      let pivot = (column..<n).max { entries[$0 * n + column].magnitude < entries[$1 * n + column].magnitude }
      if let pivot, pivot != column {
        for place in 0..<n { entries.swapAt(pivot * n + place, column * n + place) }
        order.swapAt(pivot, column)
        sign = -sign
      }
      let head = entries[column * n + column]
      guard head != 0 else { continue }
      for row in column + 1..<Swift.max(n, column + 1) {
        let factor = entries[row * n + column] / head
        entries[row * n + column] = factor
        guard factor != 0 else { continue }
        entries.withUnsafeMutableBufferPointer { entries in
          for place in column + 1..<n { entries[row * n + place] -= factor * entries[column * n + place] }
        }
      }
    }
  }

  var determinant: Double { (0..<n).reduce(sign) { $0 * entries[$1 * n + $1] } }

  /// The solution for a right side of `width` columns; the matrix is not singular.
  ///
  /// - Throws: `interrupted` when somebody asks to stop.
  func solved(_ right: ArraySlice<Double>, width: Int) throws(TensorError) -> [Double] {
    let start = right.startIndex
    var x = order.flatMap { row in right[(start + row * width)..<(start + (row + 1) * width)] }
    for row in 0..<n {
      if n > 64, Interruption.isRequested { throw .interrupted }
      for before in 0..<row where entries[row * n + before] != 0 {
        for column in 0..<width { x[row * width + column] -= entries[row * n + before] * x[before * width + column] }
      }
    }
    for row in (0..<n).reversed() {
      if n > 64, Interruption.isRequested { throw .interrupted }
      for after in row + 1..<Swift.max(n, row + 1) {
        for column in 0..<width { x[row * width + column] -= entries[row * n + after] * x[after * width + column] }
      }
      for column in 0..<width { x[row * width + column] /= entries[row * n + row] }
    }
    return x
  }
}

extension Elimination {
  static func determinants(_ x: Traced) throws(TensorError) -> Traced {
    let n = try SquareMatrices.extent(x, "det")
    let elements = x.doubles
    let shape = Array(x.shape.dropLast(2))
    var results: [Double] = []
    for place in 0..<shape.reduce(1, *) {
      results.append(try Elimination(elements[(place * n * n)..<((place + 1) * n * n)], n: n).determinant)
    }
    return try SquareMatrices.made(results, shape, like: x)
  }

  static func cofactors(_ x: Traced) throws(TensorError) -> Traced {
    let n = try SquareMatrices.extent(x, "det")
    let elements = x.doubles
    var results: [Double] = []
    for place in 0..<x.shape.dropLast(2).reduce(1, *) where n > 0 {
      let matrix = Array(elements[(place * n * n)..<((place + 1) * n * n)])
      for row in 0..<n {
        for column in 0..<n {
          let rest = matrix.indices.filter { $0 / n != row && $0 % n != column }.map { matrix[$0] }
          if Interruption.isRequested { throw .interrupted }
          let minor = try Elimination(rest[...], n: n - 1).determinant
          results.append((row + column) % 2 == 0 ? minor : -minor)
        }
      }
      if Interruption.isRequested { throw .interrupted }
    }
    return try SquareMatrices.made(results, x.shape, like: x)
  }

  static func solution(_ a: Traced, _ b: Traced) throws(TensorError) -> Traced {
    let n = try SquareMatrices.extent(a, "solve")
    let isVector = b.shape.count == 1
    let matrix = isVector ? b.shape + [1] : b.shape
    guard matrix.count >= 2, matrix[matrix.count - 2] == n,
      let batch = Shapes.broadcast(Array(a.shape.dropLast(2)), Array(matrix.dropLast(2)))
    else { throw .matrixShapes(left: a.shape, right: b.shape) }
    let width = matrix[matrix.count - 1]
    let type = Promotion.arithmetic(a, b)
    try TensorLimits.check(batch + [n, width], .float64)
    let left = try broadcast(try a.converted(to: .float64), .shape(batch + [n, n])).doubles
    let right = try broadcast(
      try reshape(try b.converted(to: .float64), .shape(matrix)), .shape(batch + [n, width])
    ).doubles
    var results: [Double] = []
    for place in 0..<batch.reduce(1, *) {
      let triangles = try Elimination(left[(place * n * n)..<((place + 1) * n * n)], n: n)
      guard triangles.determinant != 0 || (0..<n).allSatisfy({ triangles.entries[$0 * n + $0] != 0 }) else {
        throw .argument(operation: "solve", reason: "the matrix is singular: its determinant is 0")
      }
      results += try triangles.solved(right[(place * n * width)..<((place + 1) * n * width)], width: width)
    }
    let shape = isVector ? batch + [n] : batch + [n, width]
    let whole = try Traced.make(results, shape: shape)
    return type == .float32 ? try whole.converted(to: .float32) : whole
  }

  private static func broadcast(_ x: Traced, _ shape: Attributes) throws(TensorError) -> Traced {
    try Operation.broadcast(x, shape)
  }

  private static func reshape(_ x: Traced, _ shape: Attributes) throws(TensorError) -> Traced {
    try Operation.reshape(x, shape)
  }
}
