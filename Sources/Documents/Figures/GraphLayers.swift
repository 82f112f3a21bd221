/// Puts a graph's nodes into columns and orders them, for every way to draw it.
struct GraphLayers {
  /// A place in a column: a node, or the point where an edge that skips the column passes through it.
  enum Item: Equatable {
    /// The index of a node.
    case node(Int)
    /// The index of an edge.
    case passage(edge: Int)
  }

  /// An edge's part between two neighbouring columns.
  struct Link: Equatable {
    /// The column it starts in.
    var column: Int
    /// The item's place in that column.
    var from: Int
    /// The item's place in the next column.
    var to: Int
    /// The edge that it belongs to.
    var edge: Int
  }

  private(set) var columns: [[Item]]
  private(set) var links: [Link] = []

  init(_ graph: NetworkGraph) {
    let indices = Dictionary(
      graph.nodes.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { a, _ in a })
    let ends = graph.edges.map { (from: indices[$0.from] ?? 0, to: indices[$0.to] ?? 0) }
    let layers = Self.layers(graph, ends)
    columns = [[Item]](repeating: [], count: (layers.max() ?? -1) + 1)
    for (index, layer) in layers.enumerated() { columns[layer].append(.node(index)) }
    for (edge, end) in ends.enumerated() where layers[end.from] + 1 < layers[end.to] {
      for layer in (layers[end.from] + 1)..<layers[end.to] { columns[layer].append(.passage(edge: edge)) }
    }
    order(ends, layers)
    link(ends, layers)
  }

  /// Each node's column: as given, else one behind the last that leads to it; an edge that closes a circle is ignored.
  private static func layers(_ graph: NetworkGraph, _ ends: [(from: Int, to: Int)]) -> [Int] {
    var layers = graph.nodes.map { Swift.min(Swift.max($0.layer ?? 0, 0), graph.nodes.count) }
    var waiting = [Int](repeating: 0, count: graph.nodes.count)
    var successors = [[Int]](repeating: [], count: graph.nodes.count)
    for end in ends {
      waiting[end.to] += 1
      successors[end.from].append(end.to)
    }
    var ready = waiting.indices.filter { waiting[$0] == 0 }
    var next = 0
    while next < ready.count {
      let node = ready[next]
      next += 1
      for successor in successors[node] {
        if graph.nodes[successor].layer == nil { layers[successor] = Swift.max(layers[successor], layers[node] + 1) }
        waiting[successor] -= 1
        if waiting[successor] == 0 { ready.append(successor) }
      }
    }
    // What nothing leads to stands close to where it is used, which saves long edges.
    for node in layers.indices where graph.nodes[node].layer == nil && !ends.contains(where: { $0.to == node }) {
      layers[node] = Swift.max((successors[node].map { layers[$0] }.min() ?? 1) - 1, 0)
    }
    // Columns without a node are left out.
    let used = Set(layers).sorted()
    let ranks = Dictionary(used.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { a, _ in a })
    return layers.map { ranks[$0] ?? 0 }
  }

  /// Orders each column by the mean place of what leads to it, which takes out most crossings.
  ///
  /// Source: Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system structures" (1981).
  private mutating func order(_ ends: [(from: Int, to: Int)], _ layers: [Int]) {
    guard columns.count > 1 else { return }
    var incoming = [[Int]](repeating: [], count: layers.count)
    for (edge, end) in ends.enumerated() { incoming[end.to].append(edge) }
    for column in 1..<columns.count {
      let places = Self.places(columns[column - 1])
      func place(of edge: Int) -> Double? {
        let from = ends[edge].from
        let item: Item = layers[from] == column - 1 ? .node(from) : .passage(edge: edge)
        return places[Key(item)].map(Double.init)
      }
      let weighted = columns[column].enumerated().map { index, item -> (weight: Double, index: Int, item: Item) in
        let found: [Double] =
          switch item {
          case .node(let node): incoming[node].compactMap(place)
          case .passage(let edge): [place(of: edge)].compactMap { $0 }
          }
        return (found.isEmpty ? Double(index) : found.reduce(0, +) / Double(found.count), index, item)
      }
      columns[column] = weighted.sorted { ($0.weight, $0.index) < ($1.weight, $1.index) }.map(\.item)
    }
  }

  private mutating func link(_ ends: [(from: Int, to: Int)], _ layers: [Int]) {
    let places = columns.map(Self.places)
    for (edge, end) in ends.enumerated() where layers[end.from] < layers[end.to] {
      for column in layers[end.from]..<layers[end.to] {
        let start: Item = column == layers[end.from] ? .node(end.from) : .passage(edge: edge)
        let stop: Item = column + 1 == layers[end.to] ? .node(end.to) : .passage(edge: edge)
        guard let from = places[column][Key(start)], let to = places[column + 1][Key(stop)] else { continue }
        links.append(Link(column: column, from: from, to: to, edge: edge))
      }
    }
  }

  /// An item as a key: nodes above zero, passages below.
  private struct Key: Hashable {
    let number: Int

    init(_ item: Item) {
      switch item {
      case .node(let index): number = index + 1
      case .passage(let edge): number = -edge - 1
      }
    }
  }

  private static func places(_ column: [Item]) -> [Key: Int] {
    Dictionary(column.enumerated().map { (Key($0.element), $0.offset) }, uniquingKeysWith: { a, _ in a })
  }
}
