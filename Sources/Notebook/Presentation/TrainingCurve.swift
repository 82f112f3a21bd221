package import Documents
package import Evaluation
package import Source

/// The loss of a training that is under way, as a picture with the last words about it below.
package struct TrainingCurve: Equatable, Sendable {
  private var loss = Course()
  private var validation = Course()
  /// The last epochs that are over, and the stage that is under way.
  private var ended: [Progress] = []
  private var last: Progress?

  /// Points that come one after the other, of which there never are too many: of a long row every second one is kept,
  /// then every fourth.
  private struct Course: Equatable, Sendable {
    private(set) var points: [Point] = []
    private var stride = 1
    private var skipped = 0
    /// The last one of all.
    private var end: Point?

    private static let most = 400

    mutating func add(_ point: Point) {
      end = point
      skipped += 1
      guard skipped >= stride else { return }
      skipped = 0
      points.append(point)
      guard points.count >= Self.most else { return }
      points = points.indices.filter { $0.isMultiple(of: 2) }.map { points[$0] }
      stride *= 2
    }

    var all: [Point] { end == points.last ? points : points + (end.map { [$0] } ?? []) }
  }

  /// Within an epoch its mean so far is a point of its own as long as there are few epochs.
  private static let mostPartial = 20
  /// The most lines about epochs.
  private static let mostLines = 3

  /// Begins without a point.
  package init() {}

  /// Whether a stage is one of a training's.
  package static func shows(_ stage: Progress) -> Bool {
    stage.count > 0 && stage.details.contains { $0.name == "loss" }
  }

  /// Whether a stage belongs to the training that is shown, rather than to another one.
  package func goesOn(with stage: Progress) -> Bool {
    last.map { $0.count == stage.count && $0.fraction <= stage.fraction && !isComplete } ?? true
  }

  /// Whether the last epoch is over.
  package var isComplete: Bool { last.map { $0.isFinal && $0.fraction >= 1 } ?? false }

  /// Adds a stage.
  package mutating func add(_ stage: Progress) {
    let epoch = stage.fraction * Double(stage.count)
    for detail in stage.details where stage.isFinal || stage.count <= Self.mostPartial {
      if detail.name == "loss" { loss.add(Point(epoch, detail.value)) }
      if detail.name == "validation" { validation.add(Point(epoch, detail.value)) }
    }
    if stage.isFinal { ended = ended.suffix(Self.mostLines - 1) + [stage] }
    last = stage
  }

  /// The picture and the lines; the names of axes and lines are in a language.
  package func document(in words: Translation) -> Document {
    let checked = validation.all
    var series = [Series(checked.isEmpty ? "" : words("loss"), points: loss.all)]
    if !checked.isEmpty { series.append(Series(words("validation"), points: checked)) }
    var lines = ended.map { [Inline.text(Presenter.text(of: $0))] }
    if let last, !last.isFinal { lines.append([.text(Presenter.text(of: last))]) }
    return Document([
      .figure(.line(LinePlot(courses: series, x: words("epochs"), y: words("loss"), in: words))), .lines(lines),
    ])
  }

  /// What stays of a training when another one takes its place: its last epoch.
  package var summary: Phrase? { ended.last.map { Presenter.text(of: $0) } }
}
