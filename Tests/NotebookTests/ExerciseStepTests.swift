import Documents
import Lessons
import Testing

@testable import Judging
@testable import Notebook

@Suite("Quizzes, predictions, orderings, questions")
struct ExerciseStepTests {
  private struct Step {
    let files = TestFiles()
    var session: TestSession

    /// A session at the only step of a lesson.
    init(_ block: String, _ content: String, released: Bool = false) {
      let front = released ? "released: 0123456789abcdef\n" : ""
      files["/lessons/lesson1.md"] =
        "---\nformat: 1\nid: lesson1\ntitle: A test\n\(front)---\n" + LessonWriter.block(block, content)
        + "\nThe end.\n"
      session = TestSession(.test(files, lessons: ["/lessons"]))
      _ = session.type(":load lesson1")
    }

    mutating func type(_ text: String) -> String { session.type(text) }

    var isOver: Bool { session.session.lesson?.current == nil }
  }

  @Test("every kind of task that a lesson can have is asked, judged and handed in")
  func everyKind() {
    let steps = Lesson.parse(LessonFormat.example, name: "x.md").lesson.steps
    let tasks = steps.compactMap { step -> (any LessonTask)? in if case .task(let task) = step { task } else { nil } }
    #expect(Set(tasks.map(\.block.kind)) == [.predict, .quiz, .order, .question, .step])
    #expect(tasks.allSatisfy { $0 is any AskedTask })
  }

  @Test("a hand-out keeps an order or a choice, and tells what is none")
  func released() {
    var step = Step("quiz id=q", "Which?\n- [ ] one\n- [ ] two\n", released: true)
    #expect(step.type("7").contains("numbered 1 to 2"))
    #expect(!step.isOver)
    #expect(step.type("2").contains("kept for your teacher"))
    #expect(step.isOver)
  }

  @Test("a yes or a no is the one option that begins with it", arguments: ["no", "No.", "2"])
  func yesOrNo(_ answer: String) {
    var step = Step("quiz id=q", "Is it?\n- [ ] Yes, it is.\n- [x] **No**: it is not.\n")
    #expect(step.type("yes").contains("no"))
    #expect(!step.isOver)
    let said = step.type(answer)
    #expect(step.isOver, "\(said)")
  }

  @Test(
    "a guess at a value is right within 1 % or to the last decimal typed",
    arguments: [
      ("0.31", true), ("0.3", true), ("0.3099", true), ("31/100", true), ("0.30", false), ("-0.31", false),
      ("0", false),
      ("1", false), ("0.62", false), ("0.62 / 2 = 0.31", true), ("0.62/2 == 0.31", true), ("0.62 / 2 = 0.3099", true),
      ("0.62 / 2 = 0.62", false), ("0.62 / 2", false), ("(0.62)/2", false),
    ])
  func value(_ guess: String, _ isRight: Bool) {
    var step = Step("predict id=p kind=value", "0.62 / 2")
    let said = step.type(guess)
    #expect(step.isOver == isRight, "\(said)")
  }

  @Test("a wrong guess is told what is wrong")
  func nearMiss() {
    var step = Step("predict id=p kind=value", "0.62 / 2")
    #expect(step.type("-0.31").contains("it is positive"))
    #expect(step.type("0.62").contains("it is smaller"))
    #expect(step.type("about a third").contains("type a number"))
    // The question typed once more is no guess either.
    #expect(step.type("0.62/2").contains("type a number"))
    // Whatever computes is tried, and is no guess.
    #expect(step.type("q = 5").contains("q = 5"))
    #expect(!step.isOver)
  }

