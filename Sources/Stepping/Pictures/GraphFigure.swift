package import Documents
import Source
import Tensors

/// The picture of a computation: values and gradients on the nodes, calls of the prelude as one node.
package struct GraphFigure {
  /// A node of the picture.
  private struct Box {
    let id: Int
    let lines: [Phrase]
    let kind: NetworkGraph.Kind
    let isMarked: Bool
    var place = ""
  }

  private var boxes: [Box] = []
  private var edges: [NetworkGraph.Edge] = []
  /// How many values were folded away.
  package private(set) var folded = 0
  private let title: Phrase
  private let density: NetworkGraph.Density

  /// The most nodes that a picture shows unless told otherwise.
  package static let usualMost = 40
  /// The most in a file, which may be scrolled and enlarged.
  package static let mostInFile = 200

  /// Lays the graph of a backward pass out; beyond `most` nodes only named values are shown, and of these the ones
  /// nearest to the step that is marked.
  ///
  /// `revealed` is the last step whose gradients are shown, as a walk comes to it; without it all are.
  package init(
    _ table: StepTable, marking step: Int? = nil, most: Int = usualMost, showsGradients: Bool = true,
    revealed: Int? = nil, density: NetworkGraph.Density = .framed
  ) {
    let (plan, tape) = (table.plan, table.tape)
    self.density = density
    let marked = step.flatMap { GraphFigure.unit(ofStep: $0, table) }
    let center = marked ?? plan.unitOfNode[tape.last]
    let shown = plan.order.count > most ? GraphFigure.fold(table, around: center, most: most) : Set(plan.order)
    folded = plan.order.count - shown.count
    title = folded == 0 ? "" : "\(folded) of \(plan.order.count) values are folded away"
    let units = shown.sorted { (plan.members(of: $0).last ?? 0) < (plan.members(of: $1).last ?? 0) }
    for unit in units {
      boxes.append(
        GraphFigure.box(unit, table, isMarked: unit == marked, showsGradients: showsGradients, revealed: revealed))
      edges += GraphFigure.sources(of: unit, among: shown, table).map {
        NetworkGraph.Edge($0.unit, unit, isFolded: $0.isFolded)
      }
    }
    guard folded > 0 else { return }
    // Every value leads to the loss; where the way there is too long to be followed it is folded away as a whole.
    let loss = plan.unitOfNode[tape.last]
    let leading = Set(edges.map(\.from))
    edges += units.filter { $0 != loss && !leading.contains($0) }.map { NetworkGraph.Edge($0, loss, isFolded: true) }
  }

  /// The shown values that a value is made from, directly or past values that are folded away.
  private static func sources(
    of unit: Int, among shown: Set<Int>, _ table: StepTable
  ) -> [(unit: Int, isFolded: Bool)] {
    var isSeen: Set<Int> = [unit]
    var queue = table.plan.inputs(of: unit, table.tape)
    let direct = queue.count
    var found: [(unit: Int, isFolded: Bool)] = []
    var next = 0
    // A folded value stands for a few of its sources; more would only be a tangle.
    while next < queue.count, next < direct || isSeen.count < 300 && found.count < 8 {
      let source = queue[next]
      next += 1
      guard isSeen.insert(source).inserted else { continue }
      if shown.contains(source) {
        found.append((source, next > direct))
      } else {
        queue += table.plan.inputs(of: source, table.tape)
      }
    }
    return found
  }

  /// The figure.
  ///
  /// Ids are unique and edges join shown boxes, so the graph is always one; an empty plot says so if not.
  package var figure: Figure { graph.map { .graph($0) } ?? .line(LinePlot([])) }

  /// The boxes and arrows.
  var graph: NetworkGraph? {
    let nodes = boxes.map {
      NetworkGraph.Node($0.id, lines: $0.lines, kind: $0.kind, isMarked: $0.isMarked, place: $0.place)
    }
    return try? NetworkGraph(
      nodes: nodes, edges: edges, title: title, density: density)
  }

  /// The graph in Mermaid's notation, which GitHub draws.
  package var mermaid: String {
    var lines = ["graph LR"]
    for box in boxes {
      let text = box.lines.map { GraphFigure.escaped($0.description) }.joined(separator: "<br>")
      let (open, close) =
        box.kind == .parameter ? ("([\"", "\"])") : box.kind == .result ? ("[[\"", "\"]]") : ("[\"", "\"]")
      lines.append("  n\(box.id)\(open)\(text)\(close)")
    }
    lines += edges.map { "  n\($0.from) \($0.isFolded ? "-.->" : "-->") n\($0.to)" }
    for box in boxes where box.isMarked { lines.append("  style n\(box.id) stroke-width:4px") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\"": result += "#quot;"
      case "#": result += "#35;"
      case "<": result += "#lt;"
      case ">": result += "#gt;"
      case "`": result += "#96;"
      case "\n", "\r": result += " "
      default: result.append(character)
      }
    }
    return result
  }

  private static func unit(ofStep step: Int, _ table: StepTable) -> Int? {
    guard table.plan.steps.indices.contains(step) else { return nil }
    switch table.plan.steps[step].unit {
    case .node(let index): return index
    case .call(let call): return table.tape.nodes.count + call
    case nil: return table.plan.unitOfNode[table.tape.last]
    }
  }

  /// The most users over which a value's neighbours are looked for.
  private static let mostUsers = 64

  /// The named units, as many as may be shown, those first that lie nearest to a unit by number of edges.
  private static func fold(_ table: StepTable, around center: Int, most: Int) -> Set<Int> {
    let (plan, tape) = (table.plan, table.tape)
    let inputs = Set(plan.inputs(of: center, tape))
    var isSeen: Set<Int> = [center]
    var queue = [center]
    var next = 0
    var shown: Set<Int> = [center, plan.unitOfNode[tape.last]]
    while next < queue.count, shown.count < most {
      let unit = queue[next]
      next += 1
      let isNamed = unit >= tape.nodes.count || table.names.isNamed[unit]
      // What the step passes on to is shown in any case, with a name or without.
      if isNamed || inputs.contains(unit) { shown.insert(unit) }
      // What a whole loop uses leads everywhere: nearness over it says nothing, and a key has to be answered at once.
      let isHub = plan.members(of: unit).contains { tape.users[$0].count > Self.mostUsers }
      let neighbours = plan.inputs(of: unit, tape) + (isHub ? [] : plan.users(of: unit, tape))
      for other in neighbours.sorted(by: >) where isSeen.insert(other).inserted { queue.append(other) }
    }
    return shown
  }

  private static func box(
    _ unit: Int, _ table: StepTable, isMarked: Bool, showsGradients: Bool, revealed: Int?
  ) -> Box {
    let (tape, names, format) = (table.tape, table.names, table.format)
    guard let index = table.plan.members(of: unit).last else {
      return Box(id: unit, lines: ["…"], kind: .operation, isMarked: isMarked)
    }
    let name = names.name(of: index)
    var title: Phrase = .verbatim(name)
    if unit >= tape.nodes.count {
      let text = table.callText(unit - tape.nodes.count)
      if text != name { title = "\(name) = \(text)" }
    } else if !tape.isStart[index] {
      let label = names.label(of: index)
      if label.description.count <= 24 { title = label }
    }
    var lines: [Phrase] = [title, format.brief(tape.nodes[index].value)]
    if showsGradients, let text = table.gradientText(of: index, revealed: revealed) { lines.append(.verbatim(text)) }
    let kind: NetworkGraph.Kind =
      if index == tape.last {
        .result
      } else if tape.nodes[index].parameter >= 0 {
        .parameter
      } else {
        tape.isStart[index] ? .input : .operation
      }
    return Box(id: unit, lines: lines, kind: kind, isMarked: isMarked, place: table.line(of: index) ?? "")
  }
}

