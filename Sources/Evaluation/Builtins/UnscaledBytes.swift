import Source
import Tensors

/// Byte images that meet weights as they are: batches bring them to 0…1 first, so that the same model gives other
/// numbers in `train` and `evaluate` than in a call.
extension Machine {
  /// Warns when a model or layer is given bytes; `embedding` takes them as places in its table.
  func warnOfBytes(_ function: Function, _ arguments: [Value], at place: Site) {
    guard function.maker != "embedding", let first = arguments.first, isBytes(first),
      function.captured.contains(where: { $0.name == "layers" }) || function.captured.contains(where: isParameter)
    else { return }
    tellOfBytes(place.source.slice(place.operatorSpan), at: place)
  }

  /// Warns when a matrix product is one of bytes and of weights.
  func warnOfBytes(_ left: Value, _ right: Value, at place: Site) {
    guard isBytes(left) && isOfWeights(right) || isBytes(right) && isOfWeights(left) else { return }
    tellOfBytes(nil, at: place)
  }

  private func isBytes(_ value: Value) -> Bool {
    if case .data(let traced) = value { traced.elementType == .byte } else { false }
  }

  private func isParameter(_ captured: (name: String, value: Value)) -> Bool {
    if case .parameter = captured.value { true } else { false }
  }

  private func isOfWeights(_ value: Value) -> Bool {
    switch value {
    case .parameter: true
    case .data(let traced): traced.node != nil
    default: false
    }
  }
}

// MARK: Words

extension Machine {
  private func tellOfBytes(_ model: String?, at place: Site) {
    let given: Phrase = model.map { "\($0)(fractions(x))" } ?? "fractions(x) @ W"
    let scaled: Phrase = model.map { "\($0)(scale(x))" } ?? "scale(x) @ W"
    tell(
      Diagnostic(
        .warning, code: .bytesUnscaled, "these are bytes from 0 to 255, and batches have them from 0 to 1",
        source: place.source, labels: [.init(place.span)],
        notes: ["train, evaluate and accuracy cut batches, so the same weights give other numbers there."],
        help: "write \(given), x being what is given here; where the weights learned from data d by normalise(d), "
          + "\(scaled) with scale = fit_scale(d)"))
  }
}
