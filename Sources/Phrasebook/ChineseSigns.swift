import Source

/// Signs and numbers in Chinese words, which stand without spaces beside what they belong to: 负3, x等于3, 5减负2.
enum ChineseSigns {
  /// Longer words first where one begins another.
  private static let signs = [
    ("大于等于", ">="), ("小于等于", "<="), ("不等于", "!="), ("等于", "="), ("大于", ">"), ("小于", "<"), ("除以", "/"),
    ("乘以", "*"), ("乘", "*"), ("加上", "+"), ("加", "+"), ("减去", "-"), ("减", "-"), ("负", "-"), ("非", "not"),
    ("真", "true"), ("假", "false"),
  ]

  /// A name in signs: `- -2` for 减负2; nil where it has none of the words, or anything besides that is no number and no
  /// name in other letters.
  static func plain(_ name: String) -> String? {
    if let fraction = ChineseNumber.fraction(name) { return fraction }
    var (rest, text) = (name[...], "")
    var (hasSign, isNegated) = (false, false)
    while !rest.isEmpty {
      let found = signs.first { rest.hasPrefix($0.0) }
      let number = rest.prefix { "零〇一二两三四五六七八九十百千万".contains($0) }
      let other = rest.prefix { !$0.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) } }
      guard
        let piece = found?.1 ?? ChineseNumber.whole(number).map({ "\($0)" }) ?? (other.isEmpty ? nil : String(other))
      else { return nil }
      text += (text.isEmpty || isNegated ? "" : " ") + piece
      isNegated = found?.0 == "负"
      hasSign = hasSign || found != nil
      rest = rest.dropFirst(found?.0.count ?? (number.isEmpty ? other.count : number.count))
    }
    return hasSign ? text : nil
  }

  /// A line whose names are written in signs, apart from those that mean something and from signs that stand alone, for
  /// which there are rules.
  static func line(_ line: String, isKnown: (String) -> Bool) -> String {
    let source = SourceText(line)
    var (text, last) = ("", 0)
    for word in Word.words(of: line) where word.kind == .name && !isKnown(word.text) {
      guard let plain = plain(word.text), !signs.contains(where: { $0.0 == word.text }) else { continue }
      text += source.slice(Span(last, word.span.lower))
      if text.last?.isNumber ?? false { text += " " }
      text += plain
      last = word.span.upper
    }
    return text + source.slice(Span(last, source.count))
  }
}
