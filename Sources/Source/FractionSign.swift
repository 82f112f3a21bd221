/// Fractions that are one sign: ½, ¾.
package enum FractionSign {
  private static let fractions: [Character: String] = [
    "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5", "⅘": "4/5",
    "⅙": "1/6", "⅚": "5/6", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8",
  ]

  /// A text that is such a sign, with a sign of its own before it or none, as a quotient: -1/2 for -½; any other as it is.
  package static func plain(_ text: String) -> String {
    guard let last = text.last, let fraction = fractions[last], text.dropLast().allSatisfy({ "+-− ".contains($0) })
    else { return text }
    return text.dropLast() + fraction
  }
}
