/// A file of named tensors as the `safetensors` Python package reads and writes it.
///
/// The layout: eight bytes with the length of a JSON header, the header, then all elements, least significant byte
/// first, without gaps.
package struct Safetensors: Equatable, Sendable {
  /// The elements of one tensor, row-major, by type.
  package enum Elements: Equatable, Sendable {
    case float32([Float]), float64([Double]), int64([Int64]), uint8([UInt8]), bool([Bool])

    /// How many there are.
    package var count: Int {
      switch self {
      case .float32(let values): values.count
      case .float64(let values): values.count
      case .int64(let values): values.count
      case .uint8(let values): values.count
      case .bool(let values): values.count
      }
    }

    fileprivate var kind: Kind {
      switch self {
      case .float32: .float32
      case .float64: .float64
      case .int64: .int64
      case .uint8: .uint8
      case .bool: .bool
      }
    }
  }

  /// The element types, spelled as in the header.
  fileprivate enum Kind: String, CaseIterable {
    case float32 = "F32", float64 = "F64", int64 = "I64", uint8 = "U8", bool = "BOOL"

    var size: Int {
      switch self {
      case .float64, .int64: 8
      case .float32: 4
      case .uint8, .bool: 1
      }
    }
  }

  /// A named tensor.
  package struct Entry: Equatable, Sendable {
    /// The name, such as `net[0].W`.
    package let name: String
    /// The axes.
    package let shape: [Int]
    /// The elements.
    package let elements: Elements

    /// Makes an entry; nil when the shape and the number of elements disagree.
    package init?(name: String, shape: [Int], elements: Elements) {
      guard elementCount(shape) == elements.count else { return nil }
      self.name = name
      self.shape = shape
      self.elements = elements
    }
  }

  /// The tensors, in the order of their bytes.
  package var entries: [Entry]
  /// Free text by name, such as the seed that they were trained with.
  package var metadata: [(key: String, value: String)]

  /// Makes a file's content.
  package init(entries: [Entry], metadata: [(key: String, value: String)] = []) {
    self.entries = entries
    self.metadata = metadata
  }

  /// The entry of that name, or nil.
  package subscript(_ name: String) -> Entry? { entries.first { $0.name == name } }

  /// Whether both hold the same tensors and texts in the same order.
  package static func == (a: Safetensors, b: Safetensors) -> Bool {
    a.entries == b.entries && a.metadata.elementsEqual(b.metadata, by: ==)
  }
}

// MARK: - Writing

extension Safetensors {
  /// The file's bytes; larger element types stand first, so that every tensor is aligned.
  package var fileBytes: [UInt8] {
    let sorted = entries.enumerated().sorted { a, b in
      let (sizeA, sizeB) = (a.element.elements.kind.size, b.element.elements.kind.size)
      return sizeA != sizeB ? sizeA > sizeB : a.offset < b.offset
    }.map(\.element)
    var header: [JSONValue.Member] = []
    if !metadata.isEmpty {
      header.append(.init("__metadata__", .object(metadata.map { .init($0.key, .string($0.value)) })))
    }
    var end = 0
    for entry in sorted {
      let kind = entry.elements.kind
      let start = end
      end += entry.elements.count * kind.size
      header.append(
        .init(
          entry.name,
          [
            "dtype": .string(kind.rawValue), "shape": .array(entry.shape.map { .integer($0) }),
            "data_offsets": [.integer(start), .integer(end)],
          ]))
    }
    var text = JSONValue.object(header).compactBytes
    while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + text.count + end)
    bytes.appendLittleEndian(UInt64(text.count))
    bytes += text
    for entry in sorted {
      switch entry.elements {
      case .float32(let values): values.forEach { bytes.appendLittleEndian($0.bitPattern) }
      case .float64(let values): values.forEach { bytes.appendLittleEndian($0.bitPattern) }
      case .int64(let values): values.forEach { bytes.appendLittleEndian($0) }
      case .uint8(let values): bytes += values
      case .bool(let values): bytes += values.map { $0 ? 1 : 0 }
      }
    }
    return bytes
  }
}

// MARK: - Reading

