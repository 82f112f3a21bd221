import Formats
package import Source

extension TableSummary {
  /// The table of columns in words, its first row the headings.
  package var rows: [[Phrase]] {
    [["column", "read as", "missing", "range", "first values"]]
      + columns.map { column in
        [
          .verbatim(column.name), column.kind, column.missingCount == 0 ? "" : "\(column.missingCount)",
          .verbatim(column.range), .verbatim(column.first.joined(separator: ", ")),
        ]
      }
  }

  /// What else there is to know, a sentence each; the last ones say how to overrule what was guessed.
  package var remarks: [Phrase] {
    var said: [Phrase] = [
      choices.division == .time
        ? "\(counts.train) rows to learn from, \(counts.test) to be tested on, the last ones in the file."
        : "\(counts.train) rows to learn from, \(counts.test) to be tested on."
    ]
    if droppedRows > 0 {
      said.append(
        droppedRows == 1
          ? "1 row was left out because a value is missing."
          : "\(droppedRows) rows were left out because a value is missing.")
    }
    if choices.missing == .mean {
      let filled = columns.filter { $0.role == .input && $0.missingCount > 0 }
      if filled.contains(where: { !$0.isOfClasses }) {
        said.append("A missing number became its column's mean over all rows, those to be tested on included.")
      }
      if filled.contains(where: \.isOfClasses) { said.append("A missing class became the most frequent one.") }
    }
    said += notes.map(\.sentence)
    var samples: [CellText.Mark: CSV.Column.Sample] = [:]
    for column in columns { samples.merge(column.marks) { first, _ in first } }
    said += CellText.Mark.allCases.compactMap { mark in samples[mark].map(mark.sentence) }
    if !hasHeader { said.append("No row of names was found (header=true says there is one).") }
    if let timed = columns.first(where: \.hasTimes) {
      said.append("The times of \(timed.name) are kept as fractions of a day: 07:30 is 0.3125.")
    }
    for column in columns { if let doubt = column.doubt { said.append(doubt) } }
    if choices.label == nil, let target = columns.first(where: { $0.role == .target }) {
      said.append("\(target.name) is predicted because it is the last (label=\"…\" names another).")
    }
    said.append(
      "What was guessed can be said: numbers= classes= dates= decimal= header= label= skip= missing= split=.")
    return said
  }
}

extension TableSummary.Column {
  /// Whether its dates have times of day.
  fileprivate var hasTimes: Bool {
    guard case .dates(let days, _, _) = values else { return false }
    return days.contains { $0.map { $0 != $0.rounded(.down) } ?? false }
  }

  fileprivate var isOfClasses: Bool { if case .classes = values { true } else { false } }

  fileprivate var kind: Phrase {
    switch role {
    case .rowNumber: return "row number, left out"
    case .text: return "text, left out"
    case .input, .target: break
    }
    let read: Phrase =
      switch values {
      case .numbers: "number"
      case .dates: "date, in days since 1970-01-01"
      case .classes(_, let names): names.count == 1 ? "1 class" : "\(names.count) classes"
      case .text: "text"
      }
    return role == .target ? "\(Phrase.verbatim("y")): \(read)" : read
  }

  fileprivate var range: String {
    switch values {
    case .numbers(let numbers):
      let known = numbers.compactMap { $0 }
      guard let low = known.min(), let high = known.max() else { return "" }
      return "\(Self.plain(low)) … \(Self.plain(high))"
    case .dates(let days, _, _):
      let known = days.compactMap { $0 }
      guard let low = known.min(), let high = known.max() else { return "" }
      return "\(DateText.exactText(low)) … \(DateText.exactText(high))"
    case .classes(_, let names):
      let shown = names.prefix(4).enumerated().map { "\($0.element)=\($0.offset)" }
      return shown.joined(separator: ", ") + (names.count > 4 ? ", …" : "")
    case .text: return ""
    }
  }

  /// What may have been meant otherwise.
  fileprivate var doubt: Phrase? {
    switch values {
    case .dates(_, let order, isCertain: false):
      "The dates of \(name) are read as \(order.rawValue) (dates=\"\(order.otherwise.rawValue)\" reads them otherwise)."
    case .numbers where doubtful != nil:
      doubtful.map { sample in
        "\(sample.cell) in \(name) is read as \(Self.plain(sample.value)); decimal=\"\(sample.otherSign)\" reads it otherwise."
      }
    case .classes(_, let names) where role == .input && names.count > 2:
      "The classes of \(name) are numbered in the order of their names; one_hot(d, \"\(name)\") gives each a column."
    case .numbers(let numbers) where role == .target && Self.mayBeClasses(numbers):
      "\(name) is read as numbers; classes=[\"\(name)\"] makes classes of them."
    default: nil
    }
  }

  /// Few whole numbers that come again and again.
  private static func mayBeClasses(_ numbers: [Double?]) -> Bool {
    let different = Set(numbers.compactMap { $0 })
    return different.count <= 20 && different.count * 2 <= numbers.count && different.allSatisfy { $0 == $0.rounded() }
  }

  fileprivate static func plain(_ number: Double) -> String {
    Int(exactly: number).map { "\($0)" } ?? "\(number)"
  }
}

extension DateText.Order {
  /// The order with which this one is confused.
  fileprivate var otherwise: Self { self == .dayFirst ? .monthFirst : .dayFirst }
}

extension CSV.Column.Sample {
  /// The decimal sign that was not taken.
  fileprivate var otherSign: String {
    CellText.number(cell, .point)?.value == value ? "," : "."
  }
}

extension CSV.Note {
  /// What was done, for those who want to know.
  package var sentence: Phrase {
    switch self {
    case .replaced(let count, let line):
      count == 1
        ? "1 byte belongs to no UTF-8 character and became �; it stands on line \(line)."
        : "\(count) times bytes belong to no UTF-8 character and became �, first on line \(line)."
    case .encoding(let encoding): "The file is read as \(encoding.spokenName) (encoding=\"…\" says another)."
    case .skippedLines(let count):
      count == 1
        ? "1 line above the table is left out (skip=)." : "\(count) lines above the table are left out (skip=)."
    case .emptyRows(let count): count == 1 ? "1 empty row is left out." : "\(count) empty rows are left out."
    case .emptyColumns(let count): count == 1 ? "1 empty column is left out." : "\(count) empty columns are left out."
    case .separator("\t"): "The columns are separated by tabs."
    case .separator(let sign): "The columns are separated by \(sign)"
    case .rowNames: "The rows have names without a heading, as R writes them."
    }
  }
}

extension CellText.Mark {
  /// What it means, shown on a cell of the table.
  fileprivate func sentence(_ sample: CSV.Column.Sample) -> Phrase {
    switch self {
    case .decimalComma: "A comma stands before the fraction: 1,5 is 1.5 (decimal=\".\" says otherwise)."
    case .thousands: "Thousands are separated: \(sample.cell) is \(TableSummary.Column.plain(sample.value))."
    case .brackets: "What stands in brackets is negative: \(sample.cell) is \(TableSummary.Column.plain(sample.value))."
    case .currency: "Signs of currencies are left out."
    case .percent: "45% is read as 45."
    case .longMinus: "The long minus − is read as -."
    }
  }
}
