import Source

/// Lays a diagnostic out: its words, the lines it points into with its labels below them, its notes and its help.
struct DiagnosticLayout {
  let layout: TerminalLayout

  private var glyphs: Glyphs { layout.glyphs }

  func lines(of diagnostic: Diagnostic) -> [StyledLine] {
    let role = Self.role(of: diagnostic.severity)
    let title = Piece(layout.language("\(diagnostic.severity.word): "), role)
    var result = layout.spread(
      [title] + layout.annotated(diagnostic.title.description, [.strong]),
      [Piece(layout.plain(diagnostic.code.name), .dim)])
    result += excerpt(diagnostic)
    let inner = layout.narrowed(by: 2)
    for note in diagnostic.notes {
      result += layout.indented(Wrapper.wrap(layout.annotated(note.description), width: inner.proseWidth), by: 2)
    }
    if let help = diagnostic.help {
      let pieces = [Piece(layout.language("help: "), .help)] + layout.annotated(help.description)
      result += layout.indented(Wrapper.wrap(pieces, width: inner.proseWidth), by: 2)
    }
    return result
  }

  static func role(of severity: Diagnostic.Severity) -> Role {
    switch severity {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }

  /// A source line with the labels that point into it.
  private struct Line {
    let number: Int
    let span: Span
    var labels: [Diagnostic.Label]
  }

  /// The lines that the labels point into, with the labels below them.
  func excerpt(_ diagnostic: Diagnostic) -> [StyledLine] {
    guard let source = diagnostic.source, !diagnostic.labels.isEmpty else { return [] }
    let role = Self.role(of: diagnostic.severity)
    var lines: [Line] = []
    for label in diagnostic.labels {
      let span = source.lineSpan(at: label.span.lower)
      if let index = lines.firstIndex(where: { $0.span == span }) {
        lines[index].labels.append(label)
      } else {
        lines.append(Line(number: source.position(at: label.span.lower).line, span: span, labels: [label]))
      }
    }
    lines.sort { $0.span.lower < $1.span.lower }
    let showsNumbers = lines.count > 1
    let digits = showsNumbers ? lines.map { String($0.number).count }.max() ?? 0 : 0
    let margin = DisplayWidth.spaces(digits > 0 ? digits + 3 : 2)
    var result: [StyledLine] = []
    if !source.isTyped, let position = diagnostic.position {
      let place = "\(layout.plain(source.name)):\(position.line):\(position.column)"
      result.append(StyledLine("\(margin)\(glyphs.placeCorner) \(place)", .dim))
    }
    for line in lines {
      let number = showsNumbers ? DisplayWidth.padded(String(line.number), to: digits + 2, .right) + " " : margin
      let gutter = Piece(margin + glyphs.bar + " ", .dim)
      let marked = MarkedLine(
        text: source.slice(line.span), start: line.span.lower, labels: line.labels,
        room: Swift.max(layout.width - DisplayWidth.columns(of: margin) - 2, 8))
      result.append(Piece(number + glyphs.bar + " ", .dim) + StyledLine([Piece(layout.glyphs.text(marked.shown))]))
      result += labelRows(marked, role).map { gutter + $0 }
    }
    return result
  }

  /// The rows below a source line: the underlines first, with the last label's words beside its own, then the others
  /// from right to left.
  private func labelRows(_ line: MarkedLine, _ role: Role) -> [StyledLine] {
    var rows: [StyledLine] = []
    let marks = line.marks
    guard let last = marks.last else { return [] }
    var underline = [Character](repeating: " ", count: marks.map { $0.column + $0.width }.max() ?? 0)
    let horizontal = Character(glyphs.horizontal)
    for mark in marks.sorted(by: { $0.width > $1.width }) {
      for column in mark.column..<(mark.column + mark.width) {
        underline[column] = mark.text.isEmpty ? "^" : horizontal
      }
    }
    for mark in marks where !mark.text.isEmpty { underline[mark.column] = Character(glyphs.labelStart) }
    let lineEnd = underline.count + 1
    var pending = marks.filter { !$0.text.isEmpty }
    var first = StyledLine([Piece(String(underline), role)])
    // The words stand beside the underline when that is the rightmost one and they fit there.
    if !last.text.isEmpty, last.column + last.width == underline.count,
      pending.count(where: { $0.column == last.column }) == 1,
      lineEnd + DisplayWidth.columns(of: words(last)) <= line.room
    {
      first.pieces.append(Piece(" " + words(last), role))
      pending.removeLast()
    }
    rows.append(first)
    while let mark = pending.popLast() {
      let bars = Array(Set(pending.map(\.column).filter { $0 < mark.column })).sorted()
      rows += hanging(mark, bars: bars, room: line.room, role)
    }
    return rows
  }

  private func words(_ mark: MarkedLine.Mark) -> String { layout.plain(mark.text) }

  /// The rows of one label below its place, the bars of those still to come at its left.
  private func hanging(_ mark: MarkedLine.Mark, bars: [Int], room: Int, _ role: Role) -> [StyledLine] {
    // Words that would be squeezed at the right edge begin further left, without bars.
    let fits = mark.column + 2 + DisplayWidth.columns(of: words(mark)) <= room
    let column = fits || room - mark.column >= 24 || mark.column == 0 ? mark.column : Swift.max(0, room - 40)
    var left = [Character](repeating: " ", count: column)
    if column == mark.column {
      for bar in bars where bar < left.count { left[bar] = Character(glyphs.bar) }
    }
    let hook = column == mark.column ? glyphs.labelEnd + " " : ""
    let width = Swift.max(room - column - DisplayWidth.columns(of: hook), 8)
    let lines = Wrapper.wrap([Piece(words(mark), role)], width: width)
    return lines.enumerated().map { index, line in
      let start = String(left) + (index == 0 ? hook : DisplayWidth.spaces(DisplayWidth.columns(of: hook)))
      return Piece(start, role) + line
    }
  }
}

/// A source line cut to the room there is, with its labels as columns.
struct MarkedLine {
  /// A label's place in columns of the shown text.
  struct Mark: Equatable {
    var column: Int
    var width: Int
    var text: String
  }

