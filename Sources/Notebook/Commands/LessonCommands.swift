import Documents
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
      details: "A lesson is found by its name (`lesson3`), its topic (`backprop`) or a path to a file."
    ) { session, input throws(Diagnostic) in
      guard !input.text.isEmpty else {
        throw input.failure("missing-argument", ":load needs the name of a lesson", help: ":lessons lists them")
      }
      try session.load(input.text, show: input.show)
    },
    Command("next", .lessons, "Goes on to the next step without running this one.") {
      session, input throws(Diagnostic) in
      try session.needLesson(input)
      guard session.lesson?.current != nil else { throw input.failure("at-the-end", "this is the end of the lesson") }
      session.moveOn(show: input.show)
    },
    Command("back", .lessons, "Goes back one step and restores what every name held there.") {
      session, input throws(Diagnostic) in
      let lesson = try session.needLesson(input)
      guard lesson.position > 0 else { throw input.failure("at-the-start", "this is the start of the lesson") }
      session.goBack(to: lesson.position - 1)
      session.showStop(show: input.show)
    },
    Command(
      "goto", .lessons, takes: .number, usage: "goto N", "Goes to step N of the lesson.",
      details: "Steps that have not been reached yet are run on the way, exercises with their solutions."
    ) { session, input throws(Diagnostic) in
      let lesson = try session.needLesson(input)
      guard let number = Int(input.text), number >= 1, number <= lesson.stops.count else {
        throw input.failure("no-such-step", "the steps go from 1 to \(lesson.stops.count)", help: ":outline lists them")
      }
      session.travel(to: number - 1, show: input.show)
    },
    Command("show", .lessons, "Shows the step you are at again.") { session, input throws(Diagnostic) in
      try session.needLesson(input)
      session.showStop(show: input.show)
    },
    Command("run", .lessons, "Runs the cell you are at, as Enter does.") { session, input throws(Diagnostic) in
      try session.needLesson(input)
      session.advance(show: input.show)
    },
    Command("restart", .lessons, "Starts the lesson again from its first step.") { session, input throws(Diagnostic) in
      try session.needLesson(input)
      session.goBack(to: 0)
      session.showStop(show: input.show)
    },
    Command("outline", .lessons, "Lists the steps of the lesson and where you are.") {
      session, input throws(Diagnostic) in
      let lesson = try session.needLesson(input)
      input.show(.lines(LessonOutline.lines(of: lesson)))
    },
    Command(
      "play", .lessons, "Begins free play: try anything; nothing of it counts or stays.",
      details: "`:resume` takes you back to the lesson with everything as it was."
    ) { session, input throws(Diagnostic) in
      try session.needLesson(input)
      guard session.lesson?.playing == nil else { throw input.failure("playing", "this is free play already") }
      session.lesson?.playing = session.state
      input.show(.paragraph(["Free play. ", .text(":resume", .command), " takes you back."]))
    },
    Command("resume", .lessons, "Ends free play and restores everything as it was.") {
      session, input throws(Diagnostic) in
      guard let state = session.lesson?.playing else {
        throw input.failure("not-playing", "there is no free play to end")
      }
      session.state = state
      session.lesson?.playing = nil
      session.showStop(show: input.show)
    },
  ]
}

extension Session {
  @discardableResult
  func needLesson(_ input: CommandInput) throws(Diagnostic) -> OpenLesson {
    guard let lesson else {
      throw input.failure("no-lesson", "no lesson is open", help: ":load lesson0 opens the first one")
    }
    return lesson
  }

  /// Goes to any step: back with the state that was there, forward by running what lies between.
  mutating func travel(to position: Int, show: @escaping (Shown) -> Void) {
    guard let open = lesson else { return }
    if position <= open.position {
      goBack(to: position)
    } else {
      while let open = lesson, open.position < position, let current = open.current {
        passStep(current)
        go(to: open.position + 1)
      }
    }
    showStop(show: show)
  }

  /// Does what a step does to the state, without showing it.
  mutating func passStep(_ step: Step) {
    switch step {
    case .cell(let cell): if !restoreResult(of: cell) { _ = runCell(cell) { _ in } }
    case .exercise(let exercise):
      let code = lesson?.record.entries[exercise.id]?.answer.map { SourceText($0, name: "answer") }
      if let text = code ?? exercise.solutions.first?.code { runQuietly(text) }
    case .prose, .prediction, .quiz, .ordering, .question, .note: break
    }
  }

  func listLessons(_ input: CommandInput) throws(Diagnostic) {
    let entries = LessonCatalogue.entries(in: world.lessonDirectories, world.files)
    guard !entries.isEmpty else {
      throw input.failure(
        "no-lessons", "no lessons are found",
        notes: ["They are looked for in \(world.lessonDirectories.joined(separator: ", "))."])
    }
    var rows: [[[Inline]]] = []
    var done: Set<String> = []
    let wanted = world.language.map { String($0.prefix { $0 != "_" && $0 != "-" && $0 != "." }) }
    var seen: Set<String> = []
    for entry in entries where entry.name.language == nil || entry.name.language == wanted {
      guard let lesson = try? readLesson(entry.path), seen.insert(lesson.id).inserted else { continue }
      let progress = progressSummary(of: lesson)
      if progress.isDone { done.insert(lesson.id) }
      let isReady = lesson.requires.allSatisfy(done.contains)
      let mark: Inline =
        progress.isDone
        ? .text("done", .success)
        : progress.isBegun
          ? .text("begun", .highlight)
          : isReady ? .text("next", .dim) : .text("", .dim)
      rows.append([
        [.text(lesson.id, .command)], [.text(lesson.title)],
        [.text(lesson.minutes.map { "\($0) min" } ?? "", .dim)],
        [.text(progress.total > 0 ? "\(progress.points)/\(progress.total)" : "", .number)], [mark],
      ])
    }
    input.show(
      .columns(Columns(rows, alignments: [.left, .left, .right, .right, .left])),
      .paragraph([.text(":load lesson3", .command), " opens one."]))
  }
}

/// The steps of a lesson, a line each.
enum LessonOutline {
  static func lines(of lesson: OpenLesson) -> [[Inline]] {
    lesson.stops.enumerated().flatMap { position, index -> [[Inline]] in
      var lines: [[Inline]] = []
      for prose in lesson.prose(before: position) {
        for block in Markdown.parse(prose.text.text) {
          if case .heading(_, let words) = block { lines.append([.text(words.plainText, .heading)]) }
        }
      }
      let here = position == lesson.position
      let number = String(position + 1)
      let padding = String(repeating: " ", count: Swift.max(0, 3 - number.count))
      lines.append([
        .text(here ? "→" : " ", .highlight), .text(padding + number + "  ", .dim),
        .text(title(of: lesson.lesson.steps[index]), here ? .strong : .plain),
      ])
      return lines
    }
  }

  private static func title(of step: Step) -> String {
    switch step {
    case .cell(let cell): firstLine(of: cell.code.text)
    case .exercise(let exercise): "exercise \(exercise.id)"
    case .prediction(let prediction): "predict \(firstLine(of: prediction.code.text))"
    case .quiz(let quiz): "quiz \(quiz.id)"
    case .ordering(let ordering): "order \(ordering.id)"
    case .question(let question): "question \(question.id)"
    case .prose, .note: ""
    }
  }

  private static func firstLine(of text: String) -> String {
    let lines = text.split(separator: "\n")
    let first = lines.first { !$0.hasPrefix("#") } ?? lines.first ?? ""
    return first.count > 60 ? first.prefix(59) + "…" : String(first)
  }
}
