import Lessons
import Source
import Synchronization
import Testing

@testable import Judging
@testable import Notebook

/// What comes from a document can show, and nothing else, whatever the command and however it comes to run.
@Suite("The wall around documents")
struct WallTests {
  /// A way in which a cell's text comes to run.
  struct Way: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let run: @Sendable (_ cell: String, _ world: World) -> (session: Session, shown: String)
  }

  private static func lesson(_ cell: String) -> String {
    "---\nformat: 1\nid: wall\ntitle: Wall\n---\n```nn\nw = param(2); net = dense(2, 3); L = (w - 1)^2;\n```\n```nn\n\(cell)\n```\n"
  }

  private static let ways: [Way] = [
    Way(testDescription: "by Enter") { cell, world in
      var student = TestSession(world)
      try? world.files.write("wall.md", Array(lesson(cell).utf8))
      _ = student.type(":load wall.md")
      _ = student.type("")
      let shown = student.type("")
      return (student.session, shown)
    },
    Way(testDescription: "on the way to a later step") { cell, world in
      var student = TestSession(world)
      try? world.files.write("wall.md", Array((lesson(cell) + "```nn\n1\n```\n").utf8))
      _ = student.type(":load wall.md")
      let shown = student.type(":goto 3")
      return (student.session, shown)
    },
    Way(testDescription: "run as a file") { cell, world in
      var session = Session(world: world)
      let shown = Mutex("")
      _ = LessonRunner.run(Lesson.parse(lesson(cell), name: "wall.md").lesson, in: &session) { item in
        if case .failure(let diagnostic) = item { shown.withLock { $0 += diagnostic.code.name } }
      }
      return (session, shown.withLock { $0 })
    },
    Way(testDescription: "in the gate") { cell, world in
      try? world.files.write("wall.md", Array(lesson(cell).utf8))
      let report = Gate.check(["wall.md"], world: world)
      return (Session(world: world), report.diagnostics.map(\.code.name).joined(separator: " "))
    },
  ]

  /// A line for each command that would change something if it could.
  private static let lines =
    Command.all.map { ":\($0.name) wall-written.md" }
    + [
      ":weights save net wall.safetensors", ":weights load net wall.safetensors", ":export graph L wall.svg",
      ":set digits 3", ":set memory 1", ":set student eve", ":load lesson1", ":goto 1", ":quit", ":step L", ":graph L",
      ":submit Eve",
      ":export x.html", ":note a note",
    ]

  @Test("no command in a cell writes a file, leaves the lesson or changes a setting", arguments: ways)
  func commands(_ way: Way) {
    for line in Self.lines {
      let files = TestFiles()
      var world = World.test(files)
      world.stateDirectory = nil
      let written = Mutex<[String]>([])
      let write = world.files.write
      world.files.write = { (path: String, bytes: [UInt8]) throws(FileAccess.Failure) in
        if path != "wall.md" { written.withLock { $0.append(path) } }
        try write(path, bytes)
      }
      world.writers = [
        "submit": { _, _, _ in written.withLock { $0.append("submit") } },
        "export": { _, _, _ in written.withLock { $0.append("export") } },
      ]
      let (session, _) = way.run(line, world)
      #expect(written.withLock { $0 }.isEmpty, "\(line) wrote")
      #expect(session.settings == Settings(), "\(line) changed a setting")
      #expect(session.inputs.entries.allSatisfy { $0.kind != .note }, "\(line) noted")
      #expect(session.lesson?.lesson.id ?? "wall" == "wall", "\(line) left the lesson")
    }
  }

  @Test("a command that a cell may not use says so, and that one may type it")
  func told() {
    let shown = Self.ways[0].run(":save x.md", .test()).shown
    #expect(shown.contains("a cell may not use :save") && shown.contains("type :save yourself"))
  }

  @Test("a world is never widened, writes nothing unless a person asked, and a document sees only lessons and data")
  func worlds() {
    let files = TestFiles(["secret": "1", "/data/x.csv": "1"])
    var world = World(
      files: files.access, lessonDirectories: ["/lessons"], dataDirectories: ["/data"], stateDirectory: "/state")
    world.writers = ["submit": { _, _, _ in }, "export": { _, _, _ in }]
    let document = world.limited(to: .document)
    #expect(document.limited(to: .person).author == .document)
    #expect(document.stateDirectory == nil && document.writers.isEmpty)
    #expect(throws: FileAccess.Failure.self) { try document.files.write("/data/x.csv", []) }
    #expect(throws: FileAccess.Failure.self) { try document.files.read("secret") }
    #expect(throws: FileAccess.Failure.self) { try document.files.read("/data/../secret") }
    #expect(!document.files.exists("secret") && document.files.exists("/data/x.csv"))
    #expect(throws: Never.self) { try document.files.read("/data/x.csv") }
    let program = world.limited(to: .program)
    #expect(throws: FileAccess.Failure.self) { try program.files.write("x", []) }
    #expect(throws: Never.self) { try program.files.read("secret") }
    #expect(Array(program.writers.keys) == ["submit"])
  }
}
