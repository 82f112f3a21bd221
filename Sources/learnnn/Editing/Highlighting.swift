import Documents
import LineEditing
import Notebook
import Source
import Syntax

/// The colours of the input line: those that code has in documents.
struct Highlighting {
  private var styles: [SyntaxColouring.Category: String] = [:]

  init(_ renderer: TerminalRenderer) {
    for category in SyntaxColouring.Category.allCases {
      styles[category] = renderer.style(of: CodeColours.role(of: category))
    }
  }

  /// The coloured runs of a text.
  func runs(in text: String) -> [StyledRun] {
    SyntaxColouring.runs(text).compactMap { run in
      guard let style = styles[run.category], !style.isEmpty else { return nil }
      return StyledRun(run.span.lower..<run.span.upper, style: style)
    }
  }
}

extension TerminalRenderer {
  /// The parameters of the SGR sequence that gives text a role: `1;34`; empty where there are no colours.
  func style(of role: Role) -> String {
    let text = render(line: [.text("x", role)])
    guard text.hasPrefix("\u{1B}["), let end = text.firstIndex(of: "m") else { return "" }
    return String(text[..<end].dropFirst(2))
  }
}
