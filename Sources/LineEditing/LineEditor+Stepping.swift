import CEditline

extension LineEditor {
  /// Whether something was typed that nobody has taken yet.
  package var hasTypedAhead: Bool { !input.isIdle }

  /// Whether a key comes within so many milliseconds.
  package func typesMore(within milliseconds: Int32) -> Bool {
    // Keys are not echoed while nobody reads them, either.
    ce_tty_quiet()
    return !input.isIdle(for: milliseconds)
  }

  /// Waits for one key, which is not shown; Ctrl-C, Ctrl-Z and the window's size work as they do elsewhere.
  package func readKey() -> Key {
    ce_flush_stdio()
    ce_tty_quiet()
    ce_set_reading(1)
    defer { ce_set_reading(0) }
    while true {
      switch input.next() {
      case .stroke(let stroke): if let key = key(for: stroke) { return key }
      case .interrupt: return .interrupt
      case .resume:
        ce_tty_quiet()
        return .redraw
      case .resize: return .redraw
      case .terminated(let signal): return .terminated(signal: signal)
      case .lines(let text): Terminal.write(text)
      }
    }
  }

  private func key(for stroke: KeyDecoder.Stroke) -> Key? {
    switch stroke {
    case .scalar(let scalar): return Key(scalar)
    case .escape: return .escape
    case .alt: return nil
    case .named(let key):
      if key == .paste { _ = input.pasted() }
      return Key(key)
    }
  }
}

extension Key {
  /// The key that types the scalar; nil for control keys without a meaning here.
  init?(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 3: self = .interrupt
    case 4: self = .endOfFile
    case 8, 127: self = .backspace
    case 9: self = .tab
    case 10, 13: self = .enter
    case 21: self = .eraseLine
    case 27: self = .escape
    case 32: self = .space
    case ..<32: return nil
    default: self = .character(Character(scalar))
    }
  }

  init?(_ key: KeyDecoder.NamedKey) {
    switch key {
    case .up: self = .up
    case .down: self = .down
    case .left: self = .left
    case .right: self = .right
    case .home: self = .home
    case .end: self = .end
    case .delete: self = .delete
    case .pageUp: self = .pageUp
    case .pageDown: self = .pageDown
    case .newline: self = .enter
    case .wordLeft, .wordRight, .paste: return nil
    }
  }
}
