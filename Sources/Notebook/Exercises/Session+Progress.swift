import Documents
import Evaluation
import Lessons
import Source
import Syntax

extension Session {
  /// Where the progress of a lesson is kept; nil when nothing is kept.
  func progressPath(of lesson: String) -> String? {
    guard let directory = world.stateDirectory else { return nil }
    var path = directory + "/progress"
    if let student, !student.isEmpty {
      path += "/" + Session.fileName(student)
    }
    return path + "/" + Session.fileName(lesson)
  }

  /// A name as it can stand in a path: letters and digits as they are, everything else by its bytes.
  static func fileName(_ name: String) -> String {
    var result = ""
    for byte in name.utf8.prefix(100) {
      let isPlain =
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) && byte < 0x80
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      if isPlain {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    return result
  }

  private enum Kept {
    case nothing
    case file(ProgressFile)
    case damaged([UInt8])
  }

  private func readProgress(of lesson: String) -> Kept {
    guard let path = progressPath(of: lesson), world.files.exists(path), let bytes = try? world.files.read(path) else {
      return .nothing
    }
    guard let text = String(validating: bytes, as: UTF8.self), let file = ProgressFile(text), file.lesson == lesson
    else { return .damaged(bytes) }
    return .file(file)
  }

  /// What was done in a lesson: now, when it is open, else as far as it is kept; nil when there is nothing.
  package func record(of lesson: String) -> LessonRecord? {
    if let open = self.lesson, open.lesson.id == lesson { return open.record }
    if case .file(let file) = readProgress(of: lesson) { return file.record }
    return nil
  }

  /// Keeps what was done in the open lesson.
  mutating func saveProgress(show: (Shown) -> Void) {
    guard let open = lesson, let path = progressPath(of: open.lesson.id) else { return }
    var file = ProgressFile(lesson: open.lesson.id)
    file.record = open.record
    file.isFinished = open.isFinished || open.position >= open.stops.count
    let ids = open.stops.map { open.lesson.steps[$0].id }
    let last = ids.prefix(open.position).lastIndex { $0 != nil }
    file.after = last.flatMap { ids[$0] }
    file.distance = open.position - (last.map { $0 + 1 } ?? 0)
    lesson?.isFinished = file.isFinished
    do {
      try world.files.write(path, Array(file.text.utf8))
    } catch {
      // Said once: the lesson goes on all the same.
      guard !open.cannotSave else { return }
      lesson?.cannotSave = true
      show(.document(feedback.lines(.text("!", .warning), [Message(.cannotSave, error.reason)])))
    }
  }

  /// Where the result of a cell is kept: by its code, so that a changed cell runs again.
  private func resultPath(of cell: Cell) -> String? {
    guard let open = lesson, let path = progressPath(of: open.lesson.id) else { return nil }
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in cell.code.text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return path + "." + String(hash, radix: 16) + ".safetensors"
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
    switch readProgress(of: open.lesson.id) {
    case .nothing: return
    case .damaged(let bytes):
      let path = progressPath(of: open.lesson.id) ?? ""
      try? world.files.write(path + ".damaged", bytes)
      show(
        .document(
          feedback.lines(.text("!", .warning), [Message(.damaged, open.lesson.id, path + ".damaged")])))
    case .file(let file):
      lesson?.record = file.record
      lesson?.isFinished = file.isFinished
      let ids = open.stops.map { open.lesson.steps[$0].id }
      let start = file.after.flatMap { id in ids.firstIndex { $0 == id } }.map { $0 + 1 } ?? 0
      let wanted = Swift.min(start &+ Swift.min(file.distance, ids.count), ids.count)
      // A finished lesson is opened to be read again.
      if wanted >= ids.count { return }
      replay(to: wanted, show: show)
    }
  }

  /// Runs what lies before a stop, quietly; a cell that takes long and left no result is left to the student.
  private mutating func replay(to wanted: Int, show: @escaping (Shown) -> Void) {
    var remarks: [Message] = []
    while let open = lesson, open.position < wanted, let current = open.current {
      if case .cell(let cell) = current, cell.long {
        if restoreResult(of: cell) {
          go(to: open.position + 1)
          continue
        }
        remarks.append(Message(.longCellAhead, String(wanted + 1)))
        break
      }
      switch current {
      case .exercise(let exercise): remarks += replay(exercise, at: open.position)
      case .cell(let cell): runQuietly(cell.code)
      case .prediction, .quiz, .ordering, .question, .prose, .note: break
      }
      go(to: open.position + 1)
    }
    if let open = lesson, open.position == wanted, wanted > 0 {
      remarks.insert(Message(.welcomeBack, String(wanted + 1), String(open.stops.count)), at: 0)
    }
    for remark in remarks { show(.document(feedback.lines(.text("·", .dim), [remark]))) }
  }

  /// Runs an accepted answer again, else the solution; an answer to a task that has changed is judged once more.
  private mutating func replay(_ exercise: Exercise, at position: Int) -> [Message] {
    guard let entry = lesson?.record.entries[exercise.id], let answer = entry.answer else {
      if let solution = exercise.solutions.first { runQuietly(solution.code) }
      return []
    }
    let before = state
    if entry.hash != exercise.contentHash {
      var judge = Judge(exercise, in: before, interpreter: interpreter)
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
  func progressSummary(of lesson: Lesson) -> (isDone: Bool, isBegun: Bool, points: Int, total: Int) {
    let total = lesson.exercises.reduce(0) { $0 &+ $1.points }
    let record: LessonRecord
    var isDone = false
    var isBegun = false
    if let open = self.lesson, open.lesson.id == lesson.id {
      record = open.record
      isDone = open.isFinished
      isBegun = open.position > 0 || !record.entries.isEmpty
    } else if case .file(let file) = readProgress(of: lesson.id) {
      record = file.record
      isDone = file.isFinished
      isBegun = true
    } else {
      return (false, false, 0, total)
    }
    let points = lesson.exercises.reduce(0) { sum, exercise in
      guard let entry = record.entries[exercise.id], entry.answer != nil, !entry.isSkipped,
        entry.hash == exercise.contentHash
      else { return sum }
      return sum &+ entry.points
    }
    return (isDone, isBegun, points, total)
  }
}