  let shown: String
  let marks: [Mark]
  let room: Int

  init(text: String, start: Int, labels: [Diagnostic.Label], room: Int) {
    self.room = room
    var shown: [Character] = []
    /// The column at which each byte of the line is shown.
    var columns: [Int] = []
    var column = 0
    for character in text {
      let visible = character == "\t" ? DisplayWidth.spaces(4 - column % 4) : SafeText.line(String(character))
      columns += [Int](repeating: column, count: character.utf8.count)
      shown += Array(visible)
      column += DisplayWidth.columns(of: visible)
    }
    columns.append(column)
    func place(_ offset: Int) -> Int { columns[Swift.min(Swift.max(offset - start, 0), columns.count - 1)] }
    let marks = labels.map { label -> Mark in
      let lower = place(label.span.lower)
      return Mark(column: lower, width: Swift.max(place(label.span.upper) - lower, 1), text: label.text.description)
    }
    // A line longer than the window is shown around its first label.
    var skipped = 0
    if column > room, let primary = marks.first, primary.column + Swift.min(primary.width, room / 2) > room - 2 {
      skipped = Swift.max(primary.column - room / 3, 0)
    }
    self.shown = Self.window(shown, skipped: skipped, room: room)
    self.marks = marks.compactMap { mark in
      let shift = mark.column - skipped
      guard shift + mark.width > 0, shift < room else { return nil }
      let lower = Swift.max(shift, 0)
      return Mark(column: lower, width: Swift.max(Swift.min(shift + mark.width, room) - lower, 1), text: mark.text)
    }.sorted { ($0.column, $0.width) < ($1.column, $1.width) }
  }

  /// The columns of a line from one on; what is cut off leaves `…`, and every other sign stays in its column.
  private static func window(_ characters: [Character], skipped: Int, room: Int) -> String {
    var result = ""
    var used = 0
    var column = 0
    for character in characters {
      let width = DisplayWidth.columns(of: character)
      let start = column - skipped
      column += width
      if skipped > 0, start <= 0 {
        // The first sign that is not cut off, or half of a wide one, gives way.
        guard start + width > 0 else { continue }
        result = "…" + DisplayWidth.spaces(start + width - 1)
        used = start + width
      } else if start + width <= room {
        result.append(character)
        used = start + width
      } else {
        while used >= room, let last = result.popLast() { used -= DisplayWidth.columns(of: last) }
        return result + "…"
      }
    }
    return result
  }
}
