import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A made-up class: right, wrong in each known way, hostile.
///
/// `LEARNNN_CLASS=300` makes it as large as a real one.
@Suite("A class")
struct ClassTests {
  /// An answer to a task and what it is worth.
  struct Answer {
    let task: String
    let text: String
    let points: Int
    let status: String
  }

  static let lesson = """
    ---
    format: 1
    id: lesson1
    title: A slope
    seed: 3
    ---
    A slope.

    ```nn
    m = 3
    x = [[1, 2], [3, 4], [5, 6]]
    δ = [[1, 0.5, 2], [3, 1, 0], [0, 1, 1]]
    ```

    ```nn exercise id=double points=2
    d = ___
    ```
    ```nn solution for=double
    d = 2m
    ```
    ```nn check for=double
    close(d, expected.d)
    ```
    ```nn check for=double hidden
    d > 5
    ```
    ```nn mistake for=double
    d = m
    ```
    ```says for=double
    Twice, not once.
    ```

    ```nn exercise id=layer points=2
    dW = ___
    ```
    ```nn solution for=layer
    dW = x.T @ δ
    ```
    ```nn check for=layer points=2
    close(dW, expected.dW)
    ```

    ```nn exercise id=square
    f(v) = ___
    ```
    ```nn solution for=square
    f(v) = v^2
    ```
    ```nn check for=square
    same(f, expected.f)
    ```

    ```quiz id=sign
    - [ ] down
    - [x] up
    > It is positive.
    ```

    ```predict id=size kind=shape
    x.T @ δ
    ```

    ```order id=loop
    compute the loss
    compute its gradients
    move the parameters
    ```

    ```question id=why points=3
    Why?
    ```

    """

  static let answers: [[Answer]] = [
    [
      Answer(task: "double", text: "d = 2m", points: 2, status: "right"),
      Answer(task: "double", text: "k = m\nd = k + k", points: 2, status: "right"),
      Answer(task: "double", text: "d = m", points: 0, status: "mistake"),
      Answer(task: "double", text: "d = 5.5", points: 1, status: "wrong"),
      Answer(task: "double", text: "d = ___", points: 0, status: "blanks"),
      Answer(task: "double", text: "d = nothing_here", points: 0, status: "error"),
      Answer(task: "double", text: "d = (1", points: 0, status: "error"),
      Answer(task: "double", text: "close(a, b) = true\nexpected = {d: 1}\nd = 1", points: 0, status: "wrong"),
      Answer(task: "double", text: "d = 0\nwhile true { d = d + 1 }", points: 0, status: "limit"),
      Answer(task: "double", text: "g(n) = g(n + 1)\nd = g(0)", points: 0, status: "limit"),
      Answer(task: "double", text: "s = \"a\"\nwhile true { s = \"{s}{s}\" }", points: 0, status: "limit"),
      Answer(
        task: "double", text: "xs = []\nwhile true { xs = append(xs, zeros(10000000)) }", points: 0, status: "limit"),
      Answer(task: "double", text: "a = eye(300)\nwhile true { a = a @ a }", points: 0, status: "limit"),
    ],
    [
      Answer(task: "layer", text: "dW = x.T @ δ", points: 2, status: "right"),
      Answer(task: "layer", text: "dW = (x.T @ δ).T", points: 0, status: "wrong"),
      Answer(task: "layer", text: "dW = -x.T @ δ", points: 0, status: "wrong"),
      Answer(task: "layer", text: "dW = x.T @ δ / 3", points: 0, status: "wrong"),
      Answer(task: "layer", text: "dW = x @ δ", points: 0, status: "error"),
    ],
    [
      Answer(task: "square", text: "f(v) = v * v", points: 1, status: "right"),
      Answer(task: "square", text: "f(v) = 2v", points: 0, status: "wrong"),
      Answer(task: "square", text: "f(v) = { while true { v } }", points: 0, status: "limit"),
    ],
    [
      Answer(task: "sign", text: "2", points: 0, status: "right"),
      Answer(task: "sign", text: "1", points: 0, status: "wrong"),
    ],
    [
      Answer(task: "size", text: "[2, 3]", points: 0, status: "right"),
      Answer(task: "size", text: "[3, 2]", points: 0, status: "wrong"),
    ],
    [
      Answer(
        task: "loop", text: "compute the loss\ncompute its gradients\nmove the parameters", points: 0, status: "right"),
      Answer(
        task: "loop", text: "move the parameters\ncompute the loss\ncompute its gradients", points: 0, status: "wrong"),
    ],
    [Answer(task: "why", text: "Because \u{1B}[31m=cmd|' /C calc'!A0 ```", points: 0, status: "to be marked")],
  ]

