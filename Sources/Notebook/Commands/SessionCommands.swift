import Documents
import Evaluation
import Source
import Syntax
import Tensors

extension Command {
  static let sessionCommands: [Command] = [
    Command(
      "help", .session, takes: .topic, usage: "help [NAME]", "Explains how to go on, a command or a name."
    ) { session, input throws(Diagnostic) in try session.help(input) },
    Command("why", .session, "Explains the last error, warning or note at length.") {
      session, input throws(Diagnostic) in
      guard !session.wasAnswerWrong else {
        let said: Phrase = "the last answer was not right, and what is known of it was said with it"
        let more: [[Inline]] = session.hasHintLeft ? [[.text(":hint says more about the task", .dim)]] : []
        return input.show(.lines([[.text("· ", .dim), .text(said)]] + more))
      }
      guard let failure = session.lastTold else { throw input.failure(.noError, "nothing has gone wrong yet") }
      input.show(.document(Explanations.document(for: failure, in: session.words)))
    },
    Command("vars", .session, "Lists the names you have bound and what they hold.") { session, input in
      input.show(session.variables())
    },
    Command(
      "doc", .session, takes: .name, usage: "doc NAME", "Explains a name; ?NAME does the same."
    ) { session, input throws(Diagnostic) in
      guard !input.text.isEmpty else { throw input.failure(.missingArgument, ":doc needs a name") }
      input.show(.document(try session.documentation(of: input.text, input)))
    },
    Command(
      "source", .session, takes: .name, usage: "source NAME", "Shows the code of a function.", isShowing: true
    ) { session, input throws(Diagnostic) in
      guard !input.text.isEmpty else { throw input.failure(.missingArgument, ":source needs a name") }
      guard case .function(let function)? = session.interpreter.value(of: input.text, in: session.state) else {
        throw input.failure(.unknownName, "there is no function \(input.text)", help: ":vars lists your own names")
      }
      guard let source = function.source else {
        throw input.failure(
          .builtIn, "\(input.text) is built in: it has no source in the language", help: "?\(input.text) explains it")
      }
      input.show(.code(CodeColours.code(source.text.slice(source.span))))
    },
    Command(
      "type", .session, takes: .expression, usage: "type EXPR",
      "Says what an expression is: its kind, shape and element type."
    ) { session, input throws(Diagnostic) in
      let value = try session.evaluate(input)
      input.show(.lines([[.text(session.describe(value))]]))
    },
    Command(
      "time", .session, takes: .expression, usage: "time EXPR", "Says how long an expression takes."
    ) { session, input throws(Diagnostic) in
      let start = session.world.now()
      let value = try session.evaluate(input)
      let seconds = session.world.now() - start
      for block in session.presenter.blocks(for: session.state.resolved(value), name: nil, isParameter: false) {
        input.show(block)
      }
      input.show(.lines([[.text("\(Duration.text(seconds))", .dim)]]))
    },
    Command("history", .session, "Lists what you have typed.") { session, input in
      let typed = session.inputs.entries.filter { $0.kind != .passed }
      let digits = String(typed.count).count
      let lines = typed.enumerated().map { index, entry -> [Inline] in
        let text = entry.text.split(separator: "\n").joined(separator: " ⏎ ")
        return [.text(DisplayWidth.padded("\(index + 1)", to: digits, .right) + "  ", .dim), .text(text)]
      }
      input.show(.lines(lines))
    },
    Command(
      "undo", .session, "Takes back the last input that changed something, with the place in a lesson.",
      details: "Looks, such as `?exp`, are passed over; what you have solved stays solved, and notes stay."
    ) { session, input throws(Diagnostic) in try session.undo(input) },
    Command(
      "clear", .session, takes: .name, usage: "clear [NAME …]",
      "Clears the screen; with names, takes away what they were given.",
      details:
        "After `sum = 3` there is no function `sum`; `:clear sum` brings it back. A name that is no function's means "
        + "nothing any more. `:undo` takes that back too."
    ) { session, input throws(Diagnostic) in
      guard !input.text.isEmpty else { return session.effects.append(.clearScreen) }
      try session.clear(input)
    },
    Command(
      "note", .session, takes: .text, usage: "note TEXT", "Keeps a sentence for the notebook that :save writes."
    ) { session, input throws(Diagnostic) in
      guard !input.text.isEmpty else { throw input.failure(.missingArgument, ":note needs a text") }
      session.record(.note, input.text, .finished, Page(), before: nil)
    },
    Command(
      "save", .session, takes: .file, usage: "save FILE.md",
      "Writes the session as a lesson file that :load opens again."
    ) { session, input throws(Diagnostic) in try session.save(input) },
    Command(
      "export", .session, takes: .file, usage: "export FILE",
      "Writes the lesson that is open, or the session, as .html, .md, .ipynb or .nn with what it prints.",
      details:
        "`:export step L FILE.html` writes the stepper as a page that plays its steps, with the stepper's keys and a slider for the numbers it "
        + "starts from; `:export graph L FILE` writes "
        + "the computation graph of L as a picture, .svg, or for GitHub, .md.\n\n`:export net FILE.py` writes the model "
        + "`net` as PyTorch code, which loads what `:weights save net net.safetensors` writes and gives the same outputs."
    ) { session, input throws(Diagnostic) in
      if input.text.hasPrefix("graph ") { return try session.exportGraph(input) }
      if input.text.hasSuffix(".py") || input.text.hasSuffix(".py --force") { return try session.exportModel(input) }
      if input.text.hasPrefix("step ") { return try session.exportSteps(input) }
      try session.write("export", input)
    },
    Command(
      "set", .session, takes: .setting, usage: "set NAME VALUE", "Changes a setting; alone it lists them."
    ) { session, input throws(Diagnostic) in try session.set(input) },
    Command(
      "data", .session, takes: .dataset, usage: "data [NAME | save VALUE FILE.csv]",
      "Lists the data sets and your own files, describes one, or saves a value as a table.",
      details:
        "Your own tables, texts and pictures lie in a data folder: `:data` names the folders, and lists what it finds "
        + "there with the call that reads it. csv reads a table, text_file a text, image_file a picture, images a folder of "
        + "pictures. Make the folder in your home directory that `:data` names, or say another one before the program "
        + "starts: `LEARNNN_DATA=FOLDER learnnn`, several with `:` between them."
    ) { session, input throws(Diagnostic) in try session.describeData(input) },
    Command("quit", .session, "Leaves learnnn; Ctrl-D does the same.") { session, _ in session.effects.append(.quit) },
  ]
}

