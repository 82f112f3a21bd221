/// What to read a table's columns as, where a guess is not wanted.
package struct ColumnChoices: Equatable, Sendable {
  /// What becomes of a row or column with a value that is not known.
  package enum Missing: String, CaseIterable, Equatable, Sendable {
    case error, drop, mean
  }

  /// Columns of numbers; a word in them counts as missing.
  package var numbers: [String] = []
  /// Columns of classes, whole numbers included.
  package var classes: [String] = []
  /// The sign before the fraction; nil for a guess.
  package var decimal: CellText.Decimal?
  /// The order of the parts of dates; nil for a guess.
  package var dates: DateText.Order?

  /// Leaves everything to a guess.
  package init() {}
}

extension CSV {
  /// A column of one kind of value.
  package struct Column: Equatable, Sendable {
    /// The values, one a row; nil where a cell says nothing.
    package enum Values: Equatable, Sendable {
      /// Numbers.
      case numbers([Double?])
      /// Classes as places among their names, which are sorted: as numbers where all of them are numbers.
      case classes([Int?], names: [String])
      /// Dates, as days since 1 January 1970.
      case dates([Double?], DateText.Order, isCertain: Bool)
      /// Words that hardly ever come twice: names, remarks.
      case text
    }

    /// A cell and the number that was read in it.
    package struct Sample: Equatable, Sendable {
      /// What the cell says.
      package let cell: String
      /// The number.
      package let value: Double
    }

    /// The name in the header; `column1` and so on where there is none.
    package let name: String
    /// The values, one a row.
    package let values: Values
    /// What stood around its numbers, each with the first cell that shows it.
    package let marks: [CellText.Mark: Sample]
    /// The first number that would be another one with the other decimal sign, where nothing tells which is meant.
    package let doubtful: Sample?
    /// Whether its numbers only count the rows, as pandas and R write them.
    package let isRowNumber: Bool
    /// How many cells say nothing.
    package let missingCount: Int
  }

  /// The names of the columns, each once.
  package var columnNames: [String] {
    var seen: [String: Int] = [:]
    return (0..<columnCount).map { place in
      let plain = header.map { $0[place].trimmed } ?? ""
      let name = plain.isEmpty ? "column\(place + 1)" : plain
      let times = seen[name, default: 0]
      seen[name] = times + 1
      return times == 0 ? name : "\(name).\(times)"
    }
  }

  /// The columns, each with what its cells say.
  ///
  /// A column is one of numbers when more than half of its known cells are.
  ///
  /// - Throws: `notANumber` at the first word among numbers.
  package func columns(_ choices: ColumnChoices = ColumnChoices()) throws(FormatError) -> [Column] {
    let likely = likelyDecimal()
    var columns: [Column] = []
    for (index, name) in columnNames.enumerated() {
      columns.append(
        try column(
          index, name, choices, choices.decimal ?? likely.sign, isSure: choices.decimal != nil || likely.isSure))
    }
    return columns
  }

