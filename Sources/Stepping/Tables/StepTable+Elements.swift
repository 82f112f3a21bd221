import Documents
import Source
import Tensors

extension StepTable {
  /// Whether a step passes something on to a value.
  func passes(step: Int, to name: String) -> Bool {
    plan.steps.indices.contains(step)
      && plan.steps[step].flows.contains { names.name(of: plan.flows[$0].target) == name }
  }

  /// How one element of a gradient in a step comes about: the sum of its own products.
  func elementDocument(step: Int, name: String?, indices: [Int]) -> Document {
    guard plan.steps.indices.contains(step), let unit = plan.steps[step].unit else {
      return StepText.sentence("this step has no elements to look into")
    }
    guard case .node = unit else {
      return StepText.sentence("press i first: inside the call each operation has its own sums")
    }
    let flows = plan.steps[step].flows.map { plan.flows[$0] }.filter { !tape.nodes[$0.target].value.shape.isEmpty }
    let chosen = flow(among: flows, name: name, rank: indices.count)
    guard let flow = chosen, let edge = flow.edges.first else {
      let targets = flows.map { names.name(of: $0.target) }
      return StepText.sentence(
        targets.isEmpty
          ? "this step passes on single numbers: they are all there is"
          : "this step has the gradients of \(list: targets): write \(targets[0])[…] with \(tape.nodes[flows[0].target].value.shape.count) indices"
      )
    }
    let shape = tape.nodes[flow.target].value.shape
    guard let position = Places.position(indices, in: shape) else {
      return StepText.sentence(
        "\(names.name(of: flow.target)) has the shape \(format.shape(shape)): indices count from 0, one for each axis")
    }
    let place = "[\(indices.map(String.init).joined(separator: ", "))]"
    let left = gradientName(of: flow.target) + place
    guard let part = tape.contribution(from: edge.from, to: edge.position) else {
      return StepText.sentence("no gradient flows to \(names.name(of: flow.target))")
    }
    let value = format.number(part.at(position))
    let sum = elementSum(edge, target: shape, element: position)
    guard let sum else { return StepText.sentence("\(left) = \(value)") }
    var lines = [[Inline.text("\(left) = \(sum.explanation)")]]
    lines.append([.text("  = \(sum.text(format)) = \(value)")])
    return Document([.indented([.lines(lines)])])
  }

  /// The products behind one element of what an edge passes on, in the letters of the program.
  func elementSum(_ edge: (from: Int, position: Int), target shape: [Int], element: Int) -> ElementSum? {
    let operands = (0..<tape.nodes[edge.from].inputs.count).map { names.inputName(of: edge.from, at: $0) }
    return ElementSum(
      tape: tape, node: edge.from, position: edge.position, target: shape, element: element,
      gradient: gradientName(of: edge.from), operands: operands,
      rule: StepRule(self, node: edge.from, position: edge.position))
  }

  /// The flow that is meant: by name, else that to a parameter, else the first with as many axes as there are indices.
  private func flow(among flows: [StepPlan.Flow], name: String?, rank: Int) -> StepPlan.Flow? {
    if let name { return flows.first { names.name(of: $0.target) == name } }
    let fitting = flows.filter { tape.nodes[$0.target].value.shape.count == rank }
    return fitting.first { tape.nodes[$0.target].parameter >= 0 } ?? fitting.first
  }
}

/// Where elements lie: row-major positions and indices.
enum Places {
  /// The row-major position of indices; nil when they do not fit the shape.
  static func position(_ indices: [Int], in shape: [Int]) -> Int? {
    guard indices.count == shape.count else { return nil }
    var position = 0
    for (index, extent) in zip(indices, shape) {
      guard index >= 0, index < extent else { return nil }
      position = position * extent + index
    }
    return position
  }

  /// The indices of a row-major position.
  static func indices(_ position: Int, in shape: [Int]) -> [Int] {
    var rest = position
    var indices: [Int] = []
    for extent in shape.reversed() {
      indices.append(extent > 0 ? rest % extent : 0)
      rest = extent > 0 ? rest / extent : 0
    }
    return indices.reversed()
  }

  /// The indices of a row-major position as they stand between brackets: `1, 0`.
  static func text(_ position: Int, in shape: [Int]) -> String {
    indices(position, in: shape).map(String.init).joined(separator: ", ")
  }

  /// The position that a position of a stretched shape looks at in the shape that was stretched.
  static func source(_ position: Int, of stretched: [Int], in shape: [Int]) -> Int {
    let indices = Places.indices(position, in: stretched).suffix(shape.count)
    return zip(indices, shape).reduce(0) { place, pair in place * pair.1 + (pair.1 == 1 ? 0 : pair.0) }
  }
}

/// The products whose sum is one element of what a node passes on.
struct ElementSum {
  /// The factors of each product.
  private(set) var terms: [[Double]] = []
  /// What is summed over, in symbols.
  let explanation: Phrase

  /// The products with their numbers; beyond six the rest is counted.
  func text(_ format: StepFormat) -> Phrase {
    let shown = terms.prefix(6).map { $0.map(format.number).joined(separator: " × ") }
    let sum = shown.joined(separator: " + ")
    return terms.count > 6 ? "\(sum) + … \(terms.count - 6) more" : .verbatim(sum)
  }

  /// The most elements that are searched for those that were stretched from one.
  private static let most = 400_000

