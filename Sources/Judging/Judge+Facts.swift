import Evaluation
import Lessons
import Source
import Syntax
import Tensors

/// What is plain about an answer, whatever caused it.
extension Judge {
  /// The piece of an answer that first gives something that is not a number.
  mutating func sourceOfNaN(in text: AnswerText, _ state: State) -> Message? {
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

  /// What is said of a slip, with the value of a name that does not belong, where it is one number of the lesson that
  /// the answer leaves as it is.
  mutating func said(_ slip: Slip, _ state: State?) -> Message {
    let message = slip.message
    guard message.key == .slipName, let name = message.arguments.first?.description,
      let value = interpreter.value(of: name, in: start), !targets.contains(name),
      let number = Comparison.grid(value, in: start)?.number, number.isFinite,
      let own = state.map({ interpreter.grid(of: name, in: $0)?.number }) ?? number, own == number
    else { return slip.told }
    let words = message.arguments + [.verbatim(ValueText.inline(start.resolved(value), state: start))]
    return Slip(slip, saying: Message(.slipNameValue, saying: words)).told
  }

  /// Whether a cause that says what makes an answer right was found to: the answer with that done is right everywhere.
  mutating func isTried(_ cause: Message, _ answer: String) -> Bool {
    guard [.termMissing, .termTooMany, .summedTooMuch, .averagedTooMuch].contains(cause.key) else { return true }
    guard !isCostly, !exercise.solutions.isEmpty else { return false }
    let words = cause.arguments.map(\.description)
    switch cause.key {
    case .termMissing where asked.contains(words[0]):
      return isRightEverywhere(answer + "\n\(words[0]) = \(words[0]) + \(words[1])")
    case .termTooMany where asked.contains(words[0]):
      return isRightEverywhere(answer + "\n\(words[0]) = \(words[0]) - \(words[1])")
    case .summedTooMuch, .averagedTooMuch:
      let text = AnswerText(answer)
      let wanted = cause.key == .summedTooMuch ? "sum" : "mean"
      return text.expressions.contains { expression in
        guard case .call(let callee, let arguments) = expression.kind, case .name(wanted) = callee.kind,
          let inner = arguments.first
        else { return false }
        let piece = "(" + text.source.slice(inner.value.span) + ")"
        return isRightEverywhere(text.source.replacing([(expression.span, piece)]))
      }
    default: return false
    }
  }

  /// What is said of an answer that types what should come out of a training; nil where the solution trains nothing, or
  /// numbers by hand count.
  func untrained(_ answer: String) -> Message? {
    // Where every check compares with what is expected, other numbers decide.
    guard let solution = exercise.solutions.first, !isByHand,
      !exercise.checks.allSatisfy({ AnswerText($0.code).mentionedNames.contains("expected") })
    else { return nil }
    let official = AnswerText(solution.code)
    guard official.trains else { return nil }
    let text = AnswerText(answer)
    var interpreter = interpreter
    let numbers = asked.filter { !interpreter.isFunction($0, in: solved) }
    if !text.mayTrain(calling: { interpreter.isOwnFunction($0, in: start) }) {
      return Message(.notTrained, saying: [.list(numbers.isEmpty ? asked : numbers)])
    }
    return numbers.first { text.isMadeOfNothing($0) && !official.isMadeOfNothing($0) }
      .map { Message(.notComputed, $0) }
  }

  /// What is said where two names that are asked for each hold what the other should.
  mutating func exchanged(in state: State) -> Message? {
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
  mutating func fact(_ state: State) -> Message? {
    for name in asked {
      guard let own = interpreter.grid(of: name, in: state)?.number,
        let wanted = interpreter.grid(of: name, in: solved)?.number
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

  /// What holds a great many more numbers than it should: that is said before any of them is looked at.
  mutating func oversized(in state: State) -> Message? {
    for name in asked {
      guard let value = interpreter.value(of: name, in: state), case .data(let own) = state.resolved(value),
        own.count > 20_000_000, let wanted = interpreter.grid(of: name, in: solved), wanted.count < own.count
      else { continue }
      let shape = ShapeText.of(own.shape)
      return wanted.shape.isEmpty
        ? Message(.shapeNumber, name, shape) : Message(.shape, name, shape, ShapeText.of(wanted.shape))
    }
    return nil
  }

  /// A line that says what came of a program that is to be mended, where it is no longer as the starter and the solution
  /// have it: whoever changes what is measured has mended nothing.
  func changedReport(in answer: AnswerText) -> Message? {
    let starter = AnswerText(exercise.starter)
    guard starter.blanks == 0, let solution = exercise.solutions.first else { return nil }
    let (given, official, own) = (starter.reports, AnswerText(solution.code).reports, answer.reports)
    for name in asked {
      guard let line = given[name], official[name]?.words == line.words, let mine = own[name],
        mine.words != line.words
      else { continue }
      return Message(.reportChanged, line.text)
    }
    return nil
  }
}
