#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A code in which frequent symbols have few bits (ITU-T T.81, annex C).
struct HuffmanTable {
  /// The code of each length's last symbol, -1 where there is none, and where that length's symbols begin.
  private var last = [Int](repeating: -1, count: 17)
  private var first = [Int](repeating: 0, count: 17)
  private var start = [Int](repeating: 0, count: 17)
  private let symbols: [UInt8]

  init(counts: [Int], symbols: [UInt8]) {
    self.symbols = symbols
    var (code, place) = (0, 0)
    for (index, count) in counts.prefix(16).enumerated() {
      let length = index + 1
      first[length] = code
      start[length] = place
      code += count
      place += count
      last[length] = count > 0 ? code - 1 : -1
      code <<= 1
    }
  }

  /// The symbol of a code of so many bits; nil when there is none.
  func symbol(_ code: Int, length: Int) -> Int? {
    guard last[length] >= 0, code <= last[length], code >= first[length] else { return nil }
    let place = start[length] + code - first[length]
    return symbols.indices.contains(place) ? Int(symbols[place]) : nil
  }
}

/// The bits of a scan, in which a zero byte follows each byte FF that is no marker.
struct JPEGBits {
  private let bytes: [UInt8]
  private(set) var offset: Int
  private var buffer = 0
  private var count = 0
  /// Whether bits were asked for that are not there: the file, or this part of it, is cut.
  private(set) var isExhausted = false

  init(_ bytes: [UInt8], from offset: Int) {
    self.bytes = bytes
    self.offset = offset
  }

  /// The next bit; behind the end, or at a marker, zeros follow.
  private mutating func bit() -> Int {
    if count == 0 {
      buffer = 0
      if offset < bytes.count {
        let byte = bytes[offset]
        if byte != 0xFF {
          buffer = Int(byte)
          offset += 1
        } else if offset + 1 < bytes.count, bytes[offset + 1] == 0 {
          buffer = 0xFF
          offset += 2
        } else {
          isExhausted = true
        }
      } else {
        isExhausted = true
      }
      count = 8
    }
    count -= 1
    return buffer >> count & 1
  }

  mutating func symbol(_ table: HuffmanTable) throws(FormatError) -> Int {
    var code = 0
    for length in 1...16 {
      code = code << 1 | bit()
      if let symbol = table.symbol(code, length: length) { return symbol }
    }
    // Behind the end there is no code to be found, and the picture says so itself.
    if isExhausted { return 0 }
    throw FormatError(.jpeg, at: offset, .malformed(problem: "these bits are no code"))
  }

  /// A number of so many bits, the small half of which is negative.
  mutating func signed(_ size: Int) -> Int {
    if size == 0 { return 0 }
    var value = 0
    for _ in 0..<size { value = value << 1 | bit() }
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value
  }

  /// Goes on behind the next restart marker.
  mutating func restart() {
    count = 0
    let next = nextMarker
    if next + 1 < bytes.count, (0xD0...0xD7).contains(bytes[next + 1]) { offset = next + 2 }
  }

  /// Where the next marker starts.
  var nextMarker: Int {
    var place = offset
    while place + 1 < bytes.count, bytes[place] != 0xFF || bytes[place + 1] == 0 || bytes[place + 1] == 0xFF {
      place += 1
    }
    return place
  }
}

/// The way back from cosine waves to pixels, row by row and then column by column.
enum CosineTransform {
  /// `waves[u][x]`: how much wave u adds at pixel x.
  private static let waves: [Float] = (0..<64).map { place in
    let (u, x) = (Double(place / 8), Double(place % 8))
    return Float(cos((2 * x + 1) * u * .pi / 16) * (u == 0 ? 0.5.squareRoot() : 1) / 2)
  }

  static func invert(_ block: [Float], _ store: (_ row: Int, _ column: Int, _ value: UInt8) -> Void) {
    var rows = [Float](repeating: 0, count: 64)
    for v in 0..<8 {
      for x in 0..<8 {
        var sum: Float = 0
        for u in 0..<8 where block[v * 8 + u] != 0 { sum += block[v * 8 + u] * waves[u * 8 + x] }
        rows[v * 8 + x] = sum
      }
    }
    for y in 0..<8 {
      for x in 0..<8 {
        var sum: Float = 128.5
        for v in 0..<8 { sum += rows[v * 8 + x] * waves[v * 8 + y] }
        store(y, x, UInt8(Swift.min(Swift.max(sum, 0), 255)))
      }
    }
  }
}

/// What a camera says about how it was held.
enum Exif {
  /// The orientation, 1 to 8, of an Exif segment; nil when it says nothing.
  static func orientation(_ segment: [UInt8]) -> Int? {
    guard segment.starts(with: [0x45, 0x78, 0x69, 0x66, 0, 0]), segment.count >= 14 else { return nil }
    let bytes = Array(segment.dropFirst(6))
    let isLittle = bytes[0] == 0x49
    func number(_ place: Int, _ count: Int) -> Int? {
      guard place >= 0, place + count <= bytes.count else { return nil }
      let part = bytes[place..<place + count]
      return (isLittle ? Array(part.reversed()) : Array(part)).reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = number(4, 4), let entries = number(directory, 2) else { return nil }
    for entry in 0..<entries {
      let place = directory + 2 + 12 * entry
      guard let tag = number(place, 2) else { return nil }
      if tag == 0x0112, let value = number(place + 8, 2), (1...8).contains(value) { return value }
    }
    return nil
  }

  /// Where a stored pixel belongs in the picture as it was seen.
  static func place(_ x: Int, _ y: Int, _ width: Int, _ height: Int, _ orientation: Int) -> (x: Int, y: Int) {
    switch orientation {
    case 2: (width - 1 - x, y)
    case 3: (width - 1 - x, height - 1 - y)
    case 4: (x, height - 1 - y)
    case 5: (y, x)
    case 6: (height - 1 - y, x)
    case 7: (height - 1 - y, width - 1 - x)
    case 8: (y, width - 1 - x)
    default: (x, y)
    }
  }
}
