/// A piece of source text that knows where it came from, so that every message can name file, line and column.
package struct SourceText: Equatable, Sendable {
  /// What to call it in messages: a file name, or `line` for what was typed.
  package let name: String
  /// The text itself.
  package let text: String
  /// The line (1-based) of the file on which the text starts: a cell inside a lesson starts well below line 1.
  package let firstLine: Int

  private let lineStarts: [Int]

  /// Makes a source text.
  package init(_ text: String, name: String = "input", firstLine: Int = 1) {
    self.name = name
    self.text = text
    self.firstLine = firstLine
    var starts = [0]
    var offset = 0
    for byte in text.utf8 {
      offset += 1
      if byte == UInt8(ascii: "\n") { starts.append(offset) }
    }
    lineStarts = starts
  }

  /// Whether it is no file: what was typed at the prompt needs no place.
  package var isTyped: Bool { name == "input" || name == "line" }

  /// The number of UTF-8 bytes.
  package var count: Int { text.utf8.count }

  /// The place of a byte offset: the line in its file and the column in Unicode scalars, both 1-based.
  package func position(at offset: Int) -> Position {
    let offset = Swift.min(Swift.max(offset, 0), count)
    let line = lineIndex(at: offset)
    let scalars = slice(Span(lineStarts[line], offset)).unicodeScalars.count
    return Position(line: firstLine + line, column: scalars + 1)
  }

  /// The text of a span; bytes outside the text are left out, and a span that cuts a character is widened by decoding.
  package func slice(_ span: Span) -> String {
    let bytes = text.utf8
    let lower = Swift.min(Swift.max(span.lower, 0), bytes.count)
    let upper = Swift.min(Swift.max(span.upper, lower), bytes.count)
    let from = bytes.index(bytes.startIndex, offsetBy: lower)
    let to = bytes.index(bytes.startIndex, offsetBy: upper)
    return String(decoding: bytes[from..<to], as: UTF8.self)
  }

  /// The span of the whole line, without its line end, that holds a byte offset.
  package func lineSpan(at offset: Int) -> Span {
    let line = lineIndex(at: Swift.min(Swift.max(offset, 0), count))
    let end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : count
    return Span(lineStarts[line], Swift.max(lineStarts[line], end))
  }

  private func lineIndex(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}

/// A half-open range of UTF-8 byte offsets into a `SourceText`.
package struct Span: Equatable, Hashable, Sendable {
  /// The first byte.
  package var lower: Int
  /// One past the last byte.
  package var upper: Int

  /// Makes a span; an upper end below the lower one is raised to it.
  package init(_ lower: Int, _ upper: Int) {
    self.lower = lower
    self.upper = Swift.max(lower, upper)
  }

  /// The smallest span that holds both.
  package func union(_ other: Span) -> Span { Span(Swift.min(lower, other.lower), Swift.max(upper, other.upper)) }

  /// Whether it holds no byte.
  package var isEmpty: Bool { lower == upper }
}

/// A line and a column, both 1-based; columns count Unicode scalars.
package struct Position: Equatable, Sendable {
  /// The line in the file.
  package let line: Int
  /// The column in Unicode scalars.
  package let column: Int
}

extension SourceText {
  /// The text with some spans replaced.
  ///
  /// Of two that overlap the first by place wins; what lies outside the text is ignored.
  package func replacing(_ edits: [(Span, String)]) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var done = 0
    let ordered = edits.enumerated().sorted {
      ($0.element.0.lower, $0.element.0.upper, $0.offset) < ($1.element.0.lower, $1.element.0.upper, $1.offset)
    }
    for (_, edit) in ordered where edit.0.lower >= done && edit.0.upper <= bytes.count {
      result += bytes[done..<edit.0.lower]
      result += edit.1.utf8
      done = edit.0.upper
    }
    return String(decoding: result + bytes[done...], as: UTF8.self)
  }
}
