import Formats
import Source

/// What an answer earns or is worth: whole and half points.
struct Points: Comparable, Hashable, AdditiveArithmetic, ExpressibleByIntegerLiteral {
  /// Twice the points, so that halves are exact.
  private(set) var halves: Int

  static let zero = Points(0)

  init(_ whole: Int) { halves = whole.multipliedReportingOverflow(by: 2).partialValue }

  init(integerLiteral value: Int) { self.init(value) }

  private init(halves: Int) { self.halves = halves }

  /// Reads `3`, `2.5` or `2,5`; nil for anything that is no whole or half number of at most a million.
  init?(_ text: String) {
    let parts = text.split(separator: text.contains(",") ? "," : ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let whole = Int(parts[0]), (-1_000_000...1_000_000).contains(whole) else {
      return nil
    }
    let fraction = parts.count == 2 ? parts[1] : "0"
    let isHalf = fraction.first == "5" && fraction.dropFirst().allSatisfy { $0 == "0" }
    guard !fraction.isEmpty, isHalf || fraction.allSatisfy({ $0 == "0" }) else { return nil }
    let isNegative = parts[0].hasPrefix("-")
    halves = whole * 2 + (isHalf ? (isNegative ? -1 : 1) : 0)
  }

  /// The number: `3` or `2.5`.
  var text: String { halves % 2 == 0 ? "\(halves / 2)" : "\(halves < 0 ? "-" : "")\(abs(halves) / 2).5" }

  /// As JSON has it: a whole number where it is one.
  var json: JSONValue { halves % 2 == 0 ? .integer(halves / 2) : .number(Double(halves) / 2) }

  /// Reads what `json` wrote.
  init?(_ json: JSONValue) {
    guard let number = json.double, let halves = Int(exactly: number * 2), abs(halves) <= 2_000_000 else { return nil }
    self.halves = halves
  }

  /// The points in words: `1 point`, `2.5 points`.
  var words: Phrase { halves == 2 ? "1 point" : "\(text) points" }

  /// A part of them in per cent, rounded down to half points.
  func part(_ percent: Int) -> Points { Points(halves: halves * percent / 100) }

  static func < (left: Points, right: Points) -> Bool { left.halves < right.halves }
  static func + (left: Points, right: Points) -> Points {
    Points(halves: left.halves.addingReportingOverflow(right.halves).partialValue)
  }
  static func - (left: Points, right: Points) -> Points {
    Points(halves: left.halves.subtractingReportingOverflow(right.halves).partialValue)
  }
}
