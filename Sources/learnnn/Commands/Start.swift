import ArgumentParser
import Documents
import Judging
import Lessons
import Notebook
import Source

/// The program without a subcommand: the prompt, a file, standard input, or an expression.
struct Start: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start",
    abstract: said("Opens the prompt, or runs a lesson, a script or an expression."),
    usage: "learnnn [LESSON | FILE | - | -e EXPRESSION ...] [<options>]\nlearnnn SUBCOMMAND", shouldDisplay: false)

  @Argument(
    help: .said(
      "A lesson's name to open, or a lesson (.md) or a script to run; - reads standard input.", valueName: "file"))
  var file: String?

  @Option(
    name: .customShort("e"), parsing: .unconditionalSingleValue,
    help: .said("Evaluate statements and leave; several share one session.", valueName: "expression"))
  var expressions: [String] = []

  @Flag(name: .customShort("i"), help: .said("Open the prompt after the file or the expressions have run."))
  var staysOpen = false

  @Flag(name: .shortAndLong, help: .said("Say nothing at the start."))
  var quiet = false

  @Flag(help: .said("Let a script run by name write files, as what you type may."))
  var allowWrite = false

  @Option(help: .said("Where random numbers start."))
  var seed: UInt64 = 0

  @Flag(help: .said("Neither read nor keep a history of what is typed."))
  var noHistory = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if file != nil, !expressions.isEmpty { throw ValidationError(said("a file and -e cannot be run together")) }
    if staysOpen, file == "-" { throw ValidationError(said("-i cannot read both a script and what is typed from -")) }
  }

  func run() throws {
    let surroundings = Surroundings()
    let directories = Directories(surroundings)
    var settings = Settings()
    settings.seed = seed
    settings.width = output.format == .text ? surroundings.width : 80
    settings.isAccessible = output.accessible || surroundings.isAccessible
    if let state = directories.state { SystemFiles.sweep(state) }
    let world = World(surroundings, directories)
    let lesson = file.flatMap { name in isLesson(name, world) ? name : nil }
    let runsNothing = expressions.isEmpty && (file == nil || lesson != nil)
    let hasPrompt =
      (runsNothing || staysOpen) && output.format == .text && surroundings.hasTerminalInput
      && surroundings.hasTerminalOutput
    settings.isInteractive = hasPrompt
    var session = Session(world: world, settings: settings)
    var status = ExitStatus.fine
    let display = output.display(surroundings)
    if !runsNothing {
      var script = Script(session, display, by: expressions.isEmpty && file != "-" && !allowWrite ? .program : .person)
      for expression in expressions where status == .fine { status = script.run(SourceText(expression, name: "-e")) }
      if let file { status = script.run(file: file) }
      guard staysOpen else { status.leave() }
      session = script.session
    }
    guard hasPrompt else {
      if let lesson { _ = session.submit(":load \(lesson)", to: display) }
      PipedRepl(session, display).run().leave()
    }
    let repl = Repl(
      surroundings, directories, session, color: output.color, accessible: output.accessible,
      keepsHistory: !noHistory, isQuiet: quiet)
    if runsNothing, let status = repl.begin(with: lesson) { status.leave() }
    repl.run().leave()
  }

  /// Whether a name is that of a lesson and not of a file that is there.
  private func isLesson(_ name: String, _ world: World) -> Bool {
    name != "-" && !name.contains("/") && !world.files.exists(name)
      && (try? LessonCatalogue.find(name, language: world.language, in: world.lessonDirectories, world.files)) != nil
  }
}

extension OutputOptions {
  /// Where what is shown goes.
  func display(_ surroundings: Surroundings) -> any Display {
    switch format {
    case .json: JSONDisplay()
    case .html: HTMLDisplay()
    case .text: Self.text(surroundings, color: color, accessible: accessible)
    }
  }

  /// Text on standard output, messages on standard error.
  static func text(_ surroundings: Surroundings, color: ColorChoice, accessible: Bool) -> TextDisplay {
    let renderer = surroundings.renderer(color: color, accessible: accessible)
    return TextDisplay(
      renderer: renderer, errors: surroundings.renderer(color: color, accessible: accessible, errors: true),
      progress: ProgressLine(rewrites: surroundings.canRewriteLines && !renderer.accessible))
  }
}
