import Notebook
import Source

/// Shows one JSON object a line, in order, messages among them.
final class JSONDisplay: Display {
  var presenter = Presenter(width: 80)
  var words = Translation.english

  func show(_ shown: Shown) {
    if let line = EventJSON.line(for: shown, in: words) { StandardStream.output.write(line + "\n") }
  }

  func finish() {}
}
