import Documents
import Evaluation
import Notebook

/// Shows a page, which is written when everything is on it.
final class HTMLDisplay: Display {
  var presenter = Presenter(width: 80)
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
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>learnnn</title>
      <style>
      \(HTMLRenderer.stylesheet)
      </style>
      </head>
      <body>
      \(HTMLRenderer().render(page))</body>
      </html>

      """)
    page = Document()
  }
}
