import LineEditing
import Notebook
import Source
import Syntax

/// A session whose lines come from a pipe or a file: no banner, no prompt, and it goes on after an error.
struct PipedRepl {
  private var session: Session
  private let display: any Display
  private let reader = PlainLines { Parser.parse(SourceText($0)).isUnfinished }

  init(_ session: Session, _ display: any Display) {
    self.session = session
    self.display = display
  }

  /// Runs to the end of the input, or to `:quit`.
  func run() -> ExitStatus {
    var session = session
    var line = 1
    while true {
      reader.isUnfinished = session.bareAnswers.isUnfinished
      switch reader.readLine(prompt: Prompt(session.prompt), prefill: "") {
      case .line(let text):
        let firstLine = line
        line += text.utf8.count { $0 == UInt8(ascii: "\n") } + 1
        for effect in session.submit(text, firstLine: firstLine, to: display) {
          if case .quit = effect { return end(session) }
        }
        if session.lastFailure?.code == .interrupted { return .interrupted }
      case .endOfFile: return end(session)
      case .interrupted: return .interrupted
      case .terminated(let signal): return .terminated(by: signal)
      }
    }
  }

  private func end(_ session: Session) -> ExitStatus { session.hasFailed ? .failed : .fine }
}
