import Lessons
import Source
import Testing
import Words

@testable import Judging
@testable import Notebook

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
  Fault("orphan", replacing: "hint for=slope", with: "hint for=slop"),
  Fault("starter-passes", replacing: "dz = ___", with: "dz = 1.5"),
  Fault("solution-fails", replacing: "close(dz, expected.dz)", with: "close(dz, 7)"),
  Fault("mistake-passes", replacing: "dz = w + 0", with: "dz = x"),
  Fault("mistake-shadowed", replacing: "dz = w * x", with: "dz = 0 + w"),
  Fault("cell-runs", replacing: "```nn\n", with: "```nn fails\n"),
  Fault("unknown-name", replacing: "x = 1.5;", with: "x = y;"),
  Fault("too-many-steps", replacing: "x = 1.5;", with: "x = 1.5; while true { }"),
  Fault("command-in-lesson", replacing: "x = 1.5;", with: "x = 1.5;\n:quit"),
  Fault("newer-format", replacing: "format: 1", with: "format: 99"),
  Fault("older-format", replacing: "format: 1", with: "format: 0"),
  Fault("missing-field", replacing: "title: Test\n", with: ""),
  Fault("missing-front-matter") { _ in "No front matter here.\n" },
  Fault("requires-itself", replacing: "requires: []", with: "requires: [lesson8]"),
  Fault("formerly-itself", replacing: "requires: []", with: "former: [lesson8]"),
  Fault("number-differs", replacing: "## What", with: "It is 0.7<!-- = z -->.\n\n## What"),
  Fault("number-differs", replacing: "## What", with: "It is −0.80<!-- = z -->.\n\n## What"),
  Fault("number-differs", replacing: "## What", with: "It is 1,801<!-- = 1000 + 1000*z -->.\n\n## What"),
  Fault("number-without-value", replacing: "## What", with: "It is 0.8<!-- = [z, 1] -->.\n\n## What"),
  Fault("unknown-name", replacing: "## What", with: "It is 0.8<!-- = q -->.\n\n## What"),
  Fault("tie-without-number", replacing: "## What", with: "It is so.<!-- = z -->\n\n## What"),
  Fault("solution-fails", replacing: "exercise id=slope", with: "exercise id=slope allow=\"+ *\""),
  Fault("broken-link", replacing: "## What", with: "See [this](nowhere.md).\n\n## What"),
  Fault("no-solution", replacing: "nn solution for=slope\ndz = ∂z/∂w", with: "note\nno"),
  Fault("no-check") { text in
    text.replacing("nn check for=slope points=1 message=\"dz should be the derivative of z by w\"", with: "note")
      .replacing("nn check for=slope hidden", with: "note")
  },
  Fault("bad-quiz", replacing: "- [x] 1", with: "- [ ] 1"),
  Fault("points-differ", replacing: "points=1", with: "points=3"),
  Fault("mistake-shadowed") {
    $0.replacing("dz = w + 0", with: "dz = nowhere").replacing("dz = w * x", with: "dz = nowhere")
  },
  Fault("mistake-unrecognised", replacing: "dz = w + 0", with: "d = w + 0"),
  Fault("mistake-without-says", replacing: "```says for=slope\nThat is the w", with: "```note\nThat is the w"),
  Fault("prediction-without-number") { $0 + "\n```predict id=p kind=value\n\"text\"\n```\n" },
  Fault("unknown-name", replacing: "close(dz, expected.dz)", with: "close(dz, expectd.dz)"),
  Fault("unknown-name", replacing: "dz = ∂z/∂w", with: "dz = ∂z/∂v"),
  Fault("check-without-condition", replacing: "close(dz, expected.dz)", with: "dz = 2"),
  Fault("check-not-boolean", replacing: "close(dz, expected.dz)", with: "dz + 1"),
  Fault("check-tolerance", replacing: "close(dz, expected.dz)", with: "close(dz, expected.dz, -1)"),
  Fault("check-operation", replacing: "close(dz, expected.dz)", with: "close(dz, expected.dz) and uses(dz)"),
  Fault("check-not-a-function", replacing: "close(dz, expected.dz)", with: "same(dz, expected.dz)"),
  Fault("orphan-says") { $0 + "\n```says for=slope\nMore words.\n```\n" },
  Fault("orphan") { $0 + "\n```nn check for=nobody\ntrue\n```\n" },
  Fault("orphan-output") { $0 + "\n```output\n1\n```\n" },
  Fault("second-output", replacing: "```output\n", with: "```output\nz = 0.8\n```\n```output\n"),
  Fault("before-exercise", replacing: "```nn\n", with: "```hint for=slope\nEarly.\n```\n```nn\n"),
  Fault("bad-order") { $0 + "\n```order id=o\none line\n```\n" },
  Fault("bad-number", replacing: "minutes: 15", with: "minutes: soon"),
  Fault("bad-id", replacing: "id: lesson8", with: "id: lesson 8"),
  Fault("bad-value") { $0 + "\n```predict id=p kind=colour\n1\n```\n" },
  Fault("bad-front-matter", replacing: "requires: []", with: "requires: ["),
  Fault("unknown-field", replacing: "minutes:", with: "minuts:"),
  Fault("repeated-field", replacing: "minutes: 15", with: "minutes: 15\nminutes: 15"),
  Fault("unclosed-front-matter") { $0.replacing("---\n", with: "").replacing("format: 1", with: "---\nformat: 1") },
  Fault("unclosed-comment") { $0 + "\n<!-- not yet\n" },
  Fault("unclosed-quote", replacing: "by w\"", with: "by w"),
  Fault("backtick-in-header", replacing: "```nn\n", with: "```nn fails `\n"),
  Fault("missing-attribute", replacing: "quiz id=bias", with: "quiz"),
  Fault("missing-value", replacing: "quiz id=bias", with: "quiz id="),
  Fault("repeated-attribute", replacing: "hint for=slope", with: "hint for=slope for=slope"),
  Fault("empty-block", replacing: "If $w$ grows by 1, by how much does $z$ grow?\n", with: ""),
  Fault("broken-mathematics", replacing: "$z = wx + b$", with: "$z = \\frac{1$"),
  Fault("too-many-steps", replacing: "dz = ∂z/∂w\n", with: "dz = 0\nwhile true { dz = dz + 1 }\n"),
  Fault("unknown-requirement", replacing: "requires: []", with: "requires: [nowhere]"),
  Fault("broken-link", replacing: "## What", with: "Then `:load nowhere`.\n\n## What"),
]

