import CKernels

extension Operation {
  /// `softmax` along the last axis.
  package static let fusedSoftmax: Operation = fused(
    "softmax", arity: 1,
    forward: { inputs, _ throws(TensorError) in
      let x = inputs[0].dense
      let result = try Tensor.make(x.elementType, x.shape)
      return .tensor(x.elementType == .float32 ? softmax(x, result, Float.self) : softmax(x, result, Double.self))
    },
    back: { gradient, _, inputs, result, _ in
      let (g, y) = (gradient.dense, result.dense)
      let out = Tensor(uninitialized: y.elementType, shape: y.shape)
      return .tensor(
        y.elementType == .float32 ? softmaxBack(g, y, out, Float.self) : softmaxBack(g, y, out, Double.self))
    })

  private static func softmax<T: KernelElement>(_ x: Tensor, _ result: Tensor, _: T.Type) -> Tensor {
    let rows = RowShare(x.shape)
    rows.forEach { part in
      let first = part.lowerBound * rows.width
      T.softmax(part.count, rows.width, x.start(T.self) + first, result.start(T.self) + first)
    }
    return result
  }

  private static func softmaxBack<T: KernelElement>(_ g: Tensor, _ y: Tensor, _ out: Tensor, _: T.Type) -> Tensor {
    let rows = RowShare(y.shape)
    rows.forEach { part in
      let first = part.lowerBound * rows.width
      T.softmaxBack(
        part.count, rows.width, g.start(T.self) + first, y.start(T.self) + first, out.start(T.self) + first)
    }
    return out
  }

  /// `cross_entropy` of scores [n, classes] and whole numbers [n] below `classes`.
  package static let fusedCrossEntropy: Operation = fused(
    "cross_entropy", arity: 2,
    forward: { inputs, _ throws(TensorError) in
      let (x, labels) = (inputs[0].dense, inputs[1].dense)
      let surprises = try Tensor.make(x.elementType, labels.shape)
      let line =
        x.elementType == .float32
        ? surprise(x, labels, surprises, Float.self) : surprise(x, labels, surprises, Double.self)
      return try mean(Traced(line))
    },
    back: { gradient, position, inputs, _, _ in
      guard position == 0 else { return nil }
      let (x, labels) = (inputs[0].dense, inputs[1].dense)
      let out = Tensor(uninitialized: x.elementType, shape: x.shape)
      let share = Double.read(gradient) / Double(labels.count)
      return .tensor(
        x.elementType == .float32
          ? surpriseBack(Float(share), x, labels, out) : surpriseBack(share, x, labels, out))
    })

  private static func surprise<T: KernelElement>(
    _ x: Tensor, _ labels: Tensor, _ out: Tensor, _: T.Type
  ) -> Tensor {
    let rows = RowShare(x.shape)
    rows.forEach { part in
      T.surprise(
        part.count, rows.width, x.start(T.self) + part.lowerBound * rows.width,
        labels.start(Int.self) + part.lowerBound, out.start(T.self) + part.lowerBound)
    }
    return out
  }

  private static func surpriseBack<T: KernelElement>(_ g: T, _ x: Tensor, _ labels: Tensor, _ out: Tensor) -> Tensor {
    let rows = RowShare(x.shape)
    rows.forEach { part in
      let first = part.lowerBound * rows.width
      T.surpriseBack(
        part.count, rows.width, g, x.start(T.self) + first, labels.start(Int.self) + part.lowerBound,
        out.start(T.self) + first)
    }
    return out
  }

  /// `layer_norm` of x, gain, bias and eps; gain and bias are numbers or as long as the last axis.
  package static let fusedLayerNorm: Operation = fused(
    "layer_norm", arity: 4,
    forward: { inputs, _ throws(TensorError) in
      let x = inputs[0].dense
      let result = try Tensor.make(x.elementType, x.shape)
      return .tensor(
        x.elementType == .float32 ? norm(inputs, x, result, Float.self) : norm(inputs, x, result, Double.self))
    },
    back: { gradient, position, inputs, _, _ in
      let (g, x) = (gradient.dense, inputs[0].dense)
      if position == 2 { return gradient.summed(to: inputs[2].shape) }
      guard position < 2 else { return nil }
      let out = Tensor(uninitialized: x.elementType, shape: x.shape)
      let epsilon = Double.read(inputs[3])
      if position == 1 {
        let made =
          x.elementType == .float32
          ? normGain(g, x, Float(epsilon), out) : normGain(g, x, epsilon, out)
        return Traced.tensor(made).summed(to: inputs[1].shape)
      }
      return .tensor(
        x.elementType == .float32
          ? normBack(g, x, inputs[1], Float(epsilon), out) : normBack(g, x, inputs[1], epsilon, out))
    })

