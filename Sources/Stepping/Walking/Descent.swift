package import Documents
package import Source

/// Gradient descent on a function of one or two numbers, step by step, forwards and back, with the rate in your hand.
package struct Descent: Walk {
  /// A place on the way.
  package struct Place: Equatable, Sendable {
    /// The coordinates.
    package let point: [Double]
    /// The function's value; nil when it has none there.
    package let value: Double?
    /// The gradient; nil when there is none.
    package let gradient: [Double]?
    /// The rate with which this place was reached; nil at the start.
    package let rate: Double?
  }

  /// What the function is called, with its variables: `f(x, y)`.
  package let name: String
  /// The variables' names.
  package let variables: [String]
  /// The step size: each step goes against the gradient, by the rate times its length.
  package private(set) var rate: Double
  /// The places so far; going back keeps those ahead until another rate is chosen.
  package private(set) var path: [Place]
  /// Where on the path we are.
  package private(set) var position = 0
  /// Whether the picture stands above the steps.
  package var isInPlace = false
  /// What stands below the place on the stage: the list of the keys, or why a walk down ended early.
  private(set) var aside = Document()
  private let format: StepFormat
  private let value: ([Double]) -> Double?
  private let gradient: ([Double]) -> [Double]?

  /// Starts at a point with one or two coordinates.
  package init(
    name: String, variables: [String], from start: [Double], rate: Double, format: StepFormat = StepFormat(),
    value: @escaping ([Double]) -> Double?, gradient: @escaping ([Double]) -> [Double]?
  ) {
    self.name = name
    self.variables = variables
    self.rate = rate
    self.format = format
    self.value = value
    self.gradient = gradient
    path = [Place(point: start, value: value(start), gradient: gradient(start), rate: nil)]
  }

  /// The place we are at.
  package var place: Place { path[position] }

  /// What to show first: the start and the picture.
  package var opening: Document {
    var document = StepText.sentence("gradient descent on \(name), rate \(format.number(rate))", role: .strong)
    document.append(row(position))
    document.append(picture)
    return document
  }

  /// The keys that a descent knows.
  package var keys: [WalkKey] {
    [.next, .back, .jump, .rate, .faster, .slower] + (isInPlace ? [.more] : [.picture]) + [.help, .leave]
  }

  /// The keys that matter at this place.
  package var keysNow: [WalkKey] {
    [.next] + (position > 0 ? [.back] : []) + keys.dropFirst(2).filter { $0 != .more }
  }

  /// Nothing is predicted on the way.
  package var expectsAnswer: Bool { false }

  /// Does what was asked for.
  package mutating func handle(_ command: WalkCommand) -> WalkOutcome {
    let outcome = answered(command)
    if !outcome.isRemark { aside = outcome.aside }
    return outcome
  }

  private mutating func answered(_ command: WalkCommand) -> WalkOutcome {
    switch command {
    case .key(.next): return step(to: position + 1)
    case .jump(let number), .number(let number):
      guard number >= 0 else { return .remark("there is no step \(number)") }
      return step(to: Swift.min(number, Self.mostSteps))
    case .key(.back):
      guard position > 0 else { return .remark("this is where it started") }
      return step(to: position - 1)
    case .key(.faster): return changed(rate: rate * 2)
    case .key(.slower): return changed(rate: rate / 2)
    case .rate(let wanted): return changed(rate: wanted)
    case .key(.picture): return WalkOutcome(picture)
    case .key(.help): return WalkOutcome(help)
    case .key(.leave): return WalkOutcome(Document(), isFinished: true)
    case .unknown(let text): return unknown(text)
    case .key(let key): return unknown(key.sign)
    case .answer(let text), .find(let text): return unknown(text)
    case .bound, .element: return unknown("|")
    case .change: return unknown("c")
    }
  }

  private mutating func changed(rate wanted: Double) -> WalkOutcome {
    guard wanted.isFinite, wanted > 0 else { return .remark("the rate stays \(format.number(rate))") }
    rate = wanted
    // From here on the way is another one.
    path.removeSubrange((position + 1)...)
    return .remark("the rate is \(format.number(rate)) from here on")
  }

  /// Everything for a reader without keys: so many steps, the last picture, and how it ended.
  package mutating func wholeDocument(steps: Int = 20) -> Document {
    var document = StepText.sentence("gradient descent on \(name), rate \(format.number(rate))", role: .strong)
    var rows = [cells(0, isAlone: false)]
    for _ in 0..<steps {
      guard advance() == nil else { break }
      rows.append(cells(position, isAlone: false))
    }
    document.append(Document([.indented([.columns(Columns(rows, gap: 2))])]))
    if let ending = verdict { document.append(StepText.sentence(ending)) }
    document.append(picture)
    return document
  }

  // MARK: Steps

  private mutating func step(to wanted: Int) -> WalkOutcome {
    let start = position
    var obstacle: Phrase?
    if wanted < position { position = wanted }
    while position < wanted, obstacle == nil { obstacle = advance() }
    guard position != start else { return .remark(obstacle ?? "this is step \(position)") }
    var document = row(position)
    if position > start + 1 || verdict != nil { document.append(picture) }
    // The stage shows the place and how it goes by itself.
    if obstacle == nil, let verdict { document.append(StepText.sentence(verdict, role: .warning)) }
    return .step(document, saying: obstacle.map { StepText.sentence($0, role: .warning) } ?? Document())
  }

  /// Goes one step down; the reason when there is none.
  private mutating func advance() -> Phrase? {
    if position + 1 < path.count {
      position += 1
      return nil
    }
    guard let value = place.value, value.isFinite, let slope = place.gradient, slope.allSatisfy(\.isFinite),
      slope.count == place.point.count
    else {
      return "there is no step from here: \(name) has no finite value or gradient at this point. \(Self.tooLarge)"
    }
    if slope.allSatisfy({ $0 == 0 }) { return "the gradient is 0 here: there is no way down" }
    guard path.count <= Self.mostSteps else { return "that is enough: \(path.count) steps" }
    let next = zip(place.point, slope).map { $0 - rate * $1 }
    path.append(Place(point: next, value: self.value(next), gradient: gradient(next), rate: rate))
    position += 1
    return nil
  }

  private static let mostSteps = 100_000
  private static let tooLarge: Phrase = "b goes back, - halves the rate"

  /// The place in words, with a warning where one is due: what stands below the picture on the stage.
  var words: Document {
    var document = row(position)
    if let verdict { document.append(StepText.sentence(verdict, role: .warning)) }
    return document
  }

  /// The rate as it is written.
  var rateText: String { format.number(rate) }

  /// The places so far, for whoever left the stage.
  package var record: Document {
    var document = StepText.sentence("gradient descent on \(name), rate \(rateText)", role: .strong)
    let shown = path.indices.prefix(position + 1)
    let rows = shown.count <= 40 ? Array(shown) : Array(shown.prefix(20)) + Array(shown.suffix(20))
    document.append(Document([.indented([.columns(Columns(rows.map { cells($0, isAlone: true) }, gap: 2))])]))
    if let ending = verdict { document.append(StepText.sentence(ending)) }
    return document
  }

  /// How it goes, when that is worth a word: it diverges, bounces, or has arrived.
  package var verdict: Phrase? {
    let seen = path.prefix(position + 1)
    guard position > 0, let last = seen.last else { return nil }
    guard let value = last.value, value.isFinite else {
      return "it has diverged: \(name) has no finite value any more. \(Self.tooLarge)"
    }
    let values = seen.suffix(4).compactMap(\.value)
    if values.count == 4, zip(values, values.dropFirst()).allSatisfy({ $0 < $1 }) {
      return "it diverges: the value grew three times in a row. The rate is too large: \(Self.tooLarge)"
    }
    if let slope = last.gradient, slope.allSatisfy({ $0.magnitude < 1e-6 * Swift.max(1, value.magnitude) }) {
      return "it has arrived: the gradient is nearly 0"
    }
    if let before = seen.dropLast().last?.value, value > before {
      return "the value grew: the step jumped over the valley. A smaller rate would go down"
    }
    return nil
  }

  private func row(_ index: Int) -> Document {
    Document([.indented([.columns(Columns([cells(index, isAlone: true)], gap: 2))])])
  }

  /// A place in words: the step, the point, the value and the gradient; alone as wide as those of any other place.
  private func cells(_ index: Int, isAlone: Bool) -> [[Inline]] {
    let place = path[index]
    // Two of everything have to fit on a line.
    let brief = variables.count == 1 ? format : StepFormat(digits: Swift.min(format.digits, 4))
    let point = zip(variables, place.point).map { "\($0) = \(brief.number($1))" }.joined(separator: ", ")
    let value: Phrase = place.value.map { .verbatim(brief.number($0)) } ?? "none"
    let slope = place.gradient.map { numbers in
      numbers.count == 1 ? brief.number(numbers[0]) : "[\(numbers.map(brief.number).joined(separator: ", "))]"
    }
    let widths = variables.reduce(-2) { $0 + DisplayWidth.columns(of: $1) + 3 + 10 }
    func padded(_ text: String, _ width: Int) -> String { isAlone ? DisplayWidth.padded(text, to: width) : text }
    return [
      [.text(format.padded(index == 0 ? "start" : "step \(index)", to: isAlone ? 7 : 0), .strong)],
      [.text(padded(point, widths))],
      [.text(format.padded("\(name) = \(value)", to: isAlone ? name.count + 12 : 0), .number)],
      [.text(slope.map { "gradient \($0)" } ?? "no gradient", .gradient)],
    ]
  }

  // MARK: The picture

  /// The path so far: over contour lines for two variables, on the curve for one.
  package var picture: Document {
    let seen = path.prefix(position + 1).map(\.point).filter { $0.allSatisfy(\.isFinite) }
    guard let figure = variables.count == 1 ? curve(seen) : contour(seen) else { return Document() }
    return Document([.figure(figure)])
  }

  private func curve(_ seen: [[Double]]) -> Figure? {
    let range = extent(seen.compactMap(\.first))
    let grid = (0...80).map { range.low + (range.high - range.low) * Double($0) / 80 }
    let line = grid.map { Point($0, value([$0]) ?? .nan) }
    let steps = seen.map { Point($0[0], value($0) ?? .nan) }
    return .line(
      LinePlot(
        [Series(name, points: line), Series(format.words("path"), points: steps)],
        labels: PlotLabels(x: variables[0], y: name)))
  }

  private func contour(_ seen: [[Double]]) -> Figure? {
    guard variables.count == 2 else { return nil }
    let (x, y) = (extent(seen.map { $0[0] }), extent(seen.map { $0[1] }))
    let (rows, columns) = (24, 40)
    var values: [Double] = []
    for row in 0..<rows {
      for column in 0..<columns {
        let point = [
          x.low + (x.high - x.low) * Double(column) / Double(columns - 1),
          y.low + (y.high - y.low) * Double(row) / Double(rows - 1),
        ]
        values.append(value(point) ?? .nan)
      }
    }
    let map = try? ContourMap(
      rows: rows, columns: columns, values: values, x: x, y: y, path: seen.map { Point($0[0], $0[1]) },
      labels: PlotLabels(title: name, x: variables[0], y: variables[1]))
    return map.map { .contour($0) }
  }

  /// From the smallest to the largest coordinate of the path, with air around it; at first enough to see where it goes.
  private func extent(_ coordinates: [Double]) -> Interval {
    let (low, high) = (coordinates.min() ?? 0, coordinates.max() ?? 0)
    let size = Swift.max(low.magnitude, high.magnitude)
    let air = Swift.max(0.3 * (high - low), high - low < size ? 1.25 * size : 0, 0.5)
    return Interval(low - air, high + air)
  }
}
