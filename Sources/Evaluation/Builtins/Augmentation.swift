import Source
import Tensors

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Small changes of examples that leave their meaning: more data from the same ones.
enum Augmentation {
  private static let images = Builtin.Parameter.required(
    "images", "[…, height, width], rows of square images [n, pixels], or data with x")
  private static let ofSets = "Of a set with train and test, the training part alone is changed."

  static let shift = Builtin(
    "shift", [images, .whole("right", 0, .none, "pixels"), .whole("down", 0, .none, "pixels")], group: .data,
    "Moves images by whole pixels; what comes in from outside is 0.", details: ofSets,
    example: "shift([[1, 2], [3, 4]], right=1)  //= [[0, 1], [0, 3]]"
  ) { (call) throws(Stop) in
    let (right, down) = (try call.whole("right"), try call.whole("down"))
    return try changed(call[0], call) { (x) throws(Stop) in try shifted(Stack(x, call), right, down, call) }
  }

  private static func shifted(_ stack: Stack, _ right: Int, _ down: Int, _ call: Call) throws(Stop) -> Value {
    // More than all of the picture is out of sight anyway.
    let right = Swift.min(Swift.max(right, -stack.width), stack.width)
    let down = Swift.min(Swift.max(down, -stack.height), stack.height)
    return try stack.resampled(call) { row, column in (Double(row - down), Double(column - right)) }
  }

  static let rotate = Builtin(
    "rotate", [images, .required("degrees", "counter-clockwise")], group: .data,
    "Turns images about their middle, between pixels by linear interpolation.", details: ofSets,
    example: "rotate([[1, 2], [3, 4]], 90)  //= [[2, 4], [1, 3]]"
  ) { (call) throws(Stop) in
    let angle = try call.number(1) * Double.pi / 180
    guard angle.isFinite else { throw call.failure(.wrongArguments, "the angle must be a number", at: 1) }
    return try changed(call[0], call) { (x) throws(Stop) in try rotated(Stack(x, call), angle, call) }
  }

  private static func rotated(_ stack: Stack, _ angle: Double, _ call: Call) throws(Stop) -> Value {
    let (sine, cosine) = (sin(angle), cos(angle))
    let (middleRow, middleColumn) = (Double(stack.height - 1) / 2, Double(stack.width - 1) / 2)
    return try stack.resampled(call) { row, column in
      let (y, x) = (Double(row) - middleRow, Double(column) - middleColumn)
      return (middleRow + cosine * y + sine * x, middleColumn - sine * y + cosine * x)
    }
  }

  static let noise = Builtin(
    "noise",
    [
      .required("x", "a tensor, or data with x"),
      .number("std", 0.1, .from(0), "the standard deviation; for byte images, white is 1"),
    ], group: .data, "Adds normal noise, drawn anew at every call.", details: ofSets,
    example: "shape(noise(zeros([2, 3]), 0.1))  //= [2, 3]"
  ) { (call) throws(Stop) in
    let deviation = try call.number("std")
    return try changed(call[0], call) { (x) throws(Stop) in try noisy(x, deviation, call) }
  }

  private static func noisy(_ x: Traced, _ deviation: Double, _ call: Call) throws(Stop) -> Value {
    let type = x.elementType.isFloat ? x.elementType : call.machine.state.defaultFloat
    return .data(
      try call.attempt { () throws(TensorError) in
        try TensorLimits.check(x.shape, type)
        guard let bytes = x.plain.bytes else {
          return try Operation.add(
            x, call.machine.state.random.normal(shape: x.shape, mean: 0, deviation: deviation, type: type))
        }
        let draws = try call.machine.state.random.normal(
          shape: x.shape, mean: 0, deviation: 255 * deviation, type: .float32)
        let noisy = zip(bytes, draws.floats).map { byte, draw in
          UInt8(Swift.min(Swift.max((Float(byte) + draw).rounded(), 0), 255))
        }
        return try Traced.make(noisy, shape: x.shape)
      })
  }

  /// A tensor changed; of data, its examples; of a set, those to learn from.
  private static func changed(
    _ value: Value, _ call: Call, _ change: (Traced) throws(Stop) -> Value
  ) throws(Stop) -> Value {
    guard case .record(let record) = value else {
      return try change(try call.machine.traced(value, at: call.place, operand: 0))
    }
    var values = record.values
    for name in ["x", "train"] {
      guard let place = record.names.firstIndex(of: name) else { continue }
      values[place] = try changed(values[place], call, change)
      return .record(Record(names: record.names, values: values))
    }
    throw call.failure(.notData, "this record has neither x nor train", at: 0)
  }

  /// Images one after the other.
  private struct Stack {
    let shape: [Int]
    let height: Int
    let width: Int
    let pixels: [Double]
    let isBytes: Bool

    init(_ images: Traced, _ call: Call) throws(Stop) {
      let value = images.plain
      shape = value.shape
      isBytes = value.elementType == .byte
      let side = shape.last.map { Int(Double($0).squareRoot().rounded()) } ?? 0
      if shape.count == 1 || shape.count == 2, let last = shape.last, last > 1, side * side == last,
        shape.count == 1 || shape[0] != last
      {
        (height, width) = (side, side)
      } else if shape.count >= 2 {
        (height, width) = (shape[shape.count - 2], shape[shape.count - 1])
      } else {
        throw call.failure(
          .notImages, "images have height and width, and this has the shape \(ShapeText.of(shape))", at: 0,
          help: "reshape(x, [-1, height, width]) first")
      }
      pixels = value.doubles
    }

    /// Images whose pixels are taken from the places that `source` gives, linearly between four neighbours.
    func resampled(
      _ call: Call, _ source: (_ row: Int, _ column: Int) -> (row: Double, column: Double)
    ) throws(Stop) -> Value {
      let area = height * width
      var result = [Double](repeating: 0, count: pixels.count)
      if area == 0 { return try call.tensor(result, shape: shape) }
      for row in 0..<height {
        for column in 0..<width {
          let place = source(row, column)
          // Rounding noise of an exact turn must not pull in the neighbour.
          let (y, x) = (Stack.cleaned(place.row), Stack.cleaned(place.column))
          let (top, left) = (y.rounded(.down), x.rounded(.down))
          let (dy, dx) = (y - top, x - left)
          for (r, c, weight) in [
            (0, 0, (1 - dy) * (1 - dx)), (0, 1, (1 - dy) * dx), (1, 0, dy * (1 - dx)), (1, 1, dy * dx),
          ] where weight > 0 {
            let (sourceRow, sourceColumn) = (Int(top) + r, Int(left) + c)
            guard (0..<height).contains(sourceRow), (0..<width).contains(sourceColumn) else { continue }
            for image in 0..<pixels.count / area {
              result[image * area + row * width + column] +=
                weight * pixels[image * area + sourceRow * width + sourceColumn]
            }
          }
        }
      }
      if !isBytes { return try call.tensor(result, shape: shape) }
      let bytes = result.map { UInt8(Swift.min(Swift.max($0.rounded(), 0), 255)) }
      let shape = shape
      return .data(try call.attempt { () throws(TensorError) in try Traced.make(bytes, shape: shape) })
    }

    private static func cleaned(_ place: Double) -> Double {
      let nearest = place.rounded()
      return (place - nearest).magnitude < 1e-9 ? nearest : place
    }
  }
}
