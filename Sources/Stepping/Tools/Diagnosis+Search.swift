import Documents
import Source
import Tensors

extension StepTable {
  /// Where a number that is nan or infinite became so, with the inputs, the line and the cause that the values show.
  ///
  /// A value that is not finite is no fault by itself: a mask of -inf may leave the number finite.
  func nonFinite(_ remedies: Remedies) -> Diagnosis.Finding? {
    guard FirstNonFinite.position(in: tape.nodes[tape.last].value) != nil else { return nil }
    // Data that hold nan come first: weights that met them before are nan for their sake.
    let masked = meetingNaN == nil ? maskedRow : nil
    let index = meetingNaN ?? masked ?? beginning(ofNonFinite: tape.last)
    let node = tape.nodes[index]
    guard let place = FirstNonFinite.position(in: node.value) else { return nil }
    var details: [Phrase] = []
    var given: Phrase?
    for position in 0..<node.inputs.count {
      let input = node.inputs[position].plain
      let name = names.inputName(of: index, at: position).map { " \($0)" } ?? ""
      let summary = TensorSummary(input)
      if let scalar = input.scalar {
        let isExponent = node.operation.name == "power" && position == 1 && name.isEmpty
        let number = format.number(scalar)
        details.append(isExponent ? "its exponent is \(number)" : "its input\(name) is \(number)")
      } else if input.count == 0 {
        details.append("its input\(name) has the shape \(format.shape(input.shape)): it holds no element")
      } else if summary.firstNonFinite != nil, FirstNonFinite.hasNaN(input) {
        details.append("its input\(name) has the shape \(format.shape(input.shape)) and holds nan")
      } else {
        let (low, high) = (format.number(summary.low), format.number(summary.high))
        let shape = format.shape(input.shape)
        details.append(
          low == high
            ? "its input\(name) has the shape \(shape) and is \(low) everywhere"
            : "its input\(name) has the shape \(shape) and lies between \(low) and \(high)")
      }
      if masked == nil, let place = FirstNonFinite.position(in: input), node.inputs[position].node == nil {
        let value = format.number(input.at(place))
        let indices = input.shape.isEmpty ? "" : "[\(Places.text(place, in: input.shape))]"
        given = "its input\(name)\(indices) is \(value): it was given so, before anything was computed from parameters"
      }
    }
    let reason = given ?? Cause.reason(node, place: place, isStart: tape.isStart[index])
    if let reason { details.append(reason) }
    let value = format.number(node.value.at(place))
    return Diagnosis.Finding(
      kind: .notFinite, title: "the first value that is not finite is \(element(index, place)): \(value)",
      details: details, advice: given == nil ? remedies.against(nonFinite: index, isGiven: tape.isStart[index]) : [],
      excerpt: excerpt(index))
  }

  /// The first node that is nan although none of its inputs is, when what is infinite before it was given so, as a mask
  /// is: the mask alone is no fault.
  private var maskedRow: Int? {
    guard FirstNonFinite.hasNaN(tape.nodes[tape.last].value) else { return nil }
    let origin = tape.nodes[beginning(ofNonFinite: tape.last)]
    let isGiven = (0..<origin.inputs.count).contains {
      origin.inputs[$0].node == nil && FirstNonFinite.position(in: origin.inputs[$0].plain) != nil
    }
    guard isGiven, !FirstNonFinite.hasNaN(origin.value) else { return nil }
    return tape.nodes.indices.first { FirstNonFinite.hasNaN(tape.nodes[$0].value) }
  }

  /// A parameter that holds what is no finite number; nil when none does.
  var nonFiniteParameter: Diagnosis.Finding? {
    for index in tape.parametersByDepth {
      let value = tape.nodes[index].value
      guard let place = FirstNonFinite.position(in: value) else { continue }
      return Diagnosis.Finding(
        kind: .notFinite, title: "\(element(index, place)) is \(format.number(value.at(place)))",
        details: ["it is a parameter: it was given so, or a step made it so, and no step brings it back"])
    }
    return nil
  }

  /// Weights whose columns are all equal, with equal gradients: no step can tell them apart.
  func equalUnits(_ remedies: Remedies) -> [Diagnosis.Finding] {
    func areEqual(_ matrix: Traced) -> Bool {
      let (values, width) = (matrix.doubles, matrix.shape[1])
      let largest = values.lazy.map(\.magnitude).max() ?? 0
      return largest > 0
        && values.indices.allSatisfy { (values[$0] - values[$0 - $0 % width]).magnitude <= 1e-12 * largest }
    }
    return tape.parametersByDepth.compactMap { index -> Diagnosis.Finding? in
      let value = tape.nodes[index].value
      guard value.shape.count == 2, value.shape[1] > 1, areEqual(value), let gradient = tape.gradients[index]?.plain,
        gradient.shape == value.shape, areEqual(gradient)
      else { return nil }
      return Diagnosis.Finding(
        kind: .equalUnits,
        title:
          "the \(value.shape[1]) columns of \(names.name(of: index)) are equal, and so are their gradients: no step makes them different",
        advice: remedies.againstVanishing())
    }
  }

