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
  /// What the step is called, for where its words have no room beside what was asked for.
  package var label: [Inline]
  /// What was asked for at the step: an explanation, a verdict, a list.
  package var aside: Document
  /// How far the walk has come.
  package var progress: Progress

  /// Makes a stage.
  package init(
    title: [Inline], picture: Document, words: Document, label: [Inline] = [], aside: Document = Document(),
    progress: Progress
  ) {
    (self.title, self.picture, self.words, self.label, self.aside) = (title, picture, words, label, aside)
    self.progress = progress
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

  /// Whether of a step its first line has to do for now: what was asked for is to be seen, and both do not fit.
  private static func isBrief(_ room: Int, step: Int, aside: Int) -> Bool {
    step > 1 && aside > 0 && step + aside > room
  }

  /// The rows for the picture, which gives way to long words: to both, or to what was asked for where that alone is long.
  static func pictureRows(_ room: Int, step: Int, aside: Int) -> Int {
    let usual = Swift.min(Swift.max(6, room / 3), 14)
    let words = isBrief(room, step: step, aside: aside) && aside >= usual ? aside + 2 : step + aside
    return room - Swift.min(Swift.max(usual, words), room)
  }

  /// The lines for all rows of a window but the `kept` last ones, which hold the keys, and whether there are more: what
  /// does not fit is on the next pages, behind the last of which the first comes again.
  package func screen(
    _ renderer: TerminalRenderer, rows: Int, keeping kept: Int, page: Int = 0
  ) -> (lines: [String], isPaged: Bool) {
    let room = Swift.max(rows - kept, 1)
    let isUnicode = renderer.glyphs == .unicode
    let (step, asked) = (Self.written(words, renderer), Self.written(aside, renderer))
    var head = [Self.line(title, renderer)]
    let isTall = room >= 12
    let body = room - (isTall ? 3 : 1)
    let isBrief = Self.isBrief(body, step: step.count, aside: asked.count)
    // An answer never stands between two lines of a step: below its name, the whole step follows on the next pages.
    let name: [String] = body <= 3 ? [] : label.isEmpty ? Array(step.prefix(1)) : [Self.line(label, renderer)]
    var text: [String] = isBrief ? name + asked + step : step + asked
    if isTall {
      // A picture that is too tall for the window stands on the pages, whole, rather than without its foot above them.
      if let drawn = Self.fitting(picture, renderer, rows: Swift.max(body - Swift.min(text.count, 8), 0)) {
        head += drawn
      } else {
        text += Self.written(picture, renderer)
      }
      head.append(renderer.render(line: [.text(map(columns: renderer.width, isUnicode), .dim)]))
      head.append(
        renderer.render(line: [.text(String(repeating: isUnicode ? "─" : "-", count: renderer.width - 1), .dim)]))
    }
    let rest = Swift.max(room - head.count, 0)
    let isPaged = rest > 0 && text.count > rest
    let standing = isBrief ? name.count : 0
    let shown = isPaged ? Self.page(page, of: text, below: standing, renderer, rows: rest) : text.prefix(rest)
    // What is below the rule stands where it stood before; the picture is what changes its height.
    let filler = [String](repeating: "", count: Swift.max(rest - shown.count, 0))
    return (head + shown + filler, isPaged)
  }

  /// One line: what is too long would push the others off the screen.
  private static func line(_ words: [Inline], _ renderer: TerminalRenderer) -> String {
    let text = renderer.words(words).plainText
    guard DisplayWidth.columns(of: text) >= renderer.width else { return renderer.render(line: words) }
    let sign = renderer.glyphs == .unicode ? "…" : "..."
    return renderer.render(
      line: [.text(DisplayWidth.truncated(text, to: Swift.max(renderer.width - 1, 1), ellipsis: sign), .strong)])
  }

  /// One page of the lines, below those that stand on each, and which lines they are.
  private static func page(
    _ page: Int, of text: [String], below kept: Int, _ renderer: TerminalRenderer, rows: Int
  ) -> ArraySlice<String> {
    let kept = rows > 3 ? kept : 0
    let (lines, height) = (text.dropFirst(kept), Swift.max(rows - kept - 1, 1))
    let pages = (lines.count + height - 1) / height
    let start = Swift.min(page % pages * height, lines.count - height)
    let sign = renderer.glyphs == .unicode ? "…" : "..."
    let place: Phrase = "  \(sign) lines \(start + 1) to \(start + height) of \(lines.count)"
    let words = DisplayWidth.truncated(renderer.words(place), to: Swift.max(renderer.width - 1, 1), ellipsis: "")
    return
      (text.prefix(kept) + lines.dropFirst(start).prefix(height) + [renderer.render(line: [.text(words, .dim)])])
      .prefix(rows)
  }

  /// The picture in so many rows: lines get lower, and a chart that is as tall as it is wide gets narrower, until the axes
  /// are on the screen; nil when they never are.
  private static func fitting(_ picture: Document, _ renderer: TerminalRenderer, rows: Int) -> [String]? {
    var (lines, narrow) = (written(picture, renderer), renderer)
    narrow.width = Swift.min(renderer.width, 80)
    let isLine = picture.blocks.contains { if case .figure(.line) = $0 { true } else { false } }
    while lines.count > rows, isLine ? narrow.plotRows > 3 : narrow.width > 28 {
      if isLine { narrow.plotRows -= 1 } else { narrow.width -= 4 }
      lines = written(picture, narrow)
    }
    return lines.count > rows ? nil : lines
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
