import Testing

@Suite("Inputs of several rows")
struct RowsTests {
  @Test("Enter continues an unfinished text on an indented row, and submits a finished one from anywhere")
  func continuing() throws {
    let session = try Session()
    session.send("f(1,\r")
    try session.wait("an indented row") { $0.text == "nn› f(1," && $0.row == 1 && $0.column == 2 }
    session.send("2)")
    try session.expect("nn› f(1,\n  2)")
    session.send("\u{1B}[A\u{1B}[H\r")
    try session.expectRow("= \"f(1,\\n  2)\"")
  }

  @Test("a blank row submits even an unfinished text, without the blank row")
  func blankRow() throws {
    let session = try Session()
    session.send("f(1,\r\r")
    try session.expectRow("unfinished = \"f(1,\"")
  }

  @Test("Alt-Enter breaks the row of a finished text")
  func altEnter() throws {
    let session = try Session()
    session.send("a\u{1B}\rb\r")
    try session.expectRow("= \"a\\nb\"")
  }

  @Test("a closing bracket that begins its row moves back to where its partner's row begins")
  func closingBracket() throws {
    let session = try Session()
    session.send("f = {\rx = [\r1\r]\r}")
    try session.expect("nn› f = {\n  x = [\n    1\n  ]\n}")
    session.send("\r")
    try session.expectRow("= \"f = {\\n  x = [\\n    1\\n  ]\\n}\"")
  }

  @Test("Up and Down move by rows first, and through the history from the outermost rows")
  func upAndDown() throws {
    let session = try Session()
    session.send("old\r")
    try session.expectRow("= \"old\"")
    session.send("g(1,\r22)\r")
    try session.expectRow("= \"g(1,\\n  22)\"")
    session.send("\u{1B}[A")
    try session.wait("the entry, cursor at its end") { $0.text.hasSuffix("nn› g(1,\n  22)") && $0.column == 5 }
    let top = session.screen.row - 1
    session.send("\u{1B}[A")
    try session.wait("the cursor in the first row") { $0.row == top }
    session.send("\u{1B}[A")
    try session.wait("the older entry") { $0.text.hasSuffix("nn› old") }
    session.send("\u{1B}[B")
    try session.wait("the newer entry") { $0.text.hasSuffix("nn› g(1,\n  22)") }
    session.send("\u{1B}[B")
    try session.wait("the empty draft") { $0.text.hasSuffix("\nnn›") }
  }

  @Test("Home and End go to the row's edge, and to the text's edge the second time")
  func homeAndEnd() throws {
    let session = try Session()
    session.send("g(1,\r22)\u{1B}[H")
    try session.wait("the row's start") { $0.row == 1 && $0.column == 0 }
    session.send("\u{1B}[H")
    try session.wait("the text's start") { $0.row == 0 && $0.column == 4 }
    session.send("\u{1B}[F")
    try session.wait("the row's end") { $0.row == 0 && $0.column == 8 }
    session.send("\u{1B}OF")
    try session.wait("the text's end") { $0.row == 1 && $0.column == 5 }
  }

  @Test("text can be put into the line for the user to go on with")
  func prefill() throws {
    let session = try Session()
    session.send("prefill\r")
    try session.wait("the starter") {
      $0.text == "nn› prefill\nnn› dz = ___\ndw = ___" && $0.row == 1 && $0.column == 9
    }
    session.send("41\t2\r")
    try session.expectRow("= \"dz = 41\\ndw = 2\"")
    session.send("x")
    try session.wait("an empty line afterwards") { $0.rows.last { $0 != "" } == "nn› x" }
  }
}

@Suite("Changing a text")
struct ChangeTests {
  @Test("a letter takes the place of a blank, Tab goes to the next one and round, and a name with underscores is none")
  func blanks() throws {
    let session = try Session()
    session.send("prefill\r")
    try session.wait("the first blank") { $0.row == 1 && $0.column == 9 }
    session.send("\t\t")
    try session.wait("the first again") { $0.row == 1 && $0.column == 9 }
    session.send("\tx1 + y")
    try session.expect("nn› prefill\nnn› dz = ___\ndw = x1 + y")
    session.send("\u{1B}[A\u{1B}[H\u{1B}[3~\u{1B}[3~\u{1B}[3~\u{1B}[3~\u{1B}[3~7")
    try session.expect("nn› prefill\nnn› 7\ndw = x1 + y")
    session.send("\r")
    try session.expectRow("= \"7\\ndw = x1 + y\"")
    session.send("a___b\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[Dz\r")
    try session.expectRow("= \"az___b\"")
  }

