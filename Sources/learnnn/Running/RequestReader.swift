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
  /// The last of the lines that cannot be taken back: it is not repeated.
  private var lastFooter: [Inline] = []
  /// How many rows the line that names the keys takes at the moment.
  private var footerRows = 0

  init(_ reader: any LineReader, hasKeys: Bool, display: PromptDisplay) {
    self.reader = reader
    self.hasKeys = hasKeys
    self.display = display
  }

  /// Begins anew: the next line that names the keys is shown in any case.
  func begin(with opening: Document) {
    lastFooter = []
    display.show(opening)
  }

  /// Waits for a request.
  ///
  /// - Parameters:
  ///   - footer: The line that names the keys.
  ///   - keys: The characters that are requests by themselves; any other begins a line.
  ///   - openings: What some of the others begin a line with: `u` the text `u `.
  ///   - takesLine: Whether an answer is awaited, which is typed in full.
  /// - Returns: What was asked for.
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
        if keys.contains(character), !takesLine || "?q".contains(character) { return .text(String(character)) }
        eraseFooter()
        let start = takesLine ? nil : openings[character]
        if let request = typedLine(startingWith: start ?? String(character), stays: takesLine) { return request }
        isFooterShown = false
      case .tab, .delete, .redraw: isFooterShown = false
      }
    }
  }

  /// Reads a line on a terminal without single keys.
  private func nextLine(_ footer: [Inline]) -> Request {
    showFooterOnce(footer)
    switch reader.readLine(prompt: Prompt(">"), prefill: "") {
    case .line(let text): return .text(text)
    case .interrupted, .endOfFile: return .leave
    case .terminated(let signal): return .end(.terminated(by: signal))
    }
  }

  /// Lets the rest of a line be typed, which may stay on the screen; nil when it is given up.
  private func typedLine(startingWith start: String, stays: Bool) -> Request? {
    var text = start
    Terminal.write("  " + text)
    while true {
      switch reader.readKey() {
      case .enter:
        if stays { Terminal.write("\n") } else { erase() }
        return .text(text)
      case .character(let character): append(character, to: &text)
      case .space: append(" ", to: &text)
      case .backspace:
        guard let last = text.popLast() else { continue }
        let columns = DisplayWidth.columns(of: last)
        Terminal.write(String(repeating: "\u{8} \u{8}", count: columns))
        if text.isEmpty {
          erase()
          return nil
        }
      case .escape, .interrupt:
        erase()
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
  private func erase() { Terminal.write(display.renderer.accessible ? "\n" : "\r\u{1B}[K") }

  private func showFooter(_ footer: [Inline]) {
    if display.renderer.accessible {
      showFooterOnce(footer)
    } else {
      let rows = Self.folded(footer.plainText, to: display.renderer.width - 3)
      let lines = rows.map { "  " + display.renderer.render(line: [.text($0, .dim)]) }
      Terminal.write(lines.joined(separator: "\r\n"))
      footerRows = rows.count
    }
  }

  /// The keys on as many rows as a narrow window needs, broken between two keys.
  private static func folded(_ text: String, to room: Int) -> [String] {
    var rows: [String] = []
    for key in text.split(separator: " · ") {
      if let last = rows.last, DisplayWidth.columns(of: last) + 3 + DisplayWidth.columns(of: String(key)) <= room {
        rows[rows.count - 1] = last + " · " + key
      } else {
        rows.append(DisplayWidth.truncated(String(key), to: room, ellipsis: ""))
      }
    }
    return rows
  }

  private func showFooterOnce(_ footer: [Inline]) {
    if footer != lastFooter { display.show(Document([.lines([footer])])) }
    lastFooter = footer
  }

  private func eraseFooter() {
    guard !display.renderer.accessible else { return }
    Terminal.write("\r\u{1B}[K" + String(repeating: "\u{1B}[A\u{1B}[K", count: Swift.max(footerRows - 1, 0)))
    footerRows = 0
  }
}
