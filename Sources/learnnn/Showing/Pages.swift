import Documents

/// Divides what one input shows into screens, so that each can be read before it is gone.
///
/// Rows are counted from the input on. What fits a screen as a whole is not torn; what does not ends a screen at a blank
/// row, where there is one in its lower half.
struct Pages {
  private let columns: Int
  /// The rows of a window above the one where the program waits.
  private let room: Int
  private var used = 0

  /// Nil for a window that is too low.
  init?(columns: Int, rows: Int) {
    guard columns > 0, rows >= 8 else { return nil }
    self.columns = columns
    room = rows - 1
  }

  /// The rows that still fit the screen, taken off the beginning; nil when the screen has to be read first.
  mutating func next(_ rows: inout ArraySlice<Substring>) -> ArraySlice<Substring>? {
    let heights = rows.map(height)
    let total = heights.reduce(0, +)
    if total <= room - used {
      used += total
      defer { rows = [] }
      return rows
    }
    if used > room / 3, total <= room { return nil }
    var (end, sum, blank): (Int, Int, Int?) = (0, used, nil)
    for (index, height) in heights.enumerated() {
      sum += height
      if sum > room { break }
      end = index + 1
      if sum > room / 2, rows[rows.startIndex + index].isEmpty { blank = end }
    }
    // A few rows alone, such as a heading, go with what follows.
    if used > 0, end < 4 { return nil }
    used = room
    let part = rows.prefix(max(blank ?? end, 1))
    rows = rows.dropFirst(part.count)
    return part
  }

  /// The screen was read.
  mutating func turn() { used = 0 }

  /// The rows of the window that a row of text takes.
  private func height(_ row: Substring) -> Int {
    max(1, (DisplayWidth.columns(of: row.withoutColours) + columns - 1) / columns)
  }
}

extension Substring {
  /// The text without the escape sequences that colour it.
  fileprivate var withoutColours: String {
    var result = ""
    var rest = self
    while let escape = rest.firstIndex(of: "\u{1B}") {
      result += rest[..<escape]
      let sequence = rest[escape...].dropFirst(2)
      guard let end = sequence.firstIndex(where: { $0.isASCII && $0.isLetter }) else { return result }
      rest = sequence[sequence.index(after: end)...]
    }
    return result + rest
  }
}
