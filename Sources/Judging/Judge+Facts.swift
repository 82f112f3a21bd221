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

  /// The message with the value of a name that does not belong, where it is one number.
  mutating func withValue(_ message: Message, in answer: String) -> Message {
    guard message.key == .slipName, let name = message.arguments.first?.description,
      !AnswerText(answer).parameters.contains(name), let value = interpreter.value(of: name, in: solved),
      Comparison.grid(value, in: solved)?.number?.isFinite ?? false
    else { return message }
    return Message(
      .slipNameValue, saying: message.arguments + [.verbatim(ValueText.inline(solved.resolved(value), state: solved))])
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
}