  @Test("what a function gives is judged though it was typed without the function's name")
  func body() {
    let files = TestFiles()
    files["/lessons/lesson1.md"] =
      "---\nformat: 1\nid: lesson1\ntitle: A test\n---\n"
      + LessonWriter.block("nn exercise id=t", "either(a, b) = ___")
      + LessonWriter.block("nn solution for=t", "either(a, b) = a + b - 2 * a * b")
      + LessonWriter.block("nn check for=t points=1", "close(either(0.2, 0.7), expected.either(0.2, 0.7))")
    var session = TestSession(.test(files, lessons: ["/lessons"]))
    _ = session.type(":load lesson1")
    let said = session.type("a + b - 2 * a * b").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(said.contains("give it its name: either(a, b) = a + b - 2 * a * b"))
    #expect(session.type("a + b").contains("an answer is typed with its name: either(a, b) = …"))
  }

  @Test("a sign may be typed as a sign or as a word", arguments: ["-", "−", "negative", "负", "下降", "更少"])
  func sign(_ guess: String) {
    var step = Step("predict id=p kind=sign", "-0.3")
    #expect(step.type("+").contains("not quite"))
    #expect(step.type(guess).contains("right: it is -0.3"))
    #expect(step.isOver)
  }

  @Test("a shape may be typed in many ways", arguments: ["[2, 3]", "2x3", "2 × 3", "(2, 3)", "2 3"])
  func shape(_ guess: String) {
    var step = Step("predict id=p kind=shape", "zeros([2, 3])")
    #expect(step.type("[3, 2]").contains("in another order"))
    #expect(step.type("[6]").contains("it has 2 axes"))
    #expect(step.type("[2, 4]").contains("one of the extents is not"))
    #expect(step.type("[4, 5]").contains("some of the extents are not"))
    _ = step.type(guess)
    #expect(step.isOver)
  }

  @Test("a quiz explains the answer that was chosen")
  func quiz() {
    var step = Step("quiz id=q", "- [ ] one\n> One is too few.\n- [x] two\n> Yes, two.\n- [ ] three\n> Too many.")
    #expect(step.type("1").contains("One is too few."))
    #expect(step.type("4").contains("numbered 1 to 3"))
    let chinese = ["第三个", "③", "第3个", "3号", "选项3", "答案是3", "我选3", "丙", "应该是第三个吧", "第3行", "第三行", "最后一个", "最后一行"]
    for third in ["c", "C)", "I think 3", "option 3", "the last one"] + chinese {
      #expect(step.type(third).contains("Too many."), "\(third)")
    }
    #expect(step.type("1 + 1").contains("2"))
    #expect(!step.isOver)
    #expect(step.type("2").contains("Yes, two."))
    #expect(step.isOver)
  }

  @Test(
    "a quiz takes an answer in a sentence, and the words of one option",
    arguments: ["is it number 2?", "I think b is the right one", "the bias", "it must be the bias"])
  func words(_ answer: String) {
    var step = Step("quiz id=q", "- [ ] the weight $w$\n- [x] w₀, the bias\n> Yes.\n- [ ] both of them")
    _ = step.type("is this right?")
    #expect(!step.isOver)
    let said = step.type(answer)
    #expect(step.isOver, "\(said)")
  }

  @Test("a quiz with several right answers wants them all")
  func severalAnswers() {
    var step = Step("quiz id=q", "- [x] one\n- [ ] two\n- [x] three\n> One and three.")
    #expect(step.type("1").contains("more than one answer is right"))
    #expect(step.type("3, 1").contains("One and three."))
    #expect(step.isOver)
  }

  @Test("an ordering says how far it is right")
  func ordering() throws {
    let lines = ["first", "second", "third", "fourth"]
    var step = Step("order id=o", lines.joined(separator: "\n"))
    let shown = try Self.ordering(lines.joined(separator: "\n")).shown
    func typed(_ order: [Int]) -> String {
      order.map { String((shown.firstIndex(of: lines[$0]) ?? 0) + 1) }.joined(separator: " ")
    }
    #expect(step.type(typed([1, 0, 2, 3])).contains("another one comes first"))
    #expect(step.type(typed([0, 2, 1, 3])).contains("the first line is in its place"))
    #expect(step.type(typed([0, 1, 3, 2])).contains("the first 2 are in their places"))
    #expect(step.type("1 1 2 3").contains("each number from 1 to 4 once"))
    #expect(step.type("一一二三").contains("each number from 1 to 4 once"))
    #expect(step.type(typed([0, 1, 2, 3])).contains("that is the order"))
    #expect(step.isOver)
  }

