import Source

/// Sums that are written with the indices of rows and columns, as products of matrices and sums along an axis.
enum TypesetIndices {
  /// `C = A @ B` for `C_{ij} = \\sum_k A_{ik} B_{kj}`, and `sum(A, axis=1)` for `\\sum_j A_{ij}`.
  ///
  /// The index that is summed is the one below the sign; it stands first or second at each letter.
  static func plain(_ typed: String) -> String {
    guard typed.contains("\\sum") else { return typed }
    let line = typed.replacing(/(\p{L})_([ijkl])([ijkl])(?!\w)/) { "\($0.1)_{\($0.2)\($0.3)}" }
    guard
      let sum = line.firstMatch(
        of: /\\sum *_(?:\{ *([a-z]) *(?:= *\w+ *)?\}(?:\^(?:\{\w+\}|\w))?|([a-z])(?![A-Za-z]))/),
      let index = (sum.output.1 ?? sum.output.2).map(String.init)
    else { return typed }
    let (before, rest) = (line[..<sum.range.lowerBound], line[sum.range.upperBound...])
    if let double = overBoth(index, before, rest) { return double }
    // `x_i W_{ij}`: a row from the left.
    if let found = rest.prefixMatch(of: /\s*(\\?\p{Ll}[A-Za-z]*)_(?:\{(\w)\}|(\w)) *(\\?\p{L}[A-Za-z]*)_\{(\w)(\w)\}/),
      (found.output.2 ?? found.output.3).map(String.init) == index, found.output.5 == index || found.output.6 == index
    {
      let isRow = found.output.5 == index
      // `W_{i1}` is a column of it.
      let place = Int(isRow ? found.output.6 : found.output.5).map { $0 - 1 }
      let matrix =
        place.map { "\(found.output.4)[\(isRow ? ":, " : "")\($0)]" } ?? "\(found.output.4)\(isRow ? "" : ".T")"
      return TypesetSigns.withoutIndex(
        isSummed: true,
        "\(product("\(found.output.1) @ \(matrix)", behind: before))\(rest[found.range.upperBound...])")
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
          isSummed: true,
          withoutPair("\(product("\(first) @ \(last)", behind: before))\(line[found.range.upperBound...])"))
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
    let terms = body.replacing(/_\{\w\w\}/) { _ in "" }
    // The diagonal is added, or one row or column of it.
    if pair.output.1 == pair.output.2 { return "\(before)trace(\(terms.trimmingSpaces))\(after)" }
    let other = pair.output.1 == index ? pair.output.2 : pair.output.1
    if let place = Int(other), pairs.count == 1, terms.wholeMatch(of: /\s*\\?\w+\s*/) != nil {
      let column = pair.output.1 == index ? ":, " : ""
      return "\(before)sum(\(terms.trimmingSpaces)[\(column)\(place - 1)])\(after)"
    }
    let axis = pair.output.2 == index ? 1 : 0
    // What is divided by it has an element for each of its rows.
    let isBelow = before.last { $0 != " " } == "/" || before.hasSuffix("}{")
    let total = "sum(\(terms.trimmingSpaces), axis=\(axis)\(isBelow ? ", keepdims=true" : ""))"
    return withoutPair("\(before)\(total)\(after)")
  }

  /// `softmax(z)[0]` for `softmax(z)_1`: an element of what a call gives, which textbooks count from 1.
  static func withCalledElements(_ line: String) -> String {
    guard line.contains(")_") else { return line }
    return line.replacing(/\)_(?:\{([1-9])\}|([1-9])(?!\w))/) { found in
      ")[\((found.1 ?? found.2).flatMap { Int($0) }.map { $0 - 1 } ?? 0)]"
    }
  }

  /// `sum(Y * log(P))` for `\\sum_i \\sum_j Y_{ij} \\log P_{ij}` and `\\sum_{ij} …`: all elements are added; nil for
  /// any other sum.
  private static func overBoth(_ index: String, _ before: Substring, _ typed: Substring) -> String? {
    guard
      let inner = typed.prefixMatch(
        of: /\s*\\sum *_(?:\{ *([a-z]) *(?:= *\w+ *)?\}(?:\^(?:\{\w+\}|\w))?|([a-z])(?!\w))/),
      let second = (inner.output.1 ?? inner.output.2).map(String.init)
    else { return nil }
    let (body, after) = TypesetText.term(of: typed[inner.range.upperBound...])
    let pairs = body.matches(of: /_\{(\w)(\w)\}/).map { [String($0.output.1), String($0.output.2)] }
    let indices = [[index, second], [second, index]]
    guard let pair = pairs.first, indices.contains(pair), pairs.allSatisfy({ $0 == pair }),
      !body.contains(/_[a-z](?!\w)/)
    else { return nil }
    let factors = body.replacing(/_\{\w\w\} +(?=[\p{L}\\(])/) { _ in " * " }.replacing(/_\{\w\w\}/) { _ in "" }
    return "\(before)sum(\(factors.trimmingSpaces))\(after)"
  }

  /// A product behind what stands before it, held together where that is a factor of it.
  private static func product(_ product: String, behind before: Substring) -> String {
    let last = before.last { $0 != " " }
    let isFactor =
      last.map { $0.isLetter || $0.isNumber || ")]}".contains($0) } ?? false && !TypesetText.endsWithFunction(before)
    return isFactor ? "\(before.trimmingSpaces) * (\(product))" : "\(before)\(product)"
  }

  /// `P = …` for `P_{ij} = …`: what holds for each element holds for the whole.
  private static func withoutPair(_ line: String) -> String {
    guard let head = line.prefixMatch(of: /((?:∂\w+\/∂)?\\?\p{L}[A-Za-z]*)_\{(\w\w)\} *=/) else { return line }
    let value = line[head.range.upperBound...].replacing("_{\(head.output.2)}", with: "")
    // A bias has the one index of the columns.
    let whole = value.replacing(/_(?:\{(\w)\}|(\w)(?!\w))/) { found in
      head.output.2.contains(found.output.1 ?? found.output.2 ?? " ") ? "" : String(found.0)
    }
    return "\(head.output.1) =\(whole)"
  }
}
