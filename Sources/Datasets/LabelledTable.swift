import Formats

/// A CSV table, one of its columns to be predicted from the others.
struct LabelledTable {
  private let path: String
  private let columns: [CSV.Column]
  private let roles: [TableSummary.Role]
  private let target: Int
  /// The rows that stay, as places in the file.
  private let rows: [Int]
  private let csv: CSV
  private let choices: TableChoices

  /// Takes a table apart; without a name the last column is the label.
  init(_ csv: CSV, path: String, _ choices: TableChoices = TableChoices()) throws(DatasetError) {
    let names = csv.columnNames
    for name in [choices.label].compactMap({ $0 }) + choices.columns.numbers + choices.columns.classes
    where !names.contains(name) {
      throw DatasetError.noColumn(path: path, name: name, columns: names)
    }
    guard names.count >= 2, csv.rows.count >= 2 else {
      throw DatasetError.unfit(
        path: path, problem: "has \(names.count) columns and \(csv.rows.count) rows; at least 2 of each are needed")
    }
    do throws(FormatError) { columns = try csv.columns(choices.columns) } catch {
      throw DatasetError.broken(path: path, error)
    }
    let target = choices.label.flatMap { names.firstIndex(of: $0) } ?? names.count - 1
    roles = columns.enumerated().map { place, column in
      if place == target { return .target }
      if column.isRowNumber { return .rowNumber }
      return column.values == .text ? .text : .input
    }
    guard columns[target].values != .text else {
      throw DatasetError.textLabel(path: path, name: columns[target].name)
    }
    guard roles.contains(.input) else {
      throw DatasetError.unfit(path: path, problem: "has no column of numbers or classes to predict from")
    }
    self.csv = csv
    self.path = path
    self.target = target
    self.choices = choices
    rows = try Self.rows(csv, path, columns, roles, choices.missing)
  }

  /// The rows that can be used, or the first cell that says nothing.
  private static func rows(
    _ csv: CSV, _ path: String, _ columns: [CSV.Column], _ roles: [TableSummary.Role],
    _ missing: ColumnChoices.Missing
  ) throws(DatasetError) -> [Int] {
    let used = columns.indices.filter { roles[$0] == .input || roles[$0] == .target }
    if let empty = used.first(where: { columns[$0].missingCount == csv.rows.count }) {
      throw DatasetError.emptyColumn(
        path: path, name: columns[empty].name, cell: csv.rows.first?[empty] ?? "")
    }
    let lacking = { (row: Int) in used.filter { columns[$0].values.isMissing(row) } }
    switch missing {
    case .error:
      let gaps = used.reduce(0) { $0 + columns[$1].missingCount }
      guard gaps > 0, let row = csv.rows.indices.first(where: { !lacking($0).isEmpty }), let column = lacking(row).first
      else { return Array(csv.rows.indices) }
      throw DatasetError.broken(
        path: path,
        FormatError(
          .csv, at: csv.offsets[row],
          .missingValue(line: csv.lines[row], column: column + 1, name: columns[column].name, count: gaps)))
    case .drop, .mean:
      // What is to be predicted is never made up.
      let kept = csv.rows.indices.filter { row in
        missing == .drop
          ? lacking(row).isEmpty : !lacking(row).contains { roles[$0] == .target }
      }
      guard kept.count >= 2 else {
        throw DatasetError.unfit(path: path, problem: "has only \(kept.count) rows without a missing value")
      }
      return kept
    }
  }

  /// The data set: four fifths to learn from, a fifth of each class to be tested on, in an order drawn once for all.
  func dataset(
    _ description: DatasetDescription, image: [Int]?, white: Double?
  ) throws(DatasetError) -> Dataset {
    let inputs = columns.indices.filter { roles[$0] == .input }
    if let image, image.reduce(1, *) != inputs.count {
      throw DatasetError.unfit(
        path: path, problem: "has \(inputs.count) pixels in a row; images of \(image) have \(image.reduce(1, *))")
    }
    let features = inputs.map { columns[$0].values.filled(rows) }
    let targets = columns[target].values.targets(rows)
    let (train, test) = Division(targets, choices).parts
    let part = { (places: [Int]) throws(DatasetError) in try self.part(features, targets, places, white) }
    var labels: [String] = []
    if case .classes(_, let names) = columns[target].values {
      // The file may say what the classes are called that it has as numbers, counted from 0.
      labels = target == columns.count - 1 && csv.classNames.count == names.count ? csv.classNames : names
    }
    let codes = inputs.compactMap { place -> Dataset.Codes? in
      guard case .classes(_, let names) = columns[place].values else { return nil }
      return Dataset.Codes(column: columns[place].name, names: names)
    }
    return Dataset(
      name: description.name, train: try part(train), test: try part(test), image: image,
      columns: image == nil ? names(inputs, description) : [], labels: labels, source: description.source,
      licence: description.licence, place: path, codes: codes, summary: summary((train.count, test.count)))
  }

