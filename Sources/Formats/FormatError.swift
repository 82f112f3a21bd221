/// Why some bytes are not the file they claim to be: the facts, and the byte where they were found.
package struct FormatError: Error, Equatable, Sendable {
  /// The formats read here.
  package enum Format: String, Equatable, Sendable {
    case gzip, zip, tar, csv = "CSV", jpeg = "JPEG", idx = "IDX", json = "JSON", pgm = "PGM", png = "PNG", safetensors,
      image
  }

  /// What is wrong, with the values that show it.
  package enum Fault: Equatable, Sendable {
    /// The bytes end before a part of the file does.
    case truncated(part: String, needed: Int, found: Int)
    /// A picture lacks its last rows of pixels.
    case missingRows(found: Int, of: Int)
    /// The first bytes are those of another format.
    case wrongMagic(expected: String, found: [UInt8])
    /// Two numbers in the file that should agree do not.
    case mismatch(part: String, announced: Int, found: Int)
    /// A checksum does not match what it covers.
    case checksum(part: String)
    /// A size is above what is read here.
    case overLimit(part: String, size: Int?, limit: Int)
    /// A feature of the format that is not read here, in words.
    case unsupported(feature: String)
    /// The grammar of the format is broken, in words.
    case malformed(problem: String)
    /// A path in an archive that would leave the folder it is unpacked into.
    case unsafePath(String)
    /// A table's row is longer or shorter than its first one; `line` is 1-based.
    case raggedRow(line: Int, expected: Int, found: Int)
    /// An empty cell, the first of `count` in its table; `line` and `column` are 1-based.
    case missingValue(line: Int, column: Int, name: String?, count: Int)
    /// A word in a column of numbers; `line` and `column` are 1-based.
    case notANumber(line: Int, column: Int, name: String?, text: String)
  }

  /// The format that was expected.
  package var format: Format
  /// The byte of the file (0-based) where it was noticed.
  package var offset: Int
  /// What is wrong.
  package var fault: Fault

  /// Makes an error.
  package init(_ format: Format, at offset: Int, _ fault: Fault) {
    self.format = format
    self.offset = offset
    self.fault = fault
  }
}
