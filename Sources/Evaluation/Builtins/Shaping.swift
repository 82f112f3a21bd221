import Source
import Tensors

extension Builtins {
  /// Functions that arrange elements without computing with them.
  static let shapes = [
    Shaping.reshape, Shaping.transpose, Shaping.flatten, Shaping.concat, Shaping.stack, Shaping.squeeze,
    Shaping.expandDims, Shaping.broadcast, Shaping.flip, Shaping.sort, Shaping.argsort, Shaping.triu, Shaping.tril,
    Shaping.shape, Shaping.size, Shaping.dtype, Shaping.patches,
  ]
}

private enum Shaping {
  private static let x = Builtin.Parameter.required("x", "a tensor")

  static let reshape = Builtin(
    "reshape", [x, .required("shape", "the new extents; one of them may be -1")], isVariadic: true, group: .shapes,
    Operation.reshape.summary,
    details:
      "The number of elements stays; -1 stands for what is left over. reshape(x, [2, 3]) and reshape(x, 2, 3) are the same.",
    example: Operation.reshape.example
  ) { (call) throws(Stop) in
    let value = try call.traced(0)
    return try call.apply(.reshape, value, .shape(try call.extents(from: 1)))
  }

  static let transpose = Builtin(
    "transpose", [x, .optional("order", else: "reversed", "the axes in their new order")], group: .shapes,
    Operation.transpose.summary, details: "x.T and xᵀ are transpose(x). A vector stays as it is, as in NumPy.",
    example: "transpose([[1, 2, 3]])  //= [[1], [2], [3]]"
  ) { (call) throws(Stop) in
    let value = try call.traced(0)
    let shape = value.shape
    var order = Array(shape.indices.reversed())
    if call.has(1) {
      let given = try call.shape(1)
      order = []
      for axis in given {
        order.append(try call.attempt { () throws(TensorError) in try Axes.normalise(axis, shape: shape) })
      }
    }
    return shape.count < 2 && !call.has(1) ? .data(value) : try call.apply(.transpose, value, .permutation(order))
  }

  static let flatten = Builtin(
    "flatten", [x], group: .shapes, "Puts all elements, in row-major order, into one axis.",
    details: "flatten_layer keeps the first axis, which counts the examples of a batch.",
    example: "flatten([[1, 2], [3, 4]])  //= [1, 2, 3, 4]"
  ) { (call) throws(Stop) in
    let value = try call.traced(0)
    return try call.apply(.reshape, value, .shape([value.count]))
  }

  static let concat = Builtin(
    "concat", [.required("xs", "a list of tensors"), .optional("axis", "0", "the axis to join along")], group: .shapes,
    Operation.concat.summary, details: "All other extents must agree. " + Operation.concat.why,
    example: Operation.concat.example
  ) { (call) throws(Stop) in
    let parts = try tensors(call)
    let axis = try call.axis(1, of: parts.first?.shape ?? [0], default: 0)
    return try call.apply(.concat, parts, .axis(axis))
  }

  static let stack = Builtin(
    "stack", [.required("xs", "a list of tensors"), .optional("axis", "0", "where the new axis stands")],
    group: .shapes,
    Operation.stack.summary, details: "All shapes must agree. " + Operation.stack.why, example: Operation.stack.example
  ) { (call) throws(Stop) in
    let parts = try tensors(call)
    let axis = try call.axis(1, of: (parts.first?.shape ?? []) + [1], default: 0)
    return try call.apply(.stack, parts, .axis(axis))
  }

  private static func tensors(_ call: Call) throws(Stop) -> [Traced] {
    // Whoever writes concat(a, b) means both to be joined.
    if call.has(1), !call.isNamed(1), let second = try? call.traced(1), !second.shape.isEmpty {
      throw call.failure(
        .wrongArguments, "\(call.builtin.name) takes its tensors in one list", at: 1,
        help: "write \(call.builtin.name)([a, b])")
    }
    var parts: [Traced] = []
    for element in try call.elements(0) { parts.append(try call.machine.traced(element, at: call.place, operand: 0)) }
    return parts
  }

