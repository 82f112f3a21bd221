import Documents
import Source

extension Stepper {
  /// The graph with the node under way lit, and the step in words.
  package func stage(columns: Int, rows: Int) -> Stage {
    var copy = self
    copy.table.format.width = columns
    return copy.staged(columns: columns, rows: rows)
  }

  private func staged(columns: Int, rows: Int) -> Stage {
    let step = Swift.min(position + 1, table.stepCount)
    var title: [Inline] = [
      .text("backpropagation of \(table.lossName)", .strong), .text(" · step \(step) of \(table.stepCount)"),
    ]
    if !changed.isEmpty { title.append(.text(" · \(changed)", .warning)) }
    if score.asked > 0 { title.append(.text(" · \(scoreText)", .dim)) }
    // The list of the keys needs the room of the step.
    let words = aside == help ? Document() : shown
    func height(_ document: Document) -> Int {
      TerminalRenderer(width: columns).render(document).utf8.lazy.filter { $0 == 10 }.count
    }
    let room = Stage.pictureRows(Stage.room(inRows: rows), step: height(words), aside: height(aside))
    return Stage(
      title: title, picture: picture(columns: columns - 2, rows: room).map { Document([.figure($0)]) } ?? Document(),
      words: words, label: isAtEnd || words.isEmpty ? [] : table.name(ofStep: position), aside: aside,
      progress: .init(position: position, count: table.stepCount))
  }

  /// A network of layers as its neurons and weights, anything else as the graph of its values.
  private func picture(columns: Int, rows: Int) -> Figure? {
    if let network = table.network(marking: position, isRevealed: isAtEnd)?.fitting(columns: columns, rows: rows) {
      return .neurons(network)
    }
    return table.graph(marking: position, isRevealed: isAtEnd, columns: columns, rows: rows)?.figure
  }
}
