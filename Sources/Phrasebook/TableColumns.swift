import Source

/// Columns and rows of a table as pandas asks for them, which here are those of the inputs to learn from: `d.age` and
/// `d["age"]` are `d.train.x[:, 0]`, and `d[rows]` is `d.train.x[rows]`.
enum TableColumns {
  /// What is worth knowing about it.
  static let sentence: Phrase = "The columns of a table are those of x, counted from 0: columns lists their names."

  /// The first place of a line that asks a table in this way, with what is written there; nil when there is none.
  static func reading(
    of words: [Word], columns: (String) -> [String]
  ) -> (place: Range<Int>, text: String)? {
    for (index, word) in words.enumerated() where word.kind == .name && index + 2 < words.count {
      guard index == 0 || words[index - 1].text != "." else { continue }
      let names = columns(word.text)
      guard !names.isEmpty else { continue }
      let (next, inside) = (words[index + 1], words[index + 2])
      if next.text == ".", let column = names.firstIndex(of: inside.text) {
        return (index..<index + 3, "\(word.text).train.x[:, \(column)]")
      }
      guard next.text == "[", next.span.lower == word.span.upper else { continue }
      guard inside.kind == .string else { return (index..<index + 1, "\(word.text).train.x") }
      if index + 3 < words.count, words[index + 3].text == "]",
        let column = names.firstIndex(of: String(inside.text.dropFirst().dropLast()))
      {
        return (index..<index + 4, "\(word.text).train.x[:, \(column)]")
      }
    }
    return nil
  }
}
