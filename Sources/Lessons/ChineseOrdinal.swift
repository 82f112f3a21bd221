import Source

/// How a Chinese reader calls a lesson or a step by its number: 第3课, 第三课, 课15, 第 18 步.
package enum ChineseOrdinal {
  /// The number in digits; nil for any other text.
  package static func number(in text: String, of thing: Character = "课") -> String? {
    if text.first == thing { return digits(text.dropFirst()) }
    return text.first == "第" && text.last == thing ? digits(text.dropFirst().dropLast()) : nil
  }

  /// The exercise that is meant by 练习5, 第5题 and 题 五, as it is found in a lesson: `ex5`.
  package static func exercise(in text: String) -> String? {
    if let number = number(in: text, of: "题") { return "ex\(number)" }
    return ["练习", "题"].first { text.hasPrefix($0) }.flatMap { digits(text.dropFirst($0.count)) }.map { "ex\($0)" }
  }

  private static func digits(_ text: Substring) -> String? {
    let inner = text.filter { $0 != " " }
    if !inner.isEmpty, inner.allSatisfy({ $0.isASCII && $0.isNumber }) { return inner }
    return ChineseNumber.whole(inner).map(String.init)
  }
}