  private static func norm<T: KernelElement>(
    _ inputs: Node.Inputs, _ x: Tensor, _ result: Tensor, _: T.Type
  ) -> Tensor {
    let rows = RowShare(x.shape)
    let (gain, bias) = (inputs[1].dense, inputs[2].dense)
    rows.forEach { part in
      let first = part.lowerBound * rows.width
      T.norm(
        part.count, rows.width, x.start(T.self) + first, gain: gain.start(T.self), inputs[1].isNumber ? 0 : 1,
        bias: bias.start(T.self), inputs[2].isNumber ? 0 : 1, T(Double.read(inputs[3])), result.start(T.self) + first)
    }
    return result
  }

  private static func normBack<T: KernelElement>(
    _ g: Tensor, _ x: Tensor, _ gain: Traced, _ epsilon: T, _ out: Tensor
  ) -> Tensor {
    let rows = RowShare(x.shape)
    let factor = gain.dense
    rows.forEach { part in
      let first = part.lowerBound * rows.width
      T.normBack(
        part.count, rows.width, g.start(T.self) + first, x.start(T.self) + first, gain: factor.start(T.self),
        gain.isNumber ? 0 : 1, epsilon, out.start(T.self) + first)
    }
    return out
  }

  private static func normGain<T: KernelElement>(_ g: Tensor, _ x: Tensor, _ epsilon: T, _ out: Tensor) -> Tensor {
    let rows = RowShare(x.shape)
    rows.forEach { part in
      let first = part.lowerBound * rows.width
      T.normGain(
        part.count, rows.width, g.start(T.self) + first, x.start(T.self) + first, epsilon, out.start(T.self) + first)
    }
    return out
  }

  /// `gelu` of float32 numbers.
  package static let fusedGelu: Operation = fused(
    "gelu", arity: 1,
    forward: { inputs, _ throws(TensorError) in
      let x = inputs[0].dense
      let result = try Tensor.make(.float32, x.shape)
      let (from, to) = (x.start(Float.self), result.start(Float.self))
      Parallel.run(over: x.count, grain: Parallel.worthwhile / 4) {
        kernels_sgelu($0.count, from + $0.lowerBound, to + $0.lowerBound)
      }
      return .tensor(result)
    },
    back: { gradient, _, inputs, _, _ in
      let (g, x) = (gradient.dense, inputs[0].dense)
      let out = Tensor(uninitialized: .float32, shape: x.shape)
      let (incoming, from, to) = (g.start(Float.self), x.start(Float.self), out.start(Float.self))
      Parallel.run(over: x.count, grain: Parallel.worthwhile / 4) {
        kernels_sgelu_slope($0.count, incoming + $0.lowerBound, from + $0.lowerBound, to + $0.lowerBound)
      }
      return .tensor(out)
    })
}

extension Traced {
  /// The elements as ints when all are whole numbers from 0 to below a limit; nil otherwise.
  package func wholes(below limit: Int) -> Traced? {
    guard elementType != .bool else { return nil }
    let numbers: Traced
    do throws(TensorError) {
      numbers = try converted(to: .int)
    } catch {
      return nil
    }
    if elementType.isFloat, doubles.contains(where: { $0 != $0.rounded() }) { return nil }
    let tensor = numbers.dense
    let elements = UnsafeBufferPointer(start: UnsafePointer(tensor.start(Int.self)), count: tensor.count)
    return elements.allSatisfy { $0 >= 0 && $0 < limit } ? .tensor(tensor) : nil
  }
}
