import Documents
import Evaluation
import Judging
import Lessons
import Source
import Syntax

extension Session {
  /// Where the progress of a lesson is kept; nil when nothing is kept.
  func progressPath(of lesson: String) -> String? {
    guard practice == nil, let directory = world.stateDirectory else { return nil }
    var path = directory + "/progress"
    if let student, !student.isEmpty {
      path += "/" + SafeName.of(student)
    }
    return path + "/" + SafeName.of(lesson)
  }

  private enum Kept {
    case nothing
    case file(ProgressFile)
    /// A file that is not whole, and what can still be read of it.
    case damaged([UInt8], ProgressFile)
    /// Something is there that must be left alone: why.
    case closed(Phrase)
  }

  private func readProgress(of lesson: String) -> Kept {
    guard let path = progressPath(of: lesson), world.files.exists(path) else { return .nothing }
    let bytes: [UInt8]
    do {
      bytes = try world.files.read(path)
    } catch {
      return .closed(error.reason)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return .damaged(bytes, ProgressFile(salvaging: String(decoding: bytes, as: UTF8.self), lesson: lesson))
    }
    if ProgressFile.isOtherVersion(text) { return .closed(Message(.otherVersion).phrase) }
    guard let file = ProgressFile(text), file.lesson == lesson else {
      return .damaged(bytes, ProgressFile(salvaging: text, lesson: lesson))
    }
    return .file(file)
  }

  /// What is kept of a lesson, and with it what was done in its tasks while they stood in other lessons; of these the
  /// names of the tasks, by lesson.
  private func readProgress(of lesson: Lesson) -> (kept: Kept, moved: [(lesson: String, tasks: [String])]) {
    let own = readProgress(of: lesson.id)
    var file = ProgressFile(lesson: lesson.id)
    switch own {
    case .nothing: break
    case .file(let known): file = known
    case .damaged, .closed: return (own, [])
    }
    var moved: [(lesson: String, tasks: [String])] = []
    for id in lesson.former {
      guard case .file(let earlier) = readProgress(of: id) else { continue }
      let tasks = file.takeOver(earlier, in: lesson)
      if !tasks.isEmpty { moved.append((id, tasks)) }
    }
    return moved.isEmpty ? (own, []) : (.file(file), moved)
  }

  /// Keeps a damaged file beside its place, under a name that nothing else has.
  private func keepAside(_ bytes: [UInt8], of lesson: String) -> String {
    let path = (progressPath(of: lesson) ?? "") + ".damaged"
    let free = (1...1000).lazy.map { $0 == 1 ? path : "\(path)-\($0)" }.first { !world.files.exists($0) } ?? path
    try? world.files.write(free, bytes)
    return free
  }

  /// What was done in a lesson: now, when it is open, else as far as it is kept; nil when there is nothing.
  package func record(of lesson: String) -> LessonRecord? {
    if let open = self.lesson, open.lesson.id == lesson { return open.record }
    if case .file(let file) = readProgress(of: lesson) { return file.record }
    return nil
  }

  /// Keeps what was done in the open lesson, together with what another window may have kept meanwhile.
  mutating func saveProgress(show: (Shown) -> Void) {
    guard let open = lesson, let path = progressPath(of: open.lesson.id) else { return }
    var file = progress(of: open)
    var failure: Phrase?
    world.files.alone(path) {
      switch readProgress(of: open.lesson.id) {
      case .nothing: break
      case .file(let other): file.merge(other, since: open.kept)
      case .damaged(let bytes, let other):
        _ = keepAside(bytes, of: open.lesson.id)
        file.merge(other, since: open.kept)
      case .closed(let reason):
        failure = reason
        return
      }
      do throws(FileAccess.Failure) {
        try world.files.write(path, Array(file.text.utf8))
      } catch {
        failure = error.reason
      }
    }
    lesson?.isFinished = file.isFinished
    guard let failure else {
      lesson?.record = file.record
      lesson?.kept = file.record
      return keepPlace(of: open)
    }
    // Said once: the lesson goes on all the same.
    guard !open.cannotSave else { return }
    lesson?.cannotSave = true
    show(.document(feedback.lines(.text("!", .warning), [Message(.cannotSave, saying: [failure])])))
  }

  /// What there is to keep of a lesson.
  func progress(of open: OpenLesson) -> ProgressFile {
    var file = ProgressFile(lesson: open.lesson.id)
    file.record = open.record
    file.isFinished = open.isFinished || open.position >= open.stops.count
    (file.after, file.distance) = anchor(of: open.position, in: open)
    for line in open.typed where line.position <= open.position {
      let (after, distance) = anchor(of: line.position, in: open)
      file.typed.append(.init(after: after, distance: distance, text: line.text))
    }
    return file
  }

