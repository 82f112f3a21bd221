package import Formats
package import Source

/// A named data set: what to learn from, what to be tested on, and where it comes from.
package struct Dataset: Equatable, Sendable {
  /// What is known of each item, row-major `[count, width]`; images stay bytes, 0 to 255.
  package enum Features: Equatable, Sendable {
    case bytes([UInt8])
    case numbers([Double])

    /// How many values there are.
    package var count: Int {
      switch self {
      case .bytes(let values): values.count
      case .numbers(let values): values.count
      }
    }
  }

  /// What is to be predicted of each item.
  package enum Targets: Equatable, Sendable {
    /// Classes, counted from 0.
    case classes([Int])
    /// Numbers, for regression.
    case numbers([Double])

    /// How many there are.
    package var count: Int {
      switch self {
      case .classes(let values): values.count
      case .numbers(let values): values.count
      }
    }
  }

  /// Items with their targets.
  package struct Part: Equatable, Sendable {
    /// Values for each item.
    package let width: Int
    /// The values, `[count, width]`.
    package let x: Features
    /// The targets, `[count]`.
    package let y: Targets

    /// How many items there are.
    package var count: Int { y.count }

    /// Makes a part; every item of `x` has a target in `y`.
    init(width: Int, x: Features, y: Targets) {
      precondition(x.count == width * y.count, "\(x.count) values for \(y.count) items of \(width)")
      self.width = width
      self.x = x
      self.y = y
    }
  }

  /// How pictures of one's own became its rows.
  package enum Form: String, Sendable {
    /// Brought into the form of MNIST.
    case digits
    /// Stretched to one size.
    case pictures
  }

  /// What the numbers of a column of classes stand for.
  package struct Codes: Equatable, Sendable {
    /// The column's name.
    package let column: String
    /// The classes, in the order of their numbers.
    package let names: [String]
  }

  /// The name it was asked for by.
  package let name: String
  /// What to learn from.
  package let train: Part
  /// What to be tested on.
  package let test: Part
  /// Channels, height and width when the items are images.
  package let image: [Int]?
  /// The names of an item's values when it comes from a table.
  package let columns: [String]
  /// The names of the classes; empty for regression.
  package let labels: [String]
  /// Who made it and where it is described.
  package let source: String
  /// The terms it is shared under.
  package let licence: String
  /// The folder or file it was read from, or how it was generated.
  package let place: String
  /// What the numbers of columns that were words stand for.
  package var codes: [Codes] = []
  /// How pictures of one's own became its rows; nil for other sets.
  package var form: Form?
  /// What somebody should know who reads it, such as pictures that are left out.
  package var note: Diagnostic?
  /// The order of the parts of dates, for columns of dates.
  package var dates: [(column: String, order: DateText.Order)] {
    summary?.columns.compactMap { column in
      if case .dates(_, let order, _) = column.values { (column.name, order) } else { nil }
    } ?? []
  }
  /// What was understood of the table it was read from.
  package var summary: TableSummary?
}
