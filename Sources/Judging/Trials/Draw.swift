import Source
import Tensors

/// The numbers of one world: the same on every machine for the same exercise.
struct Draw {
  private var bits: SplitMix

  init(seed: String, _ index: Int) { bits = SplitMix(state: FNV1a.hash(of: seed) &+ UInt64(index)) }

  mutating func next() -> UInt64 { bits.next() }

  /// From 0 to before 1.
  private mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

  /// A number of a range, of four decimals where that leaves it inside.
  mutating func within(_ range: ClosedRange<Double>) -> Double {
    let value = range.lowerBound + unit() * (range.upperBound - range.lowerBound)
    let rounded = (value * 10_000).rounded() / 10_000
    return range.contains(rounded) ? rounded : value
  }

  /// A number of a range that is another than one of the lesson: whole where that is.
  mutating func within(_ range: ClosedRange<Double>, like own: Double?) -> Double {
    let value = within(range)
    guard let own, own == own.rounded() else { return value }
    let whole = value.rounded()
    guard whole == own else { return whole }
    return range.contains(own + 1) ? own + 1 : own - 1
  }

  /// A number of the same kind: whole for a whole one, and never the same.
  mutating func like(_ value: Double) -> Double {
    guard value == value.rounded(), value.magnitude < 1e6 else { return near(value) }
    let other = near(value).rounded()
    return other == value ? value + (value < 0 ? -1 : 1) : other
  }

  /// A number of the same sign and about the same size, which is never the same: by 7 to 30 % more or less.
  mutating func near(_ value: Double) -> Double {
    let part = 0.07 + 0.23 * unit()
    // A zero among other numbers is one that may as well not be 0.
    let value = value == 0 ? 0.5 : value
    let size = value * (next() & 1 == 0 ? 1 + part : 1 - part)
    guard size.magnitude >= 0.001, size.magnitude < 1e9 else { return size }
    return (size * 10_000).rounded() / 10_000
  }
}
