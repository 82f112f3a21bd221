/// Gzip files (RFC 1952) of one or several members; checksums and lengths are checked.
package enum Gzip {
  /// Whether the bytes start as a gzip file does.
  package static func isGzip(_ bytes: [UInt8]) -> Bool { isMember(bytes, at: 0) }

  /// Decompresses a whole file; `limit` is the most bytes it may become.
  package static func inflate(_ bytes: [UInt8], limit: Int = 1 << 29) throws(FormatError) -> [UInt8] {
    guard isGzip(bytes) else {
      throw FormatError(.gzip, at: 0, .wrongMagic(expected: "1F 8B", found: Array(bytes.prefix(2))))
    }
    var output: [UInt8] = []
    var offset = 0
    repeat {
      // The last four bytes hold the size, exact when there is one member below 4 GB.
      let hint = offset == 0 ? bytes.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) } : 0
      offset = try Deflate.inflate(
        bytes, in: offset..<bytes.count, .gzip, format: .gzip, limit: limit - output.count, expected: hint,
        into: &output)
    } while isMember(bytes, at: offset)
    // Tapes and block devices pad with zeros, which gzip itself accepts in silence.
    if let stray = bytes[offset...].firstIndex(where: { $0 != 0 }) {
      throw FormatError(.gzip, at: stray, .malformed(problem: "other bytes follow the compressed data"))
    }
    return output
  }

  /// Compresses into one member without a name or a time, so that equal bytes give equal files.
  package static func deflate(_ bytes: [UInt8], level: Int = 6) -> [UInt8] {
    Deflate.deflate(bytes, .gzip, level: Int32(clamping: level))
  }

  /// The bytes themselves, or what they decompress to when they are gzip.
  package static func unwrapped(_ bytes: [UInt8], limit: Int = 1 << 29) throws(FormatError) -> [UInt8] {
    isGzip(bytes) ? try inflate(bytes, limit: limit) : bytes
  }

  private static func isMember(_ bytes: [UInt8], at offset: Int) -> Bool {
    bytes.count - offset >= 2 && bytes[offset] == 0x1F && bytes[offset + 1] == 0x8B
  }
}
