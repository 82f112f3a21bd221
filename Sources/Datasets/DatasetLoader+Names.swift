import Formats
import Source

extension DatasetLoader {
  /// Whether a name can be that of a file in a data folder, and cannot lead anywhere else: letters of any script,
  /// digits, blanks and a few signs that cameras and browsers put into names, such as `IMG_2034 (1)`.
  static func check(_ name: String) throws(DatasetError) {
    let allowed = name.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
        .spacingMark, .decimalNumber, .letterNumber, .otherNumber:
        true
      default: " _-.()[]+,&'’（）《》·、—–".unicodeScalars.contains(scalar)
      }
    }
    guard allowed, let first = name.first, first != ".", first != " ", name.utf8.count <= 200 else {
      throw DatasetError.badName(name)
    }
  }

  /// A name without one of the endings, in large letters or small ones.
  static func stem(_ name: String, without endings: [String]) -> String {
    let ending = endings.first { !$0.isEmpty && name.lowercased().hasSuffix($0.lowercased()) }
    return ending.map { String(name.dropLast($0.count)) } ?? name
  }
}

/// What somebody put into the data folders, and the call that reads it.
package struct OwnFile: Equatable, Sendable {
  /// What reads it.
  package enum Reader: String, CaseIterable, Sendable {
    case table = "csv"
    case text = "text_file"
    case picture = "image_file"
    case pictures = "images"
    case array = "idx"
  }

  /// Its name, without the ending.
  package let name: String
  /// What reads it.
  package let reader: Reader
  /// The folder or file.
  package let path: String

  /// What to type to have it.
  package var call: String { "\(reader.rawValue)(\"\(name)\")" }
}

extension DatasetLoader {
  /// The tables, texts, pictures and folders of pictures in the data directories that are of nobody else's making.
  package var ownFiles: [OwnFile] {
    var found: [OwnFile] = []
    let shipped = Set(DatasetDescription.all.flatMap { $0.files.map(\.name) })
    for directory in directories where !directory.isEmpty {
      for entry in files.list(directory).sorted() where !entry.hasPrefix(".") {
        let bare = Self.stem(entry, without: [".gz"])
        let isShipped =
          shipped.contains(bare) || bare.hasPrefix("README") || bare.hasPrefix("LICEN")
          || DatasetDescription.named(entry) != nil
          || DatasetDescription.named(String(bare.prefix { $0 != "." })) != nil
        guard !isShipped, let own = ownFile(entry, in: directory), !found.contains(where: { $0.call == own.call })
        else { continue }
        found.append(own)
      }
    }
    return found
  }

  private func ownFile(_ entry: String, in directory: String) -> OwnFile? {
    let path = "\(directory)/\(entry)"
    for (reader, endings) in Self.endings {
      let name = Self.stem(entry, without: endings)
      guard name != entry, (try? Self.check(name)) != nil else { continue }
      return OwnFile(name: name, reader: reader, path: path)
    }
    let inner = files.list(path)
    guard !inner.isEmpty, (try? Self.check(entry)) != nil else { return nil }
    let hasPictures =
      inner.contains(where: Self.isPicture)
      || inner.prefix(100).contains { files.list("\(path)/\($0)").contains(where: Self.isPicture) }
    return hasPictures ? OwnFile(name: entry, reader: .pictures, path: path) : nil
  }

  /// What is read from a file of each ending, when a data directory is listed.
  private static let endings: [(OwnFile.Reader, [String])] = [
    (.table, [".csv", ".csv.gz", ".tsv"]), (.text, textEndings), (.picture, pictureEndings),
    (.array, [".idx", ".idx.gz"]),
  ]

  /// What somebody has by that name, however it is to be read.
  package func ownFile(_ name: String) -> OwnFile? {
    ownFiles.first { $0.name == name } ?? ownFiles.first { $0.path.split(separator: "/").last.map(String.init) == name }
  }
}
