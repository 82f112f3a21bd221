import Formats
import Lessons
import Source
import Testing

@testable import Classroom

@Suite("Who handed in")
struct IdentityTests {
  /// Files that were handed in with a roster, and the points that each student has in the end.
  struct Case: CustomTestStringConvertible {
    let what: String
    let files: [String: String]
    /// Points by id; a student without an entry is absent or refused.
    let points: [String: Int]
    var refused = 0
    var testDescription: String { what }
  }

  static let roster = "id,name\n7,Ada Lovelace\n8,Li Wei\n9,Li Wei\n10,Bob Stone\n"

  static func file(_ name: String, id: String = "", right: Bool = true, written: String = "2026-01-01T00:00:00Z")
    -> String
  {
    let text = School.submission(name, [("double", right ? "d = m + m" : "d = 1")], written: written)
    return id.isEmpty ? text : text.replacing("student: \(name)\n", with: "student: \(name)\nid: \(id)\n")
  }

  static let cases = [
    Case(what: "a claim to another's id", files: ["x.md": file("Bob Stone", id: "7")], points: [:], refused: 1),
    Case(
      what: "a claim to another's id changes nothing of theirs",
      files: ["7.md": file("Ada Lovelace", id: "7"), "z.md": file("Eve", id: "7", right: false)], points: ["7": 2],
      refused: 1),
    Case(
      what: "a whole claim does not beat a file that is called after the student",
      files: [
        "7.md": file("Ada Lovelace", id: "7"),
        "zz.md": file("Ada Lovelace", id: "7", right: false, written: "2026-03-01T00:00:00Z"),
      ], points: ["7": 2]),
    Case(
      what: "another's id, by somebody of the same surname", files: ["x.md": file("Eve Stone", id: "10")], points: [:],
      refused: 1),
    Case(
      what: "a name written shorter, with its id", files: ["x.md": file("B. Stone", id: "10")], points: ["10": 2]),
    Case(what: "a name that two have", files: ["x.md": file("Li Wei")], points: [:], refused: 1),
    Case(
      what: "a name that two have, with ids",
      files: ["x.md": file("Li Wei", id: "8"), "y.md": file("Wei, Li", id: "9", right: false)],
      points: ["8": 2, "9": 0]),
    Case(
      what: "the right file in another's folder", files: ["10/a.md": file("Ada Lovelace", id: "7")], points: [:],
      refused: 1),
    Case(
      what: "a folder of Moodle's",
      files: ["Ada Lovelace_1234_assignsubmission_file_/answers.md": file("ada lovelace")], points: ["7": 2]),
    Case(
      what: "a file of Canvas's", files: ["stonebob_LATE_101_5551_answers.md": file("Bob Stone")],
      points: ["10": 2]),
    Case(
      what: "a file of Canvas's with another's answers",
      files: ["stonebob_101_5551_answers.md": file("Ada Lovelace", id: "7")], points: [:], refused: 1),
    Case(
      what: "a folder of Gradescope's",
      files: [
        "s1/submission_metadata.json":
          #"{"created_at": "2026-01-01T00:00:00Z", "users": [{"name": "Bob Stone", "sid": "10"}]}"#,
        "s1/answers.md": file("Bob Stone"),
      ], points: ["10": 2]),
    Case(
      what: "a folder of Moodle's that names nobody, for blind marking",
      files: ["Participant_12_assignsubmission_file_/a.md": file("Bob Stone", id: "10")], points: ["10": 2]),
    Case(what: "an id that is nobody's", files: ["x.md": file("Bob Stone", id: "99")], points: [:], refused: 1),
    Case(
      what: "the later of two, by their own times",
      files: [
        "a.md": file("Bob Stone", id: "10", written: "2026-01-02T00:00:00+01:00"),
        "b.md": file("Bob Stone", id: "10", right: false, written: "2026-01-01T22:00:00Z"),
      ], points: ["10": 2]),
    Case(
      what: "a time that is yet to come, and one that is none, come before all others",
      files: [
        "a.md": file("Bob Stone", id: "10", right: false, written: "2099-01-01T00:00:00Z"),
        "b.md": file("Bob Stone", id: "10", right: false, written: "not a date"),
        "c.md": file("Bob Stone", id: "10", written: "2023-01-01T00:00:00Z"),
      ], points: ["10": 2]),
  ]

