#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A stream of random numbers that a seed determines: a value, so that a copy of a session draws the same numbers.
///
/// The generator is xoshiro256++ 1.0 by Blackman and Vigna ("Scrambled Linear Pseudorandom Number Generators", 2021), its
/// state filled from the seed by SplitMix64 as its authors advise. It is not for cryptography.
package struct RandomStream: Sendable, Equatable {
  private var state: (UInt64, UInt64, UInt64, UInt64)
  /// The second number of the last pair of normal deviates.
  private var spare: Double?

  /// Starts the stream of a seed.
  package init(seed: UInt64) {
    var mixer = SplitMix(state: seed)
    state = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
  }

  /// Starts from a full state, for comparing with the authors' program.
  package init(state: (UInt64, UInt64, UInt64, UInt64)) { self.state = state }

  /// The next 64 random bits.
  package mutating func next() -> UInt64 {
    let result = rotated(state.0 &+ state.3, 23) &+ state.0
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotated(state.3, 45)
    return result
  }

  /// A number from 0 up to but not including 1, one of 2^53 equally spaced ones.
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number from the normal distribution with mean 0 and deviation 1.
  ///
  /// Marsaglia's polar method: a random point in the unit disc gives two independent deviates, of which the second waits
  /// for the next call.
  package mutating func normal() -> Double {
    if let waiting = spare {
      spare = nil
      return waiting
    }
    while true {
      let (x, y) = (2 * uniform() - 1, 2 * uniform() - 1)
      let square = x * x + y * y
      if square >= 1 || square == 0 { continue }
      let scale = (-2 * log(square) / square).squareRoot()
      spare = y * scale
      return x * scale
    }
  }

  /// A normal deviate that is drawn again while it lies more than two deviations from the mean.
  package mutating func truncatedNormal() -> Double {
    while true {
      let value = normal()
      if value.magnitude <= 2 { return value }
    }
  }

  /// A whole number below `bound`, every one equally likely; 0 when the bound is not positive.
  ///
  /// Lemire, "Fast Random Integer Generation in an Interval" (2019).
  package mutating func integer(below bound: Int) -> Int {
    guard bound > 0 else { return 0 }
    let bound = UInt64(bound)
    var (high, low) = next().multipliedFullWidth(by: bound)
    if low < bound {
      let threshold = (0 &- bound) % bound
      while low < threshold { (high, low) = next().multipliedFullWidth(by: bound) }
    }
    return Int(high)
  }

  /// A whole number of the range, every one equally likely.
  package mutating func integer(in range: ClosedRange<Int>) -> Int {
    let (span, overflows) = range.upperBound.subtractingReportingOverflow(range.lowerBound)
    if overflows || span == Int.max {
      while true {
        let value = Int(bitPattern: UInt(next()))
        if range.contains(value) { return value }
      }
    }
    return range.lowerBound + integer(below: span + 1)
  }

  /// The numbers 0 to `count - 1` in random order: the shuffle of Fisher and Yates.
  package mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<Swift.max(count, 0))
    for last in stride(from: order.count - 1, to: 0, by: -1) { order.swapAt(last, integer(below: last + 1)) }
    return order
  }

  /// A stream of its own, independent of what this one draws later.
  package mutating func split() -> RandomStream { RandomStream(seed: next()) }

  /// Whether two streams will draw the same numbers.
  package static func == (a: RandomStream, b: RandomStream) -> Bool { a.state == b.state && a.spare == b.spare }

  private func rotated(_ bits: UInt64, _ count: UInt64) -> UInt64 { (bits << count) | (bits >> (64 - count)) }
}

/// SplitMix64 by Steele, Lea and Flood (2014): it makes the states of another generator from one seed.
package struct SplitMix {
  private var state: UInt64

  /// Starts from a seed.
  package init(state: UInt64) { self.state = state }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }
}

extension RandomStream {
  /// A tensor of numbers spread evenly from `low` up to `high`.
  package mutating func uniform(
    shape: [Int], from low: Double = 0, to high: Double = 1, type: ElementType = .defaultFloat
  ) throws(TensorError) -> Traced {
    // Rounding to the element type must not reach the upper end, which is left out.
    let last = type == .float32 ? Double(Float(high).nextDown) : high.nextDown
    return try fill(shape, type) { stream in
      let drawn = low + (high - low) * stream.uniform()
      let number = type == .float32 ? Double(Float(drawn)) : drawn
      return number >= high && low < high ? Swift.max(last, low) : drawn
    }
  }

  /// A tensor of normal deviates.
  package mutating func normal(
    shape: [Int], mean: Double = 0, deviation: Double = 1, type: ElementType = .defaultFloat
  ) throws(TensorError) -> Traced {
    try fill(shape, type) { mean + deviation * $0.normal() }
  }

  /// A tensor of normal deviates no more than two deviations from the mean.
  package mutating func truncatedNormal(
    shape: [Int], mean: Double = 0, deviation: Double = 1, type: ElementType = .defaultFloat
  ) throws(TensorError) -> Traced {
    try fill(shape, type) { mean + deviation * $0.truncatedNormal() }
  }

  private mutating func fill(
    _ shape: [Int], _ type: ElementType, _ draw: (inout RandomStream) -> Double
  ) throws(TensorError) -> Traced {
    let result = try Tensor.make(type == .float32 ? .float32 : .float64, shape)
    if type == .float32 {
      let out = result.start(Float.self)
      for i in 0..<result.count {
        if i & 0xfffff == 0xfffff, Interruption.isRequested { throw .interrupted }
        out[i] = Float(draw(&self))
      }
    } else {
      let out = result.start(Double.self)
      for i in 0..<result.count {
        if i & 0xfffff == 0xfffff, Interruption.isRequested { throw .interrupted }
        out[i] = draw(&self)
      }
    }
    return Traced(result)
  }
}
