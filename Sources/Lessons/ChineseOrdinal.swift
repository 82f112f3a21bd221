import Source

/// How a Chinese reader calls a lesson or a step by its number: 第3课, 第三课, 第 18 步.
package enum ChineseOrdinal {
  /// The number in digits; nil for any other text.
  package static func number(in text: String, of thing: Character = "课") -> String? {
    guard text.first == "第", text.last == thing else { return nil }
    let inner = text.dropFirst().dropLast().filter { $0 != " " }
    if !inner.isEmpty, inner.allSatisfy({ $0.isASCII && $0.isNumber }) { return inner }
    return ChineseNumber.whole(inner).map(String.init)
  }
}
