import Documents
import Evaluation
package import Lessons
import Source
import Syntax

/// Runs a lesson as a program: its cells print what they print, and at exercises it takes the solutions.
package enum LessonRunner {
  /// Runs all steps in a session that has just begun; false when a cell failed that should not.
  package static func run(_ lesson: Lesson, in session: inout Session, show: @escaping (Shown) -> Void) -> Bool {
    let student = session.state.student
    session.state = Session.freshState(for: lesson, settings: session.settings)
    session.state.student = student
    for step in lesson.steps {
      switch step {
      case .cell(let cell):
        if cell.fails {
          // The error is what the cell is there to show.
          let failed = session.hasFailed
          session.run(Parser.parse(cell.code), isTyped: false) { shown in
            if case .failure(let diagnostic) = shown {
              show(.document(Document([.diagnostic(diagnostic)])))
            } else {
              show(shown)
            }
          }
          session.hasFailed = failed
        } else if !session.run(Parser.parse(cell.code), isTyped: false, show: show) {
          return false
        }
      case .exercise(let exercise): if let solution = exercise.solutions.first { session.runQuietly(solution.code) }
      case .prose, .prediction, .quiz, .ordering, .question, .note: break
      }
    }
    return true
  }
}
