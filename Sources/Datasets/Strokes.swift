/// The data set `strokes`: pictures of digits, drawn by the program.
enum Strokes {
  /// Draws pictures and their labels; equal seeds give equal pictures, whatever the count.
  static func pictures(_ count: Int, seed: UInt64) -> (pixels: [UInt8], labels: [Int]) {
    var pen = StrokePen()
    var pixels: [UInt8] = []
    var labels: [Int] = []
    pixels.reserveCapacity(count * StrokePen.side * StrokePen.side)
    labels.reserveCapacity(count)
    for index in 0..<count {
      var draws = Draws(seed: seed, index: index)
      let digit = draws.below(10)
      pen.draw(digit, &draws, into: &pixels)
      labels.append(digit)
    }
    return (pixels, labels)
  }
}
