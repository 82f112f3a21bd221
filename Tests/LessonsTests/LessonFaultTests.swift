import Lessons
import Source
import Testing

/// A faulty text and the faults it must have, as `line:column code`.
struct FaultCase: CustomTestStringConvertible, Sendable {
  var name: String
  var text: String
  var faults: [String]

  var testDescription: String { name }

  init(_ name: String, _ text: String, _ faults: String...) {
    self.name = name
    self.text = text
    self.faults = faults
  }
}

private func faults(_ parsed: Lesson.Parsed) -> [String] {
  parsed.diagnostics.map { "\($0.position?.line ?? 0):\($0.position?.column ?? 0) \($0.code.name)" }
}

private let exercise = """
  ```nn exercise id=e
  x = ___
  ```
  ```nn solution for=e
  x = 1
  ```
  ```nn check for=e
  close(x, 1)
  ```

  """

private let frontMatterCases: [FaultCase] = [
  FaultCase("no front matter", "Hello", "1:1 missing-front-matter"),
  FaultCase("nothing at all", "", "1:1 missing-front-matter"),
  FaultCase("never closed", "---\nformat: 1\nid: a\ntitle: b\n", "1:1 unclosed-front-matter"),
  FaultCase(
    "closed by a block", "---\nformat: 1\nid: a\ntitle: b\n```nn\nx\n```\n", "1:1 unclosed-front-matter"),
  FaultCase(
    "fields missing", "---\nminutes: 5\n---\n", "1:1 missing-field", "1:1 missing-field", "1:1 missing-field"),
  FaultCase("a field nobody knows", "---\nformat: 1\nid: a\ntitle: b\nminuts: 5\n---\n", "5:1 unknown-field"),
  FaultCase("a field twice", "---\nformat: 1\nid: a\nid: b\ntitle: b\n---\n", "4:1 repeated-field"),
  FaultCase("a number in words", "---\nformat: 1\nid: a\ntitle: b\nminutes: five\n---\n", "5:10 bad-number"),
  FaultCase(
    "a number too large", "---\nformat: 1\nid: a\ntitle: b\nseed: 99999999999999999999\n---\n", "5:7 bad-number"),
  FaultCase("a gate without sizes", "---\nformat: 1\nid: a\ntitle: b\ngate: {rows: x}\n---\n", "5:8 bad-number"),
  FaultCase("a dtype nobody knows", "---\nformat: 1\nid: a\ntitle: b\ndtype: float16\n---\n", "5:8 bad-value"),
  FaultCase("a newer format", "---\nformat: 2\nid: a\ntitle: b\n---\n", "2:9 newer-format"),
  FaultCase("an older format", "---\nformat: 0\nid: a\ntitle: b\n---\n", "2:9 older-format"),
  FaultCase("requiring itself", "---\nformat: 1\nid: a\ntitle: b\nrequires: [a]\n---\n", "5:12 requires-itself"),
  FaultCase("an id with spaces", "---\nformat: 1\nid: a b\ntitle: b\n---\n", "3:5 bad-id"),
  FaultCase("a list left open", "---\nformat: 1\nid: a\ntitle: b\nrequires: [c\n---\n", "5:11 bad-front-matter"),
  FaultCase("a line without a name", "---\nformat: 1\nid: a\ntitle: b\nhello\n---\n", "5:1 bad-front-matter"),
]

private let bodyCases: [FaultCase] = [
  FaultCase("a block left open at the end", "```nn\nx = 1\n", "6:1 unclosed-fence"),
  FaultCase("a block left open before the next", "```nn\nx = 1\n```output\nx = 1\n```\n", "6:1 unclosed-fence"),
  FaultCase("a listing left open", "```python\nx = 1\n\n```nn\ny\n```\n", "6:1 unclosed-fence"),
  FaultCase("a comment left open", "<!-- not yet\n```nn\nx\n```\n", "6:1 unclosed-comment"),
  FaultCase("a slip in the word", "```hnt for=e\nx\n```\n", "6:4 unknown-fence"),
  FaultCase("nn forgotten", "```exercise id=e\nx\n```\n", "6:4 unknown-fence"),
  FaultCase("an unknown flag", "```nn slow\nx\n```\n", "6:7 unknown-attribute"),
  FaultCase("an unknown attribute", exercise + "```hint for=e after=2\nx\n```\n", "15:15 unknown-attribute"),
  FaultCase("an attribute twice", exercise + "```hint for=e for=e\nx\n```\n", "15:15 repeated-attribute"),
  FaultCase(
    "an attribute without a value", "```quiz id=\n- [ ] a\n- [x] b\n```\n", "6:4 missing-attribute", "6:9 missing-value"
  ),
  FaultCase("a quote left open", exercise + "```nn check for=e message=\"no\nx\n```\n", "15:27 unclosed-quote"),
  FaultCase("a backtick in a header", "```nn fails `\nx\n```\n", "6:4 backtick-in-header", "6:13 unknown-attribute"),
  FaultCase("an exercise without an id", "```nn exercise\nx = ___\n```\n", "6:4 missing-attribute"),
  FaultCase("an id twice", exercise + "```order id=e\na\nb\n```\n", "15:13 duplicate-id"),
  FaultCase("an orphan hint", "```hint for=nobody\nx\n```\n", "6:13 orphan"),
  FaultCase("an orphan check", "```nn check for=nobody\nx\n```\n", "6:17 orphan"),
  FaultCase("an orphan solution", "```nn solution for=nobody\nx\n```\n", "6:20 orphan"),
  FaultCase("a hint before its exercise", "```hint for=e\nx\n```\n" + exercise, "6:13 before-exercise"),
  FaultCase("words without a mistake", exercise + "```says for=e\nx\n```\n", "15:1 orphan-says"),
  FaultCase("a mistake without words", exercise + "```nn mistake for=e\nx = 2\n```\n", "15:1 mistake-without-says"),
  FaultCase("no solution and no check", "```nn exercise id=e\nx = ___\n```\n", "6:1 no-solution", "6:1 no-check"),
  FaultCase("output without a cell", "```nn\nx\n```\nwords\n```output\n1\n```\n", "10:1 orphan-output"),
  FaultCase("two outputs", "```nn\nx\n```\n```output\n1\n```\n```output\n1\n```\n", "12:1 second-output"),
  FaultCase("an empty exercise", "```nn exercise id=e\n```\n", "6:1 empty-block", "6:1 no-solution", "6:1 no-check"),
  FaultCase("a quiz without a right answer", "```quiz id=q\n- [ ] a\n- [ ] b\n```\n", "6:1 bad-quiz"),
  FaultCase("a quiz with one answer", "```quiz id=q\n- [x] a\n```\n", "6:1 bad-quiz"),
  FaultCase("a quiz with a strange mark", "```quiz id=q\n- [x] a\n- [ ] b\n- [v] c\n```\n", "9:1 bad-quiz"),
  FaultCase("one line to order", "```order id=o\na\n```\n", "6:1 bad-order"),
  FaultCase("the same line twice to order", "```order id=o\na\nb\na\n```\n", "9:1 bad-order"),
  FaultCase("a guess of no kind", "```predict id=p\nx\n```\n", "6:4 missing-attribute"),
  FaultCase("a guess of an odd kind", "```predict id=p kind=colour\nx\n```\n", "6:22 bad-value"),
  FaultCase("points in words", "```question points=two\nx\n```\n", "6:20 bad-number"),
]

