#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How single numbers are written.
package enum NumberText {
  /// A number with at most `digits` significant digits, without trailing zeros: `0.6899745`, `10`, `3.51e-6`.
  ///
  /// Whole numbers below a limit are written in full.
  package static func of(_ number: Double, digits: Int, wholeBelow limit: Double = 1e15) -> String {
    if number.isNaN { return "nan" }
    if number.isInfinite { return number < 0 ? "-inf" : "inf" }
    if number == 0 { return "0" }
    if number == number.rounded(), abs(number) < limit { return String(Int64(number)) }
    let digits = Swift.min(Swift.max(digits, 1), 17)
    let scientific = formatted("%.*e", digits - 1, number)
    guard let mark = scientific.firstIndex(of: "e"), let exponent = Int(scientific[scientific.index(after: mark)...])
    else { return scientific }
    if exponent < -5 || exponent >= Swift.max(digits, 6) {
      return trimmed(String(scientific[..<mark])) + "e\(exponent)"
    }
    return trimmed(formatted("%.*f", Swift.max(0, digits - 1 - exponent), number))
  }

  /// A number with a fixed number of decimals.
  package static func fixed(_ number: Double, decimals: Int) -> String {
    if number.isNaN { return "nan" }
    if number.isInfinite { return number < 0 ? "-inf" : "inf" }
    guard abs(number) < 1e18 else { return of(number, digits: 7) }
    return formatted("%.*f", Swift.min(Swift.max(decimals, 0), 40), number)
  }

  /// A number in scientific notation with a fixed number of decimals of its mantissa: `1.50e-3`.
  package static func scientific(_ number: Double, decimals: Int) -> String {
    if number.isNaN || number.isInfinite { return of(number, digits: 7) }
    let text = formatted("%.*e", Swift.min(Swift.max(decimals, 0), 40), number)
    guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...]) else { return text }
    return "\(text[..<mark])e\(exponent)"
  }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var end = text.endIndex
    while end > text.startIndex, text[text.index(before: end)] == "0" { end = text.index(before: end) }
    if end > text.startIndex, text[text.index(before: end)] == "." { end = text.index(before: end) }
    let short = String(text[..<end])
    return short == "-0" ? "0" : short
  }

  private static func formatted(_ format: String, _ precision: Int, _ number: Double) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 420) { buffer in
      let length = withVaList([Int32(precision), number]) { vsnprintf(buffer.baseAddress, buffer.count, format, $0) }
      let bytes = buffer.prefix(Swift.max(0, Swift.min(Int(length), buffer.count - 1)))
      return String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }
}
