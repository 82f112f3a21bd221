import Source

/// The quotes that a string can stand between.
enum StringQuote {
  /// Whether a string can start with it; single quotes start one only to be explained.
  static func opens(_ character: Unicode.Scalar) -> Bool {
    switch character {
    case "\"", "“", "”", "„", "«", "‘": true
    default: false
    }
  }

  /// Whether it ends a string that started with `quote`.
  static func closes(_ character: Unicode.Scalar, _ quote: Unicode.Scalar) -> Bool {
    switch quote {
    case "\"": character == "\""
    case "«": character == "»"
    case "'", "‘": character == "'" || character == "‘"
    default: character == "“" || character == "”" || character == "\""
    }
  }
}

extension Lexer {
  /// Strings inside the expressions of strings, and so on: more than anybody can read.
  private static let maximumStringDepth = 8

  /// Reads a string, its escapes and the expressions between its braces.
  mutating func readString() {
    let start = offset
    guard let opening = scalar(at: offset) else { return }
    offset += opening.width
    let quote = opening.value
    if StringQuote.closes("'", quote), !isClosedOnLine(quote) {
      // A lone `'` is not a string at all.
      report(.loneQuote(source.slice(Span(start, offset))), at: Span(start, offset))
      tokens.append(Token(.unreadable, span: Span(start, offset)))
      return
    }
    var pieces: [StringPiece] = []
    var text = ""
    var isClosed = false
    reading: while let next = scalar(at: offset), next.value != "\n" {
      if StringQuote.closes(next.value, quote) {
        offset += next.width
        isClosed = true
        break
      }
      // Full-width and other characters stay in a string as they are.
      let written = rawScalar(at: offset)?.value ?? next.value
      switch written {
      case "\\":
        readEscape(into: &text)
      case "{" where plain(1) != UInt8(ascii: "{"):
        if !text.isEmpty { pieces.append(.text(text)) }
        text = ""
        guard let piece = readInterpolation() else {
          isClosed = true
          break reading
        }
        pieces.append(piece)
      case "{", "}":
        // A doubled brace is the brace itself, and so is a closing one that nothing opened.
        text.unicodeScalars.append(written)
        offset += 1
        if rawScalar(at: offset)?.value == written { offset += 1 }
      default:
        text.unicodeScalars.append(written)
        offset += next.width
      }
    }
    if !text.isEmpty || pieces.isEmpty { pieces.append(.text(text)) }
    let span = Span(start, offset)
    if !isClosed, stringDepth == 0 {
      report(.unclosedString, at: span)
    } else if StringQuote.closes("'", quote) {
      report(.singleQuotes(source.slice(span)), at: span)
    }
    tokens.append(Token(.string(pieces), span: span))
  }

  private func isClosedOnLine(_ quote: Unicode.Scalar) -> Bool {
    var place = offset
    while let next = scalar(at: place), next.value != "\n" {
      if StringQuote.closes(next.value, quote) { return true }
      place += next.width
    }
    return false
  }

  private mutating func readEscape(into text: inout String) {
    let start = offset
    offset += 1
    guard let next = scalar(at: offset), next.value != "\n" else { return }
    offset += next.width
    switch next.value {
    case "n": text += "\n"
    case "t": text += "\t"
    case "r": text += "\r"
    case "\\", "\"", "{", "}", "'", "“", "”": text.unicodeScalars.append(next.value)
    case "u" where plain(0) == UInt8(ascii: "{"):
      var digits = ""
      offset += 1
      while let digit = scalar(at: offset), digit.value.properties.isASCIIHexDigit {
        digits.unicodeScalars.append(digit.value)
        offset += digit.width
      }
      if plain(0) == UInt8(ascii: "}"), let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) {
        offset += 1
        text.unicodeScalars.append(scalar)
      } else {
        report(.unknownEscape(source.slice(Span(start, offset))), at: Span(start, offset))
      }
    default:
      report(.unknownEscape(source.slice(Span(start, offset))), at: Span(start, offset))
    }
  }

  /// Reads `{expression:format}`; nil when its brace is never closed, which is then said.
  private mutating func readInterpolation() -> StringPiece? {
    let start = offset
    guard stringDepth < Self.maximumStringDepth else {
      report(.tooDeep(what: "strings inside strings", limit: Self.maximumStringDepth), at: Span(start, start + 1))
      while let next = scalar(at: offset), next.value != "\n" { offset += next.width }
      return nil
    }
    offset += scalar(at: offset)?.width ?? 1
    stringDepth += 1
    let outer = tokens
    tokens = []
    defer {
      stringDepth -= 1
      tokens = outer
    }
    var depth = 0
    while skipSpaces(), let next = scalar(at: offset), next.value != "\n" {
      if depth == 0, next.value == "}" {
        offset += next.width
        return piece(from: start, format: nil)
      }
      if depth == 0, next.value == ":", plain(1) != UInt8(ascii: "=") {
        offset += next.width
        let formatStart = offset
        while let mark = scalar(at: offset), mark.value != "}", mark.value != "\n" { offset += mark.width }
        guard let closing = scalar(at: offset), closing.value == "}" else { break }
        let format = source.slice(Span(formatStart, offset))
        offset += closing.width
        return piece(from: start, format: format)
      }
      readToken()
      if case .symbol(let symbol)? = tokens.last?.kind {
        if symbol.closer != nil { depth += 1 }
        if symbol.isCloser { depth -= 1 }
      }
    }
    if stringDepth == 1 { report(.unclosedInterpolation, at: Span(start, start + 1)) }
    return nil
  }

  private mutating func piece(from start: Int, format: String?) -> StringPiece {
    let span = Span(start, offset)
    if tokens.isEmpty {
      report(.emptyInterpolation, at: span)
      return .text("")
    }
    let place = tokens.last?.span.upper ?? offset
    return .code(tokens + [Token(.end, span: Span(place, place))], format: format, span: span)
  }
}
