import Documents
import Lessons
import Notebook
import Source
import Words

/// The page that a student gets back; nothing of hidden checks stands on it.
enum FeedbackPage {
  /// A name for the page of each row, refused files included, none of them twice.
  static func names(_ book: GradeBook) -> [(String, StudentResult)] {
    var seen: [String: Int] = [:]
    return book.students.map { student in
      let file = student.file.hasSuffix(".md") ? String(student.file.dropLast(3)) : student.file
      let who = [student.id, student.name, file].first { !$0.isEmpty } ?? ""
      let name = SafeName.of(who.split { $0 == " " || $0 == "/" }.joined(separator: "-"))
      seen[name, default: 0] += 1
      let count = seen[name] ?? 1
      return (count == 1 ? name : "\(name)~\(count)", student)
    }
  }

  static func html(_ student: StudentResult, _ book: GradeBook) -> String {
    // A refused file says nothing of whose it is but its name.
    let who = [student.name, student.id, student.file].first { !$0.isEmpty } ?? ""
    var blocks: [Block] = [
      .heading(level: 1, [.text(book.lesson.title)]),
      .paragraph([.text(who, .strong), .text(points(of: student))]),
    ]
    if !student.allNotes.isEmpty {
      blocks.append(.list(List(.bullet, items: student.allNotes.map { [.paragraph([.text($0)])] })))
    }
    // What was refused was not looked into: nothing is said of its answers.
    for (task, step) in zip(student.status == .refused ? [] : student.tasks, book.tasks) {
      blocks.append(.heading(level: 2, [.text(title(task.id, book)), .text(points(of: task), .dim)]))
      blocks += lead(step, book) + question(step)
      blocks += answer(task.answer, to: step)
      blocks.append(.paragraph([word(task.status)]))
      for words in task.words { blocks += Markdown.parse(words) }
      if !task.comment.isEmpty {
        blocks.append(.callout(.note, title: ["From your teacher"], [.paragraph([.text(task.comment)])]))
      }
    }
    let words = Translation.of(book.lesson.language)
    return HTMLPage.text(
      title: words("\(book.lesson.title): \(who)"), body: HTMLRenderer(words: words).render(Document(blocks)),
      language: book.lesson.language, words: words)
  }

  private static func points(of task: TaskResult) -> Phrase {
    guard task.total > .zero else { return "" }
    return task.status == .toBeMarked
      ? " · to be marked, of \(task.total.words)" : " · \(task.points.text) of \(task.total.words)"
  }

  private static func points(of student: StudentResult) -> Phrase {
    guard student.status == .graded else { return " · \(Phrase.sentence(student.status.rawValue))" }
    let waiting: Phrase = student.unmarked == 0 ? "" : ", \(student.unmarked) of the answers to be marked"
    return " · \(student.points.text) of \(student.total.words)\(waiting)"
  }

  /// The heading under which a task stands in the lesson, with its number where there are several; without a heading
  /// its id.
  static func title(_ id: String, _ book: GradeBook) -> String {
    var (title, count, place) = ("", 0, 0)
    steps: for step in book.lesson.steps {
      if case .prose(let prose) = step {
        for line in book.lesson.source.slice(prose.span).split(separator: "\n") where line.hasPrefix("## ") {
          if place > 0 { break steps }
          (title, count) = (String(line.dropFirst(3)), 0)
        }
      }
      guard let own = step.id else { continue }
      count += 1
      if own == id { place = count }
    }
    guard !title.isEmpty, place > 0 else { return id }
    return place == 1 && count == 1 ? title : "\(title) · \(place)"
  }

  /// What the lesson says and runs before a task, as far back as the last heading or task: a task speaks of it.
  private static func lead(_ step: Step, _ book: GradeBook) -> [Block] {
    guard let index = book.lesson.steps.firstIndex(where: { $0.id == step.id }) else { return [] }
    var lead: [Block] = []
    for earlier in book.lesson.steps[..<index].reversed() {
      switch earlier {
      case .cell(let cell): lead = Markdown.parse(fenced(cell.code.text)) + lead
      case .prose(let prose):
        let blocks = Markdown.parse(prose.text.text)
        let heading = blocks.lastIndex { if case .heading = $0 { true } else { false } }
        lead = Array(blocks[(heading.map { $0 + 1 } ?? 0)...]) + lead
        if heading != nil { return lead }
      case .note: continue
      case .exercise, .task: return lead
      }
    }
    return lead
  }

  /// What was asked, where the task itself says it.
  private static func question(_ step: Step) -> [Block] {
    switch step {
    case .exercise(let exercise): Markdown.parse(fenced(exercise.starter.text))
    case .task: Markdown.parse(step.task?.text ?? "")
    case .prose, .cell, .note: []
    }
  }

  /// What a student answered: code to an exercise, else words, in which code stands between backticks.
  private static func answer(_ text: String, to step: Step) -> [Block] {
    if case .exercise = step { return text.isEmpty ? [] : Markdown.parse(fenced(text)) }
    return text.split(separator: "\n").map { .paragraph(.sentence(String($0))) }
  }

  /// A text between fences that it cannot close.
  private static func fenced(_ text: String) -> String {
    LessonWriter.block("nn", text)
  }

  private static func word(_ status: TaskResult.Status) -> Inline {
    switch status {
    case .right: .text("✓ right", .success)
    case .wrong, .mistake: .text("not right yet", .warning)
    case .error: .text("it ends in an error", .warning)
    case .blanks: .text("not filled in", .warning)
    case .unanswered: .text("no answer", .dim)
    case .limit: .text("it takes more than it may", .warning)
    case .answered, .marked: .text("answered", .plain)
    case .toBeMarked: .text("to be marked by your teacher", .dim)
    case .notGraded: .text("not graded yet", .dim)
    case .refused: .text("refused", .warning)
    }
  }
}
