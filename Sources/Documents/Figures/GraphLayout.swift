import Source

/// Draws a graph as boxes in columns, joined by lines; as a list where the boxes do not fit.
struct GraphLayout {
  let figure: FigureLayout
  let graph: NetworkGraph

  private var layout: TerminalLayout { figure.layout }
  private var isUnicode: Bool { figure.glyphs.family == .unicode }
  /// What stands in an arrow for values that are not shown.
  private var folded: String { isUnicode ? "⋯" : "." }

  /// Beyond, boxes and lines no longer help the eye.
  private static let mostNodes = 60
  /// Beyond, a picture in strips is longer than anybody follows.
  private static let mostRows = 160

  var lines: [StyledLine] {
    let title = figure.title(layout.language(graph.title))
    guard graph.nodes.count <= Self.mostNodes, let strips = drawn() else { return title + list }
    let turn = StyledLine(
      layout.language(isUnicode ? "⋯ the lines go on below ⋯" : "... the lines go on below ..."), .dim)
    return title + Array(strips.joined(separator: [turn]))
  }

  // MARK: - As a list

  private var list: [StyledLine] {
    // What a value is made of stands in its own line; where it is used its name is enough.
    let names = Dictionary(
      graph.nodes.map { ($0.id, String(($0.texts.first ?? "").split(separator: " = ").first ?? "")) },
      uniquingKeysWith: { a, _ in a })
    let order = GraphLayers(graph).columns.joined()
    var sources: [Int: [String]] = [:]
    for edge in graph.edges {
      sources[edge.to, default: []].append((edge.isFolded ? folded + " " : "") + (names[edge.from] ?? ""))
    }
    return order.flatMap { item -> [StyledLine] in
      guard case .node(let index) = item else { return [] }
      let node = graph.nodes[index]
      let mark = node.isMarked ? (isUnicode ? "▸ " : "> ") : "  "
      var pieces = [Piece(mark, .strong), Piece(layout.plain(node.texts.first ?? ""), role(node))]
      pieces += node.texts.dropFirst().map { Piece("  " + layout.plain($0)) }
      if let from = sources[node.id] {
        pieces.append(Piece("  \(isUnicode ? "←" : "<-") " + layout.plain(from.joined(separator: ", ")), .dim))
      }
      let lines = Wrapper.wrap(pieces, width: layout.width - 4)
      return lines.enumerated().map { $0.offset == 0 ? $0.element : Piece("    ") + $0.element }
    }
  }

  private func role(_ node: NetworkGraph.Node) -> Role {
    switch node.kind {
    case .input, .constant: .name
    case .parameter: .parameter
    case .operation: .function
    case .result: .strong
    }
  }

  // MARK: - As boxes

  /// Where an item of a column stands.
  private struct Place {
    var top: Int
    var height: Int
  }

