import Source
import Testing

@testable import Lessons

@Suite("The lesson format")
struct FormatTests {
  private static let head = "---\nformat: 1\nid: lesson9\ntitle: Nine\n---\n\n"

  @Test("a lesson of all examples has every block, condition and form, and is sound")
  func examples() {
    let parsed = Lesson.parse(Self.head + LessonFormat.example, name: "lesson9.md")
    #expect(parsed.diagnostics.map(\.oneLine) == [])
    #expect(Set(parsed.lesson.blocks.map(\.kind)) == Set(LessonBlock.Kind.allCases))
    #expect(parsed.lesson.exercises.contains { $0.allowed != nil })
    #expect(parsed.lesson.exercises.contains { $0.checks.contains { $0.code.text.hasPrefix("apart(") } })
    for points: Points in [1, 2] { #expect(parsed.lesson.steps.contains { $0.points == points }) }
  }

  @Test("everything has a sentence, and an example that says its name")
  func entries() {
    for entry in LessonFormat.entries {
      #expect(entry.summary.hasSuffix("."), "\(entry.names)")
      #expect(!entry.example.isEmpty, "\(entry.names)")
      for part in entry.parts { #expect(part.summary.hasSuffix("."), "\(entry.names) \(part.form)") }
      if entry.group == .fields { #expect(entry.example.hasPrefix(entry.names[0] + ":")) }
      if entry.group == .conditions { #expect(entry.example.contains(entry.names[0] + "(")) }
      if entry.group == .blocks { #expect(entry.example.contains("```" + entry.names[0])) }
    }
    let names = LessonFormat.entries.map { $0.group.rawValue + $0.names[0] }
    #expect(Set(names).count == names.count)
  }

  @Test("the parser takes every attribute and flag that the reference names", arguments: LessonBlock.Kind.allCases)
  func attributes(kind: LessonBlock.Kind) {
    let rule = LessonFormat.block(kind)
    for part in rule.flags + rule.attributes {
      let text = Self.head + "```\(kind.words) \(part.form)\nx\n```\n"
      let codes = Lesson.parse(text, name: "lesson9.md").diagnostics.map(\.code.name)
      #expect(!codes.contains("unknown-attribute") && !codes.contains("bad-number"), "\(part.form): \(codes)")
    }
    let other = Lesson.parse(Self.head + "```\(kind.words) nonsense=1\nx\n```\n", name: "lesson9.md")
    #expect(other.diagnostics.contains { $0.code.name == "unknown-attribute" })
  }

  @Test("the front matter of all examples is taken as it stands")
  func fields() {
    let head = LessonFormat.fields.map(\.example).joined(separator: "\n")
    let parsed = Lesson.parse("---\n\(head)\n---\nText.\n", name: "lesson9.md")
    #expect(parsed.diagnostics.map(\.oneLine) == [])
    #expect(parsed.lesson.fields.count == LessonFormat.fields.count)
    #expect(parsed.lesson.gate.count == 2 && parsed.lesson.further.count == 1 && parsed.lesson.hasOneStream)
  }
}