  /// Two layers of which one takes what the other gives, with nothing but sums and shapes between them.
  var linearPair: (String, String)? {
    for index in tape.nodes.indices where tape.nodes[index].operation.name == "matmul" {
      guard let own = layer(ofProduct: index) else { continue }
      var open = tape.inputs[index].map(\.index)
      while let next = open.popLast() {
        switch tape.nodes[next].operation.name {
        case "add", "reshape": open += tape.inputs[next].map(\.index)
        case "matmul":
          if let inner = layer(ofProduct: next), inner != own { return (inner, own) }
        default: continue
        }
      }
    }
    return nil
  }

  /// The layer, or the parameter, that a product multiplies by; nil where it is none.
  private func layer(ofProduct index: Int) -> String? {
    guard let weights = tape.inputs[index].map(\.index).last(where: { tape.nodes[$0].parameter >= 0 }) else {
      return nil
    }
    return ParameterPath.layer(of: names.name(of: weights))
  }

  /// The loss of the library that the number is the negative of; nil where it is none.
  var negatedLoss: String? {
    let last = tape.nodes[tape.last]
    let losses: Set<String> = [
      "cross_entropy", "binary_cross_entropy", "binary_cross_entropy_with_logits", "mse", "l1", "huber",
    ]
    guard last.operation.name == "negate", last.call?.isPrelude != true,
      let inner = tape.inputs[tape.last].first?.index,
      let call = tape.nodes[inner].call, call.isPrelude, losses.contains(call.function), (loss ?? 0) < 0
    else { return nil }
    return call.function
  }

  /// The first node that takes a nan from what was given; nil when nothing that was given holds one.
  private var meetingNaN: Int? {
    guard FirstNonFinite.hasNaN(tape.nodes[tape.last].value) else { return nil }
    return tape.nodes.indices.first { index in
      let node = tape.nodes[index]
      // What is nan for the sake of something computed before was not given, though it may look so after detach.
      guard
        tape.inputs[index].allSatisfy({ source in
          tape.isStart[source.index] || !FirstNonFinite.hasNaN(tape.nodes[source.index].value)
        })
      else { return false }
      return (0..<node.inputs.count).contains { position in
        let input = node.inputs[position]
        return input.node == nil && FirstNonFinite.hasNaN(input)
      }
    }
  }

  /// Whether the first value that is not finite is that of a parameter, which a step made so.
  package var isFirstNonFiniteParameter: Bool {
    guard FirstNonFinite.position(in: tape.nodes[tape.last].value) != nil, meetingNaN == nil else { return false }
    return tape.nodes[beginning(ofNonFinite: tape.last)].parameter >= 0
  }

  /// The node from which a value that is not finite has it: backwards from input to input, along nan as long as there is
  /// one.
  private func beginning(ofNonFinite last: Int) -> Int {
    var index = last
    while true {
      let sick = tape.inputs[index].map(\.index).filter { FirstNonFinite.position(in: tape.nodes[$0].value) != nil }
      guard let next = sick.first(where: { FirstNonFinite.hasNaN(tape.nodes[$0].value) }) ?? sick.first else {
        return index
      }
      index = next
    }
  }

  /// The first gradient, on the way back, that is nan or infinite.
  func nonFiniteGradient(_ remedies: Remedies) -> Diagnosis.Finding? {
    for step in plan.steps {
      for index in step.flows {
        let target = plan.flows[index].target
        guard let gradient = tape.gradients[target], let place = FirstNonFinite.position(in: gradient) else { continue }
        let from = plan.flows[index].edges.last?.from ?? target
        return Diagnosis.Finding(
          kind: .notFiniteGradient,
          title: "all values are finite, but \(gradientName(of: target)) is \(format.number(gradient.at(place)))",
          details: ["it comes from \(names.label(of: from))"] + slopeReason(from),
          advice: remedies.against(nonFiniteGradientOf: from), excerpt: excerpt(from))
      }
    }
    return nil
  }

  /// The weights that hold nothing but 0: parameters with two axes or more.
  var zeroWeights: [String] {
    tape.parametersByDepth.filter { index in
      let value = tape.nodes[index].value
      return value.shape.count >= 2 && value.count > 1 && TensorSummary(value).norm == 0
    }.map { names.name(of: $0) }
  }

