import Source
import Syntax

/// Where an answer says something else than a solution, as far as both say the same around it.
///
/// With every difference mended the answer says what the solution says, so that each of them holds in every world.
struct FormDifference {
  /// A piece of the answer and what is wrong with it.
  private struct Found {
    let place: Expression
    let message: Message
    /// What stands in its place in the solution, where that is one thing.
    let official: String?
    /// How many names and numbers of the answer it takes up.
    let leaves: Int

    /// Whether the same is wrong here and there.
    func says(what other: Found) -> Bool {
      if message == other.message { return true }
      // What is missing or too much comes first, and the place that it is said of differs.
      return message.key == other.message.key && message.arguments.first == other.message.arguments.first
        && [
          .slipPartsTooMuch, .slipFactorMissing, .slipDivisorMissing, .slipTermMissing, .slipSubtrahendMissing,
        ].contains(message.key)
    }
  }

  private let answer: AnswerText
  private let solution: AnswerText
  private let right: Set<String>
  private var found: [Found] = []
  /// How many names and numbers there are in what was compared.
  private var leaves = 0
  /// How many there are in the value of the solution that is looked at.
  private var whole = 0
  /// Whether a value was typed that should be another.
  private var isTyped = false

  /// The differences between two programs that do the same steps; nil where they do not.
  ///
  /// `right` are the names whose lines are as they should be, however they are written.
  init?(_ answer: AnswerText, _ solution: AnswerText, except right: Set<String> = []) {
    self.answer = answer
    self.solution = solution
    self.right = right
    guard walk(answer.program.statements, solution.program.statements) else { return nil }
  }

  /// Whether there are two that are not one and the same.
  var isOfTwo: Bool { found.count == 2 && found[0].message != found[1].message }

  /// Each by itself, where it is known what stands in its place.
  var singles: [Slip] {
    found.compactMap { one in
      one.official.map { Slip([(one.place.span, "(\($0))")], at: one.place.span, one.message) }
    }
  }

  /// What is said about them: one, one that comes again, or two places; nil where little is the same.
  var slip: Slip? {
    guard !isTyped, let first = found.first, found.reduce(0, { $0 + $1.leaves }) < leaves else { return nil }
    func said(_ message: Message) -> Slip { Slip([], at: first.place.span, message) }
    if found.allSatisfy({ $0.says(what: first) }) {
      return Slip([], at: first.place.span, first.message, places: Set(found.map(\.place.span.lower)).count)
    }
    guard found.count == 2, let second = found.last else { return nil }
    let (a, b) = (first.place.span, second.place.span)
    guard a.upper <= b.lower || b.upper <= a.lower else { return nil }
    let key = first.message.key
    if [.slipAdd, .slipSubtract].contains(key), second.message.key == key {
      return said(Message(.slipTwoSigns, saying: first.message.arguments + second.message.arguments))
    }
    if [first, second].allSatisfy({ [.slipName, .slipNumber].contains($0.message.key) }) {
      if first.message.arguments == second.message.arguments.reversed() {
        return said(Message(.slipExchanged, saying: first.message.arguments))
      }
      let words = [0, 1].flatMap { [first.message.arguments[$0], second.message.arguments[$0]] }
      return said(Message(.slipTwoNames, saying: words))
    }
    // Two places that are all there is leave nothing that is right.
    guard found.reduce(0, { $0 + $1.place.leaves }) < leaves else { return nil }
    return said(Message(.slipTwoPlaces, found.map { Slip.short(text($0.place)) }))
  }

  private func text(_ expression: Expression) -> String { answer.source.slice(expression.span) }

  private mutating func add(
    _ place: Expression, _ pieces: [Expression], _ key: MessageKey, _ words: String..., official: Expression? = nil
  ) {
    let leaves = pieces.reduce(0) { $0 + $1.leaves }
    let other = official.map { solution.source.slice($0.span) }
    found.append(Found(place: place, message: Message(key, words.map(Slip.short)), official: other, leaves: leaves))
  }

  // MARK: Statements

