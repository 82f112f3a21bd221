import Documents
import Source
import Tensors

/// Pictures of matrices, images, and functions of two numbers.
enum Maps {
  static let heatmap = Builtin(
    "heatmap",
    [
      .required("W", "a matrix"), .optional("rows", "", "names of the rows"),
      .optional("columns", "", "of the columns"), Builtins.title, .optional("xlabel", "", "what the columns are"),
      .optional("ylabel", "", "what the rows are"),
    ],
    group: .pictures, "Draws a matrix as shades, with a scale.",
    details: "Rows and columns without names have their numbers. Negative numbers are blue, positive ones red, and the "
      + "scale below says how far they reach."
  ) { (call) throws(Stop) in
    let matrix = try call.traced(0).plain
    let shape = matrix.shape.count == 1 ? [1] + matrix.shape : matrix.shape
    guard shape.count == 2 else {
      throw call.failure(
        .cannotDraw, "a heatmap is drawn of a matrix, and this has the shape \(ShapeText.of(matrix.shape))", at: 0)
    }
    var (rows, columns) = (try call.names(1), try call.names(2))
    let labels = try call.labels(title: 3, x: 4, y: 5)
    let map = Thinning.map(matrix.doubles, rows: shape[0], columns: shape[1])
    if map.block != (1, 1) {
      call.warn(
        .pictureOfMeans, "each field is the mean of \(String(map.block.0)) × \(String(map.block.1)) numbers",
        severity: .note)
      // A field is called by the first of its rows and columns.
      if map.block.0 > 1 { rows = (0..<map.rows).map { String($0 * map.block.0) } }
      if map.block.1 > 1 { columns = (0..<map.columns).map { String($0 * map.block.1) } }
    }
    let (rowNames, columnNames) = (rows, columns)
    return try Builtins.picture(call) { () throws(FigureError) in
      .heatmap(
        try Heatmap(
          rows: map.rows, columns: map.columns, values: map.values, rowLabels: rowNames, columnLabels: columnNames,
          labels: labels))
    }
  }

  static let image = Builtin(
    "image",
    [
      .required("x", "[height, width], or several of them"), .optional("labels", "", "what stands below each"),
      Builtins.title,
    ],
    group: .pictures, "Draws grey images, several side by side.",
    details: "Takes [height, width], [n, height, width], [n, 1, height, width], and rows of square images [n, pixels]. "
      + "Bytes are drawn from 0 to 255, numbers from 0 to 1, and others from their smallest to their largest."
  ) { (call) throws(Stop) in
    let value = try call.traced(0).plain
    let (height, width) = try side(value.shape, call)
    let area = height * width
    let pixels = value.doubles
    let count = area == 0 ? 0 : pixels.count / area
    guard count <= 400 else {
      throw call.failure(.cannotDraw, "\(count) images are too many to look at", at: 0, help: "take some: x[:25]")
    }
    let names = try call.names(1)
    let title = try call.text("title")
    let isUnit = pixels.allSatisfy { $0 >= 0 && $0 <= 1 }
    let scale = value.elementType == .byte ? Interval(0, 255) : isUnit ? Interval(0, 1) : nil
    return try Builtins.picture(call) { () throws(FigureError) in
      var images: [GreyImage] = []
      for place in 0..<count {
        images.append(
          try GreyImage(
            height: height, width: width, pixels: Array(pixels[place * area..<(place + 1) * area]),
            label: place < names.count ? names[place] : ""))
      }
      return .images(ImageGrid(images, scale: scale, title: title))
    }
  }

  private static func side(_ shape: [Int], _ call: Call) throws(Stop) -> (Int, Int) {
    let side = shape.last.map { Int(Double($0).squareRoot().rounded()) } ?? 0
    let isRows = shape.count == 1 || (shape.count == 2 && shape[0] != shape[1])
    if isRows, let last = shape.last, last >= 16, side * side == last { return (side, side) }
    if shape.count == 2 || shape.count == 3 { return (shape[shape.count - 2], shape[shape.count - 1]) }
    if shape.count == 4, shape[1] == 1 { return (shape[2], shape[3]) }
    throw call.failure(
      .notImages, "an image has height and width, and this has the shape \(ShapeText.of(shape))", at: 0,
      help: "reshape(x, [height, width]) first")
  }

