/// The 64-bit FNV-1a hash: small, the same on every machine and at every run, not meant against forgery.
///
/// Source: Fowler, Noll, Vo, Eastlake, "The FNV Non-Cryptographic Hash Algorithm" (IETF draft).
package struct FNV1a {
  /// The hash of all bytes so far.
  package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// The hash of no bytes.
  package init() {}

  /// The hash of a text's UTF-8.
  package static func hash(of text: String) -> UInt64 {
    var hash = FNV1a()
    hash.add(text)
    return hash.value
  }

  /// Adds a text's UTF-8.
  package mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte) }
  }

  /// Adds a byte.
  package mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
}
