package import Notebook
import Documents
import Evaluation
import Formats
import Lessons
import Source

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
    /// Whether names are left out.
    package var isAnonymous = false
    /// The most steps that a statement of an answer may take.
    package var steps = 2_000_000
    /// Seconds after which a task is stopped, whatever it does.
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
      let book = try GradeBook(request, desk: desk)
      func put(_ text: String, _ path: String?) throws(Diagnostic) {
        guard let path else { return }
        if path == "-" { desk.write(text) } else { try desk.write(text, to: path) }
      }
      try put(GradeTable.csv(book), request.csv)
      try put(book.json.compact + "\n", request.json)
      try put(GradeTable.gradescope(book).compact + "\n", request.gradescope)
      if let folder = request.feedback {
        for student in book.students {
          let name = SafeName.of(student.id.isEmpty ? student.name : student.id)
          try desk.write(FeedbackPage.html(student, book), to: "\(folder)/\(name).html")
        }
      }
      if [request.csv, request.json, request.gradescope].contains("-") { return 0 }
      desk.show(.document(GradeTable.document(book)))
      return 0
    }
  }

  /// Shows by task how a class did.
  package static func stats(_ request: GradeRequest, desk: Desk) -> Int32 {
    desk.attempt { () throws(Diagnostic) in
      let book = try GradeBook(request, desk: desk)
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

  /// A submission that is to be graded.
  private struct Work {
    var result: StudentResult
    var submission: Submission
    var accepted: [String: String] = [:]
  }

  init(_ request: Classroom.GradeRequest, desk: Desk) throws(Diagnostic) {
    var desk = desk
    desk.world.stateDirectory = nil
    lesson = try desk.lesson(request.lesson)
    let roster = try request.roster.map { (path) throws(Diagnostic) in try Roster(path, desk: desk) }
    let marks = try request.marks.map { (path) throws(Diagnostic) in try Marks(path, desk: desk) } ?? Marks()
    let collection = Collection(request.submissions, desk.world.files)
    var work: [Work] = []
    for item in collection.items { work.append(GradeBook.work(item, lesson, roster)) }
    GradeBook.keepLatest(&work)
    grade(&work, request, desk)
    students = work.map(\.result)
    addAbsent(roster)
    for index in students.indices { marks.apply(to: &students[index]) }
    if request.isAnonymous { hideNames() }
    students.sort { ($0.id, $0.name, $0.file) < ($1.id, $1.name, $1.file) }
  }

  /// What is known of a file before its answers are judged.
  private static func work(_ item: Collection.Item, _ lesson: Lesson, _ roster: Roster?) -> Work {
    let path = SafeText.line(item.path)
    var result = StudentResult(id: "", name: "", file: path, status: .refused)
    let submission: Submission
    do throws(Submission.Refusal) {
      submission = try Submission(try item.content.get())
    } catch {
      result.notes = [error.reason]
      return Work(result: result, submission: Submission())
    }
    result.name = SafeText.line(submission.student)
    result.id = SafeText.line(submission.id)
    result.written = SafeText.line(submission.written)
    if let roster {
      if let student = roster.student(named: result.id) ?? roster.student(named: result.name) {
        (result.id, result.name) = (student.id, student.name)
      } else {
        result.notes.append("not on the roster")
      }
    }
    result.notes += submission.remarks
    guard submission.lesson == lesson.id else {
      result.notes.append("it answers `\(SafeText.line(submission.lesson))`, not `\(lesson.id)`")
      return Work(result: result, submission: submission)
    }
    result.status = .graded
    switch submission.receipt {
    case .valid(let hash): result.receipt = hash
    case .broken: result.notes.append("changed after it was written: the receipt does not match")
    case .missing: result.notes.append("without a receipt")
    }
    if submission.content != Released.hash(of: lesson) {
      result.notes.append("made with another version of the lesson")
    }
    let unknown = submission.answers.keys.filter { id in !lesson.steps.contains { $0.id == id } }.sorted()
    if !unknown.isEmpty {
      result.notes.append("answers to unknown tasks: \(unknown.prefix(5).joined(separator: ", "))")
    }
    return Work(result: result, submission: submission)
  }

  /// Of several submissions by one student the one written last counts.
  private static func keepLatest(_ work: inout [Work]) {
    var latest: [String: Int] = [:]
    var older: Set<Int> = []
    for (index, item) in work.enumerated() where item.result.status == .graded {
      let key = Roster.key(item.result.id.isEmpty ? item.result.name : item.result.id)
      guard !key.isEmpty else { continue }
      guard let known = latest[key] else {
        latest[key] = index
        continue
      }
      let isLater =
        (item.result.written, item.result.file) >= (work[known].result.written, work[known].result.file)
      let (kept, dropped) = isLater ? (index, known) : (known, index)
      work[kept].result.notes.append("an earlier submission, \(work[dropped].result.file), does not count")
      older.insert(dropped)
      latest[key] = kept
    }
    work = work.enumerated().filter { !older.contains($0.offset) }.map(\.element)
  }

  /// Judges all answers, on all cores.
  private func grade(_ work: inout [Work], _ request: Classroom.GradeRequest, _ desk: Desk) {
    let lesson = lesson
    let isPersonal = lesson.hasOwnNumbers
    let steps = request.steps
    let shared =
      isPersonal
      ? nil : StackBounds.runOnLargeStack { Bench(lesson, student: nil, desk: desk, steps: steps) }
    let order = tasks
    var waiting = Array(work.indices.filter { work[$0].result.status == .graded }.reversed())
    let total = waiting.count
    var done = 0
    let workers = Workers(count: request.jobs ?? Workers.cores, patience: request.patience)
    // A child sees the work as it was when it started.
    let box = Box(work)
    workers.run(
      now: desk.world.now, next: { waiting.popLast() },
      body: { index, send in
        var item = box.work[index]
        let student = item.result.id.isEmpty ? item.result.name : item.result.id
        let bench = shared ?? Bench(lesson, student: student, desk: desk, steps: steps)
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
          result.words = ["It was stopped after \(Literal.number(request.patience)) seconds."]
          box.work[index].result.notes.append("\(result.id) was stopped by the clock, not by its count of steps")
        case .crashed(let signal):
          result.words = ["It took more memory than there is."]
          box.work[index].result.notes.append("\(result.id) ended its process (signal \(signal))")
        case .finished: result.words = ["It could not be graded."]
        }
        box.work[index].result.tasks.append(result)
        waiting.append(index)
      })
    work = box.work
  }

  /// The work under way, shared by the closures above.
  private final class Box {
    var work: [Work]
    init(_ work: [Work]) { self.work = work }
  }

  private mutating func addAbsent(_ roster: Roster?) {
    let empty = tasks.map { TaskResult(id: $0.id ?? "", status: .unanswered, total: Bench.total($0)) }
    for index in students.indices where students[index].status == .refused { students[index].tasks = empty }
    guard let roster else { return }
    let present = Set(students.map(\.id))
    for student in roster.students where !present.contains(student.id) {
      var result = StudentResult(id: student.id, name: student.name, file: "", status: .absent)
      result.tasks = empty
      students.append(result)
    }
  }

  /// Names give way to a number that is the same at every run.
  private mutating func hideNames() {
    for index in students.indices {
      let key =
        students[index].id + "\n" + students[index].name + "\n"
        + (students[index].id.isEmpty ? students[index].file : "")
      students[index].id = "student-" + SHA256.hexadecimal(Array(key.utf8)).prefix(8)
      students[index].name = ""
      students[index].file = ""
      students[index].notes = students[index].notes.filter { !$0.hasPrefix("an earlier submission") }
    }
  }
}
