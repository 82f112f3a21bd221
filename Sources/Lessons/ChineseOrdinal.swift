import Source

/// How a Chinese reader calls a lesson, a step or an exercise by its number: 第3课, 第三课, 课 3, 第 18 步, 练习 5.
package enum ChineseOrdinal {
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
