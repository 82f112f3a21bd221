package import Formats

/// How a table of one's own is to be read, where a guess is not wanted.
package struct TableChoices: Equatable, Sendable {
  /// How the rows are divided into those to learn from and those to be tested on.
  package enum Division: String, CaseIterable, Sendable {
    /// Drawn, a fifth of each class.
    case chance
    /// The last fifth of the rows, as they stand in the file.
    case time
  }

  /// The column to predict; nil for the last.
  package var label: String?
  /// What the columns are read as.
  package var columns = ColumnChoices()
  /// What becomes of values that are not known.
  package var missing = ColumnChoices.Missing.error
  /// Whether the first row names the columns.
  package var header = CSV.Header.automatic
  /// How many lines stand above the table; nil for a guess.
  package var skip: Int?
  /// How the characters are written; nil for a guess.
  package var encoding: TextEncoding?
  /// How the rows are divided.
  package var division = Division.chance
  /// What the division is drawn from.
  package var seed: UInt64 = 0

  /// Leaves everything to a guess.
  package init() {}

  /// The words that an option of a table takes; empty for an option that takes others.
  package static func words(of option: String) -> [String] {
    switch option {
    case "decimal": [".", ","]
    case "missing": ColumnChoices.Missing.allCases.map(\.rawValue)
    case "split": Division.allCases.map(\.rawValue)
    case "encoding": ["utf-8", "utf-16", "gbk", "latin-1", "windows-1251", "big5", "shift-jis"]
    case "dates": DateText.Order.allCases.map(\.rawValue)
    default: []
    }
  }

  /// Sets an option by its word; false when it does not take that word.
  package mutating func set(_ option: String, to word: String) -> Bool {
    switch option {
    case "decimal":
      guard word == "." || word == "," else { return false }
      columns.decimal = word == "," ? .comma : .point
    case "missing":
      guard let wanted = ColumnChoices.Missing(rawValue: word) else { return false }
      missing = wanted
    case "split":
      guard let wanted = Division(rawValue: word) else { return false }
      division = wanted
    case "dates":
      guard let wanted = DateText.Order(rawValue: word) else { return false }
      columns.dates = wanted
    case "encoding":
      guard let wanted = TextEncoding(named: word) else { return false }
      encoding = wanted
    default: return false
    }
    return true
  }

  /// Says which columns are numbers and which are classes.
  package mutating func choose(numbers: [String], classes: [String]) {
    columns.numbers = numbers
    columns.classes = classes
  }

  /// Says whether the first row names the columns.
  package mutating func choose(header isThere: Bool) { header = isThere ? .present : .absent }
}
