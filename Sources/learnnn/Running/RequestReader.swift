import Documents
import LineEditing
import Notebook
import Source
import Stepping

/// Reads what a walk is asked for: single keys, and short lines for what needs more than a key.
///
/// On a tall window the walk is kept in place; elsewhere its steps stand below each other, and the line that names the
/// keys gives way to what comes next.
final class RequestReader {
  /// What was asked for.
  enum Request: Equatable {
    /// A key's or a line's text, as the walk reads it.
    case text(String)
    /// The window has another size.
    case redraw
    /// Ctrl-C, Escape or the end of the input.
    case leave
    /// A signal ended the program.
    case end(ExitStatus)
  }

  let reader: any LineReader
  let hasKeys: Bool
  let display: PromptDisplay
  /// The columns and rows of the window as they are now.
  let windowSize: () -> (columns: Int, rows: Int)
  /// The last of the lines that cannot be taken back: it is not repeated.
  private var lastFooter: [Inline] = []
  /// Keys that were looked at and are still to be taken.
  var waiting: [Key] = []
  /// How many rows the line that names the keys takes at the moment.
  var keyRows = 0
  /// Whether the stage has more to show than fits.
  var hasMore = false

  init(
    _ reader: any LineReader, hasKeys: Bool, display: PromptDisplay,
    windowSize: @escaping () -> (columns: Int, rows: Int)
  ) {
    self.reader = reader
    self.hasKeys = hasKeys
    self.display = display
    self.windowSize = windowSize
  }

  /// Walks through something until it is left; the exit status when the program has to end.
  func walk(_ walk: inout some Walk) -> ExitStatus? {
    let size = windowSize()
    if hasKeys, !display.renderer.accessible, Stage.fits(columns: size.columns, rows: size.rows) {
      return walkInPlace(&walk)
    }
    lastFooter = []
    display.show(walk.opening)
    var remark: [Inline] = []
    while true {
      switch next(in: walk, remark: remark) {
      case .text(let text):
        let before = walk
        // What has arrived already may be a word, which alone is shown.
        let arrived = reader.typesMore(within: 0) ? word(from: text, in: before) : nil
        var outcome = walk.handle(text: arrived ?? Session.foldedInput(text))
        remark = []
        if outcome.isRemark, hasKeys, !display.renderer.accessible {
          remark = outcome.document.remark(in: display.words)
        } else {
          display.show(outcome.document)
        }
        // The rest of `quit` is not for the prompt either.
        let late = arrived == nil ? word(from: text, in: before) : nil
        if outcome.isFinished { return nil }
        if let late {
          walk = before
          outcome = walk.handle(text: late)
          display.show(outcome.document)
          if outcome.isFinished { return nil }
        }
      case .redraw: display.renderer.width = windowSize().columns
      case .leave:
        display.show(walk.handle(text: WalkKey.leave.sign).document)
        return nil
      case .end(let status): return status
      }
    }
  }

