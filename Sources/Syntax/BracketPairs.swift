/// Which bracket belongs to which.
struct BracketPairs {
  /// For the token of a bracket the index of its partner; -1 for every other token.
  private(set) var partner: [Int]
  /// The opening brackets that nothing closes before the end, outermost first.
  private(set) var open: [Int] = []

  /// Pairs the brackets of a list of tokens.
  ///
  /// A `}` closes what is still open inside its block, so that one forgotten `)` does not swallow the rest of a text.
  init(_ tokens: [Token]) {
    partner = [Int](repeating: -1, count: tokens.count)
    var openBraces = 0
    for (index, token) in tokens.enumerated() {
      guard case .symbol(let symbol) = token.kind else { continue }
      if symbol.closer != nil {
        open.append(index)
        if symbol == .openBrace { openBraces += 1 }
      } else if symbol.isCloser {
        func closes(_ opener: Int) -> Bool {
          if case .symbol(let opened) = tokens[opener].kind { return opened.closer == symbol }
          return false
        }
        if symbol == .closeBrace {
          guard openBraces > 0 else { continue }
          while let last = open.last, !closes(last) { open.removeLast() }
          openBraces -= 1
        } else if let last = open.last, !closes(last) {
          guard open.count > 1, closes(open[open.count - 2]), !isBrace(tokens[last]) else { continue }
          open.removeLast()
        }
        guard let last = open.popLast() else { continue }
        partner[index] = last
        partner[last] = index
      }
    }
  }

  private func isBrace(_ token: Token) -> Bool { token.kind == .symbol(.openBrace) }
}
