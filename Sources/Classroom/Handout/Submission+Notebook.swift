import Formats
import Lessons
import Notebook
import Source

extension Submission {
  /// Reads a Jupyter notebook that `learnnn export` wrote and a student filled in; nil for what is none.
  ///
  /// It has no receipt; whose it is comes from the platform or the roster, or from the key of the hand-out that it was
  /// exported from.
  init?(notebook text: String) {
    guard text.utf8.first == UInt8(ascii: "{"), let json = try? JSONValue(parsing: Array(text.utf8)),
      let cells = json["cells"]?.elements, let origin = json["metadata"]?["learnnn"]
    else { return nil }
    self.init()
    lesson = origin["lesson"]?.string ?? ""
    content = origin["content"]?.string ?? ""
    id = origin["student"]?.string ?? ""
    (hash, proof) = (HandoutKey.origin(lesson: lesson, content: content), origin["proof"]?.string ?? "")
    self.notebook = origin["handout"]?.bool == true ? .ofHandout : .ofLesson
    for cell in cells.prefix(Submission.countLimit) {
      let source =
        cell["source"]?.string ?? cell["source"]?.elements?.compactMap(\.string).joined() ?? ""
      var lines = source.split(separator: "\n", omittingEmptySubsequences: false)[...]
      // Some editors drop what a notebook says of its cells; the line that names the task says it as well.
      let named = lines.first.flatMap {
        $0.hasPrefix(":task ") ? String($0.dropFirst(6)).trimmingSpaces : nil
      }
      guard let id = cell["metadata"]?["learnnn"]?["task"]?.string ?? named,
        LessonCatalogue.isID(id)
      else { continue }
      // The notebook's own words stand above the answer, in which a `#` is the student's.
      lines = lines.drop { $0.hasPrefix(":task ") || $0.drop { $0 == " " }.hasPrefix("#") }
      let answer = lines.joined(separator: "\n")
      guard answer.utf8.count <= Submission.answerLimit, answer.contains(where: { !$0.isWhitespace }) else { continue }
      answers[id] = Answer(text: answer)
    }
  }
}

extension Submission {
  /// The answers of a notebook as `:submit` would have written them: numbers of lines as the lines themselves.
  mutating func translateNotebook(for lesson: Lesson) {
    guard let notebook else { return }
    let asked = notebook == .ofHandout ? lesson.withTasksOfHandout : lesson
    for step in asked.steps {
      guard let id = step.id, let task = step.task, let answer = answers[id]?.text else { continue }
      let text = task.handedIn(task.plain(answer))
      answers[id]?.text = text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
  }
}

extension Lesson {
  /// The lesson with its tasks as a hand-out asks them: lines to be put in order stand in another one there.
  fileprivate var withTasksOfHandout: Lesson {
    var edits = steps.compactMap { step -> (Span, String)? in
      guard let task = step.task, let lines = task.released(in: self) else { return nil }
      return (task.block.content, lines)
    }
    if let id = fields["id"] { edits.append((Span(id.upper, id.upper), "\nreleased: \(Released.hash(of: self))")) }
    return Lesson.parse(replacing(edits), name: source.name).lesson
  }
}