@Suite("The gate")
struct GateTests {
  private static let sound = LessonSkeleton.text(id: "lesson8", title: "Test", in: .english)

  private func report(_ lessons: [String: String], update: Bool = false) -> (Gate.Report, TestFiles) {
    let files = TestFiles(lessons)
    let world = World.test(files, lessons: ["/course"])
    return (Gate.check(["/course"], world: world, update: update), files)
  }

  @Test("the skeleton of a lesson passes")
  func skeleton() {
    let (report, _) = report(["/course/lesson8-test.md": Self.sound])
    #expect(report.diagnostics.map(\.oneLine) == [])
    #expect(report.counts == Gate.Counts(lessons: 1, cells: 2, exercises: 4, mistakes: 2, numbers: 1))
  }

  @Test("the skeleton in Chinese passes, and each of its sentences is Chinese")
  func chineseSkeleton() {
    let text = LessonSkeleton.text(id: "lesson8", title: "试", in: .of("zh"))
    let (report, _) = report(["/course/lesson8-test.md": text])
    #expect(report.diagnostics.map(\.oneLine) == [])
    var isCode = false
    for line in text.split(separator: "\n").dropFirst(8) {
      if line.hasPrefix("```") { isCode = line.count > 3 }
      let isSentence = line.contains("message=") || line.hasPrefix("> ") || (!isCode && !line.hasPrefix("```"))
      if isSentence { #expect(line.contains { "\u{4E00}" <= $0 && $0 <= "\u{9FFF}" }, "\(line)") }
    }
  }

  @Test("the skeleton passes with Windows line ends and a byte order mark")
  func windows() {
    let text = "\u{FEFF}" + Self.sound.replacing("\n", with: "\r\n")
    let (report, _) = report(["/course/lesson8-test.md": text])
    #expect(report.diagnostics.map(\.oneLine) == [])
  }

  @Test("a mistake that only a hidden check finds out is one")
  func hiddenMistake() {
    let text =
      "---\nformat: 1\nid: lesson8\ntitle: Test\n---\nText.\n\n"
      + LessonWriter.block("nn exercise id=leaky", "leaky(v) = ___")
      + LessonWriter.block("nn solution for=leaky", "leaky(v) = maximum(v, 0.1 * v)")
      + LessonWriter.block("nn check for=leaky hidden", "leaky(2) == 2 and leaky(-1) < 0")
      + LessonWriter.block("nn mistake for=leaky", "leaky(v) = relu(v)")
      + LessonWriter.block("says for=leaky", "It is 0 below 0.")
    let (report, _) = report(["/course/lesson8-test.md": text])
    #expect(!report.diagnostics.contains { $0.code == .mistakePasses || $0.code == .mistakeUnrecognised })
  }

  @Test("each kind of fault is found, with its file and line", arguments: faults)
  private func fault(_ fault: Fault) throws {
    let text = fault.change(Self.sound)
    try #require(text != Self.sound)
    let (report, _) = report(["/course/lesson8-test.md": text])
    let found = report.diagnostics.first { $0.code.name == fault.code }
    let all = report.diagnostics.map(\.oneLine)
    let diagnostic = try #require(found, "\(all)")
    #expect(report.isPassed == (diagnostic.severity == .warning))
    #expect(diagnostic.source?.name == "/course/lesson8-test.md")
    #expect(diagnostic.position != nil)
  }

  @Test("a lesson with numbers of each student's own is tried with those of several", arguments: ["m - 3", "m - 30"])
  func ownNumbers(divisor: String) {
    let text = """
      ---
      format: 1
      id: lesson8
      title: Own
      ---
      Own numbers.

      ```nn
      m = choose(0..9);
      ```

      ```nn exercise id=part points=1
      q = ___
      ```
      ```nn solution for=part
      q = 1 / (\(divisor))
      ```
      ```nn check for=part
      close(q, expected.q)
      ```
      """
    let (report, _) = report(["/course/lesson8-own.md": text])
    #expect(report.diagnostics.map(\.code.name) == (divisor == "m - 3" ? ["own-numbers"] : []), "\(divisor)")
  }

  @Test("a cycle of requirements is found")
  func cycle() {
    let first = Self.sound.replacing("requires: []", with: "requires: [lesson9]")
    let second = LessonSkeleton.text(id: "lesson9", title: "Second", in: .english).replacing(
      "requires: []", with: "requires: [lesson8]")
    let (report, _) = report(["/course/lesson8-a.md": first, "/course/lesson9-b.md": second])
    #expect(report.diagnostics.contains { $0.code == .requiresCycle })
    #expect(!report.isPassed)
  }

  @Test(
    "a translation whose original has other ids or other code is found",
    arguments: [
      ("id=bias", "id=other"), ("id: lesson8", "id: lesson7"), ("x = 1.5;", "x = 1.50;"), ("dz = ___", "dz = 1"),
      ("close(dz, expected.dz)", "close(dz, 1.5)"), ("dz = w * x", "dz = w - x"), ("- [x] 1", "- [x] 1\n- [x] 2"),
      ("```hint for=slope", "```hint for=slope\nOne more.\n```\n```hint for=slope"),
    ])
  func translation(_ old: String, _ new: String) throws {
    let other = Self.sound.replacing(old, with: new)
    try #require(other != Self.sound)
    let (report, _) = report(["/course/lesson8-test.md": Self.sound, "/course/lesson8-test.zh.md": other])
    let found = report.diagnostics.filter { $0.code.name == "translation-differs" }
    #expect(found.count == 1, "\(report.diagnostics.map(\.oneLine))")
    #expect(found.first?.source?.name == "/course/lesson8-test.zh.md")
    #expect(!report.isPassed)
    let alone = Gate.check(
      ["/course/lesson8-test.zh.md"],
      world: .test(
        TestFiles(["/course/lesson8-test.md": Self.sound, "/course/lesson8-test.zh.md": other]), lessons: ["/course"]))
    #expect(alone.diagnostics.contains { $0.code.name == "translation-differs" })
  }

  @Test("a translation may say everything in its own words, comments and texts in quotes too")
  func translatedWords() {
    let original = Self.sound.replacing("x = 1.5;", with: "x = 1.5;  # a number\nprint(\"the slope\")").replacing(
      "z = 0.8\n```", with: "the slope\nz = 0.8\n```")
    let other = original.replacing("# a number", with: "# 一个数").replacing("the slope", with: "斜率").replacing(
      "Say here what the lesson is about.", with: "这一课讲什么。")
    let (report, _) = report(["/course/lesson8-test.md": original, "/course/lesson8-test.zh.md": other])
    #expect(report.diagnostics.map(\.oneLine) == [])
  }

  @Test("a translation uses the terms of the table beside it, and no other word for them")
  func terms() throws {
    let table = "# Terms\n\n| English | 中文 | 不写作 |\n|---|---|---|\n| batch | 批量 | 批次、一批 |\n| loss | 损失 | |\n"
    for (word, isTerm) in [("批量", true), ("损失", true), ("一批", false), ("批次", false)] {
      let other = Self.sound.replacing("Say here what the lesson is about.", with: "这是\(word)。")
      let (report, _) = report([
        "/course/lesson8-test.md": Self.sound, "/course/lesson8-test.zh.md": other, "/course/zh/terms.md": table,
      ])
      let found = report.diagnostics.filter { $0.code.name == "other-term" }
      #expect(found.isEmpty == isTerm, "\(word)")
      #expect(found.allSatisfy { $0.source?.slice($0.labels[0].span) == word && $0.help?.description == "write 批量" })
    }
  }

  @Test("a lesson that is no text, or ten megabytes of it, is answered at once")
  func large() {
    let (binary, _) = report(["/course/lesson8-test.md": "---\nformat: 1\n\u{0}\u{1}"])
    #expect(!binary.isPassed)
    let words = String(repeating: "Many words in one line, and no end of them in sight.\n", count: 200_000)
    let clock = ContinuousClock()
    let took = clock.measure {
      let (report, _) = report(["/course/lesson8-test.md": Self.sound + words])
      #expect(report.diagnostics.map(\.oneLine) == [])
    }
    #expect(took < .seconds(100))
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
    #expect(report.diagnostics.map(\.code.name) == ["no-lessons"])
  }

  @Test(
    "the lessons that are shipped pass",
    arguments: LessonCatalogue.entries(in: [repository + "/Lessons"], TestFiles().access).map(\.path))
  func shipped(_ path: String) {
    let report = Gate.check([path], world: .test())
    #expect(report.diagnostics.map(\.oneLine) == [])
  }
}
