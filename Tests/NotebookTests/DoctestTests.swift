import Evaluation
import Notebook
import Testing

@Suite("The reference")
struct DoctestTests {
  @Test("every example runs and gives what stands beside it", arguments: ReferenceEntry.all.map(\.name))
  func example(_ name: String) throws {
    let entry = try #require(ReferenceEntry.all.first { $0.name == name })
    guard !entry.example.isEmpty else { return }
    let parts = entry.example.split(separator: "//=", maxSplits: 1).map(String.init)
    var student = TestSession()
    let shown = student.type(parts[0])
    #expect(!student.session.hasFailed, "\(shown)")
    guard parts.count == 2 else { return }
    var other = TestSession()
    #expect(lastLines(shown).hasSuffix(lastLines(other.type(parts[1]))))
  }

  /// What is shown without marks at the right, which a plain value does not have.
  private func lastLines(_ shown: String) -> String {
    shown.replacing("param", with: "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test("every command has one sentence of help that ends in a period", arguments: Command.all.map(\.name))
  func commandSummary(_ name: String) throws {
    let command = try #require(Command.all.first { $0.name == name })
    #expect(command.summary.hasSuffix("."))
    var student = TestSession()
    #expect(student.type(":help " + name).contains(":" + name))
  }

  @Test("commands are named once")
  func commandNames() { #expect(Set(Command.all.map(\.name)).count == Command.all.count) }
}
