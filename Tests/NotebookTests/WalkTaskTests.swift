import Documents
import Evaluation
import Lessons
import Source
import Stepping
import Testing

@testable import Judging
@testable import Notebook

@Suite("A walk through gradients as a task of a lesson")
struct WalkTaskTests {
  private static let neuron = "w = param(0.8); b = param(-0.4); x = 1.5; z = w*x + b; a = σ(z); L = (a - 1)^2;"

  /// A session at the walk of a lesson.
  private struct Student {
    let files = TestFiles()
    var session: TestSession

    init(_ header: String, text: String = "", isInteractive: Bool = false) {
      files["/lessons/lesson1.md"] =
        "---\nformat: 1\nid: lesson1\ntitle: A test\n---\n" + LessonWriter.block("nn", WalkTaskTests.neuron) + "\n"
        + LessonWriter.block(header, text) + "\nThe end.\n"
      session = TestSession(.test(files, lessons: ["/lessons"]))
      session.session.settings.isInteractive = isInteractive
      _ = session.type(":load lesson1")
      _ = session.type("")
    }

    var isOver: Bool { session.session.lesson?.current == nil }

    /// Enter, and the stepper that it opens.
    mutating func opened() -> Stepper? {
      for case .step(let stepper) in session.session.submit("", show: { _ in }) { return stepper }
      return nil
    }
  }

  @Test("says which cell was skipped where there is nothing to walk through, and stays open", arguments: [true, false])
  func skipped(isInteractive: Bool) {
    var student = Student("step id=walk of=L points=2 predict=∂L/∂z,∂L/∂w", isInteractive: isInteractive)
    _ = student.session.type(":goto 1")
    _ = student.session.type(":next")
    let told = student.session.type(isInteractive ? "" : "-0.1326 -0.2")
    #expect(told.contains("step 1 binds L, and it was skipped; :goto 1"))
    #expect(!student.isOver)
  }

  @Test("is open until its last step, and done from then on")
  func walking() throws {
    var student = Student("step id=walk of=L", isInteractive: true)
    let opened1 = student.opened()
    var stepper = try #require(opened1)
    _ = stepper.handle(text: "")
    student.session.session.walked(stepper) { _ in }
    #expect(!student.isOver)
    let opened2 = student.opened()
    stepper = try #require(opened2)
    for _ in 0..<stepper.table.stepCount { _ = stepper.handle(text: "") }
    student.session.session.walked(stepper) { _ in }
    #expect(student.isOver)
    #expect(student.session.session.lesson?.record.entries["walk"]?.answer == "✓")
  }

  @Test("asks for its predictions before they are shown, and takes what was skipped when one comes back")
  func predicting() throws {
    var student = Student("step id=walk of=L points=2 predict=∂L/∂z,∂L/∂w", isInteractive: true)
    let opened3 = student.opened()
    var stepper = try #require(opened3)
    _ = stepper.handle(text: "a")
    #expect(stepper.expectsAnswer)
    _ = stepper.handle(text: "-")
    #expect(stepper.missing == ["∂L/∂z", "∂L/∂w"], "a sign earns nothing")
    _ = stepper.handle(text: "-0.1326")
    #expect(stepper.missing == ["∂L/∂w"])
    _ = stepper.handle(text: "a")
    #expect(stepper.expectsAnswer)
    _ = stepper.handle(text: "")
    student.session.session.walked(stepper) { _ in }
    #expect(!student.isOver)
    // Asked from wherever one is: here from behind the last step.
    _ = stepper.handle(text: "a")
    _ = stepper.handle(text: "p")
    #expect(stepper.expectsAnswer)
    _ = stepper.handle(text: "-0.2")
    _ = stepper.handle(text: "a")
    #expect(stepper.isMade)
    student.session.session.walked(stepper) { _ in }
    #expect(student.isOver)
    #expect(
      student.session.session.lesson?.record.entries["walk"]?.answer == "∂L/∂z = -0.1326\n∂L/∂w = -0.2")
  }

  @Test("takes its predictions typed in a row where there is no terminal, and says which is wrong")
  func typing() {
    var student = Student("step id=walk of=L points=2 predict=∂L/∂z,∂L/∂w")
    #expect(student.session.type("").contains("∂L/∂z, ∂L/∂w"))
    #expect(student.session.type("-0.1326").contains("Type 2 of them"))
    #expect(student.session.type("-0.1326 0.199").contains("∂L/∂w"))
    #expect(!student.isOver)
    #expect(student.session.type("-0.1326, -0.199").contains("right · 2 points"))
    #expect(student.isOver)
  }

  @Test(
    "is judged again when graded: only right predictions earn points",
    arguments: [
      ("∂L/∂z = -0.1326\n∂L/∂w = -0.2", 2), ("-0.1326 7", 1), ("walked", 0), ("", 0), ("- -", 0),
      ("∂L/∂z = nan\n∂L/∂w = 1e999", 0),
    ])
  func grading(_ answer: String, _ points: Int) {
    let student = Student("step id=walk of=L points=2 predict=∂L/∂z,∂L/∂w")
    guard let task = student.session.session.lesson?.current?.task as? WalkTask else {
      Issue.record("the lesson is not at its walk")
      return
    }
    let session = student.session.session
    let wanted: [TaskGrade] =
      switch points {
      case 2: [.right]
      case 1: [.partly(1)]
      default: [.wrong, .partly(0)]
      }
    #expect(wanted.contains(task.grade(answer, in: session.state, session.interpreter)))
  }

  @Test(
    "is refused by the gate when there is nothing to walk through",
    arguments: [
      ("step id=walk of=x", "walk-without-gradient"), ("step id=walk of=L predict=∂L/∂q", "walk-without-gradient"),
      ("step id=walk", "missing-attribute"), ("step id=walk of=L points=2", "missing-attribute"),
    ])
  func gate(_ header: String, _ code: String) {
    let text =
      "---\nformat: 1\nid: lesson1\ntitle: A test\n---\n" + LessonWriter.block("nn", Self.neuron) + "\n"
      + LessonWriter.block(header, "") + "\nThe end.\n"
    let parsed = Lesson.parse(Array(text.utf8), name: "lesson1.md")
    var codes = parsed.diagnostics.map(\.code.name)
    if codes.isEmpty {
      var trial = LessonTrial(parsed.lesson, world: .test(TestFiles()))
      trial.run()
      codes = trial.diagnostics.map(\.code.name)
    }
    #expect(codes.map { "\($0)" } == [code])
  }
}
