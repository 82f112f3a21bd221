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

  /// What was done to the bytes before they were cells, for those who want to know.
  package let notes: [Note]

  /// What was done to a file's bytes before they were cells.
  package enum Note: Equatable, Sendable {
    /// They were not UTF-8.
    case encoding(TextEncoding)
    /// They were UTF-8, but some bytes belonged to no character, the first ones on that line.
    case replaced(count: Int, line: Int)
    /// Lines above the table were left out.
    case skippedLines(Int)
    /// Rows without a single value were left out.
    case emptyRows(Int)
    /// Columns without a name and a value were left out.
    case emptyColumns(Int)
    /// The cells are separated by something else than commas.
    case separator(Unicode.Scalar)
    /// Each row starts with a name or number that has no heading, as R writes tables.
    case rowNames
  }

  /// How many columns there are.
  package var columnCount: Int { header?.count ?? rows.first?.count ?? 0 }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: What the file holds.
  ///   - header: Whether the first row names the columns.
  ///   - separator: What stands between cells; nil for a guess.
  ///   - skip: How many lines to leave out above the table; nil for a guess.
  ///   - encoding: How its characters are written; nil for a guess.
  ///   - cellLimit: The most cells it may have.
  /// - Throws: What is wrong with the file, and where.
  package init(
    _ bytes: [UInt8], header: Header = .automatic, separator: Unicode.Scalar? = nil, skip: Int? = nil,
    encoding: TextEncoding? = nil, cellLimit: Int = 1 << 24
  ) throws(FormatError) {
    var notes: [Note] = []
    let encoding = encoding ?? TextEncoding(guessing: bytes)
    guard let (text, reading) = encoding.read(bytes) else {
      throw FormatError(.csv, at: 0, .malformed(problem: "its characters are not \(encoding.spokenName)"))
    }
    if let reading { notes.append(reading) }
    var parser = Parser(bytes: text, cellLimit: cellLimit)
    parser.skipLines(skip ?? 0)
    parser.separator = separator.flatMap { UInt8(exactly: $0.value) } ?? parser.likelySeparator()
    if parser.separator != UInt8(ascii: ",") { notes.append(.separator(Unicode.Scalar(parser.separator))) }
    var table = try parser.table()
    if skip == nil, header != .absent { Self.dropTitle(&table, &notes) }
    if let skip, skip > 0 { notes.append(.skippedLines(skip)) }
    classNames = header == .automatic ? Self.classNames(table.first?.cells ?? [], above: table.dropFirst()) : []
    if !classNames.isEmpty { table.removeFirst() }
    Self.dropEmpty(&table, &notes)
    let width = table.first?.cells.count ?? 0
    if header != .absent, table.count > 1, width > 0, table.dropFirst().allSatisfy({ $0.cells.count == width + 1 }) {
      table[0].cells.insert("", at: 0)
      notes.append(.rowNames)
    }
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
      case .automatic: Self.isHeader(first, above: table.dropFirst().prefix(100).map(\.cells))
      }
    self.header = isHeader ? first : nil
    if isHeader { table.removeFirst() }
    rows = table.map(\.cells)
    lines = table.map(\.line)
    offsets = table.map(\.offset)
    self.notes = notes
  }

  /// A title stands alone on its line, above rows of several cells.
  private static func dropTitle(_ table: inout [Parser.Row], _ notes: inout [Note]) {
    let isLonely = { (row: Parser.Row) in row.cells.count { !$0.allSatisfy(\.isWhitespace) } <= 1 }
    let widths = table.dropFirst().prefix(50).map(\.cells.count)
    guard let width = widths.max(by: { a, b in widths.count { $0 == a } < widths.count { $0 == b } }), width > 1 else {
      return
    }
    let title = table.prefix(10).prefix { isLonely($0) }
    guard !title.isEmpty, title.count < table.count, table[title.count].cells.count == width else { return }
    notes.append(.skippedLines(title.count))
    table.removeFirst(title.count)
  }

  /// Spreadsheets leave rows of separators below a table, and columns of nothing beside it.
  private static func dropEmpty(_ table: inout [Parser.Row], _ notes: inout [Note]) {
    let isEmpty = { (cell: String) in cell.allSatisfy(\.isWhitespace) }
    let before = table.count
    if (table.first?.cells.count ?? 0) > 1 { table.removeAll { $0.cells.allSatisfy(isEmpty) } }
    if table.count < before { notes.append(.emptyRows(before - table.count)) }
    guard let width = table.first?.cells.count, width > 1, table.allSatisfy({ $0.cells.count == width }) else { return }
    let empty = (0..<width).reversed().prefix { column in table.allSatisfy { isEmpty($0.cells[column]) } }.count
    guard empty > 0, empty < width else { return }
    for row in table.indices { table[row].cells.removeLast(empty) }
    notes.append(.emptyColumns(empty))
  }

  /// Whether a first row names the columns below it.
  ///
  /// It does when none of its cells is a number and each but the first says something. A row of words and numbers
  /// does when the numbers are years, or when a word stands above nothing but numbers.
  private static func isHeader(_ first: [String], above rows: [[String]]) -> Bool {
    guard !rows.isEmpty else { return false }
    let numbers = first.map { number($0) }
    if numbers.allSatisfy({ $0 == nil }) {
      // The heading of row names may be empty; a row with other gaps is one of values.
      return first.enumerated().allSatisfy { $0.offset == 0 && first.count > 1 || !isMissing($0.element) }
        && first.contains { !isMissing($0) }
    }
    let years = numbers.compactMap { $0 }
    let areYears =
      years.count > 1 && years.allSatisfy { (1500...2200).contains($0) && $0 == $0.rounded() }
      && zip(years, years.dropFirst()).allSatisfy { $1 - $0 == years[1] - years[0] && $1 != $0 }
    if areYears {
      let columns = numbers.indices.filter { numbers[$0] != nil }
      let goesOn = rows.contains { row in
        columns.allSatisfy { column in number(row[column]).map { (1500...2200).contains($0) } ?? false }
      }
      if !goesOn { return true }
    }
    return first.indices.contains { column in
      let known = rows.map { $0[column] }.filter { !isMissing($0) }
      return numbers[column] == nil && !isMissing(first[column]) && known.count > 1
        && known.allSatisfy { CellText.number($0) != nil } && CellText.number(first[column]) == nil
    }
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

  /// Whether a cell says that its value is not known.
  package static func isMissing(_ cell: String) -> Bool { CellText.isMissing(cell) }
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
      offset = 0
    }

    /// Leaves out so many lines.
    mutating func skipLines(_ count: Int) {
      var left = count
      while left > 0, offset < bytes.count {
        left -= 1
        while offset < bytes.count, !takesLineEnd() { offset += 1 }
      }
    }

    /// The separator that stands equally often on each of the first lines, else the one the first line has most of.
    ///
    /// Spreadsheets of many countries write `;`, and then commas stand in the numbers.
    func likelySeparator() -> UInt8 {
      let candidates = [0x09, UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: ",")]
      var lines: [[Int]] = []
      var counts = [0, 0, 0, 0]
      var (isQuoted, isBlank) = (false, true)
      for byte in bytes[offset...].prefix(1 << 16) {
        if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
        if !isQuoted, byte == 0x0A || byte == 0x0D {
          if !isBlank { lines.append(counts) }
          (counts, isBlank) = ([0, 0, 0, 0], true)
          if lines.count == 20 { break }
        } else {
          isBlank = false
          if !isQuoted, let place = candidates.firstIndex(of: byte) { counts[place] += 1 }
        }
      }
      if !isBlank, lines.count < 20 { lines.append(counts) }
      guard let first = lines.first else { return UInt8(ascii: ",") }
      let steady = candidates.indices.first { place in
        first[place] > 0 && lines.count > 1 && lines.allSatisfy { $0[place] == first[place] }
      }
      if let steady { return candidates[steady] }
      // A title above the table has none of them, so the line with the most decides.
      let line = lines.max { ($0.max() ?? 0) < ($1.max() ?? 0) } ?? first
      let best = line.max() ?? 0
      return best == 0 ? UInt8(ascii: ",") : candidates[line.lastIndex(of: best) ?? 3]
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
