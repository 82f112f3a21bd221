import Evaluation
import Lessons
import Source
import Syntax
import Tensors

/// The rules that a check may state: with what an answer is to be computed, and with what not.
extension CheckTrial {
  /// Whether the answer breaks a rule that the check states beside what it compares: `uses` or `avoids`, alone, with
  /// `not` or among what has to hold together.
  var breaksRule: Bool {
    guard let last = Parser.parse(code).statements.last, case .expression(let condition) = last.kind else {
      return false
    }
    return follows(condition) == false
  }

  /// Whether the rules in a condition are followed; nil where it states none.
  private func follows(_ condition: Expression) -> Bool? {
    switch condition.kind {
    case .and(let left, let right):
      let (a, b) = (follows(left), follows(right))
      return a == nil && b == nil ? nil : (a ?? true) && (b ?? true)
    case .or(let left, let right):
      guard let a = follows(left), let b = follows(right) else { return nil }
      return a || b
    case .unary(.not, let inner): return follows(inner).map { !$0 }
    case .call(let callee, let arguments):
      guard case .name(let name) = callee.kind, let known = Condition(rawValue: name), arguments.count == 1,
        known == .uses || known == .avoids, let said = try? operation(arguments[0].value)
      else { return nil }
      return known == .avoids
        ? operations.isDisjoint(with: said.names) : !operations.isDisjoint(with: said.names.subtracting(idle))
    default: return nil
    }
  }

  /// What stands for several: `gradients` for every way to let the program differentiate, `numbers` for typed ones.
  private static let kinds: [String: (names: Set<String>, said: Phrase)] = [
    "gradients": (["grad", "derivative", "jacobian", "hessian", "value_and_grad"], .list(["∂", "∇", "grad", "′"])),
    "numbers": ([AnswerText.typedNumber], "a typed number"),
    "′": (["derivative"], .verbatim("′")), "'": (["derivative"], .verbatim("′")),
  ]

  /// What `uses` or `avoids` speaks of: a function, an operator, a sign such as `∂` or `√`, or what stands for several.
  func operation(_ expression: Expression) throws(Stop) -> (names: Set<String>, said: Phrase) {
    guard case .string(let parts) = expression.kind, parts.count == 1, case .text(let name)? = parts.first else {
      throw failure(.checkOperation, "the name of an operation is needed here, in quotation marks", expression)
    }
    if let several = CheckTrial.kinds[name] { return several }
    guard let names = AnswerText.operation(name) else { throw unknown(name, expression) }
    var interpreter = interpreter
    let isKnown = names.contains { own in
      own != name || own.allSatisfy { !$0.isLetter } || Operation.named(own) != nil || own == "T"
        || Keyword(rawValue: own) != nil || CheckTrial.kinds["gradients"]?.names.contains(own) ?? false
        || interpreter.value(of: own, in: judge.solved) != nil
    }
    guard isKnown else { throw unknown(name, expression) }
    return (names, .verbatim(name))
  }

  private func unknown(_ name: String, _ place: Expression) -> Stop {
    failure(
      .checkOperation, "`\(name)` is no function, no operator and none of `gradients` and `numbers`", place)
  }
}
