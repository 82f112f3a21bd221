import Source

/// Draws figures with the characters of a terminal.
struct FigureLayout {
  let layout: TerminalLayout

  var glyphs: Glyphs { layout.glyphs }
  var width: Int { layout.width }

  /// The widest plot; beyond, a line plot gains nothing.
  private static let widest = 64

  func lines(of figure: Figure) -> [StyledLine] {
    if let sentence = FigureWords.emptySentence(figure) { return wrapped(sentence) }
    return drawn(figure) + (FigureWords.missing(figure).map { wrapped($0, .dim) } ?? [])
  }

  private func drawn(_ figure: Figure) -> [StyledLine] {
    switch figure {
    case .line(let plot): line(plot)
    case .scatter(let plot): scatter(plot)
    case .histogram(let histogram): self.histogram(histogram)
    case .heatmap(let heatmap): self.heatmap(heatmap)
    case .images(let grid): ImageLayout(figure: self).lines(of: grid)
    case .contour(let map): contour(map)
    case .boundary(let map): boundary(map)
    case .confusion(let matrix): confusion(matrix)
    case .graph(let graph): GraphLayout(figure: self, graph: graph).lines
    case .neurons(let map): NeuronLayout(figure: self, map: map).lines
    }
  }

  func wrapped(_ sentence: Phrase, _ role: Role = .plain) -> [StyledLine] {
    Wrapper.wrap([Piece(layout.plain(layout.language(sentence)), role)], width: layout.proseWidth)
  }

  func title(_ title: String) -> [StyledLine] { title.isEmpty ? [] : wrapped(.verbatim(title), .strong) }

  /// How many lines and columns a plot's inside has beside tick labels of a width.
  func size(labelWidth: Int) -> (columns: Int, rows: Int) {
    let columns = Swift.min(Swift.max(width - labelWidth - 1, 6), Self.widest)
    return (columns, Swift.min(Swift.max(columns / 4, 6), layout.plotRows))
  }

  // MARK: - Lines and points

  private func line(_ plot: LinePlot) -> [StyledLine] {
    guard let axes = PlotAxes(plot.series, isLogX: plot.isLogX, isLogY: plot.isLogY) else { return [] }
    return framed(axes.x, axes.y, plot.labels) { columns, rows in
      let isUnicode = glyphs.family == .unicode
      var dots = DotGrid(width: isUnicode ? columns * 2 : columns, height: isUnicode ? rows * 4 : rows)
      for (index, series) in plot.series.enumerated() where series.form == .line {
        let pattern = isUnicode ? DashPattern.series(index) : DashPattern(lengths: [])
        dots.draw(series, index: index, x: axes.x, y: axes.y, pattern: pattern)
      }
      var picture: Picture = isUnicode ? .braille(dots) : .signs(dots, lineSigns(plot))
      drawPoints(plot.series, axes, on: &picture)
      return picture
    }
      + legend(plot.series) { index in
        if plot.series[safe: index]?.form == .points { return marker(index) }
        let samples = ["⠒⠒⠒⠒", "⠒⠂⠐⠒", "⠂⠐⠀⠂", "⠒⠒⠀⠂", "⠒⠀⠒⠀", "⠒⠒⠂⠀"]
        return isASCII ? String(lineSigns(plot)[index % 8]) : samples[index % samples.count]
      }
  }

  /// The signs of lines without dots; beside points they are others than those of points.
  private func lineSigns(_ plot: LinePlot) -> [Character] { Array(plot.isMixed ? ".-:~=_'," : "*o+x#@%&") }

  private func marker(_ index: Int) -> String { String(glyphs.markers[index % glyphs.markers.count]) }

  /// Points over the lines, one a character, so that each is seen.
  private func drawPoints(_ series: [Series], _ axes: PlotAxes, on picture: inout Picture) {
    let dots = DotGrid(width: picture.columns, height: picture.rows)
    for (index, one) in series.enumerated() where one.form == .points {
      for point in one.points {
        guard let place = dots.place(point, x: axes.x, y: axes.y) else { continue }
        picture[place.x, place.y] = PictureCell(
          character: glyphs.markers[index % glyphs.markers.count], hue: .series(index), role: .strong)
      }
    }
  }

