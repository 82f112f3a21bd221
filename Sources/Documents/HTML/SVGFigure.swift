import Source

/// Draws figures as SVG; classes of `HTMLRenderer.stylesheet` colour what data does not.
enum SVGFigure {
  /// An `svg` element with an escaped description for readers who do not see it.
  static func element(_ figure: Figure, description: String, _ language: Translation) -> String {
    var drawing = SVGDrawing(language: language)
    switch figure {
    case .line(let plot): line(plot, &drawing)
    case .scatter(let plot): scatter(plot, &drawing)
    case .histogram(let histogram): self.histogram(histogram, &drawing)
    case .heatmap(let heatmap): self.heatmap(heatmap, &drawing)
    case .images(let grid): images(grid, &drawing)
    case .contour(let map): contour(map, &drawing)
    case .boundary(let map): boundary(map, &drawing)
    case .confusion(let matrix): confusion(matrix, &drawing)
    case .graph(let graph): self.graph(graph, &drawing)
    case .neurons(let map): neurons(map, &drawing)
    }
    if let missing = FigureWords.missing(figure) {
      drawing.text(language(missing), x: 10, y: drawing.height + 14)
      drawing.height += 22
    }
    return drawing.element(description: description)
  }

  // MARK: - Plots

  private static func line(_ plot: LinePlot, _ drawing: inout SVGDrawing) {
    guard let axes = PlotAxes(plot.series, isLogX: plot.isLogX, isLogY: plot.isLogY) else { return }
    let frame = SVGFrame(axes.x, axes.y)
    frame.draw(plot.labels, on: &drawing)
    for (index, series) in plot.series.enumerated() where series.form == .line {
      var pen = ""
      var commands: [String] = []
      for point in SVGFrame.thinned(series.points) {
        guard let place = frame.place(point) else {
          pen = ""
          continue
        }
        pen = pen.isEmpty ? "M" : "L"
        commands.append("\(pen)\(place.x) \(place.y)")
      }
      let pattern = DashPattern.series(index).lengths.map(String.init).joined(separator: " ")
      let dash = pattern.isEmpty ? "" : " stroke-dasharray=\"\(pattern)\""
      if commands.count == 1, let first = commands.first { commands.append("L" + first.dropFirst()) }
      drawing.add(
        "<path class=\"line k\(index % 8)\"\(dash) stroke-linecap=\"round\" d=\"\(commands.joined(separator: " "))\"/>")
    }
    mark(plot.series, frame, &drawing) { $0 == .points }
    legend(plot.series, &drawing) { index, x, y in
      if plot.series[safe: index]?.form == .points { return marker(index, x + 20, y) }
      let pattern = DashPattern.series(index).lengths.map(String.init).joined(separator: " ")
      return
        "<path class=\"line k\(index % 8)\" stroke-dasharray=\"\(pattern.isEmpty ? "none" : pattern)\" d=\"M\(x) \(y)h28\"/>"
    }
  }

  private static func scatter(_ plot: ScatterPlot, _ drawing: inout SVGDrawing) {
    guard let axes = PlotAxes(plot.series, isLogX: false, isLogY: false) else { return }
    let frame = SVGFrame(axes.x, axes.y)
    frame.draw(plot.labels, on: &drawing)
    mark(plot.series, frame, &drawing) { _ in true }
    legend(plot.series, &drawing) { index, x, y in marker(index, x + 20, y) }
  }

  private static func mark(
    _ series: [Series], _ frame: SVGFrame, _ drawing: inout SVGDrawing, where isMarked: (Series.Form) -> Bool
  ) {
    for (index, one) in series.enumerated() where isMarked(one.form) {
      for point in one.points.prefix(20_000) {
        if let place = frame.place(point) { drawing.add(marker(index, place.x, place.y)) }
      }
    }
  }

