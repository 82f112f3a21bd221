import Source
import Syntax

/// Every way in which an answer could be a slip away from a right one, the likelier ones first: its own tree with one
/// place mended by what slips exchange, leave out or add.
///
/// Whether one of them is right has to be tried.
struct SlipFinder {
  /// How likely a slip is.
  enum Rank: Int, CaseIterable, Comparable {
    case sign, place, leaf, piece, addition, elsewhere, last

    static func < (a: Rank, b: Rank) -> Bool { a.rawValue < b.rawValue }
  }

  let source: SourceText
  let material: SlipMaterial
  private var found: [[Slip]] = Array(repeating: [], count: Rank.allCases.count)

  /// Where a function looks for the other end than that of the solutions does.
  private var wrongEnds: [Span] = []

  /// The slips in the order in which they are worth trying.
  ///
  /// What leaves the wrong end and turns a sign for it does not mend the fault.
  var slips: [Slip] {
    found.flatMap { $0 }.filter { slip in
      wrongEnds.allSatisfy { end in
        slip.edits.contains { $0.span.lower <= end.lower && end.upper <= $0.span.upper }
      }
    }
  }

  /// `right` are the names whose lines are as they should be.
  init(_ answer: AnswerText, _ material: SlipMaterial, except right: Set<String> = []) {
    source = answer.source
    self.material = material
    guard !answer.program.hasErrors else { return }
    // A value that was typed has no place to mend, and what belongs there would be the answer.
    let roots = answer.program.statements.filter { !$0.bindsOnly(right) }.flatMap(\.expressions)
      .filter { !$0.isLiteral }
    for case .call(let callee, _) in roots.flatMap(\.tree).map(\.kind) {
      guard let other = SlipFinder.otherEnds[text(callee)], material.functions.contains(other),
        !material.functions.contains(text(callee))
      else { continue }
      wrongEnds.append(callee.span)
    }
    for root in roots { visit(root, isRoot: true, inPlace: false) }
    for root in roots { exchanges(root) }
    everywhere(roots)
  }

  // MARK: Text

  func text(_ expression: Expression) -> String { source.slice(expression.span) }

  /// Whether an expression stands in parentheses of its own.
  func isEnclosed(_ expression: Expression) -> Bool {
    guard source.slice(Span(expression.span.lower, expression.span.lower + 1)) == "(" else { return false }
    return expression.children.first.map { $0.span.lower > expression.span.lower } ?? true
  }

  /// The text of an expression as an operand.
  func operand(_ expression: Expression) -> String {
    switch expression.kind {
    case .number, .name, .call, .index, .member, .list, .prime, .string: return text(expression)
    default: return isEnclosed(expression) ? text(expression) : "(\(text(expression)))"
    }
  }

  /// The exponent or other right side of an operator, as it would be typed on the line.
  func right(_ expression: Expression, _ operatorSpan: Span) -> String {
    guard operatorSpan.lower == operatorSpan.upper, case .number(let value) = expression.kind,
      Double(text(expression)) == nil
    else { return operand(expression) }
    return value == value.rounded() && value.magnitude < 1e9 ? String(Int(value)) : String(value)
  }

  mutating func add(_ rank: Rank, _ edits: [(Span, String)], at place: Span, _ key: MessageKey, _ words: String...) {
    add(rank, edits, at: place, key, words)
  }

  private mutating func add(
    _ rank: Rank, _ edits: [(Span, String)], at place: Span, _ key: MessageKey, _ words: [String], places: Int = 1
  ) {
    let slip = Slip(edits, at: place, Message(key, words.map(Slip.short)), rank, places: places)
    found[rank.rawValue].append(slip)
  }

  /// The same mended in each of several places.
  private mutating func addAll(_ rank: Rank, _ edits: [(Span, String)], _ key: MessageKey, _ words: String...) {
    guard let first = edits.first else { return }
    add(rank, edits, at: first.0, key, words, places: edits.count)
  }

  // MARK: The tree