  private mutating func walk(_ own: [Statement], _ official: [Statement]) -> Bool {
    guard own.count == official.count else { return false }
    for (first, second) in zip(own, official) where !first.bindsOnly(right) || !second.bindsOnly(right) {
      switch (first.kind, second.kind) {
      case (.expression(let a), .expression(let b)): compare(a, b)
      case (.bind(let names, let a), .bind(let others, let b)) where names.map(\.text) == others.map(\.text):
        compare(a, b)
      case (.update(let name, let sign, let a), .update(let other, let otherSign, let b))
      where name.text == other.text && sign == otherSign:
        compare(a, b)
      case (.function(let a), .function(let b))
      where a.name.text == b.name.text && a.parameters.map(\.name.text) == b.parameters.map(\.name.text):
        guard walk(a.body, b.body) else { return false }
      case (.forLoop(let names, let a, let body), .forLoop(let others, let b, let otherBody))
      where names.map(\.text) == others.map(\.text):
        compare(a, b)
        guard walk(body, otherBody) else { return false }
      case (.whileLoop(let a, let body), .whileLoop(let b, let otherBody)):
        compare(a, b)
        guard walk(body, otherBody) else { return false }
      default: return false
      }
    }
    return true
  }

  // MARK: Expressions

  private func areAlike(_ own: Expression, _ official: Expression) -> Bool { Form(own) == Form(official) }

  private mutating func compare(_ own: Expression, _ official: Expression) {
    // A value that was typed has no place to mend, and what belongs there would be the answer.
    if own.isLiteral, !areAlike(own, official) { isTyped = true }
    let known = found.count
    whole = official.leaves
    walk(own, official)
    if found.count > known { leaves += own.leaves }
  }

  private mutating func walk(_ own: Expression, _ official: Expression) {
    if areAlike(own, official) { return }
    let chain = FormDifference.chain(own) ?? FormDifference.chain(official)
    if let areTerms = chain, chains(own, official, areTerms) { return }
    let (mine, theirs) = (own.children, official.children)
    if chain == nil, let label = FormDifference.label(own), label == FormDifference.label(official),
      mine.count == theirs.count,
      FormDifference.isFunction(own) == FormDifference.isFunction(official)
    {
      for (a, b) in zip(mine, theirs) { walk(a, b) }
      return
    }
    // What is much larger, or most of a value, is the answer itself.
    guard official.tree.count <= 6, !official.isMost(of: whole) else {
      return add(own, [own], .slipElse, text(own), official: official)
    }
    var key = MessageKey.slipName
    if case .number = own.kind { key = .slipNumber }
    add(own, [own], key, text(own), solution.source.slice(official.span), official: official)
  }

  /// Compares two sums or products part by part, in whatever order they are written; false where too little is the same.
  private mutating func chains(_ own: Expression, _ official: Expression, _ areTerms: Bool) -> Bool {
    let all = FormDifference.parts(own, areTerms)
    var (mine, theirs) = (all, FormDifference.parts(official, areTerms))
    func pair(_ isPair: (Part, Part) -> Bool) -> [(Part, Part)] {
      var pairs: [(Part, Part)] = []
      mine.removeAll { part in
        guard let place = theirs.firstIndex(where: { isPair(part, $0) }) else { return false }
        pairs.append((part, theirs.remove(at: place)))
        return true
      }
      return pairs
    }
    let same = pair { $0.isInverse == $1.isInverse && areAlike($0.expression, $1.expression) }
    let turned = pair { areTerms && areAlike($0.expression, $1.expression) }
    var close = pair { $0.isInverse == $1.isInverse && FormDifference.areOfOneKind($0.expression, $1.expression) }
    guard 2 * (same.count + turned.count + close.count) >= all.count, !(same.isEmpty && close.isEmpty) else {
      return false
    }
    if mine.count == 1, theirs.count == 1, mine[0].isInverse == theirs[0].isInverse {
      close.append((mine.removeLast(), theirs.removeLast()))
    }
    for (part, other) in turned {
      add(
        part.expression, [part.expression], other.isInverse ? .slipSubtract : .slipAdd, text(part.expression))
    }
    for (part, other) in close { walk(part.expression, other.expression) }
    if !mine.isEmpty || !theirs.isEmpty { surplus(of: own, areTerms, mine, theirs) }
    return true
  }

