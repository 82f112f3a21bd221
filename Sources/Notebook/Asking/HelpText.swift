import Documents
import Evaluation
import Phrasebook
import Source

/// The pages of `:help`.
enum HelpText {
  /// What a beginner needs, on one screen, and where the rest is.
  static func overview(inLesson: Bool) -> Document {
    var blocks: [Documents.Block] = []
    blocks.append(
      .columns(Columns((inLesson ? lessonLines : promptLines).map { [[.text($0.0, .command)], [.text($0.1)]] })))
    blocks.append(
      .lines([
        [
          .text(":help syntax", .command), " the language on a page   ", .text(":help commands", .command),
          " all commands",
        ],
        [
          .text(":help functions", .command), " all functions   ", .text(":help data", .command),
          " your own tables, texts, pictures",
        ],
        [
          .text(":help NAME", .command), " a command or setting   ", .text("\\sigma", .code), " and Tab types ",
          .text("σ", .code),
        ],
      ]))
    return Document(blocks)
  }

  private static let promptLines: [(Phrase, Phrase)] = [
    ("2 * (3 + 4)", "Type mathematics and Enter; a line shows its value."),
    ("w = param(0.8)", "A number that training may change."),
    ("L = (2w - 1)^2", "A loss computed from it."),
    ("∂L/∂w", "How L moves when w moves: its gradient."),
    (":step L", "Walks there through backpropagation, node by node."),
    (":load lesson0", "Opens the first lesson; :lessons lists them all."),
    ("?gradient", "Explains an idea; ?softmax a function, ?@ a sign."),
    (":undo", "Takes the last line back; Ctrl-C stops what runs."),
    (":quit", "Leaves; so does Ctrl-D."),
  ]

  private static let lessonLines: [(Phrase, Phrase)] = [
    ("Enter", "Runs the next cell, or goes on."),
    (":next", "Goes on without running it."),
    (":back", "Goes back to before the last step."),
    (":hint", "Helps with an exercise, a little at a time."),
    (":check", "Looks at your answer again."),
    (":skip", "Leaves an exercise for later."),
    (":show", "Shows the step once more; :outline all of them."),
    ("?gradient", "Explains an idea; ?softmax a function, ?@ a sign."),
    (":quit", "Leaves; your place is kept."),
  ]

  /// All commands, by group.
  static func commands(in words: Translation) -> Document {
    var blocks: [Documents.Block] = []
    for group in Command.Group.allCases {
      let commands = Command.all.filter { $0.group == group }
      guard !commands.isEmpty else { continue }
      blocks.append(.heading(level: 3, [.text(.sentence(group.rawValue))]))
      blocks.append(
        .columns(
          Columns(commands.map { [[.text(words.usage(":" + $0.usage), .command)], [.text(.sentence($0.summary))]] })))
    }
    return Document(blocks)
  }

  /// All functions, by subject.
  static func functions() -> Document {
    var subjects: [(title: String, names: [String])] = []
    for entry in Reference.entries {
      if subjects.last?.title != entry.group { subjects.append((entry.group, [])) }
      subjects[subjects.count - 1].names.append(entry.name)
    }
    return Document(
      [.paragraph([.text("?NAME", .command), " explains one of them; :source NAME shows the code of many."])]
        + subjects.flatMap { title, names -> [Documents.Block] in
          [.heading(level: 3, [.text(.sentence(title))]), .paragraph([.text(names.joined(separator: "  "), .code)])]
        })
  }

  /// The ideas, signs and words that `?` explains.
  static func concepts(in words: Translation) -> Document {
    Document(
      Guide.Entry.Kind.allCases.flatMap { kind -> [Documents.Block] in
        let names = Guide.all.entries.filter { $0.kind == kind }.compactMap { $0.names(in: words).first }
        return [
          .heading(level: 3, [.text(.sentence(kind.rawValue))]),
          .paragraph([.text(names.joined(separator: kind == .concepts ? " · " : "  "), .code)]),
        ]
      })
  }

  /// The page of a setting.
  static func page(of setting: Setting, in words: Translation) -> Document {
    Document([
      .heading(level: 3, [.text(words.usage(":set \(setting.name) \(setting.values)"), .command)]),
      .paragraph(.sentence(words(setting.summary))),
    ])
  }

  /// The page of a command.
  static func page(of command: Command, in words: Translation) -> Document {
    var blocks: [Documents.Block] = [
      .heading(level: 3, [.text(words.usage(":" + command.usage), .command)]),
      .paragraph([.text(.sentence(command.summary))]),
    ]
    if !command.details.isEmpty { blocks += Markdown.parse(words(.sentence(command.details))) }
    if command.argument == .setting {
      blocks += Setting.all.map { setting in
        .paragraph(
          [.text(words.usage("\(setting.name) \(setting.values)"), .code), .text(": ")]
            + [Inline].sentence(words(setting.summary)))
      }
    }
    return Document(blocks)
  }
}
