import Documents
import Evaluation
import Judging
import Lessons
import Source
import Syntax

extension Session {
  var feedback: Feedback { Feedback(language: language) }

  /// Whether a line typed at an exercise still has blanks; it is then not run, and the student is told.
  mutating func noticeBlanks(_ program: Program, show: (Shown) -> Void) -> Bool {
    guard lesson?.exercise != nil, lesson?.playing == nil else { return false }
    let blanks = AnswerText.blanks(in: program.source)
    guard blanks > 0 else { return false }
    show(.document(feedback.document(for: Verdict(.blanks(blanks)))))
    effects.append(.prefill(program.source.text))
    return true
  }

  /// Takes what was typed at an exercise into the answer and looks whether it is right now.
  ///
  /// Only the statements that ran belong to the answer. Feedback is given when a name that the exercise asks for was
  /// bound; anything else that a student tries in passing is not commented on.
  mutating func noticeAnswer(_ program: Program, show: @escaping (Shown) -> Void) {
    guard let exercise = lesson?.exercise, lesson?.playing == nil, !program.hasErrors else { return }
    let statements = program.statements.filter { statement in
      if case .command = statement.kind { return false }
      return true
    }
    guard !statements.isEmpty else { return }
    let ran = statements.prefix(completedStatements)
    lesson?.answer += ran.map { program.source.slice($0.span) + ($0.showsValue ? "" : ";") }
    prepareJudge(exercise)
    guard let targets = lesson?.judge?.targets else { return }
    let touched = AnswerText(program.source).targets
    guard targets.isEmpty || touched.contains(where: targets.contains) else {
      if let document = remark(on: statements, of: program, at: exercise) { show(.document(document)) }
      return
    }
    if ran.count < statements.count {
      if let step = skippedStep(neededFor: exercise) {
        // What such a step would have left behind is no fault of the answer; of a name the error has said it.
        if lastFailure?.code != .unknownName { show(.document(feedback.lines(.text("·", .dim), [step]))) }
        return
      }
      // The error was shown already; it counts as an attempt, so that nobody is locked out of the solution.
      lesson?.record.entries[exercise.id, default: .init()].attempts += 1
      if let message = remark(onUpdate: statements.last, of: program) {
        say(message, show: show)
        return
      }
      let rest = statements.dropFirst(ran.count).map { program.source.slice($0.span) }
      let answer = ((lesson?.answer ?? []) + rest).joined(separator: "\n")
      if let failure = lastFailure, !failure.isAnsweredAlone,
        let message = lesson?.judge?.slipMessage(for: answer, endingIn: failure.code)
      {
        say(message, show: show)
      }
      adviseAfterAttempt(exercise, show: show)
      return
    }
    takeAnew(Array((lesson?.answer ?? []).suffix(ran.count)), at: exercise, show: show)
    judgeAnswer(to: exercise, isAsked: false, show: show)
  }

  /// Where everything that is asked for was typed once more and is right by itself, only that counts, from the state
  /// before the exercise: after what was no answer, what updates a value has done so twice.
  private mutating func takeAnew(_ latest: [String], at exercise: Exercise, show: (Shown) -> Void) {
    guard let open = lesson, let judge = open.judge, latest.count < open.answer.count,
      open.before.indices.contains(open.position)
    else { return }
    let text = latest.joined(separator: "\n")
    let whole = AnswerText(open.answer.joined(separator: "\n"))
    guard whole.current != AnswerText(text).current, Set(AnswerText(text).targets).isSuperset(of: judge.asked),
      !judge.judge(whole.source.text, graded: true, explains: false).isRight,
      judge.judge(text, graded: true, explains: false).isRight
    else { return }
    let shown = judge.asked.map { valueText(of: $0) }
    lesson?.answer = latest
    state = open.before[open.position]
    runQuietly(SourceText(text, name: "answer"))
    for (name, before) in zip(judge.asked, shown) {
      if let now = valueText(of: name), now != before {
        tell("\(NameText.of(name)) is \(now) with the values of the lesson, which are there again", show: show)
      }
    }
  }

