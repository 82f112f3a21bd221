import CEditline

/// The reader that libedit calls for the next character: everything besides typing happens here.
extension LineEditor {
  /// Puts the next character or private key code into `target`; 0 at the end of the input.
  func nextCode(into target: UnsafeMutablePointer<wchar_t>?) -> Int32 {
    guard let target, let code = nextCode() else { return 0 }
    target.pointee = wchar_t(code)
    return 1
  }

  /// Returns the next code for libedit, or nil when the line has to end.
  func nextCode() -> UInt32? {
    if let code = input.takeQueued() { return code }
    if ending != nil { return nil }
    if !prefill.isEmpty { insertPrefill() }
    while true {
      if needsPainting && input.isIdle { paint() }
      switch input.next() {
      case .stroke(let stroke):
        guard let code = code(for: stroke) else { continue }
        if code == KeyCode.right.rawValue {
          // The hint is taken off the screen, but the key may still accept it.
          if hint != nil { Terminal.write("\u{1B}[K") }
        } else {
          eraseHint()
        }
        needsPainting = true
        if isSearching { return code }
        remember(before: code)
        guard fillsBlank(code) else { return code }
        input.queue(code)
        return KeyCode.fill.rawValue
      case .interrupt:
        eraseHint()
        return 3
      case .terminated(let signal):
        ending = .terminated(signal: signal)
        return nil
      case .resize: resize()
      case .resume: resume()
      case .lines(let text): printAbove(text)
      }
    }
  }

  /// Remembers the text before a key changes it, so that the change can be taken back.
  private func remember(before code: UInt32) {
    guard code != LineEditor.undoCode, let scalar = Unicode.Scalar(code) else { return }
    let (buffer, isWord) = (buffer, scalar.properties.isAlphabetic || (0x30...0x39).contains(code))
    if !(isWord && goesOnTyping), undone.last?.scalars != buffer.scalars {
      undone.append(buffer)
      // Of a very long text only the latest changes are kept.
      while undone.count > 1, undone.count * buffer.scalars.count > LineEditor.mostUndone { undone.removeFirst() }
    }
    goesOnTyping = isWord
  }

  /// Whether a key is a letter that takes the place of the blank under the cursor.
  private func fillsBlank(_ code: UInt32) -> Bool {
    code >= 0x20 && !(0x7F...0x9F).contains(code) && !isVi && buffer.blankAtCursor != nil
  }

  /// Returns what libedit is told; nil for keys that mean nothing here.
  private func code(for stroke: KeyDecoder.Stroke) -> UInt32? {
    switch stroke {
    case .scalar(let scalar): return scalar.value
    case .alt(let scalar):
      input.queue(scalar.value)
      return 0x1B
    case .escape: return isVi ? 0x1B : nil
    case .named(let key): return KeyCode(key)?.rawValue
    }
  }
}
