#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Numbers for the eye: short texts, and the few functions of the C library that figures need.
enum Numbers {
  /// A number with so many significant digits, without trailing zeros.
  static func short(_ value: Double, digits: Int = 4) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    if value == 0 { return "0" }
    let text = printed("%.*g", Int32(clamping: digits), value)
    // Powers of ten are written as everywhere in the program: 1.5e-7, not 1.5e-07.
    guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...]) else { return text }
    return "\(text[..<mark])e\(exponent)"
  }

  /// A number with so many digits behind the point.
  static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return short(value) }
    // Without this, a rounded -0.01 would print as "-0.0".
    let text = printed("%.*f", Int32(clamping: Swift.min(Swift.max(decimals, 0), 17)), value)
    return text.hasPrefix("-") && text.allSatisfy({ "-0.".contains($0) }) ? String(text.dropFirst()) : text
  }

  /// A share in percent with one digit behind the point.
  static func percent(_ part: Int, of whole: Int) -> String {
    whole == 0 ? "0%" : fixed(Double(part) / Double(whole) * 100, decimals: 1) + "%"
  }

  /// A whole number that a double holds, or nil when it is too large or not a number.
  static func whole(_ value: Double) -> Int? { Int(exactly: value.rounded()) }

  /// The logarithm to base 10.
  static func log10(_ value: Double) -> Double {
    #if canImport(Glibc)
      Glibc.log10(value)
    #else
      Darwin.log10(value)
    #endif
  }

  /// Ten to a power.
  static func power10(_ exponent: Int) -> Double {
    #if canImport(Glibc)
      Glibc.pow(10, Double(exponent))
    #else
      Darwin.pow(10, Double(exponent))
    #endif
  }

  private static func printed(_ format: String, _ precision: Int32, _ value: Double) -> String {
    withVaList([precision, value]) { arguments in
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
        guard let start = buffer.baseAddress else { return "" }
        _ = vsnprintf(start, buffer.count, format, arguments)
        return String(cString: start)
      }
    }
  }
}