  static let contour = Builtin(
    "contour",
    [
      .required("f", "a function of two numbers"), .optional("x", "[-3, 3]", "the ends of the x axis"),
      .optional("y", else: "as x", "the ends of the y axis"), .optional("path", "", "points [n, 2] to draw across it"),
      Builtins.title, .optional("xlabel", ""), .optional("ylabel", ""),
    ], group: .pictures, "Draws the levels of a function of two numbers, and a path across them.",
    details: "contour(f, [-4, 4], [-1, 1], path=trail)"
  ) { (call) throws(Stop) in
    let function = try call.function(0)
    let x = try call.interval(1, default: Interval(-3, 3))
    let y = try call.interval(2, default: x)
    let (rows, columns) = (41, 61)
    var values: [Double] = []
    for row in 0..<rows {
      try call.machine.tick()
      for column in 0..<columns {
        values.append(
          try call.value(of: function, at: place(column, of: columns, on: x), place(row, of: rows, on: y)))
      }
    }
    let path = call.has(3) ? try points(call, 3) : []
    let labels = try call.labels(title: 4, x: 5, y: 6)
    let grid = values
    return try Builtins.picture(call) { () throws(FigureError) in
      .contour(try ContourMap(rows: rows, columns: columns, values: grid, x: x, y: y, path: path, labels: labels))
    }
  }

  private static func place(_ step: Int, of count: Int, on axis: Interval) -> Double {
    axis.low + (axis.high - axis.low) * Double(step) / Double(count - 1)
  }

  private static func points(_ call: Call, _ position: Int) throws(Stop) -> [Point] {
    let traced = try call.traced(position).plain
    guard traced.shape.count == 2, traced.shape[1] == 2 else {
      if traced.count == 0 { return [] }
      throw call.failure(
        .cannotDraw, "a path is a list of points [x, y], and this has the shape \(ShapeText.of(traced.shape))",
        at: position)
    }
    let numbers = traced.doubles
    return (0..<traced.shape[0]).map { Point(numbers[2 * $0], numbers[2 * $0 + 1]) }
  }

  static let boundary = Builtin(
    "boundary",
    [
      .required("model", "a function from points [n, 2] to scores"), .required("data", "data with x and y"),
      Builtins.title,
    ],
    group: .pictures, "Draws which class a model sees where, with the data's points on top.",
    details: "Scores are [n, classes], or [n] or [n, 1] where above 0.5 means class 1."
  ) { (call) throws(Stop) in
    let function = try call.function(0)
    let (data, names) = try labelled(call)
    guard data.x.shape.count == 2, data.x.shape[1] == 2, let targets = data.y else {
      throw call.failure(
        .cannotDraw, "a boundary is drawn for points with two coordinates, and x is \(ShapeText.of(data.x.shape))",
        at: 1)
    }
    let points = data.x.doubles
    let finite = points.filter { $0.isFinite }
    let x = span(stride(from: 0, to: points.count, by: 2).map { points[$0] })
    let y = span(stride(from: 1, to: points.count, by: 2).map { points[$0] })
    guard !finite.isEmpty else { throw call.failure(.cannotDraw, "there are no points to draw", at: 1) }
    let (rows, columns) = (41, 61)
    var grid: [Double] = []
    for row in 0..<rows {
      for column in 0..<columns {
        grid += [place(column, of: columns, on: x), place(row, of: rows, on: y)]
      }
    }
    let inputs = try call.machine.traced(
      try call.tensor(grid, shape: [rows * columns, 2]), at: call.place, operand: 1)
    let output = try call.machine.outputs(
      of: function, on: ExampleSet(x: inputs, y: nil), at: call.place, in: call.frame)
    guard let classes = Score.classes(output), classes.count == rows * columns else {
      throw call.failure(
        .cannotDraw, "the model gives \(ShapeText.of(output.shape)) for \(rows * columns) points", at: 0,
        help: "it must give one row of scores for each point")
    }
    let labels = targets.plain.integers
    let samples = zip(labels, 0...).map { label, index in
      BoundaryMap.Sample(Point(points[2 * index], points[2 * index + 1]), label: label)
    }
    let all = try named(classes + labels, names, call)
    let words = try call.labels(title: 2)
    return try Builtins.picture(call) { () throws(FigureError) in
      .boundary(
        try BoundaryMap(
          rows: rows, columns: columns, classes: classes, x: x, y: y, samples: samples, names: all, labels: words))
    }
  }

