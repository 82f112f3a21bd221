import Evaluation
import Lessons
import Source
import Syntax
import Tensors

/// One place mended that makes an answer right: tried before it is said.
extension Judge {
  /// What trying slips may cost: how many there may be, and units of effort for all of them, of which a trial has some
  /// for itself.
  private static let tries = 2_500
  private static let effort = 1_500_000
  private static let perTrial = 500
  /// How many that are right in the lesson's own world are gone through the others with.
  private static let candidates = 20

  /// The first slip that, mended, makes an answer right in every world.
  mutating func slip(in answer: String) -> Slip? {
    let text = AnswerText(answer)
    guard !exercise.solutions.isEmpty, faults.isEmpty, !text.program.hasErrors, answer.utf8.count <= 2_000 else {
      return nil
    }
    let solutions = exercise.solutions.map { AnswerText($0.code) }
    let right = rightTargets(of: text)
    let finder = SlipFinder(text, SlipMaterial(solutions, others: namesOfNumbers), except: right ?? [])
    // What says what a solution says is right in every world without a trial, and is what was meant before all else.
    let official = Set(solutions.map { Form.forms(of: $0.program, for: asked) })
    // Numbers that are proposed have to be those, and not others that come to the same.
    let exact = Set(solutions.map { Form.forms(of: $0.withNumbersAsNames.program, for: asked) })
    let found = finder.slips.prefix(Judge.tries).filter { slip in
      let mended = AnswerText(slip.mended(text.source))
      return official.contains(Form.forms(of: mended.program, for: asked))
        && (!slip.message.key.proposes
          || exact.contains(Form.forms(of: mended.withNumbersAsNames.program, for: asked)))
    }
    var formal = found.first
    if formal.map({ $0.message.key == .slipNumber }) ?? true {
      // Where one number for another makes two sums the same, both differ from the solution in more places than one.
      if let numbers = NumberDifference.first(of: text, solutions),
        official.contains(Form.forms(of: AnswerText(numbers.mended(text.source)).program, for: asked))
      {
        return said(numbers, of: text)
      }
      // The number that is written where a solution has another comes before those that come to the same.
      let written = Set(solutions.map(\.words))
      formal =
        found.first {
          $0.message.key == .slipNumber && written.contains(AnswerText($0.mended(text.source)).words)
        } ?? formal
    }
    if let slip = formal ?? (isCostly ? nil : slip(among: finder.slips, of: text)) { return said(slip, of: text) }
    // What is written otherwise and right is no fault: something else than the values is.
    guard let right else { return nil }
    for solution in solutions {
      guard let difference = FormDifference(text, solution, except: right) else { continue }
      // Of two differences either may be the fault alone; what takes long is not tried.
      if difference.isOfTwo {
        guard !isCostly, !text.program.statements.isEmpty else { continue }
        let effort = Effort.remaining
        Effort.allow(Judge.effort)
        let single = difference.singles.first { isRightEverywhere($0.mended(text.source)) }
        let isSpent = Effort.isSpent
        Effort.allow(effort)
        if isSpent { continue }
        if let single { return said(single, of: text) }
      }
      if let slip = difference.slip { return said(slip, of: text) }
    }
    return nil
  }

  /// The names that an answer binds to what the solution does, in every world: there is nothing to mend in their lines.
  ///
  /// Nil where those are all that is asked for.
  private mutating func rightTargets(of text: AnswerText) -> Set<String>? {
    guard !isCostly else { return [] }
    var right = rightTargetsHere(of: text)
    for var other in others ?? [] where !right.isEmpty { right.formIntersection(other.rightTargetsHere(of: text)) }
    return right.isSuperset(of: asked) ? nil : right
  }

  private mutating func rightTargetsHere(of text: AnswerText) -> Set<String> {
    let text = handed.isEmpty ? text : AnswerText(inThisWorld(text.source.text))
    var state = start
    for statement in text.program.statements {
      guard case .finished = interpreter.run(statement, of: text.source, on: &state, emit: { _ in }) else { break }
    }
    return Set(
      text.targets.filter { name in
        targets.contains(name) && interpreter.value(of: name, in: state) != nil && isSame(name, in: state, solved)
      })
  }