  /// Operations whose slope is 0 wherever it exists, so that no gradient gets through them.
  var flatSteps: [Phrase] {
    tape.nodes.indices.filter { ["round", "floor", "ceil", "sign"].contains(tape.nodes[$0].operation.name) }
      .prefix(2).map { "\(names.label(of: $0)): the slope of \(tape.nodes[$0].operation.name) is 0 everywhere" }
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
    names.place(of: index).map { StepSource.excerpt($0.source, $0.span, format) } ?? []
  }

  private func element(_ index: Int, _ place: Int) -> Phrase {
    let shape = tape.nodes[index].value.shape
    let name = names.name(of: index)
    if shape.isEmpty { return names.label(of: index) }
    let indices = Places.text(place, in: shape)
    return NotationText.isName(name) ? "\(name)[\(indices)]" : "element [\(indices)] of \(name)"
  }

  /// How many examples must agree that a unit is silent.
  private static let enoughExamples = 4

  /// Units of relu layers that give 0 for every example.
  func deadUnits(_ remedies: Remedies) -> [Diagnosis.Finding] {
    unitFindings(named: ["relu"]) { uses, units in
      let dead = units.filter { $0.extreme == $0.count }.count
      let examples = units.first?.count ?? 0
      // For a few examples alone it is quite in order that a unit is silent.
      let isKnown = examples >= Self.enoughExamples && 10 * dead >= units.count
      guard let index = uses.first, dead > 0, isKnown || (dead == units.count && dead > 1) else { return nil }
      if units.count == 1 {
        return Diagnosis.Finding(
          kind: .deadUnits, title: "the unit of \(place(of: uses)) is dead: 0 for every example",
          details: ["no gradient reaches the weights of a unit whose input is never positive"],
          advice: remedies.againstDeadUnits(uses), excerpt: excerpt(index))
      }
      let which: Phrase = dead == units.count ? "all \(dead) units" : "\(dead) of \(units.count) units"
      let isOfRows = tape.nodes[index].value.shape.count == 2
      var details: [Phrase] = ["no gradient reaches the weights of a unit whose input is never positive"]
      if isOfRows { details.append("\(lossName) is computed from \(Phrase.counted(examples / uses.count, "example"))") }
      return Diagnosis.Finding(
        kind: .deadUnits, title: "\(which) of \(place(of: uses)) are dead: 0 for every example",
        details: details, advice: remedies.againstDeadUnits(uses), excerpt: excerpt(index))
    } isExtreme: {
      $0 <= 0
    }
  }

  /// What units are called: their value, the layer whose weights lead to them, and how often that is used.
  private func place(of uses: [Int]) -> Phrase {
    guard let first = uses.first else { return "" }
    let label = names.label(of: first)
    let weights = weightsBehind(first).map { names.name(of: $0) }
    let layer = weights.compactMap(ParameterPath.holder).first
    let called: Phrase = layer.map { "\(label) (layer \($0))" } ?? label
    return uses.count > 1 ? "\(called) (used \(uses.count) times)" : called
  }

  /// The parameters whose product with something makes the input of a node, such as the weights of its layer.
  private func weightsBehind(_ index: Int) -> [Int] {
    let movements: Set<String> = ["reshape", "transpose", "broadcast"]
    let products: Set<String> = ["matmul", "convolution", "conv2d"]
    var found: [Int] = []
    var open = tape.inputs[index].map { ($0.index, isFactor: false) }
    var seen: Set<Int> = []
    while let (next, isFactor) = open.popLast() {
      guard seen.insert(next).inserted else { continue }
      let name = tape.nodes[next].operation.name
      if tape.nodes[next].parameter >= 0 {
        found.append(next)
      } else if movements.contains(name) || (!isFactor && (name == "add" || products.contains(name))) {
        // What a product takes besides its weights is what another layer gives.
        open += tape.inputs[next].map { ($0.index, isFactor || products.contains(name)) }
      }
    }
    return found.sorted()
  }

  /// Sigmoids and tanhs that are nearly flat for most of their inputs.
  func saturatedUnits(_ remedies: Remedies) -> [Diagnosis.Finding] {
    let sigmoid = saturated(["sigmoid"], "0 or 1", remedies) { $0 < 0.01 || $0 > 0.99 }
    let tanh = saturated(["tanh"], "-1 or 1", remedies) { $0.magnitude > 0.98 }
    return sigmoid + tanh
  }