  /// The ends of an axis with a little room around the values.
  private static func span(_ values: [Double]) -> Interval {
    let finite = values.filter { $0.isFinite }
    guard let low = finite.min(), let high = finite.max() else { return Interval(-1, 1) }
    let room = low == high ? 1 : (high - low) * 0.1
    return Interval(low - room, high + room)
  }

  static let confusion = Builtin(
    "confusion",
    [
      .required("model", "a function from x to scores, or the scores, or the classes"),
      .required("data", "data with x and y, or the labels"), .optional("names", "", "of the classes"), Builtins.title,
    ],
    group: .pictures, "Draws how often each true class (row) was taken for each class (column)."
  ) { (call) throws(Stop) in
    let actual: [Int]
    let scores: Traced
    var names = try call.names(2)
    if case .function(let function) = call[0] {
      let (data, labels) = try labelled(call)
      guard let targets = data.y else { throw call.failure(.notData, "the data has no y", at: 1) }
      if names.isEmpty { names = labels }
      actual = targets.plain.integers
      scores = try call.machine.outputs(of: function, on: data, at: call.place, in: call.frame)
    } else {
      scores = try call.traced(0)
      actual = try call.wholeNumbers(1, "labels")
    }
    let most = actual.max() ?? 0
    let given = wholeClasses(scores, labels: most)
    guard let predicted = given ?? Score.classes(scores), predicted.count == actual.count else {
      throw call.failure(
        .cannotDraw,
        "the scores \(ShapeText.of(scores.shape)) do not give a class for each of \(actual.count) examples")
    }
    // One score above or below 0.5 stands for one of two classes.
    if given == nil, scores.shape.count == 1 || scores.shape.last == 1, most > 1 {
      throw call.failure(
        .cannotDraw, "one score tells classes 0 and 1 apart, and the labels go up to \(most)", at: 0,
        help: "give a row of scores, or the number of a class, for each example")
    }
    let all = try named(actual + predicted, names, call)
    let title = try call.text("title")
    var counts = [Int](repeating: 0, count: all.count * all.count)
    for (row, column) in zip(actual, predicted) { counts[row * all.count + column] += 1 }
    let tally = counts
    return try Builtins.picture(call) { () throws(FigureError) in
      .confusion(try ConfusionMatrix(names: all, counts: tally, title: title))
    }
  }

  /// The classes that a list of whole numbers stands for, where there are more than two; nil of scores.
  private static func wholeClasses(_ scores: Traced, labels most: Int) -> [Int]? {
    guard scores.shape.count == 1 else { return nil }
    let numbers = scores.plain.doubles
    let classes = numbers.compactMap { $0 < 0 ? nil : Int(exactly: $0) }
    return classes.count == numbers.count && Swift.max(most, classes.max() ?? 0) > 1 ? classes : nil
  }

  /// The data at position 1 with the names of its classes; of a whole set the test part.
  private static func labelled(_ call: Call) throws(Stop) -> (ExampleSet, [String]) {
    guard case .record(let record) = call[1] else {
      return (try ExampleSet(call[1], machine: call.machine, at: call.place), [])
    }
    var names: [String] = []
    if let labels = record["labels"], case .list(let list) = labels {
      for case .string(let text) in list.items { names.append(text.string) }
    }
    let part = record["x"] == nil ? record["test"] ?? call[1] : call[1]
    return (try ExampleSet(part, machine: call.machine, at: call.place), names)
  }

  /// Names for all classes up to the largest: those given, then numbers.
  private static func named(_ classes: [Int], _ names: [String], _ call: Call) throws(Stop) -> [String] {
    let last = Swift.max(classes.max() ?? 0, 0)
    guard last < 1000, (classes.min() ?? 0) >= 0 else {
      throw call.failure(
        .cannotDraw, "classes are whole numbers from 0 to 999, and these go from \(classes.min() ?? 0) to \(last)")
    }
    return (0...last).map { $0 < names.count ? names[$0] : "\($0)" }
  }
}
