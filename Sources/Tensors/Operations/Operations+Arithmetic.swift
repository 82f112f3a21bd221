import CKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Operation {
  /// Adds.
  package static let add: Operation = binary(
    "add", .infix("+", .sum), "Adds two tensors element by element, stretching axes of size 1 to fit.",
    why: "Nudge either side by ε and the sum moves by the same ε: the gradient passes through unchanged.",
    example: "[1, 2] + 3  //= [4, 5]",
    scalar: { $0 + $1 }, double: { $0.apply(kernels_dadd) }, float: { $0.apply(kernels_sadd) },
    whole: { $0.check { $0.addingReportingOverflow($1) } }, derivative: .one, .one)

  /// Subtracts.
  package static let subtract: Operation = binary(
    "subtract", .infix("-", .sum), "Subtracts the right tensor from the left, element by element.",
    why: "The difference moves with the left side and against the right side, so the right one's gradient is negated.",
    example: "[5, 7] - [1, 2]  //= [4, 5]",
    scalar: { $0 - $1 }, double: { $0.apply(kernels_dsubtract) }, float: { $0.apply(kernels_ssubtract) },
    whole: { $0.check { $0.subtractingReportingOverflow($1) } }, derivative: .one, .minusOne)

  /// Multiplies.
  package static let multiply: Operation = binary(
    "multiply", .infix("*", .product), "Multiplies two tensors element by element, stretching axes of size 1 to fit.",
    why: "Nudge x by ε and x·y moves by ε·y: the other factor says how much this one matters.",
    example: "[1, 2] * [3, 4]  //= [3, 8]",
    scalar: { $0 * $1 }, double: { $0.apply(kernels_dmultiply) }, float: { $0.apply(kernels_smultiply) },
    whole: { $0.check { $0.multipliedReportingOverflow(by: $1) } },
    derivative: .factor { inputs, _ in inputs[1] }, .factor { inputs, _ in inputs[0] })

  /// Divides.
  package static let divide: Operation = binary(
    "divide", .infix("/", .product), "Divides the left tensor by the right, element by element; always true division.",
    why: "A nudge of the numerator is divided by y like the numerator itself; a larger denominator shrinks the "
      + "quotient, by x/y² for each unit.",
    example: "[1, 2] / 4  //= [0.25, 0.5]",
    scalar: { $0 / $1 }, double: { $0.apply(kernels_ddivide) }, float: { $0.apply(kernels_sdivide) },
    derivative: .factor { inputs, _ in 1 / inputs[1] },
    .factor { inputs, result in
      // The square of a large or small denominator leaves the range of the numbers where the quotient does not.
      Transcript.isOn ? -inputs[0] / inputs[1].squared : -(result / inputs[1])
    },
    slope: { gradient, position, inputs, result in
      position == 0
        ? Slope.joined(gradient, inputs[1], { $0.map { $0 * (1 / $1) } }, { $0.map { $0 * (1 / $1) } })
        : Slope.joined(gradient, result / inputs[1], { $0.map { $0 * -$1 } }, { $0.map { $0 * -$1 } })
    })

  /// Takes the remainder with the sign of the divisor.
  package static let remainder: Operation = binary(
    "remainder", .infix("%", .product), "Takes the remainder of a division; it has the sign of the divisor.",
    why: "x % y is x − y·⌊x/y⌋, and between its jumps ⌊x/y⌋ stays put: x counts once, y counts −⌊x/y⌋ times.",
    example: "[7, -7] % 3  //= [1, 2]",
    scalar: { floored($0, $1) }, double: { $0.map { floored($0, $1) } }, float: { $0.map { floored($0, $1) } },
    whole: {
      $0.check { a, b in
        if b == -1 { return (0, false) }
        let rest = a % b
        return (rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest, false)
      }
    },
    checkWhole: { _, b throws(TensorError) in
      if b.containsZero { throw .divisionByZero(operation: "%") }
    },
    derivative: .one, .factor { inputs, _ in -Operation.floor.derived(.one(inputs[0] / inputs[1])) })

  /// Raises to a power.
  package static let power: Operation = binary(
    "power", .infix("^", .power), "Raises the left tensor to the power of the right, element by element; 0^0 is 1.",
    why: "The exponent comes down as a factor and the power drops by one: the slope of x³ is 3x². "
      + "Nudging the exponent instead multiplies x^y by log(x) for each unit.",
    example: "[1, 2, 3]^2  //= [1, 4, 9]",
    scalar: { raised($0, $1) }, double: { $0.map { raised($0, $1) } }, float: { $0.map { raised($0, $1) } },
    whole: { $0.check { raisedWhole($0, $1) } },
    checkWhole: { _, b throws(TensorError) in
      if b.integers.contains(where: { $0 < 0 }) { throw .negativeExponent }
    },
    derivative: .factor { inputs, _ in powerSlope(inputs[0], inputs[1]) },
    .factor { inputs, result in
      let base = inputs[0]
      guard base.containsZero else { return Operation.log.derived(.one(base)) * result }
      let isZero = Operation.equal.derived(.two(base.plain, .float64(0)))
      let safe = Operation.where.derived(.many([isZero, base.ones, base]))
      return Operation.log.derived(.one(safe)) * result
    },
    slope: { gradient, position, inputs, _ in
      guard position == 0, inputs[1].isNumber, Double.read(inputs[1]) == 2 else { return nil }
      return Slope.joined(gradient, inputs[0], { $0.map { $0 * (2 * $1) } }, { $0.map { $0 * (2 * $1) } })
    })

  /// Changes the sign.
  package static let negate: Operation = unary(
    "negate", .prefix("-"), "Changes the sign of every element.",
    why: "A nudge up moves the result down by as much.", example: "-[1, -2]  //= [-1, 2]",
    scalar: { -$0 }, double: { $0.map { -$0 } }, float: { $0.map { -$0 } },
    whole: { $0.check { Int(0).subtractingReportingOverflow($0) } }, derivative: .minusOne)

  /// Takes the larger of two.
  package static let maximum: Operation = binary(
    "maximum", .function("maximum"), "Takes the larger of two tensors, element by element.",
    why: "Only the larger side moves the result, so it gets the whole gradient; at a tie each gets half.",
    example: "maximum([1, 5], 3)  //= [3, 5]",
    scalar: { larger($0, $1) }, double: { $0.map { larger($0, $1) } }, float: { $0.map { larger($0, $1) } },
    whole: { $0.map { Swift.max($0, $1) } }, keepsBytes: true,
    derivative: .factor { inputs, _ in
      leads.derived(.two(inputs[0].plainOutsideTranscript, inputs[1].plainOutsideTranscript))
    },
    .factor { inputs, _ in leads.derived(.two(inputs[1].plainOutsideTranscript, inputs[0].plainOutsideTranscript)) })

  /// Takes the smaller of two.
  package static let minimum: Operation = binary(
    "minimum", .function("minimum"), "Takes the smaller of two tensors, element by element.",
    why: "Only the smaller side moves the result, so it gets the whole gradient; at a tie each gets half.",
    example: "minimum([1, 5], 3)  //= [1, 3]",
    scalar: { smaller($0, $1) }, double: { $0.map { smaller($0, $1) } }, float: { $0.map { smaller($0, $1) } },
    whole: { $0.map { Swift.min($0, $1) } }, keepsBytes: true,
    derivative: .factor { inputs, _ in
      leads.derived(.two(inputs[1].plainOutsideTranscript, inputs[0].plainOutsideTranscript))
    },
    .factor { inputs, _ in leads.derived(.two(inputs[0].plainOutsideTranscript, inputs[1].plainOutsideTranscript)) })

  /// Which side is in front: 1 where the left is larger, ½ at a tie, else 0; the factor of `maximum` and `minimum`.
  static let leads: Operation = binary(
    "leads", .infix(">", .comparison), "Gives 1 where the left side is larger, one half where both are equal, else 0.",
    why: "It jumps and is flat between the jumps, so no nudge moves it.", example: "",
    scalar: { $0 > $1 ? 1 : $0 == $1 ? 0.5 : 0 }, double: { $0.map { $0 > $1 ? 1 : $0 == $1 ? 0.5 : 0 } },
    float: { $0.map { $0 > $1 ? 1 : $0 == $1 ? 0.5 : 0 } },
    derivative: .factor { inputs, result in result.zeros }, .factor { inputs, result in result.zeros })

  static let arithmetic: [Operation] = [
    add, subtract, multiply, divide, remainder, power, negate, maximum, minimum, leads,
  ]
}

