import Source

extension Lexer {
  /// Whether a digit stands at a byte offset.
  func digit(at offset: Int) -> Bool {
    guard let next = scalar(at: offset) else { return false }
    return Characters.isDigit(next.value)
  }

  /// Reads a number; what is almost one is explained and read as what was meant.
  mutating func readNumber() {
    let start = offset
    var text = ""
    if plain(0) == UInt8(ascii: ".") {
      text = "0."
      offset += scalar(at: offset)?.width ?? 1
      readDigits(into: &text)
      report(.pointWithoutDigit(written: source.slice(Span(start, offset)), meant: text), at: Span(start, offset))
    } else {
      readDigits(into: &text)
      if text == "0", readOtherBase(from: start) { return }
      readFraction(into: &text, from: start)
    }
    readExponent(into: &text)
    if plain(0) == UInt8(ascii: "."), plain(1) != UInt8(ascii: "."), text.contains("."), digit(at: offset + 1) {
      while plain(0) == UInt8(ascii: ".") || digit(at: offset) { offset += scalar(at: offset)?.width ?? 1 }
      report(.severalPoints(source.slice(Span(start, offset))), at: Span(start, offset))
    }
    let value = Double(text) ?? .nan
    if !value.isFinite { report(.numberTooLarge, at: Span(start, offset)) }
    tokens.append(Token(.number(value), span: Span(start, offset)))
  }

  private mutating func readDigits(into text: inout String) {
    while let next = scalar(at: offset) {
      if Characters.isDigit(next.value) {
        text.unicodeScalars.append(next.value)
      } else if next.value != "_" || text.isEmpty || !digit(at: offset + next.width) {
        return
      }
      offset += next.width
    }
  }

  private mutating func readFraction(into text: inout String, from start: Int) {
    guard plain(0) == UInt8(ascii: "."), plain(1) != UInt8(ascii: "."), let point = scalar(at: offset) else { return }
    offset += point.width
    if digit(at: offset) {
      text += "."
      var digits = ""
      readDigits(into: &digits)
      text += digits
    } else {
      report(
        .pointWithoutDigit(written: source.slice(Span(start, offset)), meant: text + ".0"), at: Span(start, offset))
    }
  }

  private mutating func readExponent(into text: inout String) {
    guard plain(0) == UInt8(ascii: "e") || plain(0) == UInt8(ascii: "E"), let mark = scalar(at: offset) else { return }
    var place = offset + mark.width
    var sign = ""
    if let next = scalar(at: place), next.value == "+" || next.value == "-" {
      sign = String(next.value)
      place += next.width
    }
    guard digit(at: place) else { return }
    offset = place
    var digits = ""
    readDigits(into: &digits)
    text += "e" + sign + digits
  }

  /// Reads `0x1F` and the like as a whole, to explain it; false for anything else.
  private mutating func readOtherBase(from start: Int) -> Bool {
    let mark = plain(0)
    guard mark == UInt8(ascii: "x") || mark == UInt8(ascii: "b") || mark == UInt8(ascii: "o"), digit(at: offset + 1)
    else { return false }
    while let next = scalar(at: offset), Characters.continuesName(next.value) { offset += next.width }
    report(.otherBase(source.slice(Span(start, offset))), at: Span(start, offset))
    tokens.append(Token(.number(0), span: Span(start, offset)))
    return true
  }
}
