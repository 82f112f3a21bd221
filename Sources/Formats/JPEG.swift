/// Reads JPEG pictures with sequential Huffman coding, as telephones and scanners write them (ITU-T T.81).
///
/// What is not read: progressive, lossless and arithmetic coding, 12-bit samples, and four colours (CMYK).
package enum JPEG {
  /// Whether a file starts as a JPEG picture does.
  package static func isJPEG(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0xFF, 0xD8, 0xFF]) }

  /// The picture, turned the way its Exif orientation says.
  package static func decode(_ bytes: [UInt8]) throws(FormatError) -> Raster {
    var decoder = JPEGDecoder(bytes)
    return try decoder.picture()
  }
}

/// The segments of a file, one after the other.
struct JPEGDecoder {
  /// A colour of the picture.
  struct Component {
    let id: UInt8
    /// How many blocks of it a unit of the scan has, across and down.
    let across: Int
    let down: Int
    let table: Int
    var dcTable = 0
    var acTable = 0
    /// The last block's mean, to which the next one's is the difference.
    var predicted = 0
    /// Samples in a row of its plane.
    var stride = 0
  }

  private var reader: ByteReader
  private let bytes: [UInt8]
  private var quantisation = [[Int]](repeating: [], count: 4)
  private var dcTables = [HuffmanTable?](repeating: nil, count: 4)
  private var acTables = [HuffmanTable?](repeating: nil, count: 4)
  private var components: [Component] = []
  /// The samples of each component, apart from it so that no copy of a component copies them.
  private var planes: [[UInt8]] = []
  private var width = 0
  private var height = 0
  private var restartInterval = 0
  private var orientation = 1
  private var isRGB = false

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    reader = ByteReader(bytes, format: .jpeg, offset: 2)
  }

  mutating func picture() throws(FormatError) -> Raster {
    while true {
      var mark = try reader.bigEndian(UInt8.self, "a marker")
      guard mark == 0xFF else { throw reader.fail(.malformed(problem: "a marker should stand here")) }
      while mark == 0xFF { mark = try reader.bigEndian(UInt8.self, "a marker") }
      if mark == 0xD8 || mark == 0x01 || (0xD0...0xD7).contains(mark) { continue }
      guard mark != 0xD9 else { throw reader.fail(.malformed(problem: "the picture ends before it begins")) }
      let length = Int(try reader.bigEndian(UInt16.self, "a segment's length"))
      let place = reader.offset
      let segment = Array(try reader.take(Swift.max(length - 2, 0), "a segment"))
      switch mark {
      case 0xC0, 0xC1: try readFrame(segment, place)
      case 0xC4: try readHuffman(segment, place)
      case 0xDB: try readQuantisation(segment, place)
      case 0xDD: if segment.count >= 2 { restartInterval = Int(segment[0]) << 8 | Int(segment[1]) }
      case 0xE1: orientation = Exif.orientation(segment) ?? orientation
      case 0xEE: if segment.count >= 12, segment.starts(with: Array("Adobe".utf8)) { isRGB = segment[11] == 0 }
      case 0xDA:
        try readScan(segment, place)
        // A file may hold the colours one after the other.
        if planes.allSatisfy({ !$0.isEmpty }) { return try assembled() }
      case 0xC2, 0xC6, 0xCA, 0xCE:
        throw unsupported("progressive coding; save the picture again as baseline JPEG or as PNG", place)
      case 0xC3, 0xC5, 0xC7, 0xC9, 0xCB, 0xCD, 0xCF:
        throw unsupported("lossless or arithmetic coding; save the picture again as baseline JPEG or as PNG", place)
      default: break
      }
    }
  }

  private func unsupported(_ feature: String, _ place: Int) -> FormatError {
    FormatError(.jpeg, at: place, .unsupported(feature: feature))
  }

  private func malformed(_ problem: String, _ place: Int) -> FormatError {
    FormatError(.jpeg, at: place, .malformed(problem: problem))
  }

  private mutating func readFrame(_ segment: [UInt8], _ place: Int) throws(FormatError) {
    guard segment.count >= 6, segment.count >= 6 + 3 * Int(segment[5]) else {
      throw malformed("the frame is cut short", place)
    }
    guard segment[0] == 8 else { throw unsupported("samples of \(segment[0]) bits", place) }
    height = Int(segment[1]) << 8 | Int(segment[2])
    width = Int(segment[3]) << 8 | Int(segment[4])
    guard width > 0, height > 0 else { throw malformed("the picture has no pixels", place) }
    guard width * height <= Raster.pixelLimit * 4 else {
      throw FormatError(
        .jpeg, at: place, .overLimit(part: "the number of pixels", size: width * height, limit: Raster.pixelLimit * 4))
    }
    let count = Int(segment[5])
    guard count == 1 || count == 3 else { throw unsupported("\(count) colours", place) }
    components = []
    for index in 0..<count {
      let base = 6 + index * 3
      let (across, down, table) = (Int(segment[base + 1] >> 4), Int(segment[base + 1] & 15), Int(segment[base + 2]))
      guard (1...4).contains(across), (1...4).contains(down), table < 4 else {
        throw malformed("a colour is described wrongly", place)
      }
      components.append(Component(id: segment[base], across: across, down: down, table: table))
    }
    planes = [[UInt8]](repeating: [], count: count)
  }

  private mutating func readQuantisation(_ segment: [UInt8], _ place: Int) throws(FormatError) {
    var at = 0
    while at < segment.count {
      let (wide, table) = (segment[at] >> 4 != 0, Int(segment[at] & 15))
      let size = wide ? 128 : 64
      guard table < 4, at + 1 + size <= segment.count else { throw malformed("a table of steps is cut short", place) }
      quantisation[table] = (0..<64).map { index in
        wide
          ? Int(segment[at + 1 + 2 * index]) << 8 | Int(segment[at + 2 + 2 * index]) : Int(segment[at + 1 + index])
      }
      at += 1 + size
    }
  }

  private mutating func readHuffman(_ segment: [UInt8], _ place: Int) throws(FormatError) {
    var at = 0
    while at + 17 <= segment.count {
      let (kind, table) = (segment[at] >> 4, Int(segment[at] & 15))
      let counts = segment[(at + 1)..<(at + 17)].map { Int($0) }
      let total = counts.reduce(0, +)
      guard table < 4, kind < 2, at + 17 + total <= segment.count else {
        throw malformed("a table of codes is cut short", place)
      }
      let made = HuffmanTable(counts: counts, symbols: Array(segment[(at + 17)..<(at + 17 + total)]))
      if kind == 0 { dcTables[table] = made } else { acTables[table] = made }
      at += 17 + total
    }
  }

  private mutating func readScan(_ segment: [UInt8], _ place: Int) throws(FormatError) {
    guard let count = segment.first.map({ Int($0) }), count > 0, segment.count >= 1 + 2 * count else {
      throw malformed("the scan is cut short", place)
    }
    let widest = components.map(\.across).max() ?? 1
    let tallest = components.map(\.down).max() ?? 1
    var order: [Int] = []
    for index in 0..<count {
      guard let found = components.firstIndex(where: { $0.id == segment[1 + 2 * index] }) else {
        throw malformed("the scan has a colour that the frame has not", place)
      }
      let tables = segment[2 + 2 * index]
      components[found].dcTable = Int(tables >> 4) & 3
      components[found].acTable = Int(tables & 15) & 3
      order.append(found)
    }
    let unitsAcross = (width + 8 * widest - 1) / (8 * widest)
    let unitsDown = (height + 8 * tallest - 1) / (8 * tallest)
    for index in order {
      let component = components[index]
      components[index].stride = unitsAcross * component.across * 8
      planes[index] = [UInt8](
        repeating: 0, count: unitsAcross * component.across * 8 * unitsDown * component.down * 8)
      components[index].predicted = 0
    }
    var bits = JPEGBits(bytes, from: reader.offset)
    // One colour alone is cut into single blocks, and only as many as the picture needs.
    let isAlone = order.count == 1
    var (columns, rows) = (unitsAcross, unitsDown)
    if isAlone, let only = order.first {
      let part = components[only]
      columns = ((width * part.across + widest - 1) / widest + 7) / 8
      rows = ((height * part.down + tallest - 1) / tallest + 7) / 8
    }
    for unit in 0..<columns * rows {
      if restartInterval > 0, unit > 0, unit % restartInterval == 0 {
        bits.restart()
        for index in order { components[index].predicted = 0 }
      }
      for index in order {
        let (across, down) = isAlone ? (1, 1) : (components[index].across, components[index].down)
        for block in 0..<across * down {
          let (x, y) = (unit % columns * across + block % across, unit / columns * down + block / across)
          try readBlock(index, x: x, y: y, &bits)
          guard !bits.isExhausted else {
            let rowsOfUnit = isAlone ? 8 * tallest / components[index].down : 8 * tallest
            throw FormatError(
              .jpeg, at: bits.offset, .missingRows(found: Swift.min(unit / columns * rowsOfUnit, height), of: height))
          }
        }
      }
    }
    reader = ByteReader(bytes, format: .jpeg, offset: bits.nextMarker)
  }

  private mutating func readBlock(_ index: Int, x: Int, y: Int, _ bits: inout JPEGBits) throws(FormatError) {
    let component = components[index]
    let steps = quantisation[component.table]
    guard steps.count == 64, let dc = dcTables[component.dcTable], let ac = acTables[component.acTable] else {
      throw malformed("the scan needs a table that the file has not", bits.offset)
    }
    var block = [Float](repeating: 0, count: 64)
    let size = try bits.symbol(dc)
    guard size <= 16 else { throw malformed("a difference has too many bits", bits.offset) }
    components[index].predicted &+= bits.signed(size)
    block[0] = Float(components[index].predicted &* steps[0])
    var place = 1
    while place < 64 {
      let symbol = try bits.symbol(ac)
      let (run, size) = (symbol >> 4, symbol & 15)
      if size == 0 {
        if run < 15 { break }
        place += 16
        continue
      }
      place += run
      guard place < 64 else { throw malformed("a block has more than 64 numbers", bits.offset) }
      block[Self.zigzag[place]] = Float(bits.signed(size) &* steps[place])
      place += 1
    }
    let stride = components[index].stride
    CosineTransform.invert(block) { row, column, value in
      planes[index][(y * 8 + row) * stride + x * 8 + column] = value
    }
  }

  private static let zigzag: [Int] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21,
    28,
    35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47,
    55,
    62, 63,
  ]

  /// The planes put together and turned.
  private func assembled() throws(FormatError) -> Raster {
    let widest = components.map(\.across).max() ?? 1
    let tallest = components.map(\.down).max() ?? 1
    let count = components.count
    var samples = [UInt8](repeating: 0, count: width * height * count)
    for y in 0..<height {
      for x in 0..<width {
        var values = (0, 0, 0)
        for (place, component) in components.enumerated() {
          let value = Int(
            planes[place][y * component.down / tallest * component.stride + x * component.across / widest])
          if place == 0 { values.0 = value } else if place == 1 { values.1 = value } else { values.2 = value }
        }
        let (column, row) = Exif.place(x, y, width, height, orientation)
        let base = (row * (orientation > 4 ? height : width) + column) * count
        if count == 1 {
          samples[base] = UInt8(values.0)
        } else if isRGB {
          (samples[base], samples[base + 1], samples[base + 2]) = (UInt8(values.0), UInt8(values.1), UInt8(values.2))
        } else {
          let (light, blue, red) = (Double(values.0), Double(values.1) - 128, Double(values.2) - 128)
          samples[base] = Self.byte(light + 1.402 * red)
          samples[base + 1] = Self.byte(light - 0.344136 * blue - 0.714136 * red)
          samples[base + 2] = Self.byte(light + 1.772 * blue)
        }
      }
    }
    let (across, down) = orientation > 4 ? (height, width) : (width, height)
    guard let raster = Raster(width: across, height: down, channels: count, samples: samples) else {
      throw malformed("the picture has no pixels", 0)
    }
    return raster
  }

  private static func byte(_ value: Double) -> UInt8 { UInt8(Swift.min(Swift.max(value + 0.5, 0), 255)) }
}
