import Documents
import Evaluation
import Formats
import Judging
import Lessons
package import Notebook
import Source
import Syntax
import Words

extension Classroom {
  /// What `learnnn submit` is asked for.
  package struct SubmitRequest {
    /// The lesson, by name or path.
    package var lesson: String
    /// The student's name.
    package var student: String
    /// The id whose numbers `choose` gives; nil takes the name.
    package var id: String?
    /// The file to write; nil names it after lesson and student.
    package var file: String?
    /// What was done, where it is not kept in a file; nil reads what is kept.
    package var record: LessonRecord?

    /// Makes a request.
    package init(
      lesson: String, student: String, id: String? = nil, file: String? = nil, record: LessonRecord? = nil
    ) {
      self.record = record
      self.lesson = lesson
      self.student = student
      self.id = id
      self.file = file
    }
  }

  /// Runs a student's answers from a clean state, shows what the grader will see, and writes them into one file.
  package static func submit(_ request: SubmitRequest, desk: Desk) -> Int32 {
    desk.attempt { () throws(Diagnostic) in
      let lesson = try desk.lesson(request.lesson)
      let id = request.id ?? lesson.student
      let record: LessonRecord
      if let known = request.record {
        guard known.entries.values.contains(where: { $0.answer != nil || $0.attempts > 0 }) else {
          throw Diagnostic(code: .nothingKept, "nothing has been answered in \(lesson.id) here yet")
        }
        record = known
      } else {
        record = try progress(of: lesson, student: id, desk: desk)
      }
      let writer = StackBounds.runOnLargeStack {
        SubmissionWriter(lesson, record, student: request.student, id: id, desk: desk)
      }
      guard !writer.isStopped else { throw Diagnostic(code: .interrupted, "interrupted") }
      let name = request.student.split(separator: " ").joined(separator: "-")
      let path = request.file ?? "\(lesson.id)-\(SafeName.of(name)).md"
      // What was handed in from somewhere else has answers that this session may not know of.
      if request.record != nil, let bytes = try? desk.bytes(path), let earlier = try? Submission(bytes) {
        let lost = earlier.answers.keys.filter { record.entries[$0]?.answer == nil }.sorted()
        guard lost.isEmpty else {
          throw Diagnostic(
            code: .foreignFile, "\(path) has answers that are not here: \(list: lost)",
            help: "hand in where they were given, or take the file away")
        }
      }
      let body = writer.text
      let receipt = Submission.receiptLine(for: Array(body.utf8), key: lesson.key)
      try desk.write(body + receipt, to: path) { (try? Submission($0))?.lesson == lesson.id }
      desk.show(.document(writer.summary))
      let hash = SHA256.hexadecimal(Array(body.utf8)).prefix(16)
      desk.show(
        .lines([[.text("wrote "), .text(path, .code)], [.text("receipt "), .text(String(hash), .number)]]),
        .paragraph([.text("Keep the receipt: it tells this file from any other.", .dim)]))
      return 0
    }
  }

  /// What was kept of the student's work in a lesson.
  private static func progress(of lesson: Lesson, student: String?, desk: Desk) throws(Diagnostic) -> LessonRecord {
    guard let directory = desk.world.stateDirectory else {
      throw Diagnostic(code: .nothingKept, "no progress is kept here, so there is nothing to hand in")
    }
    let folder = "\(directory)/progress"
    func kept(_ id: String) throws(Diagnostic) -> ProgressFile? {
      let paths = (student.map { ["\(folder)/\(SafeName.of($0))/\(id)"] } ?? []) + ["\(folder)/\(id)"]
      guard let path = paths.first(where: desk.world.files.exists) else { return nil }
      guard let file = ProgressFile(String(decoding: try desk.bytes(path), as: UTF8.self)) else {
        throw Diagnostic(code: .progressDamaged, "\(path) is damaged", help: ":load \(id) sets it aside")
      }
      return file
    }
    let own = try kept(lesson.id)
    var file = own ?? ProgressFile(lesson: lesson.id)
    for id in lesson.former {
      if let earlier = try kept(id) { _ = file.takeOver(earlier, in: lesson) }
    }
    guard own != nil || !file.record.entries.isEmpty else {
      throw Diagnostic(
        code: .nothingKept, "nothing has been done in \(lesson.id) yet", help: "learnnn, then :load \(lesson.id)")
    }
    return file.record
  }
}

/// Writes a submission while running it.
private struct SubmissionWriter {
  private(set) var text = ""
  private(set) var summary = Document()
  /// Whether somebody stopped it on the way.
  private(set) var isStopped = false

