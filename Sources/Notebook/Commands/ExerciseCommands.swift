import Documents
import Evaluation
import Judging
import Lessons
import Source
import Syntax

extension Command {
  static let exerciseCommands: [Command] = [
    Command("check", .exercises, "Says what your answer still lacks.") { session, input throws(Diagnostic) in
      if session.tellAtTask(.nothingToCheckHere, show: input.show) { return }
      let exercise = try session.needExercise(input)
      session.judgeAnswer(to: exercise, isAsked: true, show: input.show)
    },
    Command(
      "hint", .exercises, "Gives a hint, and another one when asked again.",
      details: "Hints come in the order in which they help least first. They are counted, and cost nothing."
    ) { session, input throws(Diagnostic) in
      if session.tellAtTask(.noHintHere, show: input.show) { return }
      let exercise = try session.needExercise(input)
      session.giveHint(exercise, show: input.show)
    },
    Command(
      "solution", .exercises, takes: .text, usage: "solution [ID]", "Shows the solution beside your own answer.",
      details: "It opens once you have solved the exercise, or after three attempts. ID is that of an earlier exercise."
    ) { session, input throws(Diagnostic) in
      if input.text.isEmpty, session.tellAtTask(.noSolutionHere, show: input.show) { return }
      let exercise = try session.chooseExercise(input)
      if input.text.isEmpty, let here = session.lesson?.exercise, here.id != exercise.id {
        input.show(.document(session.feedback.lines(.text("·", .dim), [Message(.solutionClosed)])))
      }
      session.showSolution(exercise, show: input.show)
    },
    Command(
      "answer", .exercises, takes: .text, usage: "answer [mine|official]",
      "Shows your answer to the exercise, or chooses which one the lesson goes on with.",
      details: "`:answer mine` goes on with your own accepted answer, `:answer official` with the lesson's solution: "
        + "of the exercise you are at, or of the last one before."
    ) { session, input throws(Diagnostic) in try session.answer(input) },
    Command(
      "skip", .exercises, "Goes on without an answer; the lesson takes its own solution."
    ) { session, input throws(Diagnostic) in
      try session.needLesson(input)
      try session.skipTask(input)
    },
    Command(
      "again", .exercises, takes: .text, usage: "again [ID]", "Gives the exercise once more, with other numbers.",
      details:
        "For practice: it is judged in the same way, and nothing of it counts. Said again, it gives yet other numbers; "
        + "`:resume` goes back to the lesson. Without ID it is the exercise you are at, or the last one before."
    ) { session, input throws(Diagnostic) in try session.practise(input) },
    Command(
      "reset", .exercises, "Takes back what you have typed at this exercise."
    ) { session, input throws(Diagnostic) in
      let exercise = try session.needExercise(input)
      session.resetAnswer(exercise, show: input.show)
    },
    Command(
      "task", .exercises, takes: .text, usage: "task ID", "Answers a task by its name, wherever you are in the lesson.",
      details: "The answer stands on the lines below, in the same input: the cells of a notebook that "
        + "`learnnn export LESSON -o FILE.ipynb` wrote are such inputs, and say below what is wrong."
    ) { session, input throws(Diagnostic) in
      let lesson = try session.needLesson(input)
      guard lesson.position(named: input.text) != nil else {
        throw input.failure(
          .noSuchStep, session.says(.noSuchTask, input.text.split(separator: "\n").first.map(String.init) ?? ""),
          help: session.says(.taskList, saying: .list(lesson.lesson.steps.compactMap(\.id))))
      }
      throw input.failure(.missingArgument, "the answer stands on the lines below :task")
    },
    Command("progress", .exercises, "Shows what is done in this lesson, with points.") {
      session, input throws(Diagnostic) in
      try session.needLesson(input)
      try session.refuseInPractice(input)
      session.showProgress(show: input.show)
    },
    Command(
      "submit", .exercises, takes: .text, usage: "submit [NAME]",
      "Writes your answers into one file for your teacher, and shows what the grader will see.",
      details: "All answers run once more from the beginning. The file is called by the lesson's id and your name; "
        + "it opens and runs like any lesson. Without a name it takes that of `:set student`."
    ) { session, input throws(Diagnostic) in
      try session.needLesson(input)
      try session.refuseInPractice(input)
      try session.write("submit", input)
    },
  ]
}

extension Session {
  /// Says something at a task that is no exercise; false anywhere else.
  func tellAtTask(_ key: MessageKey, show: (Shown) -> Void) -> Bool {
    guard let lesson, lesson.playing == nil, let task = lesson.current?.task, !task.isDoneOnPicture else {
      return false
    }
    show(.document(feedback.lines(.text("·", .dim), [Message(key)])))
    return true
  }

  func needExercise(_ input: CommandInput) throws(Diagnostic) -> Exercise {
    let lesson = try needLesson(input)
    guard lesson.playing == nil else {
      throw input.failure(.playing, says(.playingUnjudged), help: says(.resumeReturns))
    }
    guard let exercise = lesson.exercise else {
      throw input.failure(.noExercise, says(.noExerciseHere), help: says(.outlineLists))
    }
    return exercise
  }

