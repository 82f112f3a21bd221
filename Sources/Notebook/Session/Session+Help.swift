import Documents
import Evaluation
import Lessons
import Phrasebook
import Source
import Syntax

extension Session {
  /// `:help`, alone or about a command, a setting, a name, a sign or an idea.
  mutating func help(_ input: CommandInput) throws(Diagnostic) {
    let words = words
    if let page = helpPages[input.text] { return input.show(.document(followed(page(), bySetting: input.text))) }
    let name = input.text.hasPrefix(":") ? String(input.text.dropFirst()) : input.text
    if name.hasPrefix("set "), let setting = Setting.named(name.dropFirst(4)) {
      return input.show(.document(HelpText.page(of: setting, in: words)))
    }
    if input.text.hasPrefix(":") || Command.all.contains(where: { $0.name == name }) {
      let page = HelpText.page(of: try Command.find(name), in: words)
      return input.show(.document(followed(page, bySetting: name)))
    }
    if Reference.entry(named: name) == nil, let setting = Setting.named(name) {
      return input.show(.document(HelpText.page(of: setting, in: words)))
    }
    if let topic = topic(said: input.text), topic != input.text {
      return try help(.alone(topic, show: input.show))
    }
    input.show(.document(try documentation(of: input.text, input)))
  }

  /// A page, the setting of the same name after it, and what else there is.
  private func followed(_ page: Document, bySetting name: String, _ more: Document? = nil) -> Document {
    var page = page
    if let setting = Setting.named(name) { page.append(HelpText.page(of: setting, in: words)) }
    if let more { page.append(more) }
    return page
  }

  /// What a word of a spoken language asks help for: a page, or a command; nil where the word itself is explained.
  private func topic(said text: String) -> String? {
    if isKnown(text) || Guide.all.entry(named: text, in: words) != nil { return nil }
    if Command.Group.allCases.contains(where: { words(Phrase.sentence($0.rawValue)) == text }) { return "commands" }
    if Speech.chinese.questions(inUnspaced: text).isEmpty, let line = Speech.chinese.command(inUnspaced: text) {
      let (name, argument, _) = Session.split(line)
      return name == "help" ? argument : name
    }
    // The last part of a Chinese term says what it is; of its first another term may be made: 批量 of 批量规范化.
    let subjects = [text] + Speech.chinese.contents(inUnspaced: text)
    return Speech.chinese.questions(inUnspaced: text).first.map { String($0.dropFirst()) }
      ?? conceptsInChinese(text)?.first { name in subjects.contains { $0.hasSuffix(name) } }
  }

  /// The pages of `:help` that are about no single name, by what is typed behind it.
  var helpPages: [String: () -> Document] {
    let words = words
    return [
      "": { [inLesson = lesson != nil] in HelpText.overview(inLesson: inLesson) },
      "syntax": { GuidePages.syntax(in: words) },
      "language": { GuidePages.syntax(in: words) }, "commands": { HelpText.commands(in: words) },
      "functions": HelpText.functions,
      "names": HelpText.functions, "concepts": { HelpText.concepts(in: words) },
      "lesson format": { FormatPages.whole(in: words) }, "ideas": { HelpText.concepts(in: words) },
      "signs": { HelpText.concepts(in: words) },
    ]
  }

