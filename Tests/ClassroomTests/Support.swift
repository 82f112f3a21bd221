import Notebook
import Source
import Synchronization

@testable import Classroom

/// Files that exist in memory only.
final class MemoryFiles: Sendable {
  private let files: Mutex<[String: [UInt8]]>

  init(_ texts: [String: String] = [:]) {
    files = Mutex(texts.mapValues { Array($0.utf8) })
  }

  subscript(_ path: String) -> String? {
    files.withLock { $0[path] }.map { String(decoding: $0, as: UTF8.self) }
  }

  func put(_ path: String, _ bytes: [UInt8]) { files.withLock { $0[path] = bytes } }

  var paths: [String] { files.withLock { $0.keys.sorted() } }

  var access: FileAccess {
    var access = FileAccess(
      read: { (path: String) throws(FileAccess.Failure) -> [UInt8] in
        guard let bytes = self.files.withLock({ $0[path] }) else {
          throw FileAccess.Failure(path: path, reason: "no such file")
        }
        return bytes
      },
      write: { (path: String, bytes: [UInt8]) throws(FileAccess.Failure) in self.put(path, bytes) },
      list: { directory in
        let start = directory + "/"
        let names = self.paths.filter { $0.hasPrefix(start) }.compactMap {
          $0.dropFirst(start.count).split(separator: "/").first
        }
        return Set(names.map(String.init)).sorted()
      },
      exists: { path in self.paths.contains { $0 == path || $0.hasPrefix(path + "/") } })
    access.remove = { path in self.files.withLock { $0[path] = nil } }
    return access
  }
}

/// A school of one lesson, with what its commands showed.
final class School {
  let files: MemoryFiles
  private(set) var failures: [Diagnostic] = []
  private(set) var written = ""

  init(_ files: [String: String] = [:], lesson: String = School.lesson) {
    self.files = MemoryFiles(["Lessons/lesson1-slope.md": lesson].merging(files) { $1 })
  }

  var desk: Desk {
    Desk(
      world: World(files: files.access, lessonDirectories: ["Lessons"], stateDirectory: "state"), date: 1_780_000_000,
      show: { if case .failure(let diagnostic) = $0 { self.failures.append(diagnostic) } },
      write: { self.written += $0 })
  }

  /// A small lesson with every kind of task.
  static let lesson = """
    ---
    format: 1
    id: lesson1
    title: A slope
    seed: 3
    ---
    A slope $m$.

    ```nn
    m = 3
    ```
    ```output
    m = 3
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
    ```hint for=double
    Add it to itself.
    ```
    ```note
    Only for the teacher.
    ```

    ```nn exercise id=square
    f(x) = ___
    ```
    ```nn solution for=square
    f(x) = x^2
    ```
    ```nn check for=square
    same(f, expected.f)
    ```

    ```quiz id=sign
    - [ ] down
    - [x] up
    > It is positive.
    ```

    ```question id=why points=3
    Why?
    ```

    """

  /// A submission of answers.
  static func submission(
    _ student: String, _ answers: [(String, String)], lesson: String = "lesson1",
    written: String = "2026-01-01T00:00:00Z"
  ) -> String {
    var text =
      "---\nformat: 1\nid: answers\ntitle: answers\n---\n\n```submission\nlesson: \(lesson)\nstudent: \(student)\n"
    text += "written: \(written)\n```\n"
    for (id, answer) in answers {
      text += "\n<!-- answer \(id) attempts=2 hints=1 seconds=30 -->\n````nn\n\(answer)\n````\n"
    }
    return text + "\n" + Submission.receiptLine(for: Array((text + "\n").utf8))
  }

  /// Grades what was handed in, in this process.
  func grade(
    _ submissions: [String: String], change: (inout Classroom.GradeRequest) -> Void = { _ in }
  ) throws -> GradeBook {
    for (name, text) in submissions { files.put("in/\(name)", Array(text.utf8)) }
    var request = Classroom.GradeRequest(lesson: "lesson1", submissions: ["in"])
    request.jobs = 0
    request.steps = 20_000
    change(&request)
    return try GradeBook(desk.lesson(request.lesson), request, desk: desk)
  }
}
