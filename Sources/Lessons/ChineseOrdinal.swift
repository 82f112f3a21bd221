import Source

/// How a Chinese reader calls a lesson, a step or an exercise by its number: 第3课, 3课, 课程 3, 第 18 步, 练习 5.
package enum ChineseOrdinal {
  /// The exercise that is meant by 练习5, 第5题 and 题 五, as it is found in a lesson: `ex5`.
  package static func exercise(in text: String) -> String? {
    number(in: text, of: ["练习", "题"]).map { "ex" + $0 }
  }

  /// The number in digits; nil for any other text.
  package static func number(in text: String, of things: [String] = ["课程", "课"]) -> String? {
    let rest: Substring
    if let thing = things.first(where: { text.hasPrefix($0) }) {
      rest = text.dropFirst(thing.count)
    } else if let thing = things.first(where: { text.hasSuffix($0) }) {
      rest = text.dropLast(thing.count).trimmingPrefix("第")
    } else {
      return nil
    }
    let inner = rest.filter { $0 != " " }
    if !inner.isEmpty, inner.allSatisfy({ $0.isASCII && $0.isNumber }) { return inner }
    return ChineseNumber.whole(inner).map(String.init)
  }
}
