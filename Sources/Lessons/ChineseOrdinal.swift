/// How a Chinese reader calls a lesson by its number: 第3课, 第三课, 第十二课.
enum ChineseOrdinal {
  private static let digits: [Character: Int] = [
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
  ]

  /// The number in digits; nil for any other text.
  static func number(in text: String) -> String? {
    guard text.first == "第", text.last == "课" else { return nil }
    let inner = text.dropFirst().dropLast().filter { $0 != " " }
    if !inner.isEmpty, inner.allSatisfy({ $0.isASCII && $0.isNumber }) { return inner }
    let parts = inner.split(separator: "十", omittingEmptySubsequences: false)
    let values = parts.map { $0.count == 1 ? $0.first.flatMap { digits[$0] } : nil }
    switch (parts.count, values.first ?? nil, values.last ?? nil) {
    case (1, let ones?, _): return String(ones)
    case (2, let tens, let ones) where (tens != nil || parts[0].isEmpty) && (ones != nil || parts[1].isEmpty):
      return String((tens ?? 1) * 10 + (ones ?? 0))
    default: return nil
    }
  }
}
