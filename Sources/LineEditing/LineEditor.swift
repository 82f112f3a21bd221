import CEditline

/// An edited line on a terminal: libedit, with the parts in which it falls short replaced.
///
/// libedit keeps the text, moves in it, kills, yanks, knows vi's keys and the user's `.editrc`, and draws. Reading keys,
/// Enter, Ctrl-C, Ctrl-D and Ctrl-Z, history, search, paste, completion and colours are done here, each in a file of its
/// own. Everything happens on the thread that calls `readLine`, inside libedit's request for the next character.
///
/// What cannot be done: combining marks may be drawn one cell off (the text is right), and of an input taller than the
/// screen the rows at the top cannot be seen.
package final class LineEditor: LineReader {
  /// What the editor asks of the language; may be exchanged between two lines.
  package var hooks: LineEditorHooks

  /// What was entered before.
  package internal(set) var history: History

  /// Always true: there is an editor only where there is a terminal.
  package let isInteractive = true

  let editLine: OpaquePointer
  let usesColour: Bool
  let isVi: Bool

  /// How the line under edit will end, once something other than Enter has ended it.
  var ending: LineInput?

  var input: KeyInput
  var prompt = Prompt("")
  var promptWidth = 0

  /// What is shown, dim, behind the cursor.
  var hint: Hint?

  /// Whether the screen may have changed since colours were last painted.
  var needsPainting = false

  /// Whether the prompt is that of a search, which has no hints.
  var isSearching = false

  /// The walk through the history that Up began.
  var walk: HistoryWalk?

  /// The text whose completions were listed last.
  var listed: EditBuffer?

  /// The column that Up and Down aim at, also beyond shorter rows, for as long as nothing else has moved the cursor.
  var goal: (column: Int, reached: EditBuffer)?

  /// The texts before each change, the newest last, and whether the next letter belongs to the newest change.
  var (undone, goesOnTyping): ([EditBuffer], Bool) = ([], false)

  /// What is still to be put into the line.
  var prefill = ""

  private var promptBytes = LineEditor.copy("")
  private var warnings: [Complaint] = []
  private var isClosed = false

  /// Creates the editor on standard input and output, or nil where lines cannot be edited; use `PlainLines` there.
  ///
  /// `program` is the name by which `.editrc` calls it. `colour` also decides about the hint.
  package init?(program: String, history: History, hooks: LineEditorHooks, colour: Bool) {
    guard Terminal.isTerminal(0), Terminal.isTerminal(1), Terminal.understandsEscapes, System.useUTF8() else {
      return nil
    }
    ce_tty_adopt()
    guard let editLine = ce_start(program) else { return nil }
    self.editLine = editLine
    self.hooks = hooks
    self.history = history
    usesColour = colour
    ce_set_editor(editLine, "emacs")
    // First of all: `bind -v` in it resets every key.
    if el_source(editLine, nil) != 0, let file = Self.startupFile(), System.fileExists(file) {
      warnings.append(Complaint("a line of {0} was not understood; the rest of the file is not used", file))
    }
    isVi = ce_is_vi(editLine) != 0
    input = KeyInput(signals: ce_signals_install(1))
    guard ce_is_editing(editLine) != 0 else { return nil }
    // With these libedit 3.1 erases text when a line that has wrapped is changed.
    for capability in ["ic", "IC", "im", "dc", "DC"] { ce_settc(editLine, capability, "") }
    // While editing Ctrl-C, Ctrl-Z, Ctrl-\, Ctrl-S and Ctrl-Q are keys, and CR and LF of a paste stay what they are.
    for mode in ["-isig", "-ixon", "-icrnl", "-inlcr"] { ce_setty_edit(editLine, mode) }
    ce_set_clientdata(editLine, Unmanaged.passUnretained(self).toOpaque())
    ce_set_prompt(editLine, { LineEditor.of($0)?.promptBytes }, 1)
    ce_set_getc(editLine, { LineEditor.of($0)?.nextCode(into: $1) ?? 0 })
    bindKeys()
    ce_tty_quiet()
  }

  deinit {
    if !isClosed { el_end(editLine) }
    promptBytes.deallocate()
  }

  /// Gives the terminal back as it was found; after that no line can be read.
  package func close() {
    if isClosed { return }
    isClosed = true
    el_end(editLine)
    ce_tty_restore()
  }

  /// Reads one input, which goes into the history as soon as it is complete.
  package func readLine(prompt: Prompt, prefill: String) -> LineInput {
    if isClosed { return .endOfFile }
    ce_flush_stdio()
    if ce_at_line_start(-1) == 0 { Terminal.write("\n") }
    // A Ctrl-C that came too late for a computation is not one for the next line.
    Interrupts.clear()
    input.discardInterrupted()
    ce_set_reading(1)
    setPrompt(shortened(prompt))
    self.prefill = prefill
    ending = nil
    walk = nil
    listed = nil
    hint = nil
    (undone, goesOnTyping) = ([], false)
    // libedit would show its prompt first, and a key typed at sight would still be a signal.
    ce_raw(editLine, 1)
    ce_tty_bracket_pastes(1)
    let line = takeLine()
    ce_tty_bracket_pastes(0)
    ce_tty_quiet()
    _ = ce_at_line_start(1)
    ce_set_reading(0)
    if let ending {
      if case .terminated = ending { Terminal.write("\n") }
      return ending
    }
    guard let line else { return .endOfFile }
    history.add(line)
    return .line(line)
  }

  /// Returns the complaints gathered so far, and forgets them.
  package func takeWarnings() -> [Complaint] {
    defer {
      warnings = []
      history.warnings = []
    }
    return warnings + history.warnings
  }

  /// Lets lines that are written to the descriptor appear above the input while it is edited; -1 ends that.
  package func showLines(from descriptor: Int32) { input.watch(descriptor) }

  /// Returns the editor to which libedit's callback belongs.
  static func of(_ editLine: OpaquePointer?) -> LineEditor? {
    guard let editLine, let data = ce_clientdata(editLine) else { return nil }
    return Unmanaged<LineEditor>.fromOpaque(data).takeUnretainedValue()
  }

  /// Shows the prompt from the next drawing on.
  func setPrompt(_ prompt: Prompt) {
    self.prompt = prompt
    promptWidth = displayWidth(prompt.text) + 1
    // libedit wants a visible character after each invisible stretch, so the space comes last.
    let style = usesColour && !prompt.style.isEmpty ? "\u{1}\u{1B}[\(prompt.style)m\u{1}" : ""
    let text = style + prompt.text + (style.isEmpty ? " " : "\u{1}\u{1B}[0m\u{1} ")
    promptBytes.deallocate()
    promptBytes = Self.copy(text)
  }

  /// Returns a C string that stays where it is.
  private static func copy(_ text: String) -> UnsafeMutablePointer<CChar> {
    let bytes = text.utf8CString
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    for (index, byte) in bytes.enumerated() { copy[index] = byte }
    return copy
  }

  /// A prompt leaves at least half of the row to the input.
  func shortened(_ prompt: Prompt) -> Prompt {
    let room = max(Terminal.size().columns / 2, 8)
    guard displayWidth(prompt.text) > room else { return prompt }
    var end = prompt.text.unicodeScalars[...]
    while displayWidth(Substring(end)) > room - 1 { end.removeFirst() }
    return Prompt("…" + String(end), style: prompt.style)
  }

  /// Lets libedit read a line; nil when its reader had nothing more to give.
  private func takeLine() -> String? {
    var count: Int32 = 0
    guard let bytes = el_gets(editLine, &count), count > 0 else { return nil }
    let line = UnsafeRawBufferPointer(start: bytes, count: Int(count))
    return String(decoding: line.last == UInt8(ascii: "\n") ? line.dropLast() : line[...], as: UTF8.self)
  }

  private static func startupFile() -> String? {
    System.environment("EDITRC") ?? System.environment("HOME").map { $0 + "/.editrc" }
  }
}
