import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Completion, colours and hints")
struct HelpTests {
  @Test(
    "Tab completes what is clear",
    arguments: [("so\t", "softmax"), ("\\sigma\t", "σ"), ("2\\al\tp\t", "2α"), ("\t1", "  1"), ("tr\ti\t", "train")])
  func completes(keys: String, text: String) throws {
    let session = try Session(environment: ["NO_COLOR": "1"])
    session.send(keys + ".")
    try session.wait("the completed text") { $0.rows.contains("nn› \(text).") }
  }

  @Test("a second Tab lists what is possible below the line, and draws the line again")
  func lists() throws {
    let session = try Session()
    session.send("tr")
    session.send("\t")
    try session.wait("the common part and a bell") { $0.rows[0].hasPrefix("nn› tra") && $0.bells == 1 }
    session.send("\t")
    try session.expect("nn› tra\ntrain      transpose\nnn› tra")
    session.send("\t")
    try session.wait("a bell and no second list") { $0.bells == 2 && $0.text.hasPrefix("nn› tra\ntrain") }
    session.send("n\t(")
    try session.expectRow("nn› transpose(")
  }

  @Test("the list leaves the other rows and the cursor as they are")
  func listsAmongRows() throws {
    let session = try Session()
    session.send("(1,\rtra)\u{1B}[D\t")
    try session.wait("the list and both rows") {
      $0.text == "nn› (1,\n  tra)\ntrain      transpose\nnn› (1,\n  tra)" && $0.column == 5
    }
  }

  @Test("names that stand for a sign are listed with it")
  func details() throws {
    let session = try Session()
    session.send("\\a\t\t")
    try session.expectRow("\\alpha  α")
    try session.expectRow("nn› \\al")
  }

  @Test("without a match there is a bell")
  func noMatch() throws {
    let session = try Session()
    session.send("zzz\t")
    try session.wait("a bell") { $0.bells == 1 && $0.text == "nn› zzz" }
  }

  @Test("numbers and known names are coloured while they are typed, also in a line that wraps")
  func colours() throws {
    let session = try Session(columns: 20)
    session.send("aaaaaaaaaaaa train 12")
    try session.wait("colours") { $0.style(of: "12") == "33" && $0.style(of: "in") == "34" }
    #expect(session.screen.text == "nn› aaaaaaaaaaaa tra\nin 12")
    session.send("\u{1B}[H1b")
    try session.wait("colours that follow the edit") {
      $0.text == "nn› 1baaaaaaaaaaaa t\nrain 12" && $0.style(of: "1b") == "33" && $0.style(of: "rain") == "34"
        && $0.style(of: "12") == "33" && $0.style(of: "baa") == ""
    }
  }

  @Test("a signature is shown dim, and is not accepted")
  func signature() throws {
    let session = try Session()
    session.send("softmax(")
    try session.wait("the signature") { $0.text == "nn› softmax(x, axis=-1)" && $0.style(of: "x, axis") == "2" }
    #expect(session.screen.column == 12)
    session.send("\u{1B}[C")
    try session.wait("a bell") { $0.bells == 1 }
    session.send("q")
    try session.expect("nn› softmax(q")
  }

  @Test("an entry of the history that goes on is shown dim, and accepted with Right")
  func suggestion() throws {
    let session = try Session()
    session.send("alpha = 1\r")
    try session.expectRow("= \"alpha = 1\"")
    session.send("al")
    try session.wait("the suggestion") { $0.rows[2] == "nn› alpha = 1" && $0.styles(row: 2)[6] == "2" }
    session.send("\u{1B}[C")
    try session.wait("the accepted text") {
      $0.rows[2] == "nn› alpha = 1" && $0.styles(row: 2)[6] == "" && $0.column == 13
    }
    session.send("2\r")
    try session.expectRow("= \"alpha = 12\"")
    session.send("al")
    try session.wait("the suggestion") { $0.rows[4].hasPrefix("nn› alpha = 1") }
    session.send("b")
    try session.wait("the suggestion gone") { $0.rows[4] == "nn› alb" }
  }

  @Test("an input taller than the screen is kept, though not coloured")
  func tallInput() throws {
    let session = try Session(rows: 8)
    session.paste((1...20).map { "row\($0)" }.joined(separator: "\n"))
    session.send("x\r")
    try session.wait("the text") { $0.text.contains("row20x") && $0.text.contains("= \"row1") }
  }

