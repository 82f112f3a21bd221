import Formats

/// A CSV table, one of its columns to be predicted from the others.
struct LabelledTable {
  private let path: String
  private let names: [String]
  private let features: [[Double]]
  private let targets: Dataset.Targets
  private let labels: [String]

  /// Takes a table apart; without a name the last column is the label.
  ///
  /// `standard` names the features of a file that does not.
  /// Categories among the features become their numbers, counted from 0.
  init(_ csv: CSV, path: String, label: String?, columns standard: [String] = []) throws(DatasetError) {
    let columns: [CSV.Column]
    do throws(FormatError) { columns = try csv.columns() } catch { throw DatasetError.broken(path: path, error) }
    guard columns.count >= 2, csv.rows.count >= 2 else {
      throw DatasetError.unfit(
        path: path, problem: "has \(columns.count) columns and \(csv.rows.count) rows; at least 2 of each are needed")
    }
    let names = columns.enumerated().map { place, column in
      column.name ?? (standard.indices.contains(place) ? standard[place] : "column\(place + 1)")
    }
    let index = label.map { names.firstIndex(of: $0) } ?? names.count - 1
    guard let index else { throw DatasetError.noColumn(path: path, name: label ?? "", columns: names) }
    self.path = path
    let (targets, labels) = Self.targets(columns[index].values)
    self.targets = targets
    // The file may say what the classes are called that it has as numbers, counted from 0.
    self.labels = index == names.count - 1 && csv.classNames.count == labels.count ? csv.classNames : labels
    var (features, featureNames) = (columns, names)
    features.remove(at: index)
    featureNames.remove(at: index)
    self.names = featureNames
    self.features = features.map { column in
      switch column.values {
      case .numbers(let numbers): numbers
      case .categories(let numbers, _): numbers.map { Double($0) }
      }
    }
  }

  /// Few different whole numbers are classes too, as words are; anything else is regression.
  private static func targets(_ values: CSV.Column.Values) -> (Dataset.Targets, [String]) {
    switch values {
    case .categories(let numbers, let names): return (.classes(numbers), names)
    case .numbers(let numbers):
      let different = Set(numbers).sorted()
      let whole = different.compactMap { Int(exactly: $0) }
      guard whole.count == different.count, whole.count <= 20, whole.count * 2 <= numbers.count else {
        return (.numbers(numbers), [])
      }
      let order = Dictionary(uniqueKeysWithValues: zip(different, 0...))
      return (.classes(numbers.map { order[$0] ?? 0 }), whole.map { "\($0)" })
    }
  }

  /// The data set: four fifths to learn from, a fifth of each class to be tested on, in an order drawn once for all.
  func dataset(
    _ description: DatasetDescription, image: [Int]?, white: Double?
  ) throws(DatasetError) -> Dataset {
    if let image, image.reduce(1, *) != features.count {
      throw DatasetError.unfit(
        path: path, problem: "has \(features.count) pixels in a row; images of \(image) have \(image.reduce(1, *))")
    }
    var (train, test): ([Int], [Int]) = ([], [])
    var seen: [Int: Int] = [:]
    for row in order() {
      let group = if case .classes(let classes) = targets { classes[row] } else { 0 }
      let place = seen[group, default: 0]
      seen[group] = place + 1
      if place % 5 == 4 { test.append(row) } else { train.append(row) }
    }
    return Dataset(
      name: description.name, train: try part(train, white), test: try part(test, white), image: image,
      columns: image == nil ? names : [], labels: labels, source: description.source,
      licence: description.licence, place: path)
  }

  private func order() -> [Int] {
    var order = Array(0..<targets.count)
    var draws = Draws(seed: 0, index: 0)
    for place in order.indices.reversed() { order.swapAt(place, draws.below(place + 1)) }
    return order
  }

  private func part(_ rows: [Int], _ white: Double?) throws(DatasetError) -> Dataset.Part {
    let y: Dataset.Targets =
      switch targets {
      case .classes(let values): .classes(rows.map { values[$0] })
      case .numbers(let values): .numbers(rows.map { values[$0] })
      }
    let x = rows.flatMap { row in features.map { $0[row] } }
    guard let white else { return Dataset.Part(width: features.count, x: .numbers(x), y: y) }
    if let stray = x.first(where: { !(0...white).contains($0) }) {
      throw DatasetError.unfit(path: path, problem: "has a pixel of \(stray); they go from 0 to \(white)")
    }
    // Every byte image has white at 255, so that one rule scales them all.
    return Dataset.Part(width: features.count, x: .bytes(x.map { UInt8($0 / white * 255 + 0.5) }), y: y)
  }
}
