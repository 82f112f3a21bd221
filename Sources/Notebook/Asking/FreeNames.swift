import Phrasebook
import Source
import Syntax

/// The names in a line that mean nothing yet, and whether somebody may have meant them.
struct FreeNames {
  private(set) var names: Set<String> = []
  /// Whether what is not known are the user's own names: mentioned before, and not borrowed from another language.
  private(set) var isPlausible = true
  /// Whether parameters of functions, of which none is a capital, are multiplied as matrices are.
  private(set) var multipliesParameters = false
  /// Whether a capital that means nothing yet is multiplied as a matrix is.
  private(set) var multipliesCapitals = false

  /// Whether a name that means nothing yet stood right before a number or a call, as in `r 0.001`: nobody writes a
  /// product that way, so the name is a word of something else.
  func standsBeforeNumber(in original: String, isFunction: (String) -> Bool) -> Bool {
    let source = SourceText(original)
    let tokens = Lexer.tokens(of: source)
    return zip(tokens.indices, tokens).contains { index, token in
      guard let name = FreeNames.name(token), names.contains(name), index + 1 < tokens.count else { return false }
      if case .number = tokens[index + 1].kind { return true }
      guard let called = FreeNames.name(tokens[index + 1]), index + 2 < tokens.count else { return false }
      return isFunction(called) && tokens[index + 2].kind == .symbol(.openParen)
    }
  }