  /// A slip as it is said: where code is to be mended that is there from the start, what belongs there is the answer,
  /// and only the place is named.
  private func said(_ slip: Slip, of text: AnswerText) -> Slip {
    let starter = AnswerText(exercise.starter)
    guard starter.blanks == 0, Set(starter.targets).isSuperset(of: asked) else { return slip }
    let words = slip.message.arguments
    switch slip.message.key {
    case .slipElse, .slipTwoPlaces: return slip
    case .slipTwoNames, .slipExchanged:
      return Slip(slip, saying: Message(.slipTwoPlaces, saying: Array(words.prefix(2))))
    default: return Slip(slip, saying: Message(.slipElse, Slip.short(text.source.slice(slip.place))))
    }
  }

  /// The first of some slips that, mended, makes an answer right when it is tried.
  private mutating func slip(among slips: [Slip], of text: AnswerText) -> Slip? {
    let (effort, steps) = (Effort.remaining, interpreter.limits.steps)
    defer {
      Effort.allow(effort)
      interpreter.limits.steps = steps
    }
    Effort.allow(Judge.effort)
    interpreter.limits.steps = 20_000
    // Nothing before the statement that is mended has to be run again.
    var before = [start]
    for statement in text.program.statements {
      var state = before[before.count - 1]
      guard case .finished = interpreter.run(statement, of: text.source, on: &state, emit: { _ in }) else { break }
      before.append(state)
    }
    guard !Effort.isSpent, let last = before.last, !draws(last) else { return nil }
    let samples = samplesOfFunctions()
    var tried: Set<String> = [text.source.text]
    var candidates = 0
    var first: Slip?
    for slip in slips {
      // What else would do has to be as simple.
      if let first, first.rank < slip.rank { return first }
      guard tried.count <= Judge.tries, !Effort.isSpent else { return first }
      if first != nil, !slip.message.key.proposes { continue }
      let mended = slip.mended(text.source)
      Effort.spend(Judge.perTrial)
      guard tried.insert(mended).inserted, isEqualToSolution(mended, slip, text, before, samples) else { continue }
      candidates += 1
      guard candidates <= Judge.candidates else { return first }
      let left = Effort.remaining
      Effort.allow(effort)
      let isRight = isRightEverywhere(mended)
      Effort.allow(left)
      guard isRight, !decidesNothing(slip, of: text), !leavesIdleCall(slip, of: text) else { continue }
      guard let known = first else {
        guard slip.message.key.proposes else { return slip }
        first = slip
        continue
      }
      // Where one thing does as well as another, nobody knows which was meant.
      func form(_ slip: Slip) -> [Form] {
        Form.forms(of: AnswerText(slip.mended(text.source)).program, for: asked)
      }
      if known.message == slip.message || form(known) == form(slip) { continue }
      guard known.place == slip.place else { return nil }
      return Slip(known, saying: Message(.slipElse, Slip.short(text.source.slice(known.place))))
    }
    return first
  }

  /// The names of numbers that the lesson has bound, which may have been taken for another.
  private var namesOfNumbers: [String] {
    var interpreter = interpreter
    return Array(
      interpreter.boundNames(in: start).filter { name in
        guard let value = interpreter.value(of: name, in: start) else { return false }
        if case .data = start.resolved(value) { return true }
        return false
      }.prefix(40))
  }

  /// Whether a mended answer binds in this world what the solution binds; a quick look, without the checks.
  private mutating func isEqualToSolution(
    _ mended: String, _ slip: Slip, _ text: AnswerText, _ before: [State], _ samples: [FunctionSample]
  ) -> Bool {
    let statements = text.program.statements
    guard let first = slip.edits.first,
      let index = statements.lastIndex(where: { $0.span.lower <= first.span.lower }), index < before.count
    else { return false }
    let rest = String(decoding: mended.utf8.dropFirst(statements[index].span.lower), as: UTF8.self)
    var state = before[index]
    guard case .finished = Quiet.run(AnswerText(rest).program, on: &state, &interpreter) else { return false }
    // A function is tried on one input before it is compared.
    for sample in samples {
      guard case .function(let function)? = interpreter.value(of: sample.name, in: state),
        sample.isMet(by: function, in: state, &interpreter)
      else { return false }
    }
    return agree(state, solved)
  }