  /// A stop by the task before it, so that a lesson may grow elsewhere.
  private func anchor(of position: Int, in open: OpenLesson) -> (after: String?, distance: Int) {
    let ids = open.stops.map { open.lesson.steps[$0].id }
    let last = ids.prefix(position).lastIndex { $0 != nil }
    return (last.flatMap { ids[$0] }, position - (last.map { $0 + 1 } ?? 0))
  }

  /// The stop that a file means.
  private func position(after: String?, distance: Int, in open: OpenLesson) -> Int {
    let ids = open.stops.map { open.lesson.steps[$0].id }
    let start = after.flatMap { id in ids.firstIndex { $0 == id } }.map { $0 + 1 } ?? 0
    return Swift.min(start + Swift.min(distance, ids.count), ids.count)
  }

  /// Where the result of a cell is kept: by its code, so that a changed cell runs again.
  private func resultPath(of cell: Cell) -> String? {
    guard let open = lesson, let path = progressPath(of: open.lesson.id) else { return nil }
    return path + "." + String(FNV1a.hash(of: cell.code.text), radix: 16) + ".safetensors"
  }

  /// Keeps what a cell that takes long has left behind.
  func keepResult(of cell: Cell, since before: State) {
    guard cell.long, let path = resultPath(of: cell),
      let result = LongResult(of: cell.code, from: before, to: state, interpreter)
    else { return }
    // Without the file the cell is run again: slower, but nothing is lost.
    try? world.files.write(path, result.fileBytes)
  }

  /// Does what a cell that takes long did when it ran; false when it has to run again.
  mutating func restoreResult(of cell: Cell) -> Bool {
    guard cell.long, let path = resultPath(of: cell), world.files.exists(path),
      let bytes = try? world.files.read(path), let result = LongResult(bytes),
      let restored = result.applied(cell.code, to: state, &interpreter)
    else { return false }
    state = restored
    return true
  }

  /// Takes up a lesson where it was left: the answers are run again, the cells between them too.
  mutating func resumeProgress(show: @escaping (Shown) -> Void) {
    guard let open = lesson else { return }
    let (kept, moved) = readProgress(of: open.lesson)
    switch kept {
    case .nothing: return
    case .closed(let reason):
      lesson?.cannotSave = true
      show(.document(feedback.lines(.text("!", .warning), [Message(.cannotSave, saying: [reason])])))
    case .damaged(let bytes, let file):
      let path = keepAside(bytes, of: open.lesson.id)
      // The next damage must find a file that is whole.
      try? world.files.write(progressPath(of: open.lesson.id) ?? path, Array(file.text.utf8))
      let message = Message(file.record.entries.isEmpty ? .damaged : .salvaged, open.lesson.id, path)
      show(.document(feedback.lines(.text("!", .warning), [message])))
      resume(file, show: show)
    case .file(let file):
      for place in moved {
        let message = Message(.movedHere, saying: [.verbatim(place.lesson), .list(place.tasks)])
        show(.document(feedback.lines(.text("·", .dim), [message])))
      }
      resume(file, show: show)
      if !moved.isEmpty { saveProgress(show: show) }
    }
  }

  private mutating func resume(_ file: ProgressFile, show: @escaping (Shown) -> Void) {
    guard let open = lesson else { return }
    lesson?.record = file.record
    lesson?.kept = file.record
    lesson?.isFinished = file.isFinished
    let wanted = position(after: file.after, distance: file.distance, in: open)
    // A finished lesson is opened to be read again.
    if wanted >= open.stops.count { return }
    replay(
      to: wanted, typed: file.typed.map { (position(after: $0.after, distance: $0.distance, in: open), $0.text) },
      show: show)
  }

