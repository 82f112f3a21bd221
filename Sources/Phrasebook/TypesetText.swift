import Source
import Syntax

/// A formula as it is written for LaTeX, without what only sets it: sizes of brackets, fonts, spaces, alignment.
enum TypesetText {
  /// The line without these, its matrices as lists of rows; the line itself when there is nothing of the kind.
  static func plain(_ line: String) -> String {
    guard line.contains("\\") || line.contains("&") || line.hasPrefix("$") else { return line }
    var text = line.trimmingSpaces
    while text.hasPrefix("$"), text.hasSuffix("$"), text.count > 1 { text = String(text.dropFirst().dropLast()) }
    for (from, to) in fences where text.hasPrefix(from) && text.hasSuffix(to) {
      text = String(text.dropFirst(from.count).dropLast(to.count))
    }
    for kind in ["pmatrix", "bmatrix", "matrix", "vmatrix", "cases"] { text = withRows(text, of: kind) }
    for sign in ["\\left", "\\right", "\\bigl", "\\bigr", "\\big", "\\Big", "\\displaystyle"] {
      text = text.replacing(sign + "\\|", with: "\\|")
      // `\\leftarrow` is another command.
      for bracket in "()[]{}|" { text = text.replacing(sign + String(bracket), with: String(bracket)) }
    }
    text = text.replacing("\\limits", with: "").replacing(/\\[dt]?frac *(\d)(\d)/) { "\\frac{\($0.1)}{\($0.2)}" }
    for bar in ["\\|", "\\lVert", "\\rVert", "\\Vert"] { text = text.replacing(bar, with: "‖") }
    for space in ["\\,", "\\;", "\\:", "\\!", "\\qquad", "\\quad", "~"] where line.contains("\\") {
      text = text.replacing(space, with: " ")
    }
    for (command, sign) in signs { text = text.replacing(command, with: sign) }
    for font in ["mathbf", "mathrm", "mathcal", "mathbb", "boldsymbol", "bm", "text", "operatorname", "vec"] {
      text = withoutBraces(text, after: "\\" + font)
    }
    for name in ["argmin", "argmax"] { text = text.replacing("\\arg\\" + name.dropFirst(3), with: name) }
    text = text.replacing("&=", with: "=")
    while text.hasSuffix("\\\\") { text = String(text.dropLast(2)).trimmingSpaces }
    return text
  }

