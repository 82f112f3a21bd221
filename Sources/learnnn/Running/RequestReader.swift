import Documents
import LineEditing

/// Reads what the stepper, or a descent, is asked for: single keys, and short lines for what needs more than a key.
///
/// Below what is shown stands a line that names the keys; it gives way to what comes next.
final class RequestReader {
  /// What was asked for.
  enum Request: Equatable {
    /// A key's or a line's text, as the stepper reads it.
    case text(String)
    /// Ctrl-C, Escape or the end of the input.
    case leave
    /// A signal ended the program.
    case end(ExitStatus)
  }

  private let reader: any LineReader
  private let hasKeys: Bool
  let display: PromptDisplay

  init(_ reader: any LineReader, hasKeys: Bool, display: PromptDisplay) {
    self.reader = reader
    self.hasKeys = hasKeys
    self.display = display
  }

  /// Waits for a request.
  ///
  /// - Parameters:
  ///   - footer: The line that names the keys.
  ///   - keys: The characters that are requests by themselves; any other begins a line.
  ///   - openings: What some of the others begin a line with: `u` the text `u `.
  ///   - takesLine: Whether an answer is awaited, which is typed in full.
  func next(footer: [Inline], keys: String, openings: [Character: String], takesLine: Bool) -> Request {
    if !hasKeys { return nextLine(footer) }
    var isFooterShown = false
    while true {
      if !isFooterShown {
        showFooter(footer)
        isFooterShown = true
      }
      let key = reader.readKey()
      if key == .redraw {
        isFooterShown = false
        eraseFooter()
        continue
      }
      defer { eraseFooter() }
      switch key {
      case .enter, .space, .right, .down, .pageDown: return .text("")
      case .left, .up, .pageUp, .backspace: return .text("b")
      case .home: return .text("1")
      case .end: return .text("a")
      case .escape, .interrupt, .endOfFile: return .leave
      case .terminated(let signal): return .end(.terminated(by: signal))
      case .character(let character):
        if keys.contains(character), !takesLine || character == "q" { return .text(String(character)) }
        eraseFooter()
        if let request = typedLine(startingWith: openings[character] ?? String(character)) { return request }
        isFooterShown = false
      case .tab, .delete, .redraw: isFooterShown = false
      }
    }
  }

  /// Reads a line on a terminal without single keys.
  private func nextLine(_ footer: [Inline]) -> Request {
    display.show(Document([.lines([footer])]))
    switch reader.readLine(prompt: Prompt(">"), prefill: "") {
    case .line(let text): return .text(text)
    case .interrupted, .endOfFile: return .leave
    case .terminated(let signal): return .end(.terminated(by: signal))
    }
  }

  /// Lets the rest of a line be typed; nil when it is given up.
  private func typedLine(startingWith start: String) -> Request? {
    var text = start
    Terminal.write("  " + text)
    while true {
      switch reader.readKey() {
      case .enter:
        erase(text)
        return .text(text)
      case .character(let character): append(character, to: &text)
      case .space: append(" ", to: &text)
      case .backspace:
        guard let last = text.popLast() else { continue }
        let columns = DisplayWidth.columns(of: last)
        Terminal.write(String(repeating: "\u{8} \u{8}", count: columns))
        if text.isEmpty {
          erase(text)
          return nil
        }
      case .escape, .interrupt:
        erase(text)
        return nil
      case .endOfFile: return .leave
      case .terminated(let signal): return .end(.terminated(by: signal))
      default: continue
      }
    }
  }

  private func append(_ character: Character, to text: inout String) {
    guard DisplayWidth.columns(of: text) + 4 < display.renderer.width else { return }
    text.append(character)
    Terminal.write(String(character))
  }

  /// What was typed stays for a screen reader, which cannot take it back.
  private func erase(_ text: String) { Terminal.write(display.renderer.accessible ? "\n" : "\r\u{1B}[K") }

  private func showFooter(_ footer: [Inline]) {
    if display.renderer.accessible {
      display.show(Document([.lines([footer])]))
    } else {
      let room = display.renderer.width - 3
      let text = DisplayWidth.truncated(footer.plainText, to: room, ellipsis: "")
      Terminal.write("  " + display.renderer.render(line: [.text(text, .dim)]))
    }
  }

  private func eraseFooter() {
    if !display.renderer.accessible { Terminal.write("\r\u{1B}[K") }
  }
}
