package import Formats

/// Brings a photograph or a drawing of one digit into MNIST's form: light ink on black, 20 pixels high or wide, its
/// centre of mass in the middle of 28×28.
package enum DigitPicture {
  private static let side = StrokePen.side
  private static let box = 20.0

  /// The picture as 28×28 bytes; nil when it is all of one brightness.
  package static func normalised(_ raster: Raster) -> [UInt8]? {
    guard let ink = Ink(raster) else { return nil }
    let scale = Swift.max(Double(ink.columns.count), Double(ink.rows.count)) / box
    let (centreX, centreY) = ink.centre
    // Half a pixel, because the middle of 28 pixels is a border between two.
    let (left, top) = (centreX - scale * Double(side) / 2, centreY - scale * Double(side) / 2)
    var pixels: [UInt8] = []
    for y in 0..<side {
      for x in 0..<side {
        let value = ink.mean(
          from: (left + scale * Double(x), top + scale * Double(y)),
          to: (left + scale * Double(x + 1), top + scale * Double(y + 1)))
        pixels.append(UInt8(Swift.min(Swift.max(value, 0), 255)))
      }
    }
    return pixels
  }

  /// How much darker or lighter than its paper each pixel is.
  private struct Ink {
    let width: Int
    let values: [Double]
    let columns: Range<Int>
    let rows: Range<Int>

    init?(_ raster: Raster) {
      let (width, height, grey) = (raster.width, raster.height, raster.grey)
      var border: [UInt8] = []
      for x in 0..<width { border += [grey[x], grey[(height - 1) * width + x]] }
      for y in 0..<height { border += [grey[y * width], grey[y * width + width - 1]] }
      border.sort()
      let middle = border[border.count / 2]
      let isDarkOnLight = middle >= 128
      // A border of one brightness has no lamp and no shadow.
      let isEven = border[border.count * 9 / 10] - border[border.count / 10] <= 8
      let ground = isEven ? nil : Ground(isDarkOnLight ? grey : grey.map { 255 - $0 }, width: width, height: height)
      let paper = Double(isDarkOnLight ? middle : 255 - middle)
      var differences: [Double] = []
      differences.reserveCapacity(grey.count)
      for y in 0..<height {
        for x in 0..<width {
          let (value, light) = (
            Double(isDarkOnLight ? grey[y * width + x] : 255 - grey[y * width + x]), ground?[x, y] ?? paper
          )
          // A shadow takes the same share from the paper and from the ink on it.
          differences.append(isDarkOnLight ? (light - value) * paper / Swift.max(light, 1) : light - value)
        }
      }
      let strongest = differences.max() ?? 0
      guard strongest >= 16 else { return nil }
      // Shadows and the paper's grain are weaker than a quarter of the ink.
      let floor = strongest / 4
      let values = differences.map { $0 <= floor ? 0 : Swift.min(255, ($0 - floor) / (strongest - floor) * 340) }
      let inked = values.indices.filter { values[$0] > 0 }
      let (xs, ys) = (inked.map { $0 % width }, inked.map { $0 / width })
      self.width = width
      self.values = values
      columns = (xs.min() ?? 0)..<(xs.max() ?? 0) + 1
      rows = (ys.min() ?? 0)..<(ys.max() ?? 0) + 1
    }

    /// The centre of mass, in pixels from the upper left corner.
    var centre: (x: Double, y: Double) {
      var (mass, momentX, momentY) = (0.0, 0.0, 0.0)
      for y in rows {
        for x in columns {
          let value = values[y * width + x]
          mass += value
          momentX += value * (Double(x) + 0.5)
          momentY += value * (Double(y) + 0.5)
        }
      }
      return (momentX / mass, momentY / mass)
    }

    /// The mean over a rectangle; what lies outside the digit is empty.
    func mean(from start: (x: Double, y: Double), to end: (x: Double, y: Double)) -> Double {
      var sum = 0.0
      for y in Self.pixels(start.y, end.y, rows) {
        let share = Swift.min(end.y, Double(y + 1)) - Swift.max(start.y, Double(y))
        for x in Self.pixels(start.x, end.x, columns) {
          let part = Swift.min(end.x, Double(x + 1)) - Swift.max(start.x, Double(x))
          sum += values[y * width + x] * share * part
        }
      }
      return sum / ((end.x - start.x) * (end.y - start.y))
    }

    private static func pixels(_ from: Double, _ to: Double, _ range: Range<Int>) -> Range<Int> {
      let low = Swift.max(range.lowerBound, Int(from.rounded(.down)))
      return low..<Swift.max(low, Swift.min(range.upperBound, Int(to.rounded(.up))))
    }
  }
}
