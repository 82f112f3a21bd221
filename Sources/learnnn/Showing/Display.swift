import Documents
import Notebook
import Source

/// Where what a session shows goes: text, JSON or HTML.
///
/// A display is used by one thread at a time: by the one that computes, while the main thread waits for it.
protocol Display: AnyObject {
  /// How values are laid out; only texts look at it.
  var presenter: Presenter { get set }
  /// The language of the words.
  var words: Translation { get set }

  /// Shows something.
  func show(_ shown: Shown)

  /// Ends what was begun, such as a line that is still being rewritten, or the page.
  func finish()
}

extension Display {
  /// Shows a document.
  func show(_ document: Document) { show(.document(document)) }
}
