import Documents
import Evaluation
import Judging
import Lessons
import Source
import Syntax
import Tensors

extension Session {
  /// Opens a lesson by its name or path and shows its first pages.
  mutating func load(_ name: String, show: @escaping (Shown) -> Void) throws(Diagnostic) {
    if [".csv", ".tsv"].contains(where: name.lowercased().hasSuffix) {
      throw Diagnostic(
        code: .notHere, "\(name) is a table, and no lesson",
        help: "csv(\"name\") reads name.csv from a folder for data; :data says where these are")
    }
    if isScript(name) { return try loadScript(name, show: show) }
    let lesson = try readLesson(name)
    let outside = self.lesson?.outside ?? state
    if let open = self.lesson, open.lesson.id != lesson.id { closed = closing(open) }
    state = Quiet.start(of: lesson, settings: settings)
    practice = nil
    self.lesson = OpenLesson(lesson, state: &state, outside: outside, now: world.now())
    resumeProgress(show: show)
    show(.document(header(of: lesson)))
    if student == nil, lesson.hasOwnNumbers {
      show(.document(Document([.paragraph(feedback.inlines(Message(.ownNumbers)))])))
    }
    if settings.hasCells {
      show(.document(Document([.paragraph(feedback.inlines(Message(.openInCells)))])))
    } else {
      showStop(show: show)
    }
    if let lesson = self.lesson { keepPlace(of: lesson) }
  }

  /// Goes back to where the lesson was loaded, with the names that were there.
  mutating func closeLesson(_ input: CommandInput) {
    endPractice()
    if let playing = lesson?.playing { state = playing }
    lesson?.playing = nil
    saveProgress(show: input.show)
    guard let closed = lesson else { return }
    self.closed = closing(closed)
    let typed = closed.typed.reduce(into: Set<String>()) { $0.formUnion(AnswerText($1.text).targets) }
    let own = interpreter.boundNames(in: state).filter {
      typed.contains($0) && self.closed?.names.contains($0) ?? false
    }
    .map(NameText.of)
    (state, lesson) = (closed.outside, nil)
    let title = closed.lesson.title
    let names = Session.several(interpreter.boundNames(in: state).map(NameText.of))
    let told: Phrase =
      names.isEmpty
      ? "\(title) is closed; there were no names of yours before it"
      : "\(title) is closed; the names from before it are back: \(names)"
    input.show(.lines([[.text(told, .dim)]]))
    guard !own.isEmpty else { return }
    let kept: Phrase =
      self.closed?.goesOn ?? false
      ? "what you made in the lesson is kept with it: \(Session.several(own)); :load \(closed.lesson.id) brings it back"
      : "what you made in the lesson is gone with it: \(Session.several(own)); :undo brings it back"
    input.show(.lines([[.text(kept, .dim)]]))
  }

  /// The lesson with the names that it has beside those from before it.
  private func closing(_ open: OpenLesson) -> ClosedLesson {
    let names = Set(interpreter.boundNames(in: state)).subtracting(interpreter.boundNames(in: open.outside))
    let isOver = open.isFinished || open.current == nil
    return ClosedLesson(id: open.lesson.id, title: open.lesson.title, names: names, goesOn: !isOver)
  }

  /// Names in a row, of many the first ones.
  private static func several(_ names: [String]) -> String {
    (names.count > 8 ? names.prefix(8) + ["…"] : names).joined(separator: ", ")
  }

  /// Whether a name is that of a file which is no lesson.
  private func isScript(_ name: String) -> Bool {
    guard name.contains("/") || name.contains("."), !name.hasSuffix(".md"), world.files.exists(name) else {
      return false
    }
    return !((try? world.files.read(name)).map { $0.starts(with: Array("---".utf8)) } ?? false)
  }

  /// Runs a file of statements in this session, line by line, up to the first that fails.
  private mutating func loadScript(_ path: String, show: @escaping (Shown) -> Void) throws(Diagnostic) {
    let bytes: [UInt8]
    do {
      bytes = try world.files.read(path)
    } catch {
      throw .cannotRead(error)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Diagnostic(code: .notText, "\(path) is not a text", help: "save it as UTF-8")
    }
    guard scripts < 8 else { throw Diagnostic(code: .tooDeep, "files load each other without end") }
    scripts += 1
    defer { scripts -= 1 }
    let program = Parser.parse(SourceText(text, name: path))
    if let error = program.diagnostics.first(where: { $0.severity == .error }) { throw error }
    for line in program.lines {
      take(line, text: line.textOfStatements, by: .program, show: show)
      guard lastOutcome == .finished else { break }
    }
  }

  /// Reads a lesson file, found by any of its names or by its title; its faults are errors.
  func readLesson(_ name: String) throws(Diagnostic) -> Lesson {
    let entry: LessonCatalogue.Entry
    do throws(Diagnostic) {
      entry = try LessonCatalogue.find(name, language: language, in: world.lessonDirectories, world.files)
    } catch {
      guard error.code == .noSuchLesson, let titled = readLesson(titled: name) else { throw error }
      return titled
    }
    return try readLesson(at: entry.path)
  }