  private mutating func samplesOfFunctions() -> [FunctionSample] {
    asked.compactMap { name in
      guard case .function(let function)? = interpreter.value(of: name, in: solved) else { return nil }
      return FunctionSample(name, function, in: solved, &interpreter)
    }
  }

  /// Whether two states hold the same under every name that is asked for.
  mutating func agree(_ first: State, _ second: State) -> Bool {
    asked.allSatisfy { isSame($0, in: first, second) }
  }

  /// Whether two states hold the same under a name; functions on the inputs of the checks too.
  mutating func isSame(_ name: String, in first: State, _ second: State) -> Bool {
    var comparison = Comparison(interpreter: interpreter)
    let (a, b) = (interpreter.value(of: name, in: first), interpreter.value(of: name, in: second))
    guard comparison.areEqual(a, in: first, b, in: second) else { return false }
    guard case .function(let f)? = a, case .function(let g)? = b else { return true }
    return (inputs[name] ?? []).allSatisfy { input in
      let own = try? comparison.interpreter.call(f, input, on: first)
      let other = try? comparison.interpreter.call(g, input, on: second)
      return comparison.areEqual(own, in: first, other, in: second)
    }
  }

  /// Whether a mended condition could as well be always true, or never: then it decides nothing, and the fault lies in
  /// what stands behind it.
  private mutating func decidesNothing(_ slip: Slip, of text: AnswerText) -> Bool {
    let conditions = text.expressions.flatMap { expression -> [Span] in
      guard case .conditional(let branches, _) = expression.kind else { return [Span]() }
      return branches.map(\.condition.span)
    }
    func isIn(_ condition: Span, _ edit: Span) -> Bool {
      condition.lower <= edit.lower && edit.upper <= condition.upper
    }
    for condition in conditions where slip.edits.contains(where: { isIn(condition, $0.span) }) {
      let rest = slip.edits.filter { !isIn(condition, $0.span) }.map { ($0.span, $0.text) }
      for value in ["true", "false"] {
        let other = text.source.replacing(rest + [(condition, value)])
        if judgeHere(other, graded: true, among: []).verdict.isRight { return true }
      }
    }
    return false
  }

  /// Whether an answer with a place mended calls something there that gives back its argument: then the call is the
  /// fault, and not what it is made with.
  private mutating func leavesIdleCall(_ slip: Slip, of text: AnswerText) -> Bool {
    let mended = AnswerText(slip.mended(text.source))
    let official = Set(exercise.solutions.flatMap { AnswerText($0.code).expressions }.map { Form($0) })
    var (shift, places) = (0, [Span]())
    for (span, text) in slip.edits {
      let lower = span.lower + shift
      places.append(Span(lower, lower + text.utf8.count))
      shift += text.utf8.count - (span.upper - span.lower)
    }
    for expression in mended.expressions {
      guard case .call(let callee, let arguments) = expression.kind, case .name = callee.kind, arguments.count == 1,
        places.contains(where: { expression.span.lower <= $0.lower && $0.upper <= expression.span.upper }),
        !official.contains(Form(expression))
      else { continue }
      let inner = "(" + mended.source.slice(arguments[0].value.span) + ")"
      let plain = mended.source.replacing([(expression.span, inner)])
      if judgeHere(plain, graded: true, among: []).verdict.isRight, isRightEverywhere(plain) { return true }
    }
    return false
  }

