// Eigenvalues and singular values by Jacobi rotations (Golub and Van Loan, Matrix Computations, sections 8.5 and 8.6.3).
// The work is done in double precision; float32 goes in and comes out.

import Source

extension Operation {
  /// The eigenvalues of a symmetric matrix, rising; of any other matrix those of its symmetric part (a + aᵀ)/2.
  package static let eigenvalues: Operation = Operation(
    name: "eigenvalues", notation: .function("eigenvalues"),
    summary: "Gives the eigenvalues of a symmetric matrix, the smallest first.",
    why: "A nudge of the matrix moves an eigenvalue by as much as it stretches along that eigenvector.",
    example: "eigenvalues([[2, 1], [1, 2]])  //= [1, 3]", arity: 1,
    forward: { inputs, _ throws(TensorError) in try SymmetricMatrix.values(of: inputs[0]) },
    derivative: .pullback { gradient, _, inputs, _, _ in
      let vectors = eigenvectors.derived(.one(inputs[0]))
      return (vectors * gradient.asRows).times(vectors.transposed)
    })

  /// The eigenvectors of a symmetric matrix as columns of length 1, in the order of the eigenvalues.
  ///
  /// The largest component of each is positive.
  package static let eigenvectors: Operation = Operation(
    name: "eigenvectors", notation: .function("eigenvectors"),
    summary: "Gives the eigenvectors of a symmetric matrix as columns of length 1, in the order of the eigenvalues.",
    why: "A nudge of the matrix turns each eigenvector towards the others, the faster the nearer their eigenvalues "
      + "are; where two are equal it has no derivative.",
    example: "eigenvectors([[2, 0], [0, 1]])  //= [[0, 1], [1, 0]]", arity: 1,
    forward: { inputs, _ throws(TensorError) in try SymmetricMatrix.vectors(of: inputs[0]) },
    derivative: .pullback { gradient, _, inputs, result, _ in
      let turned = turning(gradient, of: result, stretchedBy: eigenvalues.derived(.one(inputs[0])))
      return 0.5 * (turned + turned.transposed)
    })

  /// The singular values of a matrix, the largest first.
  package static let singularValues: Operation = Operation(
    name: "singular_values", notation: .function("singular_values"),
    summary: "Gives the singular values of a matrix, the largest first: how far it stretches along its own directions.",
    why: "A nudge of the matrix moves a singular value by as much as it stretches that direction into its image.",
    example: "singular_values([[3, 0], [0, -4]])  //= [4, 3]", arity: 1,
    forward: { inputs, _ throws(TensorError) in try SingularValues.values(of: inputs[0]) },
    derivative: .pullback { gradient, _, inputs, result, _ in
      let isWide = SingularValues.isWide(inputs[0].shape)
      let tall = isWide ? inputs[0].transposed : inputs[0]
      let directions = singularDirections.derived(.one(tall))
      // Where a matrix stretches by 0 the slope is taken as 0, as that of a length is.
      let isZero = equal.derived(.two(result, result.constant(0))).cast(to: result.elementType)
      let images = tall.times(directions) / (result + isZero).asRows
      let moved = (images * gradient.asRows).times(directions.transposed)
      return isWide ? moved.transposed : moved
    })

  /// The directions that a matrix with no fewer rows than columns stretches by its singular values, as columns.
  static let singularDirections: Operation = Operation(
    name: "singular_directions", notation: .function("singular_directions"),
    summary: "Gives the directions that a matrix stretches by its singular values, as columns of length 1.",
    why: "They are the eigenvectors of aᵀ @ a, and turn towards each other as those do.", example: "", arity: 1,
    forward: { inputs, _ throws(TensorError) in try SingularValues.directions(of: inputs[0]) },
    derivative: .pullback { gradient, _, inputs, result, _ in
      let values = singularValues.derived(.one(inputs[0]))
      let turned = turning(gradient, of: result, stretchedBy: values * values)
      return inputs[0].times(turned + turned.transposed)
    })

  static let spectra: [Operation] = [eigenvalues, eigenvectors, singularValues, singularDirections]

  /// Refuses matrices that are not symmetric within rounding: their eigenvalues may be complex.
  ///
  /// - Throws: `rankTooLow`, or `argument` with the entries that differ most.
  package static func checkSymmetric(_ x: Traced, for operation: Operation) throws(TensorError) {
    let n = try SquareMatrices.extent(x, operation.name)
    let elements = x.doubles
    let tolerance = (x.elementType == .float32 ? 1e-5 : 1e-10) * elements.reduce(0) { Swift.max($0, $1.magnitude) }
    for (place, element) in elements.enumerated() {
      let (row, column) = (place / Swift.max(n, 1) % Swift.max(n, 1), place % Swift.max(n, 1))
      let other = elements[place + (column - row) * n + row - column]
      if (element - other).magnitude > tolerance {
        throw .argument(
          operation: operation.name,
          reason: "the matrix must be symmetric, and its entries [\(row), \(column)] and [\(column), \(row)] differ")
      }
    }
  }

