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
    if hidden == 0, !hasTwins, !format.isAccessible, let lines = twoColumns(rows) {
      return Document([.indented([.lines(lines)])])
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

  /// Two halves side by side; nil when they do not fit the window or a single column is short enough.
  private func twoColumns(_ rows: [Row]) -> [[Inline]]? {
    let left = Array(rows.prefix(rows.count / 2))
    let right = Array(rows.dropFirst(rows.count / 2))
    guard !left.isEmpty else { return right.isEmpty ? nil : Half(right, format.words).lines.map { "  " + $0 } }
    let (first, second) = (Half(left, format.words), Half(right, format.words))
    let room = format.width - 4 - first.width - second.width
    guard room >= 4 else { return nil }
    let gap = Swift.min(room, 10)
    return second.lines.enumerated().map { index, line in
      let start = index < first.lines.count ? first.lines[index] : []
      let padding = first.width - DisplayWidth.columns(of: start.plainText) + gap
      return "  " + start + [.text(StepFormat.spaces(padding))] + line
    }
  }

  /// Rows of the forward table that stand below each other.
  private struct Half {
    let lines: [[Inline]]
    let width: Int

    init(_ rows: [Row], _ words: Translation) {
      let names = rows.map { DisplayWidth.columns(of: $0.name) }.max() ?? 0
      let values = rows.map { DisplayWidth.columns(of: words($0.value)) }.max() ?? 0
      lines = rows.map { row in
        var line: [Inline] = [
          .text(DisplayWidth.padded(row.name, to: names), row.isParameter ? .parameter : .name),
          .text(" = "), .text(DisplayWidth.padded(words(row.value), to: row.making == "" ? 0 : values), .number),
        ]
        if row.making != "" { line.append(.text("    " + words(row.making), .dim)) }
        return line
      }
      width = lines.map { DisplayWidth.columns(of: $0.plainText) }.max() ?? 0
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

private func + (start: String, rest: [Inline]) -> [Inline] { [.text(start)] + rest }
