import Evaluation
import Lessons
import Source
import Syntax

/// What a puzzle allows: `allow="@ + where range"`.
///
/// Operators, words of the language and functions have to be listed; brackets, functions of one's own making and names
/// of data are free, and numbers, unless some are listed. `[]` stands for an index, `.T` for a transpose.
package struct Puzzle {
  let allowed: [String]

  /// A puzzle that allows these words and signs.
  package init(allowed: [String]) { self.allowed = allowed }

  /// The first thing in an answer that is not allowed, as it is written in the list; `isFunction` tells of a name
  /// whether the program or the lesson gives a function under it.
  package func firstOther(in answer: AnswerText, isFunction: (String) -> Bool) -> String? {
    let tokens = Lexer.tokens(of: answer.source)
    let own = Puzzle.parameters(tokens).union(answer.targets)
    let numbers = allowed.compactMap { Double($0) }
    return Puzzle.parts(tokens).first { part in
      switch part {
      case .sign(let sign): !allowed.contains(sign)
      case .number(let value, _): !numbers.isEmpty && !numbers.contains(value)
      case .name(let name): !allowed.contains(name) && !own.contains(name) && isFunction(name)
      }
    }?.text
  }

  private enum Part {
    case sign(String), name(String), number(Double, String)

    var text: String {
      switch self {
      case .sign(let text), .name(let text), .number(_, let text): text
      }
    }
  }

  private static func parts(_ tokens: [Token]) -> [Part] {
    var found: [Part] = []
    for (index, token) in tokens.enumerated() {
      let previous = index > 0 ? tokens[index - 1] : nil
      let followsOperand = previous?.endsOperand ?? false
      switch token.kind {
      case .symbol(.openBracket): if followsOperand { found.append(.sign("[]")) }
      case .symbol(.bind), .symbol(.arrow): break
      case .symbol(let symbol): if symbol.isOperator { found.append(.sign(symbol.rawValue)) }
      case .keyword(let word): if ![.true, .false, .return].contains(word) { found.append(.sign(word.rawValue)) }
      case .transpose: found.append(.sign(".T"))
      case .superscript: found.append(.sign("^"))
      case .prime: found.append(.sign("'"))
      case .partial: found.append(.sign("∂"))
      case .nabla: found.append(.sign("∇"))
      case .root: found.append(.sign("√"))
      case .name(let name):
        if previous?.kind == .symbol(.point) {
          if name == "T" { found.append(.sign(".T")) }
          continue
        }
        if case .number? = previous?.kind { found.append(.sign("*")) }
        // The name of an argument, as in `sum(x, axis=0)`, is no call.
        let isArgument = isFollowed(tokens, index, by: .bind) && isAfter(tokens, index, [.openParen, .comma])
        if !isArgument { found.append(.name(name)) }
      case .string(let pieces):
        for case .code(let inner, _, _) in pieces { found += parts(inner) }
      case .number(let value): found.append(.number(value, NumberText.of(value, digits: 7)))
      case .foreign, .comment, .command, .newline, .unreadable, .end: break
      }
    }
    return found
  }

  private static func isFollowed(_ tokens: [Token], _ index: Int, by symbol: Symbol) -> Bool {
    index + 1 < tokens.count && tokens[index + 1].kind == .symbol(symbol)
  }

  private static func isAfter(_ tokens: [Token], _ index: Int, _ symbols: [Symbol]) -> Bool {
    index > 0 && symbols.contains { tokens[index - 1].kind == .symbol($0) }
  }

  /// The names before an arrow, and those in parentheses before an arrow or a `=`.
  private static func parameters(_ tokens: [Token]) -> Set<String> {
    var found: Set<String> = []
    for (index, token) in tokens.enumerated().dropFirst()
    where token.kind == .symbol(.arrow) || token.kind == .symbol(.bind) {
      if case .name(let name) = tokens[index - 1].kind, token.kind == .symbol(.arrow) { found.insert(name) }
      guard tokens[index - 1].kind == .symbol(.closeParen) else { continue }
      for inner in tokens[..<(index - 1)].reversed() {
        if inner.kind == .symbol(.openParen) { break }
        if case .name(let name) = inner.kind { found.insert(name) }
      }
    }
    return found
  }
}
