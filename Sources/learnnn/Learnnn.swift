import ArgumentParser
import Source

/// The program: what is typed after its name decides which of its parts runs.
///
/// Without a subcommand it is `Start`, which opens the prompt, or runs a lesson, a script or an expression.
@main
struct Learnnn: ParsableCommand {
  static let version = "1.0"

  static let configuration = CommandConfiguration(
    commandName: "learnnn",
    abstract: said("Neural networks to touch: a notebook that steps through backpropagation, with lessons."),
    version: "learnnn \(version)", subcommands: [Start.self] + others, defaultSubcommand: Start.self)

  /// The subcommands that are typed.
  private static let others: [any ParsableCommand.Type] = [
    CheckCommand.self, NewCommand.self, ReleaseCommand.self, SubmitCommand.self, GradeCommand.self, StatsCommand.self,
    ExportCommand.self, ServeCommand.self, KernelCommand.self, DocCommand.self, DataCommand.self,
    LessonsCommand.self,
  ]

  /// The names of the subcommands.
  static var subcommands: [String] { others.compactMap { $0.configuration.commandName } }

  static func main() {
    StandardStream.prepare()
    let arguments = Array(CommandLine.arguments.dropFirst())
    if ["--help", "-h", "help"].contains(arguments.first), arguments.count == 1 {
      StandardStream.output.write(overview)
      ExitStatus.fine.leave()
    }
    do {
      var command = try command(for: arguments)
      try command.run()
    } catch {
      leave(after: error, subcommands.first { $0 == arguments.first })
    }
  }

  /// The command that the arguments ask for.
  ///
  /// No arguments, or options first, are for `Start`: it is tried alone, since describing all other commands to the
  /// parser takes a good part of a short start. What it does not take, the whole tells.
  private static func command(for arguments: [String]) throws -> any ParsableCommand {
    if arguments.first?.hasPrefix("-") ?? true, let start = try? Start.parseAsRoot(arguments) { return start }
    return try parseAsRoot(arguments)
  }

  /// Tells what was wrong with the arguments, or what was asked for instead of a run, such as the version.
  private static func leave(after error: any Error, _ subcommand: String?) -> Never {
    guard exitCode(for: error) != .success else {
      let message = fullMessage(for: error, columns: ParserHelp.unwrapped)
      // What is no help, such as a script of completions, stays as it is.
      StandardStream.output.write((message.hasPrefix("OVERVIEW: ") ? ParserHelp.laidOut(message) : message) + "\n")
      ExitStatus.fine.leave()
    }
    let help = subcommand.map { "learnnn \($0) --help" } ?? "learnnn --help"
    let words = ParserHelp.errorWords(message(for: error))
    let told = said("learnnn: error: \(words)\n  \(help) explains the arguments")
    StandardStream.errors.write(ParserHelp.laidOut(error: told) + "\n")
    ExitStatus.usage.leave()
  }

  /// What the program looks for in the environment.
  private static let environment: [(names: String, words: Phrase)] = [
    ("LEARNNN_HOME", "the folder that holds Lessons and Datasets"),
    ("LEARNNN_DATA", "folders with data sets, with : between them"),
    ("XDG_STATE_HOME", "where history and progress are kept; else ~/.local/state"),
    ("XDG_DATA_HOME", "where data sets are downloaded to; else ~/.local/share"),
    ("XDG_CONFIG_HOME", "where learnnn/startup.nn is, which runs at the prompt; else ~/.config"),
    ("NO_COLOR, FORCE_COLOR", "no colours; colours also where no terminal is"),
    ("COLUMNS", "how wide the output is"),
    ("VISUAL, EDITOR", "the editor that Ctrl-X Ctrl-E opens"),
    ("ACCESSIBLE", "1 writes for a screen reader, as --accessible does"),
    ("PAGER", "the program in which :help and doc are read when they are longer than the window"),
    ("LANG, LC_MESSAGES", "the language of lessons, such as zh_CN.UTF-8"),
  ]

  /// The manual page of the program.
  static var manualPage: String {
    ManualPage.text(commands: others, environment: environment.map { ($0.names, said($0.words)) }, version: version)
  }

  /// The help of the program as a whole: what `Start` takes, and the subcommands.
  private static var overview: String {
    var text = helpMessage(for: Start.self, columns: ParserHelp.unwrapped) + "\nSUBCOMMANDS:\n"
    for command in others {
      text += row(command.configuration.commandName ?? "", command.configuration.abstract)
    }
    text += "\n  \(said("learnnn SUBCOMMAND --help explains one of them."))\n\nENVIRONMENT:\n"
    for (names, words) in environment { text += row(names, said(words)) }
    return ParserHelp.laidOut(text)
  }

  private static func row(_ name: String, _ words: String) -> String {
    "  \(name)\(String(repeating: " ", count: max(24 - name.count, 1)))\(words)\n"
  }
}
