import Lessons
import Source
import Testing

@Suite struct LessonWriterTests {
  @Test("the content of an output block is replaced and nothing else")
  func replacesOutputs() throws {
    let lesson = parse("Words.\n```nn\nx\n```\n```output\nold\n```\nMore.\n").lesson
    let output = try #require(lesson.cells.first?.outputs.first)
    let text = lesson.replacing([(output.block.content, "new\nlines\n")])
    #expect(text.hasSuffix("Words.\n```nn\nx\n```\n```output\nnew\nlines\n```\nMore.\n"))
  }

  @Test("edits may come in any order; overlapping or distant ones are left out")
  func ordersEdits() {
    let lesson = parse("abcdef").lesson
    let start = lesson.source.count - 6
    let edits = [
      (Span(start + 4, start + 5), "E"), (Span(start, start + 1), "A"), (Span(start, start + 3), "no"),
      (Span(start + 5, start + 999), "no"),
    ]
    #expect(lesson.replacing(edits).hasSuffix("\nAbcdEf"))
  }

  @Test("a released lesson keeps the starter and loses solutions, checks and notes")
  func removesKinds() {
    let lesson = Lesson.parse(sample, name: "x.md").lesson
    let released = lesson.removing([.solution, .check, .mistake, .says, .note])
    #expect(released.contains("dz = ___"))
    #expect(!released.contains("dz = 1 + 1"))
    #expect(!released.contains("Ten minutes."))
    #expect(released.contains("```hint for=chain\nWhat does σ do?\n```"))
  }

  @Test("what the writer writes, the parser reads back")
  func roundTrips() throws {
    let head = LessonWriter.frontMatter([
      ("format", "1"), ("id", "mine"), ("title", "# \"My\" notes"), ("requires", "[lesson1, lesson2]"),
    ])
    let message = LessonWriter.attribute("message", "say \"why\"")
    let text =
      head + LessonWriter.block("nn exercise id=e", "s = \"```\"") + LessonWriter.block("nn solution for=e", "s = 1\n")
      + LessonWriter.block("nn check for=e \(message)", "s == 1")
    let parsed = Lesson.parse(text, name: "mine.md")
    #expect(parsed.diagnostics.map(\.oneLine) == [])
    #expect(parsed.lesson.title == "# \"My\" notes")
    #expect(parsed.lesson.requires == ["lesson1", "lesson2"])
    let exercise = try #require(parsed.lesson.exercises.first)
    #expect(exercise.starter.text == "s = \"```\"")
    #expect(exercise.checks.first?.message == "say \"why\"")
  }

  @Test("front matter takes quotes, remarks and lists below a name")
  func readsFrontMatter() {
    let text = """
      ---
      # about this lesson
      format: 1   # the first
      id: a
      title: 'It''s #1: a title'
      author: "A. Teacher, \\"B\\""
      further:
        - [One](one.html), with a comma
        - "Two"

      ---
      """
    let parsed = Lesson.parse(text, name: "a.md")
    #expect(parsed.diagnostics.map(\.oneLine) == [])
    #expect(parsed.lesson.author == "A. Teacher, \"B\"")
    #expect(parsed.lesson.further == ["[One](one.html), with a comma", "Two"])
  }
}