extension StepTable {
  /// `∂ = -0.62` as far as a walk has come: blank before anything arrived, with a `…` while paths are missing.
  ///
  /// What is blank keeps its width, so that a picture stands still while it is filled in.
  func gradientText(of node: Int, revealed: Int? = nil) -> String? {
    guard let gradient = tape.gradients[node] else { return nil }
    let whole = text(of: gradient, norm: { summaries.norm(of: gradient, at: node) })
    guard let revealed, node != tape.last else { return whole }
    guard let known = revealedGradient(of: node, revealed) else { return nil }
    if known.isWhole { return whole }
    let width = DisplayWidth.columns(of: whole)
    guard let part = known.part else { return StepFormat.spaces(width) }
    return DisplayWidth.padded(text(of: part, norm: { TensorSummary(part).norm }) + " …", to: width)
  }

  /// The gradient of a node as far as a walk has come, and whether all of it has arrived; nil where none ever does.
  func revealedGradient(of node: Int, _ revealed: Int?) -> (part: Traced?, isWhole: Bool)? {
    guard let gradient = tape.gradients[node] else { return nil }
    guard let revealed, node != tape.last else { return (gradient, true) }
    let flows = plan.arrivals[node] ?? []
    // They come in the order of the steps, and there may be very many.
    var (low, high) = (0, flows.count)
    while low < high {
      let middle = (low + high) / 2
      if plan.flows[flows[middle]].step <= revealed { low = middle + 1 } else { high = middle }
    }
    let arrived = flows.prefix(low)
    if arrived.count == flows.count { return (gradient, true) }
    return (arrived.last.flatMap { plan.total(after: plan.flows[$0], tape) }, false)
  }

  private func text(of gradient: Traced, norm: () -> Double) -> String {
    gradient.shape.isEmpty ? "∂ = \(format.brief(gradient))" : "‖∂‖ = \(format.number(norm()))"
  }

  /// The picture of the graph with a step marked: as much of it around the step as the window is wide.
  ///
  /// Gradients that the walk has not come to are left blank, unless it `isRevealed`.
  func graph(marking step: Int, isRevealed: Bool = false) -> Document {
    let sizes = format.isAccessible ? [] : [24, 16, 12, 9, 7, 5, 4]
    let revealed = isRevealed ? nil : step
    var picture = GraphFigure(self, marking: step, revealed: revealed)
    for most in sizes where (picture.graph?.drawnWidth ?? 0) > format.width {
      picture = GraphFigure(self, marking: step, most: most, revealed: revealed)
    }
    return Document([.figure(picture.figure)])
  }

  /// The picture that fits a window, as much of the graph around a step as there is room for; nil when nothing fits.
  func graph(marking step: Int, isRevealed: Bool, columns: Int, rows: Int) -> GraphFigure? {
    let sizes = [40, 24, 16, 12, 9, 7, 6, 5, 4, 3, 2].filter { $0 <= Swift.max(plan.order.count, 2) || $0 == 40 }
    for most in sizes {
      let pictures = NetworkGraph.Density.allCases.map {
        GraphFigure(self, marking: step, most: most, revealed: isRevealed ? nil : step, density: $0)
      }
      let fitting = pictures.first { picture in
        guard let size = picture.graph?.drawnSize else { return false }
        return size.columns <= columns && size.rows <= rows
      }
      if let fitting { return fitting }
      // A tall window takes more of the graph in strips below each other rather than a smaller part of it in one.
      let cut = pictures.prefix(2).first { ($0.graph?.rows(inColumns: columns) ?? .max) <= rows }
      if let cut { return cut }
    }
    return nil
  }
}
