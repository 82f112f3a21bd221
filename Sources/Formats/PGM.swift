/// The portable greymap of Netpbm: `P2` in decimal digits, `P5` in bytes.
package enum PGM {
  /// Whether the bytes start as a greymap does.
  package static func isPGM(_ bytes: [UInt8]) -> Bool {
    bytes.count > 2 && bytes[0] == UInt8(ascii: "P") && (bytes[1] == UInt8(ascii: "2") || bytes[1] == UInt8(ascii: "5"))
  }

  /// Reads the first picture of a file; brightness is scaled to 0…255.
  package static func decode(_ bytes: [UInt8]) throws(FormatError) -> Raster {
    guard isPGM(bytes) else {
      throw FormatError(.pgm, at: 0, .wrongMagic(expected: "P2 or P5", found: Array(bytes.prefix(2))))
    }
    var scanner = Scanner(bytes: bytes, offset: 2)
    let width = try scanner.number("the width", 1...Raster.pixelLimit)
    let height = try scanner.number("the height", 1...Raster.pixelLimit)
    guard width <= Raster.pixelLimit / height else {
      let size = width * height
      throw FormatError(.pgm, at: 2, .overLimit(part: "the number of pixels", size: size, limit: Raster.pixelLimit))
    }
    let maximum = try scanner.number("the greatest value", 1...65535)
    var samples: [UInt8] = []
    if bytes[1] == UInt8(ascii: "2") {
      // Every number takes at least a digit and a space, so the file bounds the memory.
      guard width * height <= bytes.count else {
        throw FormatError(
          .pgm, at: scanner.offset,
          .truncated(part: "the data", needed: width * height * 2 - 1, found: bytes.count - scanner.offset))
      }
      samples.reserveCapacity(width * height)
      for _ in 0..<width * height { samples.append(scale(try scanner.number("a pixel", 0...maximum), maximum)) }
    } else {
      let size = maximum > 255 ? 2 : 1
      // Exactly one byte of white space stands before the pixels.
      var reader = ByteReader(bytes, format: .pgm, offset: scanner.offset + 1)
      let data = try reader.take(width * height * size, "the data")
      let base = data.startIndex
      samples = (0..<width * height).map { index in
        let first = Int(data[base + index * size])
        return scale(size == 1 ? first : first << 8 | Int(data[base + index * 2 + 1]), maximum)
      }
    }
    guard let raster = Raster(width: width, height: height, channels: 1, samples: samples) else {
      throw FormatError(.pgm, at: 2, .malformed(problem: "the size is \(width)×\(height)"))
    }
    return raster
  }

  private static func scale(_ value: Int, _ maximum: Int) -> UInt8 {
    UInt8((Swift.min(value, maximum) * 255 + maximum / 2) / maximum)
  }

  /// Reads decimal numbers between white space and comments that run from `#` to the line's end.
  private struct Scanner {
    let bytes: [UInt8]
    var offset: Int

    mutating func number(_ part: String, _ range: ClosedRange<Int>) throws(FormatError) -> Int {
      skipSpace()
      let start = offset
      var value = 0
      while offset < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset]), value < 1 << 40 {
        value = value * 10 + Int(bytes[offset] - UInt8(ascii: "0"))
        offset += 1
      }
      if offset == start {
        guard offset < bytes.count else {
          throw FormatError(.pgm, at: start, .truncated(part: part, needed: 1, found: 0))
        }
        throw FormatError(.pgm, at: start, .malformed(problem: "\(part) is not a number"))
      }
      guard range.contains(value) else {
        let problem = "\(part) is \(value), not between \(range.lowerBound) and \(range.upperBound)"
        throw FormatError(.pgm, at: start, .malformed(problem: problem))
      }
      return value
    }

    private mutating func skipSpace() {
      while offset < bytes.count {
        if bytes[offset] == UInt8(ascii: "#") {
          while offset < bytes.count, bytes[offset] != 0x0A { offset += 1 }
        } else if bytes[offset] == 0x20 || (0x09...0x0D).contains(bytes[offset]) {
          offset += 1
        } else {
          return
        }
      }
    }
  }
}
