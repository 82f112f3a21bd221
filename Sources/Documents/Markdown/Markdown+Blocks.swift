import Source

/// Finds the blocks in lines whose containers' marks have been taken off.
struct BlockParser {
  let lines: [ArraySlice<UInt8>]
  let depth: Int
  var index = 0
  var blocks: [Block] = []
  /// Whether an empty line lies between two of the blocks, which makes a list that holds them loose.
  var hasGap = false

  init(lines: [ArraySlice<UInt8>], depth: Int) {
    self.lines = lines
    self.depth = depth
  }

  mutating func parse() -> [Block] {
    var pendingGap = false
    while index < lines.count {
      let line = lines[index]
      if line.isBlank {
        pendingGap = !blocks.isEmpty
        index += 1
        continue
      }
      if pendingGap { hasGap = true }
      pendingGap = false
      parseBlock(line)
    }
    return blocks
  }

  private mutating func parseBlock(_ line: ArraySlice<UInt8>) {
    if line.indentation >= 4 {
      parseIndentedCode()
    } else if let fence = Fence(line) {
      parseFencedCode(fence)
    } else if let heading = Self.heading(line) {
      blocks.append(heading)
      index += 1
    } else if Self.isRule(line) {
      blocks.append(.rule)
      index += 1
    } else if depth < Markdown.depthLimit, Self.isQuote(line) {
      parseQuote()
    } else if depth < Markdown.depthLimit, let marker = ListMarker(line) {
      parseList(marker)
    } else if Self.isComment(line) {
      skipComment()
    } else if line.trimmed.starts(with: Array("$$".utf8)), parseDisplayMath() {
      return
    } else if let table = TableParser.table(in: lines, at: index) {
      blocks.append(.table(table.table))
      index = table.end
    } else {
      parseParagraph()
    }
  }

  private mutating func parseIndentedCode() {
    var code: [ArraySlice<UInt8>] = []
    while index < lines.count, lines[index].isBlank || lines[index].indentation >= 4 {
      code.append(lines[index].unindented(by: 4))
      index += 1
    }
    while code.last?.isBlank == true { code.removeLast() }
    blocks.append(.code(Code(joined(code))))
  }

  private mutating func parseFencedCode(_ fence: Fence) {
    index += 1
    var code: [ArraySlice<UInt8>] = []
    while index < lines.count {
      let line = lines[index]
      index += 1
      if fence.isClosed(by: line) { break }
      code.append(line.unindented(by: fence.indentation))
    }
    blocks.append(.code(Code(joined(code), info: fence.info)))
  }

  private mutating func parseQuote() {
    var inner: [ArraySlice<UInt8>] = []
    var tracker = ParagraphTracker()
    while index < lines.count {
      let line = lines[index]
      if Self.isQuote(line) {
        let content = line.dropFirst(line.indentation + 1)
        inner.append(Markdown.expandingTabs(content, column: 1).unindented(by: 1))
      } else if tracker.isInParagraph, !line.isBlank, !Self.interruptsParagraph(line) {
        // A paragraph may go on without the mark.
        inner.append(line)
      } else {
        break
      }
      tracker.advance(inner[inner.count - 1])
      index += 1
    }
    var parser = BlockParser(lines: inner, depth: depth + 1)
    blocks.append(.quote(parser.parse()))
  }

  private mutating func skipComment() {
    while index < lines.count {
      let line = lines[index]
      index += 1
      if find("-->", in: line) != nil { return }
    }
  }

  private mutating func parseDisplayMath() -> Bool {
    let marker = Array("$$".utf8)
    let first = lines[index].trimmed.dropFirst(2)
    if let end = find("$$", in: first) {
      guard first[(end + 2)...].isBlank else { return false }
      blocks.append(.math(first[..<end].trimmed.text))
      index += 1
      return true
    }
    var body = [first]
    var next = index + 1
    while next < lines.count, !lines[next].isBlank {
      let line = lines[next].trimmed
      next += 1
      guard line.suffix(2).elementsEqual(marker) else {
        body.append(line)
        continue
      }
      body.append(line.dropLast(2))
      let source = body.map(\.trimmed.text).filter { !$0.isEmpty }.joined(separator: "\n")
      blocks.append(.math(source))
      index = next
      return true
    }
    return false
  }

  private mutating func parseParagraph() {
    var text: [UInt8] = []
    let first = index
    while index < lines.count {
      let line = lines[index]
      if index > first {
        if line.isBlank { break }
        if let level = Self.underline(line) {
          index += 1
          blocks.append(.heading(level: level, InlineParser.parse(text)))
          return
        }
        if Self.interruptsParagraph(line) { break }
        if TableParser.table(in: lines, at: index) != nil { break }
      }
      let words = line.dropFirst(line.prefix { $0 == Markdown.space || $0 == UInt8(ascii: "\t") }.count)
      if index > first, !Self.joinsDirectly(text, words) { text.append(Markdown.newline) }
      text += words
      index += 1
    }
    let inlines = InlineParser.parse(text)
    if !inlines.isEmpty { blocks.append(.paragraph(inlines)) }
  }

  /// Whether a line goes on without a space: between two wide characters, such as those of Chinese, none belongs.
  private static func joinsDirectly(_ text: [UInt8], _ line: ArraySlice<UInt8>) -> Bool {
    guard let last = String(decoding: text.suffix(4), as: UTF8.self).unicodeScalars.last,
      let first = String(decoding: line.prefix(4), as: UTF8.self).unicodeScalars.first
    else { return false }
    return DisplayWidth.isWide(last.value) && DisplayWidth.isWide(first.value)
  }

