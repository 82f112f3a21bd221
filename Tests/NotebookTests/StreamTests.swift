import Evaluation
import Lessons
import Source
import Testing

@testable import Judging
@testable import Notebook

/// Each cell and each task draws its random numbers from a stream of its own.
@Suite("Random streams of a lesson") struct StreamTests {
  private static let cells = """
    ```nn
    a = uniform()
    ```
    ```nn
    b = uniform()
    ```
    ```quiz id=why
    Which?
    - [x] this
    - [ ] that
    ```
    ```nn
    c = uniform()
    ```
    ```nn id=own
    d = uniform()
    ```

    """

  private static func lesson(_ body: String, seed: Int = 7, extra: String = "") -> Lesson {
    let text = "---\nformat: 1\nid: streams\ntitle: Streams\nseed: \(seed)\n\(extra)---\n\(body)"
    return Lesson.parse(Array(text.utf8), name: "streams.md").lesson
  }

  /// What the cells of a lesson show when it runs from start to end.
  private static func numbers(_ lesson: Lesson) -> [String: String] {
    var session = Session(world: .test())
    _ = LessonRunner.run(lesson, in: &session) { _ in }
    return values(of: session)
  }

  private static func values(of session: Session) -> [String: String] {
    var interpreter = session.interpreter
    return ["a", "b", "c", "d", "k"].reduce(into: [:]) { found, name in
      guard let value = interpreter.value(of: name, in: session.state) else { return }
      found[name] = ValueText.inline(value, state: session.state)
    }
  }

  @Test("cells draw different numbers, and the same ones every time")
  func cellsDiffer() {
    let first = Self.numbers(Self.lesson(Self.cells))
    #expect(Set(first.values).count == 4)
    #expect(first == Self.numbers(Self.lesson(Self.cells)))
    #expect(first != Self.numbers(Self.lesson(Self.cells, seed: 8)))
  }

  @Test("a cell put in elsewhere changes no number beyond the next task, and none of a cell with an id")
  func insertion() {
    let before = Self.numbers(Self.lesson(Self.cells))
    let after = Self.numbers(Self.lesson("```nn\nk = uniform()\n```\n" + Self.cells))
    #expect(before["c"] == after["c"])
    #expect(before["d"] == after["d"])
    #expect(before["a"] != after["a"])
  }

  @Test("seed in a cell reaches to the end of the cell")
  func seedEndsWithTheCell() {
    let plain = Self.numbers(Self.lesson(Self.cells))
    let lines = Self.cells.split(separator: "\n", omittingEmptySubsequences: false)
    let seeded = lines.map { $0 == "b = uniform()" ? "seed(3)\n" + $0 : String($0) }.joined(separator: "\n")
    let other = Self.numbers(Self.lesson(seeded))
    #expect(plain["b"] != other["b"])
    #expect(plain["c"] == other["c"])
  }

  @Test("what is typed in between changes no number of the lesson", arguments: [1, 5])
  func typingInBetween(count: Int) throws {
    let lesson = Self.lesson(Self.cells)
    var session = Session(world: .test())
    session.state = Quiet.start(of: lesson, settings: session.settings)
    session.lesson = OpenLesson(lesson, state: &session.state, outside: State(), now: 0)
    for _ in 0..<count { _ = session.submit("normal([3]);") { _ in } }
    for line in ["", "uniform()", "", "1", "seed(9); normal()", "", ""] { _ = session.submit(line) { _ in } }
    #expect(Self.values(of: session) == Self.numbers(lesson))
  }

  @Test("a notebook draws the numbers that the session drew, lessons and all")
  func notebooks() throws {
    let lesson = Self.lesson(Self.cells)
    var session = Session(world: .test())
    session.state = Quiet.start(of: lesson, settings: session.settings)
    session.lesson = OpenLesson(lesson, state: &session.state, outside: State(), now: 0)
    for line in ["x = normal()", "", "y = uniform()", "", "1", ":set seed 40", "k = normal()", "", ""] {
      _ = session.submit(line) { _ in }
    }
    let saved = Lesson.parse(Array(session.notebookText.utf8), name: "mine.md")
    #expect(saved.diagnostics.isEmpty)
    #expect(saved.lesson.hasOneStream)
    #expect(Self.values(of: session) == Self.numbers(saved.lesson))
  }

  @Test("in a file with one stream each cell goes on where the one before left off")
  func oneStream() {
    let both = Self.numbers(Self.lesson(Self.cells, extra: "streams: one\n"))
    var session = Session(world: .test())
    _ = session.submit("seed(7); a = uniform(); b = uniform(); c = uniform()") { _ in }
    let typed = Self.values(of: session)
    for name in ["a", "b", "c"] { #expect(both[name] == typed[name]) }
  }
}
