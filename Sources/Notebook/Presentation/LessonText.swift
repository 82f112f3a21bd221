import Documents
import Judging
import Lessons
import Source
import Syntax

/// How the parts of a lesson are shown in a session.
enum LessonText {
  /// The blocks of a piece of Markdown, with code in the language coloured.
  static func blocks(_ markdown: String) -> [Documents.Block] { Markdown.parse(markdown).map(coloured) }

  private static func coloured(_ block: Documents.Block) -> Documents.Block {
    guard case .code(let code) = block, code.language == "nn" else { return block }
    return .code(CodeColours.code(code.text, info: code.info))
  }

  /// A stop of a lesson as a student meets it; for practice it is worth nothing.
  static func stop(_ step: Step, in lesson: OpenLesson, _ feedback: Feedback, isPractice: Bool) -> Document {
    switch step {
    case .cell(let cell):
      return box(
        [.text(feedback.text(Message(.cellTitle, String(lesson.position + 1))))], cell.code.text,
        feedback.dim(Message(cell.long ? .longCellFooter : .cellFooter)))
    case .exercise(let exercise):
      let hidden = exercise.hiddenChecks
      let number = String(lesson.exerciseNumber(at: lesson.position))
      var title = [feedback.text(Message(.exerciseTitle, number)), exercise.id]
      if exercise.points > 0, !isPractice { title.append(feedback.points(exercise.points)) }
      var footer = feedback.dim(Message(.exerciseFooter))
      if hidden > 0 {
        let more = feedback.count(hidden, one: .hiddenCheck, several: .hiddenChecks)
        footer.append(.text(" · " + more, .dim))
      }
      var document = Document()
      if let allowed = exercise.allowed {
        document.append(.paragraph(feedback.inlines(Message(.puzzleAllows, saying: [.list(allowed)]))))
      }
      document.append(box([.text(title.joined(separator: " · "))], exercise.starter.text, footer))
      return document
    case .task: return step.task?.page(feedback) ?? Document()
    case .prose(let prose): return Document(blocks(prose.text.text))
    case .note: return Document()
    }
  }

  static func box(_ title: [Inline], _ code: String, _ footer: [Inline]) -> Document {
    Document([.cellBox(CellBox(title: title, code: CodeColours.code(code), footer: footer))])
  }

  /// A task in a frame: its title with what it is worth, and below what to do.
  static func box(_ title: String, _ points: Points, _ code: String, _ footer: Message, _ feedback: Feedback)
    -> Document
  {
    let words = points > 0 ? [title, feedback.points(points)] : [title]
    return box([.text(words.joined(separator: " · "))], code, feedback.dim(footer))
  }

  /// What to do at a task, and what it is worth.
  static func footer(_ message: Message, _ points: Points, _ feedback: Feedback) -> [Inline] {
    feedback.dim(message) + (points > 0 ? [.text(" · " + feedback.points(points), .dim)] : [])
  }

  /// The first line of code that is more than a comment.
  static func firstLine(of text: String) -> String {
    let lines = text.split(separator: "\n")
    return String(lines.first { !$0.hasPrefix("#") } ?? lines.first ?? "")
  }

  /// What is shown after the last step.
  static func end(of lesson: OpenLesson, _ feedback: Feedback) -> Document {
    let open = lesson.unanswered
    let done = feedback.text(Message(open.isEmpty ? .lessonDone : .lessonEnds, lesson.lesson.title))
    // A full-width sign has its space in itself.
    let through = Inline.text(done + (done.hasSuffix("。") ? "" : " "), open.isEmpty ? .success : .plain)
    var blocks: [Documents.Block] = [.paragraph([through] + feedback.inlines(Message(.lessonsNext)))]
    if let first = open.first {
      let names = open.map { lesson.title(ofTask: $0) ?? .verbatim($0) }
      let left = Message(.lessonLeft, saying: [.joined(names, separator: ", "), .verbatim(first)])
      blocks.insert(.paragraph(feedback.inlines(left)), at: 1)
    }
    if !lesson.lesson.further.isEmpty {
      blocks.append(.paragraph(feedback.inlines(Message(.readOn))))
      blocks.append(.list(List(.bullet, items: lesson.lesson.further.map { self.blocks($0) })))
    }
    return Document(blocks)
  }
}
