package import Source

/// A grey image with the words below it.
package struct GreyImage: Equatable, Sendable {
  /// The number of pixel rows.
  package let height: Int
  /// The number of pixel columns.
  package let width: Int
  /// The brightness of each pixel, row by row from the top; the grid's scale says what is black and what is white.
  package let pixels: [Double]
  /// What stands below; may be empty.
  package let label: String
  /// Whether it should catch the eye: a wrong prediction.
  package let isMarked: Bool

  /// Makes an image.
  ///
  /// - Throws: `countMismatch` when the pixels do not fill it.
  package init(
    height: Int, width: Int, pixels: [Double], label: String = "", isMarked: Bool = false
  ) throws(FigureError) {
    try checkGrid(rows: height, columns: width, count: pixels.count, what: "the pixels")
    self.height = height
    self.width = width
    self.pixels = pixels
    self.label = label
    self.isMarked = isMarked
  }
}

/// One grey image, or several side by side.
package struct ImageGrid: Equatable, Sendable {
  /// The images.
  package let images: [GreyImage]
  /// What is black and what is white; nil takes the smallest and the largest value of all.
  package let scale: Interval?
  /// What stands above; may be empty.
  package let title: String

  /// Makes a grid of images.
  package init(_ images: [GreyImage], scale: Interval? = nil, title: String = "") {
    self.images = images
    self.scale = scale
    self.title = title
  }
}

/// Levels of a function of two numbers, and the path of a descent across them.
package struct ContourMap: Equatable, Sendable {
  /// The number of grid rows.
  package let rows: Int
  /// The number of grid columns.
  package let columns: Int
  /// The function's values, row by row from the lowest y upwards, each row from the lowest x.
  package let values: [Double]
  /// The first and the last column's x.
  package let x: Interval
  /// The first and the last row's y.
  package let y: Interval
  /// The points of the path, in order; may be empty.
  package let path: [Point]
  /// The words around it.
  package let labels: PlotLabels

  /// Makes a contour map.
  ///
  /// - Throws: `countMismatch` when the values do not fill the grid.
  package init(
    rows: Int, columns: Int, values: [Double], x: Interval, y: Interval, path: [Point] = [],
    labels: PlotLabels = PlotLabels()
  ) throws(FigureError) {
    try checkGrid(rows: rows, columns: columns, count: values.count, what: "the values")
    self.rows = rows
    self.columns = columns
    self.values = values
    self.x = x
    self.y = y
    self.path = path
    self.labels = labels
  }
}

/// Which class a model sees in each part of a plane, with the data's points on top.
package struct BoundaryMap: Equatable, Sendable {
  /// A point of the data with its class.
  package struct Sample: Equatable, Sendable {
    /// Where it is.
    package var point: Point
    /// Its class, an index into the names.
    package var label: Int

    /// Makes a sample.
    package init(_ point: Point, label: Int) {
      self.point = point
      self.label = label
    }
  }

  /// The number of grid rows.
  package let rows: Int
  /// The number of grid columns.
  package let columns: Int
  /// The predicted classes, row by row from the lowest y upwards, each row from the lowest x.
  package let classes: [Int]
  /// The first and the last column's x.
  package let x: Interval
  /// The first and the last row's y.
  package let y: Interval
  /// The data's points.
  package let samples: [Sample]
  /// The classes' names.
  package let names: [String]
  /// The words around it.
  package let labels: PlotLabels

  /// Makes a boundary map.
  ///
  /// - Throws: `countMismatch` when the classes do not fill the grid, `unknownClass` for a class without a name.
  package init(
    rows: Int, columns: Int, classes: [Int], x: Interval, y: Interval, samples: [Sample] = [], names: [String],
    labels: PlotLabels = PlotLabels()
  ) throws(FigureError) {
    try checkGrid(rows: rows, columns: columns, count: classes.count, what: "the classes")
    if let stray = (classes + samples.map(\.label)).first(where: { !names.indices.contains($0) }) {
      throw .unknownClass(stray, count: names.count)
    }
    self.rows = rows
    self.columns = columns
    self.classes = classes
    self.x = x
    self.y = y
    self.samples = samples
    self.names = names
    self.labels = labels
  }

  /// How many samples lie where the map shows their own class, and how many lie on the map at all.
  package var agreement: (right: Int, total: Int) {
    var right = 0
    var total = 0
    for sample in samples {
      guard let column = cell(sample.point.x, x, columns), let row = cell(sample.point.y, y, rows) else { continue }
      total += 1
      if classes[row * columns + column] == sample.label { right += 1 }
    }
    return (right, total)
  }

  private func cell(_ value: Double, _ interval: Interval, _ count: Int) -> Int? {
    guard count > 0 else { return nil }
    let place = (value - interval.low) / (interval.high - interval.low) * Double(count - 1)
    guard place.isFinite, place > -0.5, place < Double(count) - 0.5 else { return count == 1 ? 0 : nil }
    return Swift.min(Swift.max(Int((place + 0.5).rounded(.down)), 0), count - 1)
  }
}

