/// A convolution of images [n, channels, height, width] with kernels [outputs, channels, rows, columns].
package struct Convolution {
  let images: Int
  let channels: Int
  let outputs: Int
  /// The extents of an image, of a kernel, and of the places of the result.
  let image: (Int, Int)
  let kernel: (Int, Int)
  let places: (Int, Int)
  let stride: (Int, Int)
  let padding: (Int, Int)

  /// nil when the shapes do not fit, or when the border is as wide as a kernel.
  package init?(images x: [Int], kernels k: [Int], stride: (Int, Int), padding: (Int, Int)) {
    guard x.count == 4, k.count == 4, x[1] == k[1], (x + k).allSatisfy({ $0 > 0 && $0 < 1 << 20 }),
      (1...1 << 10).contains(stride.0), (1...1 << 10).contains(stride.1), (0..<k[2]).contains(padding.0),
      (0..<k[3]).contains(padding.1)
    else { return nil }
    (images, channels, outputs) = (x[0], x[1], k[0])
    (image, kernel) = ((x[2], x[3]), (k[2], k[3]))
    (self.stride, self.padding) = (stride, padding)
    let spare = (x[2] + 2 * padding.0 - k[2], x[3] + 2 * padding.1 - k[3])
    guard spare.0 >= 0, spare.1 >= 0 else { return nil }
    places = (spare.0 / stride.0 + 1, spare.1 / stride.1 + 1)
  }

  var shape: [Int] { [images, outputs, places.0, places.1] }

  private var tapCount: Int { channels * kernel.0 * kernel.1 }

  private func canvas(_ size: Int) -> Canvas {
    Canvas(channels: channels, rows: places.0, columns: places.1, kernel: kernel, stride: stride, size: size)
  }

  /// The result, without the bias.
  func forward<T: KernelElement>(_ x: Tensor, _ kernels: Tensor, _ bias: [T]?, into result: Tensor) {
    let weights = Scratch<T>(Convolution.fours(outputs) * tapCount)
    let k = kernels.start(T.self)
    for output in 0..<outputs {
      for tap in 0..<tapCount {
        weights.start[(output / 4 * tapCount + tap) * 4 + output % 4] = k[output * tapCount + tap]
      }
    }
    slide(
      canvas(T.elementType.size), x.start(T.self), image, spacing: (1, 1), at: padding, weights, outputs, places, bias,
      result.start(T.self))
  }

  /// The gradient with respect to the images: the gradients of the places slid over by the kernels turned around.
  func backToImages<T: KernelElement>(_ gradient: Tensor, _ kernels: Tensor, into result: Tensor, _: T.Type) {
    let taps = outputs * kernel.0 * kernel.1
    let area = kernel.0 * kernel.1
    let weights = Scratch<T>(Convolution.fours(channels) * taps)
    let k = kernels.start(T.self)
    for channel in 0..<channels {
      for tap in 0..<taps {
        let (output, place) = (tap / area, tap % area)
        weights.start[(channel / 4 * taps + tap) * 4 + channel % 4] =
          k[(output * channels + channel) * area + area - 1 - place]
      }
    }
    let canvas = Canvas(
      channels: outputs, rows: image.0, columns: image.1, kernel: kernel, stride: (1, 1), size: T.elementType.size)
    slide(
      canvas, gradient.start(T.self), places, spacing: stride,
      at: (kernel.0 - 1 - padding.0, kernel.1 - 1 - padding.1), weights, channels, image, nil, result.start(T.self))
  }

  /// Lays every image of `source` out on a canvas and slides kernels over it.
  private func slide<T: KernelElement>(
    _ canvas: Canvas, _ source: UnsafePointer<T>, _ size: (Int, Int), spacing: (Int, Int), at start: (Int, Int),
    _ weights: Scratch<T>, _ outputs: Int, _ places: (Int, Int), _ bias: [T]?, _ result: UnsafeMutablePointer<T>
  ) {
    let count = places.0 * places.1
    // Where rows are whole vectors the result is written as it stays; else by way of a sheet with longer rows.
    let isWhole = canvas.places == count && outputs % 4 == 0
    Parallel.run(over: images, grain: 1) { part in
      let laid = Scratch<T>(canvas.count)
      let sheet = Scratch<T>(isWhole ? 0 : Convolution.fours(outputs) * canvas.places)
      for image in part {
        // What is left out then nobody sees: whoever asked to stop throws the result away.
        if Interruption.isRequested { return }
        canvas.lay(
          source + image * canvas.channels * size.0 * size.1, size, spacing: spacing, at: start, into: laid.start)
        let out = result + image * outputs * count
        T.correlate(
          canvas.taps, from: canvas.from, to: canvas.to, outputs: Convolution.fours(outputs), laid.start, weights.start,
          isWhole ? out : sheet.start, step: canvas.places)
        if !isWhole {
          let width = canvas.vectors * canvas.lanes
          for row in 0..<outputs * places.0 {
            (out + row * places.1).update(from: sheet.start + row * width, count: places.1)
          }
        }
        guard let bias else { continue }
        for output in 0..<outputs {
          let (line, b) = (out + output * count, bias[output])
          for place in 0..<count { line[place] += b }
        }
      }
    }
  }

  /// The gradient with respect to the kernels.
  func backToKernels<T: KernelElement>(_ gradient: Tensor, _ x: Tensor, into result: Tensor, _: T.Type) {
    let canvas = canvas(T.elementType.size)
    let (height, count) = (places.0, places.0 * places.1)
    let isWhole = canvas.places == count && outputs % 4 == 0
    let sheetCount = Convolution.fours(outputs) * canvas.places
    let pieces = Swift.min(Parallel.count, images)
    let sumCount = Convolution.fours(outputs) * tapCount
    let sums = Scratch<T>(pieces * sumCount)
    let step = (images + pieces - 1) / pieces
    Parallel.run(pieces) { piece in
      let laid = Scratch<T>(canvas.count * Convolution.group)
      let sheets = Scratch<T>(isWhole ? 0 : sheetCount * Convolution.group)
      let end = Swift.min((piece + 1) * step, images)
      for first in Swift.stride(from: piece * step, to: end, by: Convolution.group) {
        let group = Swift.min(Convolution.group, end - first)
        for image in 0..<group {
          canvas.lay(
            x.start(T.self) + (first + image) * channels * self.image.0 * self.image.1, self.image, spacing: (1, 1),
            at: padding, into: laid.start + image * canvas.count)
          if isWhole { continue }
          let source = gradient.start(T.self) + (first + image) * outputs * count
          for row in 0..<outputs * height {
            (sheets.start + image * sheetCount + row * canvas.vectors * canvas.lanes).update(
              from: source + row * places.1, count: places.1)
          }
        }
        T.correlateWeights(
          images: group, canvas.taps, from: canvas.from, to: canvas.to, outputs: Convolution.fours(outputs), laid.start,
          imageStep: canvas.count, isWhole ? gradient.start(T.self) + first * outputs * count : sheets.start,
          gradientStep: isWhole ? outputs * count : sheetCount, step: canvas.places,
          sums.start + piece * sumCount)
      }
    }
    let out = result.start(T.self)
    for i in 0..<outputs * tapCount {
      var sum = sums.start[i]
      for piece in 1..<Swift.max(pieces, 1) { sum += sums.start[piece * sumCount + i] }
      out[i] = sum
    }
  }

  /// The images whose canvases fit into the nearest cache together.
  private static let group = 5

  private static func fours(_ count: Int) -> Int { (count + 3) & ~3 }
}

