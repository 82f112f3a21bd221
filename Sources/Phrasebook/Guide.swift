package import Source

/// What `?` says about the signs and words of the language and about the concepts of the field, read from one text.
package struct Guide: Sendable {
  /// One thing that is explained.
  package struct Entry: Sendable {
    /// What it is a part of.
    package enum Kind: String, Sendable, CaseIterable { case signs, words, concepts }

    /// Whether it is a sign, a word of the language or a concept.
    package var kind: Kind
    /// What it is asked for by; the first is its title.
    package var names: [String]
    /// Two or three sentences.
    package var text: String
    /// A line that runs.
    package var example: String
    /// The lesson that teaches it; nil where none does.
    package var lesson: String?

    /// What it is called: in a language first where its words are known, then in English.
    package func names(in words: Translation) -> [String] {
      guard kind == .concepts else { return names }
      var seen: Set<String> = []
      // Where books have several words for an idea, the tables name them all.
      let translated = names.map { words(.sentence($0)) }.filter { !names.contains($0) }.flatMap {
        $0.split(separator: "、")
      }
      return (translated.map(String.init) + names).filter { seen.insert($0).inserted }
    }
  }

  /// All entries, in the order of the text.
  package let entries: [Entry]

  /// The guide of the program.
  package static let all = Guide(String(decoding: PackageResources.guide_txt, as: UTF8.self))

  /// Reads a guide: a heading for each kind, and entries with an empty line between them.
  package init(_ text: String) {
    var entries: [Entry] = []
    var kind = Entry.Kind.concepts
    var lines: [Substring] = []
    func close() {
      if let entry = Guide.entry(lines, kind) { entries.append(entry) }
      lines = []
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("# "), let next = Entry.Kind(rawValue: String(line.dropFirst(2))) {
        close()
        kind = next
      } else if line.isEmpty {
        close()
      } else {
        lines.append(line)
      }
    }
    close()
    self.entries = entries
  }

  private static func entry(_ lines: [Substring], _ kind: Entry.Kind) -> Entry? {
    guard let head = lines.first, lines.count > 1 else { return nil }
    // The names of concepts are words with commas between them; a comma is itself a sign.
    let names =
      kind == .concepts
      ? head.split(separator: ",").map { $0.drop { $0 == " " } }.map(String.init)
      : head.split(separator: " ").map(String.init)
    var entry = Entry(kind: kind, names: names, text: "", example: "", lesson: nil)
    var text: [Substring] = []
    for line in lines.dropFirst() {
      if line.hasPrefix("> ") {
        entry.example = String(line.dropFirst(2))
      } else if line.hasPrefix("lesson"), !line.contains(" ") {
        entry.lesson = String(line)
      } else {
        text.append(line)
      }
    }
    entry.text = text.joined(separator: " ")
    return entry
  }

  /// What there is about a name, a sign or a concept, in any case and with or without quotes.
  package func entry(named name: String) -> Entry? {
    let wanted = Guide.plain(name)
    return entries.first { $0.names.contains(wanted) }
      ?? entries.first { $0.names.contains { $0.lowercased() == wanted.lowercased() } }
      ?? entries.first { $0.kind == .concepts && $0.names.contains { Guide.stem($0) == Guide.stem(wanted) } }
  }

  /// The same, by what a concept is called in another language too.
  package func entry(named name: String, in words: Translation) -> Entry? {
    let wanted = Guide.plain(name)
    return entry(named: name) ?? entries.first { $0.kind == .concepts && $0.names(in: words).contains(wanted) }
  }

  /// The entries that a sentence mentions, the longest names first.
  package func entries(mentionedIn words: [String]) -> [Entry] {
    let text = " " + words.map { $0.lowercased() }.joined(separator: " ") + " "
    return entries.filter { entry in
      entry.kind == .concepts && entry.names.contains { text.contains(" \($0.lowercased()) ") }
    }
  }

  /// All names of a kind.
  package func names(of kind: Entry.Kind) -> [String] { entries.filter { $0.kind == kind }.flatMap(\.names) }

  /// What is typed to ask about a name.
  package static func question(about name: String) -> String { name.contains(" ") ? "?\"\(name)\"" : "?\(name)" }

  private static func plain(_ name: String) -> String {
    var text = name.trimmingSpaces[...]
    if text.count > 2, let first = text.first, "\"'“«".contains(first) { text = text.dropFirst().dropLast() }
    return String(text)
  }

  private static func stem(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}

/// The language on a few pages, as Markdown.
package let syntaxText: [UInt8] = PackageResources.syntax_md
