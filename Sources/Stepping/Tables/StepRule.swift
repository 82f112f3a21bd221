import Tensors

/// The rule by which a node passes its gradient on to one of its inputs, in symbols, read from the operation's declaration.
struct StepRule {
  /// What the input gains: `∂L/∂a · σ(z)(1 - σ(z))`, `xᵀ @ ∂L/∂z`.
  let text: String
  /// The shapes that go in and the shape that comes out: `[784, 100] @ [100, 512] → [784, 512]`.
  let shapes: String
  /// The local derivative of an elementwise operation; nil for all other operations.
  let local: String?

  init(_ table: StepTable, node index: Int, position: Int) {
    let (tape, names) = (table.tape, table.names)
    let node = tape.nodes[index]
    let gradient = table.gradientName(of: index)
    let inputs = (0..<node.inputs.count).map { names.inputName(of: index, at: $0) }
    let rule = DerivativeRule(of: node, position: position, inputs: inputs, gradient: gradient)
    // What the node is called may stand for its formula, which would be long where its input has no name.
    var local = rule?.rule ?? gradient
    if names.isNamed[index], inputs.contains(where: { ($0?.count ?? 0) > 8 }) {
      local = local.replacing(names.formula(of: index), with: names.name(of: index))
    }
    // The bare gradient would hide the factor that every link of the chain has.
    text =
      switch rule?.local {
      case "1" where node.value.shape.isEmpty: "\(gradient) · 1"
      case "-1" where node.value.shape.isEmpty: "\(gradient) · (-1)"
      default: local
      }
    self.local = rule?.local
    shapes = StepRule.shapes(node, position, table.format)
  }

  private static func shapes(_ node: Node, _ position: Int, _ format: StepFormat) -> String {
    let (outer, inner) = (node.value.shape, node.inputs[position].shape)
    if node.operation.name == "matmul", node.inputs.count == 2, outer.count == 2, inner.count == 2,
      node.inputs[1 - position].shape.count == 2
    {
      let other = format.shape(node.inputs[1 - position].shape.reversed())
      let product = position == 0 ? "\(format.shape(outer)) @ \(other)" : "\(other) @ \(format.shape(outer))"
      return "\(product) → \(format.shape(inner))"
    }
    return outer == inner ? format.shape(inner) : "\(format.shape(outer)) → \(format.shape(inner))"
  }
}
