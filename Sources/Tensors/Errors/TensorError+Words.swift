package import Source

extension TensorError {
  /// The stable code of the error.
  package var code: ErrorCode {
    switch self {
    case .cannotBroadcast, .matrixShapes, .cannotStretch, .cannotReshape, .rankTooLow, .cannotJoin, .indexShapes,
      .windowTooLarge:
      .shapeMismatch
    case .raggedList: .raggedList
    case .nothingToJoin: .emptyList
    case .axisOutOfRange, .axisRepeated, .notAPermutation: .axisOutOfRange
    case .indexOutOfRange, .tooManyIndices: .indexOutOfRange
    case .indexNotWhole: .indexNotWhole
    case .tooLarge, .memoryExhausted: .tooLarge
    case .effortSpent: .tooManySteps
    case .negativeExtent: .negativeExtent
    case .integerOverflow: .integerOverflow
    case .divisionByZero: .divisionByZero
    case .negativeExponent: .negativeExponent
    case .notRepresentable: .notRepresentable
    case .elementType: .elementType
    case .emptyReduction: .emptyReduction
    case .inputCount: .argumentCount
    case .zeroStep, .windowNotPositive, .argument: .argumentValue
    case .interrupted: .interrupted
    }
  }

  /// What went wrong, in one line.
  package var title: Phrase {
    switch self {
    case .cannotBroadcast, .matrixShapes: "these shapes do not fit"
    case .cannotStretch(let shape, let target):
      "a tensor of shape \(text(shape)) cannot be stretched to \(text(target))"
    case .cannotReshape(let shape, let target):
      Shapes.count(shape) == 1
        ? "1 element does not fit the shape \(text(target))"
        : "\(elements(shape)) do not fit the shape \(text(target))"
    case .rankTooLow(let operation, let shape, let needed):
      "`\(operation)` needs at least \(needed) \(needed == 1 ? "axis" : "axes"), and this is \(text(shape))"
    case .cannotJoin(let operation, _, _, _, _): "`\(operation)` cannot join these shapes"
    case .raggedList: "the elements of this list do not make a tensor: their shapes differ"
    case .nothingToJoin(let operation): "`\(operation)` was given nothing to join"
    case .windowTooLarge(let shape, let kernel, _):
      "the window \(text(kernel)) is larger than the image \(text(Array(shape.suffix(2))))"
    case .windowNotPositive: "a window and its stride must be at least 1, the padding at least 0"
    case .axisOutOfRange(let axis, let shape):
      shape.isEmpty ? "a number has no axis \(axis)" : "axis \(axis) is out of range for the shape \(text(shape))"
    case .axisRepeated(let axis, _): "axis \(axis) is named twice"
    case .notAPermutation(let order, let shape):
      "\(text(order)) is not an order of the \(shape.count) axes of \(text(shape))"
    case .indexOutOfRange(let index, let axis, let shape):
      "index \(index) is out of range for axis \(axis), which has \(extent(axis, shape))"
    case .tooManyIndices(let count, let shape):
      shape.isEmpty
        ? "a number has no elements to pick" : "\(count) indices for a tensor of \(shape.count) axes, \(text(shape))"
    case .indexNotWhole(let value): "an index is a whole number, and this is \(value)"
    case .zeroStep: "the step cannot be 0"
    case .indexShapes(let left, let right): "the index arrays \(text(left)) and \(text(right)) do not fit together"
    case .tooLarge(let shape, let bytes, let limit):
      "a tensor of shape \(text(shape)) would need \(bytes.map(memory) ?? "more memory than can be counted"); "
        + "the limit is \(memory(limit))"
    case .memoryExhausted(let shape, let bytes, let live, let limit):
      "a tensor of shape \(text(shape)) needs \(memory(bytes)), and \(memory(live)) of \(memory(limit)) are in use"
    case .effortSpent: "this computes more than it may"
    case .negativeExtent(let shape): "a shape has no negative extents: \(text(shape))"
    case .integerOverflow(let operation): "the result of `\(operation)` does not fit in an integer of 64 bits"
    case .divisionByZero(let operation): "`\(operation)` of integers by zero"
    case .negativeExponent: "an integer to a negative integer power is not an integer"
    case .notRepresentable(let value, let type): "\(value) is not a value that \(type.name) can hold"
    case .elementType(let operation, let type, let needed):
      "`\(operation)` needs \(needed), and this is \(type.name)"
    case .emptyReduction(let operation, let shape):
      "`\(operation)` of no elements: the shape is \(text(shape))"
    case .inputCount(let operation, let count, let needed):
      "`\(operation)` takes \(needed) \(needed == 1 ? "input" : "inputs"), not \(count)"
    case .argument(let operation, let reason): "`\(operation)`: \(reason)"
    case .interrupted: "interrupted"
    }
  }

