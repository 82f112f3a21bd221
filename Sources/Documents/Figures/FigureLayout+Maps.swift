import Source

extension FigureLayout {
  // MARK: - Heatmap

  /// From so many rows on two share a line, where a character can have two colours: the rows of an image of 28 × 28, or
  /// of its weights, then fit a window of 24 lines.
  private static let mostSingleRows = 16

  func heatmap(_ heatmap: Heatmap) -> [StyledLine] {
    let shades = Shades(heatmap.values, heatmap.scale, background: layout.background)
    let labelWidth = Swift.min(
      heatmap.rowNames.map { DisplayWidth.columns(of: layout.plain($0)) }.max() ?? 0, width / 3)
    let room = Swift.max(width - labelWidth - 1, 4)
    var result = title(heatmap.labels.title)
    if let axes = FigureWords.axes(heatmap) { result += wrapped(axes, .dim) }
    let numbers = heatmap.values.map { Numbers.short($0, digits: 3) }
    // Columns are as wide as their names where there is room for that.
    let nameWidth = (heatmap.columnNames.map { DisplayWidth.columns(of: layout.plain($0)) }.max() ?? 0) + 1
    let numberWidth = Swift.max(
      (numbers.map(\.count).max() ?? 1) + 2, Swift.min(nameWidth, room / Swift.max(heatmap.columns, 1)))
    if heatmap.values.count <= 144, heatmap.columns * numberWidth <= room {
      result.append(columnLabels(heatmap.columnNames, width: numberWidth, margin: labelWidth))
      for row in 0..<heatmap.rows {
        var line = [rowLabel(heatmap.rowNames[safe: row], width: labelWidth)]
        for column in 0..<heatmap.columns {
          let index = row * heatmap.columns + column
          let text = DisplayWidth.padded(numbers[index], to: numberWidth - 1, .right) + " "
          line.append(Piece(text, ink: hasColors ? background(shades.color(heatmap.values[index])) : nil))
        }
        result.append(StyledLine(line))
      }
      // Where the numbers alone are seen, they need no legend.
      return hasColors ? result + scaleLegend(shades, margin: labelWidth) : result
    }
    let isDense = hasColors && glyphs.family == .unicode && heatmap.rows > Self.mostSingleRows
    let cellWidth = !isDense && heatmap.columns * 2 <= room ? 2 : 1
    let grid = Resampling.reduced(
      heatmap.values, rows: heatmap.rows, columns: heatmap.columns, toRows: 40, columns: room / cellWidth)
    let names = (0..<grid.columns).map { heatmap.columnNames[safe: $0 * heatmap.columns / grid.columns] ?? "" }
    result.append(columnLabels(names, width: cellWidth, margin: labelWidth))
    for row in stride(from: 0, to: grid.rows, by: isDense ? 2 : 1) {
      var line = [rowLabel(heatmap.rowNames[safe: row * heatmap.rows / grid.rows], width: labelWidth)]
      for column in 0..<grid.columns {
        let value = grid.values[row * grid.columns + column]
        let below = isDense ? grid.values[safe: (row + 1) * grid.columns + column] : nil
        line.append(below.map { pair(value, $0, shades) } ?? shade(value, shades, width: cellWidth, isUpper: isDense))
      }
      result.append(StyledLine(line))
    }
    if grid.rows < heatmap.rows || grid.columns < heatmap.columns {
      result += wrapped(FigureWords.means(heatmap, rows: grid.rows, columns: grid.columns), .dim)
    }
    return result + scaleLegend(shades, margin: labelWidth)
  }

  /// Whether fields are told apart by their colours alone.
  private var hasColors: Bool { layout.color == .full || layout.color == .ansi256 }

  private func rowLabel(_ label: String?, width: Int) -> Piece {
    guard width > 0 else { return Piece("") }
    let text = DisplayWidth.truncated(layout.plain(label ?? ""), to: width, ellipsis: glyphs.ellipsis)
    return Piece(DisplayWidth.padded(text, to: width, .right) + " ", .dim)
  }

