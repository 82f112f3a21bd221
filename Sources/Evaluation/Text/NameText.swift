/// How names are written back: `w_0` as the textbook's w₀.
package enum NameText {
  /// A single letter with a number after an underscore becomes a letter with a subscript; any other name stays as it is.
  package static func of(_ name: String) -> String {
    guard let mark = name.firstIndex(of: "_"), name[..<mark].count == 1 else { return name }
    let digits = name[name.index(after: mark)...]
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return name }
    return String(name[..<mark]) + String(digits.compactMap(subscripted))
  }

  private static func subscripted(_ digit: Character) -> Character? {
    guard let value = digit.wholeNumberValue, let scalar = Unicode.Scalar(0x2080 + UInt32(value)) else { return nil }
    return Character(scalar)
  }
}