/// Memory for the inside of a kernel: zeros at first.
private final class Scratch<T: KernelElement> {
  let start: UnsafeMutablePointer<T>
  private let storage: Storage

  init(_ count: Int) {
    storage = Storage(byteCount: Swift.max(count, 1) * T.elementType.size)
    start = storage.address.assumingMemoryBound(to: T.self)
    start.update(repeating: .zero, count: count)
  }
}

extension Operation {
  /// `conv2d` of images, kernels and a bias: 0 or one number for each output; stride and padding are in the attributes.
  package static let fusedConvolution: Operation = fused(
    "conv2d", arity: 3,
    forward: { inputs, attributes throws(TensorError) in
      guard let job = convolution(inputs, attributes) else { return inputs[0] }
      let (x, kernels) = (inputs[0].dense, inputs[1].dense)
      let result = try Tensor.make(x.elementType, job.shape)
      let bias = inputs[2].isNumber ? nil : inputs[2].doubles
      if x.elementType == .float32 {
        job.forward(x, kernels, bias?.map { Float($0) }, into: result)
      } else {
        job.forward(x, kernels, bias, into: result)
      }
      if Interruption.isRequested { throw .interrupted }
      return .tensor(result)
    },
    back: { gradient, position, inputs, _, attributes in
      guard let job = convolution(inputs, attributes) else { return nil }
      let (x, kernels, g) = (inputs[0].dense, inputs[1].dense, gradient.dense)
      switch position {
      case 0:
        let out = Tensor(uninitialized: x.elementType, shape: x.shape)
        if x.elementType == .float32 {
          job.backToImages(g, kernels, into: out, Float.self)
        } else {
          job.backToImages(g, kernels, into: out, Double.self)
        }
        return .tensor(out)
      case 1:
        let out = Tensor(uninitialized: x.elementType, shape: kernels.shape)
        if x.elementType == .float32 {
          job.backToKernels(g, x, into: out, Float.self)
        } else {
          job.backToKernels(g, x, into: out, Double.self)
        }
        return .tensor(out)
      default:
        return sum.derived(.one(.tensor(g)), .reduction(axes: [0, 2, 3], keepsAxes: false))
      }
    })

  private static func convolution(_ inputs: Node.Inputs, _ attributes: Attributes) -> Convolution? {
    guard case .window(_, let stride, let padding) = attributes else { return nil }
    return Convolution(images: inputs[0].shape, kernels: inputs[1].shape, stride: stride, padding: padding)
  }
}
