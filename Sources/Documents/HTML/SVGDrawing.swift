import Source

/// The elements of an SVG picture and its size.
struct SVGDrawing {
  /// The language of the words beside the data.
  let language: Translation
  var width = 640
  var height = 20
  private var elements: [String] = []

  init(language: Translation) { self.language = language }

  mutating func add(_ element: String) { elements.append(element) }

  /// A line of text.
  mutating func text(
    _ text: String, x: Int, y: Int, anchor: String = "", name: String = "", fill: String = ""
  ) {
    var attributes = anchor.isEmpty ? "" : " text-anchor=\"\(anchor)\""
    if !name.isEmpty { attributes += " class=\"\(name)\"" }
    if !fill.isEmpty { attributes += " style=\"fill:\(fill)\"" }
    add("<text x=\"\(x)\" y=\"\(y)\"\(attributes)>\(HTMLText.escaped(text))</text>")
  }

  /// A filled rectangle; a hatched one for what is no number.
  mutating func rectangle(x: Int, y: Int, width: Int, height: Int, fill: RGB?) {
    let size = "x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\""
    guard let fill else {
      add("<path class=\"axis\" d=\"M\(x) \(y)l\(width) \(height)M\(x + width) \(y)l\(-width) \(height)\"/>")
      return
    }
    add("<rect \(size) fill=\"\(Self.hex(fill))\" shape-rendering=\"crispEdges\"/>")
  }

  /// Writes the title, if there is one, and tells where the rest may begin.
  mutating func title(_ title: String) -> Int {
    guard !title.isEmpty else { return 4 }
    text(title, x: 10, y: 18, name: "title")
    return 26
  }

  func element(description: String) -> String {
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" height=\"\(height)\""
      + " role=\"img\" aria-label=\"\(description)\">\n" + elements.joined(separator: "\n") + "\n</svg>"
  }

  static func hex(_ color: RGB) -> String {
    func part(_ value: UInt8) -> String { (value < 16 ? "0" : "") + String(value, radix: 16) }
    return "#" + part(color.red) + part(color.green) + part(color.blue)
  }
}

/// The axes of an SVG plot and the places of its points.
struct SVGFrame {
  static let left = 64
  static let right = 624
  private static let top = 34
  private static let bottom = 310

  /// What fills a part of a field.
  enum Fill: Equatable {
    case color(RGB)
    case series(Int)
  }

  let x: Axis
  let y: Axis

  init(_ x: Axis, _ y: Axis) {
    self.x = x
    self.y = y
  }

  /// Where a point is drawn, or nil off the axes.
  func place(_ point: Point) -> (x: Int, y: Int)? {
    guard let across = x.position(of: point.x), let up = y.position(of: point.y) else { return nil }
    return (
      Self.left + Int((across * Double(Self.right - Self.left)).rounded()),
      Self.bottom - Int((up * Double(Self.bottom - Self.top)).rounded())
    )
  }

  /// Axes, ticks and words.
  func draw(_ labels: PlotLabels, on drawing: inout SVGDrawing) {
    drawing.height = 340
    for tick in x.ticks {
      guard let place = place(Point(tick.value, y.low)) else { continue }
      drawing.add("<path class=\"axis\" d=\"M\(place.x) \(Self.bottom)v5\"/>")
      drawing.text(tick.label, x: place.x, y: Self.bottom + 19, anchor: "middle")
    }
    for tick in y.ticks {
      guard let place = place(Point(x.low, tick.value)) else { continue }
      drawing.add("<path class=\"grid\" d=\"M\(Self.left) \(place.y)H\(Self.right)\"/>")
      drawing.text(tick.label, x: Self.left - 7, y: place.y + 4, anchor: "end")
    }
    drawing.add("<path class=\"axis\" d=\"M\(Self.left) \(Self.top)V\(Self.bottom)H\(Self.right)\"/>")
    if !labels.title.isEmpty { drawing.text(labels.title, x: Self.left, y: 14, name: "title") }
    if !labels.y.isEmpty { drawing.text(labels.y, x: 8, y: 30) }
    if !labels.x.isEmpty {
      drawing.text(labels.x, x: (Self.left + Self.right) / 2, y: Self.bottom + 38, anchor: "middle")
      drawing.height = 358
    }
  }

  /// A grid stored from the bottom, filling the frame; neighbours of one fill are one rectangle.
  func field(columns: Int, rows: Int, on drawing: inout SVGDrawing, fill: (Int) -> Fill?) {
    let (shownColumns, shownRows) = (Swift.min(columns, 140), Swift.min(rows, 100))
    func edge(_ index: Int, _ count: Int, _ low: Int, _ high: Int) -> Int { low + (high - low) * index / count }
    for row in 0..<shownRows {
      let top = edge(row, shownRows, Self.top, Self.bottom)
      let height = edge(row + 1, shownRows, Self.top, Self.bottom) - top
      var start = 0
      var last: Fill?
      for column in 0...shownColumns {
        let index = Resampling.index(column, row, shownColumns, shownRows, columns, rows)
        let next = column < shownColumns ? fill(index) : nil
        if next == last, column < shownColumns { continue }
        if let last {
          let left = edge(start, shownColumns, Self.left, Self.right)
          let width = edge(column, shownColumns, Self.left, Self.right) - left
          switch last {
          case .color(let color): drawing.rectangle(x: left, y: top, width: width, height: height, fill: color)
          case .series(let series):
            drawing.add(
              "<rect class=\"field k\(series % 8)\" x=\"\(left)\" y=\"\(top)\" width=\"\(width)\" height=\"\(height)\"/>"
            )
          }
        }
        start = column
        last = next
      }
    }
  }

  /// Of very many points, the lowest and the highest of each stretch: their outline is the same.
  static func thinned(_ points: [Point]) -> [Point] {
    let limit = 2_000
    guard points.count > limit else { return points }
    let stretch = points.count / (limit / 2) + 1
    return stride(from: 0, to: points.count, by: stretch).flatMap { start -> [Point] in
      let part = points[start..<Swift.min(start + stretch, points.count)].filter(\.isFinite)
      guard let low = part.indices.min(by: { part[$0].y < part[$1].y }),
        let high = part.indices.max(by: { part[$0].y < part[$1].y })
      else { return [Point(.nan, .nan)] }
      return low == high ? [part[low]] : [part[Swift.min(low, high)], part[Swift.max(low, high)]]
    }
  }
}
