import Testing

@testable import LineEditing

@Suite("Pieces of the editor")
struct PiecesTests {
  /// Widths come from the C library, which has to know that text is UTF-8.
  init() throws { try #require(System.useUTF8()) }

  @Test(
    "output counts as ended when the cursor is in the first column of an empty line",
    arguments: [
      ("a\n", true), ("a", false), ("a\n\u{1B}[0m", true), ("a\u{1B}[0m", false), ("50 %\r\u{1B}[K", true),
      ("50 %\r", false),
      ("m", false), ("\n\u{1B}[0;1m\u{1B}[K", true), ("\nK", false),
    ])
  func lineEnds(text: String, isEnded: Bool) {
    #expect(Terminal.endsLine(text) == isEnded)
  }

  @Test(
    "pasted text is made fit",
    arguments: [
      ("a\r\nb\r\n", "a\nb"), ("a\n\nb", "a\n\nb"), ("a\r\rb", "a\n\nb"), ("\tx", "    x"),
      ("a\u{0}\u{1B}b\u{7F}\u{85}", "ab"),
      ("\u{FEFF}é", "é"), ("", ""), ("\n", ""),
    ])
  func pastes(pasted: String, text: String) {
    #expect(Paste.text(of: Array(pasted.utf8)) == text)
  }

  @Test("names share rows, or stand beside their details, and too many are cut")
  func candidateList() {
    let names = ["aa", "b", "cc", "d"].map { Candidate($0) }
    #expect(CandidateList.rows(names, columns: 10, rows: 5) == ["aa  b", "cc  d"])
    #expect(CandidateList.rows(names, columns: 5, rows: 3) == ["aa", "b", "… and 2 more"])
    let signs = [Candidate("\\pi", text: "π", detail: "π"), Candidate("\\psi", text: "ψ", detail: "ψ")]
    #expect(CandidateList.rows(signs, columns: 40, rows: 5) == ["\\pi   π", "\\psi  ψ"])
    #expect(CandidateList.commonPrefix(of: ["αβγ", "αβ", "αβδ"]) == "αβ")
    #expect(CandidateList.commonPrefix(of: []) == "")
  }

  @Test("runs colour the scalars that they cover, whatever their order and bounds")
  func painting() {
    let buffer = EditBuffer(scalars: Array("σ12".unicodeScalars), cursor: 3)
    let layout = Layout(buffer, promptWidth: 2, columns: 40)
    let painter = Painter(layout: layout, buffer: buffer, columns: 40)
    let runs = [StyledRun(3..<99, style: "33"), StyledRun(0..<2, style: "34"), StyledRun(50..<60, style: "35")]
    let picture = painter.picture(runs: runs, hint: "h")
    #expect(picture.contains("\u{1B}[0;34mσ\u{1B}[0m1\u{1B}[0;33m2\u{1B}[0m"))
    #expect(picture.contains("\u{1B}[2mh\u{1B}[0m"))
  }

  @Test("rows above and below have the same column, or end before it")
  func rowsAway() {
    let buffer = EditBuffer(scalars: Array("ab\nlonger\n\nx".unicodeScalars), cursor: 8)
    #expect(buffer.index(rowsAway: -1, column: 5) == 2)
    #expect(buffer.index(rowsAway: 1, column: 5) == 10)
    #expect(EditBuffer(scalars: buffer.scalars, cursor: 1).index(rowsAway: -1, column: 5) == nil)
    #expect(EditBuffer(scalars: buffer.scalars, cursor: 11).index(rowsAway: 1, column: 5) == nil)
  }

  @Test("offsets and indices convert for text outside ASCII")
  func offsets() {
    let buffer = EditBuffer(scalars: Array("σ中a".unicodeScalars), cursor: 0)
    #expect((0...4).map { buffer.byteOffset(of: $0) } == [0, 2, 5, 6, 6])
    #expect([0, 1, 2, 5, 6, 99].map { buffer.index(ofByte: $0) } == [0, 0, 1, 2, 3, 3])
  }

  @Test("a Ctrl-C that nobody has pressed is not requested")
  func interrupts() {
    #expect(!Interrupts.isRequested)
    #expect(!Interrupts.clear())
  }
}
