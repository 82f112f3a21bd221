import CKernels

/// The update steps of optimisers, each one fused pass over all its arrays.
///
/// The old parameter may still be held by a graph, so the new one is a new tensor. The moments are changed in place
/// when nothing else holds them.
package enum Optimiser {
  /// The fewest parameters that are worth a thread of their own.
  private static let grain = 16_384

  /// The state that Adam keeps for one parameter.
  package struct Moments {
    fileprivate var first: Tensor
    fileprivate var second: Tensor

    /// Moments of zero for a parameter.
    package init(like parameter: Traced) {
      let value = parameter.asTensor
      first = Optimiser.zeros(value.elementType, value.shape)
      second = Optimiser.zeros(value.elementType, value.shape)
    }

    /// The running mean of the gradients.
    package var mean: Traced { Traced(first) }
    /// The running mean of the squared gradients.
    package var square: Traced { Traced(second) }
  }

  /// One step of Adam, or of AdamW with a decay above zero: the new value of the parameter.
  ///
  /// `step` counts from 1. Kingma and Ba, "Adam: A Method for Stochastic Optimization" (2015), algorithm 1; the decay as
  /// in Loshchilov and Hutter, "Decoupled Weight Decay Regularization" (2019).
  package static func adam(
    _ parameter: Traced, gradient: Traced, moments: inout Moments, step: Int, rate: Double, beta1: Double = 0.9,
    beta2: Double = 0.999, epsilon: Double = 1e-8, decay: Double = 0
  ) throws(TensorError) -> Traced {
    let w = parameter.asTensor.contiguous
    let g = try matching(gradient, w)
    if !isKnownUniquelyReferenced(&moments.first) || moments.first.strides != nil {
      moments.first = copy(moments.first)
    }
    if !isKnownUniquelyReferenced(&moments.second) || moments.second.strides != nil {
      moments.second = copy(moments.second)
    }
    guard moments.first.shape == w.shape, moments.first.elementType == w.elementType else {
      throw .cannotStretch(shape: moments.first.shape, to: w.shape)
    }
    let out = try Tensor.make(w.elementType, w.shape)
    let count = w.count
    let (first, second) = (1 / (1 - power(beta1, step)), 1 / (1 - power(beta2, step)))
    if w.elementType == .float32 {
      let (w, m, v, g, out) = (
        w.start(Float.self), moments.first.start(Float.self), moments.second.start(Float.self), g.start(Float.self),
        out.start(Float.self)
      )
      Parallel.run(over: count, grain: grain) { part in
        let i = part.lowerBound
        kernels_sadam(
          part.count, w + i, m + i, v + i, g + i, out + i, Float(rate), Float(beta1), Float(beta2), Float(epsilon),
          Float(first), Float(second), Float(rate * decay))
      }
    } else {
      let (w, m, v, g, out) = (
        w.start(Double.self), moments.first.start(Double.self), moments.second.start(Double.self),
        g.start(Double.self), out.start(Double.self)
      )
      Parallel.run(over: count, grain: grain) { part in
        let i = part.lowerBound
        kernels_dadam(
          part.count, w + i, m + i, v + i, g + i, out + i, rate, beta1, beta2, epsilon, first, second, rate * decay)
      }
    }
    return Traced(out)
  }

  /// One step down the gradient: w - rate·g.
  package static func descend(
    _ parameter: Traced, gradient: Traced, rate: Double
  ) throws(TensorError) -> Traced {
    let w = parameter.asTensor.contiguous
    let g = try matching(gradient, w)
    let out = try Tensor.make(w.elementType, w.shape)
    if w.elementType == .float32 {
      kernels_ssgd(w.count, w.start(Float.self), g.start(Float.self), out.start(Float.self), Float(rate))
    } else {
      kernels_dsgd(w.count, w.start(Double.self), g.start(Double.self), out.start(Double.self), rate)
    }
    return Traced(out)
  }

  /// The gradient, contiguous, of the parameter's type and shape; the parameter must be of a float type.
  private static func matching(_ gradient: Traced, _ parameter: Tensor) throws(TensorError) -> Tensor {
    guard parameter.elementType.isFloat else {
      throw .elementType(operation: "step", type: parameter.elementType, needed: "a float type")
    }
    guard gradient.shape == parameter.shape else {
      throw .cannotBroadcast(operation: "step", left: parameter.shape, right: gradient.shape)
    }
    return try gradient.converted(to: parameter.elementType).asTensor.contiguous
  }

  private static func copy(_ tensor: Tensor) -> Tensor {
    let result = Tensor(uninitialized: tensor.elementType, shape: tensor.shape)
    if tensor.elementType == .float32 {
      tensor.copy(to: result.start(Float.self))
    } else {
      tensor.copy(to: result.start(Double.self))
    }
    return result
  }

  private static func zeros(_ type: ElementType, _ shape: [Int]) -> Tensor {
    let result = Tensor(uninitialized: type, shape: shape)
    result.storage.address.initializeMemory(as: UInt8.self, repeating: 0, count: result.storage.byteCount)
    return result
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, rest) = (1.0, base, Swift.max(exponent, 0))
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }
}
