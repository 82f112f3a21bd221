import Evaluation
import Formats
import Lessons
import Notebook
import Source
import Testing

@testable import Classroom

@Suite("What a hand-out tells, and what it earns")
struct PointsForAllTests {
  /// A lesson in which everything has points, and whose later cells print answers.
  private static let lesson = """
    ---
    format: 1
    id: lesson1
    title: All
    seed: 3
    ---
    ```nn
    m = 3
    w = param([1.5, 2.5]);
    L = sum(w^2) * m;
    ```
    ```output
    m = 3
    ```

    The slope is 3<!-- = m -->.

    ```nn exercise id=slope points=2
    dW = ___
    ```
    ```nn solution for=slope
    dW = ∂L/∂w
    ```
    ```nn check for=slope
    close(dW, expected.dW)
    ```
    ```nn check for=slope hidden
    sum(dW) > 1
    ```
    ```nn exercise id=secret points=1
    q = ___
    ```
    ```nn solution for=secret
    q = 41.25
    ```
    ```nn check for=secret hidden
    close(q, 41.25)
    ```

    ```nn
    ∂L/∂w
    ```
    ```output
    [9, 15]
    ```

    ```nn
    m + 1
    ```
    ```output
    4
    ```

    ```predict id=guess kind=value points=1
    m + 2
    ```

    ```quiz id=sign points=2
    - [ ] down
    - [x] up
    > It is positive.
    ```

    ```order id=way points=1
    first
    second
    third
    ```

    """

  @Test("quizzes, orders and predictions earn their points, a wrong one none")
  func points() throws {
    let school = School(lesson: Self.lesson)
    let right = [("guess", "5"), ("sign", "2"), ("way", "first\nsecond\nthird")]
    let wrong = [("guess", "6"), ("sign", "1 2"), ("way", "second\nfirst\nthird")]
    let book = try school.grade([
      "a.md": School.submission("Ada", right), "b.md": School.submission("Bob", wrong),
    ])
    #expect(book.students.map(\.points.text) == ["4", "0"])
    #expect(book.students.map(\.total.text) == ["7", "7"])
  }

  @Test("nothing in a hand-out or in an export with blanks prints what an answer comes to, or the code behind a number")
  func nothingGivenAway() throws {
    let school = School(lesson: Self.lesson)
    #expect(Classroom.release(.init(lessons: ["lesson1"], folder: "out"), desk: school.desk) == 0, "\(school.failures)")
    let text = try #require(school.files["out/lesson1-slope.md"])
    #expect(!text.contains("```output\n[9, 15]") && !text.contains("= m -->") && text.contains("The slope is 3."))
    #expect(text.contains("```output\n4\n```") && text.contains("```output\nm = 3\n```"))
    #expect(text.contains("id=slope points=2 kept=1") && text.contains("id=secret points=1 kept=1"))
    let given = Lesson.parse(text, name: "lesson1-slope.md").lesson
    #expect(given.exercises.map(\.points) == [2, 1] && given.exercises.map(\.hiddenChecks) == [1, 1])
  }

  @Test("a hand-out says what it can know: passes what is seen, or kept for the teacher")
  func verdicts() throws {
    let school = School(lesson: Self.lesson)
    #expect(Classroom.release(.init(lessons: ["lesson1"], folder: "out"), desk: school.desk) == 0)
    var session = Session(world: school.desk.world)
    let text = { (line: String) -> String in
      let page = OutputText()
      _ = session.submit(line) { page.add($0) }
      return page.text(digits: nil)
    }
    _ = text(":load out/lesson1-slope.md")
    _ = text(":goto slope")
    #expect(text("dW = ∂L/∂w").contains("passes the checks you can see · 1 more check"))
    #expect(text("q = 3").contains("kept for your teacher"))
  }

  @Test("what depends on a student's numbers is printed anew for each of them")
  func anew() throws {
    let lesson = Self.lesson.replacing("m = 3\nw", with: "m = choose([3, 4, 5, 6, 7, 8, 9])\nw").replacing(
      "```output\nm = 3\n```", with: "```output\n…\n```"
    ).replacing("The slope is 3<!-- = m -->.", with: "A slope.").replacing("```output\n4\n```", with: "").replacing(
      "```output\n[9, 15]\n```", with: "")
    let sums = lesson.replacing("m + 1\n```", with: "k = 100 * m\n```")
    let request = Classroom.ReleaseRequest(lessons: ["lesson1"], folder: "out", roster: "roster.csv")
    // What the lesson itself prints is one of these; with any other it is refused.
    let schools = (3...9).map { m in
      School(
        ["roster.csv": "id,name\nada,Ada\nbob,Bob\ncyd,Cyd\ndan,Dan\neve,Eve\n"],
        lesson: sums.replacing("k = 100 * m\n```", with: "k = 100 * m\n```\n```output\nk = \(100 * m)\n```"))
    }
    let released = schools.filter { Classroom.release(request, desk: $0.desk) == 0 }
    #expect(released.count == 1)
    let school = try #require(released.first)
    let printed = try ["ada", "bob", "cyd", "dan", "eve"].map { id -> Substring in
      let text = try #require(school.files["out/\(id)/lesson1-slope.md"])
      return text[(try #require(text.firstRange(of: "k = ")).upperBound...)].drop { $0 != "k" }.prefix { $0 != "\n" }
    }
    #expect(Set(printed).count > 1, "\(printed)")
  }

  @Test("an answer beyond what grading allows is told its line, the number and a way on")
  func limits() throws {
    let many = (0..<250).map { "a\($0) = \($0)" }.joined(separator: "\n") + "\nd = 6"
    let school = School()
    let book = try school.grade([
      "a.md": School.submission("Ada", [("double", many)]),
      "b.md": School.submission("Bob", [("double", "d = 0\nfor i in 1..1000000 { d = d + 1 }")]),
    ])
    let words = book.students.map { $0.tasks[0].words.joined(separator: " ") }
    #expect(book.students.allSatisfy { $0.tasks[0].status == .limit })
    #expect(words[0].contains("251") && words[0].contains("200") && words[0].contains("loop"))
    #expect(words[1].contains("line 2") && words[1].contains("20000"))
  }

  @Test("a function that takes too long when a check calls it is told its name, the number and a way on")
  func limitInCall() throws {
    let slow = "f(x) = { s = 0; for i in 1..1000000 { s = s + 1 }; x^2 }"
    let book = try School().grade(["a.md": School.submission("Ada", [("square", slow)])])
    let mark = try #require(book.students.first?.tasks.first { $0.id == "square" })
    #expect(mark.status == .limit && mark.points == .zero)
    let words = mark.words.joined(separator: " ")
    #expect(words.contains("in a call of f") && words.contains("20000") && words.contains("loop"))
  }

  @Test("an answer beyond what grading allows is none that is right when it is handed in")
  func limitHandedIn() throws {
    let progress = """
      learnnn progress 1
      lesson lesson1
      at square 1
      task square points=1 attempts=1 hints=0 seconds=4 hash=1
      answer f(x) = { s = 0; for i in 1..3000000 { s = s + 1 }; x^2 }
      end

      """
    let school = School(["state/progress/lesson1": progress])
    var shown = ""
    var desk = school.desk
    desk.show = { if case .document(let document) = $0 { shown += "\(document)" } }
    #expect(Classroom.submit(.init(lesson: "lesson1", student: "Ada", file: "ada.md"), desk: desk) == 0)
    #expect(shown.contains("beyond what grading allows") && shown.contains("in a call of f"))
    #expect(shown.contains("0 of "))
  }
}
