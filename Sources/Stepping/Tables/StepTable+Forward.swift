package import Documents
import Source
import Tensors

extension StepTable {
  /// `backpropagation of L · 7 nodes · 2 parameters`.
  package func headline() -> Document {
    let parts: [Phrase] = [
      "backpropagation of \(lossName)", .counted(nodeCount, "node"), .counted(parameterCount, "parameter"),
    ]
    let text = Phrase.joined(parts, separator: format.isAccessible ? ", " : " · ")
    return Document([.indented([.lines([[.text(text, .strong)]])])])
  }

  /// A row of the forward table.
  struct Row {
    let number: Int
    let name: String
    let isParameter: Bool
    /// The value: a number, a short vector, or a shape.
    let value: Phrase
    /// How it was made; empty when the name says it already.
    let making: Phrase
  }

  /// The rows of the forward table: what was given, then what was computed; a closed call is one row.
  func rows() -> [Row] { rowOrder().map(row) }

  /// The nodes that have a row, in the order of the rows.
  func rowOrder() -> [Int] {
    tape.starts
      + tape.nodes.indices.filter { index in
        !tape.isStart[index] && (plan.unitOfNode[index] < tape.nodes.count || isResult(index))
      }
  }

  /// Whether a node inside a closed call is what the call gives back.
  func isResult(_ index: Int) -> Bool {
    if index == tape.last { return true }
    return plan.arrivals[index] != nil
  }

  private func row(_ index: Int) -> Row {
    let node = tape.nodes[index]
    let name = names.name(of: index)
    let making: Phrase
    if node.parameter >= 0 {
      making = "param"
    } else if tape.isStart[index] {
      making = "given"
    } else if case .call(let call)? = unit(of: index) {
      making = .verbatim(callText(call))
    } else {
      making = .verbatim(names.making(of: index))
    }
    return Row(
      number: names.numbers[index], name: name, isParameter: node.parameter >= 0, value: format.brief(node.value),
      making: making.description == name ? "" : making)
  }

  /// The step's unit that a node belongs to; nil for what was given.
  func unit(of node: Int) -> StepPlan.Unit? {
    plan.stepOfNode[node].flatMap { plan.steps[$0].unit }
  }

  /// The source text of a call, or its function's name.
  func callText(_ call: Int) -> String {
    let record = groups.groups[call].record
    let text = names.source(of: record.origin)
    return text.isEmpty || text.count > 40 ? "\(record.function)(…)" : text
  }

  /// The forward pass: names, values and source, in two columns where they fit.
  package func forwardTable(mostRows: Int = 40) -> Document {
    let order = rowOrder()
    var shown = order
    var hidden = 0
    if order.count > mostRows {
      let half = mostRows / 2
      hidden = order.count - 2 * half
      shown = Array(order.prefix(half) + order.suffix(half))
    }
    let rows = shown.map(row)
    let hasTwins = rows.contains { $0.name.contains("#") }
    if hidden == 0, !hasTwins, !format.isAccessible, let table = twoColumns(rows) {
      return Document([.indented([.indented([.columns(table)])])])
    }
    let cells = rows.map { row in
      [
        [.text(String(row.number), .dim)], [.text(row.name, row.isParameter ? .parameter : .name)],
        [Inline.text("= \(row.value)")], [.text(row.making, .dim)],
      ]
    }
    guard hidden > 0 else { return columns(cells) }
    var document = columns(Array(cells.prefix(cells.count / 2)))
    document.append(.indented([.indented([.lines([[.text("… \(hidden) more rows …", .dim)]])])]))
    document.append(columns(Array(cells.suffix(cells.count / 2))))
    return document
  }

  private func columns(_ cells: [[[Inline]]]) -> Document {
    Document([.indented([.indented([.columns(Columns(cells, alignments: [.right]))])])])
  }

  /// Two halves side by side; nil when they do not fit the window.
  private func twoColumns(_ rows: [Row]) -> Columns? {
    let left = Half(rows.prefix(rows.count / 2), format)
    let right = Half(rows.dropFirst(rows.count / 2), format)
    guard !left.rows.isEmpty else { return right.rows.isEmpty ? nil : Columns(right.rows, gap: 1) }
    let room = format.width - 4 - left.width - right.width
    guard room >= 4 else { return nil }
    let gap: [Inline] = [.text(StepFormat.spaces(Swift.min(room, 10) - 2))]
    return Columns(
      right.rows.enumerated().map { index, row -> [[Inline]] in
        (index < left.rows.count ? left.rows[index] : left.empty) + [gap] + row
      }, gap: 1)
  }

  /// Rows of the forward table that stand below each other, their cells with one space between.
  private struct Half {
    let rows: [[[Inline]]]
    /// A row without words.
    let empty: [[Inline]]
    let width: Int

    init(_ all: ArraySlice<Row>, _ format: StepFormat) {
      let name = all.map { DisplayWidth.columns(of: $0.name) }.max() ?? 0
      let value = all.map { format.columns(of: $0.value) }.max() ?? 0
      let making = all.map { format.columns(of: $0.making) }.max() ?? 0
      rows = all.map { row -> [[Inline]] in
        let start: [[Inline]] = [
          [.text(row.name, row.isParameter ? .parameter : .name)], [.text("= "), .text(row.value, .number)],
        ]
        return making == 0 ? start : start + [[.text(StepFormat.spaces(2))], [.text(row.making, .dim)]]
      }
      empty = [[Inline]](repeating: [], count: making == 0 ? 2 : 4)
      width = name + 3 + value + (making == 0 ? 0 : 4 + making)
    }
  }

  /// The gradients of the parameters: what the whole pass was for.
  package func finalGradients() -> Document {
    let ids = tape.starts.filter { tape.nodes[$0].parameter >= 0 }
    guard !ids.isEmpty else { return Document() }
    let widest = ids.map { DisplayWidth.columns(of: gradientName(of: $0)) }.max() ?? 0
    let room = format.width - widest - 8
    let cells = ids.map { index -> [[Inline]] in
      let gradient = tape.gradients[index]
      let text: Phrase
      if let whole = gradient.flatMap({ format.whole($0, atMost: room) }) {
        text = "= \(whole)"
      } else if let gradient {
        text = "\(format.shape(gradient.shape)), norm \(format.number(TensorSummary(gradient).norm))"
      } else {
        text = "= \("0: no gradient arrives")"
      }
      return [[.text(gradientName(of: index), .gradient)], [.text(text)]]
    }
    return Document([
      .indented([
        .lines([[.text("gradients of the parameters", .strong)]]), .indented([.columns(Columns(cells, gap: 1))]),
      ])
    ])
  }
}
