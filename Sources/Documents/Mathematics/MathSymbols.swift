/// How a sign of mathematics stands among its neighbours.
enum MathClass: Equatable, Sendable {
  /// A letter or a number.
  case ordinary
  /// A function's name: a space parts it from an argument without brackets.
  case function
  /// A sum, a product, an integral: a space parts it from whatever follows.
  case large
  /// Between two terms: spaces on both sides, unless it is a sign in front of one.
  case binary
  /// Between two sides: spaces on both sides.
  case relation
  case opening
  case closing
  /// A comma: a space behind it.
  case punctuation
}

/// The commands that stand for one sign.
enum MathSymbols {
  /// The sign of a command, without its backslash.
  static func symbol(_ command: String) -> (text: String, kind: MathClass)? {
    if let letter = letters[command] { return (letter, .ordinary) }
    if let sign = binary[command] { return (sign, .binary) }
    if let sign = relations[command] { return (sign, .relation) }
    if functions.contains(command) { return (command, .function) }
    if let sign = bigOperators[command] { return (sign, .large) }
    if let sign = openings[command] { return (sign, .opening) }
    if let sign = closings[command] { return (sign, .closing) }
    return nil
  }

  /// How a character typed as itself stands among its neighbours.
  static func kind(of character: Character) -> MathClass {
    switch character {
    case "|": return .ordinary
    case "(", "[": return .opening
    case ")", "]": return .closing
    case ",", ";": return .punctuation
    case "+", "-", "−", "±", "*", "∗": return .binary
    case "=", "<", ">", ":": return .relation
    default: return typed[character] ?? .ordinary
    }
  }

  /// Whether limits of an operator stand above and below it when there is room.
  static func takesLimits(_ text: String) -> Bool {
    ["∑", "∏", "⋃", "⋂", "⨁", "lim", "max", "min", "argmax", "argmin", "sup", "inf"].contains(text)
  }

  private static let typed: [Character: MathClass] = {
    var result: [Character: MathClass] = [:]
    for sign in binary.values { if let first = sign.first { result[first] = .binary } }
    for sign in relations.values { if let first = sign.first { result[first] = .relation } }
    for sign in bigOperators.values { if let first = sign.first { result[first] = .large } }
    return result
  }()