  /// The same with its letters as letters, its functions by their names, its fractions with their bars drawn and its
  /// sums as calls, all in one pass: a formula of several such is not searched piece by piece.
  ///
  /// A sum that was typed as a sign is read exactly as one that was typed as a command.
  static func readable(_ line: String, _ surroundings: Habits.Surroundings) -> String {
    // Most lines hold nothing that a formula is set with: of each reading of a line this is asked.
    guard line.contains(where: marks.contains) || line.contains(" 1") else { return line }
    let apart = TypesetMatrices.withProductsOfLetters(line, surroundings)
    let marked = TypesetMatrices.withWholeDivisors(TypesetMarks.plain(apart))
    let named = TypesetIndices.withCalledElements(TypesetMarks.withWordsBelow(plain(marked), surroundings.isKnown))
    let summed = TypesetSigns.withSums(named, surroundings.bound.contains)
    let signed = TypesetSigns.withoutIndex(TypesetIndices.plain(summed), isClaim: surroundings.isValue)
    let outer = TypesetMatrices.withOuterProducts(signed, surroundings)
    let inverted = TypesetMatrices.withInverses(TypesetSigns.withGroups(outer), surroundings)
    let start = TypesetSigns.withNorms(inverted, surroundings.rank)
    guard start != line || ["\\", "^T", "|_", "ᵀ"].contains(where: line.contains) else { return line }
    var text = withArguments(withRoots(withFractions(TypesetDerivatives.plain(start, surroundings.rank))))
    // In a formula a quotient of numbers is a factor of what stands behind it.
    text = text.replacing(/(^|[^\w.])(\d+\/\d+) +(?=[\p{L}(‖|])/) { "\($0.1)\($0.2) * " }
    text = TypesetMatrices.withTransposes(withFunctions(withSums(text, surroundings)), surroundings)
    // What is known to be no function is not called by what stands apart.
    text = text.replacing(/(^|[^\w.\\])(\p{L}\w*) +(?=\()/) { found in
      let name = String(found.2)
      let isValue = surroundings.isKnown(name) && !surroundings.isFunction(name)
      return isValue ? "\(found.1)\(name) * " : String(found.0)
    }
    // What a function of numbers gives is multiplied, and not called.
    text = text.replacing(/((?:\\sigma|\\?\b(?:sin|cos|exp|log|ln|tanh)|σ)['′]?\([^()]*\))(?=[(A-Za-z])/) {
      "\($0.1) * "
    }
    // What stands beside each other is multiplied, but for a function before what it takes and the dx of an integral.
    text = text.replacing(/([)\]]) *(?=\\(?:log|ln|exp|sin|cos|tanh?|sigma)\b)/) { "\($0.1) * " }
    text = TypesetMatrices.withProducts(text, surroundings)
    text = text.replacing(/([)\]]) +(?=[A-Za-z])(?!d[a-z]\b)/) { "\($0.1) * " }
    text = text.replacing(/(\\?[A-Za-z]\w*) +(?=[A-Za-z]|\\(?:log|ln|exp|sin|cos|tanh?)\b)(?!d[a-z]\b)/) { found in
      let name = String(found.1)
      let isFunction = functions.contains(String(name.prefix { $0 != "_" }))
      if surroundings.rank(name) == 2 { return name + " @ " }
      // A capital may be a matrix, of which the rules know more.
      let isOther = name.hasPrefix("\\") || name.first?.isUppercase ?? false || words.contains(name)
      return isFunction || isOther ? String(found.0) : name + " * "
    }
    text = text.replacing(/\ \*\ (?=(if|for|in|and|or|where|otherwise)\b)/) { _ in " " }
    return text.replacing(/\\([A-Za-z]+)/) { found in
      let name = String(found.1)
      if functions.contains(name) { return name }
      // A dot between vectors is their dot product, and between numbers the product that it is.
      if name == "cdot" { return "·" }
      if name == "times" { return "*" }
      // Sums, limits and integrals are read with what stands below them.
      guard !spans.contains(name), let symbol = InputSymbols.symbol(for: name) else { return String(found.0) }
      return symbol
    }
  }

  private static let functions: Set<String> = [
    "sin", "cos", "tan", "exp", "log", "ln", "max", "min", "tanh", "det", "softmax", "argmin", "argmax",
  ]

  /// A function at the end of a text, which takes what comes next: also the `\\log_2` and the `\\sin^2`.
  static func endsWithFunction(_ text: Substring) -> Bool {
    let name = text.firstMatch(of: /\\?([A-Za-z]+)(?:_\{?\w+\}?)?(?:\^\{?\w+\}?)? *$/)?.output.1
    return name.map { functions.contains(String($0)) } ?? false
  }

  /// What every formula that is read otherwise holds one of.
  private static let marks = Set("\\&$∑∏Σ_[^⁻²³𝟏|‖ᵀ⟨𝟙½⋆")
  private static let words: Set<String> = ["if", "for", "in", "and", "or", "not", "where", "otherwise"]
  private static let spans: Set<String> = [
    "sum", "prod", "int", "lim", "to", "infty", "partial",
  ]

