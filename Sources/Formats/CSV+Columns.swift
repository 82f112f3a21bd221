extension CSV {
  /// A column of one kind of value.
  package struct Column: Equatable, Sendable {
    /// The values.
    package enum Values: Equatable, Sendable {
      /// Numbers.
      case numbers([Double])
      /// Categories as indices into their names, which are sorted.
      case categories([Int], names: [String])
    }

    /// The name in the header, when there is one.
    package let name: String?
    /// The values, one a row.
    package let values: Values
  }

  /// The columns, each of numbers or of categories.
  ///
  /// A column is one of numbers when more than half of its known cells are.
  ///
  /// - Throws: `missingValue` at the first cell that says nothing, `notANumber` at the first word among numbers.
  package func columns() throws(FormatError) -> [Column] {
    try refuseMissing()
    var columns: [Column] = []
    for index in 0..<columnCount {
      let name = header?[index]
      let numbers = rows.map { Self.number($0[index]) }
      let known = numbers.compactMap { $0 }
      if known.count == rows.count {
        columns.append(Column(name: name, values: .numbers(known)))
      } else if known.count * 2 > rows.count, let row = numbers.firstIndex(of: nil) {
        throw FormatError(
          .csv, at: offsets[row],
          .notANumber(line: lines[row], column: index + 1, name: name, text: rows[row][index]))
      } else {
        let names = Set(rows.map { $0[index] }).sorted()
        let order = Dictionary(uniqueKeysWithValues: zip(names, 0...))
        columns.append(
          Column(name: name, values: .categories(rows.map { order[$0[index]] ?? 0 }, names: names)))
      }
    }
    return columns
  }

  private func refuseMissing() throws(FormatError) {
    var first: (row: Int, column: Int)?
    var count = 0
    for (index, row) in rows.enumerated() {
      for (column, cell) in row.enumerated() where Self.isMissing(cell) {
        count += 1
        if first == nil { first = (index, column) }
      }
    }
    guard let first else { return }
    throw FormatError(
      .csv, at: offsets[first.row],
      .missingValue(
        line: lines[first.row], column: first.column + 1, name: header?[first.column], count: count))
  }
}
