/// The spellings of a name.
package enum Spelling {
  /// Two spellings of one name have one key: `delta_1`, `δ1` and `δ₁` are the same.
  package static func key(of name: String) -> String {
    var key = ""
    var word = ""
    func closed(_ word: String) -> String { InputSymbols.symbol(for: word).map { $0.count == 1 ? $0 : word } ?? word }
    for scalar in plain(name).unicodeScalars {
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

  /// `y_hat` for `ŷ`: a mark above a letter is a word behind it, however both are encoded.
  private static func plain(_ name: String) -> String {
    guard !name.utf8.allSatisfy({ $0 < 0x80 }) else { return name }
    return name.reduce(into: "") { text, character in
      for (mark, word) in [("\u{302}", "_hat"), ("\u{304}", "_bar"), ("\u{303}", "_tilde")] {
        let base = character.unicodeScalars.count > 1 ? character.unicodeScalars.first : latin(character, mark)
        if let base, "\(base)\(mark)" == String(character) {
          text += "\(base)\(word)"
          return
        }
      }
      text.append(character)
    }
  }

  /// The letter of the alphabet that a character of one scalar is with a mark.
  private static func latin(_ character: Character, _ mark: String) -> Unicode.Scalar? {
    guard let scalar = character.unicodeScalars.first,
      (0xC0...0x24F).contains(scalar.value) || (0x1E00...0x1EFF).contains(scalar.value)
    else { return nil }
    return "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".unicodeScalars.first {
      "\($0)\(mark)" == String(character)
    }
  }
}
