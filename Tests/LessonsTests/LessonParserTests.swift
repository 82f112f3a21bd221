import Lessons
import Source
import Testing

/// A sound lesson with one of everything.
let sample = """
  ---
  format: 1
  id: lesson3
  title: Backpropagation, one node at a time
  minutes: 25
  requires: [lesson2]
  seed: 7
  gate: {rows: 2000, epochs: 1}
  ---
  Prose with $inline$ mathematics.

  ```python
  not = "ours"
  ```

  ```nn
  z = w*x + b
  ```
  ```output
  z = 0.8
  ```
  ```output data=strokes
  z = 0.9
  …
  ```

  ```nn exercise id=chain points=2
  dz = ___
  ```
  ```nn setup for=chain
  a = 1
  ```
  ```nn solution for=chain
  dz = 2
  ```
  ```nn solution for=chain
  dz = 1 + 1
  ```
  ```nn check for=chain points=1 message="dz should be \\"∂L/∂z\\""
  close(dz, expected.dz)
  ```
  ```nn check for=chain hidden
  same(f, expected.f)
  ```
  ```nn mistake for=chain
  dz = a - 1
  ```
  ```says for=chain
  You stopped one link too early.
  ```
  ```hint for=chain
  What does σ do?
  ```
  ```predict id=sign kind=sign
  ∂L/∂w
  ```
  ```hint for=chain
  Multiply.
  ```
  ```quiz id=why
  Why?
  - [ ] because w is large
  - [x] because x is negative,
    as we saw
  > The gradient of w is the gradient of z times x.
  ```
  ```order id=steps
  first
  second
  ```
  ```question points=2
  Say it in your own words.
  ```
  ```note
  Ten minutes.
  ```
  The end.
  """

@Suite struct LessonParserTests {
  @Test("a lesson with one of everything is read whole, without a fault")
  func readsEverything() throws {
    let parsed = Lesson.parse(sample, name: "Lessons/lesson3-backprop.md")
    #expect(parsed.diagnostics.map(\.oneLine) == [])
    let lesson = parsed.lesson
    #expect(lesson.id == "lesson3")
    #expect(lesson.number == 3)
    #expect(lesson.title == "Backpropagation, one node at a time")
    #expect(lesson.minutes == 25)
    #expect(lesson.requires == ["lesson2"])
    #expect(lesson.gate.map(\.name) == ["rows", "epochs"])
    #expect(lesson.gate.map(\.value) == [2000, 1])
    #expect(lesson.steps.compactMap(\.id) == ["chain", "sign", "why", "steps", "question1"])
    let cell = try #require(lesson.cells.first)
    #expect(cell.code.text == "z = w*x + b")
    #expect(cell.code.position(at: 0).line == 17)
    #expect(cell.output(with: "strokes")?.text == "z = 0.9\n…")
    #expect(cell.output(with: "mnist")?.text == "z = 0.8")
    guard case .prose(let prose) = lesson.steps.first else {
      Issue.record("the first step is no prose")
      return
    }
    #expect(prose.text.text.contains("```python"))
    #expect(prose.text.firstLine == 10)
  }

  @Test("an exercise gathers its blocks from anywhere after it")
  func gathersExercise() throws {
    let exercise = try #require(Lesson.parse(sample, name: "x.md").lesson.exercise("chain"))
    #expect(exercise.starter.text == "dz = ___")
    #expect(exercise.setup.map(\.code.text) == ["a = 1"])
    #expect(exercise.solutions.map(\.code.text) == ["dz = 2", "dz = 1 + 1"])
    #expect(exercise.checks.map(\.points) == [1, 1])
    #expect(exercise.checks.map(\.message) == ["dz should be \"∂L/∂z\"", nil])
    #expect(exercise.checks.map(\.hidden) == [false, true])
    #expect(exercise.points == 2)
    #expect(exercise.mistakes.map(\.says) == ["You stopped one link too early."])
    #expect(exercise.hints.map(\.text) == ["What does σ do?", "Multiply."])
  }