  /// `(a)/(b)` for `\\frac{a}{b}`, and a sign before what is multiplied by it.
  private static func withFractions(_ text: String) -> String {
    guard let command = text.firstMatch(of: /\\[dt]?frac\{/), let above = group(text, from: command.range.upperBound),
      text[above.upperBound...].dropFirst().first == "{",
      let below = group(text, from: text.index(above.upperBound, offsetBy: 2))
    else { return text }
    let behind = text[text.index(after: below.upperBound)...]
    // A derivative is no quotient.
    if text[above].contains("partial") || text[above].hasPrefix("d") && text[below].hasPrefix("d") {
      return "\(text[..<behind.startIndex])\(withFractions(String(behind)))"
    }
    let before = text[..<command.range.lowerBound]
    let rest = behind.drop { $0 == " " }
    let next = rest.first
    // Of two bars the second closes what the first opened.
    let opensNorm = next == "‖" && before.count { $0 == "‖" }.isMultiple(of: 2)
    let isFactor = next.map { $0.isLetter || $0.isNumber || "(\\".contains($0) || opensNorm } ?? false
    let isOperator = rest.prefixMatch(of: /\\(cdot|times|div|leq?|geq?|neq?|approx|to|in|odot)\b/) != nil
    let bar = "\(inParentheses(text[above]))/\(inParentheses(text[below]))"
    let gap = isFactor && !isOperator ? " * " : next.map { ")]}^,".contains($0) } ?? true ? "" : " "
    // What a function takes is the whole fraction.
    if endsWithFunction(before) { return before.trimmingSpaces + withFractions("(\(bar))\(gap)\(rest)") }
    // A quotient is raised, and divides, as a whole.
    let isPart = next == "^" || before.last.map { "^/)}".contains($0) || $0.isLetter || $0.isNumber } ?? false
    return before + withFractions((isPart ? "(\(bar))" : bar) + gap + rest)
  }

  /// `\\exp(x)` for `\\exp{x}` and `\\exp\\{x\\}`.
  private static func withArguments(_ text: String) -> String {
    guard let head = text.firstMatch(of: /\\?\b(?:log|ln|exp|sin|cos|tan|tanh|max|min|det|softmax) *\\?\{/),
      let inside = group(text, from: head.range.upperBound)
    else { return text }
    let name = text[head.range].prefix { $0 == "\\" || $0.isLetter }
    let argument = text[inside].hasSuffix("\\") ? text[inside].dropLast() : text[inside]
    let rest = withArguments("(\(argument))\(text[text.index(after: inside.upperBound)...])")
    return "\(text[..<head.range.lowerBound])\(name)\(rest)"
  }

  /// `log(y[i - 1])` for `\\log y[i - 1]`: a function takes the element, and not its list.
  private static func withFunctions(_ text: String) -> String {
    text.replacing(/(\\?\b(?:log|ln|exp|sin|cos|tan|tanh)) +(\\?[A-Za-z]\w*(?:\[[^\]]*\]|\([^()]*\)(?:\[[^\]]*\])?))/) {
      "\($0.1)(\($0.2))"
    }
  }

