package import Source

/// A picture as plain numbers, laid out by each renderer; NaN and infinities may stand anywhere and are left out.
package enum Figure: Equatable, Sendable {
  /// Lines through points.
  case line(LinePlot)
  /// Points, perhaps of several classes.
  case scatter(ScatterPlot)
  /// How often values fall between edges.
  case histogram(Histogram)
  /// A matrix as shades.
  case heatmap(Heatmap)
  /// Grey images side by side.
  case images(ImageGrid)
  /// Levels of a function of two numbers, with a path across them.
  case contour(ContourMap)
  /// Which class a model sees where, with the data's points.
  case boundary(BoundaryMap)
  /// True against predicted classes.
  case confusion(ConfusionMatrix)
  /// A network or a computation as nodes and edges.
  case graph(NetworkGraph)
  /// A network of layers as neurons and weights.
  case neurons(NeuronMap)
}

/// Why numbers do not make a figure.
package enum FigureError: Error, Equatable, Sendable {
  /// Two parts that belong together differ in length.
  case countMismatch(what: Phrase, expected: Int, actual: Int)
  /// A class number outside the range of the names.
  case unknownClass(Int, count: Int)
  /// An edge that leads to or from a node that is not there.
  case unknownNode(Int)
  /// Two nodes with one id.
  case duplicateNode(Int)
  /// A size that must not be negative is.
  case negativeSize(what: Phrase, actual: Int)

  /// The fact in words, one line without a period.
  package var message: Phrase {
    switch self {
    case .countMismatch(let what, let expected, let actual): "\(what) should be \(expected) numbers, not \(actual)"
    case .unknownClass(let index, let count): "class \(index) is not among the \(count) classes"
    case .unknownNode(let id): "an edge names node \(id), which is not there"
    case .duplicateNode(let id): "two nodes have the number \(id)"
    case .negativeSize(let what, let actual): "\(what) is \(actual), which is below 0"
    }
  }
}

/// A place in a plane.
package struct Point: Equatable, Sendable {
  /// To the right.
  package var x: Double
  /// Upwards.
  package var y: Double

  /// Makes a point.
  package init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  /// Whether both coordinates are numbers.
  package var isFinite: Bool { x.isFinite && y.isFinite }
}

/// Two ends of an axis; unlike a range it may hold NaN.
package struct Interval: Equatable, Sendable {
  /// The smaller end.
  package var low: Double
  /// The larger end.
  package var high: Double

  /// Makes an interval.
  package init(_ low: Double, _ high: Double) {
    self.low = low
    self.high = high
  }
}

/// The words around a plot; an empty one is not drawn.
package struct PlotLabels: Equatable, Sendable {
  /// Above the plot.
  package var title: String
  /// Below the horizontal axis.
  package var x: String
  /// Beside the vertical axis.
  package var y: String

  /// Makes the words.
  package init(title: String = "", x: String = "", y: String = "") {
    self.title = title
    self.x = x
    self.y = y
  }
}

/// Named points in order.
package struct Series: Equatable, Sendable {
  /// How the points are drawn in a plot of lines.
  package enum Form: Equatable, Sendable {
    /// With a line through them.
    case line
    /// Each for itself.
    case points
  }

  /// What the legend calls it; may be empty.
  package let name: String
  /// The points.
  package let points: [Point]
  /// How they are drawn; a scatter plot has points alone.
  package let form: Form

  /// Makes a series from coordinates.
  ///
  /// - Throws: `countMismatch` when there are not as many x as y.
  package init(_ name: String = "", x: [Double], y: [Double]) throws(FigureError) {
    guard x.count == y.count else {
      throw .countMismatch(what: name.isEmpty ? "y of the series" : "y of \(name)", expected: x.count, actual: y.count)
    }
    self.init(name, points: zip(x, y).map { Point($0, $1) })
  }

  /// Makes a series of values over 0, 1, 2 ….
  package init(_ name: String = "", y: [Double]) {
    self.init(name, points: y.enumerated().map { Point(Double($0.offset), $0.element) })
  }

  /// Makes a series from points.
  package init(_ name: String = "", points: [Point], form: Form = .line) {
    self.name = name
    self.points = points
    self.form = form
  }
}

/// Lines through the points of one or several series, some of which may stand as points above the lines of the others.
package struct LinePlot: Equatable, Sendable {
  /// The lines.
  package let series: [Series]
  /// The words around it.
  package let labels: PlotLabels
  /// Whether x grows by factors; points at or below 0 are then left out.
  package let isLogX: Bool
  /// Whether y grows by factors; points at or below 0 are then left out.
  package let isLogY: Bool

  /// Makes a plot.
  package init(_ series: [Series], labels: PlotLabels = PlotLabels(), isLogX: Bool = false, isLogY: Bool = false) {
    self.series = series
    self.labels = labels
    self.isLogX = isLogX
    self.isLogY = isLogY
  }

  /// Makes the plot of a course that may grow beyond all measure: where positive numbers span more than four powers of
  /// ten, y grows by factors, and its label says so.
  package init(courses series: [Series], x: String, y: String, in words: Translation) {
    let values = series.flatMap(\.points).map(\.y).filter(\.isFinite)
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    let isLog = low > 0 && high / low > 1e4
    let label = y.isEmpty ? words("logarithmic") : words("\(y), logarithmic")
    self.init(series, labels: PlotLabels(x: x, y: isLog ? label : y), isLogY: isLog)
  }

  /// Whether some series stand as points.
  var isMixed: Bool { series.contains { $0.form == .points } }
}