  @Test("a quiz keeps its question, its marks and its words")
  func readsQuiz() throws {
    let quizzes = Lesson.parse(sample, name: "x.md").lesson.steps.compactMap { step -> Quiz? in
      if case .task(let task) = step { task as? Quiz } else { nil }
    }
    let quiz = try #require(quizzes.first)
    #expect(quiz.question == "Why?")
    #expect(quiz.options.map(\.text) == ["because w is large", "because x is negative, as we saw"])
    #expect(quiz.options.map(\.isRight) == [false, true])
    #expect(quiz.explanation(of: 0) == "The gradient of w is the gradient of z times x.")
    #expect(quiz.explanation(of: 99) == quiz.explanation)
  }

  @Test("options with words of their own keep them apart")
  func readsOptionWords() throws {
    let parsed = parse("```quiz id=a\n- [ ] one\n> no\n- [x] two\n> yes\n> indeed\n```")
    guard case .task(let task) = try #require(parsed.lesson.steps.first) else { return }
    let quiz = try #require(task as? Quiz)
    #expect(quiz.options.map(\.explanation) == ["no", "yes indeed"])
    #expect(quiz.explanation.isEmpty)
  }

  @Test("every block's span covers its fences and its content lies between them")
  func spansAreExact() {
    let lesson = Lesson.parse(sample, name: "x.md").lesson
    #expect(lesson.blocks.count == 18)
    for block in lesson.blocks {
      #expect(lesson.source.slice(block.span).hasPrefix("```\(block.kind.words)"))
      #expect(lesson.source.slice(block.span).hasSuffix("\n```\n"))
      #expect(!lesson.source.slice(block.content).contains("```"))
    }
  }

  @Test("Windows line ends and a byte order mark change nothing but the way back")
  func readsWindowsFiles() {
    let windows = "\u{FEFF}" + sample.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    let parsed = Lesson.parse(windows, name: "x.md")
    let plain = Lesson.parse(sample, name: "x.md")
    #expect(parsed.diagnostics == plain.diagnostics)
    #expect(parsed.lesson.steps == plain.lesson.steps)
    #expect("\u{FEFF}" + parsed.lesson.replacing([]) == windows)
  }

  @Test("bytes that are not UTF-8 are reported where they stand")
  func reportsBadBytes() {
    let parsed = Lesson.parse(
      Array("---\nformat: 1\nid: a\ntitle: b".utf8) + [0xFF] + Array("\n---\n".utf8), name: "x.md")
    #expect(parsed.diagnostics.map(\.code.name) == ["not-utf8"])
    #expect(parsed.diagnostics.first?.oneLine.hasPrefix("x.md:4:9:") == true)
    #expect(parsed.isSound)
  }

  @Test("the language comes from the file name, and the front matter has the last word")
  func readsLanguage() {
    let head = "---\nformat: 1\nid: a\ntitle: b\n"
    #expect(Lesson.parse(head + "---\n", name: "Lessons/a-b.zh.md").lesson.language == "zh")
    #expect(Lesson.parse(head + "---\n", name: "Lessons/a-b.md").lesson.language == nil)
    #expect(Lesson.parse(head + "language: fr\n---\n", name: "a-b.zh.md").lesson.language == "fr")
  }

  @Test("the hash of an exercise follows its task, not its words")
  func hashesExercises() throws {
    func hash(_ old: String, _ new: String) throws -> UInt64 {
      let text = sample.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0 == old ? new : String($0) }.joined(separator: "\n")
      return try #require(Lesson.parse(text, name: "x.md").lesson.exercise("chain")).contentHash
    }
    let known = try hash("", "")
    #expect(try hash("What does σ do?", "Think.") == known)
    #expect(try hash("You stopped one link too early.", "No.") == known)
    #expect(try hash("dz = 2", "dz = 3") != known)
    #expect(try hash("a = 1", "a = 2") != known)
    #expect(try hash("dz = ___", "___") != known)
  }
}

/// Parses a body under a sound front matter of five lines.
func parse(_ body: String) -> Lesson.Parsed {
  Lesson.parse("---\nformat: 1\nid: a\ntitle: b\n---\n" + body, name: "lesson.md")
}
