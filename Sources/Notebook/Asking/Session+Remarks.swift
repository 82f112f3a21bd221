import Evaluation
import Phrasebook
import Source
import Syntax

/// What is said of lines that ran, in case something else was meant.
extension Session {
  /// What there is to say about a statement.
  func remarks(on statement: Statement, of source: SourceText) -> [Phrase] {
    let line = source.slice(statement.span)
    if case .expression(let expression) = statement.kind, case .name(let name) = expression.kind,
      let stale = staleValue(of: name)
    {
      return [stale]
    }
    // `repeat` alone is a function, and more often a wish.
    if case .expression(let expression) = statement.kind, case .name(let name) = expression.kind, isFunction(name),
      let sentence = Habits.all.missing(in: line, wholeLine: true, phrasebookSurroundings)
    {
      return [sentence]
    }
    if case .function = statement.kind, let other = component(inDefinition: line) ?? joinedName(inDefinition: line) {
      return [other] + remarks(on: line)
    }
    if case .function = statement.kind, !line.contains("\n") {
      return unbound(in: line, askedBy: line) + remarks(on: line)
    }
    if case .bind(let targets, let value) = statement.kind, targets.count == 1,
      let solution = solution(ofNamed: targets[0].text, value)
    {
      return [solution] + otherSpellings(boundBy: statement) + remarks(on: line)
    }
    return otherSpellings(boundBy: statement) + staleGradients(in: statement) + remarks(on: line)
  }

  /// What there is to say of a value that its formula would not give any more, because a name in it has another value.
  private func staleValue(of name: String) -> Phrase? {
    var interpreter = interpreter
    guard case .data(let old)? = interpreter.value(of: name, in: state), !isUpdated(name),
      let (source, span) = interpreter.definition(of: name, in: state)
    else { return nil }
    let (formula, before) = (source.slice(span), source.slice(Span(0, span.lower)))
    let program = Parser.parse(SourceText(formula))
    // Not `a, b = …`, and nothing that was drawn or counts on.
    guard before.hasSuffix("\(name) = ") || before.hasSuffix("\(name)="), let expression = program.onlyExpression else {
      return nil
    }
    let bound = interpreter.boundNames(in: state)
    let names = expression.tree.compactMap(\.name).filter { bound.contains($0) }
    guard names.contains(where: { !isFunction($0) }), !names.contains(name) else { return nil }
    var copy = copyForTrial
    guard let statement = program.statements.first,
      case .finished(.data(let new)) = copy.execute(statement, of: program.source, emit: { _ in }),
      copy.state.stream == state.stream
    else { return nil }
    let texts = [old, new].map { ValueText.inline(state.resolved(.data($0)), state: state, atMost: 60) }
    guard texts[0] != texts[1] else { return nil }
    return "\(NameText.of(name)) is as it was computed: \(NameText.of(name)) = \(formula) gives \(texts[1]) now"
  }

  /// Whether a name was given another value than its formula did, as by `x := x + 1`.
  private func isUpdated(_ name: String) -> Bool {
    inputs.entries.contains { entry in
      entry.text.contains(name)
        && Parser.parse(SourceText(entry.text)).statements.contains { statement in
          if case .update(let moved, _, _) = statement.kind { moved.text == name } else { false }
        }
    }
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

  /// The error of a claim about a function of the language, such as `det(A) = 2` where A has a value: it would give the
  /// function another meaning.
  func claim(in statement: Statement, of source: SourceText) -> Diagnostic? {
    let bound = interpreter.boundNames(in: state)
    // An exercise may ask for such a definition.
    guard lesson?.exercise == nil, case .function(let definition) = statement.kind,
      isFunctionOfLanguage(definition.name.text),
      !bound.contains(definition.name.text),
      definition.isClaim(aboutValuesOf: bound) || isOfMatrix(definition)
    else { return nil }
    let line = source.slice(statement.span)
    guard let sign = line.firstIndex(of: "=") else { return nil }
    let question = line[..<sign] + "≈" + line[line.index(after: sign)...]
    let program = Parser.parse(SourceText(String(question)))
    var copy = copyForTrial
    guard !program.hasErrors, copy.failure(of: program) == nil else { return nil }
    return Diagnostic(
      code: .otherHabit, AdviceWords.title, source: source, labels: [.init(statement.span)],
      notes: [AdviceWords.comparing], help: AdviceWords.help(String(question)))
  }

  /// Whether what a definition takes has the name of a matrix that there is: `trace(A) = sum(eigenvalues(A))`.
  private func isOfMatrix(_ definition: FunctionDefinition) -> Bool {
    ["det", "trace", "rank", "spectral_norm"].contains(definition.name.text)
      && definition.parameters.count == 1 && definition.parameters.allSatisfy { rank(of: $0.name.text) == 2 }
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
      let isClaim = definition.isClaim(aboutValuesOf: bound)
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
