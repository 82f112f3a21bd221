extension Operation {
  /// Windows of images laid side by side: a convolution is a matrix product with them.
  package static let patches: Operation = Operation(
    name: "patches", notation: .function("patches"),
    summary: "Lays the windows that slide over images side by side: [b, c, h, w] gives [b, c, window, rows, columns].",
    why: "A pixel is seen by several windows, and the gradients of all of them add up.",
    example: "shape(patches(ones([1, 1, 3, 3]), 2))  //= [1, 1, 4, 2, 2]", arity: 1,
    forward: { inputs, attributes throws(TensorError) in
      guard case .window(let kernel, let stride, let padding) = attributes else { return inputs[0] }
      let x = inputs[0]
      let type = Promotion.float(x.elementType)
      let window = try Window(x.shape, kernel, stride, padding)
      let result = try Tensor.make(type, window.patchShape)
      let source = try x.converted(to: type).asTensor.contiguous
      if type == .float64 {
        window.unfold(source.start(Double.self), into: result.start(Double.self))
      } else {
        window.unfold(source.start(Float.self), into: result.start(Float.self))
      }
      return .tensor(result)
    },
    derivative: .pullback { gradient, _, inputs, _, attributes in
      guard case .window(let kernel, let stride, let padding) = attributes else { return gradient }
      return unpatches.derived(
        .one(gradient), .windowed(shape: inputs[0].shape, kernel: kernel, stride: stride, padding: padding))
    })

  /// Windows put back where they were cut out, adding up where they overlap.
  package static let unpatches: Operation = Operation(
    name: "unpatches", notation: .function("unpatches"),
    summary: "Puts windows back to where `patches` cut them out, adding up where they overlap.",
    why: "Each element of a window adds to one pixel, so it gets that pixel's gradient.", example: "", arity: 1,
    forward: { inputs, attributes throws(TensorError) in
      guard case .windowed(let shape, let kernel, let stride, let padding) = attributes else { return inputs[0] }
      let x = inputs[0]
      let type = Promotion.float(x.elementType)
      let window = try Window(shape, kernel, stride, padding)
      guard x.shape == window.patchShape else { throw .cannotReshape(shape: x.shape, to: window.patchShape) }
      let result = try Tensor.make(type, shape)
      let source = try x.converted(to: type).asTensor.contiguous
      if type == .float64 {
        window.fold(source.start(Double.self), into: result.start(Double.self))
      } else {
        window.fold(source.start(Float.self), into: result.start(Float.self))
      }
      return .tensor(result)
    },
    derivative: .pullback { gradient, _, _, _, attributes in
      guard case .windowed(_, let kernel, let stride, let padding) = attributes else { return gradient }
      return patches.derived(.one(gradient), .window(kernel: kernel, stride: stride, padding: padding))
    })

  static let windows: [Operation] = [patches, unpatches]
}

/// A window that slides over the last two axes of images [b, c, h, w].
private struct Window {
  let kernel: (Int, Int)
  let stride: (Int, Int)
  let padding: (Int, Int)
  let images: Int
  let height: Int
  let width: Int
  let rows: Int
  let columns: Int
  let patchShape: [Int]

  init(
    _ shape: [Int], _ kernel: (Int, Int), _ stride: (Int, Int), _ padding: (Int, Int)
  ) throws(TensorError) {
    guard shape.count == 4 else { throw .rankTooLow(operation: "patches", shape: shape, needed: 4) }
    let limit = 1 << 30
    guard kernel.0 > 0, kernel.1 > 0, stride.0 > 0, stride.1 > 0, padding.0 >= 0, padding.1 >= 0, kernel.0 < limit,
      kernel.1 < limit, stride.0 < limit, stride.1 < limit, padding.0 < limit, padding.1 < limit, shape[2] < limit,
      shape[3] < limit
    else {
      throw .windowNotPositive(
        kernel: [kernel.0, kernel.1], stride: [stride.0, stride.1], padding: [padding.0, padding.1])
    }
    let (spareRows, spareColumns) = (
      shape[2] + 2 * padding.0 - kernel.0, shape[3] + 2 * padding.1 - kernel.1
    )
    guard spareRows >= 0, spareColumns >= 0 else {
      throw .windowTooLarge(shape: shape, kernel: [kernel.0, kernel.1], padding: [padding.0, padding.1])
    }
    (self.kernel, self.stride, self.padding) = (kernel, stride, padding)
    images = shape.contains(0) ? 0 : shape[0] * shape[1]
    (height, width) = (shape[2], shape[3])
    rows = spareRows / stride.0 + 1
    columns = spareColumns / stride.1 + 1
    patchShape = [shape[0], shape[1], kernel.0 * kernel.1, rows, columns]
  }

  /// Calls `body` for each row of each place in the window: the image row, the row of the patches, and the columns that
  /// lie inside the image.
  @inline(__always)
  private func forEachLine(_ body: (_ source: Int?, _ patch: Int, _ inside: Range<Int>) -> Void) {
    var patch = 0
    for image in 0..<images {
      for y in 0..<kernel.0 {
        for x in 0..<kernel.1 {
          // Columns c with 0 <= c·stride + x - padding < width.
          let low = Swift.max(0, (padding.1 - x + stride.1 - 1) / stride.1)
          let reach = width - 1 - x + padding.1
          let high = reach < 0 ? 0 : Swift.min(columns, reach / stride.1 + 1)
          let inside = Swift.min(low, columns)..<Swift.max(Swift.min(low, columns), high)
          for row in 0..<rows {
            let line = row * stride.0 + y - padding.0
            let source = line >= 0 && line < height ? (image * height + line) * width + x - padding.1 : nil
            body(source, patch, inside)
            patch += columns
          }
        }
      }
    }
  }

  func unfold<T: BinaryFloatingPoint>(_ source: UnsafeMutablePointer<T>, into out: UnsafeMutablePointer<T>) {
    forEachLine { line, patch, inside in
      guard let line else { return (out + patch).update(repeating: 0, count: columns) }
      for column in 0..<inside.lowerBound { out[patch + column] = 0 }
      for column in inside { out[patch + column] = source[line + column * stride.1] }
      for column in inside.upperBound..<columns { out[patch + column] = 0 }
    }
  }

  func fold<T: BinaryFloatingPoint>(_ patches: UnsafeMutablePointer<T>, into out: UnsafeMutablePointer<T>) {
    out.update(repeating: 0, count: images * height * width)
    forEachLine { line, patch, inside in
      guard let line else { return }
      for column in inside { out[line + column * stride.1] += patches[patch + column] }
    }
  }
}
