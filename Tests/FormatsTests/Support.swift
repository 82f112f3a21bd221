import Formats
import Source
import Testing

/// The bytes of hexadecimal digits.
func bytes(_ hex: String) -> [UInt8] {
  let digits = hex.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

/// SplitMix64, for seeded damage.
struct SeededDamage {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  mutating func below(_ limit: Int) -> Int { limit > 0 ? Int(next() % UInt64(limit)) : 0 }

  /// The bytes with a few changes: flipped, overwritten by extreme values, cut, doubled, or put in.
  mutating func damaged(_ original: [UInt8]) -> [UInt8] {
    var bytes = original
    for _ in 0...below(3) {
      let place = below(bytes.count)
      switch below(6) {
      case 0 where !bytes.isEmpty: bytes[place] ^= 1 << UInt8(below(8))
      case 1 where !bytes.isEmpty: bytes[place] = [0, 0xFF, 0x7F, 0x80][below(4)]
      case 2: bytes.removeLast(bytes.count - place)
      case 3: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(9)))
      case 4: bytes.insert(contentsOf: [UInt8](repeating: UInt8(below(256)), count: 1 + below(9)), at: place)
      default:
        for byte in place..<min(bytes.count, place + 4) { bytes[byte] = 0xFF }
      }
    }
    return bytes
  }
}

/// Reads thousands of damaged copies; each must be read or refused at a byte of the file, and nothing may trap.
func expectSurvives(
  _ original: [UInt8], rounds: Int = 2_000, seed: UInt64 = 1, read: ([UInt8]) throws -> Void
) {
  var damage = SeededDamage(seed: seed)
  for round in 0..<rounds {
    let bytes = damage.damaged(original)
    do {
      try read(bytes)
    } catch let error as FormatError {
      #expect(error.offset >= 0 && error.offset <= max(bytes.count, 1 << 20), "round \(round): \(error)")
      #expect(!error.diagnostic(file: "a.file").notes.isEmpty)
    } catch {
      Issue.record("round \(round): \(error)")
    }
  }
}

/// The error that reading ends in.
func failure(_ read: () throws(FormatError) -> Void) -> FormatError? {
  do {
    try read()
    return nil
  } catch {
    return error
  }
}
