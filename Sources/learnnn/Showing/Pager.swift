import LineEditing

/// Shows what one input says a screen at a time, and waits for a key below each.
final class Pager {
  /// What somebody began to type instead of reading on: it belongs to the next input.
  private(set) var typed = ""
  /// How the program was asked to end.
  private(set) var end: ExitStatus?
  private var pages: Pages
  private let editor: LineEditor
  /// Whether the rest is not wanted, or wanted without another stop.
  private(set) var isStopped = false
  private var isHurried = false

  init(_ pages: Pages, _ editor: LineEditor) {
    self.pages = pages
    self.editor = editor
  }

  /// Writes a text of whole rows, and stops where a screen is full; `keys` is the line that says how to go on.
  ///
  /// What must be seen, such as an error, is written even when the rest is not wanted.
  func write(_ text: String, keys: String, isUrgent: Bool) {
    if isStopped {
      if isUrgent { Terminal.write(text) }
      return
    }
    var rows = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    let end = rows.last?.isEmpty == true ? "\n" : ""
    if !end.isEmpty { rows.removeLast() }
    while !rows.isEmpty, !isStopped {
      if isHurried {
        Terminal.write(rows.joined(separator: "\n") + end)
        return
      }
      if let part = pages.next(&rows) {
        Terminal.write(part.joined(separator: "\n") + (rows.isEmpty ? end : "\n"))
      } else {
        wait(keys)
        pages.turn()
      }
    }
  }

  /// Waits until the screen was read; what was typed ahead says that nobody waits for it.
  private func wait(_ keys: String) {
    guard !editor.hasTypedAhead else {
      isHurried = true
      return
    }
    Terminal.write(keys)
    defer { Terminal.write("\r\u{1B}[K") }
    while true {
      switch editor.readKey() {
      case .enter, .space, .down, .right, .pageDown: return
      case .character("q"), .escape, .interrupt, .endOfFile:
        isStopped = true
        return
      case .terminated(let signal):
        (isStopped, end) = (true, .terminated(by: signal))
        return
      case .character(let character):
        (isHurried, typed) = (true, String(character))
        return
      default: continue
      }
    }
  }
}
