package import Documents
import Evaluation
package import Lessons
import Source
import Syntax
import Tensors

/// A session written as a lesson file: the inputs that led to its state, each with what it showed.
///
/// Nothing runs for it.
package struct NotebookFile {
  private let session: Session
  private let entries: [InputRecord.Entry]

  /// Looks at a session.
  package init(_ session: Session) {
    self.session = session
    entries = session.inputs.entries(numbered: session.state.inputs)
  }

  /// The text of the notebook.
  package var text: String {
    var fields = [
      (name: "format", value: "\(Lesson.currentFormat)"), (name: "id", value: "notebook"),
      (name: "title", value: session.words("My notebook")), (name: "seed", value: "\(session.state.root)"),
      (name: "streams", value: "one"),
    ]
    if !session.words.isEnglish { fields.append((name: "language", value: session.words.language)) }
    if let student = session.state.student { fields.append((name: "student", value: SafeText.line(student))) }
    if let digits = Self.digits(of: entries) { fields.append((name: "digits", value: "\(digits)")) }
    if session.defaultFloat != .float64 { fields.append((name: "dtype", value: session.defaultFloat.name)) }
    var streams = 0
    let parts = entries.compactMap { Self.part($0, &streams, session.words) }
    return ([LessonWriter.frontMatter(fields)] + parts).joined(separator: "\n")
  }

  /// What each cell of the notebook showed, in order.
  package var pages: [Document] {
    entries.filter { $0.kind != .note && $0.outcome != .interrupted && Self.code(of: $0) != nil }.map(\.shown)
  }

  /// How a cell of the lesson that is open ran; nil when it did not.
  package func entry(of cell: Cell) -> InputRecord.Entry? { entries.last { $0.text == cell.code.text } }

  /// The digits with which all outputs agree: as many as any of them has.
  private static func digits(of entries: [InputRecord.Entry]) -> Int? {
    let chosen = entries.filter { $0.kind != .note && $0.kind != .answer }.map(\.digits)
    guard chosen.contains(where: { $0 != nil }) else { return nil }
    return chosen.map { $0 ?? ValueText.Digits(nil).number }.max()
  }

  /// An input as a cell; `streams` is how many streams of random numbers had begun before the one drawn from last.
  private static func part(_ entry: InputRecord.Entry, _ streams: inout Int, _ words: Translation) -> String? {
    if entry.kind == .note { return entry.text + "\n" }
    guard let code = code(of: entry) else { return nil }
    switch entry.outcome {
    // What ran until somebody stopped it would run for ever: it is told, and not a cell.
    case .interrupted: return words("This was interrupted:") + "\n\n" + LessonWriter.block("text", code)
    case .failed, .finished:
      var output = TerminalRenderer(width: 80, color: .none, words: words).render(entry.shown)
      if entry.outcome == .failed { output = withRoomForPlace(output) }
      var header = entry.outcome == .failed ? "nn fails" : "nn"
      if let stream = entry.stream, stream.number != streams {
        header += " seed=\(stream.seed)"
        streams = stream.number
      }
      return LessonWriter.block(header, code)
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

  /// An input without the commands that belong to the session; those that show are kept.
  ///
  /// Nil when nothing is left.
  private static func code(of entry: InputRecord.Entry) -> String? {
    if entry.kind == .answer { return nil }
    let program = Parser.parse(SourceText(entry.text))
    guard program.statements.contains(where: isPrivate) else { return entry.text }
    let kept = program.statements.filter { !isPrivate($0) }
    if kept.isEmpty { return nil }
    return kept.map { program.source.slice($0.span) + ($0.showsValue ? "" : ";") }.joined(separator: "\n")
  }

  private static func isPrivate(_ statement: Statement) -> Bool {
    guard case .command(let line) = statement.kind else { return false }
    return (try? Command.find(Session.split(line).name))?.isShowing != true
  }
}
