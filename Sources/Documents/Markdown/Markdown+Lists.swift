import Source

/// The mark at the beginning of a list's item.
struct ListMarker {
  /// The bullet, or the sign behind the number.
  let sign: UInt8
  /// The number, for a numbered list.
  let number: Int?
  /// Where the item's content begins, in columns from the beginning of the line.
  let contentOffset: Int
  /// Whether the rest of the line is empty.
  let isEmpty: Bool

  init?(_ line: ArraySlice<UInt8>) {
    let indentation = line.indentation
    let content = line.dropFirst(indentation)
    guard indentation < 4, let first = content.first else { return nil }
    var width = 1
    switch first {
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"):
      sign = first
      number = nil
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      let digits = content.prefix(10).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard digits.count <= 9, let closing = content.dropFirst(digits.count).first else { return nil }
      guard closing == UInt8(ascii: ".") || closing == UInt8(ascii: ")") else { return nil }
      sign = closing
      number = Int(digits.text)
      width = digits.count + 1
    default:
      return nil
    }
    let rest = content.dropFirst(width)
    isEmpty = rest.isBlank
    guard isEmpty || rest.first == Markdown.space || rest.first == UInt8(ascii: "\t") else { return nil }
    // Five spaces and more are one space and indented code.
    let gap = Markdown.expandingTabs(rest, column: indentation + width).indentation
    contentOffset = indentation + width + (isEmpty || gap > 4 ? 1 : gap)
  }

  /// Whether a list may begin here without an empty line above.
  var interruptsParagraph: Bool { !isEmpty && (number ?? 1) == 1 }

  /// Whether an item with this mark goes on with the other's list.
  func continues(_ other: ListMarker) -> Bool { sign == other.sign && (number == nil) == (other.number == nil) }
}

extension BlockParser {
  mutating func parseList(_ first: ListMarker) {
    var items: [[Block]] = []
    var isTight = true
    var marker = first
    while true {
      let item = itemLines(marker)
      var parser = BlockParser(lines: item.lines, depth: depth + 1)
      items.append(parser.parse())
      if parser.hasGap { isTight = false }
      guard index < lines.count, !Self.isRule(lines[index]), let next = ListMarker(lines[index]), next.continues(first)
      else {
        // Empty lines behind the list are the surroundings' matter.
        index -= item.blankLines
        break
      }
      if item.blankLines > 0 { isTight = false }
      marker = next
    }
    let kind: List.Marker = first.number.map { .number(start: $0) } ?? .bullet
    blocks.append(.list(List(kind, isTight: isTight, items: items)))
  }

  /// The lines of the item that begins here, without its mark and indentation, and the empty lines behind it.
  private mutating func itemLines(_ marker: ListMarker) -> (lines: [ArraySlice<UInt8>], blankLines: Int) {
    let offset = marker.contentOffset
    let content = lines[index].dropFirst(lines[index].indentation)
    let mark = content.prefix { $0 != Markdown.space && $0 != UInt8(ascii: "\t") }
    let column = lines[index].indentation + mark.count
    let firstLine = Markdown.expandingTabs(content.dropFirst(mark.count), column: column)
    var result = [firstLine.dropFirst(Swift.min(offset - column, firstLine.count))]
    var tracker = ParagraphTracker()
    tracker.advance(result[0])
    var blankLines = 0
    index += 1
    while index < lines.count {
      let line = lines[index]
      if line.isBlank {
        // An item that begins with two empty lines is empty.
        if result.count == 1, marker.isEmpty, blankLines > 0 { break }
        blankLines += 1
        index += 1
        continue
      }
      let isInside = line.isIndented(by: offset) && !(result.count == 1 && marker.isEmpty && blankLines > 0)
      let isLazy =
        blankLines == 0 && tracker.isInParagraph && !Self.interruptsParagraph(line) && ListMarker(line) == nil
      guard isInside || isLazy else { break }
      for _ in 0..<blankLines {
        result.append([])
        tracker.advance([])
      }
      blankLines = 0
      result.append(isInside ? line.dropFirst(offset) : line)
      tracker.advance(result[result.count - 1])
      index += 1
    }
    return (result, blankLines)
  }
}

/// Finds GitHub's tables.
enum TableParser {
  /// The table whose header is on a line, and the line behind it.
  static func table(in lines: [ArraySlice<UInt8>], at index: Int) -> (table: Table, end: Int)? {
    guard index + 1 < lines.count, lines[index].contains(UInt8(ascii: "|")), !lines[index].isBlank else { return nil }
    guard let alignments = alignments(lines[index + 1]) else { return nil }
    let header = cells(lines[index])
    guard header.count == alignments.count else { return nil }
    var rows: [[[Inline]]] = []
    var end = index + 2
    while end < lines.count, !lines[end].isBlank, !BlockParser.interruptsParagraph(lines[end]) {
      var row = cells(lines[end]).prefix(header.count).map(InlineParser.parse)
      row += [[Inline]](repeating: [], count: header.count - row.count)
      rows.append(row)
      end += 1
    }
    return (Table(header: header.map(InlineParser.parse), alignments: alignments, rows: rows), end)
  }

  private static func alignments(_ line: ArraySlice<UInt8>) -> [Alignment]? {
    guard line.contains(UInt8(ascii: "-")), line.contains(UInt8(ascii: "|")) || line.contains(UInt8(ascii: ":")) else {
      return nil
    }
    guard line.allSatisfy({ Array("|-: \t".utf8).contains($0) }) else { return nil }
    var result: [Alignment] = []
    for cell in cells(line) {
      let left = cell.first == UInt8(ascii: ":")
      let right = cell.count > 1 && cell.last == UInt8(ascii: ":")
      let dashes = cell.dropFirst(left ? 1 : 0).dropLast(right ? 1 : 0)
      guard !dashes.isEmpty, dashes.allSatisfy({ $0 == UInt8(ascii: "-") }) else { return nil }
      result.append(left && right ? .center : right ? .right : .left)
    }
    return result
  }

  /// The cells of a row; a bar behind a backslash belongs to its cell.
  private static func cells(_ line: ArraySlice<UInt8>) -> [[UInt8]] {
    var content = line.trimmed
    if content.first == UInt8(ascii: "|") { content = content.dropFirst() }
    var result: [[UInt8]] = []
    var cell: [UInt8] = []
    var isEscaped = false
    for byte in content {
      if byte == UInt8(ascii: "|") {
        if isEscaped {
          cell[cell.count - 1] = byte
        } else {
          result.append(Array(cell[...].trimmed))
          cell = []
        }
        isEscaped = false
      } else {
        isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        cell.append(byte)
      }
    }
    if !cell[...].isBlank { result.append(Array(cell[...].trimmed)) }
    return result
  }
}
