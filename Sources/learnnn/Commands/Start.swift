import ArgumentParser
import Documents
import Notebook
import Source

/// The program without a subcommand: the prompt, a file, standard input, or an expression.
struct Start: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start",
    abstract: "Opens the prompt, or runs a lesson, a script or an expression.",
    usage: "learnnn [FILE | - | -e EXPRESSION] [options]\nlearnnn SUBCOMMAND", shouldDisplay: false)

  @Argument(help: ArgumentHelp("A lesson (.md) or a script to run; - reads standard input.", valueName: "file"))
  var file: String?

  @Option(
    name: .customShort("e"), parsing: .unconditional,
    help: ArgumentHelp("Evaluate statements and leave.", valueName: "expression"))
  var expression: String?

  @Option(help: "Where random numbers start.")
  var seed: UInt64 = 0

  @Flag(help: "Neither read nor keep a history of what is typed.")
  var noHistory = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if file != nil, expression != nil { throw ValidationError("a file and -e cannot be run together") }
  }

  func run() throws {
    let surroundings = Surroundings()
    let directories = Directories(surroundings)
    var settings = Settings()
    settings.seed = seed
    settings.width = output.format == .text ? surroundings.width : 80
    settings.isAccessible = output.accessible || surroundings.isAccessible
    let runsInput = file == nil && expression == nil
    if runsInput, output.format == .text, surroundings.hasTerminalInput, surroundings.hasTerminalOutput {
      let repl = Repl(
        surroundings, directories, settings, color: output.color, accessible: output.accessible,
        keepsHistory: !noHistory)
      repl.run().leave()
    }
    let display = output.display(surroundings)
    let session = Session(world: World(surroundings, directories), settings: settings)
    if runsInput { PipedRepl(session, display).run().leave() }
    let script = Script(session, display)
    if let expression { script.run(SourceText(expression, name: "-e")).leave() }
    script.run(file: file ?? "-").leave()
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
      progress: ProgressLine(
        rewrites: surroundings.canRewriteLines && !renderer.accessible, width: renderer.width))
  }
}
