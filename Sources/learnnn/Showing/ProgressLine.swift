import Documents
import Evaluation
import LineEditing
import Notebook
import Source
import Stepping

/// Tells how far a long computation is: in one line that is written over, or in a new line every few seconds; a training
/// in a large window as its curve, which keeps its place while it runs and stays as text.
struct ProgressLine {
  private let rewrites: Bool
  private var isShown = false
  private var lastShown = -Double.infinity
  private var begun: Double?
  private var picture = TrainingPicture()

  /// Makes a line; one that is not rewritten goes to standard error, so that results stay the same on every machine.
  init(rewrites: Bool) { self.rewrites = rewrites }

  /// Shows a stage; what is over stays, and what is under way is shown now and then.
  mutating func show(_ stage: Progress, _ renderer: TerminalRenderer) {
    if rewrites, TrainingCurve.shows(stage), TrainingPicture.fits {
      erase()
      picture.show(stage, renderer)
      return
    }
    picture.end(renderer)
    let text = renderer.words(Presenter.text(of: stage))
    if stage.isFinal {
      clear(renderer)
      StandardStream.output.write(text + "\n")
      return
    }
    let now = Clock.seconds()
    if rewrites {
      guard now - lastShown >= 0.1 else { return }
      let width = Terminal.size().columns
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

  /// Makes room for something else: a line is taken off the screen; a picture too when its training goes on, else it stays.
  mutating func clear(_ renderer: TerminalRenderer, isOver: Bool = true) {
    if isOver || picture.isComplete { picture.end(renderer) } else { picture.erase() }
    begun = nil
    lastShown = -Double.infinity
    erase()
  }

  private mutating func erase() {
    guard isShown else { return }
    isShown = false
    Terminal.write("\r\u{1B}[K")
  }
}

/// A training's curve in its place above the cursor.
private struct TrainingPicture {
  private var curve: TrainingCurve?
  /// The columns of the lines on the screen.
  private var shown: [Int] = []
  private var lastShown = -Double.infinity
  private var isCurrent = true

  /// The most columns of the picture; with them its height leaves room for the words in a window of 24 rows.
  private static let widest = 56

  /// Whether the window holds it.
  static var fits: Bool {
    let size = Terminal.size()
    return Stage.fits(columns: size.columns, rows: size.rows)
  }

  /// Takes a stage in, and draws the picture some ten times a second.
  mutating func show(_ stage: Progress, _ renderer: TerminalRenderer) {
    if let curve, !curve.goesOn(with: stage) {
      // Of several trainings the last one is a picture.
      erase()
      if let summary = curve.summary { Terminal.write(renderer.words(summary) + "\r\n") }
      self.curve = nil
    }
    curve = curve ?? TrainingCurve()
    curve?.add(stage)
    isCurrent = false
    let now = Clock.seconds()
    guard now - lastShown >= 0.1 else { return }
    draw(renderer)
    lastShown = now
  }

  /// Whether the training is over: what is printed from then on stands below its picture.
  var isComplete: Bool { curve?.isComplete ?? false }

  /// Leaves the last picture where it is.
  mutating func end(_ renderer: TerminalRenderer) {
    guard curve != nil else { return }
    if !isCurrent || shown.isEmpty { draw(renderer) }
    (curve, shown, lastShown) = (nil, [], -.infinity)
  }

  /// Takes the picture off the screen until it is drawn again.
  mutating func erase() {
    Terminal.write(eraser)
    shown = []
    lastShown = -.infinity
  }

  /// Back to the first line of the picture; in a window that became narrower its lines take more rows.
  private var eraser: String {
    guard !shown.isEmpty else { return "" }
    let size = Terminal.size()
    let rows = shown.reduce(0) { $0 + Swift.max(($1 + size.columns - 1) / size.columns, 1) }
    return "\r\u{1B}[\(Swift.min(rows, size.rows - 1))A\u{1B}[J"
  }

  private mutating func draw(_ renderer: TerminalRenderer) {
    guard let curve else { return }
    let size = Terminal.size()
    var renderer = renderer
    renderer.width = Swift.min(size.columns, Self.widest)
    let text = renderer.render(curve.document(in: renderer.words))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().suffix(size.rows - 1)
    // A terminal that knows the marks around it shows it at once.
    Terminal.write(
      "\u{1B}[?2026h" + eraser + lines.map { $0 + "\r\n" }.joined() + "\u{1B}[?2026l")
    shown = lines.map { _ in renderer.width }
    isCurrent = true
  }
}
