/// Numbers as Chinese readers say and write them: 三, 十二, 负 3.
package enum ChineseNumber {
  private static let digits: [Character: Int] = [
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
  ]

  private static let units: [Character: Int] = ["十": 10, "百": 100, "千": 1000]

  /// The number that a word says, or the one whose digits it says: 三百零五, 3万, 一二三; nil for any other text.
  package static func whole(_ text: some StringProtocol) -> Int? {
    let parts = text.split(separator: "万", omittingEmptySubsequences: false).map { String($0) }
    guard parts.count == 2 else { return parts.count == 1 ? small(parts[0]) ?? inDigits(parts[0]) : nil }
    if parts[1].isEmpty, let number = Double(parts[0]) { return Int(exactly: number * 10_000) }
    guard let high = small(parts[0]), let low = parts[1].isEmpty ? 0 : small(parts[1], behind: 10_000) else {
      return nil
    }
    return high * 10_000 + low
  }

  /// The number below ten thousand that a word says; its last digit counts the unit next to the one before: 三百五 is 350.
  private static func small(_ text: String, behind unit: Int = 0) -> Int? {
    var (sum, digit, last, hasZero) = (0, Int?.none, unit, false)
    for character in text {
      if let unit = units[character], last == 0 || unit < last {
        sum += (digit ?? 1) * unit
        (digit, last, hasZero) = (nil, unit, false)
      } else if let value = digits[character], digit ?? 0 == 0 {
        hasZero = hasZero || value == 0
        digit = value
      } else {
        return nil
      }
    }
    return text.isEmpty ? nil : sum + (digit ?? 0) * (last > 10 && !hasZero ? last / 10 : 1)
  }

  private static func inDigits(_ text: String) -> Int? {
    let said = text.compactMap { digits[$0] }
    return said.count == text.count ? Int(said.map { "\($0)" }.joined()) : nil
  }

  /// The same in digits, also with a point: 3.14 for 三点一四.
  package static func decimal(_ text: some StringProtocol) -> String? {
    guard let point = text.firstIndex(of: "点") else { return whole(text).map { "\($0)" } }
    let places = text[point...].dropFirst()
    let said = places.compactMap { digits[$0] }
    guard let whole = whole(String(text[..<point])), !said.isEmpty, said.count == places.count else { return nil }
    return "\(whole)." + said.map { "\($0)" }.joined()
  }

  /// The fraction that a word says: 1/2 for 二分之一 and 一半, 50/100 for 百分之五十, 45/100 for 四成五.
  package static func fraction(_ text: some StringProtocol) -> String? {
    if text == "一半" { return "1/2" }
    if let sign = text.firstIndex(of: "成"), let tenths = whole(text[..<sign]), tenths <= 10 {
      let rest = text[text.index(after: sign)...]
      if rest.isEmpty { return "\(tenths)/10" }
      return rest.count == 1 ? digits[rest[rest.startIndex]].map { "\(tenths)\($0)/100" } : nil
    }
    guard let sign = text.firstRange(of: "分之") else { return nil }
    let (lower, upper) = (String(text[..<sign.lowerBound]), String(text[sign.upperBound...]))
    guard let divisor = Int(lower) ?? whole(lower), let number = Int(upper) ?? whole(upper) else { return nil }
    return "\(number)/\(divisor)"
  }

  /// The sign that a word says: 1 for 正的 and 增大, -1 for 负的 and 更少.
  package static func sign(_ text: String) -> Int? {
    switch text.filter({ $0 != " " }) {
    case "正", "正的", "正数", "大于零", "大于0", "上升", "升高", "增大", "变大", "增加", "变多", "更多", "更大", "多", "大": 1
    case "负", "负的", "负数", "小于零", "小于0", "下降", "降低", "减小", "变小", "减少", "变少", "更少", "更小", "少", "小": -1
    case "零", "不变": 0
    default: nil
    }
  }

  /// A number in digits, `-3` for 负三 and `0.5` for 约 0.5 or 0.5 左右; any other text as it is.
  package static func plain(_ text: String) -> String {
    var rest = text[...]
    if let word = ["大约", "大概", "约"].first(where: { text.hasPrefix($0) }) {
      rest = rest.dropFirst(word.count).drop { $0 == " " }
    }
    if let word = ["左右", "上下"].first(where: { text.hasSuffix($0) }) {
      rest = rest.dropLast(word.count)
      while rest.last == " " { rest.removeLast() }
    }
    let sign = rest.hasPrefix("负") ? "-" : ""
    if !sign.isEmpty { rest = rest.dropFirst().drop { $0 == " " } }
    if let number = decimal(rest) ?? fraction(rest) { return sign + number }
    return rest.first?.isWholeNumber ?? false ? sign + rest : text
  }
}
