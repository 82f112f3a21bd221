/// Where the session's lines come from: an edited terminal, or a plain stream of lines.
///
/// A reader belongs to the main thread: libedit and the terminal's settings are process-wide.
package protocol LineReader: AnyObject {
  /// Whether somebody sits in front of it, so that waiting for a key makes sense.
  var isInteractive: Bool { get }

  /// Reads one input of one or more rows, with `prefill` already typed.
  func readLine(prompt: Prompt, prefill: String) -> LineInput

  /// Waits for one key, which is not shown.
  func readKey() -> Key

  /// Whether a key comes within so many milliseconds, where keys come one by one.
  func typesMore(within milliseconds: Int32) -> Bool

  /// Returns the complaints gathered so far, and forgets them.
  func takeWarnings() -> [Complaint]
}

extension LineReader {
  /// Lines come whole.
  package func typesMore(within milliseconds: Int32) -> Bool { false }

  /// Reads one input into an empty line.
  package func readLine(prompt: Prompt) -> LineInput { readLine(prompt: prompt, prefill: "") }
}

/// How reading a line ended.
package enum LineInput: Equatable, Sendable {
  /// The text without its last newline; rows are separated by newlines.
  case line(String)

  /// Ctrl-C: the line is dropped.
  case interrupted

  /// Ctrl-D on an empty line, or the end of the file.
  case endOfFile

  /// The process was asked to end by this signal; the exit status is 128 plus its number.
  case terminated(signal: Int32)
}

/// One key of the stepper's keyboard.
package enum Key: Equatable, Sendable {
  case enter, space, escape, tab, backspace, delete
  case up, down, left, right, home, end, pageUp, pageDown
  case character(Character)

  /// Ctrl-U.
  case eraseLine

  /// Ctrl-C.
  case interrupt

  /// Ctrl-D, or the end of the file.
  case endOfFile

  /// The process was stopped and continued, or the window has a new size: what is on the screen may be stale.
  case redraw

  /// The process was asked to end by this signal.
  case terminated(signal: Int32)
}

/// The text before the input and its colour.
package struct Prompt: Equatable, Sendable {
  /// What stands before the input, without the space that follows it: `nn›`.
  package var text: String

  /// Parameters of an SGR sequence: `1;36`.
  package var style: String

  /// Creates a prompt.
  package init(_ text: String, style: String = "") {
    self.text = text
    self.style = style
  }
}
