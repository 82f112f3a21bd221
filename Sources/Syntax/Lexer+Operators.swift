import Source

extension Lexer {
  /// The characters beyond ASCII that are a token by themselves.
  static let symbols: [Unicode.Scalar: Token.Kind] = [
    "·": .symbol(.dot), "≤": .symbol(.lessOrEqual), "≥": .symbol(.greaterOrEqual), "≠": .symbol(.notEqual),
    "≈": .symbol(.approximatelyEqual), "→": .symbol(.arrow), "≔": .symbol(.assign), "←": .symbol(.assign),
    "∧": .keyword(.and), "∨": .keyword(.or), "¬": .keyword(.not), "∈": .keyword(.in), "∂": .partial, "𝜕": .partial,
    "∇": .nabla, "√": .root, "ᵀ": .transpose, "∑": .name("sum"), "∏": .name("prod"), "∞": .name("inf"),
  ]

  /// The operators of other languages by their first character, the longer ones first.
  private static let foreign: [UInt8?: [[UInt8]]] = Dictionary(
    grouping: [
      "...", "..=", "===", "!==", "**=", "//=", "&&", "||", "++", "//", "/*", "=>", "=<", "<>", "%=", "^=", "@=",
      "~=", "|>", "<<", ">>", "!", "&", "|", "~", "?", "$", "`",
    ].map { Array($0.utf8) }, by: \.first)

  /// The operators and marks of ASCII by their first character, the longer ones first.
  private static let own: [UInt8?: [(spelling: [UInt8], symbol: Symbol)]] = Dictionary(
    grouping: (Symbol.allCases.map { (Array($0.rawValue.utf8), $0) } + [(Array("**".utf8), .power)])
      .filter { $0.0.allSatisfy { $0 < 0x80 } }
      .sorted { $0.0.count > $1.0.count }, by: \.0.first)

  /// The plain character so many places ahead as ASCII; 0 for anything else.
  func plain(_ distance: Int) -> UInt8 {
    var place = offset
    for _ in 0..<distance { place += scalar(at: place)?.width ?? 0 }
    guard let next = scalar(at: place), next.value.isASCII else { return 0 }
    return UInt8(next.value.value)
  }

  /// Reads an operator or a mark spelled in ASCII (or its full-width form); false when there is none.
  mutating func readOperator() -> Bool {
    let ahead = [plain(0), plain(1), plain(2)]
    if ahead[0] == UInt8(ascii: "-"), ahead[1] == ahead[0], tokens.last?.endsOperand ?? false, endsStatement(at: 2) {
      add(.foreign("--"), width: width(of: 2))
      return true
    }
    // `w <- 5` gives a value, as in R; `w < -5` and `w<-5` compare.
    if ahead == [UInt8(ascii: "<"), UInt8(ascii: "-"), UInt8(ascii: " ")], (tokens.last?.span.upper ?? 0) < offset {
      add(.symbol(.assign), width: width(of: 2))
      return true
    }
    let known = Self.own[ahead[0]]?.first { ahead.starts(with: $0.spelling) }
    let strange = Self.foreign[ahead[0]]?.first { ahead.starts(with: $0) }
    if let strange, strange.count > known?.spelling.count ?? 0 {
      add(.foreign(String(decoding: strange, as: UTF8.self)), width: width(of: strange.count))
      return true
    }
    guard let known else { return false }
    add(.symbol(known.symbol), width: width(of: known.spelling.count))
    return true
  }

  /// The bytes of the next characters.
  private func width(of count: Int) -> Int {
    var place = offset
    for _ in 0..<count { place += scalar(at: place)?.width ?? 0 }
    return place - offset
  }

  private func endsStatement(at distance: Int) -> Bool {
    var place = offset + width(of: distance)
    while let next = scalar(at: place), Characters.isSpace(next.value) { place += next.width }
    guard let next = scalar(at: place) else { return true }
    return next.value == "\n" || next.value == ";" || next.value == "}" || next.value == ")" || next.value == "#"
  }

  /// Takes a run of characters that mean nothing as one token and says why.
  mutating func readUnreadable() {
    let start = offset
    guard let first = scalar(at: offset) else { return }
    offset += first.width
    if first.value == "\\" {
      while let next = scalar(at: offset), Characters.continuesName(next.value) { offset += next.width }
      let name = source.slice(Span(start + first.width, offset))
      report(.backslash(name: name, symbol: InputSymbols.symbol(for: name)), at: Span(start, offset))
    } else if first.value == "⁽" {
      while let next = scalar(at: offset), next.value != "\n", !Characters.isSpace(next.value), next.value != "⁾" {
        offset += next.width
      }
      if let next = scalar(at: offset), next.value == "⁾" { offset += next.width }
      report(.raisedLabel(source.slice(Span(start, offset))), at: Span(start, offset))
    } else {
      while let next = scalar(at: offset), isUnreadable(next.value) { offset += next.width }
      report(.oddCharacter(source.slice(Span(start, start + first.width))), at: Span(start, offset))
    }
    tokens.append(Token(.unreadable, span: Span(start, offset)))
  }

  private func isUnreadable(_ character: Unicode.Scalar) -> Bool {
    if character.isASCII { return character.value < 0x20 && !Characters.isSpace(character) && character != "\n" }
    return !Characters.isSpace(character) && !Characters.startsName(character) && Self.symbols[character] == nil
      && Characters.superscript(character) == nil && Characters.primes(character) == 0
      && !StringQuote.opens(character) && character != "⁽"
  }

  /// The character at a byte offset in its plain form, and how many bytes it takes; nil at the end.
  func scalar(at offset: Int) -> (value: Unicode.Scalar, width: Int)? {
    guard let raw = rawScalar(at: offset) else { return nil }
    return (raw.value.isASCII ? raw.value : Characters.canonical(raw.value), raw.width)
  }

  /// The character at a byte offset as it is written.
  func rawScalar(at offset: Int) -> (value: Unicode.Scalar, width: Int)? {
    guard offset < bytes.count else { return nil }
    let first = bytes[offset]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let width = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard offset + width <= bytes.count else { return ("\u{FFFD}", bytes.count - offset) }
    var value = UInt32(first) & (width == 2 ? 0x1F : width == 3 ? 0x0F : 0x07)
    for index in 1..<width { value = value << 6 | UInt32(bytes[offset + index] & 0x3F) }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", width)
  }
}
