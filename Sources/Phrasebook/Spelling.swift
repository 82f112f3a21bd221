import Syntax

/// Other spellings of names: Greek letters in words, indices beside the letter, and products without a sign.
package enum Spelling {
  /// What a name that is not known may have been meant to be, most likely first.
  package static func readings(of name: String, _ surroundings: Habits.Surroundings) -> [String] {
    var readings: [String] = []
    let wanted = key(of: name)
    for bound in surroundings.bound where key(of: bound) == wanted && bound != name { readings.append(bound) }
    if let symbol = InputSymbols.symbol(for: name), symbol.count == 1, surroundings.isKnown(symbol) {
      readings.append(symbol)
    }
    let factors = factors(of: name)
    if factors.count > 1, factors.count <= 6, makesSense(factors, surroundings) {
      // In textbooks letters side by side are a product: of matrices where there are matrices.
      readings.append(factors.joined(separator: " @ "))
      readings.append(factors.joined(separator: " * "))
    }
    return readings
  }

  /// Two spellings of one name have one key: `delta_1`, `δ1` and `δ₁` are the same.
  static func key(of name: String) -> String {
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

  /// The letters of a name, each with its index.
  private static func factors(of name: String) -> [String] {
    var factors: [String] = []
    var follows = false
    for character in name {
      let isIndex = character == "_" || !character.isLetter || "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ".contains(character)
      if follows || isIndex, let last = factors.popLast() {
        factors.append(last + String(character))
        follows = character == "_"
      } else {
        factors.append(String(character))
        follows = false
      }
    }
    return factors
  }

  /// Only what is known for the greater part is taken apart: `πr` and `wx`, but not a word.
  private static func makesSense(_ factors: [String], _ surroundings: Habits.Surroundings) -> Bool {
    let known = factors.filter(surroundings.isKnown).count
    return known == factors.count || factors.count == 2 && factors[0] == "π"
      || factors.count <= 3 && factors.contains { !$0.utf8.allSatisfy { $0 < 0x80 } } && known > 0
  }
}
