import Classroom
import Evaluation
import Glibc
import Judging
import Lessons
import Notebook
import Publishing
import Source

extension World {
  /// What `:submit` and `:export` do: the work of the subcommands of the same names, on the session at the prompt.
  static let classroomWriters: [String: Writer] = ["submit": submit, "export": export]

  private static let submit: Writer = { session, text, show throws(Diagnostic) in
    guard let lesson = session.lesson?.lesson else { throw Diagnostic(code: .noLesson, "no lesson is open") }
    // A name may stand in quotation marks, as in a shell.
    let isQuoted = text.count > 1 && text.first == text.last && "\"'".contains(text.first ?? " ")
    let typed = isQuoted ? String(text.dropFirst().dropLast()) : text
    guard let name = typed.isEmpty ? session.student : typed else {
      throw Diagnostic(code: .missingArgument, ":submit needs your name", help: "type :submit Ada Lovelace")
    }
    show(.event(.progress(Progress(title: "the lesson runs again from its beginning; Ctrl-C stops it", fraction: 0))))
    do throws(Diagnostic) {
      try work(session, show) { desk in
        // A request's session keeps nothing in files: what it holds is handed in.
        let record = session.world.stateDirectory == nil ? session.record(of: lesson.id) : nil
        return Classroom.submit(
          .init(lesson: lesson.source.name, student: name, id: session.student, record: record), desk: desk)
      }
    } catch {
      var told = error
      // The lesson is open already.
      if error.code == .nothingKept { told.help = "answer a task first: Enter goes on to the next one" }
      throw told
    }
  }

  private static let export: Writer = { session, file, show throws(Diagnostic) in
    guard !file.isEmpty, let form = ExportCommand.Form(file: file) else {
      throw Diagnostic(
        code: .missingArgument, ":export needs the name of a file that ends in \(list: ExportCommand.Form.endings)",
        help: "type \(":export mine.html")")
    }
    try work(session, show) { desk in Publisher.exportSession(session, file: file, desk: desk) }
  }

  /// Runs a command of the classroom at the prompt; the error that it shows is thrown instead.
  private static func work(
    _ session: Session, _ show: @escaping (Shown) -> Void, _ body: (Desk) -> Int32
  ) throws(Diagnostic) {
    var failure: Diagnostic?
    var world = session.world
    world.files = world.filesOfWriters
    let desk = Desk(
      world: world, settings: session.settings, date: time(nil),
      show: { shown in
        if case .failure(let diagnostic) = shown { failure = diagnostic } else { show(shown) }
      })
    if body(desk) != 0 {
      throw failure ?? Diagnostic(code: .notWritten, "nothing was written")
    }
  }
}
