import Documents
import Evaluation
import Judging
import LineEditing
import Notebook
import Source
import Tensors

/// Shows text for people: results on standard output, messages on standard error as `file:line:column: error: …`.
final class TextDisplay: Display {
  var presenter: Presenter
  var words: Translation {
    get { renderer.words }
    set { (renderer.words, errors.words) = (newValue, newValue) }
  }
  /// Takes what would be written to standard output; nil for standard output itself.
  var collects: ((String) -> Void)?
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
    case .event(.progress(let stage)): progress.show(stage, renderer)
    case .failure(let diagnostic), .event(.diagnostic(let diagnostic)):
      progress.clear(renderer, isOver: shown.endsProgress)
      StandardStream.errors.write(Message.text(of: diagnostic, errors))
    case .event, .document:
      progress.clear(renderer, isOver: shown.endsProgress)
      for piece in shown.pieces {
        (collects ?? StandardStream.output.write)(renderer.render(presenter.document(for: piece)))
      }
    }
  }

  func finish() { progress.clear(renderer) }
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
  /// Shows what one input says a screen at a time; nil where everything is written at once.
  var pager: Pager?
  /// Takes what would be written; nil for the terminal.
  var collects: ((String) -> Void)?
  /// Whether the terminal echoes keys, so that a Ctrl-C leaves its `^C` on the line.
  var echoesKeys = false
  private var progress: ProgressLine

  init(renderer: TerminalRenderer, progress: ProgressLine) {
    self.renderer = renderer
    self.progress = progress
  }

  func show(_ shown: Shown) {
    if case .event(.progress(let stage)) = shown {
      progress.show(stage, renderer)
      return
    }
    progress.clear(renderer, isOver: shown.endsProgress)
    if echoesKeys, case .failure(let diagnostic) = shown, diagnostic.code == .interrupted { Terminal.write("\n") }
    for piece in shown.pieces where shown.isDiagnostic || !Interruption.isRequested {
      write(renderer.render(presenter.document(for: piece)), isUrgent: shown.isDiagnostic)
    }
  }

  private func write(_ text: String, isUrgent: Bool) {
    if let collects { return collects(text) }
    guard let pager else { return Terminal.write(text) }
    pager.write(text, keys: renderer.render(line: [.text("— Enter goes on, q stops —", .dim)]), isUrgent: isUrgent)
  }

  func finish() { progress.clear(renderer) }
}

extension Shown {
  /// Whether it says that something is wrong.
  fileprivate var isDiagnostic: Bool {
    switch self {
    case .failure, .event(.diagnostic): true
    case .event, .document: false
    }
  }

  /// Whether what was under way is over: what is printed and remarked on the way comes between two stages.
  fileprivate var endsProgress: Bool {
    switch self {
    // What ends a training is said below its curve.
    case .event(.diagnostic(let diagnostic)): [.trainingEnded, .trainingStopped].contains(diagnostic.code)
    case .event(.print), .event(.progress): false
    case .event(.value), .failure, .document: true
    }
  }

  /// How much of a printed text is laid out at once, in bytes.
  private static let most = 1 << 15

  /// A long printed text in pieces of whole lines, so that Ctrl-C can end it between two of them; anything else as it is.
  ///
  /// A line so long that nobody reads it is cut as well.
  fileprivate var pieces: [Shown] {
    guard case .event(.print(let text)) = self, text.utf8.count > Self.most else { return [self] }
    var pieces: [Shown] = []
    var rest = text.utf8[...]
    while rest.count > Self.most {
      let near = rest.index(rest.startIndex, offsetBy: Self.most)
      guard let end = rest[near...].prefix(8 * Self.most).firstIndex(of: UInt8(ascii: "\n")) else {
        guard rest.count > 8 * Self.most, let cut = text[near...].indices.first else { break }
        pieces.append(.event(.print(String(text[rest.startIndex..<cut]))))
        rest = text[cut...].utf8
        continue
      }
      pieces.append(.event(.print(String(Substring(rest[..<end])))))
      rest = rest[rest.index(after: end)...]
    }
    return pieces + [.event(.print(String(Substring(rest))))]
  }
}
