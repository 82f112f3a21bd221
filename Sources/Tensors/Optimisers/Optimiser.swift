import CKernels

/// The update steps of optimisers, each one fused pass over all its arrays.
///
/// A step is taken by all parameters or by none: everything that can fail, checks and memory, comes before the first of
/// them moves. The old parameter may still be held by a graph, so the new one is a new tensor; what is remembered changes
/// in place when nobody else holds it.
///
/// A new rule: a case of `UpdateRule`, its pass in `take`, and, when it remembers something new, a field of
/// `OptimiserMemory` that `Prepared` makes room for; the builtin that names it is in Evaluation's TrainingBuiltins, its
/// twin in the prelude's `optimisers.nn`.
package enum Optimiser {
  /// The fewest parameters that are worth a thread of their own.
  static let grain = 16_384

  /// One step of every parameter by the same rule.
  ///
  /// - Throws: when a gradient does not fit its parameter or there is no memory; then nothing has moved, and what is
  ///   remembered is what was remembered before.
  package static func step(_ moves: inout [OptimiserMove], by rule: UpdateRule) throws(TensorError) {
    var prepared: [Prepared?] = []
    prepared.reserveCapacity(moves.count)
    for position in moves.indices {
      if case .sgd(_, 0) = rule, case .float64 = moves[position].old, case .float64 = moves[position].gradient {
        prepared.append(nil)
      } else {
        prepared.append(try Prepared(&moves[position], rule))
      }
    }
    for position in moves.indices {
      moves[position].memory.steps += 1
      if let ready = prepared[position] {
        ready.take(rule, step: moves[position].memory.steps)
        moves[position].new = Traced(ready.out)
      } else if case .sgd(let rate, _) = rule, case .float64(let w) = moves[position].old,
        case .float64(let g) = moves[position].gradient
      {
        moves[position].new = .float64(w - rate * g)
      }
    }
  }
}

/// A move with all its arrays at hand, contiguous and of one type, so that taking it cannot fail.
struct Prepared {
  let w: Tensor
  let g: Tensor
  let out: Tensor
  /// Adam's first moment, or the running average of momentum and rmsprop; nil for plain descent.
  let first: Tensor?
  /// Adam's second moment.
  let second: Tensor?

  init(_ move: inout OptimiserMove, _ rule: UpdateRule) throws(TensorError) {
    w = move.old.asTensor.contiguous
    g = try Prepared.matching(move.gradient, w)
    out = try Tensor.make(w.elementType, w.shape)
    switch rule {
    case .sgd(_, 0): (first, second) = (nil, nil)
    case .sgd, .rmsprop:
      try Prepared.own(&move.memory.average, like: w)
      (first, second) = (move.memory.average, nil)
    case .adam:
      try Prepared.own(&move.memory.mean, like: w)
      try Prepared.own(&move.memory.square, like: w)
      (first, second) = (move.memory.mean, move.memory.square)
    }
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

  /// Brings what is remembered into memory that nobody else sees; zeros at first.
  private static func own(_ remembered: inout Tensor?, like w: Tensor) throws(TensorError) {
    let isOwn = isKnownUniquelyReferenced(&remembered)
    let fitting = remembered.flatMap { $0.shape == w.shape && $0.elementType == w.elementType ? $0 : nil }
    if isOwn, let fitting, fitting.strides == nil { return }
    let fresh = try Tensor.make(w.elementType, w.shape)
    switch (fitting, w.elementType) {
    case (let old?, .float32): old.copy(to: fresh.start(Float.self))
    case (let old?, _): old.copy(to: fresh.start(Double.self))
    case (nil, _): fresh.storage.address.initializeMemory(as: UInt8.self, repeating: 0, count: fresh.storage.byteCount)
    }
    remembered = fresh
  }

  /// Takes the step, the `step`-th of its parameter, counted from 1.
  ///
  /// Kingma and Ba, "Adam: A Method for Stochastic Optimization" (2015), algorithm 1; the decay as in Loshchilov and
  /// Hutter, "Decoupled Weight Decay Regularization" (2019).
  func take(_ rule: UpdateRule, step: Int) {
    switch rule {
    case .sgd(let rate, 0): descend(rate)
    case .adam(let rate, let beta1, let beta2, let epsilon, let decay):
      adam(
        rate, beta1, beta2, epsilon, decay, 1 / (1 - Prepared.power(beta1, step)), 1 / (1 - Prepared.power(beta2, step))
      )
    case .sgd, .rmsprop: w.elementType == .float32 ? average(rule, Float.self) : average(rule, Double.self)
    }
  }

  private func descend(_ rate: Double) {
    Parallel.run(over: w.count, grain: Optimiser.grain * 4) { part in
      let i = part.lowerBound
      if w.elementType == .float32 {
        kernels_ssgd(
          part.count, w.start(Float.self) + i, g.start(Float.self) + i, out.start(Float.self) + i, Float(rate))
      } else {
        kernels_dsgd(
          part.count, w.start(Double.self) + i, g.start(Double.self) + i, out.start(Double.self) + i, rate)
      }
    }
  }

  private func adam(
    _ rate: Double, _ beta1: Double, _ beta2: Double, _ epsilon: Double, _ decay: Double, _ correction1: Double,
    _ correction2: Double
  ) {
    guard let first, let second else { return }
    Parallel.run(over: w.count, grain: Optimiser.grain) { part in
      let i = part.lowerBound
      if w.elementType == .float32 {
        kernels_sadam(
          part.count, w.start(Float.self) + i, first.start(Float.self) + i, second.start(Float.self) + i,
          g.start(Float.self) + i, out.start(Float.self) + i, Float(rate), Float(beta1), Float(beta2), Float(epsilon),
          Float(correction1), Float(correction2), Float(rate * decay))
      } else {
        kernels_dadam(
          part.count, w.start(Double.self) + i, first.start(Double.self) + i, second.start(Double.self) + i,
          g.start(Double.self) + i, out.start(Double.self) + i, rate, beta1, beta2, epsilon, correction1, correction2,
          rate * decay)
      }
    }
  }

  private func average<Number: BinaryFloatingPoint & Sendable>(_ rule: UpdateRule, _: Number.Type) {
    guard let first else { return }
    let (w, g, out, a) = (
      w.start(Number.self), g.start(Number.self), out.start(Number.self), first.start(Number.self)
    )
    switch rule {
    case .sgd(let rate, let momentum):
      let (rate, keep) = (Number(rate), Number(momentum))
      for i in 0..<self.w.count {
        a[i] = keep * a[i] + g[i]
        out[i] = w[i] - rate * a[i]
      }
    case .rmsprop(let rate, let decay, let epsilon):
      let (rate, keep, rest, epsilon) = (Number(rate), Number(decay), Number(1 - decay), Number(epsilon))
      for i in 0..<self.w.count {
        a[i] = keep * a[i] + rest * g[i] * g[i]
        out[i] = w[i] - rate * g[i] / (a[i].squareRoot() + epsilon)
      }
    case .adam: break
    }
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
