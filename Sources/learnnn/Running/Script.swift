import Evaluation
import Lessons
import LineEditing
import Notebook
import Source
import Syntax

/// Runs statements from a file, from standard input or from the command line, and stops at the first error.
struct Script {
  /// The session, which goes on after the script where that is asked for.
  private(set) var session: Session
  private let display: any Display
  /// Whose the statements are: those of a file may write nothing unless that is allowed.
  private let author: World.Author

  init(_ session: Session, _ display: any Display, by author: World.Author) {
    self.session = session
    self.display = display
    self.author = author
    Interrupts.watch()
  }

  /// Runs a file; `-` is standard input, and a file that ends in `.md`, or input that starts with `---`, is a lesson.
  mutating func run(file path: String) -> ExitStatus {
    let bytes: [UInt8]
    do throws(FileAccess.Failure) {
      bytes = try path == "-" ? SystemFiles.readStandardInput() : session.world.files.read(path)
    } catch {
      return refuse(.cannotRead(error, help: help(path)))
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return refuse(notText(bytes, name: path == "-" ? "stdin" : path))
    }
    let name = path == "-" ? "stdin" : path
    if path == "-" ? text.hasPrefix("---") : path.hasSuffix(".md") { return runLesson(bytes, name: name) }
    return run(SourceText(text, name: name))
  }

  /// Points at the first byte that belongs to no character.
  private func notText(_ bytes: [UInt8], name: String) -> Diagnostic {
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var place = 0
    while case .valid(let character) = parser.parseScalar(from: &rest) { place += character.count }
    let source = SourceText(String(decoding: bytes, as: UTF8.self), name: name)
    return Diagnostic(
      code: .notText, "this file is not a text: it has bytes that are no UTF-8", source: source,
      labels: [.init(Span(place, place + 3))], help: "save it as UTF-8")
  }

  /// Runs the cells of a lesson; at exercises it takes the solutions.
  private mutating func runLesson(_ bytes: [UInt8], name: String) -> ExitStatus {
    let display = display
    defer { display.finish() }
    let parsed = Lesson.parse(bytes, name: name)
    for diagnostic in parsed.diagnostics { display.show(.event(.diagnostic(diagnostic))) }
    guard parsed.isSound else { return .badFile }
    display.speak(as: session)
    if let digits = parsed.lesson.digits { display.presenter.digits = digits }
    var session = session
    defer { self.session = session }
    let isDone = StackBounds.runOnLargeStack {
      LessonRunner.run(parsed.lesson, in: &session, tells: display is HTMLDisplay) { display.show($0) }
    }
    if session.lastFailure?.code == .interrupted { return .interrupted }
    return isDone ? .fine : .failed
  }

  /// Runs the statements of a text, line by line as if somebody typed them.
  mutating func run(_ source: SourceText) -> ExitStatus {
    let display = display
    let isTyped = author == .person
    let program = Parser.parse(isTyped ? SourceText(Session.foldedInput(source.text), name: source.name) : source)
    if isTyped, program.hasErrors {
      // What somebody typed is answered as at the prompt.
      display.speak(as: session)
      defer { display.finish() }
      _ = StackBounds.runOnLargeStack { session.run(program) { display.show($0) } }
      return .failed
    }
    for diagnostic in program.diagnostics {
      display.show(diagnostic.severity == .error ? .failure(diagnostic) : .event(.diagnostic(diagnostic)))
    }
    defer { display.finish() }
    if program.hasErrors { return .failed }
    for line in program.lines {
      for effect in session.submit(line: line, by: author, to: display) {
        if case .quit = effect { return .fine }
      }
      switch session.lastOutcome {
      case .finished: break
      case .failed: return .failed
      case .interrupted: return .interrupted
      }
    }
    return .fine
  }

  /// Tells why nothing can be run.
  private func refuse(_ diagnostic: Diagnostic) -> ExitStatus {
    display.show(.failure(diagnostic))
    display.finish()
    return .badFile
  }

  /// A lesson's name is no path, but tells which file is meant; and a subcommand may be misspelt.
  private func help(_ path: String) -> Phrase? {
    let world = session.world
    let found = try? LessonCatalogue.find(path, language: session.language, in: world.lessonDirectories, world.files)
    if let found, found.path != path { return "the lesson of that name is \(found.path)" }
    return Suggestions.closest(to: path, among: Learnnn.subcommands).map { "did you mean learnnn \($0)?" }
  }
}
