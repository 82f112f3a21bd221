import Formats
import Source

/// What a learning platform says about a file: who handed it in, and when.
///
/// Platforms name what they collect; a student cannot change that. What stands inside of it a student has named: so the
/// outermost name on a path counts, and nothing below it. Known are the folders and files of Moodle
/// (`Ada Lovelace_1234_assignsubmission_file_/…`), the files of Canvas (`lovelaceada_LATE_101_5551_answers.md`), the
/// `submission_metadata.json` of Gradescope, and folders that are called as a student of the roster is.
struct HandedInBy: Equatable {
  /// The platform's own id; empty where it gives none.
  var id = ""
  /// The name, as the platform writes it.
  var name = ""
  /// Seconds since 1970 at which it was handed in, where the platform says so.
  var time: Int?
  /// Whether the platform itself calls it late.
  var isLate = false
  /// The platform's own number of the hand-in: a later one is higher.
  var number = 0
  /// Where it stands, in words.
  var source = ""
  /// When it was due, by the platform.
  var due: Int?
  /// Whether the id is the school's, which a student's file may give as well, and not the platform's own.
  var hasSchoolID = false
  /// Whether only a folder says so, which anybody can call as they like.
  var isOnlyNamed = false
  /// The others of a group that handed in together.
  var others: [HandedInBy] = []
  /// All who handed in, the first of them first.
  var everybody: [HandedInBy] { [self] + others }
  /// Whether it is a number of the platform's alone, by which only the platform's own table knows a student.
  var isBlind: Bool { name.isEmpty && id.hasPrefix(HandedInBy.participant) }
  /// How Moodle's own ids begin.
  static let participant = "Participant "
  /// Which part of the path says so; -1 for what stands beside all of it.
  var part = -1

  /// Nobody yet.
  private init() {}

  /// Reads where a file stands; `metadata` holds what stands in Gradescope's files, by their folders.
  init?(at place: Collection.Place, roster: Roster?, metadata: [String: HandedInBy]) {
    if let known = metadata[""] {
      self = known
      return
    }
    let parts = place.parts
    for (index, part) in parts.enumerated() {
      let isFolder = index >= place.above && index < parts.count - 1
      var file = place.files.contains(index) ? HandedInBy(canvas: part) : nil
      // An archive of the class may be called in this form too: `hw_3_2026_all.zip`.
      if isFolder, let roster, let found = file, Identity.match(found, roster) == .none { file = nil }
      let folder = isFolder ? HandedInBy(folder: part, roster) : nil
      let named = HandedInBy(moodle: part) ?? file ?? folder
      guard let found = named ?? metadata[parts[...index].joined(separator: "/")] else { continue }
      self = found
      self.part = index
      for place in others.indices { others[place].part = index }
      return
    }
    // Folders above what was named hold a whole class as a rule: `hw/7/`. The nearest may be a student's all the same.
    guard let found = parts.prefix(place.above).reversed().lazy.compactMap({ HandedInBy(folder: $0, roster) }).first
    else { return nil }
    self = found
  }

  /// A folder, or an archive, that is called as a student of the roster is.
  private init?(folder: String, _ roster: Roster?) {
    guard let roster else { return nil }
    var plain = folder
    for end in [".gz", ".tgz", ".tar", ".zip"] where plain.hasSuffix(end) { plain.removeLast(end.count) }
    let named: Roster.Student? = if case .one(let found) = roster.match(name: plain) { found } else { nil }
    guard let found = roster.student(inPath: plain) ?? named else { return nil }
    (id, name, source, isOnlyNamed) = (found.id, found.name, "its folder", true)
  }

  /// What a file of Gradescope's says of the folders beside it; nil for any other file.
  static func metadata(in item: Collection.Item) -> [String: HandedInBy]? {
    guard case .success(let bytes) = item.content else { return nil }
    let folder = item.place.parts.dropLast().joined(separator: "/")
    switch item.place.parts.last ?? "" {
    case "submission_metadata.yml":
      let known = bulk(of: bytes).map { (folder.isEmpty ? $0.folder : "\(folder)/\($0.folder)", $0.1) }
      return Dictionary(known) { first, _ in first }
    case "submission_metadata.json": return HandedInBy(gradescope: bytes).map { [folder: $0] }
    default: return nil
    }
  }

