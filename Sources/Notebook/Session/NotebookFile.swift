import Documents
import Evaluation
import Lessons
import Source
import Syntax
import Tensors

/// A session written as a lesson file: the inputs that led to its state, each with what it showed.
///
/// Nothing runs for it.
enum NotebookFile {
  /// The text of a notebook.
  static func text(of session: Session) -> String {
    var fields = [
      (name: "format", value: "\(Lesson.currentFormat)"), (name: "id", value: "notebook"),
      (name: "title", value: "My notebook"), (name: "seed", value: "\(session.state.seed)"),
    ]
    let entries = session.inputs.entries(numbered: session.state.inputs)
    if let digits = digits(of: entries) { fields.append((name: "digits", value: "\(digits)")) }
    if session.defaultFloat != .float64 { fields.append((name: "dtype", value: session.defaultFloat.name)) }
    let parts = entries.compactMap(part)
    return ([LessonWriter.frontMatter(fields)] + parts).joined(separator: "\n")
  }

  /// The digits with which all outputs agree: as many as any of them has.
  private static func digits(of entries: [InputRecord.Entry]) -> Int? {
    let chosen = entries.filter { $0.kind != .note && $0.kind != .answer }.map(\.digits)
    guard chosen.contains(where: { $0 != nil }) else { return nil }
    return chosen.map { $0 ?? ValueText.Digits(nil).number }.max()
  }

  private static func part(_ entry: InputRecord.Entry) -> String? {
    if entry.kind == .note { return entry.text + "\n" }
    if entry.kind == .answer { return nil }
    guard let code = withoutPrivateCommands(entry.text) else { return nil }
    switch entry.outcome {
    // What ran until somebody stopped it would run for ever: it is told, and not a cell.
    case .interrupted: return "This was interrupted:\n\n" + LessonWriter.block("text", code)
    case .failed, .finished:
      var output = TerminalRenderer(width: 80, color: .none).render(entry.shown)
      if entry.outcome == .failed { output = withRoomForPlace(output) }
      return LessonWriter.block(entry.outcome == .failed ? "nn fails" : "nn", code)
        + (output.isEmpty ? "" : LessonWriter.block("output", output))
    }
  }

  /// An error in a file says where it stands, before the line that it shows; at the prompt it did not.
  private static func withRoomForPlace(_ output: String) -> String {
    var lines = output.split(separator: "\n", omittingEmptySubsequences: false)
    guard let place = lines.firstIndex(where: { $0.hasPrefix("  │") }) else { return output }
    lines.insert("…", at: place)
    return lines.joined(separator: "\n")
  }

  /// Commands belong to the session, not to the notebook; those that show are kept.
  ///
  /// Nil when nothing is left.
  private static func withoutPrivateCommands(_ text: String) -> String? {
    let program = Parser.parse(SourceText(text))
    guard program.statements.contains(where: isPrivate) else { return text }
    let kept = program.statements.filter { !isPrivate($0) }
    if kept.isEmpty { return nil }
    return kept.map { program.source.slice($0.span) + ($0.showsValue ? "" : ";") }.joined(separator: "\n")
  }

  private static func isPrivate(_ statement: Statement) -> Bool {
    guard case .command(let line) = statement.kind else { return false }
    return (try? Command.find(Session.split(line).name))?.isShowing != true
  }
}