@Suite struct LessonFaultTests {
  @Test("a fault in the front matter is reported where it stands", arguments: frontMatterCases)
  func reportsFrontMatter(_ test: FaultCase) {
    #expect(faults(Lesson.parse(test.text, name: "lesson.md")) == test.faults)
  }

  @Test("a fault in the body is reported where it stands", arguments: bodyCases)
  func reportsBody(_ test: FaultCase) {
    let parsed = parse(test.text)
    #expect(faults(parsed) == test.faults)
    #expect(parsed.diagnostics.allSatisfy { !$0.notes.isEmpty || $0.help != nil }, "a fault shows no way on")
  }

  @Test("points that the checks do not add up to are a warning")
  func warnsOfPoints() {
    let parsed = parse(
      "```nn exercise id=e points=3\nx\n```\n```nn solution for=e\nx\n```\n```nn check for=e\nx\n```\n")
    #expect(faults(parsed) == ["6:28 points-differ"])
    #expect(parsed.isSound)
  }

  @Test("a slip is answered with the word that was meant")
  func suggests() {
    #expect(parse("```hnt for=e\nx\n```\n").diagnostics.first?.help == "did you mean `hint`?")
    #expect(parse("```nn fail\nx\n```\n").diagnostics.first?.help == "did you mean `fails`?")
    #expect(parse(exercise + "```hint for=f1\nx\n```\n").diagnostics.first?.help == "the exercises are e")
  }

  @Test("blocks inside a longer fence or a comment are text")
  func leavesQuotedBlocksAlone() {
    let parsed = parse("````markdown\n```nn\nx\n```\n````\n<!--\n```nn\nx\n```\n-->\n")
    #expect(parsed.diagnostics.isEmpty)
    #expect(parsed.lesson.cells.isEmpty)
  }

  @Test("tildes fence as well, and a longer block holds a shorter fence")
  func readsOtherFences() {
    let parsed = parse("~~~nn\nx = \"`\"\n~~~\n````nn\n```\n````\n")
    #expect(parsed.diagnostics.isEmpty)
    #expect(parsed.lesson.cells.map(\.code.text) == ["x = \"`\"", "```"])
  }
}

@Suite struct HostileLessonTests {
  @Test("a lesson cut off at any byte is read without a trap")
  func survivesTruncation() {
    let bytes = Array(sample.utf8)
    for length in stride(from: 0, through: bytes.count, by: 3) {
      let parsed = Lesson.parse(Array(bytes.prefix(length)), name: "x.md")
      for diagnostic in parsed.diagnostics { _ = diagnostic.oneLine }
    }
  }

  @Test("a lesson with any byte changed is read without a trap")
  func survivesChanges() {
    let bytes = Array(sample.utf8)
    for offset in stride(from: 0, to: bytes.count, by: 5) {
      for byte: UInt8 in [0x00, 0x0A, 0x22, 0x60, 0xF0] {
        var changed = bytes
        changed[offset] = byte
        _ = Lesson.parse(changed, name: "x.md")
      }
    }
  }

  @Test("many faults are cut short and say so")
  func limitsFaults() {
    let parsed = parse(String(repeating: "```hint for=x\n", count: 5000))
    #expect(parsed.diagnostics.count == 101)
    #expect(parsed.diagnostics.last?.code.name == "too-many-faults")
  }

  @Test("a megabyte of blocks is read in the time of reading")
  func readsLargeFiles() {
    let parsed = parse(exercise + String(repeating: "```hint for=e\nx\n```\n", count: 50_000))
    #expect(parsed.lesson.exercises.first?.hints.count == 50_000)
    #expect(parse(String(repeating: "`", count: 1_000_000)).lesson.blocks.isEmpty)
  }
}