  /// The picture as strips below each other, cut where only lines cross; nil when a single box is too wide.
  private func drawn() -> [[StyledLine]]? {
    let layers = GraphLayers(graph)
    let texts = graph.nodes.map { node in GraphLayout.texts(node, graph).map { layout.plain($0) } }
    let columnWidths = GraphLayout.columnWidths(layers, texts, graph.density)
    let tracks = GraphLayout.trackNumbers(layers)
    let channels = GraphLayout.channels(layers, tracks)
    let width = GraphLayout.width(columnWidths, channels)
    guard width > 0, let cuts = GraphLayout.cuts(columnWidths, channels, room: layout.width) else { return nil }
    let heights = layers.columns.map { column in
      column.map { item -> Int in
        guard case .node(let index) = item else { return 1 }
        return GraphLayout.height(texts[index], graph)
      }
    }
    let tallest = heights.map { $0.reduce(0, +) }.max() ?? 0
    let places = heights.map { heights -> [Place] in
      var top = (tallest - heights.reduce(0, +)) / 2
      return heights.map { height in
        defer { top += height }
        return Place(top: top, height: height)
      }
    }
    var starts: [Int] = []
    var x = 0
    for (column, width) in columnWidths.enumerated() {
      starts.append(x)
      x += width + channels[column]
    }
    var canvas = LineCanvas(columns: width, rows: tallest)
    for (column, items) in layers.columns.enumerated() {
      for (place, item) in items.enumerated() {
        guard case .passage = item else { continue }
        canvas.horizontal(
          places[column][place].top, from: starts[column], to: starts[column] + columnWidths[column] - 1)
      }
    }
    let ports = portRows(layers, places)
    for (index, link) in layers.links.enumerated() {
      let from = starts[link.column] + columnWidths[link.column]
      let to = starts[link.column + 1] - 1
      let track = from + 1 + (tracks[link.column][link.from] ?? 0)
      canvas.horizontal(ports[index].from, from: from, to: track)
      canvas.vertical(track, from: ports[index].from, to: ports[index].to)
      canvas.horizontal(ports[index].to, from: track, to: to)
    }
    var picture = canvas.picture(isUnicode: isUnicode)
    for (index, link) in layers.links.enumerated() {
      guard case .node = layers.columns[link.column + 1][link.to] else { continue }
      picture.write(isUnicode ? "▸" : ">", column: starts[link.column + 1] - 1, row: ports[index].to, role: .dim)
    }
    // A gap before its head tells an arrow over values that are not shown from a direct one.
    for (index, link) in layers.links.enumerated() where graph.edges[link.edge].isFolded {
      guard case .node = layers.columns[link.column + 1][link.to] else { continue }
      picture.write(folded, column: starts[link.column + 1] - 2, row: ports[index].to, role: .dim)
    }
    for (column, items) in layers.columns.enumerated() {
      for (place, item) in items.enumerated() {
        guard case .node(let index) = item else { continue }
        draw(
          graph.nodes[index], texts[index], x: starts[column], y: places[column][place].top,
          width: columnWidths[column], on: &picture)
      }
    }
    let strips = cuts.map { picture.strip($0) }
    return strips.count == 1 || strips.reduce(0, { $0 + $1.count }) <= Self.mostRows ? strips : nil
  }

  /// Where the picture is cut so that each strip fits: between columns, behind the last line that turns.
  static func cuts(_ widths: [Int], _ channels: [Int], room: Int) -> [Range<Int>]? {
    var cuts: [Range<Int>] = []
    var (start, x) = (0, 0)
    for (width, channel) in zip(widths, channels) {
      if x + width - start > room {
        // Between two columns only lines cross; the last two cells before a column hold a line and its arrow.
        let cut = Swift.min(x - 2, start + room)
        guard cut > start, x + width - cut <= room, cut - start <= room else { return nil }
        cuts.append(start..<cut)
        start = cut
      }
      x += width + channel
    }
    let end = x - (channels.last ?? 0)
    return end - start <= room ? cuts + [start..<end] : nil
  }

  /// A node's lines; the densest graph has one for each.
  fileprivate static func texts(_ node: NetworkGraph.Node, _ graph: NetworkGraph) -> [String] {
    graph.density == .lines ? [node.texts.joined(separator: "  ")] : node.texts
  }

  /// The rows of a node: its lines and its frame.
  fileprivate static func height(_ lines: [String], _ graph: NetworkGraph) -> Int {
    switch graph.density {
    case .framed: Swift.max(lines.count, 1) + 2
    case .open: Swift.max(lines.count, 1)
    case .lines: 1
    }
  }

  fileprivate static func columnWidths(
    _ layers: GraphLayers, _ texts: [[String]], _ density: NetworkGraph.Density
  ) -> [Int] {
    let frame = density == .open ? 2 : 4
    return layers.columns.map { column in
      column.map { item -> Int in
        guard case .node(let index) = item else { return 1 }
        return (texts[index].map(DisplayWidth.columns(of:)).max() ?? 0) + frame
      }.max() ?? 0
    }
  }

