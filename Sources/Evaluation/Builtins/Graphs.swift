import Documents
import Source
import Tensors

/// The picture of a computation.
enum Graphs {
  /// More nodes than anybody can read.
  private static let most = 150

  static let graph = Builtin(
    "graph", [.required("L", "a recorded number"), Builtins.title], group: .pictures,
    "Draws how a number was computed: every step with its value and its gradient.",
    details: "Arrows go from what was computed first to L. The gradient of a step is ∂L/∂(that step)."
  ) { (call) throws(Stop) in
    let pass = Backpropagation(of: try call.machine.lossNode(call[0], at: call.place))
    guard pass.nodes.count <= most else {
      throw call.failure(
        "cannot-draw", "\(pass.nodes.count) steps are too many for one picture", at: 0,
        help: "graph the loss of a single example, or :step it")
    }
    var nodes: [NetworkGraph.Node] = []
    var edges: [NetworkGraph.Edge] = []
    for (index, node) in pass.nodes.enumerated() {
      var lines = [title(node, call.machine), text(node.value)]
      if let gradient = pass.gradients[index] { lines.append("∂ \(text(gradient.plain))") }
      let kind: NetworkGraph.Kind =
        node.parameter >= 0 ? .parameter : index == pass.nodes.count - 1 ? .result : .operation
      nodes.append(.init(index, lines: lines, kind: kind))
      for position in 0..<node.inputs.count {
        switch node.inputs[position] {
        case .node(let input):
          if let from = pass.index(of: input) { edges.append(.init(from, index)) }
        case let plain:
          // What was not recorded is drawn beside the step that used it.
          let id = pass.nodes.count + nodes.count
          nodes.append(.init(id, lines: [text(plain)], kind: plain.shape.isEmpty ? .constant : .input))
          edges.append(.init(id, index))
        }
      }
    }
    let (all, arrows) = (nodes, edges)
    let title = try call.string(1, default: "")
    return try Builtins.picture(call) { () throws(FigureError) in
      .graph(try NetworkGraph(nodes: all, edges: arrows, title: title))
    }
  }

  private static func title(_ node: Node, _ machine: Machine) -> String {
    if node.parameter >= 0 {
      let handle = machine.state.parameters.first { $0?.handle.id == node.parameter }
      return node.name ?? handle??.handle.name ?? "parameter"
    }
    if let name = node.name { return name }
    switch node.operation.notation {
    case .function(let symbol), .infix(let symbol, _), .prefix(let symbol), .postfix(let symbol),
      .condition(let symbol):
      return symbol
    case .index: return "[…]"
    case .silent: return node.operation.name
    }
  }

  private static func text(_ value: Traced) -> String {
    guard let number = value.double, value.shape.isEmpty else { return ShapeText.of(value.shape) }
    return NumberText.of(number, digits: 5)
  }
}
