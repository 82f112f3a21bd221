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
  /// What pictures say, in the language of the session.
  let say: Translation

  /// What the losses are called.
  private var loss: String { run.lossNames.isEmpty ? "L" : run.lossNames.joined(separator: ", ") }

  /// What the loss of a step is called.
  private func loss(at step: Int) -> String { run.lossName(at: step) ?? "L" }

  /// The numbers of a course, by the steps that they belong to, counted from 1.
  private typealias Course = [(step: Int, value: Double)]

  private func course(_ values: [Double], from first: Int = 1) -> Course {
    values.enumerated().map { ($0 + first, $1) }
  }

  /// The losses of the run: a course for each name that they have.
  private var losses: [(name: String, course: Course)] {
    let all = course(run.losses)
    guard run.lossNames.count > 1 else { return [(loss, all)] }
    return run.lossNames.map { name in (name, all.filter { loss(at: $0.step) == name }) }
  }

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
    document.append(courses(losses))
    document.append(
      Document([
        .paragraph([
          .text(":replay \(example)", .command), " reopens a step, ",
          .text(":replay where \(search)", .command),
          " finds one, ", .text(":replay draw \(loss(at: example))", .command),
          " draws any expression over the whole run.",
        ])
      ]))
    return document
  }

  /// A step worth looking at: that of the largest loss, else the middle one.
  private var example: Int {
    let finite = run.losses.indices.filter { run.losses[$0].isFinite }
    return (finite.max { run.losses[$0] < run.losses[$1] } ?? run.count / 2) + 1
  }

  /// A condition worth asking for: where a loss that grew has grown, else where one leaves the rest behind.
  private var search: String {
    let name = loss(at: example)
    let all = losses.first { $0.name == name }?.course.filter(\.value.isFinite) ?? []
    if let first = all.first, let most = all.map(\.value).max(), first.value > 0,
      most > 2 * first.value
    {
      return "\(name) > \(NumberText.of(2 * first.value, digits: 2))"
    }
    return "\(name) > 2*median(\(name))"
  }

  /// The course of a number over the run, in words and as a picture.
  func course(of name: String, _ values: [Double]) -> Document { courses([(name, course(values))]) }

  private func courses(_ all: [(name: String, course: Course)]) -> Document {
    var document = Document([.lines(all.map { [.text($0.name, .name), .text(words(for: $0.course))] })])
    if all.contains(where: { $0.course.count > 1 && $0.course.contains(where: \.value.isFinite) }) {
      document.append(
        picture(all.map { Series($0.name, points: points($0.course)) }, of: all.count == 1 ? all[0].name : ""))
    }
    return document
  }

  /// Where a course begins and ends, and its extremes.
  private func words(for course: Course) -> Phrase {
    let finite = course.filter(\.value.isFinite)
    guard let first = finite.first, let last = finite.last, let low = finite.min(by: { $0.value < $1.value }),
      let high = finite.max(by: { $0.value < $1.value })
    else { return " has no value at any step" }
    func at(_ place: (step: Int, value: Double)) -> Phrase { "\(format.number(place.value)) at step \(place.step)" }
    let text: Phrase = ": \(at(first)), \(at(last)); smallest \(at(low)), largest \(at(high))"
    if let bad = course.first(where: { !$0.value.isFinite }) {
      return "\(text); \(format.number(bad.value)) at step \(bad.step) for the first time"
    }
    return text
  }

  /// The run as it was and as it would have been, from a step on.
  func comparison(from step: Int, _ change: ReplayRequest.Change, _ course: Replay.Course)
    -> Document
  {
    let (losses, overwritten) = (course.losses, course.overwritten)
    let other = say("\(loss), \(change.words)")
    let was = run.losses[run.count - 1]
    let end: Phrase =
      losses.last.map {
        ": \(loss) ends at \(format.number($0)) after \(Phrase.counted(step - 1 + losses.count, "step")) instead of \(format.number(was)) after \(run.count)"
      } ?? ": the run stops in that step"
    var document = Document([
      .lines([[.text("from step \(step) on, "), .text(change.words, .strong), .text(end)]])
    ])
    if let failure = course.failure {
      let end: Phrase =
        losses.isEmpty
        ? "it stops with: \(failure.title)" : "after step \(step - 1 + losses.count) it stops with: \(failure.title)"
      document.append(Document([.paragraph([.text(end, .warning)])]))
    }
    let old = run.losses.dropFirst(step - 1)
    if losses.count == old.count, zip(losses, old).allSatisfy({ $0.bitPattern == $1.bitPattern }) {
      let name = Phrase.list(overwritten.map { NameText.of($0) })
      let reason: Phrase =
        overwritten.isEmpty
        ? "nothing changed: every loss is as it was"
        : "nothing changed: in that step the run itself gives \(name) a value. From the next step on, :replay \(step + 1) does it."
      document.append(Document([.paragraph([.text(reason, .warning)])]))
    } else if course.setsRate {
      let reason: Phrase = "from step \(step + 1) on the rate is again what the run itself sets"
      document.append(Document([.paragraph([.text(reason, .dim)])]))
    }
    let series = [
      Series(say("\(loss), as it was"), points: points(self.course(run.losses))),
      Series(other, points: points(self.course(losses, from: step))),
    ]
    document.append(picture(series, of: loss))
    return document
  }

  /// The course of the loss, with a step marked.
  func picture(at step: Int) -> Document {
    let loss = run.losses[step - 1]
    var series = losses.map { Series($0.name, points: points($0.course)) }
    if loss.isFinite { series.append(Series(say("step \(step)"), points: [Point(Double(step), loss)])) }
    return picture(series, of: run.lossNames.count > 1 ? "" : self.loss)
  }

  private func picture(_ series: [Series], of name: String) -> Document {
    Document([.figure(.line(LinePlot(courses: series, x: say("step"), y: name, in: say)))])
  }

  /// A course as points; of a long one the smallest and the largest number of each stretch.
  private func points(_ course: Course) -> [Point] {
    let most = 1_000
    guard course.count > most else { return course.map { Point(Double($0.step), $0.value) } }
    let size = (course.count + most / 2 - 1) / (most / 2)
    return stride(from: 0, to: course.count, by: size).flatMap { start -> [Point] in
      let part = course[start..<Swift.min(start + size, course.count)]
      let finite = part.filter(\.value.isFinite)
      guard let low = finite.min(by: { $0.value < $1.value }), let high = finite.max(by: { $0.value < $1.value })
      else { return [Point(Double(course[start].step), .nan)] }
      return (low.step <= high.step ? [low, high] : [high, low]).map { Point(Double($0.step), $0.value) }
    }
  }

  /// A step: its loss among those around it, and how each parameter moved.
  func page(of step: Int, before: Session, after: Session) -> Document {
    var head: [Inline] = [
      .text("step \(step)", .strong), .text(" of \(run.count)   "), .text(loss(at: step), .name),
      .text(" = \(format.number(run.losses[step - 1]))", .number),
    ]
    // With several losses in turn the one before it is the last of the same name.
    if let before = (1..<step).last(where: { loss(at: $0) == loss(at: step) }) {
      head.append(.text("   before it \(format.number(run.losses[before - 1]))", .dim))
    }
    var lines = [head]
    if !format.isAccessible, run.count > 1, run.lossNames.count < 2 {
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
    // What the run has never moved, such as an earlier net, is not its business.
    let named = after.naming.parameters.filter { run.isMoved($0.id, in: after.state) }
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
