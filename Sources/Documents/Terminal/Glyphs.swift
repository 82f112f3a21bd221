/// The signs that a renderer draws with.
package enum GlyphSet: String, Equatable, Sendable, CaseIterable {
  /// All of Unicode.
  case unicode
  /// ASCII alone, for terminals that show nothing else.
  case ascii
}

/// The single signs of a set.
struct Glyphs {
  let family: GlyphSet

  private func pick(_ unicode: String, _ ascii: String) -> String { family == .unicode ? unicode : ascii }

  var bar: String { pick("│", "|") }
  var horizontal: String { pick("─", "-") }
  var topCorner: String { pick("┌", "+") }
  var bottomCorner: String { pick("└", "+") }
  var crossing: String { pick("┼", "+") }
  var placeCorner: String { pick("╭", "+") }
  var labelStart: String { pick("┬", "^") }
  var labelEnd: String { pick("╰", "`") }
  var ellipsis: String { pick("…", "...") }
  var continuation: String { pick("↳ ", "\\ ") }
  var tick: String { pick("┤", "+") }
  var cross: String { pick("✗", "x") }
  var emptyCell: String { pick("·", ".") }

  func bullet(depth: Int) -> String {
    switch depth % 3 {
    case 0: pick("•", "*")
    case 1: pick("◦", "-")
    default: pick("▪", "+")
    }
  }

  func underline(level: Int) -> String {
    switch level {
    case 1: pick("═", "=")
    case 2: pick("─", "-")
    default: pick("╌", ".")
    }
  }

  /// From empty to full, for values that a colour would show.
  var shades: [Character] { family == .unicode ? Array(" ░▒▓█") : Array(" .:+*#@") }

  /// The signs of points, one for each class.
  var markers: [Character] { family == .unicode ? Array("●▲■◆○△□◇") : Array("o+x*#@%&") }

  /// The text of a set: as it is, or spelled in ASCII.
  func text(_ text: String) -> String { family == .unicode ? text : AsciiText.spell(text) }
}

/// Spells Unicode text with ASCII, as the language itself can be typed.
enum AsciiText {
  static func spell(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var result = ""
    var script: Character = " "
    for scalar in text.unicodeScalars {
      if scalar.value < 0x80 {
        result.unicodeScalars.append(scalar)
        script = " "
        continue
      }
      if let (mark, digit) = scripts[scalar] {
        // One mark for a whole run: x¹⁰ is x^10.
        if script != mark { result.append(mark) }
        script = mark
        result += digit
        continue
      }
      script = " "
      if let word = words[scalar] {
        result += word
      } else if scalar.properties.generalCategory != .nonspacingMark {
        let base = String(Character(scalar)).decomposedBase
        result += base ?? (DisplayWidth.columns(of: Character(scalar)) == 2 ? "??" : "?")
      }
    }
    return result
  }

  private static let words: [Unicode.Scalar: String] = [
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu", "ν": "nu", "ξ": "xi", "ο": "o", "π": "pi",
    "ρ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi",
    "ω": "omega", "ϕ": "phi", "ϵ": "epsilon", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi",
    "Π": "Pi", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega", "∂": "d", "∇": "grad ", "∑": "sum", "∏": "prod",
    "∫": "int", "√": "sqrt", "·": "*", "⋅": "*", "×": "x", "⊙": "(*)", "⊗": "(x)", "⊕": "(+)", "÷": "/", "−": "-",
    "±": "+-", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~=", "≡": "==", "∞": "inf", "∈": "in", "→": "->", "←": "<-",
    "↦": "->", "⇒": "=>", "↔": "<->", "′": "'", "″": "''", "…": "...", "⋯": "...", "–": "-", "—": "--", "‘": "'",
    "’": "'", "“": "\"", "”": "\"", "«": "<<", "»": ">>", "•": "*", "✓": "ok", "✗": "x", "│": "|", "─": "-",
    "┌": "+", "└": "+", "┐": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "+", "╭": "+", "╰": "`",
    "▁": "_", "▂": ".", "▃": "-", "▄": "=", "▅": "+", "▆": "*", "▇": "#", "█": "@",
    "°": " deg", "\u{A0}": " ", "ß": "ss", "›": ">", "‹": "<", "∝": "~", "∥": "||", "‖": "||", "⌊": "floor(", "⌋": ")",
    "⟨": "<", "⟩": ">", "∀": "for all ", "∃": "there is ", "ℝ": "R", "ℕ": "N", "ℤ": "Z", "𝔼": "E", "ℒ": "L",
  ]

  private static let scripts: [Unicode.Scalar: (Character, String)] = {
    var result: [Unicode.Scalar: (Character, String)] = ["ᵀ": ("^", "T"), "ᵢ": ("_", "i"), "ⱼ": ("_", "j")]
    for (form, letter) in MathScripts.superscripts { result[form] = ("^", String(letter)) }
    for (form, letter) in MathScripts.subscripts { result[form] = ("_", String(letter)) }
    return result
  }()
}

extension String {
  /// The ASCII letter below an accent, when the character is one.
  fileprivate var decomposedBase: String? {
    guard let scalar = unicodeScalars.first, let name = scalar.properties.name else { return nil }
    // Unicode names accented letters after their base: LATIN SMALL LETTER E WITH ACUTE.
    let words = name.split(separator: " ")
    guard words.count >= 6, words[0] == "LATIN", words[2] == "LETTER", words[3].count == 1, words[4] == "WITH" else {
      return nil
    }
    return words[1] == "SMALL" ? words[3].lowercased() : String(words[3])
  }
}
