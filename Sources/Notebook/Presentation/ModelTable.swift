import Documents
import Evaluation
import Source

/// A model as a table of its layers with their parameters counted.
struct ModelTable {
  let title: Phrase
  let block: Documents.Block

  /// Makes the table of a function that captured layers; nil for any other function.
  init?(_ function: Function) {
    guard case .list(let layers)? = function.captured.first(where: { $0.name == "layers" })?.value else { return nil }
    var rows: [[[Inline]]] = []
    var total = 0
    for (index, layer) in layers.items.enumerated() {
      guard case .function(let layer) = layer else { continue }
      let (words, shapes, count) = ModelTable.parts(of: layer)
      total += count
      rows.append([
        [.text("\(index)")], [.text(words, .function)], [.text(shapes)],
        [.text(count == 0 ? "" : ModelTable.grouped(count), .number)],
      ])
    }
    let counted: Phrase =
      layers.items.count == 1
      ? "a model of 1 layer, \(ModelTable.grouped(total)) parameters"
      : "a model of \(layers.items.count) layers, \(ModelTable.grouped(total)) parameters"
    // What names of the session hold is not the function's own, though it learns with it.
    let readsNames = layers.items.contains {
      if case .function(let layer) = $0 { !layer.mentionedGlobals.isEmpty } else { false }
    }
    title = readsNames ? "\(counted), without those that a function of yours reads: parameters(…) has all" : counted
    block = .table(
      Table(
        header: [["#"], ["layer"], ["parameters"], ["count"]], alignments: [.right, .left, .left, .right], rows: rows))
  }

  /// A layer that has parameters, on one line, as its row of the table has it; nil for any other function.
  static func line(of layer: Function) -> [Inline]? {
    let (words, shapes, count) = parts(of: layer)
    guard layer.name == nil, layer.maker != nil, !shapes.isEmpty else { return nil }
    return [.text(words, .function), .text("  " + shapes + "  "), .text(grouped(count), .number)]
  }

  /// What a layer is, its parameters with their shapes, and how many numbers they are.
  private static func parts(of layer: Function) -> (words: String, shapes: String, count: Int) {
    var shapes: [String] = []
    var words = [layer.name ?? layer.maker ?? "layer"]
    var count = 0
    for (name, value) in layer.captured {
      switch value {
      case .parameter(let parameter):
        shapes.append("\(name) \(ShapeText.of(parameter.shape))")
        if !parameter.isBuffer { count += parameter.shape.reduce(1, *) }
      case .function(let inner) where inner.name != nil: words.append(inner.name ?? "")
      // A model in a model is one of its layers, with all that it has.
      case .list(let inner):
        for case .function(let inner) in inner.items { count += parts(of: inner).count }
      default: break
      }
    }
    return (words.joined(separator: " · "), shapes.joined(separator: "  "), count)
  }

  /// A whole number with its thousands set apart: `407,050`.
  static func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number).reversed().enumerated() {
      if index > 0, index % 3 == 0, digit != "-" { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }
}
