import Evaluation
import Lessons
import Source
import Syntax
import Tensors

/// Right is right in every world, and a cause is named only when it holds in every one.
extension Judge {
  /// Judges an answer, with the hidden checks when it is `graded`; looks for what is wrong with it unless it is only
  /// marked.
  package func judge(_ answer: String, graded: Bool = false, explains: Bool = true) -> Verdict {
    var trial = detached()
    return trial.judged(trial.exactly(answer), graded: graded, explains: explains)
  }

  private mutating func judged(_ typed: String, graded: Bool, explains: Bool) -> Verdict {
    let effort = Effort.remaining
    if effort == nil { Effort.allow(Int.max / 2) }
    var (answer, here) = (typed, judgeHere(typed, graded: graded))
    if effort == nil { Effort.allow(nil) }
    isCostly = here.cost > Judge.affordable
    let current = AnswerText(typed).current
    if current != typed, !isCostly, let state = here.state {
      let again = judgeHere(current, graded: graded)
      if let other = again.state, again.verdict.isRight == here.verdict.isRight, agree(state, other) {
        (answer, here) = (current, again)
      }
    }
    var verdict = here.verdict
    switch verdict.outcome {
    case .right:
      verdict = rightElsewhere(verdict, answer, graded: graded)
      if verdict.isRight, let state = here.state, isLuck(answer, state, graded: graded) {
        verdict.outcome = .wrong
        verdict.explanation = [Message(.byLuck)]
        verdict.words = exercise.checks.first?.message
        for index in verdict.checks.indices { verdict.checks[index].isPassed = false }
        return verdict
      }
      if case .mistake = verdict.outcome { return verdict }
      if explains, !verdict.isRight, let slip = slip(in: answer) {
        verdict.explanation.append(withValue(slip.message, in: answer))
        verdict.excerpt = slip.excerpt(of: answer)
      }
      return verdict
    case .mistake, .wrong: break
    case .blanks, .failed, .interrupted: return verdict
    }
    var mistakes = here.mistakes
    var causes = verdict.explanation
    var right = here.state.map { rightNames(in: $0, of: answer) } ?? []
    // A number that was reckoned by hand is one for the lesson's own numbers.
    let elsewhere = isByHand && isTyped(answer) ? [] : others ?? []
    for var other in elsewhere.prefix(isCostly ? 1 : Worlds.count) {
      let trial = other.judgeHere(answer, graded: graded, among: mistakes)
      mistakes.removeAll { !trial.mistakes.contains($0) }
      causes.removeAll { $0.key.isCause && !trial.verdict.explanation.contains($0) }
      right.removeAll { name in trial.state.map { !other.rightNames(in: $0, of: answer).contains(name) } ?? true }
    }
    for var other in isCostly ? [] : nearby(answer) {
      let found = other.judgeHere(answer, graded: graded, among: []).verdict.explanation
      causes.removeAll { $0.key.isRelation && !found.contains($0) }
    }
    let isNumber = mistakes.count == 1 && isTypedNumber(answer)
    mistakes.removeAll { !isNumber && !isEvident($0, in: answer) }
    if let index = mistakes.first ?? mistake(roundedIn: answer) {
      verdict.outcome = .mistake(index)
      verdict.words = exercise.mistakes[index].says
      return verdict
    }
    if case .mistake = verdict.outcome {
      verdict.outcome = .wrong
      verdict.words = verdict.checks.first { !$0.isPassed }.flatMap { exercise.checks[$0.index].message }
    }
    // Where what is expected is the same everywhere, or there is one world only, too much fits by chance.
    if others != nil, !hasOtherExpectations { causes.removeAll { $0.key.isCause && $0.key.fitsByChance } }
    let (own, official) = (AnswerText(answer), exercise.solutions.map { AnswerText($0.code) })
    causes.removeAll { !$0.isAbout(own, official) }
    verdict.explanation = causes
    verdict = verdict.withFirstCause
    guard explains, !causes.contains(where: { [.missingNames, .notAllowed].contains($0.key) }) else { return verdict }
    if let state = here.state, verdict.explanation.contains(where: { $0.key == .notANumber }),
      let source = sourceOfNaN(in: AnswerText(answer), state)
    {
      verdict.explanation.append(source)
    }
    if let state = here.state, let message = exchanged(in: state) {
      verdict.explanation = [message]
      return verdict
    }
    if let state = here.state, let message = rounded(in: answer, state) {
      verdict.explanation.insert(message, at: 0)
    } else if let slip = slip(in: answer) {
      // With the place mended it is right: another cause that fits adds nothing.
      verdict.explanation.removeAll { $0.key.repeatsSlip }
      verdict.explanation.insert(withValue(slip.message, in: answer), at: 0)
      verdict.excerpt = slip.excerpt(of: answer)
    } else if let state = here.state, let fact = fact(state) {
      verdict.explanation.insert(fact, at: 0)
    }
    if let state = here.state, !right.isEmpty {
      let known = rightNames(in: state)
      guard let wrong = parts.first(where: { !known.contains($0) }) else { return verdict }
      // What comes of a wrong value may be as it should be by chance.
      let others = Set(parts).subtracting(known)
      right.removeAll { !AnswerText(answer).slice(for: [$0]).mentionedNames.isDisjoint(with: others) }
      guard !right.isEmpty else { return verdict }
      verdict.explanation.insert(Message(.partsRight, right.joined(separator: ", "), wrong), at: 0)
    }
    return verdict
  }

