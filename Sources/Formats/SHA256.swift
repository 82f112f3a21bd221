/// The SHA-256 hash of FIPS 180-4, fed in pieces of any size.
package struct SHA256: Sendable {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var pending: [UInt8] = []
  private var length: UInt64 = 0

  /// Makes the hash of nothing yet.
  package init() {}

  /// The hash of some bytes, 32 bytes.
  package static func hash(_ bytes: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finished()
  }

  /// The hash of some bytes as 64 lower-case hexadecimal digits.
  package static func hexadecimal(_ bytes: [UInt8]) -> String { hexadecimal(digest: hash(bytes)) }

  /// A finished hash as lower-case hexadecimal digits.
  package static func hexadecimal(digest: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// Takes in more bytes.
  package mutating func update(_ bytes: [UInt8]) {
    length &+= UInt64(bytes.count)
    var offset = 0
    if !pending.isEmpty {
      offset = Swift.min(64 - pending.count, bytes.count)
      pending += bytes[..<offset]
      guard pending.count == 64 else { return }
      Self.compress(pending, from: 0, blocks: 1, into: &state)
      pending.removeAll(keepingCapacity: true)
    }
    let blocks = (bytes.count - offset) / 64
    Self.compress(bytes, from: offset, blocks: blocks, into: &state)
    pending += bytes[(offset + blocks * 64)...]
  }

  /// The hash of everything taken in, 32 bytes.
  package func finished() -> [UInt8] {
    var last = pending
    last.append(0x80)
    while last.count % 64 != 56 { last.append(0) }
    last.appendBigEndian(length &* 8)
    var state = state
    Self.compress(last, from: 0, blocks: last.count / 64, into: &state)
    var digest: [UInt8] = []
    for word in state { digest.appendBigEndian(word) }
    return digest
  }

  private static func compress(_ bytes: [UInt8], from offset: Int, blocks: Int, into state: inout [UInt32]) {
    bytes.withUnsafeBytes { bytes in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
        roundConstants.withUnsafeBufferPointer { constants in
          for block in 0..<blocks {
            let base = offset + block * 64
            for t in 0..<16 {
              schedule[t] = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: base + t * 4, as: UInt32.self))
            }
            for t in 16..<64 {
              let (early, late) = (schedule[t - 15], schedule[t - 2])
              let s0 = rotate(early, 7) ^ rotate(early, 18) ^ early >> 3
              let s1 = rotate(late, 17) ^ rotate(late, 19) ^ late >> 10
              schedule[t] = schedule[t - 16] &+ s0 &+ schedule[t - 7] &+ s1
            }
            var (a, b, c, d) = (state[0], state[1], state[2], state[3])
            var (e, f, g, h) = (state[4], state[5], state[6], state[7])
            for t in 0..<64 {
              let s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
              let t1 = h &+ s1 &+ (e & f ^ ~e & g) &+ constants[t] &+ schedule[t]
              let s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
              let t2 = s0 &+ (a & b ^ a & c ^ b & c)
              (h, g, f, e, d, c, b, a) = (g, f, e, d &+ t1, c, b, a, t1 &+ t2)
            }
            for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= word }
          }
        }
      }
    }
  }

  private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 { word &>> count | word &<< (32 - count) }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes (section 4.2.2).
  private static let roundConstants: [UInt32] = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
  ]
}