  /// The lesson with a title in the language of the session: 神经元.
  private func readLesson(titled title: String) -> Lesson? {
    let entries = LessonCatalogue.entries(in: world.lessonDirectories, world.files)
    return LessonCatalogue.translated(entries, into: language).lazy.compactMap { try? readLesson(at: $0.path) }
      .first { $0.title.lowercased() == title.lowercased() }
  }

  private func readLesson(at path: String) throws(Diagnostic) -> Lesson {
    let bytes: [UInt8]
    do {
      bytes = try world.files.read(path)
    } catch {
      throw .cannotRead(error)
    }
    let parsed = Lesson.parse(bytes, name: path)
    if let fault = parsed.diagnostics.first(where: { $0.severity == .error }) { throw fault }
    return parsed.lesson
  }

  private func header(of lesson: Lesson) -> Document {
    let exercises = lesson.exercises.count
    var facts: [String] = []
    if let minutes = lesson.minutes { facts.append(feedback.text(Message(.aboutMinutes, String(minutes)))) }
    facts.append(feedback.count(OpenLesson.stops(of: lesson).count, one: .oneStep, several: .stepCount))
    if exercises > 0 { facts.append(feedback.count(exercises, one: .oneExercise, several: .exerciseCount)) }
    let title = lesson.number.map { feedback.text(Message(.lessonNumber, String($0), lesson.title)) } ?? lesson.title
    return Document([
      .spread(
        left: [.text(title, .heading)], right: [.text(facts.joined(separator: " · "), .dim)])
    ])
  }

  /// Shows the prose before the stop one is at, and the stop itself.
  mutating func showStop(show: (Shown) -> Void) {
    guard let lesson else { return }
    // An empty line sets the lesson's own words apart from what ran before.
    var document = Document([.lines([[]])])
    for prose in lesson.prose(before: lesson.position) {
      document.append(Document(LessonText.blocks(prose.text.text)))
    }
    if document.blocks.count > 1 { document.append(.lines([[]])) }
    if let current = lesson.current {
      document.append(LessonText.stop(current, in: lesson, feedback, isPractice: practice != nil))
    } else {
      document.append(LessonText.end(of: lesson, feedback))
    }
    show(.document(document))
  }

  /// Enter in a lesson: runs the cell one is at, or opens the task.
  mutating func advance(show: @escaping (Shown) -> Void) {
    guard let lesson, let current = lesson.current, lesson.playing == nil else {
      let message = Message(lesson?.playing == nil ? .lessonOver : .playGoesOn)
      show(.document(Document([.paragraph(feedback.inlines(message))])))
      return
    }
    switch current {
    case .cell(let cell):
      let before = state
      guard runCell(cell, as: .cell(fails: cell.fails), show: show) else {
        self.lesson?.stopped.insert(lesson.position)
        return
      }
      self.lesson?.stopped.remove(lesson.position)
      keepResult(of: cell, since: before)
      moveOn(show: show)
    case .exercise(let exercise):
      effects.append(.prefill(exercise.starter.text))
      if !settings.isInteractive {
        show(.document(Document([.paragraph(feedback.inlines(Message(.typeAnswerOrHint)))])))
      }
    case .task: current.task?.open(in: &self, show: show)
    case .prose, .note: break
    }
  }

  /// Runs a cell of the lesson; false when it failed and should not have.
  mutating func runCell(
    _ cell: Cell, as kind: InputRecord.Kind, show: @escaping (Shown) -> Void
  ) -> Bool {
    let (before, failed) = (Moment(self), hasFailed)
    if let stream = lesson?.stream { state.begin(stream) }
    let stream = state.stream
    let (outcome, page) = collecting(show) { session, show in
      session.run(Parser.parse(cell.code), by: .document, show: show)
    }
    // The error of a cell that is to fail is what it is there to show: it is no failure of the session.
    if cell.fails { hasFailed = failed }
    record(kind, cell.code.text, outcome, page, before: before, drawingFrom: stream)
    return cell.fails ? outcome != .interrupted : outcome == .finished
  }

  /// Goes to the next stop and shows it; what there is to say about the last one is said once it is kept.
  mutating func moveOn(saying remarks: [Document] = [], show: (Shown) -> Void) {
    if endPractice() {
      for remark in remarks where !remark.isEmpty { show(.document(remark)) }
      return
    }
    guard let position = lesson?.position, let count = lesson?.stops.count, position < count else { return }
    go(to: position + 1)
    saveProgress(show: show)
    for remark in remarks where !remark.isEmpty { show(.document(remark)) }
    showStop(show: show)
  }

  /// Makes a stop the current one; the state before it is kept for `:back`.
  mutating func go(to position: Int) {
    wasAnswerWrong = false
    guard var open = lesson else { return }
    open.position = position
    open.skipped = open.skipped.filter { $0 < position }
    open.stopped = open.stopped.filter { $0 < position }
    open.answer = []
    open.judge = nil
    open.lastJudged = nil
    open.worked = 0
    if let stream = open.stream { state.begin(stream) }
    while open.before.count > position { open.before.removeLast() }
    while open.before.count <= position { open.before.append(state) }
    lesson = open
  }

  /// Goes back to an earlier stop with the state that was there.
  mutating func goBack(to position: Int) {
    endPractice()
    guard let open = lesson, position >= 0, position < open.before.count else { return }
    state = open.before[position]
    lesson?.typed.removeAll { $0.position >= position }
    go(to: position)
  }
}
