import Source

/// A network of dense layers as its neurons, joined by its weights.
package struct NeuronMap: Equatable, Sendable {
  /// A neuron: its value, and the gradient there.
  package struct Neuron: Equatable, Sendable {
    /// The value.
    package var value: String
    /// The gradient; blank while it is not known, empty where there is none.
    package var gradient: String

    /// Makes a neuron.
    package init(value: String, gradient: String = "") {
      (self.value, self.gradient) = (value, gradient)
    }
  }

  /// A column of neurons.
  package struct Layer: Equatable, Sendable {
    /// What it is called.
    package var name: String
    /// Its neurons.
    package var neurons: [Neuron]
    /// Whether it is what the step is about.
    package var isMarked: Bool

    /// Makes a layer.
    package init(_ name: String, _ neurons: [Neuron], isMarked: Bool = false) {
      (self.name, self.neurons, self.isMarked) = (name, neurons, isMarked)
    }
  }

  /// What joins a layer to the next one.
  package struct Weights: Equatable, Sendable {
    /// What they are called; empty for mere arrows.
    package var name: String
    /// A row for each neuron they come from, with a number for each one they lead to.
    package var values: [[Double]]
    /// Whether they are what the step is about.
    package var isMarked: Bool

    /// Makes weights.
    package init(_ name: String, _ values: [[Double]], isMarked: Bool = false) {
      (self.name, self.values, self.isMarked) = (name, values, isMarked)
    }
  }

  /// The layers, from the input to the loss.
  package let layers: [Layer]
  /// The weights between each layer and the next.
  package let weights: [Weights]
  /// Of how many examples the first is shown.
  package let examples: Int
  /// The rows that a terminal takes for each neuron: 1, or 2 and more with the gradient below the value.
  package private(set) var pitch: Int

  /// Makes a map.
  ///
  /// - Throws: `countMismatch` when weights do not join their layers.
  package init(layers: [Layer], weights: [Weights], examples: Int = 1, pitch: Int = 2) throws(FigureError) {
    guard weights.count == Swift.max(layers.count - 1, 0) else {
      throw .countMismatch(what: "the weights", expected: Swift.max(layers.count - 1, 0), actual: weights.count)
    }
    for (index, weights) in weights.enumerated() {
      let (from, to) = (layers[index].neurons.count, layers[index + 1].neurons.count)
      guard weights.values.count == from, weights.values.allSatisfy({ $0.count == to }) else {
        throw .countMismatch(what: "the rows of weights", expected: from, actual: weights.values.count)
      }
    }
    (self.layers, self.weights, self.examples, self.pitch) = (layers, weights, examples, Swift.max(pitch, 1))
  }

  /// The map with as much room for each neuron as a window has; nil when it does not fit.
  package func fitting(columns: Int, rows: Int) -> NeuronMap? {
    for pitch in [3, 2, 1] {
      var copy = self
      copy.pitch = pitch
      if copy.rows <= rows, copy.gap(in: columns) != nil { return copy }
    }
    return nil
  }

  /// The rows of its picture: the names, and the tallest layer.
  var rows: Int { 1 + (layers.map(\.neurons.count).max() ?? 0) * pitch }

  /// The columns of each layer.
  var widths: [Int] {
    layers.map { layer in
      let texts = layer.neurons.map { neuron in
        let (value, gradient) = (DisplayWidth.columns(of: neuron.value), DisplayWidth.columns(of: neuron.gradient))
        return pitch > 1 ? Swift.max(value, gradient) : value + (gradient == 0 ? 0 : gradient + 1)
      }
      return Swift.max(texts.max() ?? 1, DisplayWidth.columns(of: layer.name) + 2)
    }
  }

  /// The columns between two layers; nil when there are too few for the weights.
  func gap(in columns: Int) -> Int? {
    guard layers.count > 1 else { return layers.isEmpty ? nil : 0 }
    let gap = (columns - widths.reduce(0, +)) / (layers.count - 1)
    return gap >= 8 ? Swift.min(gap, 20) : nil
  }
}

/// Draws a network with the characters of a terminal.
struct NeuronLayout {
  let figure: FigureLayout
  let map: NeuronMap

