import Documents
import Lessons

/// The page that a student gets back; nothing of hidden checks stands on it.
enum FeedbackPage {
  static func html(_ student: StudentResult, _ book: GradeBook) -> String {
    let who = student.name.isEmpty ? student.id : student.name
    var blocks: [Block] = [
      .heading(level: 1, [.text(book.lesson.title)]),
      .paragraph([.text(who, .strong), .text(" · \(student.points) of \(student.total) points")]),
    ]
    if !student.notes.isEmpty {
      blocks.append(.list(List(.bullet, items: student.notes.map { [.paragraph([.text($0)])] })))
    }
    for task in student.tasks {
      let points = task.total > 0 ? " · \(task.points) of \(task.total)" : ""
      blocks.append(.heading(level: 2, [.text(task.id), .text(points, .dim)]))
      blocks.append(.paragraph([word(task.status)]))
      for words in task.words { blocks += Markdown.parse(words) }
      if !task.comment.isEmpty {
        blocks.append(.callout(.note, title: ["From your teacher"], [.paragraph([.text(task.comment)])]))
      }
    }
    return HTMLPage.text(title: "\(book.lesson.title): \(who)", body: HTMLRenderer().render(Document(blocks)))
  }

  private static func word(_ status: TaskResult.Status) -> Inline {
    switch status {
    case .right: .text("✓ right", .success)
    case .wrong, .mistake: .text("not right yet", .warning)
    case .error: .text("it ends in an error", .warning)
    case .blanks: .text("not filled in", .warning)
    case .unanswered: .text("no answer", .dim)
    case .limit: .text("it takes more than it may", .warning)
    case .answered: .text("answered", .plain)
    }
  }
}
