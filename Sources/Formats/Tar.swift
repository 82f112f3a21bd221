/// Files in a tar archive, in the forms that GNU tar, bsdtar and Python write: POSIX.1-2001 `ustar` with its `pax` headers,
/// and GNU's long names.
package struct Tar: Sendable {
  /// A file.
  package struct Entry: Sendable {
    /// Its path in the archive.
    package let path: String
    /// Its bytes.
    package let content: ArraySlice<UInt8>
  }

  /// The files in order; folders, links and devices are left out.
  package let entries: [Entry]

  private static let block = 512

  /// Whether bytes begin like an archive: a header whose sum is right.
  package static func isTar(_ bytes: [UInt8]) -> Bool { bytes.count >= block && isHeader(bytes[..<block]) }

  /// Reads an archive of at most so many files.
  package init(_ bytes: [UInt8], entries limit: Int = 10_000) throws(FormatError) {
    var entries: [Entry] = []
    var offset = 0
    var longName: String?
    while offset + Tar.block <= bytes.count, bytes[offset] != 0 {
      let header = bytes[offset..<(offset + Tar.block)]
      guard Tar.isHeader(header), let size = Tar.octal(header.dropFirst(124).prefix(12)) else {
        throw FormatError(.tar, at: offset, .malformed(problem: "a header does not fit its sum"))
      }
      let start = offset + Tar.block
      guard size >= 0, size <= bytes.count - start else {
        throw FormatError(.tar, at: offset, .truncated(part: "a file", needed: size, found: bytes.count - start))
      }
      let content = bytes[start..<(start + size)]
      let kind = header[header.startIndex + 156]
      switch kind {
      case UInt8(ascii: "L"): longName = Tar.text(content)
      case UInt8(ascii: "x"): longName = Tar.paxPath(content) ?? longName
      case 0, UInt8(ascii: "0"):
        guard entries.count < limit else {
          throw FormatError(.tar, at: offset, .overLimit(part: "the number of files", size: nil, limit: limit))
        }
        entries.append(Entry(path: longName ?? Tar.name(header), content: content))
        longName = nil
      default: longName = nil
      }
      offset = start + (size + Tar.block - 1) / Tar.block * Tar.block
    }
    self.entries = entries
  }

  /// Whether the sum of a header's bytes, its own field counted as spaces, is the one it names.
  private static func isHeader(_ header: ArraySlice<UInt8>) -> Bool {
    guard let wanted = octal(header.dropFirst(148).prefix(8)) else { return false }
    let field = (header.startIndex + 148)..<(header.startIndex + 156)
    return header.indices.reduce(0) { $0 + (field.contains($1) ? 32 : Int(header[$1])) } == wanted
  }

  private static func name(_ header: ArraySlice<UInt8>) -> String {
    let name = text(header.prefix(100))
    let isPosix = header.dropFirst(257).prefix(5).elementsEqual("ustar".utf8)
    let prefix = isPosix && header[header.startIndex + 262] == 0 ? text(header.dropFirst(345).prefix(155)) : ""
    return prefix.isEmpty ? name : prefix + "/" + name
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  private static func octal(_ bytes: ArraySlice<UInt8>) -> Int? {
    let digits = bytes.drop { $0 == 32 }.prefix { $0 != 0 && $0 != 32 }
    return digits.isEmpty ? 0 : Int(String(decoding: digits, as: UTF8.self), radix: 8)
  }

  /// The record `path` of a `pax` header: lines `LENGTH path=NAME`.
  private static func paxPath(_ content: ArraySlice<UInt8>) -> String? {
    for line in content.split(separator: UInt8(ascii: "\n")) {
      let record = line.drop { $0 != UInt8(ascii: " ") }.dropFirst()
      if record.starts(with: "path=".utf8) { return String(decoding: record.dropFirst(5), as: UTF8.self) }
    }
    return nil
  }
}
