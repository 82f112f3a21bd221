import Documents
import Source
import Tensors

extension StepTable {
  /// The first value that is nan or infinite, with its inputs, its line and the likely cause.
  func firstNonFinite() -> Diagnosis.Finding? {
    for index in tape.nodes.indices {
      let node = tape.nodes[index]
      guard let place = FirstNonFinite.position(in: node.value) else { continue }
      let value = format.number(node.value.at(place))
      let cause = Cause(node: node, place: place, isStart: tape.isStart[index])
      var details: [Phrase] = []
      for position in 0..<node.inputs.count {
        let input = node.inputs[position].plain
        let name = names.inputName(of: index, at: position).map { " \($0)" } ?? ""
        if let scalar = input.scalar {
          details.append("its input\(name) is \(format.number(scalar))")
        } else {
          let summary = TensorSummary(input)
          let (low, high) = (format.number(summary.low), format.number(summary.high))
          details.append(
            "its input\(name) has the shape \(format.shape(input.shape)) and lies between \(low) and \(high)")
        }
      }
      if cause.reason != "" { details.append(cause.reason) }
      return Diagnosis.Finding(
        kind: .notFinite, title: "the first value that is not finite is \(element(index, place)): \(value)",
        details: details, advice: cause.advice, excerpt: excerpt(index))
    }
    return nil
  }

  /// The first gradient, on the way back, that is nan or infinite.
  func firstNonFiniteGradient() -> Diagnosis.Finding? {
    for step in plan.steps {
      for index in step.flows {
        let target = plan.flows[index].target
        guard let gradient = tape.gradients[target], let place = FirstNonFinite.position(in: gradient) else { continue }
        let from = plan.flows[index].edges.last?.from ?? target
        return Diagnosis.Finding(
          kind: .notFiniteGradient,
          title: "all values are finite, but \(gradientName(of: target)) is \(format.number(gradient.at(place)))",
          details: ["it comes from \(names.label(of: from))"] + slopeReason(from),
          advice: "keep the input away from the place where the slope is infinite: add a small number such as 1e-8, or "
            + "clip it", excerpt: excerpt(from))
      }
    }
    return nil
  }

  private func slopeReason(_ index: Int) -> [Phrase] {
    switch tape.nodes[index].operation.name {
    case "sqrt": ["the slope of sqrt is infinite at 0"]
    case "log": ["the slope of log, 1/x, is infinite at 0"]
    case "power": ["a power below 1 has an infinite slope at 0"]
    case "divide": ["the slope of x/y grows without bound as y nears 0"]
    case "exp": ["exp and its slope overflow above 709"]
    default: []
    }
  }

  private func excerpt(_ index: Int) -> [[Inline]] {
    names.place(of: index).map { StepSource.excerpt($0.source, $0.span) } ?? []
  }

  private func element(_ index: Int, _ place: Int) -> Phrase {
    let shape = tape.nodes[index].value.shape
    let name = names.name(of: index)
    if shape.isEmpty { return .verbatim(names.label(of: index)) }
    let indices = Places.indices(place, in: shape).map(String.init).joined(separator: ", ")
    return NotationText.isName(name) ? "\(name)[\(indices)]" : "element [\(indices)] of \(name)"
  }

  /// How many examples must agree that a unit is silent.
  private static let enoughExamples = 4

  /// Units of relu layers that give 0 for every example.
  func deadUnits() -> [Diagnosis.Finding] {
    unitFindings(named: ["relu"]) { index, units in
      let dead = units.filter { $0.extreme == $0.count }.count
      // For a few examples alone it is quite in order that a unit is silent.
      let isKnown = (units.first?.count ?? 0) >= Self.enoughExamples && 10 * dead >= units.count
      guard dead > 0, isKnown || (dead == units.count && dead > 1) else { return nil }
      let which: Phrase = dead == units.count ? "all \(dead) units" : "\(dead) of \(units.count) units"
      return Diagnosis.Finding(
        kind: .deadUnits, title: "\(which) of \(names.label(of: index)) are dead: 0 for every example",
        details: ["no gradient reaches the weights of a unit whose input is never positive"],
        advice: "a smaller rate, first weights from he(…), a bias that starts at 0, or leaky_relu",
        excerpt: excerpt(index))
    } isExtreme: {
      $0 <= 0
    }
  }

  /// Sigmoids and tanhs that are nearly flat for most of their inputs.
  func saturatedUnits() -> [Diagnosis.Finding] {
    let sigmoid = saturated(["sigmoid"], "0 or 1") { $0 < 0.01 || $0 > 0.99 }
    let tanh = saturated(["tanh"], "-1 or 1") { $0.magnitude > 0.98 }
    return sigmoid + tanh
  }

