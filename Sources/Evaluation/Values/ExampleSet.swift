import Source
import Tensors

/// Examples with what is to be predicted of them, as `data.train` holds them; cut into batches of plain numbers.
///
/// Byte images become numbers from 0 to 1 only when a batch is cut, so that 60,000 of them stay 47 MB.
struct ExampleSet {
  private(set) var x: Traced
  private(set) var y: Traced?
  /// What `normalise` found for byte images: taken off, and divided by, after the scaling to 0…1.
  private(set) var scale: (mean: Double, deviation: Double)?

  /// How many examples there are.
  var count: Int { x.shape.first ?? 0 }

  /// How many examples a model is called with where nothing is learned: a thousand, or fewer where they are so large that
  /// what a network computes of them would be many megabytes.
  var portion: Int {
    let numbers = x.shape.dropFirst().reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
    return numbers > 200 ? Swift.max(1, 200_000 / numbers) : 1000
  }

  /// Whether the examples are byte images.
  var isBytes: Bool { x.elementType == .byte }

  init(x: Traced, y: Traced?, scale: (mean: Double, deviation: Double)? = nil) {
    self.x = x
    self.y = y
    self.scale = scale
  }

  /// Reads a record with x and perhaps y, or examples alone.
  init(_ value: Value, machine: Machine, at place: Site) throws(Stop) {
    let traced = { (value: Value) throws(Stop) in try machine.traced(value, at: place, operand: 0).plain }
    var examples = value
    var targets: Traced?
    var found: (mean: Double, deviation: Double)?
    switch value {
    case .record(let record):
      guard let x = record["x"] else {
        throw place.failure(
          .notData, "data is a record with x and y; this one has \(list: record.names)",
          help: record["train"] == nil ? "write {x: …, y: …}" : "give one part of it: .train or .test")
      }
      examples = x
      if let y = record["y"] { targets = try traced(y) }
      if let mean = record["mean"], let deviation = record["std"] {
        found = (try traced(mean).double ?? 0, try traced(deviation).double ?? 1)
      }
    case .data: break
    default:
      throw place.failure(
        .notData, "data is a record with x and y, and this is \(value.kind)", help: "write {x: …, y: …}")
    }
    let x = try traced(examples)
    guard let count = x.shape.first else {
      throw place.failure(.notData, "x must have an axis that counts the examples")
    }
    if let targets, targets.shape.first != count {
      throw place.failure(
        .shapeMismatch, "there are \(count) examples in x and \(targets.shape.first ?? 0) in y",
        notes: [
          "x is \(ShapeText.of(x.shape)) and y is \(ShapeText.of(targets.shape)); their first axes must agree."
        ])
    }
    self.init(x: x, y: targets, scale: x.elementType == .byte ? found : nil)
  }

  /// The examples at some positions, as numbers; the targets likewise.
  func examples(at positions: [Int], float: ElementType) throws(TensorError) -> (x: Traced, y: Traced?) {
    let part = [IndexPart.gather(positions, shape: [positions.count])]
    let chosen = try y.map { (y) throws(TensorError) in try Operation.index(y, .index(part)) }
    if let scaled = try gatherBytes(positions, float) { return (scaled, chosen) }
    var rows = try Operation.index(x, .index(part))
    if isBytes {
      rows = try Operation.convert(rows, .elementType(float))
      rows = try Operation.multiply(rows, ExampleSet.number(factor, float))
      if offset != 0 { rows = try Operation.add(rows, ExampleSet.number(offset, float)) }
    }
    return (rows, chosen)
  }

  /// A byte becomes byte·factor + offset.
  private var factor: Double { 1 / 255 / (scale?.deviation ?? 1) }
  private var offset: Double { -(scale?.mean ?? 0) / (scale?.deviation ?? 1) }

  private static func number(_ value: Double, _ type: ElementType) -> Traced {
    type == .float32 ? .float32(Float(value)) : .float64(value)
  }

  /// Gathers and scales byte images in one pass; nil when they do not lie side by side.
  private func gatherBytes(_ positions: [Int], _ float: ElementType) throws(TensorError) -> Traced? {
    guard case .tensor(let source) = x, source.elementType == .byte, source.strides == nil else { return nil }
    let shape = [positions.count] + source.shape.dropFirst()
    try TensorLimits.check(shape, float)
    let width = source.shape.dropFirst().reduce(1, *)
    let result = Tensor(uninitialized: float, shape: shape)
    let bytes = source.elements(UInt8.self)
    if float == .float32 {
      var table = [Float](repeating: 0, count: 256)
      for byte in 0..<256 { table[byte] = Float(Double(byte) * factor + offset) }
      ExampleSet.gather(bytes, positions, width, table, into: result.elements(Float.self))
    } else {
      var table = [Double](repeating: 0, count: 256)
      for byte in 0..<256 { table[byte] = Double(byte) * factor + offset }
      ExampleSet.gather(bytes, positions, width, table, into: result.elements(Double.self))
    }
    return .tensor(result)
  }

  /// The positions are below the number of rows of `width` bytes.
  private static func gather<T>(
    _ bytes: UnsafeMutableBufferPointer<UInt8>, _ positions: [Int], _ width: Int, _ table: [T],
    into result: UnsafeMutableBufferPointer<T>
  ) {
    guard let from = bytes.baseAddress, let to = result.baseAddress else { return }
    table.withUnsafeBufferPointer { table in
      guard let values = table.baseAddress else { return }
      Parallel.run(over: positions.count, grain: Swift.max(1, 16_384 / Swift.max(width, 1))) { rows in
        for row in rows {
          let (source, target) = (from + positions[row] * width, to + row * width)
          for column in 0..<width { target[column] = values[Int(source[column])] }
        }
      }
    }
  }
}
