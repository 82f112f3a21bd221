import Lessons
package import Source

/// What `learnnn new` writes: a small lesson that passes the gate and shows every kind of block.
package enum LessonSkeleton {
  /// The text of a new lesson, its sentences in the author's language.
  package static func text(id: String, title: String, in words: Translation) -> String {
    let head = LessonWriter.frontMatter([
      (name: "format", value: "\(Lesson.currentFormat)"), (name: "id", value: id), (name: "title", value: title),
      (name: "minutes", value: "15"), (name: "requires", value: "[]"), (name: "seed", value: "7"),
    ])
    return head + translated(LessonFormat.example, in: words)
  }

  /// An example of the format, its sentences in the author's language.
  static func translated(_ example: String, in words: Translation) -> String {
    example.split(separator: "\n", omittingEmptySubsequences: false).map { translated(line: String($0), in: words) }
      .joined(separator: "\n")
  }

  /// A line in another language: its sentence is what follows a mark, or what a check's `message` says.
  private static func translated(line: String, in words: Translation) -> String {
    let message = "message=\""
    if let start = line.firstRange(of: message)?.upperBound, let end = line[start...].firstIndex(of: "\"") {
      return line[..<start] + words(.sentence(String(line[start..<end]))) + line[end...]
    }
    let mark = ["- [x] ", "- [ ] ", "- ", "> ", "## "].first(where: line.hasPrefix) ?? ""
    return mark + words(.sentence(String(line.dropFirst(mark.count))))
  }
}
