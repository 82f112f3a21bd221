import Source

/// The names of the columns of a table.
package struct TableNames: Sendable {
  /// Those of the inputs, in their order; none of what is no table.
  package var inputs: [String]
  /// The name of what is predicted, where it is known.
  package var target: String?

  /// Makes the names.
  package init(inputs: [String] = [], target: String? = nil) {
    self.inputs = inputs
    self.target = target
  }
}

/// Columns and rows of a table as pandas asks for them, which here are those of the inputs to learn from: `d.age` and
/// `d["age"]` are `d.train.x[:, 0]`, the column that is predicted is `d.train.y`, and `d[rows]` is `d.train.x[rows]`.
enum TableColumns {
  /// A place of a line that asks a table in this way.
  struct Reading {
    /// The words that are replaced, and what is written for them.
    var place: Range<Int>
    var text: String
    /// What is worth knowing about it.
    var sentence: Phrase = "The columns of a table are those of x, counted from 0: columns lists their names."
    /// Whether it is a column that is given a value, for which a name of its own stands.
    var isBound = false
  }

  /// The first such place of a line; nil when there is none.
  static func reading(of words: [Word], columns: (String) -> TableNames) -> Reading? {
    for (index, word) in words.enumerated() where word.kind == .name && index + 2 < words.count {
      guard index == 0 || words[index - 1].text != "." else { continue }
      let names = columns(word.text)
      guard !names.inputs.isEmpty else { continue }
      let (next, inside) = (words[index + 1], words[index + 2])
      if next.text == ".", let found = reading(of: inside.text, word.text, names, index..<index + 3) { return found }
      guard next.text == "[", next.span.lower == word.span.upper else { continue }
      guard inside.kind == .string else { return Reading(place: index..<index + 1, text: "\(word.text).train.x") }
      guard index + 3 < words.count, words[index + 3].text == "]" else { continue }
      let column = String(inside.text.dropFirst().dropLast())
      if index == 0, index + 4 < words.count, words[index + 4].text == "=" {
        guard isName(column) else { continue }
        return Reading(
          place: index..<index + 4, text: column,
          sentence: "A table keeps the columns that were read: a new one gets a name of its own.", isBound: true)
      }
      if let found = reading(of: column, word.text, names, index..<index + 4) { return found }
    }
    return nil
  }

  private static func reading(
    of column: String, _ table: String, _ names: TableNames, _ place: Range<Int>
  ) -> Reading? {
    if let number = names.inputs.firstIndex(of: column) {
      return Reading(place: place, text: "\(table).train.x[:, \(number)]")
    }
    guard column == names.target else { return nil }
    return Reading(
      place: place, text: "\(table).train.y",
      sentence: "\(column) is what is predicted, and no column of x: y has it.")
  }

  /// Whether a column could be a name as it is called.
  private static func isName(_ column: String) -> Bool {
    let words = Word.words(of: column)
    return words.count == 1 && words[0].kind == .name && words[0].text == column
  }
}
