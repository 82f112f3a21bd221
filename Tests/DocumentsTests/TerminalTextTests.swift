import Documents
import Source
import Testing

/// Blocks as a terminal shows them, without the newline at the end.
func shown(
  _ blocks: [Block], width: Int = 80, color: ColorDepth = .none, glyphs: GlyphSet = .unicode, accessible: Bool = false
) -> String {
  let renderer = TerminalRenderer(width: width, color: color, glyphs: glyphs, accessible: accessible)
  return String(renderer.render(Document(blocks)).dropLast())
}

@Suite("Text in a terminal") struct TerminalTextTests {
  private let prose = Markdown.parse(
    """
    # A *title*

    Prose with $\\sigma'(z)$, **strong `code`** and [a link](http://x.org).

    - one
    - two
      1. nested

    > quoted
    """)

  @Test("a line is broken where its columns end, however many bytes they take")
  func columnsNotBytes() {
    let names = (0..<10).map { _ in Inline.text("w₁ ") }
    let whole = TerminalRenderer(width: 30).render(Document([.lines([names])]))
    #expect(whole.split(separator: "\n").count == 1, "\(whole)")
    #expect(TerminalRenderer(width: 24).render(Document([.lines([names])])).split(separator: "\n").count == 2)
  }

  @Test("prose at 40 columns")
  func narrow() {
    #expect(
      shown(prose, width: 40) == """
        A title
        ═══════

        Prose with σ′(z), strong `code` and a
        link (http://x.org).

        • one
        • two
          1. nested

        │ quoted
        """)
  }

  @Test("prose at 20 columns in ASCII")
  func ascii() {
    #expect(
      shown(prose, width: 20, glyphs: .ascii) == """
        A title
        =======

        Prose with
        sigma'(z), strong
        `code` and a link
        (http://x.org).

        * one
        * two
          1. nested

        | quoted
        """)
  }

  @Test("wide characters are wrapped by their width")
  func wide() {
    #expect(shown([.paragraph(["中文字符，中文字符"])], width: 10) == "中文字符，\n中文字符")
    #expect(shown([.paragraph(["ab 中文。"])], width: 10) == "ab 中文。")
    #expect(shown([.paragraph(["中文字符中。"])], width: 10) == "中文字符\n中。")
    #expect(shown([.paragraph(["中文字符中: ab"])], width: 10) == "中文字符\n中: ab")
  }

  @Test("a word longer than the window is cut")
  func longWord() { #expect(shown([.paragraph(["abcdefghijklmno"])], width: 10) == "abcdefghij\nklmno") }

  @Test("nothing is lost at any width", arguments: [1, 10, 11, 13, 20, 33, 80, 200])
  func anyWidth(_ width: Int) {
    let text = shown(prose, width: width).filter { !$0.isWhitespace }
    for word in ["title", "strong", "nested", "quoted", "http://x.org"] { #expect(text.contains(word)) }
    for line in shown(prose, width: width).split(separator: "\n") {
      #expect(DisplayWidth.columns(of: String(line)) <= max(width, 10))
    }
  }

  @Test("a narrow table is wrapped between its words, and becomes records before it cuts one")
  func words() {
    let table = Table(
      header: [["#"], ["layer"], ["parameters"]], alignments: [.right, .left, .left],
      rows: [[["0"], ["dense · relu"], ["W [4, 3]  b [3]"]]])
    #expect(
      shown([.table(table)], width: 24) == """
        # │ layer   │ parameters
        ──┼─────────┼───────────
        0 │ dense · │ W [4, 3]
          │ relu    │ b [3]
        """)
    #expect(
      shown([.table(table)], width: 20) == """
        #: 0
        layer: dense · relu
        parameters: W [4, 3]
        b [3]
        """)
  }

  @Test("a table, as wide as it needs, wrapped, and as records")
  func table() {
    let table = Table(
      header: [["name"], ["meaning"]], alignments: [.left, .right],
      rows: [[["σ"], ["the logistic function"]], [["中文"], ["x"]]])
    #expect(
      shown([.table(table)]) == """
        name │               meaning
        ─────┼──────────────────────
        σ    │ the logistic function
        中文 │                     x
        """)
    #expect(
      shown([.table(table)], width: 20, glyphs: .ascii) == """
        name  |      meaning
        ------+-------------
        sigma | the logistic
              |     function
        ????  |            x
        """)
    #expect(
      shown([.table(table)], width: 10) == """
        name: σ
        meaning:
        the
        logistic
        function

        name: 中文
        meaning: x
        """)
  }

  @Test("code keeps its lines; what is too long goes on below")
  func code() {
    #expect(shown([.code(Code("a\tb\n  c"))]) == "    a   b\n      c")
    #expect(shown([.code(Code("abcdefghijkl"))], width: 14) == "    abcdefghij\n    ↳ kl")
  }

  @Test(
    "code is broken at spaces and commas, and no name, number, text or call is cut while there are others",
    arguments: [
      ("loss = dense(size, 2)", "    loss =\n    ↳ dense(size,\n    ↳ 2)"),
      ("f(abc,defg,hijkl)", "    f(abc,defg,\n    ↳ hijkl)"), ("tensor.load_data()", "    tensor.\n    ↳ load_data()"),
      ("say(x, \"ab cd ef\")", "    say(x,\n    ↳ \"ab cd ef\")"),
      ("t = [\"甲\", \"乙丙\"]", "    t = [\"甲\",\n    ↳ \"乙丙\"]"),
    ])
  func codeWords(code: String, lines: String) {
    let name = code.utf8.count / 2
    let coloured = Code(code, runs: [Code.Run(0..<name, .name), Code.Run(name..<code.utf8.count, .plain)])
    for code in [Code(code), coloured] { #expect(shown([.code(code)], width: 18) == lines) }
  }

  @Test("a short formula or piece of code in a sentence stays on one line, and a result beside its sign")
  func wholeFormulas() {
    #expect(shown([.paragraph(["now you type ", .text("u = 0.8", .code)])], width: 20) == "now you type\n`u = 0.8`")
    #expect(shown([.paragraph(["the product = 12"])], width: 14) == "the product\n= 12")
  }

  @Test("a Chinese ordinal stays in one piece")
  func ordinal() {
    #expect(shown([.paragraph(["见一见第 2 章吧"])], width: 9) == "见一见\n第 2 章吧")
  }

  @Test("a row of commands is broken between two of them")
  func items() {
    let cell = CellBox(title: ["练习 1"], code: Code("x = 1"), footer: ["按回车 · :hint 提示 · :skip 跳过"])
    #expect(shown([.cellBox(cell)], width: 32) == "┌ 练习 1\n│ x = 1\n└ 按回车 · :hint 提示\n  :skip 跳过")
    #expect(shown([.paragraph(["abcd · efgh · ij"])], width: 12) == "abcd ·\nefgh · ij")
  }

  @Test("values, spreads, cells and columns")
  func values() {
    #expect(shown([.lines([["a = 1"], ["  b"]]), .lines([["c"]])]) == "a = 1\n  b\nc")
    #expect(shown([.spread(left: ["w = 0.8"], right: [.text("param", .dim)])], width: 20) == "w = 0.8        param")
    #expect(
      shown([.spread(left: ["w = 0.8 and more"], right: ["param"])], width: 20)
        == "w = 0.8 and more\n               param")
    let cell = CellBox(title: ["cell 1"], code: Code("x = 1\ny = 2"), footer: ["Enter runs it"])
    #expect(shown([.cellBox(cell)]) == "┌ cell 1\n│ x = 1\n│ y = 2\n└ Enter runs it")
    let empty = CellBox(title: ["a walk"], code: Code(""), footer: ["Enter opens it"])
    #expect(shown([.cellBox(empty)]) == "┌ a walk\n└ Enter opens it")
    #expect(shown([.cellBox(cell)], glyphs: .ascii) == "+ cell 1\n| x = 1\n| y = 2\n+ Enter runs it")
    let columns = Columns(
      [[["a"], ["1.5"], ["first"]], [["long"], ["20"], ["second"]]], alignments: [.left, .right])
    #expect(shown([.columns(columns)]) == "a     1.5  first\nlong   20  second")
    #expect(shown([.columns(columns)], width: 16) == "a     1.5  first\nlong   20\n        second")
    #expect(shown([.indented([.paragraph(["in"])])]) == "  in")
  }

  @Test("callouts say in words what their colour says")
  func callouts() {
    #expect(shown([.callout(.warning, title: [], [.paragraph(["mind"])])]) == "│ warning\n│ mind")
    #expect(shown([.callout(.note, title: ["Hint 1 of 3"], [])], glyphs: .ascii) == "| Hint 1 of 3")
  }

  @Test(
    "colours by depth",
    arguments: [
      (ColorDepth.none, "x = 1"), (.ansi16, "x = \u{1B}[34m1\u{1B}[0m"), (.ansi256, "x = \u{1B}[38;5;68m1\u{1B}[0m"),
      (.full, "x = \u{1B}[38;2;63;127;208m1\u{1B}[0m"),
    ])
  func colors(_ color: ColorDepth, _ expected: String) {
    #expect(shown([.lines([["x = ", .text("1", .number)]])], color: color) == expected)
  }

  @Test("roles add up, and a line for a prompt is neither wrapped nor trimmed")
  func roles() {
    let inlines: [Inline] = [.styled(.strong, ["a", .text("b", .code)]), .text("c", .error)]
    #expect(
      shown([.paragraph(inlines)], color: .ansi16) == "\u{1B}[1ma\u{1B}[0m\u{1B}[1;36mb\u{1B}[0m\u{1B}[1;31mc\u{1B}[0m")
    #expect(TerminalRenderer(width: 10).render(line: [.text("a long prompt> ", .prompt)]) == "a long prompt> ")
  }

  @Test("code carries its runs, and runs out of bounds are harmless")
  func runs() {
    let code = Code("z = 1", runs: [Code.Run(0..<1, .name), Code.Run(4..<99, .number), Code.Run(2..<3, .operator)])
    #expect(shown([.code(code)], color: .ansi16) == "    z = \u{1B}[34m1\u{1B}[0m")
  }
}

