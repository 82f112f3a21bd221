import Source
import Tensors

/// Examples with what is to be predicted of them, as `data.train` holds them; cut into batches of plain numbers.
///
/// Byte images become numbers from 0 to 1 only when a batch is cut, so that 60,000 of them stay 47 MB.
struct ExampleSet {
  let x: Traced
  let y: Traced?
  /// What `normalise` found for byte images: taken off, and divided by, after the scaling to 0…1.
  let scale: (mean: Double, deviation: Double)?

  /// How many examples there are.
  var count: Int { x.shape.first ?? 0 }

  /// Whether the examples are byte images.
  var isBytes: Bool { x.elementType == .byte }

  init(x: Traced, y: Traced?, scale: (mean: Double, deviation: Double)? = nil) {
    self.x = x
    self.y = y
    self.scale = scale
  }

  /// Reads a record with x and perhaps y.
  init(_ value: Value, machine: Machine, at place: Site) throws(Stop) {
    guard case .record(let record) = value else {
      if case .data = value {
        self.init(x: try machine.traced(value, at: place, operand: 0).plain, y: nil)
        return
      }
      throw place.failure(
        "not-data", "data is a record with x and y, and this is \(value.kind)", help: "write {x: …, y: …}")
    }
    guard let examples = record["x"] else {
      let isWhole = record["train"] != nil
      throw place.failure(
        "not-data", "data is a record with x and y; this one has \(record.names.joined(separator: ", "))",
        help: isWhole ? "give one part of it: .train or .test" : "write {x: …, y: …}")
    }
    x = try machine.traced(examples, at: place, operand: 0).plain
    guard let count = x.shape.first else {
      throw place.failure("not-data", "x must have an axis that counts the examples")
    }
    if let targets = record["y"] {
      let y = try machine.traced(targets, at: place, operand: 0).plain
      guard y.shape.first == count else {
        throw place.failure(
          "shape-mismatch", "there are \(count) examples in x and \(y.shape.first ?? 0) in y",
          notes: ["x is \(ShapeText.of(x.shape)) and y is \(ShapeText.of(y.shape)); their first axes must agree."])
      }
      self.y = y
    } else {
      y = nil
    }
    if let mean = record["mean"], let deviation = record["std"], x.elementType == .byte {
      scale = (
        try machine.traced(mean, at: place, operand: 0).plain.double ?? 0,
        try machine.traced(deviation, at: place, operand: 0).plain.double ?? 1
      )
    } else {
      scale = nil
    }
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
      for (row, position) in positions.enumerated() {
        let (source, target) = (from + position * width, to + row * width)
        for column in 0..<width { target[column] = values[Int(source[column])] }
      }
    }
  }
}
