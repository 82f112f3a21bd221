import Documents
import Evaluation
import LineEditing
import Notebook
import Source

/// Tells how far a long computation is: in one line that is written over, or in a new line every few seconds.
struct ProgressLine {
  /// How wide the line may be.
  var width: Int
  private let rewrites: Bool
  private var isShown = false
  private var lastShown = -Double.infinity
  private var begun: Double?

  /// Makes a line; one that is not rewritten goes to standard error, so that results stay the same on every machine.
  init(rewrites: Bool, width: Int) {
    self.rewrites = rewrites
    self.width = width
  }

  /// Shows a stage; what is over stays, and what is under way is shown now and then.
  mutating func show(_ stage: Progress, _ words: Translation) {
    let text = words(Presenter.text(of: stage))
    if stage.isFinal {
      clear()
      StandardStream.output.write(text + "\n")
      return
    }
    let now = Clock.seconds()
    if rewrites {
      guard now - lastShown >= 0.1 else { return }
      Terminal.write("\r" + DisplayWidth.truncated(text, to: width - 1, ellipsis: "") + "\u{1B}[K")
      isShown = true
    } else {
      // A short computation says nothing on its way.
      let start = begun ?? now
      begun = start
      guard now - Swift.max(start, lastShown) >= 5 else { return }
      StandardStream.errors.write(text + "\n")
    }
    lastShown = now
  }

  /// Takes the line off the screen.
  mutating func clear() {
    begun = nil
    lastShown = -Double.infinity
    guard isShown else { return }
    isShown = false
    Terminal.write("\r\u{1B}[K")
  }
}
