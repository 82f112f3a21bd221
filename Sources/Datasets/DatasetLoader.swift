package import Formats
package import Source

/// Finds, reads and generates data sets by their plain names.
package struct DatasetLoader: Sendable {
  /// Where to look, in this order.
  package let directories: [String]
  /// How files are reached.
  let files: FileAccess

  /// Makes a loader.
  package init(directories: [String], files: FileAccess) {
    self.directories = directories
    self.files = files
  }

  /// The data set of that name, `-` and `_` alike.
  ///
  /// - Parameters:
  ///   - name: One of `DatasetDescription.all`.
  ///   - count: How many training items a generated set shall have.
  ///   - seed: What the generated sets are drawn from.
  /// - Returns: The data set, its parts whole.
  /// - Throws: Why it cannot be had.
  package func load(_ name: String, count: Int? = nil, seed: UInt64 = 0) throws(DatasetError) -> Dataset {
    try Self.check(name)
    guard let description = DatasetDescription.named(name) else {
      let suggestion = Suggestions.closest(to: name, among: DatasetDescription.all.map(\.name))
      throw DatasetError.unknown(name, suggestion: suggestion, own: ownFile(name))
    }
    if count != nil, !description.isGenerated { throw DatasetError.fixedCount(name: description.name) }
    switch description.kind {
    case .generated(let standard, let limit):
      let count = count ?? standard
      guard (1...limit).contains(count) else {
        throw DatasetError.badCount(name: description.name, count: count, limit: limit)
      }
      return Dataset(generating: description, count: count, seed: seed)
    case .table(let image, let white):
      let path = try locate(description).paths[0]
      // The class stands in the last column, as a number or a word.
      var choices = TableChoices()
      let file = try csv(at: path, choices)
      choices.columns.classes = Array(file.columnNames.suffix(1))
      let table = try LabelledTable(file, path: path, choices)
      return try table.dataset(description, image: image, white: white)
    case .texts:
      throw DatasetError.unfit(path: description.name, problem: "holds texts, which are no rows of numbers")
    case .images(let classes):
      let location = try locate(description)
      let parts = try location.paths.map { path throws(DatasetError) in try idx(at: path) }
      return try Dataset(images: parts, location: location, description, classes: classes)
    }
  }

  /// A table of one's own, `NAME.csv` or `NAME.csv.gz`.
  ///
  /// A fifth of the rows, the same ones each time, is its test part.
  ///
  /// - Parameters:
  ///   - name: The file's name without its ending.
  ///   - choices: How to read it, where a guess is not wanted.
  /// - Returns: The table's features and targets, and what was understood of it.
  /// - Throws: Why it cannot be had, with the line and column of a cell that is missing or out of place.
  package func table(_ name: String, _ choices: TableChoices = TableChoices()) throws(DatasetError) -> Dataset {
    let path = try find(name, endings: [".csv", ".csv.gz", ".tsv", ".txt"])
    let file: CSV
    do throws(DatasetError) { file = try csv(at: path, choices) } catch {
      // A file of any sentences is no table at all.
      guard case .broken(_, let fault) = error, path.lowercased().hasSuffix(".txt") else { throw error }
      throw DatasetError.noTable(path: path, name: Self.stem(name, without: [".txt"]), fault)
    }
    let table = try LabelledTable(file, path: path, choices)
    let description = DatasetDescription(
      name, "A table.", .table(image: nil, white: nil), source: path, licence: "not known")
    return try table.dataset(description, image: nil, white: nil)
  }

  /// The lines of a data set of texts, four fifths of them to learn from and every fifth to be tested on.
  package func texts(_ description: DatasetDescription) throws(DatasetError) -> (train: [String], test: [String]) {
    let path = try locate(description).paths[0]
    let bytes = try unwrapped(path)
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
    let isTested = { (place: Int) in place % 5 == 4 }
    return (
      lines.indices.filter { !isTested($0) }.map { lines[$0] }, lines.indices.filter(isTested).map { lines[$0] }
    )
  }

  /// An array of one's own, `NAME.idx` or a name as MNIST has them, such as `train-labels-idx1-ubyte`, plain or gzip.
  package func array(_ name: String) throws(DatasetError) -> IDX {
    try idx(at: try find(name, endings: [".idx", ".idx.gz", ".gz", ""]))
  }

  /// A text of one's own, `NAME.txt`, its line ends made `\n`.
  ///
  /// - Parameters:
  ///   - name: The file's name without its ending.
  ///   - said: How its characters are written; nil for a guess.
  /// - Returns: The text, and how its bytes were read where that is not plain UTF-8.
  /// - Throws: Why it cannot be had.
  package func text(
    _ name: String, encoding said: TextEncoding? = nil
  ) throws(DatasetError) -> (text: String, reading: CSV.Note?) {
    let path = try find(name, endings: Self.textEndings)
    let bytes = try unwrapped(path)
    let encoding = said ?? TextEncoding(guessing: bytes)
    guard let (decoded, reading) = encoding.read(bytes) else {
      throw DatasetError.unfit(path: path, problem: "is not a text: its characters are not \(encoding.spokenName)")
    }
    let text = String(decoding: decoded, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
      .joined(separator: "\n")
    return (text, reading)
  }

  static let textEndings = [".txt", ".txt.gz", ".md"]
}

// MARK: - Finding

extension DatasetLoader {
  /// Where a data set was found.
  package struct Location: Equatable, Sendable {
    /// The folder.
    package let folder: String
    /// The path of each of the description's files, plain or with `.gz`.
    package let paths: [String]
  }

  /// The files of a data set that is not generated: in each directory the folder of its name, then the directory.
  package func locate(_ description: DatasetDescription) throws(DatasetError) -> Location {
    var incomplete: DatasetError?
    for directory in directories where !directory.isEmpty {
      for folder in folders(of: description, in: directory) {
        let found = description.files.map { file in
          Self.spellings(of: file.name).flatMap { [$0, $0 + ".gz"] }.map { "\(folder)/\($0)" }
            .first { files.exists($0) }
        }
        let paths = found.compactMap { $0 }
        if paths.count == found.count, !paths.isEmpty { return Location(folder: folder, paths: paths) }
        if !paths.isEmpty, incomplete == nil {
          let missing = zip(description.files, found).filter { $1 == nil }.map(\.0.name)
          incomplete = .incomplete(name: description.name, folder: folder, missing: missing)
        }
      }
    }
    let names = description.files.map { "\($0.name)[.gz]" }
    throw incomplete ?? .notFound(name: description.name, files: names, directories: directories)
  }

  private func folders(of description: DatasetDescription, in directory: String) -> [String] {
    let dashed = String(description.name.map { $0 == "_" ? "-" : $0 })
    let named = dashed == description.name ? [dashed] : [description.name, dashed]
    // The files of MNIST and Fashion-MNIST have the same names, so a bare folder's own name must tell them apart.
    let last = DatasetDescription.underscored(String(directory.split(separator: "/").last ?? ""))
    let isForeign = DatasetDescription.all.contains { other in
      guard case .images = other.kind else { return false }
      return other.name == last && other.name != description.name
    }
    return named.map { "\(directory)/\($0)" } + (isForeign ? [] : [directory])
  }

  /// How a file of MNIST is called: as on its first page, and as Kaggle and unpacking programs have it.
  private static func spellings(of name: String) -> [String] {
    guard let kind = ["idx1", "idx3"].first(where: { name.hasSuffix("-\($0)-ubyte") }) else { return [name] }
    let stem = name.dropLast("-\(kind)-ubyte".count)
    let dotted = "\(stem).\(kind)-ubyte"
    return [name, dotted, "\(name)/\(name)", "\(dotted)/\(dotted)", "\(name)/\(dotted)", "\(stem)-\(kind)_ubyte"]
  }

  /// The path of a file of one's own: the name with one of the endings, in small letters or large ones.
  func find(_ name: String, endings: [String]) throws(DatasetError) -> String {
    let base = Self.stem(name, without: endings)
    try Self.check(base)
    for directory in directories where !directory.isEmpty {
      for ending in endings.flatMap({ $0.isEmpty ? [$0] : [$0, $0.uppercased()] }) {
        for path in ["\(directory)/\(base)\(ending)", "\(directory)/\(base)/\(base)\(ending)"]
        where files.exists(path) { return path }
      }
    }
    throw DatasetError.notFound(name: name, files: endings.map { base + $0 }, directories: directories)
  }
}

// MARK: - Reading

extension DatasetLoader {
  func read(_ path: String) throws(DatasetError) -> [UInt8] {
    do throws(FileAccess.Failure) { return try files.read(path) } catch {
      throw DatasetError.unreadable(path: error.path, reason: error.reason)
    }
  }

  func unwrapped(_ path: String) throws(DatasetError) -> [UInt8] {
    let bytes = try read(path)
    do throws(FormatError) { return try Gzip.unwrapped(bytes) } catch {
      throw DatasetError.broken(path: path, error)
    }
  }

  private func csv(at path: String, _ choices: TableChoices) throws(DatasetError) -> CSV {
    let bytes = try unwrapped(path)
    do throws(FormatError) {
      return try CSV(bytes, header: choices.header, skip: choices.skip, encoding: choices.encoding)
    } catch { throw DatasetError.broken(path: path, error) }
  }

  private func idx(at path: String) throws(DatasetError) -> IDX {
    let bytes = try read(path)
    do throws(FormatError) { return try IDX(bytes) } catch { throw DatasetError.broken(path: path, error) }
  }
}
