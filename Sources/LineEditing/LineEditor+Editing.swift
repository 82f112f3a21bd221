import CEditline

/// The text under edit, and the keys that change it or end it.
extension LineEditor {
  /// Takes a picture of libedit's text.
  var buffer: EditBuffer {
    guard let line = el_wline(editLine)?.pointee, let start = line.buffer else { return EditBuffer() }
    let characters = UnsafeBufferPointer(start: start, count: max(line.lastchar - start, 0))
    let scalars = characters.map { Unicode.Scalar(UInt32(bitPattern: Int32($0))) ?? "\u{FFFD}" }
    return EditBuffer(scalars: scalars, cursor: min(max(line.cursor - start, 0), scalars.count))
  }

  /// Moves the cursor by so many scalars.
  func moveCursor(by distance: Int) { ce_move_cursor(editLine, Int32(clamping: distance)) }

  /// Puts text where the cursor is.
  func insert(_ text: String) {
    // libedit takes a C string.
    if !text.isEmpty { el_insertstr(editLine, text) }
  }

  /// Replaces these scalars of the buffer, and leaves the cursor behind what replaces them.
  func replace(_ range: Range<Int>, of buffer: EditBuffer, with text: String) {
    moveCursor(by: range.upperBound - buffer.cursor)
    if !range.isEmpty { el_deletestr(editLine, Int32(clamping: range.count)) }
    insert(text)
  }

  /// Replaces everything.
  func replaceAll(with text: String) {
    let buffer = buffer
    replace(0..<buffer.scalars.count, of: buffer, with: text)
  }

  /// Ends the line as libedit does it itself, which leaves the cursor below the last row.
  func finish(_ ending: LineInput? = nil) -> Outcome {
    self.ending = ending
    input.queue(.submit)
    return .nothing
  }

  /// Enter submits a complete text, wherever the cursor is, and gives an unfinished one another row.
  ///
  /// On a blank row at the end it submits even an unfinished text: the parser then says what is missing.
  func enter() -> Outcome {
    let buffer = buffer
    if hooks.isUnfinished(buffer.text) && !buffer.endsWithBlankRow { return startRow() }
    if buffer.endsWithBlankRow {
      let row = (buffer.rowStart - 1)..<buffer.scalars.count
      replace(row, of: buffer, with: "")
    }
    return finish()
  }

  /// Breaks the row at the cursor and indents what follows.
  func startRow() -> Outcome {
    insert("\n" + spaces(hooks.indent(buffer.textBeforeCursor)))
    return .changed
  }

  /// A bracket that begins its row stands as far left as the row where its partner opened.
  func closeBracket(_ code: Int32) -> Outcome {
    let buffer = buffer
    let bracket = String(UnicodeScalar(UInt8(truncatingIfNeeded: code)))
    let isFirst = buffer.rowStart > 0 && buffer.scalars[buffer.rowStart..<buffer.cursor].allSatisfy { $0 == " " }
    if isFirst {
      let indent = hooks.indent(EditBuffer.string(buffer.scalars[..<buffer.rowStart]) + bracket)
      replace(buffer.rowStart..<buffer.cursor, of: buffer, with: spaces(indent))
    }
    insert(bracket)
    return .changed
  }

  /// Ctrl-C drops the line and leaves it on the screen.
  func interrupt() -> Outcome {
    // libedit goes below the input from where it has left the cursor.
    Terminal.write("\u{1B}7")
    moveBehindInput(writing: "^C\u{1B}8")
    return finish(.interrupted)
  }

  /// Ctrl-D leaves on an empty line, and deletes the next character in any other.
  func endOfFile() -> Outcome {
    let buffer = buffer
    if buffer.scalars.isEmpty { return finish(.endOfFile) }
    if buffer.isAtEnd { return .beep }
    input.queue(.delete)
    return .nothing
  }

  /// Ctrl-Z hands the terminal back in order, stops, and draws the line again when continued.
  func suspend() -> Outcome {
    moveBehindInput(writing: "\r\n")
    ce_raw(editLine, 0)
    ce_tty_restore()
    System.stopJob()
    resume()
    _ = ce_signals_take(Int32(CE_CONT))
    return .nothing
  }

  /// Home or End of the row, and of the whole text when the cursor is there already.
  func moveToRowEdge(_ direction: Int) -> Outcome {
    let buffer = buffer
    let edge = direction < 0 ? buffer.rowStart : buffer.rowEnd
    let target = edge == buffer.cursor ? (direction < 0 ? 0 : buffer.scalars.count) : edge
    moveCursor(by: target - buffer.cursor)
    return .moved
  }

  /// Right accepts a hint at the end of the text.
  func moveRight() -> Outcome {
    defer { hint = nil }
    if !buffer.isAtEnd {
      moveCursor(by: 1)
      return .moved
    }
    guard let hint, hint.isAcceptable else { return .beep }
    insert(hint.text)
    return .changed
  }

  /// Reads what is pasted up to its end and inserts it: it runs only on Enter.
  func paste() -> Outcome {
    let text = hooks.cleanPaste(Paste.text(of: input.pasted()))
    insert(text)
    return .changed
  }

  /// Prefilled text appears as if it had been typed before the first key.
  func insertPrefill() {
    let text = Paste.text(of: Array(prefill.utf8))
    prefill = ""
    eraseInput()
    insert(text)
    if !isVi { _ = moveToBlank(from: 0) }
    redraw()
  }

  /// Moves to the next blank to be filled in, round to the first.
  func moveToBlank(from start: Int) -> Outcome {
    let buffer = buffer
    guard let blank = buffer.blank(from: start) ?? buffer.blank(from: 0) else { return .beep }
    moveCursor(by: blank.lowerBound - buffer.cursor)
    return .moved
  }

  /// Takes the blank under the cursor away, for what is typed in its place.
  func takeBlank() -> Outcome {
    let buffer = buffer
    guard let blank = buffer.blankAtCursor else { return .nothing }
    replace(blank, of: buffer, with: "")
    return .changed
  }

  /// The code of Ctrl-_.
  static let undoCode: UInt32 = 0x1F

  /// How many scalars all that can be taken back may have together.
  static let mostUndone = 4_000_000

  /// Takes the last change back.
  func undo() -> Outcome {
    let now = buffer
    goesOnTyping = false
    while let before = undone.popLast() {
      guard before.scalars != now.scalars else { continue }
      replaceAll(with: before.text)
      moveCursor(by: before.cursor - before.scalars.count)
      return .changed
    }
    return .beep
  }

  /// Hands the text to the editor that `VISUAL` or `EDITOR` names, and takes it back.
  func editElsewhere() -> Outcome {
    moveBehindInput(writing: "\r\n")
    ce_raw(editLine, 0)
    ce_tty_restore()
    let edited = System.edited(buffer.text)
    if let edited { replaceAll(with: Paste.text(of: edited)) }
    resume()
    return edited == nil ? .beep : .nothing
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: min(max(count, 0), 40)) }
}
