import Documents
import Judging
import LineEditing
import Notebook
import Phrasebook
import Source
import Syntax

/// A session in a terminal: reads a line, shows what comes of it, and again.
final class Repl {
  private var session: Session
  private let surroundings: Surroundings
  private let display: PromptDisplay
  private let reader: any LineReader
  private let editor: LineEditor?
  private let requests: RequestReader
  private let isQuiet: Bool
  private var prefill = ""
  /// The unfinished text at which it was told how to take it back.
  private var toldText: String?
  private let startupFile: String?

  init(
    _ surroundings: Surroundings, _ directories: Directories, _ session: Session, color: ColorChoice,
    accessible: Bool, keepsHistory: Bool, isQuiet: Bool
  ) {
    self.isQuiet = isQuiet
    self.surroundings = surroundings
    let renderer = surroundings.renderer(color: color, accessible: accessible)
    display = PromptDisplay(
      renderer: renderer,
      progress: ProgressLine(rewrites: surroundings.canRewriteLines && !renderer.accessible))
    self.session = session
    startupFile = directories.configuration.map { $0 + "/startup.nn" }
    let path = keepsHistory ? directories.state.map { $0 + "/history" } : nil
    editor = LineEditor(
      program: "learnnn", history: History(path: path), hooks: LineEditorHooks(), colour: renderer.color != .none)
    reader = editor ?? PlainLines { Parser.parse(SourceText($0)).isUnfinished }
    // Without an editor the terminal itself echoes what is typed, a Ctrl-C too.
    display.echoesKeys = editor == nil && reader.isInteractive
    requests = RequestReader(reader, hasKeys: editor != nil, display: display) {
      (surroundings.width, Terminal.size().rows)
    }
    installHooks()
    display.speak(as: session)
    if !isQuiet { showBanner(hasState: directories.state != nil) }
  }

  /// Runs the startup file, then opens a lesson, or says where one was; the exit status when that is the end.
  func begin(with lesson: String?) -> ExitStatus? {
    if let startupFile, session.world.files.exists(startupFile), let status = take(":load \(startupFile)") {
      return status
    }
    if let lesson { return take(":load \(lesson)") }
    session.lookForPlace()
    if let place = session.resumable, !isQuiet {
      display.show(
        Document([.paragraph([.text("You were in \(place.title), step \(place.step): Enter goes on.")])]))
    }
    return nil
  }

  /// Goes on until Ctrl-D, `:quit`, or a signal.
  func run() -> ExitStatus {
    defer { editor?.close() }
    while true {
      for warning in reader.takeWarnings() {
        let words = Phrase(template: warning.template, warning.values.map(Phrase.Filling.text))
        display.show(Document([.paragraph([.text("\("warning"): ", .warning), .text(words)])]))
      }
      let input = reader.readLine(prompt: prompt, prefill: prefill)
      prefill = ""
      switch input {
      case .line(let text): if let status = take(text) { return status }
      case .interrupted: continue
      case .endOfFile: return .fine
      case .terminated(let signal): return .terminated(by: signal)
      }
    }
  }

  /// Submits an input and does what the session asks for; the exit status when that is the end.
  private func take(_ text: String) -> ExitStatus? {
    display.renderer.width = surroundings.width
    session.settings.width = display.renderer.width
    let earlier = session.inputs.entries.last?.number
    let place = session.prompt
    defer { rememberCell(after: earlier) }
    let effects: [Effect]
    if let program = surroundings.variable("PAGER"), session.settings.pages, isLookUp(text) {
      effects = submit(text, readIn: program)
    } else {
      display.pager = pager()
      effects = session.submit(text, to: display)
    }
    let pager = display.pager
    display.pager = nil
    if let end = pager?.end { return end }
    if pager?.isStopped == true, session.lesson != nil, text.isEmpty || session.prompt != place {
      display.show(
        Document([
          .paragraph([
            .text("The step is not shown to its end: ", .dim), .text(String(":show"), .command),
            .text(" shows it again.", .dim),
          ])
        ]))
    }
    defer { prefill += pager?.typed ?? "" }
    for effect in effects {
      switch effect {
      case .quit: return .fine
      case .prefill(let text): prefill = text
      case .step(var stepper):
        if let status = requests.walk(&stepper) { return status }
        session.walked(stepper, to: display)
      case .descend(var descent): if let status = requests.walk(&descent) { return status }
      case .replay(var replay):
        while true {
          if let status = requests.walk(&replay) { return status }
          if let line = replay.next, let status = take(line) { return status }
          guard replay.comesBack else { break }
          replay.comeBack()
        }
      case .clearScreen: if surroundings.canRewriteLines { Terminal.write("\u{1B}[H\u{1B}[2J") }
      }
    }
    return nil
  }

