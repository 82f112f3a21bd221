import Evaluation
import Tensors

/// Values written as source text that gives them again.
enum Literal {
  /// The most elements that are written out.
  static let limit = 2_000

  /// The text of a value; nil for what has none, such as a function.
  static func text(_ value: Value) -> String? {
    switch value {
    case .data(let traced): return tensor(traced)
    case .list(let list):
      guard list.items.count <= limit else { return nil }
      var parts: [String] = []
      for item in list.items {
        guard let part = text(item) else { return nil }
        parts.append(part)
      }
      return "[" + parts.joined(separator: ", ") + "]"
    case .record(let record):
      var parts: [String] = []
      for (name, value) in zip(record.names, record.values) {
        guard let part = text(value) else { return nil }
        parts.append("\(name): \(part)")
      }
      return "{" + parts.joined(separator: ", ") + "}"
    case .string(let text):
      let isPlain = text.string.unicodeScalars.allSatisfy { $0.value >= 0x20 && !"\"\\{}".unicodeScalars.contains($0) }
      return isPlain ? "\"\(text.string)\"" : nil
    case .range(let range) where range.count > 0 && range.count <= limit:
      return "[" + (0..<range.count).map { String(range.lower &+ $0) }.joined(separator: ", ") + "]"
    case .parameter, .range, .function, .optimiser, .figure, .batches, .nothing, .unset: return nil
    }
  }

  private static func tensor(_ traced: Traced) -> String? {
    let shape = traced.shape
    let count = shape.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
    guard count > 0, count <= limit else { return nil }
    let texts: [String] =
      switch traced.elementType {
      case .bool: traced.doubles.map { $0 != 0 ? "true" : "false" }
      case .int, .byte: traced.integers.map { String($0) }
      case .float32: traced.floats.map { number(Double($0.description) ?? Double($0)) }
      case .float64: traced.doubles.map { number($0) }
      }
    guard texts.count == count else { return nil }
    return nested(texts[...], shape[...])
  }

  private static func nested(_ texts: ArraySlice<String>, _ shape: ArraySlice<Int>) -> String {
    guard let extent = shape.first, extent > 0 else { return texts.first ?? "" }
    let size = texts.count / extent
    let parts = (0..<extent).map { index in
      nested(texts[(texts.startIndex + index * size)..<(texts.startIndex + (index + 1) * size)], shape.dropFirst())
    }
    return "[" + parts.joined(separator: ", ") + "]"
  }

  /// Whether no number of a written value is infinite or not a number.
  static func isFinite(_ text: String) -> Bool {
    !text.split { !$0.isLetter && !$0.isNumber && $0 != "\"" }.contains { $0 == "nan" || $0 == "inf" }
  }

  /// A number with the fewest digits that read back exactly.
  static func number(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
