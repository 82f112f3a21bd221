/// How many columns of a terminal text takes: 2 for wide characters and emoji, 0 for combining marks, else 1.
///
/// Control characters count 1, as the visible sign that `SafeText` puts in their place.
package enum DisplayWidth {
  /// The columns of a text on one line.
  package static func columns(of text: String) -> Int {
    var total = 0
    var state = State()
    for scalar in text.unicodeScalars { total += state.advance(scalar) }
    return total
  }

  /// The columns of a character.
  package static func columns(of character: Character) -> Int {
    var total = 0
    var state = State()
    for scalar in character.unicodeScalars { total += state.advance(scalar) }
    return total
  }

  /// The longest beginning that fits a width, with an ellipsis at its end when something was cut off.
  package static func truncated(_ text: String, to width: Int, ellipsis: String = "…") -> String {
    guard columns(of: text) > width else { return text }
    let room = width - columns(of: ellipsis)
    guard room >= 0 else { return String(repeating: ".", count: Swift.max(width, 0)) }
    var result = ""
    var used = 0
    for character in text {
      let next = columns(of: character)
      if used + next > room { break }
      result.append(character)
      used += next
    }
    return result + ellipsis
  }

  /// The text with spaces added up to a width; a wider text stays as it is.
  package static func padded(_ text: String, to width: Int, _ alignment: Alignment = .left) -> String {
    let missing = width - columns(of: text)
    guard missing > 0 else { return text }
    switch alignment {
    case .left: return text + spaces(missing)
    case .right: return spaces(missing) + text
    case .center: return spaces(missing / 2) + text + spaces(missing - missing / 2)
    }
  }

  /// So many spaces; none for a negative number.
  package static func spaces(_ count: Int) -> String { String(repeating: " ", count: Swift.max(count, 0)) }

  /// What of the scalars before decides how wide the next one is.
  private struct State {
    var afterJoiner = false
    var afterEmoji = false
    var afterNarrow = false

    /// The columns that a scalar adds.
    mutating func advance(_ scalar: Unicode.Scalar) -> Int {
      let value = scalar.value
      if value < 0x300 {
        afterJoiner = false
        afterEmoji = false
        afterNarrow = true
        return value == 0xAD ? 0 : 1
      }
      switch value {
      case 0x200D:
        afterJoiner = true
        return 0
      case 0xFE0F:
        // The emoji form of a sign that is narrow by itself, such as a keycap or a heart.
        defer { afterNarrow = false }
        afterEmoji = true
        return afterNarrow ? 1 : 0
      case 0x1F3FB...0x1F3FF where afterEmoji:
        return 0
      default:
        break
      }
      if isZero(scalar) { return 0 }
      let wide = isWide(value)
      defer {
        afterJoiner = false
        afterEmoji = wide
        afterNarrow = !wide && scalar.properties.isEmoji
      }
      if afterJoiner, afterEmoji, wide || scalar.properties.isEmoji { return 0 }
      return wide ? 2 : 1
    }
  }

  private static func isZero(_ scalar: Unicode.Scalar) -> Bool {
    // The vowels and final consonants of Hangul join the syllable's first consonant, which is wide.
    if (0x1160...0x11FF).contains(scalar.value) { return true }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return true
    default: return false
    }
  }

  static func isWide(_ value: UInt32) -> Bool {
    guard value >= 0x1100 else { return false }
    var low = 0
    var high = wideRanges.count
    while low < high {
      let middle = (low + high) / 2
      let range = wideRanges[middle]
      if value < range.lowerBound {
        high = middle
      } else if value > range.upperBound {
        low = middle + 1
      } else {
        return true
      }
    }
    return false
  }

  /// The scalars whose East Asian Width (Unicode Standard Annex 11) is wide or fullwidth.
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0, 0x23F3...0x23F3,
    0x25FD...0x25FE, 0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F, 0x2693...0x2693, 0x26A1...0x26A1,
    0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA,
    0x26F2...0x26F3, 0x26F5...0x26F5, 0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B,
    0x2728...0x2728, 0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797,
    0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55, 0x2E80...0x303E,
    0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
    0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x16FF1, 0x17000...0x18CD5, 0x18D00...0x18D08,
    0x1AFF0...0x1AFFE, 0x1B000...0x1B2FB, 0x1F004...0x1F004, 0x1F0CF...0x1F0CF, 0x1F18E...0x1F18E,
    0x1F191...0x1F19A, 0x1F200...0x1F202, 0x1F210...0x1F23B, 0x1F240...0x1F248, 0x1F250...0x1F251,
    0x1F260...0x1F265, 0x1F300...0x1F320, 0x1F32D...0x1F335, 0x1F337...0x1F37C, 0x1F37E...0x1F393,
    0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0, 0x1F3F4...0x1F3F4, 0x1F3F8...0x1F43E,
    0x1F440...0x1F440, 0x1F442...0x1F4FC, 0x1F4FF...0x1F53D, 0x1F54B...0x1F54E, 0x1F550...0x1F567,
    0x1F57A...0x1F57A, 0x1F595...0x1F596, 0x1F5A4...0x1F5A4, 0x1F5FB...0x1F64F, 0x1F680...0x1F6C5,
    0x1F6CC...0x1F6CC, 0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6D7, 0x1F6DC...0x1F6DF, 0x1F6EB...0x1F6EC,
    0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7EB, 0x1F7F0...0x1F7F0, 0x1F90C...0x1F93A, 0x1F93C...0x1F945,
    0x1F947...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
  ]
}