  private static let letters: [String: String] = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
    "omicron": "ο", "pi": "π", "rho": "ρ", "sigma": "σ", "varsigma": "ς", "tau": "τ", "upsilon": "υ", "phi": "φ",
    "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ",
    "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "partial": "∂",
    "nabla": "∇", "infty": "∞", "ell": "ℓ", "hbar": "ℏ", "Re": "ℜ", "Im": "ℑ", "emptyset": "∅", "varnothing": "∅",
    "forall": "∀", "exists": "∃", "neg": "¬", "lnot": "¬", "top": "⊤", "bot": "⊥", "prime": "′", "ldots": "…",
    "dots": "…", "cdots": "⋯", "vdots": "⋮", "ddots": "⋱", "dotsc": "…", "dotsb": "⋯", "circ": "∘", "degree": "°",
    "square": "□", "star": "⋆", "dagger": "†", "checkmark": "✓", "angle": "∠", "aleph": "ℵ", "imath": "ı", "jmath": "ȷ",
    "%": "%", "$": "$", "#": "#", "_": "_", "&": "&", "backslash": "\\",
  ]

  private static let binary: [String: String] = [
    "cdot": "·", "times": "×", "odot": "⊙", "otimes": "⊗", "oplus": "⊕", "ominus": "⊖", "div": "÷", "pm": "±",
    "mp": "∓", "ast": "∗", "cup": "∪", "cap": "∩", "wedge": "∧", "land": "∧", "vee": "∨", "lor": "∨",
    "setminus": "∖", "bullet": "•",
  ]

  private static let relations: [String: String] = [
    "approx": "≈", "le": "≤", "leq": "≤", "leqslant": "≤", "ge": "≥", "geq": "≥", "geqslant": "≥", "ne": "≠",
    "neq": "≠", "equiv": "≡", "sim": "∼", "simeq": "≃", "cong": "≅", "propto": "∝", "in": "∈", "notin": "∉",
    "ni": "∋", "subset": "⊂", "subseteq": "⊆", "supset": "⊃", "supseteq": "⊇", "to": "→", "rightarrow": "→",
    "leftarrow": "←", "gets": "←", "mapsto": "↦", "longrightarrow": "→", "longmapsto": "↦", "Rightarrow": "⇒",
    "Leftarrow": "⇐", "implies": "⇒", "iff": "⇔", "Leftrightarrow": "⇔", "leftrightarrow": "↔", "uparrow": "↑",
    "downarrow": "↓", "ll": "≪", "gg": "≫", "mid": "|", "parallel": "∥", "perp": "⊥", "coloneqq": ":=",
    "lt": "<", "gt": ">", "therefore": "∴",
  ]

  private static let functions: Set<String> = [
    "exp", "log", "ln", "lg", "max", "min", "sup", "inf", "lim", "sin", "cos", "tan", "cot", "sec", "csc", "arcsin",
    "arccos", "arctan", "sinh", "cosh", "tanh", "coth", "det", "dim", "ker", "deg", "gcd", "arg", "Pr", "argmax",
    "argmin", "softmax", "sigmoid", "relu", "tr", "diag", "sign",
  ]

  private static let bigOperators: [String: String] = [
    "sum": "∑", "prod": "∏", "int": "∫", "iint": "∬", "oint": "∮", "bigcup": "⋃", "bigcap": "⋂", "bigoplus": "⨁",
  ]

  private static let openings: [String: String] = [
    "{": "{", "lbrace": "{", "langle": "⟨", "lfloor": "⌊", "lceil": "⌈", "lvert": "|", "lVert": "‖", "lbrack": "[",
    "lparen": "(",
  ]

  private static let closings: [String: String] = [
    "}": "}", "rbrace": "}", "rangle": "⟩", "rfloor": "⌋", "rceil": "⌉", "rvert": "|", "rVert": "‖", "rbrack": "]",
    "rparen": ")",
  ]

  /// The letters of a double-struck or calligraphic alphabet that every font has.
  static func alphabet(_ command: String, _ letter: Character) -> Character? {
    switch command {
    case "mathbb": ["R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "P": "ℙ", "E": "𝔼", "1": "𝟙"][letter]
    case "mathcal", "mathscr": ["L": "ℒ", "H": "ℋ", "F": "ℱ", "B": "ℬ", "M": "ℳ", "R": "ℛ", "E": "ℰ", "I": "ℐ"][letter]
    default: nil
    }
  }

  /// The combining sign of an accent's command.
  static func accent(_ command: String) -> Character? {
    [
      "hat": "\u{302}", "widehat": "\u{302}", "bar": "\u{304}", "overline": "\u{305}", "vec": "\u{20D7}",
      "tilde": "\u{303}", "widetilde": "\u{303}", "dot": "\u{307}", "ddot": "\u{308}", "check": "\u{30C}",
    ][command]
  }

  /// What the combining sign of an accent is called.
  static func accentName(_ mark: Character) -> String {
    switch mark {
    case "\u{302}": "hat"
    case "\u{304}", "\u{305}": "bar"
    case "\u{20D7}": "vec"
    case "\u{303}": "tilde"
    case "\u{307}": "dot"
    case "\u{308}": "ddot"
    default: "check"
    }
  }

  /// A letter with an accent as one scalar, where Unicode has it: many terminals draw that better.
  static func composed(_ letter: Character, _ accent: Character) -> Character? {
    let letters: String
    let forms: String
    switch accent {
    case "\u{302}": (letters, forms) = ("aceghijosuwyzACEGHIJOSUWYZ", "âĉêĝĥîĵôŝûŵŷẑÂĈÊĜĤÎĴÔŜÛŴŶẐ")
    case "\u{304}", "\u{305}": (letters, forms) = ("aeiouygAEIOUYG", "āēīōūȳḡĀĒĪŌŪȲḠ")
    case "\u{303}": (letters, forms) = ("aeinouvyAEINOUVY", "ãẽĩñõũṽỹÃẼĨÑÕŨṼỸ")
    case "\u{307}":
      (letters, forms) = ("abcdefghmnoprstwxyzABCDEFGHMNOPRSTWXYZ", "ȧḃċḋėḟġḣṁṅȯṗṙṡṫẇẋẏżȦḂĊḊĖḞĠḢṀṄȮṖṘṠṪẆẊẎŻ")
    default: return nil
    }
    return zip(letters, forms).first { $0.0 == letter }?.1
  }
}

/// Raised and lowered forms that Unicode has.
enum MathScripts {
  static let superscripts: [(form: Unicode.Scalar, plain: Character)] = pairs(
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ",
    "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ")
  static let subscripts: [(form: Unicode.Scalar, plain: Character)] = pairs(
    "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", "0123456789+−=()aehijklmnoprstuvxβγρφχ")

  /// The text in raised form, or nil when a character has none.
  static func raised(_ text: String) -> String? { convert(text, raisedForms) }

  /// The text in lowered form, or nil when a character has none.
  static func lowered(_ text: String) -> String? { convert(text, loweredForms) }

  private static let raisedForms = forms(superscripts)
  private static let loweredForms = forms(subscripts)

  private static func forms(_ table: [(form: Unicode.Scalar, plain: Character)]) -> [Character: Character] {
    var result = Dictionary(table.map { ($0.plain, Character($0.form)) }, uniquingKeysWith: { first, _ in first })
    result["-"] = result["−"]
    return result
  }

  private static func pairs(_ forms: String, _ plain: String) -> [(form: Unicode.Scalar, plain: Character)] {
    zip(forms.unicodeScalars, plain).map { ($0, $1) }
  }

  private static func convert(_ text: String, _ forms: [Character: Character]) -> String? {
    var result = ""
    for character in text where character != " " {
      guard let form = forms[character] else { return nil }
      result.append(form)
    }
    return result.isEmpty ? nil : result
  }
}
