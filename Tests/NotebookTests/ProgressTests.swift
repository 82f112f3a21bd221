import Lessons
import Source
import Synchronization
import Testing

@testable import Judging
@testable import Notebook

@Suite("Progress")
struct ProgressTests {
  private static let path = "/state/progress/lesson3"
  private static let wrong = "db = dL_da"
  private static let right = "db = dL_da * da_dz"

  /// A student in front of the first exercise of lesson 3.
  private func atExercise(_ world: World) -> TestSession {
    var student = TestSession(world)
    _ = student.type(":load lesson3")
    _ = student.type(":goto chain")
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

  @Test("work stays with a task that moved to another lesson, and is not taken for another task of the same name")
  func moved() throws {
    let text = { (id: String, fields: String, code: String) in
      "---\nformat: 1\nid: \(id)\ntitle: T\n\(fields)---\n"
        + LessonWriter.block("nn exercise id=one", "y = ___") + LessonWriter.block("nn solution for=one", code)
        + LessonWriter.block("nn check for=one points=2", "close(y, expected.y)")
        + LessonWriter.block("quiz id=two", "Which?\n- [x] this\n> Yes.\n- [ ] that\n> No.") + "\n"
    }
    let files = TestFiles(["/lessons/early.md": text("early", "", "y = 1 + 2")])
    var world = World.test(files)
    world.lessonDirectories = ["/lessons"]
    var student = TestSession(world)
    _ = student.type(":load early")
    #expect(student.type("y = 3").contains("right · 2 points"))
    _ = student.type("1")

    files["/lessons/late.md"] = text("late", "former: [early]\n", "y = 1 + 2")
    files["/lessons/other.md"] = text("other", "former: [early]\n", "y = 1 + 3")
    var again = TestSession(world)
    #expect(again.type(":load late").contains("what you did in early on one, two is kept here now"))
    #expect(again.type(":progress").contains("2/2"))
    #expect(again.type(":solution").contains("y = 3"))
    #expect(files["/state/progress/late"]?.contains("task one points=2") == true)
    var third = TestSession(world)
    #expect(!third.type(":load late").contains("is kept here now"))
    #expect(third.type(":load other").contains("what you did in early on two is kept here now"))
    #expect(!third.type(":progress").contains("2/2"))
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

  @Test("a name that the task itself binds is said to stand in its lines")
  func boundByStarter() {
    let text =
      "---\nformat: 1\nid: given\ntitle: T\n---\n" + LessonWriter.block("nn exercise id=one", "H = [1, 2]\ny = ___")
      + LessonWriter.block("nn solution for=one", "H = [1, 2]\ny = sum(H)")
      + LessonWriter.block("nn check for=one", "close(y, expected.y)") + LessonWriter.block("nn", "H = 3")
    var world = World.test(TestFiles(["/lessons/given.md": text]))
    world.lessonDirectories = ["/lessons"]
    var student = TestSession(world)
    _ = student.type(":load given")
    #expect(student.type("y = sum(H)").contains("this task itself binds H: Enter puts its lines into yours"))
    #expect(student.type("z = y").contains("bind it first"))
    _ = student.type("H = [1, 2]")
    #expect(student.type("y = sum(H)").contains("right"))
  }

  @Test("a name that the cell at hand binds waits for Enter, one of a later cell for its step")
  func boundHere() {
    var student = Self.chain("curve = [3, 1, 2]")
    _ = student.type(":load lesson1")
    #expect(student.type("one + 1").contains("this step itself binds one: Enter on an empty line runs it"))
    #expect(student.type("curve + 1").contains("curve is bound in step 2, which is still to come"))
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
    #expect(kept.allSatisfy { ($0.hasPrefix("/state/progress/") || $0 == "/state/place") && !$0.contains("..") })
    #expect(!kept.isEmpty)
  }

  @Test("two windows merge: nothing that either solved is lost, and tries of both are counted")
  func windows() throws {
    let files = TestFiles()
    var (a, b) = (TestSession(.test(files)), TestSession(.test(files)))
    for line in [":load lesson3", ":goto 9"] {
      _ = a.type(line)
      _ = b.type(line)
    }
    _ = a.type(Self.wrong)
    _ = a.type(Self.right)
    _ = b.type(Self.wrong)
    _ = b.type(":skip")
    let text = try #require(files[Self.path])
    let file = try #require(ProgressFile(text))
    #expect(file.record.entries["chain"]?.answer?.contains("dL_da * da_dz") == true)
    #expect(file.record.entries["chain"]?.attempts == 3)
    #expect(file.record.entries["chain"]?.isSkipped == false)
  }

  @Test("of two answers the better one is kept, and of equal ones the later")
  func better() {
    func file(_ answer: String?, _ points: Int) -> ProgressFile {
      var file = ProgressFile(lesson: "l")
      file.record.entries["t"] = .init()
      file.record.entries["t"]?.answer = answer
      file.record.entries["t"]?.points = Points(points)
      return file
    }
    let cases: [(mine: (String?, Int), theirs: (String?, Int), base: (String?, Int), kept: String?)] = [
      (("new", 1), ("old", 1), (nil, 0), "new"), (("new", 1), ("better", 2), (nil, 0), "better"),
      (("old", 1), ("new", 1), ("old", 1), "new"), ((nil, 0), ("theirs", 1), (nil, 0), "theirs"),
      (("mine", 1), (nil, 0), (nil, 0), "mine"),
    ]
    for (mine, theirs, base, kept) in cases {
      var merged = file(mine.0, mine.1)
      merged.merge(file(theirs.0, theirs.1), since: file(base.0, base.1).record)
      #expect(merged.record.entries["t"]?.answer == kept, "\(mine) \(theirs)")
    }
  }

  @Test("a file that cannot be read, or that another version wrote, is left alone")
  func closed() {
    for text in ["learnnn progress 2\nlesson lesson3\nend\n"] {
      let files = TestFiles([Self.path: text])
      var student = TestSession(.test(files))
      #expect(student.type(":load lesson3").contains("cannot be kept"))
      _ = student.type("")
      #expect(files[Self.path] == text)
    }
    let files = TestFiles([Self.path: "secret"])
    var world = World.test(files)
    let read = world.files.read
    world.files.read = { (path: String) throws(FileAccess.Failure) in
      if path == Self.path { throw FileAccess.Failure(path: path, reason: "permission denied") }
      return try read(path)
    }
    var student = TestSession(world)
    #expect(student.type(":load lesson3").contains("permission denied"))
    _ = student.type("")
    #expect(files[Self.path] == "secret")
  }

  @Test("of a damaged file all that is whole is taken up, each damage is kept aside by itself, and CRLF is none")
  func salvage() throws {
    let files = TestFiles()
    var student = atExercise(.test(files))
    _ = student.type(Self.right)
    let whole = try #require(files[Self.path])
    for round in 1...2 {
      files[Self.path] = String(whole.dropLast(5))
      var again = TestSession(.test(files))
      #expect(again.type(":load lesson3").contains("what could be read of it is taken up"))
      #expect(again.session.lesson?.record.entries["chain"]?.answer != nil)
      #expect(files[Self.path + ".damaged" + (round == 1 ? "" : "-2")] != nil)
    }
    #expect(ProgressFile(whole.replacing("\n", with: "\r\n"))?.record == ProgressFile(whole)?.record)
  }

  @Test("counts too large to be true do not overflow")
  func counters() {
    let most = "9223372036854775807"
    let files = TestFiles([
      Self.path:
        "learnnn progress 1\nlesson lesson3\nat - \(most)\ntask chain points=\(most) attempts=\(most) hints=\(most) seconds=\(most) hash=1\nend\n"
    ])
    var student = TestSession(.test(files))
    for line in [":load lesson3", ":progress", ":lessons", ":goto 9", Self.wrong, ":hint", Self.right] {
      _ = student.type(line)
    }
    #expect(student.session.lesson != nil)
  }

  @Test("the time of a task is the time of working: neither the machine's uptime nor a night away")
  func time() throws {
    let now = Mutex(1_000_000.0)
    let files = TestFiles()
    var world = World.test(files)
    world.now = { now.withLock { $0 } }
    var student = TestSession(world)
    _ = student.type(":load lesson3")
    _ = student.type(":goto 9")
    for seconds in [20.0, 40_000, 30] {
      now.withLock { $0 += seconds }
      _ = student.type("zz = 1")
    }
    _ = student.type(Self.right)
    let seconds = try #require(student.session.lesson?.record.entries["chain"]?.seconds)
    #expect(seconds == 650)
  }

  @Test("a word takes up the lesson where one was, too", arguments: ["yes", "continue", "是", "继续"])
  func takenUp(word: String) {
    let files = TestFiles()
    _ = atExercise(.test(files))
    var again = TestSession(.test(files))
    again.session.lookForPlace()
    #expect(again.type(word).contains("welcome back"))
  }

  @Test("place, names of one's own and half an answer are there again, and the next start says where one was")
  func place() {
    let files = TestFiles()
    var student = atExercise(.test(files))
    _ = student.type("mine = 42")
    let prompt = student.session.prompt
    var again = TestSession(.test(files))
    again.session.lookForPlace()
    let place = again.session.resumable
    #expect(place?.lesson == "lesson3" && place?.step == 9 && place?.title.isEmpty == false)
    #expect(again.type("").contains("welcome back"))
    #expect(again.session.prompt == prompt)
    #expect(again.type("mine") == "42\n")
    #expect(again.session.lesson?.answer.first == "mine = 42")
  }

  @Test("a name that a skipped cell or a later one binds says so")
  func unknownNames() {
    var student = TestSession()
    _ = student.type(":load lesson1")
    #expect(student.type("w₀").contains("this step itself binds w₀: Enter on an empty line runs it"))
    _ = student.type(":next")
    #expect(student.type("w₀").contains("it was skipped; :goto 1"))
  }

  /// A lesson of a cell, an exercise that needs it, and a cell that needs that.
  private static func chain(_ cell: String) -> TestSession {
    let files = TestFiles()
    files["/lessons/lesson1.md"] =
      "---\nformat: 1\nid: lesson1\ntitle: A test\n---\n" + LessonWriter.block("nn", "one = 1")
      + LessonWriter.block("nn", cell) + LessonWriter.block("nn exercise id=best", "best = ___")
      + LessonWriter.block("nn solution for=best", "best = 10 * (argmin(curve) + one)")
      + LessonWriter.block("nn check for=best points=2", "close(best, expected.best)")
      + LessonWriter.block("nn", "best / 10")
    return TestSession(.test(files, lessons: ["/lessons"]))
  }

  @Test("where a skipped cell is needed, an answer is sent back to it, and nothing is judged of it")
  func skippedCell() {
    var student = Self.chain("curve = [3, 1, 2]")
    for input in [":load lesson1", "", ":next"] { _ = student.type(input) }
    let told = student.type("best = 10 * (argmin(curve) + one)")
    #expect(told.contains("step 2 binds curve, and it was skipped; :goto 2"))
    #expect(!told.contains("not yet") && !told.contains(":hint"))
    #expect(student.session.lesson?.record.entries["best"]?.attempts ?? 0 == 0)
    #expect(student.type(":check").contains("step 2 binds curve, and it was skipped; :goto 2"))
    #expect(student.type(":skip").contains("does not run here either"))
    #expect(student.type("").contains("step 3 binds best, and it was skipped; :goto 3"))
    _ = student.type(":goto 2")
    _ = student.type("")
    #expect(student.type("best = 10 * (argmin(curve) + one)").contains("right"))
  }

  @Test("where a cell that is needed has failed, its own error is not the answer's")
  func failedCell() {
    var student = Self.chain("curve = []; curve = [3, 1, unknown]")
    for input in [":load lesson1", "", "", ":next"] { _ = student.type(input) }
    let told = student.type("best = 10 * (argmin(curve) + one)")
    #expect(told.contains("step 2 binds curve, and it did not run to its end; :goto 2") && !told.contains("not yet"))
  }

  @Test("the end of a lesson says which tasks have no answer")
  func leftOut() {
    var student = Self.chain("curve = [3, 1, 2]")
    for input in [":load lesson1", "", ""] { _ = student.type(input) }
    _ = student.type(":next")
    #expect(student.type("").contains("step 3 binds best, and it was skipped; :goto 3"))
    let end = student.type(":next")
    #expect(end.contains("Without an answer so far: exercise 1 (best). :goto best takes you back"))
    #expect(!end.contains("You are through"))
    _ = student.type(":goto 练习 1")
    _ = student.type("best = 10 * (argmin(curve) + one)")
    #expect(student.type("").contains("You are through A test."))
    #expect(student.type(":next").contains("the lesson is over"))
    #expect(student.type(":next").contains(":lessons lists the lessons"))
  }
}