  private func saturated(
    _ operations: Set<String>, _ ends: String, isExtreme: @escaping (Double) -> Bool
  ) -> [Diagnosis.Finding] {
    unitFindings(named: operations) { index, units in
      let all = units.reduce(0) { $0 + $1.count }
      let flat = units.reduce(0) { $0 + $1.extreme }
      guard all > 0, 2 * flat > all else { return nil }
      let name = names.label(of: index)
      return Diagnosis.Finding(
        kind: .saturated,
        title: all == 1
          ? "\(name) is within 0.02 of \(ends): it is saturated"
          : "\(name) has \(flat) of \(all) values within 0.02 of \(ends): it is saturated",
        details: ["there the slope is nearly 0, so that little gradient gets through"],
        advice: "smaller first weights, inputs scaled to about 1 (normalise), or relu", excerpt: excerpt(index))
    } isExtreme: {
      isExtreme($0)
    }
  }

  /// How often a unit's values are extreme.
  private struct UnitCount {
    var extreme = 0
    var count = 0
  }

  /// Counts for every node of some operations; a unit is a place along the last axis, or a channel of images.
  private func unitFindings(
    named operations: Set<String>, _ finding: (Int, [UnitCount]) -> Diagnosis.Finding?, isExtreme: (Double) -> Bool
  ) -> [Diagnosis.Finding] {
    var found: [Diagnosis.Finding] = []
    for index in tape.nodes.indices where operations.contains(tape.nodes[index].operation.name) {
      let value = tape.nodes[index].value
      let shape = value.shape
      let axis = shape.count == 4 ? 1 : shape.count - 1
      let units = shape.isEmpty ? 1 : shape[axis]
      let inner = shape.isEmpty ? 1 : shape[(axis + 1)...].reduce(1, *)
      guard units > 0, inner > 0 else { continue }
      var counts = [UnitCount](repeating: UnitCount(), count: units)
      ElementWalk.forEach(value) { position, element in
        let unit = position / inner % units
        counts[unit].count += 1
        if isExtreme(element) { counts[unit].extreme += 1 }
      }
      if let one = finding(index, counts) { found.append(one) }
      if found.count == 8 { break }
    }
    return found
  }
}

/// Looks for the first element that is nan or infinite.
enum FirstNonFinite {
  static func position(in value: Traced) -> Int? {
    if let scalar = value.scalar { return scalar.isFinite ? nil : 0 }
    guard value.elementType.isFloat else { return nil }
    return TensorSummary(value).firstNonFinite
  }
}

/// The likely cause of a value that is not finite.
private struct Cause {
  var reason: Phrase = ""
  var advice: Phrase = "look at the inputs above: one of them has grown or vanished beyond what a number can hold"

  init(node: Node, place: Int, isStart: Bool) {
    if isStart {
      reason = "it was given so: nothing was computed yet"
      advice = "look at the line that made it: an update that diverged, or data with gaps"
      return
    }
    let inputs = (0..<node.inputs.count).map { position -> Double in
      let input = node.inputs[position].plain
      return input.at(Places.source(place, of: node.value.shape, in: input.shape))
    }
    guard let first = inputs.first else { return }
    let second = inputs.dropFirst().first ?? .nan
    let isSingle = node.value.elementType == .float32
    switch node.operation.name {
    case "log" where first == 0:
      reason = "log(0) is minus infinity"
      advice = "keep the input above 0: log(x + 1e-8), or log_softmax and cross_entropy, which never take the log of 0"
    case "log":
      reason = "the logarithm of a negative number does not exist"
      advice = "make the input positive first: a softmax, a square, or an exp"
    case "exp":
      reason = "exp overflows: its input is above \(isSingle ? "88" : "709")"
      advice = "subtract the largest input first, as softmax does, or scale the inputs down"
    case "divide" where second == 0:
      reason = first == 0 ? "0/0 is not a number" : "a division by 0"
      advice = "add a small number to the denominator: x / (y + 1e-8)"
    case "sqrt":
      reason = "the square root of a negative number does not exist"
      advice = "make the input positive first: sqrt(abs(x)), or clip it at 0"
    case "power":
      reason =
        first == 0
        ? "0 to a negative power divides by 0"
        : first < 0 ? "a negative number has no power with a fraction" : "the power overflows"
      advice = "keep the base above 0, or the exponent small"
    case "multiply", "matmul", "sum", "mean", "add", "subtract":
      reason = "the numbers are so large that their product or sum overflows"
      advice = "a smaller rate, smaller first weights, or inputs scaled to about 1 (normalise)"
    default: break
    }
  }
}