/// y·x^(y−1), written as short as the exponent allows; 0 where y is 0, also at x = 0.
private func powerSlope(_ base: Traced, _ exponent: Traced) -> Traced {
  if exponent.node == nil, exponent.isNumber {
    let y = Double.read(exponent)
    if y == 0 { return base.zeros }
    if y == 1 { return base.ones }
    if y == 2 { return exponent * base }
    return exponent * Operation.power.derived(.two(base, exponent - 1))
  }
  guard exponent.containsZero, base.containsZero else {
    return exponent * Operation.power.derived(.two(base, exponent - 1))
  }
  let areZero = Operation.logicalAnd.derived(
    .two(
      Operation.equal.derived(.two(exponent.plain, .float64(0))), Operation.equal.derived(.two(base.plain, .float64(0)))
    ))
  let lowered = Operation.where.derived(.many([areZero, exponent.ones, exponent - 1]))
  return exponent * Operation.power.derived(.two(base, lowered))
}

@inline(__always)
private func floored<T: BinaryFloatingPoint>(_ a: T, _ b: T) -> T {
  if b == 0 || !a.isFinite { return .nan }
  if b.isInfinite { return a == 0 || (a < 0) == (b < 0) ? a : b }
  let rest = a.truncatingRemainder(dividingBy: b)
  if rest == 0 { return T(signOf: b, magnitudeOf: 0) }
  return (rest < 0) != (b < 0) ? rest + b : rest
}

@inline(__always)
private func raised(_ x: Double, _ y: Double) -> Double { y == 2 ? x * x : pow(x, y) }

@inline(__always)
private func raised(_ x: Float, _ y: Float) -> Float { y == 2 ? x * x : powf(x, y) }

/// By squaring: the binary digits of the exponent from the last to the first.
private func raisedWhole(_ base: Int, _ exponent: Int) -> (Int, Bool) {
  if exponent < 0 { return (0, true) }
  var (result, square, rest) = (1, base, exponent)
  while true {
    if rest & 1 == 1 {
      let (product, overflow) = result.multipliedReportingOverflow(by: square)
      if overflow { return (0, true) }
      result = product
    }
    rest >>= 1
    if rest == 0 { return (result, false) }
    let (next, overflow) = square.multipliedReportingOverflow(by: square)
    if overflow { return (0, true) }
    square = next
  }
}

@inline(__always)
private func larger<T: BinaryFloatingPoint>(_ a: T, _ b: T) -> T { a > b || a.isNaN ? a : b }

@inline(__always)
private func smaller<T: BinaryFloatingPoint>(_ a: T, _ b: T) -> T { a < b || a.isNaN ? a : b }
