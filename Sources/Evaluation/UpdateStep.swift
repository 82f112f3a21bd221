import Tensors

/// One step of one parameter: a single pass over value, gradient and moments.
///
/// The value gets new memory, because the graph may hold the old one; the moments change in place when nobody else
/// holds them.
struct UpdateStep<Number: BinaryFloatingPoint & SIMDScalar> {
  private let shape: [Int]
  private let type: ElementType
  private let value: Tensor
  private let gradient: Tensor

  init(_ value: Traced, _ gradient: Traced) {
    shape = value.shape
    type = value.elementType
    self.value = UpdateStep.dense(value, type)
    self.gradient = UpdateStep.dense(gradient, type)
  }

  /// The new value.
  func take(_ rule: UpdateRule, _ moments: inout OptimiserCell.Moments) -> Traced {
    let result = Tensor(uninitialized: type, shape: shape)
    let w = value.elements(Number.self)
    let g = gradient.elements(Number.self)
    let out = result.elements(Number.self)
    switch rule {
    case .sgd(let rate, let momentum):
      let rate = Number(rate)
      if momentum == 0 {
        for i in 0..<out.count { out[i] = w[i] - rate * g[i] }
      } else {
        let keep = Number(momentum)
        let v = own(&moments.first)
        for i in 0..<out.count {
          v[i] = keep * v[i] + g[i]
          out[i] = w[i] - rate * v[i]
        }
      }
    case .rmsprop(let rate, let decay, let epsilon):
      let (rate, keep, epsilon) = (Number(rate), Number(decay), Number(epsilon))
      let rest = Number(1 - decay)
      let s = own(&moments.second)
      for i in 0..<out.count {
        s[i] = keep * s[i] + rest * g[i] * g[i]
        out[i] = w[i] - rate * g[i] / (s[i].squareRoot() + epsilon)
      }
    case .adam(let rate, let beta1, let beta2, let epsilon, let weightDecay):
      adam(w, g, out, rate, beta1, beta2, epsilon, weightDecay, &moments)
    }
    return Traced(result)
  }

  /// Source: Kingma and Ba, "Adam: a method for stochastic optimization" (2015), algorithm 1; the decay of the weights
  /// from Loshchilov and Hutter, "Decoupled weight decay regularization" (2019).
  private func adam(
    _ w: UnsafeMutableBufferPointer<Number>, _ g: UnsafeMutableBufferPointer<Number>,
    _ out: UnsafeMutableBufferPointer<Number>, _ rate: Double, _ beta1: Double, _ beta2: Double, _ epsilon: Double,
    _ weightDecay: Double, _ moments: inout OptimiserCell.Moments
  ) {
    let m = own(&moments.first)
    let s = own(&moments.second)
    let scale1 = Number(rate / (1 - power(beta1, moments.steps)))
    let scale2 = Number(1 / (1 - power(beta2, moments.steps)))
    let (keep1, keep2, rest1, rest2) = (Number(beta1), Number(beta2), Number(1 - beta1), Number(1 - beta2))
    let (epsilon, stays) = (Number(epsilon), Number(1 - rate * weightDecay))
    for i in 0..<out.count {
      let gradient = g[i]
      let first = keep1 * m[i] + rest1 * gradient
      let second = keep2 * s[i] + rest2 * gradient * gradient
      m[i] = first
      s[i] = second
      out[i] = stays * w[i] - scale1 * first / ((second * scale2).squareRoot() + epsilon)
    }
  }

  /// The moment's elements, in memory that nobody else sees; zeros at first.
  private func own(_ moment: inout Tensor?) -> UnsafeMutableBufferPointer<Number> {
    if isKnownUniquelyReferenced(&moment), let moment, moment.shape == shape, moment.elementType == type {
      return moment.elements(Number.self)
    }
    let fresh = Tensor(uninitialized: type, shape: shape)
    let elements = fresh.elements(Number.self)
    if let moment, moment.shape == shape, moment.elementType == type {
      _ = elements.update(from: moment.elements(Number.self))
    } else {
      elements.update(repeating: 0)
    }
    moment = fresh
    return elements
  }

  /// A number to a positive whole power, by squaring.
  private func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }

  /// The elements one after the other and of one type, also when they were a view or a number.
  private static func dense(_ traced: Traced, _ type: ElementType) -> Tensor {
    if case .tensor(let tensor) = traced.plain, tensor.strides == nil, tensor.elementType == type { return tensor }
    let numbers = traced.plain.doubles
    let tensor = Tensor(uninitialized: type, shape: traced.shape)
    let elements = tensor.elements(Number.self)
    for (i, number) in numbers.enumerated() { elements[i] = Number(number) }
    return tensor
  }
}
