/// Names of people and lessons as they can stand in a path.
package enum SafeName {
  /// Letters and digits of any script, `-` and `_` as they are, everything else by its bytes.
  package static func of(_ name: String) -> String {
    var result = ""
    for scalar in name.unicodeScalars {
      if result.utf8.count >= 100 { break }
      if isPlain(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        for byte in scalar.utf8 { result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16) }
      }
    }
    return result.isEmpty ? "nobody" : result
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    // Joiners, selectors and fillers cannot be seen: two names would look the same.
    if scalar.properties.isDefaultIgnorableCodePoint { return false }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .modifierLetter, .decimalNumber,
      .nonspacingMark, .spacingMark:
      return true
    default: return scalar == "-" || scalar == "_"
    }
  }
}
