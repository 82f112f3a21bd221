import Documents
import Evaluation
import Formats
import Judging
import Lessons
import Notebook
import Source
import Words

/// The results of a class.
struct GradeBook {
  let lesson: Lesson
  private(set) var students: [StudentResult] = []

  /// The tasks, in order.
  var tasks: [Step] { lesson.steps.filter { $0.id != nil } }

  var json: JSONValue {
    .object([
      .init("lesson", .string(lesson.id)), .init("content", .string(Released.hash(of: lesson))),
      .init("students", .array(students.map(\.json))),
    ])
  }

  /// Whether names are left out.
  let isAnonymous: Bool
  /// Whether all that was handed in was judged.
  private(set) var isWhole = true
  /// Whether there was no file at all.
  let isEmpty: Bool
  /// The roster as it came.
  let roster: Roster?

  init(_ lesson: Lesson, _ request: Classroom.GradeRequest, desk: Desk) throws(Diagnostic) {
    isAnonymous = request.isAnonymous
    self.lesson = lesson
    if lesson.released != nil { throw .handout(lesson) }
    for path in request.submissions where !desk.world.files.exists(path) { throw .missing(path) }
    let deadline = try Deadline(due: request.due, late: request.late, lesson: lesson)
    roster = try request.roster.map { (path) throws(Diagnostic) in try Roster(path, desk: desk) }
    let marks = try request.marks.map { (path) throws(Diagnostic) in try Marks(path, desk: desk) }
    let journal = Journal(Released.hash(of: lesson), desk: desk)
    var desk = desk
    let kept = desk
    desk.world.stateDirectory = nil
    let (graded, world) = (lesson, desk)
    let bench = StackBounds.runOnLargeStack {
      Bench(graded, student: nil, desk: world, steps: request.steps)
    }
    if let fault = StackBounds.runOnLargeStack({ bench.fault }) { throw fault }
    let intake = Intake(lesson, roster, now: desk.date, desk.world.files)
    var work = intake.work(Collection(request.submissions, desk.world.files), isOwn: kept.hasWritten)
    isEmpty = work.isEmpty
    for index in work.indices where work[index].result.status == .graded {
      work[index].key = Journal.key(work[index].bytes, student: work[index].numbers, request)
      work[index].result.tasks = journal[work[index].key] ?? []
    }
    isWhole = grade(&work, by: bench, request, desk)
    if isWhole, request.seeksAlike { addBehaviours(to: &work, by: bench, request, desk) }
    let count = tasks.count
    if isWhole {
      journal.clear(desk: kept)
    } else {
      let whole = work.filter { $0.result.status == .graded && $0.result.tasks.count == count }
      journal.keep(whole.map { ($0.key, $0.result.tasks) }, desk: kept)
    }
    for index in work.indices where work[index].result.status == .graded && work[index].result.tasks.count < count {
      work[index].result.status = .notGraded
      work[index].result.tasks = tasks.map { TaskResult(id: $0.id ?? "", status: .notGraded, total: Bench.total($0)) }
    }
    try applyDeadline(deadline, to: &work)
    for index in work.indices where work[index].result.status == .graded {
      for place in work[index].result.tasks.indices {
        let answer = work[index].submission.answers[work[index].result.tasks[place].id]
        work[index].result.tasks[place].answer = answer.map { SafeText.lines($0.text).joined(separator: "\n") } ?? ""
      }
      let unsound = work[index].result.tasks.filter(\.isUnsound).map(\.id).joined(separator: ", ")
      if !unsound.isEmpty {
        work[index].result.notes.append(
          "with the numbers of this student the lesson's own solution fails, or is not finite (\(unsound)): mark it by hand"
        )
      }
    }
    students = work.map(\.result)
    addAbsent()
    try marks?.apply(to: &students, of: self, from: request.marks ?? "")
    if request.isAnonymous { hideNames() }
    students.sort { ($0.id, $0.name, $0.file) < ($1.id, $1.name, $1.file) }
  }

  /// Judges all answers, on all cores; false when somebody pressed Ctrl-C.
  private func grade(_ work: inout [Work], by common: Bench, _ request: Classroom.GradeRequest, _ desk: Desk) -> Bool {
    let lesson = lesson
    let say = Translation.of(lesson.language)
    let steps = request.steps
    let shared = lesson.hasOwnNumbers ? nil : common
    let order = tasks
    var waiting = Array(
      work.indices.filter { work[$0].result.status == .graded && work[$0].result.tasks.count < order.count }.reversed())
    let total = waiting.count
    var done = 0
    let workers = Workers(count: request.jobs ?? Workers.cores, patience: request.patience)
    // A child sees the work as it was when it started.
    let box = Box(work)
    workers.run(
      now: desk.world.now, isInterrupted: desk.world.isInterrupted, next: { waiting.popLast() },
      body: { index, send in
        var item = box.work[index]
        let bench = shared ?? Bench(lesson, student: item.numbers, desk: desk, steps: steps)
        for place in item.result.tasks.count..<bench.places.count {
          let id = bench.places[place].step.id ?? ""
          let answer = item.submission.answers[id]
          let result = bench.judge(place, answer, accepted: item.accepted, steps: steps)
          if result.status == .right, let answer { item.accepted[id] = answer.text }
          send(result.json.compact)
        }
      },
      line: { index, text in
        guard let json = try? JSONValue(parsing: text), let result = TaskResult(json) else { return }
        box.work[index].result.tasks.append(result)
        if result.status == .right {
          box.work[index].accepted[result.id] = box.work[index].submission.answers[result.id]?.text
        }
      },
      end: { index, end in
        let place = box.work[index].result.tasks.count
        guard place < order.count else {
          done += 1
          desk.progress("graded \(done) of \(total)")
          return
        }
        // The task under way is what ended the child; the rest is taken up by another one.
        var result = TaskResult(id: order[place].id ?? "", status: .limit, total: Bench.total(order[place]))
        switch end {
        case .stopped:
          result.words = [say("It was stopped after \(Literal.number(request.patience)) seconds.")]
          box.work[index].result.notes.append("\(result.id) was stopped by the clock, not by its count of steps")
        case .crashed(let signal):
          result.words = [say("It took more memory than there is.")]
          box.work[index].result.notes.append("\(result.id) ended its process (signal \(signal))")
        case .finished: result.words = [say("It could not be graded.")]
        }
        box.work[index].result.tasks.append(result)
        waiting.append(index)
      })
    work = box.work
    return !desk.world.isInterrupted()
  }

