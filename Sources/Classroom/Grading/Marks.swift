import Documents
import Formats
import Notebook
import Source

/// Marks and comments given by hand; they win over what the grader finds.
struct Marks {
  private var entries: [String: (points: Int?, comment: String)] = [:]

  init() {}

  /// Reads a table with the columns `student`, `task`, `points` and `comment`.
  init(_ path: String, desk: Desk) throws(Diagnostic) {
    let bytes = try desk.bytes(path)
    let table: CSV
    do throws(FormatError) {
      table = try CSV(bytes, header: .present)
    } catch {
      throw error.diagnostic(file: path)
    }
    let names = table.header?.map { $0.lowercased() } ?? []
    guard let student = names.firstIndex(of: "student") ?? names.firstIndex(of: "id"),
      let task = names.firstIndex(of: "task"), let points = names.firstIndex(of: "points")
    else {
      throw Diagnostic(
        code: "bad-marks", "\(path) has not the columns it needs",
        help: "its first line is student,task,points,comment")
    }
    let comment = names.firstIndex(of: "comment")
    for (row, line) in zip(table.rows, table.lines) {
      let number = row[points].isEmpty ? nil : Int(row[points])
      if number == nil, !row[points].isEmpty || number ?? 0 < 0 {
        throw Diagnostic(
          code: "bad-marks", "\(path):\(line): points are whole numbers, and this is `\(SafeText.line(row[points]))`")
      }
      entries[Marks.key(row[student], row[task])] = (number, comment.map { SafeText.line(row[$0]) } ?? "")
    }
  }

  private static func key(_ student: String, _ task: String) -> String { Roster.key(student) + "\n" + task }

  /// Puts the marks of a student in.
  func apply(to result: inout StudentResult) {
    guard !entries.isEmpty else { return }
    for index in result.tasks.indices {
      let task = result.tasks[index].id
      guard let entry = entries[Marks.key(result.id, task)] ?? entries[Marks.key(result.name, task)] else { continue }
      if let points = entry.points { result.tasks[index].points = points }
      result.tasks[index].comment = entry.comment
    }
  }
}
