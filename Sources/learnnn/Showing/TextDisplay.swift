import Documents
import Evaluation
import LineEditing
import Notebook
import Source

/// Shows text for people: results on standard output, messages on standard error as `file:line:column: error: …`.
final class TextDisplay: Display {
  var presenter: Presenter
  var words: Translation {
    get { renderer.words }
    set { (renderer.words, errors.words) = (newValue, newValue) }
  }
  private var renderer: TerminalRenderer
  private var errors: TerminalRenderer
  private var progress: ProgressLine

  init(renderer: TerminalRenderer, errors: TerminalRenderer, progress: ProgressLine) {
    self.renderer = renderer
    self.errors = errors
    self.progress = progress
    presenter = Presenter(width: renderer.width)
  }

  func show(_ shown: Shown) {
    switch shown {
    case .event(.progress(let stage)): progress.show(stage, words)
    case .failure(let diagnostic), .event(.diagnostic(let diagnostic)):
      progress.clear()
      StandardStream.errors.write(Message.text(of: diagnostic, errors))
    case .event, .document:
      progress.clear()
      StandardStream.output.write(renderer.render(presenter.document(for: shown)))
    }
  }

  func finish() { progress.clear() }
}

/// Shows text at the prompt, where messages stand among the results.
final class PromptDisplay: Display {
  var presenter = Presenter(width: 80)
  /// How documents are written; its width follows the window.
  var renderer: TerminalRenderer
  var words: Translation {
    get { renderer.words }
    set { renderer.words = newValue }
  }
  /// Whether the terminal echoes keys, so that a Ctrl-C leaves its `^C` on the line.
  var echoesKeys = false
  private var progress: ProgressLine

  init(renderer: TerminalRenderer, progress: ProgressLine) {
    self.renderer = renderer
    self.progress = progress
  }

  func show(_ shown: Shown) {
    if case .event(.progress(let stage)) = shown {
      progress.width = renderer.width
      progress.show(stage, words)
      return
    }
    progress.clear()
    if echoesKeys, case .failure(let diagnostic) = shown, diagnostic.code == "interrupted" { Terminal.write("\n") }
    Terminal.write(renderer.render(presenter.document(for: shown)))
  }

  func finish() { progress.clear() }
}
