import Documents
import Evaluation
import Formats
import Judging
import Lessons
package import Notebook
import Source

extension Classroom {
  /// What `learnnn release` is asked for.
  package struct ReleaseRequest {
    /// The lessons, by name or path.
    package var lessons: [String]
    /// The folder to write into.
    package var folder: String
    /// A table of students (id, name), for lessons with numbers of each student's own.
    package var roster: String?
    /// Where the keys of hand-outs come from.
    package var random: () -> UInt64 = { UInt64.random(in: 0...UInt64.max) }

    /// Makes a request.
    package init(lessons: [String], folder: String, roster: String? = nil) {
      self.lessons = lessons
      self.folder = folder
      self.roster = roster
    }
  }

  /// Writes the student's version of lessons; refuses a lesson that the gate refuses.
  package static func release(_ request: ReleaseRequest, desk: Desk) -> Int32 {
    desk.attempt { () throws(Diagnostic) in
      var roster = try request.roster.map { (path) throws(Diagnostic) in try Roster(path, desk: desk) }
      let folder = request.folder.split(separator: "/", omittingEmptySubsequences: false)
      let trimmed = folder.reversed().drop { $0.isEmpty || $0 == "." }.reversed().joined(separator: "/")
      let keys = trimmed.isEmpty ? "handout-keys.csv" : "\(trimmed)-keys.csv"
      try roster?.giveKeys(from: keys, random: request.random, desk: desk)
      let count = request.lessons.count * (roster?.students.count ?? 1)
      // Nothing is written before all of it is proven.
      var files: [(path: String, version: StudentVersion)] = []
      for name in request.lessons {
        let lesson = try desk.lesson(name)
        var world = desk.world
        world.stateDirectory = nil
        let report = Gate.check([lesson.source.name], world: world)
        guard report.isPassed else {
          for diagnostic in report.diagnostics { desk.show(.event(.diagnostic(diagnostic))) }
          throw .lessonRefused(lesson)
        }
        // What nobody can grade is not handed out.
        _ = try Deadline(due: nil, late: nil, lesson: lesson)
        let file = lesson.source.name.split(separator: "/").last.map(String.init) ?? "\(lesson.id).md"
        guard let roster else {
          guard !lesson.hasOwnNumbers else { throw .rosterNeeded(lesson) }
          files.append(("\(request.folder)/\(file)", try proven(lesson, student: nil, desk)))
          continue
        }
        // Without numbers of one's own, all hand-outs are one, but for whose they are.
        let common = lesson.hasOwnNumbers ? nil : try proven(lesson, student: nil, desk)
        for student in roster.students {
          var version: StudentVersion
          if let common { version = common } else { version = try proven(lesson, student: student.id, desk) }
          version.address(to: student, isNew: common != nil)
          files.append(("\(request.folder)/\(SafeName.of(student.id))/\(file)", version))
          desk.progress("made \(files.count) of \(count)")
        }
      }
      let isLong = files.count > 20
      for (path, version) in files { try write(version, to: path, isNamed: !isLong, desk) }
      if isLong { desk.show(.lines([[.text("wrote \(files.count) files into "), .text(request.folder, .code)]])) }
      if let roster {
        try desk.write(roster.table, to: keys, replaces: { _ in true })
        desk.show(
          .lines([[.text("wrote "), .text(keys, .code), .text(": keep it, and grade with --roster \(keys)")]]))
      }
      return 0
    }
  }

  /// A student's version that was tried: its checks accept the solutions and refuse the mistakes.
  private static func proven(
    _ lesson: Lesson, student: String?, _ desk: Desk
  ) throws(Diagnostic) -> StudentVersion {
    // Where a solution is right in a world here, and not as the hand-out makes that world, it goes without.
    var plain: Set<String> = []
    while true {
      let (version, fault) = StackBounds.runOnLargeStack {
        let version = StudentVersion(lesson, student: student, withoutWorlds: plain, desk: desk)
        return (version, HandoutProof.fault(of: version, lesson, student: student, desk: desk))
      }
      guard let fault else { return version }
      guard let id = fault.ofWorlds, plain.insert(id).inserted else { throw fault.diagnostic }
    }
  }

