import Evaluation
import Lessons
import Source
import Syntax
import Tensors

/// Numbers in an answer that were typed: reckoned by hand, rounded, or copied from the lesson.
extension Judge {
  /// The numbers that names hold.
  func numbers(under names: Set<String>) -> Set<Double> {
    var interpreter = interpreter
    return names.reduce(into: []) { found, name in
      guard let grid = interpreter.grid(of: name, in: start), grid.count <= 100 else { return }
      for number in grid.values { found.insert(number.magnitude) }
    }
  }

  /// The one mistake whose value was typed as a number, rounded to no fewer than three digits.
  mutating func mistake(roundedIn answer: String) -> Int? {
    guard asked.count == 1, let name = asked.first, let typed = typedNumber(in: answer), typed.significant >= 3,
      let wanted = interpreter.grid(of: name, in: solved)?.number,
      !typed.isRounded(wanted)
    else { return nil }
    let found = exercise.mistakes.indices.filter { index in
      var wrong = start
      guard
        case .finished = Quiet.run(AnswerText(exercise.mistakes[index].code).program, on: &wrong, &interpreter),
        let number = interpreter.grid(of: name, in: wrong)?.number
      else { return false }
      return typed.isRounded(number)
    }
    return found.count == 1 ? found.first : nil
  }

  /// Whether what is asked for was typed as a number of so many digits that it is not another's by chance.
  func isTypedNumber(_ answer: String) -> Bool {
    guard let typed = typedNumber(in: answer) else { return false }
    return typed.significant >= 2 || (typed.value ?? 0).magnitude >= 10
  }

  /// Whether what is asked for was reckoned from numbers alone and comes to exactly what a mistake comes to: a number of
  /// so many digits that it is not that by chance.
  mutating func isReckoned(_ answer: String, as index: Int) -> Bool {
    guard asked.count == 1, let name = asked.first, isTyped(answer) else { return false }
    var (own, wrong) = (start, start)
    guard case .finished = Quiet.run(AnswerText(answer).program, on: &own, &interpreter),
      case .finished = Quiet.run(AnswerText(exercise.mistakes[index].code).program, on: &wrong, &interpreter),
      let value = interpreter.grid(of: name, in: own)?.number,
      let other = interpreter.grid(of: name, in: wrong)?.number
    else { return false }
    if other == other.rounded() { return value == other && other.magnitude >= 10 }
    return Grid.agree(value, other, relative: 1e-6, absolute: 0) && DigitsTyped("\(other)").significant >= 2
  }

  /// The number that was typed for what is asked for; nil for everything else.
  private func typedNumber(in answer: String) -> DigitsTyped? {
    let text = AnswerText(answer)
    let values = text.program.statements.compactMap { statement -> Expression? in
      guard case .bind(let names, let value) = statement.kind, names.contains(where: { asked.contains($0.text) })
      else { return nil }
      return value
    }
    guard values.count == 1, values[0].isLiteral else { return nil }
    return DigitsTyped(text.source.slice(values[0].span).filter { $0 != " " })
  }

  /// Whether everything that is asked for is a whole number.
  var expectsWholeNumbers: Bool {
    var interpreter = interpreter
    return asked.allSatisfy { name in
      interpreter.grid(of: name, in: solved)?.values.allSatisfy { $0 == $0.rounded() } ?? false
    }
  }

