package import Source
package import Syntax

/// What can be told about an answer, or a solution, from its text alone.
package struct AnswerText {
  /// The program.
  package let program: Program
  /// The text it was read from.
  package let source: SourceText

  /// Reads an answer as it was typed.
  package init(_ text: String) { self.init(SourceText(text, name: "answer")) }

  /// Reads code of a lesson.
  package init(_ source: SourceText) {
    self.source = source
    program = Parser.parse(source)
  }

  /// How many blanks `___` are left.
  package var blanks: Int { AnswerText.blanks(in: source) }

  /// How many blanks `___` a text has.
  package static func blanks(in source: SourceText) -> Int {
    words(of: Lexer.tokens(of: source)).filter { $0.utf8.count >= 3 && $0.utf8.allSatisfy { $0 == UInt8(ascii: "_") } }
      .count
  }

  /// The top-level names that it binds or updates, in order; loop variables are not among them.
  package var targets: [String] {
    var names: [String] = []
    AnswerText.collect(program.statements, into: &names)
    return names
  }

  /// The names that it binds in statements without a blank: in a starter, what is given.
  package var given: Set<String> {
    program.statements.reduce(into: []) { names, statement in
      let part = AnswerText(source.slice(statement.span))
      if part.blanks == 0 { names.formUnion(part.targets) }
    }
  }

  private static func collect(_ statements: [Statement], into names: inout [String]) {
    func add(_ name: String) { if !names.contains(name) { names.append(name) } }
    for statement in statements {
      switch statement.kind {
      case .bind(let targets, _): for target in targets { add(target.text) }
      case .update(let target, _, _): add(target.text)
      case .function(let definition): add(definition.name.text)
      case .forLoop(_, _, let body), .whileLoop(_, let body): collect(body, into: &names)
      case .expression(let expression):
        if case .conditional(let branches, let otherwise) = expression.kind {
          for branch in branches { collect(branch.body, into: &names) }
          if let otherwise { collect(otherwise, into: &names) }
        } else if case .block(let inner) = expression.kind {
          collect(inner, into: &names)
        }
      case .updateField, .returnValue, .breakLoop, .continueLoop, .assert, .command: break
      }
    }
  }

  /// The answer without what it has bound anew since and nothing has used in between: typed again, a line counts as it
  /// was typed last.
  package var current: String {
    var kept: [Statement] = []
    func mentions(_ statement: Statement, _ name: String) -> Bool {
      let span =
        switch statement.kind {
        case .bind(_, let value): value.span
        case .function(let definition):
          definition.body.map(\.span).reduce(definition.body.first?.span ?? statement.span) {
            Span($0.lower, Swift.max($0.upper, $1.upper))
          }
        default: statement.span
        }
      return AnswerText(source.slice(span)).mentionedNames.contains(name)
    }
    func isBoundAnew(_ name: String) -> Bool {
      for later in kept.reversed() {
        if mentions(later, name) { return false }
        if AnswerText.plainlyBound(later).contains(name) { return true }
      }
      return false
    }
    for statement in program.statements.reversed() {
      // What only shows a value changes nothing.
      if case .expression(let value) = statement.kind, statement.showsValue || value.isMute,
        AnswerText(source.slice(statement.span)).targets.isEmpty
      {
        continue
      }
      let bound = AnswerText.plainlyBound(statement)
      if !bound.isEmpty, bound.allSatisfy(isBoundAnew) { continue }
      kept.append(statement)
    }
    guard kept.count < program.statements.count else { return source.text }
    return kept.reversed().map { source.slice($0.span) + ($0.showsValue ? "" : ";") }.joined(separator: "\n")
  }

  /// The names that a statement binds whatever they were before.
  private static func plainlyBound(_ statement: Statement) -> [String] {
    switch statement.kind {
    case .bind(let names, _): names.map(\.text)
    case .function(let definition): [definition.name.text]
    default: []
    }
  }

  /// What some names get their values from: the statements that bind them last, and those that bind what these mention.
  package func slice(for names: [String]) -> AnswerText {
    var wanted = Set(names)
    var kept: [String] = []
    for statement in program.statements.reversed() {
      let text = source.slice(statement.span)
      let bound = Set(AnswerText(text).targets)
      guard !bound.isDisjoint(with: wanted) else { continue }
      kept.append(text)
      switch statement.kind {
      case .bind(_, let value):
        wanted.subtract(bound)
        wanted.formUnion(AnswerText(source.slice(value.span)).mentionedNames)
      case .function(let definition):
        wanted.subtract(bound)
        for inner in definition.body { wanted.formUnion(AnswerText(source.slice(inner.span)).mentionedNames) }
      default: wanted.formUnion(AnswerText(text).mentionedNames)
      }
    }
    return AnswerText(kept.reversed().joined(separator: "\n"))
  }

  /// The last statement that gives each name its value, wherever it stands, of a function what it gives: as it is
  /// written, and its words, in which all other names that are the text's own are one.
  var reports: [String: (text: String, words: [String])] {
    var found: [String: Span] = [:]
    var own: Set<String> = []
    func look(_ statements: [Statement]) {
      for statement in statements {
        switch statement.kind {
        case .bind(let names, _):
          own.formUnion(names.map(\.text))
          for name in names { found[name.text] = statement.span }
        case .function(let definition):
          own.formUnion([definition.name.text] + definition.parameters.map(\.name.text))
          if definition.body.count > 1 { found[definition.name.text] = definition.body.last?.span }
          look(definition.body)
        case .forLoop(let names, _, let body):
          own.formUnion(names.map(\.text))
          look(body)
        case .whileLoop(_, let body): look(body)
        default: continue
        }
      }
    }
    look(program.statements)
    return found.reduce(into: [:]) { reports, report in
      let text = source.slice(report.value)
      let words = AnswerText(text).words.map { $0 != report.key && own.contains($0) ? "_" : $0 }
      reports[report.key] = (text, words)
    }
  }

  /// The names that its functions give their arguments.
  package var parameters: Set<String> {
    var found: Set<String> = []
    for statement in program.statements {
      if case .function(let definition) = statement.kind { found.formUnion(definition.parameters.map(\.name.text)) }
      for expression in statement.expressions.flatMap(\.tree) {
        if case .lambda(let parameters, _) = expression.kind { found.formUnion(parameters.map(\.name.text)) }
      }
    }
    return found
  }

  /// Every expression of its statements, with all that stands within.
  var expressions: [Expression] { program.expressions }

  /// The names that it mentions, wherever.
  package var mentionedNames: Set<String> { Set(AnswerText.words(of: Lexer.tokens(of: source))) }

  private static func words(of tokens: [Token]) -> [String] {
    tokens.flatMap { token -> [String] in
      switch token.kind {
      case .name(let name): return [name]
      case .string(let pieces):
        return pieces.flatMap { piece -> [String] in
          if case .code(let inner, _, _) = piece { return words(of: inner) }
          return []
        }
      default: return []
      }
    }
  }

  /// How its values are written: the operators, however they are typed, and the functions that are called.
  var forms: Set<String> {
    Set(
      expressions.compactMap { expression in
        switch expression.kind {
        // A power is a product of a kind, and may be written as one.
        case .binary(let sign, _, _, _): sign == .power ? "*" : sign.rawValue
        case .unary(let sign, _): "unary " + sign.rawValue
        case .call(let callee, _):
          if case .name(let name) = callee.kind { name } else { nil }
        case .member(_, let name): "." + name.text
        case .gradient, .prime: "∂"
        case .comparison(_, let rest): rest.map(\.comparator.rawValue).joined(separator: " ")
        default: nil
        }
      })
  }

  /// The operations that names are computed with: what is written in the statements that they come from.
  ///
  /// A statement that calls and binds nothing, as `step(…)` does, belongs to everything.
  func operations(behind names: [String]) -> Set<String> {
    var wanted = Set(names)
    var spans: [Span] = []
    for statement in program.statements.reversed() {
      var bound: [String] = []
      AnswerText.collect([statement], into: &bound)
      var isCall = false
      if case .expression(let value) = statement.kind, case .call = value.kind { isCall = true }
      if case .updateField = statement.kind { isCall = true }
      guard isCall || bound.contains(where: wanted.contains) else { continue }
      spans.append(statement.span)
      guard case .bind(_, let value) = statement.kind else {
        wanted.formUnion(AnswerText(source.slice(statement.span)).mentionedNames)
        continue
      }
      // What a name was bound to before it is bound anew does not matter.
      wanted.subtract(bound)
      wanted.formUnion(AnswerText(source.slice(value.span)).mentionedNames)
    }
    let tokens = Lexer.tokens(of: source).filter { token in
      spans.contains { $0.lower <= token.span.lower && token.span.upper <= $0.upper }
    }
    return AnswerText.operations(of: tokens)
  }

  /// Where some operations are written as calls or between operands; nil where one of them stands otherwise, as a
  /// function does that is handed on.
  func places(of names: Set<String>) -> [Span]? {
    let spans = expressions.compactMap { expression -> Span? in
      switch expression.kind {
      case .call(let callee, _):
        if case .name(let name) = callee.kind, names.contains(name) { return expression.span }
      case .binary(let sign, _, _, _): if names.contains(sign.rawValue) { return expression.span }
      default: break
      }
      return nil
    }
    let written = Lexer.tokens(of: source).count(where: { !AnswerText.operations(of: [$0]).isDisjoint(with: names) })
    return spans.count == written ? spans : nil
  }

  /// What a typed number counts as among operations; no name is written like it.
  static let typedNumber = "0-9"

  /// What one word or sign counts as among operations; nil for anything else.
  static func operation(_ text: String) -> Set<String>? {
    let tokens = Lexer.tokens(of: SourceText(text)).filter { $0.kind != .newline && $0.kind != .end }
    guard tokens.count == 1 else { return nil }
    let found = operations(of: tokens)
    return found.isEmpty || found.contains(typedNumber) ? nil : found
  }

  static func operations(of tokens: [Token]) -> Set<String> {
    var found: Set<String> = []
    for (index, token) in tokens.enumerated() {
      switch token.kind {
      case .name(let name):
        found.insert(name)
        if name == "T", index > 0, tokens[index - 1].kind == .symbol(.point) { found.insert("transpose") }
      case .keyword(let word): found.insert(word.rawValue)
      case .partial, .nabla: found.insert("grad")
      case .prime: found.insert("derivative")
      case .transpose: found.insert("transpose")
      case .root: found.insert("sqrt")
      case .superscript: found.insert("power")
      case .number: found.insert(typedNumber)
      case .symbol(let symbol):
        found.insert(symbol.rawValue)
        if let name = name(of: symbol) { found.insert(name) }
      case .string(let pieces):
        for piece in pieces { if case .code(let inner, _, _) = piece { found.formUnion(operations(of: inner)) } }
      case .foreign, .comment, .command, .newline, .unreadable, .end: break
      }
    }
    return found
  }

  private static func name(of symbol: Symbol) -> String? {
    switch symbol {
    case .plus, .addAssign: "add"
    case .minus, .subtractAssign: "subtract"
    case .times, .multiplyAssign: "multiply"
    case .divide, .divideAssign: "divide"
    case .matrixProduct: "matmul"
    case .dot: "dot"
    case .remainder: "remainder"
    case .power: "power"
    default: nil
    }
  }
}

extension Expression {
  /// Whether it calls nothing, so that its value is all there is to it.
  fileprivate var isMute: Bool {
    tree.allSatisfy { expression in
      if case .call = expression.kind { return false }
      return true
    }
  }
}
