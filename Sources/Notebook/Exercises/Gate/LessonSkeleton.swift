import Lessons

/// What `learnnn new` writes: a small lesson that passes the gate and shows every kind of block.
package enum LessonSkeleton {
  /// The text of a new lesson.
  package static func text(id: String, title: String) -> String {
    let head = LessonWriter.frontMatter([
      (name: "format", value: "\(Lesson.currentFormat)"), (name: "id", value: id), (name: "title", value: title),
      (name: "minutes", value: "15"), (name: "requires", value: "[]"), (name: "seed", value: "7"),
    ])
    return head + LessonFormat.example
  }
}
