/// What single characters stand for: full-width forms, subscripts, superscripts, spaces and accents.
enum Characters {
  /// The plain form of a character that is written in several ways; most stand for themselves.
  static func canonical(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
    case 0x3001: ","
    case 0x00B5: "μ"
    case 0x2126: "Ω"
    case 0x2206: "Δ"
    case 0x212A: "K"
    case 0x212B: "Å"
    case 0x2212, 0xFE63: "-"
    case 0x22C5, 0x2219, 0x0387, 0x2022: "·"
    case 0x00D7, 0x2217, 0x2299, 0x2A2F: "*"
    case 0x00F7, 0x2215, 0x2044: "/"
    case 0x2A7D: "≤"
    case 0x2A7E: "≥"
    case 0x2032, 0x2019, 0x02B9: "'"
    case 0x27F6, 0x21A6: "→"
    case 0x22A4: "ᵀ"
    case 0x2211: "∑"
    default: scalar
    }
  }

  /// Whether a character is a space that is not a line end; what cannot be seen counts as one.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20, 0x09, 0x0B, 0x0C, 0x0D, 0xA0, 0x1680, 0x2000...0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202F, 0x205F,
      0x2060, 0x3000, 0xFEFF:
      true
    default: false
    }
  }

  /// Whether a name can start with it.
  static func startsName(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar == "_" || isASCIILetter(scalar) }
    return superscript(scalar) == nil && scalar != "ᵀ" && subscriptForm(scalar) == nil && scalar.properties.isXIDStart
  }

  /// Whether a name can go on with it, subscripts aside.
  static func continuesName(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar == "_" || isASCIILetter(scalar) || isDigit(scalar) }
    return superscript(scalar) == nil && scalar != "ᵀ" && scalar != "·" && scalar.properties.isXIDContinue
  }

  /// Whether it is a digit from 0 to 9.
  static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }

  private static func isASCIILetter(_ scalar: Unicode.Scalar) -> Bool {
    (0x61...0x7A).contains(scalar.value) || (0x41...0x5A).contains(scalar.value)
  }

  /// The plain form of a subscript digit or letter: `₀` is `0`, `ᵢ` is `i`.
  static func subscriptForm(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x2080...0x2089: Unicode.Scalar(scalar.value - 0x2080 + 0x30)
    case 0x2090...0x209C, 0x1D62...0x1D6A, 0x2C7C: subscriptLetters[scalar]
    default: nil
    }
  }

  private static let subscriptLetters: [Unicode.Scalar: Unicode.Scalar] = [
    "ₐ": "a", "ₑ": "e", "ₕ": "h", "ᵢ": "i", "ⱼ": "j", "ₖ": "k", "ₗ": "l", "ₘ": "m", "ₙ": "n", "ₒ": "o", "ₚ": "p",
    "ᵣ": "r", "ₛ": "s", "ₜ": "t", "ᵤ": "u", "ᵥ": "v", "ₓ": "x", "ᵦ": "β", "ᵧ": "γ", "ᵨ": "ρ", "ᵩ": "φ", "ᵪ": "χ",
  ]

  /// The plain form of a character of a raised exponent.
  static func superscript(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x00B9: "1"
    case 0x00B2: "2"
    case 0x00B3: "3"
    case 0x2070, 0x2074...0x2079: Unicode.Scalar(scalar.value - 0x2070 + 0x30)
    case 0x207A: "+"
    case 0x207B: "-"
    case 0x207F: "n"
    default: nil
    }
  }

  /// How many `'` a character stands for; 0 for what is no prime.
  static func primes(_ scalar: Unicode.Scalar) -> Int {
    switch scalar {
    // The left quote shares a key with the right one on many keyboards.
    case "'", "‘": 1
    case "″": 2
    case "‴": 3
    default: 0
    }
  }

  /// The one character for a letter with an accent written after it, where there is one (Unicode's NFC).
  ///
  /// Strings compare equal under canonical equivalence, so a dictionary keyed by the composed letters finds them by
  /// their decomposed spelling too.
  static func compose(_ letter: Unicode.Scalar, _ accent: Unicode.Scalar) -> Unicode.Scalar? {
    var spelling = String.UnicodeScalarView()
    spelling.append(letter)
    spelling.append(accent)
    return composed[String(spelling)]
  }

  private static let composed: [String: Unicode.Scalar] = {
    var table: [String: Unicode.Scalar] = [:]
    for range: ClosedRange<UInt32> in [
      0xC0...0x17F, 0x1CD...0x1F0, 0x1F4...0x21B, 0x386...0x3CE, 0x400...0x45F, 0x1E00...0x1EF9, 0x1F00...0x1FFC,
    ] {
      for value in range {
        guard let scalar = Unicode.Scalar(value), scalar.properties.isAlphabetic else { continue }
        let key = String(Character(scalar))
        if table[key] == nil { table[key] = scalar }
      }
    }
    return table
  }()
}
