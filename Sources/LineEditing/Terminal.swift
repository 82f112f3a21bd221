import CEditline

/// The rim: questions about the terminal behind a file descriptor, and writing to it.
package enum Terminal {
  /// Returns whether the file descriptor is a terminal.
  package static func isTerminal(_ descriptor: Int32) -> Bool { System.isTerminal(descriptor) }

  /// Returns whether `TERM` names a terminal that understands escape sequences.
  package static var understandsEscapes: Bool {
    guard let term = System.environment("TERM") else { return false }
    return !term.isEmpty && term != "dumb"
  }

  /// Returns the size of the window, or of the classic 80 by 24 when there is none.
  package static func size(of descriptor: Int32 = 1) -> (columns: Int, rows: Int) {
    let size = System.windowSize(of: descriptor)
    return (size.columns > 1 ? size.columns : 80, size.rows > 0 ? size.rows : 24)
  }

  /// Writes to standard output at once and remembers whether the last line was ended.
  ///
  /// Output that comes by this way makes the next prompt start on a fresh line. A terminal that has vanished is ignored.
  package static func write(_ text: String) {
    if text.isEmpty { return }
    _ = ce_at_line_start(endsLine(text) ? 1 : 0)
    System.write(text, to: 1)
  }

  /// Goes to the terminal's other screen, or back; when the process stops or ends it goes back by itself.
  package static func showStage(_ isShown: Bool) {
    _ = ce_at_line_start(0)
    ce_tty_stage(isShown ? 1 : 0)
  }

  /// Returns whether the cursor is in column 0 of an empty line after the text; colour changes do not move it.
  static func endsLine(_ text: String) -> Bool {
    var scalars = text.unicodeScalars[...]
    var erased = false
    while let last = scalars.last, last == "m" || last == "K" {
      guard let escape = scalars.lastIndex(of: "\u{1B}") else { break }
      let body = scalars[escape...].dropFirst().dropLast()
      guard body.first == "[", body.dropFirst().allSatisfy({ ("0"..."9").contains($0) || $0 == ";" }) else { break }
      erased = erased || last == "K"
      scalars = scalars[..<escape]
    }
    return scalars.last == "\n" || (erased && scalars.last == "\r")
  }
}
