import Source

/// Parses the inside of a paragraph in one pass, then pairs the marks of emphasis.
///
/// The pairing is the delimiter stack of the CommonMark specification, appendix "A parsing strategy"; since pairs nest,
/// each mark only notes what it opens and closes, and the tree is built at the end.
struct InlineParser {
  /// A part of the text on its way to becoming inlines.
  enum Node {
    case done(Inline)
    case text([UInt8])
    case delimiter(Delimiter)
    case openBracket
    case openLink
    case closeLink(url: String)
  }

  let bytes: [UInt8]
  var position = 0
  var nodes: [Node] = []
  private var literal: [UInt8] = []
  private var brackets: [(node: Int, delimiters: Int, isActive: Bool)] = []
  /// The nodes that are delimiters not yet paired.
  var delimiters: [Int] = []
  /// Where the last run of so many backticks starts; behind it no code span of that length can end.
  private var lastBackticks: [Int: Int] = [:]
  private var hasNoMathEnd = false
  private var hasNoCommentEnd = false

  static func parse(_ bytes: [UInt8]) -> [Inline] {
    var parser = InlineParser(bytes: bytes)
    return parser.parse()
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func parse() -> [Inline] {
    findBackticks()
    while position < bytes.count {
      let byte = bytes[position]
      if Self.isSpecial[Int(byte)] {
        parseSpecial(byte)
      } else {
        literal.append(byte)
        position += 1
      }
    }
    flush()
    pairDelimiters(from: 0)
    return InlineTreeBuilder.build(nodes)
  }

  private static let isSpecial: [Bool] = (0..<256).map { Array("\\`<&*_[]!$\n".utf8).contains(UInt8($0)) }

  private mutating func parseSpecial(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\\"): parseBackslash()
    case UInt8(ascii: "`"): parseCode()
    case UInt8(ascii: "<"): parseAngle()
    case UInt8(ascii: "&"): parseEntity()
    case UInt8(ascii: "*"), UInt8(ascii: "_"): parseDelimiter(byte)
    case UInt8(ascii: "["): openBracket()
    case UInt8(ascii: "]"): closeBracket()
    case UInt8(ascii: "!") where peek(1) == UInt8(ascii: "["): position += 1  // an image is shown as its link
    case UInt8(ascii: "$"): parseMath()
    case UInt8(ascii: "\n"): parseLineEnd()
    default: takeLiteral(1)
    }
  }

  private func peek(_ offset: Int) -> UInt8? {
    bytes.indices.contains(position + offset) ? bytes[position + offset] : nil
  }

  private mutating func takeLiteral(_ count: Int) {
    literal += bytes[position..<Swift.min(position + count, bytes.count)]
    position = Swift.min(position + count, bytes.count)
  }

  private mutating func flush() {
    guard !literal.isEmpty else { return }
    nodes.append(.text(literal))
    literal = []
  }

  private mutating func add(_ inline: Inline) {
    flush()
    nodes.append(.done(inline))
  }

  private mutating func parseBackslash() {
    if let next = peek(1), next == Markdown.newline {
      position += 2
      skipSpaces()
      add(.lineBreak)
    } else if let next = peek(1), Self.isPunctuation(next) {
      literal.append(next)
      position += 2
    } else {
      takeLiteral(1)
    }
  }

  private mutating func parseLineEnd() {
    let spaces = literal.reversed().prefix { $0 == Markdown.space }.count
    literal.removeLast(spaces)
    position += 1
    skipSpaces()
    if spaces >= 2, position < bytes.count { add(.lineBreak) } else { literal.append(Markdown.space) }
  }

  private mutating func skipSpaces() {
    while let byte = peek(0), byte == Markdown.space || byte == UInt8(ascii: "\t") { position += 1 }
  }

  // MARK: - Code, mathematics, angle brackets, entities

