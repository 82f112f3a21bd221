import Documents
import Phrasebook
import Source
import Syntax

/// Words that are commands in other programs, understood at the prompt where nothing else could be meant.
extension Session {
  /// The command that a line typed at the prompt means; nil when it is mathematics, or a command already.
  func bareCommand(_ text: String) -> String? {
    guard settings.isInteractive, world.author == .person, !text.contains("\n") else { return nil }
    var line = Session.trimmed(text)
    if line.hasPrefix(":") {
      // A command that there is not: `:q!`, `:lesson3`.
      guard (try? Command.find(Session.split(line).name)) == nil else { return nil }
      line = String(line.dropFirst())
    }
    if isLesson(line), !isKnown(line) { return ":load \(line)" }
    guard let command = Habits.all.command(for: line, phrasebookSurroundings) else { return nil }
    let name = Session.split(command).name
    guard command.hasPrefix("?") || Session.harmless.contains(name), works(command, instead: line) else { return nil }
    return command
  }

  /// The commands that a bare word may give: none of them loses or writes anything.
  private static let harmless: Set<String> = [
    "quit", "help", "doc", "lessons", "load", "next", "back", "hint", "undo", "skip", "again", "vars", "clear",
    "history",
    "check",
    "step", "graph", "grads", "type", "source", "goto", "progress", "outline",
  ]

  /// Shows how a bare word was understood.
  func tellMeaning(of command: String, show: (Shown) -> Void) {
    show(.document(Document([.lines([[.text("→ ", .dim), .text(command, .command)]])])))
  }

  /// What to say to a sentence: the ideas it mentions, or where to begin.
  func answer(toSentence line: String, _ diagnostic: Diagnostic, at span: Span) -> Diagnostic? {
    if let names = conceptsInChinese(line) { return sentence(names, diagnostic, at: span) }
    let words = line.split { !$0.isLetter && $0 != "-" }.map(String.init)
    let isSentence =
      words.count >= 2 && words.allSatisfy { $0.count > 1 || "aIi".contains($0) }
      && line.allSatisfy { $0.isLetter || $0 == " " || "?!.,'’-".contains($0) }
    guard isSentence || words.count >= 4 && line.hasSuffix("?") else { return nil }
    let ideas = Guide.all.entries(mentionedIn: words).compactMap(\.names.first)
    let names = words.filter { Reference.entry(named: $0) != nil }
    return sentence(ideas + names, diagnostic, at: span)
  }

  private func sentence(_ names: [String], _ diagnostic: Diagnostic, at span: Span) -> Diagnostic {
    let found = names.prefix(3).map(Guide.question(about:))
    return Diagnostic(
      code: "sentence", SentenceWords.title, source: diagnostic.source, labels: [.init(span)],
      help: found.isEmpty ? SentenceWords.begin : SentenceWords.explained(found))
  }

  /// The ideas that a sentence without spaces mentions, such as 什么是梯度; nil when the line is none, or a name alone.
  func conceptsInChinese(_ line: String) -> [String]? {
    let isChinese: (Character) -> Bool = { $0.unicodeScalars.allSatisfy { (0x4E00...0x9FFF).contains($0.value) } }
    let asks = line.hasSuffix("?") || line.hasSuffix("？")
    let text = line.filter { !" ?？!！,，.。".contains($0) }
    guard text.count(where: isChinese) >= 2, text.allSatisfy({ $0.isLetter || $0.isNumber }) else { return nil }
    let names = Guide.all.entries.filter { $0.kind == .concepts }.compactMap { entry in
      entry.names(in: words).first { $0.contains(where: isChinese) && text.contains($0) }
    }
    // The longest name alone: 梯度下降 is not also 梯度.
    let longest = names.filter { name in !names.contains { $0 != name && $0.contains(name) } }
    return asks || longest.contains { $0 != text } || text.count(where: isChinese) >= 6 ? longest : nil
  }
}

/// The words in answer to a sentence.
private enum SentenceWords {
  static let title: Phrase = "this is a sentence: mathematics and commands are understood here"
  static let begin: Phrase = "type :load lesson0 to begin with the first lesson, or :help to see what can be typed"
  static func explained(_ names: [String]) -> Phrase { "type \(names.joined(separator: " · "))" }
}
