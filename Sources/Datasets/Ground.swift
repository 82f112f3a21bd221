/// How bright the ground of a picture with dark lines is at each place: the paper with the light and shadow on it.
///
/// In a coarse grid the brightest part of each cell is taken. A surface of the second degree through the cells without
/// lines is the light of a lamp. What is left of the light, such as the shadow of a hand, is found by a closing (the
/// largest value around each cell, then the smallest of those), which removes what is narrower than its window.
struct Ground {
  /// How many cells the longer side has.
  private static let cellLimit = 32
  /// The window is a share of the longer side, wider than any stroke of a digit that fills its picture.
  private static let window = 0.25

  private let columns: Int
  private let rows: Int
  private let cell: Int
  private let values: [Double]

  /// Finds the ground of a picture from the brightness of each pixel, `[height, width]`, at least one.
  init(_ grey: [UInt8], width: Int, height: Int) {
    let longest = Swift.max(width, height)
    cell = (longest + Self.cellLimit - 1) / Self.cellLimit
    columns = (width + cell - 1) / cell
    rows = (height + cell - 1) / cell
    var bright: [Double] = []
    for row in 0..<rows {
      for column in 0..<columns {
        var counts = [Int](repeating: 0, count: 256)
        var total = 0
        for y in row * cell..<Swift.min((row + 1) * cell, height) {
          for x in column * cell..<Swift.min((column + 1) * cell, width) {
            counts[Int(grey[y * width + x])] += 1
            total += 1
          }
        }
        bright.append(Double(Self.quantile(counts, rank: total * 3 / 4)))
      }
    }
    let radius = Int(Self.window * Double(longest) / Double(cell) / 2)
    let light = Light(bright, rows: rows, columns: columns)?.values ?? bright.map { _ in 255 }
    let rest = zip(bright, light).map { $0 / $1 }
    let closed = Self.over(Self.over(rest, rows, columns, radius, Swift.max), rows, columns, radius, Swift.min)
    values = zip(closed, light).map { $0 * $1 }
  }

  /// The brightness of the ground at a pixel, between the middles of the cells around it.
  subscript(x: Int, y: Int) -> Double {
    let across = Self.place(x, cell, columns)
    let down = Self.place(y, cell, rows)
    let upper = mix(down.low * columns, across)
    return upper + (mix(down.high * columns, across) - upper) * down.share
  }

  private func mix(_ row: Int, _ across: (low: Int, high: Int, share: Double)) -> Double {
    let left = values[row + across.low]
    return left + (values[row + across.high] - left) * across.share
  }

  /// The two cells whose middles a pixel lies between, and how far it is from the first.
  private static func place(_ pixel: Int, _ cell: Int, _ count: Int) -> (low: Int, high: Int, share: Double) {
    let place = (Double(pixel) + 0.5) / Double(cell) - 0.5
    let low = Swift.min(Swift.max(Int(place.rounded(.down)), 0), count - 1)
    return (low, Swift.min(low + 1, count - 1), Swift.min(Swift.max(place - Double(low), 0), 1))
  }

  /// The value below which so many of the counted ones lie.
  private static func quantile(_ counts: [Int], rank: Int) -> Int {
    var left = rank
    for (value, count) in counts.enumerated() {
      if left < count { return value }
      left -= count
    }
    return counts.lastIndex { $0 > 0 } ?? 0
  }

  /// The largest, or smallest, value in a square window around each cell, first along the rows and then down.
  private static func over(
    _ values: [Double], _ rows: Int, _ columns: Int, _ radius: Int, _ choose: (Double, Double) -> Double
  ) -> [Double] {
    var across = values
    for row in 0..<rows {
      for column in 0..<columns {
        let window = Swift.max(column - radius, 0)...Swift.min(column + radius, columns - 1)
        across[row * columns + column] = window.dropFirst().reduce(values[row * columns + window.lowerBound]) {
          choose($0, values[row * columns + $1])
        }
      }
    }
    var down = across
    for row in 0..<rows {
      let window = Swift.max(row - radius, 0)...Swift.min(row + radius, rows - 1)
      for column in 0..<columns {
        down[row * columns + column] = window.dropFirst().reduce(across[window.lowerBound * columns + column]) {
          choose($0, across[$1 * columns + column])
        }
      }
    }
    return down
  }
}

/// The surface of the second degree that lies closest to the cells of a grid, those with lines left out.
private struct Light {
  /// The brightness of each cell, at least 8.
  let values: [Double]

  /// nil where the cells are too few to tell.
  init?(_ cells: [Double], rows: Int, columns: Int) {
    let terms = cells.indices.map { place -> [Double] in
      let y = (Double(place / columns) + 0.5) / Double(rows) * 2 - 1
      let x = (Double(place % columns) + 0.5) / Double(columns) * 2 - 1
      return [1, x, y, x * x, x * y, y * y]
    }
    var isPaper = cells.map { _ in true }
    var surface: [Double]?
    // Lines are darker than the surface; without them the next one lies closer to the paper.
    for _ in 0..<8 {
      guard isPaper.count(where: { $0 }) * 4 >= cells.count, let weights = Self.weights(terms, cells, isPaper) else {
        break
      }
      let fitted = terms.map { zip($0, weights).reduce(0) { $0 + $1.0 * $1.1 } }
      surface = fitted
      let distances = cells.indices.filter { isPaper[$0] }.map { abs(cells[$0] - fitted[$0]) }.sorted()
      // The median distance of normal noise is 0.67 of its deviation.
      let tolerance = Swift.max(3 * distances[distances.count / 2], 3)
      isPaper = cells.indices.map { cells[$0] - fitted[$0] > -tolerance }
    }
    guard let surface else { return nil }
    values = surface.map { Swift.max($0, 8) }
  }

  /// Least squares by the normal equations, solved by elimination; nil when they have no single solution.
  private static func weights(_ terms: [[Double]], _ cells: [Double], _ isUsed: [Bool]) -> [Double]? {
    let count = 6
    var rows = [[Double]](repeating: [Double](repeating: 0, count: count + 1), count: count)
    for place in cells.indices where isUsed[place] {
      for i in 0..<count {
        for j in 0..<count { rows[i][j] += terms[place][i] * terms[place][j] }
        rows[i][count] += terms[place][i] * cells[place]
      }
    }
    for step in 0..<count {
      guard let pivot = (step..<count).max(by: { abs(rows[$0][step]) < abs(rows[$1][step]) }),
        abs(rows[pivot][step]) > 1e-6
      else { return nil }
      rows.swapAt(step, pivot)
      for other in 0..<count where other != step {
        let factor = rows[other][step] / rows[step][step]
        for column in step...count { rows[other][column] -= factor * rows[step][column] }
      }
    }
    return rows.indices.map { rows[$0][count] / rows[$0][$0] }
  }
}
