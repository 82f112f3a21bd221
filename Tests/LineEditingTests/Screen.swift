/// Enough of a terminal to see what a user would see.
///
/// It moves, erases, wraps, colours and knows wide characters; what it does not know it notes in `unknown`. Like most
/// terminals of today it wraps long lines anew when its width changes.
struct Screen {
  /// What stands in one cell.
  struct Cell: Equatable {
    var text = " "
    var style = ""
  }

  private struct Line {
    var cells: [Cell]
    var isWrapped = false
  }

  private(set) var columns: Int
  private(set) var height: Int
  private(set) var row = 0
  private(set) var column = 0
  private(set) var unknown: [String] = []
  private(set) var bells = 0
  private(set) var bracketsPastes = false
  private var lines: [Line]
  private var style = ""
  private var mustWrap = false
  private var saved = (row: 0, column: 0, mustWrap: false)
  private var sequence: [UInt8] = []
  private var partial: [UInt8] = []

  /// Creates an empty screen.
  init(columns: Int, rows: Int) {
    self.columns = columns
    height = rows
    lines = (0..<rows).map { _ in Line(cells: [Cell](repeating: Cell(), count: columns)) }
  }

  /// The rows without the spaces at their ends.
  var rows: [String] {
    lines.map { line in
      var text = line.cells.map(\.text).joined()
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  /// The rows down to the last that has text, as one text.
  var text: String {
    var rows = rows
    while rows.last == "" { rows.removeLast() }
    return rows.joined(separator: "\n")
  }

  /// Returns the styles of the cells of a row, one for each.
  func styles(row: Int) -> [String] { lines[row].cells.map(\.style) }

  /// Returns the style of the first cell of the first place where the text stands.
  func style(of text: String) -> String? {
    for line in lines {
      let cells = line.cells.map(\.text)
      guard text.count <= cells.count else { continue }
      for start in 0...(cells.count - text.count) where cells[start..<start + text.count].joined() == text {
        return line.cells[start].style
      }
    }
    return nil
  }

  /// Shows what a program has written.
  mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { feed(byte) }
  }

  /// Gives the screen another size.
  mutating func resize(columns newColumns: Int) {
    var wrapped: [[Cell]] = []
    var cursor = (line: 0, offset: 0)
    for (index, line) in lines.enumerated() {
      let continues = index > 0 && lines[index - 1].isWrapped
      if !continues { wrapped.append([]) }
      if index == row { cursor = (wrapped.count - 1, wrapped[wrapped.count - 1].count + column) }
      wrapped[wrapped.count - 1] += line.cells
    }
    columns = newColumns
    var result: [Line] = []
    for (index, var cells) in wrapped.enumerated() {
      while cells.last == Cell() { cells.removeLast() }
      let start = result.count
      repeat {
        var part = Array(cells.prefix(columns))
        cells.removeFirst(part.count)
        part += [Cell](repeating: Cell(), count: columns - part.count)
        result.append(Line(cells: part, isWrapped: !cells.isEmpty))
      } while !cells.isEmpty
      if index == cursor.line {
        row = start + cursor.offset / columns
        column = cursor.offset % columns
      }
    }
    while result.count <= row { result.append(Line(cells: [Cell](repeating: Cell(), count: columns))) }
    while result.count > height, result.last?.cells.allSatisfy({ $0 == Cell() }) == true, row < result.count - 1 {
      result.removeLast()
    }
    let surplus = max(result.count - height, 0)
    result.removeFirst(surplus)
    row = max(row - surplus, 0)
    while result.count < height { result.append(Line(cells: [Cell](repeating: Cell(), count: columns))) }
    lines = result
    mustWrap = false
  }

  private mutating func feed(_ byte: UInt8) {
    if !sequence.isEmpty { return feedSequence(byte) }
    if byte >= 0x80 {
      partial.append(byte)
      if let text = String(validating: partial, as: UTF8.self), let scalar = text.unicodeScalars.first {
        partial = []
        put(scalar)
      }
      return
    }
    switch byte {
    case 0x07: bells += 1
    case 0x08: move(row: row, column: column - 1)
    case 0x09: move(row: row, column: (column / 8 + 1) * 8)
    case 0x0A: lineFeed()
    case 0x0D: move(row: row, column: 0)
    case 0x1B: sequence = [byte]
    case ..<0x20: break
    default: put(Unicode.Scalar(byte))
    }
  }

  private mutating func feedSequence(_ byte: UInt8) {
    sequence.append(byte)
    if sequence.count == 2 {
      switch byte {
      case UInt8(ascii: "["): return
      case UInt8(ascii: "7"): saved = (row, column, mustWrap)
      case UInt8(ascii: "8"): (row, column, mustWrap) = saved
      default: unknown.append(String(decoding: sequence.dropFirst(), as: UTF8.self))
      }
      sequence = []
    } else if byte >= 0x40 {
      perform(String(decoding: sequence[2..<(sequence.count - 1)], as: UTF8.self), final: Unicode.Scalar(byte))
      sequence = []
    }
  }

  private mutating func perform(_ parameters: String, final: Unicode.Scalar) {
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    let first = numbers.first.flatMap { $0 } ?? 0
    let count = max(first, 1)
    switch final {
    case "A": move(row: row - count, column: column)
    case "B": move(row: row + count, column: column)
    case "C": move(row: row, column: column + count)
    case "D": move(row: row, column: column - count)
    case "G": move(row: row, column: count - 1)
    case "d": move(row: count - 1, column: column)
    case "H": move(row: count - 1, column: (numbers.count > 1 ? numbers[1] ?? 1 : 1) - 1)
    case "J":
      if first == 2 { for index in 0..<height { erase(index, from: 0) } }
      if first == 0 {
        erase(row, from: column)
        for index in (row + 1)..<max(height, row + 1) { erase(index, from: 0) }
      }
    case "K": erase(row, from: column)
    case "m":
      for number in numbers {
        let value = number ?? 0
        style = value == 0 ? "" : style.isEmpty ? "\(value)" : style + ";\(value)"
      }
    case "h", "l":
      if parameters == "?2004" {
        bracketsPastes = final == "h"
      } else if parameters != "?25" {
        unknown.append(parameters + String(final))
      }
    default: unknown.append("[" + parameters + String(final))
    }
  }

  private mutating func move(row newRow: Int, column newColumn: Int) {
    row = min(max(newRow, 0), height - 1)
    column = min(max(newColumn, 0), columns - 1)
    mustWrap = false
  }

  private mutating func erase(_ index: Int, from start: Int) {
    for column in start..<columns { lines[index].cells[column] = Cell() }
    lines[index].isWrapped = false
    mustWrap = false
  }

  private mutating func lineFeed() {
    mustWrap = false
    if row < height - 1 {
      row += 1
      return
    }
    lines.removeFirst()
    lines.append(Line(cells: [Cell](repeating: Cell(), count: columns)))
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let width = Self.width(of: scalar)
    if width == 0 {
      let place = max(column - 1, 0)
      lines[row].cells[place].text.unicodeScalars.append(scalar)
      return
    }
    if mustWrap || column + width > columns {
      lines[row].isWrapped = true
      lineFeed()
      column = 0
    }
    lines[row].cells[column] = Cell(text: String(Character(scalar)), style: style)
    if width == 2 { lines[row].cells[column + 1] = Cell(text: "", style: style) }
    column += width
    if column >= columns {
      column = columns - 1
      mustWrap = true
    }
  }

  /// Returns the number of cells of a character.
  static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x300...0x36F, 0x200B...0x200D: 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60, 0x1F300...0x1FAFF: 2
    default: 1
    }
  }
}
