package import Source

/// What can be wrong with the inputs of an operation: the facts.
///
/// The words are in `TensorError+Words.swift`.
package enum TensorError: Error, Equatable, Sendable {
  /// Two shapes that cannot be stretched to one.
  case cannotBroadcast(operation: String, left: [Int], right: [Int])
  /// Shapes that the matrix product cannot take.
  case matrixShapes(left: [Int], right: [Int])
  /// A shape that cannot be stretched to another.
  case cannotStretch(shape: [Int], to: [Int])
  /// Elements that do not fill a new shape.
  case cannotReshape(shape: [Int], to: [Int])
  /// An operation that needs more axes than its input has.
  case rankTooLow(operation: String, shape: [Int], needed: Int)
  /// Inputs that are to be joined but differ where they must agree; `position` is the first that does not fit.
  case cannotJoin(operation: String, position: Int, first: [Int], other: [Int], axis: Int)
  /// Elements of a list whose shapes differ, so that they do not stack to a tensor.
  case raggedList(position: Int, first: [Int], other: [Int])
  /// Nothing to join.
  case nothingToJoin(operation: String)
  /// A window that is larger than what it slides over.
  case windowTooLarge(shape: [Int], kernel: [Int], padding: [Int])
  /// A window or a stride that is not positive, or a padding below zero.
  case windowNotPositive(kernel: [Int], stride: [Int], padding: [Int])
  /// An axis that the tensor does not have.
  case axisOutOfRange(axis: Int, shape: [Int])
  /// An axis named twice.
  case axisRepeated(axis: Int, shape: [Int])
  /// An order of axes that does not name each axis once.
  case notAPermutation([Int], shape: [Int])
  /// An index that the axis does not have.
  case indexOutOfRange(index: Int, axis: Int, shape: [Int])
  /// More indices than axes.
  case tooManyIndices(count: Int, shape: [Int])
  /// An index that is not a whole number.
  case indexNotWhole(Double)
  /// A slice with step 0.
  case zeroStep
  /// Integer arrays in one index whose shapes do not fit together.
  case indexShapes(left: [Int], right: [Int])
  /// A tensor of more memory than one tensor may take; `bytes` is nil when it cannot even be counted.
  case tooLarge(shape: [Int], bytes: Int?, limit: Int)
  /// A tensor for which all tensors together would need more memory than allowed.
  case memoryExhausted(shape: [Int], bytes: Int, live: Int, limit: Int)
  /// More computing than `Effort` allows.
  case effortSpent
  /// An axis of negative extent.
  case negativeExtent(shape: [Int])
  /// A whole number that does not fit in 64 bits.
  case integerOverflow(operation: String)
  /// A whole-number division by zero.
  case divisionByZero(operation: String)
  /// A whole number raised to a negative whole power.
  case negativeExponent
  /// A value that the element type cannot hold.
  case notRepresentable(value: Double, type: ElementType)
  /// An element type that the operation does not take.
  case elementType(operation: String, type: ElementType, needed: String)
  /// The largest or smallest of no elements.
  case emptyReduction(operation: String, shape: [Int])
  /// A number of inputs that the operation does not take.
  case inputCount(operation: String, count: Int, needed: Int)
  /// A distribution or range whose numbers contradict each other.
  case argument(operation: String, reason: Phrase)
  /// The work was stopped because an interruption was asked for.
  case interrupted
}
