/// Reads a file's bytes in order; a read past the end is an error that names the part and its byte.
struct ByteReader {
  let bytes: [UInt8]
  let format: FormatError.Format
  private(set) var offset: Int

  init(_ bytes: [UInt8], format: FormatError.Format, offset: Int = 0) {
    self.bytes = bytes
    self.format = format
    self.offset = Swift.min(Swift.max(offset, 0), bytes.count)
  }

  /// How many bytes are left.
  var remaining: Int { bytes.count - offset }

  /// The next bytes, as many as asked for.
  mutating func take(_ count: Int, _ part: String) throws(FormatError) -> ArraySlice<UInt8> {
    guard count >= 0, count <= remaining else {
      throw FormatError(format, at: offset, .truncated(part: part, needed: count, found: remaining))
    }
    defer { offset += count }
    return bytes[offset..<offset + count]
  }

  /// The next integer with its most significant byte first.
  mutating func bigEndian<T: FixedWidthInteger>(_: T.Type, _ part: String) throws(FormatError) -> T {
    try take(T.bitWidth / 8, part).reduce(T.zero) { $0 << 8 | T(truncatingIfNeeded: $1) }
  }

  /// The next integer with its least significant byte first.
  mutating func littleEndian<T: FixedWidthInteger>(_: T.Type, _ part: String) throws(FormatError) -> T {
    try take(T.bitWidth / 8, part).reversed().reduce(T.zero) { $0 << 8 | T(truncatingIfNeeded: $1) }
  }

  /// The error at the current byte.
  func fail(_ fault: FormatError.Fault) -> FormatError { FormatError(format, at: offset, fault) }
}

extension [UInt8] {
  /// Appends an integer's bytes, most significant first.
  mutating func appendBigEndian(_ value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.bigEndian) { self.append(contentsOf: $0) }
  }

  /// Appends an integer's bytes, least significant first.
  mutating func appendLittleEndian(_ value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { self.append(contentsOf: $0) }
  }
}

/// The product of a shape's axes, or nil when one is negative or the product does not fit an `Int`.
func elementCount(_ shape: [Int]) -> Int? {
  var count = 1
  for axis in shape {
    guard axis >= 0 else { return nil }
    let (product, overflow) = count.multipliedReportingOverflow(by: axis)
    guard !overflow else { return nil }
    count = product
  }
  return count
}