  /// `inPlace` says that the expression is a place, a size or an end of a range, where one more or less is a slip.
  private mutating func visit(
    _ expression: Expression, isRoot: Bool = false, isWhole: Bool? = nil, inPlace: Bool
  ) {
    chain(expression)
    switch expression.kind {
    case .number, .name: leaf(expression, isWhole: isRoot && !inPlace, inPlace: inPlace)
    case .binary(let sign, let left, let right, let place): binary(expression, sign, left, right, place)
    case .unary(.negate, let inner):
      add(.sign, [(expression.span, operand(inner))], at: expression.span, .slipMinusTooMuch, text(inner))
    case .member(let base, let name) where name.text == "T":
      add(.place, [(expression.span, text(base))], at: expression.span, .slipNotTransposed, text(base))
    case .call(let callee, let arguments) where SlipFinder.isPrime(callee):
      // A slope taken at another place.
      guard arguments.count == 1, let point = arguments.first?.value, point.children.isEmpty else { break }
      for other in material.numbers + material.names where other != text(point) {
        add(.place, [(point.span, other)], at: expression.span, .slipPoint, text(expression), text(point), other)
      }
    case .call(let callee, let arguments): call(expression, callee, arguments)
    case .comparison(let first, let rest):
      var left = first
      for part in rest {
        let (place, own) = (Span(left.span.upper, part.right.span.lower), part.comparator.rawValue)
        left = part.right
        for other in SlipFinder.comparators[own] ?? [] {
          add(.sign, [(place, " \(other) ")], at: expression.span, .slipName, own, other)
        }
      }
    case .prime(let function, let order):
      let other = text(function) + String(repeating: "'", count: order == 1 ? 2 : order - 1)
      let key: MessageKey = order == 2 ? .slipSecond : .slipName
      add(.place, [(expression.span, other)], at: expression.span, key, text(expression), other)
      if order == 1 {
        let own = text(function)
        add(.place, [(expression.span, own)], at: expression.span, .slipSlopeTooMuch, text(expression), own)
      }
    default: break
    }
    addAround(expression, isRoot: isRoot, isWhole: isWhole ?? isRoot)
    switch expression.kind {
    case .call(let callee, let arguments):
      if case .name = callee.kind {} else { visit(callee, inPlace: false) }
      for argument in arguments { visit(argument.value, isRoot: true, isWhole: false, inPlace: argument.name != nil) }
    case .index(let base, _):
      visit(base, inPlace: false)
      elements(expression)
      for place in expression.children.dropFirst() { visit(place, isRoot: true, inPlace: true) }
    case .range: for child in expression.children { visit(child, isRoot: true, inPlace: true) }
    case .binary(.power, let left, let right, let place) where place.lower == place.upper:
      // A raised exponent is no text that anything else could stand in.
      visit(left, inPlace: false)
      for number in material.numbers where Double(number) != nil {
        add(
          .leaf, [(expression.span, operand(left) + "^" + number)], at: right.span, .slipExponent,
          self.right(right, place),
          number)
      }
    default: for child in expression.children { visit(child, inPlace: inPlace) }
    }
  }

  private static let otherEnds = ["argmax": "argmin", "argmin": "argmax", "max": "min", "min": "max"]

  /// What is taken for one another.
  private static let comparators = [
    "<": ["<=", ">"], ">": [">=", "<"], "<=": ["<", ">="], ">=": [">", "<="], "==": ["!="], "!=": ["=="],
  ]

  private static func isPrime(_ callee: Expression) -> Bool {
    if case .prime = callee.kind { return true }
    return false
  }

  // MARK: Leaves

