import Documents

/// Something said to a student, as a key into the table of messages and what is filled in.
package struct Message: Equatable, Sendable {
  /// Which message.
  package let key: MessageKey
  /// What takes the places of `{0}`, `{1}` and so on.
  package let arguments: [String]

  init(_ key: MessageKey, _ arguments: String...) {
    self.init(key, arguments)
  }

  init(_ key: MessageKey, _ arguments: [String]) {
    self.key = key
    self.arguments = arguments
  }

  /// The message in a language such as `zh`; in English where there is no translation.
  package func text(in language: String?) -> String {
    var text = ""
    var rest = key.template(in: language)[...]
    while let open = rest.firstIndex(of: "{") {
      text += rest[..<open]
      rest = rest[open...]
      guard let close = rest.firstIndex(of: "}"), let place = Int(rest[rest.index(after: open)..<close]) else { break }
      text += arguments.indices.contains(place) ? arguments[place] : ""
      rest = rest[rest.index(after: close)...]
    }
    return text + rest
  }

  /// The message with commands such as `:hint` set apart.
  func inlines(in language: String?) -> [Inline] {
    var result: [Inline] = []
    for word in text(in: language).split(separator: " ", omittingEmptySubsequences: false) {
      if !result.isEmpty { result.append(" ") }
      let bytes = word.utf8
      if bytes.count > 2, bytes.first == UInt8(ascii: ":"), word.dropFirst().first?.isLetter == true {
        let name = word.prefix { $0 == ":" || $0.isLetter }
        result.append(.text(String(name), .command))
        result.append(.text(String(word.dropFirst(name.count))))
      } else {
        result.append(.text(String(word)))
      }
    }
    return result
  }
}

extension MessageKey {
  /// The text of a message with its places still open.
  package func template(in language: String?) -> String {
    let main = language.map { $0.prefix { $0 != "_" && $0 != "-" && $0 != "." } }
    return main == "zh" ? chinese : english
  }
}