  /// Finds out what each wrong answer does in the lesson's own numbers, once for all who gave it: with numbers of each
  /// student's own, answers are alike that do the same with any.
  private func addBehaviours(
    to work: inout [Work], by bench: Bench, _ request: Classroom.GradeRequest, _ desk: Desk
  ) {
    struct Given: Hashable {
      let place: Int
      let text: String
    }
    var owners: [Given: [Int]] = [:]
    for index in work.indices where work[index].result.status == .graded {
      for (place, result) in work[index].result.tasks.enumerated() where result.status == .wrong {
        guard let answer = work[index].submission.answers[result.id] else { continue }
        owners[Given(place: place, text: answer.text), default: []].append(index)
      }
    }
    let given = Array(owners.keys)
    var waiting = Array(given.indices)
    let box = Box(work)
    Workers(count: request.jobs ?? Workers.cores, patience: request.patience).run(
      now: desk.world.now, isInterrupted: desk.world.isInterrupted, next: { waiting.popLast() },
      body: { job, send in send(bench.behaviour(given[job].place, given[job].text)) },
      line: { job, text in
        for index in owners[given[job]] ?? [] { box.work[index].result.tasks[given[job].place].behaviour = text }
      },
      end: { _, _ in })
    work = box.work
  }

  /// The work under way, shared by the closures above.
  private final class Box {
    var work: [Work]
    init(_ work: [Work]) { self.work = work }
  }

  /// Takes off what being late costs, by times that no student writes.
  private func applyDeadline(_ deadline: Deadline, to work: inout [Work]) throws(Diagnostic) {
    for index in work.indices where work[index].result.status == .graded {
      let student = roster?.student(id: work[index].result.id)
      let own = try student.flatMap { $0.due.isEmpty ? nil : $0.due }.map { (text) throws(Diagnostic) in
        try Deadline(due: text, late: "0%", lesson: lesson).due
      }
      // What is said on the command line wins over what a platform says.
      let general = deadline.isOrdered ? deadline.due : work[index].due ?? deadline.due
      guard let due = own ?? general else { continue }
      guard let time = work[index].result.time else {
        work[index].result.notes.append("when it was handed in is not known: it is not judged late")
        continue
      }
      work[index].result.late = deadline.penalty(at: time, due: due, isDatedByFile: work[index].isDatedByFile)
      if let late = work[index].result.late { work[index].result.notes.append(late.words) }
    }
  }

  private mutating func addAbsent() {
    let empty = tasks.map { TaskResult(id: $0.id ?? "", status: .unanswered, total: Bench.total($0)) }
    for index in students.indices where students[index].status == .refused {
      students[index].tasks = tasks.map { TaskResult(id: $0.id ?? "", status: .refused, total: Bench.total($0)) }
    }
    guard let roster else { return }
    let present = Set(students.map(\.id))
    let refused = students.filter { $0.status == .refused }
    let names = NameIndex(refused.map(\.name))
    for student in roster.students where !present.contains(student.id) {
      var result = StudentResult(id: student.id, name: student.name, file: "", status: .absent)
      result.tasks = empty
      if let place = names.places(of: student.name).first {
        let file = refused[place].file
        result.isDisputed = true
        result.namedNotes = ["a file of this name is refused, \(file): a gradebook leaves the points empty"]
      }
      students.append(result)
    }
  }

  /// What a student is called where names are left out: the same at every run.
  static func pseudonym(_ student: StudentResult) -> String {
    let key = student.id + "\n" + student.name + "\n" + (student.id.isEmpty ? student.file : "")
    return "student-" + SHA256.hexadecimal(Array(key.utf8)).prefix(8)
  }

  /// Names give way to pseudonyms, and everything that could tell a name is left out.
  private mutating func hideNames() {
    for index in students.indices {
      students[index].id = GradeBook.pseudonym(students[index])
      students[index].name = ""
      students[index].file = ""
      students[index].namedNotes = []
    }
  }
}

// MARK: Words

extension Diagnostic {
  fileprivate static func handout(_ lesson: Lesson) -> Diagnostic {
    Diagnostic(
      code: .handout, "\(lesson.source.name) is a hand-out, which has no solutions and no hidden checks",
      help: "grade with the lesson that it was released from")
  }

  fileprivate static func missing(_ path: String) -> Diagnostic {
    Diagnostic(code: .cannotRead, "\(SafeText.line(path)) cannot be read: no such file or folder")
  }
}