  private mutating func leaf(_ expression: Expression, isWhole: Bool, inPlace: Bool) {
    let own = text(expression)
    let isNumber = Double(own.filter { $0 != "_" }) != nil
    if isNumber {
      if own != "0" {
        add(.leaf, [(expression.span, "(-\(own))")], at: expression.span, .slipMinusMissing, own)
      }
      for (name, value) in [("π", Double.pi), ("e", 2.718281828459045)] {
        let typed = DigitsTyped(own)
        if typed.significant >= 2, typed.isRounded(value) {
          add(.sign, [(expression.span, name)], at: expression.span, .slipRounded, own, name)
        }
      }
      if inPlace, let whole = Int(own) {
        for other in [whole + 1, whole - 1] { replace(.piece, expression, String(other)) }
      }
    }
    for other in material.names where other != own { replace(.leaf, expression, other) }
    // A number that adds or multiplies nothing is a part too much, which is said elsewhere.
    for other in material.numbers where other != own && (inPlace || other != "0") {
      replace(isNumber ? .leaf : .piece, expression, other)
    }
    for other in material.pieces where !isWhole { replace(.last, expression, "(\(other))", shown: other) }
    if !isNumber { for other in material.others where other != own { replace(.elsewhere, expression, other) } }
    guard !isWhole, !isNumber || !inPlace else { return }
    for other in material.others where !material.names.contains(other) {
      add(
        .elsewhere, [(expression.span, "(\(own) * \(other))")], at: expression.span, .slipSomeFactorMissing, own)
    }
  }

  private mutating func replace(_ rank: Rank, _ expression: Expression, _ other: String, shown: String? = nil) {
    var key = MessageKey.slipName
    if case .number = expression.kind { key = .slipNumber }
    let words = shown ?? other
    // What is in no solution, or is what stands there with more beside it, is not proposed: the place alone is sure.
    let isKnown =
      material.atoms.contains(words) || SlipFinder.plain.contains(other)
      || SlipFinder.stem(of: other).map { $0 == SlipFinder.stem(of: text(expression)) } ?? false
    let isMore = material.most.contains(words) || AnswerText(words).isOperation(with: text(expression))
    guard isKnown, !isMore else {
      return add(rank, [(expression.span, other)], at: expression.span, .slipElse, text(expression))
    }
    add(rank, [(expression.span, other)], at: expression.span, key, text(expression), words)
  }

  /// A name without the number at its end, as `h` of `h₁`; nil where it has none.
  private static func stem(of name: String) -> Substring? {
    let stem = name.prefix { !$0.isNumber && $0 != "_" }
    return stem.isEmpty || stem.endIndex == name.endIndex ? nil : stem
  }

  /// Numbers that belong to formulas.
  private static let plain = ["0", "1", "2"]

  /// Two names, numbers or small pieces of one statement that have taken each other's place.
  private mutating func exchanges(_ root: Expression) {
    let small = root.tree.filter { expression in
      switch expression.kind {
      case .name, .number: return true
      case .gradient, .index, .call, .prime, .member: return expression.tree.count <= 4
      default: return false
      }
    }
    guard small.count <= 24 else { return }
    for (index, first) in small.enumerated() {
      for second in small[(index + 1)...] where second.span.lower >= first.span.upper {
        guard text(first) != text(second) else { continue }
        // What is pointed at is the smallest whole that has both.
        let whole = root.tree.last { $0.span.lower <= first.span.lower && second.span.upper <= $0.span.upper }
        add(
          .leaf, [(first.span, text(second)), (second.span, text(first))], at: (whole ?? root).span, .slipExchanged,
          text(first), text(second))
      }
    }
  }

