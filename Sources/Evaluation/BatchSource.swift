import Tensors

/// Data that is cut into batches one at a time: bytes become numbers only then, so that 60,000 images stay 47 MB.
package final class BatchSource {
  let x: Traced
  let y: Traced?
  let size: Int
  /// The order of the examples.
  let order: [Int]

  init(x: Traced, y: Traced?, size: Int, order: [Int]) {
    self.x = x
    self.y = y
    self.size = size
    self.order = order
  }
}
