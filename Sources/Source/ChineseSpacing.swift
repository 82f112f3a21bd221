/// The space where a Chinese sentence meets what fills one of its places, which its table cannot know.
extension String {
  /// The text with another after it, one space between Chinese words and Latin letters, digits or code.
  ///
  /// What fills a place is left as it is; `fillsPlace` says whether that is the second text.
  func spaced(before next: String, fillsPlace: Bool) -> String {
    guard let last = self.last, let first = next.first else { return self + next }
    if fillsPlace {
      if first == " ", last.isFullWidthSign { return self + String(next.dropFirst()) }
      if last == " ", first.isHan || first == "“", dropLast().last?.isHan == true { return String(dropLast()) + next }
      return last.isHan && first.opensCode ? self + " " + next : self + next
    }
    if first == " ", last.isHan || last == "”" || last == "）", next.dropFirst().first?.isHan == true {
      return self + String(next.dropFirst())
    }
    return first.isHan && last.closesCode ? self + " " + next : self + next
  }

  /// A Chinese name that fills a place, between quotes where Chinese words stand right beside it: it would run into them.
  ///
  /// A name with a Chinese word anywhere in it, `x的值` or `成绩.csv`, is one; behind a command it stays as it is typed.
  func setApart(from before: String, and after: Phrase.Piece?) -> String {
    guard let first, let last else { return self }
    let isName = contains(where: \.isHan) && allSatisfy { $0.isLetter || $0.isNumber || "_./-".contains($0) }
    let previous = before.last { $0 != " " }
    var touches = (isName || first.isHan) && previous?.isHan ?? false
    if case .literal(let words)? = after, isName || last.isHan, let next = words.first(where: { $0 != " " }) {
      touches = touches || (next.isHan && (last.isHan || !(previous?.isNarrow ?? false)))
    }
    return touches ? "“\(self)”" : self
  }
}

extension Character {
  private var code: UInt32 { unicodeScalars.first?.value ?? 0 }

  /// Whether it is a Chinese character; full-width signs have their space in themselves.
  package var isHan: Bool { (0x4E00...0x9FFF).contains(code) }

  fileprivate var isFullWidthSign: Bool { "，。；：？！、）》”".contains(self) }

  fileprivate var isNarrow: Bool { (isLetter || isNumber) && code < 0x2E80 }

  /// Whether it begins a name, a number or a piece of code.
  fileprivate var opensCode: Bool { isNarrow || "[{\"`-+∂√∇|:".contains(self) }

  /// Whether it ends one.
  fileprivate var closesCode: Bool { isNarrow || "]})\"`%|".contains(self) }
}
