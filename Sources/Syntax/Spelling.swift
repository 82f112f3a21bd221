/// The spellings of a name.
package enum Spelling {
  /// Two spellings of one name have one key: `delta_1`, `δ1` and `δ₁` are the same.
  package static func key(of name: String) -> String {
    var key = ""
    var word = ""
    func closed(_ word: String) -> String { InputSymbols.symbol(for: word).map { $0.count == 1 ? $0 : word } ?? word }
    for scalar in name.unicodeScalars {
      if scalar == "_" || scalar.properties.numericType != nil {
        key += closed(word)
        word = ""
        if scalar == "_" { continue }
        if let value = scalar.properties.numericValue, value == value.rounded(), (0...9).contains(value) {
          key += String(Int(value))
          continue
        }
      }
      word.unicodeScalars.append(scalar)
    }
    return key + closed(word)
  }
}