  fileprivate static func channels(_ layers: GraphLayers, _ tracks: [[Int: Int]]) -> [Int] {
    layers.columns.indices.map { column in (tracks[column].values.max() ?? -1) + 4 }
  }

  fileprivate static func width(_ columns: [Int], _ channels: [Int]) -> Int {
    zip(columns, channels).reduce(0) { $0 + $1.0 + $1.1 } - (channels.last ?? 0)
  }

  /// One vertical track for each source of a channel, so that lines of different sources do not run into each other.
  fileprivate static func trackNumbers(_ layers: GraphLayers) -> [[Int: Int]] {
    var result = [[Int: Int]](repeating: [:], count: layers.columns.count)
    for link in layers.links where result[link.column][link.from] == nil {
      result[link.column][link.from] = result[link.column].count
    }
    return result
  }

  /// The rows at which a link leaves and arrives; several that arrive at one box are spread over its height.
  private func portRows(_ layers: GraphLayers, _ places: [[Place]]) -> [(from: Int, to: Int)] {
    var arrivals: [[Int]: [Int]] = [:]
    for (index, link) in layers.links.enumerated() { arrivals[[link.column, link.to], default: []].append(index) }
    var rows = layers.links.map { link -> (from: Int, to: Int) in
      let start = places[link.column][link.from]
      let end = places[link.column + 1][link.to]
      return (start.top + start.height / 2, end.top + end.height / 2)
    }
    for (key, links) in arrivals where links.count > 1 {
      let place = places[key[0] + 1][key[1]]
      let inside = Swift.max(place.height - 2, 1)
      let sorted = links.sorted { rows[$0].from < rows[$1].from }
      for (order, link) in sorted.enumerated() where place.height > 2 {
        rows[link].to = place.top + 1 + Swift.min(order * inside / links.count, inside - 1)
      }
    }
    return rows
  }

  private func draw(
    _ node: NetworkGraph.Node, _ lines: [String], x: Int, y: Int, width: Int, on picture: inout Picture
  ) {
    let role: Role? = node.isMarked ? .highlight : nil
    let frame =
      node.isMarked && isUnicode
      ? Array("╔═╗║╚╝") : isUnicode ? Array("┌─┐│└┘") : node.isMarked ? Array("#=###") + ["#"] : Array("+-+|++")
    if graph.density != .framed {
      // Without a frame the one that is marked alone has bars at its sides.
      let isOpen = graph.density == .open
      let side = isOpen ? node.isMarked ? String(frame[3]) : " " : String(frame[3]) + " "
      let inner = width - 2 * side.count
      for (offset, line) in (lines.isEmpty ? [""] : lines).enumerated() {
        picture.write(side, column: x, row: y + offset, role: node.isMarked ? .highlight : .dim)
        picture.write(
          DisplayWidth.padded(line, to: inner), column: x + side.count, row: y + offset,
          role: offset == 0 ? role ?? self.role(node) : nil)
        picture.write(
          String(side.reversed()), column: x + width - side.count, row: y + offset,
          role: node.isMarked ? .highlight : .dim)
      }
      return
    }
    let edge = String(repeating: frame[1], count: Swift.max(width - 2, 0))
    picture.write(String(frame[0]) + edge + String(frame[2]), column: x, row: y, role: .dim)
    for (offset, line) in (lines.isEmpty ? [""] : lines).enumerated() {
      picture.write(String(frame[3]), column: x, row: y + 1 + offset, role: .dim)
      picture.write(DisplayWidth.padded("", to: width - 2), column: x + 1, row: y + 1 + offset)
      let text = DisplayWidth.padded(line, to: width - 4)
      picture.write(text, column: x + 2, row: y + 1 + offset, role: offset == 0 ? role ?? self.role(node) : nil)
      picture.write(String(frame[3]), column: x + width - 1, row: y + 1 + offset, role: .dim)
    }
    let bottom = y + 1 + Swift.max(lines.count, 1)
    picture.write(String(frame[4]) + edge + String(frame[5]), column: x, row: bottom, role: .dim)
  }
}

