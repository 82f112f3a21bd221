import Evaluation
import Formats
import Tensors

/// A table of numbers and words that a value of the language makes: what `:data save` writes.
struct SavedTable {
  let header: [String]
  let rows: [[String]]

  /// A matrix, a vector, or data with x and y, its parts one after the other; nil for anything else.
  init?(_ value: Value, plain: (Value) -> Traced?) {
    guard case .record(let record) = value else {
      guard let tensor = plain(value), let cells = Self.cells(of: tensor) else { return nil }
      header = Self.names([], cells.first?.count ?? 0)
      rows = cells
      return
    }
    var rows: [[String]] = []
    var width = 0
    var hasTargets = false
    let codes: Record? = if case .record(let codes)? = record["codes"] { codes } else { nil }
    let columns = Self.texts(record["columns"])
    let labels = Self.texts(record["labels"])
    for case .record(let part) in record["x"] == nil ? [record["train"], record["test"]].compactMap({ $0 }) : [value] {
      guard let x = part["x"].flatMap(plain), var cells = Self.cells(of: x) else { return nil }
      width = Swift.max(width, cells.first?.count ?? 0)
      for (place, column) in columns.enumerated() {
        let names = Self.texts(codes?[column])
        if !names.isEmpty { for row in cells.indices { Self.name(&cells[row], place, names) } }
      }
      if let y = part["y"].flatMap(plain), let targets = Self.cells(of: y), targets.count == cells.count {
        hasTargets = true
        for row in cells.indices {
          cells[row] += targets[row]
          if targets[row].count == 1 { Self.name(&cells[row], cells[row].count - 1, labels) }
        }
      }
      rows += cells
    }
    guard let first = rows.first, rows.allSatisfy({ $0.count == first.count }) else { return nil }
    let targets = first.count - width
    let own = Self.names(columns, width)
    header = own + (hasTargets ? targets == 1 ? ["y"] : (1...Swift.max(targets, 1)).map { "y\($0)" } : [])
    self.rows = rows
  }

  /// The file.
  var bytes: [UInt8] { CSV.encode(header: header, rows: rows) }

  private static func names(_ columns: [String], _ width: Int) -> [String] {
    columns.count == width ? columns : (0..<width).map { "x\($0 + 1)" }
  }

  static func texts(_ value: Value?) -> [String] {
    guard case .list(let list)? = value else { return [] }
    return list.items.compactMap { if case .string(let text) = $0 { text.string } else { nil } }
  }

  /// Puts the name of a class in place of its number.
  private static func name(_ row: inout [String], _ place: Int, _ names: [String]) {
    guard row.indices.contains(place), let number = Int(row[place]), names.indices.contains(number) else { return }
    row[place] = names[number]
  }

  /// A row for each element of the first axis; what has more than two axes is no table.
  private static func cells(of tensor: Traced) -> [[String]]? {
    let shape = tensor.shape
    guard shape.count == 1 || shape.count == 2 else { return nil }
    let width = shape.count == 2 ? shape[1] : 1
    let numbers = tensor.plain.elementType == .float32 ? tensor.floats.map(text) : tensor.doubles.map(text)
    return (0..<shape[0]).map { Array(numbers[$0 * width..<($0 + 1) * width]) }
  }

  /// The fewest digits that read back exactly; a missing number is an empty cell.
  private static func text(_ number: some BinaryFloatingPoint & LosslessStringConvertible) -> String {
    if number.isNaN { return "" }
    let text = String(number)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
