import Documents
import Phrasebook

/// The pages about signs, words and ideas.
enum GuidePages {
  /// What `?` shows about one of them.
  static func document(for entry: Guide.Entry) -> Document {
    let title = entry.names.joined(separator: entry.kind == .concepts ? " · " : "  ")
    var blocks: [Documents.Block] = [
      .heading(level: 3, [.text(title, entry.kind == .concepts ? .plain : .keyword)]),
      .paragraph(Markdown.inlines(ofSigns: entry.text)),
    ]
    if !entry.example.isEmpty { blocks.append(.code(CodeColours.code(entry.example))) }
    if let lesson = entry.lesson {
      blocks.append(.paragraph([.text(":load \(lesson)", .command), " teaches it."]))
    }
    return Document(blocks)
  }

  /// `:help syntax`: the language on a few pages.
  static func syntax() -> Document {
    Document(
      [.heading(level: 3, [.text("The language")])]
        + Markdown.parse(String(decoding: syntaxText, as: UTF8.self)))
  }

  /// The whole guide, for the reference.
  static func whole() -> [Documents.Block] {
    var blocks = syntax().blocks
    for kind in Guide.Entry.Kind.allCases {
      blocks.append(.heading(level: 2, [.text(headings[kind] ?? "")]))
      for entry in Guide.all.entries where entry.kind == kind { blocks += document(for: entry).blocks }
    }
    return blocks
  }

  private static let headings: [Guide.Entry.Kind: String] = [
    .signs: "The signs", .words: "The words of the language", .concepts: "Ideas",
  ]
}

extension Markdown {
  /// A sentence whose signs are not markup: `*` is a product.
  fileprivate static func inlines(ofSigns text: String) -> [Inline] {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { index, part in
      index % 2 == 0 ? .text(String(part)) : .text(String(part), .code)
    }
  }
}
