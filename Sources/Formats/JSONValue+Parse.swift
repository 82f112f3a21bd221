extension JSONValue {
  /// What a parse may cost.
  package struct Limits: Sendable {
    /// The most brackets inside each other.
    package var depth: Int
    /// The most bytes of text.
    package var bytes: Int

    /// Makes limits.
    package init(depth: Int = 64, bytes: Int = 1 << 26) {
      self.depth = depth
      self.bytes = bytes
    }
  }

  /// Reads a text that is one JSON value; a name that an object has twice is refused.
  package init(parsing text: String, limits: Limits = Limits()) throws(FormatError) {
    try self.init(parsing: Array(text.utf8), limits: limits)
  }

  /// Reads bytes that are one JSON value; offsets in errors count from the first of them.
  package init(parsing bytes: [UInt8], limits: Limits = Limits()) throws(FormatError) {
    guard bytes.count <= limits.bytes else {
      throw FormatError(.json, at: 0, .overLimit(part: "the text's length", size: bytes.count, limit: limits.bytes))
    }
    var parser = JSONParser(bytes: bytes, maximumDepth: limits.depth)
    self = try parser.document()
  }
}

/// A recursive-descent parser of RFC 8259; its depth is limited.
private struct JSONParser {
  let bytes: [UInt8]
  let maximumDepth: Int
  var offset = 0
  var depth = 0

  init(bytes: [UInt8], maximumDepth: Int) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
  }

  mutating func document() throws(FormatError) -> JSONValue {
    let result = try value()
    skipSpace()
    guard offset == bytes.count else { throw malformed("more text follows the value") }
    return result
  }

  private mutating func value() throws(FormatError) -> JSONValue {
    skipSpace()
    guard let byte = peek else { throw malformed("a value is missing at the end") }
    switch byte {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: throw malformed("a value cannot start like this")
    }
  }

  private mutating func object() throws(FormatError) -> JSONValue {
    try enter()
    var members: [JSONValue.Member] = []
    var keys: Set<String> = []
    if !takes("}") {
      repeat {
        skipSpace()
        let start = offset
        guard peek == UInt8(ascii: "\"") else { throw malformed("an object's member starts with a name in quotes") }
        let key = try string()
        guard keys.insert(key).inserted else {
          offset = start
          throw malformed("the object has this name twice")
        }
        guard takes(":") else { throw malformed("a colon is missing after the name") }
        members.append(JSONValue.Member(key, try value()))
      } while takes(",")
      guard takes("}") else { throw malformed("a comma or } is missing") }
    }
    depth -= 1
    return .object(members)
  }

  private mutating func array() throws(FormatError) -> JSONValue {
    try enter()
    var elements: [JSONValue] = []
    if !takes("]") {
      repeat { elements.append(try value()) } while takes(",")
      guard takes("]") else { throw malformed("a comma or ] is missing") }
    }
    depth -= 1
    return .array(elements)
  }

  private mutating func enter() throws(FormatError) {
    guard depth < maximumDepth else {
      throw FormatError(.json, at: offset, .overLimit(part: "the nesting", size: depth + 1, limit: maximumDepth))
    }
    depth += 1
    offset += 1
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(FormatError) -> JSONValue {
    let length = word.utf8CodeUnitCount
    guard bytes.count - offset >= length, bytes[offset..<offset + length].elementsEqual("\(word)".utf8) else {
      throw malformed("only true, false and null may stand without quotes")
    }
    offset += length
    return value
  }

  private mutating func number() throws(FormatError) -> JSONValue {
    let start = offset
    var isInteger = true
    if peek == UInt8(ascii: "-") { offset += 1 }
    let leadingZero = peek == UInt8(ascii: "0")
    let whole = skipDigits()
    guard whole > 0 else { throw malformed("a digit is missing") }
    guard !leadingZero || whole == 1 else { throw malformed("a number may not start with extra zeros") }
    if peek == UInt8(ascii: ".") {
      isInteger = false
      offset += 1
      guard skipDigits() > 0 else { throw malformed("a digit is missing after the point") }
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      isInteger = false
      offset += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { offset += 1 }
      guard skipDigits() > 0 else { throw malformed("a digit is missing in the exponent") }
    }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    if isInteger, text != "-0", let integer = Int(text) { return .integer(integer) }
    guard let number = Double(text), number.isFinite else {
      offset = start
      throw malformed("the number is outside the range of 64-bit floats")
    }
    return .number(number)
  }

  private mutating func skipDigits() -> Int {
    let start = offset
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { offset += 1 }
    return offset - start
  }

  private mutating func string() throws(FormatError) -> String {
    let opening = offset
    offset += 1
    var content: [UInt8] = []
    while true {
      // Runs without escapes are copied at once.
      let run = offset
      while let byte = peek, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { offset += 1 }
      content += bytes[run..<offset]
      switch peek {
      case UInt8(ascii: "\""):
        offset += 1
        guard let text = String(validating: content, as: UTF8.self) else {
          offset = opening
          throw malformed("the string is not UTF-8")
        }
        return text
      case UInt8(ascii: "\\"):
        offset += 1
        try escape(into: &content)
      case nil:
        offset = opening
        throw malformed("the string that starts here has no closing quote")
      default: throw malformed("a control character stands in a string")
      }
    }
  }

  private mutating func escape(into content: inout [UInt8]) throws(FormatError) {
    guard let byte = peek else { throw malformed("the text ends after a backslash") }
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code) {
        // A character beyond 16 bits is written as two escapes.
        let hasPartner =
          bytes.count - offset >= 6 && bytes[offset] == UInt8(ascii: "\\")
          && bytes[offset + 1] == UInt8(ascii: "u")
        guard hasPartner else { throw malformed("the first half of a surrogate pair stands alone") }
        offset += 2
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw malformed("a surrogate pair has a wrong second half") }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw malformed("half a surrogate pair stands alone") }
      content += String(Character(scalar)).utf8
    default:
      offset -= 1
      throw malformed("no escape is written like this")
    }
  }

  private mutating func hexadecimal() throws(FormatError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw malformed("four hexadecimal digits follow \\u")
      }
      code = code << 4 | UInt32(digit)
      offset += 1
    }
    return code
  }

  private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func takes(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard peek == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
  }

  private func malformed(_ problem: String) -> FormatError {
    FormatError(.json, at: offset, .malformed(problem: problem))
  }
}