  private func column(
    _ index: Int, _ name: String, _ choices: ColumnChoices, _ decimal: CellText.Decimal, isSure: Bool
  ) throws(FormatError) -> Column {
    let cells = rows.map { $0[index] }
    let known = cells.map { !Self.isMissing($0) }
    let missing = known.count { !$0 }
    func made(_ values: Column.Values) -> Column {
      Column(name: name, values: values, marks: [:], doubtful: nil, isRowNumber: false, missingCount: missing)
    }
    if choices.classes.contains(name) { return made(Self.classes(cells, known)) }
    var numbers = zip(cells, known).map { cell, isKnown in isKnown ? CellText.number(cell, decimal) : nil }
    var read = numbers.count { $0 != nil }
    let all = cells.count - missing
    var doubtful: Column.Sample?
    // Only such cells can be read in two ways.
    let hasSign = cells.contains { $0.utf8.contains(0x2C) || $0.utf8.contains(0x2E) }
    if choices.decimal == nil, read < all || !isSure && hasSign {
      let other = zip(cells, known).map { cell, isKnown in
        isKnown ? CellText.number(cell, decimal == .point ? .comma : .point) : nil
      }
      if other.count(where: { $0 != nil }) == all {
        if read < all {
          // A column may be written otherwise than the rest.
          (numbers, read) = (other, all)
        } else if let row = cells.indices.first(where: { numbers[$0]?.value != other[$0]?.value }) {
          doubtful = numbers[row].map { Column.Sample(cell: cells[row].trimmed, value: $0.value) }
        }
      }
    }
    let isWanted = choices.numbers.contains(name)
    if isWanted || read == all && all > 0 || read * 2 > all {
      if let row = cells.indices.first(where: { known[$0] && numbers[$0] == nil }), !isWanted {
        throw FormatError(
          .csv, at: offsets[row], .notANumber(line: lines[row], column: index + 1, name: name, text: cells[row]))
      }
      var marks: [CellText.Mark: Column.Sample] = [:]
      for (cell, number) in zip(cells, numbers) {
        guard let number else { continue }
        for mark in number.marks where marks[mark] == nil {
          marks[mark] = Column.Sample(cell: cell.trimmed, value: number.value)
        }
      }
      let values = numbers.map { $0?.value }
      return Column(
        name: name, values: .numbers(values), marks: marks, doubtful: doubtful,
        isRowNumber: !isWanted && isRowNumber(values, at: index), missingCount: cells.count - read)
    }
    let words = zip(cells, known).filter { $1 }.map(\.0)
    if let found = DateText.order(of: words, said: choices.dates) {
      let days = zip(cells, known).map { cell, isKnown in isKnown ? DateText.days(cell, found.order) : nil }
      return made(.dates(days, found.order, isCertain: found.isCertain))
    }
    let different = Set(words.map(\.trimmed)).count
    return made(different > Swift.max(20, words.count / 2) ? .text : Self.classes(cells, known))
  }

  private static func classes(_ cells: [String], _ known: [Bool]) -> Column.Values {
    // 1 and 1.0 are one class.
    let words = zip(cells, known).map { cell, isKnown -> String? in
      guard isKnown else { return nil }
      return number(cell).flatMap { Int(exactly: $0) }.map { "\($0)" } ?? cell.trimmed
    }
    let different = Set(words.compactMap { $0 })
    let values = Dictionary(uniqueKeysWithValues: different.map { ($0, CellText.number($0)?.value) })
    let areNumbers = values.values.allSatisfy { $0 != nil }
    let names = different.sorted { a, b in
      let (x, y) = ((values[a] ?? nil) ?? 0, (values[b] ?? nil) ?? 0)
      return areNumbers && x != y ? x < y : a < b
    }
    let order = Dictionary(uniqueKeysWithValues: zip(names, 0...))
    return .classes(words.map { $0.flatMap { order[$0] } }, names: names)
  }

  /// Whether a first column merely counts: 0, 1, 2, … or 1, 2, 3, … under no name, or under one that says so.
  private func isRowNumber(_ values: [Double?], at index: Int) -> Bool {
    guard index == 0, columnCount > 2, values.count > 1, let start = values[0], start == 0 || start == 1 else {
      return false
    }
    let name = header.map { $0[0].trimmed.lowercased() } ?? "?"
    let isNamedSo = ["", "unnamed: 0", "index", "id", "row", "rownames", "nr", "no", "no.", "#"].contains(name)
    return (isNamedSo || name.hasSuffix("_id") || (header?[0].hasSuffix("Id") ?? false))
      && values.enumerated().allSatisfy { $1 == start + Double($0) }
  }

  /// The sign before the fraction: the one that more cells prove; where none does, `;` between the cells decides.
  ///
  /// It is sure where more cells can only have this one.
  private func likelyDecimal() -> (sign: CellText.Decimal, isSure: Bool) {
    var (commas, points, hasComma) = (0, 0, false)
    for row in rows.prefix(1_000) {
      for cell in row {
        hasComma = hasComma || cell.utf8.contains(0x2C) && CellText.number(cell, .comma) != nil
        if CellText.proves(.comma, cell) { commas += 1 } else if CellText.proves(.point, cell) { points += 1 }
      }
    }
    if commas != points { return (commas > points ? .comma : .point, true) }
    return (hasComma && notes.contains(.separator(";")) ? .comma : .point, false)
  }
}

extension String {
  /// The text without blanks at its ends.
  var trimmed: String {
    guard first?.isWhitespace == true || last?.isWhitespace == true else { return self }
    let start = drop { $0.isWhitespace }
    return String(start.prefix(start.count - start.reversed().prefix { $0.isWhitespace }.count))
  }
}
