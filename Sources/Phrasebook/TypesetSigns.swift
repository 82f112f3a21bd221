import Source

/// The signs of a formula that are read before all else, so that what follows has one spelling of each to know.
enum TypesetSigns {
  /// The sums and products of a line as the commands of LaTeX, however they were typed: `∑`, `Σᵢ`, `sum_{…}`.
  ///
  /// `Σ` is a letter too: it adds where an index stands below it or behind what it adds.
  static func withSums(_ line: String, _ isBound: (String) -> Bool) -> String {
    guard ["∑", "∏", "Σ", "sum", "prod"].contains(where: line.contains) else { return line }
    var text = line.replacing(/∑(?=[A-Za-z])/) { _ in "\\sum " }.replacing("∑", with: "\\sum")
      .replacing(/∏(?=[A-Za-z])/) { _ in "\\prod " }.replacing("∏", with: "\\prod")
    text = text.replacing(/(^|[^\\\w])(sum|prod)_(?=\{|[ijkn](?![A-Za-z0-9_]))/) { "\($0.1)\\\($0.2)_" }
    if !isBound("Σ") {
      text = text.replacing(/Σ(?=_\{|_\w *[\p{L}(|‖√\\]|[ᵢⱼₖₙ])/) { _ in "\\sum" }
      text = text.replacing(/Σ(?= *\(?[A-Za-z][^+=]*?(?:_[ijk](?![A-Za-z0-9_])|[ᵢⱼₖ]))/) { _ in "\\sum " }
      // What stands apart behind it is added, of several factors their product.
      text = text.replacing(/Σ(?=e\^)/) { _ in "\\sum " }
      text = text.replacing(/Σ(?= +[\p{L}|‖√(\\])/) { _ in "\\sum" }
    }
    guard text.contains("\\sum") || text.contains("\\prod") else { return line }
    text = text.replacing(/[ᵢⱼₖₗₙ]{2}/) { found in
      "_{" + found.0.map { ["ᵢ": "i", "ⱼ": "j", "ₖ": "k", "ₗ": "l", "ₙ": "n"][$0] ?? "" }.joined() + "}"
    }
    // Under one sign for both, all elements are added.
    text = text.replacing(/\\sum *_\{ *([ijkln]) *,? *([ijkln]) *\}/) {
      ["\\sum_\($0.1)", "\\sum_\($0.2)"].joined(separator: " ")
    }
    for (sign, index) in [("ᵢ", "_i"), ("ⱼ", "_j"), ("ₖ", "_k"), ("ₙ", "_n")] {
      text = text.replacing(sign, with: index)
    }
    return text
  }

  /// `softmax(z) = e^{z} / …` for `softmax(z)_i = e^{z_i} / …`, and `z = x @ W + b` for `z_j = x @ W + b_j`: what holds
  /// for each element holds for the whole.
  ///
  /// Where the other side had the index and was summed already, the head alone may be left with it.
  ///
  /// What a function gives of something that has a value is compared, and not defined anew.
  static func withoutIndex(
    isSummed: Bool = false, _ line: String, isClaim: (String) -> Bool = { _ in false }
  ) -> String {
    guard line.contains("_"), line.contains("=") else { return line }
    let pattern = /(\\?[A-Za-z]\w*\([^()]*\)|\\?\p{L}[A-Za-z]*)_(?:\{([a-z])\}|([a-z])) *=(?!=)/
    guard let head = line.prefixMatch(of: pattern), let index = head.output.2 ?? head.output.3 else { return line }
    let (name, rest) = (head.output.1, line[head.range.upperBound...])
    // `x_n = x_{n-1} / 2` is a step of a loop, and where nothing else has the index it is part of a name.
    let isElement = rest.contains("_{\(index)}") || rest.contains("_\(index)")
    let isStep = rest.contains("_{\(index)+") || rest.contains("_{\(index)-")
    guard isSummed || (name.contains("(") || name.count == 1 && isElement) && !isStep else { return line }
    let value = rest.replacing("_{\(index)}", with: "")
    let sign = isClaim(String(name)) ? "≈" : "="
    return "\(name) \(sign)\(value.replacing(/_(\w)(?!\w)/) { $0.1 == index ? "" : String($0.0) })"
  }

  /// `norm(a)` for `‖a‖` and `||a||`, where two bars stand for what is measured and not between two conditions.
  static func withNorms(_ typed: String, _ rank: (String) -> Int?) -> String {
    // Two products of brackets beside each other.
    let line = typed.replacing("⟩⟨", with: "⟩ ⟨").replacing("‖∞", with: "‖_∞")
    guard line.contains("‖") || line.contains("||") else { return line }
    // Of two norms beside each other the product is meant.
    let apart = line.replacing(/(‖|\|\|)(_\{?\w\}?|[₁₂])?(?: +(\1)|(?=‖))/) { "\($0.1)\($0.2 ?? "") * \($0.3 ?? "")" }
    // The length that a matrix gives: ‖x‖_A.
    let own = apart.replacing(/‖ *([^‖|]+?) *‖(²|\^2|\^\{2\})?_\{?(\p{Lu})\}?(²|\^2|\^\{2\})?/) { found in
      guard rank(String(found.3)) == 2 else { return String(found.0) }
      let form = "(\(found.1)) · (\(found.3) @ (\(found.1)))"
      return found.2 == nil && found.4 == nil ? "sqrt(\(form))" : form
    }
    return own.replacing(/(^|[-+*\/=(,·@½] *)(?:‖|\|\|) *([^‖|]+?) *(?:‖|\|\|)(_2|_\{2\}|₂)?(?![\w_])/) { found in
      // Matrices have norms of several kinds.
      let isSpectral = found.3 != nil && isMatrix(String(found.2), rank)
      return "\(found.1)\(isSpectral ? "spectral_norm" : "norm")(\(found.2))"
    }
  }

  /// Whether a formula is one of matrices alone: `A`, `AB`, `A⁻¹ - Bᵀ`.
  private static func isMatrix(_ formula: String, _ rank: (String) -> Int?) -> Bool {
    let plain = formula.replacing(/\^\{?T\}?|\binv\b/, with: "")
    let letters = plain.filter { $0.isLetter && $0 != "ᵀ" }
    let names = plain.matches(of: /\p{L}\w*/).map { String($0.output) }
    return names.contains { rank($0) == 2 } && names.count == 1
      || !letters.isEmpty && letters.allSatisfy { rank(String($0)) == 2 }
  }

  /// Brackets that only hold together what is calculated with, as parentheses: `-(a + b)` for `-[a + b]`.
  static func withGroups(_ line: String) -> String {
    guard line.contains("[") else { return line }
    var characters = Array(line)
    var opened: [Int] = []
    for (place, character) in line.enumerated() {
      if character == "[" { opened.append(place) }
      guard character == "]", let open = opened.popLast(), isGroup(characters, open, place) else { continue }
      (characters[open], characters[place]) = ("(", ")")
    }
    return String(characters)
  }

  /// Whether two brackets enclose something to calculate with, and stand in a calculation.
  private static func isGroup(_ characters: [Character], _ open: Int, _ close: Int) -> Bool {
    // A place in a list or a call stands close to its name, and a number has none.
    if let last = characters[..<open].last(where: { !$0.isWholeNumber }), last.isLetter || "_)]}'′".contains(last) {
      return false
    }
    let inside = String(characters[(open + 1)..<close])
    guard !inside.contains(where: { ",;:\"'".contains($0) }), !inside.contains(/\b(for|in|if)\b/),
      inside.contains(/[+*\/^]|[^\s\d.] *[-−]|[-−] |[A-Za-z)] +[A-Za-z\\(]/)
    else { return false }
    let before = String(characters[..<open])
    if before.contains(/\b(return|print|for|in|if|and|or|not|else|lambda)\s*$/) { return false }
    let after = String(characters[(close + 1)...])
    return before.contains(/[-−+*\/@·^\p{L}\d)}] *$/) || after.contains(/^ *(?:[*\/@·^²³]|[\p{L}(\\])/)
  }
}
