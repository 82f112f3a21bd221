import ArgumentParser
import Documents
import Judging
import Notebook
import Source
import Words

/// Prints the reference: all names and commands, or one of them.
struct DocCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doc",
    abstract: said("Prints the reference of names and commands, of one name, or of the format of lessons."))

  /// How the reference is written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, markdown, html, man
  }

  @Argument(help: .said("A name of the language, all of them without it; `lessons` is the format of lessons."))
  var name: String?

  @Flag(help: .said("What the judge can say about an answer, each sentence with an answer of which it says it."))
  var messages = false

  @Option(
    help: .said(
      """
      How it is written: text, markdown or html; the whole reference is Markdown unless it goes to a terminal. \
      man writes the manual page of the program.
      """
    ))
  var format: Format?

  @Option(help: .said("Whether it has colours: auto, always or never."))
  var color = ColorChoice.auto

  func run() throws {
    let surroundings = Surroundings()
    if format == .man {
      StandardStream.output.write(Learnnn.manualPage)
      ExitStatus.fine.leave()
    }
    let isWhole = name == nil || name == "lessons" || messages
    let display: any Display =
      switch format ?? (isWhole && !surroundings.hasTerminalOutput ? .markdown : .text) {
      case .markdown: MarkdownDisplay()
      case .html: HTMLDisplay()
      case .text, .man: OutputOptions.text(surroundings, color: color, accessible: false)
      }
    let program = surroundings.hasTerminalOutput ? surroundings.variable("PAGER") : nil
    var text = ""
    if program != nil { (display as? TextDisplay)?.collects = { text += $0 } }
    func leave(_ status: ExitStatus) -> Never {
      if let program, !PagerProgram.show(text, in: program) { StandardStream.output.write(text) }
      status.leave()
    }
    if messages, name != nil { throw ValidationError(said("--messages lists them all: leave the name away")) }
    guard let name, !isWhole else {
      let words = Translation.of(surroundings.language)
      display.words = words
      if messages {
        let session = Session(world: World(surroundings, Directories(surroundings)))
        display.show(MessagePages.whole(in: words, session.interpreter))
      } else {
        display.show(name == nil ? Reference.whole(in: words) : FormatPages.whole(in: words))
      }
      display.finish()
      leave(.fine)
    }
    var session = Session(world: World(surroundings, Directories(surroundings)))
    session.settings.width = surroundings.width
    _ = session.submit("?" + name, source: "line", to: display)
    leave(session.hasFailed ? .failed : .fine)
  }
}