  /// How a symmetric matrix moves with the gradient of its eigenvectors: V (F ∘ VᵀG) Vᵀ with F = 1/(λⱼ - λᵢ) beside the
  /// diagonal (Giles, Collected matrix derivative results for forward and reverse mode algorithmic differentiation, 2008).
  private static func turning(_ gradient: Traced, of vectors: Traced, stretchedBy values: Traced) -> Traced {
    let n = values.shape[values.shape.count - 1]
    let ones = values.constant(1).stretched(to: [n, n])
    let one = ones - triu.derived(.one(ones), .integer(1)) - tril.derived(.one(ones), .integer(-1))
    let distances = values.asRows - values.reshaped(values.shape + [1])
    let inverses = 1 / (distances + one) - one
    return vectors.times(inverses * vectors.transposed.times(gradient)).times(vectors.transposed)
  }
}

extension Traced {
  /// A row for each matrix of a batch, which multiplies its columns.
  fileprivate var asRows: Traced { reshaped(Array(shape.dropLast()) + [1] + shape.suffix(1)) }
}

/// A symmetric matrix taken apart by rotations that each clear one pair of entries beside the diagonal.
private struct SymmetricMatrix {
  /// The eigenvalues, rising.
  let values: [Double]
  /// The eigenvectors as columns, row by row.
  let vectors: [Double]

  /// - Throws: `interrupted` when somebody asks to stop.
  init(_ matrix: [Double], n: Int) throws(TensorError) {
    let scale = Rotation.scale(of: matrix)
    var a = matrix
    for row in 0..<n {
      for column in 0..<n {
        a[row * n + column] = (matrix[row * n + column] / scale + matrix[column * n + row] / scale) / 2
      }
    }
    var rows = Rotation.identity(n)
    try Rotation.sweeps(n, isKnown: scale.isFinite) { p, q in
      guard a[p * n + q].magnitude > 1e-17 else { return false }
      let turn = Rotation(a[p * n + p], a[q * n + q], beside: a[p * n + q])
      for k in 0..<n { turn.apply(&a, k * n + p, k * n + q) }
      for k in 0..<n { turn.apply(&a, p * n + k, q * n + k) }
      for k in 0..<n { turn.apply(&rows, p * n + k, q * n + k) }
      return true
    }
    let found = (0..<n).map { scale.isFinite ? a[$0 * n + $0] * scale : .nan }
    let order = (0..<n).sorted { found[$0] < found[$1] }
    values = order.map { found[$0] }
    vectors = Rotation.columns(rows, in: order, isKnown: scale.isFinite)
  }

  static func values(of x: Traced) throws(TensorError) -> Traced {
    try SquareMatrices.made(try parts(of: x) { $0.values }, Array(x.shape.dropLast()), like: x)
  }

  static func vectors(of x: Traced) throws(TensorError) -> Traced {
    try SquareMatrices.made(try parts(of: x) { $0.vectors }, x.shape, like: x)
  }

  private static func parts(
    of x: Traced, _ part: (SymmetricMatrix) -> [Double]
  ) throws(TensorError) -> [Double] {
    let n = try SquareMatrices.extent(x, "eigenvalues")
    Effort.spend(x.count * n * 15)
    let elements = x.doubles
    var results: [Double] = []
    for place in 0..<x.shape.dropLast(2).reduce(1, *) {
      results += part(try SymmetricMatrix(Array(elements[(place * n * n)..<((place + 1) * n * n)]), n: n))
    }
    return results
  }
}

/// A matrix whose columns are turned until each stands upright on all others: their lengths are the singular values.
private struct SingularValues {
  /// The lengths, falling.
  let values: [Double]
  /// The directions as columns, row by row.
  let directions: [Double]

  /// - Throws: `interrupted` when somebody asks to stop.
  init(_ matrix: [Double], rows: Int, columns n: Int) throws(TensorError) {
    let scale = Rotation.scale(of: matrix)
    var a = (0..<n).map { column in (0..<rows).map { matrix[$0 * n + column] / scale } }
    var turned = Rotation.identity(n)
    func product(_ p: Int, _ q: Int) -> Double { zip(a[p], a[q]).reduce(0) { $0 + $1.0 * $1.1 } }
    try Rotation.sweeps(n, isKnown: scale.isFinite) { p, q in
      let (first, second, beside) = (product(p, p), product(q, q), product(p, q))
      guard beside.magnitude > 1e-16 * (first * second).squareRoot(), beside.magnitude > 1e-17 * max(first, second)
      else { return false }
      let turn = Rotation(first, second, beside: beside)
      for k in 0..<rows { (a[p][k], a[q][k]) = turn.turned(a[p][k], a[q][k]) }
      for k in 0..<n { turn.apply(&turned, p * n + k, q * n + k) }
      return true
    }
    let found = (0..<n).map { scale.isFinite ? product($0, $0).squareRoot() * scale : .nan }
    let order = (0..<n).sorted { found[$0] > found[$1] }
    values = order.map { found[$0] }
    directions = Rotation.columns(turned, in: order, isKnown: scale.isFinite)
  }