  init(_ program: Program, original: String, isKnown: (String) -> Bool, isFunction: (String) -> Bool) {
    let written = Lexer.tokens(of: SourceText(original))
    // A name after a point, or one that is called, is somebody else's; a word among words is one of a sentence.
    let own = Set(
      written.indices.filter { index in
        (index == 0 || written[index - 1].kind != .symbol(.point))
          && written[min(index + 1, written.count - 1)].kind != .symbol(.openParen)
          && !FreeNames.isWord(at: index, of: written)
      }.compactMap { FreeNames.name(written[$0]) })
    // What a bracket stands right behind is called, or has places: f(x), E[x].
    let opened = Set(
      zip(written, written.dropFirst()).filter { name, next in
        [.symbol(.openParen), .symbol(.openBracket)].contains(next.kind) && name.span.upper == next.span.lower
      }.compactMap { FreeNames.name($0.0) })
    var bound: Set<String> = []
    for statement in program.statements {
      FreeNames.collect(statement, into: &bound)
      // `:=` gives no new name a value.
      if case .update(let name, .assign, let value) = statement.kind, !isKnown(name.text),
        !Lexer.tokens(of: program.source).contains(where: {
          $0.span.lower >= value.span.lower && FreeNames.name($0) == name.text
        })
      {
        isPlausible = false
      }
    }
    for case .lambda(_, let body) in program.expressions.map(\.kind) {
      for statement in body { FreeNames.collect(statement, into: &bound) }
    }
    let parameters = program.parameterNames
    let tokens = Lexer.tokens(of: program.source)
    for (index, token) in tokens.enumerated() {
      guard let name = FreeNames.name(token) else { continue }
      // The x_1 of `F(x) = …` is an element of x.
      if FreeNames.isElement(name, of: parameters) { isPlausible = false }
      if parameters.contains(name), !name.isCapital,
        [index - 1, index + 1].contains(where: {
          tokens.indices.contains($0) && tokens[$0].kind == .symbol(.matrixProduct)
        })
      {
        multipliesParameters = true
      }
      let next = tokens[min(index + 1, tokens.count - 1)].kind
      let before = index > 0 ? tokens[index - 1].kind : .end
      // A function is called, and not calculated with; the T of A.T is none, whatever goes by that name.
      let isDifferentiated = tokens[max(index - 2, 0)..<index].contains { $0.kind == .partial }
      // Nor is the layer of a model: X @ net[0].W.
      let isLayer = next == .symbol(.openBracket) && FreeNames.isLayer(tokens[(index + 1)...])
      if !isDifferentiated, !isLayer, !(before == .symbol(.point) && name == "T"),
        [before, next].contains(where: FreeNames.isArithmetic),
        next != .symbol(.openParen), !FreeNames.isPrime(next), isKnown(name), isFunction(name)
      {
        isPlausible = false
      }
      // Only of a model a place is taken, for the fields of a layer: net[0].W.
      if next == .symbol(.openBracket), isKnown(name), isFunction(name), !isLayer, !original.contains("\(name)[") {
        isPlausible = false
      }
      // Nor is it a place: λ[max] stands for the largest of something.
      if before == .symbol(.openBracket), next == .symbol(.closeBracket), index > 1,
        FreeNames.name(tokens[index - 2]) != nil, isKnown(name), isFunction(name)
      {
        isPlausible = false
      }
      // What another language calls of an object is nothing here.
      if before == .symbol(.point), next == .symbol(.openParen), Habits.all.isForeign(name) { isPlausible = false }
      if before == .symbol(.point), index > 1, let object = FreeNames.name(tokens[index - 2]), !isKnown(object),
        !bound.contains(object), original.contains(".\(name)(")
      {
        isPlausible = false
      }
      guard !isKnown(name) else { continue }
      if before == .symbol(.point) || bound.contains(name) || next == .symbol(.arrow) || next == .symbol(.colon) {
        continue
      }
      // What a function is differentiated by is the name of what it takes: ∂f/∂x.
      if before == .partial, index > 2, tokens[index - 2].kind == .symbol(.divide),
        let function = FreeNames.name(tokens[index - 3]), isKnown(function), isFunction(function)
      {
        continue
      }
      // A parameter, `name=` in a call, or the names before an arrow.
      if next == .symbol(.bind) || FreeNames.isParameter(name, in: tokens) { continue }
      // Nobody takes a place of what holds nothing yet: E[x] is an expectation.
      if next == .symbol(.openBracket), !original.contains("\(name)["), !original.contains("_") { isPlausible = false }
      if next == .symbol(.openBracket), name == "E" { isPlausible = false }
      names.insert(name)
      if name.isCapital, [before, next].contains(.symbol(.matrixProduct)) { multipliesCapitals = true }
      // Chinese words beside something else are no product, 设 x, 看 sin, and no argument, plot 怎么用; nor is one that
      // asks a value: x = 5 吗.
      if name.unicodeScalars.contains(where: \.properties.isIdeographic),
        [before, next].contains(where: FreeNames.isArithmetic) || Speech.chinese.asks(unspaced: name)
          || before == .symbol(.openParen) && !original.contains("(")
      {
        isPlausible = false
      }
      // A word before a parenthesis, or whose method was called, is no factor.
      let isFactor = [.symbol(.times), .symbol(.matrixProduct)].contains(next)
      let isBeforeParenthesis = index + 2 < tokens.count && tokens[index + 2].kind == .symbol(.openParen)
      if isFactor, !FreeNames.isLetter(name), isBeforeParenthesis || original.contains("\(name)."),
        !original.contains(where: { "*@·×".contains($0) })
      {
        isPlausible = false
      }
      let isCalled = next == .symbol(.openParen)
      if name.last == "_" { isPlausible = false }
      // The T of A^T is no name, nor is the dx of dy/dx.
      if name == "T", before == .symbol(.power) || !own.contains(name) { isPlausible = false }
      if before == .symbol(.divide), Habits.isDifferential(name) { isPlausible = false }
      // Nobody takes the derivative by an element that has no name.
      if before == .partial, index > 1, tokens[index - 2].kind == .symbol(.divide), name.contains("_"), index > 2,
        let function = FreeNames.name(tokens[index - 3]), isFunction(function)
      {
        isPlausible = false
      }
      // An index stands for a place, and a raised letter for a power.
      if let last = name.last, name.dropLast().last == "_", last.isLetter, isKnown(String(name.dropLast(2))) {
        isPlausible = false
      }
      if name.unicodeScalars.contains(where: { $0.properties.generalCategory == .modifierLetter }) {
        isPlausible = false
      }
      // Nor is a function whose gradient is asked for: ∇g(1, 2).
      if before == .nabla, opened.contains(name) { isPlausible = false }
      // A capital before a bracket is a function, or an expectation, and no factor.
      if opened.contains(name), name.isCapital, next != .symbol(.openBracket) { isPlausible = false }
      if Habits.all.isForeign(name) || isCalled || name.hasPrefix("_")
        || !FreeNames.isLetter(name) && !own.contains(name)
      {
        isPlausible = false
      }
    }
  }