  /// Whether a mended answer is right here, in the other worlds, and when the numbers in it are others; one of them has
  /// to expect something else than here, or what is right would be right by chance.
  mutating func isRightEverywhere(_ answer: String) -> Bool {
    guard judgeHere(answer, graded: true, among: []).verdict.isRight else { return false }
    // A function is tried with many inputs, each of which expects something else.
    var isOther = asked.contains { interpreter.isFunction($0, in: solved) }
    for var other in others ?? [] {
      guard other.forms(of: answer).contains(where: { other.judgeHere($0, graded: true, among: []).verdict.isRight })
      else {
        return false
      }
      isOther = isOther || expects(otherThan: other)
    }
    for var other in nearby(answer) {
      guard other.judgeHere(answer, graded: true, among: []).verdict.isRight else { return false }
      isOther = isOther || expects(otherThan: other)
    }
    let varied = exercise.solutions.compactMap { agreement(of: answer, with: $0.code.text) }
    guard varied.isEmpty || varied.contains(where: { $0.holds }) else { return false }
    return isOther || varied.contains { $0.holds && $0.isOther }
  }

  // MARK: Other numbers in the text

  /// Whether an answer does what another text does when the numbers written in that are others, in both alike; nil
  /// where that says nothing: nothing can be changed, or the answer has numbers of its own.
  mutating func agrees(_ answer: String, with official: String) -> Bool? {
    agreement(of: answer, with: official)?.holds
  }

  /// Besides, whether with other numbers something else is expected than with those that are written.
  private mutating func agreement(of answer: String, with official: String) -> (holds: Bool, isOther: Bool)? {
    let (own, written) = (Judge.numbers(in: answer), Judge.numbers(in: official))
    guard own.isSubset(of: written) else { return nil }
    // What is far from the lesson's numbers may make no sense any more: then others that are nearer.
    for (onlyFractions, isNear) in [(false, false), (true, false), (true, true)] {
      let changed = written.filter { !onlyFractions || $0 != $0.rounded() }.sorted()
      guard !changed.isEmpty else { continue }
      var (isTried, isOther) = (false, false)
      for index in 0..<2 {
        var draw = Draw(seed: official, index)
        let numbers = Dictionary(
          uniqueKeysWithValues: changed.map { number in
            let other = draw.like(number)
            return (number, isNear ? number + (other - number) / 512 : other)
          })
        var (first, second) = (start, start)
        guard case .finished = run(official, with: numbers, on: &second), isFinite(second) else { break }
        isTried = true
        isOther = isOther || !agree(second, solved)
        guard case .finished = run(answer, with: numbers, on: &first), agree(first, second) else {
          return (false, isOther)
        }
      }
      if isTried { return (true, isOther) }
    }
    return nil
  }

  /// Whether a state holds numbers under every name that is asked for, and no nan.
  private mutating func isFinite(_ state: State) -> Bool {
    asked.allSatisfy { name in
      !(interpreter.grid(of: name, in: state)?.values.contains(where: \.isNaN) ?? false)
    }
  }

  private mutating func run(
    _ text: String, with numbers: [Double: Double], on state: inout State
  ) -> Interpreter.Outcome {
    Quiet.run(AnswerText(Judge.replacing(numbers, in: text)).program, on: &state, &interpreter)
  }

  /// The numbers that are written in a text; 0, 1 and 2 belong to formulas.
  static func numbers(in text: String) -> Set<Double> {
    Set(
      Lexer.tokens(of: SourceText(text)).compactMap { token in
        if case .number(let value) = token.kind, ![0, 1, 2].contains(value) { return value }
        return nil
      })
  }

  private static func replacing(_ numbers: [Double: Double], in text: String) -> String {
    let source = SourceText(text)
    let edits = Lexer.tokens(of: source).compactMap { token -> (Span, String)? in
      guard case .number(let value) = token.kind, let other = numbers[value] else { return nil }
      let isWhole = other == other.rounded() && other.magnitude < 1e15
      return (token.span, isWhole ? String(Int(other)) : "\(other)")
    }
    return source.replacing(edits)
  }
}

extension AnswerText {
  /// The same with a name in the place of every number but 0, 1 and 2, so that nothing is reckoned out.
  fileprivate var withNumbersAsNames: AnswerText {
    let edits = Lexer.tokens(of: source).compactMap { token -> (Span, String)? in
      guard case .number(let value) = token.kind, ![0, 1, 2].contains(value) else { return nil }
      return (token.span, " number_\(String(value.bitPattern, radix: 36)) ")
    }
    return AnswerText(source.replacing(edits))
  }
}
