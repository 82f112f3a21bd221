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
}
