import Documents
import Evaluation
import Judging
import Lessons
import Notebook
import Source
import Words

/// A lesson or a notebook with what its cells show: what every export is written from.
struct ExportRun {
  /// A part of the lesson.
  struct Part {
    let step: Step
    /// What a cell shows.
    let shown: [Shown]
    /// Where its random numbers begin, when it draws some and begins a stream of its own.
    var seed: UInt64?
  }

  /// How a cell ran in a session.
  struct Ran {
    let page: Document
    /// Where its random numbers began, when it drew some.
    let seed: UInt64?
  }

  let lesson: Lesson
  let parts: [Part]
  let digits: Int?
  /// What opens the lesson, so that a notebook can ask what is right; nil for what is no lesson that can be opened.
  var opening: String?
  /// Whether the answers stand at the tasks.
  let hasSolutions: Bool

  /// Runs all cells; at exercises the lesson's solution is taken, so that later cells have what they need.
  init(_ lesson: Lesson, desk: Desk, hasSolutions: Bool = false) {
    self.lesson = lesson
    self.hasSolutions = hasSolutions
    let path = lesson.source.name
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let isOfCourse = desk.world.lessonDirectories.contains { path.hasPrefix($0 + "/") }
    if lesson.steps.contains(where: { $0.id != nil }) {
      // A notebook is opened by others, elsewhere: the file is looked for beside it.
      let words = Translation.of(lesson.language)
      opening =
        isOfCourse
        ? ":load \(lesson.id)" : "# " + words("\(file) has to stand beside this notebook") + "\n:load \(file)"
    }
    digits = lesson.digits ?? desk.settings.digits
    var session = Session(world: desk.world.limited(to: .document), settings: desk.settings)
    session.state = Quiet.start(of: lesson, settings: desk.settings, student: nil)
    var parts: [Part] = []
    var told = ToldAnswers()
    var drawn = session.state.stream.number
    for (step, stream) in lesson.walk {
      session.state.begin(stream)
      let stream = session.state.stream
      var output = OutputText()
      switch step {
      case .cell(let cell):
        output = OutputText()
        let collector = output
        // A page says where a line stands as the program does; where the file lies is its author's own affair.
        _ = session.submit(cell.code.text, source: file, firstLine: cell.code.firstLine) { collector.add($0) }
        // With blanks left, nothing further down fills them in.
        if !hasSolutions, told.areTold(by: output, in: session.state) { output = OutputText() }
      case .exercise(let exercise):
        if let solution = exercise.solutions.first {
          Quiet.run(solution.code, on: &session.state, &session.interpreter)
          told.add(solution.code, in: session.state, &session.interpreter)
        }
      case .note: continue
      case .task:
        if let picture = step.task?.picture(in: session.state, session.interpreter) {
          output.add(.document(Document([picture])))
        }
      case .prose: break
      }
      let begins = session.state.stream != stream && stream.number != drawn
      if begins { drawn = stream.number }
      parts.append(Part(step: step, shown: output.shown, seed: begins ? stream.seed : nil))
    }
    self.parts = parts
  }

  /// Takes what a session has shown: the page of each cell, or what its author wrote below it where it has not run.
  init(_ lesson: Lesson, digits: Int?, ran: (Cell) -> Ran?) {
    self.lesson = lesson
    self.digits = digits
    hasSolutions = false
    parts = lesson.steps.compactMap { step in
      if case .note = step { return nil }
      guard case .cell(let cell) = step else { return Part(step: step, shown: []) }
      if let ran = ran(cell) { return Part(step: step, shown: [.document(ran.page)], seed: ran.seed) }
      let lines = cell.output(with: nil)?.text.split(separator: "\n", omittingEmptySubsequences: false) ?? []
      return Part(
        step: step, shown: lines.isEmpty ? [] : [.document(Document([.lines(lines.map { [.text(String($0))] })]))])
    }
  }

  /// Where an answer in words or numbers goes in a notebook; nil for what has none.
  func answerCell(of step: Step) -> String? { step.task?.answerHint.map { "# " + say($0) + "\n" } }

  /// Where a task is answered on a page; nil for what is answered otherwise, and where the answers stand there.
  func answerForm(of step: Step, _ words: Translation) -> AnswerForm? {
    guard !hasSolutions else { return nil }
    if case .exercise(let exercise) = step {
      return AnswerForm(
        lesson: lesson.id, task: exercise.id, hint: "your code: this page keeps it, learnnn judges it", way: .lines,
        words: words)
    }
    guard let task = step.task, !task.isDoneOnPicture, let hint = task.answerHint else { return nil }
    return AnswerForm(lesson: lesson.id, task: task.id, hint: hint, way: task.answerWay, words: words)
  }

  /// Code with its random numbers, for a reader that runs one cell after the other and knows nothing of places.
  static func code(_ text: String, _ part: Part) -> String {
    part.seed.map { "seed(\($0))  # the random numbers of this cell\n" + text } ?? text
  }

  /// The code that stands at an exercise: its starter, or what solves it.
  func code(of exercise: Exercise) -> SourceText {
    hasSolutions ? exercise.solutions.first?.code ?? exercise.starter : exercise.starter
  }

  /// What is said around the tasks, in the language of the lesson.
  private var say: Translation { Translation.of(lesson.language) }

  /// The line over an exercise.
  func heading(of exercise: Exercise) -> String {
    var heading = say(
      exercise.points == 1
        ? "**Exercise** `\(exercise.id)` (1 point)" : "**Exercise** `\(exercise.id)` (\(exercise.points.text) points)")
    if exercise.points == .zero { heading = say("**Exercise** `\(exercise.id)`") }
    if exercise.hiddenChecks > 0 {
      heading +=
        " · "
        + say(
          exercise.hiddenChecks == 1
            ? "1 more check when it is graded" : "\(exercise.hiddenChecks) more checks when it is graded")
    }
    if let allowed = exercise.allowed {
      heading += "\n\n" + say("Only these are allowed: \(allowed.map { "`\($0)`" }.joined(separator: "  "))")
    }
    return heading
  }

  /// What a task asks, as Markdown; its answer stands there only when solutions are wanted.
  func task(_ step: Step) -> String {
    switch step {
    case .exercise(let exercise):
      return heading(of: exercise) + "\n\n" + LessonWriter.block("nn", code(of: exercise).text)
    case .task: return step.task?.asked(say, withAnswer: hasSolutions) ?? ""
    case .prose(let prose): return prose.text.text
    case .cell, .note: return ""
    }
  }
}
