import CEditline

/// Lines without editing: from a pipe or a file, or on a terminal that understands no escape sequences.
///
/// Writes nothing but a prompt, and that only where somebody sees it. Rows of an unfinished input are joined as they
/// come; at the end of the file an unfinished input is returned as it is, for the parser to complain about.
package final class PlainLines: LineReader {
  /// Whether input and output are a terminal; only then there are prompts.
  package let isInteractive: Bool

  /// Whether the input needs more rows.
  package var isUnfinished: (String) -> Bool

  private let signals: Int32
  private var bytes: [UInt8] = []
  private var position = 0
  private var hasEnded = false

  /// Creates a reader of standard input.
  package init(isUnfinished: @escaping (String) -> Bool) {
    self.isUnfinished = isUnfinished
    isInteractive = Terminal.isTerminal(0) && Terminal.isTerminal(1)
    signals = ce_signals_install(0)
    _ = System.useUTF8()
  }

  /// Reads one input; a prefilled text cannot be edited here and is ignored.
  package func readLine(prompt: Prompt, prefill: String) -> LineInput {
    Interrupts.clear()
    ce_set_reading(1)
    defer { ce_set_reading(0) }
    if isInteractive {
      ce_flush_stdio()
      Terminal.write((ce_at_line_start(-1) == 0 ? "\n" : "") + prompt.text + " ")
    }
    var text: String?
    while true {
      switch readRow() {
      case .interrupted: return finished(.interrupted)
      case .endOfFile: return finished(text.map { .line($0) } ?? .endOfFile)
      case .terminated(let signal): return finished(.terminated(signal: signal))
      case .line(let row):
        _ = ce_at_line_start(1)
        if let before = text, row.utf8.allSatisfy({ $0 == UInt8(ascii: " ") }), isInteractive { return .line(before) }
        let joined = text.map { $0 + "\n" + row } ?? row
        if !isUnfinished(joined) { return .line(joined) }
        text = joined
        if isInteractive { Terminal.write(String(repeating: " ", count: displayWidth(prompt.text) + 1)) }
      }
    }
  }

  /// Reads a line and takes its first character for the key; an empty line is Enter.
  package func readKey() -> Key {
    ce_set_reading(1)
    defer { ce_set_reading(0) }
    switch readRow() {
    case .interrupted: return .interrupt
    case .endOfFile: return .endOfFile
    case .terminated(let signal): return .terminated(signal: signal)
    case .line(let row):
      guard let first = row.first else { return .enter }
      return first == " " ? .space : .character(first)
    }
  }

  /// Returns nothing: there is nothing here that could fail quietly.
  package func takeWarnings() -> [Complaint] { [] }

  /// Somebody who ended the input without Enter has left the cursor behind the prompt.
  private func finished(_ input: LineInput) -> LineInput {
    if isInteractive { Terminal.write("\n") }
    return input
  }

  /// Reads up to the next newline or the end of the file.
  private func readRow() -> LineInput {
    var row: [UInt8] = []
    while true {
      if let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) {
        row += bytes[position..<end]
        position = end + 1
        if row.last == UInt8(ascii: "\r") { row.removeLast() }
        return .line(String(decoding: row, as: UTF8.self))
      }
      row += bytes[position...]
      bytes = []
      position = 0
      if hasEnded { return row.isEmpty ? .endOfFile : .line(String(decoding: row, as: UTF8.self)) }
      switch ArrivedSignal.take() {
      case .interrupt: return .interrupted
      case .termination(let signal): return .terminated(signal: signal)
      case .resume, .resize, nil: break
      }
      guard let ready = System.wait(for: [0, signals], milliseconds: -1), ready[0], let more = System.read(0) else {
        continue
      }
      bytes = more
      hasEnded = more.isEmpty
    }
  }
}
