import Evaluation
import Syntax

extension AnswerText {
  /// Whether it trains something: by steps of an optimiser, or by a loop that goes down a gradient.
  var trains: Bool {
    let names = mentionedNames
    return !names.isDisjoint(with: ["step", "train"]) || hasLoop && !written.isDisjoint(with: ["grad", "derivative"])
  }

  /// Whether it has anything that could train: a loop, `map`, or a call of a function of the lesson's own.
  func mayTrain(calling isOwnFunction: (String) -> Bool) -> Bool {
    hasLoop || !mentionedNames.isDisjoint(with: ["step", "train", "map"])
      || mentionedNames.contains(where: isOwnFunction)
  }

  private var hasLoop: Bool {
    Lexer.tokens(of: source).contains { token in
      if case .keyword(let word) = token.kind { word == .for || word == .while } else { false }
    }
  }

  private var written: Set<String> { AnswerText.operations(of: Lexer.tokens(of: source)) }

  /// Functions that make something of numbers alone.
  private static let makers: Set<String> = ["ones", "zeros", "full", "stack", "append", "range", "len", "shape"]

  /// Whether the value of a name comes from typed numbers alone.
  func isMadeOfNothing(_ name: String) -> Bool {
    let part = slice(for: [name])
    guard !part.program.statements.isEmpty else { return false }
    return part.mentionedNames.subtracting(part.targets).isSubset(of: AnswerText.makers)
  }
}

extension Interpreter {
  /// Whether a name holds a function that somebody wrote in the language.
  mutating func isOwnFunction(_ name: String, in state: State) -> Bool {
    guard case .function(let function)? = value(of: name, in: state) else { return false }
    return function.source != nil && !isGiven(name, in: state)
  }
}
