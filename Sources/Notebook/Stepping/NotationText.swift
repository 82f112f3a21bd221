import Tensors

/// How tightly a piece of mathematical text holds together, and when it needs parentheses.
enum NotationText {
  /// The precedence of the loosest operator outside all brackets; `postfix` for a name, a number or a call.
  static func precedence(of text: String) -> Operation.Precedence {
    var loosest = Operation.Precedence.postfix
    var depth = 0
    var last: Character = "("
    for character in text {
      defer { if character != " " { last = character } }
      switch character {
      case "(", "[", "{": depth += 1
      case ")", "]", "}": depth -= 1
      case _ where depth > 0: break
      case "<", ">", "=", "≤", "≥": loosest = Swift.min(loosest, .comparison)
      case "+": loosest = Swift.min(loosest, .sum)
      case "-", "−":
        let isSign = "(+-−*/@·^,".contains(last) || last == "e"
        loosest = Swift.min(loosest, isSign ? .negation : .sum)
      case "*", "/", "@", "·", "%", "×": loosest = Swift.min(loosest, .product)
      case "^": loosest = Swift.min(loosest, .power)
      default: break
      }
    }
    return loosest
  }

  /// Whether a text is a plain name, perhaps with a number behind it: `w`, `h#3`.
  static func isName(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first.properties.isAlphabetic || first == "_" || first == "∂" else {
      return false
    }
    return text.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "_#'′".unicodeScalars.contains(scalar)
        || (0x2080...0x2089).contains(scalar.value)
    }
  }

  /// The text, in parentheses when it is looser than what stands around it.
  static func wrapped(_ text: String, under outer: Operation.Precedence) -> String {
    precedence(of: text) < outer ? "(\(text))" : text
  }

  /// `∂L/∂z`, with parentheses around what is more than a name.
  static func gradient(of loss: String, by name: String) -> String {
    "∂\(isName(loss) ? loss : "(\(loss))")/∂\(isName(name) ? name : "(\(name))")"
  }

  /// An operation written over the texts of its inputs.
  static func formula(_ operation: Operation, _ attributes: Attributes, inputs: [String]) -> String {
    switch operation.notation {
    case .function(let symbol): return "\(symbol)(\((inputs + words(attributes)).joined(separator: ", ")))"
    case .infix(let symbol, let precedence):
      guard inputs.count == 2 else { return "\(symbol)(\(inputs.joined(separator: ", ")))" }
      let isTight = precedence >= .product && symbol != "@"
      let space = isTight ? "" : " "
      // The right side of a difference or quotient needs parentheses already at the same precedence.
      let isOpen = symbol == "-" || symbol == "/" || precedence == .power
      var right = wrapped(inputs[1], under: precedence)
      if isOpen, right == inputs[1], Self.precedence(of: right) == precedence { right = "(\(right))" }
      let left = wrapped(inputs[0], under: precedence == .power ? .postfix : precedence)
      return left + space + symbol + space + right
    case .prefix(let symbol): return symbol + wrapped(inputs.first ?? "", under: .negation)
    case .postfix(let symbol): return wrapped(inputs.first ?? "", under: .postfix) + symbol
    case .index: return wrapped(inputs.first ?? "", under: .postfix) + places(attributes)
    case .silent: return inputs.first ?? ""
    case .condition(let test): return "(\(inputs.first ?? "") \(test))"
    }
  }

  private static func words(_ attributes: Attributes) -> [String] {
    switch attributes {
    case .reduction(let axes?, _): ["axis=" + (axes.count == 1 ? "\(axes[0])" : "\(axes)")]
    case .axis(let axis): ["axis=\(axis)"]
    default: []
    }
  }

  private static func places(_ attributes: Attributes) -> String {
    guard case .index(let parts) = attributes else { return "[…]" }
    let texts = parts.map { part in
      switch part {
      case .at(let position): "\(position)"
      case .slice(let start, 1, let count): "\(start):\(start + count)"
      case .slice, .gather: "…"
      }
    }
    return "[\(texts.joined(separator: ", "))]"
  }
}