extension NetworkGraph {
  /// How many columns the drawing takes in a terminal when it is not cut into strips.
  package var drawnWidth: Int { drawnSize.columns }

  /// How many columns and rows the drawing takes in a terminal when it is not cut into strips, the title included.
  package var drawnSize: (columns: Int, rows: Int) {
    let layers = GraphLayers(self)
    let texts = nodes.map { GraphLayout.texts($0, self) }
    let channels = GraphLayout.channels(layers, GraphLayout.trackNumbers(layers))
    let columns = GraphLayout.width(GraphLayout.columnWidths(layers, texts, density), channels)
    return (columns, tallest(layers, texts) + (title.description.isEmpty ? 0 : 1))
  }

  /// How many rows the drawing takes in so many columns, cut into strips where it has to be; nil when it does not fit.
  package func rows(inColumns room: Int) -> Int? {
    let layers = GraphLayers(self)
    let texts = nodes.map { GraphLayout.texts($0, self) }
    let channels = GraphLayout.channels(layers, GraphLayout.trackNumbers(layers))
    let widths = GraphLayout.columnWidths(layers, texts, density)
    guard let cuts = GraphLayout.cuts(widths, channels, room: room) else { return nil }
    return cuts.count * (tallest(layers, texts) + 1) - 1 + (title.description.isEmpty ? 0 : 1)
  }

  private func tallest(_ layers: GraphLayers, _ texts: [[String]]) -> Int {
    let rows = layers.columns.map { column in
      column.reduce(0) { sum, item in
        guard case .node(let index) = item else { return sum + 1 }
        return sum + GraphLayout.height(texts[index], self)
      }
    }
    return rows.max() ?? 0
  }
}

/// Horizontal and vertical lines that join where they meet.
private struct LineCanvas {
  private let columns: Int
  private let rows: Int
  private var arms: [UInt8]

  private static let up: UInt8 = 1
  private static let down: UInt8 = 2
  private static let left: UInt8 = 4
  private static let right: UInt8 = 8

  init(columns: Int, rows: Int) {
    self.columns = Swift.max(columns, 1)
    self.rows = Swift.max(rows, 1)
    arms = [UInt8](repeating: 0, count: self.columns * self.rows)
  }

  private mutating func add(_ arm: UInt8, _ column: Int, _ row: Int) {
    guard (0..<columns).contains(column), (0..<rows).contains(row) else { return }
    arms[row * columns + column] |= arm
  }

  mutating func horizontal(_ row: Int, from start: Int, to end: Int) {
    guard start <= end else { return }
    for column in start...end {
      if column > start { add(Self.left, column, row) }
      if column < end { add(Self.right, column, row) }
    }
  }

  mutating func vertical(_ column: Int, from start: Int, to end: Int) {
    let (low, high) = (Swift.min(start, end), Swift.max(start, end))
    for row in low...high {
      if row > low { add(Self.up, column, row) }
      if row < high { add(Self.down, column, row) }
    }
  }

  func picture(isUnicode: Bool) -> Picture {
    let signs: [Character] = Array(" ││││┘┐┤─└┌├─┴┬┼").enumerated().map {
      $0.offset == 4 || $0.offset == 8 ? "─" : $0.element
    }
    var picture = Picture(columns: columns, rows: rows)
    for row in 0..<rows {
      for column in 0..<columns {
        let arm = Int(arms[row * columns + column])
        guard arm > 0 else { continue }
        let ascii: Character = arm < 4 ? "|" : arm & 3 == 0 ? "-" : "+"
        picture[column, row] = PictureCell(character: isUnicode ? signs[arm] : ascii, role: .dim)
      }
    }
    return picture
  }
}
