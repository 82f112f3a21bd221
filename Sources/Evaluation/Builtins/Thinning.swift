import Documents
import Tensors

/// What a picture cannot show is left out of it: it then holds no more than an eye can tell apart, however many numbers
/// it is made from, and is drawn and sent at once.
enum Thinning {
  /// The most points of a line.
  private static let mostOfLine = 8_192
  /// The points from which on a cloud is thinned, and the fields along each side of it that keep one point each.
  private static let mostOfCloud = 20_000
  private static let fields = 256
  /// The most rows and columns of a map.
  private static let side = 256

  /// A line with the first, lowest, highest and last of each stretch of its points.
  static func line(_ series: Series) -> Series {
    let points = series.points
    guard points.count > mostOfLine else { return series }
    let stretches = mostOfLine / 4
    var kept: [Point] = []
    kept.reserveCapacity(mostOfLine)
    for stretch in 0..<stretches where !Interruption.isRequested {
      let range = points.count * stretch / stretches..<points.count * (stretch + 1) / stretches
      guard let first = range.first, let last = range.last else { continue }
      var (low, high) = (first, first)
      for place in range where points[place].y.isFinite {
        if !(points[place].y >= points[low].y) { low = place }
        if !(points[place].y <= points[high].y) { high = place }
      }
      var previous = -1
      for place in [first, low, high, last].sorted() where place != previous {
        kept.append(points[place])
        previous = place
      }
    }
    return Series(series.name, points: kept)
  }

  /// A cloud with one point of each class in each field.
  static func points(_ points: [Point], _ classes: [Int]) -> (points: [Point], classes: [Int]) {
    guard points.count > mostOfCloud, points.count == classes.count else { return (points, classes) }
    let finite = points.filter { $0.x.isFinite && $0.y.isFinite }
    guard let left = finite.map(\.x).min(), let right = finite.map(\.x).max(), let low = finite.map(\.y).min(),
      let high = finite.map(\.y).max()
    else { return (points, classes) }
    func field(_ value: Double, _ low: Double, _ high: Double) -> Int {
      guard value.isFinite, low < high else { return 0 }
      let share = (value / 2 - low / 2) / (high / 2 - low / 2)
      // Of denormal numbers the halves are equal.
      return share.isFinite ? Int(share * Double(fields - 1)) : 0
    }
    var seen: Set<Int> = []
    var kept: (points: [Point], classes: [Int]) = ([], [])
    for (point, group) in zip(points, classes) {
      let place = field(point.x, left, right) * fields + field(point.y, low, high)
      guard seen.insert(group &* (fields * fields) &+ place).inserted else { continue }
      kept.points.append(point)
      kept.classes.append(group)
    }
    return kept
  }

  /// A cloud of one class.
  static func points(_ points: [Point]) -> [Point] {
    points.count > mostOfCloud ? Self.points(points, [Int](repeating: 0, count: points.count)).points : points
  }

  /// How often values fall into bins, counted here where there are many of them.
  static func histogram(_ values: [Double], bins: Int?, _ labels: PlotLabels) -> Histogram {
    guard values.count > mostOfCloud else { return Histogram(values, bins: bins, labels: labels) }
    var (low, high, finite) = (Double.infinity, -Double.infinity, 0)
    for value in values where value.isFinite {
      low = Swift.min(low, value)
      high = Swift.max(high, value)
      finite += 1
    }
    guard finite > 0 else { return Histogram(values.prefix(1).map { $0 }, bins: bins, labels: labels) }
    let sturges = Int.bitWidth - finite.leadingZeroBitCount + 1
    let edges = Histogram([low, high], bins: bins ?? sturges).edges
    guard let first = edges.first, let last = edges.last, edges.count > 1 else { return Histogram(values, bins: bins) }
    // Halved first, so that the widest range of doubles does not overflow.
    let width = (last / 2 - first / 2) / Double(edges.count - 1) * 2
    var counts = [Int](repeating: 0, count: edges.count - 1)
    for value in values where value.isFinite {
      let place = (value / 2 - first / 2) / width * 2
      counts[place.isFinite ? Swift.min(Swift.max(Int(place), 0), counts.count - 1) : 0] += 1
    }
    let counted = try? Histogram(edges: edges, counts: counts, labels: labels, leftOut: values.count - finite)
    return counted ?? Histogram(values, bins: bins, labels: labels)
  }

  /// A matrix whose fields are the means of blocks, and how large these are; the matrix itself when it is small.
  static func map(_ values: [Double], rows: Int, columns: Int) -> (
    values: [Double], rows: Int, columns: Int, block: (Int, Int)
  ) {
    guard !values.isEmpty else { return (values, rows, columns, (1, 1)) }
    let block = ((rows + side - 1) / side, (columns + side - 1) / side)
    guard rows * columns == values.count, block.0 > 1 || block.1 > 1 else { return (values, rows, columns, (1, 1)) }
    let (down, across) = ((rows + block.0 - 1) / block.0, (columns + block.1 - 1) / block.1)
    var sums = [Double](repeating: 0, count: down * across)
    var counts = [Int](repeating: 0, count: down * across)
    for row in 0..<rows where !Interruption.isRequested {
      let start = row / block.0 * across
      for column in 0..<columns {
        sums[start + column / block.1] += values[row * columns + column]
        counts[start + column / block.1] += 1
      }
    }
    return (zip(sums, counts).map { $0 / Double(Swift.max($1, 1)) }, down, across, block)
  }
}