  /// What there is to know about a name, a sign, a word or an idea.
  mutating func documentation(of name: String, _ input: CommandInput) throws(Diagnostic) -> Document {
    if name == "?" { return HelpText.overview(inLesson: lesson != nil) }
    if name.hasPrefix(":"), let command = try? Command.find(String(name.dropFirst())) {
      return HelpText.page(of: command, in: words)
    }
    // Of a call the function is explained; several words are an idea.
    let called = name.prefix { $0 != "(" }.trimmingSpaces
    let isName = Lexer.tokens(of: SourceText(called)).prefix { $0.kind != .end }.count == 1
    let value = isName ? interpreter.value(of: Session.normalised(called), in: state) : nil
    let explained = Guide.all.entry(named: name, in: words)
    // A name of the user's own means that: the e of `e = a - y`.
    let isOwn = isName && interpreter.boundNames(in: state).contains(Session.normalised(called))
    if let explained, explained.kind != .concepts, !isOwn { return GuidePages.document(for: explained, in: words) }
    if let entry = Reference.entry(named: name) {
      var document = Reference.document(for: entry, in: words)
      // In a check the same word may say more.
      if let condition = LessonFormat.entry(named: name), condition.group == .conditions {
        document.append(FormatPages.document(for: condition, in: words))
      }
      if let explained, explained.kind == .concepts { document.append(GuidePages.document(for: explained, in: words)) }
      return followed(document, bySetting: name)
    }
    guard let value else {
      if let explained { return GuidePages.document(for: explained, in: words) }
      if let command = Command.all.first(where: { $0.name == name }) {
        return followed(HelpText.page(of: command, in: words), bySetting: name)
      }
      let known = name.drop { $0 == "`" }
      let field = LessonFormat.entry(named: String(known)).map { FormatPages.document(for: $0, in: words) }
      if Setting.named(name) != nil { return followed(Document(), bySetting: name, field) }
      if let field { return field }
      if let rule = Explanations.document(forCode: name, in: words) { return rule }
      if let topic = topic(said: name), topic != name {
        if let page = helpPages[topic] { return page() }
        return try documentation(of: topic, input)
      }
      throw input.failure(
        .unknownTopic, UnknownWords.title(name), help: suggestion(for: name, inShell: input.source.name == "line"))
    }
    var document = Document([
      .heading(level: 3, [.text(name, .name)]), .paragraph([.text(describe(value))]),
    ])
    switch value {
    case .data, .parameter, .list, .range, .string, .record:
      let shown = ValueText.inline(state.resolved(value), state: state, atMost: 100)
      document.append(.paragraph([.text("\(name) = \(shown)", .number)]))
      if let source = definition(of: Session.normalised(called)) { document.append(.code(CodeColours.code(source))) }
    default: break
    }
    if case .function(let function) = value, let own = function.name, own != name, function.isGiven,
      let entry = Reference.entry(named: own)
    {
      document.append(Reference.document(for: entry, in: words))
    } else if case .function(let function) = value, let source = function.source {
      if !function.documentation.isEmpty { document.append(.paragraph([.text(function.documentation)])) }
      document.append(.code(CodeColours.code(source.text.slice(source.span))))
    }
    // Whoever gave an idea's name to a value may ask about either.
    if let explained, explained.kind == .concepts { document.append(GuidePages.document(for: explained, in: words)) }
    return document
  }

  /// The statement that gave a name its value last, where it stands by itself: in a loop it did so many times.
  private func definition(of name: String) -> String? {
    for entry in inputs.entries.suffix(200).reversed() where entry.outcome == .finished {
      // Another lesson has other values.
      if [":load", ":close", ":undo", ":restart", ":goto", ":back"].contains(where: entry.text.hasPrefix) {
        return nil
      }
      let program = Parser.parse(SourceText(entry.text))
      guard !program.hasErrors else { continue }
      if let statement = program.statements.last(where: { $0.binds(name) }) {
        if case .bind = statement.kind { return program.source.slice(statement.span) }
        return nil
      }
    }
    return nil
  }

  /// What is close to a name that nothing is known about: as a spelling, or as a part of a longer name.
  ///
  /// `learnnn doc` asks from a shell, which knows no commands of the prompt.
  private func suggestion(for name: String, inShell: Bool) -> Phrase {
    if let sentence = Habits.all.missing(in: "\(name)(x)", phrasebookSurroundings) { return sentence }
    let ideas = Guide.all.entries.filter { $0.kind == .concepts }.flatMap { $0.names(in: words) }
    let known = Reference.names + interpreter.boundNames(in: state) + ideas
    if let close = Suggestions.closest(to: name, among: known) { return UnknownWords.close([close]) }
    let lowered = name.lowercased()
    let longer = known.filter { lowered.count > 2 && $0.lowercased().contains(lowered) }
    let inside = Guide.all.entries(mentionedIn: lowered.split { !$0.isLetter }.map(String.init)).compactMap(
      \.names.first)
    let found = Array((longer + inside + abbreviated(name, among: ideas)).prefix(3))
    guard found.isEmpty else { return UnknownWords.close(found) }
    if inShell { return UnknownWords.inShell }
    return isMentioned(name) ? SentenceWords.found(name) : UnknownWords.nowhere
  }

  /// The Chinese names that a shorter one leaves letters out of: 验证数据集 for 验证集.
  private func abbreviated(_ name: String, among ideas: [String]) -> [String] {
    guard name.count > 1, !name.contains(where: \.isASCII) else { return [] }
    return ideas.filter { idea in
      var rest = name[...]
      for letter in idea where letter == rest.first { rest = rest.dropFirst() }
      return rest.isEmpty
    }
  }
}

/// The words about a name that nothing is known about.
private enum UnknownWords {
  static func title(_ name: String) -> Phrase { "there is no help about \(name)" }
  static func close(_ names: [String]) -> Phrase {
    "type \(names.map(Guide.question(about:)).joined(separator: " · "))"
  }
  static let inShell: Phrase = "learnnn doc lists all names and commands"
  static let nowhere: Phrase =
    ":help concepts lists what is explained, :help functions the functions, :help commands the commands"
}

extension Statement {
  /// Whether it gives a name a value, or a loop in it does.
  fileprivate func binds(_ name: String) -> Bool {
    switch kind {
    case .bind(let names, _): names.contains { $0.text == name }
    case .update(let target, _, _): target.text == name
    case .forLoop(_, _, let body), .whileLoop(_, let body): body.contains { $0.binds(name) }
    default: false
    }
  }
}
