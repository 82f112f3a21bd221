/// A number as it was typed: how exactly it says what it says.
struct DigitsTyped {
  /// Its value; nil for what is no number.
  let value: Double?
  /// The digits from the first that is not 0 on.
  let significant: Int
  /// The size of one unit in the last of them.
  let unit: Double

  init(_ text: String) {
    let plain = text.lowercased().filter { $0 != "_" }
    value = Double(plain)
    let parts = plain.split(separator: "e", maxSplits: 1, omittingEmptySubsequences: false)
    let digits = parts[0].drop { $0 == "-" || $0 == "+" }
    let decimals = digits.firstIndex(of: ".").map { digits[digits.index(after: $0)...].count } ?? 0
    var figures = digits.filter(\.isNumber).drop { $0 == "0" }
    // Zeros at the end of a whole number only say how large it is.
    let zeros = decimals == 0 ? figures.reversed().prefix { $0 == "0" }.count : 0
    figures = figures.dropLast(zeros)
    significant = figures.count
    let exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - decimals + zeros
    unit = Double("1e\(exponent)") ?? 0
  }

  /// Whether a number, written with at least three digits, is this one.
  func agree(with number: Double) -> Bool { significant >= 3 && isRounded(number) }

  /// Whether this is what a number is when it is rounded to as many digits.
  ///
  /// One that is far from the number, by 6 %, or a whole one by a thousandth, is more likely to be another number.
  func isRounded(_ number: Double, evenIfFar: Bool = false) -> Bool {
    guard let value, value != 0, number.isFinite else { return false }
    let distance = (value - number).magnitude
    let isWhole = number == number.rounded() && number.magnitude >= 10
    return distance <= unit * 0.500001 && (evenIfFar || distance <= number.magnitude * (isWhole ? 0.001 : 0.06))
  }
}
