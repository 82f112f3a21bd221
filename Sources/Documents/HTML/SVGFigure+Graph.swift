import Source

extension SVGFigure {
  /// A box of a node, or the height at which an edge passes through a column.
  private struct Place {
    var x: Int
    var y: Int
    var width: Int
    var height: Int

    var middle: Int { y + height / 2 }
  }

  static func graph(_ graph: NetworkGraph, _ drawing: inout SVGDrawing) {
    let layers = GraphLayers(graph)
    let top = drawing.title(drawing.language(graph.title)) + 10
    let sizes = layers.columns.map { $0.map { size($0, graph) } }
    let heights = sizes.map { $0.reduce(-gap) { $0 + $1.height + gap } }
    let tallest = Swift.max(heights.max() ?? 0, 0)
    var x = 10
    let places = layers.columns.indices.map { column -> [Place] in
      var y = top + (tallest - heights[column]) / 2
      let widest = sizes[column].map(\.width).max() ?? 0
      defer { x += widest + channel }
      return sizes[column].enumerated().map { index, size in
        defer { y += size.height + gap }
        // A passage is as wide as its column, so that the edge runs straight between the boxes.
        let isPassage = if case .passage = layers.columns[column][index] { true } else { false }
        return Place(x: x, y: y, width: isPassage ? widest : size.width, height: size.height)
      }
    }
    for link in layers.links {
      let start = places[link.column][link.from]
      let end = places[link.column + 1][link.to]
      let isFolded = graph.edges[link.edge].isFolded
      edge(
        from: start, to: end, label: label(of: link, layers, graph), isEnd: isNode(link, layers), isFolded, &drawing)
    }
    for (column, items) in layers.columns.enumerated() {
      for (index, item) in items.enumerated() {
        let place = places[column][index]
        switch item {
        case .node(let node): box(graph.nodes[node], place, &drawing)
        case .passage(let edge):
          let look = dashes(graph.edges[edge].isFolded)
          drawing.add("<path class=\"axis\"\(look) d=\"M\(place.x) \(place.middle)h\(place.width)\"/>")
        }
      }
    }
    drawing.width = Swift.max(x - channel + 10, 120)
    drawing.height = top + tallest + 10
  }

  private static var gap: Int { 18 }
  private static var channel: Int { 56 }

  private static func size(_ item: GraphLayers.Item, _ graph: NetworkGraph) -> (width: Int, height: Int) {
    guard case .node(let index) = item else { return (0, 2) }
    let lines = graph.nodes[index].texts
    return ((lines.map(DisplayWidth.columns(of:)).max() ?? 1) * 8 + 18, Swift.max(lines.count, 1) * 16 + 12)
  }

  private static func isNode(_ link: GraphLayers.Link, _ layers: GraphLayers) -> Bool {
    if case .node = layers.columns[link.column + 1][link.to] { return true }
    return false
  }

  /// An edge's label stands on its first part.
  private static func label(of link: GraphLayers.Link, _ layers: GraphLayers, _ graph: NetworkGraph) -> String {
    if case .node = layers.columns[link.column][link.from] { return graph.edges[link.edge].label }
    return ""
  }

  /// What leads over values that are not shown is drawn in dashes.
  private static func dashes(_ isFolded: Bool) -> String { isFolded ? " stroke-dasharray=\"4\"" : "" }

  private static func edge(
    from: Place, to: Place, label: String, isEnd: Bool, _ isFolded: Bool, _ drawing: inout SVGDrawing
  ) {
    let (startX, startY) = (from.x + from.width, from.middle)
    let (endX, endY) = (to.x, to.middle)
    let bend = (endX - startX) / 2
    drawing.add(
      "<path class=\"axis\"\(dashes(isFolded)) d=\"M\(startX) \(startY)C\(startX + bend) \(startY) \(endX - bend) \(endY) "
        + "\(endX) \(endY)\"/>")
    if isEnd {
      drawing.add("<path class=\"axis\" d=\"M\(endX - 6) \(endY - 4)L\(endX) \(endY)L\(endX - 6) \(endY + 4)\"/>")
    }
    if !label.isEmpty { drawing.text(label, x: (startX + endX) / 2, y: (startY + endY) / 2 - 4, anchor: "middle") }
  }

  private static func box(_ node: NetworkGraph.Node, _ place: Place, _ drawing: inout SVGDrawing) {
    // The form tells the kind: parameters are square, operations round.
    let corner =
      switch node.kind {
      case .parameter: 0
      case .operation: 10
      case .input, .constant, .result: 4
      }
    drawing.add("<g data-node=\"\(node.id)\">")
    if !node.place.isEmpty { drawing.add("<title>\(HTMLText.escaped(node.place))</title>") }
    drawing.add(
      "<rect class=\"box\(node.isMarked ? " marked" : "")\" x=\"\(place.x)\" y=\"\(place.y)\" width=\"\(place.width)\""
        + " height=\"\(place.height)\" rx=\"\(corner)\"/>")
    for (index, line) in node.texts.enumerated() {
      drawing.text(line, x: place.x + 9, y: place.y + 19 + index * 16, name: index == 0 ? "title" : "")
    }
    drawing.add("</g>")
  }
}
