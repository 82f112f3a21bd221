package import Documents
package import Tensors

/// A number that is looked at again and again: after every statement, step or epoch.
package struct Watch: Equatable, Sendable {
  /// How it is shown.
  package enum Style: String, Equatable, Sendable, CaseIterable {
    /// The number alone.
    case number
    /// Its course as a row of small columns.
    case sparkline
    /// Its size as a bar, measured by the largest so far.
    case bar
  }

  /// The most values that are remembered.
  private static let most = 512

  /// The expression.
  package let text: String
  /// How it is shown.
  package var style: Style
  /// The values so far, the latest last.
  package private(set) var values: [Double] = []

  /// Makes a watch for an expression.
  package init(_ text: String, style: Style = .sparkline) {
    self.text = text
    self.style = style
  }

  /// The number that stands for a value: itself, or the norm of a tensor.
  package static func measure(_ value: Traced) -> Double { value.scalar ?? TensorSummary(value).norm }

  /// Remembers a value.
  package mutating func note(_ value: Double) {
    if values.count == Self.most { values.removeFirst(Self.most / 2) }
    values.append(value)
  }

  /// The line to show after a statement: the expression, its value, and how it came there.
  package func line(_ format: StepFormat = StepFormat()) -> [Inline] {
    guard let value = values.last else { return [.text("watch  \(text): no value yet", .dim)] }
    let start: [Inline] = [.text("watch  ", .dim), .text(text), .text(" = \(format.number(value))", .number)]
    if format.isAccessible { return start + [.text(trend)] }
    switch style {
    case .number: return start
    case .sparkline: return values.count < 2 ? start : start + [.text("   " + Watch.sparkline(values.suffix(32)))]
    case .bar:
      let largest = values.filter(\.isFinite).map(\.magnitude).max() ?? 0
      return start + [.text("   " + Bar.text(value, of: largest, width: 20))]
    }
  }

  /// Whether it went up or down, in words.
  private var trend: String {
    guard values.count > 1 else { return "" }
    let (last, before) = (values[values.count - 1], values[values.count - 2])
    return last > before ? ", up" : last < before ? ", down" : ", unchanged"
  }

  /// Values as columns of eight heights; what is not finite is a cross.
  package static func sparkline(_ values: some Collection<Double>) -> String {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return String(repeating: "×", count: values.count) }
    let columns = Array("▁▂▃▄▅▆▇█")
    // Halved first, so that the widest range of doubles does not overflow.
    let span = high / 2 - low / 2
    return String(
      values.map { value in
        guard value.isFinite else { return "×" }
        guard span > 0 else { return columns[3] }
        return columns[Swift.min(Int((value / 2 - low / 2) / span * 8), 7)]
      })
  }
}