  @Test("Ctrl-_ takes changes back, word by word, a paste and a killed line as one")
  func undo() throws {
    let session = try Session()
    session.send("one two")
    try session.expect("nn› one two")
    session.send("\u{1F}")
    try session.expect("nn› one")
    session.send("\u{1F}\u{1F}three\u{15}\u{1F}")
    try session.expect("nn› three")
    session.paste("a\nb")
    session.send("\u{1F}\r")
    try session.expectRow("= \"three\"")
  }

  @Test("Up and Down keep their column over shorter rows")
  func column() throws {
    let session = try Session()
    session.send("abcdef\u{1B}\rx\u{1B}\ruvwxyz\u{1B}[D\u{1B}[A")
    try session.wait("the short row") { $0.row == 1 && $0.column == 1 }
    session.send("\u{1B}[A")
    try session.wait("the column again") { $0.row == 0 && $0.column == 9 }
  }

  @Test("Ctrl-X Ctrl-E edits the text in another program, and an editor that fails changes nothing")
  func elsewhere() throws {
    let session = try Session(environment: ["VISUAL": "sed -i s/two/2/"])
    session.send("one two\u{18}\u{5}")
    try session.wait("the edited text") { $0.rows.contains("nn› one 2") }
    session.send("\r")
    try session.expectRow("= \"one 2\"")
  }
}

@Suite("Pasting")
struct PastingTests {
  @Test("pasted rows run together on Enter, with tabs as spaces and without the final newline")
  func bracketedPaste() throws {
    let session = try Session()
    session.paste("a\n\tb\nc\n")
    try session.expect("nn› a\n    b\nc")
    session.send("\r")
    try session.expectRow("= \"a\\n    b\\nc\"")
  }

  @Test("CR LF becomes one newline, control codes and bytes that are no UTF-8 vanish")
  func cleaning() throws {
    let session = try Session()
    session.send(Array("\u{1B}[200~a\r\nb\u{7}\u{1B}[31m]".utf8) + [0xFF, 0xC3] + Array("é\u{1B}[201~\r".utf8))
    try session.expectRow("= \"a\\nb[31m]é\"")
  }

  @Test("the product's own prompts are stripped")
  func prompts() throws {
    let session = try Session()
    session.paste("nn› x = 1\nnn› y = 2")
    try session.expect("nn› x = 1\ny = 2")
  }

  @Test("long pastes arrive whole", arguments: [(300, 30), (10_000, 12), (1, 1_000_000)])
  func longPaste(rows: Int, length: Int) throws {
    let session = try Session()
    let text = (0..<rows).map { row in
      let number = String(row)
      return number + String(repeating: "x", count: max(length - number.utf8.count, 0))
    }.joined(separator: "\n")
    session.paste(text)
    session.send("\r")
    try session.expectRow("= \(text.utf8.count) bytes, \(hash(text))")
    session.send("next\r")
    try session.expectRow("= \"next\"")
  }

  @Test("without brackets every pasted row runs, in order")
  func unbracketedPaste() throws {
    let session = try Session(rows: 60)
    session.send((1...20).map { "row \($0)\r" }.joined())
    try session.wait("the last row") { $0.text.hasSuffix("= \"row 20\"\nnn›") }
    let results = session.screen.rows.filter { $0.hasPrefix("= ") }
    #expect(results == (1...20).map { "= \"row \($0)\"" })
  }

  @Test("pastes are bracketed only while a line is edited")
  func brackets() throws {
    let session = try Session()
    session.send("sleep\r")
    try session.wait("the computation") { $0.rows.contains("computing") && !$0.bracketsPastes }
    session.send("\u{3}")
    try session.wait("the prompt") { $0.text.hasSuffix("interrupted\nnn›") && $0.bracketsPastes }
    session.send("\u{4}")
    #expect(try session.waitForExit() == 0)
    #expect(session.isSane)
  }

  private func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
  }
}