  /// The same name, number or function mended wherever it stands.
  private mutating func everywhere(_ roots: [Expression]) {
    var places: [String: [Span]] = [:]
    var negated: [Expression] = []
    var sums: [Expression] = []
    var functions: Set<String> = []
    for expression in roots.flatMap(\.tree) {
      switch expression.kind {
      case .name, .number: places[text(expression), default: []].append(expression.span)
      case .call(let callee, _): if case .name = callee.kind { functions.insert(text(callee)) }
      case .unary(.negate, let inner):
        places["-", default: []].append(Span(expression.span.lower, inner.span.lower))
        negated.append(inner)
      case .binary(let sign, let left, let right, let place) where place.lower < place.upper:
        if sign == .add { sums.append(expression) }
        places[" \(sign.rawValue)", default: []].append(Span(left.span.upper, right.span.lower))
      case .comparison(let first, let rest) where rest.count == 1:
        let own = rest[0].comparator.rawValue
        places[" \(own)", default: []].append(Span(first.span.upper, rest[0].right.span.lower))
      default: break
      }
    }
    // The square of a sum for the sum of squares, in each of several.
    let squares = roots.flatMap(\.tree).compactMap { squareInside($0) }
    if squares.count > 1, let first = squares.first {
      addAll(.place, squares.map { ($0.span, $0.text) }, .slipSquares, first.name)
    }
    let wholes = roots.flatMap(\.tree).compactMap { whole(of: $0) }
    if wholes.count > 1, let first = wholes.first {
      addAll(.place, wholes.map { ($0.span, $0.text) }, first.key, first.name, first.text)
    }
    var callsOf: [String: [(span: Span, inner: Expression)]] = [:]
    for expression in roots.flatMap(\.tree) {
      guard case .call(let callee, let arguments) = expression.kind, case .name = callee.kind, arguments.count == 1
      else { continue }
      callsOf[text(callee), default: []].append((expression.span, arguments[0].value))
    }
    for (name, calls) in callsOf.sorted(by: { $0.key < $1.key }) where calls.count > 1 {
      addAll(
        .place, calls.map { ($0.span, operand($0.inner)) }, name == "sqrt" ? .slipRootTooMuch : .slipCallTooMuch, name,
        text(calls[0].inner))
      guard ["sqrt", "abs"].contains(name) else { continue }
      addAll(
        .place, calls.map { ($0.span, "(\(text($0.inner)))^2") }, .slipSquareInstead, text(calls[0].inner), name)
    }
    ranges(roots)
    for (own, spans) in places.sorted(by: { $0.key < $1.key }) where spans.count > 1 {
      func all(_ text: String) -> [(Span, String)] { spans.map { ($0, text) } }
      if own == "-" {
        let pieces = negated.map(text).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        addAll(.place, all(""), .slipMinusTooMuch, pieces.joined(separator: ", "))
      } else if own == " +" {
        addAll(.place, all(" - "), .slipEverySign, "−", "+")
        addAll(.place, all(" * "), .slipTimesInstead, text(sums[0]), "+")
      } else if own == " -" {
        addAll(.place, all(" + "), .slipEverySign, "+", "−")
      } else if own.first == " " {
        for other in SlipFinder.comparators[String(own.dropFirst())] ?? [] {
          addAll(.sign, all(" \(other) "), .slipName, String(own.dropFirst()), other)
        }
      } else if functions.contains(own) {
        for other in material.alternatives(to: own) { addAll(.leaf, all(other), .slipFunction, own, other) }
      } else {
        let key: MessageKey = Double(own) == nil ? .slipName : .slipNumber
        for other in material.names + material.numbers where other != own {
          addAll(.leaf, all(other), key, own, other)
        }
      }
    }
  }

  /// Another row or column of a table.
  private mutating func elements(_ expression: Expression) {
    guard case .index(_, let places) = expression.kind, places.count == 2 else { return }
    for (axis, place) in places.enumerated() {
      guard case .at(let inner) = place, let own = Int(text(inner)) else { continue }
      for other in Set(material.numbers.compactMap { Int($0) } + [own - 1, own + 1]).sorted() where other != own {
        add(
          .leaf, [(inner.span, String(other))], at: inner.span, axis == 0 ? .slipRow : .slipColumn, String(own),
          String(other))
      }
    }
  }

  /// The ranges between brackets: what a solution takes instead, in one place or in all that are the same.
  private mutating func ranges(_ roots: [Expression]) {
    var places: [String: [Span]] = [:]
    for expression in roots.flatMap(\.tree) {
      guard case .index(_, let subscripts) = expression.kind else { continue }
      for case .slice(_, _, _, let span) in subscripts { places[source.slice(span), default: []].append(span) }
    }
    for (own, spans) in places.sorted(by: { $0.key < $1.key }) {
      for other in material.ranges where other != own {
        for span in spans { add(.piece, [(span, other)], at: span, .slipRange, own, other) }
        if spans.count > 1 { addAll(.piece, spans.map { ($0, other) }, .slipRange, own, other) }
      }
    }
  }

