import Source
import Syntax

/// Other spellings of names: Greek letters in words, indices beside the letter, and products without a sign.
package enum OtherSpellings {
  /// What a name that is not known may have been meant to be, most likely first.
  package static func readings(of name: String, _ surroundings: Habits.Surroundings) -> [String] {
    var readings: [String] = []
    let wanted = Spelling.key(of: name)
    for bound in surroundings.bound where Spelling.key(of: bound) == wanted && bound != name { readings.append(bound) }
    if let symbol = InputSymbols.symbol(for: name), symbol.count == 1, surroundings.isKnown(symbol) {
      readings.append(symbol)
    }
    let barred = ["ā": "a", "ē": "e", "ī": "i", "ō": "o", "ū": "u", "ȳ": "y", "ḡ": "g"]
    if name.unicodeScalars.last?.value == 0x304 || barred[name] != nil {
      let base = barred[name] ?? String(String.UnicodeScalarView(name.unicodeScalars.dropLast()))
      if surroundings.bound.contains(base) { readings.append("mean(\(base))") }
    }
    for mark in ["_bar", "bar"]
    where name.hasSuffix(mark) && surroundings.bound.contains(String(name.dropLast(mark.count))) {
      readings.append("mean(\(name.dropLast(mark.count)))")
    }
    // `DF` is the matrix of all derivatives of F, `HF` that of the second ones.
    if let derivative = ["D": "jacobian", "H": "hessian"][name.prefix(1)],
      surroundings.isFunction(String(name.dropFirst()))
    {
      readings.append("\(derivative)(\(name.dropFirst()))")
    }
    if name.hasPrefix("I"), let size = name.wholeMatch(of: /I_?([2-9₂-₉])/)?.1.first?.wholeNumberValue {
      readings.append("eye(\(size))")
    }
    if let element = element(name, surroundings) { readings.append(element) }
    if let plain = ChineseSigns.plain(name, bound: surroundings.bound) { readings.append(plain) }
    // A matrix before a longer name: X β_hat.
    if let first = name.first.map({ String($0) }), surroundings.rank(first) == 2, name.count > 2,
      surroundings.bound.contains(String(name.dropFirst()))
    {
      readings.append("\(first) @ \(name.dropFirst())")
    }
    // A word below a letter belongs to it, and xb is a batch of x.
    if name.contains("_") && name.contains(/_\p{L}{2,}/) || ["xb", "yb"].contains(name) { return readings }
    let factors = factors(of: name)
    if factors.count > 1, factors.count <= 6, makesSense(factors, surroundings) {
      // In textbooks letters side by side are a product: of matrices where there are matrices.
      readings.append(factors.joined(separator: " @ "))
      let ranks = factors.map { surroundings.rank($0) ?? 0 }
      // Where there is no number among them, there is no other product.
      if !ranks.contains(2) || ranks.contains(0) { readings.append(factors.joined(separator: " * ")) }
    }
    return readings
  }

  /// Whether there is Chinese in a line, and all of it is known or made of words of formulas: S的均值.
  package static func readsChinese(_ line: String, _ surroundings: Habits.Surroundings) -> Bool {
    ChineseSigns.reads(line, surroundings)
  }

  /// The matrix with ones on its diagonal that the `I` of a line is beside another: `eye(len(A))`; nil where there is none.
  private static func identity(in line: String, _ surroundings: Habits.Surroundings) -> String? {
    let others = Word.words(of: line).filter { $0.kind == .name && $0.text != "I" }.map(\.text)
    let matrix =
      others.first { surroundings.rank($0) == 2 }
      ?? others.first { $0.count == 1 && $0.first?.isUppercase ?? false && !surroundings.isKnown($0) }
    return matrix.map { "eye(len(\($0)))" }
  }

  /// The line with the identity for its `I`, also behind a letter that it is multiplied by.
  private static func withIdentity(_ line: String, _ surroundings: Habits.Surroundings) -> String {
    guard line.contains("I"), !surroundings.isKnown("I"), let identity = identity(in: line, surroundings) else {
      return line
    }
    let factor = line.replacing(/(^|[^\w.])(\p{Ll}(?:_\w+)?) *\*? *I(?![\w(])/) { "\($0.1)\($0.2) * \(identity)" }
    return factor.replacing(/(^|[-+=≈(] *)I(?![\w(])/) { "\($0.1)\(identity)" }
  }

  /// Whether the `I` of a line is the identity beside a matrix.
  package static func hasIdentity(_ line: String, _ surroundings: Habits.Surroundings) -> Bool {
    identity(in: line, surroundings) != nil
  }

  /// The element that a letter with an index stands for in textbooks, which count from 1: `v[0]` for `v_1`, `A[0, 1]`
  /// for `A_12`.
  private static func element(_ name: String, _ surroundings: Habits.Surroundings) -> String? {
    guard let mark = name.lastIndex(where: { !$0.isNumber }), mark > name.startIndex else { return nil }
    let places = name[name.index(after: mark)...].compactMap(\.wholeNumberValue)
    let base = String(name[...mark].prefix { $0 != "_" })
    guard !places.isEmpty, !places.contains(0), surroundings.rank(base) == places.count else { return nil }
    return "\(base)[\(places.map { String($0 - 1) }.joined(separator: ", "))]"
  }

  /// What a whole line may have been meant to be, with what is worth knowing about it.
  static func lines(of line: String, _ surroundings: Habits.Surroundings) -> [(line: String, sentence: Phrase?)] {
    var lines: [(line: String, sentence: Phrase?)] = [
      (
        withoutShifts(withSubscripts(line)),
        "An index that moves is a step of a loop: _last is what the step before left, _next what the next will have."
      ),
      (
        withPoints(withJoinedThousands(line)),
        "A number has a point and no comma, and nothing between its thousands; a list is written in brackets."
      ),
    ]
    lines.insert((withMultipliedValues(line), nil), at: 0)
    if let claim = claim(ofProducts: line, surroundings) {
      lines.append((claim, "≈ compares up to rounding, == every digit; = gives a name a value."))
    }
    lines.append((ChineseSigns.line(line, surroundings), nil))
    if let statements = Recurrences.statements(of: line) {
      lines.append((statements, "A semicolon stands between two statements."))
    }
    if let loop = Recurrences.repeated(line) { lines.append((loop, nil)) }
    if let loop = Recurrences.loop(of: line, surroundings.bound) {
      lines.insert((loop, "An index that moves is a turn of a loop, of which this makes a hundred."), at: 0)
    }
    // The layers of backpropagation, as they stand above the letters.
    if line.contains("ˡ") {
      let named = line.replacing("ˡ⁺¹", with: "_next").replacing("ˡ⁻¹", with: "_last").replacing("ˡ", with: "")
      lines.append((named, "Names take the place of numbers of layers."))
    }
    if line.contains("⟂") || line.contains("⊥") {
      let zero = line.replacing(/[⟂⊥] *0/) { _ in "≈ 0" }
      let right = zero.replacing(/(.+?) *[⟂⊥] *(.+)/) { "(\($0.1)) · (\($0.2)) ≈ 0" }
      lines.append((right, "What is orthogonal has the product 0."))
    }
    // For all of them: a claim is compared at some.
    let forAll = /[ ,]+(?:∀|for all|for every|\\forall) *[\p{L}₀-₉]+(?: *(?:∈|\\in) *\S+)?$/
    if let all = line.firstMatch(of: forAll) { lines.append((String(line[..<all.range.lowerBound]), nil)) }
    if line.contains(";"), line.contains("(") { lines.append((withRows(line), "A list is written in brackets.")) }
    if let list = list(line) { lines.append((list, "A list is written in brackets.")) }
    lines.append((TypesetText.plain(line), nil))
    lines.append(typeset(line, surroundings))
    lines.append((withUnequal(line), nil))
    if let named = withSquareInName(line, surroundings) {
      lines.append((named, "² is the square, and no part of a name."))
    }
    if line.contains("=}") {
      let named = line.replacing(/\{([\w.\[\]]+)=\}/) { "\($0.1) = {\($0.1)}" }
      lines.append((named, "Every string takes values in braces."))
    }
    lines.append((withDigits(line), "A number has digits on both sides of its point."))
    lines.append((withPlainQuotes(line), "Every string takes values in braces."))
    lines.append((withoutTypes(line), "A name needs no type beside it."))
    if let filled = FilledText.line(of: line) { lines.append((filled, "Every string takes values in braces.")) }
    return lines.filter { $0.line != line }
  }

  /// `[[2, -1], [-1, 2]]` for `(2 -1; -1 2)`: a matrix whose rows a semicolon parts.
  private static func withRows(_ line: String) -> String {
    let row = /[-−]?[\d.]+(?:(?: *, *| +)[-−]?[\d.]+)*/
    return line.replacing(/\( *([-−\d., ]+(?:;[-−\d., ]+)+)\)/) { found in
      let rows = found.1.split(separator: ";").map { String($0).trimmingSpaces }
      guard rows.allSatisfy({ $0.wholeMatch(of: row) != nil }) else { return String(found.0) }
      let lists = rows.map { "[\($0.replacing(/[ ]*,[ ]*|[ ]+/) { _ in ", " })]" }
      return "[\(lists.joined(separator: ", "))]"
    }
  }

  /// The line with its formulas as they are written here.
  static func typeset(_ line: String, _ surroundings: Habits.Surroundings) -> (line: String, sentence: Phrase?) {
    let readable = withIdentity(TypesetText.readable(line, surroundings), surroundings)
    let asksElement = line.contains(/\)_\{?[1-9]/) && readable.contains(/\)\[\d\]/)
    return (readable, remark(onSumIn: readable) ?? (asksElement ? "Places in brackets are counted from 0." : nil))
  }

  /// What is worth knowing about a sum that was written in signs.
  private static func remark(onSumIn line: String) -> Phrase? {
    guard line.contains("(map(") else { return nil }
    if let element = line.firstMatch(of: /([A-Za-z]\w*)\[\w - 1\]/)?.output.1 {
      return "Elements are counted from 0: \(element)[0] is the first."
    }
    return line.contains("sum(map(") ? "sum adds the elements; map makes them." : nil
  }

  /// The line with `1000000` for `1 000 000`, outside of brackets.
  private static func withJoinedThousands(_ line: String) -> String {
    let (words, source) = (Word.words(of: line), SourceText(line))
    var (text, depth, last) = ("", 0, 0)
    for (index, word) in words.enumerated() {
      depth += word.nesting
      guard depth == 0, word.kind == .number, index > 0, words[index - 1].kind == .number,
        word.span.lower == words[index - 1].span.upper + 1, word.text.count == 3, word.text.allSatisfy(\.isNumber),
        words[index - 1].text.count <= 3, words[index - 1].text.allSatisfy(\.isNumber)
      else { continue }
      text += source.slice(Span(last, words[index - 1].span.upper))
      last = word.span.lower
    }
    return text + source.slice(Span(last, source.count))
  }

  /// The line with `σ(z) * (1 - σ(z))` for `σ(z)(1 - σ(z))`: what a function of numbers gives is multiplied element by
  /// element, and called by nobody.
  private static func withMultipliedValues(_ line: String) -> String {
    guard line.contains(")(") || line.contains(") (") || line.contains(/\)[\p{L}√]/) else { return line }
    let value = /(^|[^\w.])((?:σ|sigmoid|relu|tanh|sin|cos|tan|exp|log|ln|sqrt|abs)['′]?\([^()]*\)) *(?=\(|[\p{L}√])/
    return line.replacing(value) { "\($0.1)\($0.2) * " }
  }

  /// `A @ B ≈ B @ A` for `AB = BA`, and `A @ v ≈ λ * v` for `Av = λv`: letters of matrices on either side say that
  /// something is so; nil for anything else.
  package static func claim(ofProducts line: String, _ surroundings: Habits.Surroundings) -> String? {
    if let found = line.wholeMatch(of: /(\p{Lu})(\p{Ll}(?:_?\w)?) *= *(\p{L}(?:_?\w)?) *[*·]? *(\p{Ll}(?:_?\w)?)/),
      found.2 == found.4, !surroundings.isKnown("\(found.1)\(found.2)"), surroundings.rank(String(found.1)) == 2,
      surroundings.rank(String(found.2)) == 1, surroundings.rank(String(found.3)) == 0
    {
      return "\(found.1) @ \(found.2) ≈ \(found.3) * \(found.4)"
    }
    let claim = /(\p{Lu}(?: ?\p{Lu}){1,2}) *(==?|≠|!=|\\neq|≈) *(\p{Lu}(?: ?\p{Lu}){1,2})/
    guard let sides = line.wholeMatch(of: claim), sides.1 != sides.3 else { return nil }
    let factors = [sides.1, sides.3].map { $0.filter { $0 != " " } }
    guard
      factors.allSatisfy({ side in
        !surroundings.isKnown(side) && side.allSatisfy { surroundings.rank(String($0)) == 2 }
      })
    else { return nil }
    let products = factors.map { $0.map(String.init).joined(separator: " @ ") }
    let isDenied = ["≠", "!=", "\\neq"].contains(sides.2)
    return isDenied ? "not (\(products[0]) ≈ \(products[1]))" : "\(products[0]) ≈ \(products[1])"
  }

  /// Numbers beside each other as a list: `[8, 7, 6]` for `8 7 6` and `8,7,6`, also as the value of a name; nil for
  /// anything else.
  private static func list(_ line: String) -> String? {
    let (all, source) = (Word.words(of: line), SourceText(line))
    let hasName = all.count > 1 && all[0].kind == .name && all[1].text == "="
    let words = Array(all.dropFirst(hasName ? 2 : 0))
    var (elements, sign) = ([String](), "")
    for word in words where word.text != "," {
      switch word.kind {
      case .number:
        elements.append(sign + source.slice(word.span))
        sign = ""
      case .operation where word.text == "-" && sign.isEmpty: sign = "-"
      default: return nil
      }
    }
    // Of `8 - 7 - 6` nobody knows that it is a list.
    let subtracts = zip(words, words.dropFirst()).contains { word, next in
      word.text == "-" && word.span.upper < next.span.lower
        || next.text == "-" && word.kind == .number && word.span.upper == next.span.lower
    }
    guard elements.count > 1, sign.isEmpty, !subtracts else { return nil }
    return (hasName ? "\(all[0].text) = " : "") + "[\(elements.joined(separator: ", "))]"
  }

  /// The line with `!=` for `! =`; of `5! = 120` the sign stands close to the number.
  private static func withUnequal(_ line: String) -> String {
    line.contains(" ! ") ? line.replacing(/[ ]! +=(?!=)/, with: " !=") : line
  }

  /// The line that gives `R2` a value for one that would give it to `R²`; nil where the letter means something.
  private static func withSquareInName(_ line: String, _ surroundings: Habits.Surroundings) -> String? {
    guard line.contains("²"), let found = line.prefixMatch(of: /(\p{L}+)² *= *(?!=)/),
      !surroundings.isKnown(String(found.1)), !found.1.allSatisfy({ surroundings.rank(String($0)) == 2 })
    else { return nil }
    return "\(found.1)2 = " + line[found.range.upperBound...]
  }

  /// The line with `1.0` for `1.`, as NumPy writes it.
  private static func withDigits(_ line: String) -> String {
    guard line.contains(".") else { return line }
    return line.replacing(/([0-9])\.(?=[\s,;\])]|$)/) { "\($0.1).0" }
  }

  /// The line with `"…"` for `f'…'`, whose quote would else be that of a derivative.
  private static func withPlainQuotes(_ line: String) -> String {
    let characters = Array(line)
    for place in characters.indices.dropLast(2)
    where "fFrRbu".contains(characters[place]) && characters[place + 1] == "'"
      && (place == 0 || !(characters[place - 1].isLetter || characters[place - 1].isNumber))
    {
      guard let end = characters[(place + 2)...].firstIndex(of: "'") else { continue }
      let inside = characters[(place + 2)..<end]
      guard inside.contains(where: { "{ :".contains($0) }), !inside.contains("\"") else { continue }
      return withPlainQuotes(
        String(characters[..<place]) + "\"" + String(inside) + "\"" + String(characters[(end + 1)...]))
    }
    return line
  }

  /// The line with `1000` for `1,000` and `3.5` for `3,5`, outside of brackets, where no comma can stand; in parentheses
  /// around a calculation, which hold no list either, only with its thousands joined.
  private static func withPoints(_ line: String) -> String {
    let words = Word.words(of: line)
    var text = ""
    var (depth, last) = (0, 0)
    let source = SourceText(line)
    for (index, word) in words.enumerated() {
      depth += word.nesting
      guard word.text == ",", index > 0, index + 1 < words.count, words[index - 1].kind == .number,
        words[index + 1].kind == .number, words[index - 1].span.upper == word.span.lower,
        word.span.upper == words[index + 1].span.lower
      else { continue }
      let isThousands = words[index + 1].text.prefix { $0.isNumber }.count == 3
      guard depth == 0 || isThousands && words.isInCalculation(index) else { continue }
      text += source.slice(Span(last, word.span.lower)) + (isThousands ? "" : ".")
      last = word.span.upper
    }
    return text + source.slice(Span(last, source.count))
  }

  /// A definition without the types of its parameters and of its value: `def f(x):` for `def f(x: float) -> float:`.
  private static func withoutTypes(_ line: String) -> String {
    let words = Word.words(of: line)
    guard words.first?.text == "def" else { return line }
    let source = SourceText(line)
    var (text, depth, last, place) = ("", 0, 0, 0)
    var isAfter = false
    while place < words.count {
      let word = words[place]
      depth += word.nesting
      if depth == 0, word.kind == .close, !isAfter { isAfter = true }
      let isType = depth == 1 && !isAfter && word.text == ":" || depth == 0 && isAfter && word.text == "->"
      guard isType else {
        place += 1
        if depth == 0, word.text == ":" { break }
        continue
      }
      text += source.slice(Span(last, word.span.lower)).trimmingSpaces
      let inside = depth
      while place + 1 < words.count {
        let next = words[place + 1]
        if depth == inside, inside == 1 ? [",", "=", ")"].contains(next.text) : next.text == ":" { break }
        depth += next.nesting
        place += 1
      }
      last = words[place].span.upper
      place += 1
    }
    return text + source.slice(Span(last, source.count))
  }

  /// `xₙ₊₁` for `x_{n+1}`, and in such a line `xₙ` for `x_n`.
  private static func withSubscripts(_ typed: String) -> String {
    guard typed.contains("^{") || typed.contains("_{") else { return typed }
    // Steps may be counted above the letter: v^{k+1} = v^k - g^k.
    if let index = typed.prefixMatch(of: /\\?\p{L}+\^\{([ktn]) *\+ *1\} *:?=/)?.output.1 {
      return withSubscripts(
        typed.replacing("^{\(index)+1}", with: "_{\(index)+1}").replacing("^{\(index)-1}", with: "_{\(index)-1}")
          .replacing("^{\(index)}", with: "_\(index)").replacing("^\(index)", with: "_\(index)"))
    }
    // The number of a layer stands above the letter.
    let line = typed.replacing(/\^\{[(\[](l|t|k)( *[-−+] *1)?[)\]]\}/) { found in
      "_{\(found.1)\((found.2 ?? "").filter { $0 != " " }.replacing("−", with: "-"))}"
    }
    for (letter, index) in [("n", "ₙ"), ("t", "ₜ"), ("i", "ᵢ"), ("k", "ₖ"), ("j", "ⱼ"), ("l", "ₗ")] {
      let moved = ["+", "-"].filter { line.contains("_{\(letter)\($0)1}") }
      guard !moved.isEmpty else { continue }
      return line.replacing("_{\(letter)+1}", with: index + "₊₁").replacing("_{\(letter)-1}", with: index + "₋₁")
        .replacing("_{\(letter)}", with: index).replacing("_\(letter)", with: index)
    }
    return typed
  }

  /// A formula with indices that move, as a step of a loop: `h_last` for `hₜ₋₁`, `h_next` for `hₜ₊₁`, `h` for `hₜ`.
  private static func withoutShifts(_ line: String) -> String {
    let characters = Array(line)
    let indices: Set<Character> = ["ₜ", "ᵢ", "ₙ", "ₖ", "ⱼ", "ₗ"]
    guard let sign = characters.indices.dropFirst().first(where: { "₋₊".contains(characters[$0]) }),
      indices.contains(characters[sign - 1])
    else { return line }
    let moving = characters[sign - 1]
    var (text, place) = ("", 0)
    while place < characters.count {
      let character = characters[place]
      guard character == moving else {
        text.append(character)
        place += 1
        continue
      }
      place += 1
      if place < characters.count, "₋₊".contains(characters[place]) {
        text += characters[place] == "₋" ? "_last" : "_next"
        place += 1
        while place < characters.count, "₀₁₂₃₄₅₆₇₈₉".contains(characters[place]) { place += 1 }
      }
      // What was kept apart by the index stays so.
      if place < characters.count, characters[place].isLetter { text += " " }
    }
    return text
  }

  /// The letters of a name, each with its index.
  private static func factors(of name: String) -> [String] {
    var factors: [String] = []
    var follows = false
    for character in name {
      let isIndex = character == "_" || !character.isLetter || "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ".contains(character)
      if follows || isIndex, let last = factors.popLast() {
        factors.append(last + String(character))
        follows = character == "_"
      } else {
        factors.append(String(character))
        follows = false
      }
    }
    return factors
  }

  /// Only what is known for the greater part is taken apart: `πr` and `wx`, but not a word.
  private static func makesSense(_ factors: [String], _ surroundings: Habits.Surroundings) -> Bool {
    let known = factors.filter(surroundings.isKnown).count
    // A matrix stands before what it is multiplied by: the x of W₁x may be to come.
    if factors.count == 2, surroundings.rank(factors[0]) == 2, factors[1].count == 1 { return true }
    // The X of `L(w) = ‖Xw - y‖²` may be to come too.
    if factors.count == 2, let first = factors[0].first, factors[0].count == 1, first.isUppercase,
      !surroundings.isKnown(factors[0]), surroundings.isKnown(factors[1]), !surroundings.isFunction(factors[1])
    {
      return true
    }
    return known == factors.count || factors.count == 2 && factors[0] == "π"
      || factors.count <= 3 && factors.contains { !$0.utf8.allSatisfy { $0 < 0x80 } } && known > 0
  }
}
