import Evaluation
import Lessons
import Source
import Syntax

/// Right is right in every world, and a cause is named only when it holds in every one.
extension Judge {
  /// Judges an answer; hidden checks are made only when it is graded.
  package mutating func judge(_ answer: String, graded: Bool = false) -> Verdict {
    let here = judgeHere(answer, graded: graded)
    var verdict = here.verdict
    guard let others else { return verdict.withFirstCause }
    switch verdict.outcome {
    case .right: return rightElsewhere(verdict, answer, graded: graded)
    case .mistake, .wrong: break
    case .blanks, .failed, .interrupted: return verdict
    }
    var mistakes = here.mistakes
    var causes = verdict.explanation
    for var other in others {
      let trial = other.judgeHere(answer, graded: graded)
      mistakes.removeAll { !trial.mistakes.contains($0) }
      causes.removeAll { $0.key.isCause && !trial.verdict.explanation.contains($0) }
    }
    // Where what is expected is the same everywhere, or there is one world only, too much fits by chance.
    if !others.contains(where: { expects(otherThan: $0) }) {
      causes.removeAll { $0.key.isCause && $0.key.fitsByChance }
    }
    let (own, official) = (AnswerText(answer), exercise.solutions.map { AnswerText($0.code) })
    causes.removeAll { !$0.isAbout(own, official) }
    if let index = mistakes.first {
      verdict.outcome = .mistake(index)
      verdict.words = exercise.mistakes[index].says
      return verdict
    }
    if case .mistake = verdict.outcome {
      verdict.outcome = .wrong
      verdict.words = verdict.checks.first { !$0.isPassed }.flatMap { exercise.checks[$0.index].message }
    }
    verdict.explanation = causes
    return verdict.withFirstCause
  }

  /// Whether another world expects another value of a name that is asked for.
  private func expects(otherThan other: Judge) -> Bool {
    var comparison = Comparison(interpreter: interpreter)
    return targets.contains { name in
      !comparison.areEqual(
        comparison.interpreter.value(of: name, in: solved), in: solved,
        comparison.interpreter.value(of: name, in: other.solved), in: other.solved)
    }
  }

  /// A right answer stays right only if it is right with other numbers, its own copies of the lesson's among them.
  private mutating func rightElsewhere(_ verdict: Verdict, _ answer: String, graded: Bool) -> Verdict {
    for var other in others ?? [] {
      var counterexample: Trial?
      var isRight = false
      for form in other.forms(of: answer) where !isRight {
        let trial = other.judgeHere(form, graded: graded)
        isRight = trial.verdict.isRight
        // An answer that takes too long elsewhere has not been shown to be wrong.
        if case .interrupted = trial.verdict.outcome { isRight = true }
        if counterexample == nil { counterexample = trial }
      }
      guard !isRight, let trial = counterexample else { continue }
      var wrong = verdict
      wrong.outcome = .wrong
      wrong.explanation = [other.counterexample(trial)]
      wrong.words = exercise.checks.first?.message
      wrong.checks = verdict.checks.map { check in
        var check = check
        let there = trial.verdict.checks.first { $0.index == check.index }
        if !(there?.isPassed ?? false) { check.isPassed = false }
        return check
      }
      return wrong
    }
    return verdict
  }

  /// The answer as it is written, and with numbers that the lesson gives replaced by what they are in this world.
  private func forms(of answer: String) -> [String] {
    let source = SourceText(answer, name: "answer")
    let bytes = Array(answer.utf8)
    var forms: [[UInt8]] = [[]]
    var replaced = false
    var done = 0
    for token in Lexer.tokens(of: source) {
      guard case .number(let value) = token.kind, token.span.lower >= done, token.span.upper <= bytes.count else {
        continue
      }
      var choices = [Array(bytes[token.span.lower..<token.span.upper])]
      let typed = DigitsTyped(String(decoding: choices[0], as: UTF8.self))
      for given in givens
      where given.was.magnitude == value || given.isComputed && typed.agree(with: given.was.magnitude) {
        let own = given.was < 0 ? -given.value : given.value
        let text = Array((own < 0 ? "(\(own))" : "\(own)").utf8)
        if !choices.contains(text) { choices.append(text) }
      }
      replaced = replaced || choices.count > 1
      let between = bytes[done..<token.span.lower]
      done = token.span.upper
      forms = Array(forms.flatMap { form in choices.map { form + between + $0 } }.prefix(32))
    }
    guard replaced else { return [answer] }
    return forms.map { String(decoding: $0 + bytes[done...], as: UTF8.self) }
  }

  /// What an answer gives in this world and what it should give.
  private mutating func counterexample(_ trial: Trial) -> Message {
    let asked = Set(exercise.solutions.flatMap { AnswerText($0.code).mentionedNames })
    var shown: [String] = []
    let free = givens.filter { !$0.isComputed }
    for given in free.filter({ asked.contains($0.name) }) + free {
      let text = "\(given.name) = \(given.value)"
      let isNumber = free.filter { $0.name == given.name }.count == 1
      if isNumber, shown.count < 3, !shown.contains(text) { shown.append(text) }
    }
    let with = shown.isEmpty ? givens.first.map { "\($0.name)" } ?? "" : shown.joined(separator: ", ")
    guard let state = trial.state else { return Message(.onlyHere, with) }
    for name in targets {
      guard let own = interpreter.value(of: name, in: state), let wanted = interpreter.value(of: name, in: solved),
        let a = Comparison.grid(own, in: state), let b = Comparison.grid(wanted, in: solved), a.count <= 4,
        !a.isClose(to: b)
      else { continue }
      return Message(.onlyHereValue, with, ValueText.inline(own, state: state), ValueText.inline(wanted, state: solved))
    }
    return Message(.onlyHere, with)
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
    case .termMissing: return own.union(official).contains(arguments[1])
    case .termTooMany: return own.union(official).contains(arguments[0])
    case .meanOver: return official.contains("mean") && !own.contains("mean")
    case .sumOver: return own.contains("mean") && !official.contains("mean")
    case .degreesTooFew, .degreesMissing: return !own.union(official).isDisjoint(with: ["var", "std", "len"])
    case .nearly: return !answer.fractions.isSubset(of: solutions.reduce(into: Set()) { $0.formUnion($1.fractions) })
    default: return true
    }
  }
}

extension AnswerText {
  /// The numbers with a fraction that are written in it.
  fileprivate var fractions: Set<Double> {
    Set(
      Lexer.tokens(of: source).compactMap { token in
        if case .number(let value) = token.kind, value != value.rounded() { return value }
        return nil
      })
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
      .termMissing, .termTooMany, .reversed, .shifted, .nearly, .gradientOf, .chainTooShort, .chainTooLong, .onePath,
      .localOnly:
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