  @Test("where an ordering says what has to come before what, any order that keeps to it is right")
  func dependences() throws {
    let lines = ["data", "network", "optimiser", "loop"]
    let block = lines.joined(separator: "\n") + "\nafter: 1 < 4, 2 < 3 < 4"
    let shown = try Self.ordering(block).shown
    func typed(_ order: [Int]) -> String {
      order.map { String((shown.firstIndex(of: lines[$0]) ?? 0) + 1) }.joined(separator: " ")
    }
    for order in [[0, 1, 2, 3], [1, 0, 2, 3], [1, 2, 0, 3]] {
      var step = Step("order id=o", block)
      #expect(step.type(typed(order)).contains("that is the order"))
      #expect(step.isOver)
    }
    var step = Step("order id=o", block)
    #expect(step.type(typed([0, 2, 1, 3])).contains("“network” has to come before “optimiser”"))
    #expect(step.type(typed([3, 0, 1, 2])).contains("“data” has to come before “loop”"))
    #expect(!step.isOver)
  }

  private static func ordering(_ block: String, id: String = "o") throws -> Ordering {
    let text = "---\nformat: 1\nid: lesson1\ntitle: A test\n---\n" + LessonWriter.block("order id=\(id)", block)
    return try #require(Lesson.parse(text, name: "test.md").lesson.steps.first?.task as? Ordering)
  }

  @Test(
    "lines to put in order are never shown in an order that counts as right, in a lesson or in its hand-out",
    arguments: [2, 3, 4, 5], ["", "after: 1 < 2"])
  func neverRight(count: Int, rule: String) throws {
    for number in 0..<20 {
      let block = (1...count).map { "line \(number).\($0)\n" }.joined() + rule
      let ordering = try Self.ordering(block, id: "way\(number)")
      #expect(!ordering.isRight(ordering.shown) && ordering.shown.sorted() == ordering.lines.sorted())
      let lesson = Lesson.parse("", name: "test.md").lesson
      let given = try #require(ordering.released(in: lesson)).split(separator: "\n").map(String.init)
      #expect(!ordering.isRight(given) && given.sorted() == ordering.lines.sorted())
    }
  }

  @Test("a dependence that contradicts the lines is the author's fault", arguments: ["2 < 1", "1 < 9", "1", "a < b"])
  func wrongDependences(rule: String) {
    let text = "---\nformat: 1\nid: lesson1\ntitle: A test\n---\n"
    let parsed = Lesson.parse(text + LessonWriter.block("order id=o", "one\ntwo\nafter: \(rule)"), name: "test.md")
    #expect(!parsed.isSound)
  }

  @Test("a model answer is shown once an answer is kept, and a word or a question is none")
  func modelAnswer() {
    let files = TestFiles()
    files["/lessons/lesson1.md"] =
      "---\nformat: 1\nid: lesson1\ntitle: A test\n---\n" + LessonWriter.block("question id=why", "Why?")
      + LessonWriter.block("answer for=why", "Because **all** weights move alike.") + "\nThe end.\n"
    var session = TestSession(.test(files, lessons: ["/lessons"]))
    #expect(!session.type(":load lesson1").contains("move alike"))
    #expect(!session.type("zeros").contains("move alike"))
    #expect(!session.type("Is it because of the zeros?").contains("move alike"))
    let page = session.type("All weights have the same gradient, so they stay equal.")
    #expect(page.contains("kept for your teacher") && page.contains("Because all weights move alike."))
  }