  private mutating func surplus(of chain: Expression, _ areTerms: Bool, _ mine: [Part], _ theirs: [Part]) {
    let own = mine.map(\.expression)
    let names = own.map(text).joined(separator: ", ")
    let count = String(theirs.count)
    if theirs.isEmpty { return add(chain, own, .slipPartsTooMuch, names, text(chain)) }
    // One thing in the place of another, however many make it; where signs differ, it is more than that place, but for
    // numbers: what divides by 20 multiplies by 0.05.
    let areNumbers = !areTerms && (mine + theirs).allSatisfy { Form($0.expression).isNumber }
    if own.count == 1, areNumbers || !mine[0].isInverse && !theirs.contains(where: \.isInverse) {
      return add(own[0], own, .slipElse, text(own[0]))
    }
    // A factor that is a part of one that belongs there is not in excess: the √s of √(s / c) + ε.
    func mentioned(_ expression: Expression) -> Set<String> {
      Set(expression.tree.compactMap { if case .name(let name) = $0.kind { name } else { nil } })
    }
    let isPart = own.map(mentioned).contains { names in
      !names.isEmpty && theirs.contains { mentioned($0.expression).isSuperset(of: names) }
    }
    if !areTerms, isPart { return }
    if !own.isEmpty {
      return add(chain, own, areTerms ? .slipTermsOther : .slipFactorsOther, text(chain), names, count)
    }
    guard theirs.count == 1, theirs[0].expression.tree.count <= 4 else {
      return add(chain, [], areTerms ? .slipTermsMissing : .slipFactorsMissing, text(chain), count)
    }
    let (key, divided): (MessageKey, MessageKey) =
      areTerms ? (.slipTermMissing, .slipSubtrahendMissing) : (.slipFactorMissing, .slipDivisorMissing)
    add(
      chain, [], theirs[0].isInverse ? divided : key, solution.source.slice(theirs[0].expression.span), text(chain))
  }

  /// Whether two parts are likely to stand for one another: neither is a leaf, and both are made alike.
  private static func areOfOneKind(_ own: Expression, _ official: Expression) -> Bool {
    if let areTerms = chain(own) { return chain(official) == areTerms }
    guard let label = label(own) else { return false }
    return label == Self.label(official)
  }

  /// Whether it is a call of a function that has a name.
  private static func isFunction(_ expression: Expression) -> Bool {
    guard case .call(let callee, _) = expression.kind, case .name = callee.kind else { return false }
    return true
  }

  private struct Part {
    let expression: Expression
    let isInverse: Bool
  }

  /// Whether an expression is a sum (true) or a product (false) of parts in any order; nil for everything else.
  private static func chain(_ expression: Expression) -> Bool? {
    guard case .binary(let sign, _, _, _) = expression.kind else { return nil }
    switch sign {
    case .add, .subtract: return true
    case .multiply, .divide: return false
    case .power, .matrixProduct, .remainder, .dot: return nil
    }
  }

  private static func parts(
    _ expression: Expression, _ areTerms: Bool, isInverse: Bool = false
  ) -> [Part] {
    if case .binary(let sign, let left, let right, _) = expression.kind, chain(expression) == areTerms {
      let isTurned = sign == .subtract || sign == .divide
      return parts(left, areTerms, isInverse: isInverse)
        + parts(right, areTerms, isInverse: isInverse != isTurned)
    }
    if areTerms, case .unary(.negate, let inner) = expression.kind {
      return parts(inner, areTerms, isInverse: !isInverse)
    }
    return [Part(expression: expression, isInverse: isInverse)]
  }

  /// What is the same in two expressions that differ in their parts alone.
  private static func label(_ expression: Expression) -> String? {
    switch expression.kind {
    case .number, .boolean, .name, .string, .block: return nil
    case .record(let fields): return "record " + fields.map(\.name.text).joined(separator: ",")
    case .lambda(let parameters, let body):
      guard body.count == 1, case .expression = body[0].kind else { return nil }
      return "lambda " + parameters.map(\.name.text).joined(separator: ",")
    case .conditional(let branches, let otherwise):
      let bodies = branches.map(\.body) + (otherwise.map { [$0] } ?? [])
      for body in bodies {
        guard body.count == 1, case .expression = body[0].kind else { return nil }
      }
      return "if \(branches.count) \(bodies.count)"
    case .list: return "list"
    case .range(_, _, let isInclusive): return "range \(isInclusive)"
    case .unary(let sign, _): return "unary " + sign.rawValue
    case .binary(let sign, _, _, _): return sign.rawValue
    case .comparison(_, let rest): return rest.map(\.comparator.rawValue).joined(separator: " ")
    case .and: return "and"
    case .or: return "or"
    case .call(_, let arguments): return "call " + arguments.map { $0.name?.text ?? "" }.joined(separator: ",")
    case .index(_, let places):
      return "index "
        + places.map { place in
          switch place {
          case .at: return "at"
          case .slice(let from, let to, let by, _): return "\(from == nil):\(to == nil):\(by == nil)"
          case .newAxis: return "None"
          case .rest: return "..."
          }
        }.joined(separator: ",")
    case .member(_, let name): return "." + name.text
    case .prime(_, let order): return "prime \(order)"
    case .gradient: return "∂"
    }
  }
}