  /// The names of the columns, cut to their width; in very narrow ones as many as stand side by side.
  private func columnLabels(_ labels: [String], width: Int, margin: Int) -> StyledLine {
    var text = DisplayWidth.spaces(margin > 0 ? margin + 1 : 0)
    let start = DisplayWidth.columns(of: text)
    for (column, label) in labels.enumerated() {
      let name = DisplayWidth.truncated(
        layout.plain(label), to: width > 2 ? width - 1 : width * 4 - 1, ellipsis: width > 4 ? glyphs.ellipsis : "")
      let size = DisplayWidth.columns(of: name)
      // Flush with the right end of its column where it fits there, else from the left end on.
      let place = start + column * width + Swift.max(width - 1 - size, 0)
      let used = DisplayWidth.columns(of: text)
      let isFirst = used == start
      guard used + (isFirst || size < width ? 0 : 1) <= place,
        place + size <= start + Swift.max(labels.count * width, 1)
      else { continue }
      text += DisplayWidth.spaces(place - used) + name
    }
    return StyledLine(text, .dim)
  }

  /// A value as a field, told by its colour, or by the sign of its size.
  private func shade(_ value: Double, _ shades: Shades, width: Int, isUpper: Bool = false) -> Piece {
    guard let share = shades.share(value) else {
      return Piece(String(repeating: glyphs.cross, count: width), .error)
    }
    if hasColors, glyphs.family == .unicode {
      return Piece(String(repeating: isUpper ? "▀" : "█", count: width), ink: Ink(foreground: shades.color(value)))
    }
    let size = shades.signed(value)
    let signs = signs(isNegative: (size ?? share) < 0)
    let sign = signs[Swift.min(Int(abs(size ?? share) * Double(signs.count)), signs.count - 1)]
    return Piece(
      String(repeating: sign, count: width), hue: size.map { $0 < 0 ? .blue : .red },
      ink: hasColors ? Ink(foreground: shades.color(value)) : nil)
  }

  /// Two values above each other.
  private func pair(_ top: Double, _ bottom: Double, _ shades: Shades) -> Piece {
    guard let upper = shades.color(top), let lower = shades.color(bottom) else { return Piece(glyphs.cross, .error) }
    return Piece("▀", ink: Ink(foreground: upper, background: lower))
  }

  /// Signs from small to large; those of negative numbers are as dark as the others.
  private func signs(isNegative: Bool) -> [Character] {
    switch (glyphs.family == .unicode, isNegative) {
    case (true, false): Array("·░▒▓█")
    case (true, true): Array("·-=≡#")
    case (false, false): Array(".:+*@")
    case (false, true): Array(".-=%#")
    }
  }

  private func background(_ color: RGB?) -> Ink? {
    color.map { Ink(foreground: RGB(grey: $0.isLight ? 0 : 1), background: $0) }
  }

  /// The ends of the scale, and 0 between them where it has both signs, with the looks of the values in between.
  private func scaleLegend(_ shades: Shades, margin: Int) -> [StyledLine] {
    let scale = shades.scale
    let ends = scale.low < 0 && scale.high > 0 ? [scale.low, 0, scale.high] : [scale.low, scale.high]
    var pieces = [Piece(DisplayWidth.spaces(margin > 0 ? margin + 1 : 0) + Numbers.short(scale.low) + " ", .dim)]
    for (low, high) in zip(ends, ends.dropFirst()) {
      let steps = 5
      for step in 0..<steps {
        let share = (Double(step) + 0.5) / Double(steps)
        // Each end has its own factor, since their difference may be infinite.
        pieces.append(shade(low * (1 - share) + high * share, shades, width: 1))
      }
      pieces.append(Piece(" " + Numbers.short(high) + (high == ends.last ? "" : " "), .dim))
    }
    return Wrapper.wrap(pieces, width: width)
  }