  /// How large the class is.
  private static let count = getenv("LEARNNN_CLASS").flatMap { Int(String(cString: $0)) } ?? 40

  /// The answers of a student; every one occurs when the class is large enough.
  private static func answers(of student: Int) -> [Answer] {
    // The numbers of the tasks' answers have different divisors, so that all sorts of neighbours occur.
    answers.enumerated().compactMap { place, choices in
      (student &* 7 &+ place) % 11 == 0 ? nil : choices[(student &+ place) % choices.count]
    }
  }

  private static func submission(_ name: String, id: String, _ answers: [Answer], lesson: String = "lesson1") -> String
  {
    var text = "---\nformat: 1\nid: answers\ntitle: answers\n---\n\n```submission\nlesson: \(lesson)\n"
    text += "student: \(name)\nid: \(id)\nwritten: 2026-01-01T00:00:00Z\n```\n"
    for answer in answers {
      text += "\n<!-- answer \(answer.task) attempts=2 hints=1 seconds=30 -->\n````nn\n\(answer.text)\n````\n"
    }
    return text
  }

  @Test("gets the marks it should have, and twice the same bytes")
  func marks() throws {
    var files = ["lesson1-slope.md": ClassTests.lesson]
    var expected = ""
    for student in 0..<ClassTests.count {
      let id = "s\(1000 + student)"
      let answers = ClassTests.answers(of: student)
      files["in-\(id).md"] = ClassTests.submission(
        student % 10 == 0 ? "=HYPERLINK(1)\u{1B}[2J" : "Student \(student)", id: id, answers)
      expected += "\(id) graded \(answers.reduce(0) { $0 + $1.points })"
      for task in ClassTests.answers.compactMap({ $0.first?.task }) {
        expected += " \(answers.first { $0.task == task }?.status ?? "unanswered")"
      }
      expected += "\n"
    }
    files["in-x-empty.md"] = ""
    files["in-x-other.md"] = ClassTests.submission("Eve", id: "", [], lesson: "lesson2")
    files["in-x-text.md"] = "hello"
    files["script"] = """
      learnnn='\(Program.path)'
      mkdir handed-in && mv in-* handed-in/
      head -c 5000 /dev/urandom > handed-in/x-binary.md
      head -c 5000000 /dev/zero | tr '\\0' 'x' > handed-in/x-large.md
      for i in 1 2; do
        $learnnn grade ./lesson1-slope.md handed-in --csv marks$i.csv --json marks$i.json --feedback pages$i > table$i || exit 1
      done
      cmp marks1.csv marks2.csv && cmp marks1.json marks2.json && cmp table1 table2 && diff -r pages1 pages2 || exit 1
      grep -l "$(printf '\\033')" table1 marks1.csv marks1.json pages1/* && exit 1
      grep -E '(^|,)"?[=+@-]' marks1.csv && exit 1
      grep -c refused marks1.csv
      cut -d, -f1,4,5,8,13,18,23,28,33,38 marks1.csv | grep '^s1' | tr , ' '
      """
    let outcome = try Program.run("", program: "sh script", files: files)
    #expect(outcome.errors == "" && outcome.status == 0)
    #expect(outcome.output == "5\n" + expected)
  }
}
