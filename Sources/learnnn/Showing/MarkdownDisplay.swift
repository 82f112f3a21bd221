import Documents
import Notebook

/// Shows Markdown.
final class MarkdownDisplay: Display {
  var presenter = Presenter(width: 80)

  func show(_ shown: Shown) {
    StandardStream.output.write(MarkdownRenderer().render(presenter.document(for: shown)))
  }

  func finish() {}
}
