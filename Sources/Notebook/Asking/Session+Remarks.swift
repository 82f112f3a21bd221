import Evaluation
import Phrasebook
import Source
import Syntax

/// What is said of lines that ran, in case something else was meant.
extension Session {
  /// What there is to say about a statement.
  func remarks(on statement: Statement, of source: SourceText) -> [Phrase] {
    let line = source.slice(statement.span)
    // `repeat` alone is a function, and more often a wish.
    if case .expression(let expression) = statement.kind, case .name(let name) = expression.kind, isFunction(name),
      let sentence = Habits.all.missing(in: line, wholeLine: true, phrasebookSurroundings)
    {
      return [sentence]
    }
    if case .function = statement.kind, let other = component(inDefinition: line) ?? joinedName(inDefinition: line) {
      return [other] + remarks(on: line)
    }
    if case .bind(let targets, let value) = statement.kind, targets.count == 1,
      let solution = solution(ofNamed: targets[0].text, value)
    {
      return [solution] + otherSpellings(boundBy: statement) + remarks(on: line)
    }
    return otherSpellings(boundBy: statement) + staleGradients(in: statement) + remarks(on: line)
  }

  /// Losses whose gradients a loop takes again and again though they were computed before it.
  private func staleGradients(in statement: Statement) -> [Phrase] {
    let body: [Statement]
    switch statement.kind {
    case .forLoop(_, _, let inner), .whileLoop(_, let inner): body = inner
    default: return []
    }
    var (computed, moved, asked) = (Set<String>(), Set<String>(), Set<String>())
    for inner in body {
      switch inner.kind {
      case .bind(let names, _): computed.formUnion(names.map(\.text))
      case .update(let name, _, _): moved.insert(name.text)
      default: break
      }
      for expression in inner.expressions.flatMap(\.tree) {
        if case .gradient(let loss, _) = expression.kind, case .name(let name) = loss.kind { asked.insert(name) }
      }
    }
    let stale = asked.filter { isLoss($0) && !computed.contains($0) }.sorted()
    // One step for each parameter is what a loop over them is for.
    if case .forLoop(let names, _, _) = statement.kind { moved.subtract(names.map(\.text)) }
    guard !moved.isEmpty, let loss = stale.first.map(NameText.of) else { return [] }
    return ["\(loss) was computed before the loop, and its gradient stays what it was: compute \(loss) inside the loop"]
  }

  /// Names that were bound anew beside one in another spelling: a line that reads `w1` finds `w₁`, one that binds it
  /// makes a name.
  private func otherSpellings(boundBy statement: Statement) -> [Phrase] {
    guard case .bind(let names, _) = statement.kind else { return [] }
    let bound = interpreter.boundNames(in: state)
    return names.compactMap { name in
      let key = Spelling.key(of: name.text)
      // The other name was there before.
      guard let other = bound.prefix(while: { $0 != name.text }).first(where: { Spelling.key(of: $0) == key }) else {
        return nil
      }
      let (new, old) = (NameText.of(name.text), NameText.of(other))
      return "\(new) is a name of its own now, and \(old) keeps its value: \(old) = … binds that one"
    }
  }

  /// Functions of the language that a statement hides behind a value, which they were not hidden by before.
  func hiddenFunctions(boundBy statement: Statement, besides bound: [String]) -> [Phrase] {
    switch statement.kind {
    case .bind(let names, _):
      return names.filter { !bound.contains($0.text) && hidesFunction($0.text) }.map { name in
        "\(name.text) is your value now and hides the function: :clear \(name.text) brings the function back"
      }
    case .function(let definition):
      let name = definition.name.text
      // `KL(p, u) = log(3) - H(p)` says of these values that something is so, as formulas do.
      let isOfValues =
        !definition.parameters.isEmpty && definition.parameters.allSatisfy { bound.contains($0.name.text) }
      let isClaim = isOfValues && (definition.callsItself || !definition.usesAllParameters)
      if bound.contains(name) || isClaim, !isFunctionOfLanguage(name) {
        return isClaim ? ["this defines a function \(name); whether two things are equal is asked with ≈"] : []
      }
      guard !bound.contains(name), isFunctionOfLanguage(name) else { return [] }
      return ["\(name) is your function now and hides that of the language: :clear \(name) brings it back"]
    default: return []
    }
  }

  /// Whether a name that means a function of the language was given something else.
  func hidesFunction(_ name: String) -> Bool { isFunctionOfLanguage(name) && !isFunction(name) }

  private func isFunctionOfLanguage(_ name: String) -> Bool {
    var interpreter = interpreter
    return interpreter.isFunction(name, in: State())
  }

  private func remarks(on line: String) -> [Phrase] {
    // The signs of a text stay as they are typed, and a full-width brace is one of them.
    let braces: [Phrase] =
      line.contains(/[\x22“][^\x22”]*｛[^\x22”]*｝/) ? ["In a string only plain braces take a value: {1 + 2}."] : []
    let remarks = Habits.remarks(on: line) { phrasebookSurroundings }
    guard !remarks.isEmpty else { return braces }
    var copy = copyForTrial
    return braces + remarks.filter { remark in remark.before.map { copy.holds($0) } ?? true }.map(\.sentence)
  }

  /// A system of linear equations that gave a name a value: the `Ax = b` of textbooks.
  private func solution(ofNamed name: String, _ value: Expression) -> Phrase? {
    guard name.count == 2, let matrix = name.first.map({ String($0) }), let unknown = name.last.map({ String($0) }),
      rank(of: matrix) == 2, case .name(let side) = value.kind, (rank(of: side) ?? 0) > 0
    else { return nil }
    return "\(name) is one name; the equation is solved by \(unknown) = solve(\(matrix), \(side))"
  }

  /// Elements of what a function takes that are written as names, which nothing has: the `v_1` of `f(v) = v_1^2`.
  func component(inDefinition line: String) -> Phrase? {
    let (surroundings, source) = (surroundings(for: line), SourceText(line))
    var (text, last, first) = ("", 0, "")
    for token in Lexer.tokens(of: source) {
      guard let name = FreeNames.name(token), !surroundings.isKnown(name), !isKnown(name),
        surroundings.rank(String(name.prefix { $0 != "_" })) == 1,
        let element = OtherSpellings.readings(of: name, surroundings).first(where: { $0.hasSuffix("]") })
      else { continue }
      text += source.slice(Span(last, token.span.lower)) + element
      last = token.span.upper
      if first.isEmpty { first = source.slice(token.span) }
    }
    guard !first.isEmpty else { return nil }
    let meant = text + source.slice(Span(last, source.count))
    return "\(first) is a name of its own; elements are counted from 0 in brackets: \(meant)"
  }

  /// Letters beside each other in a definition that are one name, which nothing has: the `xy` of `f(x, y) = xy`.
  private func joinedName(inDefinition line: String) -> Phrase? {
    let surroundings = surroundings(for: line)
    let free = FreeNames(
      Parser.parse(SourceText(line)), original: line, isKnown: surroundings.isKnown, isFunction: isFunction)
    // Words of Chinese beside a letter are no factors.
    let latin = free.names.filter { !$0.unicodeScalars.contains(where: \.properties.isIdeographic) }
    return latin.sorted().lazy.compactMap { name -> Phrase? in
      let product = OtherSpellings.readings(of: name, surroundings).last { $0.contains(" * ") }
      return product.map { "\(name) is one name; the product is \($0)" }
    }.first
  }
}
