import Documents
import Source

/// A line of the source with a part of it underlined.
enum StepSource {
  /// The line that holds the beginning of a span, and a line of signs below its part of the span.
  static func excerpt(_ source: SourceText, _ span: Span) -> [[Inline]] {
    let line = source.lineSpan(at: span.lower)
    let text = source.slice(line)
    guard text.utf8.count <= 200 else { return [] }
    let position = source.position(at: span.lower)
    let head = "\(source.name):\(position.line)  "
    let before = source.slice(Span(line.lower, span.lower))
    let marked = source.slice(Span(span.lower, Swift.min(span.upper, line.upper)))
    let under = String(repeating: "─", count: Swift.max(DisplayWidth.columns(of: marked), 1))
    let offset = DisplayWidth.columns(of: head) + DisplayWidth.columns(of: before)
    return [
      [.text(head, .dim), .text(before), .text(marked, .highlight), .text(source.slice(Span(span.upper, line.upper)))],
      [.text(StepFormat.spaces(offset) + under, .highlight)],
    ]
  }
}
