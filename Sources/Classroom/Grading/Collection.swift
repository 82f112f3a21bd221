import Documents
import Formats
import Source

/// The files that were handed in: single ones, those of folders, those in archives.
struct Collection {
  /// A file with its bytes, or why it could not be read.
  struct Item {
    let path: String
    let content: Result<[UInt8], Submission.Refusal>
  }

  private(set) var items: [Item] = []
  private let files: FileAccess
  /// How many bytes came out of archives.
  private var unpacked = 0

  init(_ paths: [String], _ files: FileAccess) {
    self.files = files
    for path in paths { add(path, depth: 0) }
  }

  /// `above` holds what the folders around a path list: one that lists the same as one of these, and is itself in that
  /// list, is a link to it.
  private mutating func add(_ path: String, depth: Int, above: [[String]] = []) {
    let names = files.list(path)
    if let own = path.split(separator: "/").last, names.contains(String(own)), above.contains(names) { return }
    if !names.isEmpty || files.exists(path + "/.") {
      guard depth < 6 else { return }
      for name in names where !name.hasPrefix(".") && name != "__MACOSX" {
        add("\(path)/\(name)", depth: depth + 1, above: above + [names])
      }
      return
    }
    do {
      add(try files.read(path), at: path, depth: 0)
    } catch {
      refuse("it cannot be read: \(error.reason)", path)
    }
  }

  /// How deep archives may stand in archives, and how many bytes all of them may hold together.
  private static let (depthLimit, byteLimit) = (4, 1 << 28)

  /// Adds a file, or what an archive holds: platforms put one archive into another.
  private mutating func add(_ bytes: [UInt8], at path: String, depth: Int) {
    guard depth < Collection.depthLimit else { return refuse("it is an archive in archives in archives", path) }
    do throws(FormatError) {
      if Zip.isZip(bytes) {
        try addZip(bytes, path, depth)
      } else if Gzip.isGzip(bytes) {
        let inner = try Gzip.inflate(bytes, limit: Collection.byteLimit - unpacked)
        try count(inner.count)
        let isArchive = Tar.isTar(inner)
        add(inner, at: isArchive || !path.hasSuffix(".gz") ? path : String(path.dropLast(3)), depth: depth + 1)
      } else if Tar.isTar(bytes) {
        for entry in try Tar(bytes).entries {
          // What leaves the archive's folder keeps its bytes, and loses its way.
          let parts = entry.path.split(separator: "/").filter { $0 != ".." && $0 != "." }
          try addEntry(parts.joined(separator: "/"), Array(entry.content), path, depth)
        }
      } else {
        items.append(Item(path: path, content: .success(bytes)))
      }
    } catch {
      items.append(Item(path: path, content: .failure(Collection.refusal(error, path))))
    }
  }

  private mutating func addZip(_ bytes: [UInt8], _ path: String, _ depth: Int) throws(FormatError) {
    let archive = try Zip(
      bytes, limits: .init(entries: 10_000, totalBytes: Collection.byteLimit - unpacked), skipsRefused: true)
    if archive.entries.contains(where: { $0.path == "[Content_Types].xml" || $0.path == "META-INF/manifest.xml" }) {
      return refuse("it is a document of an office program; hand in the file that :submit wrote", path)
    }
    for refused in archive.refused {
      let place = "\(path)/\(refused.path)"
      items.append(Item(path: place, content: .failure(Collection.refusal(refused.error, place))))
    }
    for entry in archive.entries {
      do throws(FormatError) {
        try addEntry(entry.path, try archive.content(of: entry), path, depth)
      } catch {
        let place = "\(path)/\(entry.path)"
        items.append(Item(path: place, content: .failure(Collection.refusal(error, place))))
      }
    }
  }

  /// Adds a file of an archive, unless it is one that a system leaves behind.
  private mutating func addEntry(
    _ name: String, _ bytes: [UInt8], _ path: String, _ depth: Int
  ) throws(FormatError) {
    try count(bytes.count)
    let parts = name.split(separator: "/")
    guard let file = parts.last, !file.hasPrefix("."), parts.first != "__MACOSX" else { return }
    add(bytes, at: "\(path)/\(name)", depth: depth + 1)
  }

  private mutating func count(_ bytes: Int) throws(FormatError) {
    unpacked += bytes
    guard unpacked <= Collection.byteLimit else {
      throw FormatError(
        .zip, at: 0, .overLimit(part: "the decompressed data", size: nil, limit: Collection.byteLimit))
    }
  }

  private mutating func refuse(_ reason: Phrase, _ path: String) {
    items.append(Item(path: path, content: .failure(.init(reason: reason))))
  }

  private static func refusal(_ error: FormatError, _ path: String) -> Submission.Refusal {
    let diagnostic = error.diagnostic(file: "the archive")
    return .init(
      reason: Phrase.joined([diagnostic.title] + diagnostic.notes.prefix(1), separator: ": ").mapTexts(SafeText.line))
  }
}