  /// Finds the products; nil for an operation whose gradient is not a sum of products of single elements.
  ///
  /// `gradient` and `operands` are what the arriving gradient and the node's inputs are called.
  init?(
    tape: Tape, node index: Int, position: Int, target shape: [Int], element: Int, gradient name: String,
    operands: [String?], rule: StepRule
  ) {
    let node = tape.nodes[index]
    guard let gradient = tape.gradients[index] else { return nil }
    let place = Places.indices(element, in: shape)
    switch (node.operation.name, node.operation.derivative) {
    case ("matmul", _):
      let (left, right) = (node.inputs[0].plain, node.inputs[1].plain)
      let (isTall, isWide) = (left.shape.count == 2, right.shape.count == 2)
      guard (1...2).contains(left.shape.count), (1...2).contains(right.shape.count), let inner = left.shape.last,
        right.shape.first == inner, let first = place.first, let last = place.last
      else { return nil }
      // A vector stands on the left for one row, on the right for one column; its missing axis has no index.
      let (rows, columns) = (isTall ? left.shape[0] : 1, isWide ? right.shape[1] : 1)
      func arriving(_ row: String, _ column: String) -> String {
        let indices = (isTall ? [row] : []) + (isWide ? [column] : [])
        return name + (indices.isEmpty ? "" : "[\(indices.joined(separator: ", "))]")
      }
      if position == 0 {
        let factor: Phrase = "\(Self.operand(operands, 1, "the right factor"))[\(last)\(isWide ? ", k" : "")]"
        explanation = "\(isWide ? "Σₖ " : "")\(arriving("\(first)", "k")) · \(factor)"
        let row = isTall ? first : 0
        terms = (0..<columns).map { [gradient.at(row * columns + $0), right.at(last * columns + $0)] }
      } else {
        let factor: Phrase = "\(Self.operand(operands, 0, "the left factor"))[\(isTall ? "k, " : "")\(first)]"
        explanation = "\(isTall ? "Σₖ " : "")\(factor) · \(arriving("k", "\(last)"))"
        let column = isWide ? last : 0
        terms = (0..<rows).map { [left.at($0 * inner + first), gradient.at($0 * columns + column)] }
      }
    case ("sum", _), ("mean", _):
      guard case .reduction(let axes, let keepsAxes) = node.attributes else { return nil }
      let reduced = axes ?? Array(shape.indices)
      var target: [Int] = []
      for axis in shape.indices {
        if !reduced.contains(axis) { target.append(place[axis]) } else if keepsAxes { target.append(0) }
      }
      let arriving = gradient.shape.isEmpty ? 0 : Places.position(target, in: gradient.shape)
      guard let arriving else { return nil }
      let isMean = node.operation.name == "mean"
      let count = reduced.reduce(1.0) { $0 * Double(shape[$1]) }
      terms = isMean ? [[gradient.at(arriving), 1 / count]] : [[gradient.at(arriving)]]
      explanation = .verbatim(isMean ? "\(name) · 1/\(Int(count))" : name)
    case (_, .elementwise):
      let stretched = gradient.shape
      guard stretched == shape || gradient.count <= Self.most, let local = tape.local(from: index, to: position) else {
        return nil
      }
      let indices = place.map(String.init).joined(separator: ", ")
      let sum = Self.stretchedSum(of: name, rule.local, over: stretched, in: shape, at: place)
      explanation = .verbatim(stretched == shape ? "(\(rule.text))[\(indices)]" : sum)
      func term(_ place: Int) -> [Double] {
        [gradient.at(place), local.at(Places.source(place, of: stretched, in: local.shape))]
      }
      if stretched == shape {
        terms = [term(element)]
      } else {
        for place in 0..<gradient.count where Places.source(place, of: stretched, in: shape) == element {
          terms.append(term(place))
        }
      }
    default: return nil
    }
  }

  /// `Σᵢ ∂L/∂z[i, 0]`: the sum over the places to which one element was stretched, with a letter for each such axis.
  private static func stretchedSum(
    of gradient: String, _ local: String?, over stretched: [Int], in shape: [Int], at place: [Int]
  ) -> String {
    let letters = [("i", "ᵢ"), ("j", "ⱼ"), ("k", "ₖ"), ("l", "ₗ"), ("m", "ₘ"), ("n", "ₙ")]
    var (sign, indices, used) = ("Σ", [String](), 0)
    let missing = stretched.count - shape.count
    for axis in stretched.indices {
      let own = axis - missing
      if shape.indices.contains(own), shape[own] == stretched[axis] {
        indices.append(String(place[own]))
      } else {
        let letter = letters[used % letters.count]
        sign += letter.1
        indices.append(letter.0)
        used += 1
      }
    }
    let factor = local.map { $0 == "1" ? gradient : "(\(gradient) · \(isProduct($0) ? $0 : "(\($0))"))" } ?? gradient
    return "\(sign) \(factor)[\(indices.joined(separator: ", "))]"
  }

  /// Whether a factor needs no brackets beside another.
  private static func isProduct(_ text: String) -> Bool { !text.contains(" ") && !text.hasPrefix("-") }

  /// What an operand is called, in brackets when it is more than a name.
  private static func operand(_ names: [String?], _ position: Int, _ side: Phrase) -> Phrase {
    guard let name = names.indices.contains(position) ? names[position] : nil else { return side }
    return .verbatim(NotationText.isName(name) ? name : "(\(name))")
  }
}
