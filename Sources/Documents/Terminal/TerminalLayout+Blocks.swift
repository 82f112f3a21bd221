import Source

extension TerminalLayout {
  func heading(_ level: Int, _ inlines: [Inline]) -> [StyledLine] {
    let lines = Wrapper.wrap(pieces(inlines, roles: [.heading]), width: proseWidth)
    // Below the second level a heading is told by its colour, if there is one.
    guard level <= 2 || color == .none else { return lines }
    let columns = lines.map(\.width).max() ?? 0
    guard columns > 0 else { return lines }
    return lines + [StyledLine(String(repeating: glyphs.underline(level: level), count: columns), .heading)]
  }

  func list(_ list: List) -> [StyledLine] {
    let markers = list.items.indices.map { index -> String in
      switch list.marker {
      case .bullet: glyphs.bullet(depth: listDepth) + " "
      case .number(let start): "\(start.addingReportingOverflow(index).partialValue). "
      }
    }
    let column = markers.map(DisplayWidth.columns(of:)).max() ?? 2
    var inner = narrowed(by: column)
    inner.listDepth += 1
    var result: [StyledLine] = []
    for (marker, item) in zip(markers, list.items) {
      if !list.isTight, !result.isEmpty { result.append(StyledLine()) }
      let lines = inner.lines(of: item, isTight: list.isTight)
      let first = Piece(DisplayWidth.padded(marker, to: column, .right), .dim)
      result.append(first + (lines.first ?? StyledLine()))
      result += indented(Array(lines.dropFirst()), by: width - column >= 4 ? column : 0)
    }
    return result
  }

  func math(_ source: String) -> [StyledLine] {
    let lines = MathText.display(source, glyphs: glyphs.family).map { SafeText.line($0) }
    let columns = lines.map(DisplayWidth.columns(of:)).max() ?? 0
    if columns + 4 <= width { return lines.map { StyledLine("    " + $0, .math) } }
    if columns <= width { return lines.map { StyledLine($0, .math) } }
    return Wrapper.wrap([Piece(formula(source), .math)], width: width)
  }

  func callout(_ role: Role, _ title: [Inline], _ blocks: [Block]) -> [StyledLine] {
    let words = title.isEmpty ? role.word.map { [Inline.text(language($0))] } ?? [] : title
    let bar = Piece(glyphs.bar + " ", role)
    let inner = narrowed(by: 2)
    var lines = words.isEmpty ? [] : Wrapper.wrap(pieces(words, roles: [role]), width: inner.proseWidth)
    lines += inner.lines(of: blocks)
    return lines.map { bar + $0 }
  }

  func spread(_ left: [Piece], _ right: [Piece]) -> [StyledLine] {
    let leftLine = StyledLine(left)
    let rightLine = StyledLine(right)
    if right.isEmpty { return broken(left) }
    let room = proseWidth - leftLine.width - rightLine.width
    if room >= 2 { return [leftLine + (Piece(DisplayWidth.spaces(room)) + rightLine)] }
    return Wrapper.wrap(left, width: proseWidth)
      + Wrapper.wrap(right, width: proseWidth).map { $0.padded(to: proseWidth, .right) }
  }

  func cellBox(_ cell: CellBox) -> [StyledLine] {
    let inner = narrowed(by: 2)
    var result = framed(glyphs.topCorner, Wrapper.wrap(pieces(cell.title, roles: [.dim]), width: inner.proseWidth))
    if !cell.code.text.isEmpty {
      result += code(cell.code, width: inner.width).map { Piece(glyphs.bar + " ", .dim) + $0 }
    }
    if !cell.footer.isEmpty {
      let footer = Wrapper.wrap(pieces(cell.footer, roles: [.dim]), width: inner.proseWidth, keepsItems: true)
      result += framed(glyphs.bottomCorner, footer)
    }
    return result
  }

  private func framed(_ corner: String, _ lines: [StyledLine]) -> [StyledLine] {
    lines.enumerated().map { Piece(($0.offset == 0 ? corner : " ") + " ", .dim) + $0.element }
  }

  /// Code with its colours, cut where the window ends.
  func code(_ code: Code, width: Int) -> [StyledLine] {
    var layout = self
    layout = layout.narrowed(by: self.width - Swift.max(width, 8))
    return CodeLines.lines(code).flatMap { line in
      layout.broken(line.map { $0.with(glyphs.text($0.text)) })
    }
  }

