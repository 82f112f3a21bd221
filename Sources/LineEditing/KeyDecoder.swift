/// Turns the bytes that a keyboard sends into keys.
///
/// Terminals name the same key in many ways, and send keys nobody asked for. Known sequences become named keys, unknown
/// ones vanish whole instead of leaving `5~` in the text, and bytes that are no UTF-8 are dropped. Whether an escape
/// byte begins a sequence only silence can tell: the caller reports it through `silence()`.
struct KeyDecoder {
  /// What was typed.
  enum Stroke: Equatable {
    case scalar(Unicode.Scalar)
    case alt(Unicode.Scalar)
    case named(NamedKey)

    /// The escape key by itself.
    case escape
  }

  /// Keys without a character of their own.
  enum NamedKey: String, CaseIterable {
    case up, down, left, right, home, end, delete, wordLeft, wordRight, pageUp, pageDown

    /// Alt-Enter.
    case newline

    /// Not a key: what follows was pasted.
    case paste
  }

  private enum State: Equatable {
    case ground
    case continuation(needed: Int, bits: UInt32, atLeast: UInt32)
    case escape
    case control([UInt8])
    case shifted
    case string
  }

  private var state = State.ground

  /// Whether the bytes so far could be the beginning of more, for which to wait no longer than a moment.
  var isInSequence: Bool {
    switch state {
    case .ground, .continuation: false
    case .escape, .control, .shifted, .string: true
    }
  }

  /// Takes the next byte and returns the key it completes.
  mutating func feed(_ byte: UInt8) -> Stroke? {
    switch state {
    case .ground: return ground(byte)
    case .continuation(let needed, let bits, let atLeast):
      return continuation(byte, needed: needed, bits: bits, atLeast: atLeast)
    case .escape: return escape(byte)
    case .control(let bytes): return control(byte, after: bytes)
    case .shifted:
      state = .ground
      return Self.shiftedKeys[byte]
    case .string:
      // A terminal's answer to a question; it ends with BEL, or ESC and a backslash.
      if byte == 0x07 { state = .ground }
      if byte == 0x1B { state = .escape }
      return nil
    }
  }

  /// Takes note that nothing followed for a moment.
  mutating func silence() -> Stroke? {
    defer { if isInSequence { state = .ground } }
    return state == .escape ? .escape : nil
  }

  private mutating func ground(_ byte: UInt8) -> Stroke? {
    switch byte {
    case 0x1B: state = .escape
    case ..<0x80: return .scalar(Unicode.Scalar(byte))
    case 0xC2..<0xE0: state = .continuation(needed: 1, bits: UInt32(byte & 0x1F), atLeast: 0xA0)
    case 0xE0..<0xF0: state = .continuation(needed: 2, bits: UInt32(byte & 0x0F), atLeast: 0x800)
    case 0xF0..<0xF5: state = .continuation(needed: 3, bits: UInt32(byte & 0x07), atLeast: 0x10000)
    default: break
    }
    return nil
  }

  private mutating func continuation(_ byte: UInt8, needed: Int, bits: UInt32, atLeast: UInt32) -> Stroke? {
    state = .ground
    guard byte & 0xC0 == 0x80 else { return ground(byte) }
    let bits = bits << 6 | UInt32(byte & 0x3F)
    if needed > 1 {
      state = .continuation(needed: needed - 1, bits: bits, atLeast: atLeast)
      return nil
    }
    // Below 0xA0 are control codes, which the editor uses as names of its own keys.
    guard bits >= atLeast, let scalar = Unicode.Scalar(bits) else { return nil }
    return .scalar(scalar)
  }

  private mutating func escape(_ byte: UInt8) -> Stroke? {
    state = .ground
    switch byte {
    case UInt8(ascii: "["): state = .control([])
    case UInt8(ascii: "O"): state = .shifted
    case UInt8(ascii: "]"): state = .string
    case UInt8(ascii: "\\"): return nil
    case 0x0A, 0x0D: return .named(.newline)
    case 0x1B:
      state = .escape
      return .escape
    case ..<0x80: return .alt(Unicode.Scalar(byte))
    default: return ground(byte)
    }
    return nil
  }

  private mutating func control(_ byte: UInt8, after bytes: [UInt8]) -> Stroke? {
    state = .ground
    if byte < 0x20 || byte > 0x7E { return ground(byte) }
    // The Linux console's function keys have a second bracket.
    let isFinal = byte >= 0x40 && !(bytes.isEmpty && byte == UInt8(ascii: "["))
    guard isFinal else {
      state = .control(bytes.count < 32 ? bytes + [byte] : bytes)
      return nil
    }
    return Self.controlKeys[String(decoding: bytes + [byte], as: UTF8.self)]
  }

  private static let controlKeys: [String: Stroke] = [
    "A": .named(.up), "B": .named(.down), "C": .named(.right), "D": .named(.left),
    "H": .named(.home), "1~": .named(.home), "7~": .named(.home),
    "F": .named(.end), "4~": .named(.end), "8~": .named(.end),
    "3~": .named(.delete), "5~": .named(.pageUp), "6~": .named(.pageDown),
    "1;5C": .named(.wordRight), "1;3C": .named(.wordRight), "1;9C": .named(.wordRight), "5C": .named(.wordRight),
    "1;5D": .named(.wordLeft), "1;3D": .named(.wordLeft), "1;9D": .named(.wordLeft), "5D": .named(.wordLeft),
    "200~": .named(.paste),
  ]

  private static let shiftedKeys: [UInt8: Stroke] = [
    UInt8(ascii: "A"): .named(.up), UInt8(ascii: "B"): .named(.down),
    UInt8(ascii: "C"): .named(.right), UInt8(ascii: "D"): .named(.left),
    UInt8(ascii: "H"): .named(.home), UInt8(ascii: "F"): .named(.end),
    UInt8(ascii: "c"): .named(.wordRight), UInt8(ascii: "d"): .named(.wordLeft),
    UInt8(ascii: "M"): .scalar("\r"),
  ]
}
