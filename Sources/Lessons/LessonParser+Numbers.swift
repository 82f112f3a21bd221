import Source

extension LessonParser {
  /// The numbers of a prose that are tied to code: each has a comment `<!-- = expression -->` behind it.
  mutating func tiedNumbers(in prose: Span) -> [TiedNumber] {
    var found: [TiedNumber] = []
    var start = prose.lower
    while let opening = find("<!--", from: start, to: prose.upper),
      let closing = find("-->", from: opening + 4, to: prose.upper)
    {
      let inside = table.trimmed(Span(opening + 4, closing))
      if !inside.isEmpty, table.bytes[inside.lower] == UInt8(ascii: "=") {
        let code = table.trimmed(Span(inside.lower + 1, inside.upper))
        if let number = number(endingBefore: opening, after: start), !code.isEmpty {
          let line = source.position(at: code.lower).line
          let text = SourceText(table.text(code), name: source.name, firstLine: line)
          found.append(
            TiedNumber(
              value: number.value, decimals: number.decimals, span: number.span, comment: Span(opening, closing + 3),
              code: text))
        } else {
          report(.tieWithoutNumber, Span(opening, closing + 3))
        }
      }
      start = closing + 3
    }
    return found
  }

  private func find(_ text: String, from start: Int, to end: Int) -> Int? {
    let wanted = Array(text.utf8)
    guard start < end, end - start >= wanted.count else { return nil }
    return (start...end - wanted.count).first { offset in
      table.bytes[offset] == wanted[0] && table.bytes[offset..<offset + wanted.count].elementsEqual(wanted)
    }
  }

  /// The number that ends a few characters before a place: `0.97`, `16,852`, `−3`; a `%` or a closing mark may follow it.
  private func number(endingBefore place: Int, after start: Int) -> (value: Double, decimals: Int, span: Span)? {
    var end = place
    while end > start, !isDigit(end - 1) {
      end -= 1
      if place - end > 8 { return nil }
    }
    var lower = end
    while lower > start, isDigit(lower - 1) || lower - 1 > start && isInside(lower - 1) { lower -= 1 }
    guard lower < end else { return nil }
    let digits = table.text(Span(lower, end)).filter { $0 != "," }
    guard var value = Double(digits) else { return nil }
    let decimals = digits.firstIndex(of: ".").map { digits.distance(from: $0, to: digits.endIndex) - 1 } ?? 0
    let minus = ["-", "−"].first { sign in
      let before = lower - sign.utf8.count
      return before >= start && table.bytes[before..<lower].elementsEqual(sign.utf8)
        && (before == start || !isDigit(before - 1))
    }
    if let minus {
      value = -value
      lower -= minus.utf8.count
    }
    return (value, decimals, Span(lower, end))
  }

  private func isDigit(_ offset: Int) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(table.bytes[offset]) }

  /// Whether a point or a comma stands between two digits.
  private func isInside(_ offset: Int) -> Bool {
    [UInt8(ascii: "."), UInt8(ascii: ",")].contains(table.bytes[offset]) && isDigit(offset - 1) && isDigit(offset + 1)
  }
}
