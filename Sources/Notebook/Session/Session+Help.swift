import Documents
import Evaluation
import Source

extension Session {
  /// `:help`, alone or about a command or a name.
  mutating func help(_ input: CommandInput) throws(Diagnostic) {
    guard !input.text.isEmpty else {
      input.show(.document(HelpText.overview(inLesson: lesson != nil)))
      return
    }
    let name = input.text.hasPrefix(":") ? String(input.text.dropFirst()) : input.text
    if input.text.hasPrefix(":") || Command.all.contains(where: { $0.name == name }) {
      let command = try Command.find(name)
      input.show(.document(HelpText.page(of: command)))
      return
    }
    input.show(.document(try documentation(of: input.text, input)))
  }

  /// What there is to know about a name.
  mutating func documentation(of name: String, _ input: CommandInput) throws(Diagnostic) -> Document {
    if let entry = Reference.entry(named: name) { return Reference.document(for: entry) }
    guard let value = interpreter.value(of: name, in: state) else {
      let known = Reference.names + interpreter.boundNames(in: state)
      let help: Phrase? = Suggestions.closest(to: name, among: known).map { "did you mean \($0)?" }
      throw input.failure("unknown-name", "nothing is known about \(name)", help: help ?? ":help lists where to look")
    }
    var document = Document([
      .heading(level: 3, [.text(name, .name)]), .paragraph([.text(describe(value).description)]),
    ])
    if case .function(let function) = value, let source = function.source {
      if !function.documentation.isEmpty { document.append(.paragraph([.text(function.documentation)])) }
      document.append(.code(CodeColours.code(source.text.slice(source.span))))
    }
    return document
  }
}

/// The pages of `:help`.
enum HelpText {
  static func overview(inLesson: Bool) -> Document {
    var blocks: [Documents.Block] = []
    if inLesson {
      blocks.append(
        .paragraph([
          .text("Enter", .strong), " runs the next cell; ", .text(":back", .command), " goes back; ",
          .text(":hint", .command), " helps with an exercise.",
        ]))
    } else {
      blocks.append(
        .paragraph([
          "Type mathematics and Enter: ", .text("w = param(0.8)", .code), ", ", .text("σ(w * 1.5 - 0.4)", .code), ". ",
          .text(":load lesson0", .command), " opens the first lesson.",
        ]))
    }
    for group in Command.Group.allCases {
      let commands = Command.all.filter { $0.group == group }
      guard !commands.isEmpty else { continue }
      blocks.append(.heading(level: 3, [.text(group.rawValue)]))
      blocks.append(
        .columns(Columns(commands.map { [[.text(":" + $0.usage, .command)], [.text($0.summary)]] })))
    }
    blocks.append(
      .paragraph([
        .text("?NAME", .command), " explains a name, such as ", .text("?softmax", .command),
        "; a backslash and Tab write a sign: ", .text("\\sigma", .code), " Tab gives σ.",
      ]))
    return Document(blocks)
  }

  static func page(of command: Command) -> Document {
    var blocks: [Documents.Block] = [
      .heading(level: 3, [.text(":" + command.usage, .command)]), .paragraph([.text(command.summary)]),
    ]
    if !command.details.isEmpty { blocks += Markdown.parse(command.details) }
    return Document(blocks)
  }
}
