import Source
package import Tensors

/// How tensors are written: nested brackets as in the language, columns aligned at the decimal point.
package enum TensorText {
  /// The most rows of a matrix that are shown in full, and how many of the first and last ones stand for more.
  private static let mostRows = 12
  private static let edgeRows = 4

  /// The lines of a tensor, cut to a width; `…` stands for what is left out.
  package static func lines(_ value: Traced, digits: Int, width: Int) -> [String] {
    let shape = value.shape
    guard !shape.isEmpty else { return [element(value.plain, at: 0, digits: digits)] }
    if shape.contains(0) {
      return [String(repeating: "[", count: shape.count) + String(repeating: "]", count: shape.count)]
    }
    let columns = shape[shape.count - 1]
    let rows = shape.dropLast().reduce(1, *)
    let shownRows = picks(rows, most: mostRows, edge: edgeRows)
    let cells = Cells(value, digits: digits)
    let room = Swift.max(8, width - 2 * shape.count)
    // As many columns are shown as fit; the cells are measured before the choice is made.
    var shownColumns = picks(columns, most: 64, edge: 16)
    var text = grid(cells, rows: shownRows, columns: shownColumns, columnCount: columns)
    while text.width > room, shownColumns.count > 3 || (shownColumns.count == 3 && !shownColumns.contains(nil)) {
      let edge = Swift.max(1, (shownColumns.count - 2) / 2)
      shownColumns = picks(columns, most: 2 * edge, edge: edge)
      text = grid(cells, rows: shownRows, columns: shownColumns, columnCount: columns)
    }
    return bracketed(text.rows, rowIndices: shownRows, shape: shape)
  }

  /// The tensor on one line, however long: for messages and texts.
  package static func inline(_ value: Traced, digits: Int) -> String {
    lines(value, digits: digits, width: 100_000).map { line in
      String(line.drop { $0 == " " })
    }.joined(separator: " ")
  }

  /// The indices to show of `count`; nil where something is left out.
  private static func picks(_ count: Int, most: Int, edge: Int) -> [Int?] {
    if count <= most { return (0..<count).map { $0 } }
    return (0..<edge).map { $0 } + [nil] + ((count - edge)..<count).map { $0 }
  }

  private static func grid(
    _ cells: Cells, rows: [Int?], columns: [Int?], columnCount: Int
  ) -> (rows: [String?], width: Int) {
    var texts: [[String]] = []
    var wholes = [Int](repeating: 0, count: columns.count)
    var fractions = wholes
    for row in rows {
      guard let row else {
        texts.append([])
        continue
      }
      var line: [String] = []
      for (place, column) in columns.enumerated() {
        guard let column else {
          line.append("…")
          wholes[place] = 1
          continue
        }
        let text = cells.text(row * columnCount + column)
        let whole = text.firstIndex { $0 == "." || $0 == "e" }.map { text.distance(from: text.startIndex, to: $0) }
        wholes[place] = Swift.max(wholes[place], whole ?? text.count)
        fractions[place] = Swift.max(fractions[place], text.count - (whole ?? text.count))
        line.append(text)
      }
      texts.append(line)
    }
    var widest = 0
    let isSingle = rows.count == 1
    let made = texts.map { line -> String? in
      if line.isEmpty { return nil }
      let padded = line.enumerated().map { place, text -> String in
        if isSingle { return text }
        let whole = text.firstIndex { $0 == "." || $0 == "e" }.map { text.distance(from: text.startIndex, to: $0) }
        let before = wholes[place] - (whole ?? text.count)
        let after = fractions[place] - (text.count - (whole ?? text.count))
        let isLast = place == line.count - 1
        return String(repeating: " ", count: Swift.max(0, before)) + text
          + (isLast ? "" : String(repeating: " ", count: Swift.max(0, after)))
      }
      let joined = padded.joined(separator: ", ")
      widest = Swift.max(widest, joined.count)
      return joined
    }
    return (made, widest)
  }

  private static func bracketed(_ rows: [String?], rowIndices: [Int?], shape: [Int]) -> [String] {
    let rank = shape.count
    // How many innermost rows there are within each outer axis, to know where brackets open and close.
    var blocks: [Int] = []
    var size = 1
    for axis in stride(from: rank - 2, through: 0, by: -1) {
      size *= shape[axis]
      blocks.append(size)
    }
    var lines: [String] = []
    for (place, row) in rows.enumerated() {
      guard let index = rowIndices[place], let row else {
        lines.append(String(repeating: " ", count: rank - 1) + "…")
        continue
      }
      let opened = blocks.filter { index % $0 == 0 }.count
      let closed = blocks.filter { (index + 1) % $0 == 0 }.count
      let isLast = closed == blocks.count
      lines.append(
        String(repeating: " ", count: rank - 1 - opened) + String(repeating: "[", count: opened + 1) + row
          + String(repeating: "]", count: closed + 1) + (isLast ? "" : ","))
    }
    return lines
  }

  private static func element(_ value: Traced, at index: Int, digits: Int) -> String {
    Cells(value, digits: digits).text(index)
  }

  /// The texts of a tensor's elements.
  private struct Cells {
    private let value: Traced
    private let digits: Int
    private let type: ElementType

    init(_ value: Traced, digits: Int) {
      self.value = value.plain
      self.digits = digits
      type = value.elementType
    }

    func text(_ index: Int) -> String {
      let number = value.element(at: index)?.double ?? .nan
      switch type {
      case .bool: return number == 0 ? "false" : "true"
      case .float32:
        // A float32 has no more than 9 digits of its own.
        return NumberText.of(number, digits: Swift.min(digits, 9))
      case .float64, .int, .byte: return NumberText.of(number, digits: digits)
      }
    }
  }
}
