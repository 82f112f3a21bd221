import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Interrupting, stopping and leaving")
struct SignalsTests {
  @Test("Ctrl-C drops the line, wherever it is, and keeps it out of the history")
  func interruptedLine() throws {
    let session = try Session()
    session.send("f(1,\r2\u{1B}[A\u{3}")
    try session.expect("nn› f(1,\n  2^C\nnn›")
    session.send("lost")
    session.send("\u{12}x\u{3}\u{3}history\r")
    try session.wait("no entries") { $0.text.hasSuffix("nn› history\nentry \"history\"\nnn›") }
  }

  @Test("a signal from outside drops the line like Ctrl-C")
  func signalFromOutside() throws {
    let session = try Session()
    session.send("abc")
    try session.expect("nn› abc")
    session.signal(SIGINT)
    try session.expect("nn› abc^C\nnn›")
    session.send("d\r")
    try session.expectRow("= \"d\"")
  }

  @Test("Ctrl-C stops a computation, and what was typed meanwhile is forgotten")
  func interruptedComputation() throws {
    let session = try Session()
    session.send("sleep\r")
    try session.expectRow("computing")
    session.send("typed ahead\r")
    session.linger(seconds: 0.1)
    session.send("\u{3}")
    try session.expect("nn› sleep\ncomputing\ninterrupted\nnn›")
    session.send("1\r")
    try session.expectRow("= \"1\"")
  }

  @Test("a second Ctrl-C within a second ends a computation that does not listen")
  func forcedEnd() throws {
    let session = try Session()
    session.send("hang\r")
    try session.expectRow("computing")
    session.send("\u{3}")
    session.linger()
    session.send("\u{3}")
    #expect(try session.waitForExit() == 130)
    #expect(session.isSane)
  }

  @Test("Ctrl-D leaves on an empty line, deletes in the middle, and does nothing at the end")
  func endOfFile() throws {
    let session = try Session()
    session.send("abc\u{4}")
    try session.wait("a bell") { $0.bells == 1 && $0.text == "nn› abc" }
    session.send("\u{1B}[H\u{4}")
    try session.expect("nn› bc")
    session.send("\u{15}\u{4}")
    #expect(try session.waitForExit() == 0)
    #expect(session.screen.text == "nn›\nbye")
    #expect(session.isSane)
  }

  @Test("Ctrl-Z gives the shell its terminal back, and the line comes back with fg")
  func suspended() throws {
    let session = try Session(arguments: ["--shell"])
    session.send("(中\r2\u{1B}[D")
    try session.wait("two rows") { $0.text == "nn› (中\n  2" && $0.column == 2 }
    session.send("\u{1A}")
    try session.expectRow("[stopped]")
    #expect(session.isSane)
    session.send("fg\r")
    try session.wait("the line, with the cursor before 2") {
      $0.text.hasSuffix("nn› (中\n  2") && $0.column == 2 && $0.bracketsPastes
    }
    session.send("1\u{1B}[F)\r")
    try session.expectRow("= \"(中\\n  12)\"")
  }

  @Test("Ctrl-Z stops a computation, which goes on with fg and still echoes nothing")
  func suspendedComputation() throws {
    let session = try Session(arguments: ["--shell"])
    session.send("sleep\r")
    try session.expectRow("computing")
    session.send("\u{1A}")
    try session.expectRow("[stopped]")
    #expect(session.isSane)
    session.send("fg\r")
    session.linger()
    session.send("xyz")
    session.linger()
    #expect(!session.screen.text.contains("xyz"))
    session.send("\u{3}")
    try session.wait("the prompt") { $0.text.hasSuffix("interrupted\nnn›") }
  }

  @Test("a process that is stopped and continued from outside goes on with its line")
  func stoppedFromOutside() throws {
    let session = try Session()
    session.send("abc")
    try session.expect("nn› abc")
    session.signal(SIGSTOP)
    session.signal(SIGCONT)
    session.send("\u{1B}[Dd\r")
    try session.expectRow("= \"abdc\"")
  }

  @Test("SIGTERM ends the process in order, at the prompt and in a computation", arguments: ["", "sleep\r"])
  func terminated(keys: String) throws {
    let session = try Session()
    session.send(keys.isEmpty ? "abc" : keys)
    try session.expectRow(keys.isEmpty ? "nn› abc" : "computing")
    session.signal(SIGTERM)
    #expect(try session.waitForExit() == 143)
    #expect(session.isSane)
  }

  @Test("a crash leaves the terminal in order")
  func crashed() throws {
    let session = try Session()
    session.send("crash\r")
    #expect(try session.waitForExit() == 128 + SIGSEGV)
    #expect(session.isSane)
  }

  @Test("the process ends with its terminal, at the prompt and in a computation", arguments: ["", "sleep\r"])
  func hungUp(keys: String) throws {
    let home = try TemporaryFolder()
    let session = try Session(environment: ["PROBE_HISTORY": "\(home.path)/history"], home: home)
    session.send("kept\r" + keys)
    try session.expectRow(keys.isEmpty ? "= \"kept\"" : "computing")
    session.hangUp()
    #expect(try session.waitForExit() == 129)
    #expect(try home.read("history").hasPrefix("kept\n"))
  }

  @Test("the input is drawn once after the window has changed its width")
  func resized() throws {
    let session = try Session()
    session.send("first\r")
    try session.expectRow("= \"first\"")
    let text = String(repeating: "0123456789", count: 6)
    session.send(text)
    try session.expect("nn› first\n= \"first\"\nnn› \(text)")
    session.resize(columns: 40)
    try session.wait("two rows") {
      $0.text == "nn› first\n= \"first\"\nnn› \(text.prefix(36))\n\(text.dropFirst(36))" && $0.column == 24
    }
    session.send("\u{1B}[H<")
    try session.wait("an edit") { $0.text.hasSuffix("nn› <\(text.prefix(35))\n\(text.dropFirst(35))") }
    session.resize(columns: 80)
    try session.expect("nn› first\n= \"first\"\nnn› <\(text)")
    session.send("<\r")
    try session.expectRow("= \"<<\(text)\"")
  }
}
