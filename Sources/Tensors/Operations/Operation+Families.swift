extension Operation {
  /// Declares an elementwise operation with one input: a float result for whole numbers unless `whole` says how they go.
  static func unary(
    _ name: String, _ notation: Notation, _ summary: String, why: String, example: String,
    scalar: @escaping @Sendable (Double) -> Double,
    double: @escaping @Sendable (Row1<Double, Double>) -> Bool,
    float: @escaping @Sendable (Row1<Float, Float>) -> Bool,
    whole: (@Sendable (Row1<Int, Int>) -> Bool)? = nil,
    derivative: Local, slope: Slope.Pass? = nil
  ) -> Operation {
    let symbol = notation.symbol ?? name
    return Operation(
      name: name, notation: notation, summary: summary, why: why, example: example, arity: 1,
      forward: { inputs, _ throws(TensorError) in
        let x = inputs[0]
        if let whole, !x.elementType.isFloat {
          return try Elementwise.map(try x.converted(to: .int), symbol, whole)
        }
        return Promotion.float(x.elementType) == .float64
          ? try Elementwise.map(try x.converted(to: .float64), name, double)
          : try Elementwise.map(try x.converted(to: .float32), name, float)
      },
      scalar1: scalar, derivative: .elementwise([derivative]), slope: slope)
  }

  /// Declares an elementwise operation with two inputs, stretched to fit; without `whole` whole numbers become floats.
  static func binary(
    _ name: String, _ notation: Notation, _ summary: String, why: String, example: String,
    scalar: @escaping @Sendable (Double, Double) -> Double,
    double: @escaping @Sendable (Row2<Double, Double>) -> Bool,
    float: @escaping @Sendable (Row2<Float, Float>) -> Bool,
    whole: (@Sendable (Row2<Int, Int>) -> Bool)? = nil,
    checkWhole: (@Sendable (_ a: Traced, _ b: Traced) throws(TensorError) -> Void)? = nil,
    keepsBytes: Bool = false,
    derivative left: Local, _ right: Local, slope: Slope.Pass? = nil
  ) -> Operation {
    let symbol = notation.symbol ?? name
    return Operation(
      name: name, notation: notation, summary: summary, why: why, example: example, arity: 2,
      forward: { inputs, _ throws(TensorError) in
        let (a, b) = (inputs[0], inputs[1])
        let common = Promotion.common(a, b)
        let type = common.isFloat ? common : whole == nil ? ElementType.defaultFloat : .int
        let (x, y) = (try a.converted(to: type), try b.converted(to: type))
        switch type {
        case .float64: return try Elementwise.zip(x, y, symbol, double)
        case .float32: return try Elementwise.zip(x, y, symbol, float)
        default:
          guard let whole else { return x }
          try checkWhole?(x, y)
          let result = try Elementwise.zip(x, y, symbol, whole)
          return keepsBytes && !common.isFloat ? try result.converted(to: common) : result
        }
      },
      scalar2: scalar, derivative: .elementwise([left, right]), slope: slope)
  }

  /// Declares a comparison: truth values, through which no gradient flows.
  static func comparison(
    _ name: String, _ symbol: String, _ summary: String, example: String,
    double: @escaping @Sendable (Row2<Double, Bool>) -> Bool,
    float: @escaping @Sendable (Row2<Float, Bool>) -> Bool,
    whole: @escaping @Sendable (Row2<Int, Bool>) -> Bool
  ) -> Operation {
    Operation(
      name: name, notation: .infix(symbol, .comparison), summary: summary, why: "", example: example, arity: 2,
      forward: { inputs, _ throws(TensorError) in
        let (a, b) = (inputs[0], inputs[1])
        let type = Promotion.arithmetic(a, b)
        let (x, y) = (try a.converted(to: type), try b.converted(to: type))
        switch type {
        case .float64: return try Elementwise.zip(x, y, symbol, double)
        case .float32: return try Elementwise.zip(x, y, symbol, float)
        default: return try Elementwise.zip(x, y, symbol, whole)
        }
      },
      derivative: .none)
  }
}

extension Operation.Notation {
  /// The sign of an infix or prefix operation.
  package var symbol: String? {
    switch self {
    case .infix(let symbol, _), .prefix(let symbol), .postfix(let symbol): symbol
    case .function, .index, .silent, .condition: nil
    }
  }
}