extension Safetensors {
  /// Reads a file; every size and offset in its header is checked against the bytes that are there.
  package init(_ bytes: [UInt8]) throws(FormatError) {
    let headerLimit = 1 << 24
    var reader = ByteReader(bytes, format: .safetensors)
    let announced = try reader.littleEndian(UInt64.self, "the header's length")
    guard announced <= UInt64(headerLimit) else {
      if reader.remaining > 0, bytes[8] != UInt8(ascii: "{") {
        throw FormatError(
          .safetensors, at: 0,
          .wrongMagic(expected: "eight bytes of a length, then {", found: Array(bytes.prefix(9))))
      }
      let size = Int(exactly: announced)
      throw FormatError(
        .safetensors, at: 0, .overLimit(part: "the header's length", size: size, limit: headerLimit))
    }
    let text = Array(try reader.take(Int(announced), "the header"))
    let header: JSONValue
    do {
      header = try JSONValue(parsing: text, limits: .init(depth: 4, bytes: headerLimit))
    } catch {
      throw FormatError(.safetensors, at: 8 + error.offset, error.fault)
    }
    guard let members = header.members else {
      throw FormatError(.safetensors, at: 8, .malformed(problem: "the header is not a JSON object"))
    }
    let start = reader.offset
    var places: [(range: Range<Int>, entry: (name: String, shape: [Int], kind: Kind))] = []
    metadata = []
    for member in members {
      if member.key == "__metadata__" {
        metadata = try Self.metadata(member.value)
      } else {
        places.append(try Self.place(member, dataCount: reader.remaining))
      }
    }
    places.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    var end = 0
    entries = []
    for place in places {
      guard place.range.lowerBound == end else {
        let problem = "the bytes of \(place.entry.name) start at \(place.range.lowerBound), not at \(end)"
        throw FormatError(.safetensors, at: start + end, .malformed(problem: problem))
      }
      end = place.range.upperBound
      let data = bytes[(start + place.range.lowerBound)..<(start + end)]
      let elements = try Self.decode(data, place.entry.kind)
      guard let entry = Entry(name: place.entry.name, shape: place.entry.shape, elements: elements) else { continue }
      entries.append(entry)
    }
    guard end == reader.remaining else {
      throw FormatError(
        .safetensors, at: start + end,
        .mismatch(part: "the bytes of all tensors", announced: end, found: reader.remaining))
    }
  }

  private static func metadata(_ value: JSONValue) throws(FormatError) -> [(key: String, value: String)] {
    var pairs: [(key: String, value: String)] = []
    for member in value.members ?? [] {
      if let text = member.value.string { pairs.append((member.key, text)) }
    }
    guard pairs.count == value.members?.count else {
      throw FormatError(.safetensors, at: 8, .malformed(problem: "__metadata__ is not an object of strings"))
    }
    return pairs
  }

  private static func place(
    _ member: JSONValue.Member, dataCount: Int
  ) throws(FormatError) -> (range: Range<Int>, entry: (name: String, shape: [Int], kind: Kind)) {
    func malformed(_ problem: String) -> FormatError {
      FormatError(.safetensors, at: 8, .malformed(problem: "\(member.key) \(problem)"))
    }
    guard let type = member.value["dtype"]?.string else { throw malformed("has no dtype") }
    guard let kind = Kind(rawValue: type) else {
      let known = Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw FormatError(
        .safetensors, at: 8, .unsupported(feature: "\(member.key) has elements of type \(type); \(known) are read"))
    }
    let axes = member.value["shape"]?.elements ?? []
    let shape = axes.compactMap(\.int)
    guard member.value["shape"]?.elements != nil, shape.count == axes.count, shape.count <= 32,
      let count = elementCount(shape + [kind.size])
    else { throw malformed("has no shape that can be read") }
    let offsets = (member.value["data_offsets"]?.elements ?? []).compactMap(\.int)
    guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1] else {
      throw malformed("has no data_offsets that can be read")
    }
    guard offsets[1] <= dataCount else {
      throw FormatError(
        .safetensors, at: 8,
        .truncated(part: "the data, to hold \(member.key),", needed: offsets[1], found: dataCount))
    }
    guard offsets[1] - offsets[0] == count else {
      throw FormatError(
        .safetensors, at: 8,
        .mismatch(part: "the bytes of \(member.key)", announced: count, found: offsets[1] - offsets[0]))
    }
    return (offsets[0]..<offsets[1], (member.key, shape, kind))
  }

  private static func decode(_ data: ArraySlice<UInt8>, _ kind: Kind) throws(FormatError) -> Elements {
    func integers<T: FixedWidthInteger>(_: T.Type) -> [T] {
      data.withUnsafeBytes { bytes in
        (0..<bytes.count / (T.bitWidth / 8)).map { index in
          T(littleEndian: bytes.loadUnaligned(fromByteOffset: index * (T.bitWidth / 8), as: T.self))
        }
      }
    }
    switch kind {
    case .float32: return .float32(integers(UInt32.self).map { Float(bitPattern: $0) })
    case .float64: return .float64(integers(UInt64.self).map { Double(bitPattern: $0) })
    case .int64: return .int64(integers(Int64.self))
    case .uint8: return .uint8(Array(data))
    case .bool:
      if let stray = data.firstIndex(where: { $0 > 1 }) {
        throw FormatError(.safetensors, at: stray, .malformed(problem: "a BOOL is \(data[stray]), not 0 or 1"))
      }
      return .bool(data.map { $0 == 1 })
    }
  }
}