  /// The names of the inputs; `description` names the columns of a file that does not.
  private func names(_ inputs: [Int], _ description: DatasetDescription) -> [String] {
    inputs.map { place in
      csv.header == nil && description.columns.indices.contains(place)
        ? description.columns[place] : columns[place].name
    }
  }

  private func summary(_ counts: (Int, Int)) -> TableSummary {
    TableSummary(
      columns: columns.enumerated().map { place, column in
        TableSummary.Column(
          name: column.name, values: column.values, marks: column.marks, doubtful: column.doubtful, role: roles[place],
          missingCount: column.missingCount, first: csv.rows.prefix(3).map { $0[place] })
      }, notes: csv.notes, hasHeader: csv.header != nil, counts: counts, droppedRows: csv.rows.count - rows.count,
      choices: choices)
  }

  private func part(
    _ features: [[Double]], _ targets: Dataset.Targets, _ places: [Int], _ white: Double?
  ) throws(DatasetError) -> Dataset.Part {
    let y: Dataset.Targets =
      switch targets {
      case .classes(let values): .classes(places.map { values[$0] })
      case .numbers(let values): .numbers(places.map { values[$0] })
      }
    let x = places.flatMap { place in features.map { $0[place] } }
    guard let white else { return Dataset.Part(width: features.count, x: .numbers(x), y: y) }
    if let stray = x.first(where: { !(0...white).contains($0) }) {
      throw DatasetError.unfit(path: path, problem: "has a pixel of \(stray); they go from 0 to \(white)")
    }
    // Every byte image has white at 255, so that one rule scales them all.
    return Dataset.Part(width: features.count, x: .bytes(x.map { UInt8($0 / white * 255 + 0.5) }), y: y)
  }
}

/// Which rows are learnt from and which are tested on.
struct Division {
  private(set) var parts: (train: [Int], test: [Int]) = ([], [])

  /// A fifth of each class goes into the test, one of a class of three or four; of any table at least one row.
  init(_ targets: Dataset.Targets, _ choices: TableChoices) {
    let count = targets.count
    if choices.division == .time {
      let cut = Swift.max(1, Swift.min(count - 1, count - count / 5))
      parts = (Array(0..<cut), Array(cut..<count))
      return
    }
    var order = Array(0..<count)
    var draws = Draws(seed: choices.seed, index: 0)
    for place in order.indices.reversed() { order.swapAt(place, draws.below(place + 1)) }
    let group = { (row: Int) in if case .classes(let classes) = targets { classes[row] } else { 0 } }
    var sizes: [Int: Int] = [:]
    for row in order { sizes[group(row), default: 0] += 1 }
    var seen: [Int: Int] = [:]
    for row in order {
      let place = seen[group(row), default: 0]
      seen[group(row)] = place + 1
      let size = sizes[group(row)] ?? 0
      let isTested = place % 5 == 4 || size < 5 && size > 2 && place == size - 1
      if isTested { parts.test.append(row) } else { parts.train.append(row) }
    }
    if parts.test.isEmpty, parts.train.count > 1 { parts.test.append(parts.train.removeLast()) }
  }
}

extension CSV.Column.Values {
  /// Whether a row's cell says nothing.
  fileprivate func isMissing(_ row: Int) -> Bool {
    switch self {
    case .numbers(let values), .dates(let values, _, _): values[row] == nil
    case .classes(let values, _): values[row] == nil
    case .text: false
    }
  }

  /// Some rows as numbers; what is missing becomes the mean, or the most frequent class.
  fileprivate func filled(_ rows: [Int]) -> [Double] {
    switch self {
    case .numbers(let values), .dates(let values, _, _):
      let known = rows.compactMap { values[$0] }
      let mean = known.isEmpty ? 0 : known.reduce(0, +) / Double(known.count)
      return rows.map { values[$0] ?? mean }
    case .classes(let values, let names):
      var counts = [Int](repeating: 0, count: Swift.max(names.count, 1))
      for row in rows { if let value = values[row] { counts[value] += 1 } }
      let usual = counts.firstIndex(of: counts.max() ?? 0) ?? 0
      return rows.map { Double(values[$0] ?? usual) }
    case .text: return rows.map { _ in 0 }
    }
  }

  /// Some rows as what is to be predicted; none of them is missing.
  fileprivate func targets(_ rows: [Int]) -> Dataset.Targets {
    if case .classes(let values, _) = self { return .classes(rows.map { values[$0] ?? 0 }) }
    return .numbers(filled(rows))
  }
}
