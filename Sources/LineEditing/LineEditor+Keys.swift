import CEditline

/// Keys without a character, as the numbers under which libedit's key map knows them.
///
/// The reader reports them as control codes between 0x80 and 0x9F, which nobody can type. No escape sequence is bound:
/// libedit would wait for the rest of one, and vi's escape key would be lost.
enum KeyCode: UInt32, CaseIterable {
  case up = 0x80, down, submit, home, end, delete, wordLeft, wordRight, left, right, newline, paste, fill

  init?(_ key: KeyDecoder.NamedKey) {
    switch key {
    case .up: self = .up
    case .down: self = .down
    case .left: self = .left
    case .right: self = .right
    case .home: self = .home
    case .end: self = .end
    case .delete: self = .delete
    case .wordLeft: self = .wordLeft
    case .wordRight: self = .wordRight
    case .newline: self = .newline
    case .paste: self = .paste
    case .pageUp, .pageDown: return nil
    }
  }

  /// libedit's command for the key; those that begin with `nn-` are ours.
  var command: String {
    switch self {
    case .up: "nn-up"
    case .down: "nn-down"
    case .submit: "ed-newline"
    case .home: "nn-home"
    case .end: "nn-end"
    case .delete: "ed-delete-next-char"
    case .wordLeft: "ed-prev-word"
    case .wordRight: "em-next-word"
    case .left: "ed-prev-char"
    case .right: "nn-right"
    case .newline: "nn-newline"
    case .paste: "nn-paste"
    case .fill: "nn-fill"
    }
  }
}

extension LineEditor {
  /// What a key function tells libedit to do next.
  enum Outcome {
    case nothing, moved, changed, beep

    /// The text is changed, and the bell says that it is not all one might have hoped for.
    case changedWithBeep

    var code: UInt8 {
      switch self {
      case .nothing: UInt8(CC_NORM)
      case .moved: UInt8(CC_CURSOR)
      case .changed: UInt8(CC_REFRESH)
      case .beep: UInt8(CC_ERROR)
      case .changedWithBeep: UInt8(CC_REFRESH_BEEP)
      }
    }
  }

  /// Teaches libedit our commands and puts them on their keys.
  func bindKeys() {
    let commands: [(name: String, function: ce_key_fn)] = [
      ("nn-enter", { editLine, _ in LineEditor.run(editLine) { $0.enter() } }),
      ("nn-newline", { editLine, _ in LineEditor.run(editLine) { $0.startRow() } }),
      ("nn-interrupt", { editLine, _ in LineEditor.run(editLine) { $0.interrupt() } }),
      ("nn-suspend", { editLine, _ in LineEditor.run(editLine) { $0.suspend() } }),
      ("nn-end-of-file", { editLine, _ in LineEditor.run(editLine) { $0.endOfFile() } }),
      ("nn-complete", { editLine, _ in LineEditor.run(editLine) { $0.complete() } }),
      ("nn-search", { editLine, _ in LineEditor.run(editLine) { $0.search() } }),
      ("nn-up", { editLine, _ in LineEditor.run(editLine) { $0.moveVertically(-1) } }),
      ("nn-down", { editLine, _ in LineEditor.run(editLine) { $0.moveVertically(1) } }),
      ("nn-home", { editLine, _ in LineEditor.run(editLine) { $0.moveToRowEdge(-1) } }),
      ("nn-end", { editLine, _ in LineEditor.run(editLine) { $0.moveToRowEdge(1) } }),
      ("nn-right", { editLine, _ in LineEditor.run(editLine) { $0.moveRight() } }),
      ("nn-paste", { editLine, _ in LineEditor.run(editLine) { $0.paste() } }),
      ("nn-fill", { editLine, _ in LineEditor.run(editLine) { $0.takeBlank() } }),
      ("nn-undo", { editLine, _ in LineEditor.run(editLine) { $0.undo() } }),
      ("nn-edit-elsewhere", { editLine, _ in LineEditor.run(editLine) { $0.editElsewhere() } }),
      ("nn-close", { editLine, code in LineEditor.run(editLine) { $0.closeBracket(code) } }),
    ]
    for command in commands { ce_addfn(editLine, command.name, command.name, command.function) }
    for key in KeyCode.allCases { bind("\\" + String(key.rawValue, radix: 8), key.command) }
    for key in ["^M", "^J"] { bind(key, "nn-enter") }
    for (key, command) in [("^C", "interrupt"), ("^Z", "suspend"), ("^D", "end-of-file"), ("^R", "search")] {
      bind(key, "nn-" + command)
    }
    ce_bind(editLine, 0, "^I", "nn-complete")
    for bracket in [")", "]", "}"] { ce_bind(editLine, 0, bracket, "nn-close") }
    if isVi {
      for (key, command) in [("k", "nn-up"), ("j", "nn-down"), ("/", "nn-search"), ("?", "nn-search")] {
        ce_bind(editLine, 1, key, command)
      }
    } else {
      for (key, command) in [
        ("^A", "nn-home"), ("^E", "nn-end"), ("^P", "nn-up"), ("^N", "nn-down"), ("^_", "nn-undo"),
        ("^X^E", "nn-edit-elsewhere"),
      ] {
        ce_bind(editLine, 0, key, command)
      }
    }
  }

  /// Binds in the map for typing and, where there is one, in the map for commanding.
  private func bind(_ key: String, _ command: String) {
    ce_bind(editLine, 0, key, command)
    if isVi { ce_bind(editLine, 1, key, command) }
  }

  private static func run(_ editLine: OpaquePointer?, _ command: (LineEditor) -> Outcome) -> UInt8 {
    guard let editor = LineEditor.of(editLine) else { return UInt8(CC_ERROR) }
    return command(editor).code
  }
}
