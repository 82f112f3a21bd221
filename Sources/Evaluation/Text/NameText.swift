/// How names are written back: `w_0` as the textbook's w₀.
package enum NameText {
  /// A single letter with a number after an underscore becomes a letter with a subscript; any other name stays as it is.
  package static func of(_ name: String) -> String {
    guard let mark = name.firstIndex(of: "_"), name[..<mark].count == 1 else { return name }
    let digits = name[name.index(after: mark)...]
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return name }
    return String(name[..<mark]) + String(digits.compactMap(subscripted))
  }

  /// The same for every name in a formula or a line of code; paths and names of files stay as they are.
  package static func inCode(_ text: String) -> String {
    guard text.contains("_"), !["/", "~", "."].contains(text.first) else { return text }
    var (result, rest) = ("", text[...])
    while !rest.isEmpty {
      let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      let after = rest[name.endIndex...]
      let isFile = after.first == "." && after.dropFirst().first?.isLetter == true
      result += isFile ? String(name) : of(String(name))
      let between = after.prefix { !$0.isLetter && !$0.isNumber && $0 != "_" }
      result += between
      rest = after[between.endIndex...]
    }
    return result
  }

  private static func subscripted(_ digit: Character) -> Character? {
    guard let value = digit.wholeNumberValue, let scalar = Unicode.Scalar(0x2080 + UInt32(value)) else { return nil }
    return Character(scalar)
  }
}
