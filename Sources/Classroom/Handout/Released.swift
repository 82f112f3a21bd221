import Formats
import Lessons
import Source

/// Which version of a lesson a file belongs to.
enum Released {
  /// The SHA-256 of a lesson's text, by which two versions are told apart.
  static func hash(of lesson: Lesson) -> String { SHA256.hexadecimal(Array(lesson.source.text.utf8)) }

  /// The hash of the teacher's version: that of the lesson itself unless it is a student's version.
  static func content(of lesson: Lesson) -> String { lesson.released ?? hash(of: lesson) }
}
