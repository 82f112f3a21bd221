package import Documents
import Source
import Tensors

/// All named values with the gradients that arrive at them: what other tools throw away.
package enum GradsTable {
  /// The most rows that are shown; a loop names more values than anybody reads.
  private static let mostRows = 60

  /// The table for a backward pass, parameters first.
  package static func document(_ table: StepTable) -> Document {
    let (tape, names) = (table.tape, table.names)
    // What is hidden in a call that is one step has names that mean nothing outside.
    let ordered = table.rowOrder().filter { names.isNamed[$0] && tape.gradients[$0] != nil && $0 != tape.last }
    let rows = ordered.prefix(mostRows).compactMap { index in
      tape.gradients[index].map { Row(index: index, gradient: $0, summary: TensorSummary($0)) }
    }
    var document = Document([
      .indented([
        .table(fitted(rows.contains { $0.gradient.count > 1 } ? tensors(rows, table) : numbers(rows, table), table))
      ])
    ])
    if ordered.count > mostRows {
      document.append(StepText.sentence("… and \(ordered.count - mostRows) more named values", role: .dim))
    }
    return document
  }

  /// The table without the columns that a window has no room for: never half a number.
  ///
  /// The bars go first, then what says least about learning; name, shape and norm stay.
  private static func fitted(_ table: Table, _ steps: StepTable) -> Table {
    guard !steps.format.isAccessible else { return table }
    var table = table
    func width() -> Int {
      table.header.indices.reduce(2) { sum, column in
        let cells = [table.header[column]] + table.rows.map { $0[column] }
        return sum + 3 + (cells.map { DisplayWidth.columns(of: $0.plainText) }.max() ?? 0)
      }
    }
    for name in ["mean", "size", "smallest", "largest", "shape", "value"] where width() - 3 > steps.format.width {
      guard let column = table.header.firstIndex(where: { $0.plainText == name }) else { continue }
      table.header.remove(at: column)
      table.alignments.remove(at: column)
      for row in table.rows.indices { table.rows[row].remove(at: column) }
    }
    return table
  }

  private struct Row {
    let index: Int
    let gradient: Traced
    let summary: TensorSummary
  }

  private static func numbers(_ rows: [Row], _ table: StepTable) -> Table {
    let largest = rows.map(\.summary.norm).filter(\.isFinite).max() ?? 0
    return Table(
      header: [["name"], ["value"], [.text("∂\(table.lossName)/∂name")], ["size"]],
      alignments: [.left, .left, .left, .left],
      rows: rows.map { row in
        [
          name(row, table), [.text(table.format.brief(table.tape.nodes[row.index].value))],
          [.text(table.format.brief(row.gradient), .gradient)], [.text(Bar.text(row.summary.norm, of: largest))],
        ]
      })
  }

  private static func tensors(_ rows: [Row], _ table: StepTable) -> Table {
    let largest = rows.map(\.summary.rootMeanSquare).filter(\.isFinite).max() ?? 0
    let format = table.format
    // Beside a whole tensor's numbers the last digits say nothing: four keep the columns narrow.
    let brief = StepFormat(digits: Swift.min(format.digits, 4))
    func short(_ value: Double) -> String { brief.number(value) }
    return Table(
      header: [["name"], ["shape"], ["norm"], ["mean"], ["smallest"], ["largest"], ["size"]],
      alignments: [.left, .left, .left, .left, .left, .left, .left],
      rows: rows.map { row in
        [
          name(row, table), [.text(format.shape(row.gradient.shape))],
          [.text(short(row.summary.norm), .gradient)], [.text(short(row.summary.mean))],
          [.text(short(row.summary.low))], [.text(short(row.summary.high))],
          [.text(Bar.text(row.summary.rootMeanSquare, of: largest))],
        ]
      })
  }

  private static func name(_ row: Row, _ table: StepTable) -> [Inline] {
    [.text(table.names.name(of: row.index), table.tape.nodes[row.index].parameter >= 0 ? .parameter : .name)]
  }
}

/// A bar of signs that every terminal has.
enum Bar {
  /// A bar whose full length stands for the largest value; what is not zero shows at least one sign.
  static func text(_ value: Double, of largest: Double, width: Int = 10) -> Phrase {
    guard value.isFinite, largest > 0, value != 0 else { return value.isFinite ? "" : "not finite" }
    let length = (value.magnitude / largest * Double(width)).rounded()
    return .verbatim(String(repeating: "─", count: Swift.min(Swift.max(Int(length), 1), width)))
  }
}
