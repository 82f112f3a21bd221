package import Notebook
import Documents
import Evaluation
import Formats
import Lessons
import Source
import Words

extension Classroom {
  /// What `learnnn grade` and `learnnn stats` are asked for.
  package struct GradeRequest {
    /// The teacher's lesson, by name or path.
    package var lesson: String
    /// Files, folders and archives.
    package var submissions: [String]
    /// A table of students: a row for each of them.
    package var roster: String?
    /// A table of marks given by hand.
    package var marks: String?
    /// Where to write a table for spreadsheets; `-` is standard output.
    package var csv: String?
    /// Where to write everything as JSON.
    package var json: String?
    /// Where to write what Gradescope reads.
    package var gradescope: String?
    /// The folder for a page for each student.
    package var feedback: String?
    /// When answers are due; nil takes what the lesson says.
    package var due: String?
    /// What being late costs; nil takes what the lesson says.
    package var late: String?
    /// Where to write the answers that are marked by hand: a table, or a page to mark them on.
    package var sheet: String?
    /// Where to write the table that the learning platform takes; the roster is one that it gave.
    package var gradebook: String?
    /// The JSON of an earlier run, to tell what has changed since.
    package var since: String?
    /// Whether it is told which wrong answers do the same.
    var seeksAlike = false
    /// Whether names are left out.
    package var isAnonymous = false
    /// The most steps that a statement of an answer may take.
    package var steps = GradingLimits.steps
    /// Seconds of computing after which a task is stopped, whatever it does.
    package var patience = 10.0
    /// How many processes grade; nil for one a core, 0 for none but this.
    package var jobs: Int?

    /// Makes a request.
    package init(lesson: String, submissions: [String]) {
      self.lesson = lesson
      self.submissions = submissions
    }
  }

  /// Grades submissions against the teacher's lesson.
  package static func grade(_ request: GradeRequest, desk: Desk) -> Int32 {
    desk.attempt { () throws(Diagnostic) in
      let outputs = [request.csv, request.json, request.gradescope, request.sheet, request.gradebook].compactMap(\.self)
      if let path = outputs.enumerated().first(where: { outputs.prefix($0.offset).contains($0.element) })?.element {
        throw .twice(path)
      }
      let inputs =
        [request.lesson, request.roster, request.marks, request.since].compactMap(\.self) + request.submissions
      // Nor may `--force` put a table in the place of a lesson or of what somebody handed in.
      let work = [".md", ".ipynb", ".zip", ".gz", ".tgz", ".nn"]
      let other = outputs.first { path in
        path != "-" && (inputs.contains(path) || work.contains { path.hasSuffix($0) })
      }
      if let other { throw .overItself(other) }
      let lesson = try desk.lesson(request.lesson)
      let earlier = try request.since.map { (path) throws(Diagnostic) in
        try Difference(path, of: lesson, desk: desk)
      }
      let book = try GradeBook(lesson, request, desk: desk)
      let words = Translation.of(desk.world.language)
      guard book.isWhole else {
        if let path = request.csv, path != "-" {
          try desk.write(GradeTable.csv(book, in: words), to: unfinished(path))
          desk.show(.lines([[.text("wrote "), .text(unfinished(path), .code)]]))
        }
        throw .interrupted(book)
      }
      func put(_ text: String, _ path: String?) throws(Diagnostic) {
        guard let path else { return }
        if path == "-" { desk.write(text) } else { try desk.write(text, to: path) }
      }
      try put(GradeTable.csv(book, in: words), request.csv)
      // A part of the table that an interrupted run left is in the whole one now.
      if let path = request.csv, path != "-" { desk.remove(unfinished(path)) }
      try put(book.json.compact + "\n", request.json)
      try put(GradeTable.gradescope(book).compact + "\n", request.gradescope)
      if let path = request.sheet { try put(MarkingSheet.text(book, isPage: path.hasSuffix(".html")), path) }
      if let path = request.gradebook { try put(PlatformTable.text(book), path) }
      if let folder = request.feedback {
        for (name, student) in FeedbackPage.names(book) {
          try desk.write(FeedbackPage.html(student, book), to: "\(folder)/\(name).html")
        }
      }
      // A single file that is none is a row; a heap of which nothing could be graded is a mistake.
      let isRefused = book.students.contains { $0.status == .refused } && request.gradescope == nil
      let status: Int32 = isRefused && !book.students.contains { $0.status == .graded } ? 1 : 0
      if [request.csv, request.json, request.gradescope, request.sheet, request.gradebook].contains("-") {
        return status
      }
      desk.show(.document(GradeTable.document(book)))
      if let earlier { desk.show(.document(earlier.document(book))) }
      return status
    }
  }

  /// Where the table of an interrupted run stands: beside the one that is complete.
  private static func unfinished(_ path: String) -> String {
    path.hasSuffix(".csv") ? path.dropLast(4) + ".unfinished.csv" : path + ".unfinished"
  }

  /// Shows by task how a class did.
  package static func stats(_ request: GradeRequest, desk: Desk) -> Int32 {
    desk.attempt { () throws(Diagnostic) in
      var request = request
      request.seeksAlike = true
      let book = try GradeBook(desk.lesson(request.lesson), request, desk: desk)
      if let path = request.json {
        let text = Statistics.json(book).compact + "\n"
        if path == "-" { desk.write(text) } else { try desk.write(text, to: path) }
        if path == "-" { return 0 }
      }
      desk.show(.document(Statistics.document(book)))
      return 0
    }
  }
}

// MARK: Words

extension Diagnostic {
  fileprivate static func overItself(_ path: String) -> Diagnostic {
    Diagnostic(
      code: .badRequest, "\(SafeText.line(path)) is read here, or is work: no table is written over it",
      help: "give the table a name of its own, such as marks.csv")
  }

  fileprivate static func twice(_ path: String) -> Diagnostic {
    Diagnostic(
      code: .badRequest, "two outputs are to be written to \(path == "-" ? "standard output" : SafeText.line(path))",
      help: "give each a place of its own")
  }

  fileprivate static func interrupted(_ book: GradeBook) -> Diagnostic {
    let whole = book.students.count { $0.status == .graded }
    let rest = book.students.count { $0.status == .notGraded }
    return Diagnostic(
      code: .interrupted, "interrupted: \(whole) graded, \(rest) not; no complete table was replaced",
      help: "run it again, and it goes on from there")
  }
}
