import Source

/// Lays a table out: columns as wide as their cells, narrower ones with wrapped cells when the window asks for it, and
/// in a very narrow window one line for each cell.
struct TableLayout {
  let layout: TerminalLayout
  let table: Table

  /// The narrowest column worth wrapping into.
  private static let narrowest = 4
  /// A longer word than this, such as an address, may be cut.
  private static let widestWord = 24

  var lines: [StyledLine] {
    let header = table.header.map { StyledLine(layout.pieces($0, roles: [.strong])) }
    let rows = table.rows.map { row in row.map { StyledLine(layout.pieces($0)) } }
    let count = Swift.max(header.count, rows.map(\.count).max() ?? 0)
    guard count > 0 else { return [] }
    let natural = (0..<count).map { column in
      Swift.max(header[safe: column]?.width ?? 0, rows.map { $0[safe: column]?.width ?? 0 }.max() ?? 0, 1)
    }
    let longest = (0..<count).map { column in
      ([header[safe: column]] + rows.map { $0[safe: column] }).map { Self.longestWord($0?.text ?? "") }.max() ?? 0
    }
    let room = layout.width - 3 * (count - 1)
    guard natural.reduce(0, +) <= room || room >= Self.narrowest * count && longest.reduce(0, +) <= room else {
      return records(header, rows)
    }
    let widths = Self.shrunk(natural, notBelow: longest, to: room)
    let rule = widths.map { String(repeating: layout.glyphs.horizontal, count: $0) }
    let joint = layout.glyphs.horizontal + layout.glyphs.crossing + layout.glyphs.horizontal
    return row(header, widths) + [StyledLine(rule.joined(separator: joint), .dim)] + rows.flatMap { row($0, widths) }
  }

  /// The width below which a column would cut one of its words, up to a width that no column needs.
  private static func longestWord(_ text: String) -> Int {
    let words = text.split { $0 == " " || $0 == "\n" }
    // Beside a wide character a line may be broken, so that such a word needs no room of its own.
    let whole = words.filter { $0.allSatisfy { DisplayWidth.columns(of: $0) < 2 } }
    return whole.map { Swift.min($0.count, widestWord) }.max() ?? (words.isEmpty ? 1 : 2)
  }

  /// The largest widths whose sum fits: narrow columns keep theirs, wide ones share what is left.
  ///
  /// No column becomes narrower than its smallest width; their sum must fit.
  static func shrunk(_ natural: [Int], notBelow smallest: [Int], to room: Int) -> [Int] {
    var cap = natural.max() ?? 0
    func width(_ column: Int, _ cap: Int) -> Int {
      Swift.max(Swift.min(natural[column], cap), Swift.min(smallest[column], natural[column]))
    }
    func total(_ cap: Int) -> Int { natural.indices.reduce(0) { $0 + width($1, cap) } }
    var low = 1
    if total(cap) > room {
      while low < cap {
        let middle = (low + cap + 1) / 2
        if total(middle) <= room { low = middle } else { cap = middle - 1 }
      }
    }
    var widths = natural.indices.map { width($0, cap) }
    // Columns left over by the rounding go to those that were cut.
    var spare = room - widths.reduce(0, +)
    for index in widths.indices where spare > 0 && widths[index] < natural[index] {
      widths[index] += 1
      spare -= 1
    }
    return widths
  }

  private func row(_ cells: [StyledLine], _ widths: [Int]) -> [StyledLine] {
    let wrapped = widths.indices.map { column in
      Wrapper.wrap(cells[safe: column]?.pieces ?? [], width: widths[column])
    }
    let height = wrapped.map(\.count).max() ?? 1
    return (0..<height).map { index in
      var line = StyledLine()
      for column in widths.indices {
        if column > 0 { line.pieces.append(Piece(" \(layout.glyphs.bar) ", .dim)) }
        let cell = wrapped[column][safe: index] ?? StyledLine()
        line.pieces += cell.padded(to: widths[column], table.alignments[safe: column] ?? .left).pieces
      }
      return line
    }
  }

  /// A row as a list of its cells, each behind its column's name.
  private func records(_ header: [StyledLine], _ rows: [[StyledLine]]) -> [StyledLine] {
    var result: [StyledLine] = []
    for row in rows {
      if !result.isEmpty { result.append(StyledLine()) }
      for (column, cell) in row.enumerated() {
        let name = header[safe: column] ?? StyledLine()
        result += Wrapper.wrap(name.pieces + [Piece(layout.language(": "))] + cell.pieces, width: layout.width)
      }
    }
    return result
  }
}
