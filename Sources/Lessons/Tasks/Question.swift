import Source

/// A question with a free answer, marked by hand.
package struct Question: Equatable, Sendable {
  /// Its name, unique in the lesson; `question1` and so on when the block gives none.
  package var id: String
  /// Its place.
  package var block: LessonBlock
  /// What it is worth.
  package var points: Points
  /// The question, as Markdown.
  package var text: String
  /// A model answer, as Markdown, shown once the student's own is kept; nil for none.
  package var answer: String?
}

extension Question: ReadTask {
  package var name: String { "the question `\(id)`" }
  package var essence: String { "question \(id)" }
  package var shared: String { answer == nil ? "" : "answer" }

  static var usualID: String? { "question" }

  static func read(_ head: TaskHead, by parser: inout LessonParser) -> Question {
    Question(
      id: head.id, block: head.block, points: parser.points(head.attributes) ?? 1, text: parser.code(head.fence).text)
  }
}