  /// The answer as it is written, and with numbers that the lesson gives replaced by what they are in this world.
  func forms(of answer: String) -> [String] {
    let source = SourceText(answer, name: "answer")
    let bytes = Array(answer.utf8)
    let typed = self.typed(in: AnswerText(source))
    func isTyped(_ span: Span) -> Bool { typed.contains { $0.lower <= span.lower && span.upper <= $0.upper } }
    var places: [(span: Span, choices: [String])] = lists(copiedIn: AnswerText(source)).filter { !isTyped($0.span) }
    let operands = Set(
      AnswerText(source).expressions.flatMap { expression -> [Int] in
        if case .binary(_, let left, let right, _) = expression.kind {
          [left.span.lower, right.span.lower]
        } else {
          []
        }
      })
    for token in Lexer.tokens(of: source) {
      guard case .number(let value) = token.kind, token.span.upper <= bytes.count, !isTyped(token.span),
        !places.contains(where: { $0.span.lower <= token.span.lower && token.span.upper <= $0.span.upper })
      else { continue }
      let digits = DigitsTyped(source.slice(token.span))
      var choices: [String] = []
      // As places, switches and items of lists, 0 and 1 are no copies of a given.
      for given in givens
      where given.was.magnitude == value && (![0, 1].contains(value) || operands.contains(token.span.lower))
        || given.isComputed && digits.agree(with: given.was.magnitude)
      {
        let own = given.was < 0 ? -given.value : given.value
        let text = own < 0 ? "(\(own))" : "\(own)"
        if !choices.contains(text) { choices.append(text) }
      }
      if !choices.isEmpty { places.append((token.span, choices)) }
    }
    guard !places.isEmpty else { return [answer] }
    // What has the fewest choices is decided first, so that the number of all does not leave it out.
    var chosen: [[(Span, String)]] = [[]]
    for (span, choices) in places.sorted(by: { ($0.choices.count, $0.span.lower) < ($1.choices.count, $1.span.lower) })
    {
      chosen = chosen.flatMap { edits in [edits] + choices.map { edits + [(span, $0)] } }
      if chosen.count > 64 { chosen = Array(chosen.prefix(64)) }
    }
    return chosen.map { edits in source.replacing(edits.sorted { $0.0.lower < $1.0.lower }) }
  }

  /// The places of an answer at which what is asked for was typed as it came out, where a solution computes it: one
  /// number, or one list, with nothing to it but a sign, a 0 or a 1.
  private func typed(in text: AnswerText) -> [Span] {
    let computed = asked.filter { name in
      exercise.solutions.allSatisfy { !Judge.binds(name, by: AnswerText($0.code)) { $0.isReckoned } }
    }
    var wanted = Set(computed)
    var spans: [Span] = []
    for statement in text.program.statements.reversed() {
      guard case .bind(let names, let value) = statement.kind, names.contains(where: { wanted.contains($0.text) })
      else { continue }
      // A name on the way is no computing either.
      if case .name(let other) = value.kind { wanted.insert(other) }
      let numbers = value.tree.filter { expression in
        if case .number(let number) = expression.kind { number != 0 && number != 1 } else { false }
      }
      if value.isLiteral || value.isReckoned && numbers.count < 2 { spans.append(value.span) }
    }
    return spans
  }

  /// Whether a name is bound to something of a kind.
  private static func binds(_ name: String, by text: AnswerText, _ isOne: (Expression) -> Bool) -> Bool {
    text.program.statements.contains { statement in
      guard case .bind(let names, let value) = statement.kind else { return false }
      return names.contains { $0.text == name } && isOne(value)
    }
  }

  /// The lists of numbers in an answer that are a table of the lesson, a row or a column of one, each with what that is
  /// in this world.
  private func lists(copiedIn text: AnswerText) -> [(span: Span, choices: [String])] {
    let lists = text.expressions.compactMap {
      expression -> (Span, Grid)? in
      guard case .list = expression.kind, expression.isLiteral, let grid = Grid(expression), grid.count > 1 else {
        return nil
      }
      return (expression.span, grid)
    }
    guard !lists.isEmpty, let home else { return [] }
    var interpreter = interpreter
    var tables: [(was: Grid, own: Grid)] = []
    for name in interpreter.boundNames(in: start) where lessonNames?.contains(name) ?? false {
      guard let own = interpreter.grid(of: name, in: start), let was = interpreter.grid(of: name, in: home),
        was.shape == own.shape, was != own, (1...2).contains(was.shape.count), was.count <= 1_000
      else { continue }
      tables += zip(was.withLines, own.withLines).map { ($0, $1) }
    }
    return lists.compactMap { span, grid in
      var choices: [String] = []
      for (was, own) in tables where was == grid && !choices.contains(own.text) { choices.append(own.text) }
      return choices.isEmpty ? nil : (span, choices)
    }
  }

