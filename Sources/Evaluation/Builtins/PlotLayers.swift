import Documents
import Source
import Tensors

/// Several pictures in one: `plot([scatter(x, y), f])` draws a function over points.
struct PlotLayers {
  private let call: Call
  private let layers: [Value]
  /// Whether the ends of functions are arguments.
  private let hasEnds: Bool

  /// The layers of a call of `plot`, in one list or one after the other; nil where no picture is among them.
  init?(_ call: Call) {
    var layers: [Value] = []
    var hasEnds = false
    for position in 0..<3 where call.has(position) {
      switch call[position] {
      case .list(let list) where list.items.contains(where: Self.isPicture): layers += list.items
      case .figure, .function: layers.append(call[position])
      case let value where position == 0 || Plots.isSequence(value): layers.append(value)
      default: hasEnds = true
      }
    }
    guard layers.contains(where: Self.isPicture) else { return nil }
    (self.call, self.layers, self.hasEnds) = (call, layers, hasEnds)
  }

  private static func isPicture(_ value: Value) -> Bool { if case .figure = value { true } else { false } }

  /// One plot of all layers, with the words of the first that has some.
  func drawn(_ names: [String]) throws(Stop) -> Value {
    var parts: [[Series]?] = []
    var labels = try call.labels(title: 4, x: 5, y: 6)
    var (isLogX, isLogY) = (try call.flag("logx"), try call.flag("logy"))
    for layer in layers {
      switch layer {
      case .function: parts.append(nil)
      case .figure(let picture):
        let plot = try self.plot(picture)
        parts.append(plot.series)
        labels = labels.filled(from: plot.labels)
        (isLogX, isLogY) = (isLogX || plot.isLogX, isLogY || plot.isLogY)
      default:
        let values = try call.machine.traced(layer, at: call.place, operand: 0).plain.doubles
        parts.append([Thinning.line(Series(y: values))])
      }
    }
    let ends = try Plots.ends(call, hasEnds, over: parts.compactMap { $0 }.joined())
    var series: [Series] = []
    for (layer, part) in zip(layers, parts) {
      var own = part ?? []
      if case .function(let function) = layer { own = [try Plots.curve(of: function, ends, function.name ?? "", call)] }
      for one in own {
        let name = series.count < names.count ? names[series.count] : one.name
        series.append(Series(name, points: one.points, form: one.form))
      }
    }
    return .figure(Picture(.line(LinePlot(series, labels: labels, isLogX: isLogX, isLogY: isLogY))))
  }

  /// A picture as lines and points.
  private func plot(_ picture: Picture) throws(Stop) -> LinePlot {
    switch picture.content {
    case .figure(.line(let plot)): return plot
    case .figure(.scatter(let plot)):
      return LinePlot(plot.series.map { Series($0.name, points: $0.points, form: .points) }, labels: plot.labels)
    case .figure, .tape:
      throw call.failure(
        .cannotDraw, "points and lines can be drawn over each other, and this is another picture", at: 0,
        help: "plot([scatter(x, y), f]) draws a line over points")
    }
  }
}

extension Plots {
  /// Where functions are drawn: as the arguments say, else over the points of the other layers.
  fileprivate static func ends(
    _ call: Call, _ areGiven: Bool, over series: some Sequence<Series>
  ) throws(Stop) -> Interval {
    if areGiven { return try ends(call, default: Interval(-5, 5)) }
    var ends = Interval(.infinity, -.infinity)
    for point in series.lazy.flatMap(\.points) where point.isFinite {
      ends = Interval(Swift.min(ends.low, point.x), Swift.max(ends.high, point.x))
    }
    return ends.low < ends.high ? ends : Interval(-5, 5)
  }
}

extension PlotLabels {
  /// These words, and where there are none those of others.
  fileprivate func filled(from other: PlotLabels) -> PlotLabels {
    PlotLabels(title: title.isEmpty ? other.title : title, x: x.isEmpty ? other.x : x, y: y.isEmpty ? other.y : y)
  }
}
