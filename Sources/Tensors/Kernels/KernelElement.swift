import CKernels

/// A float type for which the kernels exist; each of them has a plain twin in operations of the language or of Swift.
protocol KernelElement: MatrixElement, ColumnElement {
  typealias Rows = UnsafePointer<Self>
  typealias Made = UnsafeMutablePointer<Self>
  typealias Places = UnsafePointer<Int>

  static func softmax(_ rows: Int, _ width: Int, _ x: Rows, _ y: Made)
  static func softmaxBack(_ rows: Int, _ width: Int, _ g: Rows, _ y: Rows, _ out: Made)
  static func surprise(_ rows: Int, _ width: Int, _ x: Rows, _ labels: Places, _ out: Made)
  static func surpriseBack(_ rows: Int, _ width: Int, _ g: Self, _ x: Rows, _ labels: Places, _ out: Made)
  static func norm(
    _ rows: Int, _ width: Int, _ x: Rows, gain: Rows, _ gainStep: Int, bias: Rows, _ biasStep: Int, _ epsilon: Self,
    _ y: Made)
  static func normBack(
    _ rows: Int, _ width: Int, _ g: Rows, _ x: Rows, gain: Rows, _ gainStep: Int, _ epsilon: Self, _ out: Made)
  static func normGain(_ rows: Int, _ width: Int, _ g: Rows, _ x: Rows, _ epsilon: Self, _ out: Made)
  static func correlate(
    _ taps: [Int], from: [Int], to: [Int], outputs: Int, _ image: Rows, _ weights: Rows, _ out: Made, step: Int)
  static func correlateWeights(
    images: Int, _ taps: [Int], from: [Int], to: [Int], outputs: Int, _ image: Rows, imageStep: Int, _ gradient: Rows,
    gradientStep: Int, step: Int, _ sums: Made)
  static func pool(_ images: Int, _ window: Pooling, _ x: Rows, _ out: Made)
  static func poolBack(_ images: Int, _ window: Pooling, _ g: Rows, _ x: Rows, _ best: Rows, _ out: Made)
}

extension Float: KernelElement {
  static func softmax(_ rows: Int, _ width: Int, _ x: Rows, _ y: Made) { kernels_ssoftmax(rows, width, x, y) }

  static func softmaxBack(_ rows: Int, _ width: Int, _ g: Rows, _ y: Rows, _ out: Made) {
    kernels_ssoftmax_back(rows, width, g, y, out)
  }

  static func surprise(_ rows: Int, _ width: Int, _ x: Rows, _ labels: Places, _ out: Made) {
    kernels_ssurprise(rows, width, x, labels, out)
  }

  static func surpriseBack(_ rows: Int, _ width: Int, _ g: Float, _ x: Rows, _ labels: Places, _ out: Made) {
    kernels_ssurprise_back(rows, width, g, x, labels, out)
  }

  static func norm(
    _ rows: Int, _ width: Int, _ x: Rows, gain: Rows, _ gainStep: Int, bias: Rows, _ biasStep: Int, _ epsilon: Float,
    _ y: Made
  ) { kernels_snorm(rows, width, x, gain, gainStep, bias, biasStep, epsilon, y) }

  static func normBack(
    _ rows: Int, _ width: Int, _ g: Rows, _ x: Rows, gain: Rows, _ gainStep: Int, _ epsilon: Float, _ out: Made
  ) { kernels_snorm_back(rows, width, g, x, gain, gainStep, epsilon, out) }

  static func normGain(_ rows: Int, _ width: Int, _ g: Rows, _ x: Rows, _ epsilon: Float, _ out: Made) {
    kernels_snorm_gain(rows, width, g, x, epsilon, out)
  }

  static func correlate(
    _ taps: [Int], from: [Int], to: [Int], outputs: Int, _ image: Rows, _ weights: Rows, _ out: Made, step: Int
  ) { kernels_scorrelate(taps.count, taps, from.count, from, to, outputs, image, weights, out, step) }