  private func saturated(
    _ operations: Set<String>, _ ends: Phrase, _ remedies: Remedies, isExtreme: @escaping (Double) -> Bool
  ) -> [Diagnosis.Finding] {
    unitFindings(named: operations) { uses, units in
      let all = units.reduce(0) { $0 + $1.count }
      let flat = units.reduce(0) { $0 + $1.extreme }
      guard let index = uses.first, all > 0, 2 * flat > all else { return nil }
      let name = place(of: uses)
      return Diagnosis.Finding(
        kind: .saturated,
        title: all == 1
          ? "\(name) is within 0.02 of \(ends): it is saturated"
          : "\(name) has \(flat) of \(all) values within 0.02 of \(ends): it is saturated",
        details: ["there the slope is nearly 0, so that little gradient gets through"],
        advice: remedies.againstSaturation(index), excerpt: excerpt(index))
    } isExtreme: {
      isExtreme($0)
    }
  }

  /// How often a unit's values are extreme.
  private struct UnitCount {
    var extreme = 0
    var count = 0
  }

  /// Counts for every node of some operations, those together that the same weights lead to; a unit is a place along the
  /// last axis, or a channel of images.
  private func unitFindings(
    named operations: Set<String>, _ finding: ([Int], [UnitCount]) -> Diagnosis.Finding?, isExtreme: (Double) -> Bool
  ) -> [Diagnosis.Finding] {
    struct Layer: Hashable {
      let weights: [Int]
      let units: Int
    }
    var uses: [Layer: (nodes: [Int], counts: [UnitCount])] = [:]
    for index in tape.nodes.indices where operations.contains(tape.nodes[index].operation.name) {
      if Interruption.isRequested { break }
      let value = tape.nodes[index].value
      let shape = value.shape
      let axis = shape.count == 4 ? 1 : shape.count - 1
      let units = shape.isEmpty ? 1 : shape[axis]
      let inner = shape.isEmpty ? 1 : shape[(axis + 1)...].reduce(1, *)
      guard units > 0, inner > 0 else { continue }
      let weights = weightsBehind(index)
      let layer = Layer(weights: weights.isEmpty ? [index] : weights, units: units)
      var (nodes, counts) = uses[layer] ?? ([], [UnitCount](repeating: UnitCount(), count: units))
      ElementWalk.forEach(value) { position, element in
        let unit = position / inner % units
        counts[unit].count += 1
        if isExtreme(element) { counts[unit].extreme += 1 }
      }
      nodes.append(index)
      uses[layer] = (nodes, counts)
    }
    let inOrder = uses.values.sorted { ($0.nodes.first ?? 0) < ($1.nodes.first ?? 0) }
    var found: [Diagnosis.Finding] = []
    for use in inOrder where found.count < 8 {
      if let one = finding(use.nodes, use.counts) { found.append(one) }
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

  /// Whether an element is nan.
  static func hasNaN(_ value: Traced) -> Bool {
    if let scalar = value.scalar { return scalar.isNaN }
    return value.elementType.isFloat && TensorSummary(value).norm.isNaN
  }
}

/// Why a value is not finite although everything it was computed from is.
private enum Cause {
  static func reason(_ node: Node, place: Int, isStart: Bool) -> Phrase? {
    if isStart {
      return node.parameter >= 0 ? "it is a parameter: it was given so, or a step made it so" : "it was given so"
    }
    if (0..<node.inputs.count).contains(where: { node.inputs[$0].count == 0 }) {
      return node.operation.name == "mean" || node.operation.name == "divide"
        ? "the mean of no elements is 0/0" : "there is no element to compute it from"
    }
    let inputs = (0..<node.inputs.count).map { position -> Double in
      let input = node.inputs[position].plain
      return input.at(Places.source(place, of: node.value.shape, in: input.shape))
    }
    guard let first = inputs.first else { return nil }
    let second = inputs.dropFirst().first ?? .nan
    switch node.operation.name {
    case "log": return first == 0 ? "log(0) is minus infinity" : "the logarithm of a negative number does not exist"
    case "exp":
      let limit = node.value.elementType == .float32 ? "88" : "709"
      return "exp overflows: its input is above \(limit)"
    case "divide" where second == 0: return first == 0 ? "0/0 is not a number" : "a division by 0"
    case "sqrt": return "the square root of a negative number does not exist"
    case "power":
      return first == 0
        ? "0 to a negative power divides by 0"
        : first < 0 && node.value.at(place).isNaN
          ? "a negative number has no power with a fraction" : "the power overflows"
    case "subtract" where first == second && first.isInfinite:
      return node.call?.isPrelude == true && node.call?.function.contains("softmax") == true
        ? "a softmax over nothing but -inf has no value: a mask must leave something in every row"
        : "infinity minus infinity is not a number"
    case "multiply", "matmul", "sum", "mean", "add", "subtract":
      return "the numbers are so large that their product or sum overflows"
    default: return nil
    }
  }
}
