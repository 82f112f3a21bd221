package import Formats
package import Source

/// Why a data set cannot be had.
package enum DatasetError: Error, Equatable, Sendable {
  /// A name that can be no file's in a data directory.
  case badName(String)
  /// A name that is not known, and the known one it resembles.
  case unknown(String, suggestion: String?, own: OwnFile?)
  /// Nothing of that name is in any of the directories.
  case notFound(name: String, files: [String], directories: [String])
  /// Some of the files are in a folder, and some are not.
  case incomplete(name: String, folder: String, missing: [String])
  /// A file cannot be read, and why.
  case unreadable(path: String, reason: Phrase)
  /// A file is not what its format says.
  case broken(path: String, FormatError)
  /// A text of one's own that was to be a table.
  case noTable(path: String, name: String, FormatError)
  /// A folder none of whose pictures can be read.
  case noPicture(PictureFolder)
  /// A folder with a single picture, of which no part can be kept for a test.
  case onlyOnePicture(path: String, name: String)
  /// A column of a table in which not a single cell says anything.
  case emptyColumn(path: String, name: String, cell: String)
  /// A file is sound but does not hold what the data set needs, in words.
  case unfit(path: String, problem: String)
  /// More items, or fewer, than can be made.
  case badCount(name: String, count: Int, limit: Int)
  /// A number of items was asked for of a set that is read from files.
  case fixedCount(name: String)
  /// A table without the column that should be the label.
  case noColumn(path: String, name: String, columns: [String])
  /// A table whose label is a text that is different in nearly every row.
  case textLabel(path: String, name: String)

  /// The error in words.
  package var diagnostic: Diagnostic {
    switch self {
    case .badName(let name):
      Diagnostic(
        code: .datasetName, "“\(Self.printable(name))” is not the name of a file in a data folder",
        notes: [
          name.contains("/") || name.contains("\\")
            ? "A path is not a name: files are read from the data folders alone."
            : "A name has letters, digits, blanks and the signs _ - . ( ), and starts with none of . and blank."
        ],
        help: "put the file into one of the data folders (:data lists them) and give its name alone")
    case .unknown(let name, let suggestion, let own):
      Diagnostic(
        code: .datasetUnknown, "no data set is called \(Self.printable(name))",
        notes: ["There are \(list: DatasetDescription.all.map(\.name))."],
        help: own.map { "\($0.call) reads \($0.path)" } ?? suggestion.map { "did you mean \($0)?" }
          ?? ":data lists what there is, your own tables, texts and pictures included")
    case .noTable(let path, let name, let fault):
      Diagnostic(
        code: fault.diagnostic(file: .verbatim(path)).code, "\(path) is no table",
        notes: fault.diagnostic(file: .verbatim(path)).notes, help: "if it is a text, text_file(\"\(name)\") reads it")
    case .noPicture(let folder): folder.diagnostic
    case .onlyOnePicture(let path, let name):
      Diagnostic(
        code: .datasetUnfit, "\(path) has only one picture that can be read, and a set needs at least 2",
        help:
          "image_file(\"FILE\", like=d) brings one picture into the form of d's; put it into a data folder, not into \(Self.printable(name))"
      )
    case .emptyColumn(let path, let name, let cell):
      Diagnostic(
        code: .datasetUnfit, "no cell of \(Self.printable(name)) in \(path) is a number",
        notes: ["The first one says “\(Self.printable(cell))”, so all of them count as missing."],
        help: "leave the column out of numbers=, or write plain numbers into it")
    case .notFound(let name, let files, let directories):
      Diagnostic(
        code: .datasetMissing, "\(name) is not on this machine",
        notes: [
          directories.isEmpty
            ? "There is no data directory to look in."
            : "Looked for \(Self.list(files)) in \(list: directories)."
        ], help: Self.wayToGet(name))
    case .incomplete(let name, let folder, let missing):
      Diagnostic(
        code: .datasetMissing, "\(name) is not complete", notes: ["\(folder) lacks \(Self.list(missing))."],
        help: Self.wayToGet(name))
    case .unreadable(let path, let reason):
      Diagnostic(code: .datasetUnreadable, "\(path) cannot be read", notes: ["The system says: \(reason)."])
    case .broken(let path, let error): error.diagnostic(file: .verbatim(path))
    case .unfit(let path, let problem): Diagnostic(code: .datasetUnfit, "\(path) \(Phrase.sentence(problem))")
    case .fixedCount(let name):
      Diagnostic(
        code: .datasetCount, "\(name) has the examples that it has: a count is for sets that are generated",
        help: "take a part of it: data.train.x[:1000], data.train.y[:1000]")
    case .badCount(let name, let count, let limit):
      Diagnostic(
        code: .datasetCount, "\(name) is made with 1 to \(limit) items", notes: ["\(count) were asked for."])
    case .textLabel(let path, let name):
      Diagnostic(
        code: .datasetColumn, "\(Self.printable(name)) in \(path) is a text that is different in nearly every row",
        notes: ["It stands last, and so it was taken for what is to be predicted."],
        help: "name the column to predict: label=\"…\"")
    case .noColumn(let path, let name, let columns):
      Diagnostic(
        code: .datasetColumn, "\(path) has no column \(Self.printable(name))",
        notes: ["Its columns are \(Self.list(columns.map(Self.printable), limit: 20))."],
        help: Suggestions.closest(to: name, among: columns).map { "did you mean \($0)?" })
    }
  }

  private static func list(_ names: [String], limit: Int = 4) -> Phrase {
    .list(names.prefix(limit) + (names.count > limit ? ["…"] : []))
  }

  private static func wayToGet(_ name: String) -> Phrase? {
    guard let known = DatasetDescription.named(name) else { return "put it into one of these folders" }
    if !known.mirrors.isEmpty { return "learnnn data get \(known.name) downloads it; dataset(\"strokes\") is like it" }
    if known.name == "fashion_mnist" { return "apt-get install dataset-fashion-mnist brings it on Debian and Ubuntu" }
    return "it comes with learnnn in the folder Datasets; set LEARNNN_HOME to where that is"
  }

  /// The text, shortened, without what a terminal could act on.
  private static func printable(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars.prefix(60) {
      let isPrintable = scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
      shown.unicodeScalars.append(isPrintable ? scalar : "\u{FFFD}")
    }
    return shown
  }
}