  private var isASCII: Bool { glyphs.family == .ascii }

  private func scatter(_ plot: ScatterPlot) -> [StyledLine] {
    guard let axes = PlotAxes(plot.series, isLogX: false, isLogY: false) else { return [] }
    let isSingle = plot.series.count == 1 && !isASCII
    return framed(axes.x, axes.y, plot.labels) { columns, rows in
      var dots = DotGrid(width: isSingle ? columns * 2 : columns, height: isSingle ? rows * 4 : rows)
      for (index, series) in plot.series.enumerated() {
        for point in series.points {
          if let place = dots.place(point, x: axes.x, y: axes.y) { dots.mark(place.x, place.y, series: index) }
        }
      }
      return isSingle ? .braille(dots) : .signs(dots, glyphs.markers)
    } + legend(plot.series, sample: marker)
  }

  /// The names of several series, each with a sample of its look.
  private func legend(_ series: [Series], sample: (Int) -> String) -> [StyledLine] {
    guard series.count > 1 || series.contains(where: { !$0.name.isEmpty }) else { return [] }
    var pieces: [Piece] = []
    for (index, one) in series.enumerated() {
      if index > 0 { pieces.append(Piece("   ")) }
      pieces.append(Piece(sample(index), hue: .series(index)))
      pieces.append(
        Piece("\u{A0}" + layout.plain(one.name.isEmpty ? layout.language("series \(index + 1)") : one.name)))
    }
    return Wrapper.wrap(pieces, width: width).map { line in
      StyledLine(line.pieces.map { $0.with($0.text.replacing("\u{A0}", with: " ")) })
    }
  }

  // MARK: - The frame

  /// A picture inside its axes, with ticks and labels.
  func framed(_ x: Axis, _ y: Axis, _ labels: PlotLabels, draw: (Int, Int) -> Picture) -> [StyledLine] {
    let labelWidth = Swift.min(
      y.ticks.map { DisplayWidth.columns(of: $0.label) }.max() ?? 0, Swift.max(width / 3, Swift.min(8, width / 2)))
    let (columns, rows) = size(labelWidth: labelWidth)
    let picture = draw(columns, rows)
    var marks: [Int: String] = [:]
    for tick in y.ticks {
      guard let share = y.position(of: tick.value) else { continue }
      let row = rows - 1 - Int((share * Double(rows - 1)).rounded())
      if marks[row] == nil {
        marks[row] = DisplayWidth.truncated(tick.label, to: labelWidth, ellipsis: glyphs.ellipsis)
      }
    }
    var result = title(labels.title)
    if !labels.y.isEmpty { result += wrapped(.verbatim(labels.y), .dim) }
    for (row, line) in picture.lines.enumerated() {
      let label = DisplayWidth.padded(marks[row] ?? "", to: labelWidth, .right)
      result.append(Piece(label + (marks[row] == nil ? glyphs.bar : glyphs.tick), .dim) + line)
    }
    result += bottom(x, columns: columns, margin: labelWidth)
    if !labels.x.isEmpty {
      result += wrapped(.verbatim(labels.x), .dim).map { line in
        Piece(DisplayWidth.spaces(labelWidth + 1 + Swift.max(columns - line.width, 0) / 2)) + line
      }
    }
    return result
  }

  private func bottom(_ x: Axis, columns: Int, margin: Int) -> [StyledLine] {
    var rule = [Character](repeating: Character(glyphs.horizontal), count: columns)
    var labels = [Character](repeating: " ", count: margin + 1 + columns)
    var free = 0
    for tick in x.ticks {
      guard let share = x.position(of: tick.value) else { continue }
      let column = Int((share * Double(columns - 1)).rounded())
      let width = tick.label.count
      let start = Swift.max(Swift.min(margin + 1 + column - width / 2, labels.count - width), 0)
      // Labels that would touch the one before are left out.
      guard start >= free, start + width <= labels.count else { continue }
      rule[column] = isASCII ? "+" : "┬"
      for (offset, character) in tick.label.enumerated() { labels[start + offset] = character }
      free = start + width + 1
    }
    return [
      StyledLine(DisplayWidth.spaces(margin) + glyphs.bottomCorner + String(rule), .dim),
      StyledLine(String(labels), .dim),
    ]
  }

