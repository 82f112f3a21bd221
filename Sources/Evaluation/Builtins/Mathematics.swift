import Source
import Tensors

extension Builtins {
  /// Functions of numbers, element by element.
  static let mathematics =
    [
      Operation.exp, .log, .sqrt, .abs, .sign, .sin, .cos, .tan, .tanh, .erf, .floor, .round, .ceil, .log1p, .expm1,
      .log2, .log10, .sinh, .cosh, .atan,
    ].map { Builtin.elementwise($0) }
    + [Operation.sigmoid, .relu, .softplus].map { Builtin.elementwise($0, group: .activations) }
    + [
      Mathematics.maximum, Mathematics.minimum, Mathematics.solve, Mathematics.det, Mathematics.eigenvalues,
      Mathematics.eigenvectors, Mathematics.singularValues, Mathematics.choose, Mathematics.close,
    ]
}

private enum Mathematics {
  static let maximum = pairwise(.maximum)
  static let minimum = pairwise(.minimum)

  private static func pairwise(_ operation: Operation) -> Builtin {
    Builtin(
      operation.name, [.required("a"), .required("b")], group: .mathematics, operation.summary,
      details: operation.why, example: operation.example
    ) { (call) throws(Stop) in try call.apply(operation, try call.traced(0), try call.traced(1)) }
  }

  static let solve = Builtin(
    "solve", [.required("a", "square matrices"), .required("b", "a vector, or matrices")], group: .mathematics,
    Operation.solve.summary, details: Operation.solve.why, example: Operation.solve.example
  ) { (call) throws(Stop) in try call.apply(.solve, try call.traced(0), try call.traced(1)) }

  static let det = Builtin(
    "det", [.required("a", "square matrices")], group: .mathematics, Operation.det.summary, details: Operation.det.why,
    example: Operation.det.example
  ) { (call) throws(Stop) in try call.apply(.det, try call.traced(0)) }

  static let eigenvalues = symmetric(.eigenvalues)
  static let eigenvectors = symmetric(.eigenvectors)

  private static func symmetric(_ operation: Operation) -> Builtin {
    Builtin(
      operation.name, [.required("a", "symmetric matrices")], group: .mathematics, operation.summary,
      details: operation.why, example: operation.example
    ) { (call) throws(Stop) in
      let matrices = try call.traced(0)
      try call.attempt { () throws(TensorError) in try Operation.checkSymmetric(matrices, for: operation) }
      return try call.apply(operation, matrices)
    }
  }

  static let singularValues = Builtin(
    "singular_values", [.required("a", "matrices")], group: .mathematics, Operation.singularValues.summary,
    details: Operation.singularValues.why, example: Operation.singularValues.example
  ) { (call) throws(Stop) in try call.apply(.singularValues, try call.traced(0)) }

  static let choose = Builtin(
    "where",
    [
      .required("condition", "booleans"), .optional("a", "", "taken where it holds"),
      .optional("b", "", "taken elsewhere"),
    ],
    group: .mathematics, Operation.where.summary,
    details: "All three are stretched to one shape. With the condition alone: the positions where it holds, for a "
      + "tensor of several axes a list of them for each. " + Operation.where.why
      + " Where that side has an infinite slope, as "
      + "sqrt at 0, 0 times infinity is nan, as in NumPy and JAX: an inner where keeps such places away from it.",
    example: Operation.where.example
  ) { (call) throws(Stop) in
    if !call.has(1), !call.has(2) {
      let condition = try call.attempt { [x = try call.traced(0).plain] () throws(TensorError) in
        try Operation.convert(x, .elementType(.bool))
      }
      let places = Machine.places(of: condition)
      if places.count == 1 { return try call.tensor(places[0], shape: [places[0].count]) }
      var lists: [Value] = []
      for axis in places { lists.append(try call.tensor(axis, shape: [axis.count])) }
      return .list(List(lists))
    }
    guard call.has(1), call.has(2) else {
      throw call.failure(
        .wrongArguments, "where needs both what is taken where the condition holds and what is taken elsewhere",
        help: "it is called as where(condition, a, b)")
    }
    return try call.apply(.where, [try call.traced(0), try call.traced(1), try call.traced(2)])
  }

  static let close = Builtin(
    "close", [.required("a"), .required("b"), .number("rel", 1e-5), .number("abs", 1e-8)], group: .mathematics,
    "Says whether two values agree within rounding, everywhere.",
    details:
      "As NumPy's isclose, |a - b| <= abs + rel·|b|; shapes must agree unless one side is a number. a ≈ b is the same.",
    example: "close(0.1 + 0.2, 0.3)  //= true"
  ) { (call) throws(Stop) in
    let (relative, absolute) = (try call.number("rel"), try call.number("abs"))
    return .boolean(
      try call.machine.areClose(call[0], call[1], relative: relative, absolute: absolute, at: call.place))
  }
}
