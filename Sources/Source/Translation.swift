/// What the program says in another language: for each English sentence, the same sentence there.
///
/// The files are plain text. A block is the English sentence, then the translation after `= `; a sentence of several
/// lines goes on in lines that are indented by two spaces. `#` begins a comment, and empty lines separate blocks:
///
///     {0} has the shape {1}
///     = {0} 的形状是 {1}
package struct Translation: Sendable {
  /// The language, such as `zh`.
  package let language: String
  /// The translations by the English sentence.
  package private(set) var sentences: [String: String]

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
  package func callAsFunction(_ english: String) -> String { sentences[english] ?? english }

  /// A phrase in this language.
  package func callAsFunction(_ phrase: Phrase) -> String { phrase.text { sentences[$0] ?? $0 } }

  /// A diagnostic whose words are in this language.
  package func callAsFunction(_ diagnostic: Diagnostic) -> Diagnostic {
    guard !sentences.isEmpty else { return diagnostic }
    var result = diagnostic
    result.title = .verbatim(self(diagnostic.title))
    result.labels = diagnostic.labels.map { Diagnostic.Label($0.span, .verbatim(self($0.text))) }
    result.notes = diagnostic.notes.map { .verbatim(self($0)) }
    result.help = diagnostic.help.map { .verbatim(self($0)) }
    return result
  }

  /// The sentences of a file with their translations, in order.
  package static func blocks(of file: String) -> [(english: String, translated: String)] {
    var blocks: [(english: String, translated: String)] = []
    var english: [Substring] = []
    var translated: [Substring]?
    func finish() {
      if let lines = translated, !english.isEmpty {
        blocks.append((english.joined(separator: "\n"), lines.joined(separator: "\n")))
      }
      english = []
      translated = nil
    }
    for line in file.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty {
        finish()
      } else if line.hasPrefix("#") {
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
}
