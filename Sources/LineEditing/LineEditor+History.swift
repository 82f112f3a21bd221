/// Up and Down, and Ctrl-R.
extension LineEditor {
  /// Moves to the row above or below; from the outermost row, to an older or newer entry of the history.
  func moveVertically(_ direction: Int) -> Outcome {
    let buffer = buffer
    let column = goal.flatMap { $0.reached == buffer ? $0.column : nil } ?? (buffer.cursor - buffer.rowStart)
    if let index = buffer.index(rowsAway: direction, column: column) {
      moveCursor(by: index - buffer.cursor)
      goal = (column, self.buffer)
      return .moved
    }
    let text = buffer.text
    var walk = self.walk ?? HistoryWalk(draft: text, prefix: buffer.textBeforeCursor, in: history)
    if walk.shown != text { walk = HistoryWalk(draft: text, prefix: buffer.textBeforeCursor, in: history) }
    guard let entry = walk.move(direction, in: history) else { return .beep }
    self.walk = walk
    replaceAll(with: entry)
    return .changed
  }

  /// Keeps a text as if it had been typed, such as a cell of a lesson that Enter ran.
  package func remember(_ text: String) { history.add(text) }

  /// Searches the history backwards while the pattern is typed.
  ///
  /// Ctrl-R goes on to an older entry, Backspace shortens the pattern, Ctrl-G and Ctrl-C bring the draft back, and any
  /// other key accepts what was found and does what it always does.
  func search() -> Outcome {
    let draft = buffer
    let ordinaryPrompt = prompt
    var search = HistorySearch()
    isSearching = true
    defer { isSearching = false }
    show(search)
    while let code = nextCode() {
      if search.take(code, in: history) {
        show(search)
        continue
      }
      eraseInput()
      setPrompt(ordinaryPrompt)
      if code == HistorySearch.controlC || code == HistorySearch.controlG {
        replaceAll(with: draft.text)
        moveCursor(by: draft.cursor - draft.scalars.count)
      } else {
        input.queue(code)
      }
      redraw()
      return .nothing
    }
    return .nothing
  }

  private func show(_ search: HistorySearch) {
    eraseInput()
    if let found = search.found { replaceAll(with: history.entries[found]) }
    setPrompt(shortened(Prompt(search.prompt, style: prompt.style)))
    redraw()
  }
}

/// The state of a search through the history.
struct HistorySearch {
  static let controlC: UInt32 = 3
  static let controlG: UInt32 = 7
  private static let controlR: UInt32 = 18

  /// What is looked for.
  private(set) var pattern = ""

  /// Index of the entry on show.
  private(set) var found: Int?

  private var hasFailed = false

  /// What stands before the entry.
  var prompt: String { "\(hasFailed ? "no match" : "search") ‘\(pattern)’:" }

  /// Takes a key; false when it does not belong to the search, which it then ends.
  mutating func take(_ code: UInt32, in history: History) -> Bool {
    let newest = history.entries.count - 1
    switch code {
    case Self.controlR:
      if !pattern.isEmpty { look(notAfter: (found ?? newest + 1) - 1, in: history) }
    case 8, 127:
      if !pattern.isEmpty { pattern.unicodeScalars.removeLast() }
      look(notAfter: newest, in: history)
    case 0x20..<0x7F, 0xA0...:
      guard let scalar = Unicode.Scalar(code) else { return true }
      pattern.unicodeScalars.append(scalar)
      look(notAfter: found ?? newest, in: history)
    default: return false
    }
    return true
  }

  private mutating func look(notAfter index: Int, in history: History) {
    if pattern.isEmpty {
      hasFailed = false
      return
    }
    let next = history.index(notAfter: index, containing: pattern)
    hasFailed = next == nil
    found = next ?? found
  }
}
