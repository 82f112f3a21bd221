/// How images lie for `correlate`: with a border of zeros, each row long enough for whole vectors of places, and with a
/// stride the columns sorted by their rest, so that neighbouring places read neighbouring columns.
struct Canvas {
  let channels: Int
  /// The rows of the result, and the vectors in each.
  let rows: Int
  let vectors: Int
  let lanes: Int
  /// The rows of the canvas.
  private let height: Int
  private let phases: Int
  private let phaseWidth: Int

  /// For kernels of a size that slide by `stride` and give [rows, columns] places; `size` is that of an element in bytes.
  init(channels: Int, rows: Int, columns: Int, kernel: (Int, Int), stride: (Int, Int), size: Int) {
    self.channels = channels
    self.rows = rows
    lanes = 32 / size
    vectors = (columns + lanes - 1) / lanes
    height = (rows - 1) * stride.0 + kernel.0
    phases = stride.1
    phaseWidth = vectors * lanes + (kernel.1 - 1) / stride.1
    let width = phases * phaseWidth
    (self.kernel, self.stride) = (kernel, stride)
    count = channels * height * width
    let (phases, phaseWidth, height) = (phases, phaseWidth, height)
    taps = (0..<channels * kernel.0 * kernel.1).map { tap in
      let (channel, y, x) = (tap / (kernel.0 * kernel.1), tap / kernel.1 % kernel.0, tap % kernel.1)
      return (channel * height + y) * width + x % phases * phaseWidth + x / phases
    }
    let (vectors, lanes) = (vectors, lanes)
    from = (0..<rows * vectors).map { $0 / vectors * stride.0 * width + $0 % vectors * lanes }
    to = (0..<rows * vectors).map { $0 * lanes }
  }

  private let kernel: (Int, Int)
  private let stride: (Int, Int)
  /// The elements of one image.
  let count: Int
  /// How far each element of a kernel lies from the place of the result.
  let taps: [Int]
  /// Where each vector of places begins in the canvas, and in the result.
  let from: [Int]
  let to: [Int]
  /// The elements of one output in the result, those between the rows included.
  var places: Int { rows * vectors * lanes }

  /// Lays an image [channels, height, width] out, its rows and columns `spacing` apart, beginning at `start`.
  ///
  /// What lies outside is left away. The canvas holds zeros or another image laid out alike.
  func lay<T>(
    _ image: UnsafePointer<T>, _ size: (Int, Int), spacing: (Int, Int), at start: (Int, Int),
    into canvas: UnsafeMutablePointer<T>
  ) {
    let width = phases * phaseWidth
    let limit = phaseWidth * phases
    for channel in 0..<channels {
      for row in 0..<size.0 {
        let y = row * spacing.0 + start.0
        guard y < height else { break }
        let line = canvas + (channel * height + y) * width
        let source = image + (channel * size.0 + row) * size.1
        if phases == 1, spacing.1 == 1 {
          (line + start.1).update(from: source, count: Swift.min(size.1, limit - start.1))
        } else {
          for column in 0..<size.1 {
            let x = column * spacing.1 + start.1
            guard x / phases < phaseWidth else { break }
            line[x % phases * phaseWidth + x / phases] = source[column]
          }
        }
      }
    }
  }
}
