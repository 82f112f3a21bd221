import Documents
import Formats
import Judging
import Lessons
import Source

/// A file that was handed in, on its way to a row.
struct Work {
  var result: StudentResult
  var submission = Submission()
  var accepted: [String: String] = [:]
  /// The file.
  var bytes: [UInt8] = []
  /// By whose numbers the answers are judged.
  var numbers = ""
  /// Under what its results are kept when the run is interrupted.
  var key = ""
  /// When it was due, by the learning platform.
  var due: Int?
  /// Whether only the date of the file says when it was handed in, and no platform.
  var isDatedByFile = false
  fileprivate let place: Collection.Place
  /// Whether it is a submission of some lesson, and not just any file.
  fileprivate var isSubmission = false
  /// What decides which of several files of one student counts: the greatest does.
  fileprivate var rank = Rank()
}

/// The rule for several files of one student: one that carries the student's key beats all without it, and one that is
/// proven to be the student's beats one that only says so; then the time of the platform or of the file, and the
/// platform's own number; then the time that the student's program wrote, if it is one and has come; of files that are
/// alike in all that, the last by name.
private struct Rank: Comparable {
  var isKeyed = false
  var isProven = false
  var time = -1
  var number = 0
  var written = -1
  var file = ""

  static func < (left: Rank, right: Rank) -> Bool {
    if left.isKeyed != right.isKeyed { return right.isKeyed }
    if left.isProven != right.isProven { return right.isProven }
    return (left.time, left.number, left.written, left.file) < (right.time, right.number, right.written, right.file)
  }

  /// Whether only the name of the file tells two apart.
  func isTied(with other: Rank) -> Bool {
    (isKeyed, isProven, time, number, written)
      == (other.isKeyed, other.isProven, other.time, other.number, other.written)
  }
}

/// Takes in what was handed in: who, when, and which of several files counts.
struct Intake {
  private let lesson: Lesson
  private let roster: Roster?
  private let now: Int
  private let files: FileAccess
  private let content: String

  init(_ lesson: Lesson, _ roster: Roster?, now: Int, _ files: FileAccess) {
    self.lesson = lesson
    self.roster = roster
    self.now = now
    self.files = files
    content = Released.hash(of: lesson)
  }

  /// The files that count, and those that are refused; what this program itself wrote there is neither.
  func work(_ collection: Collection, isOwn: ([UInt8]) -> Bool) -> [Work] {
    var metadata: [String: HandedInBy] = [:]
    // The platform's own files stand above what students hand in; one that stands in a student's is the student's.
    let sheets = collection.items.enumerated().compactMap { index, item in
      HandedInBy.metadata(in: item).map { (index: index, place: item.place, known: $0) }
    }
    var taken: Set<Int> = []
    for sheet in sheets.sorted(by: { $0.place.parts.count < $1.place.parts.count })
    where HandedInBy(at: sheet.place, roster: roster, metadata: metadata) == nil {
      metadata.merge(sheet.known) { outer, _ in outer }
      taken.insert(sheet.index)
    }
    var work = collection.items.enumerated().filter { !taken.contains($0.offset) }.flatMap { _, item in
      let group = HandedInBy(at: item.place, roster: roster, metadata: metadata)?.everybody ?? []
      return (0..<Swift.max(1, group.count)).map { read(item, by: group, member: $0) }
    }
    work.removeAll { !$0.isSubmission && isOwn($0.bytes) }
    joinNames(&work)
    keepLatest(&work)
    dropCompany(&work)
    return work
  }