  func columns(_ columns: Columns) -> [StyledLine] {
    let rows = columns.rows.map { row in row.map { StyledLine(pieces($0)) } }
    let count = rows.map(\.count).max() ?? 0
    guard count > 0 else { return [] }
    let gap = Swift.max(columns.gap, 1)
    let widths = (0..<count).map { column in
      // A cell that ends its row may be as long as it likes.
      rows.compactMap { $0.count > column + 1 || column == count - 1 ? $0[safe: column]?.width : nil }.max() ?? 0
    }
    let fixed = widths.dropLast().reduce(0) { $0 + $1 + gap }
    let last = width - fixed
    let isTight = last < Swift.min(widths[count - 1], 16)
    if isTight, count < 3 || last < 0 { return rows.flatMap { stacked($0, gap: gap) } }
    return rows.flatMap { row -> [StyledLine] in
      var start: [Piece] = []
      for (column, cell) in row.dropLast().enumerated() {
        start += cell.padded(to: widths[column], columns.alignments[safe: column] ?? .left).pieces
        start.append(Piece(DisplayWidth.spaces(gap)))
      }
      let offset = widths.prefix(Swift.max(row.count - 1, 0)).reduce(0) { $0 + $1 + gap }
      guard let final = row.last else { return [StyledLine()] }
      if isTight, row.count == count, final.width > last {
        // What a row ends in goes below where there is no room for it; the others keep their columns.
        let indent = widths[0] + gap + 2
        let below = Wrapper.wrap(final.pieces, width: Swift.max(width - indent, 8))
        return [StyledLine(start)] + below.map { Piece(DisplayWidth.spaces(indent)) + $0 }
      }
      var wrapped = Wrapper.wrap(final.pieces, width: Swift.max(width - offset, 8))
      if row.count == count, let alignment = columns.alignments[safe: count - 1], alignment != .left {
        wrapped = wrapped.map { $0.padded(to: Swift.min(widths[count - 1], last), alignment) }
      }
      return wrapped.enumerated().map { index, line in
        index == 0 ? StyledLine(start) + line : Piece(DisplayWidth.spaces(offset)) + line
      }
    }
  }

  /// A row of cells that do not fit beside each other.
  private func stacked(_ row: [StyledLine], gap: Int) -> [StyledLine] {
    var parts: [[Piece]] = [[]]
    var used = 0
    for cell in row where cell.width > 0 {
      if used > 0, used + gap + cell.width > width - 2, cell.width <= width - 2 {
        parts.append([])
        used = 0
      }
      if used > 0 { parts[parts.count - 1].append(Piece(DisplayWidth.spaces(gap))) }
      parts[parts.count - 1] += cell.pieces.map { piece in
        var whole = piece
        whole.staysWhole = true
        return whole
      }
      used += (used > 0 ? gap : 0) + cell.width
    }
    let lines = parts.flatMap { Wrapper.wrap($0, width: width - 2) }
    return lines.enumerated().map { $0.offset == 0 ? $0.element : Piece("  ") + $0.element }
  }
}

extension Array {
  /// The element at an index, or nil outside the array.
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

/// Cuts code into lines of pieces with their roles.
enum CodeLines {
  static func lines(_ code: Code) -> [[Piece]] {
    if code.runs.isEmpty { return SafeText.lines(code.text).map { [Piece($0)] } }
    let bytes = Array(code.text.utf8)
    var lines: [[Piece]] = [[]]
    var column = 0
    func add(_ range: Range<Int>, _ role: Role) {
      let text = String(decoding: bytes[range], as: UTF8.self)
      for (index, part) in SafeText.split(text).enumerated() {
        if index > 0 {
          lines.append([])
          column = 0
        }
        var visible = ""
        for (place, piece) in part.split(separator: "\t", omittingEmptySubsequences: false).enumerated() {
          if place > 0 {
            let filled = DisplayWidth.columns(of: visible) + column
            visible += DisplayWidth.spaces(4 - filled % 4)
          }
          visible += SafeText.line(String(piece))
        }
        column += DisplayWidth.columns(of: visible)
        if !visible.isEmpty { lines[lines.count - 1].append(Piece(visible, role == .plain ? [] : [role])) }
      }
    }
    var position = 0
    for run in code.runs {
      let lower = Swift.min(Swift.max(run.range.lowerBound, position), bytes.count)
      let upper = Swift.min(Swift.max(run.range.upperBound, lower), bytes.count)
      if lower > position { add(position..<lower, .plain) }
      if upper > lower { add(lower..<upper, run.role) }
      position = upper
    }
    if position < bytes.count { add(position..<bytes.count, .plain) }
    return lines
  }
}
