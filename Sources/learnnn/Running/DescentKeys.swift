import Notebook
import Stepping

extension RequestReader {
  /// Walks down a function until it is left; the exit status when the program has to end.
  func walk(_ descent: inout Descent) -> ExitStatus? {
    begin(with: descent.opening)
    while true {
      let request = next(footer: descent.footer, keys: "nbg+-?q", openings: ["r": "r "], takesLine: false)
      switch request {
      case .text(let text):
        let outcome = descent.handle(Descent.Command(text))
        display.show(outcome.document)
        if outcome.isFinished { return nil }
      case .leave: return nil
      case .end(let status): return status
      }
    }
  }
}
