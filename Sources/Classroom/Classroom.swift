/// The commands of the classroom: hand out, collect, grade.
///
/// Each takes a request and a desk and returns the exit status: 0 fine, 1 refused, 3 a file or its format.
package enum Classroom {}

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
}
