import Documents
import Formats
import Source

/// The files that were handed in: single ones, those of folders, those in archives.
struct Collection {
  /// A file with its bytes, or why it could not be read.
  struct Item {
    let place: Place
    let content: Result<[UInt8], Submission.Refusal>

    var path: String { place.path }
  }

  /// Where a file was found.
  struct Place {
    /// Its path, through the archives that it stands in.
    private(set) var path: String
    /// How many folders of the path stand above what was named on the command line.
    let above: Int
    /// Which parts of the path are files: the archives, from the outermost, and at last the file itself.
    private(set) var files: [Int] = []
    /// The file of the file system that it is, or that it came out of.
    private(set) var disk = ""
    /// How the names in its archives were read, where that is not plain.
    private(set) var notes: [Phrase] = []

    /// What the command line names.
    init(named path: String) {
      self.path = path
      above = Swift.max(0, path.split(separator: "/").count - 1)
    }

    var parts: [String] { path.split(separator: "/").map(String.init) }
    /// Whether it came out of an archive.
    var isUnpacked: Bool { files.first != files.last }

    /// What stands in it.
    func inside(_ name: String) -> Place {
      var place = self
      place.path += "/" + name
      return place
    }

    /// The same place, where a file was found.
    var ofFile: Place {
      var place = self
      place.files.append(parts.count - 1)
      if files.isEmpty { place.disk = path }
      return place
    }

    /// The place of an archive whose names are in an encoding.
    func named(in encoding: TextEncoding) -> Place {
      var place = self
      place.notes = ["the names in the archive are in \(encoding.spokenName)"]
      return place
    }

    /// The place of what a compressed file holds.
    var decompressed: Place {
      var place = self
      if path.hasSuffix(".gz") { place.path.removeLast(3) }
      return place
    }
  }

  private(set) var items: [Item] = []
  /// The files that were read: one that is named twice is there once.
  private var seen: Set<String> = []
  private let files: FileAccess
  /// How many bytes came out of archives.
  private var unpacked = 0

  init(_ paths: [String], _ files: FileAccess) {
    self.files = files
    for path in paths { add(Place(named: path), depth: 0) }
  }

  /// `above` holds what the folders around a path list: one that lists the same as one of these, and is itself in that
  /// list, is a link to it.
  private mutating func add(_ place: Place, depth: Int, above: [[String]] = []) {
    let names = files.list(place.path)
    if let own = place.parts.last, names.contains(own), above.contains(names) { return }
    if !names.isEmpty || files.exists(place.path + "/.") {
      guard depth < 6 else { return }
      for name in names where !name.hasPrefix(".") && name != "__MACOSX" {
        add(place.inside(name), depth: depth + 1, above: above + [names])
      }
      return
    }
    let plain = place.parts.filter { $0 != "." }.joined(separator: "/")
    guard seen.insert((place.path.hasPrefix("/") ? "/" : "") + plain).inserted else { return }
    do {
      add(try files.read(place.path), at: place.ofFile, depth: 0)
    } catch {
      refuse("it cannot be read: \(error.reason)", place.ofFile)
    }
  }

  /// How deep archives may stand in archives, and how many bytes all of them may hold together.
  private static let (depthLimit, byteLimit) = (4, 1 << 28)

  /// Adds a file, or what an archive holds: platforms put one archive into another.
  private mutating func add(_ bytes: [UInt8], at place: Place, depth: Int) {
    guard depth < Collection.depthLimit else { return refuse("it is an archive in archives in archives", place) }
    do throws(FormatError) {
      if Zip.isZip(bytes) {
        try addZip(bytes, place, depth)
      } else if Gzip.isGzip(bytes) {
        let inner = try Gzip.inflate(bytes, limit: Collection.byteLimit - unpacked)
        try count(inner.count)
        let isArchive = Tar.isTar(inner)
        add(inner, at: isArchive ? place : place.decompressed, depth: depth + 1)
      } else if Tar.isTar(bytes) {
        for entry in try Tar(bytes).entries {
          // What leaves the archive's folder keeps its bytes, and loses its way.
          let parts = entry.path.split(separator: "/").filter { $0 != ".." && $0 != "." }
          try addEntry(parts.joined(separator: "/"), Array(entry.content), place, depth)
        }
      } else {
        items.append(Item(place: place, content: .success(bytes)))
      }
    } catch {
      refuse(Collection.reason(error), place)
    }
  }

  private mutating func addZip(_ bytes: [UInt8], _ place: Place, _ depth: Int) throws(FormatError) {
    let archive = try Zip(
      bytes, limits: .init(entries: 10_000, totalBytes: Collection.byteLimit - unpacked), skipsRefused: true)
    if archive.entries.contains(where: { $0.path == "[Content_Types].xml" || $0.path == "META-INF/manifest.xml" }) {
      return refuse("it is a document of an office program; hand in the file that :submit wrote", place)
    }
    var place = place
    if let encoding = archive.nameEncoding { place = place.named(in: encoding) }
    for refused in archive.refused { refuse(Collection.reason(refused.error), place.inside(refused.path).ofFile) }
    for entry in archive.entries {
      do throws(FormatError) {
        try addEntry(entry.path, try archive.content(of: entry), place, depth)
      } catch {
        refuse(Collection.reason(error), place.inside(entry.path).ofFile)
      }
    }
  }

  /// Adds a file of an archive, unless it is one that a system leaves behind.
  private mutating func addEntry(
    _ name: String, _ bytes: [UInt8], _ place: Place, _ depth: Int
  ) throws(FormatError) {
    try count(bytes.count)
    let parts = name.split(separator: "/")
    guard let file = parts.last, !file.hasPrefix("."), parts.first != "__MACOSX" else { return }
    add(bytes, at: place.inside(name).ofFile, depth: depth + 1)
  }

  private mutating func count(_ bytes: Int) throws(FormatError) {
    unpacked += bytes
    guard unpacked <= Collection.byteLimit else {
      throw FormatError(
        .zip, at: 0, .overLimit(part: "the decompressed data", size: nil, limit: Collection.byteLimit))
    }
  }

  private mutating func refuse(_ reason: Phrase, _ place: Place) {
    items.append(Item(place: place, content: .failure(.init(reason: reason))))
  }

  private static func reason(_ error: FormatError) -> Phrase {
    let diagnostic = error.diagnostic(file: "the archive")
    return Phrase.joined([diagnostic.title] + diagnostic.notes.prefix(1), separator: ": ").mapTexts(SafeText.line)
  }
}
