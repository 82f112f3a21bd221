/// Portable Network Graphics: every colour type, depth, filter and interlacing, checksums included.
package enum PNG {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Whether the bytes start as a PNG file does.
  package static func isPNG(_ bytes: [UInt8]) -> Bool { bytes.starts(with: signature) }

  /// Writes a picture, 8 bits a sample.
  package static func encode(_ raster: Raster) -> [UInt8] {
    let colourType: [UInt8] = [0, 4, 2, 6]
    var header: [UInt8] = []
    header.appendBigEndian(UInt32(clamping: raster.width))
    header.appendBigEndian(UInt32(clamping: raster.height))
    header += [8, colourType[raster.channels - 1], 0, 0, 0]
    let stride = raster.width * raster.channels
    var rows: [UInt8] = []
    rows.reserveCapacity((stride + 1) * raster.height)
    for row in 0..<raster.height {
      rows.append(0)
      rows += raster.samples[row * stride..<(row + 1) * stride]
    }
    var bytes = signature
    appendChunk("IHDR", header, to: &bytes)
    appendChunk("IDAT", Deflate.deflate(rows, .zlib), to: &bytes)
    appendChunk("IEND", [], to: &bytes)
    return bytes
  }

  private static func appendChunk(_ type: String, _ data: [UInt8], to bytes: inout [UInt8]) {
    bytes.appendBigEndian(UInt32(clamping: data.count))
    let start = bytes.count
    bytes += type.utf8
    bytes += data
    bytes.appendBigEndian(Deflate.crc32(bytes[start...]))
  }

  /// Reads a file; deeper samples are rounded to 8 bits, palettes become RGB.
  package static func decode(_ bytes: [UInt8]) throws(FormatError) -> Raster {
    guard isPNG(bytes) else {
      throw FormatError(.png, at: 0, .wrongMagic(expected: "89 50 4E 47 0D 0A 1A 0A", found: Array(bytes.prefix(8))))
    }
    var reader = ByteReader(bytes, format: .png, offset: 8)
    var header: PNGHeader?
    var palette: [UInt8] = []
    var opacity: [UInt8] = []
    var compressed: [UInt8] = []
    var dataOffset = 8
    var ended = false
    while !ended {
      let start = reader.offset
      let length = try reader.bigEndian(UInt32.self, "a chunk's length")
      let type = String(decoding: try reader.take(4, "a chunk's type"), as: UTF8.self)
      let data = try reader.take(Int(length), "the chunk \(type)")
      guard try reader.bigEndian(UInt32.self, "a checksum") == Deflate.crc32(bytes[start + 4..<data.endIndex]) else {
        throw FormatError(.png, at: start, .checksum(part: "the chunk \(type)"))
      }
      guard (header == nil) == (type == "IHDR") else {
        throw FormatError(
          .png, at: start, .malformed(problem: "the chunk IHDR is not the first one or not the only one"))
      }
      switch type {
      case "IHDR": header = try PNGHeader(Array(data), at: data.startIndex)
      case "PLTE": palette = Array(data)
      case "tRNS": opacity = Array(data)
      case "IDAT":
        if compressed.isEmpty { dataOffset = data.startIndex }
        compressed += data
      case "IEND": ended = true
      default:
        // An upper-case first letter marks a chunk without which the picture cannot be shown.
        if let first = type.utf8.first, first & 0x20 == 0 {
          throw FormatError(.png, at: start, .unsupported(feature: "the chunk \(type) is not known"))
        }
      }
    }
    guard let header else { throw reader.fail(.malformed(problem: "there is no chunk IHDR")) }
    let rows = try inflate(compressed, at: dataOffset, header)
    return try PNGPixels(header: header, palette: palette, opacity: opacity, dataOffset: dataOffset).raster(rows)
  }

  private static func inflate(
    _ compressed: [UInt8], at dataOffset: Int, _ header: PNGHeader
  ) throws(FormatError) -> [UInt8] {
    var rows: [UInt8] = []
    do throws(FormatError) {
      let end = try Deflate.inflate(
        compressed, in: 0..<compressed.count, .zlib, format: .png, limit: header.rowBytes,
        expected: header.rowBytes, into: &rows)
      guard end == compressed.count, rows.count == header.rowBytes else {
        let part = "the bytes of \(header.width)×\(header.height) pixels"
        throw FormatError(.png, at: 0, .mismatch(part: part, announced: header.rowBytes, found: rows.count))
      }
    } catch {
      throw FormatError(.png, at: dataOffset + error.offset, error.fault)
    }
    return rows
  }
}

