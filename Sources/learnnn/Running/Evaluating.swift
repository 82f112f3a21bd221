import Evaluation
import Notebook
import Source
import Stepping
import Syntax

extension Session {
  /// Takes an input on a thread with a large stack, while the calling thread waits.
  mutating func submit(
    _ text: String, source: String = "input", firstLine: Int = 1, to display: any Display
  ) -> [Effect] {
    display.speak(as: self)
    let effects = StackBounds.runOnLargeStack {
      submit(text, source: source, firstLine: firstLine) { display.show($0) }
    }
    display.words = words
    display.finish()
    return effects
  }

  /// Takes back a walk likewise.
  mutating func walked(_ stepper: Stepper, to display: any Display) {
    display.speak(as: self)
    StackBounds.runOnLargeStack { walked(stepper) { display.show($0) } }
    display.words = words
    display.finish()
  }

  /// Takes a line of a script likewise.
  mutating func submit(line: Program, by author: World.Author, to display: any Display) -> [Effect] {
    display.speak(as: self)
    let effects = StackBounds.runOnLargeStack { submit(line: line, by: author) { display.show($0) } }
    display.words = words
    display.finish()
    return effects
  }
}

extension Display {
  /// Shows values and says words as a session has it set.
  func speak(as session: Session) {
    presenter = session.presenter
    words = session.words
  }
}
