import Documents
import Evaluation
import Notebook
import Source

/// Shows a page, which is written when everything is on it.
final class HTMLDisplay: Display {
  var presenter = Presenter(width: 80)
  var words = Translation.english
  private var page = Document()

  func show(_ shown: Shown) {
    if case .event(.progress(let stage)) = shown, !stage.isFinal { return }
    page.append(presenter.document(for: shown))
  }

  func finish() {
    guard !page.isEmpty else { return }
    StandardStream.output.write(
      """
      <!doctype html>
      <html lang="\(words.language)">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>learnnn</title>
      <style>
      \(HTMLRenderer.stylesheet)
      </style>
      </head>
      <body>
      \(HTMLRenderer(words: words).render(page))</body>
      </html>

      """)
    page = Document()
  }
}