  /// What is known of a file before its answers are judged, as the one of a group handed it in who is at this place.
  private func read(_ item: Collection.Item, by group: [HandedInBy], member: Int) -> Work {
    let path = SafeText.line(item.path)
    var work = Work(result: StudentResult(id: "", name: "", file: path, status: .refused), place: item.place)
    let names = group.map { SafeText.line($0.name.isEmpty ? $0.id : $0.name) }.joined(separator: ", ")
    let together: [Phrase] = group.count > 1 ? ["handed in by a group: \(names)"] : []
    work.result.namedNotes = together
    work.result.notes = item.place.notes
    do throws(Submission.Refusal) {
      work.bytes = try item.content.get()
      work.submission = try Submission(work.bytes)
      work.isSubmission = true
      work.submission.translateNotebook(for: lesson)
      let who = try Identity(
        of: work.submission, by: group, member: member, at: item.place, lesson: lesson, roster: roster)
      (work.result.id, work.result.name, work.numbers, work.due) = (who.id, who.name, who.numbers, who.due)
      work.result.notes += who.notes
      // An archive of a whole class has the date of its download; one that is a student's, that of its hand-in.
      let isOwn = !item.place.isUnpacked || (who.part ?? .max) <= (item.place.files.first ?? 0)
      work.result.time = who.time ?? (isOwn ? files.modified(item.place.disk) : nil)
      work.isDatedByFile = who.time == nil
      work.rank = Rank(isKeyed: who.isKeyed, isProven: who.isProven, number: who.number, file: path)
    } catch {
      let who = Identity.unread(work.submission, by: group, member: member, roster)
      (work.result.id, work.result.name) = (who.id, who.name)
      if who.name.isEmpty { work.result.name = SafeText.line(work.submission.student) }
      work.result.namedNotes = [error.reason] + together
      return work
    }
    let submission = work.submission
    work.result.notes += submission.remarks
    guard submission.lesson == lesson.id || lesson.former.contains(submission.lesson) else {
      work.result.notes.append("it answers `\(SafeText.line(submission.lesson))`, not `\(lesson.id)`")
      return work
    }
    work.result.status = .graded
    rank(&work, submission)
    switch submission.receipt {
    case .valid(let hash): work.result.receipt = hash
    case .broken: work.result.notes.append("changed after it was written: the receipt does not match")
    case .missing: work.result.notes.append("without a receipt")
    }
    if submission.content != content { work.result.notes.append("made with another version of the lesson") }
    let unknown = submission.answers.keys.filter { id in !lesson.steps.contains { $0.id == id } }.sorted()
    if !unknown.isEmpty {
      work.result.notes.append("answers to unknown tasks: \(list: unknown.prefix(5))")
    }
    return work
  }

  private func rank(_ work: inout Work, _ submission: Submission) {
    work.result.written = SafeText.line(submission.written)
    work.rank.time = work.result.time ?? -1
    let written = Timestamp.seconds(submission.written)
    if let written, now <= 0 || written <= now + Intake.clockError {
      work.rank.written = written
    } else if !submission.written.isEmpty {
      work.result.notes.append(
        "`\(work.result.written)` is \(written == nil ? "no time" : "yet to come"): it does not say which file is the later"
      )
    }
  }

  /// How far a student's clock may be ahead, in seconds.
  private static let clockError = 86_400

  /// A name without an id is that of the one id with this name; with several ids nobody knows whose it is.
  private func joinNames(_ work: inout [Work]) {
    guard roster == nil else { return }
    var ids: [String: Set<String>] = [:]
    var owners: [String: Set<String>] = [:]
    for item in work where item.result.status == .graded && !item.result.id.isEmpty {
      ids[PersonName.key(item.result.name), default: []].insert(item.result.id)
      owners[Roster.key(item.result.id), default: []].insert(item.result.name)
    }
    for index in work.indices where work[index].result.status == .graded {
      if let names = owners[Roster.key(work[index].result.id)], names.count > 1 {
        work[index].result.namedNotes.append(
          "several say that they are \(work[index].result.id): \(list: names.sorted())")
      }
      guard work[index].result.id.isEmpty, let known = ids[PersonName.key(work[index].result.name)] else { continue }
      if known.count == 1, let id = known.first {
        work[index].result.id = id
        work[index].numbers = id
        work[index].result.notes.append("without an id; another file of this name has \(id)")
      } else {
        work[index].result.status = .refused
        work[index].result.namedNotes.append(
          "\(known.count) students are called \(work[index].result.name) (\(list: known.sorted())), "
            + "and the file does not say which: it counts for nobody")
      }
    }
  }

