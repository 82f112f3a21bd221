/// A table of text cells, as RFC 4180 writes it: quotes, either line end, a byte-order mark, any of `,` `;` and tab.
package struct CSV: Equatable, Sendable {
  /// Whether the first row names the columns.
  package enum Header: Equatable, Sendable {
    case present, absent
    /// It does when none of its cells is a number and a row follows.
    case automatic
  }

  /// The columns' names, when the file has them.
  package let header: [String]?
  /// What the numbers 0, 1, … of the last column stand for, where a first row of counts says so.
  ///
  /// scikit-learn's tables start so: the number of rows, the number of features, and a name for each class.
  package let classNames: [String]
  /// The rows, all of the same length.
  package let rows: [[String]]
  /// The line of the file (1-based) on which each row starts.
  package let lines: [Int]
  /// The byte of the file at which each row starts.
  package let offsets: [Int]

  /// How many columns there are.
  package var columnCount: Int { header?.count ?? rows.first?.count ?? 0 }

  /// Reads a file; `cellLimit` is the most cells it may have.
  package init(
    _ bytes: [UInt8], header: Header = .automatic, separator: Unicode.Scalar? = nil, cellLimit: Int = 1 << 24
  ) throws(FormatError) {
    var parser = Parser(bytes: bytes, cellLimit: cellLimit)
    parser.separator = separator.flatMap { UInt8(exactly: $0.value) } ?? parser.likelySeparator()
    var table = try parser.table()
    classNames = header == .automatic ? Self.classNames(table.first?.cells ?? [], above: table.dropFirst()) : []
    if !classNames.isEmpty { table.removeFirst() }
    for row in table where row.cells.count != table[0].cells.count {
      throw FormatError(
        .csv, at: row.offset,
        .raggedRow(line: row.line, expected: table[0].cells.count, found: row.cells.count))
    }
    let first = table.first?.cells ?? []
    let isHeader =
      switch header {
      case .present: !table.isEmpty
      case .absent: false
      case .automatic: table.count > 1 && first.allSatisfy { Self.number($0) == nil && !$0.isEmpty }
      }
    self.header = isHeader ? first : nil
    if isHeader { table.removeFirst() }
    rows = table.map(\.cells)
    lines = table.map(\.line)
    offsets = table.map(\.offset)
  }

  /// The names in a first row of counts; none when the row is something else.
  private static func classNames(_ first: [String], above rows: ArraySlice<Parser.Row>) -> [String] {
    guard first.count > 2, let row = rows.first, number(first[0]) == Double(rows.count),
      number(first[1]) == Double(row.cells.count - 1)
    else { return [] }
    let names = Array(first.dropFirst(2))
    let stray = rows.contains { row in
      guard let label = row.cells.last.flatMap(number).flatMap({ Int(exactly: $0) }) else { return true }
      return !names.indices.contains(label)
    }
    return stray || names.contains { number($0) != nil } ? [] : names
  }

  /// The bytes of a table; cells that need quotes get them.
  package static func encode(header: [String]?, rows: [[String]]) -> [UInt8] {
    var text = ""
    for row in (header.map { [$0] } ?? []) + rows {
      text += row.map { cell in
        let needsQuotes = cell.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
        return needsQuotes
          ? "\"\(cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\"" : cell
      }.joined(separator: ",")
      text += "\n"
    }
    return Array(text.utf8)
  }

  /// The number that a cell holds, blanks around it ignored; nil for anything else, `nan` and `0x10` included.
  package static func number(_ cell: String) -> Double? {
    let text = cell.drop { $0 == " " }
    let trimmed = text.prefix(text.count - text.reversed().prefix { $0 == " " }.count)
    guard let first = trimmed.utf8.first,
      first == 0x2B || first == 0x2D || first == 0x2E || (0x30...0x39).contains(first),
      trimmed.utf8.allSatisfy({ (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0) })
    else { return nil }
    return Double(trimmed).flatMap { $0.isFinite ? $0 : nil }
  }

  /// Whether a cell says that its value is not known: empty, `?`, `NA`, `N/A`, `NaN` or `null`.
  package static func isMissing(_ cell: String) -> Bool {
    let word = cell.filter { $0 != " " }.lowercased()
    return ["", "?", "na", "n/a", "nan", "null"].contains(word)
  }
}

extension CSV {
  /// Splits bytes into rows of cells.
  fileprivate struct Parser {
    typealias Row = (cells: [String], line: Int, offset: Int)

    let bytes: [UInt8]
    let cellLimit: Int
    var separator = UInt8(ascii: ",")
    private var offset: Int
    private var line = 1

    init(bytes: [UInt8], cellLimit: Int) {
      self.bytes = bytes
      self.cellLimit = cellLimit
      offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The separator that the first line has most of; spreadsheets of many countries write `;`.
    func likelySeparator() -> UInt8 {
      let firstLine = bytes[offset...].prefix { $0 != 0x0A && $0 != 0x0D }
      let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09]
      let counts = candidates.map { candidate in firstLine.count { $0 == candidate } }
      let best = counts.max() ?? 0
      return candidates[counts.firstIndex(of: best) ?? 0]
    }

    mutating func table() throws(FormatError) -> [Row] {
      var rows: [Row] = []
      var cellCount = 0
      while offset < bytes.count {
        let (start, startLine) = (offset, line)
        if takesLineEnd() { continue }
        var cells: [String] = []
        repeat { cells.append(try cell()) } while takesSeparator()
        guard offset == bytes.count || takesLineEnd() else {
          throw FormatError(.csv, at: offset, .malformed(problem: "text follows a closing quote on line \(line)"))
        }
        cellCount += cells.count
        guard cellCount <= cellLimit else {
          throw FormatError(.csv, at: start, .overLimit(part: "the number of cells", size: nil, limit: cellLimit))
        }
        rows.append((cells, startLine, start))
      }
      return rows
    }

    private mutating func cell() throws(FormatError) -> String {
      let start = offset
      var content: [UInt8] = []
      if offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") {
        let startLine = line
        offset += 1
        while true {
          guard offset < bytes.count else {
            throw FormatError(
              .csv, at: start, .malformed(problem: "the quote that opens on line \(startLine) is never closed"))
          }
          let byte = bytes[offset]
          offset += 1
          if byte == UInt8(ascii: "\"") {
            guard offset < bytes.count, bytes[offset] == byte else { break }
            offset += 1
          } else if byte == 0x0A {
            line += 1
          }
          content.append(byte)
        }
      } else {
        while offset < bytes.count, bytes[offset] != separator, bytes[offset] != 0x0A, bytes[offset] != 0x0D {
          offset += 1
        }
        content = Array(bytes[start..<offset])
      }
      guard let text = String(validating: content, as: UTF8.self) else {
        throw FormatError(.csv, at: start, .malformed(problem: "the cell on line \(line) is not UTF-8"))
      }
      return text
    }

    private mutating func takesSeparator() -> Bool {
      guard offset < bytes.count, bytes[offset] == separator else { return false }
      offset += 1
      return true
    }

    private mutating func takesLineEnd() -> Bool {
      guard offset < bytes.count, bytes[offset] == 0x0A || bytes[offset] == 0x0D else { return false }
      offset += bytes[offset] == 0x0D && offset + 1 < bytes.count && bytes[offset + 1] == 0x0A ? 2 : 1
      line += 1
      return true
    }
  }
}
