import Evaluation
package import Source

/// Something said to a student, as a key into the table of messages and what is filled in.
package struct Message: Equatable, Sendable {
  /// Which message.
  package let key: MessageKey
  /// What takes the places of `{0}`, `{1}` and so on.
  package let arguments: [Phrase]

  /// With texts in the places, which stay as they are.
  package init(_ key: MessageKey, _ arguments: String...) {
    self.init(key, arguments)
  }

  /// With texts in the places, which stay as they are.
  package init(_ key: MessageKey, _ arguments: [String]) {
    self.init(key, saying: arguments.map(Phrase.verbatim))
  }

  /// With words in the places, which are translated too.
  package init(_ key: MessageKey, saying arguments: [Phrase]) {
    self.key = key
    self.arguments = arguments
  }

  /// The message as words of the program, its names as the program shows them.
  package var phrase: Phrase {
    Phrase(template: key.english, arguments.map { .phrase($0.mapTexts(NameText.inCode)) })
  }
}
