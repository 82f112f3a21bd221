/// Numbers as Chinese readers say and write them: 三, 十二, 负 3.
package enum ChineseNumber {
  private static let digits: [Character: Int] = [
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
  ]

  /// The number below a hundred that a word says, or the one whose digits it says: 一二三; nil for any other text.
  package static func whole(_ text: some StringProtocol) -> Int? {
    let parts = text.split(separator: "十", omittingEmptySubsequences: false)
    let values = parts.map { $0.count == 1 ? $0.first.flatMap { digits[$0] } : nil }
    switch (parts.count, values.first ?? nil, values.last ?? nil) {
    case (1, let ones?, _): return ones
    case (2, let tens, let ones) where (tens != nil || parts[0].isEmpty) && (ones != nil || parts[1].isEmpty):
      return (tens ?? 1) * 10 + (ones ?? 0)
    default:
      let said = text.compactMap { digits[$0] }
      return said.count == text.count ? Int(said.map { "\($0)" }.joined()) : nil
    }
  }

  /// A number in digits, `-3` for 负三 and `0.5` for 约 0.5; any other text as it is.
  package static func plain(_ text: String) -> String {
    var rest = text[...]
    if let word = ["大约", "大概", "约"].first(where: { text.hasPrefix($0) }) {
      rest = rest.dropFirst(word.count).drop { $0 == " " }
    }
    let sign = rest.hasPrefix("负") ? "-" : ""
    if !sign.isEmpty { rest = rest.dropFirst().drop { $0 == " " } }
    if let number = whole(rest) { return "\(sign)\(number)" }
    return rest.first?.isWholeNumber ?? false ? sign + rest : text
  }
}
