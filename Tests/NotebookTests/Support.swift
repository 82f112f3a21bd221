import Disk
import Documents
import Notebook
import Source
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The folder of the package.
let repository = Disk.repository

/// Files for a test: those of the package can be read, and what is written stays in memory.
final class TestFiles: Sendable {
  private struct Content {
    var files: [String: [UInt8]]
    var isReadOnly = false
  }

  private let content: Mutex<Content>

  init(_ files: [String: String] = [:]) { content = Mutex(Content(files: files.mapValues { Array($0.utf8) })) }

  /// A disk that takes nothing.
  func makeReadOnly() { content.withLock { $0.isReadOnly = true } }

  /// What was written, or put there.
  subscript(path: String) -> String? {
    get { content.withLock { $0.files[path].map { String(decoding: $0, as: UTF8.self) } } }
    set { content.withLock { $0.files[path] = newValue.map { Array($0.utf8) } } }
  }

  /// The paths in memory.
  var paths: [String] { content.withLock { $0.files.keys.sorted() } }

  /// The files as a session sees them.
  var access: FileAccess {
    FileAccess(
      read: { (path: String) throws(FileAccess.Failure) in
        if let bytes = self.content.withLock({ $0.files[path] }) { return bytes }
        return try Disk.files.read(path)
      },
      write: { (path: String, bytes: [UInt8]) throws(FileAccess.Failure) in
        let isRefused = self.content.withLock { content in
          if !content.isReadOnly { content.files[path] = bytes }
          return content.isReadOnly
        }
        if isRefused { throw FileAccess.Failure(path: path, reason: "the disk is read-only") }
      },
      list: { directory in
        let own = self.paths.filter { $0.hasPrefix(directory + "/") }.map { String($0.dropFirst(directory.count + 1)) }
        return (own.filter { !$0.contains("/") } + Disk.files.list(directory)).sorted()
      },
      exists: { path in
        self.paths.contains { $0 == path || $0.hasPrefix(path + "/") } || Disk.files.exists(path)
      })
  }

  /// Writes a real file: only recording transcripts does.
  static func write(_ text: String, to path: String) {
    guard let file = fopen(path, "w") else { return }
    defer { fclose(file) }
    fputs(text, file)
  }
}

extension World {
  /// The package's lessons and data, and progress kept in memory.
  static func test(_ files: TestFiles = TestFiles(), lessons: [String] = [repository + "/Lessons"]) -> World {
    World(
      files: files.access, lessonDirectories: lessons, dataDirectories: [repository + "/Datasets"],
      stateDirectory: "/state")
  }
}

/// A session as a student has it, with everything that it shows as plain text.
struct TestSession {
  var session: Session

  init(_ world: World = .test()) { session = Session(world: world) }

  /// What is shown after an input.
  mutating func type(_ input: String, in words: Translation = .english) -> String {
    let shown = Mutex("")
    let presenter = session.presenter
    _ = session.submit(input) { item in
      let text = TerminalRenderer(width: 80, words: words).render(presenter.document(for: item))
      shown.withLock { $0 += text }
    }
    return shown.withLock { $0 }
  }
}
