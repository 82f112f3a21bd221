import Evaluation
import Phrasebook
import Source
import Syntax

/// What comes of a line before it is shown: it is parsed and, where all its names are known and it costs little, run on a
/// copy of the session.
extension Session {
  /// What is never run to be tried: it may take long, or reach for files.
  static let costly: Set<String> = [
    "train", "dataset", "csv", "idx", "image_file", "while", "evaluate", "boundary", "confusion",
  ]

  /// What came of a line that was tried before it is shown.
  enum Trial {
    /// It is a command, or statements that parse and, on a copy, run.
    case works
    case unreadable
    /// It is written as things are written here, and these values do not fit it.
    case stops(Diagnostic)
  }

  /// Whether a line can be typed here: it is a command, or statements that parse and, on a copy, run.
  func works(_ line: String, instead original: String) -> Bool {
    if case .works = trial(of: Habits.Reading(line), instead: original, surroundings(for: line)) { return true }
    return false
  }

  func trial(
    of reading: Habits.Reading, instead original: String, _ surroundings: Habits.Surroundings
  ) -> Trial {
    let line = reading.line
    if line.hasPrefix(":") || line.hasPrefix("?") { return isCommand(line) ? .works : .unreadable }
    let program = Parser.parse(SourceText(line))
    guard !program.hasErrors, !program.statements.isEmpty else { return .unreadable }
    // Nobody means to compute a changed copy and to throw it away.
    if program.discardsCopies { return .unreadable }
    // A line that gives a name a value is never meant as one that does not.
    let isClaim = Equation(comparing: program) != nil && OtherSpellings.claim(ofProducts: original, surroundings) != nil
    if Session.isBinding(original), !Session.binds(program), !isClaim { return .unreadable }
    // A 吗 at the end asks whether something is so.
    let asksWhether = original.contains("==") || original.hasSuffix("吗") || original.hasSuffix("吗?")
    if !asksWhether, let comparison = Equation(comparing: program), !comparison.isClaim(isKnown) {
      return .unreadable
    }
    // Two sides are compared as a whole: sum(p ≈ 1) is not what Σ p = 1 says.
    if program.comparesWithinCall, Session.isEquation(original) { return .unreadable }
    let free = FreeNames(program, original: original, isKnown: isKnown, isFunction: isFunction)
    // What a definition takes is known in its body.
    let isDefinition = Session.defines(program) && !Session.defines(Parser.parse(SourceText(original)))
    let within = isDefinition ? self.surroundings(for: line) : surroundings
    guard free.isPlausible, free.names.allSatisfy({ OtherSpellings.readings(of: $0, within).isEmpty }),
      !free.names.contains("I") || !OtherSpellings.hasIdentity(line, surroundings)
    else {
      return .unreadable
    }
    if program.multipliesNumber || program.takesElementsOfFunction(isFunction) { return .unreadable }
    let multipliesMatrices = program.multipliesMatrices(rank(of:), isKnown)
    // Of letters that hold nothing yet nobody knows whether they are matrices; capitals most likely are.
    if line.contains("@"), !original.contains("@"), !original.contains(/\^\s*(T|\\top|\{T\}|\\intercal)/) {
      if free.multipliesParameters, !multipliesMatrices { return .unreadable }
      if !free.names.isEmpty, !free.multipliesCapitals, !multipliesMatrices { return .unreadable }
    }
    if !original.contains("@"), !free.names.isEmpty || Session.defines(program), !multipliesMatrices {
      return .unreadable
    }
    // A matrix is multiplied by the vector that a function takes as matrices are.
    if !original.contains("*"), program.multipliesMatrixByParameter(rank(of:), isKnown) { return .unreadable }
    // What a fraction became must not swallow what stands behind it: 1/2 (x) is 1/(2 (x)).
    if program.dividesByImplicitProduct, !Parser.parse(SourceText(original)).dividesByImplicitProduct {
      return .unreadable
    }
    // Nor what stands behind it in a parenthesis, by a number that is a quotient: 1/2 (a + b)². None is a function either.
    if line.contains(/\d\/\d+ +\(|(?:^|[^\w.])\(\d+\/\d+\) *\(/) { return .unreadable }
    // No line means to define anew what the program gives, unless it begins with its name.
    let redefines = program.statements.contains { statement in
      guard case .function(let definition) = statement.kind else { return false }
      let name = definition.name.text
      var interpreter = interpreter
      // `f'(x) = …` is no transpose.
      let start = original.trimmingSpaces
      let typed = InputSymbols.symbol(for: String(start.dropFirst().prefix(while: \.isLetter))).map(Session.normalised)
      let isTyped =
        start.hasPrefix(name) || Session.normalised(String(start.prefix(while: \.isLetter))) == name
        || start.contains(name + "(") && !start.contains("\\" + name + "(")
        || start.contains(name + "}(") || typed == name
      // `log(ab) = log(a) + log(b)` says that something is so.
      let isClaim = definition.callsItself || !definition.usesParameters
      // `KL(p, u) = log(3) - H(p)`, of values that there are, is asked and not defined.
      let isOfValues =
        isFunction(name) && (isClaim || !definition.usesAllParameters)
        && definition.parameters.allSatisfy { isKnown($0.name.text) && !isFunction($0.name.text) }
      return (name == "T" || interpreter.isGiven(name, in: state)) && (!isTyped || isClaim) || isOfValues
    }
    if redefines { return .unreadable }
    // A body is not run: what its calls are given is looked at.
    if Session.defines(program), !takesArguments(of: program) { return .unreadable }
    // What σ gives is a number, and called by nobody: σ(z)(1 - σ(z)).
    if program.callsNumber { return .unreadable }
    // What cannot be tried is at least called: train @ [net, x, y] is a product with a function.
    let texts = Lexer.tokens(of: program.source).map { program.source.slice($0.span) }
    let isCalled = texts.indices.allSatisfy { place in
      !isCostly(texts[place]) || texts[place] == "while" || place + 1 == texts.count
        || place > 0 && texts[place - 1] == "."
        || ["(", "=", "'"].contains(texts[place + 1])
    }
    // Nor is a function multiplied: with=sgd(-1) is a call, and -1 what is wrong with it; a text, or a record, never.
    let multipliesFunction = texts.indices.dropLast().contains { place in
      let next = texts[place + 1] == "'" && place + 2 < texts.count ? texts[place + 2] : texts[place + 1]
      return ["@", "*"].contains(next) && isFunction(texts[place]) && (place == 0 || texts[place - 1] != ".")
    }
    // Nobody asks whether a function equals something: `where is r` is a question.
    let comparesFunction = texts.indices.dropLast().contains { place in
      let next = texts[place + 1] == "'" && place + 2 < texts.count ? texts[place + 2] : texts[place + 1]
      return ["==", "!=", "≈"].contains(next) && isFunction(texts[place]) && (place == 0 || texts[place - 1] != ".")
    }
    // Nor is the place of what holds nothing yet a factor of it.
    let multipliesPlace = free.names.contains { original.contains("\($0)[") && line.contains("\($0) * [") }
    let multipliesNothing = texts.indices.contains { place in
      let rest = texts[(place + 1)...]
      guard ["@", "*"].contains(texts[place]), let factor = (rest.first == "(" ? rest.dropFirst() : rest).first
      else { return false }
      return factor.hasPrefix("\"") || factor == "{" || isRecord(factor)
    }
    // Nor is a field that there is not: {x: 1}.y and [1, 2]["x"].
    let isProduct = texts.contains { ["@", "*"].contains($0) }
    let multipliesField =
      isProduct && free.names.contains { original.contains("." + $0) || original.contains("\"\($0)\"") }
    // Numbers beside each other are several: `mean of 1 2 3` is no product.
    let written = Lexer.tokens(of: SourceText(original))
    let hasNumbers = zip(written, written.dropFirst()).contains { FreeNames.isNumber($0) && FreeNames.isNumber($1) }
    let addsProduct = texts.count(where: { ["*", "@"].contains($0) }) > original.count(where: { "*@×·⋅".contains($0) })
    if hasNumbers, addsProduct { return .unreadable }
    // A place of a model is a layer: net[0].mean is no call of the model.
    let callsLayer = zip(texts, texts.dropFirst()).contains { name, next in
      next == "(" && isModel(name) && original.contains(name + "[")
    }
    guard isCalled, !callsLayer, !comparesFunction, !multipliesNothing, !multipliesPlace, !multipliesField,
      !(multipliesFunction && (isCostly(program) || line.contains("' *"))),
      !free.standsBeforeNumber(in: original, isFunction: isFunction)
    else { return .unreadable }
    guard free.names.isEmpty else {
      // A name alone that means nothing is no line to type.
      if case .name? = program.onlyExpression?.kind { return .unreadable }
      // `rows and columns?` joins words, and no conditions.
      let joinsWords = isSentence(original) && texts.contains { ["and", "or", "not"].contains($0) }
      return reading.before.isEmpty && reading.after.isEmpty && !joinsWords && takesArguments(of: program)
        ? .works : .unreadable
    }
    var copy = copyForTrial
    guard reading.before.allSatisfy({ copy.holds($0) }) else { return .unreadable }
    if isCostly(program) { return reading.after.isEmpty && copy.takesArguments(of: program) ? .works : .unreadable }
    if let error = copy.failure(of: program) {
      // What is no number was not meant to be calculated with.
      return error.code == .notANumber || isForeign(error, in: line) ? .unreadable : .stops(error)
    }
    // What is equal up to rounding is not said to be different.
    if !original.contains("=="), Equation(comparing: program) != nil, !copy.holds("all(\(line))"),
      copy.holds("all(\(line.replacing("==", with: "≈")))")
    {
      return .unreadable
    }
    return reading.after.allSatisfy { copy.holds($0) } ? .works : .unreadable
  }

  /// Whether a name is that of something costly, and not of a value of the user's.
  private func isCostly(_ name: String) -> Bool { Session.costly.contains(name) && !hidesFunction(name) }

  func isCostly(_ program: Program) -> Bool {
    let tokens = Lexer.tokens(of: program.source)
    // The `train` of `data.train` is a field.
    return tokens.indices.contains { place in
      let name = program.source.slice(tokens[place].span)
      // A name that is given a value is no call.
      guard isCostly(name), name == "while" || place + 1 == tokens.count || tokens[place + 1].kind != .symbol(.bind)
      else { return false }
      return (place == 0 || tokens[place - 1].kind != .symbol(.point))
    }
  }

  /// Whether a program can be read and gives a name a value.
  static func binds(_ program: Program) -> Bool {
    !program.hasErrors
      && program.statements.contains { statement in
        switch statement.kind {
        case .bind, .update, .function: true
        default: false
        }
      }
  }

  /// Whether a program defines a function, whose body is not run to be tried.
  private static func defines(_ program: Program) -> Bool {
    program.statements.contains { if case .function = $0.kind { true } else { false } }
  }

  /// Whether a line gives a name a value, even where what stands behind the `=` cannot be read.
  static func isBinding(_ line: String) -> Bool {
    let tokens = Lexer.tokens(of: SourceText(line))
    guard tokens.count > 2, case .name = tokens[0].kind else { return false }
    return tokens[1].kind == .symbol(.bind)
  }

  /// Whether two sides stand around an equals sign that no bracket encloses.
  private static func isEquation(_ line: String) -> Bool {
    var depth = 0
    return line.contains { character in
      depth += "([{".contains(character) ? 1 : ")]}".contains(character) ? -1 : 0
      return depth == 0 && "=≈".contains(character)
    }
  }

  func isCommand(_ line: String) -> Bool {
    let (name, argument, _) = Session.split(line)
    guard let command = try? Command.find(name) else { return false }
    switch command.name {
    case "help": return helpPages[argument] != nil || isExplained(argument)
    case "doc": return argument.isEmpty || isExplained(argument)
    case "load": return isLesson(argument)
    case "goto" where lesson?.position(named: argument) != nil: return true
    default: break
    }
    switch command.argument {
    case .none: return argument.isEmpty
    case .number: return argument.isEmpty || argument.allSatisfy(\.isNumber)
    default: return true
    }
  }

  /// A copy of the session on which a line is tried for a moment.
  var copyForTrial: Session {
    var copy = self
    copy.settings.limits.steps = 20_000
    let now = world.now
    let start = now()
    copy.interpreter.host.isInterrupted = { [isInterrupted = world.isInterrupted] in
      isInterrupted() || now() - start > 0.3
    }
    return copy
  }

  /// The error with which a program stops here; nil when it ran, or ran for a moment.
  mutating func failure(of program: Program) -> Diagnostic? {
    for statement in program.statements {
      if case .command = statement.kind { return Diagnostic(code: .notHere, AdviceWords.missingTitle) }
      switch execute(statement, of: program.source, emit: { _ in }) {
      case .finished: continue
      case .interrupted: return nil
      case .failed(let diagnostic): return diagnostic.code == .tooManySteps ? nil : diagnostic
      }
    }
    return nil
  }

  /// Whether a condition is true here: one that cannot be asked is not.
  ///
  /// What it calls are the functions of the language, also where a name of the user's hides one: `size = [30, 50]`.
  mutating func holds(_ condition: String) -> Bool {
    var asked = condition
    for name in interpreter.boundNames(in: state) where condition.contains(name + "(") && hidesFunction(name) {
      let other = "language_" + name
      interpreter.bind(other, to: interpreter.value(of: name, in: State()), in: &state)
      asked = Session.calling(other, for: name, in: asked)
    }
    let program = Parser.parse(SourceText("assert (\(asked))"))
    guard !program.hasErrors, let statement = program.statements.first,
      case .finished = execute(statement, of: program.source, emit: { _ in })
    else { return false }
    return true
  }

  /// The text with another name before each parenthesis that calls `name`.
  private static func calling(_ other: String, for name: String, in text: String) -> String {
    let pieces = text.split(separator: name + "(", omittingEmptySubsequences: false)
    return pieces.dropFirst().reduce(pieces.first.map(String.init) ?? "") { whole, piece in
      let isLonger = whole.last.map { $0.isLetter || $0.isNumber || "_.".contains($0) } ?? false
      return whole + (isLonger ? name : other) + "(" + piece
    }
  }

  private func isExplained(_ name: String) -> Bool {
    Reference.entry(named: name) != nil || Guide.all.entry(named: name) != nil || isKnown(name)
  }
}

extension Program {
  /// Whether it is one call that is given a comparison, or a function that compares, and does not ask whether all holds.
  fileprivate var comparesWithinCall: Bool {
    guard var call = onlyExpression else { return false }
    while case .call(let callee, let arguments) = call.kind {
      if case .lambda = callee.kind { return false }
      if case .name(let name) = callee.kind, ["all", "any", "count", "map"].contains(name) { return false }
      let compares = arguments.contains { argument in
        if case .comparison = argument.value.kind { return true }
        guard case .lambda(_, let body) = argument.value.kind, body.count == 1,
          case .expression(let result) = body[0].kind, case .comparison = result.kind
        else { return false }
        return true
      }
      if compares { return true }
      call = callee
    }
    return false
  }

  /// Whether a function of numbers is given a function: `log(det) * A`.
  fileprivate func takesElementsOfFunction(_ isFunction: (String) -> Bool) -> Bool {
    expressions.flatMap(\.tree).contains { expression in
      guard case .call(let callee, let arguments) = expression.kind, case .name(let name) = callee.kind,
        ReferenceEntry.isElementwise(name), arguments.count == 1, case .name(let inner) = arguments[0].value.kind
      else { return false }
      return isFunction(inner)
    }
  }

  /// Whether what a function of numbers gives is called again.
  fileprivate var callsNumber: Bool {
    expressions.flatMap(\.tree).contains { expression in
      guard case .call(let callee, _) = expression.kind, case .call(let inner, _) = callee.kind,
        case .name(let name) = inner.kind
      else { return false }
      return ReferenceEntry.isElementwise(name)
    }
  }
}