  /// Whether a name with a number behind it, such as `x_1`, is an element of what a function takes as `x`.
  static func isElement(_ name: String, of parameters: some Collection<String>) -> Bool {
    guard let mark = name.lastIndex(of: "_"), name[mark...].dropFirst().allSatisfy(\.isNumber) else { return false }
    return parameters.contains(String(name[..<mark])) && !parameters.contains(name)
  }

  /// Whether a place in brackets is followed by a point.
  private static func isLayer(_ tokens: ArraySlice<Token>) -> Bool {
    guard let close = tokens.firstIndex(where: { $0.kind == .symbol(.closeBracket) }) else { return false }
    return tokens.dropFirst(close + 1 - tokens.startIndex).first?.kind == .symbol(.point)
  }

  private static func isPrime(_ token: Token.Kind) -> Bool { if case .prime = token { true } else { false } }

  private static func isArithmetic(_ token: Token.Kind) -> Bool {
    guard case .symbol(let symbol) = token else { return false }
    return [.plus, .minus, .times, .divide, .power, .matrixProduct].contains(symbol)
  }

  /// Whether a token may stand in a name with fields and places, such as `d.train[0]`.
  static func isPath(_ token: Token) -> Bool {
    switch token.kind {
    case .name, .number, .end, .symbol(.point), .symbol(.openBracket), .symbol(.closeBracket): true
    default: false
    }
  }

  static func name(_ token: Token) -> String? {
    if case .name(let name) = token.kind { return name }
    return nil
  }

  /// Whether a token may follow the name of a parameter.
  static func separates(_ token: Token) -> Bool {
    [.symbol(.comma), .symbol(.bind), .symbol(.colon)].contains(token.kind)
  }

  static func isNumber(_ token: Token) -> Bool { if case .number = token.kind { true } else { false } }

  /// Whether a name is a word with another name, or a number, right beside it.
  private static func isWord(at index: Int, of tokens: [Token]) -> Bool {
    guard let name = name(tokens[index]), name.count > 1, name.allSatisfy({ $0.isASCII && $0.isLetter }) else {
      return false
    }
    return [index - 1, index + 1].contains { place in
      guard tokens.indices.contains(place) else { return false }
      switch tokens[place].kind {
      case .name, .number: return true
      default: return false
      }
    }
  }

  /// Letters of a textbook's formula, such as the r of πr².
  private static func isLetter(_ name: String) -> Bool { name.prefix { $0 != "_" }.count == 1 }

  private static func isParameter(_ name: String, in tokens: [Token]) -> Bool {
    for (index, token) in tokens.enumerated() where token.kind == .symbol(.arrow) {
      var place = index - 1
      while place >= 0, tokens[place].kind != .symbol(.openParen) {
        if FreeNames.name(tokens[place]) == name { return true }
        place -= 1
        if tokens[index - 1].kind != .symbol(.closeParen) { break }
      }
    }
    return false
  }

  private static func collect(_ statement: Statement, into names: inout Set<String>) {
    switch statement.kind {
    case .bind(let targets, _): names.formUnion(targets.map(\.text))
    case .forLoop(let targets, _, let body):
      names.formUnion(targets.map(\.text))
      for inner in body { collect(inner, into: &names) }
    case .whileLoop(_, let body): for inner in body { collect(inner, into: &names) }
    case .function(let definition):
      names.insert(definition.name.text)
      names.formUnion(definition.parameters.map(\.name.text))
      for inner in definition.body { collect(inner, into: &names) }
    default: break
    }
  }
}

extension String {
  fileprivate var isCapital: Bool { first?.isUppercase ?? false }
}
