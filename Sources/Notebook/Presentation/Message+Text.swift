import Documents
package import Judging
import Source
import Words

extension Message {
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
