import Documents
import Lessons
import Source

/// When answers are due and what being late costs: `due: 2026-11-24 23:59+01:00`, `late: 10% a day, at most 3 days`.
struct Deadline: Equatable {
  /// Seconds since 1970; nil where nothing is due.
  var due: Int?
  /// Whether the command line says when they are due.
  var isOrdered = false
  /// Per cent that each day begun takes; 0 only says that it was late.
  var percent = 0
  /// Days after which nothing counts; nil without end.
  var days: Int?

  /// Reads both; the words of the command line win over those of the lesson.
  init(due: String?, late: String?, lesson: Lesson) throws(Diagnostic) {
    isOrdered = due != nil
    if let text = due ?? lesson.due {
      guard let time = Timestamp.seconds(text, atEnd: true) else { throw .badDue(text, due == nil ? lesson : nil) }
      self.due = time
    }
    guard let text = late ?? lesson.late else { return }
    guard let rule = Deadline.rule(text) else { throw .badLate(text, late == nil ? lesson : nil) }
    (percent, days) = rule
  }

  /// Reads `no` and 不收, 不扣分 or 不扣, `10%`, `10% a day`, `10% a day, at most 3 days`, and 每天10%，最多3天.
  private static func rule(_ text: String) -> (Int, Int?)? {
    if ["no", "不收"].contains(text) { return (100, 0) }
    if ["不扣分", "不扣"].contains(text) { return (0, nil) }
    let plain = text.replacing("％", with: "%").replacing("每天", with: " ").replacing("最多", with: " at most ")
      .replacing("天", with: " days")
    let parts = plain.split { " ,/，、".contains($0) }.map(String.init)
    guard let first = parts.first, first.hasSuffix("%"), let percent = Int(first.dropLast()),
      (0...100).contains(percent)
    else { return nil }
    let words = Array(parts.dropFirst().drop { ["a", "per", "day"].contains($0) })
    if words.isEmpty { return (percent, nil) }
    guard words.count == 4, words[0] == "at", words[1] == "most", let days = Int(words[2]), days > 0,
      words[3].hasPrefix("day")
    else { return nil }
    return (percent, days)
  }

  /// What being late costs.
  struct Penalty: Equatable {
    /// What is left of the points, in per cent.
    let percent: Int
    /// How late it was, and what that takes off.
    let words: Phrase
  }

  /// The penalty of an answer handed in at a time, which may be the date of a file only; nil in time.
  func penalty(at time: Int, due: Int, isDatedByFile: Bool) -> Penalty? {
    guard time > due else { return nil }
    let begun = (time - due + 86_399) / 86_400
    let left =
      days.map { begun > $0 } ?? false
      ? 0 : Swift.max(0, 100 - begun.multipliedReportingOverflow(by: percent).partialValue)
    // The days begun are what costs: 3 days and a second are four.
    let cost: Phrase =
      if left == 100 {
        ""
      } else if percent == 0 || days == 0 {
        ": it earns nothing"
      } else if left == 0 {
        ", in day \(begun): it earns nothing"
      } else {
        ", in day \(begun): \(100 - left) % off, rounded to half points"
      }
    let span = Timestamp.span(time - due)
    return Penalty(
      percent: left,
      words: isDatedByFile ? "late by \(span), by the date of the file\(cost)" : "late by \(span)\(cost)")
  }
}

// MARK: Words

extension Diagnostic {
  /// Where a lesson says it.
  private static func place(_ field: String, _ lesson: Lesson?) -> [Label] {
    lesson?.fields[field].map { [Label($0)] } ?? []
  }

  fileprivate static func badDue(_ text: String, _ lesson: Lesson?) -> Diagnostic {
    Diagnostic(
      code: .badDate, "`\(SafeText.line(text))` is no date", source: lesson?.source, labels: place("due", lesson),
      help: "such as 2026-11-24, or 2026-11-24T18:00+01:00")
  }

  fileprivate static func badLate(_ text: String, _ lesson: Lesson?) -> Diagnostic {
    Diagnostic(
      code: .badLate, "`\(SafeText.line(text))` does not say what being late costs", source: lesson?.source,
      labels: place("late", lesson), help: "such as `10% a day`, `10% a day, at most 3 days`, or `no`")
  }
}
