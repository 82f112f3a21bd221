import Lessons
@testable import Notebook
import Source
import Testing

/// A change to a sound lesson, and the code of what the gate says about it.
private struct Fault: CustomTestStringConvertible, Sendable {
  let code: String
  let change: @Sendable (String) -> String

  init(_ code: String, _ change: @escaping @Sendable (String) -> String) {
    self.code = code
    self.change = change
  }

  /// A fault made by putting one text in place of another.
  init(_ code: String, replacing old: String, with new: String) {
    self.init(code) { $0.replacing(old, with: new, maxReplacements: 1) }
  }

  var testDescription: String { code }
}

private let faults = [
  Fault("output-differs", replacing: "z = 0.8\n", with: "z = 5\n"),
  Fault("unclosed-fence") { $0 + "\n```nn\nq = 1\n" },
  Fault("unknown-attribute", replacing: "```nn\n", with: "```nn wide\n"),
  Fault("unknown-fence", replacing: "```quiz", with: "```nnn"),
  Fault("duplicate-id", replacing: "quiz id=bias", with: "quiz id=slope"),
  Fault("orphan-hint", replacing: "hint for=slope", with: "hint for=slop"),
  Fault("starter-passes", replacing: "dz = ___", with: "dz = 1.5"),
  Fault("solution-fails", replacing: "close(dz, expected.dz)", with: "close(dz, 7)"),
  Fault("mistake-passes", replacing: "dz = w + 0", with: "dz = x"),
  Fault("mistake-shadowed", replacing: "dz = w * x", with: "dz = w"),
  Fault("cell-runs", replacing: "```nn\n", with: "```nn fails\n"),
  Fault("unknown-name", replacing: "x = 1.5;", with: "x = y;"),
  Fault("command-in-lesson", replacing: "x = 1.5;", with: "x = 1.5;\n:quit"),
  Fault("newer-format", replacing: "format: 1", with: "format: 99"),
  Fault("older-format", replacing: "format: 1", with: "format: 0"),
  Fault("missing-field", replacing: "title: Test\n", with: ""),
  Fault("missing-front-matter") { _ in "No front matter here.\n" },
  Fault("requires-itself", replacing: "requires: []", with: "requires: [lesson8]"),
  Fault("broken-link", replacing: "## What", with: "See [this](nowhere.md).\n\n## What"),
  Fault("no-solution", replacing: "nn solution for=slope\ndz = ∂z/∂w", with: "note\nno"),
  Fault("no-check", replacing: "nn check for=slope", with: "note"),
  Fault("bad-quiz", replacing: "- [x] 1", with: "- [ ] 1"),
  Fault("points-differ", replacing: "points=1", with: "points=3"),
]

@Suite("The gate")
struct GateTests {
  private static let sound = LessonSkeleton.text(id: "lesson8", title: "Test")

  private func report(_ lessons: [String: String], update: Bool = false) -> (Gate.Report, TestFiles) {
    let files = TestFiles(lessons)
    let world = World.test(files, lessons: ["/course"])
    return (Gate.check(["/course"], world: world, update: update), files)
  }

  @Test("the skeleton of a lesson passes")
  func skeleton() {
    let (report, _) = report(["/course/lesson8-test.md": Self.sound])
    #expect(report.diagnostics.map(\.oneLine) == [])
    #expect(report.counts == Gate.Counts(lessons: 1, cells: 1, exercises: 1, mistakes: 2))
  }

  @Test("the skeleton passes with Windows line ends and a byte order mark")
  func windows() {
    let text = "\u{FEFF}" + Self.sound.replacing("\n", with: "\r\n")
    let (report, _) = report(["/course/lesson8-test.md": text])
    #expect(report.diagnostics.map(\.oneLine) == [])
  }

  @Test("each kind of fault is found, with its file and line", arguments: faults)
  private func fault(_ fault: Fault) throws {
    let text = fault.change(Self.sound)
    try #require(text != Self.sound)
    let (report, _) = report(["/course/lesson8-test.md": text])
    let found = report.diagnostics.first { $0.code == fault.code }
    let all = report.diagnostics.map(\.oneLine)
    let diagnostic = try #require(found, "\(all)")
    #expect(report.isPassed == (diagnostic.severity == .warning))
    #expect(diagnostic.source?.name == "/course/lesson8-test.md")
    #expect(diagnostic.position != nil)
  }

  @Test("a cycle of requirements is found")
  func cycle() {
    let first = Self.sound.replacing("requires: []", with: "requires: [lesson9]")
    let second = LessonSkeleton.text(id: "lesson9", title: "Second").replacing(
      "requires: []", with: "requires: [lesson8]")
    let (report, _) = report(["/course/lesson8-a.md": first, "/course/lesson9-b.md": second])
    #expect(report.diagnostics.contains { $0.code.contains("cycle") || $0.code.contains("requires") })
    #expect(!report.isPassed)
  }

  @Test("a translation has the same ids as its original")
  func translation() {
    let other = Self.sound.replacing("id=bias", with: "id=other")
    let (report, _) = report(["/course/lesson8-test.md": Self.sound, "/course/lesson8-test.zh.md": other])
    #expect(report.diagnostics.map(\.code) == ["translation-differs"])
  }

  @Test("--update writes the outputs that changed, and then the lesson passes")
  func update() throws {
    let path = "/course/lesson8-test.md"
    let (first, files) = report([path: Self.sound.replacing("z = 0.8\n", with: "z = 5\n")], update: true)
    #expect(first.isPassed)
    #expect(first.updated == [path])
    #expect(files[path] == Self.sound)
  }

  @Test("a folder without lessons is an error that says how to begin")
  func empty() {
    let (report, _) = report([:])
    #expect(report.diagnostics.map(\.code) == ["no-lessons"])
  }

  @Test(
    "the lessons that are shipped pass",
    arguments: LessonCatalogue.entries(in: [repository + "/Lessons"], TestFiles().access).map(\.path))
  func shipped(_ path: String) {
    let report = Gate.check([path], world: .test())
    #expect(report.diagnostics.map(\.oneLine) == [])
  }
}
