/// How names and gradients are written.
enum NotationText {
  /// Whether a text is a plain name, perhaps with a number behind it: `w`, `h#3`.
  static func isName(_ text: String) -> Bool {
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
}
