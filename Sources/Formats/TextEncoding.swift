#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How the characters of a text file are written as bytes.
package enum TextEncoding: String, CaseIterable, Equatable, Sendable {
  case utf8 = "UTF-8"
  case utf16LittleEndian = "UTF-16LE"
  case utf16BigEndian = "UTF-16BE"
  /// Simplified Chinese; GBK and GB 2312 are parts of it.
  case gb18030 = "GB18030"
  /// Western Europe as Windows has it; Latin-1 is a part of it.
  case windows1252 = "WINDOWS-1252"
  /// Cyrillic as Windows has it; never guessed, as the next ones.
  case windows1251 = "WINDOWS-1251"
  /// Traditional Chinese.
  case big5 = "BIG5"
  /// Japanese as Windows has it.
  case shiftJIS = "CP932"
  /// Western Europe as DOS had it: names in zip archives that say nothing else are in it.
  case cp437 = "CP437"

  /// The encoding that goes by a name, upper or lower case, with or without hyphens.
  package init?(named name: String) {
    let plain = name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
    switch plain {
    case "utf8": self = .utf8
    case "utf16", "utf16le": self = .utf16LittleEndian
    case "utf16be": self = .utf16BigEndian
    case "gbk", "gb2312", "gb18030", "cp936": self = .gb18030
    case "windows1252", "cp1252", "latin1", "iso88591", "iso885915": self = .windows1252
    case "windows1251", "cp1251": self = .windows1251
    case "big5", "cp950": self = .big5
    case "shiftjis", "sjis", "cp932": self = .shiftJIS
    default: return nil
    }
  }

  /// What people call it.
  package var spokenName: String {
    switch self {
    case .utf8: "UTF-8"
    case .utf16LittleEndian, .utf16BigEndian: "UTF-16"
    case .gb18030: "GBK"
    case .windows1252: "Latin-1 (Windows-1252)"
    case .windows1251: "Windows-1251"
    case .big5: "Big5"
    case .shiftJIS: "Shift-JIS"
    case .cp437: "CP437 (DOS)"
    }
  }

  /// A guess at the encoding of a file's bytes; what is well-formed UTF-8, but for a few characters, is taken for it.
  package init(guessing bytes: [UInt8]) {
    if bytes.starts(with: [0xFF, 0xFE]) {
      self = .utf16LittleEndian
    } else if bytes.starts(with: [0xFE, 0xFF]) {
      self = .utf16BigEndian
    } else if let order = Self.zeroBytes(bytes.prefix(4_096)) {
      self = order
    } else if String(validating: bytes, as: UTF8.self) != nil || RepairedText.isMostlyUTF8(bytes) {
      self = .utf8
    } else {
      self = Self.isMostlyChinese(bytes) ? .gb18030 : .windows1252
    }
  }

  /// A guess at the encoding of names in a zip archive that does not call them UTF-8 and of which some are not.
  init(guessingNames names: [[UInt8]]) {
    self = Self.isMostlyChinese(Array(names.joined(separator: [UInt8(ascii: "/")]))) ? .gb18030 : .cp437
  }

  /// Western text in UTF-16 has a zero in every other byte.
  private static func zeroBytes(_ bytes: ArraySlice<UInt8>) -> TextEncoding? {
    guard bytes.count >= 4 else { return nil }
    let even = bytes.indices.count { $0 % 2 == 0 && bytes[$0] == 0 }
    let odd = bytes.indices.count { $0 % 2 == 1 && bytes[$0] == 0 }
    if odd * 5 > bytes.count * 2, even * 10 < bytes.count { return .utf16LittleEndian }
    if even * 5 > bytes.count * 2, odd * 10 < bytes.count { return .utf16BigEndian }
    return nil
  }

  /// In GBK high bytes come in pairs; in western text they stand alone among letters.
  private static func isMostlyChinese(_ bytes: [UInt8]) -> Bool {
    var (pairs, singles, place) = (0, 0, 0)
    while place < bytes.count {
      if bytes[place] < 0x80 {
        place += 1
      } else if place + 1 < bytes.count, (0x81...0xFE).contains(bytes[place]), bytes[place + 1] >= 0xA1 {
        pairs += 1
        place += 2
      } else if place + 3 < bytes.count, (0x30...0x39).contains(bytes[place + 1]), bytes[place + 2] >= 0x81,
        (0x30...0x39).contains(bytes[place + 3])
      {
        // GB 18030 has characters of four bytes.
        pairs += 1
        place += 4
      } else {
        singles += 1
        place += 1
      }
    }
    return pairs > singles * 4
  }

  /// A file's bytes as UTF-8, of UTF-8 with a few damaged characters the rest; nil when they are not in this encoding.
  ///
  /// - Returns: The text, and how its bytes were read where that is not plain UTF-8.
  package func read(_ bytes: [UInt8]) -> (utf8: [UInt8], reading: CSV.Note?)? {
    if let plain = utf8(bytes) { return (plain, self == .utf8 ? nil : .encoding(self)) }
    guard self == .utf8 else { return nil }
    let repaired = RepairedText(bytes)
    return (repaired.utf8, .replaced(count: repaired.faults.count, line: repaired.firstLine))
  }

  /// The bytes as UTF-8 without a byte-order mark; nil when they are not in this encoding.
  package func utf8(_ bytes: [UInt8]) -> [UInt8]? {
    switch self {
    case .utf8:
      let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
      return String(validating: text, as: UTF8.self) == nil ? nil : text
    case .utf16LittleEndian, .utf16BigEndian:
      guard bytes.count % 2 == 0 else { return nil }
      let isBig = bytes.starts(with: [0xFE, 0xFF]) || (self == .utf16BigEndian && !bytes.starts(with: [0xFF, 0xFE]))
      var units: [UInt16] = []
      for place in stride(from: 0, to: bytes.count, by: 2) {
        let (high, low) = isBig ? (bytes[place], bytes[place + 1]) : (bytes[place + 1], bytes[place])
        units.append(UInt16(high) << 8 | UInt16(low))
      }
      if units.first == 0xFEFF { units.removeFirst() }
      return String(validating: units, as: UTF16.self).map { Array($0.utf8) }
    case .windows1252:
      var text = ""
      for byte in bytes { text.unicodeScalars.append(Self.windows[Int(byte)] ?? Unicode.Scalar(byte)) }
      return Array(text.utf8)
    case .cp437:
      var text = ""
      for byte in bytes { text.append(byte < 0x80 ? Character(Unicode.Scalar(byte)) : Self.dos[Int(byte) - 0x80]) }
      return Array(text.utf8)
    case .gb18030, .windows1251, .big5, .shiftJIS: return Self.converted(bytes, from: rawValue)
    }
  }

  /// The places where Windows-1252 differs from Latin-1.
  private static let windows: [Int: Unicode.Scalar] = [
    0x80: "€", 0x82: "‚", 0x83: "ƒ", 0x84: "„", 0x85: "…", 0x86: "†", 0x87: "‡", 0x88: "ˆ", 0x89: "‰", 0x8A: "Š",
    0x8B: "‹", 0x8C: "Œ", 0x8E: "Ž", 0x91: "‘", 0x92: "’", 0x93: "“", 0x94: "”", 0x95: "•", 0x96: "–", 0x97: "—",
    0x98: "˜", 0x99: "™", 0x9A: "š", 0x9B: "›", 0x9C: "œ", 0x9E: "ž", 0x9F: "Ÿ",
  ]

  /// The upper half of CP437.
  private static let dos = Array(
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}"
  )

  /// What the C library makes of the bytes; nil when it does not know the encoding or the bytes are not in it.
  private static func converted(_ bytes: [UInt8], from name: String) -> [UInt8]? {
    guard let converter = iconv_open("UTF-8", name), converter != iconv_t(bitPattern: -1) else { return nil }
    defer { iconv_close(converter) }
    var input = bytes.map { CChar(bitPattern: $0) }
    // A character of two bytes takes at most four in UTF-8.
    var output = [CChar](repeating: 0, count: bytes.count * 2 + 16)
    let capacity = output.count
    let written: Int? = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        var (from, left) = (source.baseAddress, source.count)
        var (to, room) = (target.baseAddress, capacity)
        return iconv(converter, &from, &left, &to, &room) == -1 || left != 0 ? nil : capacity - room
      }
    }
    return written.map { count in output[..<count].map { UInt8(bitPattern: $0) } }
  }
}