  // MARK: - Contour

  func contour(_ map: ContourMap) -> [StyledLine] {
    let x = Axis(map.x, cells: map.columns, ticks: 5)
    let y = Axis(map.y, cells: map.rows, ticks: 5)
    let levels = Contours.levels(map.values, count: 6)
    let signs: [Character] = glyphs.family == .unicode ? Array(" ·░▒▓█") : Array(" .:=*#")
    var result = framed(x, y, map.labels) { columns, rows in
      var picture = Picture(columns: columns, rows: rows)
      for row in 0..<rows {
        for column in 0..<columns {
          let value = map.values[Resampling.index(column, row, columns, rows, map.columns, map.rows)]
          guard let band = Contours.band(value, levels) else {
            picture[column, row].character = Character(glyphs.cross)
            continue
          }
          let color = Shades.sequential(Double(band) / Double(Swift.max(levels.count, 1)))
          picture[column, row] = PictureCell(
            character: signs[Swift.min(band, signs.count - 1)], ink: Ink(foreground: color))
        }
      }
      drawPath(map.path, x, y, on: &picture)
      return picture
    }
    var legend = [Piece(layout.language("levels "), .dim)]
    for band in 0...levels.count {
      let color = Shades.sequential(Double(band) / Double(Swift.max(levels.count, 1)))
      let sign = signs[Swift.min(band, signs.count - 1)]
      legend.append(Piece("[\(sign)]", ink: Ink(foreground: color)))
      if let level = levels[safe: band] { legend.append(Piece(" \(Numbers.short(level, digits: 3)) ", .dim)) }
    }
    result += Wrapper.wrap(legend, width: width)
    if let first = map.path.first, let last = map.path.last, map.path.count > 1 {
      let (start, end) = (pathSigns.start, pathSigns.end)
      result += wrapped("path \(start) \(FigureWords.place(first)) to \(end) \(FigureWords.place(last))", .dim)
    }
    return result
  }

  private var pathSigns: (start: Character, step: Character, end: Character) {
    glyphs.family == .unicode ? ("○", "•", "◉") : ("S", "o", "E")
  }

  private func drawPath(_ path: [Point], _ x: Axis, _ y: Axis, on picture: inout Picture) {
    var dots = DotGrid(width: picture.columns, height: picture.rows)
    dots.draw(Series(points: path), index: 0, x: x, y: y, pattern: DashPattern(lengths: []))
    for row in 0..<picture.rows {
      for column in 0..<picture.columns where dots.owner(column, row) > 0 {
        picture[column, row] = PictureCell(character: pathSigns.step, hue: .red)
      }
    }
    let ends = [(path.first, pathSigns.start), (path.last, pathSigns.end)]
    for (point, sign) in ends {
      if let point, let place = dots.place(point, x: x, y: y) {
        picture[place.x, place.y] = PictureCell(character: sign, hue: .red, role: .strong)
      }
    }
  }

  // MARK: - Boundary

  func boundary(_ map: BoundaryMap) -> [StyledLine] {
    let x = Axis(map.x, cells: map.columns, ticks: 5)
    let y = Axis(map.y, cells: map.rows, ticks: 5)
    let fields: [Character] = glyphs.family == .unicode ? Array(" ░▒·▓") : Array(" .:-=")
    let markers = glyphs.markers
    var result = framed(x, y, map.labels) { columns, rows in
      var picture = Picture(columns: columns, rows: rows)
      for row in 0..<rows {
        for column in 0..<columns {
          let label = map.classes[Resampling.index(column, row, columns, rows, map.columns, map.rows)]
          picture[column, row] = PictureCell(character: fields[label % fields.count], hue: .series(label))
        }
      }
      let dots = DotGrid(width: columns, height: rows)
      for sample in map.samples {
        guard let place = dots.place(sample.point, x: x, y: y) else { continue }
        picture[place.x, place.y] = PictureCell(
          character: markers[sample.label % markers.count], hue: .series(sample.label), role: .strong)
      }
      return picture
    }
    var legend: [Piece] = []
    for (index, name) in map.names.enumerated() {
      let sample = "[\(fields[index % fields.count])] \(markers[index % markers.count]) "
      legend.append(Piece(sample, hue: .series(index)))
      legend.append(Piece(layout.plain(name) + "   "))
    }
    result += Wrapper.wrap(legend, width: width)
    if !map.samples.isEmpty { result += wrapped(FigureWords.agreement(map), .dim) }
    return result
  }

