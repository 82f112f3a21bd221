import Evaluation
import Source
import Syntax
import Tensors

/// Data and the results of what takes long, in another order: what is right for the order they came in alone is found
/// out.
extension Worlds {
  /// How much is put in another order.
  private static let most = 20_000

  /// Puts the rows of data sets in another order, those of a picture and its label alike.
  func shuffle(_ names: [String], in state: inout State, _ draw: inout Draw) {
    var interpreter = interpreter
    for name in names {
      guard let value = interpreter.value(of: name, in: state),
        let other = Worlds.shuffled(state.resolved(value), in: state, &draw)
      else { continue }
      interpreter.bind(name, to: other, in: &state)
    }
  }

  /// A record of data with the rows of its tables in another order; nil for anything else.
  private static func shuffled(_ value: Value, in state: State, _ draw: inout Draw) -> Value? {
    guard case .record(let record) = value else { return nil }
    var values = record.values
    var isOther = false
    for place in values.indices {
      if let inner = shuffled(values[place], in: state, &draw) {
        values[place] = inner
        isOther = true
      }
    }
    if let x = record["x"], let y = record["y"], let rows = data(x, in: state)?.shape.first, rows > 1,
      let labels = data(y, in: state), labels.shape == [rows]
    {
      let order = draw.order(of: rows)
      for place in values.indices {
        guard let grid = data(values[place], in: state), grid.shape.first == rows,
          let other = Judge.value(grid.inOrder(order))
        else { continue }
        values[place] = other
        isOther = true
      }
    }
    return isOther ? .record(Record(names: record.names, values: values)) : nil
  }

  /// The numbers of a table that hangs on nothing and is not too large.
  private static func data(_ value: Value, in state: State) -> Grid? {
    switch value {
    case .data(let traced) where traced.node == nil && traced.count <= most: Grid(traced)
    case .list(let list) where list.count <= most: Comparison.grid(value, in: state)
    default: nil
    }
  }

  /// Puts lists and tensors of numbers that belong together, being of one length, in one other order, and makes numbers
  /// with a fraction others near them.
  func rearrange(_ names: [String], in state: inout State, _ draw: inout Draw) {
    var interpreter = interpreter
    var orders: [Int: [Int]] = [:]
    for name in names {
      guard let value = interpreter.value(of: name, in: state), let grid = Worlds.data(value, in: state),
        let rows = grid.shape.first, (2...1_000).contains(rows), grid.values.allSatisfy(\.isFinite)
      else { continue }
      let order = orders[rows] ?? draw.order(of: rows)
      orders[rows] = order
      let other = grid.inOrder(order).map { $0 == $0.rounded() ? $0 : draw.near($0) }
      if let made = Judge.value(other, like: value) { interpreter.bind(name, to: made, in: &state) }
    }
  }
}

extension Draw {
  /// The places of so many in another order.
  mutating func order(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for place in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(place, Int(next() % UInt64(place + 1)))
    }
    return order == Array(0..<count) ? Array(order.dropFirst() + order.prefix(1)) : order
  }
}

extension Grid {
  /// The rows, which lie along the first axis, in another order.
  fileprivate func inOrder(_ order: [Int]) -> Grid {
    guard let rows = shape.first, rows == order.count, rows > 0 else { return self }
    let width = count / rows
    return Grid(shape: shape, values: order.flatMap { values[$0 * width..<($0 + 1) * width] })
  }
}