  // MARK: - Histogram

  private func histogram(_ histogram: Histogram) -> [StyledLine] {
    let (edges, counts) = HistogramBars.merged(histogram, limit: 30)
    var labels = HistogramBars.labels(edges).map { layout.plain($0) }
    if labels.contains(where: { DisplayWidth.columns(of: $0) > width / 2 }) {
      labels = edges.dropLast().map { layout.plain(Numbers.short($0, digits: 3) + " …") }
    }
    let labelWidth = Swift.min(labels.map(DisplayWidth.columns(of:)).max() ?? 0, Swift.max(width / 2, 4))
    let countWidth = counts.map { String($0).count }.max() ?? 1
    let room = Swift.min(Swift.max(width - labelWidth - countWidth - 3, 3), 50)
    let largest = Swift.max(counts.max() ?? 1, 1)
    var result = title(histogram.labels.title)
    if !histogram.labels.x.isEmpty { result += wrapped(.verbatim(histogram.labels.x), .dim) }
    for (label, count) in zip(labels, counts) {
      let bar = bar(Double(count) / Double(largest), room: room)
      let name = DisplayWidth.padded(
        DisplayWidth.truncated(label, to: labelWidth, ellipsis: glyphs.ellipsis), to: labelWidth, .right)
      result.append(
        StyledLine([
          Piece(name + " " + glyphs.bar, .dim), Piece(bar, hue: .series(0)), Piece(bar.isEmpty ? "" : " "),
          Piece(String(count)),
        ]))
    }
    return result
  }

  /// A bar of eighths of a character.
  private func bar(_ share: Double, room: Int) -> String {
    let length = share * Double(room)
    if isASCII { return String(repeating: "#", count: Int(length.rounded())) }
    let eighths = Int((length * 8).rounded())
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
  }
}

/// The two axes that hold several series.
struct PlotAxes {
  let x: Axis
  let y: Axis

  /// Nil when no point can be drawn.
  init?(_ series: [Series], isLogX: Bool, isLogY: Bool, ticks: (x: Int, y: Int) = (6, 5)) {
    let points = series.lazy.flatMap(\.points).filter { Self.isDrawable($0, isLogX: isLogX, isLogY: isLogY) }
    guard let x = Axis(points.lazy.map(\.x), isLog: isLogX, ticks: ticks.x),
      let y = Axis(points.lazy.map(\.y), isLog: isLogY, isLoose: true, ticks: ticks.y)
    else { return nil }
    self.x = x
    self.y = y
  }

  private static func isDrawable(_ point: Point, isLogX: Bool, isLogY: Bool) -> Bool {
    point.isFinite && (!isLogX || point.x > 0) && (!isLogY || point.y > 0)
  }

  /// The points that cannot be drawn.
  static func leftOut(_ series: [Series], isLogX: Bool, isLogY: Bool) -> [Point] {
    series.flatMap { $0.points.filter { !isDrawable($0, isLogX: isLogX, isLogY: isLogY) } }
  }
}

/// Bins made fit to be listed.
enum HistogramBars {
  /// Neighbouring bins put together until there are no more than a limit.
  static func merged(_ histogram: Histogram, limit: Int) -> (edges: [Double], counts: [Int]) {
    guard histogram.counts.count > limit else { return (histogram.edges, histogram.counts) }
    let group = (histogram.counts.count + limit - 1) / limit
    var edges: [Double] = []
    var counts: [Int] = []
    for start in stride(from: 0, to: histogram.counts.count, by: group) {
      let end = Swift.min(start + group, histogram.counts.count)
      edges.append(histogram.edges[start])
      counts.append(histogram.counts[start..<end].reduce(0, &+))
    }
    if let last = histogram.edges.last { edges.append(last) }
    return (edges, counts)
  }

  /// The bins' names: both edges.
  static func labels(_ edges: [Double]) -> [String] {
    zip(edges, edges.dropFirst()).map { "\(Numbers.short($0, digits: 3)) … \(Numbers.short($1, digits: 3))" }
  }
}
