import ArgumentParser
import Source

/// How output is written.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json, html
}

/// Whether output has colours.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
  case auto, always, never
}

/// What several subcommands take.
struct OutputOptions: ParsableArguments {
  @Option(help: .said("How output is written: text, json (one object a line) or html."))
  var format = OutputFormat.text

  @Option(help: .said("Whether output has colours: auto, always or never."))
  var color = ColorChoice.auto

  @Flag(help: .said("Write for a screen reader: no boxes, no pictures, words for symbols."))
  var accessible = false
}
