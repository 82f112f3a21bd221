import Documents
import LineEditing
import Notebook
import Source
import Stepping

/// A walk on a window of its own: each key changes the picture and the words, and nothing scrolls.
extension RequestReader {
  /// Walks in place until it is left; the steps taken then stay below as text.
  func walkInPlace(_ walk: inout some Walk) -> ExitStatus? {
    walk.isInPlace = true
    Terminal.showStage(true)
    var status: ExitStatus?
    var remark: [Inline] = []
    var page = 0
    // A word whose first letter has acted already.
    var word: String?
    var (letter, isDrawn) = ("", false)
    loop: while true {
      if !isDrawn { draw(walk, remark, page) }
      isDrawn = false
      switch word.map({ .text($0) }) ?? nextInPlace(walk, remark, page) {
      case .text(WalkKey.more.sign):
        word = nil
        if hasMore { page += 1 } else { remark = Self.nothingMore.remark(in: display.words) }
      case .text(let text):
        let before = walk
        let outcome = walk.handle(text: Session.foldedInput(text))
        if outcome.isFinished {
          letter = text
          break loop
        }
        remark = outcome.isRemark ? outcome.document.remark(in: display.words) : []
        if !outcome.isRemark { page = 0 }
        draw(walk, remark, page)
        isDrawn = true
        word = word == nil ? self.word(from: text, in: before) : nil
        if word != nil { walk = before }
      case .redraw: continue
      case .leave: break loop
      case .end(let ending):
        status = ending
        break loop
      }
    }
    Terminal.showStage(false)
    display.renderer.width = windowSize().columns
    display.show(walk.record)
    // The rest of `quit` is not for the prompt.
    _ = self.word(from: letter, in: walk)
    return status
  }

  private func nextInPlace(_ walk: some Walk, _ remark: [Inline], _ page: Int) -> Request {
    while true {
      switch Keystroke(nextKey(), in: walk) {
      case .request(let request): return request
      case .nothing: continue
      case .begins(let start):
        clearKeys()
        let request = typedLine(startingWith: start, stays: false, isAnswer: walk.expectsAnswer) { [self] text in
          draw(walk, remark, page)
          clearKeys()
          Terminal.write("  " + text)
        }
        if let request { return request }
        draw(walk, remark, page)
      }
    }
  }

  /// The whole window in one piece, so that no half of a picture is ever seen.
  private func draw(_ walk: some Walk, _ remark: [Inline], _ page: Int) {
    // Whoever was stopped has left the stage.
    Terminal.showStage(true)
    let size = windowSize()
    display.renderer.width = size.columns
    let stage = walk.stage(columns: size.columns, rows: size.rows)
    var keys = keyLines(walk.footer, below: remark)
    var screen = stage.screen(display.renderer, rows: size.rows, keeping: keys.count, page: page)
    if screen.isPaged {
      keys = keyLines(walk.keyLine(isPaged: true), below: remark)
      screen = stage.screen(display.renderer, rows: size.rows, keeping: keys.count, page: page)
    }
    (keyRows, hasMore) = (keys.count, screen.isPaged)
    let text = (screen.lines + keys).map { $0 + "\u{1B}[K" }.joined(separator: "\r\n")
    Terminal.write(Self.begin + "\u{1B}[H" + text + "\u{1B}[J" + Self.end)
  }

  /// Makes the rows of the keys free for a line that is typed.
  private func clearKeys() {
    Terminal.write("\u{1B}[\(Swift.max(windowSize().rows - keyRows + 1, 1));1H\u{1B}[J")
  }

  private static let nothingMore = Document([.paragraph([.text("everything is on the screen already")])])

  /// A terminal that knows these shows what is written between them at once.
  private static let begin = "\u{1B}[?2026h"
  private static let end = "\u{1B}[?2026l"
}
