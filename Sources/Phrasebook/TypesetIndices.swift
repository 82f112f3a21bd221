import Source

/// Sums that are written with the indices of rows and columns, as products of matrices and sums along an axis.
enum TypesetIndices {
  /// `C = A @ B` for `C_{ij} = \\sum_k A_{ik} B_{kj}`, and `sum(A, axis=1)` for `\\sum_j A_{ij}`.
  ///
  /// The index that is summed is the one below the sign; it stands first or second at each letter.
  static func plain(_ typed: String) -> String {
    guard typed.contains("\\sum") else { return typed }
    let line = typed.replacing(/(\p{Lu})_([ijkl])([ijkl])(?!\w)/) { "\($0.1)_{\($0.2)\($0.3)}" }
    guard
      let sum = line.firstMatch(
        of: /\\sum *_(?:\{ *([a-z]) *(?:= *\w+ *)?\}(?:\^(?:\{\w+\}|\w))?|([a-z])(?![A-Za-z]))/),
      let index = (sum.output.1 ?? sum.output.2).map(String.init)
    else { return typed }
    let (before, rest) = (line[..<sum.range.lowerBound], line[sum.range.upperBound...])
    // `x_i W_{ij}`: a row from the left.
    if let found = rest.prefixMatch(of: /\s*(\\?\p{Ll}[A-Za-z]*)_(?:\{(\w)\}|(\w)) *(\\?\p{Lu}[A-Za-z]*)_\{(\w)(\w)\}/),
      (found.output.2 ?? found.output.3).map(String.init) == index, found.output.5 == index || found.output.6 == index
    {
      let isRow = found.output.5 == index
      // `W_{i1}` is a column of it.
      let place = Int(isRow ? found.output.6 : found.output.5).map { $0 - 1 }
      let matrix =
        place.map { "\(found.output.4)[\(isRow ? ":, " : "")\($0)]" } ?? "\(found.output.4)\(isRow ? "" : ".T")"
      return TypesetSigns.withoutIndex(
        isSummed: true, "\(before)\(found.output.1) @ \(matrix)\(rest[found.range.upperBound...])")
    }
    if let found = rest.prefixMatch(
      of: /\s*(\\?\p{L}[A-Za-z]*)_\{(\w)(\w)\} *(\\?\p{L}[A-Za-z]*)_(?:\{(\w)(\w)\}|\{(\w)\}|(\w))/)
    {
      let (left, right) = (found.output.1, found.output.4)
      let second: Substring = found.output.5 ?? found.output.7 ?? found.output.8 ?? ""
      let third: Substring = found.output.6 ?? ""
      // A vector has its one index, which is summed.
      let first: String? =
        found.output.3 == index ? String(left) : found.output.2 == index ? "\(left).T" : nil
      let last: String? = second == index ? String(right) : third == index ? "\(right).T" : nil
      if let first, let last {
        return TypesetSigns.withoutIndex(
          isSummed: true, withoutPair("\(before)\(first) @ \(last)\(line[found.range.upperBound...])"))
      }
    }
    // `x_i^T y_i` and, of columns, `x_i y_i^T` add the outer products of the rows, which is a product of the matrices.
    let outer =
      /\s*(\\?\p{L}[A-Za-z]*)_\{?([a-z])\}?(ᵀ|\^(?:\{(?:T|\\top)\}|T|\\top))? *(\\?\p{L}[A-Za-z]*)_\{?([a-z])\}?(ᵀ|\^(?:\{(?:T|\\top)\}|T|\\top))?(?!\w)/
    if let found = rest.prefixMatch(of: outer), found.output.2 == index, found.output.5 == index,
      (found.output.3 == nil) != (found.output.6 == nil)
    {
      return "\(before)\(found.output.1).T @ \(found.output.4)\(rest[found.range.upperBound...])"
    }
    let (body, after) = TypesetText.term(of: rest)
    let pairs = body.matches(of: /_\{(\w)(\w)\}/)
    guard let pair = pairs.first, pairs.allSatisfy({ $0.output.1 == pair.output.1 && $0.output.2 == pair.output.2 }),
      pair.output.1 == index || pair.output.2 == index
    else { return typed }
    let axis = pair.output.2 == index ? 1 : 0
    let terms = body.replacing(/_\{\w\w\}/) { _ in "" }
    // What is divided by it has an element for each of its rows.
    let isBelow = before.last { $0 != " " } == "/"
    let total = "sum(\(terms.trimmingSpaces), axis=\(axis)\(isBelow ? ", keepdims=true" : ""))"
    return withoutPair("\(before)\(total)\(after)")
  }

  /// `P = …` for `P_{ij} = …`: what holds for each element holds for the whole.
  private static func withoutPair(_ line: String) -> String {
    guard let head = line.prefixMatch(of: /((?:∂\w+\/∂)?\\?\p{L}[A-Za-z]*)_\{(\w\w)\} *=/) else { return line }
    return "\(head.output.1) =\(line[head.range.upperBound...].replacing("_{\(head.output.2)}", with: ""))"
  }
}