  // MARK: Calls

  private mutating func call(_ expression: Expression, _ callee: Expression, _ arguments: [Expression.Argument]) {
    guard case .name = callee.kind else { return }
    let name = text(callee)
    for other in material.alternatives(to: name) {
      let isOpposite = ["argmax", "argmin", "max", "min"].contains(name) && name.suffix(3) != other.suffix(3)
      add(isOpposite ? .sign : .place, [(callee.span, other)], at: callee.span, .slipFunction, name, other)
    }
    for argument in arguments where argument.name?.text == "axis" {
      for axis in ["0", "1", "2", "-1"] where axis != text(argument.value) {
        add(.place, [(argument.value.span, axis)], at: argument.value.span, .slipAxis, text(argument.value), axis)
      }
    }
    let values = arguments.filter { $0.name == nil }.map(\.value)
    for (own, value) in material.named[name] ?? [] where !arguments.contains(where: { $0.name?.text == own }) {
      guard let last = arguments.last else { continue }
      add(
        .place, [(Span(last.value.span.upper, last.value.span.upper), ", \(own)=\(value)")], at: expression.span,
        .slipArgument, "\(own)=\(value)", name)
    }
    if values.count == 2 {
      add(
        .place, [(values[0].span, text(values[1])), (values[1].span, text(values[0]))], at: expression.span,
        .slipExchanged, text(values[0]), text(values[1]))
    }
    if let first = values.first, arguments.count > 1 {
      add(.piece, [(expression.span, operand(first))], at: callee.span, .slipCallTooMuch, name, text(first))
    }
    guard let inner = values.first, values.count == 1 else { return }
    let tooMuch = name == "sqrt" ? MessageKey.slipRootTooMuch : .slipCallTooMuch
    add(.place, [(expression.span, operand(inner))], at: callee.span, tooMuch, name, text(inner))
    if ["sqrt", "abs"].contains(name) {
      add(
        .place, [(expression.span, "\(operand(inner))^2")], at: expression.span, .slipSquareInstead, text(inner), name)
    }
    guard case .binary(let sign, let left, let right, let place) = inner.kind, !isEnclosed(inner) else { return }
    let rest = source.slice(Span(inner.span.upper, expression.span.upper))
    func wrapped(_ expression: Expression) -> String { "\(name)(\(text(expression))\(rest)" }
    if sign == .power, ["sum", "mean"].contains(name) {
      add(
        .place, [(expression.span, "\(wrapped(left))^\(self.right(right, place))")], at: expression.span,
        .slipOutside, "^" + self.right(right, place), name)
      return
    }
    add(
      .place, [(expression.span, "(\(wrapped(left)) \(sign.rawValue) \(operand(right)))")], at: right.span,
      .slipOutside, text(right), name)
    add(
      .place, [(expression.span, "(\(operand(left)) \(sign.rawValue) \(wrapped(right)))")], at: left.span,
      .slipOutside, text(left), name)
    add(
      .place, [(expression.span, "(\(wrapped(left)) \(sign.rawValue) \(wrapped(right)))")], at: expression.span,
      .slipEach, name, text(left), text(right))
  }

  private static let missing: [(String, MessageKey)] = [
    ("*", .slipFactorMissing), ("/", .slipDivisorMissing), ("+", .slipTermMissing), ("-", .slipSubtrahendMissing),
  ]
  private static let largeMissing: [(String, MessageKey)] = [
    ("*", .slipSomeFactorMissing), ("/", .slipSomeDivisorMissing), ("+", .slipSomeTermMissing),
    ("-", .slipSomeTermMissing),
  ]

  // MARK: Around