/// How often each true class (row) was taken for each class (column).
package struct ConfusionMatrix: Equatable, Sendable {
  /// The classes' names.
  package let names: [String]
  /// The counts, row by row: `counts[true * names.count + predicted]`.
  package let counts: [Int]
  /// What stands above; may be empty.
  package let title: String

  /// Makes a matrix from its counts.
  ///
  /// - Throws: `countMismatch` when there is not a count for every pair of classes.
  package init(names: [String], counts: [Int], title: String = "") throws(FigureError) {
    try checkGrid(rows: names.count, columns: names.count, count: counts.count, what: "the counts")
    self.names = names
    self.counts = counts
    self.title = title
  }

  /// Counts pairs of true and predicted classes.
  ///
  /// - Throws: `countMismatch` when the lists differ in length, `unknownClass` for a class without a name.
  package init(names: [String], actual: [Int], predicted: [Int], title: String = "") throws(FigureError) {
    guard actual.count == predicted.count else {
      throw .countMismatch(what: "the predictions", expected: actual.count, actual: predicted.count)
    }
    var tally = [Int](repeating: 0, count: names.count * names.count)
    for (row, column) in zip(actual, predicted) {
      guard names.indices.contains(row) else { throw .unknownClass(row, count: names.count) }
      guard names.indices.contains(column) else { throw .unknownClass(column, count: names.count) }
      tally[row * names.count + column] += 1
    }
    try self.init(names: names, counts: tally, title: title)
  }

  /// All that was counted.
  package var total: Int { counts.reduce(0, &+) }

  /// What was counted on the diagonal.
  package var correct: Int { names.indices.reduce(0) { $0 &+ counts[$1 * names.count + $1] } }
}

/// A network or a computation as nodes in layers, joined by edges.
package struct NetworkGraph: Equatable, Sendable {
  /// What a node stands for.
  package enum Kind: String, Equatable, Sendable {
    /// Data that came from outside.
    case input
    /// A number that stays.
    case constant
    /// A trainable parameter.
    case parameter
    /// A step of the computation.
    case operation
    /// What the computation is for: the loss.
    case result
  }

  /// A box of the graph.
  package struct Node: Equatable, Sendable {
    /// What edges call it.
    package var id: Int
    /// Its column, from the left; nil puts it behind everything that leads to it.
    package var layer: Int?
    /// What stands in it: the name first, then values and gradients.
    package var lines: [Phrase]
    /// What it stands for.
    package var kind: Kind
    /// Whether it should catch the eye: the step being explained.
    package var isMarked: Bool
    /// The place in the source where it was made, which a page shows when it is pointed at; may be empty.
    package var place: String

    /// The lines as they are shown.
    var texts: [String] { lines.map(\.description) }

    /// Makes a node.
    package init(
      _ id: Int, layer: Int? = nil, lines: [Phrase], kind: Kind = .operation, isMarked: Bool = false, place: String = ""
    ) {
      self.id = id
      self.layer = layer
      self.lines = lines
      self.kind = kind
      self.isMarked = isMarked
      self.place = place
    }
  }

  /// An arrow of the graph.
  package struct Edge: Equatable, Sendable {
    /// The node it comes from.
    package var from: Int
    /// The node it leads to.
    package var to: Int
    /// What stands beside it; may be empty.
    package var label: String
    /// Whether it leads over nodes that are not shown.
    package var isFolded: Bool

    /// Makes an edge.
    package init(_ from: Int, _ to: Int, label: String = "", isFolded: Bool = false) {
      self.from = from
      self.to = to
      self.label = label
      self.isFolded = isFolded
    }
  }

  /// The nodes.
  package private(set) var nodes: [Node]
  /// The edges.
  package let edges: [Edge]
  /// What stands above; may be empty.
  package let title: Phrase
  /// How closely a terminal packs the nodes.
  package let density: Density

  /// How closely a terminal packs the nodes of a graph, so that more of them fit.
  package enum Density: CaseIterable, Sendable {
    /// Each in a frame.
    case framed
    /// No frames above and below.
    case open
    /// One line for each.
    case lines
  }

  /// Makes a graph.
  ///
  /// - Throws: `duplicateNode` for an id used twice, `unknownNode` for an edge that leads nowhere.
  package init(nodes: [Node], edges: [Edge], title: Phrase = "", density: Density = .framed) throws(FigureError) {
    var ids: Set<Int> = []
    for node in nodes where !ids.insert(node.id).inserted { throw .duplicateNode(node.id) }
    for edge in edges {
      guard ids.contains(edge.from) else { throw .unknownNode(edge.from) }
      guard ids.contains(edge.to) else { throw .unknownNode(edge.to) }
    }
    self.nodes = nodes
    self.edges = edges
    self.title = title
    self.density = density
  }

  /// The same graph, the words in its boxes in a language.
  func said(in words: Translation) -> NetworkGraph {
    var graph = self
    for index in nodes.indices { graph.nodes[index].lines = nodes[index].lines.map { .verbatim(words($0)) } }
    return graph
  }
}
