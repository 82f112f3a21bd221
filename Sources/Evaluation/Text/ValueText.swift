package import Source
package import Tensors

/// How values are written as plain text: by `print`, inside texts, and in messages.
package enum ValueText {
  /// How many digits numbers and tensors have.
  package struct Digits: Sendable, Equatable {
    /// Significant digits of a single number.
    package var number: Int
    /// Significant digits of the elements of a tensor.
    package var tensor: Int

    /// Makes the digits for a setting; the usual ones are 7 and 5.
    package init(_ setting: Int?) {
      number = setting ?? 7
      tensor = setting ?? 5
    }
  }

  /// A value as text.
  static func plain(_ value: Value, machine: Machine) -> String {
    text(value, state: machine.state, width: 80)
  }

  /// A value as text, with parameters as a state holds them; tensors may take several lines.
  ///
  /// What has no spelling of its own is called by words: in English where a program goes on with them, in another
  /// language where they are only shown.
  package static func text(_ value: Value, state: State, width: Int, in words: Translation = .english) -> String {
    let digits = Digits(state.digits)
    switch value {
    case .data(let traced): return data(traced, digits: digits, width: width)
    case .parameter(let parameter):
      guard let leaf = state.leaf(of: parameter) else { return words("a parameter") }
      return data(leaf.value, digits: digits, width: width)
    case .string(let text): return text.string
    case .list(let list):
      if let traced = asTensor(list, state: state) { return data(traced, digits: digits, width: width) }
      return inline(value, state: state, in: words)
    case .record: return inline(value, state: state, in: words)
    case .range(let range):
      return range.count == 0 ? words("an empty range") : "\(range.lower)..\(range.lower &+ range.count &- 1)"
    case .function(let function):
      return function.name == nil
        ? words("a function of (\(function.parameters.map(\.name).joined(separator: ", ")))") : function.signature
    case .optimiser(let optimiser): return optimiser.shown ?? state.text(of: optimiser)
    case .figure: return words("a picture")
    case .batches(let source): return words("batches of \(source.size)")
    case .nothing, .unset: return ""
    }
  }

  /// A value on one line; when it is longer than so many bytes, its beginning and somewhat more.
  package static func inline(
    _ value: Value, state: State, atMost most: Int = .max, in words: Translation = .english
  ) -> String {
    var text = ""
    write(value, state: state, most, in: words, depth: 0, to: &text)
    return text
  }

  /// Writes a value behind a text, in time that grows with what is written: values nest 2,000 deep.
  private static func write(
    _ value: Value, state: State, _ most: Int, in words: Translation, depth: Int, to text: inout String
  ) {
    guard text.utf8.count <= most, !Interruption.isRequested else { return }
    switch value {
    case .string(let inner): text += "\"" + escaped(inner.string) + "\""
    case .data(let traced) where traced.count > 12:
      text += words("a tensor of shape \(ShapeText.of(traced.shape))")
    case .list(let list):
      if let traced = asTensor(list, state: state) {
        text += oneLine(data(traced, digits: Digits(state.digits), width: 100_000))
        return
      }
      text += "["
      for (place, item) in list.items.enumerated() where text.utf8.count <= most {
        if place > 0 { text += ", " }
        write(item, state: state, most, in: words, depth: depth + 1, to: &text)
      }
      text += "]"
    case .record(let record):
      text += "{"
      for (place, (name, item)) in zip(record.names, record.values).enumerated() where text.utf8.count <= most {
        text += (place > 0 ? ", " : "") + field(name) + ": "
        write(item, state: state, most, in: words, depth: depth + 1, to: &text)
      }
      text += "}"
    default: text += oneLine(self.text(value, state: state, width: 100_000, in: words))
    }
  }

  /// A text between its quotes as it is typed: line ends and tabs as signs that can be told from blanks.
  package static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) else { return text }
    var shown = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": shown += "\\n"
      case "\t": shown += "\\t"
      case "\r": shown += "\\r"
      case "\"": shown += "\\\""
      case "\\": shown += "\\\\"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  /// The name of a field; one that is not a plain word stands in quotes.
  private static func field(_ name: String) -> String {
    let isPlain = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    return isPlain ? name : "\"\(escaped(name))\""
  }

  private static func oneLine(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "\n")) || text.utf8.first == UInt8(ascii: " ") else { return text }
    return text.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: " ")
  }

  /// The tensor that a list of numbers, or of tensors of one shape, is shown as.
  package static func asTensor(_ list: List, state: State) -> Traced? {
    if let known = list.stacked { return known }
    var parts: [Traced] = []
    parts.reserveCapacity(list.items.count)
    for item in list.items {
      if Interruption.isRequested { return nil }
      switch item {
      case .data(let traced): parts.append(traced.plain)
      case .parameter(let parameter):
        guard let leaf = state.leaf(of: parameter) else { return nil }
        parts.append(leaf.value)
      case .list(let inner):
        guard let traced = asTensor(inner, state: state) else { return nil }
        parts.append(traced.plain)
      default: return nil
      }
    }
    guard let first = parts.first else { return nil }
    guard parts.allSatisfy({ $0.shape == first.shape && ($0.elementType == .bool) == (first.elementType == .bool) })
    else { return nil }
    return try? Operation.stack(parts, .axis(0))
  }

  private static func data(_ traced: Traced, digits: Digits, width: Int) -> String {
    let isNumber = traced.shape.isEmpty
    return TensorText.lines(traced, digits: isNumber ? digits.number : digits.tensor, width: width).joined(
      separator: "\n")
  }
}

extension State {
  /// An optimiser as it is shown: `adam(rate=0.001), 12 steps`.
  fileprivate func text(of optimiser: Optimiser) -> String {
    let cell = optimiser.slot < optimisers.count ? optimisers[optimiser.slot] : OptimiserCell()
    var rate = NumberText.of(cell.rate ?? optimiser.rule.rate, digits: 7)
    if cell.rate == nil, let schedule = optimiser.schedule { rate = schedule.maker.map { "\($0)(…)" } ?? "t -> …" }
    let steps = cell.steps == 0 ? "" : ", \(cell.steps) step\(cell.steps == 1 ? "" : "s")"
    return optimiser.rule.text(rate: rate) + steps
  }
}

extension UpdateRule {
  /// The rule as it is shown, with its own rate.
  package var text: String { text(rate: NumberText.of(rate, digits: 7)) }

  /// The rule as it is shown: `adam(rate=0.001)`.
  fileprivate func text(rate: String) -> String {
    switch self {
    case .sgd(_, let momentum):
      "sgd(rate=\(rate)" + (momentum == 0 ? ")" : ", momentum=\(NumberText.of(momentum, digits: 7)))")
    case .rmsprop: "rmsprop(rate=\(rate))"
    case .adam(_, _, _, _, let decay):
      decay == 0 ? "adam(rate=\(rate))" : "adamw(rate=\(rate), decay=\(NumberText.of(decay, digits: 7)))"
    }
  }
}