  /// A file beside a submission that is none itself, such as notes, is a remark and no row of its own; of several such
  /// files without a submission one row is enough.
  private func dropCompany(_ work: inout [Work]) {
    func person(_ item: Work) -> String? {
      if !item.result.id.isEmpty { return Roster.key(item.result.id) }
      return item.result.name.isEmpty ? nil : "\n" + PersonName.key(item.result.name)
    }
    let submissions = work.filter(\.isSubmission).map { (owner: person($0), parts: $0.place.parts) }
    /// Whose archive a file stands in: that of everybody who has a submission in the innermost that holds one.
    func neighbour(_ item: Work) -> String? {
      let parts = item.place.parts
      for archive in item.place.files.dropLast().reversed() {
        let owners = Set(submissions.filter { $0.parts.starts(with: parts[...archive]) }.map { $0.owner })
        if !owners.isEmpty { return owners.count == 1 ? owners.first ?? nil : nil }
      }
      return nil
    }
    let owners = work.map { person($0) ?? ($0.isSubmission ? nil : neighbour($0)) }
    var hosts: [String: Int] = [:]
    for (index, item) in work.enumerated() {
      guard let owner = owners[index] else { continue }
      if item.isSubmission, item.result.status == .graded || hosts[owner] == nil { hosts[owner] = index }
    }
    for (index, item) in work.enumerated() where !item.isSubmission {
      if let owner = owners[index], hosts[owner] == nil { hosts[owner] = index }
    }
    var dropped: Set<Int> = []
    for (index, item) in work.enumerated() where !item.isSubmission {
      guard let owner = owners[index], let host = hosts[owner], host != index else { continue }
      work[host].result.namedNotes.append("also there, and no submission: \(item.result.file)")
      dropped.insert(index)
    }
    work = work.enumerated().filter { !dropped.contains($0.offset) }.map(\.element)
  }

  /// Of several files by one student the highest in rank counts; all others are listed.
  private func keepLatest(_ work: inout [Work]) {
    var groups: [String: [Int]] = [:]
    var folders: [String: Set<String>] = [:]
    for (index, item) in work.enumerated() where item.result.status == .graded {
      // Without a roster an id alone is no person: who claims another's changes nothing of theirs.
      let name = PersonName.key(item.result.name)
      var key = item.result.id.isEmpty ? "\n" + name : Roster.key(item.result.id) + (roster == nil ? "\n" + name : "")
      guard key != "\n" else { continue }
      // Nor is a name alone, where nothing but the file says it: in two folders they may be two.
      if item.result.id.isEmpty, !item.rank.isProven {
        key += "\n" + item.place.parts.dropLast().joined(separator: "/")
        folders[name, default: []].insert(key)
      }
      groups[key, default: []].append(index)
    }
    for (key, group) in groups {
      guard let name = group.first.map({ PersonName.key(work[$0].result.name) }), let all = folders[name],
        all.count > 1, all.contains(key)
      else { continue }
      for index in group {
        work[index].result.namedNotes.append(
          "in \(all.count) folders there are answers of \(work[index].result.name), without an id: a row for each; "
            + "an id tells whose they are")
      }
    }
    var older: Set<Int> = []
    for group in groups.values where group.count > 1 {
      let order = group.sorted { work[$0].rank < work[$1].rank }
      guard let last = order.last else { continue }
      older.formUnion(order.dropLast())
      let names = order.dropLast().map { work[$0].result.file }
      work[last].result.namedNotes.append(
        names.count == 1
          ? "an earlier submission, \(names[0]), does not count"
          : "\(names.count) earlier submissions do not count: \(list: names)")
      if order.dropLast().contains(where: { work[$0].rank.isTied(with: work[last].rank) }) {
        work[last].result.notes.append("of files of the same time, the last by name counts")
      }
    }
    work = work.enumerated().filter { !older.contains($0.offset) }.map(\.element)
  }
}
