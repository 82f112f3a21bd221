package import Documents
import Source

/// What a window shows while something is walked through in place: the picture above, below it the words of the step.
package struct Stage: Equatable {
  /// The first line: what is walked through, and the score.
  package var title: [Inline]
  /// The picture; may be empty.
  package var picture: Document
  /// The step in words.
  package var words: Document
  /// How far the walk has come.
  package var progress: Progress

  /// Makes a stage.
  package init(title: [Inline], picture: Document, words: Document, progress: Progress) {
    (self.title, self.picture, self.words, self.progress) = (title, picture, words, progress)
  }

  /// A place among many.
  package struct Progress: Equatable {
    /// The step, from 0; the count when all are past.
    package var position: Int
    /// The number of steps, which may not be known.
    package var count: Int?

    /// Makes a place.
    package init(position: Int, count: Int?) { (self.position, self.count) = (position, count) }
  }

  /// Whether a window is large enough to keep a walk in place.
  package static func fits(columns: Int, rows: Int) -> Bool { columns >= 50 && rows >= 24 }

  /// The rows of a window that are left for picture and words.
  static func room(inRows rows: Int) -> Int { Swift.max(rows - 5, 1) }

  /// The rows for words that take so many lines, and those for the picture, which gives way to long words.
  static func split(_ room: Int, words: Int) -> (words: Int, picture: Int) {
    let usual = Swift.min(Swift.max(6, room / 3), 14)
    let rows = Swift.min(Swift.max(usual, words), room)
    return (rows, room - rows)
  }

  /// The lines for all rows of a window but the `kept` last ones, which hold the keys.
  package func lines(_ renderer: TerminalRenderer, rows: Int, keeping kept: Int) -> [String] {
    let room = Swift.max(rows - kept, 1)
    let isUnicode = renderer.glyphs == .unicode
    var words = Self.written(words, renderer)
    let name = renderer.words(title).plainText
    let isCut = DisplayWidth.columns(of: name) >= renderer.width
    // A line that is too long would push the others off the screen.
    let short = DisplayWidth.truncated(name, to: Swift.max(renderer.width - 1, 1), ellipsis: isUnicode ? "…" : "...")
    var head = [renderer.render(line: isCut ? [.text(short, .strong)] : title)]
    if room >= 12 {
      head += Self.fitting(picture, renderer, rows: Swift.max(room - 3 - Swift.min(words.count, 8), 0))
      head.append(renderer.render(line: [.text(map(columns: renderer.width, isUnicode), .dim)]))
      head.append(
        renderer.render(line: [.text(String(repeating: isUnicode ? "─" : "-", count: renderer.width - 1), .dim)]))
    }
    if head.count > room { head = Array(head.prefix(room)) }
    let rest = room - head.count
    if words.count > rest, rest > 0 {
      let left = words.count - rest + 1
      let more: Phrase = "  \(isUnicode ? "…" : "...") \(left) more lines: a taller window shows them"
      let text = DisplayWidth.truncated(renderer.words(more), to: Swift.max(renderer.width - 1, 1), ellipsis: "")
      words = Array(words.prefix(rest - 1)) + [renderer.render(line: [.text(text, .dim)])]
    }
    words = Array(words.prefix(rest))
    // What is below the rule stands where it stood before; the picture is what changes its height.
    let filler = [String](repeating: "", count: Swift.max(rest - words.count, 0))
    return head + words + filler
  }

  /// The picture in so many rows: a chart, which is as tall as it is wide, gets narrower until its axes are on the screen.
  private static func fitting(_ picture: Document, _ renderer: TerminalRenderer, rows: Int) -> [String] {
    let whole = written(picture, renderer)
    var (lines, narrow) = (whole, renderer)
    narrow.width = Swift.min(renderer.width, 80)
    while lines.count > rows, narrow.width > 28 {
      narrow.width -= 4
      lines = written(picture, narrow)
    }
    return lines.count > rows ? Array(whole.prefix(rows)) : lines
  }

  private static func written(_ document: Document, _ renderer: TerminalRenderer) -> [String] {
    guard !document.isEmpty else { return [] }
    return renderer.render(document).split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(
      String.init)
  }

  /// A line that shows where the walk is: what lies behind, the place, what is to come.
  private func map(columns: Int, _ isUnicode: Bool) -> String {
    guard let count = progress.count, count > 1 else { return "" }
    let room = Swift.max(Swift.min(columns - 8, 60), 4)
    let cells = Swift.min(count, room)
    let place = Swift.min(progress.position * cells / count, cells - 1)
    let (past, here, future) = isUnicode ? ("━", "●", "·") : ("=", "o", ".")
    if progress.position >= count { return "  " + String(repeating: past, count: cells) }
    return "  " + String(repeating: past, count: place) + here + String(repeating: future, count: cells - place - 1)
  }
}