/// Points without lines, one series a class.
package struct ScatterPlot: Equatable, Sendable {
  /// The classes' points.
  package let series: [Series]
  /// The words around it.
  package let labels: PlotLabels

  /// Makes a plot from one series for each class.
  package init(_ series: [Series], labels: PlotLabels = PlotLabels()) {
    self.series = series
    self.labels = labels
  }

  /// Makes a plot from points and the class of each; without names the classes are called by their numbers.
  ///
  /// - Throws: `countMismatch` when there is not one class for each point, `unknownClass` for a class without a name.
  package init(
    _ points: [Point], classes: [Int], names: [String] = [], labels: PlotLabels = PlotLabels()
  ) throws(FigureError) {
    guard points.count == classes.count else {
      throw .countMismatch(what: "the classes", expected: points.count, actual: classes.count)
    }
    var groups: [Int: [Point]] = [:]
    for (point, index) in zip(points, classes) {
      if !names.isEmpty, !names.indices.contains(index) { throw .unknownClass(index, count: names.count) }
      groups[index, default: []].append(point)
    }
    series = groups.sorted { $0.key < $1.key }.map { index, points in
      Series(names.isEmpty ? String(index) : names[index], points: points)
    }
    self.labels = labels
  }
}

/// How many values fall between one edge and the next.
package struct Histogram: Equatable, Sendable {
  /// The edges, one more than counts; empty when there is nothing to count.
  package let edges: [Double]
  /// The numbers of values.
  package let counts: [Int]
  /// How many values were NaN or infinite, and are not counted.
  package let leftOut: Int
  /// The words around it.
  package let labels: PlotLabels

  /// Makes a histogram from counts.
  ///
  /// - Throws: `countMismatch` when there is not one edge more than counts.
  package init(
    edges: [Double], counts: [Int], labels: PlotLabels = PlotLabels(), leftOut: Int = 0
  ) throws(FigureError) {
    guard edges.count == counts.count + 1 || (edges.isEmpty && counts.isEmpty) else {
      throw .countMismatch(what: "the edges", expected: counts.count + 1, actual: edges.count)
    }
    self.edges = edges
    self.counts = counts
    self.labels = labels
    self.leftOut = leftOut
  }

  /// Counts values in bins of equal width; without a number of bins Sturges' rule chooses one.
  ///
  /// Source: Sturges, "The choice of a class interval" (1926).
  package init(_ values: [Double], bins: Int? = nil, labels: PlotLabels = PlotLabels()) {
    let finite = values.filter(\.isFinite)
    leftOut = values.count - finite.count
    self.labels = labels
    guard var low = finite.min(), var high = finite.max() else {
      edges = []
      counts = []
      return
    }
    if low == high {
      let margin = Swift.max(abs(low) * 0.5, 0.5)
      low -= margin
      high += margin
    }
    let sturges = Int.bitWidth - finite.count.leadingZeroBitCount + 1
    let count = Swift.min(Swift.max(bins ?? sturges, 1), 10_000)
    // Halved first, so that the widest range of doubles does not overflow.
    let width = (high / 2 - low / 2) / Double(count) * 2
    var tally = [Int](repeating: 0, count: count)
    for value in finite {
      let place = (value / 2 - low / 2) / width * 2
      tally[place.isFinite ? Swift.min(Swift.max(Int(place), 0), count - 1) : 0] += 1
    }
    edges = (0...count).map { $0 == count ? high : low + Double($0) * width }
    counts = tally
  }
}

/// A matrix as shades.
package struct Heatmap: Equatable, Sendable {
  /// The number of rows.
  package let rows: Int
  /// The number of columns.
  package let columns: Int
  /// The values, row by row from the top.
  package let values: [Double]
  /// The rows' names; empty or one for each.
  package let rowLabels: [String]
  /// The columns' names; empty or one for each.
  package let columnLabels: [String]
  /// The ends of the scale; nil takes the smallest and the largest value.
  package let scale: Interval?
  /// The words around it.
  package let labels: PlotLabels

  /// Makes a heatmap.
  ///
  /// - Throws: `countMismatch` when values or labels do not fit the sizes.
  package init(
    rows: Int, columns: Int, values: [Double], rowLabels: [String] = [], columnLabels: [String] = [],
    scale: Interval? = nil, labels: PlotLabels = PlotLabels()
  ) throws(FigureError) {
    try checkGrid(rows: rows, columns: columns, count: values.count, what: "the values")
    guard rowLabels.isEmpty || rowLabels.count == rows else {
      throw .countMismatch(what: "the row labels", expected: rows, actual: rowLabels.count)
    }
    guard columnLabels.isEmpty || columnLabels.count == columns else {
      throw .countMismatch(what: "the column labels", expected: columns, actual: columnLabels.count)
    }
    self.rows = rows
    self.columns = columns
    self.values = values
    self.rowLabels = rowLabels
    self.columnLabels = columnLabels
    self.scale = scale
    self.labels = labels
  }

  /// What the rows are called: their places where they have no names.
  var rowNames: [String] { rowLabels.isEmpty ? (0..<rows).map { String($0) } : rowLabels }
  /// What the columns are called.
  var columnNames: [String] { columnLabels.isEmpty ? (0..<columns).map { String($0) } : columnLabels }
}

/// Throws when a grid's sizes are negative or its numbers do not fill it.
func checkGrid(rows: Int, columns: Int, count: Int, what: Phrase) throws(FigureError) {
  guard rows >= 0 else { throw .negativeSize(what: "the number of rows", actual: rows) }
  guard columns >= 0 else { throw .negativeSize(what: "the number of columns", actual: columns) }
  let (product, overflows) = rows.multipliedReportingOverflow(by: columns)
  guard !overflows, product == count else {
    throw .countMismatch(what: what, expected: overflows ? Int.max : product, actual: count)
  }
}
