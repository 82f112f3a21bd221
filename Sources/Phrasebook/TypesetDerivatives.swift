import Source

/// Derivatives that formulas write as fractions.
enum TypesetDerivatives {
  /// `∂L/∂w` for `\\frac{\\partial L}{\\partial w}`, and `(x -> …)'` for `\\frac{\\partial}{\\partial x} (…)`.
  ///
  /// What stands behind it is multiplied by it, but for a point that it is taken at. `rank` has the axes of a name's value.
  static func plain(_ line: String, _ rank: (String) -> Int?) -> String {
    let sign = /\\[dt]?frac\{ *(?:\\partial|∂) *(\\?\w+) *\}\{ *(?:\\partial|∂) *(\\?\w+) *\}/
    let called = line.replacing(/∇_(?:\{(\w+)\}|(\w)) *(\p{L}\w*\(((?:[^()]|\([^()]*\))*)\))/) { found in
      let (index, arguments) = (found.1 ?? found.2 ?? "", found.4)
      // Of `H(t, softmax(z))` the gradient by z is that of another function.
      let isInside = arguments != index && arguments.matches(of: /\w+/).contains { $0.output == index }
      return isInside ? "∇(\(index) -> \(found.3))(\(index))" : "∇\(found.3)"
    }
    let line =
      called.replacing(/∇_(?:\{\w+\}|\w) *(?=\p{L}\w*\()/) { _ in "∇" }
      .replacing(/∇_(?:\{(\w+)\}|(\w)) *(\p{Lu})(?![\w(])/) { "∂\($0.3)/∂\($0.1 ?? $0.2 ?? "")" }
    var text = line.replacing(sign) { "∂\($0.1)/∂\($0.2)" }
    // What is taken at a point is the whole derivative.
    text = text.replacing(/(∂\\?\w+\/∂\\?\w+)\((?=[^()]*\)$)/) { "(\($0.1))(" }
    let factor = /(∂\\?\w+\/∂\\?\w+) +(?=[\p{L}(]|\\(?!cdot|times|leq?\b|geq?\b|neq?\b|approx|odot|in\b|to\b))/
    text = text.replacing(factor) { "\($0.1) * " }
    let operation =
      /(?:\\[dt]?frac\{ *(?:\\partial|∂|d) *\}\{ *(?:\\partial|∂|d) *([A-Za-z]\w*) *\}|∂\/∂([A-Za-z]\w*)|\bd\/d([A-Za-z])(?=.*\|_)) */
    guard let found = text.firstMatch(of: operation),
      let name = found.output.1 ?? found.output.2 ?? found.output.3
    else { return text }
    let before = text[..<found.range.lowerBound]
    let rest = text[found.range.upperBound...]
    // Brackets may hold together what is differentiated.
    if rest.first == "[", let body = TypesetText.group(text, from: text.index(after: rest.startIndex), ("[", "]")) {
      text = "\(text[..<rest.startIndex])(\(text[body]))\(text[text.index(after: body.upperBound)...])"
      return plain(text, rank)
    }
    let group =
      rest.first == "(" ? TypesetText.group(text, from: text.index(after: rest.startIndex), ("(", ")")) : nil
    let inside = group.map { text[rest.startIndex...$0.upperBound] } ?? rest.prefix { !"=,".contains($0) }
    // `|_{t=0}` is where it is taken.
    if let point = rest.firstMatch(of: /^(.*?) *\\?(?:[Bb]ig)?\|_\{ *\w+ *= *([^{}]+)\}/) {
      return "\(before)(\(name) -> \(point.output.1))'(\(point.output.2))\(rest[point.range.upperBound...])"
    }
    let body = inside.trimmingSpaces
    // By a list that there is, a gradient is taken, and taken there.
    if (rank(String(name)) ?? 0) > 0 { return "\(before)∇(\(name) -> \(body))(\(name))\(rest[inside.endIndex...])" }
    return "\(before)(\(name) -> \(body))'\(rest[inside.endIndex...])"
  }
}