  /// A point of a class, told by its form as well as by its colour.
  private static func marker(_ index: Int, _ x: Int, _ y: Int) -> String {
    let name = "class=\"point k\(index % 8)\""
    return switch index % 4 {
    case 0: "<circle \(name) cx=\"\(x)\" cy=\"\(y)\" r=\"4\"/>"
    case 1: "<path \(name) d=\"M\(x) \(y - 5)l5 9h-10z\"/>"
    case 2: "<rect \(name) x=\"\(x - 4)\" y=\"\(y - 4)\" width=\"8\" height=\"8\"/>"
    default: "<path \(name) d=\"M\(x) \(y - 5)l5 5l-5 5l-5 -5z\"/>"
    }
  }

  private static func legend(_ series: [Series], _ drawing: inout SVGDrawing, sample: (Int, Int, Int) -> String) {
    guard series.count > 1 || series.contains(where: { !$0.name.isEmpty }) else { return }
    let language = drawing.language
    let names = series.enumerated().map {
      $0.element.name.isEmpty ? language("series \($0.offset + 1)") : $0.element.name
    }
    legend(names, &drawing, sample: sample)
  }

  private static func legend(_ names: [String], _ drawing: inout SVGDrawing, sample: (Int, Int, Int) -> String) {
    var x = SVGFrame.left
    var y = drawing.height + 14
    for (index, name) in names.enumerated() {
      let width = 48 + DisplayWidth.columns(of: name) * 8
      if x > SVGFrame.left, x + width > SVGFrame.right {
        x = SVGFrame.left
        y += 20
      }
      drawing.add(sample(index, x, y))
      drawing.text(name, x: x + 34, y: y + 4)
      x += width
    }
    drawing.height = y + 14
  }

  private static func histogram(_ histogram: Histogram, _ drawing: inout SVGDrawing) {
    let largest = Double(histogram.counts.max() ?? 1)
    guard let x = Axis(histogram.edges, ticks: 6), let y = Axis([0, Swift.max(largest, 1)], isLoose: true, ticks: 5)
    else {
      return
    }
    let frame = SVGFrame(x, y)
    frame.draw(histogram.labels, on: &drawing)
    let (edges, counts) = HistogramBars.merged(histogram, limit: 400)
    for (index, count) in counts.enumerated() {
      guard let start = frame.place(Point(edges[index], Double(count))),
        let end = frame.place(Point(edges[index + 1], 0))
      else { continue }
      drawing.add(
        "<rect class=\"bar k0\" x=\"\(start.x)\" y=\"\(start.y)\" width=\"\(Swift.max(end.x - start.x - 1, 1))\""
          + " height=\"\(Swift.max(end.y - start.y, 0))\"/>")
    }
  }

  // MARK: - Grids