  /// A function that gives the same for every input, where the solution's does not, was never computed: a check that
  /// calls it says nothing.
  mutating func withdrawConstants(in state: State, from verdict: inout Verdict) {
    for name in asked {
      guard case .function(let own)? = interpreter.value(of: name, in: state),
        case .function(let official)? = interpreter.value(of: name, in: solved),
        let sample = FunctionSample(name, official, in: solved, &interpreter),
        sample.varies, sample.isConstant(own, in: state, &interpreter)
      else { continue }
      for index in verdict.checks.indices
      where AnswerText(exercise.checks[verdict.checks[index].index].code).mentionedNames.contains(name) {
        verdict.checks[index].isPassed = false
      }
    }
  }

  /// Whether numbers that were reckoned by hand count: the author says so, or gives such numbers as a further solution.
  package var isByHand: Bool {
    exercise.numbers.isByHand
      || exercise.solutions.count > 1 && exercise.solutions.contains { isTyped($0.code.text) { $0.isLiteral } }
  }

  /// Whether everything that is asked for was typed as numbers, or reckoned from them.
  func isTyped(_ answer: String, by isOne: (Expression) -> Bool = { $0.isReckoned }) -> Bool {
    AnswerText(answer).program.statements.allSatisfy { statement in
      guard case .bind(let names, let value) = statement.kind else { return false }
      return isOne(value) || !names.contains { asked.contains($0.text) }
    }
  }

  /// Where numbers by hand count, the answer with those that are right to the digits typed made exact.
  mutating func exactly(_ answer: String) -> String {
    guard isByHand else { return answer }
    let text = AnswerText(answer)
    let edits = text.program.statements.compactMap { statement -> (Span, String)? in
      guard case .bind(let names, let value) = statement.kind, let name = names.first?.text, asked.contains(name),
        value.isLiteral, let number = interpreter.grid(of: name, in: solved)?.number
      else { return nil }
      let typed = DigitsTyped(text.source.slice(value.span).filter { $0 != "-" && $0 != " " })
      let isNegative = text.source.slice(value.span).hasPrefix("-")
      guard typed.significant >= 2, isNegative == (number < 0), typed.isRounded(number.magnitude) else { return nil }
      return (value.span, "\(number)")
    }
    return edits.isEmpty ? answer : text.source.replacing(edits)
  }

  /// What is said about a number that was typed as the right one is when it is rounded.
  mutating func rounded(in answer: String, _ state: State) -> Message? {
    let text = AnswerText(answer)
    for statement in text.program.statements {
      guard case .bind(let names, let value) = statement.kind, let name = names.first?.text, asked.contains(name),
        let grid = interpreter.grid(of: name, in: state),
        let wanted = interpreter.grid(of: name, in: solved),
        grid.shape == wanted.shape, !grid.isClose(to: wanted)
      else { continue }
      let numbers = Lexer.tokens(of: text.source, in: value.span).compactMap { token -> DigitsTyped? in
        if case .number = token.kind { return DigitsTyped(text.source.slice(token.span)) }
        return nil
      }
      guard value.isLiteral, numbers.count == wanted.count else { continue }
      // Of several numbers the small ones are rounded most.
      let most = wanted.values.reduce(0) { Swift.max($0, $1.magnitude) }
      let isRounded = numbers.indices.allSatisfy { index in
        let (typed, exact) = (grid.values[index], wanted.values[index])
        if typed == exact { return true }
        let isSmall = numbers.count > 1 && exact.magnitude < most / 4
        return (typed < 0) == (exact < 0) && numbers[index].isRounded(exact.magnitude, evenIfFar: isSmall)
      }
      if isRounded { return Message(.rounded, name) }
    }
    return nil
  }
}