  var lines: [StyledLine] {
    guard let gap = map.gap(in: figure.width) else {
      return FigureWords.sentences(.neurons(map)).flatMap { figure.wrapped($0) }
    }
    let widths = map.widths
    let starts = widths.indices.map { widths[..<$0].reduce(0, +) + gap * $0 }
    let columns = (starts.last ?? 0) + (widths.last ?? 1)
    var picture = Picture(columns: columns, rows: map.rows)
    for isMarked in [false, true] {
      for (index, weights) in map.weights.enumerated() where weights.isMarked == isMarked {
        draw(weights, from: index, starts[index] + widths[index], starts[index + 1] - 1, on: &picture)
      }
    }
    let mark = figure.glyphs.family == .unicode ? "▸" : ">"
    for (index, layer) in map.layers.enumerated() {
      name(layer.name, layer.isMarked, mark, starts[index], on: &picture)
      for (place, neuron) in layer.neurons.enumerated() {
        let (row, role): (Int, Role?) = (self.row(of: place, in: layer), layer.isMarked ? .strong : nil)
        let value = figure.layout.plain(neuron.value)
        picture.write(value, column: starts[index], row: row, role: role)
        let below = map.pitch > 1
        picture.write(
          figure.layout.plain(neuron.gradient),
          column: starts[index] + (below ? 0 : DisplayWidth.columns(of: value) + 1),
          row: below ? row + 1 : row, role: .gradient)
      }
    }
    for (index, weights) in map.weights.enumerated() where !weights.name.isEmpty {
      let text = DisplayWidth.truncated(weights.name, to: gap - 3, ellipsis: figure.glyphs.ellipsis)
      let place = starts[index] + widths[index] + Swift.max((gap - DisplayWidth.columns(of: text)) / 2 - 1, 0)
      name(text, weights.isMarked, mark, place, on: &picture)
    }
    let note = map.examples > 1 ? figure.wrapped(FigureWords.examples(map), .dim) : []
    return picture.lines + note
  }

  private func name(_ text: String, _ isMarked: Bool, _ mark: String, _ column: Int, on picture: inout Picture) {
    picture.write(
      (isMarked ? mark : "") + figure.layout.plain(text), column: column, row: 0, role: isMarked ? .highlight : .dim)
  }

  /// The row of a neuron; a smaller layer stands in the middle.
  private func row(of place: Int, in layer: NeuronMap.Layer) -> Int {
    let tallest = map.layers.map(\.neurons.count).max() ?? 1
    return 1 + (tallest - layer.neurons.count) * map.pitch / 2 + place * map.pitch
  }

  /// Lines for the weights, dashed where they are negative; those of the step in colours.
  private func draw(
    _ weights: NeuronMap.Weights, from index: Int, _ left: Int, _ right: Int, on picture: inout Picture
  ) {
    let isUnicode = figure.glyphs.family == .unicode
    let (across, down) = isUnicode ? (2, 4) : (1, 1)
    var dots = DotGrid(width: picture.columns * across, height: picture.rows * down)
    let x = Axis(Interval(0, Double(dots.width - 1)), cells: dots.width, ticks: 2)
    let y = Axis(Interval(0, Double(dots.height - 1)), cells: dots.height, ticks: 2)
    func point(_ column: Int, _ row: Int) -> Point {
      Point(Double(column * across), Double(dots.height - 1 - row * down - down / 2))
    }
    for (from, row) in weights.values.enumerated() {
      for (to, weight) in row.enumerated() {
        let ends = [
          point(left + 1, self.row(of: from, in: map.layers[index])),
          point(right - 1, self.row(of: to, in: map.layers[index + 1])),
        ]
        dots.draw(
          Series(points: ends), index: weight < 0 ? 0 : 1, x: x, y: y,
          pattern: DashPattern(lengths: weight < 0 && isUnicode ? [2, 2] : []))
      }
    }
    let drawn: Picture = isUnicode ? .braille(dots) : .signs(dots, ["-", "+"])
    for row in 0..<picture.rows {
      for column in 0..<picture.columns where drawn[column, row].character != " " {
        var cell = drawn[column, row]
        cell.hue = weights.isMarked ? (cell.hue == .series(0) ? .blue : .red) : .grey
        picture[column, row] = cell
      }
    }
  }
}