  /// `Full Name_1234_assignsubmission_file_`, and what may follow.
  private init?(moodle text: String) {
    guard let mark = text.firstRange(of: "_assignsubmission_") else { return nil }
    let before = text[..<mark.lowerBound]
    guard let line = before.lastIndex(of: "_") else { return nil }
    let participant = before[before.index(after: line)...]
    guard !participant.isEmpty, participant.allSatisfy(\.isNumber), line > before.startIndex else { return nil }
    id = "\(HandedInBy.participant)\(participant)"
    // Where marking is blind all of them are called this.
    name = before[..<line] == "Participant" ? "" : String(before[..<line])
    source = "Moodle"
  }

  /// `lovelaceada_101_5551_answers.md`, with `LATE` after the name where it was.
  private init?(canvas file: String) {
    var parts = file.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 4, !parts[0].isEmpty, parts[0].contains(where: \.isLetter) else { return nil }
    name = parts.removeFirst()
    if parts[0] == "LATE" {
      isLate = true
      parts.removeFirst()
    }
    guard parts.count >= 3, let user = Int(parts[0]), let hand = Int(parts[1]), user >= 0, hand >= 0 else { return nil }
    id = parts[0]
    number = hand
    source = "Canvas"
  }

  /// Reads Gradescope's `submission_metadata.json`.
  init?(gradescope bytes: [UInt8]) {
    guard let json = try? JSONValue(parsing: bytes) else { return nil }
    let due = json["assignment"]?["due_date"]?.string
    let people = (json["users"]?.elements ?? []).map { user -> HandedInBy in
      var one = HandedInBy()
      one.name = user["name"]?.string ?? ""
      let sid = user["sid"]?.string
      let ids = [sid, user["email"]?.string, user["id"]?.int.map { String($0) }].compactMap(\.self)
      one.id = ids.first { !$0.isEmpty } ?? ""
      one.hasSchoolID = !(sid ?? "").isEmpty
      one.due = (user["assignment"]?["due_date"]?.string ?? due).flatMap { Timestamp.seconds($0) }
      return one
    }
    self.init(people, at: json["created_at"]?.string)
  }

  /// Whom Gradescope names, one or a group; nil when it names nobody.
  private init?(_ people: [HandedInBy], at time: String?) {
    var known = people.filter { !$0.id.isEmpty || !$0.name.isEmpty }
    guard !known.isEmpty else { return nil }
    for index in known.indices {
      known[index].source = "Gradescope"
      known[index].time = time.flatMap { Timestamp.seconds($0) }
    }
    self = known.removeFirst()
    others = known
  }

  /// Reads the `submission_metadata.yml` of a bulk export of Gradescope: who stands behind each folder `submission_300`.
  ///
  /// Only what is needed of YAML is read: a folder at the start of a line, below it `:submitters:`, a list of people with
  /// `:name:`, `:sid:` and `:email:`, and `:created_at:`.
  static func bulk(of bytes: [UInt8]) -> [(folder: String, HandedInBy)] {
    var found: [(folder: String, people: [HandedInBy], time: String?)] = []
    // How far `:submitters:` is indented, while its list goes on.
    var list: Int?
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
      if let first = line.first, first != " ", first != "-", line.last == ":" {
        found.append((String(line.dropLast()), [], nil))
        list = nil
        continue
      }
      let (indent, isItem) = (line.prefix { $0 == " " }.count, line.drop { $0 == " " }.first == "-")
      let text = line.drop { $0 == " " || $0 == "-" }
      guard text.first == ":", let colon = text.dropFirst().firstIndex(of: ":"), let last = found.indices.last else {
        continue
      }
      let field = text[text.index(after: text.startIndex)..<colon]
      var value = String(text[text.index(after: colon)...]).trimmingSpaces
      if value.count > 1, let quote = value.first, "'\"".contains(quote), value.last == quote {
        value = String(value.dropFirst().dropLast())
      }
      if let depth = list, !isItem, indent <= depth { list = nil }
      if field == "submitters" { list = indent }
      if field == "created_at", found[last].time == nil { found[last].time = value }
      guard list != nil, field != "submitters" else { continue }
      if isItem || found[last].people.isEmpty { found[last].people.append(HandedInBy()) }
      let place = found[last].people.count - 1
      switch field {
      case "name": found[last].people[place].name = value
      case "sid" where !value.isEmpty:
        found[last].people[place].id = value
        found[last].people[place].hasSchoolID = true
      case "email" where found[last].people[place].id.isEmpty: found[last].people[place].id = value
      default: break
      }
    }
    return found.compactMap { entry -> (folder: String, HandedInBy)? in
      guard let known = HandedInBy(entry.people, at: entry.time) else { return nil }
      return (entry.folder, known)
    }
  }
}
