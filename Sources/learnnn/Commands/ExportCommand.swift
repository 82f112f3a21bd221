import ArgumentParser
import Judging
import Notebook
import Publishing
import Source

/// Runs a lesson or a saved notebook and writes it down with what it shows.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: said("Runs a lesson or a notebook and writes it as a page, Markdown, a Jupyter notebook or a script."))

  /// The forms, by the endings of their files.
  enum Form: String, CaseIterable, ExpressibleByArgument {
    case html, md, ipynb, nn

    var format: Publisher.ExportFormat {
      switch self {
      case .html: .html
      case .md: .markdown
      case .ipynb: .ipynb
      case .nn: .script
      }
    }

    /// The form that the name of a file asks for.
    init?(file: String) {
      guard let dot = file.lastIndex(of: ".") else { return nil }
      self.init(rawValue: file[file.index(after: dot)...].lowercased())
    }

    /// The endings of names, for messages.
    static var endings: [String] { allCases.map { "." + $0.rawValue } }
  }

  @Argument(help: .said("A lesson, by name (in the language that LANG says) or path, or a notebook that :save wrote."))
  var source: String

  @Option(help: .said("The form: html, md, ipynb or nn; by default what the file's name ends in."))
  var to: Form?

  @Option(
    name: [.customShort("o"), .customLong("output")], help: .said("The file to write; without it, standard output."))
  var file: String?

  @Flag(help: .said("Put the answers at the tasks; a script has them always, since it could not run without."))
  var solutions = false

  @Flag(help: .said("Replace a file that this program did not write."))
  var force = false

  func validate() throws {
    if form == nil { throw ValidationError(said("say --to html, md, ipynb or nn, or give a file that ends so")) }
  }

  private var form: Form? { to ?? file.flatMap { Form(file: $0) } }

  func run() throws {
    let format = (form ?? .html).format
    ClassroomDesk.work(isForced: force) {
      Publisher.export(.init(source: source, format: format, file: file, hasSolutions: solutions), desk: $0)
    }
  }
}
