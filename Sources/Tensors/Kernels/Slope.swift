/// The gradient that comes in times the slope of an elementwise function, in one pass.
enum Slope {
  /// What an operation adds to the gradient of its input, from the gradient, the input and the result; nil when it does
  /// not apply.
  typealias Pass = @Sendable (_ gradient: Traced, _ input: Traced, _ result: Traced) -> Traced?

  /// The gradient times what a kernel makes of `value`, for contiguous tensors of one shape and float type.
  static func times(
    _ gradient: Traced, _ value: Traced,
    _ double: (Int, UnsafePointer<Double>?, UnsafePointer<Double>?, UnsafeMutablePointer<Double>?) -> Void,
    _ float: (Int, UnsafePointer<Float>?, UnsafePointer<Float>?, UnsafeMutablePointer<Float>?) -> Void
  ) -> Traced? {
    guard case .tensor(let g) = gradient, case .tensor(let a) = value, g.shape == a.shape,
      g.elementType == a.elementType, g.elementType.isFloat
    else { return nil }
    let (incoming, known) = (g.contiguous, a.contiguous)
    let out = Tensor(uninitialized: a.elementType, shape: a.shape)
    Parallel.run(over: a.count, grain: Parallel.worthwhile) { part in
      let i = part.lowerBound
      if a.elementType == .float32 {
        float(part.count, incoming.start(Float.self) + i, known.start(Float.self) + i, out.start(Float.self) + i)
      } else {
        double(part.count, incoming.start(Double.self) + i, known.start(Double.self) + i, out.start(Double.self) + i)
      }
    }
    return .tensor(out)
  }
}
