/// Makes text that comes from elsewhere fit for the input.
enum Paste {
  /// Returns the pasted bytes as text: rows end with a newline, tabs are four spaces, no control codes.
  ///
  /// Bytes that are no UTF-8 are dropped, and one newline at the end, which selecting a whole row brings along.
  static func text(of bytes: [UInt8]) -> String {
    var text = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      defer { afterReturn = scalar == "\r" }
      switch scalar {
      case "\r": text.append("\n")
      case "\n": if !afterReturn { text.append("\n") }
      case "\t": text.append(contentsOf: "    ".unicodeScalars)
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFD}", "\u{FEFF}": break
      default: text.append(scalar)
      }
    }
    if text.last == "\n" { text.removeLast() }
    return String(text)
  }
}
