import Notebook
import Stepping

extension RequestReader {
  /// Steps through a backward pass until it is left; the exit status when the program has to end.
  func walk(_ stepper: inout Stepper) -> ExitStatus? {
    begin(with: stepper.opening)
    while true {
      let request = next(
        footer: stepper.footer, keys: "nbgpeaiot?hq", openings: ["u": "u "], takesLine: stepper.expectsAnswer)
      switch request {
      case .text(let text):
        let outcome = stepper.handle(StepCommand(text))
        display.show(outcome.document)
        if outcome.isFinished { return nil }
      case .leave:
        display.show(stepper.handle(.leave).document)
        return nil
      case .end(let status): return status
      }
    }
  }
}