  // MARK: - Confusion

  func confusion(_ matrix: ConfusionMatrix) -> [StyledLine] {
    let names = matrix.names.map { layout.plain($0) }
    let count = names.count
    let nameWidth = Swift.min(Swift.max(names.map(DisplayWidth.columns(of:)).max() ?? 1, 4), 12)
    let cellWidth = Swift.max(
      matrix.counts.map { String($0).count }.max() ?? 1,
      names.map { Swift.min(DisplayWidth.columns(of: $0), 5) }.max() ?? 1)
    var result = title(matrix.title)
    if nameWidth + 2 + Swift.max(count * (cellWidth + 1), 10) <= width {
      func cell(_ text: String, _ width: Int) -> String {
        DisplayWidth.padded(DisplayWidth.truncated(text, to: width, ellipsis: ""), to: width, .right)
      }
      result.append(StyledLine(DisplayWidth.spaces(nameWidth + 2) + layout.plain(layout.language("predicted")), .dim))
      let header = names.map { " " + cell($0, cellWidth) }.joined()
      result.append(StyledLine(cell(layout.language("true"), nameWidth) + " " + glyphs.bar + header, .dim))
      for row in 0..<count {
        var line = [Piece(cell(names[row], nameWidth) + " " + glyphs.bar, .dim)]
        for column in 0..<count {
          let value = matrix.counts[row * count + column]
          let text = " " + cell(value == 0 ? glyphs.emptyCell : String(value), cellWidth)
          line.append(Piece(text, value == 0 ? .dim : row == column ? .success : .error))
        }
        result.append(StyledLine(line))
      }
    } else {
      result += FigureWords.confusions(matrix, limit: 10).flatMap { wrapped($0) }
    }
    return result + wrapped(FigureWords.accuracy(matrix), .dim)
  }
}

/// Values on a scale, as shares and as colours.
struct Shades {
  let scale: Interval
  private let background: Background

  /// The scale of values, as given or from the smallest to the largest, and what the colours stand on.
  init(_ values: some Sequence<Double>, _ given: Interval?, background: Background = .light) {
    scale = Self.scale(values, given)
    self.background = background
  }

  /// The ends of a scale: as given, or the smallest and the largest of the values.
  static func scale(_ values: some Sequence<Double>, _ given: Interval?) -> Interval {
    if let given, given.low.isFinite, given.high.isFinite, given.low < given.high { return given }
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where value.isFinite {
      low = Swift.min(low, value)
      high = Swift.max(high, value)
    }
    guard low <= high else { return Interval(0, 1) }
    return low < high ? Interval(low, high) : Interval(low - 0.5, high + 0.5)
  }

  /// Where a value stands, 0 at the low end and 1 at the high one; infinities stand at the ends, NaN nowhere.
  static func share(_ value: Double, _ scale: Interval) -> Double? {
    if value.isNaN { return nil }
    let share = (value / 2 - scale.low / 2) / (scale.high / 2 - scale.low / 2)
    return share.isNaN ? nil : Swift.min(Swift.max(share, 0), 1)
  }

  /// Where a value stands on this scale.
  func share(_ value: Double) -> Double? { Self.share(value, scale) }

