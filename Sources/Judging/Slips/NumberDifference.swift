import Source
import Syntax

/// Where an answer is written as a solution is but for numbers, in two places or more.
///
/// Sums are the same in any order: `27*8 + 24 + 64` is one number away from `27*8 + 64 + 27`, and yet 24 stands where
/// 64 belongs, and 64 where 27 does.
enum NumberDifference {
  /// What is to be said of the first solution that an answer differs from in that way.
  static func first(of answer: AnswerText, _ solutions: [AnswerText]) -> Slip? {
    for solution in solutions {
      if let slip = slip(answer, solution) { return slip }
    }
    return nil
  }

  private static func slip(_ answer: AnswerText, _ solution: AnswerText) -> Slip? {
    let (own, official) = (answer.telling, solution.telling)
    guard own.count == official.count else { return nil }
    var found: [(place: Span, own: String, official: String)] = []
    for (a, b) in zip(own, official) where a.kind != b.kind {
      guard case .number = a.kind, case .number = b.kind else { return nil }
      found.append((a.span, answer.source.slice(a.span), solution.source.slice(b.span)))
    }
    // What was typed as a whole value has no place to mend.
    let typed = answer.program.statements.flatMap(\.expressions).filter(\.isLiteral).map(\.span)
    let isTyped = found.contains { one in
      typed.contains { $0.lower <= one.place.lower && one.place.upper <= $0.upper }
    }
    guard found.count > 1, !isTyped else { return nil }
    let (first, second) = (found[0], found[1])
    let edits = found.map { ($0.place, $0.official) }
    if found.allSatisfy({ $0.own == first.own && $0.official == first.official }) {
      return Slip(
        edits, at: first.place, Message(.slipNumber, first.own, first.official), .leaf, places: found.count)
    }
    guard found.count == 2 else { return nil }
    if first.own == second.official, second.own == first.official {
      return Slip(edits, at: first.place, Message(.slipExchanged, first.own, second.own), .leaf)
    }
    return Slip(
      edits, at: first.place,
      Message(.slipTwoNames, first.own, second.own, first.official, second.official), .leaf)
  }
}

extension AnswerText {
  /// Its tokens but for parentheses and the ends of lines.
  fileprivate var telling: [Token] {
    Lexer.tokens(of: source).filter { token in
      switch token.kind {
      case .symbol(.openParen), .symbol(.closeParen), .symbol(.semicolon), .newline, .comment, .end: false
      default: true
      }
    }
  }

  /// How it is written, parentheses and spaces aside.
  var words: [String] { telling.map { source.slice($0.span) } }
}
