import Documents
package import Source
import Words

/// Something said to a student, as a key into the table of messages and what is filled in.
package struct Message: Equatable, Sendable {
  /// Which message.
  package let key: MessageKey
  /// What takes the places of `{0}`, `{1}` and so on.
  package let arguments: [Phrase]

  init(_ key: MessageKey, _ arguments: String...) {
    self.init(key, arguments)
  }

  init(_ key: MessageKey, _ arguments: [String]) {
    self.init(key, saying: arguments.map(Phrase.verbatim))
  }

  /// With words in the places, which are translated too.
  init(_ key: MessageKey, saying arguments: [Phrase]) {
    self.key = key
    self.arguments = arguments
  }

  /// The message as words of the program.
  package var phrase: Phrase { Phrase(template: key.english, arguments.map(Phrase.Filling.phrase)) }

  /// The message in a language such as `zh`; in English where there is no translation.
  package func text(in language: String?) -> String { Translation.of(language)(phrase) }

  /// The message with commands such as `:hint` set apart.
  func inlines(in language: String?) -> [Inline] {
    var result: [Inline] = []
    var plain = ""
    var rest = text(in: language)[...]
    while let sign = rest.first {
      let name = rest.dropFirst().prefix { $0.isASCII && $0.isLetter }
      let isCommand = sign == ":" && name.count > 1 && plain.last.map { $0 == " " || !$0.isASCII } ?? true
      guard isCommand else {
        plain.append(rest.removeFirst())
        continue
      }
      if !plain.isEmpty { result.append(.text(plain)) }
      plain = ""
      result.append(.text(":" + name, .command))
      rest = rest.dropFirst(1 + name.count)
    }
    if !plain.isEmpty { result.append(.text(plain)) }
    return result
  }
}