  private static func write(
    _ version: StudentVersion, to path: String, isNamed: Bool, _ desk: Desk
  ) throws(Diagnostic) {
    if let old = try? desk.world.files.read(path), !StudentVersion.isOne(old) { throw .foreignFile(path) }
    try desk.write(version.text, to: path, replaces: StudentVersion.isOne)
    if isNamed { desk.show(.lines([[.text("wrote "), .text(path, .code)]])) }
    for id in version.dropped {
      desk.show(
        .lines([
          [.text("! ", .warning), .text("a check of \(id) cannot be written as values; it is made when graded only")]
        ]))
    }
  }
}

/// The student's version of a lesson.
struct StudentVersion {
  /// The file.
  private(set) var text: String
  /// The exercises with a visible check that could not be written as values.
  let dropped: [String]

  /// Whether a file is a student's version of some lesson, which a newer one may replace.
  static func isOne(_ bytes: [UInt8]) -> Bool { Lesson.parse(bytes, name: "").lesson.released != nil }

  /// Whether all visible checks of an exercise stand in it.
  func isWhole(_ id: String) -> Bool { !dropped.contains(id) }

  /// Says in the front matter whose hand-out it is, and the key that proves it.
  mutating func address(to student: Roster.Student, isNew: Bool) {
    let fields = (isNew ? [(name: "student", value: student.id)] : []) + [(name: "key", value: student.key)]
    let lines = LessonWriter.frontMatter(fields).split(separator: "\n").dropFirst().prefix(fields.count)
    guard let place = text.firstRange(of: "\nreleased: ") else { return }
    text.insert(contentsOf: "\n" + lines.joined(separator: "\n"), at: place.lowerBound)
  }

  /// Writes it; answers to the exercises with these ids are tried with the lesson's own numbers alone.
  init(_ lesson: Lesson, student: String?, withoutWorlds plain: Set<String> = [], desk: Desk) {
    var session = Session(world: desk.world.limited(to: .document), settings: desk.settings)
    session.state = Quiet.start(of: lesson, settings: desk.settings, student: student)
    var told = ToldAnswers()
    var edits: [(Span, String)] = []
    var dropped: [String] = []
    if let id = lesson.fields["id"] {
      var fields = "\nreleased: \(Released.hash(of: lesson))"
      if let student { fields += "\n" + LessonWriter.frontMatter([("student", student)]).split(separator: "\n")[1] }
      edits.append((Span(id.upper, id.upper), fields))
    }
    for (step, stream) in lesson.walk {
      session.state.begin(stream)
      switch step {
      case .cell(let cell):
        guard !cell.outputs.isEmpty, !told.isEmpty || lesson.hasOwnNumbers else {
          Quiet.run(cell.code, on: &session.state, &session.interpreter)
          continue
        }
        edits += StudentVersion.outputs(of: cell, in: lesson, told, &session)
      case .exercise(let exercise):
        // The setup is the exercise's own; the lesson goes on without it.
        let begin = session.state
        var solved = session.state
        for setup in exercise.setup { Quiet.run(setup.code, on: &solved, &session.interpreter) }
        let unsolved = solved
        if let solution = exercise.solutions.first {
          Quiet.run(solution.code, on: &solved, &session.interpreter)
          Quiet.run(solution.code, on: &session.state, &session.interpreter)
          told.add(solution.code, in: session.state, &session.interpreter)
        }
        var keptBack = exercise.hiddenChecks
        var writer = ReleasedCheck(exercise, solved: solved, interpreter: session.interpreter)
        var (lastWritten, texts): (LessonBlock?, Set<String>) = (nil, [])
        for check in exercise.checks where !check.hidden {
          if check.world != nil {
            // It was written for a lesson with its solution.
            edits.append((StudentVersion.whole(check.block, in: lesson), ""))
          } else if let text = writer.text(of: check.code) {
            edits.append((check.block.content, text.hasSuffix("\n") ? text : text + "\n"))
            lastWritten = check.block
            texts.insert(text)
          } else {
            edits.append((StudentVersion.whole(check.block, in: lesson), ""))
            keptBack += 1
            if !dropped.contains(exercise.id) { dropped.append(exercise.id) }
          }
        }
        if let lastWritten, !plain.contains(exercise.id) {
          let end = lastWritten.span.upper
          let blocks = StudentVersion.worlds(
            of: exercise, in: lesson, from: begin, session.interpreter, besides: texts)
          if !blocks.isEmpty { edits.append((Span(end, end), blocks)) }
        }
        let header = exercise.block.header
        var attributes = solved.hasDrawn(since: unsolved) ? " draws=1" : ""
        if keptBack > 0 {
          if !lesson.source.slice(header).contains(" points=") { attributes += " points=\(exercise.points.text)" }
          attributes += " kept=\(keptBack)"
        }
        if !attributes.isEmpty { edits.append((Span(header.upper, header.upper), attributes)) }
      case .task(let task):
        guard let asked = step.task else { continue }
        if let lines = asked.released(in: lesson) { edits.append((task.block.content, lines)) }
        told.add(asked, in: session.state, session.interpreter)
      // What ties a number to code tells the code.
      case .prose(let prose): edits += prose.numbers.map { ($0.comment, "") }
      case .note: break
      }
    }
    let hidden = Set(lesson.exercises.flatMap { $0.checks.filter(\.hidden).map(\.block.span.lower) })
    for block in lesson.blocks {
      let isSecret =
        [.solution, .mistake, .says, .answer, .note].contains(block.kind) || hidden.contains(block.span.lower)
      if isSecret { edits.append((StudentVersion.whole(block, in: lesson), "")) }
    }
    text = lesson.replacing(edits)
    self.dropped = dropped
  }

