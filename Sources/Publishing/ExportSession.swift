import Documents
import Evaluation
import Lessons
package import Notebook
import Source

extension Publisher {
  /// Writes what a session showed, in the form that the file's name ends in.
  ///
  /// It is the lesson that is open, else what was typed. Nothing runs again.
  package static func exportSession(_ session: Session, file: String, desk: Desk) -> Int32 {
    desk.attempt { () throws(Diagnostic) in
      let ending = file.split(separator: ".").last.map { $0.lowercased() } ?? ""
      guard let format = ExportFormat.allCases.first(where: { $0.ending == ending }) else {
        let known = Phrase.list(ExportFormat.allCases.map { "." + $0.ending })
        throw Diagnostic(code: .unknownFormat, "a file that can be exported ends in \(known)")
      }
      let notebook = NotebookFile(session)
      let run: ExportRun
      if let open = session.lesson?.lesson {
        run = ExportRun(open, digits: session.digits) { cell in
          notebook.entry(of: cell).map { ExportRun.Ran(page: $0.shown, seed: $0.stream?.seed) }
        }
      } else {
        let parsed = Lesson.parse(notebook.text, name: file)
        if let fault = parsed.diagnostics.first(where: { $0.severity == .error }) { throw fault }
        var pages = notebook.pages[...]
        run = ExportRun(parsed.lesson, digits: session.digits) { cell in
          pages.popFirst().map { ExportRun.Ran(page: $0, seed: cell.seed) }
        }
      }
      let text = StackBounds.runOnLargeStack { export(run, as: format) }
      try desk.write(text, to: file, replaces: { _ in true })
      desk.show(.lines([[.text("saved "), .text(file, .code)]]))
      return 0
    }
  }
}
