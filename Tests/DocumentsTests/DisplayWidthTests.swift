import Documents
import Source
import Testing

@Suite("Widths and safety of text") struct DisplayWidthTests {
  @Test(
    "columns of a text",
    arguments: [
      ("", 0), ("abc", 3), ("σ′(z)", 5), ("中文", 4), ("e\u{301}", 1), ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2),
      ("👍", 2), ("👍🏽", 2), ("👨‍👩‍👧", 2), ("🇩🇪", 2), ("❤", 1), ("❤️", 2), ("a\u{200B}b", 2), ("ｆｕｌｌ", 8), ("x²", 2), ("ᵀ", 1),
      ("\u{1B}", 1), ("█▒⠿", 3), ("ŷ", 1), ("x\u{304}", 1), ("𝔼", 1), ("…", 1), ("\u{AD}", 0),
    ])
  func columns(_ text: String, _ expected: Int) { #expect(DisplayWidth.columns(of: text) == expected) }

  @Test(
    "truncation counts columns and never splits a character",
    arguments: [
      ("abcdef", 6, "abcdef"), ("abcdef", 4, "abc…"), ("中文字", 4, "中…"), ("中文字", 5, "中文…"),
      ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
      ("abc", 1, "…"), ("abc", 0, ""), ("abc", -1, ""),
    ])
  func truncated(_ text: String, _ width: Int, _ expected: String) {
    #expect(DisplayWidth.truncated(text, to: width) == expected)
  }

  @Test("padding counts columns")
  func padded() {
    #expect(DisplayWidth.padded("中", to: 4) == "中  ")
    #expect(DisplayWidth.padded("中", to: 4, .right) == "  中")
    #expect(DisplayWidth.padded("a", to: 4, .center) == " a  ")
    #expect(DisplayWidth.padded("abc", to: 2) == "abc")
  }

  @Test(
    "controls become visible signs",
    arguments: [
      ("a\u{1B}[31mb", "a␛[31mb"), ("a\tb\nc", "a b c"), ("\u{7F}\u{9B}", "␡\u{FFFD}"), ("x\u{202E}y", "x\u{FFFD}y"),
      ("σ", "σ"),
      ("\u{0}\r", "␀ "), ("\u{2028}", " "),
    ])
  func visible(_ text: String, _ expected: String) { #expect(SafeText.line(text) == expected) }

  @Test("tabs are filled up, lines parted")
  func lines() { #expect(SafeText.lines("a\tb\r\n\tc\u{7}") == ["a   b", "    c␇"]) }

  @Test("no renderer passes a control on", arguments: ["\u{1B}]0;x\u{7}", "\u{9B}31m", "\u{202E}", "\u{8}\u{7F}"])
  func renderers(_ evil: String) throws {
    let figure = Figure.line(LinePlot([Series(evil, y: [1, 2])], labels: PlotLabels(title: evil, x: evil, y: evil)))
    let image = try GreyImage(height: 1, width: 1, pixels: [1], label: evil)
    let nodes = [NetworkGraph.Node(1, lines: [.verbatim(evil)])]
    let graph = try NetworkGraph(nodes: nodes, edges: [], title: .verbatim(evil))
    let line: [Inline] = [.text(evil), .text(evil, .code), .math(evil), .link([.text(evil)], url: evil)]
    let document = Document([
      .paragraph(line), .heading(level: 1, line), .code(Code(evil, info: evil, runs: [Code.Run(0..<1, .error)])),
      .math(evil),
      .lines([line]), .table(Table(header: [line], rows: [[line]])), .figure(figure),
      .figure(.images(ImageGrid([image]))),
      .figure(.graph(graph)), .callout(.note, title: line, []), .spread(left: line, right: line),
      .columns(Columns([[line, line]])), .cellBox(CellBox(title: line, code: Code(evil), footer: line)),
    ])
    let texts = [
      TerminalRenderer().render(document), TerminalRenderer(accessible: true).render(document),
      TerminalRenderer(glyphs: .ascii).render(document), HTMLRenderer().render(document),
      MarkdownRenderer().render(document), DebugRenderer().render(document),
      TerminalRenderer().render(line: line),
    ]
    for text in texts {
      let controls = text.unicodeScalars.filter {
        $0 != "\n" && ($0.properties.generalCategory == .control || $0 == "\u{202E}")
      }
      #expect(controls.isEmpty)
    }
  }
}