  static let squeeze = Builtin(
    "squeeze", [x, .optional("axis", else: "all", "which axis of extent 1 to drop")], group: .shapes,
    "Drops axes of extent 1.", example: "shape(squeeze(zeros(1, 3, 1)))  //= [3]"
  ) { (call) throws(Stop) in
    let value = try call.traced(0)
    let shape = value.shape
    let axes = try call.axes(1, of: shape) ?? shape.indices.filter { shape[$0] == 1 }
    if let wide = axes.first(where: { shape[$0] != 1 }) {
      throw call.failure(
        .shapeMismatch, "axis \(wide) has \(shape[wide]) elements, and only an axis of 1 can be dropped", at: 0,
        help: "x[0] or sum(x, axis=\(wide)) takes an axis away that holds more")
    }
    return try call.apply(.reshape, value, .shape(shape.indices.filter { !axes.contains($0) }.map { shape[$0] }))
  }

  static let expandDims = Builtin(
    "expand_dims", [x, .required("axis", "where the new axis stands")], group: .shapes, "Adds an axis of extent 1.",
    example: "expand_dims([1, 2], 1)  //= [[1], [2]]"
  ) { (call) throws(Stop) in
    let value = try call.traced(0)
    var shape = value.shape
    let axis = try call.whole(1)
    shape.insert(
      1, at: try call.attempt { () throws(TensorError) in try Axes.normaliseNew(axis, shape: value.shape) })
    return try call.apply(.reshape, value, .shape(shape))
  }

  static let broadcast = Builtin(
    "broadcast", [x, .required("shape", "the larger shape")], isVariadic: true, group: .shapes,
    Operation.broadcast.summary, details: Operation.broadcast.why, example: Operation.broadcast.example
  ) { (call) throws(Stop) in
    let value = try call.traced(0)
    return try call.apply(.broadcast, value, .shape(try call.extents(from: 1)))
  }

  static let flip = Builtin(
    "flip", [x, .optional("axis", else: "all", "the axis to reverse, or a list of axes")], group: .shapes,
    Operation.flip.summary,
    details: Operation.flip.why, example: Operation.flip.example
  ) { (call) throws(Stop) in
    let value = try call.traced(0)
    guard call.has(1) else { return try call.apply(.flip, value) }
    let axes = try call.axes(1, of: value.shape) ?? Array(value.shape.indices)
    guard let last = axes.last else { return .data(value) }
    let turned = try call.attempt { () throws(TensorError) in
      var turned = value
      for axis in axes.dropLast() { turned = try Operation.flip(turned, .axis(axis)) }
      return turned
    }
    return try call.apply(.flip, turned, .axis(last))
  }

  static let sort = ordered(.sort)
  static let argsort = ordered(.argsort)

  private static func ordered(_ operation: Operation) -> Builtin {
    Builtin(
      operation.name,
      [
        .required("x", "a tensor, or a list of texts"), .optional("axis", "-1", "the axis to sort along"),
        .optional("descending", "false", "whether the largest comes first"),
        .optional("by", "", "a function whose values decide the order of a list"),
      ], group: .shapes, operation.summary,
      details: operation.why + (operation.name == "sort" ? " " : "")
        + "Equal elements keep their order. Lists of texts, and lists by a function, are sorted too: sort(xs, by=f).",
      example: operation.example
    ) { (call) throws(Stop) in
      // sort(xs, f) says the same as sort(xs, by=f).
      if case .function(let function) = call[1] { return try Sorting.sorted(operation, by: function, call) }
      if call.has(3) { return try Sorting.sorted(operation, by: try call.function(3), call) }
      if let words = Sorting.words(call[0]) { return try Sorting.sorted(operation, keys: words, call) }
      let value = try call.traced(0)
      let descends: Bool = try call.boolean(2, default: false)
      if value.shape.isEmpty { return try call.apply(operation, value) }
      let axis = try call.axis(1, of: value.shape, default: -1)
      guard descends else { return try call.apply(operation, value, .axis(axis)) }
      // The other way round is up among the negatives, so that equal elements keep their order.
      let negative = try call.attempt { () throws(TensorError) in
        try Operation.negate(value.elementType == .bool ? try Operation.convert(value, .elementType(.int)) : value)
      }
      if operation.name == "argsort" { return try call.apply(operation, negative, .axis(axis)) }
      let sorted = try call.attempt { () throws(TensorError) in try operation(negative, .axis(axis)) }
      return try call.apply(.negate, sorted)
    }
  }

