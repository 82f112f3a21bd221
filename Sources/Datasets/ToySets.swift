/// Small sets of points for first experiments.
enum ToySets {
  /// Points `[count, width]` of a set; nil when it is none of these.
  static func part(_ name: String, count: Int, seed: UInt64) -> Dataset.Part? {
    switch name {
    case "xor": count == 4 ? corners : points(count, seed, 4, xor)
    case "moons": points(count, seed, 2, moons)
    case "circles": points(count, seed, 2, circles)
    case "spirals": points(count, seed, 2, spirals)
    case "blobs": points(count, seed, 3, blobs)
    case "line": line(count, seed)
    default: nil
    }
  }

  private typealias Point = (x: Double, y: Double, label: Int)

  private static let corners = Dataset.Part(
    width: 2, x: .numbers([0, 0, 0, 1, 1, 0, 1, 1]), y: .classes([0, 1, 1, 0]))

  /// Draws points of equally many of each group, in turn.
  private static func points(
    _ count: Int, _ seed: UInt64, _ groups: Int, _ draw: (_ group: Int, inout Draws) -> Point
  ) -> Dataset.Part {
    var x: [Double] = []
    var y: [Int] = []
    for index in 0..<count {
      var draws = Draws(seed: seed, index: index)
      let point = draw(index % groups, &draws)
      x += [point.x, point.y]
      y.append(point.label)
    }
    return Dataset.Part(width: 2, x: .numbers(x), y: .classes(y))
  }

  private static func xor(_ corner: Int, _ draws: inout Draws) -> Point {
    (
      Double(corner / 2) + 0.15 * draws.deviation(), Double(corner % 2) + 0.15 * draws.deviation(),
      corner / 2 ^ corner % 2
    )
  }

  private static func moons(_ moon: Int, _ draws: inout Draws) -> Point {
    let (sine, cosine) = sineAndCosine(.pi * draws.fraction())
    let point = moon == 0 ? (cosine, sine) : (1 - cosine, 0.5 - sine)
    return (point.0 + 0.1 * draws.deviation(), point.1 + 0.1 * draws.deviation(), moon)
  }

  private static func circles(_ circle: Int, _ draws: inout Draws) -> Point {
    let (sine, cosine) = sineAndCosine(2 * .pi * draws.fraction())
    let radius = circle == 0 ? 1 : 0.5
    return (radius * cosine + 0.06 * draws.deviation(), radius * sine + 0.06 * draws.deviation(), circle)
  }

  /// One and a half turns, from near the middle outwards.
  private static func spirals(_ arm: Int, _ draws: inout Draws) -> Point {
    let way = draws.fraction()
    let (sine, cosine) = sineAndCosine(.pi * (3 * way + Double(arm)))
    let radius = 0.1 + 0.9 * way
    return (radius * cosine + 0.025 * draws.deviation(), radius * sine + 0.025 * draws.deviation(), arm)
  }

  private static func blobs(_ blob: Int, _ draws: inout Draws) -> Point {
    let centres = [(-2.0, -1.0), (2.0, -0.5), (0.0, 2.0)]
    return (centres[blob].0 + 0.7 * draws.deviation(), centres[blob].1 + 0.7 * draws.deviation(), blob)
  }

  private static func line(_ count: Int, _ seed: UInt64) -> Dataset.Part {
    var (x, y): ([Double], [Double]) = ([], [])
    for index in 0..<count {
      var draws = Draws(seed: seed, index: index)
      let place = 4 * draws.fraction() - 2
      x.append(place)
      y.append(2 * place + 1 + 0.3 * draws.deviation())
    }
    return Dataset.Part(width: 1, x: .numbers(x), y: .numbers(y))
  }
}

extension Draws {
  /// A number from 0 up to 1.
  fileprivate mutating func fraction() -> Double { Double(next() &>> 11) * 0x1p-53 }

  /// A number of mean 0 and deviation 1, close to normal.
  fileprivate mutating func deviation() -> Double { Double(normal()) }
}
