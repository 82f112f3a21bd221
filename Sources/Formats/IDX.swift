/// An array as MNIST's files hold it: a magic number, the axes, then the elements, most significant byte first.
package struct IDX: Equatable, Sendable {
  /// The elements, row-major, by type.
  package enum Elements: Equatable, Sendable {
    case uint8([UInt8]), int8([Int8]), int16([Int16]), int32([Int32]), float32([Float]), float64([Double])

    /// How many there are.
    package var count: Int {
      switch self {
      case .uint8(let values): values.count
      case .int8(let values): values.count
      case .int16(let values): values.count
      case .int32(let values): values.count
      case .float32(let values): values.count
      case .float64(let values): values.count
      }
    }

    fileprivate var typeCode: UInt8 {
      switch self {
      case .uint8: 0x08
      case .int8: 0x09
      case .int16: 0x0B
      case .int32: 0x0C
      case .float32: 0x0D
      case .float64: 0x0E
      }
    }
  }

  /// The axes, such as `[60000, 28, 28]`.
  package let shape: [Int]
  /// The elements.
  package let elements: Elements

  /// Makes an array; nil when the shape and the number of elements disagree or an axis does not fit 32 bits.
  package init?(shape: [Int], elements: Elements) {
    guard shape.count <= 255, shape.allSatisfy({ $0 <= Int(UInt32.max) }), elementCount(shape) == elements.count
    else { return nil }
    self.shape = shape
    self.elements = elements
  }

  /// Reads a file, plain or gzip; `limit` is the most bytes that the array may have.
  package init(_ file: [UInt8], limit: Int = 1 << 29) throws(FormatError) {
    let bytes = try Gzip.unwrapped(file, limit: limit)
    var reader = ByteReader(bytes, format: .idx)
    guard bytes.count >= 4, bytes[0] == 0, bytes[1] == 0, let size = Self.size(ofType: bytes[2]) else {
      throw reader.fail(
        .wrongMagic(expected: "00 00, a type (08 09 0B 0C 0D 0E) and a number of axes", found: Array(bytes.prefix(4))))
    }
    let rank = Int(try reader.take(4, "the magic number").reduce(0) { $0 << 8 | UInt32($1) } & 0xFF)
    var shape: [Int] = []
    for axis in 0..<rank { shape.append(Int(try reader.bigEndian(UInt32.self, "the length of axis \(axis)"))) }
    guard let count = elementCount(shape + [size]) else {
      throw FormatError(.idx, at: 4, .overLimit(part: "the number of elements", size: nil, limit: limit))
    }
    guard count <= reader.remaining else {
      throw reader.fail(.truncated(part: "the data of shape \(shape)", needed: count, found: reader.remaining))
    }
    let start = reader.offset
    let data = try reader.take(count, "the data")
    guard reader.remaining == 0 else {
      throw reader.fail(
        .mismatch(part: "the bytes of shape \(shape)", announced: count, found: count + reader.remaining))
    }
    self.shape = shape
    elements = Self.decode(data, type: bytes[2], from: start)
  }

  /// The file that holds the array, not compressed.
  package var fileBytes: [UInt8] {
    var bytes: [UInt8] = [0, 0, elements.typeCode, UInt8(shape.count)]
    for axis in shape { bytes.appendBigEndian(UInt32(axis)) }
    switch elements {
    case .uint8(let values): bytes += values
    case .int8(let values): bytes += values.map { UInt8(bitPattern: $0) }
    case .int16(let values): values.forEach { bytes.appendBigEndian($0) }
    case .int32(let values): values.forEach { bytes.appendBigEndian($0) }
    case .float32(let values): values.forEach { bytes.appendBigEndian($0.bitPattern) }
    case .float64(let values): values.forEach { bytes.appendBigEndian($0.bitPattern) }
    }
    return bytes
  }

  private static func size(ofType code: UInt8) -> Int? {
    switch code {
    case 0x08, 0x09: 1
    case 0x0B: 2
    case 0x0C, 0x0D: 4
    case 0x0E: 8
    default: nil
    }
  }

  private static func decode(_ data: ArraySlice<UInt8>, type: UInt8, from start: Int) -> Elements {
    func integers<T: FixedWidthInteger>(_: T.Type) -> [T] {
      let size = T.bitWidth / 8
      return (0..<data.count / size).map { index in
        var value = T.zero
        for byte in 0..<size { value = value << 8 | T(truncatingIfNeeded: data[start + index * size + byte]) }
        return value
      }
    }
    return switch type {
    case 0x09: .int8(data.map { Int8(bitPattern: $0) })
    case 0x0B: .int16(integers(Int16.self))
    case 0x0C: .int32(integers(Int32.self))
    case 0x0D: .float32(integers(UInt32.self).map { Float(bitPattern: $0) })
    case 0x0E: .float64(integers(UInt64.self).map { Double(bitPattern: $0) })
    default: .uint8(Array(data))
    }
  }
}
