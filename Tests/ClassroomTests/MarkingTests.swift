import Formats
import Notebook
import Lessons
import Source
import Testing

@testable import Classroom

@Suite("Marks, dates and tables")
struct MarkingTests {
  static let answers = [("double", "d = m + m"), ("why", "because\nit is so")]

  @Test(
    "a mark that cannot be applied refuses the table, with its line",
    arguments: [
      "Ada,why,4,", "Ada,why,-1,", "Ada,why,1.3,", "Ada,what,1,", "Eve,why,1,", "Ada,sign,1,", "Ada,why,nan,",
      "Ada,why,1,\nAda,why,2,",
    ])
  func refused(_ row: String) throws {
    let school = School(["marks.csv": "student,task,points,comment\nAda,why,,\n\(row)\n"])
    let error = #expect(throws: Diagnostic.self) {
      try school.grade(["a.md": School.submission("Ada", MarkingTests.answers)]) { $0.marks = "marks.csv" }
    }
    #expect(error?.title.description.hasPrefix("marks.csv:") == true)
  }

  @Test("half points count, also under the pseudonym, and what nobody marked is to be marked")
  func halves() throws {
    let school = School()
    let files = ["a.md": School.submission("Ada", MarkingTests.answers)]
    let open = try school.grade(files) { $0.isAnonymous = true }
    let student = try #require(open.students.first)
    #expect(student.unmarked == 1 && student.points == 2)
    #expect(GradeTable.csv(open).contains(",to be marked,"))
    // The sheet is read back as it is, and as it was filled in.
    let sheet = MarkingSheet.text(open, isPage: false)
    #expect(sheet.contains("because\nit is so"))
    school.files.put("sheet.csv", Array(sheet.utf8))
    #expect(try school.grade(files) { $0.marks = "sheet.csv" }.students[0].unmarked == 1)
    school.files.put("marks.csv", Array("student,task,points\n\(student.id),why,\"2,5\"\n".utf8))
    for isAnonymous in [true, false] {
      let book = try school.grade(files) {
        $0.marks = "marks.csv"
        $0.isAnonymous = isAnonymous
      }
      #expect(book.students[0].points.text == "4.5" && book.students[0].unmarked == 0)
    }
    let page = MarkingSheet.text(open, isPage: true)
    #expect(page.contains("data-task=\"why\"") && page.contains("because\nit is so"))
  }

  @Test("what is late costs what the lesson says, by times that no student writes")
  func late() throws {
    func points(_ handedIn: String, _ late: String, due: String = "2026-01-01T00:00:00Z") throws -> String {
      let metadata = "{\"created_at\": \"\(handedIn)\", \"users\": [{\"name\": \"Ada\", \"sid\": \"7\"}]}"
      let book = try School().grade([
        "s/submission_metadata.json": metadata, "s/a.md": School.submission("Ada", MarkingTests.answers),
      ]) { ($0.due, $0.late) = (due, late) }
      return try #require(book.students.first).points.text
    }
    #expect(try points("2026-01-01T00:00:00+01:00", "no") == "2")
    #expect(try points("2026-01-01T00:00:01Z", "no") == "0")
    #expect(try points("2026-01-01T00:00:01Z", "不收") == "0")
    #expect(try points("2026-01-03T00:00:00Z", "不扣分") == "2")
    #expect(try points("2026-01-01T20:00:00Z", "25% a day") == "1.5")
    #expect(try points("2026-01-02T20:00:00Z", "25% a day") == "1")
    // What is left is rounded to the nearest half point.
    #expect(try points("2026-01-01T20:00:00Z", "10% a day") == "2")
    #expect(try points("2026-01-01T20:00:00Z", "20% a day") == "1.5")
    #expect(try points("2026-01-03T20:00:00Z", "25% a day, at most 2 days") == "0")
    #expect(try points("2026-01-01T23:00:00Z", "no", due: "2026-01-01") == "2")
    #expect(throws: Diagnostic.self) { try points("2026-01-01T00:00:00Z", "sometimes") }
    #expect(throws: Diagnostic.self) { try points("2026-01-01T00:00:00Z", "no", due: "soon") }
  }

  @Test("where no platform says when, the date of the file does, and of an archive that is one student's own")
  func dates() throws {
    let school = School(["roster.csv": "id,name\n7,Ada\n8,Bob\n"])
    let (ada, bob) = (School.submission("Ada", MarkingTests.answers), School.submission("Bob", MarkingTests.answers))
    school.files.put("in/a.md", Array(ada.utf8))
    school.files.put("in/8.zip", CollectionTests.zip([("x.md", Array(bob.utf8))]))
    school.files.put("all/all.zip", CollectionTests.zip([("7/x.md", Array(ada.utf8)), ("8/x.md", Array(bob.utf8))]))
    var desk = school.desk
    desk.world.files.modified = { _ in Timestamp.seconds("2026-01-02T12:00:00Z") }
    func remarks(_ folder: String) throws -> [String] {
      var request = Classroom.GradeRequest(lesson: "lesson1", submissions: [folder])
      (request.jobs, request.roster, request.due, request.late) = (0, "roster.csv", "2026-01-01", "10% a day")
      let book = try GradeBook(desk.lesson("lesson1"), request, desk: desk)
      return book.students.map { $0.notes.map(\.description).joined(separator: "; ") }
    }
    #expect(
      try remarks("in").allSatisfy { $0.contains("late by 12 h 1 min, by the date of the file, in day 1: 10 % off") })
    #expect(try remarks("all").allSatisfy { $0.contains("when it was handed in is not known") })
  }

  @Test("a platform gets its own table back, with the points of everybody")
  func gradebook() throws {
    let canvas =
      "Student,ID,SIS User ID,SIS Login ID,Section,Old\n    Points Possible,,,,,5\n\"Lovelace, Ada\",101,7,ada,A,3\n\"Stone, Bob\",102,8,bob,A,4\n"
    let school = School(["canvas.csv": canvas])
    let files = ["7.md": School.submission("Ada Lovelace", [("double", "d = m + m")])]
    let book = try school.grade(files) { $0.roster = "canvas.csv" }
    #expect(
      PlatformTable.text(book)
        == "\u{FEFF}Student,ID,SIS User ID,SIS Login ID,Section,A slope\nPoints Possible,,,,,6\n\"Lovelace, Ada\",101,7,ada,A,2\n\"Stone, Bob\",102,8,bob,A,0\n"
    )
    #expect(PlatformTable.text(try school.grade(files)).hasPrefix("\u{FEFF}id,name,points (6),double (2)"))
  }

  @Test("a grading worksheet of Moodle's has the points in its own column, and none for whose file was refused")
  func worksheet() throws {
    let heading = "Identifier,Full name,Email address,Grade,Maximum grade\n"
    let rows = ["Ada Lovelace,ada@x.org", "Bob Stone,bob@x.org", "Eve Hill,eve@x.org"].enumerated().map {
      "Participant \($0.offset + 1),\($0.element),,6\n"
    }
    let school = School(["moodle.csv": heading + rows.joined()])
    let ada = School.submission("Ada Lovelace", [("double", "d = m + m")])
    let book = try school.grade([
      // A school's id is none of Moodle's: the name decides.
      "a.md": ada.replacing("student: Ada Lovelace\n", with: "student: Ada Lovelace\nid: s1\n"),
      "b.md": School.submission("Bob Stone", []).replacing(
        "student: Bob Stone\n", with: "student: Bob Stone\nid: ada@x.org\n"),
    ]) { $0.roster = "moodle.csv" }
    let table = PlatformTable.text(book).split(separator: "\n")
    #expect(table.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false)[3] } == ["2", "", "0"])
    #expect("\u{FEFF}" + heading == String(table[0]) + "\n")
    #expect(book.students.first { $0.name == "Bob Stone" && $0.status == .absent }?.allNotes.count == 1)
  }

  @Test("a page is called as people write a name, and a task that no heading stands above by its id")
  func pages() throws {
    let school = School(lesson: School.lesson + "\n## What you can do now\n\nMuch.\n")
    let book = try school.grade(["a.md": School.submission("Ada Lovelace", MarkingTests.answers)])
    #expect(FeedbackPage.names(book).map { $0.0 } == ["Ada-Lovelace"])
    #expect(["double", "why"].map { FeedbackPage.title($0, book) } == ["double", "why"])
    let refused = try school.grade(["王五.md": "no answers"])
    #expect(FeedbackPage.names(refused).first?.0 == "in-王五")
    let student = try #require(refused.students.first)
    #expect(FeedbackPage.html(student, refused).contains("in/王五.md"))
  }

  @Test("an answer in words has its code between backticks as code on the page, and no other markup")
  func answeredWords() throws {
    let answer = "2. the `;` and [a link](http://example.org)"
    let book = try School().grade(["a.md": School.submission("Ada", [("why", answer)])])
    let student = try #require(book.students.first)
    let page = FeedbackPage.html(student, book)
    #expect(page.contains("2. the <code>;</code> and [a link](http://example.org)"), "\(page)")
  }

  @Test("on a screen that a row of all tasks does not fit, each student has one line")
  func manyTasks() throws {
    let tasks = (1...30).map { LessonWriter.block("question id=question\($0) points=1", "Why?\n") }
    let files = (1...5).map { ("\($0).md", School.submission("Student \($0)", [("double", "d = m + m")])) }
    let school = School(lesson: School.lesson + tasks.joined())
    let text = "\(GradeTable.document(try school.grade(Dictionary(uniqueKeysWithValues: files))))"
    #expect(text.contains("--csv FILE") && !text.contains("question17"))
  }

  @Test("a changed check is told by who gained and who lost")
  func difference() throws {
    let school = School()
    let before = try school.grade([
      "a.md": School.submission("Ada", [("double", "d = 4")]),
      "b.md": School.submission("Bob", [("double", "d = m + m")]),
    ])
    school.files.put("old.json", Array(before.json.compact.utf8))
    let after = try school.grade(["a.md": School.submission("Ada", [("double", "d = m + m")])])
    let text = "\(try Difference("old.json", of: after.lesson, desk: school.desk).document(after))"
    #expect(text.contains("1 gained, 0 lost") && text.contains("double 0 → 2"))
  }

  @Test("two of one name in two folders, without ids, are two rows, and each finds its marks again")
  func sameNames() throws {
    let files = [
      "g1/a.md": School.submission("Li Wei", [("double", "d = m + m"), ("why", "up")]),
      "g2/a.md": School.submission("Li Wei", [("double", "d = 1"), ("why", "down")]),
      "g2/b.md": School.submission("Li Wei", [("double", "d = 1")], written: "2025-01-01T00:00:00Z"),
    ]
    let school = School()
    let book = try school.grade(files)
    #expect(book.students.map(\.file) == ["in/g1/a.md", "in/g2/a.md"] && book.students.map(\.points) == [2, 0])
    #expect(book.students.allSatisfy { $0.namedNotes.map(\.description).contains { $0.contains("in 2 folders") } })
    let sheet = MarkingSheet.text(book, isPage: false).replacing("why,,", with: "why,3,")
    school.files.put("sheet.csv", Array(sheet.utf8))
    #expect(try school.grade(files) { $0.marks = "sheet.csv" }.students.map(\.points) == [5, 3])
  }

  @Test("an interrupted run replaces no table, and the next one goes on from there")
  func interrupted() throws {
    let school = School(["grades.csv": "complete\n"])
    for name in ["a", "b", "c"] {
      school.files.put("in/\(name).md", Array(School.submission(name, [("double", "d = m + m")]).utf8))
    }
    var request = Classroom.GradeRequest(lesson: "lesson1", submissions: ["in"])
    request.jobs = 0
    request.csv = "grades.csv"
    let (desk, calls) = (school.desk, Count())
    var stopping = desk
    stopping.progress = { _ in calls.value += 1 }
    stopping.world.isInterrupted = { calls.value >= 2 }
    #expect(Classroom.grade(request, desk: stopping) != 0)
    #expect(school.files["grades.csv"] == "complete\n")
    let part = try #require(school.files["grades.unfinished.csv"])
    #expect(part.split(separator: "\n").count { $0.contains(",graded,2,") } == 2)
    #expect(part.split(separator: "\n").count { $0.contains(",not graded,,") } == 1)
    // Only what is missing is graded now.
    let again = Count()
    var going = desk
    going.isForced = true
    going.progress = { _ in again.value += 1 }
    #expect(Classroom.grade(request, desk: going) == 0)
    #expect(again.value == 1)
    #expect(school.files["grades.csv"]?.split(separator: "\n").count { $0.contains(",graded,2,") } == 3)
    #expect(school.files["grades.unfinished.csv"] == nil)
  }

  @Test("a hand-out and a folder that is missing are refused in words")
  func refusals() throws {
    let school = School()
    #expect(Classroom.release(.init(lessons: ["lesson1"], folder: "out"), desk: school.desk) == 0)
    var request = Classroom.GradeRequest(lesson: "out/lesson1-slope.md", submissions: ["in"])
    school.files.put("in/a.md", Array(School.submission("Ada", []).utf8))
    #expect(Classroom.grade(request, desk: school.desk) == 3)
    #expect(school.failures.last?.code.name == "handout")
    request = Classroom.GradeRequest(lesson: "lesson1", submissions: ["nowhere"])
    #expect(Classroom.grade(request, desk: school.desk) == 3)
  }
}

/// A number that closures share; one thread uses it.
private final class Count: @unchecked Sendable {
  var value = 0
}