  /// How far a value is from 0, -1 to 1, on a scale that has both signs; nil on another.
  func signed(_ value: Double) -> Double? {
    guard scale.low < 0, scale.high > 0, !value.isNaN else { return nil }
    return Swift.min(Swift.max(value / Swift.max(-scale.low, scale.high), -1), 1)
  }

  /// A colour: from blue over that of the background to red where the scale has both signs, so that both are seen alike,
  /// else from dark to bright.
  func color(_ value: Double) -> RGB? {
    guard let share = share(value) else { return nil }
    guard let signed = signed(value) else { return Self.sequential(share) }
    return switch background {
    case .dark: .mix(RGB(38, 42, 48), signed < 0 ? RGB(90, 170, 255) : RGB(255, 115, 95), abs(signed))
    case .light, .unknown: .mix(RGB(247, 247, 247), signed < 0 ? RGB(33, 102, 172) : RGB(178, 24, 43), abs(signed))
    }
  }

  /// From dark violet over green to yellow: brightness grows evenly, so that it reads without colour vision.
  static func sequential(_ share: Double) -> RGB {
    let stops = [RGB(68, 1, 84), RGB(59, 82, 139), RGB(33, 145, 140), RGB(94, 201, 98), RGB(253, 231, 37)]
    let place = Swift.min(Swift.max(share, 0), 1) * Double(stops.count - 1)
    let index = Swift.min(Int(place), stops.count - 2)
    return .mix(stops[index], stops[index + 1], place - Double(index))
  }
}

/// The levels between the bands of a contour map.
enum Contours {
  /// Levels that part the values into bands of about the same size, so that steep and flat functions both show shape.
  static func levels(_ values: [Double], count: Int) -> [Double] {
    let sorted = values.filter(\.isFinite).sorted()
    guard let first = sorted.first else { return [] }
    var result: [Double] = []
    for step in 1..<Swift.max(count, 2) {
      let level = sorted[sorted.count * step / count]
      if level > result.last ?? first { result.append(level) }
    }
    return result
  }

  /// The band of a value: how many levels it reaches.
  static func band(_ value: Double, _ levels: [Double]) -> Int? {
    value.isNaN ? nil : levels.count { value >= $0 }
  }
}

/// Grids made to fit.
enum Resampling {
  /// A grid with at most so many rows and columns, each of its cells the mean of the numbers that it covers.
  static func reduced(
    _ values: [Double], rows: Int, columns: Int, toRows maximumRows: Int, columns maximumColumns: Int
  ) -> (values: [Double], rows: Int, columns: Int) {
    let newRows = Swift.min(rows, Swift.max(maximumRows, 1))
    let newColumns = Swift.min(columns, Swift.max(maximumColumns, 1))
    if newRows == rows, newColumns == columns { return (values, rows, columns) }
    var result: [Double] = []
    result.reserveCapacity(newRows * newColumns)
    for row in 0..<newRows {
      let vertical = (row * rows / newRows)..<((row + 1) * rows / newRows)
      for column in 0..<newColumns {
        let horizontal = (column * columns / newColumns)..<((column + 1) * columns / newColumns)
        var sum = 0.0
        var count = 0
        for y in vertical {
          for x in horizontal where values[y * columns + x].isFinite {
            sum += values[y * columns + x]
            count += 1
          }
        }
        result.append(count == 0 ? .nan : sum / Double(count))
      }
    }
    return (result, newRows, newColumns)
  }

  /// The index in a grid stored from the bottom that a picture's cell, counted from the top, shows.
  static func index(
    _ column: Int, _ row: Int, _ columns: Int, _ rows: Int, _ gridColumns: Int, _ gridRows: Int
  ) -> Int {
    func nearest(_ place: Int, _ count: Int, _ gridCount: Int) -> Int {
      count < 2 ? 0 : (place * (gridCount - 1) * 2 + count - 1) / (2 * (count - 1))
    }
    return nearest(rows - 1 - row, rows, gridRows) * gridColumns + nearest(column, columns, gridColumns)
  }
}
