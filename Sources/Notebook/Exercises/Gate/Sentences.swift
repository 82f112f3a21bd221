import Evaluation
import Judging
import Phrasebook
package import Source
import Words

/// Every sentence that the program can say: what a translation has to have.
package enum Sentences {
  /// Those that any language has, to which the tests hold what stands in the code, and those of the texts that the
  /// program reads: the guide, the habits, the prelude.
  package static let all: [String] = {
    let reference = ReferenceEntry.all.flatMap { entry in
      [entry.summary, entry.details, entry.group] + entry.parameters.flatMap { [$0.summary, $0.otherwise] }
    }
    let syntax = Translation.paragraphs(of: String(decoding: syntaxText, as: UTF8.self)).filter { !$0.hasPrefix("  ") }
    let ideas = Guide.all.entries.flatMap { ($0.kind == .concepts ? $0.names.prefix(1) : []) + [$0.text] }
    let read = MessageKey.allCases.map(\.english) + ideas + Habits.all.sentences + reference + syntax
    var seen: Set<String> = []
    let known = Translation.languages.flatMap { Translation.of($0).sentences.keys.sorted() }
    return (read + known).filter { !$0.isEmpty && seen.insert($0.trimmingBlanks).inserted }
  }()

  /// The sentences that a translation lacks.
  package static func missing(in translation: Translation) -> [String] { translation.lacking(all) }

  /// Sentences as a table with their translations still to be written.
  package static func table(_ sentences: [String]) -> String {
    sentences.map { $0.replacing("\n", with: "\n  ") + "\n= \n" }.joined(separator: "\n")
  }
}
