import Source
import Syntax

/// What formulas write above and beside their letters: hats and bars, numbers of layers, stars, and the vector of ones.
enum TypesetMarks {
  /// The line with a name for each such letter: `y_hat` for `\\hat{y}`, `W_1` for `W^{(1)}`, `x_star` for `x^*`.
  static func plain(_ line: String) -> String {
    // Each reading of a line is looked at: most hold none of these signs.
    guard line.contains(where: { "\\^𝟏𝟙½⋆".contains($0) }) || ["1_", " 1", "1ᵀ"].contains(where: line.contains) else {
      return line
    }
    var text = line
    if text.contains("\\") {
      text = text.replacing(/\\(?:wide)?(hat|tilde|bar)(?:\{ *(\\?[A-Za-z]+) *\}| *(\\[A-Za-z]+| [A-Za-z]))/) { found in
        "\((found.2 ?? found.3 ?? "").trimmingSpaces)_\(found.1)"
      }
      text = text.replacing(/\\overline\{ *(\\?[A-Za-z]+) *\}/) { "\($0.1)_bar" }
    }
    if text.contains("½") { text = text.replacing(/½ *(?=[\p{L}(‖|\\])/) { _ in "1/2 * " } }
    if text.contains("⋆") { text = text.replacing(/(\p{L}\w*)\^?⋆/) { "\($0.1)_star" } }
    guard text.contains("^") else { return withOnes(text) }
    // The index that such a letter has belongs to the name: `\\hat{y}_i` is an element of it.
    text = text.replacing(/(\p{L}\w*)\^\{?[(\[](\d+)[)\]]\}?/) { "\($0.1)_\($0.2)" }
    text = text.replacing(/(\p{L}\w*)\^(?:\{\+\}|\+)(?= *(?::?=|$))/) { "\($0.1)_new" }
    text = text.replacing(/(\p{L}\w*)\^(?:\{\*\}|\{\\(?:ast|star)\}|\*|\\(?:ast|star))(?= *(?:[=,)]|$))/) {
      "\($0.1)_star"
    }
    return withOnes(text)
  }

  /// `x_star` for `x_{star}` and `W_out` for `W_{\\text{out}}`: a word below a letter, which is no pair of indices.
  static func withWordsBelow(_ line: String, _ isKnown: (String) -> Bool) -> String {
    guard line.contains("_{") else { return line }
    return line.replacing(/(\\?\p{L}\w*?)_\{([A-Za-z]{2,})\}/) { found in
      let name = "\(found.1)_\(found.2)"
      return found.2.count > 3 || isKnown(name) ? name : String(found.0)
    }
  }

  /// `A @ ones(shape(A)[1])` for `A \\mathbf{1}`, and `ones(len(x)) @ x` for `\\mathbf{1}^T x`.
  private static func withOnes(_ line: String) -> String {
    guard ["1", one, "𝟙"].contains(where: line.contains) else { return line }
    var text = line
    text = text.replacing("𝟙", with: one).replacing(/(\p{Lu}) 1([₁₂₃₄₅₆₇₈₉])(?![\w₀-₉])/) { "\($0.1) \(one)\($0.2)" }
    text = text.replacing(/𝟏[ₙ₁₂₃₄₅₆₇₈₉]/) { _ in one }
    if text.contains("\\") {
      text = text.replacing(/\\(?:mathbf|mathbb|boldsymbol|bm|vec|mathds)(?:\{1\}| 1)/) { _ in one }
    }
    // `z 1_{z > 0}`: 1 where something holds.
    if text.contains("_{") {
      text = text.replacing(/([\w)\]] +|[)\]])(?:1|𝟙|𝟏)_\{([^{}]*[<>≤≥≠=][^{}]*)\}/) { found in
        "\(found.1.trimmingSpaces) * (\(found.2))"
      }
    }
    if ["1_", "1ᵀ", "1^", "1 ^"].contains(where: text.contains) {
      text = text.replacing(/(^|[^\w.^\])}])1(?=_(?:\{[a-z]\}|[a-z](?!\w))|ᵀ|\^ *(?:\{?T\}?|\{?\\top\}?|⊤)(?!\w))/) {
        "\($0.1)\(one)"
      }
    }
    // `A 1` at the end of a formula, or of one of its sides.
    if text.contains(" 1") {
      text = text.replacing(/(^|[^\w.])(\p{Lu}) +1(?= *(?:[=)]|$))/) { "\($0.1)\($0.2) \(one)" }
    }
    guard text.contains(one) else { return text }
    text = text.replacing(/𝟏_\{?(\d+)\}?/) { "ones(\($0.1))" }
    text = text.replacing(/𝟏_(?:\{\w\}|\w)/) { _ in one }
    // What all outcomes share alike has as many of them as it is divided by.
    text = text.replacing(/𝟏 *\/ *(\d+)(?![\w.])/) { "ones(\($0.1))/\($0.1)" }
    text = text.replacing(/(^|[^\w.])(?:\(1\/(\d+)\)|1\/(\d+)) *[*·]? *𝟏/) { found in
      let count = found.2 ?? found.3 ?? "1"
      return "\(found.1)ones(\(count))/\(count)"
    }
    text = text.replacing(/𝟏(?:ᵀ|\^ *(?:\{(?:T|\\top)\}|T|\\top|⊤)) *[@·]? *(\\?\p{L}\w*)/) {
      "ones(len(\($0.1))) @ \($0.1)"
    }
    text = text.replacing(/(\p{L}\w*\((\p{L}\w*)\)) *[@·]? *𝟏/) { "\($0.1) @ ones(len(\($0.2)))" }
    text = text.replacing(/(\\?\p{L}\w*?) *[@·]? *𝟏/) { "\($0.1) @ ones(shape(\($0.1))[1])" }
    // Added to a vector, or taken from one, a single 1 does the same.
    return text.replacing(/([-+−] *)𝟏|𝟏(?= *[-+−])/) { "\($0.1 ?? "")1" }
  }

  /// Bold, so that it is no number.
  private static let one = "𝟏"
}
