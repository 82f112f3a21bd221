import Documents
import Evaluation
import Judging
import Lessons
import Source
import Syntax

/// An input that answers a task by its name, whatever the lesson is at: a line `:task ID`, the answer below it.
///
/// The cells of an exported notebook are such inputs: they can run in any order, and again.
struct TaskCell {
  let id: String
  let answer: String

  /// Reads an input; nil for any other, and for one without a line below the first.
  init?(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first?.trimmingSpaces, first.hasPrefix(":task "), lines.count > 1 else { return nil }
    id = String(first.dropFirst(6)).trimmingSpaces
    answer = lines.dropFirst().joined(separator: "\n")
  }

  /// The answer in words or numbers, without the remarks that stand in a notebook.
  var plainAnswer: String {
    // Empty lines between paragraphs belong to an answer.
    answer.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.drop { $0 == " " }.hasPrefix("#") }
      .joined(separator: "\n")
  }
}

extension Session {
  /// Judges the answer of such an input by the lesson's own state before the task; false when there is no such task.
  mutating func answer(_ cell: TaskCell, by author: World.Author, show: @escaping (Shown) -> Void) -> Bool {
    guard let open = lesson, let position = open.position(named: cell.id),
      open.lesson.steps[open.stops[position]].id != nil
    else { return false }
    let step = open.lesson.steps[open.stops[position]]
    if case .exercise(let exercise) = step {
      answer(cell, exercise, at: position, by: author, show: show)
    } else {
      answer(cell, step, at: position, show: show)
    }
    saveProgress(show: show)
    return true
  }

  /// Runs the answer where the session is, so that its names are there afterwards, and judges it where the task is.
  private mutating func answer(
    _ cell: TaskCell, _ exercise: Exercise, at position: Int, by author: World.Author,
    show: @escaping (Shown) -> Void
  ) {
    let blanks = AnswerText(cell.answer).blanks
    guard blanks == 0 else { return show(.document(feedback.document(for: Verdict(.blanks(blanks))))) }
    let whole = world
    world = world.limited(to: author)
    defer { world = whole }
    let program = Parser.parse(SourceText(cell.answer, name: "input", firstLine: 2))
    let before = Moment(self)
    let stream = state.stream
    let (outcome, page) = collecting(show) { session, show in session.run(program, show: show) }
    record(.typed, cell.answer, outcome, page, before: before, drawingFrom: stream)
    guard outcome == .finished, let lesson = lesson?.lesson else { return }
    let judge = Judge(exercise, of: lesson, in: lessonState(before: position), interpreter: interpreter)
    let verdict = judge.judge(cell.answer, graded: lesson.released == nil)
    note(verdict, on: cell.answer, to: exercise)
    show(
      .document(
        verdict.isRight
          ? feedback.accepted(verdict, of: exercise)
          : feedback.document(for: verdict, followedBy: advice(exercise))))
    if !verdict.faults.isEmpty { show(.document(feedback.faults(verdict))) }
  }

  private mutating func answer(_ cell: TaskCell, _ step: Step, at position: Int, show: (Shown) -> Void) {
    var there = self
    there.state = lessonState(before: position)
    let answer = step.plain(cell.plainAnswer)
    guard !answer.isEmpty else {
      return show(.document(feedback.lines(.text("·", .dim), [Message(.nothingToCheck)])))
    }
    if let document = note(there.outcome(of: answer, at: step), of: answer, to: step, show: show) {
      show(.document(document))
    }
  }
}