@Suite("Diagnostics in a terminal") struct DiagnosticLayoutTests {
  private let fit = Diagnostic(
    code: .shapeMismatch, "these shapes do not fit", source: SourceText("z = x @ W"),
    labels: [
      Diagnostic.Label(Span(4, 5), "x is [3]"), Diagnostic.Label(Span(8, 9), "W is [4, 2], made by glorot(4, 2)"),
    ],
    notes: ["`@` needs the last axis of the left side (3) to equal the first axis of the right side (4)"],
    help: "glorot(3, 2) would fit x · :why explains the rule")

  @Test("two labels, a note and help")
  func full() {
    #expect(
      shown([.diagnostic(fit)], width: 92) == """
        error: these shapes do not fit                                                shape-mismatch
          │ z = x @ W
          │     ┬   ┬ W is [4, 2], made by glorot(4, 2)
          │     ╰ x is [3]
          `@` needs the last axis of the left side (3) to equal the first axis of the right side (4)
          help: glorot(3, 2) would fit x · :why explains the rule
        """)
  }

  @Test("in ASCII at 40 columns")
  func ascii() {
    #expect(
      shown([.diagnostic(fit)], width: 40, glyphs: .ascii) == """
        error: these shapes do not fit
                                  shape-mismatch
          | z = x @ W
          |     ^   ^
          |     |   ` W is [4, 2], made by
          |     |     glorot(4, 2)
          |     ` x is [3]
          `@` needs the last axis of the left
          side (3) to equal the first axis of
          the right side (4)
          help: glorot(3, 2) would fit x | :why
          explains the rule
        """)
  }

  @Test("a file's name and line, and labels on two lines")
  func file() {
    let source = SourceText("# setup\nz = x @ W + longname(4, 2)\n", name: "lesson3.md", firstLine: 40)
    let diagnostic = Diagnostic(
      .warning, code: .blank, "two places", source: source,
      labels: [Diagnostic.Label(Span(2, 7), "here"), Diagnostic.Label(Span(20, 34), "and there")])
    #expect(
      shown([.diagnostic(diagnostic)], width: 40) == """
        warning: two places                blank
             ╭ lesson3.md:40:3
          40 │ # setup
             │   ┬──── here
          41 │ z = x @ W + longname(4, 2)
             │             ┬─────────────
             │             ╰ and there
        """)
  }

  @Test("a long line is shown around its label, an end of input behind its last character")
  func places() {
    let long = SourceText(String(repeating: "a + ", count: 40) + "oops" + String(repeating: " + b", count: 40))
    let lost = Diagnostic(code: .blank, "t", source: long, labels: [Diagnostic.Label(Span(160, 164), "unknown")])
    #expect(
      shown([.diagnostic(lost)], width: 60) == """
        error: t                                               blank
          │ … a + a + a + a + oops + b + b + b + b + b + b + b + b …
          │                   ┬─── unknown
        """)
    let open = Diagnostic(
      code: .blank, "t", source: SourceText("f(x"), labels: [Diagnostic.Label(Span(3, 3), "`)` is missing")])
    #expect(shown([.diagnostic(open)], width: 30).hasSuffix("  │ f(x\n  │    ┬ `)` is missing"))
  }

  @Test("underlines count columns, not bytes")
  func wide() {
    let source = SourceText("名 = \tδ + y")
    let label = Diagnostic.Label(Span(7, 9), "here")
    let text = shown([.diagnostic(Diagnostic(code: .blank, "t", source: source, labels: [label]))], width: 30)
    #expect(text.hasSuffix("  │ 名 =    δ + y\n  │         ┬ here"))
  }

  @Test("spans outside the text are harmless")
  func bounds() {
    let source = SourceText("ab")
    for span in [Span(-5, 90), Span(70, 80), Span(2, 2), Span(1, 0)] {
      let diagnostic = Diagnostic(code: .blank, "t", source: source, labels: [Diagnostic.Label(span, "x")])
      #expect(shown([.diagnostic(diagnostic)], width: 20).contains("ab"))
    }
  }
}
