package import Documents
import Source
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

  /// What is looked at.
  package enum Subject: Equatable, Sendable {
    /// An expression.
    case expression
    /// The gradients of all layers, each of which gets a line of its own once it is seen.
    case gradients
    /// The norm of one layer's gradient, known from the last step of an optimiser.
    case layer
  }

  /// The most layers whose gradients are followed.
  static let mostLayers = 24

  /// The most values that are remembered.
  private static let most = 512

  /// The expression.
  package let text: String
  /// How it is shown.
  package var style: Style
  /// What is looked at.
  package let subject: Subject
  /// The values so far, the latest last.
  package private(set) var values: [Double] = []

  /// Makes a watch for an expression.
  package init(_ text: String, style: Style = .sparkline, subject: Subject = .expression) {
    self.text = text
    self.style = style
    self.subject = subject
  }

  /// Takes what follows `:watch` apart: an expression, or `grads`, and perhaps how it is to be shown.
  package init(request: String) {
    var text = request
    var style = Style.sparkline
    if let space = request.lastIndex(of: " "),
      let named = Style(rawValue: String(request[request.index(after: space)...]))
    {
      style = named
      text = String(request[..<space])
      while text.last == " " { text.removeLast() }
    }
    let isGradients = ["grads", "gradients"].contains(text)
    self.init(isGradients ? "grads" : text, style: style, subject: isGradients ? .gradients : .expression)
  }

  /// Whether it stands for several lines and has none of its own.
  package var isHeading: Bool { subject == .gradients }

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
      return start + [.text("   \(Bar.text(value, of: largest, width: 20))")]
    }
  }

  /// Whether it went up or down, in words.
  private var trend: Phrase {
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
