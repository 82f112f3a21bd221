import Documents
import Evaluation
import Judging
import Lessons
import Phrasebook
import Stepping
import Source
package import Syntax
import Tensors

/// The one way in: a line typed at the prompt, a line of a pipe or of a script, a cell, a request.
extension Session {
  /// Takes one input: statements, commands, or in a lesson an empty line for the next step.
  ///
  /// What there is to see goes to `show` as it happens; what only the rim can do is returned.
  /// A piped session says on which line of the whole the input begins.
  package mutating func submit(
    _ text: String, source: String = "input", firstLine: Int = 1, by author: World.Author = .person,
    show: @escaping (Shown) -> Void
  ) -> [Effect] {
    effects = []
    lesson?.work(until: world.now())
    let (typed, told) = (text, show)
    let text = InputFolding.folded(typed)
    let show = { (shown: Shown) in told(text == typed ? shown : shown.echoing(typed, readAs: text)) }
    if text.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }) {
      if lesson != nil { advance(show: show) } else { resumeLast(show: show) }
      return effects
    }
    if goesOn(text) {
      resumeLast(show: show)
      return effects
    }
    if bareAnswers.takes(text), !isAside(text) {
      let before = Moment(self)
      answerStep(text, show: show)
      _ = inputs.add(.answer, text, .finished, before: before)
      return effects
    }
    if let cell = TaskCell(text), answer(cell, by: author, show: show) { return effects }
    let (behind, place) = (commandBehind(text), lesson?.position)
    let meant = behind?.command ?? bareCommand(text)
    if let meant { tellMeaning(of: meant, show: show) }
    let line = meant ?? text
    take(Parser.parse(SourceText(line, name: source, firstLine: firstLine)), text: line, by: author, show: show)
    // What stood in the line is there again.
    let isFilled = effects.contains { if case .prefill = $0 { true } else { false } }
    if let behind, lesson?.position == place, !isFilled { effects.append(.prefill(behind.line)) }
    return effects
  }

  /// Whether words at a task that can make nothing of them are a command, or a question of somebody's.
  private func isAside(_ text: String) -> Bool {
    guard settings.isInteractive, text.contains(where: \.isLetter), let step = lesson?.current,
      case .notUnderstood? = outcome(of: step.plain(text), at: step)
    else { return false }
    let line = Session.trimmed(text)
    // `sigmoid 3` is no guess: it is tried out by the way, as `σ(3)` is.
    let name = line.prefix(while: \.isLetter)
    return understoodCommand(text) != nil || isSpoken(line) || name.count < line.count && isFunction(String(name))
      || isKnown(String(name)) && works(line, instead: line) || Session.binds(Parser.parse(SourceText(line)))
  }

  /// Takes a line of a script as one input.
  package mutating func submit(
    line: Program, by author: World.Author, show: @escaping (Shown) -> Void
  ) -> [Effect] {
    effects = []
    lesson?.work(until: world.now())
    take(line, text: line.textOfStatements, by: author, show: show)
    return effects
  }

  /// Takes a program as one input, in the world of whoever wrote it.
  mutating func take(_ program: Program, text: String, by author: World.Author, show: @escaping (Shown) -> Void) {
    let whole = world
    world = world.limited(to: author)
    defer { world = whole }
    let kept = lesson.map { progress(of: $0) }
    if noticeBlanks(program, show: show) { return }
    let before = Moment(self)
    let place = lesson?.position
    let stream = state.stream
    let (outcome, page) = collecting(show) { session, show in session.runTyped(program, after: before, show: show) }
    record(.typed, text, outcome, page, before: before, drawingFrom: stream)
    if lesson != nil, lesson?.position == place, !hasUndone {
      if outcome == .finished {
        keepTyped(program, text: text)
      } else if completedStatements > 0 {
        // What stands before the statement that failed has run.
        let statements = program.statements.filter { if case .command = $0.kind { false } else { true } }
        let ran = Program(source: program.source, statements: Array(statements.prefix(completedStatements)))
        keepTyped(ran, text: ran.textOfStatements)
      }
    }
    if lesson != nil, lesson?.position == place, !hasUndone { noticeAnswer(program, show: show) }
    hasUndone = false
    // Whatever the input has changed of the place or the work is kept at once.
    if let lesson, lesson.playing == nil, let kept, kept.lesson == lesson.lesson.id, kept != progress(of: lesson) {
      saveProgress(show: show)
    }
  }

  /// Runs what was typed, for which `_` is the value of the expression before.
  private mutating func runTyped(
    _ program: Program, after before: Moment, show: @escaping (Shown) -> Void
  ) -> InputRecord.Outcome {
    let uses = program.source.text.utf8.contains(UInt8(ascii: "_"))
    if uses { interpreter.bind("_", to: lastValue, in: &state) }
    defer { if uses { interpreter.bind("_", to: nil, in: &state) } }
    let bound = interpreter.boundNames(in: state)
    let outcome = run(program, show: show)
    if outcome == .finished {
      var notes = program.statements.flatMap { hiddenFunctions(boundBy: $0, besides: bound) }
      // What an exercise asks for is bound by whoever does it.
      if !notes.isEmpty, let exercise = lesson?.exercise, lesson?.playing == nil {
        prepareJudge(exercise)
        let asked = lesson?.judge?.targets ?? []
        notes = program.statements.flatMap { hiddenFunctions(boundBy: $0, besides: bound + asked) }
      }
      for note in notes { tell(note, show: show) }
      remark(on: program, after: before, show: show)
    }
    return outcome
  }

  /// Says what a line that ran does not do, and not again for a while.
  private mutating func remark(on program: Program, after before: Moment, show: (Shown) -> Void) {
    let remarks =
      program.statements.flatMap { self.remarks(on: $0, of: program.source) } + unseenValues(in: program)
      + [overshot(by: program, from: before)].compactMap(\.self)
    let now = inputs.entries.last?.number ?? 0
    for remark in remarks where remarked[remark.template].map({ now - $0 >= 10 }) ?? true {
      remarked[remark.template] = now
      tell(remark, show: show)
    }
  }

  mutating func tell(_ remark: Phrase, show: (Shown) -> Void) {
    let note = Diagnostic(.note, code: .otherHabit, remark)
    lastTold = note
    show(.event(.diagnostic(note)))
  }

  /// How the last input ended.
  package var lastOutcome: InputRecord.Outcome { inputs.entries.last?.outcome ?? .finished }

  /// Enters an input in the record, and among those that led to the state.
  mutating func record(
    _ kind: InputRecord.Kind, _ text: String, _ outcome: InputRecord.Outcome, _ page: Page, before: Moment?,
    drawingFrom stream: State.Stream? = nil
  ) {
    // It is part of the state, so that going back goes back in it too.
    state.inputs.append(
      inputs.add(
        kind, text, outcome, shown: page, digits: digits, stream: stream == state.stream ? nil : stream,
        before: hasUndone ? nil : before))
  }

  /// Does something that shows, and returns what it showed as a page besides.
  mutating func collecting<Result>(
    _ show: @escaping (Shown) -> Void, _ body: (inout Session, @escaping (Shown) -> Void) -> Result
  ) -> (Result, Page) {
    let page = PageCollector(digits: digits, words: words)
    let result = body(&self) { shown in
      page.add(shown)
      show(shown)
    }
    return (result, page.page)
  }

  /// Runs all statements of a program; stops at the first that does not go through.
  ///
  /// `author` is whose text it is: what a document says, however it came to run, can show and nothing else.
  @discardableResult
  package mutating func run(
    _ program: Program, by author: World.Author = .person, show: @escaping (Shown) -> Void
  ) -> InputRecord.Outcome {
    for diagnostic in program.diagnostics where diagnostic.severity != .error {
      lastTold = diagnostic
      show(.event(.diagnostic(diagnostic)))
    }
    if program.hasErrors {
      let errors = program.diagnostics.filter { $0.severity == .error }
      for diagnostic in author == .person ? advised(errors) : errors { fail(diagnostic, show: show) }
      return .failed
    }
    var completed = 0
    defer { completedStatements = completed }
    for statement in program.statements {
      if case .command(let line) = statement.kind {
        guard runCommand(line, at: statement.span, of: program.source, by: author, show: show) else {
          return lastFailure?.code == .interrupted ? .interrupted : .failed
        }
        continue
      }
      if author == .person, let claim = claim(in: statement, of: program.source) {
        fail(claim, show: show)
        return .failed
      }
      if author == .person, let name = otherSpelling(of: statement) { tellMeaning(of: name, show: show) }
      switch runWatched(statement, of: program.source, show: show) {
      case .finished(let value):
        completed += 1
        if statement.shownName != nil, author == .person { lastValue = state.resolved(value) }
      case .failed(let diagnostic):
        fail(author == .person ? advised(diagnostic, about: statement, of: program.source) : diagnostic, show: show)
        return .failed
      case .interrupted:
        fail(
          Diagnostic(code: .interrupted, "interrupted", notes: ["What was computed before is kept."]), show: show)
        return .interrupted
      }
    }
    return .finished
  }

  /// The name that a statement asks for under another spelling, such as `δ₁` for `delta_1`; nil for any other statement.
  private mutating func otherSpelling(of statement: Statement) -> String? {
    guard case .expression(let expression) = statement.kind, case .name(let name) = expression.kind else { return nil }
    return interpreter.otherSpelling(of: name, in: state).map(NameText.of)
  }

  /// Runs one statement, and shows what is watched after it.
  private mutating func runWatched(
    _ statement: Statement, of source: SourceText, show: @escaping (Shown) -> Void
  ) -> Interpreter.Outcome {
    let recorder = watchRecorder
    // A run that is over keeps its values alive, unless memory grows short.
    if Storage.liveBytes > TensorLimits.totalBytes / 4 { lastRun = nil }
    let trail = settings.replayMegabytes > 0 ? Trail(budget: settings.replayMegabytes << 20) : nil
    let (before, told) = (state, Told())
    defer {
      if let last = told.last { lastTold = last }
      if let trail, let run = PastRun(trail, statement: statement, source: source, start: before) { lastRun = run }
    }
    let outcome = execute(
      statement, of: source, trail: trail, onUpdate: recorder.map { recorder in { recorder.note($0, $1) } },
      emit: { event in
        show(.event(event))
        if case .diagnostic(let diagnostic) = event { told.last = diagnostic }
        if let recorder, recorder.hasNews, case .progress(let progress) = event, progress.isFinal {
          show(.document(recorder.document()))
        }
      })
    if case .failed = outcome { state.rewind(to: before.stream) }
    guard let recorder else { return outcome }
    watches = recorder.watches
    if case .finished = outcome { showWatches(after: recorder, show: show) }
    return outcome
  }

  /// Runs one statement on the state, under the settings in force.
  mutating func execute(
    _ statement: Statement, of source: SourceText, trail: Trail? = nil,
    onUpdate: ((State, [Int: Traced]) -> Void)? = nil, emit: @escaping (Event) -> Void
  ) -> Interpreter.Outcome {
    // The state moves, so that nothing it holds is copied on the way.
    var moved = state
    state = State()
    defer { state = moved }
    return underSettings(&moved) { session, state in
      session.interpreter.run(statement, of: source, on: &state, onUpdate: onUpdate, trail: trail, emit: emit)
    }
  }
}

extension Program {
  /// The text of the statements, from the first to the last.
  var textOfStatements: String {
    guard let first = statements.first, let last = statements.last else { return source.text }
    return source.slice(Span(first.span.lower, last.span.upper)) + (last.showsValue ? "" : ";")
  }

  /// The lines of a program as programs of their own: statements that stand on the same line are one input.
  package var lines: [Program] {
    var lines: [Program] = []
    var lastLine = -1
    for statement in statements {
      let first = source.position(at: statement.span.lower).line
      if first == lastLine, let last = lines.indices.last {
        lines[last].statements.append(statement)
      } else {
        lines.append(Program(source: source, statements: [statement]))
      }
      lastLine = source.position(at: Swift.max(statement.span.upper - 1, statement.span.lower)).line
    }
    return lines
  }
}

/// The last warning or note of a statement, taken out of a closure.
private final class Told {
  var last: Diagnostic?
}
