import Documents
import Phrasebook
import Source

/// The pages about signs, words and ideas.
enum GuidePages {
  /// What `?` shows about one of them.
  static func document(for entry: Guide.Entry, in words: Translation) -> Document {
    // In another language the English names of an idea only find it.
    let translated = entry.names(in: words).filter { !entry.names.contains($0) }
    let names = translated.isEmpty ? entry.names : translated
    let title = names.joined(separator: entry.kind == .concepts ? " · " : "  ")
    var blocks: [Documents.Block] = [
      .heading(level: 3, [.text(title, entry.kind == .concepts ? .plain : .keyword)]),
      .paragraph(.sentence(words(.sentence(entry.text)))),
    ]
    if !entry.example.isEmpty { blocks.append(.code(CodeColours.code(entry.example))) }
    if let lesson = entry.lesson {
      blocks.append(.paragraph([.text(":load \(lesson)", .command), " teaches it."]))
    }
    return Document(blocks)
  }

  /// `:help syntax`: the language on a few pages.
  static func syntax(in words: Translation) -> Document {
    Document(
      [.heading(level: 3, [.text("The language")])]
        + Markdown.parse(words.text(syntaxText)))
  }

  /// The whole guide, for the reference.
  static func whole(in words: Translation) -> [Documents.Block] {
    var blocks = syntax(in: words).blocks
    for kind in Guide.Entry.Kind.allCases {
      blocks.append(.heading(level: 2, [.text(headings[kind] ?? "")]))
      for entry in Guide.all.entries where entry.kind == kind { blocks += document(for: entry, in: words).blocks }
    }
    return blocks
  }

  private static let headings: [Guide.Entry.Kind: Phrase] = [
    .signs: "The signs", .words: "The words of the language", .concepts: "Ideas",
  ]
}
