import Formats
import Lessons
import Source

/// What the front matter of a student's version says: the teacher's version that it was made from, and for whom.
enum Released {
  /// The SHA-256 of a lesson's text, by which two versions are told apart.
  static func hash(of lesson: Lesson) -> String { SHA256.hexadecimal(Array(lesson.source.text.utf8)) }

  /// The hash of the teacher's version: that of the lesson itself unless it is a student's version.
  static func content(of lesson: Lesson) -> String { field("released", of: lesson) ?? hash(of: lesson) }

  /// The student for whom a version was made.
  static func student(of lesson: Lesson) -> String? { field("student", of: lesson) }

  /// Whether a fault of the file is none in a student's version, which has no solutions.
  static func allows(_ fault: Diagnostic, _ lesson: Lesson) -> Bool {
    guard field("released", of: lesson) != nil else { return false }
    return ["no-solution", "no-check"].contains(fault.code)
      || (fault.code == "bad-quiz" && fault.title.hasPrefix("no answer"))
  }

  /// A field of the front matter that the lesson itself has no use for.
  private static func field(_ name: String, of lesson: Lesson) -> String? {
    guard let span = lesson.fields[name] else { return nil }
    let line = lesson.source.slice(span)
    guard let colon = line.firstIndex(of: ":") else { return nil }
    let value = line[line.index(after: colon)...].filter { $0 != " " && $0 != "\"" && $0 != "\r" }
    return value.isEmpty ? nil : String(value)
  }
}
