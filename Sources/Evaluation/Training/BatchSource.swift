import Tensors

/// Data that is cut into batches one at a time, in an order that is drawn anew whenever a loop starts.
package final class BatchSource {
  let examples: ExampleSet
  let size: Int
  let isShuffled: Bool
  /// The order of the examples; nil for the one in which they come.
  private let order: [Int]?

  init(_ examples: ExampleSet, size: Int, isShuffled: Bool) {
    self.examples = examples
    self.size = size
    self.isShuffled = isShuffled
    order = nil
  }

  private init(_ source: BatchSource, order: [Int]) {
    examples = source.examples
    size = source.size
    isShuffled = source.isShuffled
    self.order = order
  }

  /// How many batches there are; the last may be smaller.
  var batchCount: Int { examples.count / size + (examples.count % size == 0 ? 0 : 1) }

  /// The same batches in a new order, for a loop that starts.
  ///
  /// - Throws: a failure when there are more examples, each of which may take no memory, than an order can have.
  func started(_ machine: Machine, at place: Site) throws(Stop) -> BatchSource {
    guard isShuffled else { return self }
    try machine.attempt(at: place) { () throws(TensorError) in try TensorLimits.check([examples.count], .int) }
    return BatchSource(self, order: machine.state.random.permutation(examples.count))
  }

  /// A batch as a record of x and y; nil behind the last.
  func batch(_ number: Int, machine: Machine, at place: Site) throws(Stop) -> Value? {
    guard let cut = try cut(number, machine: machine, at: place) else { return nil }
    var fields: [(String, Value)] = [("x", .data(cut.x))]
    if let y = cut.y { fields.append(("y", .data(y))) }
    return .record(Record(fields))
  }

  /// The first number of a batch that is not finite, as an element of the data; nil when all are.
  func firstNotFinite(_ number: Int, _ batch: (x: Traced, y: Traced?)) -> (name: String, value: Double)? {
    for (name, part) in [("x", batch.x), ("y", batch.y)] {
      guard let part, part.elementType.isFloat else { continue }
      let numbers = part.plain.doubles
      guard let place = numbers.firstIndex(where: { !$0.isFinite }) else { continue }
      var rest = place
      var indices: [Int] = []
      for extent in part.shape.reversed() where extent > 0 {
        indices.insert(rest % extent, at: 0)
        rest /= extent
      }
      if let row = indices.first {
        let inData = number * size + row
        indices[0] = order.map { $0.indices.contains(inData) ? $0[inData] : inData } ?? inData
      }
      return (name + "[\(indices.map(String.init).joined(separator: ", "))]", numbers[place])
    }
    return nil
  }

  /// A batch as tensors.
  func cut(_ number: Int, machine: Machine, at place: Site) throws(Stop) -> (x: Traced, y: Traced?)? {
    guard number < batchCount else { return nil }
    let first = number * size
    let span = first..<first + Swift.min(size, examples.count - first)
    return try machine.attempt(at: place) { () throws(TensorError) in
      try TensorLimits.check([span.count], .int)
      let positions = order.map { Array($0[span]) } ?? Array(span)
      return try examples.examples(at: positions, float: machine.state.defaultFloat)
    }
  }
}