  static func correlateWeights(
    images: Int, _ taps: [Int], from: [Int], to: [Int], outputs: Int, _ image: Rows, imageStep: Int, _ gradient: Rows,
    gradientStep: Int, step: Int, _ sums: Made
  ) {
    kernels_scorrelate_weights(
      images, taps.count, taps, from.count, from, to, outputs, image, imageStep, gradient, gradientStep, step, sums)
  }

  static func pool(_ images: Int, _ window: Pooling, _ x: Rows, _ out: Made) {
    kernels_spool(
      images, window.height, window.width, window.size.0, window.size.1, window.stride.0, window.stride.1, window.rows,
      window.columns, x, out)
  }

  static func poolBack(_ images: Int, _ window: Pooling, _ g: Rows, _ x: Rows, _ best: Rows, _ out: Made) {
    kernels_spool_back(
      images, window.height, window.width, window.size.0, window.size.1, window.stride.0, window.stride.1, window.rows,
      window.columns, g, x, best, out)
  }
}

extension Double: KernelElement {
  static func softmax(_ rows: Int, _ width: Int, _ x: Rows, _ y: Made) { kernels_dsoftmax(rows, width, x, y) }

  static func softmaxBack(_ rows: Int, _ width: Int, _ g: Rows, _ y: Rows, _ out: Made) {
    kernels_dsoftmax_back(rows, width, g, y, out)
  }

  static func surprise(_ rows: Int, _ width: Int, _ x: Rows, _ labels: Places, _ out: Made) {
    kernels_dsurprise(rows, width, x, labels, out)
  }

  static func surpriseBack(_ rows: Int, _ width: Int, _ g: Double, _ x: Rows, _ labels: Places, _ out: Made) {
    kernels_dsurprise_back(rows, width, g, x, labels, out)
  }

  static func norm(
    _ rows: Int, _ width: Int, _ x: Rows, gain: Rows, _ gainStep: Int, bias: Rows, _ biasStep: Int, _ epsilon: Double,
    _ y: Made
  ) { kernels_dnorm(rows, width, x, gain, gainStep, bias, biasStep, epsilon, y) }

  static func normBack(
    _ rows: Int, _ width: Int, _ g: Rows, _ x: Rows, gain: Rows, _ gainStep: Int, _ epsilon: Double, _ out: Made
  ) { kernels_dnorm_back(rows, width, g, x, gain, gainStep, epsilon, out) }

  static func normGain(_ rows: Int, _ width: Int, _ g: Rows, _ x: Rows, _ epsilon: Double, _ out: Made) {
    kernels_dnorm_gain(rows, width, g, x, epsilon, out)
  }

  static func correlate(
    _ taps: [Int], from: [Int], to: [Int], outputs: Int, _ image: Rows, _ weights: Rows, _ out: Made, step: Int
  ) { kernels_dcorrelate(taps.count, taps, from.count, from, to, outputs, image, weights, out, step) }

  static func correlateWeights(
    images: Int, _ taps: [Int], from: [Int], to: [Int], outputs: Int, _ image: Rows, imageStep: Int, _ gradient: Rows,
    gradientStep: Int, step: Int, _ sums: Made
  ) {
    kernels_dcorrelate_weights(
      images, taps.count, taps, from.count, from, to, outputs, image, imageStep, gradient, gradientStep, step, sums)
  }

  static func pool(_ images: Int, _ window: Pooling, _ x: Rows, _ out: Made) {
    kernels_dpool(
      images, window.height, window.width, window.size.0, window.size.1, window.stride.0, window.stride.1, window.rows,
      window.columns, x, out)
  }

  static func poolBack(_ images: Int, _ window: Pooling, _ g: Rows, _ x: Rows, _ best: Rows, _ out: Made) {
    kernels_dpool_back(
      images, window.height, window.width, window.size.0, window.size.1, window.stride.0, window.stride.1, window.rows,
      window.columns, g, x, best, out)
  }
}
