import Documents
import Formats
import Lessons
import Source
import Words

/// The results of a class as tables: for people, spreadsheets and other programs.
enum GradeTable {
  static func document(_ book: GradeBook) -> Document {
    let tasks = book.tasks.filter { Bench.total($0) > .zero }.compactMap(\.id)
    // Where a row of all tasks is wider than a screen, every student would take a page.
    let isShort = book.students.count <= 3 || tasks.reduce(0) { $0 + $1.count + 2 } <= 50
    let shown = isShort ? tasks : []
    let header: [Inline] = [.text("student"), .text("points")] + shown.map { Inline.text($0) }
    let rows = book.students.map { student -> [[Inline]] in
      let waiting: Phrase = student.unmarked == 0 ? "" : " (\(student.unmarked) to be marked)"
      let points: Phrase =
        student.status == .graded
        ? "\(student.points.text)/\(student.total.text)\(waiting)"
        : student.isMarked
          ? "\(student.points.text)/\(student.total.text) (\(Phrase.sentence(student.status.rawValue)))"
          : .sentence(student.status.rawValue)
      let cells = student.tasks.filter { shown.contains($0.id) }.map { task -> [Inline] in
        let role: Role = task.status == .right ? .success : task.status == .unanswered ? .dim : .warning
        if task.status == .toBeMarked { return [.text("to be marked", .dim)] }
        return [.text(task.points.text + (task.status == .limit ? " (limit)" : ""), role)]
      }
      return [[.text(name(of: student), .name)], [.text(points, .number)]] + cells
    }
    let remarks = book.students.filter { !$0.allNotes.isEmpty }.map { student -> [[Inline]] in
      [[.text(name(of: student), .name)], [.text(Phrase.joined(student.allNotes, separator: "; "))]]
    }
    let graded = book.students.filter { $0.status == .graded }
    let mean = graded.isEmpty ? nil : graded.reduce(Points.zero) { $0 + $1.points }.halves * 5 / graded.count
    let absent = book.students.count { $0.status == .absent }
    let missing: Phrase =
      mean.map { "\(absent) absent; \($0 / 10).\($0 % 10) points on average" } ?? "\(absent) absent"
    var document = Document([.table(Table(header: header.map { [$0] }, rows: rows))])
    if !isShort {
      document.append(
        .paragraph([.text("The points of each task stand in the table that --csv FILE writes.", .dim)]))
    }
    document.append(.columns(Columns(remarks)))
    if book.isEmpty {
      document.append(.paragraph([.text("! ", .warning), .text("there is no file where the submissions should be")]))
    }
    document.append(
      .paragraph([
        .text("\(graded.count) graded, \(book.students.count { $0.status == .refused }) refused, "),
        .text(missing),
      ]))
    return document
  }

  /// What to call a student: by name, else by id, else by the file.
  private static func name(of student: StudentResult) -> String {
    if !student.name.isEmpty { return student.name }
    return student.id.isEmpty ? student.file : student.id
  }

  /// A table with columns for every task; attempts, hints and seconds are the student's own record.
  ///
  /// Its headings and states are the same in every language, for programs read them; the notes are for a teacher.
  static func csv(_ book: GradeBook, in words: Translation = .english) -> String {
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
        student.id, student.name, student.file, student.status.rawValue,
        student.status == .notGraded ? "" : student.points.text, student.total.text,
      ]
      for task in student.tasks {
        let isOpen = task.status == .toBeMarked || task.status == .notGraded
        row += [
          isOpen ? "" : task.points.text, task.status.rawValue, "\(task.attempts)", "\(task.hints)", "\(task.seconds)",
        ]
      }
      while row.count < header.count - 1 { row.append("") }
      row.append(words(Phrase.joined(student.allNotes, separator: "; ")))
      return row.map(cell)
    }
    return String(decoding: CSV.encode(header: header.map(cell), rows: rows), as: UTF8.self)
  }

  /// A table for a spreadsheet: it begins with a byte-order mark, without which Excel takes UTF-8 for something else.
  static func spreadsheet(header: [String]?, rows: [[String]]) -> String {
    "\u{FEFF}" + String(decoding: CSV.encode(header: header, rows: rows), as: UTF8.self)
  }

  /// A cell that no spreadsheet takes for a formula, without control characters.
  static func cell(_ text: String) -> String {
    let plain = SafeText.line(text)
    let start = plain.drop { $0 == " " }.unicodeScalars.first
    // A dash alone, with which Moodle marks an empty cell, is no formula.
    guard let start, plain != "-", "=+-@|％＝＋－＠".unicodeScalars.contains(start) else { return plain }
    return "'" + plain
  }

  /// What Gradescope reads as `results.json`: an object for one submission, a list of them for several.
  ///
  /// Gradescope takes an object only, so that a picture beside the one submission must not make a list of it; of several
  /// files the last by name counts, and a folder without any gives an object too.
  static func gradescope(_ book: GradeBook) -> JSONValue {
    // It is the students who read it.
    let say = Translation.of(book.lesson.language)
    let present = book.students.filter { $0.status != .absent }
    let graded = present.filter { $0.status == .graded }
    let results = (graded.isEmpty ? Array(present.prefix(1)) : graded).map { student -> JSONValue in
      let tests = student.tasks.filter { $0.total > .zero || $0.status != .unanswered }.map { task -> JSONValue in
        let open = task.status == .toBeMarked ? [say("It is marked by your teacher.")] : []
        let lines = task.words + open + (task.comment.isEmpty ? [] : [task.comment])
        let facts: [JSONValue.Member] = [
          .init("name", .string(task.id)), .init("score", task.points.json),
          .init("max_score", task.total.json), .init("output", .string(lines.joined(separator: "\n"))),
          .init("output_format", "text"), .init("visibility", "visible"),
        ]
        // What nobody has marked has neither passed nor failed.
        guard task.status != .toBeMarked else { return .object(facts) }
        let isPassed = task.points >= task.total && task.status != .wrong
        return .object(facts + [.init("status", .string(isPassed ? "passed" : "failed"))])
      }
      return .object([
        .init("score", student.points.json),
        .init("output", .string(student.allNotes.map { say($0) }.joined(separator: "\n"))),
        // What students see holds nothing of hidden checks; what the program prints besides is not for them.
        .init("output_format", "text"), .init("visibility", "visible"), .init("stdout_visibility", "hidden"),
        .init("tests", .array(tests)), .init("extra_data", .object([.init("student", .string(student.name))])),
      ])
    }
    if results.isEmpty {
      return .object([
        .init("score", 0), .init("output", .string(say("No submission was found."))), .init("tests", .array([])),
      ])
    }
    return results[results.count - 1]
  }
}
