import Testing

@testable import LineEditing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("History")
struct HistoryTests {
  @Test("empty lines, repetitions and lines that begin with a space are not remembered")
  func selection() {
    var history = History()
    for entry in ["a", "a", "", "  ", " secret", "b\n  ", "b", "a"] { history.add(entry) }
    #expect(history.entries == ["a", "b", "a"])
  }

  @Test("a walk visits what begins like the draft, newest first, and comes back to the draft")
  func walk() {
    var history = History()
    for entry in ["alpha", "beta", "al", "alpha", "b", "alto"] { history.add(entry) }
    var walk = HistoryWalk(draft: "alx", prefix: "al", in: history)
    #expect((0..<5).map { _ in walk.move(-1, in: history) } == ["alto", "alpha", "al", "alpha", nil])
    #expect((0..<5).map { _ in walk.move(1, in: history) } == ["al", "alpha", "alto", "alx", nil])
  }

  @Test("a search finds signs, goes on to older entries, and stays when there are none")
  func search() {
    var history = History()
    for entry in ["∇f", "x = 1", "g(1,\n∇2)"] { history.add(entry) }
    var search = HistorySearch()
    #expect(search.take(0x2207, in: history) && search.found == 2)
    #expect(search.take(18, in: history) && search.found == 0)
    #expect(search.prompt == "search ‘∇’:")
    #expect(search.take(18, in: history) && search.found == 0)
    #expect(search.prompt == "no match ‘∇’:")
    #expect(search.take(127, in: history) && search.pattern == "")
    #expect(search.take(13, in: history) == false)
  }

  @Test(
    "entries are written as they come, for their owner alone, and read back",
    arguments: ["a", "(1,\n2)", "σ\\n\\", "\t"])
  func file(entry: String) throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/state/history"
    var history = History(path: path)
    history.add("first")
    history.add(entry)
    #expect(history.warnings == [])
    #expect(History(path: path).entries == (entry == "\t" ? ["first", "\t"] : ["first", entry]))
    #expect(folder.permissions("state") == 0o700)
    #expect(folder.permissions("state/history") == 0o600)
  }

  @Test("two sessions lose nothing")
  func twoSessions() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/history"
    var one = History(path: path)
    var two = History(path: path)
    one.add("one")
    two.add("two")
    one.add("three")
    #expect(History(path: path).entries == ["one", "two", "three"])
  }

  @Test("what cannot be read is skipped, said once, and kept")
  func damaged() throws {
    let folder = try TemporaryFolder()
    let bytes =
      Array("good\n".utf8) + [0xFF, 0x0A, 0x00, 0x61, 0x0A] + Array("bad \\x\nbad \\\nalso good\\\\\ntorn".utf8)
    try folder.write(bytes, to: "history")
    var history = History(path: "\(folder.path)/history")
    #expect(history.entries == ["good", "also good\\", "torn"])
    #expect(
      history.warnings.map(\.text) == [
        "the history has 4 lines that cannot be read, now skipped: \(folder.path)/history"
      ])
    history.add("new")
    #expect(try folder.read("history").hasSuffix("torn\nnew\n"))
    #expect(History(path: "\(folder.path)/history").entries.suffix(2) == ["torn", "new"])
  }

  @Test("a long file is shortened, and a session that has it open goes on in the new one")
  func shortened() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/history"
    var open = History(path: path, limit: 10)
    try folder.write(Array((1...30).map { "entry \($0)\n" }.joined().utf8), to: "history")
    let loaded = History(path: path, limit: 10)
    #expect(loaded.entries == (21...30).map { "entry \($0)" })
    open.add("late")
    #expect(try folder.read("history").split(separator: "\n").count == 11)
    #expect(History(path: path, limit: 10).entries.last == "late")
  }

  @Test(
    "where nothing can be written one warning is given", arguments: ["/proc/nowhere/history", "/dev/null", "/dev/full"])
  func unwritable(path: String) {
    var history = History(path: path)
    history.add("a")
    history.add("b")
    #expect(history.entries == ["a", "b"])
    #expect(history.warnings.map(\.text).count { $0.hasPrefix("the history ") && $0.contains(path) } >= 1)
    #expect(history.warnings.count <= 2)
  }

  @Test("an entry survives the end of its session")
  func killedSession() throws {
    let home = try TemporaryFolder()
    let environment: [String: String?] = ["PROBE_HISTORY": "\(home.path)/history"]
    do {
      let session = try Session(environment: environment, home: home)
      session.send("g(1,\r2)\r")
      try session.expectRow("= \"g(1,\\n  2)\"")
      session.signal(SIGKILL)
      _ = try session.waitForExit()
    }
    #expect(try home.read("history") == "g(1,\\n  2)\n")
    let session = try Session(environment: environment, home: home)
    session.send("\u{1B}[A")
    try session.expect("nn› g(1,\n  2)")
  }
}

@Suite("Recalling")
struct RecallingTests {
  /// A session that has run these.
  private func session(after entries: [String]) throws -> Session {
    let home = try TemporaryFolder()
    try home.write(Array(entries.map { $0 + "\n" }.joined().utf8), to: "history")
    return try Session(environment: ["PROBE_HISTORY": "\(home.path)/history", "NO_COLOR": "1"], home: home)
  }

  @Test("Up visits what begins like the typed text, Down comes back to it")
  func prefix() throws {
    let session = try session(after: ["alpha", "beta", "alto"])
    session.send("al\u{1B}[A")
    try session.expect("nn› alto")
    session.send("\u{1B}[A")
    try session.expect("nn› alpha")
    session.send("\u{1B}[A\u{1B}[B\u{1B}[B")
    try session.wait("the draft") { $0.text == "nn› al" && $0.bells == 1 }
  }

  @Test("a long draft survives")
  func longDraft() throws {
    let session = try session(after: ["x"])
    let draft = String(repeating: "y", count: 1500)
    session.send(draft + "\u{1B}[A")
    session.send("\u{1B}[H" + "\u{1B}[A\u{1B}[B")
    session.send("\r")
    try session.wait("the result") { $0.rows.contains { $0.hasPrefix("= \"y") } && $0.text.contains("y\"") }
  }

  @Test("Ctrl-R shows pattern and entry; Enter submits what is found")
  func search() throws {
    let session = try session(after: ["∇f", "x", "g(1,\\n∇2)"])
    session.send("draft\u{12}")
    try session.expect("search ‘’: draft")
    session.send("∇")
    try session.expect("search ‘∇’: g(1,\n∇2)")
    session.send("\u{12}")
    try session.expect("search ‘∇’: ∇f")
    session.send("q")
    try session.expect("no match ‘∇q’: ∇f")
    session.send("\u{7F}")
    try session.expect("search ‘∇’: g(1,\n∇2)")
    session.send("\u{7}")
    try session.wait("the draft") { $0.text == "nn› draft" && $0.column == 9 }
    session.send("\u{12}x\r")
    try session.expectRow("= \"x\"")
  }

  @Test("another key accepts what is found and does what it always does")
  func acceptedSearch() throws {
    let session = try session(after: ["alpha", "beta"])
    session.send("\u{12}alp\u{1B}[D!")
    try session.expect("nn› alph!a")
  }

  @Test("a window that changes its width during a search")
  func resizedSearch() throws {
    let session = try session(after: ["alpha beta gamma"])
    session.send("\u{12}beta")
    try session.expect("search ‘beta’: alpha beta gamma")
    session.resize(columns: 20)
    try session.wait("a wrapped search") { $0.text.split(separator: "\n").count == 2 }
    session.send("\r")
    try session.expectRow("nn› alpha beta gamma")
  }
}
