import Documents
import Evaluation
import Source
import Stepping
import Syntax
import Tensors

/// What `:replay` shows.
struct ReplayPages {
  let run: PastRun
  let format: StepFormat

  /// What the loss is called.
  private var loss: String { run.lossName ?? "L" }

  /// The line of the statement that was run.
  private var title: String {
    let text = run.source.slice(run.statement.span)
    let line = text.split(separator: "\n").first.map(String.init) ?? text
    return line.count > 56 || line.utf8.count < text.utf8.count ? line.prefix(56) + " …" : line
  }

  /// The run as a whole: its loss, and how to look closer.
  func overview() -> Document {
    var document = Document([
      .lines([
        [.text("run  ", .dim), .text(title, .code)], [.text(Phrase.counted(run.count, "step"), .strong)],
      ])
    ])
    document.append(course(of: loss, run.losses))
    document.append(
      Document([
        .paragraph([
          .text(":replay \(example)", .command), " reopens a step, ",
          .text(":replay where \(loss) > 2*median(\(loss))", .command),
          " finds one, ", .text(":replay draw \(loss)", .command), " draws any expression over the whole run.",
        ])
      ]))
    return document
  }

  /// A step worth looking at: that of the largest loss, else the middle one.
  private var example: Int {
    let finite = run.losses.indices.filter { run.losses[$0].isFinite }
    return (finite.max { run.losses[$0] < run.losses[$1] } ?? run.count / 2) + 1
  }

  /// The course of a number over the run, in words and as a picture.
  func course(of name: String, _ values: [Double]) -> Document {
    var document = Document([.lines([[.text(name, .name), .text(words(for: values))]])])
    if values.count > 1, values.contains(where: \.isFinite) {
      document.append(picture([Series(name, points: points(values, from: 1))], of: name))
    }
    return document
  }

  /// Where a course begins and ends, and its extremes.
  private func words(for values: [Double]) -> Phrase {
    let finite = values.indices.filter { values[$0].isFinite }
    guard let first = finite.first, let last = finite.last,
      let low = finite.min(by: { values[$0] < values[$1] }), let high = finite.max(by: { values[$0] < values[$1] })
    else { return " has no value at any step" }
    func at(_ place: Int) -> Phrase { "\(format.number(values[place])) at step \(place + 1)" }
    let text: Phrase = ": \(at(first)), \(at(last)); smallest \(at(low)), largest \(at(high))"
    if let bad = values.firstIndex(where: { !$0.isFinite }) {
      return "\(text); \(format.number(values[bad])) at step \(bad + 1) for the first time"
    }
    return text
  }

  /// The run as it was and as it would have been, from a step on.
  func comparison(from step: Int, _ change: ReplayRequest.Change, _ losses: [Double]) -> Document {
    let other = "\(loss), \(change.words)"
    let (was, becomes) = (run.losses[run.count - 1], losses.last ?? .nan)
    var document = Document([
      .lines([
        [
          .text("from step \(step) on, "), .text(change.words, .strong),
          .text(
            ": \(loss) ends at \(format.number(becomes)) after \(Phrase.counted(step - 1 + losses.count, "step")) instead of \(format.number(was)) after \(run.count)"
          ),
        ]
      ])
    ])
    let series = [
      Series("\(loss), as it was", points: points(run.losses, from: 1)),
      Series(other, points: points(losses, from: step)),
    ]
    document.append(picture(series, of: loss))
    return document
  }

  /// The course of the loss, with a step marked.
  func picture(at step: Int) -> Document {
    let loss = run.losses[step - 1]
    var series = [Series(self.loss, points: points(run.losses, from: 1))]
    if loss.isFinite { series.append(Series("step \(step)", points: [Point(Double(step), loss)])) }
    return picture(series, of: self.loss)
  }

  private func picture(_ series: [Series], of name: String) -> Document {
    Document([.figure(.line(LinePlot(series, labels: PlotLabels(x: "step", y: name))))])
  }

  /// A course as points; of a long one the smallest and the largest number of each stretch.
  private func points(_ values: [Double], from first: Int) -> [Point] {
    let most = 1_000
    guard values.count > most else { return values.enumerated().map { Point(Double($0 + first), $1) } }
    let size = (values.count + most / 2 - 1) / (most / 2)
    return stride(from: 0, to: values.count, by: size).flatMap { start -> [Point] in
      let part = start..<Swift.min(start + size, values.count)
      let finite = part.filter { values[$0].isFinite }
      guard let low = finite.min(by: { values[$0] < values[$1] }),
        let high = finite.max(by: { values[$0] < values[$1] })
      else { return [Point(Double(start + first), .nan)] }
      return [Swift.min(low, high), Swift.max(low, high)].map { Point(Double($0 + first), values[$0]) }
    }
  }

  /// A step: its loss among those around it, and how each parameter moved.
  func page(of step: Int, before: Session, after: Session) -> Document {
    var head: [Inline] = [
      .text("step \(step)", .strong), .text(" of \(run.count)   "), .text(loss, .name),
      .text(" = \(format.number(run.losses[step - 1]))", .number),
    ]
    if step > 1 { head.append(.text("   before it \(format.number(run.losses[step - 2]))", .dim)) }
    var lines = [head]
    if !format.isAccessible, run.count > 1 {
      let around = Swift.max(0, step - 17)..<Swift.min(run.count, step + 16)
      lines.append([.text(Watch.sparkline(run.losses[around]))])
      let indent = String(repeating: " ", count: step - 1 - around.lowerBound)
      lines.append([.text(indent), .text("^ step \(step)", .dim)])
    }
    var document = Document([.lines(lines)])
    let rows = moves(before, after)
    if !rows.isEmpty { document.append(Document([.columns(Columns(rows))])) }
    return document
  }

  /// What each parameter was, is, and moved by; of a tensor the norms.
  private func moves(_ before: Session, _ after: Session) -> [[[Inline]]] {
    let most = 12
    var rows: [[[Inline]]] = []
    let named = after.naming.parameters
    for (name, id) in named.prefix(most) {
      guard let now = after.state.value(ofParameter: id) else { continue }
      let old = before.state.value(ofParameter: id)
      func size(_ value: Traced) -> String { format.number(Watch.measure(value)) }
      let isNumber = now.shape.isEmpty
      let shown = NameText.of(name)
      let moved: Phrase =
        old.flatMap { try? Operation.subtract(now, $0) }.map { .verbatim(size($0)) } ?? "new"
      rows.append([
        [.text(isNumber ? shown : "‖\(shown)‖", .name)], [.text(old.map(size) ?? "", .number)],
        [.text(size(now), .number)],
        [.text(moved, .gradient)],
      ])
    }
    guard !rows.isEmpty else { return [] }
    rows.insert((["", "was", "is", "moved by"] as [Phrase]).map { [.text($0, .dim)] }, at: 0)
    if named.count > most { rows.append([[.text("… \(named.count - most) more", .dim)], [], [], []]) }
    return rows
  }
}

extension ReplayRequest.Change {
  /// What is otherwise, in words.
  var words: Phrase {
    switch self {
    case .without: "without that step"
    case .rate(let rate): "with rate \(rate)"
    case .statement(let text): "with \(text)"
    }
  }
}
