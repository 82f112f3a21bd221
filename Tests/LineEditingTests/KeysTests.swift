import Testing

@Suite("Keys")
struct KeysTests {
  @Test("Control with an arrow moves by words")
  func words() throws {
    let session = try Session()
    session.send("one two three\u{1B}[1;5D\u{1B}[1;5D")
    try session.wait("the cursor on two") { $0.column == 8 }
    session.send("\u{1B}[1;5C")
    try session.wait("the cursor behind two") { $0.column == 11 }
  }

  /// Keys that mean nothing here, as terminals send them.
  static let strangers = [
    "\u{1B}[5~", "\u{1B}[6~", "\u{1B}OP", "\u{1B}[15~", "\u{1B}[24~", "\u{1B}[[A", "\u{1B}[1;2C", "\u{1B}[1;6D",
    "\u{1B}[2~", "\u{1B}[3;5~", "\u{1B}[I", "\u{1B}[O", "\u{1B}[97;5u", "\u{1B}[27;5;13~", "\u{1B}[Z",
    "\u{1B}]11;rgb:0000/0000/0000\u{7}",
  ]

  @Test("keys that mean nothing leave the text alone")
  func strangers() throws {
    let session = try Session()
    for key in Self.strangers { session.send("a" + key) }
    session.send("\r")
    try session.expectRow("= \"\(String(repeating: "a", count: Self.strangers.count))\"")
  }

  @Test("the escape key by itself does nothing")
  func escape() throws {
    let session = try Session()
    session.send("a\u{1B}")
    session.linger(seconds: 0.4)
    session.send("x\r")
    try session.expectRow("= \"ax\"")
  }

  @Test("Ctrl-S, Ctrl-Q and Ctrl-\\ neither freeze nor end the session")
  func flowControl() throws {
    let session = try Session()
    session.send("a\u{13}\u{11}\u{1C}b\r")
    try session.wait("a result") { $0.text.contains("= \"") }
  }

  @Test("vi's keys work where the user's .editrc asks for them")
  func viKeys() throws {
    let home = try TemporaryFolder()
    try home.write(Array("learnnn:bind -v\n".utf8), to: ".editrc")
    let session = try Session(home: home)
    session.send("first\r")
    try session.expectRow("= \"first\"")
    session.send("abc\u{1B}")
    session.linger(seconds: 0.4)
    session.send("0xiX\r")
    try session.expectRow("= \"Xbc\"")
    session.send("\u{1B}")
    session.linger(seconds: 0.4)
    session.send("kkA!\r")
    try session.expectRow("= \"first!\"")
  }

  @Test("a line of .editrc that is not understood is reported, and the session goes on")
  func brokenStartupFile() throws {
    let home = try TemporaryFolder()
    try home.write(Array("bind ^X no-such-command\n".utf8), to: ".editrc")
    let session = try Session(home: home, waitForPrompt: false)
    try session.wait("a warning") { $0.text.contains("warning: a line of \(home.path)/.editrc") }
    session.send("x\r")
    try session.expectRow("= \"x\"")
  }

  @Test("with editing off there are plain lines")
  func editingOff() throws {
    let home = try TemporaryFolder()
    try home.write(Array("edit off\n".utf8), to: ".editrc")
    let session = try Session(home: home, waitForPrompt: false)
    try session.expect("nn›")
    session.send("x\r")
    try session.expectRow("= \"x\"")
  }

  @Test("bytes that are no UTF-8 are dropped")
  func invalidBytes() throws {
    let session = try Session()
    session.send([0x61, 0xFF, 0xC3, 0x62, 0xE2, 0x88, 0x63, 0x80, 0xF4, 0x90, 0x80, 0x80, 0x64, 0x0D])
    try session.expectRow("= \"abcd\"")
  }

  @Test("a control code can be typed after Ctrl-V, and is shown")
  func quoted() throws {
    let session = try Session()
    session.send("a\u{16}\u{1}b")
    try session.expect("nn› a^Ab")
    session.send("\r")
    try session.expectRow("= \"a\\u{01}b\"")
  }

  @Test("the stepper gets one key at a time, unseen")
  func stepping() throws {
    let session = try Session()
    session.send("step\r")
    try session.expectRow("stepping")
    session.send(" \rnσ\u{1B}[A\u{1B}[5~\u{7F}")
    try session.expect(
      "nn› step\nstepping\nkey space\nkey enter\nkey character(\"n\")\nkey character(\"σ\")\nkey up\nkey pageUp\nkey backspace"
    )
    session.send("\u{1B}")
    try session.expectRow("key escape")
    session.send("q")
    try session.wait("the prompt") { $0.text.hasSuffix("key character(\"q\")\nnn›") }
  }

  @Test("Ctrl-C and Ctrl-D end the stepper", arguments: [("\u{3}", "interrupt"), ("\u{4}", "endOfFile")])
  func steppingEnds(key: String, name: String) throws {
    let session = try Session()
    session.send("step\r")
    try session.expectRow("stepping")
    session.send(key)
    try session.expect("nn› step\nstepping\nkey \(name)\nnn›")
    session.send("1\r")
    try session.expectRow("= \"1\"")
  }
}
