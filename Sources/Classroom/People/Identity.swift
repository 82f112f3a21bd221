import Documents
import Lessons
import Source

/// Who handed a file in, and how that is known.
///
/// The rules, in order:
///
/// 1. What the learning platform says (its folder, its file name, Gradescope's metadata), a receipt made with the key of
///    a student's own hand-out, and, where a roster has no keys, a folder or file that is called as a student of the
///    roster is, are proof. Of all names on a path the outermost counts.
/// 2. What the file itself says is a claim. A claim that contradicts a proof, another proof or itself is refused, and
///    the file counts for nobody.
/// 3. Where a roster has keys, a claim without proof is refused as well.
/// 4. A name that several students have needs an id.
/// 5. Ids are compared before names: two that are one school's decide, whatever the names are.
/// 6. What a platform says a group handed in is each one's, by the claim of whichever of them wrote it.
struct Identity: Equatable {
  var id = ""
  var name = ""
  /// How it is known; empty where only the file says so.
  var proof = ""
  /// Whether the key of a hand-out says so, which nobody else has.
  var isKeyed = false
  /// By whose numbers the answers are judged.
  var numbers = ""
  /// When it was handed in, by something that the student does not write: seconds since 1970.
  var time: Int?
  /// The platform's own order of hand-ins.
  var number = 0
  /// Which part of the path says who; nil where none does.
  var part: Int?
  /// When it was due, by the platform.
  var due: Int?
  /// What a teacher should know.
  var notes: [Phrase] = []

  /// Nobody yet.
  private init() {}

  var isProven: Bool { !proof.isEmpty }

  /// What is known before anybody is looked up; never throws.
  static func unread(
    _ submission: Submission, by group: [HandedInBy], member: Int, _ roster: Roster?
  ) -> Identity {
    var result = Identity()
    guard group.indices.contains(member) else {
      // What was made with the key of a hand-out is its student's, whatever else is wrong with it.
      if let owner = roster?.students.first(where: { submission.isKeyed(with: $0.key) }) { result.take(owner) }
      return result
    }
    let known = group[member]
    result.take(known)
    if let roster, case .one(let student) = match(known, roster) { result.take(student) }
    return result
  }

  /// Decides who handed a submission in; of a group, who the member at a place of it is.
  init(
    of submission: Submission, by group: [HandedInBy], member: Int, at place: Collection.Place, lesson: Lesson,
    roster: Roster?
  ) throws(Submission.Refusal) {
    let claim = Claim(id: SafeText.line(submission.id), name: SafeText.line(submission.student))
    let owner = roster?.students.first { submission.isKeyed(with: $0.key) }
    let writer = group.firstIndex { Identity.isWriter($0, claim, owner, roster) } ?? 0
    try self.init(
      claim, owner, by: group.indices.contains(writer) ? group[writer] : nil, at: place, lesson: lesson, roster: roster)
    guard member != writer, group.indices.contains(member) else { return }
    let numbers = numbers
    notes = []
    take(group[member])
    if let roster {
      switch Identity.match(group[member], roster) {
      case .one(let student): take(student)
      case .several(let students): throw .severalOfOneName(name, students)
      case .none: notes.append("not on the roster")
      }
    }
    // The answers are in the numbers of whoever wrote them.
    self.numbers = numbers
  }

  /// Whether somebody of a group is who a file says that it is of, or whose hand-out it was made with.
  private static func isWriter(
    _ known: HandedInBy, _ claim: Claim, _ owner: Roster.Student?, _ roster: Roster?
  ) -> Bool {
    guard let roster, let wanted = owner ?? roster.student(id: claim.id), case .one(let student) = match(known, roster)
    else { return fits(known, claim) }
    return student.id == wanted.id
  }

  /// Decides who handed in what claims to be somebody's.
  private init(
    _ claim: Claim, _ owner: Roster.Student?, by known: HandedInBy?, at place: Collection.Place, lesson: Lesson,
    roster: Roster?
  ) throws(Submission.Refusal) {
    let known = known.flatMap { known in
      known.isBlind && roster.map { Identity.match(known, $0) == .none } ?? false ? nil : known
    }
    if let known { take(known) }
    guard let roster else {
      if let known {
        guard Identity.fits(known, claim) else { throw .contradiction(self, claim) }
      } else {
        (id, name) = (claim.id, claim.name)
      }
      numbers = claim.id.isEmpty ? claim.name : claim.id
      return
    }
    // By the platform, by the key, by the file's name: all that there is has to agree.
    var proven: Roster.Student?
    if let known {
      switch Identity.match(known, roster) {
      case .one(let student): proven = student
      case .several(let students):
        guard let student = students.first(where: { Roster.key($0.id) == Roster.key(claim.id) }) else {
          throw .severalOfOneName(known.name, students)
        }
        proven = student
      case .none:
        notes.append("not on the roster")
        guard Identity.fits(known, claim) else { throw .contradiction(self, claim) }
        numbers = claim.id.isEmpty ? claim.name : claim.id
        if let other = roster.student(id: claim.id), !PersonName.mayBeOne(other.name, name) {
          throw .contradiction(self, claim)
        }
        return
      }
    }
    if let owner {
      if let proven, proven.id != owner.id { throw .otherHandout(of: owner, proven, by: proof) }
      if proven == nil { proof = "the key of the hand-out" }
      isKeyed = true
      proven = owner
    } else if roster.hasKeys, known?.isOnlyNamed ?? true {
      throw .withoutKey(claim)
    }
    if proven == nil, let named = Identity.fileOwner(place.path, lesson, roster) {
      proof = "its file's name"
      proven = named
    }
    if let proven {
      take(proven, by: claim)
      try agree(with: claim, roster)
      return
    }
    try believe(claim, roster)
  }

