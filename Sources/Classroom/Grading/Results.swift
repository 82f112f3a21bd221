import Formats

/// What became of one task of a submission.
struct TaskResult: Equatable {
  enum Status: String {
    case right, wrong, mistake, error, blanks, unanswered, limit, answered
  }

  var id: String
  var status: Status
  var points = 0
  var total = 0
  /// What the student is told; nothing of hidden checks.
  var words: [String] = []
  /// The index of the authored mistake.
  var mistake: Int?
  /// A short text of the wrong value, for statistics.
  var value = ""
  var attempts = 0
  var hints = 0
  var seconds = 0
  /// A comment of the teacher's.
  var comment = ""

  var json: JSONValue {
    .object([
      .init("id", .string(id)), .init("status", .string(status.rawValue)), .init("points", .integer(points)),
      .init("total", .integer(total)), .init("words", .array(words.map { .string($0) })),
      .init("mistake", mistake.map { .integer($0 + 1) } ?? .null), .init("value", .string(value)),
      .init("attempts", .integer(attempts)), .init("hints", .integer(hints)), .init("seconds", .integer(seconds)),
      .init("comment", .string(comment)),
    ])
  }

  init(id: String, status: Status, total: Int = 0) {
    self.id = id
    self.status = status
    self.total = total
  }

  /// Reads what `json` wrote.
  init?(_ json: JSONValue) {
    guard let id = json["id"]?.string, let status = json["status"]?.string.flatMap(Status.init),
      let points = json["points"]?.int, let total = json["total"]?.int
    else { return nil }
    self.init(id: id, status: status, total: total)
    self.points = Swift.min(Swift.max(points, 0), total)
    words = json["words"]?.elements?.compactMap(\.string) ?? []
    mistake = json["mistake"]?.int.map { $0 - 1 }
    value = json["value"]?.string ?? ""
    attempts = json["attempts"]?.int ?? 0
    hints = json["hints"]?.int ?? 0
    seconds = json["seconds"]?.int ?? 0
    comment = json["comment"]?.string ?? ""
  }
}

/// What became of one student.
struct StudentResult: Equatable {
  enum Status: String {
    case graded, refused, absent
  }

  var id: String
  var name: String
  var file: String
  var status: Status
  var written = ""
  var receipt = ""
  var tasks: [TaskResult] = []
  /// What a teacher should know about the file.
  var notes: [String] = []

  var points: Int { tasks.reduce(0) { $0 &+ $1.points } }
  var total: Int { tasks.reduce(0) { $0 &+ $1.total } }

  var json: JSONValue {
    .object([
      .init("id", .string(id)), .init("name", .string(name)), .init("file", .string(file)),
      .init("status", .string(status.rawValue)), .init("points", .integer(points)), .init("total", .integer(total)),
      .init("written", .string(written)), .init("receipt", .string(receipt)),
      .init("notes", .array(notes.map { .string($0) })), .init("tasks", .array(tasks.map(\.json))),
    ])
  }
}
