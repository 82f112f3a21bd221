/// What the program says in another language: for each English sentence, the same sentence there.
///
/// The files are plain text. A block is the English sentence, then the translation after `= `; a sentence of several
/// lines goes on in lines that are indented by two spaces. `#` begins a comment, and empty lines separate blocks.
/// Spaces at the ends of a sentence need not be written; where they matter it stands between quotes:
///
///     {0} has the shape {1}
///     = {0} 的形状是 {1}
///
///     ": "
///     = "："
package struct Translation: Sendable, Equatable {
  /// The language, such as `zh`.
  package let language: String
  /// The translations by the English sentence.
  package private(set) var sentences: [String: String]

  /// Whether there is nothing to replace.
  package var isEnglish: Bool { sentences.isEmpty }

  /// English: every sentence stays as it is.
  package static let english = Translation(language: "en", sentences: [:])

  /// Makes a translation of sentences that are already at hand.
  package init(language: String, sentences: [String: String]) {
    self.language = language
    self.sentences = sentences
  }

  /// Reads the files of a language.
  package init(language: String, files: [String]) {
    self.init(language: language, sentences: [:])
    for file in files {
      for (english, translated) in Translation.blocks(of: file) { sentences[english] = translated }
    }
  }

  /// A sentence in this language; in English where there is no translation.
  ///
  /// Spaces at its ends are kept as they are, unless the table has them too or a full-width sign stands there.
  func template(_ english: String) -> String {
    if sentences.isEmpty { return english }
    if let exact = sentences[english] { return exact }
    let inner = english.trimmingSpaces
    guard inner.utf8.count < english.utf8.count, let found = sentences[inner] else { return english }
    let start = english.prefix { $0 == " " }
    let end = english.dropFirst(start.count + inner.count)
    return (Self.isWide(found.first) ? "" : start) + found + (Self.isWide(found.last) ? "" : end)
  }

  /// Whether a sign takes the width of two and so needs no space beside it.
  private static func isWide(_ sign: Character?) -> Bool { sign.map { "，。：；？！、（）“”".contains($0) } ?? false }

  /// A text whose paragraphs are sentences of the tables, with an empty line between two.
  package func text(_ bytes: [UInt8]) -> String {
    let paragraphs = Translation.paragraphs(of: String(decoding: bytes, as: UTF8.self))
    return paragraphs.map(template).joined(separator: "\n\n")
  }

  /// The paragraphs of a text: what an empty line separates.
  package static func paragraphs(of text: String) -> [String] {
    var paragraphs: [[Substring]] = [[]]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty { paragraphs.append([]) } else { paragraphs[paragraphs.count - 1].append(line) }
    }
    return paragraphs.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
  }

  /// How something is typed, such as `load LESSON` or `--as <name>`, each word that something else is typed for in this
  /// language; the table has it between `<` and `>`.
  package func usage(_ line: String) -> String {
    guard !isEnglish else { return line }
    return line.replacing(/<[a-z\-]+>|[A-Z_]{2,}/) { found -> String in
      let word = String(found.output)
      let key = word.hasPrefix("<") ? word : "<\(word.lowercased())>"
      guard let known = sentences[key] else { return word }
      return word == key ? known : String(known.dropFirst().dropLast())
    }
  }

  /// A phrase in this language.
  package func callAsFunction(_ phrase: Phrase) -> String { phrase.text(translating: template) }

  /// A diagnostic whose words are in this language.
  package func callAsFunction(_ diagnostic: Diagnostic) -> Diagnostic {
    guard !isEnglish else { return diagnostic }
    var result = diagnostic
    result.title = .verbatim(self(diagnostic.title))
    result.labels = diagnostic.labels.map { Diagnostic.Label($0.span, .verbatim(self($0.text))) }
    result.notes = diagnostic.notes.map { .verbatim(self($0)) }
    result.help = diagnostic.help.map { .verbatim(self($0)) }
    return result
  }

  /// Those of some sentences that have no translation; spaces and line ends around them do not count.
  package func lacking(_ wanted: [String]) -> [String] {
    let known = Set(sentences.keys.map(\.trimmingBlanks))
    return wanted.filter { !known.contains($0.trimmingBlanks) }
  }

  /// The sentences of a file with their translations, in order.
  package static func blocks(of file: String) -> [(english: String, translated: String)] {
    var blocks: [(english: String, translated: String)] = []
    var english: [Substring] = []
    var translated: [Substring]?
    func finish() {
      if let lines = translated, !english.isEmpty {
        blocks.append((unquoted(english.joined(separator: "\n")), unquoted(lines.joined(separator: "\n"))))
      }
      english = []
      translated = nil
    }
    let newline = UInt8(ascii: "\n")
    for line in file.utf8.split(separator: newline, omittingEmptySubsequences: false).map(Substring.init) {
      if line.isEmpty {
        finish()
      } else if line.hasPrefix("# ") || line == "#" {
        continue
      } else if line.hasPrefix("= ") {
        translated = [line.dropFirst(2)]
      } else if line.hasPrefix("  "), translated != nil || !english.isEmpty {
        if translated == nil { english.append(line.dropFirst(2)) } else { translated?.append(line.dropFirst(2)) }
      } else {
        finish()
        english = [line]
      }
    }
    finish()
    return blocks
  }

  /// A sentence without the quotes that hold its spaces; quotes around a word of it stay.
  private static func unquoted(_ text: String) -> String {
    guard text.utf8.count > 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
    let inner = text.dropFirst().dropLast()
    return inner.contains("\"") ? text : String(inner)
  }
}
