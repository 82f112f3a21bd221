package import Documents
import Lessons
package import Source

/// The pages about the lesson format, written from the tables that its parser reads.
package enum FormatPages {
  /// The whole reference: what `learnnn doc lessons` shows.
  package static func whole(in words: Translation) -> Document {
    var document = Document(
      [.heading(level: 1, [.text("The format of lessons")])]
        + Markdown.parse(words(introduction) + "\n\n" + words(headers)))
    for group in FormatEntry.Group.allCases {
      document.append(.heading(level: 2, [.text(.sentence(group.rawValue))]))
      for entry in LessonFormat.entries where entry.group == group {
        document.append(self.document(for: entry, in: words))
      }
    }
    return document
  }

  /// The page of a block, a field, a form or a condition.
  static func document(for entry: FormatEntry, in words: Translation) -> Document {
    let name = entry.names.first ?? ""
    let title: Inline = entry.group == .forms ? .text(.sentence(name), .keyword) : .text(name, .keyword)
    var blocks: [Documents.Block] = [.heading(level: 3, [title])]
    blocks += Markdown.parse(words(.sentence(entry.summary)))
    if !entry.parts.isEmpty {
      blocks.append(
        .columns(
          Columns(
            entry.parts.map { [[.text($0.form, .name)], .sentence(words(.sentence($0.summary)))] })))
    }
    let info = entry.group == .fields ? "yaml" : "markdown"
    blocks.append(.code(Code(LessonSkeleton.translated(entry.example, in: words), info: info)))
    return Document(blocks)
  }

  private static let introduction: Phrase = """
    A lesson is one Markdown file, `Lessons/lesson9-attention.md`. It begins with its front matter: fields between two \
    lines `---`, each `name: value`, `name: [a, b]`, `name: {a: 1}`, or `- item` lines below `name:`. Everything else is \
    prose, with formulas between dollars, and blocks: fences that begin with one of the words below. A remark `<!-- … -->` \
    is shown to nobody.
    """

  private static let headers: Phrase = """
    On the opening line of a block stand its attributes, `name=value`, in quotes where the value has spaces, and words \
    that stand alone. `learnnn new lesson9` writes a lesson that has every block, and `learnnn check lesson9.md` tells what \
    does not hold yet.
    """
}
