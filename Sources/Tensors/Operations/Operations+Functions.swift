import CKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Operation {
  /// e to the power.
  package static let exp: Operation = unary(
    "exp", .function("exp"), "Raises e to the power of every element.",
    why: "exp is the function that grows exactly as fast as it is large: it is its own derivative.",
    example: "exp(0)  //= 1",
    scalar: { MathLibrary.exp($0) }, double: { $0.apply(kernels_dexp) }, float: { $0.apply(kernels_sexp) },
    derivative: .factor { _, result in result })

  /// The natural logarithm.
  package static let log: Operation = unary(
    "log", .function("log"), "Takes the natural logarithm of every element.",
    why: "The larger x is, the less one more unit changes its logarithm: by 1/x.", example: "log(e)  //= 1",
    scalar: { MathLibrary.log($0) }, double: { $0.map { MathLibrary.log($0) } }, float: { $0.map { logf($0) } },
    derivative: .factor { inputs, _ in 1 / inputs[0] },
    slope: { gradient, _, inputs, _ in
      Slope.joined(gradient, inputs[0], { $0.map { $0 * (1 / $1) } }, { $0.map { $0 * (1 / $1) } })
    })

  /// The square root.
  package static let sqrt: Operation = unary(
    "sqrt", .function("sqrt"), "Takes the square root of every element.",
    why: "If y·y = x, then a nudge of y moves x by 2y times as much, so a nudge of x moves y by 1/(2y); at 0 the slope "
      + "is infinite.", example: "sqrt([4, 9])  //= [2, 3]",
    scalar: { $0.squareRoot() }, double: { $0.map { $0.squareRoot() } }, float: { $0.map { $0.squareRoot() } },
    derivative: .factor { _, result in 1 / (2 * result) },
    slope: { gradient, _, _, result in
      Slope.joined(gradient, result, { $0.map { $0 * (1 / (2 * $1)) } }, { $0.map { $0 * (1 / (2 * $1)) } })
    })

  /// The magnitude.
  package static let abs: Operation = unary(
    "abs", .function("abs"), "Takes the magnitude of every element.",
    why: "Right of 0 the magnitude moves with x, left of it against x: the slope is the sign of x, and 0 at 0.",
    example: "abs([-2, 3])  //= [2, 3]",
    scalar: { Swift.abs($0) }, double: { $0.map { Swift.abs($0) } }, float: { $0.map { Swift.abs($0) } },
    whole: { $0.check { $0 < 0 ? Int(0).subtractingReportingOverflow($0) : ($0, false) } },
    derivative: .factor { inputs, _ in sign.derived(.one(inputs[0])) })

  /// The sign.
  package static let sign: Operation = unary(
    "sign", .function("sign"), "Gives -1, 0 or 1 by the sign of every element.",
    why: "It jumps at 0 and is flat elsewhere, so no nudge moves it.", example: "sign([-2, 0, 3])  //= [-1, 0, 1]",
    scalar: { signed($0) }, double: { $0.map { signed($0) } }, float: { $0.map { signed($0) } },
    whole: { $0.map { $0.signum() } }, derivative: flat)

  /// The sine.
  package static let sin: Operation = unary(
    "sin", .function("sin"), "Takes the sine of every element, an angle in radians.",
    why: "On the unit circle the height changes as fast as the point is to the right: by the cosine.",
    example: "sin(0)  //= 0",
    scalar: { MathLibrary.sin($0) }, double: { $0.map { MathLibrary.sin($0) } }, float: { $0.map { sinf($0) } },
    derivative: .factor { inputs, _ in cos.derived(.one(inputs[0])) })

  /// The cosine.
  package static let cos: Operation = unary(
    "cos", .function("cos"), "Takes the cosine of every element, an angle in radians.",
    why: "On the unit circle the point moves to the left as fast as it is high: by minus the sine.",
    example: "cos(0)  //= 1",
    scalar: { MathLibrary.cos($0) }, double: { $0.map { MathLibrary.cos($0) } }, float: { $0.map { cosf($0) } },
    derivative: .factor { inputs, _ in -sin.derived(.one(inputs[0])) })

  /// The tangent.
  package static let tan: Operation = unary(
    "tan", .function("tan"), "Takes the tangent of every element, an angle in radians.",
    why: "tan is sin/cos; the quotient rule leaves (cos² + sin²)/cos², which is 1 + tan².", example: "tan(0)  //= 0",
    scalar: { MathLibrary.tan($0) }, double: { $0.map { MathLibrary.tan($0) } }, float: { $0.map { tanf($0) } },
    derivative: .factor { _, result in 1 + result.squared })

  /// The hyperbolic tangent.
  package static let tanh: Operation = unary(
    "tanh", .function("tanh"), "Squashes every element between -1 and 1.",
    why:
      "In the middle the result moves as x does; where it nears ±1 it hardly moves any more: the slope is 1 − tanh².",
    example: "tanh(0)  //= 0",
    scalar: { MathLibrary.tanh($0) }, double: { $0.apply(kernels_dtanh) }, float: { $0.apply(kernels_stanh) },
    derivative: .factor { _, result in 1 - result.squared },
    slope: { gradient, _, _, result in Slope.times(gradient, result, kernels_dtanh_slope, kernels_stanh_slope) })

  /// The logistic function.
  package static let sigmoid: Operation = unary(
    "sigmoid", .function("σ"), "Squashes every element between 0 and 1: 1/(1 + exp(-x)).",
    why:
      "A nudge moves the result most in the middle of the S, by a quarter of itself, and hardly at the flat ends: the "
      + "slope is σ(1 − σ), the result times its distance from 1.",
    example: "σ(0)  //= 0.5",
    scalar: { logistic($0) }, double: { $0.apply(kernels_dsigmoid) }, float: { $0.apply(kernels_ssigmoid) },
    derivative: .factor { _, result in result * (1 - result) },
    slope: { gradient, _, _, result in Slope.times(gradient, result, kernels_dsigmoid_slope, kernels_ssigmoid_slope) })

  /// The rectifier.
  package static let relu: Operation = unary(
    "relu", .function("relu"), "Keeps what is positive and makes the rest 0.",
    why: "Where x is positive the result moves as x does; elsewhere nothing moves, at 0 by agreement.",
    example: "relu([-2, 3])  //= [0, 3]",
    scalar: { $0 > 0 || $0.isNaN ? $0 : 0 }, double: { $0.apply(kernels_drelu) },
    float: { $0.apply(kernels_srelu) }, whole: { $0.map { Swift.max($0, 0) } },
    derivative: .factor { inputs, _ in positive.derived(.one(inputs[0].plainOutsideTranscript)) },
    slope: { gradient, _, inputs, _ in Slope.times(gradient, inputs[0], kernels_drelu_slope, kernels_srelu_slope) })

  /// 1 where the input is positive, else 0: the slope of `relu`.
  static let positive: Operation = unary(
    "positive", .condition("> 0"), "Gives 1 where an element is positive, else 0.",
    why: "It jumps at 0 and is flat elsewhere, so no nudge moves it.", example: "",
    scalar: { $0 > 0 ? 1 : 0 }, double: { $0.map { $0 > 0 ? 1 : 0 } }, float: { $0.map { $0 > 0 ? 1 : 0 } },
    derivative: flat)

  /// The smooth rectifier.
  package static let softplus: Operation = unary(
    "softplus", .function("softplus"), "A smooth relu: log(1 + exp(x)).",
    why: "Its slope climbs smoothly from 0 to 1, and that climb is the sigmoid.", example: "softplus(0)  //= 0.6931472",
    scalar: { softened($0) }, double: { $0.map { softened($0) } }, float: { $0.map { softened($0) } },
    derivative: .factor { inputs, _ in sigmoid.derived(.one(inputs[0])) })

  /// The error function.
  package static let erf: Operation = unary(
    "erf", .function("erf"), "The error function: the chance that a normal error stays within x·√2 deviations.",
    why: "erf adds up the bell curve from 0 to x, so it grows by the height of the bell at x: 2/√π·exp(−x²).",
    example: "erf(0)  //= 0",
    scalar: { MathLibrary.erf($0) }, double: { $0.map { MathLibrary.erf($0) } }, float: { $0.apply(kernels_serf) },
    derivative: .factor { inputs, _ in
      let height = 2 / Double.pi.squareRoot()
      return inputs[0].constant(height) * exp.derived(.one(-inputs[0].squared))
    })

  /// Rounds down.
  package static let floor: Operation = unary(
    "floor", .function("floor"), "Rounds every element down to a whole number.",
    why: "It is flat between its jumps, so no small nudge moves it.", example: "floor([1.7, -1.2])  //= [1, -2]",
    scalar: { $0.rounded(.down) }, double: { $0.map { $0.rounded(.down) } }, float: { $0.map { $0.rounded(.down) } },
    whole: { $0.map { $0 } }, derivative: flat)

  /// Rounds to the nearest whole number.
  package static let round: Operation = unary(
    "round", .function("round"), "Rounds every element to the nearest whole number, halves to the even one.",
    why: "It is flat between its jumps, so no small nudge moves it.", example: "round([1.7, 2.5])  //= [2, 2]",
    scalar: { $0.rounded(.toNearestOrEven) }, double: { $0.map { $0.rounded(.toNearestOrEven) } },
    float: { $0.map { $0.rounded(.toNearestOrEven) } }, whole: { $0.map { $0 } }, derivative: flat)

  /// The slope of a step function: 0 everywhere.
  private static let flat: Local = Local.factor { inputs, _ in inputs[0].zeros }

  static let functions: [Operation] = [
    exp, log, sqrt, abs, sign, sin, cos, tan, tanh, sigmoid, relu, positive, softplus, erf, floor, round,
  ]
}

@inline(__always)
private func signed<T: BinaryFloatingPoint>(_ x: T) -> T { x > 0 ? 1 : x < 0 ? -1 : x }

/// Without overflow on either side.
@inline(__always)
private func logistic(_ x: Double) -> Double {
  if x >= 0 { return 1 / (1 + exp(-x)) }
  let e = exp(x)
  return e / (1 + e)
}

@inline(__always)
private func softened(_ x: Double) -> Double { x.isNaN ? x : max(x, 0) + log1p(exp(-abs(x))) }

@inline(__always)
private func softened(_ x: Float) -> Float { x.isNaN ? x : max(x, 0) + log1pf(expf(-abs(x))) }
