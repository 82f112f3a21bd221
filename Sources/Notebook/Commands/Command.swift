import Documents
import Phrasebook
package import Source
import Syntax

/// A command, declared once: `:help`, Tab, "did you mean" and the reference are read from here.
package struct Command: Sendable {
  /// What follows the command's name, which is also what Tab completes.
  package enum Argument: Sendable, Equatable {
    case none
    case lesson
    case file
    case name
    case expression
    case number
    case setting
    case dataset
    /// A command or a name.
    case topic
    case text
  }

  /// The groups of `:help`, in its order.
  package enum Group: String, Sendable, CaseIterable {
    case lessons = "Lessons"
    case exercises = "Exercises"
    case gradients = "Gradients"
    case session = "Session"
    case inside = "A look inside"
  }

  /// Its name, without the colon.
  package let name: String
  /// The group it is listed under.
  package let group: Group
  /// What follows it.
  package let argument: Argument
  /// How it is typed: `load LESSON`.
  package let usage: String
  /// What it does: one sentence.
  package let summary: String
  /// What there is to know besides.
  package let details: String
  /// Whether a lesson may use it in a cell: only those that show and change nothing.
  package let isShowing: Bool
  let action: @Sendable (inout Session, CommandInput) throws(Diagnostic) -> Void

  init(
    _ name: String, _ group: Group, takes argument: Argument = .none, usage: String? = nil, _ summary: String,
    details: String = "", isShowing: Bool = false,
    action: @escaping @Sendable (inout Session, CommandInput) throws(Diagnostic) -> Void
  ) {
    self.name = name
    self.group = group
    self.argument = argument
    self.usage = usage ?? name
    self.summary = summary
    self.details = details
    self.isShowing = isShowing
    self.action = action
  }

  /// A line that can be typed as it stands: without what may be left out, and with something for what has to be there.
  var example: String {
    let needed = ":" + usage.replacing(/\ \[.*\]/, with: "")
    let fillings = [("FILE.md", "notes.md"), ("FILE", "page.html"), ("EXPR", "1 + 2"), ("NAME", "softmax")]
    return fillings.reduce(needed) { $0.replacing($1.0, with: $1.1) }
  }

  /// All commands, by group.
  package static let all: [Command] =
    lessonCommands + exerciseCommands + gradientCommands + sessionCommands + weightCommands + insideCommands

  /// Finds a command by its name or an unambiguous beginning of it.
  package static func find(_ name: String) throws(Diagnostic) -> Command {
    if let exact = all.first(where: { $0.name == name }) { return exact }
    let begun = all.filter { $0.name.hasPrefix(name) }
    if begun.count == 1 { return begun[0] }
    if begun.count > 1, !name.isEmpty {
      let known = Phrase.joined(begun.map { .verbatim(":" + $0.name) }, separator: " or ")
      throw Diagnostic(code: .ambiguousCommand, ":\(name) could be \(known)")
    }
    let help: Phrase? = closest(to: name).map { "did you mean :\($0)?" }
    throw Diagnostic(
      code: .unknownCommand, "there is no command :\(name)", help: help ?? ":help commands lists them")
  }

  /// The command that a mistyped name is nearest to: of so few, half of the letters tell it where the first is right.
  static func closest(to name: String) -> String? {
    let names = all.map(\.name)
    if let near = Suggestions.closest(to: name, among: names) { return near }
    let letters = Array(name.unicodeScalars)
    let begun = names.filter { $0.first == name.first && letters.count > 2 }
    let near = begun.map { (name: $0, distance: Suggestions.editDistance(letters, Array($0.unicodeScalars))) }
      .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
    return near.flatMap { 2 * $0.distance <= letters.count ? $0.name : nil }
  }
}

/// What a command was given.
struct CommandInput {
  /// The text after the name, trimmed.
  let text: String
  /// Where that text stands.
  let span: Span
  /// The source it stands in.
  let source: SourceText
  /// Where the whole command stands, which is what is at fault when nothing follows its name.
  var command: Span?
  /// Where to show things.
  let show: (Shown) -> Void

