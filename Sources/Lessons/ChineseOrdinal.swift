import Source

/// How a Chinese reader calls a lesson, a step or an exercise by its number: 第3课, 第三课, 课 3, 第 18 步, 练习 5.
package enum ChineseOrdinal {
  /// The exercise that is meant by 练习5, 第5题 and 题 五, as it is found in a lesson: `ex5`.
  package static func exercise(in text: String) -> String? {
    ["练习", "题"].lazy.compactMap { number(in: text, of: $0) }.first.map { "ex" + $0 }
  }

  /// The number in digits; nil for any other text.
  package static func number(in text: String, of thing: String = "课") -> String? {
    let rest: Substring
    if text.hasPrefix("第"), text.hasSuffix(thing) {
      rest = text.dropFirst().dropLast(thing.count)
    } else if text.hasPrefix(thing) {
      rest = text.dropFirst(thing.count)
    } else {
      return nil
    }
    let inner = rest.filter { $0 != " " }
    if !inner.isEmpty, inner.allSatisfy({ $0.isASCII && $0.isNumber }) { return inner }
    return ChineseNumber.whole(inner).map(String.init)
  }
}
