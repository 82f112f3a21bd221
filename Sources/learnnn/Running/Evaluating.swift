import Evaluation
import Notebook
import Source

extension Session {
  /// Takes an input on a thread with a large stack, while the calling thread waits.
  mutating func submit(_ text: String, to display: any Display) -> [Effect] {
    display.presenter = presenter
    let effects = StackBounds.runOnLargeStack { submit(text) { display.show($0) } }
    display.finish()
    return effects
  }
}
