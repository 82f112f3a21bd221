/// The gradient that comes in times the slope of an elementwise function, in one pass.
enum Slope {
  /// What an operation adds to the gradient of its input at a position, before it is summed over what was stretched, from
  /// the gradient, the inputs and the result; nil when it does not apply.
  typealias Pass =
    @Sendable (_ gradient: Traced, _ position: Int, _ inputs: Node.Inputs, _ result: Traced) -> Traced?

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

  /// The gradient with every element put together with one of `value`, stretched to fit, for a tensor and a value of one
  /// float type; the rounding is that of the operations that the derivative is written in.
  static func joined(
    _ gradient: Traced, _ value: Traced, _ double: (Row2<Double, Double>) -> Bool,
    _ float: (Row2<Float, Float>) -> Bool
  ) -> Traced? {
    guard case .tensor(let g) = gradient, g.elementType == value.elementType else { return nil }
    do throws(TensorError) {
      switch g.elementType {
      case .float64: return try Elementwise.zip(gradient, value, "", double)
      case .float32: return try Elementwise.zip(gradient, value, "", float)
      default: return nil
      }
    } catch {
      return nil
    }
  }
}
