import Documents

/// Rows of cells as lines of plain text, each column as wide as its widest cell; what is too long for a line is cut in
/// its last column at a blank.
struct TextColumns {
  private let rows: [[String]]

  init(_ rows: [[String]]) { self.rows = rows }

  func lines(width: Int) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      Swift.min(rows.map { $0.indices.contains(column) ? DisplayWidth.columns(of: $0[column]) : 0 }.max() ?? 0, 30)
    }
    return rows.map { row in
      var line = " "
      for (column, cell) in row.enumerated() {
        let shown = DisplayWidth.truncated(cell, to: 30)
        line += " " + shown
        if column < row.count - 1 {
          line += String(repeating: " ", count: Swift.max(0, widths[column] - DisplayWidth.columns(of: shown)) + 1)
        }
      }
      while line.last == " " { line.removeLast() }
      return DisplayWidth.truncated(line, to: width)
    }
  }
}
