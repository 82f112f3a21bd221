import Source

/// The fields at the head of a lesson, read from a small subset of YAML.
///
/// The head stands between two lines `---`. Each line of it is one of
///
///     name: value            text up to the end of the line
///     name: "a \"value\""    quoted text, in " or '
///     name: [a, "b, c"]      a list on one line
///     name: {rows: 2000}     names with values on one line
///     name:                  a list, one `- item` to a line
///     # a remark             also after a value and a space
///
/// and blank lines. There is no nesting, and every value is text until a field asks for a number.
struct FrontMatter {
  struct Item {
    var text: String
    var span: Span
  }

  struct Field {
    var name: String
    /// The whole line or lines.
    var span: Span
    /// The value, or the items of the list.
    var items: [Item]
    /// The bytes of the value.
    var valueSpan: Span
  }

  private(set) var fields: [Field] = []
  private(set) var faults: [Fault] = []
  /// The first line of the body, counted from 0.
  private(set) var bodyLine = 0

  private let table: LineTable

  init(_ table: LineTable) {
    self.table = table
    guard let first = table.lines.first, table.text(table.trimmed(first)) == "---" else {
      faults.append(Fault(.missingFrontMatter, Span(0, table.lines.first?.upper ?? 0)))
      return
    }
    var line = 1
    while line < table.lines.count, !isRule(table.lines[line]) {
      // A fence or a heading where a field should be: the closing line was forgotten, and the body starts here.
      if table.starts(table.lines[line], with: "```") || table.starts(table.lines[line], with: "## ") { break }
      read(table.lines[line])
      line += 1
    }
    if line < table.lines.count, isRule(table.lines[line]) {
      bodyLine = line + 1
    } else {
      faults.append(Fault(.unclosedFrontMatter, first))
      bodyLine = line
    }
  }

  func field(_ name: String) -> Field? { fields.first { $0.name == name } }

  private func isRule(_ span: Span) -> Bool {
    let text = table.trimmed(span)
    return text.upper - text.lower == 3 && (table.starts(text, with: "---") || table.starts(text, with: "..."))
  }

  private mutating func read(_ line: Span) {
    let inner = table.trimmed(line)
    if inner.isEmpty || table.starts(inner, with: "#") { return }
    if table.starts(inner, with: "- "), let last = fields.indices.last, fields[last].valueSpan.isEmpty {
      let value = withoutRemark(table.trimmed(Span(inner.lower + 2, inner.upper)))
      fields[last].items.append(Item(text: unquoted(value), span: value))
      fields[last].span.upper = line.upper
      return
    }
    var colon = inner.lower
    while colon < inner.upper, isNameByte(table.bytes[colon]) { colon += 1 }
    guard colon > inner.lower, colon < inner.upper, table.bytes[colon] == UInt8(ascii: ":"), fields.count < 1000,
      colon + 1 == inner.upper || table.bytes[colon + 1] == UInt8(ascii: " ")
    else {
      faults.append(Fault(.frontMatterLine, line))
      return
    }
    let name = table.text(Span(inner.lower, colon))
    let value = withoutRemark(table.trimmed(Span(colon + 1, inner.upper)))
    if fields.contains(where: { $0.name == name }) { faults.append(Fault(.repeatedField(name), line)) }
    fields.append(Field(name: name, span: line, items: items(value), valueSpan: value))
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: "-")
  }

  /// Cuts a remark off: a `#` after a space, outside quotes.
  private func withoutRemark(_ span: Span) -> Span {
    var quote: UInt8?
    for offset in span.lower..<span.upper {
      let byte = table.bytes[offset]
      if let open = quote {
        if byte == open { quote = nil }
      } else if isQuote(byte), offset == span.lower || !isWordByte(table.bytes[offset - 1]) {
        quote = byte
      } else if byte == UInt8(ascii: "#"), offset == span.lower || table.bytes[offset - 1] == UInt8(ascii: " ") {
        return table.trimmed(Span(span.lower, offset))
      }
    }
    return span
  }

  private func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

  private func isWordByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// The items of a value: those inside brackets or braces, else the value itself.
  private mutating func items(_ span: Span) -> [Item] {
    guard !span.isEmpty else { return [] }
    let (first, last) = (table.bytes[span.lower], table.bytes[span.upper - 1])
    let closing = first == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: "}")
    guard first == UInt8(ascii: "[") || first == UInt8(ascii: "{") else {
      if isQuote(first), span.upper - span.lower < 2 || last != first { faults.append(Fault(.unclosedList, span)) }
      return [Item(text: unquoted(span), span: span)]
    }
    guard last == closing, span.upper - span.lower >= 2 else {
      faults.append(Fault(.unclosedList, span))
      return []
    }
    var items: [Item] = []
    var quote: UInt8?
    var start = span.lower + 1
    for offset in span.lower + 1..<span.upper {
      let byte = table.bytes[offset]
      if let open = quote {
        if byte == open { quote = nil }
      } else if isQuote(byte), table.trimmed(Span(start, offset)).isEmpty {
        quote = byte
      } else if byte == UInt8(ascii: ",") || offset == span.upper - 1 {
        let item = table.trimmed(Span(start, offset))
        if !item.isEmpty { items.append(Item(text: unquoted(item), span: item)) }
        start = offset + 1
      }
    }
    if quote != nil { faults.append(Fault(.unclosedList, span)) }
    return items
  }

  /// The text of a value without its quotes; in them, `\"` and `\\` stand for themselves.
  private func unquoted(_ span: Span) -> String {
    guard span.upper - span.lower >= 2, isQuote(table.bytes[span.lower]),
      table.bytes[span.upper - 1] == table.bytes[span.lower]
    else { return table.text(span) }
    var text: [UInt8] = []
    var offset = span.lower + 1
    while offset < span.upper - 1 {
      if table.bytes[offset] == UInt8(ascii: "\\"), offset + 1 < span.upper - 1 { offset += 1 }
      text.append(table.bytes[offset])
      offset += 1
    }
    return String(decoding: text, as: UTF8.self)
  }
}
