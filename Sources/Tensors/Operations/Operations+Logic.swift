extension Operation {
  /// Equality.
  package static let equal: Operation = comparison(
    "equal", "==", "Says where two tensors are equal; nan equals nothing.",
    example: "[1, 2] == [1, 3]  //= [true, false]",
    double: { $0.map { $0 == $1 } }, float: { $0.map { $0 == $1 } }, whole: { $0.map { $0 == $1 } })

  /// Inequality.
  package static let notEqual: Operation = comparison(
    "not_equal", "!=", "Says where two tensors differ.", example: "[1, 2] != [1, 3]  //= [false, true]",
    double: { $0.map { $0 != $1 } }, float: { $0.map { $0 != $1 } }, whole: { $0.map { $0 != $1 } })

  /// Less than.
  package static let less: Operation = comparison(
    "less", "<", "Says where the left tensor is smaller.", example: "[1, 2] < 2  //= [true, false]",
    double: { $0.map { $0 < $1 } }, float: { $0.map { $0 < $1 } }, whole: { $0.map { $0 < $1 } })

  /// Less than or equal.
  package static let lessOrEqual: Operation = comparison(
    "less_equal", "<=", "Says where the left tensor is smaller or equal.", example: "[1, 3] <= 2  //= [true, false]",
    double: { $0.map { $0 <= $1 } }, float: { $0.map { $0 <= $1 } }, whole: { $0.map { $0 <= $1 } })

  /// Greater than.
  package static let greater: Operation = comparison(
    "greater", ">", "Says where the left tensor is larger.", example: "[1, 3] > 2  //= [false, true]",
    double: { $0.map { $0 > $1 } }, float: { $0.map { $0 > $1 } }, whole: { $0.map { $0 > $1 } })

  /// Greater than or equal.
  package static let greaterOrEqual: Operation = comparison(
    "greater_equal", ">=", "Says where the left tensor is larger or equal.", example: "[1, 2] >= 2  //= [false, true]",
    double: { $0.map { $0 >= $1 } }, float: { $0.map { $0 >= $1 } }, whole: { $0.map { $0 >= $1 } })

  /// Both.
  package static let logicalAnd: Operation = logical(
    "logical_and", "and", "Says where both tensors are true; a number is true when it is not 0.",
    example: "[1, 2] > 0 and [1, 2] < 2  //= [true, false]"
  ) { $0.map { $0 && $1 } }

  /// Either.
  package static let logicalOr: Operation = logical(
    "logical_or", "or", "Says where at least one of two tensors is true; a number is true when it is not 0.",
    example: "[1, 2] < 1 or [1, 2] > 1  //= [false, true]"
  ) { $0.map { $0 || $1 } }

  /// Negation of a truth value.
  package static let logicalNot: Operation = Operation(
    name: "logical_not", notation: .prefix("not "), summary: "Turns true into false and false into true.", why: "",
    example: "not [1, 0]  //= [false, true]", arity: 1,
    forward: { inputs, _ throws(TensorError) in
      try Elementwise.map(try inputs[0].converted(to: .bool), "not") { (row: Row1<Bool, Bool>) in row.map { !$0 } }
    }, derivative: .none)

  private static func logical(
    _ name: String, _ symbol: String, _ summary: String, example: String,
    _ kernel: @escaping @Sendable (Row2<Bool, Bool>) -> Bool
  ) -> Operation {
    Operation(
      name: name, notation: .infix(symbol, .comparison), summary: summary, why: "", example: example, arity: 2,
      forward: { inputs, _ throws(TensorError) in
        let (x, y) = (try inputs[0].converted(to: .bool), try inputs[1].converted(to: .bool))
        return try Elementwise.zip(x, y, symbol, kernel)
      }, derivative: .none)
  }

  /// Chooses between two tensors.
  package static let `where`: Operation = Operation(
    name: "where", notation: .function("where"),
    summary: "Takes elements of the second input where the first is true, of the third elsewhere.",
    why: "Only the side that was taken moves the result, so the gradient goes there and the other side gets 0.",
    example: "where([true, false], [1, 2], 0)  //= [1, 0]", arity: 3,
    forward: { inputs, _ throws(TensorError) in try choose(inputs[0], inputs[1], inputs[2]) },
    derivative: .pullback { gradient, position, inputs, _, _ in
      let condition = inputs[0].plainOutsideTranscript
      switch position {
      case 1: return `where`.derived(.many([condition, gradient, gradient.constant(0)])).summed(to: inputs[1].shape)
      case 2: return `where`.derived(.many([condition, gradient.constant(0), gradient])).summed(to: inputs[2].shape)
      default: return nil
      }
    })

  private static func choose(_ condition: Traced, _ a: Traced, _ b: Traced) throws(TensorError) -> Traced {
    let type = Promotion.common(a, b)
    let test = try condition.converted(to: .bool)
    let (x, y) = (try a.converted(to: type), try b.converted(to: type))
    guard let shape = Shapes.broadcast(x.shape, y.shape) else {
      throw .cannotBroadcast(operation: "where", left: x.shape, right: y.shape)
    }
    guard let shape = Shapes.broadcast(test.shape, shape) else {
      throw .cannotBroadcast(operation: "where", left: test.shape, right: shape)
    }
    if shape.isEmpty { return Bool.read(test) ? x : y }
    let result = try Tensor.make(type, shape)
    let (p, q, r) = (test.asTensor, x.asTensor, y.asTensor)
    switch type {
    case .float64: fill(result, p, q, r, Double.self)
    case .float32: fill(result, p, q, r, Float.self)
    case .int: fill(result, p, q, r, Int.self)
    case .bool, .byte: fill(result, p, q, r, UInt8.self)
    }
    return .tensor(result)
  }

  private static func fill<T>(_ result: Tensor, _ test: Tensor, _ a: Tensor, _ b: Tensor, _: T.Type) {
    let shape = result.shape
    let loop = Loop(
      shape: shape, Loop.steps(of: test, stretchedTo: shape), Loop.steps(of: a, stretchedTo: shape),
      Loop.steps(of: b, stretchedTo: shape))
    let (out, p, q, r) = (result.start(T.self), test.start(Bool.self), a.start(T.self), b.start(T.self))
    let steps = loop.rowSteps
    loop.forEachRow { row, start in
      for i in 0..<loop.rowCount {
        out[row &+ i] = p[start.0 &+ i &* steps.0] ? q[start.1 &+ i &* steps.1] : r[start.2 &+ i &* steps.2]
      }
    }
  }

  static let logic: [Operation] = [
    equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, logicalAnd, logicalOr, logicalNot, `where`,
  ]
}
