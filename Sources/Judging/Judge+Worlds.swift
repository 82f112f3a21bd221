import Evaluation
import Lessons
package import Source
import Syntax
import Tensors

/// Right is right in every world, and a cause is named only when it holds in every one.
extension Judge {
  /// A line that would be right if it ran once more, since something that it mentions was given another value behind it.
  private mutating func stale(in answer: String, graded: Bool) -> Message? {
    let text = AnswerText(answer)
    let statements = text.program.statements
    func bound(_ statement: Statement) -> [String] { AnswerText(text.source.slice(statement.span)).targets }
    for (place, statement) in statements.enumerated() where place + 1 < statements.count {
      guard case .bind(let names, _) = statement.kind, names.count == 1, asked.contains(names[0].text) else { continue }
      let line = text.source.slice(statement.span)
      let mentioned = AnswerText(line).mentionedNames
      let later = statements[(place + 1)...].flatMap(bound)
      guard !later.contains(names[0].text), let changed = later.first(where: mentioned.contains),
        judgeHere(answer + "\n" + line, graded: graded).verdict.isRight
      else { continue }
      return Message(.stale, names[0].text, changed, line)
    }
    return nil
  }

  /// Judges an answer, with the hidden checks when it is `graded`; looks for what is wrong with it unless it is only
  /// marked.
  package func judge(_ answer: String, graded: Bool = false, explains: Bool = true) -> Verdict {
    var trial = detached()
    return trial.judged(trial.exactly(answer), graded: graded, explains: explains)
  }

  private mutating func judged(_ typed: String, graded: Bool, explains: Bool) -> Verdict {
    let effort = Effort.remaining
    if effort == nil { Effort.allow(Int.max / 2) }
    let before = Effort.remaining ?? 0
    var (answer, here) = (typed, judgeHere(typed, graded: graded))
    let cost = before - (Effort.remaining ?? 0)
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
    verdict.cost = cost
    switch verdict.outcome {
    case .right:
      if let message = untrained(answer) {
        verdict.outcome = .wrong
        verdict.explanation = [message]
        for index in verdict.checks.indices { verdict.checks[index].isPassed = false }
        return verdict
      }
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
        verdict.explanation.append(said(slip, here.state))
        verdict.excerpt = slip.excerpt(of: answer)
      }
      return verdict
    case .mistake, .wrong:
      // What takes too long is not tried again elsewhere.
      if verdict.limit != nil { return verdict }
      if explains, let stale = stale(in: answer, graded: graded) {
        verdict.outcome = .wrong
        verdict.words = nil
        verdict.explanation = [stale]
        return verdict
      }
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
    let sayings = Set(mistakes.map { exercise.mistakes[$0].says })
    let isNumber =
      sayings.count == 1 && (isTypedNumber(answer) || mistakes.contains { isReckoned(answer, as: $0) })
    // The one that is written like the answer before another that comes to the same.
    let evident = mistakes.filter { isEvident($0, in: answer) }
    if let index = evident.first ?? (isNumber ? mistakes.first : nil) ?? mistake(roundedIn: answer) {
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
    causes.removeAll { !$0.isAbout(own, official) || !isTried($0, answer) }
    verdict.explanation = causes
    verdict = verdict.withFirstCause
    guard explains, !causes.contains(where: { [.missingNames, .notAllowed].contains($0.key) }) else { return verdict }
    if let state = here.state, verdict.explanation.contains(where: { $0.key == .notANumber }),
      let source = sourceOfNaN(in: AnswerText(answer), state)
    {
      verdict.explanation.append(source)
    }
    if !isOpen, let state = here.state, let message = exchanged(in: state) {
      verdict.explanation = [message]
      return verdict
    }
    if let state = here.state, let message = rounded(in: answer, state) {
      verdict.explanation.insert(message, at: 0)
    } else if let slip = slip(in: answer) {
      // With the place mended it is right: another cause that fits adds nothing.
      verdict.explanation.removeAll { $0.key.repeatsSlip }
      verdict.explanation.insert(said(slip, here.state), at: 0)
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
      verdict.explanation.insert(Message(.partsRight, saying: [.list(right), .verbatim(wrong)]), at: 0)
    }
    return verdict
  }

  /// Whether an answer that gives what a mistake gives is that mistake, and not the same by chance.
  private mutating func isEvident(_ index: Int, in answer: String) -> Bool {
    let text = exercise.mistakes[index].code.text
    // What says the same in another order, or divides where that multiplies, is the same formula; numbers alone are not.
    let official = Form.forms(of: AnswerText(text).program, for: asked)
    if !official.allSatisfy(\.isNumber), Form.forms(of: AnswerText(answer).program, for: asked) == official {
      return true
    }
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

  /// What running an answer may cost, in units of effort, when it is to be tried many times.
  static let affordable = 400_000

  /// A judge whose trials leave nothing behind.
  func detached() -> Judge {
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
    // Where others do as well as the solution's, theirs are not the right ones.
    guard !isOpen else { return [] }
    return parts.filter { interpreter.value(of: $0, in: state) != nil && isSame($0, in: state, solved) }
  }

  /// Whether many answers are right: no check compares with what is expected or with a value.
  var isOpen: Bool {
    exercise.checks.allSatisfy { check in
      AnswerText(check.code).mentionedNames.isDisjoint(with: ["expected", "close", "same"])
    }
  }

  /// What is wrong with an answer that ended in an error, when one mended place makes it right.
  ///
  /// Where it does not end so from the state before the exercise, the error comes of what was done elsewhere.
  package func slipMessage(for answer: String, endingIn code: ErrorCode) -> Message? {
    var trial = detached()
    guard case .failed(let diagnostic) = trial.judgeHere(answer, among: []).verdict.outcome, diagnostic.code == code
    else { return nil }
    return trial.slip(in: answer).map { trial.said($0, nil) }
  }

  /// Whether another world expects something else, so that what holds in all of them does not hold by chance.
  var hasOtherExpectations: Bool { (others ?? []).contains { expects(otherThan: $0) } }

  /// Whether another world expects another value of a name that is asked for.
  func expects(otherThan other: Judge) -> Bool {
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
      wrong.limit = trial.verdict.limit
      wrong.checks = verdict.checks.map { check in
        var check = check
        let there = trial.verdict.checks.first { $0.index == check.index }
        if !(there?.isPassed ?? false) { check.isPassed = false }
        if there?.isRequired ?? false { check.isRequired = true }
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
    // What has few numbers to draw from meets them once more now and then.
    for number in 0..<(isCostly ? 1 : 4) {
      var own = start
      own.salt = FNV1a.hash(of: "\(exercise.id) \(number)")
      own.restart(seed: own.salt)
      var again = Judge(
        exercise, in: own, interpreter: interpreter, steps: interpreter.limits.steps ?? .max, givens: givens,
        lessonNames: lessonNames)
      if again.faults.isEmpty, !again.judgeHere(answer, graded: graded, among: []).verdict.isRight { return true }
    }
    return false
  }

  /// Whether what left a state has drawn random numbers, which the solution does not.
  func draws(_ state: State) -> Bool {
    state.hasDrawn(since: start) && !solved.hasDrawn(since: start) && !exercise.isDrawn
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
