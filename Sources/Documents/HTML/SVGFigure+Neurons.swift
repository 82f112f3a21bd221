import Source

extension SVGFigure {
  /// A network: a circle for each neuron, a line for each weight, as wide as the weight is large.
  static func neurons(_ map: NeuronMap, _ drawing: inout SVGDrawing) {
    let (across, down, radius) = (150, 64, 24)
    let tallest = map.layers.map(\.neurons.count).max() ?? 1
    func place(_ layer: Int, _ neuron: Int) -> (x: Int, y: Int) {
      let count = map.layers[layer].neurons.count
      return (60 + layer * across, 50 + (tallest - count) * down / 2 + neuron * down)
    }
    for (index, weights) in map.weights.enumerated() {
      let largest = weights.values.joined().lazy.map { abs($0) }.filter(\.isFinite).max() ?? 1
      for (from, row) in weights.values.enumerated() {
        for (to, weight) in row.enumerated() {
          let (start, end) = (place(index, from), place(index + 1, to))
          let width = weight.isFinite && largest > 0 ? 1 + Int(3 * abs(weight) / largest) : 1
          let ink = weights.isMarked ? (weight < 0 ? "k0" : "k4") : "k7"
          let dash = weight < 0 ? " stroke-dasharray=\"5 4\"" : ""
          drawing.add(
            "<path class=\"line \(ink)\"\(dash) style=\"stroke-width:\(width)\" d=\"M\(start.x) \(start.y)L\(end.x) \(end.y)\"/>"
          )
        }
      }
      drawing.text(weights.name, x: 60 + index * across + across / 2, y: 14, anchor: "middle")
    }
    for (index, layer) in map.layers.enumerated() {
      drawing.text(layer.name, x: 60 + index * across, y: 14, anchor: "middle", name: "title")
      for (neuron, content) in layer.neurons.enumerated() {
        let (x, y) = place(index, neuron)
        let name = layer.isMarked ? "box marked" : "box"
        drawing.add("<circle class=\"\(name)\" cx=\"\(x)\" cy=\"\(y)\" r=\"\(radius)\"/>")
        drawing.text(content.value, x: x, y: y + (content.gradient.isEmpty ? 4 : -1), anchor: "middle")
        if !content.gradient.isEmpty { drawing.text(content.gradient, x: x, y: y + 13, anchor: "middle") }
      }
    }
    drawing.height = 50 + tallest * down
    drawing.width = 120 + Swift.max(map.layers.count - 1, 0) * across
    if map.examples > 1 {
      drawing.text(drawing.language(FigureWords.examples(map)), x: 10, y: drawing.height)
      drawing.height += 10
    }
  }
}
