package import Source

/// What an answer earns or is worth: whole and half points.
package struct Points: Comparable, Hashable, Sendable, AdditiveArithmetic, ExpressibleByIntegerLiteral {
  /// Twice the points, so that halves are exact.
  package private(set) var halves: Int

  /// Nothing.
  package static let zero = Points(0)

  /// Whole points.
  package init(_ whole: Int) { halves = whole.multipliedReportingOverflow(by: 2).partialValue }

  package init(integerLiteral value: Int) { self.init(value) }

  /// Half points, in their number.
  package init(halves: Int) { self.halves = halves }

  /// Reads `3`, `2.5` or `2,5`; nil for anything that is no whole or half number of at most a million.
  package init?(_ text: some StringProtocol) {
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
  package var text: String { halves % 2 == 0 ? "\(halves / 2)" : "\(halves < 0 ? "-" : "")\(abs(halves) / 2).5" }

  /// The points in words: `1 point`, `2.5 points`.
  package var words: Phrase { halves == 2 ? "1 point" : "\(text) points" }

  /// A part of them in per cent, to the nearest half point; of two, the greater.
  package func part(_ percent: Int) -> Points {
    Points(halves: (halves.multipliedReportingOverflow(by: percent).partialValue &+ 50) / 100)
  }

  /// A part of them, rounded down to half points.
  package func part(_ some: Int, of all: Int) -> Points {
    Points(halves: all == 0 ? 0 : halves.multipliedReportingOverflow(by: some).partialValue / all)
  }

  /// Whether the first are fewer.
  package static func < (left: Points, right: Points) -> Bool { left.halves < right.halves }
  /// Both together.
  package static func + (left: Points, right: Points) -> Points {
    Points(halves: left.halves.addingReportingOverflow(right.halves).partialValue)
  }

  /// What is left.
  package static func - (left: Points, right: Points) -> Points {
    Points(halves: left.halves.subtractingReportingOverflow(right.halves).partialValue)
  }
}
