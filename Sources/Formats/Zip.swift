/// A zip archive, read by its central directory; nothing in it is trusted.
///
/// Encrypted files, archives in parts or beyond 4 GB, links and methods other than `stored` and `deflated` are refused.
package struct Zip: Sendable {
  /// What an archive may hold.
  package struct Limits: Sendable {
    /// The most files and folders.
    package var entries: Int
    /// The most decompressed bytes of one file.
    package var fileBytes: Int
    /// The most decompressed bytes of all files together.
    package var totalBytes: Int

    /// Makes limits.
    package init(entries: Int = 10_000, fileBytes: Int = 1 << 26, totalBytes: Int = 1 << 28) {
      self.entries = entries
      self.fileBytes = fileBytes
      self.totalBytes = totalBytes
    }
  }

  /// A file of the archive.
  package struct Entry: Equatable, Sendable {
    /// The path, relative, with `/` between its parts, none of them `..`.
    package let path: String
    /// The bytes it decompresses to.
    package let size: Int
    fileprivate let compressed: Range<Int>
    fileprivate let isDeflated: Bool
    fileprivate let checksum: UInt32
    fileprivate let headerOffset: Int
  }

  /// A file that is not to be read, and why.
  package struct Refusal: Sendable {
    /// The path as the archive has it.
    package let path: String
    /// Why it is refused.
    package let error: FormatError
  }

  /// The files, in the order of the directory; folders are left out.
  package let entries: [Entry]
  /// The files that were left out because of what they are, when the others are wanted all the same.
  package let refused: [Refusal]
  /// How the names are written that are not UTF-8; nil where all of them are.
  ///
  /// The format knows UTF-8, marked as such, and CP437. Programs of China write GBK instead, and many write UTF-8 without
  /// a word: so what reads as UTF-8 is that, and of the rest all names together tell.
  package let nameEncoding: TextEncoding?
  private let bytes: [UInt8]

  /// Reads the directory of an archive and checks every path, size and place in it.
  ///
  /// A file that is unsafe, too large, encrypted or a link makes it refuse the whole archive, unless `skipsRefused`.
  package init(_ bytes: [UInt8], limits: Limits = Limits(), skipsRefused: Bool = false) throws(FormatError) {
    self.bytes = bytes
    let end = try Self.directoryEnd(bytes)
    guard end.count <= limits.entries else {
      throw FormatError(
        .zip, at: end.offset, .overLimit(part: "the number of files", size: end.count, limit: limits.entries))
    }
    var reader = ByteReader(bytes, format: .zip, offset: end.start)
    var entries: [Entry] = []
    var paths: Set<String> = []
    var refused: [Refusal] = []
    var total = 0
    var lines: [Line] = []
    for _ in 0..<end.count { lines.append(try Self.line(&reader)) }
    let foreign = lines.filter { !$0.isNameText && !$0.isNameUTF8 }.map(\.nameBytes)
    nameEncoding = foreign.isEmpty ? nil : TextEncoding(guessingNames: foreign)
    for var line in lines {
      let start = line.start
      if let encoding = nameEncoding { line.readName(in: encoding) }
      let found: Entry?
      do throws(FormatError) {
        found = try Self.entry(line, reader.bytes, limits)
      } catch {
        guard skipsRefused else { throw error }
        refused.append(Refusal(path: line.name, error: error))
        continue
      }
      guard let entry = found else { continue }
      guard paths.insert(entry.path.lowercased()).inserted else {
        let error = FormatError(.zip, at: start, .malformed(problem: "two files are called \(entry.path)"))
        guard skipsRefused else { throw error }
        refused.append(Refusal(path: entry.path, error: error))
        continue
      }
      guard total + entry.size <= limits.totalBytes else {
        let error = FormatError(
          .zip, at: start,
          .overLimit(part: "the decompressed data", size: total + entry.size, limit: limits.totalBytes))
        guard skipsRefused else { throw error }
        refused.append(Refusal(path: entry.path, error: error))
        continue
      }
      total += entry.size
      entries.append(entry)
    }
    // Files that share bytes are how a small archive becomes a huge one.
    let places = entries.map(\.compressed).filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound }
    for (place, next) in zip(places, places.dropFirst()) where place.upperBound > next.lowerBound {
      throw FormatError(.zip, at: next.lowerBound, .malformed(problem: "two files share the same bytes"))
    }
    self.entries = entries
    self.refused = refused
  }

  /// The content of a file, its size and checksum checked.
  package func content(of entry: Entry) throws(FormatError) -> [UInt8] {
    var content: [UInt8] = []
    if entry.isDeflated {
      let end = try Deflate.inflate(
        bytes, in: entry.compressed, .raw, format: .zip, limit: entry.size, expected: entry.size, into: &content)
      guard end == entry.compressed.upperBound else {
        throw FormatError(.zip, at: end, .malformed(problem: "other bytes follow the data of \(entry.path)"))
      }
    } else {
      content = Array(bytes[entry.compressed])
    }
    guard content.count == entry.size else {
      throw FormatError(
        .zip, at: entry.headerOffset,
        .mismatch(part: "the size of \(entry.path)", announced: entry.size, found: content.count))
    }
    guard Deflate.crc32(content[...]) == entry.checksum else {
      throw FormatError(.zip, at: entry.headerOffset, .checksum(part: entry.path))
    }
    return content
  }

  /// Whether the bytes start as a zip archive does.
  package static func isZip(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06])
  }

  private static func directoryEnd(_ bytes: [UInt8]) throws(FormatError) -> (start: Int, count: Int, offset: Int) {
    guard isZip(bytes) else {
      throw FormatError(.zip, at: 0, .wrongMagic(expected: "50 4B 03 04", found: Array(bytes.prefix(4))))
    }
    // The record stands at the end, before a comment of at most 65,535 bytes.
    let lowest = Swift.max(0, bytes.count - 22 - 65_535)
    var offset = bytes.count - 22
    while offset >= lowest, !bytes[offset...].starts(with: [0x50, 0x4B, 0x05, 0x06]) { offset -= 1 }
    guard offset >= lowest else {
      throw FormatError(
        .zip, at: bytes.count, .malformed(problem: "the list of files at the archive's end is missing; it is cut short")
      )
    }
    var reader = ByteReader(bytes, format: .zip, offset: offset + 4)
    let disks = try reader.littleEndian(UInt32.self, "the end record")
    let countHere = try reader.littleEndian(UInt16.self, "the end record")
    let count = try reader.littleEndian(UInt16.self, "the end record")
    let size = Int(try reader.littleEndian(UInt32.self, "the end record"))
    let start = Int(try reader.littleEndian(UInt32.self, "the end record"))
    guard disks == 0, count == countHere else {
      throw FormatError(.zip, at: offset, .unsupported(feature: "the archive is one of several parts"))
    }
    guard count != 0xFFFF, size != 0xFFFF_FFFF, start != 0xFFFF_FFFF else {
      throw FormatError(.zip, at: offset, .unsupported(feature: "the archive is in the large form (zip64)"))
    }
    guard start + size <= offset else {
      throw FormatError(
        .zip, at: offset, .mismatch(part: "the end of the list of files", announced: start + size, found: offset))
    }
    return (start, Int(count), offset)
  }

  /// What a line of the directory says; nothing of it is believed yet.
  private struct Line {
    let start: Int
    let nameBytes: [UInt8]
    private(set) var name: String
    private(set) var isNameText: Bool
    let flags: UInt16
    let method: UInt16
    let checksum: UInt32
    let compressedSize: Int
    let size: Int
    let mode: UInt32
    let headerOffset: Int
    /// Whether the archive says that the name is UTF-8.
    var isNameUTF8: Bool { flags & 0x800 != 0 }

    init(
      start: Int, nameBytes: [UInt8], flags: UInt16, method: UInt16, checksum: UInt32, compressedSize: Int, size: Int,
      mode: UInt32, headerOffset: Int
    ) {
      let text = String(validating: nameBytes, as: UTF8.self)
      (name, isNameText) = (text ?? String(decoding: nameBytes, as: UTF8.self), text != nil)
      (self.start, self.nameBytes, self.flags, self.method) = (start, nameBytes, flags, method)
      (self.checksum, self.compressedSize, self.size) = (checksum, compressedSize, size)
      (self.mode, self.headerOffset) = (mode, headerOffset)
    }

    /// Reads a name that is not UTF-8, and is not said to be.
    mutating func readName(in encoding: TextEncoding) {
      guard !isNameText, !isNameUTF8, let text = encoding.utf8(nameBytes) else { return }
      (name, isNameText) = (String(decoding: text, as: UTF8.self), true)
    }
  }

  /// Reads one line of the directory.
  private static func line(_ reader: inout ByteReader) throws(FormatError) -> Line {
    let start = reader.offset
    let part = "the list of files"
    guard try reader.littleEndian(UInt32.self, part) == 0x0201_4B50 else {
      throw FormatError(.zip, at: start, .malformed(problem: "the list of files is damaged"))
    }
    let madeBy = try reader.littleEndian(UInt16.self, part)
    _ = try reader.take(2, part)
    let flags = try reader.littleEndian(UInt16.self, part)
    let method = try reader.littleEndian(UInt16.self, part)
    _ = try reader.take(4, part)
    let checksum = try reader.littleEndian(UInt32.self, part)
    let compressedSize = Int(try reader.littleEndian(UInt32.self, part))
    let size = Int(try reader.littleEndian(UInt32.self, part))
    let nameLength = Int(try reader.littleEndian(UInt16.self, part))
    let extraLength = Int(try reader.littleEndian(UInt16.self, part))
    let commentLength = Int(try reader.littleEndian(UInt16.self, part))
    _ = try reader.take(4, part)
    let attributes = try reader.littleEndian(UInt32.self, part)
    let headerOffset = Int(try reader.littleEndian(UInt32.self, part))
    let nameBytes = try reader.take(nameLength, part)
    _ = try reader.take(extraLength + commentLength, part)
    return Line(
      start: start, nameBytes: Array(nameBytes), flags: flags, method: method, checksum: checksum,
      compressedSize: compressedSize, size: size, mode: madeBy >> 8 == 3 ? attributes >> 16 & 0xF000 : 0,
      headerOffset: headerOffset)
  }

  /// The file that a line of the directory stands for, checked against its own head; nil for a folder.
  private static func entry(_ line: Line, _ bytes: [UInt8], _ limits: Limits) throws(FormatError) -> Entry? {
    let (start, name, size, compressedSize) = (line.start, line.name, line.size, line.compressedSize)
    guard line.isNameText else {
      throw FormatError(.zip, at: start, .unsupported(feature: "a file's name is not UTF-8"))
    }
    guard line.flags & 1 == 0 else { throw FormatError(.zip, at: start, .unsupported(feature: "\(name) is encrypted")) }
    guard line.mode != 0xA000 else { throw FormatError(.zip, at: start, .unsupported(feature: "\(name) is a link")) }
    guard isSafe(name) else { throw FormatError(.zip, at: start, .unsafePath(name)) }
    if name.utf8.last == UInt8(ascii: "/") { return nil }
    guard line.method == 0 || line.method == 8 else {
      throw FormatError(.zip, at: start, .unsupported(feature: "\(name) is compressed by method \(line.method)"))
    }
    guard size <= limits.fileBytes else {
      throw FormatError(.zip, at: start, .overLimit(part: "the size of \(name)", size: size, limit: limits.fileBytes))
    }
    // Deflate never makes more than 1032 bytes of one.
    guard size <= compressedSize * 1032 else {
      throw FormatError(
        .zip, at: start, .mismatch(part: "the size of \(name)", announced: size, found: compressedSize * 1032))
    }
    var local = ByteReader(bytes, format: .zip, offset: line.headerOffset)
    guard try local.littleEndian(UInt32.self, "the head of \(name)") == 0x0403_4B50 else {
      throw FormatError(.zip, at: line.headerOffset, .malformed(problem: "\(name) does not start here"))
    }
    _ = try local.take(22, "the head of \(name)")
    let localName = Int(try local.littleEndian(UInt16.self, "the head of \(name)"))
    let localExtra = Int(try local.littleEndian(UInt16.self, "the head of \(name)"))
    _ = try local.take(localName + localExtra, "the head of \(name)")
    let data = try local.take(compressedSize, "the data of \(name)")
    return Entry(
      path: name, size: size, compressed: data.startIndex..<data.endIndex, isDeflated: line.method == 8,
      checksum: line.checksum, headerOffset: line.headerOffset)
  }

  /// Whether a path stays inside the folder that it is unpacked into, on every system.
  private static func isSafe(_ path: String) -> Bool {
    let forbidden = path.unicodeScalars.contains { $0.value < 0x20 || $0 == "\\" || $0 == ":" || $0.value == 0x7F }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    // A folder's path ends in a slash, which leaves one empty part at the end.
    let inner = parts.last == "" ? parts.dropLast() : parts[...]
    return !forbidden && !inner.isEmpty && inner.allSatisfy { $0 != "" && $0 != "." && $0 != ".." }
  }
}