  @Test(
    "what the student writes of themselves is a claim, and one that contradicts counts for nobody", arguments: cases)
  func claims(_ test: Case) throws {
    let school = School(["roster.csv": IdentityTests.roster])
    let book = try school.grade(test.files) { $0.roster = "roster.csv" }
    let graded = book.students.filter { $0.status == .graded }
    #expect(Dictionary(graded.map { ($0.id, $0.points) }) { $1 } == test.points.mapValues { Points($0) })
    #expect(book.students.count { $0.status == .refused && !$0.allNotes.isEmpty } == test.refused)
    let (counted, files) = (graded.count + test.refused, test.files.keys.count { $0.hasSuffix(".md") })
    let listed = graded.flatMap(\.namedNotes).map(\.description).joined().components(of: ".md")
    #expect(counted + listed == files, "every file is a row or is named in one")
  }

  /// What Gradescope says and what a file claims, where no roster is given.
  static let claimed: [(platform: String, file: String, isTaken: Bool)] = [
    (#"{"name": "Lea Ibsen", "sid": "u5"}"#, file("Xia Ibsen", id: "u1231"), false),
    (#"{"name": "Lea Ibsen", "sid": "u5"}"#, file("Xia Ibsen"), false),
    (#"{"name": "Lea Ibsen", "sid": "u5"}"#, file("Lea Ibsen", id: "u1231"), false),
    (#"{"name": "Lea Ibsen", "sid": "u5"}"#, file("L. Ibsen"), true),
    (#"{"name": "Lea Ibsen", "sid": "u5"}"#, file("Ibsen, Lea", id: "U5"), true),
    (#"{"name": "Lea Ibsen", "sid": "u5"}"#, file("Lealea", id: "u5"), true),
    (#"{"name": "Lea Ibsen", "email": "lea@x.org"}"#, file("Lea Ibsen", id: "u5"), true),
    (#"{"name": "Lea Ibsen", "email": "lea@x.org"}"#, file("Xia Ibsen", id: "u5"), false),
  ]

  @Test("ids are compared before names, and one shared name is not enough", arguments: claimed)
  func withoutRoster(_ platform: String, _ file: String, _ isTaken: Bool) throws {
    let book = try School().grade([
      "s1/submission_metadata.json": "{\"users\": [\(platform)]}", "s1/answers.md": file,
    ])
    #expect(book.students.map(\.status) == [isTaken ? .graded : .refused])
  }

  /// A file that stands where its author has named what is around it, and whether it counts for whom it names.
  static let nested: [(what: String, path: [String], student: String, id: String)] = [
    (
      "a folder of Moodle's in a student's archive",
      ["Li Wei_1_assignsubmission_file_/w.zip", "Ada Lovelace_2_assignsubmission_file_/z.md"], "Ada Lovelace", ""
    ),
    (
      "the same in an archive of the class",
      ["all.zip", "Bob Stone_1_assignsubmission_file_/w.zip", "Ada Lovelace_2_assignsubmission_file_/z.md"],
      "Ada Lovelace", ""
    ),
    (
      "a file of Canvas's in a student's archive", ["stonebob_1_2_w.zip", "lovelaceada_3_9999_z.md"], "Ada Lovelace", ""
    ),
    (
      "the same in an archive that is not called one", ["stonebob_1_2_w.dat", "lovelaceada_3_9999_z.md"],
      "Ada Lovelace", ""
    ),
    ("a folder of an id in a student's archive", ["10.tar.gz", "7/z.md"], "Ada Lovelace", "7"),
    ("a folder of an id in a student's folder", ["10/7/z.md"], "Ada Lovelace", "7"),
    ("a file that is called after another, in a student's archive", ["10.zip", "7.md"], "Ada Lovelace", "7"),
  ]

  @Test("what a student has named inside of what is handed in counts for nobody else", arguments: nested)
  func inside(_ what: String, _ path: [String], _ student: String, _ id: String) throws {
    let school = School(["roster.csv": IdentityTests.roster])
    var bytes = Array(IdentityTests.file(student, id: id, right: false).utf8)
    for (index, name) in path.enumerated().dropFirst().reversed() {
      bytes =
        path[index - 1].hasSuffix(".tar.gz")
        ? Gzip.deflate(CollectionTests.tar([(name, bytes)])) : CollectionTests.zip([(name, bytes)])
    }
    school.files.put("in/\(path[0])", bytes)
    let book = try school.grade(["7.md": IdentityTests.file("Ada Lovelace", id: "7", written: "2025-01-01T00:00:00Z")])
    {
      $0.roster = "roster.csv"
    }
    #expect(book.students.filter { $0.status == .graded }.map { "\($0.id) \($0.points.text)" } == ["7 2"])
    #expect(book.students.filter { $0.status == .refused }.map(\.allNotes.isEmpty) == [false])
  }

  @Test("an archive of the class may be called as a file of Canvas's is")
  func classArchive() throws {
    let school = School(["roster.csv": IdentityTests.roster])
    let ada = Array(IdentityTests.file("Ada Lovelace", id: "7").utf8)
    school.files.put("in/hw_3_2026_all.zip", CollectionTests.zip([("7/a.md", ada)]))
    let book = try school.grade([:]) { $0.roster = "roster.csv" }
    #expect(book.students.filter { $0.status == .graded }.map(\.id) == ["7"])
  }

  @Test("a time that a student has written into a file called as Gradescope's is none")
  func ownMetadata() throws {
    func metadata(_ time: String) -> String {
      "{\"created_at\": \"\(time)\", \"users\": [{\"name\": \"Bob Stone\", \"sid\": \"10\"}]}"
    }
    let book = try School().grade([
      "s/submission_metadata.json": metadata("2026-01-26T00:00:00Z"),
      "s/submission/submission_metadata.json": metadata("2026-01-20T00:00:00Z"),
      "s/submission/x/submission_metadata.json": metadata("2026-01-20T00:00:00Z"),
      "s/submission/x/a.md": IdentityTests.file("Bob Stone", id: "10"),
    ]) { ($0.due, $0.late) = ("2026-01-24", "no") }
    let student = try #require(book.students.first)
    #expect(book.students.count == 1 && student.points == 0 && student.late != nil)
  }

  @Test(
    "two names are one whose words are the same, in any order and run together; letters alone are not enough",
    arguments: [
      ("lovelaceada", "Ada Lovelace", true), ("leemay", "May Lee", true), ("leemay", "Amy Lee", false),
      ("Amy Lee", "May Lee", false), ("Annamaria Lee", "Lee, Anna-Maria", true), ("", "Ada", false),
      ("Zoë Ångström", "zoe angstrom", true), ("Zoe\u{308}", "Zoë", true), ("Jürgen Müller", "Juergen Muller", true),
      ("Işıl Şahin", "ISIL SAHIN", true), ("Łukasz Żak", "Lukasz Zak", true), ("王 芳", "王芳", true),
      ("Michael Kay", "Michal Kay", false), ("Paul Müller", "Paul Miller", false),
    ])
  func names(_ a: String, _ b: String, _ areOne: Bool) {
    #expect(PersonName.haveSameWords(a, b) == areOne && PersonName.haveSameWords(b, a) == areOne)
  }

  @Test(
    "a name without its accents finds its student, and an id is needed where it may be another's",
    arguments: [
      ("Zoe Muller", [], 1), ("Zoë Müller", ["1"], 0), ("Jurgen Gross", ["3"], 0), ("JUERGEN GROSS", ["3"], 0),
      ("王 芳", ["4"], 0), ("Jürgen Groß", ["3"], 0), ("Jorgen Gross", [], 0),
    ] as [(String, [String], Int)])
  func accents(_ name: String, _ ids: [String], _ refused: Int) throws {
    let school = School(["roster.csv": "id,name\n1,Zoë Müller\n2,Zoe Muller\n3,Jürgen Groß\n4,王芳\n"])
    let book = try school.grade(["x.md": IdentityTests.file(name)]) { $0.roster = "roster.csv" }
    let graded = book.students.filter { $0.status == .graded && ["1", "2", "3", "4"].contains($0.id) }
    #expect(graded.map(\.id) == ids && book.students.count { $0.status == .refused } == refused)
  }

  @Test("a bulk export of Gradescope's says who and when")
  func bulk() throws {
    let yml = """
      ---
      submission_300:
        :submitters:
        - :name: Bob Stone
          :sid: '10'
          :email: bob@x.org
        :created_at: 2026-01-02 12:00:00.123456000 Z
        :score: 0.0
      submission_301:
        :submitters:
        - :name: Ada Lovelace
          :sid: "7"
        :created_at: 2026-01-05 08:00:00 +0100
      """
    let school = School(["roster.csv": IdentityTests.roster])
    let book = try school.grade([
      "assignment_5_export/submission_metadata.yml": yml,
      "assignment_5_export/submission_300/a.md": IdentityTests.file("Bob Stone"),
      "assignment_5_export/submission_301/a.md": IdentityTests.file("Ada Lovelace"),
    ]) {
      $0.roster = "roster.csv"
      $0.due = "2026-01-03"
      $0.late = "no"
    }
    let present = book.students.filter { $0.status == .graded }
    #expect(present.map(\.id) == ["10", "7"] && present.map(\.points) == [2, 0])
  }

  @Test(
    "what a group handed in counts for each of them, whoever wrote it",
    arguments: [("Bob Stone", ["10": 2, "7": 2]), ("Ada Lovelace", ["10": 2, "7": 2]), ("Li Wei", [:])]
      as [(String, [String: Int])])
  func groups(_ writer: String, _ points: [String: Int]) throws {
    let yml = """
      ---
      submission_300:
        :submitters:
        - :name: Bob Stone
          :sid: '10'
          :email: bob@x.org
        - :name: Ada Lovelace
          :email: ada@x.org
        :created_at: 2026-01-02 12:00:00 Z
      """
    let json = #"{"users": [{"name": "Bob Stone", "sid": "10"}, {"name": "Ada Lovelace", "email": "ada@x.org"}]}"#
    for (path, text, folder) in [
      ("submission_metadata.yml", yml, "submission_300"), ("s/submission_metadata.json", json, "s"),
    ] {
      let school = School(["roster.csv": IdentityTests.roster])
      let book = try school.grade([path: text, "\(folder)/a.md": IdentityTests.file(writer)]) {
        $0.roster = "roster.csv"
      }
      let graded = book.students.filter { $0.status == .graded }
      #expect(Dictionary(graded.map { ($0.id, $0.points) }) { $1 } == points.mapValues { Points($0) })
      let present = book.students.filter { $0.status != .absent }
      #expect(present.count == 2)
      #expect(present.allSatisfy { $0.allNotes.map(\.description).contains { $0.contains("Bob Stone, Ada Lovelace") } })
    }
  }

  @Test("a file beside a submission is a remark, and junk alone is one row")
  func company() throws {
    let place = "_1_assignsubmission_file_/"
    let book = try School(["roster.csv": IdentityTests.roster]).grade([
      "Ada Lovelace\(place)a.md": IdentityTests.file("Ada Lovelace"), "Ada Lovelace\(place)notes.txt": "notes",
      "Bob Stone\(place)x.txt": "notes", "Bob Stone\(place)y.txt": "more",
    ]) { $0.roster = "roster.csv" }
    #expect(book.students.filter { $0.id == "7" }.map(\.status) == [.graded])
    #expect(book.students.filter { $0.id == "10" }.map(\.status) == [.refused])
    #expect(book.students.filter { $0.status != .absent }.allSatisfy { !$0.allNotes.isEmpty })
  }

  @Test("what lies beside a submission in its archive is a remark too, whoever the archive is called after")
  func companyInArchives() throws {
    let school = School(["roster.csv": IdentityTests.roster])
    let inner = CollectionTests.zip([
      ("a.md", Array(IdentityTests.file("Ada Lovelace", id: "7").utf8)), ("x.txt", [65]),
    ])
    school.files.put("in/all.zip", CollectionTests.zip([("x.zip", inner), ("y.txt", [65])]))
    school.files.put("in/notes.txt", [65])
    let book = try school.grade(["b.md": IdentityTests.file("Bob Stone", id: "10")]) { $0.roster = "roster.csv" }
    #expect(book.students.filter { $0.status == .refused }.map(\.file) == ["in/notes.txt"])
    #expect(book.students.first { $0.id == "7" }?.namedNotes.count == 2)
  }

  @Test("the key of a hand-out proves whose it is, and without it nothing counts")
  func keys() throws {
    let school = School(["class.csv": "id,name\n7,Ada\n8,Bob\n"])
    var request = Classroom.ReleaseRequest(lessons: ["lesson1"], folder: "out", roster: "class.csv")
    var next: UInt64 = 0
    request.random = {
      next += 1
      return next
    }
    #expect(Classroom.release(request, desk: school.desk) == 0)
    #expect(school.failures.isEmpty)
    #expect(school.files["out/7/lesson1-slope.md"]?.contains("\nstudent: 7\nkey: 12\n") == true)
    let keys = try #require(school.files["out-keys.csv"])
    #expect(keys == "id,name,key\n7,Ada,12\n8,Bob,34\n")
    // A second release keeps the keys.
    #expect(Classroom.release(request, desk: school.desk) == 0)
    #expect(school.files["out-keys.csv"] == keys)
    func handedIn(_ name: String, key: String?) -> String {
      let body = School.submission(name, [("double", "d = m + m")]).split(separator: "<!-- receipt")[0]
      return body + Submission.receiptLine(for: Array(body.utf8), key: key)
    }
    let book = try school.grade([
      "a.md": handedIn("Ada", key: "12"), "b.md": handedIn("Ada", key: "34"), "c.md": handedIn("Bob", key: nil),
    ]) { $0.roster = "out-keys.csv" }
    #expect(book.students.filter { $0.status == .graded }.map(\.id) == ["7"])
    #expect(book.students.count { $0.status == .refused } == 2)
    // What was made with Bob's hand-out is in Bob's row, though the file says Ada.
    #expect(book.students.contains { $0.status == .refused && $0.id == "8" })
    // Folders and files are called as anybody likes.
    let named = try school.grade([
      "7.md": handedIn("Ada", key: nil), "7/x.md": handedIn("Ada", key: nil), "8/x.md": handedIn("Bob", key: "34"),
    ]) { $0.roster = "out-keys.csv" }
    #expect(named.students.filter { $0.status == .graded }.map(\.id) == ["7", "8"])
    #expect(named.students.count { $0.status == .refused } == 4)
    // Nor does what looks like a platform's folder replace what carries the key.
    school.files.put(
      "in/z.zip",
      CollectionTests.zip([
        ("Ada_1_assignsubmission_file_/z.md", Array(School.submission("Ada", [("double", "d = 1")]).utf8))
      ]))
    let after = try school.grade([:]) { $0.roster = "out-keys.csv" }
    #expect(after.students.first { $0.id == "7" && $0.status == .graded }?.points == 2)
  }

  @Test(
    "rosters are read by their headings, whoever wrote them",
    arguments: [
      "Student,ID,SIS User ID,SIS Login ID,Section,Homework 1\n    Points Possible,,,,,10\n\"Lovelace, Ada\",101,7,ada@x.org,A,\n",
      "First name,Last name,ID number,Email address\nAda,Lovelace,7,ada@x.org\n",
      "First Name,Last Name,SID,Email\nAda,Lovelace,7,ada@x.org\n", "\u{FEFF}id;name\r\n7;Ada Lovelace\r\n",
      "name,id\nAda Lovelace,7\n", "姓名,学号\nAda Lovelace,7\n",
      "Vollständiger Name,ID-Nummer\nAda Lovelace,7\n", "姓,名,学号\nLovelace,Ada,7\n", "7,Ada Lovelace\n",
    ])
  func headings(_ text: String) throws {
    let roster = try Roster("r.csv", desk: School(["r.csv": text]).desk)
    #expect(roster.students.count == 1)
    #expect(roster.student(id: "7")?.name == "Ada Lovelace")
  }

  @Test(
    "a roster that cannot be one is refused with its line",
    arguments: [
      "id,name\n7,Ada\n8,Bob\n7,Eve\n", "id,name\n", "id,name\n,Ada\n", "foo,bar\n7,Ada\n", "id,bar\n7,Ada\n",
      "id,name,due\n7,Ada,tomorrow\n",
    ])
  func badRosters(_ text: String) {
    #expect(throws: Diagnostic.self) { try Roster("r.csv", desk: School(["r.csv": text]).desk) }
  }
}

extension String {
  /// How often a text occurs.
  fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
