#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// Functions that are compositions of others on paper, and need a kernel of their own to keep their last digits.

extension Operation {
  /// log(1 + x).
  package static let log1p: Operation = unary(
    "log1p", .function("log1p"), "Takes log(1 + x) of every element, exact also where x is tiny.",
    why: "One more unit changes the logarithm of 1 + x by 1/(1 + x).", example: "log1p(0)  //= 0",
    scalar: { MathLibrary.log1p($0) }, double: { $0.map { MathLibrary.log1p($0) } }, float: { $0.map { log1pf($0) } },
    derivative: .factor { inputs, _ in 1 / (1 + inputs[0]) })

  /// exp(x) - 1.
  package static let expm1: Operation = unary(
    "expm1", .function("expm1"), "Takes exp(x) - 1 of every element, exact also where x is tiny.",
    why: "The 1 does not move, so the slope is that of exp: the result plus 1.", example: "expm1(0)  //= 0",
    scalar: { MathLibrary.expm1($0) }, double: { $0.map { MathLibrary.expm1($0) } }, float: { $0.map { expm1f($0) } },
    derivative: .factor { inputs, _ in exp.derived(.one(inputs[0])) })

  /// The binary logarithm.
  package static let log2: Operation = unary(
    "log2", .function("log2"), "Takes the logarithm to the base 2 of every element.",
    why: "It is the natural logarithm divided by log 2, and so is its slope 1/x.", example: "log2(8)  //= 3",
    scalar: { MathLibrary.log2($0) }, double: { $0.map { MathLibrary.log2($0) } }, float: { $0.map { log2f($0) } },
    derivative: .factor { inputs, _ in 1 / (0.6931471805599453 * inputs[0]) })

  /// The decimal logarithm.
  package static let log10: Operation = unary(
    "log10", .function("log10"), "Takes the logarithm to the base 10 of every element.",
    why: "It is the natural logarithm divided by log 10, and so is its slope 1/x.", example: "log10(1000)  //= 3",
    scalar: { MathLibrary.log10($0) }, double: { $0.map { MathLibrary.log10($0) } }, float: { $0.map { log10f($0) } },
    derivative: .factor { inputs, _ in 1 / (2.302585092994046 * inputs[0]) })

  /// The hyperbolic sine.
  package static let sinh: Operation = unary(
    "sinh", .function("sinh"), "Takes the hyperbolic sine of every element: (exp(x) - exp(-x))/2.",
    why: "Half of exp grows and half of exp(-x) is taken off less and less: the slope is cosh.",
    example: "sinh(0)  //= 0",
    scalar: { MathLibrary.sinh($0) }, double: { $0.map { MathLibrary.sinh($0) } }, float: { $0.map { sinhf($0) } },
    derivative: .factor { inputs, _ in cosh.derived(.one(inputs[0])) })

  /// The hyperbolic cosine.
  package static let cosh: Operation = unary(
    "cosh", .function("cosh"), "Takes the hyperbolic cosine of every element: (exp(x) + exp(-x))/2.",
    why: "Half of exp grows while half of exp(-x) shrinks: the slope is sinh.", example: "cosh(0)  //= 1",
    scalar: { MathLibrary.cosh($0) }, double: { $0.map { MathLibrary.cosh($0) } }, float: { $0.map { coshf($0) } },
    derivative: .factor { inputs, _ in sinh.derived(.one(inputs[0])) })

  /// The arc tangent.
  package static let atan: Operation = unary(
    "atan", .function("atan"), "Takes the angle, in radians, whose tangent is each element.",
    why: "tan moves 1 + tan² times as much as the angle, so the angle moves 1/(1 + x²) times as much as x.",
    example: "atan(0)  //= 0",
    scalar: { MathLibrary.atan($0) }, double: { $0.map { MathLibrary.atan($0) } }, float: { $0.map { atanf($0) } },
    derivative: .factor { inputs, _ in 1 / (1 + inputs[0].squared) })

  /// Rounds up.
  package static let ceil: Operation = unary(
    "ceil", .function("ceil"), "Rounds every element up to a whole number.",
    why: "It is flat between its jumps, so no small nudge moves it.", example: "ceil([1.2, -1.7])  //= [2, -1]",
    scalar: { $0.rounded(.up) }, double: { $0.map { $0.rounded(.up) } }, float: { $0.map { $0.rounded(.up) } },
    whole: { $0.map { $0 } }, derivative: .factor { inputs, _ in inputs[0].zeros })

  static let moreFunctions: [Operation] = [log1p, expm1, log2, log10, sinh, cosh, atan, ceil]
}

extension MathLibrary {
  @inline(__always)
  static func log1p(_ x: Double) -> Double { Glibc.log1p(x) }
  @inline(__always)
  static func expm1(_ x: Double) -> Double { Glibc.expm1(x) }
  @inline(__always)
  static func log2(_ x: Double) -> Double { Glibc.log2(x) }
  @inline(__always)
  static func log10(_ x: Double) -> Double { Glibc.log10(x) }
  @inline(__always)
  static func sinh(_ x: Double) -> Double { Glibc.sinh(x) }
  @inline(__always)
  static func cosh(_ x: Double) -> Double { Glibc.cosh(x) }
  @inline(__always)
  static func atan(_ x: Double) -> Double { Glibc.atan(x) }
}
