import Evaluation
import Lessons
import Testing

@testable import Judging
@testable import Notebook

/// `:again`: an exercise once more, with other numbers.
@Suite("An exercise done again")
struct PracticeTests {
  private static let lesson = """
    ---
    format: 1
    id: lesson1
    title: One
    ---
    ```nn
    w = param(0.8);
    x = 1.5;
    unused = 4.5;
    z = w*x
    ```

    ```nn exercise id=double points=2
    d = ___
    ```
    ```nn solution for=double
    d = 2*z
    ```
    ```nn check for=double points=2
    close(d, expected.d)
    ```
    ```hint for=double
    Add it to itself.
    ```

    ```nn exercise id=plain
    f(u) = ___
    ```
    ```nn solution for=plain
    f(u) = u + 1
    ```
    ```nn check for=plain
    same(f, expected.f)
    ```

    """

  private static func student() -> TestSession {
    var student = TestSession(
      .test(TestFiles(["/course/lesson1-one.md": lesson]), lessons: ["/course"]))
    _ = student.type(":load lesson1")
    _ = student.type("")
    return student
  }

  private static func number(_ name: String, _ student: inout TestSession) -> String {
    student.type(name).split(separator: "\n").first.map(String.init) ?? ""
  }

  @Test("the numbers it depends on are others and shown, the same way is right and the old value is not")
  func fresh() {
    var student = Self.student()
    let shown = student.type(":again")
    #expect(shown.contains("w = param(") && shown.contains("x = ") && !shown.contains("unused = "))
    #expect(!shown.contains("0.8") && student.session.prompt == "lesson1 again 1›")
    #expect(Self.number("z", &student) != "1.2")
    #expect(student.type("d = 2.4").contains("not yet"))
    #expect(student.type("d = 2*z").contains("right with these numbers too"))
    #expect(student.session.prompt == "lesson1 ex1›")
    #expect(Self.number("z", &student) == "1.2")
  }

  @Test("nothing of it counts: tries, hints and points are those of the lesson")
  func uncounted() {
    var student = Self.student()
    for line in [":again", "d = 1", ":hint", "d = 2*z"] { _ = student.type(line) }
    #expect(student.session.lesson?.record.entries["double"] == nil)
    _ = student.type("d = 2*z")
    #expect(student.session.lesson?.record.entries["double"]?.points == 2)
    let place = student.session.prompt
    for line in [":again double", "d = 1"] { _ = student.type(line) }
    #expect(student.type(":progress").contains("nothing of it counts"))
    _ = student.type(":resume")
    #expect(student.session.lesson?.record.entries["double"]?.points == 2 && student.session.prompt == place)
  }

  @Test("said again it gives yet other numbers, also after it was right")
  func endless() {
    var student = Self.student()
    var seen: Set<String> = []
    for _ in 0..<6 {
      _ = student.type(":again")
      seen.insert(Self.number("z", &student))
      if seen.count == 3 { _ = student.type("d = z + z") }
    }
    #expect(seen.count == 6)
  }

  @Test(
    "every way on leads back into the lesson with its own numbers",
    arguments: [
      (":resume", "ex1›"), (":next", "ex1›"), (":skip", "ex1›"), (":back", "1/3›"), (":goto 3", "ex2›"),
      (":restart", "1/3›"),
      (":load lesson1", "ex1›"), (":undo", "ex1›"),
    ])
  func back(way: String, place: String) {
    var student = Self.student()
    _ = student.type(":again")
    _ = student.type(way)
    #expect(student.session.practice == nil && student.session.prompt == "lesson1 \(place)")
    if place == "ex1›" { #expect(Self.number("z", &student) == "1.2") }
  }

  @Test("an exercise without numbers says so, and everything is as it was")
  func none() {
    var student = Self.student()
    #expect(student.type(":again plain").contains("plain has no other numbers"))
    #expect(student.session.prompt == "lesson1 ex1›" && Self.number("z", &student) == "1.2")
    var empty = TestSession()
    #expect(empty.type(":again").contains("no lesson is open"))
  }
}
