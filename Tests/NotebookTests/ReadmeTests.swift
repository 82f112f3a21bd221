import Disk
import Source
import Testing

/// What the README shows is what the program does; a line `…` stands for any lines.
@Suite("The README")
struct ReadmeTests {
  private func blocks(_ header: String) throws -> [String] {
    let bytes = try Disk.files.read(repository + "/README.md")
    let text = String(decoding: bytes, as: UTF8.self)
    var found: [String] = []
    var current: [Substring]?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let lines = current {
        if line == "```" {
          found.append(lines.joined(separator: "\n"))
          current = nil
        } else {
          current = lines + [line]
        }
      } else if line == "```" + header {
        current = []
      }
    }
    return found
  }

  private func agrees(_ wanted: String, _ shown: String) -> Bool {
    let shownLines = shown.split(separator: "\n")
    var lines = wanted.split(separator: "\n")
    guard lines.last == "…" else { return lines == shownLines }
    lines.removeLast()
    return shownLines.starts(with: lines)
  }

  @Test("the session at the top goes as it is shown")
  func session() throws {
    let session = try #require(try blocks("console").first)
    var student = TestSession()
    for part in session.split(separator: "nn› ") {
      let lines = part.split(separator: "\n", maxSplits: 1)
      let input = try #require(lines.first)
      let wanted = lines.count > 1 ? String(lines[1]) : ""
      let shown = student.type(String(input))
      #expect(agrees(wanted, shown), "\(input) shows\n\(shown)")
    }
  }

  @Test("the example of the language prints what is shown")
  func example() throws {
    let code = try #require(try blocks("nn").first)
    let wanted = try #require(try blocks("output").first)
    var student = TestSession()
    let shown = student.type(code)
    #expect(agrees(wanted, shown), "\(shown)")
  }
}
