import Documents
import Evaluation
import Judging
import Lessons
import Source

extension Command {
  static let lessonCommands: [Command] = [
    Command("lessons", .lessons, "Lists the lessons, what is done and what comes next.") {
      session, input throws(Diagnostic) in
      try session.listLessons(input)
    },
    Command(
      "load", .lessons, takes: .lesson, usage: "load LESSON", "Opens a lesson, or a file of statements.",
      details: "A lesson is found by its name (`lesson3`), its topic (`backprop`), its title or a path to a file."
    ) { session, input throws(Diagnostic) in
      guard !input.text.isEmpty else {
        throw input.failure(.missingArgument, session.says(.loadNeedsName), help: session.says(.lessonsLists))
      }
      try session.load(input.text, show: input.show)
    },
    Command(
      "find", .lessons, takes: .text, usage: "find WORDS", "Finds where the lessons speak of something.",
      details: "The sentences that have all the words are listed, with the lesson and the step before which they stand."
    ) { session, input throws(Diagnostic) in try session.find(input) },
    Command("next", .lessons, "Goes on to the next step without running this one.") {
      session, input throws(Diagnostic) in
      try session.needLesson(input)
      guard session.lesson?.current != nil else {
        throw input.failure(.atTheEnd, session.says(.atTheEnd), help: ":lessons lists the lessons")
      }
      if let position = session.lesson?.position { session.lesson?.skipped.insert(position) }
      session.moveOn(show: input.show)
    },
    Command("back", .lessons, "Goes back one step and restores what every name held there.") {
      session, input throws(Diagnostic) in
      let lesson = try session.needLesson(input)
      guard lesson.position > 0 else { throw input.failure(.atTheStart, session.says(.atTheStart)) }
      session.goBack(to: lesson.position - 1)
      if !lesson.hasToldUndoing, case .cell? = session.lesson?.current {
        session.lesson?.hasToldUndoing = true
        input.show(.lines([[.text("step \(lesson.position) is undone: Enter runs it again", .dim)]]))
      }
      session.showStop(show: input.show)
    },
    Command(
      "goto", .lessons, takes: .number, usage: "goto N", "Goes to step N of the lesson.",
      details:
        "An exercise is also found by its id, and as ex1, ex2 and so on. Steps that have not been reached yet are run on "
        + "the way, exercises with their solutions."
    ) { session, input throws(Diagnostic) in
      let lesson = try session.needLesson(input)
      let name = ChineseOrdinal.number(in: input.text, of: ["步"]) ?? ChineseNumber.plain(input.text)
      let exercise = ChineseOrdinal.exercise(in: input.text)
      guard let position = lesson.position(named: name) ?? exercise.flatMap(lesson.position(named:)) else {
        // Another lesson is opened, and no step.
        let help = session.isLesson(input.text) ? AdviceWords.help(":load \(input.text)") : session.says(.outlineLists)
        // A name is that of an exercise, and has no place among the numbers.
        let isNumber = name.isEmpty || Int(name) != nil
        let title: Phrase =
          isNumber ? session.says(.stepsRange, String(lesson.stops.count)) : "no step is called \(input.text)"
        throw input.failure(.noSuchStep, title, help: help)
      }
      session.travel(to: position, show: input.show)
    },
    Command("show", .lessons, "Shows the step you are at again.") { session, input throws(Diagnostic) in
      try session.needLesson(input)
      session.showStop(show: input.show)
    },
    Command("run", .lessons, "Runs the cell you are at, as Enter does.") { session, input throws(Diagnostic) in
      // Where Enter takes a lesson up again, so does its word.
      if session.lesson == nil, session.resumable != nil { return session.resumeLast(show: input.show) }
      try session.needLesson(input)
      session.advance(show: input.show)
    },
    Command("restart", .lessons, "Starts the lesson again from its first step.") { session, input throws(Diagnostic) in
      try session.needLesson(input)
      session.goBack(to: 0)
      session.showStop(show: input.show)
    },
    Command(
      "close", .lessons, "Closes the lesson and brings back the names you had before it.",
      details: "What you have done in the lesson is kept: `:load` with its name goes on there."
    ) { session, input throws(Diagnostic) in
      try session.needLesson(input)
      session.closeLesson(input)
    },
    Command("outline", .lessons, "Lists the steps of the lesson and where you are.") {
      session, input throws(Diagnostic) in
      let lesson = try session.needLesson(input)
      input.show(.columns(LessonOutline(feedback: session.feedback).rows(of: lesson)))
    },
    Command(
      "play", .lessons, "Begins free play: try anything; nothing of it counts or stays.",
      details: "`:resume` takes you back to the lesson with everything as it was."
    ) { session, input throws(Diagnostic) in
      try session.needLesson(input)
      guard session.lesson?.playing == nil else { throw input.failure(.playing, session.says(.playingAlready)) }
      session.lesson?.playing = session.state
      input.show(.paragraph(session.feedback.inlines(Message(.playBegins))))
    },
    Command("resume", .lessons, "Ends free play or practice and restores everything as it was.") {
      session, input throws(Diagnostic) in
      if session.endPractice() { return session.showStop(show: input.show) }
      guard let state = session.lesson?.playing else {
        throw input.failure(.notPlaying, session.says(.notPlaying))
      }
      session.state = state
      session.lesson?.playing = nil
      session.showStop(show: input.show)
    },
  ]
}

