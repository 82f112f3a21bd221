import Tensors

/// One step by momentum or rmsprop: a single pass over value, gradient and their running average.
///
/// The value gets new memory, because the graph may hold the old one; the average changes in place when nobody else
/// holds it.
struct AveragedStep<Number: BinaryFloatingPoint> {
  private let type: ElementType
  private let value: Tensor
  private let gradient: Tensor

  init(_ value: Traced, _ gradient: Traced) {
    type = value.elementType
    self.value = AveragedStep.dense(value, type)
    self.gradient = AveragedStep.dense(gradient, type)
  }

  /// The new value.
  func take(_ rule: UpdateRule, _ average: inout Tensor?) -> Traced {
    let result = Tensor(uninitialized: type, shape: value.shape)
    let (w, g, out) = (
      value.elements(Number.self), gradient.elements(Number.self), result.elements(Number.self)
    )
    let a = own(&average)
    switch rule {
    case .sgd(let rate, let momentum):
      let (rate, keep) = (Number(rate), Number(momentum))
      for i in 0..<out.count {
        a[i] = keep * a[i] + g[i]
        out[i] = w[i] - rate * a[i]
      }
    case .rmsprop(let rate, let decay, let epsilon):
      let (rate, keep, rest, epsilon) = (Number(rate), Number(decay), Number(1 - decay), Number(epsilon))
      for i in 0..<out.count {
        a[i] = keep * a[i] + rest * g[i] * g[i]
        out[i] = w[i] - rate * g[i] / (a[i].squareRoot() + epsilon)
      }
    case .adam: break
    }
    return Traced(result)
  }

  /// The average's elements, in memory that nobody else sees; zeros at first.
  private func own(_ average: inout Tensor?) -> UnsafeMutableBufferPointer<Number> {
    let isUnique = isKnownUniquelyReferenced(&average)
    let old = average.flatMap { $0.shape == value.shape && $0.elementType == type ? $0 : nil }
    if isUnique, let old { return old.elements(Number.self) }
    let fresh = Tensor(uninitialized: type, shape: value.shape)
    let elements = fresh.elements(Number.self)
    if let old {
      _ = elements.update(from: old.elements(Number.self))
    } else {
      elements.update(repeating: 0)
    }
    average = fresh
    return elements
  }

  /// The elements one after the other and of one type, also when they were a view or a number.
  private static func dense(_ traced: Traced, _ type: ElementType) -> Tensor {
    if case .tensor(let tensor) = traced.plain, tensor.strides == nil, tensor.elementType == type { return tensor }
    let tensor = Tensor(uninitialized: type, shape: traced.shape)
    let elements = tensor.elements(Number.self)
    for (i, number) in traced.plain.doubles.enumerated() { elements[i] = Number(number) }
    return tensor
  }
}