  /// Waits for a request below the steps, with the keys on a line that is taken back.
  private func next(in walk: some Walk, remark: [Inline]) -> Request {
    if !hasKeys { return nextLine(walk.footer) }
    showFooter(walk.footer, below: remark)
    while true {
      switch Keystroke(nextKey(), in: walk) {
      case .request(let request):
        eraseFooter()
        return request
      case .begins(let start):
        eraseFooter()
        let request = typedLine(
          startingWith: start, stays: walk.expectsAnswer, isAnswer: walk.expectsAnswer
        ) { [self] text in
          erase()
          Terminal.write("  " + text)
        }
        if let request { return request }
        showFooter(walk.footer, below: remark)
      case .nothing: continue
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
  func typedLine(
    startingWith start: String, stays: Bool, isAnswer: Bool, redraw: (String) -> Void
  ) -> Request? {
    var text = start
    Terminal.write("  " + text)
    while true {
      switch nextKey() {
      case .enter:
        if stays { Terminal.write("\n") } else { erase() }
        return .text(text)
      case .character(let character) where !isAnswer && character.isLetter && text.allSatisfy(\.isNumber):
        // No number goes on with a letter: it was a key.
        erase()
        waiting.append(.character(character))
        return nil
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
      case .escape, .interrupt, .eraseLine:
        erase()
        return nil
      case .redraw: redraw(text)
      case .endOfFile: return .leave
      case .terminated(let signal): return .end(.terminated(by: signal))
      default: continue
      }
    }
  }

  private func append(_ character: Character, to text: inout String) {
    guard DisplayWidth.columns(of: text) + 4 < windowSize().columns else { return }
    text.append(character)
    Terminal.write(String(character))
  }

  /// What was typed stays for a screen reader, which cannot take it back.
  private func erase() { Terminal.write(display.renderer.accessible ? "\n" : "\r\u{1B}[K") }

  private func showFooter(_ footer: [Inline], below remark: [Inline]) {
    if display.renderer.accessible {
      showFooterOnce(footer)
    } else {
      let lines = keyLines(footer, below: remark)
      Terminal.write(lines.joined(separator: "\r\n"))
      keyRows = lines.count
    }
  }

  /// A remark, and the keys on as many rows as a narrow window needs, broken between two keys; in a low one those that
  /// matter most, since the step itself comes first.
  func keyLines(_ footer: [Inline], below remark: [Inline]) -> [String] {
    let room = Swift.max(display.renderer.width - 3, 4)
    var renderer = display.renderer
    renderer.width = room
    let rows = windowSize().rows
    let words = renderer.render(Document([.paragraph(remark)])).split(separator: "\n").map(String.init)
      .prefix(Swift.max(rows - 2, 1))
    let keys = Self.folded(display.words(footer).plainText, to: room)
      .prefix(Swift.max(rows / 3 - words.count, 1)).map { display.renderer.render(line: [.text($0, .dim)]) }
    return (words + keys).map { "  " + $0 }
  }

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
    Terminal.write("\r\u{1B}[K" + String(repeating: "\u{1B}[A\u{1B}[K", count: Swift.max(keyRows - 1, 0)))
    keyRows = 0
  }
}

/// What a key means to a walk.
enum Keystroke: Equatable {
  /// A whole request.
  case request(RequestReader.Request)
  /// The beginning of a line.
  case begins(String)
  /// Nothing.
  case nothing

  init(_ key: Key, in walk: some Walk) {
    switch key {
    case .up where walk.keys.contains(.raise): self = .request(.text(WalkKey.raise.sign))
    case .down where walk.keys.contains(.lower): self = .request(.text(WalkKey.lower.sign))
    case .enter, .space, .right, .down, .pageDown: self = .request(.text(""))
    case .left, .up, .pageUp, .backspace: self = .request(.text(WalkKey.back.sign))
    case .home: self = .request(.text(WalkKey.jump.sign + "1"))
    case .end: self = .request(.text(WalkKey.all.sign))
    case .redraw: self = .request(.redraw)
    case .escape, .interrupt, .endOfFile: self = .request(.leave)
    case .terminated(let signal): self = .request(.end(.terminated(by: signal)))
    case .tab where walk.keys.contains(.more): self = .request(.text(WalkKey.more.sign))
    case .tab, .delete, .eraseLine: self = .nothing
    case .character(let character): self = Keystroke(character, in: walk)
    }
  }

  /// A sign is a request by itself, or begins a line; where an answer is awaited every sign begins one that is no key.
  private init(_ character: Character, in walk: some Walk) {
    let plain = Session.foldedInput(String(character))
    let text = plain.isEmpty ? String(character) : plain
    // `positive` is an answer, and the key that asks has asked already.
    let beginsAnswer = "+-−.[p".contains(text) || character.isNumber
    if walk.expectsAnswer, beginsAnswer || !walk.keys.contains(where: { $0.argument.isEmpty && $0.sign == text }) {
      self = .begins(text)
    } else if let key = walk.keys.first(where: { !$0.argument.isEmpty && ($0.sign == text || $0.words.contains(text)) })
    {
      self = .begins(key.sign.first?.isLetter == true ? text + " " : key.sign == text ? text : text + " ")
    } else if character.isNumber, character.isASCII {
      self = .begins(text)
    } else {
      self = .request(.text(text))
    }
  }
}

extension Document {
  /// What a remark says, on one line.
  func remark(in words: Translation) -> [Inline] {
    let text = TerminalRenderer(width: 1000, words: words).render(self)
    return [.text(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))]
  }
}
