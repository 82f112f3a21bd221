import Source

/// Text that a terminal or a page may show: control characters and direction overrides become visible signs.
package enum SafeText {
  /// One line of text; tabs and newlines become spaces, controls the signs that Unicode has for them.
  package static func line(_ text: String) -> String {
    if isHarmless(text) { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(visible(scalar)) }
    return String(result)
  }

  /// The lines of a text of several lines, tabs filled up to the next multiple of four columns.
  package static func lines(_ text: String) -> [String] {
    split(text).map { line in
      guard line.utf8.contains(UInt8(ascii: "\t")) else { return Self.line(String(line)) }
      var result = ""
      for part in line.split(separator: "\t", omittingEmptySubsequences: false) {
        if !result.isEmpty || part.startIndex != line.startIndex {
          result += DisplayWidth.spaces(4 - DisplayWidth.columns(of: result) % 4)
        }
        result += Self.line(String(part))
      }
      return result
    }
  }

  /// The lines of a text, by `\n` or `\r\n`.
  static func split(_ text: String) -> [Substring] {
    text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
  }

  private static func isHarmless(_ text: String) -> Bool {
    // Everything dangerous is either below space, DEL, or lies outside ASCII.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return true }
    return !text.unicodeScalars.contains(where: \.isControl)
  }

  /// The sign shown for a scalar: itself unless it is a control.
  static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard scalar.isControl else { return scalar }
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x2028, 0x2029: return " "
    case 0..<0x20: return Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
    case 0x7F: return "\u{2421}"
    default: return "\u{FFFD}"
    }
  }
}
