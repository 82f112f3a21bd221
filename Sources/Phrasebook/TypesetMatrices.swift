import Source
import Syntax

/// What formulas write above their matrices: inverses and transposes.
enum TypesetMatrices {
  /// `inv(A) @ b` for `A^{-1} b`, where the letter is a capital that holds no number.
  static func withInverses(_ line: String, _ surroundings: Habits.Surroundings) -> String {
    guard line.contains("-1") || line.contains("⁻¹"),
      let mark = line.firstMatch(of: /(?:\^\{-1\}|\^\(-1\)|\^-1(?!\w)|⁻¹) */)
    else { return line }
    let (before, rest) = (line[..<mark.range.lowerBound], line[mark.range.upperBound...])
    let after = withInverses(String(rest), surroundings)
    guard let start = operandStart(before), isMatrix(before[start...], surroundings) else {
      return "\(line[..<mark.range.upperBound])\(after)"
    }
    let operand = before[start...]
    let inside = operand.hasPrefix("(") ? operand : "(\(operand))"
    // What is multiplied by it stands close behind.
    let isFactor = rest.prefixMatch(of: /[\p{L}(]|\\(?!cdot|times|leq?\b|geq?\b|neq?\b|in\b)/) != nil
    return "\(before[..<start])inv\(inside)\(isFactor ? " @ " : rest.isEmpty ? "" : " ")\(after)"
  }

  /// `A @ B⁻¹` for `AB⁻¹`, and `A @ B @ B` for `AB²`: letters of matrices beside each other, of which a mark belongs to
  /// the last alone.
  static func withProductsOfLetters(_ line: String, _ surroundings: Habits.Surroundings) -> String {
    line.replacing(/(^|[^\w\\.])([A-Za-zΑ-Ωα-ω]{2,4})(²|³)?(?![\w(])/) { found in
      let letters = found.2.map(String.init)
      let ranks = letters.map { surroundings.rank($0) ?? 0 }
      guard !surroundings.isKnown(String(found.2)), ranks.allSatisfy({ $0 > 0 }), ranks.first == 2 else {
        return String(found.0)
      }
      let isSquare = ranks.last == 2
      guard found.3 == nil || isSquare else { return String(found.0) }
      let again = found.3.map { $0 == "²" ? 1 : 2 } ?? 0
      return "\(found.1)\((letters + Array(repeating: letters.last ?? "", count: again)).joined(separator: " @ "))"
    }
  }

  /// Where what is raised begins: a name, or the parenthesis that is closed right before.
  private static func operandStart(_ text: Substring) -> String.Index? {
    guard text.last == ")" else { return text.firstMatch(of: /\\?\p{L}\w*$/)?.range.lowerBound }
    var depth = 0
    for place in text.indices.reversed() {
      depth += text[place] == ")" ? 1 : text[place] == "(" ? -1 : 0
      guard depth == 0 else { continue }
      // The parenthesis of a call holds its arguments.
      return text[..<place].last.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false ? nil : place
    }
    return nil
  }

  private static func isMatrix(_ operand: Substring, _ surroundings: Habits.Surroundings) -> Bool {
    operand.matches(of: /\p{Lu}[A-Za-z0-9_]*/).contains { found in
      let name = String(found.output)
      return surroundings.isKnown(name) ? surroundings.rank(name) == 2 : name.count < 3 || operand.hasPrefix("\\")
    }
  }

  /// `outer(u, v)` for `u v^T`, where both are vectors: as far as it is known, small letters.
  static func withOuterProducts(_ line: String, _ surroundings: Habits.Surroundings) -> String {
    guard line.contains(where: { "^ᵀ".contains($0) }) else { return line }
    let factors =
      /(^|[^\w\\.)\]'])(\\?\p{Ll}\w*) *(?: |·|\*|\\cdot|@) *(\\?\p{Ll}\w*)(?:ᵀ|\^ *(?:\{(?:T|\\top|\\intercal)\}|T|\\top(?![A-Za-z])|⊤))(?! *[\p{L}(\\@·*])/
    let letters =
      /(^|[^\w\\.])(\p{Ll}[₀-₉]?)(\p{Ll}[₀-₉]?)(?:ᵀ|\^(?:\{(?:T|\\top)\}|T|\\top(?![A-Za-z])|⊤))(?! *[\p{L}(\\@·*])/
    let apart = line.replacing(letters) { found in
      [found.2, found.3].allSatisfy { surroundings.rank(String($0)) == 1 }
        ? "\(found.1)outer(\(found.2), \(found.3))" : String(found.0)
    }
    // Of a function's value with itself: p(z)p(z)ᵀ.
    let calls =
      /(^|[^\w\\.)\]'])(\p{Ll}\w*\([^()]*\)) *[·*@]? *(\p{Ll}\w*\([^()]*\))(?:ᵀ|\^ *(?:\{(?:T|\\top|\\intercal)\}|T|\\top(?![A-Za-z])|⊤))(?! *[\p{L}(\\@·*])/
    let called = apart.replacing(calls) { found in
      found.2 == found.3 ? "\(found.1)outer(\(found.2), \(found.3))" : String(found.0)
    }
    return called.replacing(factors) { found in
      [found.2, found.3].allSatisfy { isVector($0, surroundings) }
        ? "\(found.1)outer(\(found.2), \(found.3))" : String(found.0)
    }
  }

  /// `(A + A.T) @ x` for `(A + A.T) x`: a matrix in parentheses is multiplied by the vector or matrix behind them.
  static func withProducts(_ line: String, _ surroundings: Habits.Surroundings) -> String {
    guard line.contains(") ") else { return line }
    return line.replacing(/(^|[^\w)\]'′])(\((?:[^()]|\([^()]*\))*\)) +(?=(\p{L}\w*))/) { found in
      let names = found.2.matches(of: /\p{L}\w*/).map { String($0.output) }
      let isProduct =
        names.contains { surroundings.rank($0) == 2 } && (surroundings.rank(String(found.3)) ?? 0) > 0
      return isProduct ? "\(found.1)\(found.2) @ " : String(found.0)
    }
  }

  private static func isVector(_ word: Substring, _ surroundings: Habits.Surroundings) -> Bool {
    let name = word.hasPrefix("\\") ? InputSymbols.symbol(for: String(word.dropFirst())) ?? String(word) : String(word)
    guard !surroundings.isFunction(name), name.first != "\\" || name.contains("_") else { return false }
    return surroundings.isKnown(name) ? surroundings.rank(name) == 1 : true
  }

  /// `dᵀd / (dᵀAd)` for `dᵀd / dᵀAd`: what stands close together divides as a whole.
  static func withWholeDivisors(_ line: String) -> String {
    guard line.contains("/"), line.contains("ᵀ") || line.contains("^T") else { return line }
    return line.replacing(/\/( *)(\p{L}[₀-₉]?(?:ᵀ|\^T)[\p{L}₀-₉ᵀ]+)(?![\w(^])/) { "/\($0.1)(\($0.2))" }
  }

  /// `A.T @ b` for `A^T b`, and the dot product `w · x` for `w^T x`, whose small letters are vectors.
  static func withTransposes(_ line: String, _ surroundings: Habits.Surroundings) -> String {
    let raised = line.replacing(/\^ *(?:\{(?:T|\\top|\\intercal|\\mathsf T)\}|T|\\top(?![A-Za-z])|\\intercal|⊤)/) { _ in
      ".T"
    }
    guard raised != line || line.contains("ᵀ") else { return line }
    // In `xᵀAx` a capital and a small letter are a matrix and a vector, unless both are the name of something.
    let apart = raised.replacing(/(\.T|ᵀ) *(\p{Lu})(\p{Ll})(?![\w(])/) { found in
      surroundings.isKnown("\(found.2)\(found.3)") ? String(found.0) : "\(found.1)\(found.2) @ \(found.3)"
    }
    let multiplied = apart.replacing(/(\.T|ᵀ) *(?=[\p{L}(]|\\(?!cdot|times|leq?\b|geq?\b|neq?\b|in\b))/) {
      "\($0.1) @ "
    }
    return multiplied.replacing(/(^|[^\w.\\])(\p{Ll}\w*)(?:\.T|ᵀ) @ (?=(\p{Ll}(?:_\w*)?)(?![\w]))/) { found in
      // The δ of a batch is a matrix, of whose columns each is multiplied.
      let isMatrix = [found.2, found.3].contains { surroundings.rank(String($0)) == 2 }
      return isMatrix ? String(found.0) : "\(found.1)\(found.2.replacing("ᵀ", with: "")) · "
    }
  }
}