  @Test("the answer to a question is kept for the teacher")
  func question() {
    var step = Step("question id=why", "Why?")
    for nothing in ["我不知道", "不知道。", "I don't know"] { #expect(!step.type(nothing).contains("kept"), "\(nothing)") }
    #expect(step.type("Because w = 0 everywhere (so far).").contains("kept for your teacher"))
    #expect(step.files["/state/progress/lesson1"]?.contains("answer Because w = 0 everywhere (so far).") == true)
  }

  @Test("a session killed after any input goes on with every accepted answer")
  func killed() throws {
    let lesson =
      "---\nformat: 1\nid: lesson1\ntitle: A test\n---\n"
      + (1...12).map { number in
        LessonWriter.block("nn", "x\(number) = \(number)")
          + LessonWriter.block("nn exercise id=task\(number)", "y\(number) = ___")
          + LessonWriter.block("nn solution for=task\(number)", "y\(number) = 2 * x\(number)")
          + LessonWriter.block("nn check for=task\(number)", "close(y\(number), expected.y\(number))")
      }.joined(separator: "\n")
    let files = TestFiles(["/lessons/lesson1.md": lesson])
    for number in 1...12 {
      // Each turn is a new process: nothing but the files is left of the one before.
      var session = TestSession(.test(files, lessons: ["/lessons"]))
      let page = session.type(":load lesson1")
      if number > 1 { #expect(page.contains("welcome back: you are at step \(2 * number - 1) of 24")) }
      #expect(session.session.lesson?.record.entries.count == number - 1)
      _ = session.type("")
      #expect(session.type("y\(number) = x\(number) + x\(number)").contains("right · 1 point"))
    }
    var session = TestSession(.test(files, lessons: ["/lessons"]))
    _ = session.type(":load lesson1")
    #expect(session.type(":progress").contains("12 of 12 points"))
  }
}

@Suite("Cells that take long")
struct LongCellTests {
  private static let lesson = """
    ---
    format: 1
    id: lesson1
    title: A test
    ---
    ```nn
    net = dense(2, 1);
    v = param([1, 2]);
    ```
    ```nn long
    log = [];
    half(x) = x / 2
    for i in 1..5 {
      L = sum((v - 3)^2) + sum(net([[1, 2]])^2)
      step(sgd(rate=0.1), L)
      log = append(log, detach(L))
    }
    print("trained")
    ```
    ```nn
    x = half(log[4])
    ```
    ```nn
    y = 1
    ```

    """

  @Test("what a long cell has learned is kept, so that resuming does not train again")
  func kept() throws {
    let files = TestFiles(["/lessons/lesson1.md": Self.lesson])
    var first = TestSession(.test(files, lessons: ["/lessons"]))
    _ = first.type(":load lesson1")
    _ = first.type("")
    #expect(first.type("").contains("trained"))
    let x = first.type("")
    let learned = [first.type("v"), first.type("net.W"), first.type("log")]
    var second = TestSession(.test(files, lessons: ["/lessons"]))
    let page = second.type(":load lesson1")
    #expect(page.contains("welcome back: you are at step 4 of 4"), "\(page)")
    #expect(!page.contains("trained"))
    #expect([second.type("v"), second.type("net.W"), second.type("log")] == learned)
    #expect(x.hasPrefix("x = " + second.type("half(log[4])")))
    #expect(second.type("len(append(log, 1))").contains("6"))
  }

  @Test("without its result a long cell is not run by itself")
  func notKept() throws {
    let files = TestFiles(["/lessons/lesson1.md": Self.lesson])
    var first = TestSession(.test(files, lessons: ["/lessons"]))
    for line in [":load lesson1", "", "", ""] { _ = first.type(line) }
    let result = try #require(files.paths.first { $0.hasSuffix(".safetensors") })
    files[result] = "cut short"
    var second = TestSession(.test(files, lessons: ["/lessons"]))
    #expect(second.type(":load lesson1").contains("the cell here takes a while and is not run by itself"))
    #expect(second.session.prompt.hasPrefix("lesson1 2/"))
  }
}
