import Testing

@testable import learnnn

@Suite("One screen at a time")
struct PagerTests {
  /// The screens of texts shown one after the other, in a window of so many rows.
  private func screens(_ texts: [String], rows: Int, columns: Int = 20) throws -> [[String]] {
    var pages = try #require(Pages(columns: columns, rows: rows))
    var screens: [[String]] = [[]]
    for text in texts {
      var rest = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
      while !rest.isEmpty {
        if let part = pages.next(&rest) {
          screens[screens.count - 1] += part.map(String.init)
        } else {
          screens.append([])
          pages.turn()
        }
      }
    }
    return screens
  }

  private func rows(_ range: ClosedRange<Int>) -> String { range.map { "row \($0)" }.joined(separator: "\n") }

  @Test("what fits is one screen, and a screen holds one row less than the window")
  func whole() throws {
    #expect(try screens([rows(1...11)], rows: 12).count == 1)
    #expect(try screens([rows(1...12)], rows: 12).map(\.count) == [11, 1])
    #expect(try screens([rows(1...40)], rows: 12).map(\.count) == [11, 11, 11, 7])
  }

  @Test("a screen ends at a blank row of its lower half")
  func blank() throws {
    let text = rows(1...8) + "\n\n" + rows(9...16)
    #expect(try screens([text], rows: 12).map(\.count) == [9, 8])
  }

  @Test("what fits a screen of its own is not torn, and a heading goes with what follows")
  func torn() throws {
    #expect(try screens([rows(1...6), rows(1...9)], rows: 12).map(\.count) == [6, 9])
    #expect(try screens([rows(1...9), rows(1...20)], rows: 12).map(\.count) == [9, 11, 9])
  }

  @Test("nothing is lost or doubled, whatever the texts and the window")
  func complete() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let texts = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        (0..<Int.random(in: 1...30, using: &random)).map { _ in
          String(repeating: "x", count: Int.random(in: 0...50, using: &random))
        }.joined(separator: "\n")
      }
      let height = Int.random(in: 8...30, using: &random)
      let shown = try screens(texts, rows: height)
      #expect(
        shown.flatMap { $0 }
          == texts.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }.map(String.init))
      #expect(shown.allSatisfy { $0.map { max(1, ($0.count + 19) / 20) }.reduce(0, +) < height })
    }
  }

  @Test("a row that is wider than the window counts as several, its colours as none")
  func wide() throws {
    #expect(
      try screens([Array(repeating: String(repeating: "x", count: 50), count: 4).joined(separator: "\n")], rows: 12)
        .map(\.count) == [3, 1])
    let coloured = "\u{1B}[1;36m" + String(repeating: "x", count: 20) + "\u{1B}[0m"
    #expect(try screens([Array(repeating: coloured, count: 11).joined(separator: "\n")], rows: 12).count == 1)
  }

  @Test("a window that is too low has no pages")
  func low() {
    #expect(Pages(columns: 80, rows: 7) == nil)
  }

  private let stop = "Enter goes on, q stops"

  @Test(
    "in a terminal a long output waits; Enter goes on, q leaves the rest away, and another key begins the next input")
  func keys() throws {
    let program = try TerminalProgram(rows: 12)
    try program.wait(for: "nn› ")
    let first = try program.type("for i in 1..30 { print(i) }\r", until: stop)
    #expect(first.contains("\n5") && !first.contains("\n15"))
    let second = try program.type("\r", until: stop)
    #expect(second.contains("\n15") && !second.contains("\n30"))
    let rest = try program.type(" ", until: "nn› ")
    #expect(rest.contains("\n30"))
    try program.type("for i in 1..30 { print(i) }\r", until: stop)
    #expect(!(try program.type("q", until: "nn› ")).contains("30"))
    try program.type("for i in 1..30 { print(i) }\r", until: stop)
    #expect(try program.type("6*7\r", until: "42").contains("\n30"))
    try program.wait(for: "nn› ")
    try program.type(":set pager off\r", until: "nn› ")
    #expect(try program.type("for i in 1..30 { print(i) }\r", until: "nn› ").contains("\n30"))
  }

  @Test("an error is seen also when the rest was not wanted")
  func urgent() throws {
    let program = try TerminalProgram(rows: 12)
    try program.wait(for: "nn› ")
    try program.type("for i in 1..30 { print(i) }; sqrt(\"a\")\r", until: stop)
    try program.type("q", until: "error")
  }

  @Test("PAGER reads long help, and what fits the window needs none")
  func program() throws {
    let long = try Program.shell(
      "export learnnn; script -qec 'stty rows 20; PAGER=\"tr a-z A-Z\" $learnnn doc relu; PAGER=\"tr a-z A-Z\" $learnnn doc' /dev/null < /dev/null"
    )
    #expect(long.output.contains("relu") && long.output.contains("SOFTMAX"))
  }

  @Test("the manual page has every subcommand, and no line that the formatter would take for a request of its own")
  func manual() throws {
    let page = try Program.run("doc --format man").output
    for name in ["check", "release", "grade", "doc"] { #expect(page.contains(".SS learnnn \(name)\n")) }
    let requests: Set = [".TH", ".SH", ".SS", ".TP", ".B", ".nf", ".fi"]
    for line in page.split(separator: "\n") where line.hasPrefix(".") {
      #expect(requests.contains(String(line.split(separator: " ")[0])), "\(line)")
    }
  }
}
