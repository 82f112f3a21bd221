import Documents
@testable import Evaluation
import Lessons
import Syntax
import Source
import Synchronization
import Testing
import Words

@testable import Judging
@testable import Notebook

/// What was typed, what it did, and how it is taken back and written down.
@Suite("The record of inputs")
struct RecordTests {
  /// A session that was given lines one after the other, and what the last of them showed.
  private func after(_ lines: String..., files: TestFiles = TestFiles()) -> (student: TestSession, shown: String) {
    var student = TestSession(.test(files))
    var shown = ""
    for line in lines { shown = student.type(line) }
    return (student, shown)
  }

  @Test("undo takes back what changed something, and passes over looks and notes")
  func undo() {
    var (student, shown) = after("x = 5", "x = 6", ":note keep me", "?exp", "1 + 1", ":undo")
    #expect(shown == "undone: `x = 6`\nx is again 5\n")
    #expect(student.session.notebookText.contains("keep me"))
    #expect(student.type(":undo") == "undone: `x = 5`\nx is not bound any more\n")
    #expect(student.type(":undo").contains("there is nothing to take back"))
    #expect(after("sum = 3", ":undo").shown.contains("sum is again what learnnn gives"))
    #expect(after(":set digits 3", ":undo").shown.contains("digits is again auto"))
    #expect(after("w = param(1)", "w := 2", ":undo").shown.contains("w is again 1"))
    #expect(
      after("seed(1); a = uniform();", "uniform();", ":undo", "b = uniform(); seed(1); a == uniform()").shown.contains(
        "true"))
  }

  @Test("in a lesson undo goes back with the place, and an undone line is no part of the answer")
  func undoInLesson() {
    var student = TestSession()
    _ = student.type(":load lesson3")
    let start = student.session.prompt
    _ = student.type("")
    #expect(student.session.prompt != start)
    #expect(student.type(":undo").contains("undone: "))
    #expect(student.session.prompt == start)
    _ = student.type(":goto chain")
    _ = student.type("zzz = 1")
    #expect(student.session.lesson?.answer == ["zzz = 1"])
    _ = student.type(":undo")
    #expect(student.session.lesson?.answer == [])
    _ = student.type("db = dL_da * da_dz")
    #expect(student.type(":undo").contains("undone: `db"))
    #expect(student.session.prompt == "lesson3 ex1›")
    #expect(student.session.lesson?.record.entries["chain"]?.answer != nil, "what is solved stays solved")
  }

  @Test("a script is the same session as the same lines typed: its record, its watches, its notebook")
  func script() {
    var typed = TestSession()
    var run = TestSession()
    let lines = "x = 5\n:watch x\nx = 6; y = x^2\nf(x) = {\n  x^2\n}\n?exp\nf(3)\n[1, 2] @ [1, 2, 3]\n"
    var shown = ""
    for input in ["x = 5", ":watch x", "x = 6; y = x^2", "f(x) = {\n  x^2\n}", "?exp", "f(3)", "[1, 2] @ [1, 2, 3]"] {
      shown += typed.type(input)
    }
    var scripted = ""
    for line in Parser.parse(SourceText(lines)).lines {
      let presenter = run.session.presenter
      _ = run.session.submit(line: line, by: .person) {
        scripted += TerminalRenderer(width: 80).render(presenter.document(for: $0))
      }
    }
    #expect(run.session.notebookText == typed.session.notebookText)
    #expect(run.session.inputs.entries.map(\.text) == typed.session.inputs.entries.map(\.text))
    #expect(scripted.contains("watch  x = 6"))
    #expect(scripted.split(separator: "\n").prefix(3) == shown.split(separator: "\n").prefix(3))
  }

  @Test("a saved notebook holds what was shown, runs nothing, and passes the gate")
  func save() throws {
    let files = TestFiles()
    var student = TestSession(.test(files))
    for line in [
      "a = uniform()", ":set digits 3", "1/3", ":note Words.", "?exp", "sqrt(-1 +", "[1, 2] @ [1, 2, 3]",
      "w = param(2)", "L = (w - 1)^2", ":grads L", "print(\"five\")",
    ] {
      _ = student.type(line)
    }
    #expect(student.type(":save mine").contains("saved `mine.md`"))
    let text = try #require(files["mine.md"])
    #expect(text.contains("Words.") && text.contains("0.333") && text.contains("nn fails"))
    #expect(!text.contains(":set") && !text.contains("?exp"))
    let report = Gate.check(["mine.md"], world: .test(files))
    #expect(report.isPassed, "\(report.diagnostics.map(\.title)) \(text)")
  }

  @Test("a notebook is saved in the language of the session, and its outputs hold")
  func savedInChinese() throws {
    let files = TestFiles()
    var student = TestSession(.test(files))
    for line in [":set language zh", "sigmoyd(1)", "x = 2", ":save mine"] { _ = student.type(line) }
    let text = try #require(files["mine.md"])
    #expect(text.contains("language: zh") && text.contains("错误：") && !text.contains("error:"), "\(text)")
    let report = Gate.check(["mine.md"], world: .test(files))
    #expect(report.isPassed, "\(report.diagnostics.map(\.title)) \(text)")
  }

  @Test("what ran until it was interrupted is told in the notebook, and is no cell")
  func interrupted() {
    var world = World.test()
    world.isInterrupted = { true }
    var student = TestSession(world)
    _ = student.type("while true { }")
    let text = student.session.notebookText
    #expect(text.contains("This was interrupted") && !text.contains("```nn"))
  }

  @Test("going back in a lesson goes back in the notebook")
  func notebookFollowsState() {
    var student = TestSession()
    _ = student.type(":load lesson3")
    _ = student.type("")
    _ = student.type("leaves = 1")
    #expect(student.session.notebookText.contains("leaves"))
    _ = student.type(":restart")
    #expect(!student.session.notebookText.contains("leaves"))
  }

  @Test("a lesson that is closed gives back the names from before it, which it puts away")
  func closing() {
    var student = TestSession()
    _ = student.type("r = 7")
    _ = student.type(":load lesson3")
    #expect(student.type("r").contains(":close brings them back"))
    _ = student.type("own = 1")
    let closed = student.type(":close")
    #expect(closed.contains("back: r") && closed.contains("kept with it: own; :load lesson3 brings it back"))
    #expect(student.type("r").contains("7") && student.type("own").contains(":load lesson3 brings it back"))
    #expect(student.type(":close").contains("no lesson is open"))
    _ = student.type(":load lesson3")
    _ = student.type(":play")
    #expect(student.type(":close").contains("is closed"))
  }

  @Test(
    "every setting is shown, changed, refused when it makes no sense, and kept over :load, :back and free play",
    arguments: Setting.all)
  func settings(_ setting: Setting) throws {
    let values = [
      "digits": "3", "dtype": "float32", "seed": "7", "backend": "own", "threads": "1", "steps": "1000", "depth": "100",
      "memory": "1000", "output": "5000", "student": "ada", "language": "zh",
      "replay": "8", "pager": "off",
    ]
    let shared: Set<String> = ["backend", "threads", "memory"]
    let value = try #require(values[setting.name], "a value to try for :set \(setting.name)")
    var student = TestSession()
    #expect(student.type(":set \(setting.name)").hasPrefix("\(setting.name) = "))
    if setting.name != "student" { #expect(student.type(":set \(setting.name) ???").contains("cannot be")) }
    let before = setting.show(student.session)
    let shown = student.type(":set \(setting.name) \(value)")
    #expect(!shown.contains("error"), "\(shown)")
    let set = setting.show(student.session)
    #expect(set.hasPrefix(value))
    for way in [":load lesson1", "", ":back", ":play", ":resume", ":restart"] {
      _ = student.type(way)
      if setting.name != "seed" { #expect(setting.show(student.session) == set, "after \(way)") }
    }
    if shared.contains(setting.name) { _ = student.type(":set \(setting.name) \(before.split(separator: " ")[0])") }
  }

  @Test("digits hold in everything that is shown")
  func digits() {
    var (student, _) = after(":set digits 3")
    #expect(student.type("{a: 1/3}").contains("0.333}"))
    #expect(student.type("print(1/3)") == "0.333\n")
    #expect(student.type("[1/3, \"x\"]").contains("[0.333,"))
  }

  @Test("_ is the last value, and no name of its own")
  func lastValue() {
    var (student, shown) = after("3 + 4", "_ * 2")
    #expect(shown == "14\n")
    #expect(student.type(":vars").contains("No name is bound"))
    #expect(student.type("x = _ + 1") == "x = 15\n")
    #expect(student.type("_") == "15\n")
  }

  @Test("a file is written over only when this session wrote it or that is asked for")
  func foreign() {
    let files = TestFiles(["mine.md": "my essay"])
    var student = TestSession(.test(files))
    _ = student.type("x = 1")
    for command in [":save mine.md", ":weights save net mine.md", ":export graph L mine.md"] {
      _ = student.type("net = dense(1, 1); L = sum(net([1]))^2;")
      #expect(student.type(command).contains("is there already"), "\(command)")
      #expect(files["mine.md"] == "my essay")
    }
    #expect(student.type(":save mine.md --force").contains("saved"))
    #expect(student.type(":save mine.md").contains("saved"))
  }

  @Test("a file's name is written as in a shell")
  func shellWords() {
    let cases: [(String, [String]?)] = [
      ("a.md", ["a.md"]), ("~/a.md", ["/home/ada/a.md"]), ("$HOME/a.md", ["/home/ada/a.md"]),
      ("\"my notes.md\"", ["my notes.md"]),
      ("my\\ notes.md", ["my notes.md"]), ("'a b' --force", ["a b", "--force"]), ("\"open", nil), ("", []),
      ("a~b", ["a~b"]),
    ]
    for (text, words) in cases { #expect(ShellWords.split(text, home: "/home/ada") == words, "\(text)") }
  }

  @Test(":data lists the data sets, describes one, and suggests a near name")
  func data() {
    #expect(after(":data").shown.contains("digits"))
    #expect(after(":data iris").shown.contains("licence"))
    #expect(after(":data irs").shown.contains("did you mean iris?"))
  }

  @Test(":data shows a table of one's own as it was read, and saves a value as a table that is read back")
  func ownData() {
    let files = TestFiles(["/data/houses.csv": "area,city,price\n50,A,1.5\n60,B,2.25\n70,A,3\n80,B,4\n90,A,5\n"])
    var world = World.test(files)
    world = World(
      files: files.access, lessonDirectories: world.lessonDirectories, dataDirectories: ["/data"],
      stateDirectory: "/state")
    var student = TestSession(world)
    #expect(student.type(":data houses").contains("city"))
    #expect(student.type(":data houses", in: .of("zh")).contains("y：数"))
    let first = student.type("d = csv(\"houses\", split=\"time\");")
    #expect(first.contains("area"))
    #expect(student.type(":data houses").contains("the last ones in the file"))
    #expect(student.type(":data save d /data/out.csv").contains("5 rows saved to"))
    #expect(files["/data/out.csv"] == "area,city,y\n50,A,1.5\n60,B,2.25\n70,A,3\n80,B,4\n90,A,5\n")
    #expect(student.type(":data save [[1, 2.5], [nan, 4]] /data/m.csv").contains("2 rows"))
    #expect(files["/data/m.csv"] == "x1,x2\n1,2.5\n,4\n")
    #expect(student.type(":data save {a: 1} /data/n.csv").contains("no table"))
    #expect(student.type(":data save d").contains("the name of the file"))
    #expect(student.type(":data nothing").contains("there is no data set nothing"))
  }

  @Test("a long session keeps the latest of what was shown, and its place among the inputs in one run of numbers")
  func bounded() {
    var record = InputRecord()
    for number in 0..<300 {
      let collector = PageCollector(digits: nil)
      collector.add(.event(.print(String(repeating: "\(number % 10)", count: 180_000))))
      _ = record.add(.typed, "\(number)", .finished, shown: collector.page)
    }
    #expect(record.entries.count == 300)
    let kept = record.entries.filter { $0.shown != Page.flood }.count
    #expect(kept > 50 && kept < 200 && record.entries.last?.shown != Page.flood)

    var numbers = Counted()
    for number in [1, 2, 3, 7, 8] { numbers.append(number) }
    var later = Counted()
    later.append(numbers, after: 2)
    #expect((0...9).filter(later.contains) == [3, 7, 8] && (0...9).filter(numbers.contains) == [1, 2, 3, 7, 8])
  }

  @Test(":export and :submit hand the session to whoever writes, and say so where nobody can")
  func writers() {
    let asked = Mutex<[String]>([])
    var world = World.test()
    world.writers = [
      "export": { _, text, _ in asked.withLock { $0.append("export \(text)") } },
      "submit": { session, text, _ in asked.withLock { $0.append("submit \(session.lesson?.lesson.id ?? "") \(text)") }
      },
    ]
    var student = TestSession(world)
    #expect(student.type(":submit Ada").contains("no lesson"))
    _ = student.type(":export a.html")
    _ = student.type(":load lesson1")
    _ = student.type(":submit Ada")
    #expect(asked.withLock { $0 } == ["export a.html", "submit lesson1 Ada"])
    #expect(after(":export a.html").shown.contains("cannot write files here"))
  }

  @Test("a file of statements is loaded line by line, and stops at the first error")
  func loadScript() {
    let files = TestFiles(["s.nn": "x = 1\ny = x + 1\n:save out.md\nz = 3\n", "loop.nn": ":load loop.nn\n"])
    var student = TestSession(.test(files))
    let shown = student.type(":load s.nn")
    #expect(shown.contains("y = 2") && shown.contains("--allow-write"))
    #expect(student.type("y") == "2\n" && student.type("z").contains("not known"))
    #expect(student.type(":load loop.nn").contains("without end"))
  }
}
