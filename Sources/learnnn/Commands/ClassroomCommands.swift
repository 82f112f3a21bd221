import ArgumentParser
import Classroom
import Documents
import Evaluation
import Glibc
import Judging
import LineEditing
import Notebook
import Source

/// Writes the student's version of lessons.
struct ReleaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: said("Writes the student's version of lessons: no solutions, and it checks itself."))

  @Argument(help: .said("The lessons, by name or path."))
  var lessons: [String]

  @Option(name: [.customShort("o"), .customLong("output")], help: .said("The folder to write into."))
  var folder: String

  @Option(
    help: .said("A table of students (id, name): each gets a hand-out of their own, whose key proves who handed in."))
  var roster: String?

  func run() throws {
    ClassroomDesk.work { Classroom.release(.init(lessons: lessons, folder: folder, roster: roster), desk: $0) }
  }
}

/// Writes a student's answers into one file.
struct SubmitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit", abstract: said("Writes your answers to a lesson into one file for your teacher."))

  @Argument(help: .said("The lesson, by name or path."))
  var lesson: String

  @Option(name: .customLong("as"), help: .said("Your name."))
  var name: String

  @Option(
    help: .said("Your id at the school, when the lesson has numbers of your own.", valueName: "student-id"))
  var id: String?

  @Option(
    name: [.customShort("o"), .customLong("output")], help: .said("The file to write; by default LESSON-NAME.md."))
  var file: String?

  @Flag(help: .said("Replace files that this program did not write."))
  var force = false

  func validate() throws {
    if name.allSatisfy(\.isWhitespace) { throw ValidationError(said("--as needs your name")) }
  }

  func run() throws {
    ClassroomDesk.work(isForced: force) {
      Classroom.submit(.init(lesson: lesson, student: name, id: id, file: file), desk: $0)
    }
  }
}

/// What `grade` and `stats` both take.
struct GradeArguments: ParsableArguments {
  @Argument(help: .said("The teacher's lesson, by name or path."))
  var lesson: String

  @Argument(help: .said("Submissions: files, folders, zip archives."))
  var submissions: [String]

  @Option(
    help: .said(
      "A table of students, as Canvas, Moodle or Gradescope write it, or with id and name: a row for everybody."))
  var roster: String?

  @Option(help: .said("A table of marks given by hand (student, task, points, comment), which win."))
  var marks: String?

  @Option(help: .said("Write everything as JSON; - is standard output."))
  var json: String?

  @Option(help: .said("The most loop turns and calls that a statement of an answer may take."))
  var steps = GradingLimits.steps

  @Option(help: .said("How many processes grade; by default one for each core."))
  var jobs: Int?

  @Flag(help: .said("Replace files that this program did not write."))
  var force = false

  func validate() throws {
    if steps < 1 { throw ValidationError(said("--steps is at least 1")) }
    if let jobs, jobs < 1 { throw ValidationError(said("--jobs is at least 1")) }
  }

  var request: Classroom.GradeRequest {
    var request = Classroom.GradeRequest(lesson: lesson, submissions: submissions)
    request.roster = roster
    request.marks = marks
    request.json = json
    request.steps = steps
    request.jobs = jobs
    return request
  }
}

/// Grades submissions.
struct GradeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade", abstract: said("Grades submissions against your lesson, on all cores."))

  @OptionGroup var arguments: GradeArguments

  @Option(
    help: .said("Write a table for spreadsheets, its headings and states in English; - is standard output."))
  var csv: String?

  @Option(help: .said("Write the results.json of Gradescope's autograder; - is standard output."))
  var gradescope: String?

  @Option(help: .said("Write a page for each student into this folder."))
  var feedback: String?

  @Option(
    help: .said("Write the answers to mark by hand: a table, or a page (.html) to mark them on; --marks reads it back.")
  )
  var sheet: String?

  @Option(help: .said("Write the points as the table that the roster's platform takes back."))
  var gradebook: String?

  @Option(help: .said("When answers are due: 2026-11-24, or 2026-11-24T18:00+01:00."))
  var due: String?

  @Option(help: .said("What being late costs: `10% a day`, `10% a day, at most 3 days`, or `no`."))
  var late: String?

  @Option(help: .said("The JSON of an earlier run: who has gained or lost since."))
  var since: String?

  @Flag(help: .said("Leave names out."))
  var anonymous = false

  func run() throws {
    var request = arguments.request
    request.csv = csv
    request.gradescope = gradescope
    request.feedback = feedback
    request.isAnonymous = anonymous
    (request.sheet, request.gradebook, request.since) = (sheet, gradebook, since)
    (request.due, request.late) = (due, late)
    ClassroomDesk.work(isForced: arguments.force) { Classroom.grade(request, desk: $0) }
  }
}

/// Shows how a class did.
struct StatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: said("Shows by exercise how a class did: who solved it, and what went wrong."))

  @OptionGroup var arguments: GradeArguments

  func run() throws { ClassroomDesk.work(isForced: arguments.force) { Classroom.stats(arguments.request, desk: $0) } }
}

/// This machine as the commands of the classroom see it.
enum ClassroomDesk {
  /// Runs a command and ends the program with its status.
  static func work(isForced: Bool = false, _ body: (Desk) -> Int32) -> Never {
    Interrupts.watch()
    let surroundings = Surroundings()
    let display = OutputOptions.text(surroundings, color: .auto, accessible: false)
    let rewrites = surroundings.hasTerminalErrors && Terminal.understandsEscapes
    var isProgressShown = false
    func clear() {
      if isProgressShown { StandardStream.errors.write("\r\u{1B}[K") }
      isProgressShown = false
    }
    var desk = Desk(
      world: World(surroundings, Directories(surroundings)), date: time(nil),
      show: { shown in
        clear()
        display.show(shown)
      },
      write: { StandardStream.output.write($0) },
      progress: { text in
        guard rewrites else { return }
        StandardStream.errors.write("\r\u{1B}[K\(SafeText.line(text))")
        isProgressShown = true
      })
    desk.isForced = isForced
    let status = body(desk)
    clear()
    display.finish()
    if Interrupts.isRequested { ExitStatus.interrupted.leave() }
    ExitStatus(code: status).leave()
  }
}
