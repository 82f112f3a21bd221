import Documents
import Source
import Syntax
import Tensors

extension Builtins {
  /// Pictures: values that whoever shows them draws.
  static let pictures = [
    Plots.plot, Plots.scatter, Plots.hist, Maps.heatmap, Maps.image, Maps.contour, Maps.boundary, Maps.confusion,
    Graphs.graph,
  ]

  static let title = Builtin.Parameter.text("title", "", "what stands above")

  /// A picture, or the fact that speaks against it as an error.
  static func picture(_ call: Call, _ make: () throws(FigureError) -> Figure) throws(Stop) -> Value {
    do {
      return .figure(Picture(try make()))
    } catch {
      throw call.failure(.cannotDraw, error.message)
    }
  }
}

extension Call {
  /// The words around a plot, from the arguments at three positions.
  func labels(title: Int, x: Int? = nil, y: Int? = nil) throws(Stop) -> PlotLabels {
    PlotLabels(
      title: try string(title, default: ""), x: try x.map { (x) throws(Stop) in try string(x, default: "") } ?? "",
      y: try y.map { (y) throws(Stop) in try string(y, default: "") } ?? "")
  }

  /// A list of texts; empty when left out.
  func names(_ position: Int) throws(Stop) -> [String] {
    guard has(position) else { return [] }
    return try elements(position).map { element in
      if case .string(let text) = element { return text.string }
      return ValueText.plain(element, machine: machine)
    }
  }

  /// What a function of numbers gives, as a plain number; nothing is recorded.
  func value(of function: Function, at numbers: Double...) throws(Stop) -> Double {
    let float32 = machine.state.defaultFloat == .float32
    let result = try machine.evaluate { () throws(Stop) in
      try invoke(function, numbers.map { float32 ? .data(.float32(Float($0))) : .number($0) })
    }
    guard let number = try machine.traced(result, at: place, operand: 0).plain.double else {
      let name = function.name.map(Phrase.verbatim) ?? "the function"
      throw failure(.notAScalar, "\(name) gives \(result.kind), and one number can be drawn")
    }
    return number
  }

  /// The two ends of an axis, `[low, high]`.
  func interval(_ position: Int, default defaultValue: Interval) throws(Stop) -> Interval {
    guard has(position) else { return defaultValue }
    let ends = try numbers(position)
    guard ends.count >= 2, let low = ends.first, let high = ends.last, low.isFinite, high.isFinite, low < high else {
      throw failure(
        .wrongArguments, "\(builtin.parameters[position].name) must be [low, high], two different numbers",
        at: position)
    }
    return Interval(low, high)
  }
}

enum Plots {
  static let plot = Builtin(
    "plot",
    [
      .required("what", "values, a function of a number, points or another plot, or a list of them"),
      .optional("from", "-5", "where a function is drawn from; or the values over the first ones"),
      .optional("to", "5", "where a function is drawn to"), .optional("names", "", "for the legend"), Builtins.title,
      .optional("xlabel", ""), .optional("ylabel", ""), .flag("logx", false), .flag("logy", false),
    ], group: .pictures, "Draws lines: values in order, y over x, or functions.",
    details: "plot(losses), plot(x, y), plot(σ, -8, 8), plot([tanh, relu], -3, 3), plot([a, b], names=[\"a\", \"b\"]). "
      + "plot([scatter(x, y), f]) draws a line over points."
  ) { (call) throws(Stop) in
    let names = try call.names(3)
    if let layers = PlotLayers(call) { return try layers.drawn(names) }
    var series: [Series]
    if let functions = try functions(call) {
      series = try curves(functions, names, call)
    } else {
      guard !call.has(2) else {
        throw call.failure(
          .wrongArguments, "`to` is where a function is drawn to, and these are values",
          help: "several curves stand in one list: plot([a, b], x)")
      }
      series = try values(names, call)
    }
    series = series.map(Thinning.line)
    let labels = try call.labels(title: 4, x: 5, y: 6)
    let (logX, logY) = (try call.flag("logx"), try call.flag("logy"))
    return .figure(Picture(.line(LinePlot(series, labels: labels, isLogX: logX, isLogY: logY))))
  }

  private static func functions(_ call: Call) throws(Stop) -> [Function]? {
    switch call[0] {
    case .function(let function): return [function]
    case .list(let list) where !list.items.isEmpty:
      var functions: [Function] = []
      for case .function(let function) in list.items { functions.append(function) }
      return functions.count == list.items.count ? functions : nil
    default: return nil
    }
  }

  private static func curves(_ functions: [Function], _ names: [String], _ call: Call) throws(Stop) -> [Series] {
    let ends = try self.ends(call, default: Interval(-5, 5))
    let written = functions.count > 1 ? self.written(call.place.source.slice(call.span(of: 0))) : []
    var series: [Series] = []
    for (position, function) in functions.enumerated() {
      let own = position < written.count ? written[position] : nil
      let name = position < names.count ? names[position] : functions.count > 1 ? own ?? function.name ?? "" : ""
      series.append(try curve(of: function, ends, name, call))
    }
    return series
  }

  /// The names in a list as they were written, σ for sigmoid; nil for what is no name.
  private static func written(_ list: String) -> [String?] {
    let source = SourceText(list)
    guard case .expression(let expression)? = Parser.parse(source).statements.first?.kind,
      case .list(let items) = expression.kind
    else { return [] }
    return items.map { item in
      guard case .name = item.kind else { return nil }
      return source.slice(item.span)
    }
  }