  private static func heatmap(_ heatmap: Heatmap, _ drawing: inout SVGDrawing) {
    let shades = Shades(heatmap.values, heatmap.scale)
    let grid = Resampling.reduced(
      heatmap.values, rows: heatmap.rows, columns: heatmap.columns, toRows: 200, columns: 200)
    let margin = heatmap.rowNames.map { DisplayWidth.columns(of: $0) * 7 + 14 }.max() ?? 14
    let size = Swift.max(Swift.min(560 / grid.columns, 40), 3)
    var top = drawing.title(heatmap.labels.title) + 22
    if let axes = FigureWords.axes(heatmap) {
      drawing.text(drawing.language(axes), x: 10, y: top - 6)
      top += 18
    }
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        let value = grid.values[row * grid.columns + column]
        let fill = shades.color(value)
        drawing.rectangle(x: margin + column * size, y: top + row * size, width: size, height: size, fill: fill)
        if grid.values.count == heatmap.values.count, size >= 34 {
          let ink = fill.map { $0.isLight ? "#000" : "#fff" } ?? "#888"
          // As many digits as the field has room for.
          let texts = [3, 2, 1].map { Numbers.short(value, digits: $0) }
          let text = texts.first { DisplayWidth.columns(of: $0) * 7 <= size } ?? texts[2]
          drawing.text(
            text, x: margin + column * size + size / 2, y: top + row * size + size / 2 + 4,
            anchor: "middle", fill: ink)
        }
      }
    }
    // As many names as stand beside each other.
    var free = 0
    for row in 0..<grid.rows where row * size >= free {
      let name = heatmap.rowNames[safe: row * heatmap.rows / grid.rows] ?? ""
      drawing.text(name, x: margin - 6, y: top + row * size + size / 2 + 4, anchor: "end")
      free = row * size + 14
    }
    free = 0
    for column in 0..<grid.columns {
      let name = heatmap.columnNames[safe: column * heatmap.columns / grid.columns] ?? ""
      let half = DisplayWidth.columns(of: name) * 7 / 2
      let middle = column * size + size / 2
      guard middle - half >= free || column == 0 else { continue }
      drawing.text(name, x: margin + middle, y: top - 6, anchor: "middle")
      free = middle + half + 6
    }
    legend(shades, x: margin + 60, y: top + grid.rows * size + 10, &drawing)
    drawing.width = Swift.max(margin + grid.columns * size + 10, margin + 310)
  }

  /// The colours of a scale with its ends, and with 0 where it has both signs.
  private static func legend(_ shades: Shades, x: Int, y: Int, _ drawing: inout SVGDrawing) {
    let scale = shades.scale
    for step in 0..<60 {
      let share = (Double(step) + 0.5) / 60
      drawing.rectangle(
        x: x + step * 3, y: y, width: 3, height: 10, fill: shades.color(scale.low * (1 - share) + scale.high * share))
    }
    drawing.text(Numbers.short(scale.low), x: x - 6, y: y + 10, anchor: "end")
    drawing.text(Numbers.short(scale.high), x: x + 186, y: y + 10)
    drawing.height = y + 20
    if scale.low < 0, scale.high > 0, let zero = shades.share(0) {
      drawing.text("0", x: x + Int(zero * 180), y: y + 24, anchor: "middle")
      drawing.height += 10
    }
  }

  private static func images(_ images: ImageGrid, _ drawing: inout SVGDrawing) {
    let scale = Shades.scale(images.images.lazy.flatMap(\.pixels), images.scale)
    let widest = Swift.max(images.images.map(\.width).max() ?? 1, 1)
    let pixel = Swift.max(Swift.min((images.images.count == 1 ? 280 : 84) / widest, 12), 1)
    var (x, y, rowHeight) = (10, drawing.title(images.title) + 6, 0)
    for image in images.images {
      let grid = Resampling.reduced(image.pixels, rows: image.height, columns: image.width, toRows: 400, columns: 400)
      let width = Swift.max(grid.columns * pixel, 40)
      if x + width > SVGFrame.right, x > 10 {
        (x, y, rowHeight) = (10, y + rowHeight, 0)
      }
      for row in 0..<grid.rows {
        // Neighbours of one grey are one rectangle.
        var start = 0
        var last: RGB?
        for column in 0...grid.columns {
          let grey =
            column < grid.columns
            ? Shades.share(grid.values[row * grid.columns + column], scale).map { RGB(grey: $0) } ?? RGB(200, 60, 60)
            : nil
          if grey != last {
            if let last {
              drawing.rectangle(
                x: x + start * pixel, y: y + row * pixel, width: (column - start) * pixel, height: pixel, fill: last)
            }
            start = column
            last = grey
          }
        }
      }
      if image.isMarked {
        drawing.add(
          "<rect class=\"marked\" fill=\"none\" x=\"\(x - 2)\" y=\"\(y - 2)\" width=\"\(grid.columns * pixel + 4)\""
            + " height=\"\(grid.rows * pixel + 4)\"/>")
      }
      let label = (image.isMarked ? "✗ " : "") + image.label
      if !label.isEmpty { drawing.text(label, x: x, y: y + grid.rows * pixel + 15) }
      rowHeight = Swift.max(rowHeight, grid.rows * pixel + (label.isEmpty ? 8 : 24))
      x += Swift.max(width, DisplayWidth.columns(of: label) * 7) + 10
    }
    drawing.height = y + rowHeight + 4
  }

  private static func contour(_ map: ContourMap, _ drawing: inout SVGDrawing) {
    let levels = Contours.levels(map.values, count: 12)
    let frame = SVGFrame(Axis(map.x, cells: map.columns, ticks: 6), Axis(map.y, cells: map.rows, ticks: 5))
    frame.field(columns: map.columns, rows: map.rows, on: &drawing) { index in
      guard let band = Contours.band(map.values[index], levels) else { return nil }
      return .color(Shades.sequential(Double(band) / Double(Swift.max(levels.count, 1))))
    }
    frame.draw(map.labels, on: &drawing)
    let places = map.path.compactMap(frame.place)
    guard let first = places.first, let last = places.last else { return }
    let commands = places.enumerated().map { "\($0.offset == 0 ? "M" : "L")\($0.element.x) \($0.element.y)" }
    drawing.add("<path class=\"path\" d=\"\(commands.joined(separator: " "))\"/>")
    for place in places.prefix(500) {
      drawing.add("<circle class=\"path\" cx=\"\(place.x)\" cy=\"\(place.y)\" r=\"2\"/>")
    }
    drawing.add("<circle class=\"path\" cx=\"\(first.x)\" cy=\"\(first.y)\" r=\"6\"/>")
    drawing.add("<rect class=\"path\" x=\"\(last.x - 5)\" y=\"\(last.y - 5)\" width=\"10\" height=\"10\"/>")
  }

  private static func boundary(_ map: BoundaryMap, _ drawing: inout SVGDrawing) {
    let frame = SVGFrame(Axis(map.x, cells: map.columns, ticks: 6), Axis(map.y, cells: map.rows, ticks: 5))
    frame.field(columns: map.columns, rows: map.rows, on: &drawing) { .series(map.classes[$0]) }
    frame.draw(map.labels, on: &drawing)
    for sample in map.samples.prefix(20_000) {
      if let place = frame.place(sample.point) { drawing.add(marker(sample.label, place.x, place.y)) }
    }
    legend(map.names, &drawing) { index, x, y in marker(index, x + 20, y) }
  }

  private static func confusion(_ matrix: ConfusionMatrix, _ drawing: inout SVGDrawing) {
    let count = matrix.names.count
    let margin = (matrix.names.map(DisplayWidth.columns(of:)).max() ?? 1) * 8 + 60
    let size = Swift.max(Swift.min(480 / count, 44), 18)
    let top = drawing.title(matrix.title) + 40
    let largest = Double(Swift.max(matrix.counts.max() ?? 1, 1))
    drawing.text(drawing.language("predicted"), x: margin, y: top - 24)
    drawing.text(drawing.language("true"), x: 6, y: top + 14)
    for row in 0..<count {
      drawing.text(matrix.names[row], x: margin - 8, y: top + row * size + size / 2 + 4, anchor: "end")
      drawing.text(matrix.names[row], x: margin + row * size + size / 2, y: top - 8, anchor: "middle")
      for column in 0..<count {
        let value = matrix.counts[row * count + column]
        let fill = Shades.sequential(Double(value) / largest)
        drawing.rectangle(x: margin + column * size, y: top + row * size, width: size - 1, height: size - 1, fill: fill)
        drawing.text(
          String(value), x: margin + column * size + size / 2, y: top + row * size + size / 2 + 4, anchor: "middle",
          fill: fill.isLight ? "#000" : "#fff")
      }
    }
    drawing.text(drawing.language(FigureWords.accuracy(matrix)), x: margin, y: top + count * size + 20)
    drawing.height = top + count * size + 30
    drawing.width = Swift.max(margin + count * size + 10, 320)
  }
}
