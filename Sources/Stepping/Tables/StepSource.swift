import Documents
import Source

/// A line of the source with a part of it underlined.
enum StepSource {
  /// The line that holds the beginning of a span, and a line of signs below its part of the span; of a line that is wider
  /// than the window as much as fits around that part, since signs below a wrapped line would stand below something else.
  static func excerpt(_ source: SourceText, _ span: Span, _ format: StepFormat) -> [[Inline]] {
    let line = source.lineSpan(at: span.lower)
    let text = source.slice(line)
    guard text.utf8.count <= 200 else { return [] }
    let position = source.position(at: span.lower)
    let head = format.words(place(in: source, named: source.name, position.line)) + "  "
    let (room, headWidth) = (format.sourceRoom, DisplayWidth.columns(of: head))
    var before = source.slice(Span(line.lower, span.lower))
    var marked = source.slice(Span(span.lower, Swift.min(span.upper, line.upper)))
    var after = source.slice(Span(span.upper, line.upper))
    let isAlone = headWidth * 2 > room
    let columns = Swift.max(room - (isAlone ? 0 : headWidth), 8)
    if DisplayWidth.columns(of: before + marked + after) > columns {
      marked = DisplayWidth.truncated(marked, to: columns - 2)
      let rest = columns - DisplayWidth.columns(of: marked)
      before = ending(before, in: Swift.max(rest - DisplayWidth.columns(of: after), rest / 2))
      after = DisplayWidth.truncated(after, to: rest - DisplayWidth.columns(of: before))
    }
    let under = String(repeating: "─", count: Swift.max(DisplayWidth.columns(of: marked), 1))
    let offset = (isAlone ? 0 : headWidth) + DisplayWidth.columns(of: before)
    let shown: [Inline] = [.text(before), .text(marked, .highlight), .text(after)]
    return (isAlone ? [[.text(head, .dim)], shown] : [[.text(head, .dim)] + shown])
      + [[.text(StepFormat.spaces(offset) + under, .highlight)]]
  }

  /// Where a line stands: in a file by its name, or in what was typed.
  static func place(in source: SourceText, named name: String, _ line: Int) -> Phrase {
    source.isTyped ? "input:\(line)" : "\(name):\(line)"
  }

  /// The end of a text that fits a width, with an ellipsis where something was cut off.
  private static func ending(_ text: String, in width: Int) -> String {
    String(DisplayWidth.truncated(String(text.reversed()), to: width).reversed())
  }
}
