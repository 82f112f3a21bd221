package import Documents
import Evaluation
package import Source

/// The reference: what `?name` shows, and the whole of it as Markdown.
package enum Reference {
  /// All names it explains.
  package static var names: [String] { ReferenceEntry.all.map(\.name) }

  static var entries: [ReferenceEntry] { ReferenceEntry.all }

  static func entry(named name: String) -> ReferenceEntry? { ReferenceEntry.all.first { $0.name == name } }

  /// The page of one name.
  static func document(for entry: ReferenceEntry, in words: Translation) -> Document {
    var blocks: [Documents.Block] = [.heading(level: 3, [.text(entry.signature, .function)])]
    blocks += Markdown.parse(words(.sentence(entry.summary)))
    if !entry.parameters.isEmpty {
      blocks.append(
        .columns(
          Columns(
            entry.parameters.map { name, summary, otherwise in
              let summary = Phrase.sentence(summary)
              return [
                [.text(name, .name)],
                [.text(otherwise.isEmpty ? summary : "\(summary); left out: \(Phrase.sentence(otherwise))")],
              ]
            })))
    }
    if !entry.details.isEmpty { blocks += Markdown.parse(words(.sentence(entry.details))) }
    if !entry.derivative.isEmpty {
      blocks.append(.paragraph([.text("derivative: ", .dim), .text(entry.derivative, .gradient)]))
    }
    if !entry.example.isEmpty {
      let parts = example(entry.example)
      blocks.append(.code(CodeColours.code(parts.expression)))
      blocks.append(.lines([[.text(parts.result, .number)]]))
    }
    if entry.isPrelude {
      blocks.append(.paragraph([.text(":source \(entry.name)", .command), " shows the code that runs."]))
    }
    return Document(blocks)
  }

  /// The whole reference.
  package static func whole(in words: Translation) -> Document {
    var document = Document(
      [.heading(level: 1, [.text("The language")])] + GuidePages.whole(in: words)
        + [.heading(level: 1, [.text("The names of the language")])])
    var group = ""
    for entry in ReferenceEntry.all {
      if entry.group != group {
        group = entry.group
        document.append(.heading(level: 2, [.text(.sentence(group))]))
      }
      document.append(self.document(for: entry, in: words))
    }
    document.append(.heading(level: 1, [.text("The commands")]))
    for group in Command.Group.allCases {
      document.append(.heading(level: 2, [.text(.sentence(group.rawValue))]))
      for command in Command.all where command.group == group { document.append(HelpText.page(of: command, in: words)) }
    }
    return document
  }

  private static func example(_ text: String) -> (expression: String, result: String) {
    let parts = text.split(separator: "//=", maxSplits: 1).map { String($0).trimmingSpaces }
    return (parts.first ?? "", parts.count > 1 ? parts[1] : "")
  }
}
