import Documents
import Formats
import Lessons
import Notebook
import Source

/// Marks and comments given by hand; they win over what the grader finds.
///
/// Every row has to find its student and its task, and its points have to be possible: a row that cannot be applied
/// refuses the whole table, with all such rows named.
struct Marks {
  private struct Row {
    let line: Int
    let student: String
    let task: String
    let points: String
    let comment: String
  }

  private var rows: [Row] = []

  /// Reads a table with the columns `student`, `task`, `points` and `comment`; others are left alone.
  init(_ path: String, desk: Desk) throws(Diagnostic) {
    let table = try desk.table(path)
    let names = (table.rows.first ?? []).map { Roster.key($0) }
    guard let student = names.firstIndex(of: "student") ?? names.firstIndex(of: "id"),
      let task = names.firstIndex(of: "task"), let points = names.firstIndex(of: "points")
    else { throw .badColumns(path) }
    let comment = names.firstIndex(of: "comment")
    for (row, line) in zip(table.rows, table.lines).dropFirst() {
      func cell(_ place: Int?) -> String { place.map { SafeText.line(row[$0]) } ?? "" }
      let given = cell(points).filter { !$0.isWhitespace }
      // A row of a marking sheet that nobody has filled in.
      if given.isEmpty, cell(comment).isEmpty { continue }
      rows.append(
        Row(line: line, student: cell(student), task: cell(task), points: given, comment: cell(comment)))
    }
  }

  /// Puts the marks in.
  func apply(to students: inout [StudentResult], of book: GradeBook, from path: String) throws(Diagnostic) {
    var faults: [Phrase] = []
    var seen: [String: Int] = [:]
    let pseudonyms = students.map { GradeBook.pseudonym($0) }
    let names = NameIndex(students.map(\.name))
    for row in rows {
      func refuse(_ reason: Phrase) { faults.append("\(path):\(row.line): \(reason)") }
      let wanted = Roster.key(row.student)
      var found = students.indices.filter { !wanted.isEmpty && Roster.key(students[$0].id) == wanted }
      if found.isEmpty { found = students.indices.filter { pseudonyms[$0] == row.student } }
      if found.isEmpty, !wanted.isEmpty { found = students.indices.filter { students[$0].file == row.student } }
      if found.isEmpty { found = names.places(of: row.student) }
      // A refused file beside the one that counts has no marks.
      if found.count > 1 { found = found.filter { students[$0].status != .refused } }
      guard found.count == 1, let place = found.first else {
        refuse(found.isEmpty ? .noStudent(row.student) : .severalStudents(row.student))
        continue
      }
      guard let index = students[place].tasks.firstIndex(where: { $0.id == row.task }) else {
        refuse(.noTask(row.task))
        continue
      }
      if let earlier = seen.updateValue(row.line, forKey: "\(place)\n\(row.task)") {
        refuse(.markedTwice(earlier))
        continue
      }
      if !row.points.isEmpty {
        let total = students[place].tasks[index].total
        guard let points = Points(row.points), points >= .zero, points <= total else {
          refuse(.badPoints(row.points, total))
          continue
        }
        students[place].tasks[index].points = points
        // What was judged keeps its verdict; a mark is all that is known of anything else.
        if [.toBeMarked, .unanswered, .refused].contains(students[place].tasks[index].status) {
          students[place].tasks[index].status = .marked
        }
      }
      students[place].tasks[index].comment = row.comment
    }
    if let first = faults.first { throw .badMarks(first, Array(faults.dropFirst())) }
  }
}

// MARK: Words

extension Phrase {
  fileprivate static func noStudent(_ text: String) -> Phrase { "no student here is called `\(text)`" }
  fileprivate static func severalStudents(_ text: String) -> Phrase {
    "several students are called `\(text)`; give the id"
  }
  fileprivate static func noTask(_ text: String) -> Phrase { "the lesson has no task `\(text)`" }
  fileprivate static func markedTwice(_ line: Int) -> Phrase { "line \(line) has marked this already" }
  fileprivate static func badPoints(_ text: String, _ total: Points) -> Phrase {
    "points are whole or half numbers from 0 to \(total.text), and this is `\(text)`"
  }
}

extension Diagnostic {
  fileprivate static func badColumns(_ path: String) -> Diagnostic {
    Diagnostic(
      code: .badMarks, "\(path) has not the columns it needs", help: "its first line is student,task,points,comment")
  }

  fileprivate static func badMarks(_ first: Phrase, _ others: [Phrase]) -> Diagnostic {
    Diagnostic(code: .badMarks, first, notes: others, help: "mend these rows; no mark was applied")
  }
}