  /// A text that stands by itself, outside of what was typed.
  static func alone(_ text: String, show: @escaping (Shown) -> Void = { _ in }) -> CommandInput {
    let source = SourceText(text)
    return CommandInput(text: text, span: Span(0, source.count), source: source, show: show)
  }

  /// An error about the text.
  func failure(_ code: ErrorCode, _ title: Phrase, notes: [Phrase] = [], help: Phrase? = nil) -> Diagnostic {
    Diagnostic(
      code: code, title, source: source, labels: [.init(text.isEmpty ? command ?? span : span)], notes: notes,
      help: help)
  }

  /// An error about the text by itself, told at the text's place in what was typed.
  func placed(_ diagnostic: Diagnostic) -> Diagnostic {
    guard diagnostic.source?.text == text, source.slice(span) == text else { return diagnostic }
    var placed = diagnostic
    placed.source = source
    placed.labels = diagnostic.labels.map { label in
      .init(Span(label.span.lower + span.lower, label.span.upper + span.lower), label.text)
    }
    return placed
  }

  /// A part of the text as a command's text of its own.
  func part(_ text: String, at offset: Int = 0) -> CommandInput {
    let lower = span.lower + offset
    return CommandInput(text: text, span: Span(lower, lower + text.utf8.count), source: source, show: show)
  }

  /// The last word of the text where that is what is at fault; the whole of it where it was typed in another way.
  func last(_ word: String) -> CommandInput {
    let offset = text.utf8.count - word.utf8.count
    guard offset >= 0, text.hasSuffix(word), span.upper - span.lower == text.utf8.count else { return self }
    return part(word, at: offset)
  }

  /// Shows blocks.
  func show(_ blocks: Documents.Block...) { show(.document(Document(blocks))) }
}

extension Session {
  /// Runs a command line such as `:load lesson3` or `?softmax`; false when it failed.
  mutating func runCommand(
    _ line: String, at span: Span, of source: SourceText, by author: World.Author, show: @escaping (Shown) -> Void
  ) -> Bool {
    do throws(Diagnostic) {
      let (name, argument, offset) = Session.split(line)
      let lower = span.lower + offset
      let input = CommandInput(
        text: argument, span: Span(lower, lower + argument.utf8.count), source: source, command: span, show: show)
      let command: Command
      let meant = Speech.chinese.commandName(for: name, isAlone: argument.isEmpty)
      do throws(Diagnostic) {
        command = try Command.find(meant ?? name)
        // Whoever asks in words learns the command's name.
        if meant != nil, settings.isInteractive, author == .person {
          tellMeaning(of: ":\(command.name)" + (argument.isEmpty ? "" : " \(argument)"), show: show)
        }
      } catch {
        var placed = error
        placed.source = source
        // Only the word is at fault, whatever follows it.
        let word = Span(span.lower, span.lower + line.prefix { $0 != " " && $0 != "\t" }.utf8.count)
        placed.labels = [.init(word)]
        // `:descend(f, rate=0.1)`: what a function takes stands in parentheses, and what a command takes does not.
        if let opener = line.firstIndex(of: "("), line.hasSuffix(")"),
          let called = try? Command.find(String(line[..<opener].dropFirst()))
        {
          placed.help = AdviceWords.help(":\(called.name) \(line[opener...].dropFirst().dropLast())")
          throw placed
        }
        // A word that is nearly a command was meant to be one.
        guard Suggestions.closest(to: name, among: Command.all.map(\.name)) == nil else { throw placed }
        let advised = advised(placed, String(line.drop { $0 == ":" }), at: span)
        // `:boundary net iris`: a function is called.
        let call = "\(name)(\(argument.split(whereSeparator: { ", ".contains($0) }).joined(separator: ", ")))"
        if isFunction(name), works(call, instead: line) {
          placed.help = AdviceWords.help(call)
          throw placed
        }
        // Two words are rather a command with what follows it than a sentence.
        let isSentence = argument.contains(" ") || Command.closest(to: name) == nil
        throw advised.code == .sentence && !isSentence ? placed : advised
      }
      if command.argument == .none, !argument.isEmpty {
        let alone =
          lessonAsked(by: line) ?? Habits.all.command(for: String(line.dropFirst()), phrasebookSurroundings)
          ?? (works("?" + argument, instead: argument) ? "?" + argument : ":" + command.name)
        throw input.failure(
          .unexpectedArgument, ":\(command.name) takes nothing after it", help: AdviceWords.help(alone))
      }
      do throws(Diagnostic) {
        try act(command, input, by: author)
      } catch {
        var told = author == .person ? advised(error, of: command, input) : error
        // Whoever left out what follows a command is shown how it is typed.
        if error.code == .missingArgument, error.help == nil, argument.isEmpty {
          told.help =
            commandOfLoss(command).map { AdviceWords.help($0) } ?? "type \(words.usage(command.example))"
        }
        throw told
      }
      return true
    } catch {
      fail(error, show: show)
      return false
    }
  }

