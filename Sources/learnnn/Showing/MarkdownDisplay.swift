import Documents
import Notebook
import Source

/// Shows Markdown.
final class MarkdownDisplay: Display {
  var presenter = Presenter(width: 80)
  var words = Translation.english

  func show(_ shown: Shown) {
    StandardStream.output.write(MarkdownRenderer(words: words).render(presenter.document(for: shown)))
  }

  func finish() {}
}
