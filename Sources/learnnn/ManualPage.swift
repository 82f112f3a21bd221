import ArgumentParser
import Source

/// The manual page `learnnn(1)`, in the macros of man(7), from what the parser of arguments reads.
enum ManualPage {
  /// The page as a text.
  static func text(
    commands: [any ParsableCommand.Type], environment: [(names: String, words: String)], version: String
  ) -> String {
    var page = ".TH LEARNNN 1 \"\" \"learnnn \(version)\"\n"
    page += section(said("NAME"), "learnnn \\- " + escaped(Learnnn.configuration.abstract))
    page += section(said("SYNOPSIS"), verbatim(Surroundings.words.usage(Start.configuration.usage ?? "")))
    page += section(said("DESCRIPTION"), verbatim(help(of: Start.self)))
    page += section(said("SUBCOMMANDS"))
    for command in commands {
      page += ".SS learnnn \(command.configuration.commandName ?? "")\n"
      page += escaped(command.configuration.abstract) + "\n" + verbatim(help(of: command))
    }
    page += section(said("ENVIRONMENT"))
    for (names, words) in environment { page += ".TP\n.B \(escaped(names))\n\(escaped(words))\n" }
    page += section(said("EXIT STATUS"))
    for (status, words) in ExitStatus.meanings { page += ".TP\n.B \(status.code)\n\(escaped(words))\n" }
    return page
  }

  /// What a command takes: its help without the line that says what it is for.
  private static func help(of command: any ParsableCommand.Type) -> String {
    let text = Learnnn.helpMessage(for: command, columns: ParserHelp.unwrapped)
    let arguments = text.split(separator: "\n", omittingEmptySubsequences: false).drop { !$0.hasSuffix("S:") }
    return ParserHelp.laidOut(arguments.joined(separator: "\n"), columns: 72)
  }

  private static func section(_ title: String) -> String { ".SH \(title)\n" }

  private static func section(_ title: String, _ text: String) -> String { section(title) + text + "\n" }

  /// Lines that stay as they are.
  private static func verbatim(_ text: String) -> String { ".nf\n\(escaped(text))\n.fi\n" }

  /// A text whose signs mean nothing to the formatter.
  private static func escaped(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let plain = line.replacing("\\", with: "\\e").replacing("-", with: "\\-")
      return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
    }.joined(separator: "\n")
  }
}
