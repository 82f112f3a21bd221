/// Windows without a border over images [n, channels, height, width], of each of which the largest element is taken.
struct Pooling {
  let height: Int
  let width: Int
  let size: (Int, Int)
  let stride: (Int, Int)
  let rows: Int
  let columns: Int

  /// nil when the windows do not fit.
  init?(_ shape: [Int], _ size: (Int, Int), _ stride: (Int, Int)) {
    guard shape.count == 4, size.0 > 0, size.1 > 0, stride.0 > 0, stride.1 > 0, shape[2] >= size.0,
      shape[3] >= size.1
    else { return nil }
    (height, width) = (shape[2], shape[3])
    (self.size, self.stride) = (size, stride)
    rows = (height - size.0) / stride.0 + 1
    columns = (width - size.1) / stride.1 + 1
  }

  /// Calls `body` with ranges of images.
  fileprivate func share(_ images: Int, _ body: (Range<Int>) -> Void) {
    Parallel.run(over: images, grain: Swift.max(Parallel.worthwhile / Swift.max(height * width, 1), 1), body)
  }
}

extension Operation {
  /// Whether `fusedMaxPool` can take images of a shape apart by a window.
  package static func canPool(_ shape: [Int], _ size: (Int, Int), _ stride: (Int, Int)) -> Bool {
    !shape.contains(0) && Pooling(shape, size, stride) != nil
  }

  /// `max_pool2d`; the window is in the attributes.
  package static let fusedMaxPool: Operation = fused(
    "max_pool2d", arity: 1,
    forward: { inputs, attributes throws(TensorError) in
      let x = inputs[0].dense
      guard case .window(let size, let stride, _) = attributes, let window = Pooling(x.shape, size, stride) else {
        return inputs[0]
      }
      let result = try Tensor.make(x.elementType, [x.shape[0], x.shape[1], window.rows, window.columns])
      return .tensor(
        x.elementType == .float32 ? pool(x, window, result, Float.self) : pool(x, window, result, Double.self))
    },
    back: { gradient, _, inputs, result, attributes in
      let x = inputs[0].dense
      guard case .window(let size, let stride, _) = attributes, let window = Pooling(x.shape, size, stride) else {
        return gradient
      }
      let out = Tensor(uninitialized: x.elementType, shape: x.shape)
      let (g, best) = (gradient.dense, result.dense)
      return .tensor(
        x.elementType == .float32
          ? poolBack(g, x, best, window, out, Float.self) : poolBack(g, x, best, window, out, Double.self))
    })

  private static func pool<T: KernelElement>(
    _ x: Tensor, _ window: Pooling, _ result: Tensor, _: T.Type
  ) -> Tensor {
    let (area, places) = (window.height * window.width, window.rows * window.columns)
    window.share(x.shape[0] * x.shape[1]) { part in
      T.pool(
        part.count, window, x.start(T.self) + part.lowerBound * area, result.start(T.self) + part.lowerBound * places)
    }
    return result
  }

  private static func poolBack<T: KernelElement>(
    _ g: Tensor, _ x: Tensor, _ best: Tensor, _ window: Pooling, _ out: Tensor, _: T.Type
  ) -> Tensor {
    let (area, places) = (window.height * window.width, window.rows * window.columns)
    window.share(x.shape[0] * x.shape[1]) { part in
      let (image, place) = (part.lowerBound * area, part.lowerBound * places)
      (out.start(T.self) + image).update(repeating: 0, count: part.count * area)
      T.poolBack(
        part.count, window, g.start(T.self) + place, x.start(T.self) + image, best.start(T.self) + place,
        out.start(T.self) + image)
    }
    return out
  }
}