  /// The value of a name as it is shown within a line; nil when it has none, or one that is no number.
  private func valueText(of name: String) -> String? {
    var interpreter = interpreter
    guard case .data(let value)? = interpreter.value(of: name, in: state) else { return nil }
    return ValueText.inline(state.resolved(.data(value)), state: state, atMost: 60)
  }

  /// Something said about an answer that is none yet.
  private func say(_ message: Message, show: (Shown) -> Void) {
    show(.document(feedback.lines(.text(feedback.text(Message(.notYet)), .warning), [message])))
  }

  /// The step that was skipped, or did not run to its end, and without which the lesson's own solution stops here too.
  private func skippedStep(neededFor exercise: Exercise) -> Message? {
    guard let open = lesson, !open.skipped.isEmpty, open.before.indices.contains(open.position),
      let code = exercise.solutions.first?.code
    else { return nil }
    var (copy, interpreter) = (open.before[open.position], interpreter.detached())
    guard case .failed = Quiet.run(code, on: &copy, &interpreter) else { return nil }
    return skippedStep(bindingFor: code)
  }

  mutating func prepareJudge(_ exercise: Exercise) {
    guard let open = lesson, open.judge?.exercise.id != exercise.id, open.before.indices.contains(open.position) else {
      return
    }
    let typed = inputs.entries.suffix(400).filter { $0.kind == .typed }
      .reduce(into: Set<String>()) { $0.formUnion(AnswerText($1.text).targets) }
    var judge = Judge(
      exercise, of: open.lesson, in: open.before[open.position], typed: typed, own: ownLines(in: open),
      interpreter: interpreter)
    if !judge.faults.isEmpty {
      // Where cells were skipped, the solution misses what they compute; answers are judged as if they had run.
      let whole = Judge(
        exercise, of: open.lesson, in: lessonState(before: open.position), interpreter: interpreter)
      if whole.faults.isEmpty { judge = whole }
    }
    lesson?.judge = judge
  }

  /// What was typed in a lesson on the way to where it stands.
  private func ownLines(in open: OpenLesson) -> OwnLines {
    var lines = OwnLines()
    for (index, step) in open.lesson.steps.enumerated() {
      if case .exercise(let exercise) = step, let answer = open.record.entries[exercise.id]?.answer {
        lines.add(answer, before: index + 1)
      }
    }
    for line in open.typed where line.position < open.position && open.stops.indices.contains(line.position) {
      lines.add(line.text, before: open.stops[line.position])
    }
    return lines
  }

  /// The lesson's state at a stop when every cell before it runs, and every exercise has its answer or solution.
  mutating func lessonState(before position: Int) -> State {
    guard let open = lesson else { return state }
    var whole = Quiet.start(of: open.lesson, settings: settings, student: student)
    let streams = open.lesson.streams
    for index in open.stops.prefix(position) {
      whole.begin(streams[index])
      switch open.lesson.steps[index] {
      case .cell(let cell) where !cell.long: _ = Quiet.run(cell.code, on: &whole, &interpreter)
      case .exercise(let exercise):
        let own = open.record.entries[exercise.id]?.answer.map { SourceText($0, name: "answer") }
        if let code = own ?? exercise.solutions.first?.code {
          _ = Quiet.run(code, on: &whole, &interpreter)
        }
      case .cell, .prose, .task, .note: break
      }
    }
    if position < open.stops.count { whole.begin(streams[open.stops[position]]) }
    return whole
  }

