import CZlib

/// The compressed stream of RFC 1951 in its three wrappings, through zlib.
enum Deflate {
  /// What stands around the compressed bytes; the value is zlib's `windowBits`.
  enum Wrapper: Int32 {
    /// Nothing (zip).
    case raw = -15
    /// A two-byte head and an Adler-32 (PNG).
    case zlib = 15
    /// A gzip head, a CRC-32 and a length.
    case gzip = 31
  }

  private enum Outcome { case finished, needsInput, overLimit, corrupt(String) }

  /// Decompresses one stream and says where it ended; `expected` is a size to reserve, believed only in reason.
  static func inflate(
    _ input: [UInt8], in range: Range<Int>, _ wrapper: Wrapper, format: FormatError.Format, limit: Int,
    expected: Int, into output: inout [UInt8]
  ) throws(FormatError) -> Int {
    // A header may lie, so memory is reserved only in proportion to the bytes that are really there.
    let believable = Swift.min(expected, limit, range.count.multipliedOrMax(by: 16))
    output.reserveCapacity(output.count + Swift.max(believable, 0))
    let start = output.count
    var (outcome, consumed) = (Outcome.needsInput, 0)
    input.withUnsafeBufferPointer { bytes in
      (outcome, consumed) = run(UnsafeBufferPointer(rebasing: bytes[range]), wrapper, limit: limit, into: &output)
    }
    let end = range.lowerBound + consumed
    switch outcome {
    case .finished: return end
    case .needsInput:
      throw FormatError(format, at: range.upperBound, .malformed(problem: "the compressed data stops in the middle"))
    case .overLimit:
      output.removeLast(output.count - start)
      throw FormatError(format, at: end, .overLimit(part: "the decompressed data", size: nil, limit: limit))
    case .corrupt(let reason):
      throw FormatError(format, at: end, .malformed(problem: "the compressed data is damaged (\(reason))"))
    }
  }

  private static func run(
    _ input: UnsafeBufferPointer<UInt8>, _ wrapper: Wrapper, limit: Int, into output: inout [UInt8]
  ) -> (Outcome, consumed: Int) {
    var stream = z_stream()
    guard czlib_inflate_init(&stream, wrapper.rawValue) == Z_OK else { return (.corrupt("zlib did not start"), 0) }
    defer { inflateEnd(&stream) }
    // zlib only reads through next_in, although its type would allow writing.
    var next = UnsafeMutablePointer(mutating: input.baseAddress)
    var left = input.count
    var room = limit
    let chunkSize = 1 << 18
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: chunkSize) { chunk in
      while true {
        // zlib counts in 32 bits; larger inputs are handed over in pieces.
        let piece = Swift.min(left, 1 << 30)
        stream.next_in = next
        stream.avail_in = UInt32(piece)
        stream.next_out = chunk.baseAddress
        stream.avail_out = UInt32(chunkSize)
        let status = CZlib.inflate(&stream, Z_NO_FLUSH)
        let used = piece - Int(stream.avail_in)
        let made = chunkSize - Int(stream.avail_out)
        left -= used
        next = next?.advanced(by: used)
        let consumed = input.count - left
        guard made <= room else { return (.overLimit, consumed) }
        room -= made
        output.append(contentsOf: chunk[..<made])
        switch status {
        case Z_STREAM_END: return (.finished, consumed)
        case Z_OK where used > 0 || made > 0: continue
        case Z_OK, Z_BUF_ERROR: return (left == 0 ? .needsInput : .corrupt("no progress"), consumed)
        default: return (.corrupt(stream.msg.map { String(cString: $0) } ?? "zlib error \(status)"), consumed)
        }
      }
    }
  }

  /// Compresses; `level` is zlib's, 0 (none) to 9 (best).
  static func deflate(_ input: [UInt8], _ wrapper: Wrapper, level: Int32 = 6) -> [UInt8] {
    var stream = z_stream()
    let started = czlib_deflate_init(&stream, Swift.min(Swift.max(level, 0), 9), wrapper.rawValue)
    precondition(started == Z_OK, "deflateInit2 answered \(started)")
    defer { deflateEnd(&stream) }
    var output: [UInt8] = []
    let chunkSize = 1 << 16
    input.withUnsafeBufferPointer { bytes in
      var next = UnsafeMutablePointer(mutating: bytes.baseAddress)
      var left = bytes.count
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: chunkSize) { chunk in
        var status = Z_OK
        while status == Z_OK || status == Z_BUF_ERROR {
          let piece = Swift.min(left, 1 << 30)
          stream.next_in = next
          stream.avail_in = UInt32(piece)
          stream.next_out = chunk.baseAddress
          stream.avail_out = UInt32(chunkSize)
          status = CZlib.deflate(&stream, piece == left ? Z_FINISH : Z_NO_FLUSH)
          let used = piece - Int(stream.avail_in)
          left -= used
          next = next?.advanced(by: used)
          output.append(contentsOf: chunk[..<(chunkSize - Int(stream.avail_out))])
        }
        precondition(status == Z_STREAM_END, "deflate answered \(status)")
      }
    }
    return output
  }

  /// The CRC-32 of zip, gzip and PNG.
  static func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.withUnsafeBufferPointer { buffer in
      UInt32(truncatingIfNeeded: crc32_z(0, buffer.baseAddress, buffer.count))
    }
  }
}

extension Int {
  fileprivate func multipliedOrMax(by factor: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    return overflow ? .max : product
  }
}
