import Source

/// What can be wrong with a text, as facts; `SyntaxError+Words.swift` has the words.
enum SyntaxError: Equatable, Sendable {
  /// How many errors of one text are shown.
  static let limit = 5

  // Characters and literals.
  case oddCharacter(String)
  case backslash(name: String, symbol: String?)
  case raisedLabel(String)
  case pointWithoutDigit(written: String, meant: String)
  case severalPoints(String)
  case otherBase(String)
  case numberTooLarge
  case unclosedString
  case unclosedInterpolation
  case emptyInterpolation
  case unknownEscape(String)
  case singleQuotes(String)
  case loneQuote(String)

  // Brackets and what was expected.
  case unclosedBracket(String)
  case mismatchedBracket(opened: String, closed: String)
  case unmatchedCloser(String)
  case expectedValue(after: String?, found: Phrase)
  case expected(Phrase, found: Phrase)
  case expectedInList(closer: String, found: Phrase)
  case expectedBlock(header: String, found: Phrase)
  case expectedGradient(of: String)
  case higherGradient
  case sideBySide(String, String, isCall: Bool)
  case powerThenParenthesis(String)
  case parenthesesHoldOne
  case emptyParentheses
  case emptySubscript
  case commaOutsideList
  case unpackedValues
  case operatorStartsLine(String)
  case severalRanges
  case rangeWithColon
  case looseLambda
  case unexpected(Phrase)

  // Names and values.
  case assignmentInCondition(Phrase)
  case spacedEquals
  case chainedBinding
  case cannotAssignElement(name: String)
  case cannotAssignField(name: String)
  case cannotAssignKeyword(String)
  case cannotAssignValue(String)
  case cannotAssignPrime
  case functionUpdated
  case updateInside(String)
  case parameterNotName(String)
  case repeatedName(String)
  case defaultBeforeRequired(String)
  case positionalAfterNamed
  case colonArgument(String)
  case recordKey(String)

  // Statements in the wrong place.
  case returnOutsideFunction
  case outsideLoop(String)
  case elseWithoutIf(ownLine: Bool)
  case commandInside
  case commandNotFirst

  // Habits of other languages.
  case colonBlock(header: String)
  case habit(word: String, meant: Phrase)
  case foreignOperator(String)
  case typeAnnotation(String)
  case ternary
  case comprehension
  case membership
  case loopCounter(String)
  case questionMark

  // Limits.
  case tooDeep(what: Phrase, limit: Int)
  case tooLong(limit: Int)

  // Not an error at all.
  case implicitProductInDenominator(String)

  /// The message about it, with the place and more places that matter.
  func diagnostic(at span: Span, in source: SourceText, also labels: [Diagnostic.Label] = []) -> Diagnostic {
    let words = words
    var severity = Diagnostic.Severity.error
    if case .implicitProductInDenominator = self { severity = .note }
    return Diagnostic(
      severity, code: words.code, words.title, source: source,
      labels: [Diagnostic.Label(span, words.label)] + labels, notes: words.notes, help: words.help)
  }
}

/// The parts of a message that are words.
struct Words: Equatable, Sendable {
  var code: ErrorCode
  var title: Phrase
  var label: Phrase = ""
  var notes: [Phrase] = []
  var help: Phrase?

  init(_ code: ErrorCode, _ title: Phrase, label: Phrase = "", notes: [Phrase] = [], help: Phrase? = nil) {
    self.code = code
    self.title = title
    self.label = label
    self.notes = notes
    self.help = help
  }
}
