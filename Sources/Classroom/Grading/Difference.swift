import Documents
import Formats
import Lessons
import Notebook
import Source

/// What has changed since an earlier run: who gained, who lost, by how much and where.
struct Difference {
  /// The lesson that was graded.
  let lesson: String
  private var earlier: [String: (points: Points, tasks: [String: Points])] = [:]

  /// Reads the JSON of an earlier run.
  init(_ path: String, of lesson: Lesson, desk: Desk) throws(Diagnostic) {
    let bytes = try desk.bytes(path)
    guard let json = try? JSONValue(parsing: bytes), let students = json["students"]?.elements else {
      throw .notGrades(path)
    }
    self.lesson = json["lesson"]?.string ?? ""
    guard self.lesson == lesson.id || lesson.former.contains(self.lesson) else {
      throw .otherLesson(path, self.lesson, lesson.id)
    }
    for student in students where student["status"]?.string == "graded" {
      guard let points = student["points"].flatMap({ Points($0) }) else { throw .notGrades(path) }
      var tasks: [String: Points] = [:]
      for task in student["tasks"]?.elements ?? [] {
        if let id = task["id"]?.string, let points = task["points"].flatMap({ Points($0) }) { tasks[id] = points }
      }
      earlier[Difference.key(student["id"]?.string ?? "", student["name"]?.string ?? "")] = (points, tasks)
    }
  }

  private static func key(_ id: String, _ name: String) -> String { id.isEmpty ? "\n" + PersonName.key(name) : id }

  func document(_ book: GradeBook) -> Document {
    var rows: [[[Inline]]] = []
    var (gained, lost) = (0, 0)
    for student in book.students where student.status == .graded {
      guard let old = earlier[Difference.key(student.id, student.name)], old.points != student.points else { continue }
      let isGain = student.points > old.points
      if isGain { gained += 1 } else { lost += 1 }
      let places = student.tasks.compactMap { task -> String? in
        guard let before = old.tasks[task.id], before != task.points else { return nil }
        return "\(task.id) \(before.text) → \(task.points.text)"
      }
      let change = isGain ? "+" + (student.points - old.points).text : "−" + (old.points - student.points).text
      rows.append([
        [.text(student.name.isEmpty ? student.id : student.name, .name)],
        [.text(change, isGain ? .success : .warning)],
        [.text("\(old.points.text) → \(student.points.text)", .number)], [.text(places.joined(separator: ", "))],
      ])
    }
    var document = Document([.heading(level: 3, [.text("Since the earlier run")])])
    if !rows.isEmpty { document.append(.columns(Columns(rows, alignments: [.left, .right]))) }
    document.append(.paragraph([.text("\(gained) gained, \(lost) lost")]))
    return document
  }
}

// MARK: Words

extension Diagnostic {
  fileprivate static func otherLesson(_ path: String, _ earlier: String, _ lesson: String) -> Diagnostic {
    Diagnostic(
      code: .notGrades, "\(path) holds the grades of `\(SafeText.line(earlier))`, and this is `\(lesson)`",
      help: "give the JSON of an earlier run of this lesson")
  }

  fileprivate static func notGrades(_ path: String) -> Diagnostic {
    Diagnostic(
      code: .notGrades, "\(path) is not what `grade --json` writes", help: "give the JSON of the earlier run")
  }
}