  /// Why, with the numbers at hand.
  package var notes: [Phrase] {
    switch self {
    case .cannotBroadcast(let operation, let left, let right):
      guard let clash = Shapes.clash(left, right) else { return [] }
      return [
        "`\(operation)` lines the shapes up at their last axes; an axis of 1 or a missing one is stretched",
        "axis \(clash.axis) from the end: \(clash.left) on the left, \(clash.right) on the right",
      ]
    case .matrixShapes(let left, let right):
      if left.isEmpty || right.isEmpty { return ["`@` multiplies matrices and vectors; for a number write `*`"] }
      let inner = right.count == 1 ? right[0] : right[right.count - 2]
      if left[left.count - 1] != inner {
        let axis: Phrase =
          right.count == 1 ? "the length" : right.count == 2 ? "the first axis" : "the second-last axis"
        return [
          "`@` needs the last axis of the left side (\(left[left.count - 1])) to equal \(axis) of the right side (\(inner))"
        ]
      }
      return ["the axes before the last two, \(text(left.dropLast(2))) and \(text(right.dropLast(2))), do not fit"]
    case .cannotStretch:
      return ["stretching repeats axes of extent 1 and adds axes in front; nothing else"]
    case .cannotReshape(let shape, let target):
      let wanted = Shapes.count(target.filter { $0 >= 0 })
      if let wanted, target.contains(where: { $0 < 0 }) {
        return ["\(text(shape)) has \(elements(shape)), and \(text(target)) takes a multiple of \(wanted)"]
      }
      let fitting = wanted == nil ? "too many" : elements(target)
      return ["\(text(shape)) has \(elements(shape)), \(text(target)) has \(fitting)"]
    case .cannotJoin(let operation, let position, let first, let other, let axis):
      return [
        "the first is \(text(first)), number \(position) is \(text(other)) (counted from 0)",
        operation == "stack" ? "all must have the same shape" : "they may differ only along axis \(axis)",
      ]
    case .raggedList(let position, let first, let other):
      return ["the first element is \(described(first)), number \(position) is \(described(other)) (counted from 0)"]
    case .windowTooLarge(_, _, let padding): return ["with padding \(text(padding)) on each side"]
    case .axisOutOfRange(_, let shape) where !shape.isEmpty:
      return ["axes count from 0 to \(shape.count - 1), or from the end: -1 to -\(shape.count)"]
    case .indexOutOfRange(_, let axis, let shape):
      guard shape.indices.contains(axis), shape[axis] > 0 else { return ["the axis is empty"] }
      return ["indices count from 0 to \(shape[axis] - 1), or from the end: -1 to -\(shape[axis])"]
    default: return []
    }
  }

  /// What to write instead, when there is something to say.
  package var help: Phrase? {
    switch self {
    case .cannotBroadcast("*", let left, let right) where left.count == 2 && right == [left[0]]:
      "with the vector first it is a matrix product: x @ W; reshape(…, [\(right[0]), 1]) makes a column of the right side"
    case .cannotBroadcast("*", let left, let right) where right.count == 2 && left == [right[0]]:
      "the matrix product is written @, and for it they fit; reshape(…, [\(left[0]), 1]) makes a column of the left side"
    case .cannotBroadcast(_, let left, let right):
      left.count == 1 && right.count >= 2 && right[right.count - 2] == left[0]
        ? "reshape(…, [\(left[0]), 1]) makes a column of the left side"
        : right.count == 1 && left.count >= 2 && left[left.count - 2] == right[0]
          ? left.count == 2
            ? "reshape(…, [\(right[0]), 1]) makes a column of the right side; of labels, one_hot(…, \(left[1])) makes \(left[1]) columns"
            : "reshape(…, [\(right[0]), 1]) makes a column of the right side" : nil
    case .matrixShapes(let left, let right):
      left.count == 2 && right.count == 2 && left[1] == right[1]
        ? "the right side transposed would fit: write `.T` after it"
        : left.count == 2 && right.count == 2 && left[0] == right[0]
          ? "the left side transposed would fit: write `.T` after it" : nil
    case .tooLarge, .memoryExhausted: "a smaller shape, or `:set` a larger limit if the machine has the memory"
    case .effortSpent: "compute with smaller tensors, or in fewer turns"
    case .integerOverflow: "float64(…) counts further, with about 16 digits"
    case .negativeExponent: "float64(…) of either side gives a fraction"
    case .elementType(_, _, "a float type"): "float64(…) converts it"
    case .indexNotWhole: "int(…) or round(…) makes it whole"
    default: nil
    }
  }

  /// The positions of the inputs that the error is about.
  package var operands: [Int] {
    switch self {
    case .cannotBroadcast, .matrixShapes: [0, 1]
    case .cannotJoin(_, let position, _, _, _), .raggedList(let position, _, _): [0, position]
    case .cannotStretch, .cannotReshape, .rankTooLow, .windowTooLarge, .axisOutOfRange, .indexOutOfRange,
      .tooManyIndices, .emptyReduction, .elementType, .notRepresentable, .notAPermutation:
      [0]
    default: []
    }
  }

  private func text(_ shape: some Sequence<Int>) -> String { Shapes.text(Array(shape)) }

  private func described(_ shape: [Int]) -> Phrase { shape.isEmpty ? "a number" : "of shape \(text(shape))" }

  private func elements(_ shape: [Int]) -> Phrase {
    let count = Shapes.count(shape) ?? 0
    return count == 1 ? "1 element" : "\(count) elements"
  }

  private func extent(_ axis: Int, _ shape: [Int]) -> Phrase {
    let extent = shape.indices.contains(axis) ? shape[axis] : 0
    return extent == 1 ? "1 element" : "\(extent) elements"
  }

  private func memory(_ bytes: Int) -> Phrase {
    let units: [Phrase] = ["bytes", "kB", "MB", "GB", "TB", "PB"]
    var size = Double(bytes)
    var unit = 0
    while size >= 1000, unit < units.count - 1 {
      size /= 1000
      unit += 1
    }
    let tenths = Int((size * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10) \(units[unit])" : "\(tenths / 10).\(tenths % 10) \(units[unit])"
  }
}
