import Source

/// The bytes of a lesson and where its lines begin and end.
struct LineTable {
  let bytes: [UInt8]
  /// The lines without their line ends.
  let lines: [Span]

  init(_ text: String) {
    bytes = Array(text.utf8)
    var lines: [Span] = []
    var start = 0
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      lines.append(Span(start, offset))
      start = offset + 1
    }
    if start < bytes.count { lines.append(Span(start, bytes.count)) }
    self.lines = lines
  }

  /// Where a line ends, with its line end.
  func end(of line: Int) -> Int { line + 1 < lines.count ? lines[line + 1].lower : bytes.count }

  func text(_ span: Span) -> String { String(decoding: bytes[span.lower..<span.upper], as: UTF8.self) }

  func isBlank(_ span: Span) -> Bool {
    bytes[span.lower..<span.upper].allSatisfy { $0 == UInt8(ascii: " ") || (9...13).contains($0) }
  }

  func starts(_ span: Span, with prefix: StaticString) -> Bool {
    guard span.upper - span.lower >= prefix.utf8CodeUnitCount else { return false }
    return prefix.withUTF8Buffer { $0.elementsEqual(bytes[span.lower..<span.lower + $0.count]) }
  }

  func trimmed(_ span: Span) -> Span {
    var (lower, upper) = (span.lower, span.upper)
    while lower < upper, bytes[lower] == UInt8(ascii: " ") || bytes[lower] == UInt8(ascii: "\t") { lower += 1 }
    while upper > lower, bytes[upper - 1] == UInt8(ascii: " ") || bytes[upper - 1] == UInt8(ascii: "\t") { upper -= 1 }
    return Span(lower, upper)
  }
}

/// A lesson's body cut into prose and fenced blocks, as CommonMark cuts it, with one difference.
///
/// A block that is not closed before another block of ours opens ends there and is reported, where CommonMark would
/// swallow the second block: the author forgot a fence.
struct Scanner {
  /// A fenced block of the lesson format.
  struct Fence {
    var span: Span
    var header: Span
    var info: Span
    var content: Span
    /// The line number, from 1, of the first line of the content.
    var contentLine: Int
  }

  enum Segment {
    /// Prose and the number, from 1, of its first line.
    case prose(Span, line: Int)
    case fence(Fence)
  }

  /// A line that opens a fence.
  private struct Opening {
    var mark: UInt8
    var length: Int
    var info: Span
  }

  private(set) var segments: [Segment] = []
  private(set) var faults: [Fault] = []
  private let table: LineTable
  private var line: Int
  private var proseStart: Int

  /// Scans from a line, counted from 0: the first after the front matter.
  init(_ table: LineTable, from line: Int) {
    self.table = table
    self.line = line
    proseStart = line
    scan()
  }

  private mutating func scan() {
    while line < table.lines.count {
      let span = table.lines[line]
      if let opening = opening(span) {
        if isOurs(opening.info) {
          if opening.mark == UInt8(ascii: "`"), contains(opening.info, UInt8(ascii: "`")) {
            faults.append(Fault(.backtickInHeader, opening.info))
          }
          endProse(before: line)
          scanFence(opening)
          proseStart = line
        } else {
          skipListing(opening)
        }
      } else if table.starts(table.trimmed(span), with: "<!--") {
        skipComment()
      } else {
        line += 1
      }
    }
    endProse(before: table.lines.count)
  }

  private mutating func endProse(before line: Int) {
    guard proseStart < line else { return }
    let span = Span(table.lines[proseStart].lower, table.end(of: line - 1))
    if table.lines[proseStart..<line].contains(where: { !table.isBlank($0) }) {
      segments.append(.prose(span, line: proseStart + 1))
    }
  }

  /// Takes a block of ours from its opening line to its closing one, or to where it must have ended.
  private mutating func scanFence(_ opening: Opening) {
    let first = line
    var end = first + 1
    var closed = false
    while end < table.lines.count {
      if closes(table.lines[end], opening) {
        closed = true
        break
      }
      if opensOurs(table.lines[end], like: opening) { break }
      end += 1
    }
    if !closed { faults.append(Fault(.unclosedFence(foundNext: end < table.lines.count), table.lines[first])) }
    let bodyStart = table.end(of: first)
    let bodyEnd = end < table.lines.count ? table.lines[end].lower : table.bytes.count
    line = closed ? end + 1 : end
    segments.append(
      .fence(
        Fence(
          span: Span(table.lines[first].lower, closed ? table.end(of: end) : bodyEnd),
          header: table.lines[first], info: opening.info, content: Span(bodyStart, bodyEnd), contentLine: first + 2)))
  }

  /// Passes over a listing in another language, which stays part of the prose.
  private mutating func skipListing(_ opening: Opening) {
    let first = line
    line += 1
    while line < table.lines.count {
      if closes(table.lines[line], opening) {
        line += 1
        return
      }
      if opensOurs(table.lines[line], like: opening) { break }
      line += 1
    }
    faults.append(Fault(.unclosedFence(foundNext: line < table.lines.count), table.lines[first]))
  }

  /// Passes over an HTML comment, in which blocks are switched off.
  private mutating func skipComment() {
    let first = line
    while line < table.lines.count {
      let span = table.lines[line]
      line += 1
      if ends(span, comment: line - 1 == first) { return }
    }
    faults.append(Fault(.unclosedComment, table.lines[first]))
  }

  private func ends(_ span: Span, comment isFirst: Bool) -> Bool {
    var offset = isFirst ? table.trimmed(span).lower + 4 : span.lower
    while offset + 2 < span.upper {
      if table.starts(Span(offset, span.upper), with: "-->") { return true }
      offset += 1
    }
    return false
  }

  private func opening(_ span: Span) -> Opening? {
    let inner = table.trimmed(span)
    guard inner.lower - span.lower <= 3, inner.upper - inner.lower >= 3 else { return nil }
    let mark = table.bytes[inner.lower]
    guard mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return nil }
    var end = inner.lower
    while end < inner.upper, table.bytes[end] == mark { end += 1 }
    guard end - inner.lower >= 3 else { return nil }
    let opening = Opening(mark: mark, length: end - inner.lower, info: table.trimmed(Span(end, inner.upper)))
    // A backtick after the fence makes it inline code, unless it is one of ours, which is reported instead.
    if mark == UInt8(ascii: "`"), contains(opening.info, mark), !isOurs(opening.info) { return nil }
    return opening
  }

  private func closes(_ span: Span, _ opening: Opening) -> Bool {
    guard let found = self.opening(span) else { return false }
    return found.mark == opening.mark && found.length >= opening.length && found.info.isEmpty
  }

  /// A longer fence may hold blocks as text: only one of the same or greater length counts as forgotten.
  private func opensOurs(_ span: Span, like opening: Opening) -> Bool {
    guard let found = self.opening(span) else { return false }
    return found.mark == opening.mark && found.length >= opening.length && isOurs(found.info)
  }

  private func contains(_ span: Span, _ byte: UInt8) -> Bool { table.bytes[span.lower..<span.upper].contains(byte) }

  private func isOurs(_ info: Span) -> Bool {
    var end = info.lower
    while end < info.upper, table.bytes[end] > UInt8(ascii: " ") { end += 1 }
    guard end > info.lower, end - info.lower <= 16 else { return false }
    return Header.isOurs(word: table.text(Span(info.lower, end)), rest: table.text(Span(end, info.upper)))
  }
}
