package import Formats
package import Source

/// The pictures of a folder, and those of its files that could not be had.
package struct PictureFolder: Equatable, Sendable {
  /// A picture with its label.
  package struct Picture: Equatable, Sendable {
    /// Where it is.
    package let path: String
    /// What it shows.
    package let label: String
    /// Its pixels.
    package let raster: Raster
  }

  /// A file that is left out, and why.
  package struct Omission: Equatable, Sendable {
    /// Its path inside the folder.
    package let file: String
    /// Why, as the rest of a sentence about it.
    package let reason: Phrase
  }

  /// The folder.
  package let path: String
  /// The pictures, in the order of their names.
  package internal(set) var pictures: [Picture] = []
  /// What is left out.
  package internal(set) var omissions: [Omission] = []

  init(path: String) { self.path = path }
}

extension DatasetLoader {
  static let pictureEndings = [".png", ".jpg", ".jpeg", ".pgm"]
  /// What other programs make of pictures; nothing here reads it.
  static let foreignEndings = [
    ".heic", ".heif", ".avif", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".svg", ".jp2", ".jxl", ".ppm", ".dng", ".cr2",
    ".nef", ".arw",
  ]

  /// A picture of one's own, `NAME.png`, `NAME.jpg` or `NAME.pgm`.
  package func picture(_ name: String) throws(DatasetError) -> Raster {
    do throws(DatasetError) {
      return try picture(at: try find(name, endings: Self.pictureEndings))
    } catch .notFound(let stem, let names, let directories) {
      // A picture of another kind is read as far as to say which kind it is.
      guard let other = try? find(name, endings: Self.foreignEndings) else {
        throw .notFound(name: stem, files: names, directories: directories)
      }
      return try picture(at: other)
    }
  }

  private func picture(at path: String) throws(DatasetError) -> Raster {
    let bytes = try read(path)
    do throws(FormatError) { return try Raster.decode(bytes) } catch { throw DatasetError.broken(path: path, error) }
  }

  /// The pictures of a folder in a data directory, each with its label, in the order of their names.
  ///
  /// The label is the name of the folder inside that the picture lies in; for pictures that lie side by side it is what
  /// stands before the first `_`, `-`, blank or bracket of the file's name, as in `7_ada.png`. A picture that cannot be
  /// read is left out.
  package func pictures(_ name: String) throws(DatasetError) -> PictureFolder {
    try Self.check(name)
    for directory in directories where !directory.isEmpty {
      let path = "\(directory)/\(name)"
      var found: [(file: String, label: String)] = []
      for entry in files.list(path).sorted() {
        if Self.isPicture(entry) || Self.isForeign(entry) {
          found.append((entry, Self.label(of: entry)))
        } else {
          let inner = files.list("\(path)/\(entry)").filter { Self.isPicture($0) || Self.isForeign($0) }.sorted()
          found += inner.map { ("\(entry)/\($0)", entry) }
        }
      }
      if found.isEmpty { continue }
      guard found.count <= Self.pictureLimit else {
        throw DatasetError.unfit(
          path: path, problem: "has \(found.count) pictures; at most \(Self.pictureLimit) are read")
      }
      var folder = PictureFolder(path: path)
      for (file, label) in found {
        do throws(DatasetError) {
          let raster = try picture(at: "\(path)/\(file)")
          folder.pictures.append(.init(path: "\(path)/\(file)", label: label, raster: raster))
        } catch {
          folder.omissions.append(.init(file: file, reason: error.reasonToOmit))
        }
      }
      guard !folder.pictures.isEmpty else { throw DatasetError.noPicture(folder) }
      return folder
    }
    throw DatasetError.notFound(
      name: name, files: ["\(name)/*.png", "\(name)/*.jpg", "\(name)/LABEL/*.png"], directories: directories)
  }

  /// The most pictures that are read from a folder.
  private static let pictureLimit = 10_000

  static func isPicture(_ file: String) -> Bool { has(file, pictureEndings) }

  private static func isForeign(_ file: String) -> Bool { has(file, foreignEndings) }

  private static func has(_ file: String, _ endings: [String]) -> Bool {
    !file.hasPrefix(".") && stem(file, without: endings) != file
  }

  private static func label(of file: String) -> String {
    let stem = file.prefix { $0 != "." }
    let label = stem.prefix { $0 != "_" && $0 != "-" && $0 != " " && $0 != "(" }
    return String(label.isEmpty ? stem : label)
  }
}

// MARK: - Words

extension PictureFolder {
  /// A note about what is left out; nil when nothing is.
  package var note: Diagnostic? {
    guard !omissions.isEmpty else { return nil }
    let all = pictures.count + omissions.count
    return Diagnostic(
      .note, code: .datasetUnfit,
      omissions.count == 1
        ? "1 of the \(all) pictures in \(path) is left out"
        : "\(omissions.count) of the \(all) pictures in \(path) are left out",
      notes: reasons, help: Self.wayToConvert)
  }

  /// What to say where there is no picture at all.
  var diagnostic: Diagnostic {
    Diagnostic(
      code: .datasetUnfit,
      omissions.count == 1
        ? "the only picture in \(path) cannot be read"
        : "none of the \(omissions.count) pictures in \(path) can be read",
      notes: reasons, help: Self.wayToConvert)
  }

  /// Each reason once, with the first files that it holds for.
  private var reasons: [Phrase] {
    var said: [(reason: Phrase, files: [String])] = []
    for omission in omissions {
      if let place = said.firstIndex(where: { $0.reason == omission.reason }) {
        said[place].files.append(omission.file)
      } else {
        said.append((omission.reason, [omission.file]))
      }
    }
    var sentences: [Phrase] = said.prefix(6).map { reason, files in
      let names = Phrase.list(files.prefix(4) + (files.count > 4 ? ["…"] : []))
      return files.count == 1 ? "\(names): \(reason)." : "\(files.count) files (\(names)): \(reason)."
    }
    if said.count > 6 { sentences.append("There are \(said.count - 6) other reasons.") }
    return sentences
  }

  private static var wayToConvert: Phrase {
    "open such a picture in any picture program, save it as PNG or baseline JPEG into the same folder, and read it again"
  }
}

extension DatasetError {
  /// Why a picture is left out, as the rest of a sentence about it.
  fileprivate var reasonToOmit: Phrase {
    switch self {
    case .broken(_, let error): error.reason
    case .unreadable(_, let reason): reason
    default: diagnostic.title
    }
  }
}
