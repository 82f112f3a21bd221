import Documents
import Evaluation
import Judging
package import Lessons
import Source
import Syntax

/// Runs a lesson as a program: its cells print what they print, and at exercises it takes the solutions.
package enum LessonRunner {
  /// Runs all steps in a session that has just begun; false when a cell failed that should not.
  ///
  /// A page tells the lesson as well: its title, its prose, and the code of its cells before what they print.
  package static func run(
    _ lesson: Lesson, in session: inout Session, tells: Bool = false, show: @escaping (Shown) -> Void
  ) -> Bool {
    session.state = Quiet.start(of: lesson, settings: session.settings)
    if tells { show(.document(Document([.heading(level: 1, [.text(lesson.title)])]))) }
    for (step, stream) in lesson.walk {
      session.state.begin(stream)
      if tells { show(.document(Document(text(of: step)))) }
      switch step {
      case .cell(let cell):
        if cell.fails {
          // The error is what the cell is there to show.
          let failed = session.hasFailed
          session.run(Parser.parse(cell.code), by: .document) { shown in
            if case .failure(let diagnostic) = shown {
              show(.document(Document([.diagnostic(diagnostic)])))
            } else {
              show(shown)
            }
          }
          session.hasFailed = failed
        } else if session.run(Parser.parse(cell.code), by: .document, show: show) != .finished {
          return false
        }
      case .exercise(let exercise): if let solution = exercise.solutions.first { session.runQuietly(solution.code) }
      case .task:
        if let picture = step.task?.picture(in: session.state, session.interpreter) {
          show(.document(Document([picture])))
        }
      case .prose, .note: break
      }
    }
    return true
  }

  /// What a reader sees of a step besides what it prints.
  private static func text(of step: Step) -> [Documents.Block] {
    switch step {
    case .prose(let prose): LessonText.blocks(prose.text.text)
    case .cell(let cell): [.code(CodeColours.code(cell.code.text))]
    case .exercise(let exercise): exercise.solutions.prefix(1).map { .code(CodeColours.code($0.code.text)) }
    case .task, .note: []
    }
  }
}
