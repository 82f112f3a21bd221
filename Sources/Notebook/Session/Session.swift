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
  /// Go through a past run with single keys.
  case replay(ReplayWalk)
  /// Clear the screen.
  case clearScreen
}

/// A session: everything between the first prompt and the last, as one value.
package struct Session {
  /// The world outside, as far as what runs may reach it.
  package internal(set) var world: World
  /// What runs the language.
  package var interpreter: Interpreter
  /// Names, parameters, optimisers and random numbers.
  package var state: State
  /// What the user has set.
  package var settings: Settings
  /// The lesson that is open.
  package internal(set) var lesson: OpenLesson?
  /// The exercise that is done once more with other numbers; nil outside of it.
  package internal(set) var practice: Practice?
  /// How often each exercise was done once more, by its id.
  package internal(set) var rounds: [String: Int] = [:]
  /// Whether anything went wrong since the session began: the exit status of a piped session.
  package internal(set) var hasFailed = false
  /// What was put in, and what it did.
  package internal(set) var inputs = InputRecord()
  /// The error that `:why` explains.
  package internal(set) var lastFailure: Diagnostic?
  /// The last error, warning or note: what `:why` explains.
  var lastTold: Diagnostic? { didSet { wasAnswerWrong = false } }
  /// Whether an answer was not right since then.
  var wasAnswerWrong = false
  /// The expressions of `:watch`.
  package internal(set) var watches: [Watch] = []
  /// The last statement that was run and moved parameters step by step: what `:replay` reopens.
  package internal(set) var lastRun: PastRun?
  /// How many statements of the last program ran to their end, commands not counted.
  var completedStatements = 0
  /// What was asked of the rim by the input under way.
  var effects: [Effect] = []
  /// The files that this session has written, which it may write again.
  var written: Set<String> = []
  /// How many files of statements are being loaded, one by the other.
  var scripts = 0
  /// The value of the last expression: what `_` means.
  var lastValue: Value?
  /// The lesson that an empty line takes up again: where one was when learnnn was last left.
  package internal(set) var resumable: Place?
  /// The lesson that was closed last, with the names that went with it.
  var closed: ClosedLesson?
  /// What was already said about lines that run and may be meant otherwise.
  var remarked: [String: Int] = [:]
  /// Whether the input under way took an earlier one back.
  var hasUndone = false

  /// Makes a session.
  package init(world: World, settings: Settings = Settings()) {
    self.world = world
    self.settings = settings
    interpreter = Interpreter(
      host: Host(
        isInterrupted: world.isInterrupted, now: world.now, residentBytes: world.residentBytes,
        datasets: DatasetLoader(directories: world.dataDirectories, files: world.files)), limits: settings.limits)
    state = State(seed: settings.seed)
  }

  /// Shows an error and remembers it.
  mutating func fail(_ diagnostic: Diagnostic, show: (Shown) -> Void) {
    let diagnostic = explained(diagnostic)
    hasFailed = true
    lastFailure = diagnostic
    if diagnostic.code != .noError { lastTold = diagnostic }
    show(.failure(diagnostic))
  }

  /// The prompt: where one is, and what the input is for.
  package var prompt: String {
    if let practice, let lesson { return "\(lesson.lesson.id) again \(practice.round)›" }
    return lesson?.prompt ?? "nn›"
  }
}