  /// Runs what lies before a stop, quietly; a cell that takes long and left no result is left to the student.
  private mutating func replay(to wanted: Int, typed: [(position: Int, text: String)], show: @escaping (Shown) -> Void)
  {
    var remarks: [Message] = []
    let limits = settings.limits
    // What somebody typed long ago must not keep the lesson from opening.
    settings.limits.steps = Swift.min(limits.steps ?? Int.max, 2_000_000)
    defer { settings.limits = limits }
    replayTyped(typed, at: 0)
    while let open = lesson, open.position < wanted, let current = open.current {
      if case .cell(let cell) = current, cell.long {
        if restoreResult(of: cell) {
          go(to: open.position + 1)
          replayTyped(typed, at: open.position + 1)
          continue
        }
        remarks.append(Message(.longCellAhead, String(wanted + 1)))
        break
      }
      switch current {
      case .exercise(let exercise): remarks += replay(exercise, at: open.position)
      case .cell(let cell):
        if let stream = lesson?.stream { state.begin(stream) }
        runQuietly(cell.code)
      case .task, .prose, .note: break
      }
      go(to: open.position + 1)
      replayTyped(typed, at: open.position + 1)
    }
    if let open = lesson, open.position == wanted, wanted > 0 || !open.typed.isEmpty {
      remarks.insert(Message(.welcomeBack, String(wanted + 1), String(open.stops.count)), at: 0)
    }
    for remark in remarks { show(.document(feedback.lines(.text("·", .dim), [remark]))) }
  }

  /// Runs again what was typed at a stop: names of one's own, and what there is of an answer.
  private mutating func replayTyped(_ typed: [(position: Int, text: String)], at position: Int) {
    for line in typed where line.position == position {
      let program = Parser.parse(SourceText(line.text))
      if let names = Session.clearedNames(by: program) {
        for name in names { interpreter.bind(name, to: nil, in: &state) }
        keepTyped(program, text: line.text)
        continue
      }
      guard case .finished = runUnseen(program) else { continue }
      keepTyped(program, text: line.text)
      guard lesson?.exercise != nil else { continue }
      lesson?.answer += program.statements.map { program.source.slice($0.span) + ($0.showsValue ? "" : ";") }
    }
  }

  /// Remembers a line typed in a lesson, so that it is there again after the lesson was left.
  mutating func keepTyped(_ program: Program, text: String) {
    guard let open = lesson, open.playing == nil, text.utf8.count < 10_000,
      program.statements.contains(where: { if case .command = $0.kind { false } else { true } })
        || Session.clearedNames(by: program) != nil
    else { return }
    lesson?.typed.append((open.position, text))
    if open.typed.count > 500 { lesson?.typed.removeFirst(100) }
  }

  /// The names of a `:clear NAME …`; nil for anything else.
  private static func clearedNames(by program: Program) -> [String]? {
    guard program.statements.count == 1, case .command(let line)? = program.statements.first?.kind else { return nil }
    let (name, argument, _) = split(line)
    return name == "clear" && !argument.isEmpty ? names(in: argument) : nil
  }

  /// Runs an accepted answer again, else the solution; an answer to a task that has changed is judged once more.
  private mutating func replay(_ exercise: Exercise, at position: Int) -> [Message] {
    guard let entry = lesson?.record.entries[exercise.id], let answer = entry.answer else {
      if let solution = exercise.solutions.first { runQuietly(solution.code) }
      return []
    }
    let before = state
    if entry.hash != exercise.contentHash {
      let judge = Judge(exercise, in: before, interpreter: interpreter)
      let verdict = judge.judge(answer)
      if verdict.isRight {
        lesson?.record.entries[exercise.id]?.hash = exercise.contentHash
        lesson?.record.entries[exercise.id]?.points = verdict.points
      } else {
        if let solution = exercise.solutions.first { runQuietly(solution.code) }
        return [Message(.changedTask, exercise.id, String(position + 1))]
      }
    }
    if case .finished = runUnseen(AnswerText(answer).program) { return [] }
    state = before
    if let solution = exercise.solutions.first { runQuietly(solution.code) }
    return [Message(.answerFails, exercise.id)]
  }

  /// How far a lesson is done, from what is kept of it.
  func progressSummary(of lesson: Lesson) -> (isDone: Bool, isBegun: Bool, points: Points, total: Points) {
    let tasks = lesson.steps.filter(lesson.isJudged)
    let total = tasks.reduce(Points.zero) { $0 + $1.points }
    let record: LessonRecord
    var isDone = false
    var isBegun = false
    if let open = self.lesson, open.lesson.id == lesson.id {
      record = open.record
      isDone = open.isFinished
      isBegun = open.position > 0 || !record.entries.isEmpty
    } else if case .file(let file) = readProgress(of: lesson).kept {
      record = file.record
      isDone = file.isFinished
      isBegun = true
    } else {
      return (false, false, 0, total)
    }
    let points = tasks.reduce(Points.zero) { sum, task in
      guard let entry = task.id.flatMap({ record.entries[$0] }), entry.answer != nil, !entry.isSkipped,
        entry.hash == task.contentHash
      else { return sum }
      return sum + entry.points
    }
    return (isDone, isBegun, points, total)
  }
}
