import Documents
import Judging
import Source

/// A message for standard error: its place first, as editors and build tools read it, then everything else.
enum Message {
  static func text(of diagnostic: Diagnostic, _ renderer: TerminalRenderer) -> String {
    let source = diagnostic.source?.name ?? ""
    // What one command asks for is a line without a place.
    let position = source == "line" ? nil : diagnostic.position
    let place = position.map { "\(source):\($0.line):\($0.column)" } ?? "learnnn"
    let role: Role =
      switch diagnostic.severity {
      case .error: .error
      case .warning: .warning
      case .note: .note
      }
    let head: [Inline] = [
      .text("\(place): "), .text("\(diagnostic.severity.word): ", role),
      // Where no colour tells code from words, its backticks stay.
      renderer.color == .none
        ? .text(diagnostic.title, .strong) : .styled(.strong, .sentence(renderer.words(diagnostic.title))),
      .text(" [\(diagnostic.code.name)]", .dim),
    ]
    // Laid out without its title and its place, which the first line has told.
    var rest = diagnostic
    rest.title = ""
    rest.source = diagnostic.source.map { SourceText($0.text, name: "input", firstLine: $0.firstLine) }
    let layout = renderer.render(Document([.diagnostic(rest)]))
    let below = layout.drop { $0 != "\n" }.dropFirst()
    return renderer.render(line: head) + "\n" + below
  }
}
