import Documents
import Source

/// What the parser of arguments says by itself, in the language of whoever started the program, in lines that keep to
/// a width also where a sign takes two columns.
enum ParserHelp {
  /// So wide that the parser wraps nothing: it counts signs and not columns.
  static let unwrapped = 100_000
  /// Where the parser begins to say what an argument is for.
  private static let column = 26

  /// A help text that was not wrapped.
  static func laidOut(_ help: String, columns: Int = Swift.min(Surroundings().width, 80)) -> String {
    help.split(separator: "\n", omittingEmptySubsequences: false).map { laidOut(line: String($0), columns) }
      .joined(separator: "\n")
  }

  private static func laidOut(line: String, _ columns: Int) -> String {
    for title in titles where line.hasPrefix(title.description) {
      let text = line.dropFirst(title.description.count)
      return wrapped(title == "USAGE: " ? usage(text) : String(text), behind: said(title), columns)
    }
    if let heading = headings.first(where: { $0.description == line }) { return said(heading) }
    if let more = line.wholeMatch(of: /\ \ See '(.*)' for detailed help\./) {
      return "  " + said("\(usage(more.output.1)) explains one of them.")
    }
    // A second way to start the program stands below the first.
    if line.hasPrefix(DisplayWidth.spaces(7) + "learnnn") {
      return DisplayWidth.spaces(DisplayWidth.columns(of: said("USAGE: "))) + usage(line.drop { $0 == " " })
    }
    guard line.hasPrefix("  ") else { return line.isEmpty ? line : wrapped(line, behind: "", columns) }
    // A label that reaches its column has a line to itself.
    guard line.dropFirst(column - 1).first == " " else { return usage(line[...]) }
    let label = usage(line.prefix(column)).replacing(" (default)", with: said(" (default)"))
    return wrapped(
      words(String(line.dropFirst(column))), behind: DisplayWidth.padded(label.trimmingEnd, to: column), columns)
  }

  /// What an argument is for, with the values that it takes.
  private static func words(_ text: String) -> String {
    if let fixed = sentences.first(where: { $0.description == text }) { return said(fixed) }
    if let found = text.wholeMatch(of: /(.*) \(values: (.*); default: (.*)\)/) {
      return said("\(found.output.1) (values: \(values(found.output.2)); default: \(found.output.3))")
    }
    if let found = text.wholeMatch(of: /(.*) \(values: (.*)\)/) {
      return said("\(found.output.1) (values: \(values(found.output.2)))")
    }
    if let found = text.wholeMatch(of: /(.*) \(default: (.*)\)/) {
      return said("\(found.output.1) (default: \(found.output.2))")
    }
    return text
  }

  /// What is typed, with the names of its values in words.
  static func usage(_ text: Substring) -> String { Surroundings.words.usage(String(text)) }

  private static func values(_ text: Substring) -> Phrase { .list(String(text).split(separator: ", ")) }

  /// A text beside a label, each of its further lines below its first.
  private static func wrapped(_ text: String, behind label: String, _ columns: Int) -> String {
    let margin = DisplayWidth.columns(of: label)
    let renderer = TerminalRenderer(width: max(columns - margin, 20))
    let lines = renderer.render(Document([.paragraph([.text(text)])])).split(separator: "\n")
    return label + lines.joined(separator: "\n" + DisplayWidth.spaces(margin))
  }

  /// What was wrong with the arguments, each line wrapped in the window.
  static func laidOut(error: String, columns: Int = Swift.min(Surroundings().width, 80)) -> String {
    error.split(separator: "\n").map { line in
      let margin = String(line.prefix { $0 == " " })
      return wrapped(String(line.dropFirst(margin.count)), behind: margin, columns)
    }.joined(separator: "\n")
  }

  /// What it says about wrong arguments.
  static func errorWords(_ message: String) -> String {
    let named = message.replacing(/<[a-z\-]+>/) { usage($0.output) }
    let words = errors.reduce(named) { $0.replacing($1.description, with: said($1)) }
    // Chinese quotes have their space in themselves.
    return Surroundings.words.language == "zh" ? words.replacing(/\ ?'([^']*)'\ ?/) { "“\($0.output.1)”" } : words
  }

  private static let titles: [Phrase] = ["OVERVIEW: ", "USAGE: "]
  private static let headings: [Phrase] = ["ARGUMENTS:", "OPTIONS:", "SUBCOMMANDS:", "ENVIRONMENT:"]
  private static let sentences: [Phrase] = ["Show help information.", "Show the version."]

  /// How it begins and joins what it says about wrong arguments; of two where one is in the other the longer is first.
  private static let errors: [Phrase] = [
    "Unknown option ", "Missing expected argument ", "Missing value for ", "Missing one of: ",
    "Missing required subcommand.", "Unexpected argument ", " unexpected arguments: ", "The value ", " is invalid for ",
    ". Did you mean ", ". Please provide one of ", "The option ", " does not take any value, but ", " was specified.",
    "Value to be set with flag ", " had already been set with flag ", "'?", "'.", "', '", "' or '", "' and '",
    "   or: ",
  ]
}

extension String {
  /// The text without the spaces at its end.
  fileprivate var trimmingEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