extension Session {
  /// A message in the language of the session.
  func says(_ key: MessageKey, _ arguments: String...) -> Phrase {
    .verbatim(feedback.text(Message(key, arguments)))
  }

  /// The same with words in a place, such as a list.
  func says(_ key: MessageKey, saying argument: Phrase) -> Phrase {
    .verbatim(feedback.text(Message(key, saying: [argument])))
  }

  @discardableResult
  func needLesson(_ input: CommandInput) throws(Diagnostic) -> OpenLesson {
    guard let lesson else {
      let last: Phrase? = resumable.map {
        "you were in \($0.title), step \($0.step): :load \($0.lesson) goes on there"
      }
      throw input.failure(.noLesson, says(.noLesson), help: last ?? says(.loadFirst))
    }
    return lesson
  }

  /// Goes to any step: back with the state that was there, forward by running what lies between.
  mutating func travel(to position: Int, show: @escaping (Shown) -> Void) {
    endPractice()
    guard let open = lesson else { return }
    if position <= open.position {
      goBack(to: position)
    } else {
      let now = world.now
      let start = now()
      while let open = lesson, open.position < position, let current = open.current {
        let title: Phrase = "step \(open.position + 1)/\(position + 1)"
        let fraction = Double(open.position) / Double(Swift.max(position, 1))
        passStep(current) { stage in
          // A short way says nothing; what takes long says so from its beginning.
          guard stage == nil || now() - start > 0.3 else { return }
          let words = stage.map { stage -> Phrase in "\(title): \(stage.title)" } ?? title
          show(.event(.progress(Progress(title: words, fraction: stage?.fraction ?? fraction))))
        }
        go(to: open.position + 1)
      }
    }
    showStop(show: show)
  }

  /// Does what a step does to the state, without showing it; says how far it is, with nothing where it only begins.
  mutating func passStep(_ step: Step, report: @escaping (Progress?) -> Void) {
    switch step {
    case .cell(let cell):
      if restoreResult(of: cell) { return }
      if cell.long { report(nil) }
      _ = runCell(cell, as: .passed) { shown in if case .event(.progress(let stage)) = shown { report(stage) } }
    case .exercise(let exercise):
      let code = lesson?.record.entries[exercise.id]?.answer.map { SourceText($0, name: "answer") }
      if let text = code ?? exercise.solutions.first?.code { runQuietly(text) }
    case .prose, .task, .note: break
    }
  }

  func listLessons(_ input: CommandInput) throws(Diagnostic) {
    let entries = LessonCatalogue.entries(in: world.lessonDirectories, world.files)
    guard !entries.isEmpty else {
      throw input.failure(
        .noLessons, says(.noLessons),
        notes: [says(.lessonsLookedFor, saying: .list(world.lessonDirectories))])
    }
    let lessons = LessonCatalogue.translated(entries, into: language).compactMap { entry in
      (try? readLesson(entry.path)).map { (lesson: $0, progress: progressSummary(of: $0)) }
    }
    let done = Set(lessons.filter { $0.progress.isDone }.map { $0.lesson.id })
    let open = lessons.filter { !$0.progress.isDone }
    // What was begun comes before what could be.
    let next = open.first { $0.progress.isBegun } ?? open.first { $0.lesson.requires.allSatisfy(done.contains) }
    var rows: [[[Inline]]] = [(["lesson", "title", "time", "points", "state"] as [Phrase]).map { [.text($0, .dim)] }]
    for (lesson, progress) in lessons {
      let mark: Inline =
        progress.isDone
        ? .text(says(.markDone).description, .success)
        : progress.isBegun
          ? .text(says(.markBegun).description, .highlight)
          : lesson.id == next?.lesson.id ? .text(says(.markNext).description, .dim) : .text("", .dim)
      rows.append([
        [.text(lesson.id, .command)], [.text(lesson.title)],
        [.text(lesson.minutes.map { says(.minutesShort, String($0)).description } ?? "", .dim)],
        [.text(progress.total > 0 ? "\(progress.points.text)/\(progress.total.text)" : "", .number)], [mark],
      ])
    }
    input.show(
      .columns(Columns(rows, alignments: [.left, .left, .right, .right, .left])),
      .paragraph(feedback.inlines(Message(.loadOpens, next?.lesson.id ?? "lesson3"))))
  }
}

/// The steps of a lesson, a row each, and the headings between them.
struct LessonOutline {
  let feedback: Feedback

  func rows(of lesson: OpenLesson) -> Columns {
    let rows = lesson.stops.enumerated().flatMap { position, index -> [[[Inline]]] in
      var rows: [[[Inline]]] = []
      for prose in lesson.prose(before: position) {
        for block in Markdown.parse(prose.text.text) {
          if case .heading(_, let words) = block { rows.append([[.text(words.plainText, .heading)]]) }
        }
      }
      let here = position == lesson.position
      let number = String(position + 1)
      let padding = String(repeating: " ", count: Swift.max(0, 3 - number.count))
      rows.append([
        [.text(here ? "→" : " ", .highlight), .text(padding + number, .dim)],
        [.text(title(of: lesson.lesson.steps[index]), here ? .strong : .plain)],
      ])
      return rows
    }
    return Columns(rows)
  }

  private func title(of step: Step) -> String {
    switch step {
    case .cell(let cell): LessonText.firstLine(of: cell.code.text)
    case .exercise(let exercise): feedback.text(Message(.stepExercise, exercise.id))
    case .task: step.task.map { feedback.text($0.title) } ?? ""
    case .prose, .note: ""
    }
  }
}
