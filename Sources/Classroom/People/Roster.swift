import Documents
import Formats
import Notebook
import Source

/// The students of a class, from a table as a learning platform writes it or as a teacher types it.
struct Roster {
  struct Student: Equatable {
    var id: String
    var name: String
    /// Other ids by which platforms know the student: a login, a mail address.
    var aliases: [String] = []
    /// What the hand-out's receipts are keyed with; empty where there is none.
    var key = ""
    /// A date of the student's own, in the words of the table.
    var due = ""
    /// Whether the id is one of Moodle's own, which no student knows.
    var hasPlatformID: Bool { id.hasPrefix(HandedInBy.participant) }
  }

  private(set) var students: [Student] = []
  /// The places of the students, by what they are looked for.
  private var (ids, aliases, paths): ([String: Int], [String: [Int]], [String: Int]) = ([:], [:], [:])
  private var names = NameIndex([])
  /// Those whom an earlier release has given keys and who are not among them.
  private var others: [Student] = []
  /// The headings as they came; nil where there are none.
  private(set) var headings: [String]?
  /// The row of each student as it came, by the student's place.
  private(set) var rows: [[String]] = []

  /// What a claim leads to.
  enum Match: Equatable {
    case none
    case one(Student)
    /// Several students of one name.
    case several([Student])

    /// What those who were found are.
    init(_ found: [Student]) {
      self = found.count > 1 ? .several(found) : found.first.map { .one($0) } ?? .none
    }

    /// Whether it may mean the student with an id: nobody else is meant.
    func allows(_ id: String) -> Bool {
      switch self {
      case .none: true
      case .one(let student): student.id == id
      case .several(let students): students.contains { $0.id == id }
      }
    }
  }

  /// Reads a table: columns by their headings, in the words of Canvas, Moodle, Gradescope or plain ones; without
  /// headings the first two are id and name.
  init(_ path: String, desk: Desk) throws(Diagnostic) {
    let table = try desk.table(path)
    var rows = Array(zip(table.rows, table.lines))
    var columns = RosterColumns(rows.first?.0 ?? [])
    if columns.isKnown {
      headings = rows.removeFirst().0
    } else {
      columns = RosterColumns(positions: rows.first?.0.count ?? 0)
      // A heading in other words has no digit in it, unlike most ids; what its columns hold is not guessed at.
      if rows.count > 1, let first = rows.first?.0,
        first.allSatisfy({ !$0.isEmpty && !$0.contains(where: \.isNumber) }),
        rows.dropFirst().allSatisfy({ row in row.0.contains { $0.contains(where: \.isNumber) } })
      {
        throw .foreignHeadings(path, first)
      }
    }
    var students: [Student] = []
    var lines: [String: Int] = [:]
    for (row, line) in rows {
      let student = columns.student(row)
      // Canvas writes a row of maxima below the headings, and rows of nothing at the end.
      if student.name.lowercased().hasPrefix("points possible") || row.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) {
        continue
      }
      guard !student.id.isEmpty else { throw .withoutID(path, line, student.name) }
      if !student.due.isEmpty, Timestamp.seconds(student.due, atEnd: true) == nil {
        throw .badDue(student.due, path, line)
      }
      if let other = lines[Roster.key(student.id)] { throw .doubled(student.id, path, other, line) }
      lines[Roster.key(student.id)] = line
      students.append(student)
      self.rows.append(row)
    }
    guard !students.isEmpty else { throw .nobody(path) }
    self.students = students
    names = NameIndex(students.map(\.name))
    for (place, student) in students.enumerated() {
      ids[Roster.key(student.id)] = place
      if paths[SafeName.of(student.id)] == nil { paths[SafeName.of(student.id)] = place }
      for alias in Set(student.aliases.map { Roster.key($0) }) { aliases[alias, default: []].append(place) }
    }
  }

  /// Whether hand-outs have keys, so that a receipt proves who handed in.
  var hasKeys: Bool { students.contains { !$0.key.isEmpty } }

  /// Gives every student a key: the one that an earlier release has written, or a new one.
  mutating func giveKeys(from path: String, random: () -> UInt64, desk: Desk) throws(Diagnostic) {
    let old = desk.world.files.exists(path) ? try Roster(path, desk: desk) : nil
    if let old, !old.hasKeys { throw .noKeys(path) }
    // Who is not asked for this time has a hand-out all the same.
    others = old?.students.filter { student(id: $0.id) == nil } ?? []
    for index in students.indices where students[index].key.isEmpty {
      let known = old?.student(id: students[index].id)?.key ?? ""
      students[index].key = known.isEmpty ? [random(), random()].map { String($0, radix: 16) }.joined() : known
    }
  }

  /// The students with their keys, as a table.
  var table: String {
    let rows = (students + others).map { [$0.id, $0.name, $0.key] }
    return String(decoding: CSV.encode(header: ["id", "name", "key"], rows: rows), as: UTF8.self)
  }

  /// The student with an id, whatever the platform that gave it.
  func student(id text: String) -> Student? {
    let wanted = Roster.key(text)
    guard !wanted.isEmpty else { return nil }
    if let place = ids[wanted] { return students[place] }
    let others = aliases[wanted] ?? []
    return others.count == 1 ? students[others[0]] : nil
  }

  /// The student after whose id a file or folder is called.
  func student(inPath part: String) -> Student? {
    paths[part].map { students[$0] } ?? student(id: part)
  }

  /// The students of a name.
  func match(name: String) -> Match { Match(names.places(of: name).map { students[$0] }) }

  /// Whom a text means, an id or a name.
  func match(_ text: String) -> Match { student(id: text).map { .one($0) } ?? match(name: text) }

  /// An id without what people write differently.
  static func key(_ text: String) -> String { text.lowercased().filter { !$0.isWhitespace } }
}

// MARK: Words

extension Diagnostic {
  fileprivate static func withoutID(_ path: String, _ line: Int, _ name: String) -> Diagnostic {
    Diagnostic(
      code: .badRoster, "\(path):\(line): there is no id here",
      notes: name.isEmpty ? [] : ["The row is for \(name)."],
      help: "give every student an id: two may have one name")
  }

  fileprivate static func foreignHeadings(_ path: String, _ headings: [String]) -> Diagnostic {
    Diagnostic(
      code: .badRoster,
      "\(path) is headed \(SafeText.line(headings.joined(separator: ","))), and not by an id and a name",
      notes: ["An id is read from \(RosterColumns.idHeadings), a name from \(RosterColumns.nameHeadings)."],
      help: "rename the columns, or take the headings away: then the first two are id and name")
  }

  fileprivate static func badDue(_ due: String, _ path: String, _ line: Int) -> Diagnostic {
    Diagnostic(
      code: .badRoster, "\(path):\(line): `\(due)` is no date", help: "such as 2026-11-24, or 2026-11-24T18:00+01:00")
  }

  fileprivate static func doubled(_ id: String, _ path: String, _ first: Int, _ second: Int) -> Diagnostic {
    Diagnostic(
      code: .badRoster, "\(path):\(second): the id \(id) stands on line \(first) already",
      help: "every student needs an id of their own")
  }

  fileprivate static func noKeys(_ path: String) -> Diagnostic {
    Diagnostic(
      code: .foreignFile, "\(path) is there, and holds no keys of hand-outs",
      help: "write into another folder, or move that file away")
  }

  fileprivate static func nobody(_ path: String) -> Diagnostic {
    Diagnostic(
      code: .badRoster, "\(path) lists no students",
      help: "a row for each, below headings such as id,name or those of Canvas, Moodle or Gradescope")
  }
}
