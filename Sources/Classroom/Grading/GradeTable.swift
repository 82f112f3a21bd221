import Documents
import Formats
import Lessons

/// The results of a class as tables: for people, spreadsheets and other programs.
enum GradeTable {
  static func document(_ book: GradeBook) -> Document {
    let tasks = book.tasks.filter { Bench.total($0) > 0 }.compactMap(\.id)
    let header = ["student", "points"] + tasks
    let rows = book.students.map { student -> [[Inline]] in
      let points = student.status == .graded ? "\(student.points)/\(student.total)" : student.status.rawValue
      let cells = student.tasks.filter { tasks.contains($0.id) }.map { task -> [Inline] in
        let role: Role = task.status == .right ? .success : task.status == .unanswered ? .dim : .warning
        return [.text("\(task.points)" + (task.status == .limit ? " (limit)" : ""), role)]
      }
      return [[.text(name(of: student), .name)], [.text(points, .number)]] + cells
    }
    let remarks = book.students.filter { !$0.notes.isEmpty }.map { student -> [[Inline]] in
      [[.text(name(of: student), .name)], [.text(student.notes.joined(separator: "; "))]]
    }
    let graded = book.students.filter { $0.status == .graded }
    let mean = graded.isEmpty ? 0 : graded.reduce(0) { $0 + $1.points } * 10 / graded.count
    return Document([
      .table(Table(header: header.map { [.text($0)] }, rows: rows)), .columns(Columns(remarks)),
      .paragraph([
        .text("\(graded.count) graded, \(book.students.count { $0.status == .refused }) refused, "),
        .text("\(book.students.count { $0.status == .absent }) absent; \(mean / 10).\(mean % 10) points on average"),
      ]),
    ])
  }

  /// What to call a student: by name, else by id, else by the file.
  private static func name(of student: StudentResult) -> String {
    if !student.name.isEmpty { return student.name }
    return student.id.isEmpty ? student.file : student.id
  }

  /// A table with columns for every task; attempts, hints and seconds are the student's own record.
  static func csv(_ book: GradeBook) -> String {
    var header = ["id", "name", "file", "status", "points", "total"]
    for task in book.tasks {
      let id = task.id ?? ""
      header += [
        id, "\(id) result", "\(id) attempts (own record)", "\(id) hints (own record)", "\(id) seconds (own record)",
      ]
    }
    header.append("notes")
    let rows = book.students.map { student -> [String] in
      var row = [
        student.id, student.name, student.file, student.status.rawValue, "\(student.points)", "\(student.total)",
      ]
      for task in student.tasks {
        row += ["\(task.points)", task.status.rawValue, "\(task.attempts)", "\(task.hints)", "\(task.seconds)"]
      }
      while row.count < header.count - 1 { row.append("") }
      row.append(student.notes.joined(separator: "; "))
      return row.map(cell)
    }
    return String(decoding: CSV.encode(header: header.map(cell), rows: rows), as: UTF8.self)
  }

  /// A cell that no spreadsheet takes for a formula, without control characters.
  static func cell(_ text: String) -> String {
    let plain = SafeText.line(text)
    let start = plain.drop { $0 == " " }.unicodeScalars.first
    guard let start, "=+-@|％＝＋－＠".unicodeScalars.contains(start) else { return plain }
    return "'" + plain
  }

  /// What Gradescope reads as `results.json`: an object for one submission, a list of them for several.
  ///
  /// Gradescope takes an object only, so that a picture beside the one submission must not make a list of it, and a
  /// folder without any gives an object too.
  static func gradescope(_ book: GradeBook) -> JSONValue {
    let present = book.students.filter { $0.status != .absent }
    let graded = present.filter { $0.status == .graded }
    let results = (graded.isEmpty ? Array(present.prefix(1)) : graded).map { student -> JSONValue in
      let tests = student.tasks.filter { $0.total > 0 || $0.status != .unanswered }.map { task -> JSONValue in
        let lines = task.words + (task.comment.isEmpty ? [] : [task.comment])
        return .object([
          .init("name", .string(task.id)), .init("score", .integer(task.points)),
          .init("max_score", .integer(task.total)), .init("output", .string(lines.joined(separator: "\n"))),
          .init("status", .string(task.points >= task.total && task.status != .wrong ? "passed" : "failed")),
        ])
      }
      return .object([
        .init("score", .integer(student.points)), .init("output", .string(student.notes.joined(separator: "\n"))),
        .init("tests", .array(tests)), .init("extra_data", .object([.init("student", .string(student.name))])),
      ])
    }
    if results.isEmpty {
      return .object([.init("score", 0), .init("output", "No submission was found."), .init("tests", .array([]))])
    }
    return results.count == 1 ? results[0] : .array(results)
  }
}
