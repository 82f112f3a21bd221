/// How names and gradients are written.
enum NotationText {
  /// Whether a text is a plain name, perhaps with a number or a turn of a loop behind it: `w`, `h#3`, `h[t=3]`.
  static func isName(_ text: String) -> Bool {
    if text.hasSuffix("]"), let turn = text.firstRange(of: "[t=") { return isName(String(text[..<turn.lowerBound])) }
    guard let first = text.unicodeScalars.first, first.properties.isAlphabetic || first == "_" else { return false }
    return text.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "_#'′".unicodeScalars.contains(scalar)
        || (0x2080...0x2089).contains(scalar.value)
    }
  }

  /// `∂L/∂z`, with parentheses around what is more than a name.
  static func gradient(of loss: String, by name: String) -> String {
    "∂\(isName(loss) ? loss : "(\(loss))")/∂\(isName(name) ? name : "(\(name))")"
  }

  /// Whether a name stands in a formula, and not merely as a part of a longer one.
  static func holds(_ name: String, in formula: String) -> Bool {
    func isPart(_ neighbour: Character?) -> Bool { neighbour.map { $0 != "ᵀ" && isName("a\($0)") } ?? false }
    return !name.isEmpty
      && formula.ranges(of: name).contains { place in
        !isPart(formula[..<place.lowerBound].last) && !isPart(formula[place.upperBound...].first)
      }
  }

  /// A name without the marks that tell its spellings apart: `w₀`, `w_0` and `w0` are all `w0`.
  static func bare(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars where scalar != "_" {
      if (0x2080...0x2089).contains(scalar.value) {
        result += String(scalar.value - 0x2080)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The text between a pair of parentheses that holds all of it; nil when there is none.
  static func insideBrackets(_ text: String) -> String? {
    guard text.first == "(", text.last == ")", text.count > 2 else { return nil }
    var depth = 0
    for (index, character) in text.enumerated() {
      if character == "(" { depth += 1 } else if character == ")" { depth -= 1 }
      if depth == 0, index < text.count - 1 { return nil }
    }
    return text.dropFirst().dropLast().split(separator: " ").joined(separator: " ")
  }
}