  /// Whether what a file says may be what a platform says, where no roster tells.
  private static func fits(_ known: HandedInBy, _ claim: Claim) -> Bool {
    if known.hasSchoolID, !claim.id.isEmpty { return Roster.key(known.id) == Roster.key(claim.id) }
    return PersonName.agree(known.name, claim.name)
  }

  /// Takes what only the file says, as far as the roster knows it.
  private mutating func believe(_ claim: Claim, _ roster: Roster) throws(Submission.Refusal) {
    (id, name, numbers) = (claim.id, claim.name, claim.id.isEmpty ? claim.name : claim.id)
    if let student = roster.student(id: claim.id) {
      take(student, by: claim)
      try agree(with: claim, roster)
      return
    }
    switch claim.id.isEmpty ? roster.match(claim.name) : roster.match(name: claim.name) {
    case .several(let students): throw .severalOfOneName(claim.name, students)
    case .one(let student):
      take(student, by: claim)
      // Who gives an id that is nobody's has not said who it is, unless the roster has none that a student knows.
      guard claim.id.isEmpty || student.hasPlatformID else { throw .contradiction(self, claim) }
    case .none: notes.append("not on the roster")
    }
  }

  /// Whether what a file says fits a student.
  private func agree(with claim: Claim, _ roster: Roster) throws(Submission.Refusal) {
    if !claim.id.isEmpty, roster.student(id: claim.id).map({ $0.id != id }) ?? false {
      throw .contradiction(self, claim)
    }
    guard !claim.name.isEmpty, Roster.key(claim.name) != Roster.key(id),
      PersonName.key(claim.name) != PersonName.key(name)
    else { return }
    // Where nothing but the file says so, the name has to bear the id out; and nobody is called as another student is.
    let isSameID = !claim.id.isEmpty && roster.student(id: claim.id)?.id == id
    let fits =
      !isProven
      ? PersonName.isOne(name, claim.name)
      : isSameID ? PersonName.mayBeOne(name, claim.name) : PersonName.agree(name, claim.name)
    guard fits, roster.match(name: claim.name).allows(id) else { throw .contradiction(self, claim) }
  }

  private mutating func take(_ known: HandedInBy) {
    (id, name, proof, time) = (SafeText.line(known.id), SafeText.line(known.name), known.source, known.time)
    (number, due, part) = (known.number, known.due, known.part)
    if known.isLate { notes.append("\(known.source) calls it late") }
  }

  private mutating func take(_ student: Roster.Student) { (id, name, numbers) = (student.id, student.name, student.id) }

  /// Takes a student; numbers were drawn by the id in the hand-out, which this roster may not have, or not as the first.
  private mutating func take(_ student: Roster.Student, by claim: Claim) {
    take(student)
    let given = Roster.key(claim.id)
    guard !given.isEmpty, given != Roster.key(student.id) else { return }
    if student.hasPlatformID || student.aliases.contains(where: { Roster.key($0) == given }) { numbers = claim.id }
  }

  /// Whom of the roster the platform means.
  static func match(_ known: HandedInBy, _ roster: Roster) -> Roster.Match {
    if let student = roster.student(id: known.id) { return .one(student) }
    return roster.match(name: known.name)
  }

  /// The student after whom a file is called: `7.md`, `Ada Lovelace.md`, `lesson1-Ada-Lovelace.md`.
  private static func fileOwner(_ path: String, _ lesson: Lesson, _ roster: Roster) -> Roster.Student? {
    guard let file = path.split(separator: "/").last, let point = file.lastIndex(of: "."), point > file.startIndex
    else { return nil }
    let stem = String(file[..<point])
    let rest = stem.hasPrefix(lesson.id + "-") ? String(stem.dropFirst(lesson.id.count + 1)) : stem
    for text in [stem, rest] { if let student = roster.student(inPath: text) { return student } }
    if case .one(let student) = roster.match(name: rest) { return student }
    return nil
  }
}

/// What a file says of its author.
struct Claim: Equatable {
  var id: String
  var name: String

  /// In words: `Ada Lovelace (7)`.
  var words: String {
    let name = name.isEmpty ? "nobody" : name
    return id.isEmpty ? name : "\(name) (\(id))"
  }
}

// MARK: Words

extension Submission.Refusal {
  fileprivate static func contradiction(_ known: Identity, _ claim: Claim) -> Self {
    let owner = Claim(id: known.id, name: known.name).words
    return .init(
      reason: known.isProven
        ? "\(known.proof) says \(owner), and the file says \(claim.words): it counts for nobody"
        : "the file says \(claim.words), and the roster has \(owner): it counts for nobody")
  }

  fileprivate static func otherHandout(of owner: Roster.Student, _ proven: Roster.Student, by proof: String) -> Self {
    .init(
      reason: "\(proof) says \(Claim(id: proven.id, name: proven.name).words), and it was made with the hand-out of "
        + "\(Claim(id: owner.id, name: owner.name).words): it counts for nobody")
  }

  fileprivate static func severalOfOneName(_ name: String, _ students: [Roster.Student]) -> Self {
    .init(
      reason: "\(students.count) students are called \(SafeText.line(name)) "
        + "(\(list: students.map(\.id))), and the file does not say which: it counts for nobody")
  }

  fileprivate static func withoutKey(_ claim: Claim) -> Self {
    .init(
      reason: "it says \(claim.words) and does not carry the key of that student's hand-out: it counts for nobody")
  }
}
