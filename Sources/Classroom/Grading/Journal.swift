import Formats
import Notebook
import Source

/// What an interrupted run had graded, kept where progress is kept, so that the next run goes on from there.
///
/// A result stands under the hash of everything that it depends on: the lesson, the file, the student's numbers and the
/// limit. What has changed since is therefore graded anew.
struct Journal {
  private var results: [String: [TaskResult]] = [:]
  private let path: String?
  private let wasThere: Bool

  /// Reads what an interrupted run has left of a lesson.
  init(_ lessonHash: String, desk: Desk) {
    path = desk.world.stateDirectory.map { "\($0)/grading/\(lessonHash.prefix(16))" }
    guard let path, let bytes = try? desk.world.files.read(path), !bytes.isEmpty else {
      wasThere = false
      return
    }
    wasThere = true
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      guard let json = try? JSONValue(parsing: Array(line.utf8)), let key = json["key"]?.string else { continue }
      results[key] = json["tasks"]?.elements?.compactMap { TaskResult($0) }
    }
  }

  /// Under what the results of a file stand.
  static func key(_ bytes: [UInt8], student: String, _ request: Classroom.GradeRequest) -> String {
    SHA256.hexadecimal(Array("\(student)\n\(request.steps)\n\(request.seeksAlike)\n".utf8) + bytes)
  }

  /// What is known of a file.
  subscript(key: String) -> [TaskResult]? { results[key] }

  /// Keeps what an interrupted run has graded.
  func keep(_ whole: [(key: String, tasks: [TaskResult])], desk: Desk) {
    guard let path else { return }
    var merged = results
    for (key, tasks) in whole { merged[key] = tasks }
    let lines = merged.sorted { $0.key < $1.key }.map { key, tasks in
      JSONValue.object([.init("key", .string(key)), .init("tasks", .array(tasks.map(\.json)))]).compact + "\n"
    }
    // Losing it costs time, not marks.
    try? desk.world.files.write(path, Array(lines.joined().utf8))
  }

  /// Forgets it all: the table is complete.
  func clear(desk: Desk) {
    if wasThere, let path { try? desk.world.files.write(path, []) }
  }
}
