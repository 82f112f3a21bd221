package import Documents
package import Evaluation
package import Source
import Datasets
import Lessons
package import Stepping
import Syntax

/// Something to show, in order: texts and JSON are two readers of the same stream.
package enum Shown {
  /// What a run shows: values, prints, warnings, progress.
  case event(Event)
  /// An error that ended a run.
  case failure(Diagnostic)
  /// Everything else: prose, help, tables, the stepper's pages.
  case document(Document)
}

/// What the rim has to do after an input, because only it has a terminal.
package enum Effect {
  /// Leave the program.
  case quit
  /// Put a text into the input line.
  case prefill(String)
  /// Step through backpropagation with single keys.
  case step(Stepper)
  /// Walk down a function with single keys.
  case descend(Descent)
  /// Clear the screen.
  case clearScreen
}

/// A session: everything between the first prompt and the last, as one value.
package struct Session {
  /// The world outside.
  package let world: World
  /// What runs the language.
  package var interpreter: Interpreter
  /// Names, parameters, optimisers and random numbers.
  package var state: State
  /// What the user has set.
  package var settings: Settings
  /// The lesson that is open.
  package internal(set) var lesson: OpenLesson?
  /// Whether anything went wrong since the session began: the exit status of a piped session.
  package internal(set) var hasFailed = false
  /// What was typed and what it did, for `:history`, `:undo` and `:save`.
  package internal(set) var log: [LogEntry] = []
  /// The error that `:why` explains.
  package internal(set) var lastFailure: Diagnostic?
  /// The expressions of `:watch`.
  package internal(set) var watches: [Watch] = []
  /// How many statements of the last program ran to their end, commands not counted.
  var completedStatements = 0
  /// What was asked of the rim by the input under way.
  var effects: [Effect] = []

  /// One input with the state before it.
  package struct LogEntry {
    /// What was typed, or the code of a cell, or prose after `:note`.
    package let text: String
    /// Whether it is prose.
    package let isProse: Bool
    /// The state before it ran.
    let before: State
  }

  /// Makes a session.
  package init(world: World, settings: Settings = Settings()) {
    self.world = world
    self.settings = settings
    var limits = Limits()
    limits.steps = settings.steps
    interpreter = Interpreter(
      host: Host(
        isInterrupted: world.isInterrupted, now: world.now, residentBytes: world.residentBytes,
        datasets: DatasetLoader(directories: world.dataDirectories, files: world.files)), limits: limits)
    state = State(seed: settings.seed)
    state.defaultFloat = settings.defaultFloat
    state.digits = settings.digits
  }

  /// Takes one input: statements, commands, or in a lesson an empty line for the next step.
  ///
  /// What there is to see goes to `show` as it happens; what only the rim can do is returned.
  /// A piped session, or a script, says on which line of the whole the input begins.
  package mutating func submit(
    _ text: String, source: String = "input", firstLine: Int = 1, show: @escaping (Shown) -> Void
  ) -> [Effect] {
    effects = []
    if text.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }) {
      if lesson != nil { advance(show: show) }
      return effects
    }
    if bareAnswers.takes(text) {
      answerStep(text, show: show)
      return effects
    }
    let program = Parser.parse(SourceText(text, name: source, firstLine: firstLine))
    if noticeBlanks(program, show: show) { return effects }
    let before = state
    let place = lesson?.position
    run(program, isTyped: true, show: show)
    log.append(LogEntry(text: text, isProse: false, before: before))
    if log.count > 2_000 { log.removeFirst(log.count - 2_000) }
    if lesson != nil, lesson?.position == place { noticeAnswer(text, program: program, show: show) }
    return effects
  }

  /// Runs all statements of a program; stops at the first that fails.
  @discardableResult
  mutating func run(_ program: Program, isTyped: Bool, show: @escaping (Shown) -> Void) -> Bool {
    for diagnostic in program.diagnostics where diagnostic.severity != .error { show(.event(.diagnostic(diagnostic))) }
    if program.hasErrors {
      for diagnostic in program.diagnostics where diagnostic.severity == .error { fail(diagnostic, show: show) }
      return false
    }
    var completed = 0
    defer { completedStatements = completed }
    for statement in program.statements {
      if case .command(let line) = statement.kind {
        guard runCommand(line, at: statement.span, of: program.source, show: show) else { return false }
        continue
      }
      let recorder = isTyped ? watchRecorder : nil
      let outcome = interpreter.run(
        statement, of: program.source, on: &state, onUpdate: recorder.map { recorder in { recorder.note($0, $1) } },
        emit: { event in
          show(.event(event))
          if let recorder, recorder.hasNews, case .progress(let progress) = event, progress.isFinal {
            show(.document(recorder.document()))
          }
        })
      if let recorder { watches = recorder.watches }
      switch outcome {
      case .finished:
        completed += 1
        if let recorder { showWatches(after: recorder, show: show) }
      case .failed(let diagnostic):
        fail(diagnostic, show: show)
        return false
      case .interrupted:
        fail(
          Diagnostic(code: "interrupted", "interrupted", notes: ["What was computed before is kept."]), show: show)
        return false
      }
    }
    return true
  }

  /// Shows an error and remembers it.
  mutating func fail(_ diagnostic: Diagnostic, show: (Shown) -> Void) {
    hasFailed = true
    lastFailure = diagnostic
    show(.failure(diagnostic))
  }

  /// The prompt: where one is, and what the input is for.
  package var prompt: String { lesson?.prompt ?? "nn›" }
}