  /// `sqrt(a)` for `\\sqrt{a}`, and a power for another root.
  private static func withRoots(_ text: String) -> String {
    guard let command = text.firstMatch(of: /\\sqrt(\[(\w+)\])?\{/),
      let inside = group(text, from: command.range.upperBound)
    else { return text }
    let root = command.output.2.map { "(\(text[inside]))^(1/\($0))" } ?? "sqrt(\(text[inside]))"
    return withRoots(
      text[..<command.range.lowerBound] + root + text[text.index(after: inside.upperBound)...])
  }

  /// `sum(map(i -> x[i - 1], 1..n))` for `\\sum_{i=1}^{n} x_i`, and `sum(x)` for `\\sum_i x_i`: a sum goes over one
  /// term, and what has the index that moves is an element, which textbooks count from where the sum begins.
  private static func withSums(_ text: String, _ surroundings: Habits.Surroundings) -> String {
    guard
      let head = text.firstMatch(
        of:
          /(\\sum|\\prod)(?![A-Za-z]) *(?:_\{ *(\w) *= *(\w+) *\}\^(\{[^{}∞\\]+\}|\w+)|_(?:\{(\w)\}|(\w))(?:\^\w+)?)?(?! *[_^])/
      )
    else { return text }
    let (_, sign, index, start, end, inBraces, alone) = head.output
    var (body, after) = term(of: text[head.range.upperBound...].drop { $0 == " " })
    guard !body.isEmpty else { return text }
    let moving = (index ?? inBraces ?? alone).map { [String($0)] } ?? ["i", "j", "k"]
    // What has the same index further on is added up too: Σ yᵢ log pᵢ + (1 - yᵢ) log(1 - pᵢ).
    while let sign = after.first, "+-−".contains(sign), let used = moving.first(where: { has($0, body) }) {
      let (next, rest) = term(of: after.dropFirst().drop { $0 == " " })
      guard has(used, next), !next.contains("\\sum"), !next.contains("\\prod") else { break }
      body += " \(sign) \(next)"
      after = rest
    }
    // Where an element before the first is asked for, they are counted from 0.
    let shifted = moving.first.map { body.contains("_{\($0)-1}") || body.contains("_{\($0) - 1}") } ?? false
    let place = start.map { $0 == "0" || shifted ? "[\(moving[0])]" : "[\(moving[0]) - 1]" } ?? ""
    // `x^{(i)}` is the example number i.
    let indexed = moving.reduce(body) { $0.replacing("^{(\($1))}", with: "_\($1)") }
    // `softmax(z)_i` is an element of what is called.
    let called = indexed.replacing(/\)_(?:\{(\w)\}|(\w)(?![A-Za-z0-9_]))/) { found in
      moving.contains(String(found.1 ?? found.2 ?? "")) ? ")\(place)" : String(found.0)
    }
    let moved =
      start == nil
      ? called
      : called.replacing(/_\{(\w) *([-+]) *(\d)\}/) { found in
        moving.contains(String(found.1)) ? "[\(found.1) \(found.2) \(found.3)]" : String(found.0)
      }
    let elements = moved.replacing(/([A-Za-z]\w*?)_(?:\{(\w)\}|(\w)(?![A-Za-z0-9_]))/) { found in
      moving.contains(String(found.2 ?? found.3 ?? "")) ? "\(found.1)\(place)" : String(found.0)
    }
    let last = (end ?? "").filter { !"{}".contains($0) }
    let before = text[..<head.range.lowerBound]
    if let index, let first = start.flatMap({ Int($0) }), let last = Int(last), (1..<8).contains(last - first),
      let terms = terms(of: body, String(index), first...last, surroundings)
    {
      let whole = "(\(terms.joined(separator: sign == "\\prod" ? " * " : " + ")))"
      let isFactor = before.last { $0 != " " }.map { ")]".contains($0) || $0.isNumber } ?? false
      return withSums("\(before)\(isFactor ? "* " : "")\(whole) \(after)".trimmingSpaces, surroundings)
    }
    let range = "\(start ?? "")..\(last)"
    var inside = start == nil ? elements : "map(\(moving[0]) -> \(elements), \(range))"
    // The rows of a matrix are added, and not all of its numbers.
    if start == nil, elements != body,
      surroundings.rank(InputSymbols.symbol(for: String(elements.dropFirst())) ?? elements) == 2
    {
      inside += ", axis=0"
    }
    let isFactor = before.last(where: { $0 != " " }).map { ")]".contains($0) } ?? false
    let name = sign == "\\prod" ? "prod" : "sum"
    let gap = after.first.map { "+-−".contains($0) } ?? false ? " " : ""
    let sum = "\(name)(\(inside))"
    if endsWithFunction(before) { return withSums("\(before.trimmingSpaces)(\(sum))\(gap)\(after)", surroundings) }
    return withSums("\(before)\(isFactor ? "* " : "")\(sum)\(gap)\(after)", surroundings)
  }

  /// Whether something in a formula has an index.
  private static func has(_ index: String, _ formula: String) -> Bool {
    formula.contains("_{\(index)}") || formula.contains("_\(index)")
  }

  /// The terms of a sum one by one, where every letter with the index is a name that means something with each number, as
  /// t₁ and t₂; nil for any other sum.
  private static func terms(
    of body: String, _ index: String, _ range: ClosedRange<Int>, _ surroundings: Habits.Surroundings
  ) -> [String]? {
    let element = /(\\?\p{L}[A-Za-z]*)_(?:\{(\w)\}|(\w)(?!\w))/
    let letters = body.matches(of: element).filter { ($0.output.2 ?? $0.output.3).map(String.init) == index }.map {
      InputSymbols.symbol(for: String($0.output.1.drop { $0 == "\\" })) ?? String($0.output.1)
    }
    guard !letters.isEmpty,
      letters.allSatisfy({ letter in range.allSatisfy { surroundings.bound.contains(where: Self.isElement(letter, $0)) }
      })
    else { return nil }
    return range.map { number in
      body.replacing(element) { found in
        (found.2 ?? found.3).map(String.init) == index ? "\(found.1)_\(number)" : String(found.0)
      }
    }
  }

