import Documents
import Evaluation
import Lessons
import Source
import Syntax

/// A session written as a lesson file: the cells with what they print.
enum NotebookFile {
  /// The text of a notebook; every cell is run once more, on a fresh state, for its output.
  static func text(of log: [(text: String, isProse: Bool)], world: World, settings: Settings) -> String {
    var parts = [
      LessonWriter.frontMatter([
        (name: "format", value: "\(Lesson.currentFormat)"), (name: "id", value: "notebook"),
        (name: "title", value: "My notebook"),
        (name: "seed", value: "\(settings.seed)"),
      ])
    ]
    var quiet = settings
    quiet.isInteractive = false
    quiet.width = 80
    var session = Session(world: world, settings: quiet)
    for entry in log {
      if entry.isProse {
        parts.append(entry.text + "\n")
        continue
      }
      let program = Parser.parse(SourceText(entry.text))
      guard program.statements.contains(where: { !isPrivate($0) }) else { continue }
      let output = OutputCollector()
      let failed = !session.run(program, isTyped: false) { output.add($0) }
      parts.append(LessonWriter.block(failed ? "nn fails" : "nn", entry.text))
      let text = output.text
      if !text.isEmpty { parts.append(LessonWriter.block("output", text)) }
    }
    return parts.joined(separator: "\n")
  }

  /// Commands belong to the session, not to the notebook; those that show are kept.
  private static func isPrivate(_ statement: Statement) -> Bool {
    guard case .command(let line) = statement.kind else { return false }
    return (try? Command.find(Session.split(line).name))?.isShowing != true
  }
}

/// Collects what a run shows as plain text of 80 columns: what an `output` block holds.
final class OutputCollector {
  private let presenter = Presenter(width: 80)
  private let renderer = TerminalRenderer(width: 80, color: .none)
  private(set) var text = ""

  /// Adds something shown; progress leaves no trace but its last line.
  func add(_ shown: Shown) {
    if case .event(.progress(let progress)) = shown {
      guard progress.isFinal else { return }
    }
    text += renderer.render(presenter.document(for: shown))
  }
}