extension Session {
  /// Evaluates the expression that a command was given, on a copy of the state.
  func evaluate(_ input: CommandInput) throws(Diagnostic) -> Value {
    var copy = self
    return try copy.evaluateHere(input)
  }

  private mutating func evaluateHere(_ input: CommandInput) throws(Diagnostic) -> Value {
    guard !input.text.isEmpty else { throw input.failure(.missingArgument, "an expression is needed here") }
    let source = SourceText(input.text, name: input.source.name)
    let program = Parser.parse(source)
    if let error = program.diagnostics.first(where: { $0.severity == .error }) { throw input.placed(error) }
    guard let statement = program.statements.first, program.statements.count == 1, case .expression = statement.kind
    else {
      throw input.failure(.notAnExpression, "one expression is needed here")
    }
    var quiet = statement
    quiet.showsValue = false
    let show = input.show
    switch execute(quiet, of: source, emit: { show(.event($0)) }) {
    case .finished(let value): return value
    case .failed(let diagnostic): throw input.placed(diagnostic)
    case .interrupted: throw input.failure(.interrupted, "interrupted")
    }
  }

  /// How values are laid out with the settings in force.
  package var presenter: Presenter { Presenter(width: settings.width, digits: digits, words: words) }

  func describe(_ value: Value) -> Phrase {
    let resolved = state.resolved(value)
    var text = resolved.kind
    if case .list(let list) = resolved, let tensor = ValueText.asTensor(list, state: state) {
      text = "a tensor of shape \(ShapeText.of(tensor.shape))"
    }
    if case .data(let traced) = resolved {
      text = "\(text) of type \(traced.elementType.name)"
      if case .parameter = value {
        text = "a parameter: \(text)"
      } else if traced.node != nil {
        text = "\(text), recorded"
      }
    }
    return text
  }

  func variables() -> Documents.Block {
    let names = interpreter.boundNames(in: state)
    guard !names.isEmpty else {
      return .paragraph(["No name is bound yet: ", .text("w = param(0.8)", .code), " binds one."])
    }
    let language = words
    var copy = interpreter
    let rows = names.compactMap { name -> (name: String, value: String, kind: Phrase)? in
      guard let value = copy.value(of: name, in: state) else { return nil }
      let text = ValueText.inline(state.resolved(value), state: state, in: language)
      return (NameText.of(name), text, briefKind(of: value))
    }
    let kinds = rows.map { DisplayWidth.columns(of: words($0.kind)) }.max() ?? 0
    let taken = (rows.map { DisplayWidth.columns(of: $0.name) }.max() ?? 0) + kinds + 6
    let room = Swift.max(settings.width - taken, 10)
    return .columns(
      Columns(
        rows.map { row in
          let value = DisplayWidth.truncated(row.value, to: room)
          return [[.text(row.name, .name)], [.text(value)], [.text(row.kind, .dim)]]
        }))
  }

  /// What a value is, in the fewest words: its shape, or its kind.
  private func briefKind(of value: Value) -> Phrase {
    let resolved = state.resolved(value)
    var words: [Phrase] = []
    switch resolved {
    case .data(let traced):
      if !traced.shape.isEmpty { words.append(.verbatim(ShapeText.of(traced.shape))) }
      if traced.elementType != .float64 { words.append(.verbatim(traced.elementType.name)) }
      if case .parameter = value { return Presenter.parameterTag(words.map(\.description)) }
      if words.isEmpty { words.append("number") }
    case .list(let list):
      words.append(
        ValueText.asTensor(list, state: state).map { Phrase.verbatim(ShapeText.of($0.shape)) }
          ?? "list of \(list.items.count)")
    default: words.append(.sentence(String(resolved.kind.description.drop { $0 != " " }.dropFirst())))
    }
    return Phrase.joined(words, separator: " ")
  }
}

/// How a span of time is told.
enum Duration {
  static func text(_ seconds: Double) -> String {
    if seconds < 1e-3 { return "\(NumberText.of(seconds * 1e6, digits: 3)) µs" }
    if seconds < 1 { return "\(NumberText.of(seconds * 1e3, digits: 3)) ms" }
    return "\(NumberText.of(seconds, digits: 3)) s"
  }
}