  private static func isElement(_ letter: String, _ number: Int) -> (String) -> Bool {
    { Spelling.key(of: $0) == Spelling.key(of: "\(letter)_\(number)") }
  }

  /// What stands before the next sign of a sum, or the end of what encloses it, and what comes then.
  static func term(of text: Substring) -> (term: String, rest: Substring) {
    var (depth, last, isInBars) = (0, Character("+"), false)
    let end = text.indices.first { place in
      let character = text[place]
      depth += "({[".contains(character) ? 1 : ")}]".contains(character) ? -1 : 0
      let isSign = "+-−".contains(character) && !"+-−*/^(".contains(last)
      if character != " " { last = character }
      if "|‖".contains(character) { isInBars.toggle() }
      // A sum over another is a quotient of two.
      if depth == 0, character == "/",
        text[text.index(after: place)...].prefixMatch(of: /\s*[({]?(?:\\sum|\\prod|[∑Σ∏])/) != nil
      {
        return true
      }
      return depth < 0 || depth == 0 && !isInBars && (isSign || ",;=".contains(character))
    }
    return (String(text[..<(end ?? text.endIndex)]).trimmingSpaces, text[(end ?? text.endIndex)...])
  }

  private static func inParentheses(_ text: Substring) -> String {
    Template.isSimple(String(text)) ? String(text) : "(\(text))"
  }

  /// What stands between a brace that was opened and the one that closes it.
  static func group(
    _ text: String, from start: String.Index, _ brackets: (open: Character, close: Character) = ("{", "}")
  ) -> Range<String.Index>? {
    var depth = 1
    for place in text[start...].indices {
      depth += text[place] == brackets.open ? 1 : text[place] == brackets.close ? -1 : 0
      if depth == 0 { return start..<place }
    }
    return nil
  }

  /// Signs that have no name to be typed by here.
  private static let signs = [
    ("\\langle", "⟨"), ("\\rangle", "⟩"), ("\\lfloor", "⌊"), ("\\rfloor", "⌋"), ("\\lceil", "⌈"),
    ("\\rceil", "⌉"), ("\\circ", "∘"), ("\\otimes", "⊗"), ("\\sim", "~"), ("\\succeq", "⪰"), ("\\sup_", "sup_"),
    ("\\succ", "≻"), ("\\mapsto", "↦"), ("\\forall", "∀"), ("\\exists", "∃"),
  ]
  private static let fences = [("\\[", "\\]"), ("\\(", "\\)"), ("\\begin{equation}", "\\end{equation}")]

  /// A matrix between `\\begin` and `\\end`, whose rows end with `\\\\` and whose elements with `&`, as a list of rows.
  private static func withRows(_ text: String, of kind: String) -> String {
    guard let start = text.firstRange(of: "\\begin{\(kind)}"), let end = text.firstRange(of: "\\end{\(kind)}"),
      start.upperBound <= end.lowerBound
    else { return text }
    let rows = String(text[start.upperBound..<end.lowerBound]).replacing("\\\\", with: "\n").split(separator: "\n")
      .filter { !$0.allSatisfy(\.isWhitespace) }.map { row in
        row.split(separator: "&").map { String($0).trimmingSpaces }.joined(separator: ", ")
      }
    if kind == "cases" {
      let cases = rows.map { $0.replacing("\\text{if}", with: "").replacing("\\text{otherwise}", with: "otherwise") }
      return "\(text[..<start.lowerBound]){\(cases.joined(separator: "; "))}\(text[end.upperBound...])"
    }
    let list = rows.count == 1 ? "[\(rows[0])]" : "[\(rows.map { "[\($0)]" }.joined(separator: ", "))]"
    return withRows("\(text[..<start.lowerBound])\(list)\(text[end.upperBound...])", of: kind)
  }

  /// `E` for `\\mathbb{E}`.
  private static func withoutBraces(_ text: String, after command: String) -> String {
    guard let start = text.firstRange(of: command + "{"), let end = text[start.upperBound...].firstIndex(of: "}") else {
      return text
    }
    let inside = text[start.upperBound..<end]
    let rest = text[text.index(after: end)...]
    return withoutBraces("\(text[..<start.lowerBound])\(inside)\(rest)", after: command)
  }
}
