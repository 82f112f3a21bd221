/// Dots in rows and columns, each owned by the series that drew it last: data becomes dots here, for every way to show
/// them.
struct DotGrid: Equatable {
  let width: Int
  let height: Int
  /// Row by row from the top: 0 for an empty dot, else the series' index + 1.
  private(set) var owners: [UInt8]

  init(width: Int, height: Int) {
    self.width = Swift.max(width, 1)
    self.height = Swift.max(height, 1)
    owners = [UInt8](repeating: 0, count: self.width * self.height)
  }

  func owner(_ x: Int, _ y: Int) -> UInt8 {
    (0..<width).contains(x) && (0..<height).contains(y) ? owners[y * width + x] : 0
  }

  mutating func mark(_ x: Int, _ y: Int, series: Int) {
    guard (0..<width).contains(x), (0..<height).contains(y) else { return }
    owners[y * width + x] = UInt8(series % 255 + 1)
  }

  /// The dot of a point, or nil when it lies off an axis.
  func place(_ point: Point, x: Axis, y: Axis) -> (x: Int, y: Int)? {
    guard let across = x.position(of: point.x), let up = y.position(of: point.y) else { return nil }
    return (
      Int((across * Double(width - 1)).rounded()), height - 1 - Int((up * Double(height - 1)).rounded())
    )
  }

  /// Draws lines from point to point; a point off the axes interrupts them.
  mutating func draw(_ series: Series, index: Int, x: Axis, y: Axis, pattern: DashPattern) {
    var last: (x: Int, y: Int)?
    var dash = 0
    for point in series.points {
      guard let next = place(point, x: x, y: y) else {
        last = nil
        continue
      }
      if let last {
        line(from: last, to: next, series: index, pattern: pattern, dash: &dash)
      } else {
        mark(next.x, next.y, series: index)
      }
      last = next
    }
  }

  /// A straight line, dot by dot.
  ///
  /// Source: Bresenham, "Algorithm for computer control of a digital plotter" (1965).
  private mutating func line(
    from start: (x: Int, y: Int), to end: (x: Int, y: Int), series: Int, pattern: DashPattern, dash: inout Int
  ) {
    let across = abs(end.x - start.x)
    let down = -abs(end.y - start.y)
    let stepX = start.x < end.x ? 1 : -1
    let stepY = start.y < end.y ? 1 : -1
    var error = across + down
    var (x, y) = start
    while (x, y) != (end.x, end.y) {
      let doubled = 2 * error
      if doubled >= down {
        error += down
        x += stepX
      }
      if doubled <= across {
        error += across
        y += stepY
      }
      dash += 1
      if pattern.isOn(dash) { mark(x, y, series: series) }
    }
  }
}

/// Which dots of a line are drawn, so that lines differ without colour.
struct DashPattern: Equatable {
  /// Lengths of dots drawn and left out, in turn; empty for a solid line.
  let lengths: [Int]

  /// The pattern of the n-th series.
  static func series(_ index: Int) -> DashPattern {
    let all: [[Int]] = [[], [5, 4], [1, 3], [7, 3, 1, 3], [3, 2], [9, 5]]
    return DashPattern(lengths: all[index % all.count])
  }

  func isOn(_ step: Int) -> Bool {
    let total = lengths.reduce(0, +)
    guard total > 0 else { return true }
    var rest = step % total
    for (index, length) in lengths.enumerated() {
      if rest < length { return index.isMultiple(of: 2) }
      rest -= length
    }
    return true
  }
}

/// One character of a picture with its looks.
struct PictureCell: Equatable {
  var character: Character = " "
  var hue: Hue?
  var ink: Ink?
  var role: Role?
}

/// A picture in characters.
struct Picture: Equatable {
  let columns: Int
  let rows: Int
  private var cells: [PictureCell]

  /// What stands in the cell that the right half of a wide character covers.
  private static let covered: Character = "\u{0}"

  init(columns: Int, rows: Int) {
    self.columns = Swift.max(columns, 1)
    self.rows = Swift.max(rows, 1)
    cells = [PictureCell](repeating: PictureCell(), count: self.columns * self.rows)
  }

  subscript(column: Int, row: Int) -> PictureCell {
    get {
      (0..<columns).contains(column) && (0..<rows).contains(row) ? cells[row * columns + column] : PictureCell()
    }
    set {
      guard (0..<columns).contains(column), (0..<rows).contains(row) else { return }
      cells[row * columns + column] = newValue
    }
  }

  /// The lines, neighbours of the same looks in one piece.
  var lines: [StyledLine] {
    (0..<rows).map { row in
      var pieces: [Piece] = []
      var last: PictureCell?
      for column in 0..<columns {
        let cell = self[column, row]
        if cell.character == Self.covered { continue }
        if let last, last.hue == cell.hue, last.ink == cell.ink, last.role == cell.role {
          pieces[pieces.count - 1].text.append(cell.character)
        } else {
          pieces.append(Piece(String(cell.character), cell.role.map { [$0] } ?? [], hue: cell.hue, ink: cell.ink))
        }
        last = cell
      }
      return StyledLine(pieces)
    }
  }

  /// The lines of some of the columns, without empty rows above and below.
  func strip(_ part: Range<Int>) -> [StyledLine] {
    var strip = Picture(columns: part.count, rows: rows)
    for row in 0..<rows {
      for (place, column) in part.enumerated() { strip[place, row] = self[column, row] }
    }
    let filled = (0..<rows).filter { row in part.contains { self[$0, row].character != " " } }
    guard let first = filled.first, let last = filled.last else { return [] }
    return Array(strip.lines[first...last])
  }

  /// Text from a place to the right, cut at the edge.
  mutating func write(_ text: String, column: Int, row: Int, role: Role? = nil, hue: Hue? = nil) {
    var column = column
    for character in text {
      let width = DisplayWidth.columns(of: character)
      self[column, row] = PictureCell(character: character, hue: hue, role: role)
      for offset in 1..<Swift.max(width, 1) {
        self[column + offset, row] = PictureCell(character: Self.covered, hue: hue, role: role)
      }
      column += Swift.max(width, 1)
    }
  }

  /// Eight dots in each character.
  static func braille(_ dots: DotGrid) -> Picture {
    var picture = Picture(columns: (dots.width + 1) / 2, rows: (dots.height + 3) / 4)
    let bits: [[UInt32]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
    for row in 0..<picture.rows {
      for column in 0..<picture.columns {
        var pattern: UInt32 = 0
        var counts: [UInt8: Int] = [:]
        for y in 0..<4 {
          for x in 0..<2 {
            let owner = dots.owner(column * 2 + x, row * 4 + y)
            guard owner > 0 else { continue }
            pattern |= bits[y][x]
            counts[owner, default: 0] += 1
          }
        }
        guard pattern > 0, let scalar = Unicode.Scalar(0x2800 + pattern) else { continue }
        let owner = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 1
        picture[column, row] = PictureCell(character: Character(scalar), hue: .series(Int(owner) - 1))
      }
    }
    return picture
  }

  /// One dot in each character, drawn with its series' sign.
  static func signs(_ dots: DotGrid, _ signs: [Character]) -> Picture {
    var picture = Picture(columns: dots.width, rows: dots.height)
    for row in 0..<dots.height {
      for column in 0..<dots.width {
        let owner = Int(dots.owner(column, row))
        guard owner > 0, !signs.isEmpty else { continue }
        picture[column, row] = PictureCell(character: signs[(owner - 1) % signs.count], hue: .series(owner - 1))
      }
    }
    return picture
  }
}
