import Formats
import Lessons
import Source

/// What became of one task of a submission.
struct TaskResult: Equatable {
  enum Status: String {
    case right, wrong, mistake, error, blanks, unanswered, limit, answered
    /// A free answer that nobody has marked yet, and one that somebody has.
    case toBeMarked = "to be marked"
    case marked
    /// The run was interrupted before it.
    case notGraded = "not graded"
    /// The file was refused, whatever is in it.
    case refused
  }

  var id: String
  var status: Status
  var points: Points = 0
  var total: Points = 0
  /// What the student is told; nothing of hidden checks.
  var words: [String] = []
  /// The index of the authored mistake.
  var mistake: Int?
  /// A short text of the wrong value, for statistics.
  var value = ""
  /// What a wrong answer does in every world, for statistics: alike for answers that do the same.
  var behaviour = ""
  var attempts = 0
  var hints = 0
  var seconds = 0
  /// Whether the lesson's own solution comes to nothing with the student's numbers.
  var isUnsound = false
  /// A comment of the teacher's.
  var comment = ""
  /// The student's answer.
  var answer = ""

  /// Gives all points for a right answer, and none for a wrong one.
  mutating func mark(_ isRight: Bool) {
    status = isRight ? .right : .wrong
    points = isRight ? total : 0
  }

  var json: JSONValue {
    var more: [JSONValue.Member] = behaviour.isEmpty ? [] : [.init("behaviour", .string(behaviour))]
    if isUnsound { more.append(.init("unsound", true)) }
    return .object(
      [
        .init("id", .string(id)), .init("status", .string(status.rawValue)), .init("points", points.json),
        .init("total", total.json), .init("words", .array(words.map { .string($0) })),
        .init("mistake", mistake.map { .integer($0 + 1) } ?? .null), .init("value", .string(value)),
        .init("attempts", .integer(attempts)), .init("hints", .integer(hints)), .init("seconds", .integer(seconds)),
        .init("comment", .string(comment)), .init("answer", .string(answer)),
      ] + more)
  }

  init(id: String, status: Status, total: Points = 0) {
    self.id = id
    self.status = status
    self.total = total
  }

  /// Reads what `json` wrote.
  init?(_ json: JSONValue) {
    guard let id = json["id"]?.string, let status = json["status"]?.string.flatMap(Status.init),
      let points = json["points"].flatMap({ Points($0) }), let total = json["total"].flatMap({ Points($0) })
    else { return nil }
    self.init(id: id, status: status, total: total)
    self.points = Swift.min(Swift.max(points, 0), total)
    words = json["words"]?.elements?.compactMap(\.string) ?? []
    mistake = json["mistake"]?.int.map { $0 - 1 }
    value = json["value"]?.string ?? ""
    behaviour = json["behaviour"]?.string ?? ""
    attempts = json["attempts"]?.int ?? 0
    hints = json["hints"]?.int ?? 0
    seconds = json["seconds"]?.int ?? 0
    isUnsound = json["unsound"] == true
    comment = json["comment"]?.string ?? ""
  }
}

/// What became of one student.
struct StudentResult: Equatable {
  enum Status: String {
    case graded, refused, absent
    /// The run was interrupted before all of it was judged.
    case notGraded = "not graded"
  }

  var id: String
  var name: String
  var file: String
  var status: Status
  var written = ""
  var receipt = ""
  var tasks: [TaskResult] = []
  /// What a teacher should know about the file.
  var notes: [Phrase] = []
  /// The same, with names of people and files in it.
  var namedNotes: [Phrase] = []
  /// All of it.
  var allNotes: [Phrase] { namedNotes + notes }

  /// Whether a file that may be theirs was refused, so that it is not known what they have earned.
  var isDisputed = false
  /// What is left of the points, in per cent, and why.
  var late: Deadline.Penalty?
  /// Seconds since 1970 at which it was handed in, where that is known by something the student does not write.
  var time: Int?

  var points: Points { tasks.reduce(.zero) { $0 + $1.points }.part(late?.percent ?? 100) }
  var total: Points { tasks.reduce(.zero) { $0 + $1.total } }
  /// Whether somebody has given a mark by hand: it counts whatever became of the file.
  var isMarked: Bool { tasks.contains { $0.status == .marked } }
  /// How many answers wait for somebody's mark.
  var unmarked: Int { tasks.count { $0.status == .toBeMarked } }

  var json: JSONValue {
    .object([
      .init("id", .string(id)), .init("name", .string(name)), .init("file", .string(file)),
      .init("status", .string(status.rawValue)), .init("points", points.json), .init("total", total.json),
      .init("unmarked", .integer(unmarked)), .init("late", late.map { .string($0.words.description) } ?? .null),
      .init("handed_in", time.map { .string(Timestamp.text($0)) } ?? .null),
      .init("written", .string(written)), .init("receipt", .string(receipt)),
      .init("notes", .array(allNotes.map { .string($0.description) })), .init("tasks", .array(tasks.map(\.json))),
    ])
  }
}
