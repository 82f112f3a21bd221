import CEditline

/// What is drawn on the screen besides libedit's own drawing.
extension LineEditor {
  var layout: Layout { Layout(buffer, promptWidth: promptWidth, columns: Terminal.size().columns) }

  /// Removes prompt and input from the screen; the cursor stands where the prompt began.
  func eraseInput() {
    hint = nil
    let rows = layout.cursor.row
    Terminal.write((rows > 0 ? "\u{1B}[\(rows)A" : "") + "\r\u{1B}[J")
  }

  /// Draws prompt and input where the cursor is, in column 0.
  func redraw() {
    ce_refresh(editLine)
    needsPainting = true
  }

  /// Puts the cursor behind the last character and writes there.
  func moveBehindInput(writing text: String) {
    eraseHint()
    let layout = layout
    let rows = layout.end.row - layout.cursor.row
    var moves = rows > 0 ? "\u{1B}[\(rows)B\r" : "\r"
    if layout.end.column > 0 { moves += "\u{1B}[\(layout.end.column)C" }
    Terminal.write(moves + text)
  }

  /// Takes the hint off the screen, before libedit draws there.
  func eraseHint() {
    if hint == nil { return }
    hint = nil
    Terminal.write("\u{1B}[K")
  }

  /// Paints colours and hint, if the input fits the screen.
  func paint() {
    needsPainting = false
    let buffer = buffer
    let size = Terminal.size()
    // Every scalar but a newline takes a cell: what is longer need not be laid out to be known as too long.
    guard buffer.scalars.count <= size.columns * size.rows else { return }
    let layout = Layout(buffer, promptWidth: promptWidth, columns: size.columns)
    guard layout.end.row < size.rows, usesColour || layout.needsRepair else { return }
    let painter = Painter(layout: layout, buffer: buffer, columns: size.columns)
    guard usesColour else { return Terminal.write(painter.picture(runs: [], hint: "")) }
    let text = buffer.text
    hint = buffer.isAtEnd && !isSearching && !text.isEmpty ? hint(for: text) : nil
    Terminal.write(painter.picture(runs: hooks.highlight(text), hint: hint?.text ?? ""))
  }

  /// The language's hint, or else the newest entry of the history that goes on from here.
  private func hint(for text: String) -> Hint? {
    if let hint = hooks.hint(text, text.utf8.count) { return hint.text.isEmpty ? nil : hint }
    guard let entry = history.suggestion(for: text) else { return nil }
    return Hint(String(decoding: entry.utf8.dropFirst(text.utf8.count), as: UTF8.self), isAcceptable: true)
  }

  /// Prints rows below the input and draws the input again under them.
  func printBelow(_ rows: [String]) {
    moveBehindInput(writing: "\r\n" + rows.map { $0 + "\r\n" }.joined())
    redraw()
  }

  /// Prints lines above the input.
  func printAbove(_ lines: String) {
    eraseInput()
    Terminal.write(lines)
    redraw()
  }

  /// The window has another size.
  func resize() {
    // Terminals wrap what is on the screen anew, so the new width tells where the prompt is.
    eraseInput()
    el_resize(editLine)
    redraw()
  }

  /// The process goes on after a stop, in whatever state the shell has left the terminal.
  func resume() {
    // libedit believes that nothing has changed unless it is told to leave first.
    ce_raw(editLine, 0)
    ce_raw(editLine, 1)
    ce_tty_bracket_pastes(1)
    hint = nil
    Terminal.write("\r\u{1B}[J")
    redraw()
  }
}
