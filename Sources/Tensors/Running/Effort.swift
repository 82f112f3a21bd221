import CKernels

/// How much has been computed, counted so that a limit on it ends the same run at the same place on every machine.
///
/// A unit is about a number read or written, or sixteen multiplications of a product. Nothing is counted until somebody
/// sets a limit, as graders do: a limit that decides marks must not depend on how busy the machine is. A limit holds on
/// the thread that sets it, so that sessions beside each other spend only their own.
package enum Effort {
  /// The units that a turn of a loop or a call of a function counts for.
  package static let perStep = 8

  /// The units that an element of a list counts for.
  package static let perElement = 16

  /// Whether anything is counted.
  @inline(__always)
  package static var isCounted: Bool { kernels_effort() != Int.max }

  /// Whether more was done than allowed.
  @inline(__always)
  package static var isSpent: Bool { kernels_effort() < 0 }

  /// The units that are left; nil without a limit.
  package static var remaining: Int? {
    let units = kernels_effort()
    return units == Int.max ? nil : units
  }

  /// Allows so many units from now on; nil for any number.
  package static func allow(_ units: Int?) { kernels_set_effort(units ?? Int.max) }

  /// Runs what must be finished although everything that was allowed is spent.
  static func ignored<Result>(_ body: () throws(TensorError) -> Result) throws(TensorError) -> Result {
    let units = kernels_effort()
    kernels_set_effort(Int.max)
    defer { kernels_set_effort(units) }
    return try body()
  }

  /// Counts units.
  @inline(__always)
  package static func spend(_ units: @autoclosure () -> Int) {
    if isCounted { kernels_set_effort(kernels_effort() &- Swift.min(units(), Int.max / 1024)) }
  }
}

extension Operation {
  /// Counts what the operation reads, and the multiplications of products; what it writes is counted where it is made.
  ///
  /// What picks elements reads no others: a row costs the same in a large table and in a small one.
  func countEffort(of inputs: Node.Inputs) {
    guard Effort.isCounted, notation != .index else { return }
    let shapes = (0..<inputs.count).map { inputs[$0].shape }
    var units = 0
    for shape in shapes { units += Shapes.count(shape) ?? 0 }
    if name == "matmul", let left = shapes.first, let right = shapes.last {
      let columns: Int = right.count > 1 ? right[right.count - 1] : 1
      let products = Double(Shapes.count(left) ?? 0) * Double(columns)
      units += Int(Swift.min(products / 16, 1e15))
    }
    Effort.spend(units)
  }
}