  static let triu = triangle(.triu)
  static let tril = triangle(.tril)

  private static func triangle(_ operation: Operation) -> Builtin {
    Builtin(
      operation.name, [x, .whole("k", 0, .none, "the diagonal, counted upwards from the main one")], group: .shapes,
      operation.summary, details: operation.why, example: operation.example
    ) { (call) throws(Stop) in
      try call.apply(operation, try call.traced(0), .integer(try call.whole("k")))
    }
  }

  static let shape = Builtin(
    "shape", [x], group: .shapes, "Gives the extent of each axis.",
    details: "x.shape is the same; a number has the shape [].",
    example: "shape([[1, 2, 3], [4, 5, 6]])  //= [2, 3]"
  ) { (call) throws(Stop) in .list(List(try call.traced(0).shape.map { .integer($0) })) }

  static let size = Builtin(
    "size", [x], group: .shapes, "Gives the number of elements.", details: "len gives the extent of the first axis.",
    example: "size([[1, 2, 3], [4, 5, 6]])  //= 6"
  ) { (call) throws(Stop) in .integer(try call.traced(0).count) }

  static let dtype = Builtin(
    "dtype", [x], group: .shapes, "Gives the element type as a text.",
    details: "float64, float32, int, bool, or byte as image data has it.", example: "dtype(1..3)  //= \"int\""
  ) { (call) throws(Stop) in .text(try call.traced(0).elementType.name) }

  static let patches = Builtin(
    "patches",
    [
      .required("x", "images [n, channels, height, width]"),
      .required("size", "the window: one number or [rows, columns]"),
      .optional("stride", "1"), .optional("padding", "0", "zeros added around the images"),
      .optional("dilation", "1", "the distance between the pixels of a window"),
    ], group: .shapes, "Lays the windows that slide over images side by side.",
    details: "Gives [n, channels, values in a window, windows down, windows across]: a convolution is a matrix product "
      + "with it. " + Operation.patches.why,
    example: "shape(patches(zeros(1, 1, 4, 4), 2, stride=2))  //= [1, 1, 4, 2, 2]"
  ) { (call) throws(Stop) in
    let value = try call.traced(0)
    let kernel = try call.pair(1, default: (1, 1))
    let (stride, padding) = (try call.pair(2, default: (1, 1)), try call.pair(3, default: (0, 0)))
    let gaps = try call.pair(4, default: (1, 1))
    guard gaps != (1, 1) else {
      return try call.apply(.patches, value, .window(kernel: kernel, stride: stride, padding: padding))
    }
    guard (1...1 << 20).contains(gaps.0), (1...1 << 20).contains(gaps.1), (1...1 << 20).contains(kernel.0),
      (1...1 << 20).contains(kernel.1)
    else {
      throw call.failure(.wrongArguments, "dilation is at least 1, and these are \(gaps.0) and \(gaps.1)", at: 4)
    }
    // A window with gaps is a larger one of which only some pixels are looked at.
    let (tall, wide) = ((kernel.0 - 1) * gaps.0 + 1, (kernel.1 - 1) * gaps.1 + 1)
    let chosen = (0..<kernel.0 * kernel.1).map { $0 / kernel.1 * gaps.0 * wide + $0 % kernel.1 * gaps.1 }
    let all = try call.attempt { () throws(TensorError) in
      try Operation.patches(value, .window(kernel: (tall, wide), stride: stride, padding: padding))
    }
    let before = all.shape.prefix(2).map { IndexPart.slice(start: 0, step: 1, count: $0) }
    return try call.apply(.index, all, .index(before + [.gather(chosen, shape: [chosen.count])]))
  }
}