  /// Judges the answer so far and says what is missing; an accepted answer takes the lesson on.
  mutating func judgeAnswer(to exercise: Exercise, isAsked: Bool, show: @escaping (Shown) -> Void) {
    guard let open = lesson else { return }
    let answer = open.answer.joined(separator: "\n")
    guard !answer.isEmpty else {
      say(skippedStep(neededFor: exercise) ?? Message(.nothingToCheck), show: show)
      return
    }
    prepareJudge(exercise)
    guard let verdict = lesson?.judge?.judge(answer, graded: open.lesson.released == nil) else { return }
    let isNew = open.lastJudged != answer
    lesson?.lastJudged = answer
    note(verdict, on: verdict.isRight ? withoutTries(answer, verdict) : answer, to: exercise, isNew: isNew)
    guard verdict.isRight else {
      // With names still missing only what is finished can be corrected; the rest is said when it is asked for.
      if !isAsked, case .missingNames? = verdict.explanation.first?.key {
        lesson?.record.entries[exercise.id]?.attempts -= isNew ? 1 : 0
        show(.document(feedback.lines(.text("·", .dim), verdict.explanation)))
        return
      }
      wasAnswerWrong = true
      show(.document(feedback.document(for: verdict, followedBy: advice(exercise))))
      if !verdict.faults.isEmpty { show(.document(feedback.faults(verdict))) }
      return
    }
    if practice != nil {
      return moveOn(saying: [feedback.lines(.text("✓", .success), [Message(.againRight)])], show: show)
    }
    lesson?.typed.removeAll { $0.position == open.position }
    let words = [
      feedback.accepted(verdict, of: exercise), warnOfLimit(answer, exercise, verdict),
      feedback.faults(verdict),
    ]
    moveOn(saying: words, show: show)
  }

  /// A right answer without what was tried on the way to it, where it is as right without.
  private func withoutTries(_ answer: String, _ verdict: Verdict) -> String {
    let current = AnswerText(answer).current
    guard current != answer, let again = lesson?.judge?.judge(current, graded: true, explains: false),
      again.isRight, again.points == verdict.points
    else { return answer }
    return current
  }

  /// Notes what was found about an answer in the record of the lesson.
  mutating func note(_ verdict: Verdict, on answer: String, to exercise: Exercise, isNew: Bool = true) {
    var entry = lesson?.record.entries[exercise.id] ?? .init()
    if isNew { entry.attempts += 1 }
    if verdict.isRight {
      entry.answer = answer
      entry.tried = nil
      entry.points = verdict.points
      entry.isSkipped = false
      entry.hash = exercise.contentHash
      entry.seconds += lesson?.worked ?? 0
    } else {
      entry.tried = answer
    }
    lesson?.record.entries[exercise.id] = entry
  }

  private mutating func adviseAfterAttempt(_ exercise: Exercise, show: (Shown) -> Void) {
    let advice = advice(exercise)
    guard !advice.isEmpty else { return }
    show(.document(Document([.indented([.lines(advice.map(feedback.inlines))])])))
  }

  /// What to try next, after the first attempt and after the third.
  func advice(_ exercise: Exercise) -> [Message] {
    let entry = lesson?.record.entries[exercise.id] ?? .init()
    if entry.attempts == 3 { return [Message(.nowSolution)] }
    if entry.attempts == 1, entry.hints == 0, !exercise.hints.isEmpty { return [Message(.askHint)] }
    return []
  }

  /// Runs code on the state without showing anything; commands in it are left out.
  mutating func runQuietly(_ code: SourceText) { _ = runUnseen(Parser.parse(code)) }

  /// The same, with what it came to.
  mutating func runUnseen(_ program: Program) -> Interpreter.Outcome {
    let page = PageCollector(digits: digits, words: words)
    var moved = state
    let stream = state.stream
    state = State()
    let outcome = underSettings(&moved) { session, state in
      Quiet.run(program, on: &state, &session.interpreter) { page.add(.event($0)) }
    }
    state = moved
    var end = InputRecord.Outcome.finished
    if case .failed(let diagnostic) = outcome {
      page.add(.failure(diagnostic))
      end = .failed
    }
    if case .interrupted = outcome { end = .interrupted }
    record(.passed, program.source.text, end, page.page, before: nil, drawingFrom: stream)
    return outcome
  }
}

extension Diagnostic {
  /// Whether there is no more to say about the answer that it ended: a name is missing, another line is to be typed, or
  /// somebody had no patience with it.
  fileprivate var isAnsweredAlone: Bool {
    [.unknownName, .otherHabit, .notHere, .sentence, .interrupted].contains(code)
  }
}
