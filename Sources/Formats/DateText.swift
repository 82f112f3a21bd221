/// Dates as tables write them, as days since 1 January 1970.
package enum DateText {
  /// The order of the parts of a date.
  package enum Order: String, Equatable, Sendable, CaseIterable {
    case yearFirst = "year-month-day"
    case dayFirst = "day-month-year"
    case monthFirst = "month-day-year"
  }

  /// The order in which every one of these texts is a date; nil when there is none, the first that fits otherwise.
  ///
  /// An order that is said is taken where all are dates in it.
  package static func order(of cells: [String], said: Order? = nil) -> (order: Order, isCertain: Bool)? {
    guard !cells.isEmpty else { return nil }
    if let said, cells.allSatisfy({ days($0, said) != nil }) { return (said, true) }
    let fitting = Order.allCases.filter { order in cells.allSatisfy { days($0, order) != nil } }
    guard let first = fitting.first else { return nil }
    // With points the day comes first; with strokes both are in use.
    if fitting.count > 1, cells[0].contains("/") { return (.monthFirst, false) }
    return (first, fitting.count == 1 || cells[0].contains("."))
  }

  /// The days since 1 January 1970 of a date, a time of day as a fraction; nil when it is not a date in this order.
  package static func days(_ cell: String, _ order: Order) -> Double? {
    guard (8...40).contains(cell.utf8.count) else { return nil }
    let text = cell.drop { $0 == " " }
    let halves = text.split(maxSplits: 1) { $0 == "T" || $0 == " " }
    guard let date = halves.first else { return nil }
    let signs = Set(date.filter { $0 == "-" || $0 == "/" || $0 == "." || $0 == "年" || $0 == "月" })
    let parts = date.split { $0 == "-" || $0 == "/" || $0 == "." || $0 == "年" || $0 == "月" || $0 == "日" }
    let numbers = parts.compactMap { Int($0) }
    guard numbers.count == 3, parts.count == 3, signs.count == 1 || date.contains("年") else { return nil }
    guard parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else { return nil }
    let (year, month, day): (Int, Int, Int) =
      switch order {
      case .yearFirst: (numbers[0], numbers[1], numbers[2])
      case .dayFirst: (numbers[2], numbers[1], numbers[0])
      case .monthFirst: (numbers[2], numbers[0], numbers[1])
      }
    let yearText = order == .yearFirst ? parts[0] : parts[2]
    guard yearText.count == 4, (1...12).contains(month), (1...length(month, year)).contains(day) else { return nil }
    var result = Double(days(year, month, day))
    if halves.count == 2 {
      guard let time = fraction(halves[1]) else { return nil }
      result += time
    }
    return result
  }

  /// The day as `2024-01-31`: the way back.
  package static func text(_ days: Double) -> String {
    // Howard Hinnant, chrono-compatible low-level date algorithms.
    let z = Int(days.rounded(.down)) + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let ofEra = z - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * ofYear + 2) / 153
    let (day, month) = (ofYear - (153 * shifted + 2) / 5 + 1, shifted < 10 ? shifted + 3 : shifted - 9)
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
  }

  /// The day, and the time of day where it is not midnight: `2024-01-31 07:30`.
  package static func exactText(_ days: Double) -> String {
    let minutes = Int(((days - days.rounded(.down)) * 1440).rounded())
    guard (1..<1440).contains(minutes) else { return text(days.rounded()) }
    let pair = { (number: Int) in "\(number < 10 ? "0" : "")\(number)" }
    return "\(text(days)) \(pair(minutes / 60)):\(pair(minutes % 60))"
  }

  private static func fraction(_ time: Substring) -> Double? {
    let clock = time.prefix { $0 != "Z" && $0 != "+" && $0 != " " }
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
    guard (2...3).contains(parts.count), let hour = parts[0], let minute = parts[1] else { return nil }
    guard let second = parts.count == 3 ? parts[2] : 0 else { return nil }
    guard (0..<25).contains(hour), (0..<60).contains(minute), (0..<61).contains(second) else { return nil }
    return (hour * 3600 + minute * 60 + second) / 86_400
  }

  private static func length(_ month: Int, _ year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let ofEra = shifted - era * 400
    let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
  }
}