  @Test("an idle prompt costs no processor time")
  func idle() throws {
    let session = try Session()
    session.send("train")
    try session.wait("colours") { $0.style(of: "train") == "34" }
    let before = session.processorTicks
    session.linger(seconds: 0.5)
    #expect(session.processorTicks - before <= 2)
  }
}

@Suite("Output around the line")
struct OutputTests {
  @Test("a prompt begins in the first column, even when the output before it was not ended")
  func unendedOutput() throws {
    let session = try Session()
    session.send("unended\r")
    try session.expect("nn› unended\nno newline\nnn›")
  }

  @Test("what is typed during a computation is shown once, at the next prompt", arguments: [3, 5000])
  func typedAhead(length: Int) throws {
    let session = try Session(rows: 80)
    session.send("nap\r")
    try session.expectRow("napping")
    session.send(String(repeating: "y", count: length))
    try session.wait("the prompt") { $0.bracketsPastes && $0.text.contains("nn› y") }
    session.send("z")
    try session.wait("everything typed") { $0.text.hasSuffix("yz") }
    #expect(session.screen.text.count { $0 == "y" } == length)
    session.send("\r")
    try session.wait("the result") { $0.text.contains("\n= ") }
  }

  @Test("a key session leaves what follows its end to the next line")
  func typedBehindStepper() throws {
    let session = try Session()
    session.send("step\r")
    try session.expectRow("stepping")
    session.send("qabc\r")
    try session.expectRow("= \"abc\"")
  }

  @Test("lines from elsewhere appear above the input, which stays as it is")
  func linesAbove() throws {
    let home = try TemporaryFolder()
    let path = "\(home.path)/lines"
    try #require(mkfifo(path, 0o600) == 0)
    let session = try Session(environment: ["PROBE_LINES": path], home: home)
    session.send("(1,\r23\u{1B}[D")
    try session.wait("two rows") { $0.text == "nn› (1,\n  23" && $0.column == 3 }
    try home.write(Array("epoch 1\nepo".utf8), to: "lines")
    try session.wait("the line above") { $0.text == "epoch 1\nnn› (1,\n  23" && $0.column == 3 }
    try home.write(Array("ch 2\n".utf8), to: "lines")
    try session.expect("epoch 1\nepoch 2\nnn› (1,\n  23")
    session.send("x\u{1B}[F)\r")
    try session.expectRow("= \"(1,\\n  2x3)\"")
  }

  @Test("a piped session has no prompts and no escape sequences, and runs its last row without a newline")
  func piped() throws {
    let result = try Child.run(input: "a = 1\n(2,\n3)\r\n2a")
    #expect(result.output == "= \"a = 1\"\n= \"(2,\\n3)\"\n= \"2a\"\n")
    #expect(result.status == 0)
  }

  @Test("an unfinished input at the end of a pipe is handed over as it is")
  func pipedUnfinished() throws {
    let result = try Child.run(input: "(1,\n\n2\n")
    #expect(result.output == "unfinished = \"(1,\\n\\n2\"\n")
    #expect(result.status == 1)
  }

  @Test("a piped key session takes a key from each line")
  func pipedStepping() throws {
    let result = try Child.run(input: "step\n\nb\nq\nrest\n")
    #expect(result.output == "stepping\nkey enter\nkey character(\"b\")\nkey character(\"q\")\n= \"rest\"\n")
  }

  @Test("a terminal without escape sequences gets none", arguments: ["dumb", nil])
  func dumbTerminal(term: String?) throws {
    let session = try Session(environment: ["TERM": term], waitForPrompt: false)
    try session.expect("nn›")
    session.send("(1,\r")
    try session.wait("the next row") { $0.row == 1 && $0.column == 4 }
    session.send("2)\r")
    try session.expect("nn› (1,\n    2)\n= \"(1,\\n2)\"\nnn›")
    session.send("(")
    try session.wait("the echo") { $0.text.hasSuffix("nn› (") }
    session.send("\r")
    try session.wait("the next row") { $0.row == 4 && $0.column == 4 }
    session.send("\r")
    try session.wait("a prompt right below") { $0.text.hasSuffix("nn› (\n\nunfinished = \"(\"\nnn›") }
    session.send("abc")
    try session.wait("the echo") { $0.text.hasSuffix("nn› abc") }
    session.send("\u{3}")
    try session.wait("a new prompt") { $0.text.hasSuffix("nn› abc^C\nnn›") }
    session.send("\u{4}")
    #expect(try session.waitForExit() == 1)
    #expect(!session.output.contains(0x1B))
  }
}
