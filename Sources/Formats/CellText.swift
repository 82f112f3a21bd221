/// What the text of a table's cell says: a number as people and spreadsheets write it, or nothing at all.
package enum CellText {
  /// What was found around the digits of a number.
  package enum Mark: Int, Equatable, Sendable, CaseIterable {
    case decimalComma, thousands, currency, percent, longMinus, brackets
  }

  /// Which sign stands before the fraction.
  package enum Decimal: Equatable, Sendable {
    case point, comma
  }

  /// The number in a cell and what stood around it; nil for anything else, `nan` and `0x10` included.
  package static func number(_ cell: String, _ decimal: Decimal = .point) -> (value: Double, marks: Set<Mark>)? {
    // The plain form first: nearly every cell of nearly every table has it.
    if decimal == .point, let plain = CSV.number(cell) { return (plain, []) }
    var marks: Set<Mark> = []
    // Chinese and Japanese keyboards write full-width forms of the same signs: ５.５％.
    var scalars = cell.unicodeScalars.map { sign in
      (0xFF01...0xFF5E).contains(sign.value) ? Unicode.Scalar(sign.value - 0xFEE0) ?? sign : sign
    }
    func trim() {
      while let last = scalars.last, isBlank(last) { scalars.removeLast() }
      if let start = scalars.firstIndex(where: { !isBlank($0) }) { scalars.removeFirst(start) }
    }
    trim()
    var isNegative = false
    // Accountants write a loss in brackets.
    if scalars.count > 2, scalars.first == "(", scalars.last == ")" {
      isNegative = true
      scalars = Array(scalars[1..<scalars.count - 1])
      marks.insert(.brackets)
    }
    if let bare = withoutCode(scalars) {
      scalars = bare
      marks.insert(.currency)
      trim()
    }
    for _ in 0..<2 {
      guard let first = scalars.first else { break }
      if first == "\u{2212}" || first == "-" || first == "+" {
        if first != "+" { isNegative.toggle() }
        if first == "\u{2212}" { marks.insert(.longMinus) }
        scalars.removeFirst()
        trim()
      } else if currencies.contains(first) {
        scalars.removeFirst()
        marks.insert(.currency)
        trim()
      }
    }
    if let last = scalars.last, last == "%" || currencies.contains(last) {
      marks.insert(last == "%" ? .percent : .currency)
      scalars.removeLast()
      trim()
    }
    guard let digits = plain(scalars, decimal, &marks), let value = Double(digits), value.isFinite else { return nil }
    return (isNegative ? -value : value, marks)
  }

  /// The signs without the three letters of a currency before or behind them (ISO 4217); nil when there are none.
  private static func withoutCode(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar]? {
    guard scalars.count > 3 else { return nil }
    let text = { (part: ArraySlice<Unicode.Scalar>) in
      part.reduce(into: "") { $0.unicodeScalars.append($1) }.uppercased()
    }
    if currencyCodes.contains(text(scalars.prefix(3))) { return Array(scalars.dropFirst(3)) }
    return currencyCodes.contains(text(scalars.suffix(3))) ? Array(scalars.dropLast(3)) : nil
  }

  private static let currencyCodes: Set<String> = [
    "USD", "EUR", "GBP", "CHF", "JPY", "CNY", "RMB", "HKD", "TWD", "SGD", "KRW", "INR", "RUB", "AUD", "CAD", "NZD",
    "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "TRY", "BRL", "MXN", "ZAR", "ILS", "THB", "VND", "IDR", "AED",
  ]

  /// The digits with a point, the thousands' separators taken out; nil when it is no number.
  private static func plain(_ scalars: [Unicode.Scalar], _ decimal: Decimal, _ marks: inout Set<Mark>) -> String? {
    let point: Unicode.Scalar = decimal == .point ? "." : ","
    let mantissa = scalars.prefix { $0 != "e" && $0 != "E" }
    let exponent = scalars.dropFirst(mantissa.count)
    let whole = mantissa.prefix { $0 != point }
    let fraction = mantissa.dropFirst(whole.count)
    guard fraction.dropFirst().allSatisfy(isDigit), whole.contains(where: isDigit) || fraction.count > 1 else {
      return nil
    }
    let other: Unicode.Scalar = decimal == .point ? "," : "."
    let groups = whole.split(omittingEmptySubsequences: false) {
      $0 == other || isGroupSpace($0) || $0 == "'" || $0 == "’"
    }
    guard groups.allSatisfy({ $0.allSatisfy(isDigit) }) else { return nil }
    if groups.count > 1 {
      // 0.123 is a fraction in every country.
      guard let first = groups.first, (1...3).contains(first.count), first.first != "0",
        groups.dropFirst().allSatisfy({ $0.count == 3 })
      else { return nil }
      marks.insert(.thousands)
    }
    if decimal == .comma, fraction.count > 0 { marks.insert(.decimalComma) }
    guard exponent.count != 1, exponent.dropFirst().allSatisfy({ isDigit($0) || $0 == "-" || $0 == "+" }) else {
      return nil
    }
    var text = ""
    text.unicodeScalars.append(contentsOf: groups.joined())
    if text.isEmpty { text = "0" }
    if fraction.count > 1 { text += "." }
    text.unicodeScalars.append(contentsOf: fraction.dropFirst())
    text.unicodeScalars.append(contentsOf: exponent)
    return text
  }

  /// Whether a cell can be a number only with that decimal sign: what tells the two apart.
  package static func proves(_ decimal: Decimal, _ cell: String) -> Bool {
    let (a, b) = decimal == .comma ? (Decimal.comma, Decimal.point) : (.point, .comma)
    return cell.utf8.contains(decimal == .comma ? 0x2C : 0x2E) && number(cell, a) != nil && number(cell, b) == nil
  }

  /// Whether a cell says that its value is not known: empty, `?`, `-`, `NA`, `NaN`, `null` and their kin.
  package static func isMissing(_ cell: String) -> Bool {
    if cell.utf8.count > 16 { return false }
    let word = String(cell.filter { !$0.isWhitespace }).lowercased()
    return missingWords.contains(word)
  }

  private static let missingWords: Set<String> = [
    "", "?", "-", "--", "—", "——", "–", ".", "na", "n/a", "#n/a", "nan", "<na>", "null", "none", "nil", "missing",
    "缺失", "缺", "无", "無", "暂无", "不详",
  ]
  private static let currencies: Set<Unicode.Scalar> = ["$", "€", "£", "¥", "￥", "₹", "₩", "₽", "元"]

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }

  private static func isGroupSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\u{A0}" || scalar == "\u{202F}" || scalar == "\u{2009}"
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { isGroupSpace(scalar) || scalar == "\t" }
}