  /// Whether a matrix has fewer rows than columns: its transpose, which has the same singular values, is less work.
  static func isWide(_ shape: [Int]) -> Bool { shape[shape.count - 2] < shape[shape.count - 1] }

  static func values(of x: Traced) throws(TensorError) -> Traced {
    guard x.shape.count >= 2 else {
      throw .rankTooLow(operation: "singular_values", shape: x.shape, needed: 2)
    }
    let tall = isWide(x.shape) ? x.transposed : x
    return try SquareMatrices.made(
      try parts(of: tall) { $0.values }, tall.shape.dropLast(2) + tall.shape.suffix(1), like: x)
  }

  static func directions(of tall: Traced) throws(TensorError) -> Traced {
    let columns = Array(tall.shape.suffix(1))
    return try SquareMatrices.made(
      try parts(of: tall) { $0.directions }, tall.shape.dropLast(2) + columns + columns, like: tall)
  }

  private static func parts(
    of x: Traced, _ part: (SingularValues) -> [Double]
  ) throws(TensorError) -> [Double] {
    let (rows, columns) = (x.shape[x.shape.count - 2], x.shape[x.shape.count - 1])
    Effort.spend(x.count * columns * 15)
    let elements = x.doubles
    var results: [Double] = []
    for place in 0..<x.shape.dropLast(2).reduce(1, *) {
      let one = Array(elements[(place * rows * columns)..<((place + 1) * rows * columns)])
      results += part(try SingularValues(one, rows: rows, columns: columns))
    }
    return results
  }
}

/// The rotation of two directions that makes their common entry 0.
private struct Rotation {
  private let cosine: Double
  private let sine: Double

  /// - Parameters:
  ///   - first: The entry of the first direction on the diagonal.
  ///   - second: That of the second.
  ///   - beside: Their common entry, which is not 0.
  init(_ first: Double, _ second: Double, beside: Double) {
    let ratio = (second - first) / (2 * beside)
    let tangent = (ratio < 0 ? -1 : 1) / (ratio.magnitude + (1 + ratio * ratio).squareRoot())
    cosine = 1 / (1 + tangent * tangent).squareRoot()
    sine = cosine * tangent
  }

  func turned(_ x: Double, _ y: Double) -> (Double, Double) { (cosine * x - sine * y, sine * x + cosine * y) }

  func apply(_ entries: inout [Double], _ first: Int, _ second: Int) {
    (entries[first], entries[second]) = turned(entries[first], entries[second])
  }

  /// Asks `turn` about every pair of directions, again and again until it turned none.
  ///
  /// Convergence is quadratic, and ten sweeps are many; the last of sixty would only move rounding about.
  ///
  /// - Throws: `interrupted` when somebody asks to stop.
  static func sweeps(_ n: Int, isKnown: Bool, _ turn: (Int, Int) -> Bool) throws(TensorError) {
    guard isKnown else { return }
    for _ in 0..<60 {
      var isDone = true
      for p in 0..<n {
        if Interruption.isRequested { throw .interrupted }
        for q in p + 1..<Swift.max(n, p + 1) where turn(p, q) { isDone = false }
      }
      if isDone { return }
    }
  }

  /// The largest magnitude, by which all entries are divided so that no square overflows; nan where one is not finite.
  static func scale(of entries: [Double]) -> Double {
    let largest = entries.reduce(0) { $1.isFinite ? Swift.max($0, $1.magnitude) : .nan }
    return largest == 0 ? 1 : largest
  }

  static func identity(_ n: Int) -> [Double] { (0..<n * n).map { $0 / n == $0 % n ? 1 : 0 } }

  /// Directions given as rows, as columns in this order, each with its largest component positive.
  static func columns(_ rows: [Double], in order: [Int], isKnown: Bool) -> [Double] {
    let n = order.count
    guard isKnown else { return rows.map { _ in .nan } }
    var result = rows
    for (column, direction) in order.enumerated() {
      let row = rows[(direction * n)..<((direction + 1) * n)]
      let largest = row.max { $0.magnitude < $1.magnitude - 1e-12 } ?? 1
      for (place, component) in row.enumerated() { result[place * n + column] = largest < 0 ? -component : component }
    }
    return result
  }
}
