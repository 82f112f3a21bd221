/// One axis of a plot: its ends, its ticks, and where a value stands between the ends.
struct Axis: Equatable {
  /// A mark on the axis.
  struct Tick: Equatable {
    var value: Double
    var label: String
  }

  let low: Double
  let high: Double
  let isLog: Bool
  let ticks: [Tick]

  /// The axis for values; nil when none of them can stand on it.
  ///
  /// With `isLoose` the ends are ticks, so that the data has air; else the data's own ends are kept.
  init?(_ values: some Sequence<Double>, isLog: Bool = false, isLoose: Bool = false, ticks count: Int) {
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where value.isFinite && (!isLog || value > 0) {
      low = Swift.min(low, value)
      high = Swift.max(high, value)
    }
    guard low <= high else { return nil }
    if isLog {
      self.init(logLow: low, high: high, ticks: count)
    } else {
      self.init(low: low, high: high, isLoose: isLoose, ticks: count)
    }
  }

  /// The axis of a grid between two ends; ends that are no numbers are replaced by the grid's own indices.
  init(_ interval: Interval, cells: Int, ticks count: Int) {
    if interval.low.isFinite, interval.high.isFinite, interval.low < interval.high {
      self.init(low: interval.low, high: interval.high, isLoose: false, ticks: count)
    } else {
      self.init(low: 0, high: Double(Swift.max(cells - 1, 1)), isLoose: false, ticks: count)
    }
  }

  private init(low: Double, high: Double, isLoose: Bool, ticks count: Int) {
    var low = Swift.max(low, -8e307)
    var high = Swift.min(high, 8e307)
    if low >= high {
      let margin = Swift.max(abs(low) * 0.1, 0.5)
      low -= margin
      high += margin
    }
    let step = Self.step(low: low, high: high, ticks: count)
    if isLoose, step > 0 {
      low = (low / step).rounded(.down) * step
      high = (high / step).rounded(.up) * step
    }
    self.low = low
    self.high = high
    isLog = false
    ticks = Self.ticks(low: low, high: high, step: step)
  }

  private init(logLow low: Double, high: Double, ticks count: Int) {
    let (low, high) = low < high ? (low, high) : (low / 2, high * 2)
    let bottom = Swift.max(low, .leastNonzeroMagnitude)
    let top = Swift.min(high, .greatestFiniteMagnitude)
    self.low = bottom
    self.high = top
    isLog = true
    let first = Int(Numbers.log10(bottom).rounded(.up))
    let last = Int(Numbers.log10(top).rounded(.down))
    var values: [Double] = []
    if last - first >= 1 {
      let stride = Swift.max(1, (last - first + count) / Swift.max(count, 1))
      values = Swift.stride(from: first, through: last, by: stride).map(Numbers.power10)
    } else {
      // Within one or two decades the powers of ten alone would be too few.
      for decade in (first - 1)...(Swift.max(first, last) + 1) {
        values += [1.0, 2, 5].map { $0 * Numbers.power10(decade) }.filter { $0 >= bottom && $0 <= top }
      }
    }
    if values.isEmpty { values = [bottom, top] }
    ticks = values.map { Tick(value: $0, label: Numbers.short($0)) }
  }

  /// Where a value stands, 0 at the low end and 1 at the high one; nil off the axis.
  func position(of value: Double) -> Double? {
    guard value.isFinite, !isLog || value > 0 else { return nil }
    let share =
      isLog
      ? (Numbers.log10(value) - Numbers.log10(low)) / (Numbers.log10(high) - Numbers.log10(low))
      : (value / 2 - low / 2) / (high / 2 - low / 2)
    guard share > -1e-9, share < 1 + 1e-9 else { return nil }
    return Swift.min(Swift.max(share, 0), 1)
  }

  /// A round number of about the distance asked for: 1, 2 or 5 times a power of ten.
  ///
  /// Source: Heckbert, "Nice numbers for graph labels", Graphics Gems (1990).
  static func step(low: Double, high: Double, ticks count: Int) -> Double {
    let rough = (high / 2 - low / 2) / Double(Swift.max(count - 1, 1)) * 2
    guard rough > 0, rough.isFinite else { return 0 }
    let exponent = Numbers.log10(rough).rounded(.down)
    guard let whole = Numbers.whole(exponent), whole > -300 else { return 0 }
    let power = Numbers.power10(whole)
    let fraction = rough / power
    let nice: Double = fraction < 1.5 ? 1 : fraction < 3 ? 2 : fraction < 7 ? 5 : 10
    return nice * power
  }

  private static func ticks(low: Double, high: Double, step: Double) -> [Tick] {
    var values: [Double] = []
    if step > 0 {
      let first = (low / step - 1e-6).rounded(.up)
      for index in 0..<100 {
        let value = (first + Double(index)) * step
        if value > high + step * 1e-6 { break }
        values.append(value)
      }
    }
    if values.isEmpty { values = [low, high] }
    let largest = Swift.max(abs(low), abs(high))
    if step <= 0 || largest >= 1e6 || step < 1e-4 {
      // As many digits as tell neighbours apart.
      var labels = values.map { Numbers.short($0) }
      var digits = 6
      while Set(labels).count < labels.count, digits <= 16 {
        labels = values.map { Numbers.short($0, digits: digits) }
        digits += 2
      }
      return zip(values, labels).map { Tick(value: $0, label: $1) }
    }
    let decimals = Numbers.whole(-(Numbers.log10(step) + 1e-9).rounded(.down)).map { Swift.max($0, 0) } ?? 0
    return values.map { Tick(value: $0, label: Numbers.fixed($0, decimals: decimals)) }
  }
}
