/// Seeded random draws for what is generated here.
///
/// The generator is SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014): every
/// picture and point gets a stream of its own, so that the first thousand are the same however many are asked for.
struct Draws {
  private var state: UInt64

  /// The draws of item number `index` under a seed.
  init(seed: UInt64, index: Int) {
    state = Self.mixed(seed &+ Self.mixed(UInt64(bitPattern: Int64(index)) &+ 0x9E37_79B9_7F4A_7C15))
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ z &>> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z &>> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z &>> 31
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mixed(state)
  }

  /// A number from `low` up to `high`.
  mutating func uniform(_ low: Float, _ high: Float) -> Float {
    low + (high - low) * Float(next() &>> 40) * 0x1p-24
  }

  /// A whole number below a positive limit.
  mutating func below(_ limit: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(limit)).high) }

  /// A number of mean 0 and deviation 1: the sum of four even draws, close to normal, never beyond 3.5.
  mutating func normal() -> Float {
    let bits = next()
    let sum = (bits & 0xFFFF) + (bits &>> 16 & 0xFFFF) + (bits &>> 32 & 0xFFFF) + bits &>> 48
    return (Float(sum) * 0x1p-16 - 2) * 1.732_050_8
  }
}
