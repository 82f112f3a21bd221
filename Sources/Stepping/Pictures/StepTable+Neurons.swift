import Documents
import Tensors

/// Dense layers one behind the other, as they are found in a recorded computation.
private struct LayerChain {
  struct Layer {
    /// The product with the weights.
    let product: Int
    /// The parameter that holds the weights.
    let weights: Int
    /// Whether the weights stand on the left: `W @ x`.
    let isLeft: Bool
    /// The values from the product to what the layer gives.
    var members: [Int]

    var output: Int { members.last ?? product }
  }

  private(set) var layers: [Layer] = []

  /// The most neurons of a layer, and the most layers of weights.
  private static let mostNeurons = 8
  private static let mostLayers = 5

  /// What a layer does to its sums, element by element or over all of them.
  private static let activations: Set<String> = [
    "tanh", "sigmoid", "relu", "softplus", "softmax", "leaky_relu", "gelu", "σ", "elu",
  ]

  /// Nil when the products of the computation are no such chain, or a layer is large.
  init?(_ table: StepTable) {
    let tape = table.tape
    let products = tape.nodes.indices.filter { tape.nodes[$0].operation === Operation.matmul }
    guard 1...Self.mostLayers ~= products.count else { return nil }
    for product in products {
      guard var layer = Self.layer(product, tape) else { return nil }
      let shape = tape.nodes[layer.weights].value.shape
      guard shape.allSatisfy({ 1...Self.mostNeurons ~= $0 }) else { return nil }
      layer.members = Self.members(from: product, table)
      layers.append(layer)
    }
    for (layer, next) in zip(layers, layers.dropFirst()) {
      let position = next.isLeft ? 1 : 0
      guard tape.inputs[next.product].contains(where: { $0.position == position && $0.index == layer.output }) else {
        return nil
      }
    }
  }

  private static func layer(_ product: Int, _ tape: Tape) -> Layer? {
    for (position, index) in tape.inputs[product] {
      let node = tape.nodes[index]
      let other = tape.nodes[product].inputs[1 - position].shape
      guard node.parameter >= 0, node.value.shape.count == 2, tape.users[index].count == 1,
        other.count == 1 || other.count == 2 && position == 1
      else { continue }
      return Layer(product: product, weights: index, isLeft: position == 0, members: [])
    }
    return nil
  }

  /// The values behind a product that are still of its layer: sums with a bias, and activations.
  private static func members(from product: Int, _ table: StepTable) -> [Int] {
    let (tape, plan) = (table.tape, table.plan)
    var members: [Int] = []
    var last = product
    while let user = tape.users[last].first, tape.users[last].count == 1 || plan.unitOfNode[user] >= tape.nodes.count {
      let unit = plan.unitOfNode[user]
      let node = tape.nodes[user]
      var name = node.operation.name
      var output = user
      if unit >= tape.nodes.count, let end = plan.members(of: unit).last {
        // A whole call is one value, and nothing else may use what is inside it.
        name = table.groups.groups[unit - tape.nodes.count].record.function
        output = end
      }
      let isBias =
        node.operation === Operation.add
        && tape.inputs[user].contains { $0.index != last && tape.nodes[$0.index].parameter >= 0 }
      guard activations.contains(name) || isBias, tape.nodes[output].value.shape == tape.nodes[product].value.shape
      else { break }
      members.append(output)
      last = output
    }
    return members
  }
}

extension StepTable {
  /// The neurons and weights of a network of small dense layers, with the gradients as far as a walk has come; nil for
  /// any other computation.
  func network(marking step: Int, isRevealed: Bool) -> NeuronMap? {
    guard let chain = LayerChain(self), let first = chain.layers.first else { return nil }
    let revealed = isRevealed ? nil : step
    let marked = plan.steps.indices.contains(step) ? plan.steps[step].members.last ?? tape.last : -1
    let data = tape.nodes[first.product].inputs[first.isLeft ? 1 : 0]
    let input = tape.inputs[first.product].first { $0.position == (first.isLeft ? 1 : 0) }?.index
    let name = input.map { names.name(of: $0) } ?? names.inputName(of: first.product, at: first.isLeft ? 1 : 0) ?? "x"
    var layers = [
      NeuronMap.Layer(short(name), neurons(data, input, revealed), isMarked: input != nil && marked == input)
    ]
    var weights: [NeuronMap.Weights] = []
    for layer in chain.layers {
      let value = tape.nodes[layer.weights].value
      let (rows, columns) = (value.shape[0], value.shape[1])
      let numbers = value.doubles
      let table =
        layer.isLeft
        ? (0..<columns).map { from in (0..<rows).map { numbers[$0 * columns + from] } }
        : (0..<rows).map { Array(numbers[$0 * columns..<($0 + 1) * columns]) }
      weights.append(
        NeuronMap.Weights(
          short(names.name(of: layer.weights)), table, isMarked: marked == layer.product || marked == layer.weights))
      layers.append(
        NeuronMap.Layer(
          short(names.name(of: layer.output)), neurons(tape.nodes[layer.output].value, layer.output, revealed),
          isMarked: layer.members.contains(marked)))
    }
    let isInside = chain.layers.contains {
      $0.product == marked || $0.weights == marked || $0.members.contains(marked)
    }
    if let output = chain.layers.last?.output, output != tape.last {
      let count = layers.last?.neurons.count ?? 0
      weights.append(NeuronMap.Weights("", [[Double]](repeating: [0], count: count)))
      let end = NeuronMap.Neuron(
        value: format.number(tape.nodes[tape.last].value.double ?? .nan), gradient: gradientText(of: tape.last) ?? "")
      layers.append(NeuronMap.Layer(short(lossName), [end], isMarked: !isInside && marked >= 0 && marked != input))
    }
    let examples = data.shape.count == 2 ? data.shape[0] : 1
    return try? NeuronMap(layers: layers, weights: weights, examples: examples)
  }

  /// The elements of a value, of a batch its first row.
  private func neurons(_ value: Traced, _ node: Int?, _ revealed: Int?) -> [NeuronMap.Neuron] {
    let count = value.shape.last ?? 1
    let gradient = node.flatMap { revealedGradient(of: $0, revealed) }
    let slopes = gradient?.part?.doubles
    // What is blank keeps its width, so that the picture stands still while it is filled in.
    let whole = node.flatMap { tape.gradients[$0]?.doubles } ?? []
    return value.doubles.prefix(count).enumerated().map { place, number in
      var text = ""
      if let gradient {
        let slope = slopes.flatMap { $0.indices.contains(place) ? $0[place] : nil }
        text = slope.map { "∂ \(format.number($0))" + (gradient.isWhole ? "" : " …") } ?? ""
        let width = whole.indices.contains(place) ? DisplayWidth.columns(of: "∂ \(format.number(whole[place]))") : 0
        text = DisplayWidth.padded(text, to: width)
      }
      return NeuronMap.Neuron(value: format.number(number), gradient: text)
    }
  }

  private func short(_ name: String) -> String { DisplayWidth.truncated(name, to: 12, ellipsis: "…") }
}
