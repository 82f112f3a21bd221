import Formats
import Lessons
import Source

/// The table that a learning platform takes back: its own columns as they came, and one of points, which is its own too
/// where it reads no other.
enum PlatformTable {
  /// The table; without a roster with headings it is a plain one, with a column for every task.
  static func text(_ book: GradeBook) -> String {
    let table: [[String]] = book.roster.flatMap { platform(book, $0) } ?? plain(book)
    let cells = table.map { $0.map(GradeTable.cell) }
    return GradeTable.spreadsheet(header: cells.first, rows: Array(cells.dropFirst()))
  }

  /// The row of each student that counts.
  private static func counted(_ book: GradeBook) -> [String: StudentResult] {
    var result: [String: StudentResult] = [:]
    for student in book.students where student.status == .graded || result[student.id] == nil {
      result[student.id] = student
    }
    return result
  }

  private static func platform(_ book: GradeBook, _ roster: Roster) -> [[String]]? {
    guard let headings = roster.headings, !book.isAnonymous else { return nil }
    let isCanvas = headings.contains("SIS Login ID") || headings.contains("SIS User ID")
    let keep = headings.indices.filter { place in
      isCanvas ? canvas.contains(headings[place]) : !["key", "due"].contains(Roster.key(headings[place]))
    }
    let results = counted(book)
    let plain = headings.map { Roster.key($0.replacing("\u{FEFF}", with: "")) }
    // Of a grading worksheet Moodle reads this column alone.
    if plain.contains("identifier"), let grade = plain.firstIndex(of: "grade") {
      let rows = zip(roster.students, roster.rows).map { student, row -> [String] in
        let earned = results[student.id].map(points) ?? ""
        return keep.map { $0 == grade ? earned : row[$0] }
      }
      return [keep.map { headings[$0] }] + rows
    }
    let total = book.tasks.reduce(Points.zero) { $0 + Bench.total($1) }
    // A column that Canvas exported for this lesson keeps its number, by which Canvas knows it again.
    let own = headings.first { heading in
      guard let open = heading.lastIndex(of: "("), heading.last == ")" else { return false }
      let number = heading[heading.index(after: open)...].dropLast()
      return !number.isEmpty && number.allSatisfy(\.isNumber)
        && heading[..<open].lowercased().trimmingSpaces == book.lesson.title.lowercased()
    }
    let title = isCanvas ? own ?? book.lesson.title : "\(book.lesson.title) (\(total.text))"
    var table = [keep.map { headings[$0] } + [title]]
    if isCanvas { table.append(keep.map { headings[$0] == "Student" ? "Points Possible" : "" } + [total.text]) }
    for (student, row) in zip(roster.students, roster.rows) {
      table.append(keep.map { row[$0] } + [results[student.id].map(points) ?? ""])
    }
    return table
  }

  private static let canvas = ["Student", "ID", "SIS User ID", "SIS Login ID", "Root Account", "Section"]

  private static func plain(_ book: GradeBook) -> [[String]] {
    let tasks = book.tasks.filter { Bench.total($0) > .zero }
    let total = tasks.reduce(Points.zero) { $0 + Bench.total($1) }
    let header = ["id", "name", "points (\(total.text))"] + tasks.map { "\($0.id ?? "") (\(Bench.total($0).text))" }
    return [header]
      + book.students.filter { $0.status != .refused }.map { student in
        [student.id, student.name, points(student)]
          + tasks.map { task in
            student.tasks.first { $0.id == task.id }.map { $0.status == .toBeMarked ? "" : $0.points.text } ?? ""
          }
      }
  }

  /// The points of a student; nothing where there is nothing to enter yet.
  private static func points(_ student: StudentResult) -> String {
    switch student.status {
    case .graded: student.unmarked == 0 ? student.points.text : ""
    case .absent where student.isMarked, .refused where student.isMarked: student.points.text
    case .absent: student.isDisputed ? "" : "0"
    case .refused, .notGraded: ""
    }
  }
}
