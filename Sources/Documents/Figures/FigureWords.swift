package import Source

/// Figures in sentences: for readers who hear them, for alternative texts, and where there is nothing to draw.
package enum FigureWords {
  /// What a figure shows, with its key numbers.
  package static func sentences(_ figure: Figure) -> [Phrase] {
    if let sentence = emptySentence(figure) { return [sentence] }
    return shown(figure) + (missing(figure).map { ["\($0)."] } ?? [])
  }

  private static func shown(_ figure: Figure) -> [Phrase] {
    switch figure {
    case .line(let plot) where plot.isMixed:
      [heading("Plot", plot.labels, Phrase.counted(plot.series.count, "layer"))]
        + plot.series.map { $0.form == .line ? course($0) : cloud($0) }
    case .line(let plot):
      [heading("Line plot", plot.labels, Phrase.counted(plot.series.count, "line"))] + plot.series.map(course)
    case .scatter(let plot):
      [heading("Scatter plot", plot.labels, Phrase.counted(plot.series.count, "group"))] + plot.series.map(cloud)
    case .histogram(let histogram): self.histogram(histogram)
    case .heatmap(let heatmap): self.heatmap(heatmap)
    case .images(let grid): images(grid)
    case .contour(let map): contour(map)
    case .boundary(let map): boundary(map)
    case .confusion(let matrix):
      ["\(named("Confusion matrix", matrix.title)) of \(matrix.names.count) classes.", accuracy(matrix)]
        + confusions(matrix, limit: 5)
    case .graph(let graph): self.graph(graph)
    case .neurons(let map): neurons(map)
    }
  }

  /// What to say of a figure without anything to draw, or nil when there is.
  static func emptySentence(_ figure: Figure) -> Phrase? {
    switch figure {
    case .line(let plot):
      PlotAxes(plot.series, isLogX: plot.isLogX, isLogY: plot.isLogY) == nil
        ? nothing(PlotAxes.leftOut(plot.series, isLogX: plot.isLogX, isLogY: plot.isLogY).count) : nil
    case .scatter(let plot):
      PlotAxes(plot.series, isLogX: false, isLogY: false) == nil
        ? nothing(PlotAxes.leftOut(plot.series, isLogX: false, isLogY: false).count) : nil
    case .histogram(let histogram): histogram.counts.isEmpty ? nothing(histogram.leftOut) : nil
    case .heatmap(let heatmap):
      heatmap.values.isEmpty ? "Nothing to draw: the matrix is \(heatmap.rows) × \(heatmap.columns)." : nil
    case .images(let grid):
      grid.images.allSatisfy(\.pixels.isEmpty) ? "Nothing to draw: there is no image with a pixel." : nil
    case .contour(let map):
      map.values.contains(where: \.isFinite) ? nil : "Nothing to draw: the grid holds no finite number."
    case .boundary(let map): map.classes.isEmpty ? "Nothing to draw: the grid has no point." : nil
    case .confusion(let matrix): matrix.names.isEmpty ? "Nothing to draw: there are no classes." : nil
    case .neurons(let map): map.layers.isEmpty ? "Nothing to draw: the graph has no node." : nil
    case .graph(let graph): graph.nodes.isEmpty ? "Nothing to draw: the graph has no node." : nil
    }
  }

  private static func nothing(_ leftOut: Int) -> Phrase {
    leftOut == 0
      ? "Nothing to draw: there are no points."
      : leftOut == 1
        ? "Nothing to draw: the only point cannot be drawn."
        : "Nothing to draw: none of the \(leftOut) points can be drawn."
  }

  /// What a figure could not show of its numbers, and why, without a period; nil when it shows all.
  static func missing(_ figure: Figure) -> Phrase? {
    switch figure {
    case .line(let plot):
      leftOut(
        PlotAxes.leftOut(plot.series, isLogX: plot.isLogX, isLogY: plot.isLogY), isLog: plot.isLogX || plot.isLogY)
    case .scatter(let plot): leftOut(PlotAxes.leftOut(plot.series, isLogX: false, isLogY: false), isLog: false)
    case .histogram(let histogram):
      histogram.leftOut == 0
        ? nil
        : histogram.leftOut == 1
          ? "1 point is left out: not finite" : "\(histogram.leftOut) points are left out: not finite"
    case .heatmap(let heatmap): crossed(heatmap.values)
    case .images(let grid): crossed(grid.images.lazy.flatMap(\.pixels))
    case .contour(let map): crossed(map.values)
    case .boundary, .confusion, .graph, .neurons: nil
    }
  }

  private static func leftOut(_ points: [Point], isLog: Bool) -> Phrase? {
    guard !points.isEmpty else { return nil }
    let reason: Phrase = isLog ? "not finite or not above 0" : "not finite"
    let places = Phrase.list(points.prefix(3).map(place) + (points.count > 3 ? ["…"] : []))
    return points.count == 1
      ? "1 point is left out, \(reason): \(places)" : "\(points.count) points are left out, \(reason): \(places)"
  }

  private static func crossed(_ values: some Sequence<Double>) -> Phrase? {
    let count = values.count(where: \.isNaN)
    return count == 0 ? nil : count == 1 ? "1 field is no number" : "\(count) fields are no numbers"
  }

  private static func named(_ kind: Phrase, _ title: Phrase) -> Phrase {
    title.description.isEmpty ? kind : "\(kind) “\(title)”"
  }

  private static func named(_ kind: Phrase, _ title: String) -> Phrase { title.isEmpty ? kind : "\(kind) “\(title)”" }

  private static func heading(_ kind: Phrase, _ labels: PlotLabels, _ content: Phrase) -> Phrase {
    let name = named(kind, labels.title)
    if labels.y.isEmpty, labels.x.isEmpty { return "\(name), \(content)." }
    let (x, y) = (labels.x.isEmpty ? "x" : labels.x, labels.y.isEmpty ? "y" : labels.y)
    return "\(name) of \(y) over \(x), \(content)."
  }

  /// A point as `(x, y)`.
  static func place(_ point: Point) -> String { "(\(Numbers.short(point.x)), \(Numbers.short(point.y)))" }

  private static func course(_ series: Series) -> Phrase {
    let name: Phrase = series.name.isEmpty ? "The line" : .verbatim(series.name)
    let points = series.points.filter(\.isFinite)
    guard let first = points.first, let last = points.last else { return "\(name) has no finite point." }
    guard points.count > 1 else { return "\(name) is the one point \(place(first))." }
    let low = points.min { $0.y < $1.y } ?? first
    let high = points.max { $0.y < $1.y } ?? first
    let direction: Phrase = last.y > first.y ? "rises" : last.y < first.y ? "falls" : "goes"
    return "\(name) \(direction) from \(Numbers.short(first.y)) at \(Numbers.short(first.x)) to "
      + "\(Numbers.short(last.y)) at \(Numbers.short(last.x)); its lowest value is \(Numbers.short(low.y)) at "
      + "\(Numbers.short(low.x)), its highest \(Numbers.short(high.y)) at \(Numbers.short(high.x))."
  }

  private static func cloud(_ series: Series) -> Phrase {
    let name: Phrase = series.name.isEmpty ? "The group" : .verbatim(series.name)
    let points = series.points.filter(\.isFinite)
    guard !points.isEmpty else { return "\(name) has no finite point." }
    let count = Double(points.count)
    let center = Point(points.reduce(0) { $0 + $1.x / count }, points.reduce(0) { $0 + $1.y / count })
    func range(_ values: [Double]) -> Phrase {
      "\(Numbers.short(values.min() ?? 0)) to \(Numbers.short(values.max() ?? 0))"
    }
    return "\(name) has \(Phrase.counted(points.count, "dot")) around \(place(center)), "
      + "x from \(range(points.map(\.x))), y from \(range(points.map(\.y)))."
  }

  private static func histogram(_ histogram: Histogram) -> [Phrase] {
    let total = histogram.counts.reduce(0, &+)
    var result: [Phrase] = [
      "\(named("Histogram", histogram.labels.title)) of \(Phrase.counted(total, "value")) in "
        + "\(Phrase.counted(histogram.counts.count, "bin")) from \(Numbers.short(histogram.edges.first ?? 0)) to "
        + "\(Numbers.short(histogram.edges.last ?? 0))."
    ]
    let (edges, counts) = HistogramBars.merged(histogram, limit: 12)
    result += zip(zip(edges, edges.dropFirst()), counts).map { pair, count in
      "\(Numbers.short(pair.0, digits: 3)) to \(Numbers.short(pair.1, digits: 3)): \(count)."
    }
    return result
  }

  private static func heatmap(_ heatmap: Heatmap) -> [Phrase] {
    let finite = heatmap.values.enumerated().filter(\.element.isFinite)
    let start: Phrase =
      "\(named("Heatmap", heatmap.labels.title)) of \(Phrase.counted(heatmap.rows, "row")) and "
      + "\(Phrase.counted(heatmap.columns, "column"))."
    guard let low = finite.min(by: { $0.element < $1.element }), let high = finite.max(by: { $0.element < $1.element })
    else { return [start, "It holds no finite number."] }
    func place(_ index: Int) -> Phrase {
      let (row, column) = (index / heatmap.columns, index % heatmap.columns)
      return
        "row \(heatmap.rowLabels[safe: row] ?? String(row)), column \(heatmap.columnLabels[safe: column] ?? String(column))"
    }
    return [
      start,
      "The lowest value is \(Numbers.short(low.element)) in \(place(low.offset)); the highest is "
        + "\(Numbers.short(high.element)) in \(place(high.offset)).",
    ]
  }

  private static func images(_ grid: ImageGrid) -> [Phrase] {
    var result: [Phrase] = ["\(named(grid.images.count == 1 ? "Image" : "Images", grid.title)): \(grid.images.count)."]
    for (index, image) in grid.images.prefix(50).enumerated() {
      let finite = image.pixels.filter(\.isFinite)
      let mean = finite.isEmpty ? Double.nan : finite.reduce(0) { $0 + $1 / Double(finite.count) }
      let label = image.label.isEmpty ? "" : ", \(image.label)"
      let mark: Phrase = image.isMarked ? ", marked" : ""
      result.append(
        "Image \(index + 1)\(label)\(mark): \(image.height) by \(image.width) pixels, "
          + "mean brightness \(Numbers.short(mean, digits: 3)).")
    }
    if grid.images.count > 50 { result.append("And \(grid.images.count - 50) more.") }
    return result
  }

  private static func contour(_ map: ContourMap) -> [Phrase] {
    let finite = map.values.filter(\.isFinite)
    var result: [Phrase] = [
      "\(named("Contour map", map.labels.title)) over x from \(Numbers.short(map.x.low)) to \(Numbers.short(map.x.high)) "
        + "and y from \(Numbers.short(map.y.low)) to \(Numbers.short(map.y.high)); values from "
        + "\(Numbers.short(finite.min() ?? .nan)) to \(Numbers.short(finite.max() ?? .nan))."
    ]
    if let index = map.values.indices.filter({ map.values[$0].isFinite }).min(by: { map.values[$0] < map.values[$1] }) {
      let column = Double(index % map.columns) / Double(Swift.max(map.columns - 1, 1))
      let row = Double(index / map.columns) / Double(Swift.max(map.rows - 1, 1))
      let point = Point(map.x.low + (map.x.high - map.x.low) * column, map.y.low + (map.y.high - map.y.low) * row)
      result.append("The lowest value of the grid is at \(place(point)).")
    }
    if let first = map.path.first, let last = map.path.last, map.path.count > 1 {
      result.append("A path of \(map.path.count) points leads from \(place(first)) to \(place(last)).")
    }
    return result
  }

  private static func boundary(_ map: BoundaryMap) -> [Phrase] {
    var result: [Phrase] = [
      "\(named("Decision boundary", map.labels.title)) over x from \(Numbers.short(map.x.low)) to "
        + "\(Numbers.short(map.x.high)) and y from \(Numbers.short(map.y.low)) to \(Numbers.short(map.y.high))."
    ]
    for (index, name) in map.names.enumerated() {
      let cells = map.classes.count { $0 == index }
      result.append("\(name) covers \(Numbers.percent(cells, of: map.classes.count)) of the plane.")
    }
    if !map.samples.isEmpty { result.append(agreement(map)) }
    return result
  }

  private static func neurons(_ map: NeuronMap) -> [Phrase] {
    let names = Phrase.list(map.layers.map { "\($0.name) (\($0.neurons.count))" })
    var result: [Phrase] = ["Network of \(map.layers.count) layers: \(names)."]
    for layer in map.layers {
      let neurons = layer.neurons.map { $0.gradient.isEmpty ? $0.value : "\($0.value) (\($0.gradient))" }
      let mark: Phrase = layer.isMarked ? ", marked" : ""
      result.append("\(layer.name)\(mark): \(list: neurons).")
    }
    for weights in map.weights where weights.isMarked { result.append("\(weights.name), marked.") }
    return result + (map.examples > 1 ? ["\(examples(map))."] : [])
  }

  /// Which example of several is shown.
  static func examples(_ map: NeuronMap) -> Phrase { "the first of \(map.examples) examples" }

  /// What the rows and columns of a heatmap are; nil where nothing was said.
  static func axes(_ heatmap: Heatmap) -> Phrase? {
    switch (heatmap.labels.y.isEmpty, heatmap.labels.x.isEmpty) {
    case (true, true): nil
    case (false, true): "rows: \(heatmap.labels.y)"
    case (true, false): "columns: \(heatmap.labels.x)"
    case (false, false): "rows: \(heatmap.labels.y), columns: \(heatmap.labels.x)"
    }
  }

  /// That a heatmap is drawn smaller than it is.
  static func means(_ heatmap: Heatmap, rows: Int, columns: Int) -> Phrase {
    "\(heatmap.rows) × \(heatmap.columns) numbers, drawn as means in \(rows) × \(columns) fields"
  }

  /// How many samples lie in the region of their own class.
  static func agreement(_ map: BoundaryMap) -> Phrase {
    let (right, total) = map.agreement
    return "\(right) of \(total) points lie in the region of their class."
  }

  /// The share on the diagonal.
  static func accuracy(_ matrix: ConfusionMatrix) -> Phrase {
    "\(matrix.correct) of \(matrix.total) right, \(Numbers.percent(matrix.correct, of: matrix.total))."
  }

  /// The most frequent confusions.
  static func confusions(_ matrix: ConfusionMatrix, limit: Int) -> [Phrase] {
    let count = matrix.names.count
    let wrong = matrix.counts.indices.filter { matrix.counts[$0] > 0 && $0 / count != $0 % count }
    let sorted = wrong.sorted { (matrix.counts[$1], $0) < (matrix.counts[$0], $1) }
    return sorted.prefix(limit).map { index in
      let times: Phrase = matrix.counts[index] == 1 ? "once" : "\(matrix.counts[index]) times"
      return "\(matrix.names[index / count]) was taken for \(matrix.names[index % count]), \(times)."
    }
  }

  private static func graph(_ graph: NetworkGraph) -> [Phrase] {
    let names = Dictionary(graph.nodes.map { ($0.id, $0.texts.first ?? "") }, uniquingKeysWith: { a, _ in a })
    var sources: [Int: [Phrase]] = [:]
    for edge in graph.edges {
      let label = edge.label.isEmpty ? "" : " (\(edge.label))"
      let name = (names[edge.from] ?? "") + label
      sources[edge.to, default: []].append(edge.isFolded ? "\(name) over values that are folded away" : .verbatim(name))
    }
    var result: [Phrase] = [
      "\(named("Graph", graph.title)) of \(Phrase.counted(graph.nodes.count, "node")) and "
        + "\(Phrase.counted(graph.edges.count, "edge"))."
    ]
    for item in GraphLayers(graph).columns.joined() {
      guard case .node(let index) = item else { continue }
      let node = graph.nodes[index]
      let from: Phrase =
        sources[node.id].map { ", from \(Phrase.joined($0, separator: " and "))" } ?? ""
      let text: Phrase = node.lines.isEmpty ? "a node" : .joined(node.lines, separator: ", ")
      let mark: Phrase = node.isMarked ? ", marked" : ""
      result.append("\(text), \(Phrase(template: node.kind.rawValue, []))\(mark)\(from).")
    }
    return result
  }
}
