import Documents
import Evaluation
package import Source

/// What a run shows, as plain text of 80 columns and as its pictures.
package final class OutputText {
  /// What was shown, but for the progress on the way.
  package private(set) var shown: [Shown] = []

  /// Makes an empty one.
  package init() {}

  /// Takes something that was shown.
  package func add(_ shown: Shown) {
    if case .event(.progress(let stage)) = shown {
      guard stage.isFinal else { return }
    }
    self.shown.append(shown)
  }

  /// Whether an `output` block agrees with what was shown, as `learnnn check` compares it.
  package func agrees(with block: String, digits: Int?) -> Bool {
    let lines = OutputLines(digits: digits)
    for shown in shown { lines.add(shown) }
    return lines.agree(with: block)
  }

  /// The text as an `output` block holds it; a picture is a line `…` there, or drawn with characters.
  package func text(digits: Int?, withPictures: Bool = false, in words: Translation = .english) -> String {
    let presenter = Presenter(width: 80, digits: digits)
    let renderer = TerminalRenderer(width: 80, color: .none, words: words)
    var text = ""
    for shown in shown {
      for part in DocumentParts.split(presenter.document(for: shown)) {
        switch part {
        case .text(let document): text += renderer.render(document)
        case .figure(let figure): text += withPictures ? renderer.render(Document([.figure(figure)])) : "…\n"
        }
      }
    }
    return text
  }
}
