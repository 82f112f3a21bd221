/// Draws digits as MNIST has them: pen strokes, seen as 28×28 bytes, 255 where the ink is full.
struct StrokePen {
  /// Pixels along a side of the picture.
  static let side = 28
  /// Pixels along the longer side of the digit's ink.
  private static let box: Float = 20

  /// The points of the path in pixels, and whether the pen is lifted on the way to each.
  private var xs: [Float] = []
  private var ys: [Float] = []
  private var lifts: [Bool] = []
  /// How much ink lies in each pixel, 0 to 1.
  private var ink = [Float](repeating: 0, count: side * side)

  /// Draws one digit in one of its hands, both varied by the draws.
  mutating func draw(_ digit: Int, _ draws: inout Draws, into pixels: inout [UInt8]) {
    write(Self.hand(of: digit, &draws), &draws)
    lean(&draws)
    let radius = Self.radius(&draws)
    fit(radius: radius)
    fill(radius: radius, &draws)
    let shift = offCentre()
    // Paper and scanner: full ink varies a little from picture to picture and from pixel to pixel.
    let full = draws.uniform(245, 290)
    for y in 0..<Self.side {
      for x in 0..<Self.side {
        let (column, row) = (x + shift.x, y + shift.y)
        let isInside = column >= 0 && column < Self.side && row >= 0 && row < Self.side
        let value = isInside ? ink[row * Self.side + column] : 0
        pixels.append(value <= 0.02 ? 0 : UInt8(min(255, max(0, value * full + draws.uniform(-15, 15)))))
      }
    }
  }

  private static func hand(of digit: Int, _ draws: inout Draws) -> StrokeAlphabet.Hand {
    let hands = StrokeAlphabet.digits[digit]
    var choice = draws.below(hands.reduce(0) { $0 + $1.weight })
    for hand in hands {
      choice -= hand.weight
      if choice < 0 { return hand }
    }
    return hands[0]
  }

  /// Lays the path through the hand's points, each moved a little: Catmull–Rom splines.
  private mutating func write(_ hand: StrokeAlphabet.Hand, _ draws: inout Draws) {
    xs.removeAll(keepingCapacity: true)
    ys.removeAll(keepingCapacity: true)
    lifts.removeAll(keepingCapacity: true)
    let carelessness = draws.uniform(2, 8)
    for stroke in hand.strokes {
      var points: [(x: Float, y: Float)] = []
      points.reserveCapacity(stroke.count / 2)
      for index in stride(from: 0, to: stroke.count - 1, by: 2) {
        if index >= 2, stroke[index] == stroke[index - 2], stroke[index + 1] == stroke[index - 1],
          let corner = points.last
        {
          points.append(corner)
        } else {
          points.append(
            (
              Float(stroke[index]) + draws.normal() * carelessness,
              Float(stroke[index + 1]) + draws.normal() * carelessness
            ))
        }
      }
      append(points[0], lifts: true)
      for span in 0..<points.count - 1 {
        let (p1, p2) = (points[span], points[span + 1])
        let p0 = span > 0 ? points[span - 1] : p1
        let p3 = span + 2 < points.count ? points[span + 2] : p2
        guard p1 != p2 else { continue }
        let pieces = 5
        for piece in 1...pieces {
          let t = Float(piece) / Float(pieces)
          append((Self.spline(p0.x, p1.x, p2.x, p3.x, t), Self.spline(p0.y, p1.y, p2.y, p3.y, t)), lifts: false)
        }
      }
    }
  }

  private mutating func append(_ point: (x: Float, y: Float), lifts lift: Bool) {
    xs.append(point.x)
    ys.append(point.y)
    lifts.append(lift)
  }

  private static func spline(_ a: Float, _ b: Float, _ c: Float, _ d: Float, _ t: Float) -> Float {
    let linear = c - a
    let quadratic = 2 * a - 5 * b + 4 * c - d
    let cubic = 3 * (b - c) + d - a
    return b + 0.5 * t * (linear + t * (quadratic + t * cubic))
  }

  /// Makes the digit narrower or wider, slants and turns it, and lets its lines wobble.
  private mutating func lean(_ draws: inout Draws) {
    let width = draws.uniform(0.55, 1.25)
    let slant = 0.16 + draws.normal() * 0.27
    let (sine, cosine) = sineAndCosine(Double(draws.normal() * 0.13))
    let (s, c) = (Float(sine), Float(cosine))
    let wobble = draws.uniform(0, 8)
    let (phaseX, phaseY) = (draws.uniform(0, 1), draws.uniform(0, 1))
    let (paceX, paceY) = (draws.uniform(0.006, 0.014), draws.uniform(0.006, 0.014))
    for index in xs.indices {
      let x = (xs[index] - 50 + wobble * Self.wave(ys[index] * paceX + phaseX)) * width
      let y = ys[index] - 50 + wobble * Self.wave(xs[index] * paceY + phaseY)
      let leant = x - slant * y
      xs[index] = leant * c - y * s
      ys[index] = leant * s + y * c
    }
  }