  /// Where functions are drawn: from one argument to the next, or between other ends.
  static func ends(_ call: Call, default ends: Interval) throws(Stop) -> Interval {
    let (low, high) = (try call.number(1, default: ends.low), try call.number(2, default: ends.high))
    guard low.isFinite, high.isFinite, low < high else {
      throw call.failure(.wrongArguments, "a function is drawn from a smaller to a larger number", at: 1)
    }
    return Interval(low, high)
  }

  /// A function of a number between two ends.
  static func curve(of function: Function, _ ends: Interval, _ name: String, _ call: Call) throws(Stop) -> Series {
    let count = 200
    var points: [Point] = []
    for step in 0...count {
      let x = ends.low + (ends.high - ends.low) * Double(step) / Double(count)
      points.append(Point(x, try call.value(of: function, at: x)))
    }
    return Series(name, points: points)
  }

  private static func values(_ names: [String], _ call: Call) throws(Stop) -> [Series] {
    let first = try rows(call, 0)
    guard call.has(1) else {
      return first.enumerated().map { place, row in
        Series(
          place < names.count ? names[place] : "", points: row.enumerated().map { Point(Double($0.offset), $0.element) }
        )
      }
    }
    if case .string = call[2] {
      throw call.failure(
        .wrongArguments, "no text says how values are drawn", at: 2,
        help: "scatter(x, y) draws points, plot(x, y) a line")
    }
    let second = try rows(call, 1)
    var series: [Series] = []
    for (position, y) in second.enumerated() {
      do {
        let x = first.count == second.count ? first[position] : first.first ?? []
        let name = position < names.count ? names[position] : ""
        series.append(
          x.count == y.count ? Series(name, points: zip(x, y).map { Point($0, $1) }) : try Series(name, x: x, y: y))
      } catch {
        throw call.failure(.cannotDraw, error.message)
      }
    }
    return series
  }

  /// Values as rows: a vector is one, a matrix several, a list may hold rows of different lengths.
  private static func rows(_ call: Call, _ position: Int) throws(Stop) -> [[Double]] {
    if case .list(let list) = call[position], list.items.contains(where: { isSequence($0) }) {
      var rows: [[Double]] = []
      for item in list.items {
        rows.append(try call.machine.traced(item, at: call.place, operand: position).plain.doubles)
      }
      return rows
    }
    let value = try call.traced(position).plain
    let numbers = value.doubles
    guard value.shape.count == 2, value.shape[1] > 0 else { return [numbers] }
    let width = value.shape[1]
    return (0..<value.shape[0]).map { Array(numbers[$0 * width..<($0 + 1) * width]) }
  }

  static func isSequence(_ value: Value) -> Bool {
    switch value {
    case .list, .range: true
    case .data(let traced): !traced.shape.isEmpty
    default: false
    }
  }

  static let scatter = Builtin(
    "scatter",
    [
      .required("x", "numbers, or points [n, 2]"), .optional("y", "", "numbers; the classes when x holds points"),
      .optional("classes", "", "the class of each point"), .optional("names", "", "of the classes"), Builtins.title,
      .optional("xlabel", ""), .optional("ylabel", ""),
    ], group: .pictures, "Draws points, each class in its own colour and shape.",
    details:
      "scatter(x, y), scatter(x, y, classes), scatter(data.x, data.y). plot([scatter(x, y), f]) draws a line over "
      + "the points."
  ) { (call) throws(Stop) in
    let x = try call.traced(0).plain
    let isPoints = x.shape.count == 2 && x.shape[1] == 2
    let first = x.doubles
    let classes = isPoints ? 1 : 2
    var points: [Point] = []
    if isPoints {
      points = (0..<x.shape[0]).map { Point(first[2 * $0], first[2 * $0 + 1]) }
    } else {
      guard call.has(1) else { throw call.failure(.wrongArguments, "scatter needs a y for every x", at: 0) }
      let second = try call.numbers(1)
      guard first.count == second.count else {
        throw call.failure(.cannotDraw, "there are \(first.count) x and \(second.count) y", at: 1)
      }
      points = zip(first, second).map { Point($0, $1) }
    }
    let labels = try call.labels(title: 4, x: 5, y: 6)
    guard call.has(classes) else {
      return .figure(Picture(.scatter(ScatterPlot([Series(points: Thinning.points(points))], labels: labels))))
    }
    let numbers = try call.wholeNumbers(classes, "classes")
    let names = try call.names(3)
    let (all, shown) = Thinning.points(points, numbers)
    return try Builtins.picture(call) { () throws(FigureError) in
      .scatter(try ScatterPlot(all, classes: shown, names: names, labels: labels))
    }
  }

  static let hist = Builtin(
    "hist", [.required("x", "numbers"), .optional("bins", else: "by the number of values"), Builtins.title],
    group: .pictures,
    "Draws how often values fall into bins of equal width."
  ) { (call) throws(Stop) in
    let bins = call.has(1) ? try call.whole(1) : nil
    let labels = try call.labels(title: 2)
    return .figure(Picture(.histogram(Thinning.histogram(try call.numbers(0), bins: bins, labels))))
  }
}