  /// A cell that Enter ran can be called up again, like a line that was typed.
  private func rememberCell(after earlier: Int?) {
    guard let last = session.inputs.entries.last, last.number != earlier, case .cell = last.kind else { return }
    editor?.remember(last.text)
  }

  /// What shows the next input's words a screen at a time; nil where nobody turns pages.
  private func pager() -> Pager? {
    guard session.settings.pages, let editor, !display.renderer.accessible, surroundings.canRewriteLines else {
      return nil
    }
    let size = Terminal.size()
    return Pages(columns: size.columns, rows: size.rows).map { Pager($0, editor) }
  }

  /// Whether an input asks for help alone.
  private func isLookUp(_ text: String) -> Bool {
    editor != nil && !display.renderer.accessible && text.split(separator: " ").first == ":help"
  }

  /// Submits an input whose words are read in another program when they are longer than the window.
  private func submit(_ text: String, readIn program: String) -> [Effect] {
    var shown = ""
    display.collects = { shown += $0 }
    defer { display.collects = nil }
    let effects = session.submit(text, to: display)
    if !PagerProgram.show(shown, in: program) { Terminal.write(shown) }
    return effects
  }

  private var prompt: Prompt {
    let text = display.renderer.render(line: [.text(session.prompt)])
    let role: Role = session.lesson == nil ? .prompt : .heading
    return Prompt(text, style: display.renderer.style(of: role))
  }

  private func showBanner(hasState: Bool) {
    display.show(
      Document([
        .paragraph([
          .text("learnnn \(Learnnn.version)", .strong), " · ", .text(":lessons", .command), " lists lessons, ",
          .text(":help", .command), " says where to begin, Ctrl-D leaves",
        ])
      ]))
    if session.words.language == "zh" {
      // Said in the language of whoever does not read the other.
      display.show(
        Document([.paragraph([.text(String(":set language en"), .command), .text(String(" speaks English"))])]))
    } else if surroundings.hasNoLanguage, session.world.language == nil {
      display.show(Document([.paragraph([.text(String("中文："), .dim), .text(String(":set language zh"), .command)])]))
    }
    if !hasState {
      display.show(
        Document([.paragraph(["There is no home directory (HOME is not set): history and progress are not kept."])]))
    }
  }

  /// The mark of a row that goes on with the one above, and once what to do about it.
  private func continuationHint(for text: String) -> Hint {
    if toldText == nil { toldText = text }
    let words: Phrase =
      display.renderer.width < 48 ? "… goes on here" : "… goes on here; Ctrl-C takes the line back"
    return Hint(toldText == text ? display.words(words) : "…", isAcceptable: false)
  }

  /// The editor asks the session as it is when a key is pressed.
  private func installHooks() {
    (reader as? PlainLines)?.isUnfinished = { [unowned self] text in session.bareAnswers.isUnfinished(text) }
    guard let editor else { return }
    let highlighting = Highlighting(display.renderer)
    editor.hooks.isUnfinished = { [unowned self] text in session.bareAnswers.isContinued(text) }
    editor.hooks.indent = { Blocks.indent(after: $0) ?? Parser.indent(for: $0) }
    editor.hooks.highlight = { highlighting.runs(in: $0) }
    editor.hooks.hint = { [unowned self] text, cursor in
      if text.contains("\n"),
        text.split(separator: "\n", omittingEmptySubsequences: false).last?.allSatisfy({ $0 == " " }) ?? false
      {
        return continuationHint(for: text)
      }
      return SignatureHint.hint(for: text, at: cursor) { session.function(named: $0) }
    }
    editor.hooks.complete = { [unowned self] text, cursor in
      session.completion(of: text, at: cursor).map { Completion($0) }
    }
    editor.hooks.cleanPaste = PastedPrompts.removed(from:)
  }
}