  init(_ lesson: Lesson, _ record: LessonRecord, student: String, id: String?, desk: Desk) {
    let name = SafeText.line(String(student.prefix(200)))
    let words = Translation.of(lesson.language)
    var facts = "format: 1\nlesson: \(lesson.id)\ncontent: \(Released.content(of: lesson))\nstudent: \(name)\n"
    if let id { facts += "id: \(SafeText.line(id))\n" }
    facts += "written: \(Timestamp.text(desk.date))\n"
    var front: [(name: String, value: String)] = [
      ("format", "1"), ("id", "answers-\(lesson.id)".prefix(64).description),
      ("title", words("\(lesson.title): the answers of \(name)")),
    ]
    if let seed = lesson.seed { front.append(("seed", "\(seed)")) }
    if let digits = lesson.digits { front.append(("digits", "\(digits)")) }
    if let dtype = lesson.dtype { front.append(("dtype", dtype)) }
    var parts = [LessonWriter.frontMatter(front), LessonWriter.block("submission", facts)]

    var session = Session(world: desk.world.limited(to: .document), settings: desk.settings)
    session.state = Quiet.start(of: lesson, settings: desk.settings, student: id)
    var rows: [[[Inline]]] = []
    var points = Points.zero
    var total = Points.zero
    // What only a teacher can give.
    var waiting = Points.zero
    // Where grading would stop.
    var stops: [[Inline]] = []
    let last = lesson.steps.lastIndex { step in step.id.flatMap { record.entries[$0]?.handedIn } != nil } ?? -1
    for (index, (step, stream)) in lesson.walk.enumerated() {
      isStopped = isStopped || desk.world.isInterrupted()
      guard !isStopped else { return }
      session.state.begin(stream)
      if case .cell(let cell) = step, index < last {
        parts.append(SubmissionWriter.cell(cell.code.text, isLong: cell.long, in: &session, words))
      }
      guard let taskID = step.id else { continue }
      total += step.points
      func row(_ word: Inline, _ earned: String) -> [[Inline]] {
        [[.text(taskID, .name)], [word], step.points > .zero ? [.text("\(earned)/\(step.points.text)", .number)] : []]
      }
      guard let entry = record.entries[taskID], let answer = entry.handedIn else {
        if step.points > .zero { rows.append(row(.text("no answer", .dim), "0")) }
        if case .exercise(let exercise) = step, let solution = exercise.solutions.first {
          Quiet.run(solution.code, on: &session.state, &session.interpreter)
        }
        continue
      }
      parts.append("## \(taskID)\n")
      let seconds = Int(Swift.min(Swift.max(entry.seconds, 0), 1e9))
      var mark = "<!-- answer \(taskID) attempts=\(entry.attempts) hints=\(entry.hints) seconds=\(seconds) -->\n"
      guard case .exercise(let exercise) = step else {
        let given = step.task?.handedIn(answer) ?? answer + "\n"
        mark += LessonWriter.block("text", given)
        parts.append(mark)
        let grade: TaskGrade? =
          lesson.isJudged(step) ? step.task?.grade(given, in: session.state, session.interpreter) : .byHand
        switch grade {
        case .right?:
          points += step.points
          rows.append(row(.text("✓ right", .success), step.points.text))
        case .wrong?: rows.append(row(.text("not right", .warning), "0"))
        case .partly(let earned)?:
          points += earned
          rows.append(row(.text("not right", .warning), earned.text))
        case .byHand?:
          waiting += step.points
          rows.append(row(.text("kept for your teacher", .plain), "–"))
        case .unknown?, nil: rows.append(row(.text("answered", .plain), "0"))
        }
        continue
      }
      for setup in exercise.setup { Quiet.run(setup.code, on: &session.state, &session.interpreter) }
      // What earlier answers made of the program's functions is no part of this task, as when it is graded.
      let judge = Judge(
        exercise, of: lesson, in: session.state,
        typed: Set(session.interpreter.boundNames(in: session.state)),
        interpreter: session.interpreter, steps: GradingLimits.steps)
      let verdict = judge.judge(answer, graded: lesson.released == nil, explains: false)
      parts.append(mark + SubmissionWriter.cell(answer, isLong: false, in: &session, words))
      let beyond = GradingLimits.words(of: answer, verdict)
      guard beyond.isEmpty else {
        rows.append(row(.text("beyond what grading allows", .warning), "0"))
        stops += beyond.map { words -> [Inline] in [.text(taskID, .name), .text("  "), .text(words)] }
        continue
      }
      let earned = verdict.isRight ? verdict.points : .zero
      points += earned
      if verdict.isRight, exercise.keptBack > 0 { waiting += step.points - earned }
      let right: Inline =
        exercise.keptBack == 0
        ? .text("✓ right", .success)
        : exercise.checks.isEmpty ? .text("kept for your teacher", .plain) : .text("passes what can be seen", .success)
      rows.append(row(verdict.isRight ? right : .text("not right", .warning), earned.text))
    }
    text = parts.joined(separator: "\n") + "\n"
    summary.append(.columns(Columns(rows, alignments: [.left, .left, .right])))
    if !stops.isEmpty { summary.append(.lines(stops)) }
    let more: Phrase = waiting == .zero ? "" : "; up to \(waiting.text) more are your teacher's to give"
    summary.append(
      .paragraph([
        .text("\(points.text) of \(total.text) points by the checks that this copy has", .strong), .text(more),
      ]))
  }

  /// A cell with what it prints.
  private static func cell(
    _ code: String, isLong: Bool, in session: inout Session, _ words: Translation
  ) -> String {
    let output = OutputText()
    var failed = false
    for shown in run(code, in: &session) {
      if case .failure = shown { failed = true }
      output.add(shown)
    }
    let header = failed ? "nn fails" : isLong ? "nn long" : "nn"
    let text = output.text(digits: session.state.digits, in: words)
    return LessonWriter.block(header, code) + (text.isEmpty ? "" : LessonWriter.block("output", text))
  }

  private static func run(_ code: String, in session: inout Session) -> [Shown] {
    let output = OutputText()
    _ = session.submit(code) { output.add($0) }
    return output.shown
  }
}

extension LessonRecord.Entry {
  /// What is handed in: the accepted answer, else the last one that was tried.
  fileprivate var handedIn: String? { answer ?? (isSkipped ? nil : tried) }
}