/// What a PNG file says of itself in its first chunk.
struct PNGHeader {
  /// A part of the picture that is stored as a picture of its own: all of it, or one of Adam7's seven.
  struct Pass {
    let x: Int, y: Int, stepX: Int, stepY: Int
  }

  let width: Int
  let height: Int
  let depth: Int
  let colourType: UInt8
  let passes: [Pass]

  init(_ data: [UInt8], at offset: Int) throws(FormatError) {
    guard data.count == 13 else {
      throw FormatError(.png, at: offset, .mismatch(part: "the chunk IHDR", announced: data.count, found: 13))
    }
    var reader = ByteReader(data, format: .png)
    width = Int(try reader.bigEndian(UInt32.self, "the width"))
    height = Int(try reader.bigEndian(UInt32.self, "the height"))
    depth = Int(data[8])
    colourType = data[9]
    guard width > 0, height > 0 else {
      throw FormatError(.png, at: offset, .malformed(problem: "the size is \(width)×\(height)"))
    }
    guard width <= Raster.pixelLimit, height <= Raster.pixelLimit / width else {
      let size = width.multipliedReportingOverflow(by: height)
      throw FormatError(
        .png, at: offset,
        .overLimit(
          part: "the number of pixels", size: size.overflow ? nil : size.partialValue, limit: Raster.pixelLimit))
    }
    let depths: [Int] =
      switch colourType {
      case 0: [1, 2, 4, 8, 16]
      case 3: [1, 2, 4, 8]
      case 2, 4, 6: [8, 16]
      default: []
      }
    guard depths.contains(depth), data[10] == 0, data[11] == 0, data[12] <= 1 else {
      let values = data[8...].map { "\($0)" }.joined(separator: ", ")
      throw FormatError(
        .png, at: offset + 8,
        .malformed(problem: "no PNG has depth, colour type, compression, filter and interlacing \(values)"))
    }
    passes =
      data[12] == 0
      ? [Pass(x: 0, y: 0, stepX: 1, stepY: 1)]
      : [
        Pass(x: 0, y: 0, stepX: 8, stepY: 8), Pass(x: 4, y: 0, stepX: 8, stepY: 8),
        Pass(x: 0, y: 4, stepX: 4, stepY: 8), Pass(x: 2, y: 0, stepX: 4, stepY: 4),
        Pass(x: 0, y: 2, stepX: 2, stepY: 4), Pass(x: 1, y: 0, stepX: 2, stepY: 2),
        Pass(x: 0, y: 1, stepX: 1, stepY: 2),
      ]
  }

  /// Samples of a stored pixel.
  var channels: Int {
    switch colourType {
    case 2: 3
    case 4: 2
    case 6: 4
    default: 1
    }
  }

  /// The pixels of a pass, across and down.
  func size(_ pass: Pass) -> (width: Int, height: Int) {
    (
      Swift.max(0, (width - pass.x + pass.stepX - 1) / pass.stepX),
      Swift.max(0, (height - pass.y + pass.stepY - 1) / pass.stepY)
    )
  }

  /// The bytes of a row of so many pixels, without the filter's byte.
  func stride(_ width: Int) -> Int { (width * channels * depth + 7) / 8 }

  /// The bytes of all rows of all passes, each with its filter's byte.
  var rowBytes: Int {
    passes.reduce(0) { sum, pass in
      let size = size(pass)
      return size.width == 0 ? sum : sum + size.height * (stride(size.width) + 1)
    }
  }
}