  /// Whether an answer that gives what a mistake gives is that mistake, and not the same by chance.
  private mutating func isEvident(_ index: Int, in answer: String) -> Bool {
    let text = exercise.mistakes[index].code.text
    // The words speak of how it is written; what is written otherwise may be the same and not be what they say.
    guard AnswerText(answer).forms == AnswerText(text).forms else { return false }
    if !isCostly, let agrees = agrees(answer, with: text) { return agrees }
    // A number that is neither the mistake's nor one of the lesson was come by otherwise.
    let known = Judge.numbers(in: text).union(numbers(under: AnswerText(text).mentionedNames))
    guard Judge.numbers(in: answer).isSubset(of: known) else { return false }
    // Places and counts are often the same; it has to be written with the same names.
    guard !hasOtherExpectations || expectsWholeNumbers else { return true }
    return AnswerText(answer).mentionedNames == AnswerText(text).mentionedNames
  }

  /// The numbers that names hold.
  private func numbers(under names: Set<String>) -> Set<Double> {
    var interpreter = interpreter
    return names.reduce(into: []) { found, name in
      guard let value = interpreter.value(of: name, in: start), let grid = Comparison.grid(value, in: start),
        grid.count <= 100
      else { return }
      for number in grid.values { found.insert(number.magnitude) }
    }
  }

  /// The one mistake whose value was typed as a number, rounded to no fewer than three digits.
  private mutating func mistake(roundedIn answer: String) -> Int? {
    guard asked.count == 1, let name = asked.first, let typed = typedNumber(in: answer), typed.significant >= 3,
      let wanted = interpreter.value(of: name, in: solved).flatMap({ Comparison.grid($0, in: solved)?.number }),
      !typed.isRounded(wanted)
    else { return nil }
    let found = exercise.mistakes.indices.filter { index in
      var wrong = start
      guard
        case .finished = Judge.run(AnswerText(exercise.mistakes[index].code).program, on: &wrong, &interpreter),
        let number = interpreter.value(of: name, in: wrong).flatMap({ Comparison.grid($0, in: wrong)?.number })
      else { return false }
      return typed.isRounded(number)
    }
    return found.count == 1 ? found.first : nil
  }

