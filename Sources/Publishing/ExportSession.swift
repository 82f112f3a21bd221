import Documents
import Evaluation
import Lessons
package import Notebook
import Source

extension Publisher {
  /// Writes what was typed in a session, run once more from the beginning, in the form that the file's name ends in.
  package static func exportSession(_ session: Session, file: String, desk: Desk) -> Int32 {
    desk.attempt { () throws(Diagnostic) in
      let ending = file.split(separator: ".").last.map { $0.lowercased() } ?? ""
      guard let format = ExportFormat.allCases.first(where: { $0.ending == ending }) else {
        let known = ExportFormat.allCases.map { "." + $0.ending }.joined(separator: ", ")
        throw Diagnostic(code: "unknown-format", "a file that can be exported ends in \(known)")
      }
      let parsed = Lesson.parse(session.notebookText, name: file)
      if let fault = parsed.diagnostics.first(where: { $0.severity == .error }) { throw fault }
      let lesson = parsed.lesson
      let text = StackBounds.runOnLargeStack { export(ExportRun(lesson, desk: desk), as: format) }
      try desk.write(text, to: file)
      desk.show(.lines([[.text("wrote "), .text(file, .code)]]))
      return 0
    }
  }
}
