package import Formats

/// What was understood of a table, column by column: the facts of which `csv` shows a table.
package struct TableSummary: Equatable, Sendable {
  /// What a column is used for.
  package enum Role: Equatable, Sendable {
    /// One of the values of x.
    case input
    /// What is to be predicted: y.
    case target
    /// It only counts the rows.
    case rowNumber
    /// Its words hardly ever come twice.
    case text
  }

  /// A column.
  package struct Column: Equatable, Sendable {
    /// Its name.
    package let name: String
    /// What its cells say.
    package let values: CSV.Column.Values
    /// What stood around its numbers, each with the first cell that shows it.
    package let marks: [CellText.Mark: CSV.Column.Sample]
    /// The first number that may have been meant as another one.
    package let doubtful: CSV.Column.Sample?
    /// What it is used for.
    package let role: Role
    /// How many cells say nothing.
    package let missingCount: Int
    /// Its first cells.
    package let first: [String]
  }

  /// The columns, as they stand in the file.
  package let columns: [Column]
  /// What was done to the file before.
  package let notes: [CSV.Note]
  /// Whether the first row was taken for names.
  package let hasHeader: Bool
  /// How many rows there are to learn from and to be tested on.
  package let counts: (train: Int, test: Int)
  /// How many rows were left out for a value that is not known.
  package let droppedRows: Int
  /// How it was read.
  package let choices: TableChoices

  /// Compares what was understood.
  package static func == (a: TableSummary, b: TableSummary) -> Bool {
    a.columns == b.columns && a.notes == b.notes && a.counts == b.counts && a.droppedRows == b.droppedRows
      && a.choices == b.choices && a.hasHeader == b.hasHeader
  }
}