  private mutating func findBackticks() {
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "`") else {
        index += 1
        continue
      }
      let start = index
      while index < bytes.count, bytes[index] == UInt8(ascii: "`") { index += 1 }
      lastBackticks[index - start] = start
    }
  }

  private func backticks(at start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] == UInt8(ascii: "`") { end += 1 }
    return end - start
  }

  private mutating func parseCode() {
    let count = backticks(at: position)
    let start = position + count
    guard let last = lastBackticks[count], last >= start else { return takeLiteral(count) }
    var end = start
    while end < bytes.count {
      if bytes[end] == UInt8(ascii: "`") {
        let run = backticks(at: end)
        if run == count { break }
        end += run
      } else {
        end += 1
      }
    }
    var content = bytes[start..<end].map { $0 == Markdown.newline ? Markdown.space : $0 }[...]
    // One space on each side is there to part the code from its backticks.
    if content.first == Markdown.space, content.last == Markdown.space,
      content.contains(where: { $0 != Markdown.space })
    {
      content = content.dropFirst().dropLast()
    }
    position = end + count
    add(.code(content.text))
  }

  private mutating func parseMath() {
    let width = peek(1) == UInt8(ascii: "$") ? 2 : 1
    let start = position + width
    guard !hasNoMathEnd, let first = peek(width), width == 2 || !Self.isSpace(first) else { return takeLiteral(width) }
    var end = start
    while end < bytes.count {
      if bytes[end] == UInt8(ascii: "\\") {
        end += 2
      } else if bytes[end] == UInt8(ascii: "$"), isMathEnd(end, width: width, start: start) {
        let source = bytes[start..<end].map { $0 == Markdown.newline ? Markdown.space : $0 }[...].trimmed.text
        position = end + width
        return add(.math(source))
      } else {
        end += 1
      }
    }
    if width == 1 { hasNoMathEnd = true }
    takeLiteral(width)
  }

  private func isMathEnd(_ end: Int, width: Int, start: Int) -> Bool {
    guard end > start else { return false }
    let next = end + 1 < bytes.count ? bytes[end + 1] : nil
    if width == 2 { return next == UInt8(ascii: "$") }
    // `$5 and $6` is about money.
    let isBeforeDigit = next.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
    return !Self.isSpace(bytes[end - 1]) && !isBeforeDigit
  }

  private mutating func parseAngle() {
    if bytes[position...].starts(with: Array("<!--".utf8)) {
      if !hasNoCommentEnd, let end = find("-->", in: bytes[(position + 4)...]) {
        position = end + 3
        return
      }
      hasNoCommentEnd = true
    }
    let inside = bytes[(position + 1)...].prefix(2_000).prefix {
      $0 > Markdown.space && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">")
    }
    guard inside.endIndex < bytes.count, bytes[inside.endIndex] == UInt8(ascii: ">") else { return takeLiteral(1) }
    let text = inside.text
    if Self.hasScheme(inside) {
      position = inside.endIndex + 1
      add(.link([.text(text)], url: text))
    } else if Self.isMailAddress(inside) {
      position = inside.endIndex + 1
      add(.link([.text(text)], url: "mailto:" + text))
    } else {
      takeLiteral(1)
    }
  }

  private static func hasScheme(_ text: ArraySlice<UInt8>) -> Bool {
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")), let first = text.first, isLetter(first) else {
      return false
    }
    let scheme = text[..<colon]
    return (2...32).contains(scheme.count)
      && scheme.allSatisfy { isLetter($0) || isDigit($0) || Array("+.-".utf8).contains($0) }
  }

  private static func isMailAddress(_ text: ArraySlice<UInt8>) -> Bool {
    let parts = text.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && !parts[1].isEmpty
      && parts[1].allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
      && parts[0].allSatisfy { isLetter($0) || isDigit($0) || Array(".!#$%&'*+/=?^_`{|}~-".utf8).contains($0) }
  }

  private mutating func parseEntity() {
    let name = bytes[(position + 1)...].prefix(32).prefix {
      Self.isLetter($0) || Self.isDigit($0) || $0 == UInt8(ascii: "#")
    }
    guard name.endIndex < bytes.count, bytes[name.endIndex] == UInt8(ascii: ";"),
      let text = Entities.text(name.text)
    else { return takeLiteral(1) }
    literal += text.utf8
    position = name.endIndex + 1
  }

  // MARK: - Brackets

  private mutating func openBracket() {
    flush()
    brackets.append((nodes.count, delimiters.count, true))
    nodes.append(.openBracket)
    position += 1
  }

  private mutating func closeBracket() {
    guard let bracket = brackets.popLast() else { return takeLiteral(1) }
    var target = LinkTarget(bytes: bytes, position: position + 1)
    guard bracket.isActive, let url = target.parse() else { return takeLiteral(1) }
    flush()
    position = target.position
    pairDelimiters(from: bracket.delimiters)
    nodes[bracket.node] = .openLink
    nodes.append(.closeLink(url: url))
    // A link cannot hold another one. Brackets are deactivated from the inside out, up to the first that already is.
    for index in brackets.indices.reversed() {
      if !brackets[index].isActive { break }
      brackets[index].isActive = false
    }
  }

  // MARK: - Delimiters

  private mutating func parseDelimiter(_ mark: UInt8) {
    var end = position
    while end < bytes.count, bytes[end] == mark { end += 1 }
    let isUnderscore = mark == UInt8(ascii: "_")
    // Between Chinese signs, which no space parts from what follows, stars stand as close as within a word.
    let before = CharacterKind(before: position, in: bytes, tellsWide: !isUnderscore)
    let after = CharacterKind(after: end, in: bytes, tellsWide: !isUnderscore)
    let isLeft = after != .space && (after != .punctuation || before != .letter)
    let isRight = before != .space && (before != .punctuation || after != .letter)
    flush()
    let delimiter = Delimiter(
      mark: mark, count: end - position,
      canOpen: isLeft && (!isUnderscore || !isRight || before == .punctuation),
      canClose: isRight && (!isUnderscore || !isLeft || after == .punctuation))
    if delimiter.canOpen || delimiter.canClose { delimiters.append(nodes.count) }
    nodes.append(.delimiter(delimiter))
    position = end
  }

  // MARK: - Kinds of bytes

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
  static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
  static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
  static func isPunctuation(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7F && !isDigit(byte) && !isLetter(byte)
  }
}

/// What stands beside a delimiter.
enum CharacterKind {
  case space, punctuation, letter
  /// A letter or a sign of a script without spaces between words.
  case wide

  init(before position: Int, in bytes: [UInt8], tellsWide: Bool) {
    var start = position - 1
    while start > 0, position - start < 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    self.init(start < 0 ? [] : bytes[start..<position], tellsWide)
  }

  init(after position: Int, in bytes: [UInt8], tellsWide: Bool) {
    self.init(bytes[position..<Swift.min(position + 4, bytes.count)], tellsWide)
  }

  private init(_ bytes: ArraySlice<UInt8>, _ tellsWide: Bool) {
    guard let first = bytes.first, let scalar = bytes.text.unicodeScalars.first else {
      self = .space
      return
    }
    if first < 0x80 {
      self = InlineParser.isSpace(first) ? .space : InlineParser.isPunctuation(first) ? .punctuation : .letter
      return
    }
    switch scalar.properties.generalCategory {
    case .spaceSeparator: self = .space
    case _ where tellsWide && DisplayWidth.isWide(scalar.value): self = .wide
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
      self = .punctuation
    default: self = .letter
    }
  }
}