  /// The exercise that a command names, else the one at hand.
  func chooseExercise(_ input: CommandInput) throws(Diagnostic) -> Exercise {
    let open = try needLesson(input)
    if let named = try namedExercise(input) { return named }
    // Whoever has tried means the one that was tried.
    if let exercise = open.exercise, isOpenToView(exercise) || open.record.entries[exercise.id]?.attempts ?? 0 > 0 {
      return exercise
    }
    if let (_, last) = open.lastExercise(before: open.position), open.exercise == nil || isOpenToView(last) {
      return last
    }
    return try needExercise(input)
  }

  /// The exercise that a command names; nil where it names none.
  func namedExercise(_ input: CommandInput) throws(Diagnostic) -> Exercise? {
    let open = try needLesson(input)
    if input.text.isEmpty { return nil }
    if let exercise = open.lesson.exercise(input.text) { return exercise }
    let known = open.lesson.exercises.map(\.id)
    throw input.failure(
      .noExercise, says(.noSuchExercise, input.text),
      help: Suggestions.closest(to: input.text, among: known).map { says(.didYouMean, $0) }
        ?? says(.theyAre, saying: .list(known)))
  }

  private func isOpenToView(_ exercise: Exercise) -> Bool {
    guard let entry = lesson?.record.entries[exercise.id] else { return false }
    return entry.answer != nil || entry.isSkipped || entry.attempts >= 3
  }

  mutating func giveHint(_ exercise: Exercise, show: (Shown) -> Void) {
    let count = exercise.hints.count
    guard count > 0 else {
      show(.document(feedback.lines(.text("·", .dim), [Message(.noHints)])))
      return
    }
    var entry = lesson?.record.entries[exercise.id] ?? .init()
    if entry.hints >= count {
      var document = feedback.lines(.text("·", .dim), [Message(.noMoreHints, String(count))])
      for (index, hint) in exercise.hints.enumerated() {
        document.append(feedback.words(.text("\(index + 1)", .help), hint.text))
      }
      show(.document(document))
      return
    }
    let hint = exercise.hints[entry.hints]
    entry.hints += 1
    lesson?.record.entries[exercise.id] = entry
    let lead = Message(entry.hints == count ? .lastHint : .hint, String(entry.hints), String(count))
    show(.document(feedback.words(.text(feedback.text(lead), .help), hint.text)))
    saveProgress(show: show)
  }

  /// Whether the exercise one is at has a hint that was not given yet.
  var hasHintLeft: Bool {
    guard let open = lesson, let exercise = open.exercise else { return false }
    return open.record.entries[exercise.id]?.hints ?? 0 < exercise.hints.count
  }

  func showSolution(_ exercise: Exercise, show: (Shown) -> Void) {
    let entry = lesson?.record.entries[exercise.id]
    guard isOpenToView(exercise) else {
      let attempts = String(entry?.attempts ?? 0)
      show(.document(feedback.lines(.text("·", .dim), [Message(.solutionLocked, attempts)])))
      return
    }
    var blocks: [Documents.Block] = []
    // At another exercise it has to be said whose solution this is.
    if let here = lesson?.exercise, here.id != exercise.id {
      blocks.append(.lines([[.text(lesson?.title(ofTask: exercise.id) ?? .verbatim(exercise.id), .strong)]]))
    }
    if let answer = entry?.answer { blocks += feedback.code(Message(.yours), answer) }
    for (index, solution) in exercise.solutions.enumerated() {
      blocks += feedback.code(Message(index == 0 ? .solution : .otherSolution), solution.code.text)
    }
    show(.document(Document(blocks)))
  }

  mutating func answer(_ input: CommandInput) throws(Diagnostic) {
    let open = try needLesson(input)
    try refuseInPractice(input)
    let found = open.exercise.map { (open.position, $0) } ?? open.lastExercise(before: open.position)
    var place = found
    if let (_, exercise) = found, open.record.entries[exercise.id]?.answer == nil,
      input.text != "official" || open.exercise != nil,
      let earlier = open.lastExercise(before: open.position), open.record.entries[earlier.1.id]?.answer != nil
    {
      place = earlier
    }
    guard let (position, exercise) = place else {
      throw input.failure(.noExercise, says(.noExerciseYet), help: says(.outlineLists))
    }
    let own = open.record.entries[exercise.id]?.answer
    switch input.text {
    case "":
      if position == open.position, own == nil, !open.answer.isEmpty {
        input.show(.document(Document(feedback.code(Message(.yours), open.answer.joined(separator: "\n")))))
      } else if let own {
        input.show(.document(Document(feedback.code(Message(.yours), own))))
      } else {
        input.show(.document(feedback.lines(.text("·", .dim), [Message(.noAnswerYet)])))
      }
    case "mine", "own", "official":
      let isOwn = input.text != "official"
      let code: SourceText?
      if isOwn { code = own.map { SourceText($0, name: "answer") } } else { code = exercise.solutions.first?.code }
      guard let code else {
        throw input.failure(.noAnswer, says(.noOwnAnswer), help: says(.answerOfficial))
      }
      guard isOwn || isOpenToView(exercise) else {
        throw input.failure(.solutionLocked, says(.solutionClosed), help: says(.skipGoesOn))
      }
      guard open.before.indices.contains(position) else { return }
      state = open.before[position]
      runQuietly(code)
      go(to: position + 1)
      let message = Message(isOwn ? .goesOnMine : .goesOnOfficial)
      input.show(.document(feedback.lines(.text("·", .dim), [message])))
      saveProgress(show: input.show)
      showStop(show: input.show)
    default:
      throw input.failure(.unknownChoice, says(.answerTakes), help: says(.answerShows))
    }
  }

