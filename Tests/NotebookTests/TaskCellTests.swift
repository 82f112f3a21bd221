import Lessons
import Source
import Testing

@testable import Judging
@testable import Notebook

@Suite("Answers by the name of their task")
struct TaskCellTests {
  private static let lesson = LessonSkeleton.text(id: "lesson9", title: "Nine", in: .english)

  private func student() -> TestSession {
    var student = TestSession(.test(TestFiles(["/course/lesson9.md": Self.lesson]), lessons: ["/course"]))
    _ = student.type(":load lesson9")
    _ = student.type("w = param(0.8);\nx = 1.5;\nz = w*x - 0.4;\nL = (z - 1)^2;")
    return student
  }

  @Test("a cell of a notebook is judged wherever the lesson is, in any order, and again")
  func judged() {
    var student = student()
    #expect(student.type(":task catch\nprobe = -1").contains("right · 1 point"))
    #expect(student.type(":task slope\ndz = ___").contains("1 blank"))
    #expect(student.type(":task slope\ndz = w * x").contains("That is the product"))
    #expect(student.type(":task slope\ndz = ∂z/∂w").contains("✓"))
    #expect(student.type("probe").contains("-1"))
    let record = student.session.lesson?.record.entries
    #expect(record?["slope"]?.attempts == 2 && record?["slope"]?.answer == "dz = ∂z/∂w")
    #expect(student.session.lesson?.position == 0)
  }

  @Test("quizzes, predictions, orders and questions are answered too, and wrong tries are kept with their count")
  func others() {
    var student = student()
    #expect(student.type(":task bias\n# the number of your answer\n2").contains("That is the bias itself"))
    #expect(student.session.lesson?.record.entries["bias"]?.tried == "2")
    #expect(student.type(":task bias\n1").contains("✓"))
    #expect(student.session.lesson?.record.entries["bias"]?.answer == "1")
    #expect(student.type(":task guess\n-").contains("✓"))
    #expect(student.type(":task why\nBecause z has x in it,\nas a factor of w.").contains("kept for your teacher"))
    #expect(student.session.lesson?.record.entries["why"]?.answer?.contains("\n") == true)
    #expect(student.session.lesson?.record.entries["bias"]?.attempts == 2)
    #expect(student.type(":progress").contains("2 of"))
    #expect(student.type(":task nowhere\n1").contains("no-such-step"))
    #expect(student.type(":task why").contains("missing-argument"))
  }

  @Test("a free answer goes on while its lines end in a backslash")
  func lines() {
    var student = student()
    _ = student.type(":goto why")
    let answers = student.session.bareAnswers
    #expect(
      answers.isUnfinished("Because \\") && !answers.isUnfinished("Because \\\nof x.") && !answers.isUnfinished("So."))
    #expect(answers.isUnfinished("因为＼"))
    _ = student.type("Because \\\nz has \\\nx in it.")
    #expect(student.session.lesson?.record.entries["why"]?.answer == "Because \nz has \nx in it.")
  }

  @Test(
    "the format is explained at the prompt, word by word",
    arguments: ["quiz", "order", "same", "uses", "apart", "allow", "due", "streams", "nn exercise", "puzzle", "vary"])
  func help(word: String) {
    var student = TestSession(.test(TestFiles([:]), lessons: []))
    for line in [":help \(word)", "?\(word)"] {
      let page = student.type(line)
      #expect(!page.contains("unknown-name") && page.split(separator: "\n").count > 2, "\(line): \(page)")
    }
  }
}