  /// Whether what is asked for was typed as a number of so many digits that it is not another's by chance.
  private func isTypedNumber(_ answer: String) -> Bool {
    guard let typed = typedNumber(in: answer) else { return false }
    return typed.significant >= 2 || (typed.value ?? 0).magnitude >= 10
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

  /// The piece of an answer that first gives something that is not a number.
  private mutating func sourceOfNaN(in text: AnswerText, _ state: State) -> Message? {
    var trial = state
    func values(of expression: Expression) -> [Double]? {
      guard case .finished(let value) = interpreter.evaluate(expression, of: text.source, on: &trial) else {
        return nil
      }
      return Comparison.grid(value, in: trial)?.values
    }
    for statement in text.program.statements {
      guard case .bind(let names, let value) = statement.kind, names.contains(where: { asked.contains($0.text) })
      else { continue }
      // Inner pieces come after those they are in.
      for expression in value.tree.reversed() where !expression.children.isEmpty {
        guard let own = values(of: expression), own.contains(where: \.isNaN) else { continue }
        let piece = Slip.short(text.source.slice(expression.span))
        switch expression.kind {
        case .binary(.divide, _, let right, _) where values(of: right)?.contains(0) ?? false:
          return Message(.nanQuotient, piece)
        case .call(let callee, let arguments):
          let name = text.source.slice(callee.span)
          let isBelow = arguments.first.flatMap { values(of: $0.value) }?.contains { $0 < 0 } ?? false
          return ["log", "sqrt"].contains(name) && isBelow ? Message(.nanDomain, name, piece) : Message(.nanFrom, piece)
        default: return Message(.nanFrom, piece)
        }
      }
    }
    return nil
  }

  /// Whether everything that is asked for is a whole number.
  private var expectsWholeNumbers: Bool {
    var interpreter = interpreter
    return asked.allSatisfy { name in
      guard let value = interpreter.value(of: name, in: solved), let grid = Comparison.grid(value, in: solved) else {
        return false
      }
      return grid.values.allSatisfy { $0 == $0.rounded() }
    }
  }

  /// What running an answer may cost, in units of effort, when it is to be tried many times.
  private static let affordable = 400_000

  /// A judge whose trials leave nothing behind.
  private func detached() -> Judge {
    var judge = self
    let interpreter = interpreter.detached()
    judge.run(with: interpreter)
    return judge
  }

  /// The names asked for that an answer binds to what they should be, where it is seen that they are.
  private mutating func rightNames(in state: State, of answer: String) -> [String] {
    let bound = AnswerText(answer).targets
    return rightNames(in: state).filter { bound.contains($0) }
  }

  private mutating func rightNames(in state: State) -> [String] {
    parts.filter { interpreter.value(of: $0, in: state) != nil && isSame($0, in: state, solved) }
  }

  /// The message with the value of a name that does not belong, where it is one number.
  private mutating func withValue(_ message: Message, in answer: String) -> Message {
    guard message.key == .slipName, let name = message.arguments.first?.description,
      !AnswerText(answer).parameters.contains(name), let value = interpreter.value(of: name, in: solved),
      Comparison.grid(value, in: solved)?.number?.isFinite ?? false
    else { return message }
    return Message(
      .slipNameValue, saying: message.arguments + [.verbatim(ValueText.inline(solved.resolved(value), state: solved))])
  }

  /// What is said where two names that are asked for each hold what the other should.
  private mutating func exchanged(in state: State) -> Message? {
    var comparison = Comparison(interpreter: interpreter)
    func holds(_ name: String, _ wanted: String) -> Bool {
      comparison.areEqual(
        comparison.interpreter.value(of: name, in: state), in: state,
        comparison.interpreter.value(of: wanted, in: solved), in: solved)
    }
    for (index, first) in asked.enumerated() where interpreter.value(of: first, in: state) != nil {
      for second in asked[(index + 1)...] where interpreter.value(of: second, in: state) != nil {
        if holds(first, second), holds(second, first), !holds(first, first) {
          return Message(.slipExchanged, first, second)
        }
      }
    }
    return nil
  }

  /// What is plain about one wrong number.
  private mutating func fact(_ state: State) -> Message? {
    for name in asked {
      guard let own = interpreter.value(of: name, in: state).flatMap({ Comparison.grid($0, in: state)?.number }),
        let wanted = interpreter.value(of: name, in: solved).flatMap({ Comparison.grid($0, in: solved)?.number })
      else { continue }
      if own == 0, wanted != 0, wanted.magnitude < 1e-3 { return Message(.notExactlyZero, name) }
      if own < 0, wanted > 0 { return Message(.shouldBePositive, name) }
      if own > 0, wanted < 0 { return Message(.shouldBeNegative, name) }
      // Of counts and places it would be no help.
      guard wanted != wanted.rounded() else { continue }
      if own != 0, own.magnitude < wanted.magnitude / 10 { return Message(.tooSmall, name) }
      if own.magnitude > 10 * wanted.magnitude { return Message(.tooLarge, name) }
    }
    return nil
  }

  /// What is wrong with an answer that ends in an error, when one mended place makes it right.
  package func slipMessage(for answer: String) -> Message? {
    var trial = detached()
    return trial.slip(in: answer)?.message
  }

  /// Whether another world expects something else, so that what holds in all of them does not hold by chance.
  var hasOtherExpectations: Bool { (others ?? []).contains { expects(otherThan: $0) } }

  /// Whether another world expects another value of a name that is asked for.
  private func expects(otherThan other: Judge) -> Bool {
    var comparison = Comparison(interpreter: interpreter)
    return asked.contains { name in
      !comparison.areEqual(
        comparison.interpreter.value(of: name, in: solved), in: solved,
        comparison.interpreter.value(of: name, in: other.solved), in: other.solved)
    }
  }

  /// A right answer stays right only if it is right with other numbers, its own copies of the lesson's among them.
  private mutating func rightElsewhere(_ verdict: Verdict, _ answer: String, graded: Bool) -> Verdict {
    if isByHand, isTyped(answer) { return verdict }
    for var other in others ?? [] {
      var counterexample: Trial?
      var isRight = false
      for form in other.forms(of: answer) where !isRight {
        let trial = other.judgeHere(form, graded: graded, among: counterexample == nil ? nil : [])
        isRight = trial.verdict.isRight
        // An answer that takes too long elsewhere has not been shown to be wrong.
        if case .interrupted = trial.verdict.outcome { isRight = true }
        if counterexample == nil { counterexample = trial }
      }
      guard !isRight, let trial = counterexample else { continue }
      var wrong = verdict
      wrong.outcome = .wrong
      wrong.explanation = [other.counterexample(trial, to: answer, from: start)]
      wrong.words = exercise.checks.first?.message
      wrong.checks = verdict.checks.map { check in
        var check = check
        let there = trial.verdict.checks.first { $0.index == check.index }
        if !(there?.isPassed ?? false) { check.isPassed = false }
        return check
      }
      // What is right for these numbers alone may be what the author expected.
      if let index = trial.mistakes.first(where: { isEvident($0, in: answer) }) {
        wrong.outcome = .mistake(index)
        wrong.words = exercise.mistakes[index].says
        wrong.explanation = []
      }
      return wrong
    }
    return verdict
  }

  /// Whether an answer draws random numbers, which the solution does not, and is wrong with others.
  private mutating func isLuck(_ answer: String, _ state: State, graded: Bool) -> Bool {
    guard draws(state) else { return false }
    var own = start
    own.restart(seed: FNV1a.hash(of: exercise.id))
    var again = Judge(
      exercise, in: own, interpreter: interpreter, steps: interpreter.limits.steps ?? .max, givens: givens,
      lessonNames: lessonNames)
    return again.faults.isEmpty && !again.judgeHere(answer, graded: graded, among: []).verdict.isRight
  }

  /// Whether what left a state has drawn random numbers, which the solution does not.
  func draws(_ state: State) -> Bool { state.stream != start.stream && solved.stream == start.stream }

  /// The answer as it is written, and with numbers that the lesson gives replaced by what they are in this world.
  func forms(of answer: String) -> [String] {
    let source = SourceText(answer, name: "answer")
    let bytes = Array(answer.utf8)
    var places: [(span: Span, choices: [String])] = lists(copiedIn: AnswerText(source))
    for token in Lexer.tokens(of: source) {
      guard case .number(let value) = token.kind, token.span.upper <= bytes.count,
        !places.contains(where: { $0.span.lower <= token.span.lower && token.span.upper <= $0.span.upper })
      else { continue }
      let typed = DigitsTyped(source.slice(token.span))
      var choices: [String] = []
      for given in givens
      where given.was.magnitude == value || given.isComputed && typed.agree(with: given.was.magnitude) {
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

  /// The lists of numbers in an answer that are a table of the lesson, a row or a column of one, each with what that is
  /// in this world.
  private func lists(copiedIn text: AnswerText) -> [(span: Span, choices: [String])] {
    let lists = text.program.statements.flatMap(\.expressions).flatMap(\.tree).compactMap {
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
      guard let value = interpreter.value(of: name, in: start), let own = Comparison.grid(value, in: start),
        let held = interpreter.value(of: name, in: home), let was = Comparison.grid(held, in: home),
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

  /// Whether numbers that were reckoned by hand count: the author says so, or gives such numbers as a further solution.
  private var isByHand: Bool {
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
  private mutating func exactly(_ answer: String) -> String {
    guard isByHand else { return answer }
    let text = AnswerText(answer)
    let edits = text.program.statements.compactMap { statement -> (Span, String)? in
      guard case .bind(let names, let value) = statement.kind, let name = names.first?.text, asked.contains(name),
        value.isLiteral, let wanted = interpreter.value(of: name, in: solved),
        let number = Comparison.grid(wanted, in: solved)?.number
      else { return nil }
      let typed = DigitsTyped(text.source.slice(value.span).filter { $0 != "-" && $0 != " " })
      let isNegative = text.source.slice(value.span).hasPrefix("-")
      guard typed.significant >= 2, isNegative == (number < 0), typed.isRounded(number.magnitude) else { return nil }
      return (value.span, "\(number)")
    }
    return edits.isEmpty ? answer : text.source.replacing(edits)
  }

  /// What is said about a number that was typed as the right one is when it is rounded.
  private mutating func rounded(in answer: String, _ state: State) -> Message? {
    let text = AnswerText(answer)
    for statement in text.program.statements {
      guard case .bind(let names, let value) = statement.kind, let name = names.first?.text, asked.contains(name),
        let own = interpreter.value(of: name, in: state), let grid = Comparison.grid(own, in: state),
        let wanted = interpreter.value(of: name, in: solved).flatMap({ Comparison.grid($0, in: solved) }),
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

  /// What an answer gives in this world and what it should give.
  private mutating func counterexample(_ trial: Trial, to answer: String, from lesson: State) -> Message {
    let near = givens(behind: answer)
    var shown: [String] = []
    for given in near where !given.isPart && shown.count < 3 {
      let value = given.isComputed ? NumberText.of(given.value, digits: 7) : "\(given.value)"
      let text = "\(given.name) = \(value)"
      if !shown.contains(text) { shown.append(text) }
    }
    // Of a list it is enough to say that it is another.
    let parts = near.filter(\.isPart).map(\.name)
    let culprit = parts.first { isWrong(answer, with: $0, from: lesson) }
    let other = culprit ?? (shown.isEmpty ? parts.first : nil)
    let with = other ?? (shown.isEmpty ? nil : shown.joined(separator: ", "))
    let keys: (MessageKey, MessageKey) =
      with == nil
      ? (.onlyHereElse, .onlyHereElseValue)
      : other == nil ? (.onlyHere, .onlyHereValue) : (.onlyHereOther, .onlyHereOtherValue)
    let words = with.map { [$0] } ?? []
    let plain = Message(keys.0, words)
    guard let state = trial.state else { return plain }
    for name in asked {
      guard let own = interpreter.value(of: name, in: state), let wanted = interpreter.value(of: name, in: solved),
        let a = Comparison.grid(own, in: state), let b = Comparison.grid(wanted, in: solved), a.count <= 4,
        !a.isClose(to: b)
      else { continue }
      return Message(keys.1, words + [ValueText.inline(own, state: state), ValueText.inline(wanted, state: solved)])
    }
    return plain
  }

  /// The numbers that are others here and that an answer or a solution reads: those under the names that they mention,
  /// or else those that these are computed from.
  private func givens(behind answer: String) -> [OtherWorld.Given] {
    var level = exercise.solutions.reduce(AnswerText(answer).mentionedNames) {
      $0.union(AnswerText($1.code).mentionedNames)
    }
    var seen = level
    while !level.isEmpty {
      let found = givens.filter { level.contains($0.name) }
      let free = found.filter { !$0.isComputed }
      if !found.isEmpty { return free.isEmpty ? found : free }
      level = level.reduce(into: Set<String>()) { $0.formUnion(sources[$1] ?? []) }.subtracting(seen)
      seen.formUnion(level)
    }
    return []
  }

  /// Everything that names of the lesson are computed from, they themselves included.
  private func roots(of names: Set<String>) -> Set<String> {
    var (all, new) = (names, names)
    while !new.isEmpty {
      new = new.reduce(into: Set<String>()) { $0.formUnion(sources[$1] ?? []) }.subtracting(all)
      all.formUnion(new)
    }
    return all
  }

  /// Judges in a state like this one in which numbers are others, each by itself: what is related here by chance is not
  /// related there.
  ///
  /// They are those that an answer and the solution both read, and those that the solution reads and nothing in the
  /// answer has to do with. None where the solution is not right in such a state.
  mutating func nearby(_ answer: String) -> [Judge] {
    guard let solution = exercise.solutions.first, faults.isEmpty else { return [] }
    let own = AnswerText(answer).mentionedNames
    let reach = roots(of: own)
    let both = AnswerText(solution.code).mentionedNames.subtracting(targets).filter { name in
      own.contains(name) || lessonNames != nil && roots(of: [name]).isDisjoint(with: reach)
    }.sorted()
    for onlyFractions in [false, true] {
      var state = start
      var isChanged = false
      for (index, name) in both.enumerated() {
        guard let value = interpreter.value(of: name, in: start), let grid = Comparison.grid(value, in: start),
          case .data(let traced) = value, traced.node == nil, grid.count <= 10_000, grid.values.allSatisfy(\.isFinite),
          !onlyFractions || grid.values.contains(where: { $0 != $0.rounded() })
        else { continue }
        var draw = Draw(seed: exercise.id, index)
        var numbers = grid.values
        if numbers.count > 1, numbers.allSatisfy({ $0 == 0 || $0 == 1 }) {
          // Labels, masks and switches: one of them is turned.
          let one = Int(draw.next() % UInt64(numbers.count))
          numbers[one] = 1 - numbers[one]
        } else {
          numbers = numbers.map { draw.like($0) }
        }
        guard let other = Judge.value(Grid(shape: grid.shape, values: numbers)) else { continue }
        interpreter.bind(name, to: other, in: &state)
        isChanged = true
      }
      guard isChanged else { return [] }
      var judge = Judge(
        exercise, in: state, interpreter: interpreter, steps: interpreter.limits.steps ?? .max, givens: [],
        lessonNames: lessonNames)
      let verdict = judge.judgeHere(solution.code.text, graded: true, among: []).verdict
      if judge.faults.isEmpty, verdict.isRight, verdict.faults.isEmpty { return [judge] }
    }
    return []
  }

  private static func value(_ grid: Grid) -> Value? {
    if let number = grid.number { return .number(number) }
    return (try? Traced.make(grid.values, shape: grid.shape)).map { .data($0) }
  }

  /// Whether an answer is wrong in the lesson's own world already when one name there holds what it holds here.
  private mutating func isWrong(_ answer: String, with name: String, from lesson: State) -> Bool {
    guard let value = interpreter.value(of: name, in: start), let solution = exercise.solutions.first else {
      return false
    }
    if case .parameter = value { return false }
    var (own, official) = (lesson, lesson)
    interpreter.bind(name, to: start.resolved(value), in: &own)
    interpreter.bind(name, to: start.resolved(value), in: &official)
    guard case .finished = Judge.run(AnswerText(solution.code).program, on: &official, &interpreter),
      case .finished = Judge.run(AnswerText(answer).program, on: &own, &interpreter)
    else { return false }
    return !agree(own, official)
  }
}

extension Verdict {
  /// One cause is enough: what says where comes first, then the first of the causes.
  fileprivate var withFirstCause: Verdict {
    var verdict = self
    var hasCause = false
    verdict.explanation.removeAll { message in
      guard message.key.isCause else { return false }
      defer { hasCause = true }
      return hasCause
    }
    return verdict
  }
}

extension Message {
  /// Whether what it speaks of occurs in the answer or in a solution.
  fileprivate func isAbout(_ answer: AnswerText, _ solutions: [AnswerText]) -> Bool {
    let (own, official) = (answer.mentionedNames, solutions.reduce(into: Set()) { $0.formUnion($1.mentionedNames) })
    switch key {
    case .termMissing: return own.union(official).contains(arguments[1].description)
    case .termTooMany: return own.union(official).contains(arguments[0].description)
    case .meanOver: return official.contains("mean") && !own.contains("mean")
    case .sumOver: return own.contains("mean") && !official.contains("mean")
    case .degreesTooFew, .degreesMissing: return !own.union(official).isDisjoint(with: ["var", "std", "len"])
    default: return true
    }
  }
}

extension MessageKey {
  /// Whether it says why a value is wrong, and not only what it is.
  var isCause: Bool {
    switch self {
    case .transposed, .permuted, .rearranged, .sumMissing, .sumOverExamplesMissing, .meanMissing,
      .meanOverExamplesMissing, .totalMissing, .totalMeanMissing, .summedTooMuch, .averagedTooMuch, .firstMissing,
      .lastMissing, .firstTooMany, .lastTooMany, .sign, .negated, .factor, .twice, .half, .meanOver, .sumOver,
      .degreesTooFew, .degreesMissing, .offset, .square, .root, .exponential, .logarithm, .reciprocal, .complement,
      .termMissing, .termTooMany, .reversed, .exchangedTwo, .shifted, .nearly, .gradientOf, .chainTooShort,
      .chainTooLong, .onePath, .localOnly, .functionNegated, .functionComplement, .functionTwice, .functionHalf,
      .functionReciprocal, .functionSquare, .functionMirrored, .functionMirroredComplement, .functionOffset:
      true
    default: false
    }
  }

  /// Whether it says how a wrong number is related to the right one.
  fileprivate var isRelation: Bool {
    switch self {
    case .sign, .negated, .factor, .twice, .half, .meanOver, .sumOver, .degreesTooFew, .degreesMissing, .offset,
      .square, .root, .exponential, .logarithm, .reciprocal, .complement, .termMissing, .termTooMany, .nearly:
      true
    default: false
    }
  }

  /// Whether it asks, or says where, what a slip that was found says better.
  fileprivate var repeatsSlip: Bool {
    switch self {
    case .someRight, .nearly, .factor, .offset, .meanOver, .sumOver, .firstMissing, .lastMissing, .firstTooMany,
      .lastTooMany, .shifted:
      true
    default: false
    }
  }

  /// Whether one number is enough for it to fit by chance.
  var fitsByChance: Bool {
    switch self {
    case .factor, .twice, .half, .meanOver, .sumOver, .degreesTooFew, .degreesMissing, .offset, .square, .root,
      .exponential, .logarithm, .reciprocal, .complement, .termMissing, .termTooMany, .nearly, .gradientOf,
      .chainTooShort, .chainTooLong, .onePath, .localOnly, .totalMissing, .totalMeanMissing:
      true
    default: false
    }
  }
}
