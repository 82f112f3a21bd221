import Source

/// Markdown as lessons use it: a subset of CommonMark with GitHub's tables and dollar mathematics.
///
/// Covered: headings (`#` and underlined), paragraphs, emphasis, code spans, fenced and indented code, block quotes,
/// lists (nested, tight or loose), thematic breaks, inline links and images, autolinks in angle brackets, backslash
/// escapes, common entities, hard line breaks, tables, `$…$` and `$$…$$`. HTML comments are dropped; other HTML and
/// link reference definitions are shown as text. Containers nest to `depthLimit`, below that their marks are text.
/// The time taken grows with the length of the text, whatever it holds.
package enum Markdown {
  /// How deep quotes, lists and emphasis may nest.
  package static let depthLimit = 24

  /// Parses a text.
  package static func parse(_ text: String) -> [Block] {
    var lines: [ArraySlice<UInt8>] = []
    let bytes = Array(text.utf8)
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == newline {
      lines.append(withoutReturn(bytes[start..<index]))
      start = index + 1
    }
    if start < bytes.count { lines.append(withoutReturn(bytes[start...])) }
    var parser = BlockParser(lines: lines.map { expandingTabs($0, column: 0) }, depth: 0)
    return parser.parse()
  }

  /// Parses the inside of a paragraph.
  package static func parseInline(_ text: String) -> [Inline] {
    InlineParser.parse(Array(text.utf8))
  }

  private static func withoutReturn(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    line.last == UInt8(ascii: "\r") ? line.dropLast() : line
  }

  static let newline = UInt8(ascii: "\n")
  static let space = UInt8(ascii: " ")

  /// The line with the tabs of its indentation as spaces, up to the next multiple of four columns.
  static func expandingTabs(_ line: ArraySlice<UInt8>, column: Int) -> ArraySlice<UInt8> {
    guard let first = line.firstIndex(where: { $0 != space }), line[first] == UInt8(ascii: "\t") else { return line }
    var width = column
    var index = line.startIndex
    while index < line.endIndex, line[index] == space || line[index] == UInt8(ascii: "\t") {
      width += line[index] == space ? 1 : 4 - width % 4
      index += 1
    }
    return ArraySlice([UInt8](repeating: space, count: width - column) + line[index...])
  }
}

extension ArraySlice<UInt8> {
  /// The number of spaces at the beginning, counted up to 5: what is asked is whether it is below 4, or above.
  var indentation: Int { prefix(5).prefix { $0 == Markdown.space }.count }

  /// Whether at least so many spaces are at the beginning.
  func isIndented(by columns: Int) -> Bool {
    count >= columns && prefix(columns).allSatisfy { $0 == Markdown.space }
  }

  /// Whether nothing but spaces and tabs is there.
  var isBlank: Bool {
    // Most lines tell by their last byte.
    reversed().allSatisfy { $0 == Markdown.space || $0 == UInt8(ascii: "\t") }
  }

  /// Without the spaces and tabs at both ends.
  var trimmed: ArraySlice<UInt8> {
    let isSpace = { (byte: UInt8) in byte == Markdown.space || byte == UInt8(ascii: "\t") }
    guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
      return self[endIndex..<endIndex]
    }
    return self[first...last]
  }

  /// Without up to so many spaces at the beginning.
  func unindented(by columns: Int) -> ArraySlice<UInt8> {
    dropFirst(prefix(columns).prefix { $0 == Markdown.space }.count)
  }

  /// The bytes as text.
  var text: String { String(decoding: self, as: UTF8.self) }
}
