import Source

/// How a Chinese reader calls a lesson by its number: 第3课, 第三课, 第十二课.
enum ChineseOrdinal {
  /// The number in digits; nil for any other text.
  static func number(in text: String) -> String? {
    guard text.first == "第", text.last == "课" else { return nil }
    let inner = text.dropFirst().dropLast().filter { $0 != " " }
    if !inner.isEmpty, inner.allSatisfy({ $0.isASCII && $0.isNumber }) { return inner }
    return ChineseNumber.whole(inner).map(String.init)
  }
}