  /// The visible checks of an exercise in other numbers, where they say something else there: what is right for the
  /// lesson's numbers alone is not called right.
  private static func worlds(
    of exercise: Exercise, in lesson: Lesson, from state: State, _ interpreter: Interpreter, besides own: Set<String>
  ) -> String {
    let judge = Judge(exercise, in: state, interpreter: interpreter)
    var worlds = Worlds(lesson, exercise, interpreter: interpreter, isPublic: true)
    var blocks = ""
    for world in worlds.published(like: judge, in: state) {
      let numbers = world.lines.joined(separator: "; ")
      guard numbers.utf8.count <= 2_000, !numbers.contains("\""), !numbers.contains("\n") else { continue }
      var (solved, interpreter) = (world.state, interpreter)
      for code in exercise.setup.map(\.code) + exercise.solutions.prefix(1).map(\.code) {
        Quiet.run(code, on: &solved, &interpreter)
      }
      var writer = ReleasedCheck(exercise, solved: solved, interpreter: interpreter)
      for check in exercise.checks where !check.hidden && check.world == nil {
        guard let text = writer.text(of: check.code), !own.contains(text), Literal.isFinite(text) else { continue }
        blocks += LessonWriter.block("nn check for=\(exercise.id) with=\"\(numbers)\"", text)
      }
    }
    return blocks
  }

  /// What becomes of a cell's outputs: those that give an answer away go, those that are another student's are made anew.
  private static func outputs(
    of cell: Cell, in lesson: Lesson, _ told: ToldAnswers, _ session: inout Session
  ) -> [(Span, String)] {
    let output = OutputText()
    _ = session.submit(cell.code.text) { output.add($0) }
    if told.areTold(by: output, in: session.state) { return cell.outputs.map { (whole($0.block, in: lesson), "") } }
    let digits = session.state.digits
    return cell.outputs.filter { $0.data == nil && !output.agrees(with: $0.text, digits: digits) }.map {
      ($0.block.content, output.text(digits: digits))
    }
  }

  /// A block with the empty line after it.
  private static func whole(_ block: LessonBlock, in lesson: Lesson) -> Span {
    let next = lesson.source.slice(Span(block.span.upper, block.span.upper + 1))
    return Span(block.span.lower, block.span.upper + (next == "\n" ? 1 : 0))
  }
}

// MARK: Words

extension Diagnostic {
  fileprivate static func lessonRefused(_ lesson: Lesson) -> Diagnostic {
    Diagnostic(
      code: .lessonRefused, "\(lesson.source.name) is not released: `learnnn check` refuses it",
      help: "mend what is listed above")
  }

  fileprivate static func rosterNeeded(_ lesson: Lesson) -> Diagnostic {
    Diagnostic(
      code: .rosterNeeded, "\(lesson.id) has numbers of each student's own",
      help: "give --roster FILE with the columns id and name; a version is written for each of them")
  }

  fileprivate static func foreignFile(_ path: String) -> Diagnostic {
    Diagnostic(
      code: .foreignFile, "\(path) is there, and is no hand-out of this program's",
      help: "write into a folder of its own, such as -o handout")
  }
}
