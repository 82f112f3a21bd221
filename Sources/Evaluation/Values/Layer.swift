import Source
import Tensors

/// A layer of the prelude that was given something it has no weights for: an error about its shape names it.
struct Layer {
  /// Where the layer is in the model, and how it was made: `net[1], dense(2, 3)`.
  private let name: String
  /// What it takes.
  private let takes: Phrase
  /// The shape that arrived.
  private let given: [Int]
  private let help: Phrase

  /// nil unless the function is a layer whose weights do not fit what it was given.
  init?(_ function: Function, given value: Value?, machine: Machine) {
    let tensor: Traced? =
      switch value {
      case .data(let input)?: input
      case .list(let list)?: list.stacked
      default: nil
      }
    guard let input = tensor, let maker = function.maker else { return nil }
    given = input.shape
    func weights(_ name: String) -> Parameter? {
      guard case .parameter(let parameter)? = function.captured.first(where: { $0.name == name })?.value else {
        return nil
      }
      return parameter
    }
    func path(_ parameter: Parameter, _ name: String) -> String {
      guard let path = parameter.name, path.hasSuffix(".\(name)") else { return "" }
      return path.dropLast(name.count + 1) + ", "
    }
    switch maker {
    case "dense":
      guard let weights = weights("W"), weights.shape.count == 2, given.last != weights.shape[0] else { return nil }
      let (inputs, outputs) = (weights.shape[0], weights.shape[1])
      name = path(weights, "W") + "dense(\(inputs), \(outputs))"
      takes = "rows of \(inputs) numbers"
      let size = given.dropFirst().reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
      if given.count > 1, given[0].multipliedReportingOverflow(by: size).partialValue == inputs {
        // One picture by itself: its numbers are as many as the layer takes, in another shape.
        help =
          "\(given.map { "\($0)" }.joined(separator: "·")) = \(inputs): reshape(x, [1, \(inputs)]) makes a row of it"
      } else if given.count > 2, size == inputs {
        help = "put flatten_layer before it, which makes a row of each picture"
      } else if given.count > 2 {
        help = "put flatten_layer before it; then dense(\(size), \(outputs)) would fit"
      } else {
        help = given.last.map { "dense(\($0), \(outputs)) would fit" } ?? "give it a row: [x]"
      }
    case "conv":
      guard let kernels = weights("K"), kernels.shape.count == 4, given.count != 4 || given[1] != kernels.shape[1]
      else {
        return nil
      }
      let (outputs, inputs, size) = (kernels.shape[0], kernels.shape[1], kernels.shape[2])
      name = path(kernels, "K") + "conv(\(inputs), \(outputs), \(size))"
      takes = "images [n, \(inputs), height, width]"
      help =
        given.count == 4
        ? "conv(\(given[1]), \(outputs), \(size)) would fit"
        : given.count == 3 && inputs == 1
          ? "give the images an axis for their channel: expand_dims(x, 1)"
          : "reshape the input to [n, \(inputs), height, width]"
    case "batch_norm":
      guard let gain = weights("gain"), given.count < 2 || given[1] != gain.shape[0] else { return nil }
      name = path(gain, "gain") + "batch_norm(\(gain.shape[0]))"
      takes = "[n, \(gain.shape[0])] or [n, \(gain.shape[0]), height, width]"
      help = given.count > 1 ? "batch_norm(\(given[1])) would fit" : "give it a batch: rows of \(gain.shape[0])"
    default: return nil
    }
  }

  /// The error of an operation inside the layer, told about the layer.
  func misfit(_ diagnostic: Diagnostic) -> Diagnostic {
    var told = diagnostic
    told.code = .shapeMismatch
    told.title = "\(name) takes \(takes), and this has the shape \(ShapeText.of(given))"
    told.labels = []
    told.notes = []
    told.help = help
    return told
  }
}
