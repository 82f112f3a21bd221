import Tensors
import Source

extension Builtins {
  /// Functions that make one number of many, over all axes or some.
  static let reductions =
    [
      Operation.sum, .mean, .max, .min, .prod, .any, .allTrue,
    ].map(Reductions.reduction)
    + [Reductions.position(.argmax), Reductions.position(.argmin), Reductions.cumsum, Reductions.cumprod]
}

private enum Reductions {
  private static let axis = Builtin.Parameter.optional("axis", else: "all", "the axis, or a list of axes, to go over")
  private static let keeps = Builtin.Parameter.flag("keepdims", false, "whether the axes stay with extent 1")

  private static let pairwise: [String: Operation] = ["max": .maximum, "min": .minimum]

  static func reduction(_ operation: Operation) -> Builtin {
    Builtin(
      operation.name, [.required("x", "a number or tensor"), axis, keeps], group: .reductions, operation.summary,
      details: operation.why, example: operation.example
    ) { (call) throws(Stop) in
      let x = try call.traced(0)
      // max(2, 3) and max(0, z), as other languages have them: a single number has no axes to go over.
      if x.shape.isEmpty, call.has(1), !call.has(2), let pair = pairwise[operation.name] {
        if case .string = call[1] { return .data(x) }
        return try call.apply(pair, x, try call.traced(1))
      }
      let axes = try call.axes(1, of: x.shape)
      let keepsAxes = try call.flag("keepdims")
      return try call.apply(operation, x, .reduction(axes: axes, keepsAxes: keepsAxes))
    }
  }

  /// Over one axis, or over all elements in row-major order, as in NumPy.
  static func position(_ operation: Operation) -> Builtin {
    Builtin(
      operation.name,
      [.required("x", "a number or tensor"), .optional("axis", else: "all", "the axis to go along"), keeps],
      group: .reductions, operation.summary,
      details: "Without an axis the position counts through all elements, row by row.", example: operation.example
    ) { (call) throws(Stop) in
      let x = try call.traced(0)
      let axes = try call.axes(1, of: x.shape)
      let keepsAxes = try call.flag("keepdims")
      guard (axes?.count ?? 1) == 1 else {
        throw call.failure(.wrongArguments, "\(operation.name) goes along one axis, not \(axes?.count ?? 0)", at: 1)
      }
      return try call.apply(operation, x, .reduction(axes: axes, keepsAxes: keepsAxes))
    }
  }

  static let cumprod = Builtin(
    "cumprod", [.required("x", "a tensor"), .optional("axis", else: "all", "the axis to multiply along")],
    group: .reductions,
    Operation.cumprod.summary,
    details: "Without an axis it runs through all elements, row by row. " + Operation.cumprod.why,
    example: Operation.cumprod.example
  ) { (call) throws(Stop) in
    let x = try call.traced(0)
    guard call.has(1) else { return try call.apply(.cumprod, x) }
    return try call.apply(.cumprod, x, .axis(try call.axis(1, of: x.shape, default: 0)))
  }

  static let cumsum = Builtin(
    "cumsum", [.required("x", "a tensor"), .optional("axis", else: "all", "the axis to add along")], group: .reductions,
    Operation.cumsum.summary,
    details: "Without an axis it runs through all elements, row by row, and the result has one axis, as in NumPy.",
    example: Operation.cumsum.example
  ) { (call) throws(Stop) in
    let x = try call.traced(0)
    guard call.has(1) else { return try call.apply(.cumsum, x) }
    return try call.apply(.cumsum, x, .axis(try call.axis(1, of: x.shape, default: 0)))
  }
}