  /// The error of a command that takes an expression with the command to type, where the expression was written as
  /// elsewhere, or is the loss under a name that it has not.
  private func advised(_ error: Diagnostic, of command: Command, _ input: CommandInput) -> Diagnostic {
    guard command.group == .gradients, command.usage.contains(" L"), !input.text.isEmpty,
      !Parser.parse(SourceText(input.text)).isRunnable(isKnown)
    else { return error }
    var stopped: (line: String, error: Diagnostic)?
    if let advice = advice(for: input.text, &stopped), !advice.line.hasPrefix(":"), !advice.line.hasPrefix("?") {
      // What is stepped through is the loss, and not its gradient.
      let program = Parser.parse(SourceText(advice.line))
      var line = advice.line
      if case .gradient(let loss, _)? = program.onlyExpression?.kind { line = program.source.slice(loss.span) }
      return Diagnostic(
        code: .otherHabit, AdviceWords.title, source: input.source, labels: [.init(input.span)],
        notes: line == advice.line ? advice.sentences : [], help: AdviceWords.help(":\(command.name) \(line)"))
    }
    guard error.code == .unknownName, let ofLoss = commandOfLoss(command) else { return error }
    var told = error
    told.help = AdviceWords.help(ofLoss)
    return told
  }

  /// Does what a command does, in the world of whoever gave it.
  private mutating func act(_ command: Command, _ input: CommandInput, by author: World.Author) throws(Diagnostic) {
    guard Swift.min(author, world.author) == .document else { return try command.action(&self, input) }
    guard command.isShowing else {
      throw input.failure(
        .commandInLesson, "a cell may not use :\(command.name)",
        notes: ["A lesson uses only commands that show something and change nothing."],
        help: "type :\(command.name) yourself")
    }
    // A guest in a world that nobody can change: of all it does, only what it shows is kept.
    var guest = self
    guest.world = world.limited(to: .document)
    defer { (interpreter, watches, effects) = (guest.interpreter, guest.watches, guest.effects) }
    try command.action(&guest, input)
  }

  /// Takes a command line apart: the name, what follows it, and where that begins.
  static func split(_ line: String) -> (name: String, argument: String, offset: Int) {
    let bytes = Array(line.utf8)
    var start = 0
    var name = "doc"
    if bytes.first == UInt8(ascii: ":") {
      var end = 1
      while end < bytes.count, bytes[end] != 0x20, bytes[end] != 0x09 { end += 1 }
      name = String(decoding: bytes[1..<end], as: UTF8.self)
      start = end
    } else {
      start = 1
      if bytes.count <= 1 { name = "help" }
    }
    while start < bytes.count, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
    var end = bytes.count
    while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    if name == "?" { name = "help" }
    return (name, String(decoding: bytes[start..<end], as: UTF8.self), start)
  }
}
