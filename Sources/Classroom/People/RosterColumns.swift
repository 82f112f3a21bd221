import Documents
import Formats
import Source

/// Which column of a table of students holds what.
struct RosterColumns {
  private var id: Int?
  private var name: Int?
  private var first: Int?
  private var last: Int?
  private var key: Int?
  private var due: Int?
  private var aliases: [Int] = []
  /// Whether ids are all there is: no other column, or Moodle's worksheet for marking blind, which has no names.
  private var isAlone = false

  private static let ids = [
    "id", "sid", "student id", "studentid", "student number", "matriculation number", "matrikelnummer", "id number",
    "identifier", "user id", "id-nummer", "学号", "username", "user name", "benutzername", "anmeldename", "用户名",
    "login", "email address", "email", "e-mail", "e-mail-adresse", "电子邮箱",
  ]
  private static let names = [
    "name", "full name", "fullname", "student", "student name", "vollständiger name", "姓名", "名字",
  ]
  private static let firsts = ["first name", "firstname", "given name", "given names", "vorname", "名"]
  private static let lasts = ["last name", "lastname", "surname", "family name", "nachname", "familienname", "姓"]
  private static let others = ["sis user id", "sis login id", "sis id", "login id"]

  /// The headings that are read, to be listed.
  static var idHeadings: String { (ids + others).joined(separator: ", ") }
  static var nameHeadings: String { (names + firsts + lasts).joined(separator: ", ") }

  /// Reads a row of headings.
  init(_ headings: [String]) {
    let plain = headings.map { heading in
      heading.lowercased().split { $0 == " " || $0 == "_" || $0 == "\u{FEFF}" }.joined(separator: " ")
    }
    func place(_ known: [String]) -> Int? { known.lazy.compactMap { plain.firstIndex(of: $0) }.first }
    id = place(RosterColumns.ids)
    name = place(RosterColumns.names)
    first = place(RosterColumns.firsts)
    last = place(RosterColumns.lasts)
    key = place(["key"])
    due = place(["due"])
    isAlone = plain.count == 1 || plain.contains("identifier")
    aliases = plain.indices.filter { $0 != id && (RosterColumns.ids + RosterColumns.others).contains(plain[$0]) }
  }

  /// Columns by position.
  init(positions count: Int) {
    id = 0
    name = Swift.min(1, Swift.max(count - 1, 0))
  }

  var isKnown: Bool {
    id != nil && (isAlone || name != nil || (first != nil && last != nil) || key != nil || due != nil)
  }

  func student(_ row: [String]) -> Roster.Student {
    func cell(_ place: Int?) -> String {
      guard let place, place < row.count else { return "" }
      return SafeText.line(row[place]).trimmingSpaces
    }
    let full = [cell(first), cell(last)].filter { !$0.isEmpty }.joined(separator: " ")
    let known = aliases.map { cell($0) }.filter { !$0.isEmpty }
    // A platform has a number of its own for those who have none of the school's.
    let own = cell(id).isEmpty ? known.first ?? "" : cell(id)
    return Roster.Student(
      id: own, name: name == nil ? full : PersonName.display(cell(name)),
      aliases: known, key: cell(key), due: cell(due))
  }
}