  /// What may be missing around or beside an expression.
  private mutating func addAround(_ expression: Expression, isRoot: Bool, isWhole: Bool) {
    let own = operand(expression)
    for (name, rest) in material.wrappers {
      if case .call(let callee, _) = expression.kind, text(callee) == name { continue }
      add(
        .piece, [(expression.span, "\(name)(\(text(expression))\(rest))")], at: expression.span, .slipCallMissing,
        name, text(expression))
    }
    switch expression.kind {
    case .number: break
    case .name, .call, .index, .member, .binary:
      if case .call(let callee, let arguments) = expression.kind, case .name(let name) = callee.kind,
        arguments.count == 1
      {
        add(
          .elsewhere, [(callee.span, "\(name)'")], at: expression.span, .slipSlopeMissing, text(expression), "\(name)'")
      }
      add(.piece, [(expression.span, "\(own).T")], at: expression.span, .slipTransposed, text(expression))
      add(.piece, [(expression.span, "(-\(own))")], at: expression.span, .slipMinusMissing, text(expression))
      add(.elsewhere, [(expression.span, "(1 - \(own))")], at: expression.span, .slipBefore, "1 −", own)
      add(.elsewhere, [(expression.span, "(1 / \(own))")], at: expression.span, .slipBefore, "1 /", own)
      add(.addition, [(expression.span, "(\(own)^2)")], at: expression.span, .slipSquare, text(expression))
    default: break
    }
    // Beside a list that is written down nothing is missing: it is its elements that are others.
    if case .list = expression.kind, expression.isLiteral { return }
    // Beside what is inside of a longer product or sum, the same is tried beside its operands.
    var isCall = false
    if case .call = expression.kind { isCall = true }
    guard isRoot || isCall || isEnclosed(expression) || expression.children.isEmpty else { return }
    for atom in material.atoms {
      let other = Double(atom) == nil && atom.contains(where: { " +-*/^".contains($0) }) ? "(\(atom))" : atom
      for (sign, key) in SlipFinder.missing {
        add(
          .addition, [(expression.span, "(\(own) \(sign) \(other))")], at: expression.span, key, atom, text(expression))
      }
    }
    // Of a large piece it is said that it is missing, and not what it is.
    for piece in material.large {
      for (sign, key) in SlipFinder.largeMissing {
        add(
          .elsewhere, [(expression.span, "(\(own) \(sign) (\(piece)))")], at: expression.span, key, text(expression))
      }
    }
    for number in material.numbers where number != "2" {
      add(
        .addition, [(expression.span, "(\(own)^\(number))")], at: expression.span, .slipPowerMissing, "^\(number)",
        text(expression))
    }
    // A small piece that is something else.
    guard !expression.children.isEmpty, expression.tree.count <= 6, !isWhole else { return }
    for atom in material.names + material.pieces where atom != text(expression) {
      let isMore = material.most.contains(atom) || AnswerText(atom).isOperation(with: text(expression))
      let isOther = AnswerText(atom).mentionedNames.isDisjoint(with: AnswerText(text(expression)).mentionedNames)
      let rank: Rank = isRoot ? isOther ? .piece : .elsewhere : .addition
      let words = isMore ? [text(expression)] : [text(expression), atom]
      add(rank, [(expression.span, "(\(atom))")], at: expression.span, isMore ? .slipElse : .slipName, words)
    }
  }
}

extension Statement {
  /// Whether it binds names, and none but some.
  func bindsOnly(_ names: Set<String>) -> Bool {
    switch kind {
    case .bind(let bound, _): bound.allSatisfy { names.contains($0.text) }
    case .function(let definition): names.contains(definition.name.text)
    default: false
    }
  }
}

extension AnswerText {
  /// Whether it is an operation with something as one of its operands.
  fileprivate func isOperation(with piece: String) -> Bool {
    guard case .expression(let value)? = program.statements.first?.kind, case .binary = value.kind else { return false }
    return value.tree.contains { source.slice($0.span) == piece }
  }
}