  /// A parabola's imitation of the sine of a turn: smooth enough for a pen, and cheap.
  private static func wave(_ turns: Float) -> Float {
    let t = (turns - Float(Int(turns))) * 2
    return t < 1 ? 4 * t * (1 - t) : -4 * (t - 1) * (2 - t)
  }

  /// Half the pen's width in pixels: mostly middling, sometimes thin or bold.
  private static func radius(_ draws: inout Draws) -> Float {
    min(max(1.28 + draws.normal() * 0.4, 0.65), 2.6)
  }

  /// How many whole pixels the ink's centre of mass is right of and below the middle: where lines cross, the path
  /// counts its ink twice.
  private func offCentre() -> (x: Int, y: Int) {
    var (mass, momentX, momentY) = (Float(1e-6), Float(0), Float(0))
    for y in 0..<Self.side {
      for x in 0..<Self.side {
        let value = ink[y * Self.side + x]
        mass += value
        momentX += value * Float(x)
        momentY += value * Float(y)
      }
    }
    let middle = Float(Self.side - 1) / 2
    return (Int((momentX / mass - middle).rounded()), Int((momentY / mass - middle).rounded()))
  }

  /// Scales the path so that the ink fills the box, and puts its centre of mass in the middle of the picture.
  private mutating func fit(radius: Float) {
    var (left, right, top, bottom) = (Float.infinity, -Float.infinity, Float.infinity, -Float.infinity)
    for index in xs.indices {
      left = min(left, xs[index])
      right = max(right, xs[index])
      top = min(top, ys[index])
      bottom = max(bottom, ys[index])
    }
    let scale = (Self.box - 2 * radius) / max(right - left, bottom - top, 1)
    var (mass, momentX, momentY) = (Float(1e-6), Float(0), Float(0))
    for index in xs.indices.dropFirst() where !lifts[index] {
      let (dx, dy) = (xs[index] - xs[index - 1], ys[index] - ys[index - 1])
      let length = (dx * dx + dy * dy).squareRoot()
      mass += length
      momentX += length * (xs[index] + xs[index - 1]) / 2
      momentY += length * (ys[index] + ys[index - 1]) / 2
    }
    let middle = Float(Self.side) / 2
    let (centreX, centreY) = (momentX / mass, momentY / mass)
    for index in xs.indices {
      xs[index] = (xs[index] - centreX) * scale + middle
      ys[index] = (ys[index] - centreY) * scale + middle
    }
  }

  /// Inks every pixel by its distance from the path.
  private mutating func fill(radius: Float, _ draws: inout Draws) {
    let softness = draws.uniform(0.8, 1.4)
    let pressure = draws.normal() * 0.15
    let count = Float(xs.count)
    let (xs, ys, lifts) = (xs, ys, lifts)
    ink.withUnsafeMutableBufferPointer { ink in
      ink.update(repeating: 0)
      for index in xs.indices.dropFirst() where !lifts[index] {
        let along = Float(index) / count - 0.5
        Self.inkSegment(
          from: (xs[index - 1], ys[index - 1]), to: (xs[index], ys[index]),
          radius: radius * (1 + pressure * along), softness: softness, ink)
      }
    }
  }

  private static func inkSegment(
    from start: (x: Float, y: Float), to end: (x: Float, y: Float), radius: Float, softness: Float,
    _ ink: UnsafeMutableBufferPointer<Float>
  ) {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let inverse = 1 / max(dx * dx + dy * dy, 1e-9)
    let reach = radius + softness / 2
    let sharpness = 1 / softness
    let columns = pixels(min(start.x, end.x) - reach, max(start.x, end.x) + reach, side - 1)
    let rows = pixels(min(start.y, end.y) - reach, max(start.y, end.y) + reach, side - 1)
    for row in rows {
      let py = Float(row) + 0.5 - start.y
      for column in columns {
        let px = Float(column) + 0.5 - start.x
        let t = min(max((px * dx + py * dy) * inverse, 0), 1)
        let (ex, ey) = (px - t * dx, py - t * dy)
        let distance = (ex * ex + ey * ey).squareRoot()
        let pixel = row * side + column
        ink[pixel] = max(ink[pixel], min((reach - distance) * sharpness, 1))
      }
    }
  }

  /// The pixels whose centres may lie between two places; empty outside the picture.
  private static func pixels(_ from: Float, _ to: Float, _ limit: Int) -> Range<Int> {
    let first = min(max(Int(from - 0.5), 0), limit + 1)
    let last = min(max(Int(to + 0.5), first - 1), limit)
    return first..<max(last + 1, first)
  }
}