  private func joined(_ lines: [ArraySlice<UInt8>]) -> String {
    String(decoding: Array(lines.joined(separator: [Markdown.newline])), as: UTF8.self)
  }
}

// MARK: - What a line begins

extension BlockParser {
  static func isQuote(_ line: ArraySlice<UInt8>) -> Bool {
    line.indentation < 4 && line.dropFirst(line.indentation).first == UInt8(ascii: ">")
  }

  static func isComment(_ line: ArraySlice<UInt8>) -> Bool {
    line.dropFirst(line.indentation).starts(with: Array("<!--".utf8))
  }

  static func isRule(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.indentation < 4, let mark = line.first(where: { $0 != Markdown.space }) else { return false }
    guard mark == UInt8(ascii: "*") || mark == UInt8(ascii: "-") || mark == UInt8(ascii: "_") else { return false }
    var count = 0
    for byte in line {
      if byte == mark { count += 1 } else if byte != Markdown.space, byte != UInt8(ascii: "\t") { return false }
    }
    return count >= 3
  }

  static func heading(_ line: ArraySlice<UInt8>) -> Block? {
    let content = line.dropFirst(line.indentation)
    let level = content.prefix(7) { $0 == UInt8(ascii: "#") }
    guard line.indentation < 4, (1...6).contains(level) else { return nil }
    var rest = content.dropFirst(level)
    guard rest.isEmpty || rest.first == Markdown.space || rest.first == UInt8(ascii: "\t") else { return nil }
    rest = rest.trimmed
    // Number signs at the end close the heading when a space parts them from its words.
    let closing = rest.reversed().prefix { $0 == UInt8(ascii: "#") }.count
    let words = rest.dropLast(closing)
    if words.isEmpty || words.last == Markdown.space { rest = words.trimmed }
    return .heading(level: level, InlineParser.parse(Array(rest)))
  }

  /// The level of the heading that a line of `=` or `-` makes of the paragraph above it.
  static func underline(_ line: ArraySlice<UInt8>) -> Int? {
    guard line.indentation < 4 else { return nil }
    let content = line.trimmed
    guard let mark = content.first, content.allSatisfy({ $0 == mark }) else { return nil }
    if mark == UInt8(ascii: "=") { return 1 }
    return mark == UInt8(ascii: "-") ? 2 : nil
  }

  static func interruptsParagraph(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.indentation < 4, let mark = line.first(where: { $0 != Markdown.space }) else { return false }
    switch mark {
    case UInt8(ascii: ">"): return true
    case UInt8(ascii: "`"), UInt8(ascii: "~"): return Fence(line) != nil
    case UInt8(ascii: "#"): return heading(line) != nil
    case UInt8(ascii: "<"): return isComment(line)
    case UInt8(ascii: "$"): return line.trimmed.starts(with: Array("$$".utf8))
    case UInt8(ascii: "*"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "+"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      return isRule(line) || (ListMarker(line)?.interruptsParagraph ?? false)
    default: return false
    }
  }
}

extension ArraySlice<UInt8> {
  /// How many of the first bytes satisfy a condition, up to a limit.
  fileprivate func prefix(_ limit: Int, while condition: (UInt8) -> Bool) -> Int {
    prefix(limit).prefix(while: condition).count
  }
}

/// The place of a short text in bytes.
func find(_ needle: String, in bytes: ArraySlice<UInt8>) -> Int? {
  let needle = Array(needle.utf8)
  guard let first = needle.first, bytes.count >= needle.count else { return nil }
  for start in bytes.startIndex...(bytes.endIndex - needle.count)
  where bytes[start] == first && bytes[start...].starts(with: needle) {
    return start
  }
  return nil
}

/// The line that opens fenced code.
struct Fence {
  let mark: UInt8
  let count: Int
  let indentation: Int
  let info: String

  init?(_ line: ArraySlice<UInt8>) {
    indentation = line.indentation
    let content = line.dropFirst(indentation)
    guard indentation < 4, let first = content.first else { return nil }
    guard first == UInt8(ascii: "`") || first == UInt8(ascii: "~") else { return nil }
    mark = first
    count = content.prefix { $0 == first }.count
    let rest = content.dropFirst(count).trimmed
    guard count >= 3, first != UInt8(ascii: "`") || !rest.contains(first) else { return nil }
    info = rest.text
  }

  func isClosed(by line: ArraySlice<UInt8>) -> Bool {
    let content = line.trimmed
    return line.indentation < 4 && content.count >= count && content.allSatisfy { $0 == mark }
  }
}

/// Follows lines to know whether the last one belongs to a paragraph, which the next may then continue.
struct ParagraphTracker {
  private(set) var isInParagraph = false
  private var fence: Fence?

  mutating func advance(_ line: ArraySlice<UInt8>) {
    if let open = fence {
      if open.isClosed(by: line) { fence = nil }
      isInParagraph = false
      return
    }
    // The innermost content decides: `> - words` leaves a paragraph open.
    var content = line
    for _ in 0..<Markdown.depthLimit {
      if BlockParser.isQuote(content), !BlockParser.isRule(content) {
        content = content.dropFirst(content.indentation + 1).unindented(by: 1)
      } else if let marker = ListMarker(content), !BlockParser.isRule(content) {
        content = content.dropFirst(marker.contentOffset)
      } else {
        break
      }
    }
    fence = content.startIndex == line.startIndex ? Fence(line) : nil
    let continues = isInParagraph && !content.isBlank
    isInParagraph =
      !content.isBlank && Fence(content) == nil && BlockParser.heading(content) == nil
      && !BlockParser.isRule(content) && (continues || content.indentation < 4)
  }
}
