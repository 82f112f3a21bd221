package import Documents
import Source
package import Tensors

/// A gradient compared with central differences: nudge each element up and down, and see how the number moves.
///
/// Source: the choice of step is that of Press et al., "Numerical Recipes" (2007), section 5.7.
package struct Gradcheck {
  /// What was found for one element.
  package struct Entry: Equatable {
    /// The row-major position.
    package let position: Int
    /// What backpropagation says.
    package let analytic: Double
    /// What nudging says.
    package let numeric: Double
    /// The slopes to the left and to the right where they differ: a kink.
    package let sides: (left: Double, right: Double)?
    /// The difference, measured by what rounding allows: above 1 is too much.
    package let error: Double

    /// Compares all parts.
    package static func == (a: Entry, b: Entry) -> Bool {
      a.position == b.position && a.analytic == b.analytic && a.numeric == b.numeric && a.error == b.error
    }
  }

  /// The most elements that are nudged; of a larger tensor evenly spread ones are taken.
  private static let most = 256

  /// The elements that were checked.
  package private(set) var entries: [Entry] = []
  /// Whether the function gave no finite number somewhere near the point.
  package private(set) var isIncomplete = false
  /// How many elements have a kink within a step of them, so that smaller steps were taken, and how far a step reaches.
  private var nearCount = 0
  private var nearest = 0.0
  private let shape: [Int]
  private let count: Int
  private let point: Traced
  private let kinkSource: Phrase?

  /// The element with the largest error that is not explained by a kink.
  package var worst: Entry? {
    entries.filter { $0.sides == nil }.max { $0.error < $1.error }
  }
  /// Whether all elements agree.
  package var isFine: Bool { !isIncomplete && entries.allSatisfy { $0.sides != nil || $0.error <= 1 } }

  /// Checks a gradient at a point.
  ///
  /// `evaluate` gives the function's number at a point of the same shape and type, nil when it fails. `graph` is the
  /// recorded number at the point, in which the operation behind a kink is looked for.
  package init(at point: Traced, gradient: Traced, graph: Node? = nil, evaluate: (Traced) -> Double?) {
    shape = point.shape
    count = point.count
    self.point = point
    kinkSource = graph.flatMap(Gradcheck.kink)
    let isSingle = point.elementType == .float32
    let values = point.doubles
    guard let center = evaluate(point), center.isFinite, gradient.count == point.count else {
      isIncomplete = true
      return
    }
    let scale = Swift.max(1, center.magnitude)
    let (relative, absolute) = isSingle ? (2e-2, 2e-3 * scale) : (1e-5, 1e-8 * scale)
    func nudged(_ position: Int, by step: Double) -> Double? {
      var moved = values
      moved[position] += step
      return point.holding(moved).flatMap(evaluate)
    }
    /// The slopes to the left and to the right.
    func slopes(_ position: Int, _ step: Double) -> (left: Double, right: Double)? {
      guard let up = nudged(position, by: step), let down = nudged(position, by: -step), up.isFinite, down.isFinite
      else { return nil }
      return ((center - down) / step, (up - center) / step)
    }
    for position in Gradcheck.picks(count) {
      let step = (isSingle ? 5e-3 : 6e-6) * Swift.max(1, values[position].magnitude)
      guard let wide = slopes(position, step) else {
        isIncomplete = true
        continue
      }
      let analytic = gradient.at(position)
      func allowed(_ numeric: Double, _ factor: Double) -> Double {
        // The smaller the step, the more rounding weighs in a difference.
        absolute * factor + relative * Swift.max(analytic.magnitude, numeric.magnitude)
      }
      var numeric = (wide.left + wide.right) / 2
      var factor = 1.0
      var sides: (left: Double, right: Double)?
      let apart = (wide.left - wide.right).magnitude
      let isBent = apart > 0.01 * Swift.max(wide.left.magnitude, wide.right.magnitude) && apart > 100 * absolute
      let isOff = !((analytic - numeric).magnitude <= allowed(numeric, 1))
      if isBent || isOff {
        // A curve's two slopes come together as the step shrinks, and so do those on one side of a kink that is near;
        // those of a kink at the point stay apart.
        var narrowest: (left: Double, right: Double)?
        for smaller in [8.0, 64, 512]
        where absolute * smaller < 0.1 * Swift.max((analytic - numeric).magnitude, apart) {
          guard let narrow = slopes(position, step / smaller) else { break }
          narrowest = narrow
          guard (narrow.left - narrow.right).magnitude <= apart / 2 || !isBent else { continue }
          (numeric, factor) = ((narrow.left + narrow.right) / 2, smaller)
          if (analytic - numeric).magnitude <= allowed(numeric, smaller) {
            if isOff { (nearest, nearCount) = (Swift.max(nearest, step), nearCount + 1) }
            narrowest = nil
            break
          }
        }
        if let last = narrowest, isBent {
          let stays = (last.left - last.right).magnitude
          let isEither = [last.left, last.right].contains { (analytic - $0).magnitude <= allowed($0, 512) }
          if stays > apart / 2 || isEither && stays > 0.01 * Swift.max(last.left.magnitude, last.right.magnitude) {
            sides = last
          }
        }
      }
      let tolerance = allowed(numeric, factor)
      let error = (analytic - numeric).magnitude / tolerance
      if let found = sides {
        let (low, high) = (Swift.min(found.left, found.right), Swift.max(found.left, found.right))
        // By agreement the slope at a kink is one of the two, or lies between them.
        if analytic < low - tolerance * 10 || analytic > high + tolerance * 10 { sides = nil }
      }
      entries.append(
        Entry(
          position: position, analytic: analytic, numeric: numeric, sides: sides, error: error.isNaN ? .infinity : error
        ))
    }
  }

  /// The gradient of a recorded number in each of its parameters, checked by computing the number again from the tape.
  package static func ofParameters(_ table: StepTable) -> [(parameter: String, check: Gradcheck)] {
    let tape = table.tape
    let trial = GraphTrial(tape)
    return tape.parametersByDepth.sorted { tape.nodes[$0].parameter < tape.nodes[$1].parameter }.map { index in
      let node = tape.nodes[index]
      let check = Gradcheck(
        at: node.value, gradient: tape.gradients[index] ?? node.value.zeros, graph: tape.nodes[tape.last]
      ) { point in
        (try? trial.values(GraphChange(parameters: [node.parameter: point])).last)?.plain.scalar
      }
      return (table.names.name(of: index), check)
    }
  }

  /// The verdict, with the worst element and every kink.
  package func document(function: String, variable: String, format: StepFormat = StepFormat()) -> Document {
    var lines: [[Inline]] = []
    guard !entries.isEmpty else {
      return StepText.sentence(
        "\(function) gives no finite number at this point, so there is nothing to compare", role: .warning)
    }
    if isFine {
      let checked: Phrase =
        count == 1
        ? ""
        : entries.count < count
          ? " in all \(entries.count) elements that were looked at, evenly spread over \(count)"
          : " in all \(count) elements"
      lines.append([.text("right: backpropagation and central differences agree\(checked)", .success)])
    } else {
      lines.append([.text("backpropagation and central differences do not agree", .error)])
    }
    if let worst {
      let name = element(variable, worst.position)
      let difference = format.number((worst.analytic - worst.numeric).magnitude)
      lines.append([
        .text(count == 1 ? "" : "worst element: "),
        .text("∂\(function)/∂\(name) = \(format.number(worst.analytic))", .gradient),
        .text(" \(place(variable, worst.position, format)), by differences \(format.number(worst.numeric)), "),
        .text("apart by \(difference)"),
      ])
    }
    for kink in entries.filter({ $0.sides != nil }).prefix(5) {
      guard let sides = kink.sides else { continue }
      let by: Phrase = kinkSource.map { " (\($0))" } ?? ", or right beside one"
      lines.append([
        .text(
          "\(element(variable, kink.position)) = \(format.number(point.at(kink.position))) stands on a kink\(by): the "
            + "slope is \(format.number(sides.left)) to the "
            + "left and \(format.number(sides.right)) to the right; \(format.number(kink.analytic)) is taken by agreement"
        )
      ])
    }
    if nearCount > 0 {
      let step = format.number(nearest)
      let words: Phrase =
        nearCount == 1
        ? "one element has a kink within \(step) of it: the step was made smaller there"
        : "\(nearCount) elements have a kink within \(step) of them: the step was made smaller there"
      lines.append([.text(words, .dim)])
    }
    if isIncomplete { lines.append([.text("some nudges gave no finite number and were left out", .warning)]) }
    return Document([.indented([.columns(Columns(lines.map { [$0] }))])])
  }

  /// Where on its axis an element lies: `at x = 2`.
  private func place(_ variable: String, _ position: Int, _ format: StepFormat) -> Phrase {
    "at \(element(variable, position)) = \(format.number(point.at(position)))"
  }

  private func element(_ variable: String, _ position: Int) -> String {
    shape.isEmpty ? variable : variable + format(Places.indices(position, in: shape))
  }

  private func format(_ indices: [Int]) -> String { "[\(indices.map(String.init).joined(separator: ", "))]" }

  private static func picks(_ count: Int) -> [Int] {
    guard count > most else { return Array(0..<count) }
    return (0..<most).map { $0 * (count - 1) / (most - 1) }
  }

  /// The operation of a graph that has a kink or a tie at its inputs.
  private static func kink(in loss: Node) -> Phrase? {
    for node in Backpropagation(of: loss).nodes {
      switch node.operation.name {
      case "relu", "abs":
        let input = node.inputs[0].plain
        if (0..<Swift.min(input.count, 10_000)).contains(where: { input.at($0).magnitude < 1e-12 }) {
          return "\(node.operation.name) at 0"
        }
      case "maximum", "minimum":
        let (left, right) = (node.inputs[0].plain, node.inputs[1].plain)
        guard left.shape == right.shape else { continue }
        if (0..<Swift.min(left.count, 10_000)).contains(where: { left.at($0) == right.at($0) }) {
          return "\(node.operation.name) at a tie"
        }
      case "max", "min":
        let input = node.inputs[0].plain
        let best = node.value.at(0)
        if node.value.count == 1, (0..<Swift.min(input.count, 10_000)).filter({ input.at($0) == best }).count > 1 {
          return "\(node.operation.name) at a tie"
        }
      default: continue
      }
    }
    return nil
  }
}
