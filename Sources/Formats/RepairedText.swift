/// The text of a file that is UTF-8 but for a few bytes, such as one that was cut in the middle of a character.
package struct RepairedText: Equatable, Sendable {
  /// The text as well-formed UTF-8 without a byte-order mark; each byte that belongs to no character became U+FFFD.
  package private(set) var utf8: [UInt8] = []
  /// The bytes of the file (0-based) that belong to no character.
  package private(set) var faults: [Int] = []
  /// The line of the file (1-based) on which the first of them stands.
  package private(set) var firstLine = 1

  /// Reads the bytes as UTF-8.
  package init(_ bytes: [UInt8]) {
    var place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    utf8.reserveCapacity(bytes.count)
    while place < bytes.count {
      if let length = Self.length(of: bytes, at: place) {
        utf8 += bytes[place..<place + length]
        if bytes[place] == 0x0A, faults.isEmpty { firstLine += 1 }
        place += length
      } else {
        let next = place + Self.extent(of: bytes, at: place)
        faults.append(place)
        utf8 += [0xEF, 0xBF, 0xBD]
        place = next
      }
    }
  }

  /// Whether bytes that are no well-formed UTF-8 are meant as such.
  ///
  /// They are where many whole characters of several bytes stand for each fault: such hardly ever come about by chance
  /// in texts of other encodings.
  static func isMostlyUTF8(_ bytes: [UInt8]) -> Bool {
    var (whole, faults, place) = (0, 0, 0)
    while place < bytes.count {
      if bytes[place] < 0x80 {
        place += 1
      } else if let length = length(of: bytes, at: place) {
        whole += 1
        place += length
      } else {
        let extent = extent(of: bytes, at: place)
        // A character that is cut at the end of the file is no sign against UTF-8.
        if extent < 2 || place + extent < bytes.count { faults += 1 }
        place += extent
      }
    }
    return whole > 1 && whole >= faults * 2
  }

  /// How many bytes the well-formed character at a place has; nil when there is none (Unicode, table 3-7).
  private static func length(of bytes: [UInt8], at place: Int) -> Int? {
    let length = wanted(bytes[place])
    return length > 0 && extent(of: bytes, at: place) == length ? length : nil
  }

  /// How many bytes at a place are the beginning of a character, at least 1.
  private static func extent(of bytes: [UInt8], at place: Int) -> Int {
    let first = bytes[place]
    var extent = 1
    while extent < wanted(first), place + extent < bytes.count {
      let range: ClosedRange<UInt8> =
        switch (extent, first) {
        case (1, 0xE0): 0xA0...0xBF
        case (1, 0xED): 0x80...0x9F
        case (1, 0xF0): 0x90...0xBF
        case (1, 0xF4): 0x80...0x8F
        default: 0x80...0xBF
        }
      guard range.contains(bytes[place + extent]) else { break }
      extent += 1
    }
    return extent
  }

  /// How many bytes a character has that begins with this one; 0 when none does.
  private static func wanted(_ first: UInt8) -> Int {
    switch first {
    case 0..<0x80: 1
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 0
    }
  }
}