  mutating func skipTask(_ input: CommandInput) throws(Diagnostic) {
    guard let open = lesson, let current = open.current else {
      throw input.failure(.atTheEnd, says(.atTheEnd), help: ":lessons lists the lessons")
    }
    guard open.playing == nil else {
      throw input.failure(.playing, says(.playingUnskipped), help: says(.resumeReturns))
    }
    guard let id = current.id else {
      throw input.failure(.noExercise, says(.asksNothing), help: says(.nextGoesOn))
    }
    var entry = open.record.entries[id] ?? .init()
    if entry.answer == nil { entry.isSkipped = true }
    entry.seconds += open.worked
    lesson?.record.entries[id] = entry
    if case .exercise(let exercise) = current {
      if open.before.indices.contains(open.position) { state = open.before[open.position] }
      var words = [Message(.skipped)]
      if let code = entry.answer.map({ SourceText($0, name: "answer") }) ?? exercise.solutions.first?.code {
        if case .failed = runUnseen(Parser.parse(code)) {
          lesson?.skipped.insert(open.position)
          if let step = skippedStep(bindingFor: code) { words = [Message(.skippedUnsolved), step] }
        }
      }
      input.show(.document(feedback.lines(.text("·", .dim), words)))
    } else if let value = valueOfSkipped(current) {
      input.show(.document(feedback.lines(.text("·", .dim), [Message(.skippedValue, value)])))
    }
    moveOn(show: input.show)
  }

  /// What was asked for at a prediction that is left out, unless there are points to be had by coming back.
  private func valueOfSkipped(_ step: Step) -> String? {
    guard let task = step.task, task.points == 0, let code = task.told else { return nil }
    var (copy, interpreter) = (state, interpreter)
    guard case .finished(let value) = Quiet.run(code, on: &copy, &interpreter) else { return nil }
    return ValueText.inline(copy.resolved(value), state: copy)
  }

  mutating func resetAnswer(_ exercise: Exercise, show: (Shown) -> Void) {
    guard let open = lesson, open.before.indices.contains(open.position) else { return }
    state = open.before[open.position]
    lesson?.answer = []
    lesson?.typed.removeAll { $0.position == open.position }
    lesson?.lastJudged = nil
    effects.append(.prefill(exercise.starter.text))
    show(.document(feedback.lines(.text("·", .dim), [Message(.reset)])))
  }

  func showProgress(show: (Shown) -> Void) {
    guard let open = lesson else { return }
    var rows: [[[Inline]]] = []
    for step in open.stops.map({ open.lesson.steps[$0] }) {
      guard let id = step.id else { continue }
      let entry = open.record.entries[id]
      let total = open.lesson.isJudged(step) ? step.points : .zero
      let mark: Inline
      if let entry, entry.answer != nil {
        mark =
          entry.hash == step.contentHash
          ? .text("✓ \(says(.markDone))", .success) : .text(says(.markChanged).description, .warning)
      } else {
        mark =
          entry?.isSkipped == true
          ? .text(says(.markSkipped).description, .dim) : .text(entry == nil ? "" : says(.markBegun).description, .dim)
      }
      var effort: [String] = []
      if let entry, entry.attempts > 0 {
        effort.append(feedback.count(entry.attempts, one: .oneAttempt, several: .attemptCount))
      }
      if let entry, entry.hints > 0 { effort.append(feedback.count(entry.hints, one: .oneHint, several: .hintCount)) }
      rows.append([
        [.text(open.title(ofTask: id) ?? .verbatim(id), .name)], [mark],
        [.text(total > 0 ? "\((entry?.points ?? .zero).text)/\(total.text)" : "", .number)],
        [.text(.list(effort), .dim)],
      ])
    }
    let summary = progressSummary(of: open.lesson)
    var document = Document()
    if !rows.isEmpty { document.append(.columns(Columns(rows, alignments: [.left, .left, .right, .left]))) }
    document.append(
      .paragraph([.text(feedback.text(Message(.pointsSoFar, summary.points.text, summary.total.text)), .strong)]))
    show(.document(document))
  }
}
