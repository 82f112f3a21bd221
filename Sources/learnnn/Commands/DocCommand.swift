import ArgumentParser
import Documents
import Notebook
import Source
import Words

/// Prints the reference: all names and commands, or one of them.
struct DocCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doc", abstract: said("Prints the reference of names and commands, or of one name."))

  /// How the reference is written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, markdown, html
  }

  @Argument(help: .said("A name of the language; all of them without it."))
  var name: String?

  @Option(
    help: .said(
      "How it is written: text, markdown or html; the whole reference is Markdown unless it goes to a terminal."))
  var format: Format?

  @Option(help: .said("Whether it has colours: auto, always or never."))
  var color = ColorChoice.auto

  func run() throws {
    let surroundings = Surroundings()
    let display: any Display =
      switch format ?? (name == nil && !surroundings.hasTerminalOutput ? .markdown : .text) {
      case .markdown: MarkdownDisplay()
      case .html: HTMLDisplay()
      case .text: OutputOptions.text(surroundings, color: color, accessible: false)
      }
    guard let name else {
      let words = Translation.of(surroundings.language)
      display.words = words
      display.show(Reference.whole(in: words))
      display.finish()
      ExitStatus.fine.leave()
    }
    var session = Session(world: World(surroundings, Directories(surroundings)))
    session.settings.width = surroundings.width
    _ = session.submit("?" + name, to: display)
    (session.hasFailed ? ExitStatus.failed : .fine).leave()
  }
}
