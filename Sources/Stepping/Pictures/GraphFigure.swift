package import Documents
import Tensors

/// The picture of a computation: values and gradients on the nodes, calls of the prelude as one node.
package struct GraphFigure {
  /// A node of the picture.
  private struct Box {
    let id: Int
    let lines: [String]
    let kind: NetworkGraph.Kind
    let isMarked: Bool
  }

  private var boxes: [Box] = []
  private var edges: [(from: Int, to: Int)] = []
  /// How many values were folded away.
  package private(set) var folded = 0
  private let title: String

  /// The most nodes that a picture shows unless told otherwise.
  package static let usualMost = 40
  /// The most in a file, which may be scrolled and enlarged.
  package static let mostInFile = 200

  /// Lays the graph of a backward pass out; beyond `most` nodes only named values are shown, and of these the ones
  /// nearest to the step that is marked.
  package init(_ table: StepTable, marking step: Int? = nil, most: Int = usualMost, showsGradients: Bool = true) {
    let units = table.plan.order
    let inputs = GraphFigure.inputs(table)
    let marked = step.flatMap { GraphFigure.unit(ofStep: $0, table) }
    var shown = Set(units)
    if units.count > most {
      shown = GraphFigure.fold(table, inputs: inputs, around: marked ?? units[units.count - 1], most: most)
    }
    folded = units.count - shown.count
    title = folded == 0 ? "" : "\(folded) of \(units.count) values are folded away"
    for unit in units where shown.contains(unit) {
      boxes.append(GraphFigure.box(unit, table, isMarked: unit == marked, showsGradients: showsGradients))
    }
    // An edge leads from a shown value to whatever is made from it, past the values that are folded away.
    var sources: [Int: [Int]] = [:]
    for unit in units {
      var found: [Int] = []
      for input in inputs[unit] ?? [] {
        for source in shown.contains(input) ? [input] : sources[input] ?? [] where !found.contains(source) {
          // A folded value stands for a few of its sources; more would only be a tangle.
          if found.count < 8 || shown.contains(unit) { found.append(source) }
        }
      }
      sources[unit] = found
      if shown.contains(unit) { edges += found.map { ($0, unit) } }
    }
  }

  /// The figure.
  ///
  /// Ids are unique and edges join shown boxes, so the graph is always one; an empty plot says so if not.
  package var figure: Figure { graph.map { .graph($0) } ?? .line(LinePlot([])) }

  /// The boxes and arrows.
  var graph: NetworkGraph? {
    let nodes = boxes.map { NetworkGraph.Node($0.id, lines: $0.lines, kind: $0.kind, isMarked: $0.isMarked) }
    return try? NetworkGraph(nodes: nodes, edges: edges.map { .init($0.from, $0.to) }, title: title)
  }

  /// The graph in Mermaid's notation, which GitHub draws.
  package var mermaid: String {
    var lines = ["graph LR"]
    for box in boxes {
      let text = box.lines.map(GraphFigure.escaped).joined(separator: "<br>")
      let (open, close) =
        box.kind == .parameter ? ("([\"", "\"])") : box.kind == .result ? ("[[\"", "\"]]") : ("[\"", "\"]")
      lines.append("  n\(box.id)\(open)\(text)\(close)")
    }
    lines += edges.map { "  n\($0.from) --> n\($0.to)" }
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

  /// What each unit is made from.
  private static func inputs(_ table: StepTable) -> [Int: [Int]] {
    let (tape, plan) = (table.tape, table.plan)
    var result: [Int: [Int]] = [:]
    for index in tape.nodes.indices {
      let unit = plan.unitOfNode[index]
      for input in tape.inputs[index] {
        let source = plan.unitOfNode[input.index]
        if source != unit, result[unit]?.contains(source) != true { result[unit, default: []].append(source) }
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

  /// The node whose value a unit shows.
  private static func result(of unit: Int, _ table: StepTable) -> Int? {
    if unit < table.tape.nodes.count { return unit }
    return table.plan.steps.last { $0.unit == .call(unit - table.tape.nodes.count) }?.members.last
  }

  /// The named units, as many as may be shown, those first that lie nearest to a unit by number of edges.
  private static func fold(_ table: StepTable, inputs: [Int: [Int]], around center: Int, most: Int) -> Set<Int> {
    var neighbours = inputs
    for (unit, sources) in inputs { for source in sources { neighbours[source, default: []].append(unit) } }
    var isSeen: Set<Int> = [center]
    var queue = [center]
    var next = 0
    var shown: Set<Int> = [center, table.plan.unitOfNode[table.tape.last]]
    while next < queue.count, shown.count < most {
      let unit = queue[next]
      next += 1
      let isNamed = unit >= table.tape.nodes.count || table.names.isNamed[unit]
      // What the step passes on to is shown in any case, with a name or without.
      if isNamed || inputs[center]?.contains(unit) == true { shown.insert(unit) }
      for other in (neighbours[unit] ?? []).sorted(by: >) where isSeen.insert(other).inserted { queue.append(other) }
    }
    return shown
  }

  private static func box(_ unit: Int, _ table: StepTable, isMarked: Bool, showsGradients: Bool) -> Box {
    let (tape, names, format) = (table.tape, table.names, table.format)
    guard let index = result(of: unit, table) else {
      return Box(id: unit, lines: ["…"], kind: .operation, isMarked: isMarked)
    }
    var lines = [names.name(of: index)]
    if unit >= tape.nodes.count {
      let text = table.callText(unit - tape.nodes.count)
      if text != lines[0] { lines[0] += " = \(text)" }
    } else if !tape.isStart[index] {
      let label = names.label(of: index)
      if label.count <= 24 { lines[0] = label }
    }
    lines.append(format.brief(tape.nodes[index].value))
    if showsGradients, let gradient = tape.gradients[index] {
      lines.append(
        gradient.shape.isEmpty
          ? "∂ = \(format.brief(gradient))" : "‖∂‖ = \(format.number(TensorSummary(gradient).norm))")
    }
    let kind: NetworkGraph.Kind =
      if index == tape.last {
        .result
      } else if tape.nodes[index].parameter >= 0 {
        .parameter
      } else {
        tape.isStart[index] ? .input : .operation
      }
    return Box(id: unit, lines: lines, kind: kind, isMarked: isMarked)
  }
}

extension StepTable {
  /// The picture of the graph with a step marked: as much of it around the step as the window is wide.
  func graph(marking step: Int) -> Document {
    let sizes = format.isAccessible ? [] : [24, 16, 12, 9, 7, 5, 4]
    var picture = GraphFigure(self, marking: step)
    for most in sizes where (picture.graph?.drawnWidth ?? 0) > format.width {
      picture = GraphFigure(self, marking: step, most: most)
    }
    return Document([.figure(picture.figure)])
  }
}
