import Source

/// The date in the form of ISO 8601.
enum Timestamp {
  /// `2026-11-24T07:30:00Z` for seconds since 1970.
  ///
  /// Source of the calendar: Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013), `civil_from_days`.
  static func text(_ seconds: Int) -> String {
    let seconds = Swift.min(Swift.max(seconds, 0), 253_402_300_799)
    let (days, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
    let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(day))T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
  }

  /// Seconds since 1970 of `2026-11-24`, `2026-11-24 07:30`, `2026-11-24T07:30:00.5+01:00`; nil for what is no date.
  ///
  /// Without a zone the time is UTC; a day alone means its end when `atEnd` says so. Source of the calendar: Hinnant,
  /// `days_from_civil`.
  static func seconds(_ text: String, atEnd: Bool = false) -> Int? {
    var rest = text.drop { $0 == " " }[...]
    while rest.last == " " { rest.removeLast() }
    func number(_ digits: Int, _ allowed: ClosedRange<Int>) -> Int? {
      let part = rest.prefix(digits)
      guard part.count == digits, part.allSatisfy({ $0.isASCII && $0.isNumber }), let value = Int(part),
        allowed.contains(value)
      else { return nil }
      rest = rest.dropFirst(digits)
      return value
    }
    func take(_ characters: String) -> Bool {
      guard let first = rest.first, characters.contains(first) else { return false }
      rest = rest.dropFirst()
      return true
    }
    guard let year = number(4, 1970...9999), take("-"), let month = number(2, 1...12), take("-"),
      let day = number(2, 1...31), day <= days(in: month, of: year)
    else { return nil }
    let midnight = daysSince1970(year, month, day) * 86_400
    if rest.isEmpty { return midnight + (atEnd ? 86_399 : 0) }
    guard take("T ") else { return nil }
    guard let hour = number(2, 0...23), take(":"), let minute = number(2, 0...59) else { return nil }
    var second = 0
    if take(":") {
      guard let value = number(2, 0...60) else { return nil }
      second = value
      if take(".,") { rest = rest.drop { $0.isNumber } }
    }
    let time = midnight + hour * 3600 + minute * 60 + second
    while rest.first == " " { rest = rest.dropFirst() }
    if rest.isEmpty || rest == "Z" || rest == "z" || rest == "UTC" { return time }
    guard let sign = rest.first, sign == "+" || sign == "-" else { return nil }
    rest = rest.dropFirst()
    guard let hours = number(2, 0...15) else { return nil }
    _ = take(":")
    let minutes = rest.isEmpty ? 0 : number(2, 0...59)
    guard let minutes, rest.isEmpty else { return nil }
    return time - (sign == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
  }

  private static func days(in month: Int, of year: Int) -> Int {
    if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
    return [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = year / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// A length of time in words: `3 h 20 min`.
  static func span(_ seconds: Int) -> Phrase {
    let minutes = Swift.max(1, (seconds + 59) / 60)
    if minutes < 60 { return "\(minutes) min" }
    if minutes < 48 * 60 {
      return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
    }
    return "\(minutes / 1440) days"
  }
}
