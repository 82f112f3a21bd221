import Source

/// Signs as words, for readers who hear the text.
enum SpokenText {
  /// The comma between two things that are no list.
  static let pause: Phrase = ",\(" ")"
  /// What a middle dot is: a longer pause in languages whose comma would run two things together.
  private static let stop: Phrase = ",\(" ")\("")"

  /// A sentence whose signs a screen reader would skip or misname; a middle dot between words is a pause.
  static func prose(_ text: String, _ language: Translation = .english) -> String {
    signs(text.replacing(" · ", with: language(stop)), language)
  }

  /// Mathematics in LaTeX notation in words.
  static func formula(_ source: String, _ language: Translation = .english) -> String {
    signs(SafeText.line(MathText.inline(source, accents: .words)), language).trimmingSpaces
  }

  /// Text with its signs as words.
  static func signs(_ text: String, _ language: Translation = .english) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var speaker = Speaker(scalars: Array(text.unicodeScalars), language: language)
    return speaker.speak()
  }

  private struct Speaker {
    let scalars: [Unicode.Scalar]
    let language: Translation
    var index = 0
    var result = ""
    /// Whether the scripts that follow are the limits of a sum.
    var isAfterSum = false

    mutating func speak() -> String {
      while index < scalars.count {
        let scalar = scalars[index]
        if let run = run(in: SpokenText.raised) {
          addScript(isAfterSum ? " to \(run)" : SpokenText.powers[run] ?? " to the power \(run)")
        } else if let run = run(in: SpokenText.lowered) {
          addScript(isAfterSum ? " over \(run)" : " sub \(run)")
        } else if let word = SpokenText.words[scalar] {
          add(language(meaning(of: scalar) ?? word))
          isAfterSum = "∑∏∫".unicodeScalars.contains(scalar)
          index += 1
        } else {
          if isAfterSum, scalar != " " {
            add(language(" of "))
            isAfterSum = false
          }
          if scalar == " " { add(" ") } else { result.unicodeScalars.append(scalar) }
          index += 1
        }
      }
      return result
    }

    /// What a sign means by what stands beside it, where that is not what it is called.
    private func meaning(of scalar: Unicode.Scalar) -> Phrase? {
      switch scalar {
      case "∂" where !isBeforeName: "the sign of a derivative"
      // What is read in place of what was typed.
      case "→" where scalars == ["→", " "]: "runs "
      default: nil
      }
    }

    /// Whether what stands here is about the name or the bracket that follows.
    private var isBeforeName: Bool {
      guard index + 1 < scalars.count else { return false }
      let next = scalars[index + 1]
      return next.properties.isAlphabetic || next == "(" || next == "/" || SpokenText.raised[next] != nil
    }

    /// Adds words; spaces do not double.
    private mutating func add(_ words: String) {
      for character in words where character != " " || result.last != " " { result.append(character) }
    }

    private mutating func addScript(_ words: Phrase) {
      add(language(words))
      if index < scalars.count, scalars[index].properties.isAlphabetic { add(" ") }
    }

    /// Takes the scripts that begin here.
    private mutating func run(in table: [Unicode.Scalar: Character]) -> String? {
      let start = index
      var run = ""
      while index < scalars.count, let letter = table[scalars[index]] {
        run.append(letter)
        index += 1
      }
      return index == start ? nil : run
    }
  }

  private static let raised = Dictionary(
    MathScripts.superscripts.map { ($0.form, $0.plain) }, uniquingKeysWith: { first, _ in first })
  private static let lowered = Dictionary(
    MathScripts.subscripts.map { ($0.form, $0.plain) }, uniquingKeysWith: { first, _ in first })
  private static let powers: [String: Phrase] = ["2": " squared", "3": " cubed", "T": " transposed", "−1": " inverse"]

  private static let words: [Unicode.Scalar: Phrase] = [
    "∂": "d", "∇": " gradient of ", "∑": " the sum ", "∏": " the product ", "∫": " the integral ", "Σ": " the sum ",
    "√": " square root of ", "·": " times ", "⋅": " times ", "×": " times ", "⊙": " elementwise times ",
    "÷": " divided by ", "−": " minus ", "±": " plus or minus ", "≤": " at most ", "≥": " at least ",
    "≠": " is not ", "≈": " is about ", "∞": " infinity ", "∈": " in ", "→": " to ", "←": " from ", "↦": " to ",
    "⇒": " implies ", "′": " prime", "″": " double prime", "…": "...", "⋯": "...", "✓": " right ", "✗": " wrong ",
    "•": "", "│": "", "└": "", "┌": "", "─": "", "▸": "", "σ": "sigma", "δ": "delta", "η": "eta", "θ": "theta",
    "α": "alpha", "β": "beta", "γ": "gamma", "λ": "lambda", "μ": "mu", "π": "pi", "ε": "epsilon", "Δ": "delta ",
    "φ": "phi", "ω": "omega", "ρ": "rho", "τ": "tau", "ℒ": "L", "𝔼": "E", "ℝ": "R",
  ]
}
