import Documents
package import Notebook
import Source
import Lessons

/// The commands of the classroom: hand out, collect, grade, share.
///
/// Each takes a request and a desk and returns the exit status: 0 fine, 1 refused, 3 a file or its format.
package enum Classroom {}

/// What the commands of the classroom get from the rim.
package struct Desk {
  /// The world outside.
  package var world: World
  /// The settings that lessons run with.
  package var settings: Settings
  /// Shows something to the person at the terminal.
  package var show: (Shown) -> Void
  /// Writes to standard output as it is: tables for other programs.
  package var write: (String) -> Void
  /// Tells how far a long command is, on one line that may be written over.
  package var progress: (String) -> Void
  /// The date, in seconds since the beginning of 1970 (UTC).
  package var date: Int

  /// Makes a desk.
  package init(
    world: World, settings: Settings = Settings(), date: Int = 0, show: @escaping (Shown) -> Void = { _ in },
    write: @escaping (String) -> Void = { _ in }, progress: @escaping (String) -> Void = { _ in }
  ) {
    self.world = world
    self.settings = settings
    self.date = date
    self.show = show
    self.write = write
    self.progress = progress
    self.settings.isInteractive = false
  }

  /// Shows an error.
  func fail(_ diagnostic: Diagnostic) { show(.failure(diagnostic)) }

  /// Shows blocks.
  func show(_ blocks: Documents.Block...) { show(.document(Document(blocks))) }

  /// Reads a lesson by its name or path; faults that make it unusable are errors.
  func lesson(_ name: String) throws(Diagnostic) -> Lesson {
    let entry = try LessonCatalogue.find(name, language: world.language, in: world.lessonDirectories, world.files)
    let parsed = Lesson.parse(try bytes(entry.path), name: entry.path)
    if let fault = parsed.diagnostics.first(where: { $0.severity == .error }) {
      throw fault
    }
    return parsed.lesson
  }

  /// Reads a file.
  func bytes(_ path: String) throws(Diagnostic) -> [UInt8] {
    do {
      return try world.files.read(path)
    } catch {
      throw Diagnostic(code: "cannot-read", "\(error.path) cannot be read: \(error.reason)")
    }
  }

  /// Writes a file.
  func write(_ text: String, to path: String) throws(Diagnostic) {
    do {
      try world.files.write(path, Array(text.utf8))
    } catch {
      throw Diagnostic(code: "cannot-write", "\(error.path) cannot be written: \(error.reason)")
    }
  }

  /// Runs a command whose errors are shown; they end it with status 3 when a file is at fault, else 1.
  func attempt(_ body: () throws(Diagnostic) -> Int32) -> Int32 {
    do throws(Diagnostic) {
      return try body()
    } catch {
      fail(error)
      return ["cannot-read", "cannot-write", "no-such-lesson"].contains(error.code) ? 3 : 1
    }
  }
}

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
