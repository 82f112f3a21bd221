@testable import Notebook
import Testing

@Suite("Progress")
struct ProgressTests {
  private static let path = "/state/progress/lesson3"
  private static let wrong = "db = dL_da"
  private static let right = "db = dL_da * da_dz"

  /// A student in front of the first exercise of lesson 3.
  private func atExercise(_ world: World) -> TestSession {
    var student = TestSession(world)
    _ = student.type(":load lesson3")
    _ = student.type(":goto 8")
    return student
  }

  @Test("a file is read back as it was written, whatever the answer holds")
  func roundTrip() throws {
    var file = ProgressFile(lesson: "lesson3")
    file.after = "chain"
    file.distance = 2
    file.isFinished = true
    var entry = LessonRecord.Entry()
    entry.attempts = 3
    entry.hints = 1
    entry.points = 2
    entry.hash = UInt64.max
    entry.seconds = 41
    entry.answer = "db = 1\n# a \\n that is none\r\nend\ntask x points=9"
    file.record.entries["chain"] = entry
    var skipped = LessonRecord.Entry()
    skipped.isSkipped = true
    file.record.entries["layer"] = skipped
    #expect(ProgressFile(file.text) == file)
  }

  @Test("every file cut short is noticed")
  func truncated() {
    var file = ProgressFile(lesson: "lesson3")
    file.record.entries["chain"] = LessonRecord.Entry()
    let text = file.text
    for count in 0..<(text.count - 1) {
      #expect(ProgressFile(String(text.prefix(count))) == nil, "cut after \(count) characters")
    }
  }

  @Test("an accepted answer is kept at once, and opening the lesson again goes on from there")
  func resume() throws {
    let files = TestFiles()
    var student = atExercise(.test(files))
    #expect(student.type(Self.wrong).contains("not yet"))
    #expect(student.type(Self.right).contains("right · 2 points"))
    let place = student.session.prompt
    let kept = try #require(files[Self.path])
    #expect(kept.contains("task chain points=2 attempts=2"))
    #expect(kept.hasSuffix("end\n"))

    var again = TestSession(.test(files))
    #expect(again.type(":load lesson3").contains("welcome back"))
    #expect(again.session.prompt == place)
    #expect(again.type("db").contains("-0.13"))
  }

  @Test("a damaged file is kept aside, and the lesson begins again")
  func damaged() {
    let files = TestFiles([Self.path: "learnnn progress 1\nlesson lesson3\nat - 3\n"])
    var student = TestSession(.test(files))
    let shown = student.type(":load lesson3")
    #expect(shown.contains("could not be read"))
    #expect(files[Self.path + ".damaged"]?.hasPrefix("learnnn progress 1") == true)
    #expect(student.session.prompt.hasPrefix("lesson3 1/"))
  }

  @Test("a task that changed since it was solved is pointed out")
  func changed() throws {
    let files = TestFiles()
    var student = atExercise(.test(files))
    _ = student.type(Self.right)
    let kept = try #require(files[Self.path])
    let lines = kept.split(separator: "\n").map { line in
      line.hasPrefix("answer db") ? "answer db = 12" : line.replacing(/hash=[0-9a-f]+/, with: "hash=1")
    }
    files[Self.path] = lines.joined(separator: "\n") + "\n"
    var again = TestSession(.test(files))
    #expect(again.type(":load lesson3").contains("chain has changed since you solved it"))
  }

  @Test("a disk that takes nothing is told once, and the lesson goes on")
  func readOnly() {
    let files = TestFiles()
    files.makeReadOnly()
    var student = TestSession(.test(files))
    _ = student.type(":load lesson3")
    #expect(student.type("").contains("the progress cannot be kept: the disk is read-only"))
    #expect(!student.type("").contains("cannot be kept"))
    #expect(student.session.prompt.hasPrefix("lesson3 3/"))
  }

  @Test("where cells were skipped, an answer is judged as if they had run, and the lesson is not blamed")
  func skippedCells() {
    var student = TestSession()
    _ = student.type(":load lesson3")
    for _ in 0..<40 where !student.session.prompt.contains("ex1") { _ = student.type(":next") }
    #expect(student.type("dL_da = -0.620051; db = dL_da").contains("not yet"))
    #expect(student.type("da_dz = 0.2139097; db = dL_da*da_dz").contains("right · 2 points"))
  }

  @Test("free play leaves no trace")
  func play() {
    var student = atExercise(.test())
    _ = student.type(":play")
    _ = student.type("db = 99; dL_da = 0")
    _ = student.type(":resume")
    #expect(student.session.prompt == "lesson3 ex1›")
    #expect(student.type("dL_da").contains("-0.62"))
  }

  @Test("hints come in order, and the solution opens after three attempts")
  func hintsAndSolution() {
    var student = atExercise(.test())
    #expect(student.type(":solution").contains("opens once you have solved it"))
    #expect(student.type(":hint").contains("hint 1 of"))
    #expect(student.type(":hint").contains("hint 2 of"))
    for answer in ["db = 11", "db = 12.5", "db = 13.7"] { #expect(student.type(answer).contains("not yet")) }
    #expect(student.type(":solution").contains("db = dL_da * da_dz"))
  }

  @Test("names of profiles cannot leave the folder of progress")
  func profiles() {
    let files = TestFiles()
    var student = TestSession(.test(files))
    _ = student.type(":set student ../../etc/x")
    _ = student.type(":load lesson3")
    _ = student.type("")
    let kept = files.paths
    #expect(kept.allSatisfy { $0.hasPrefix("/state/progress/") && !$0.contains("..") })
    #expect(!kept.isEmpty)
  }
}
