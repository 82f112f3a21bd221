import Documents
import Source
import Tensors

/// A number that a graph starts from: a parameter or a number of the program, or an element of one.
struct GraphLeaf: Equatable {
  /// What it is called: `w`, `W[0, 1]`.
  let name: String
  /// The index of a parameter's node; nil for a number that is no node.
  let node: Int?
  /// Where a number that is no node is taken.
  let places: [GraphChange.Place]
  /// Its place among the elements.
  let position: Int

  /// How far ↑ and ↓ move a number: by a tenth of its own size.
  static func nudge(of own: Double) -> Double { own == 0 ? 0.1 : own.magnitude / 10 }
}

extension StepTable {
  /// The leaf with a name, `w` or `W[0, 1]`; nil for what is computed, and for several numbers at once.
  func leaf(named text: String) -> GraphLeaf? {
    var (name, indices) = (text, [Int]())
    if case .element(let tensor?, let place) = WalkCommand(text, among: [.element]) {
      (name, indices) = (tensor, place)
    }
    func leaf(_ name: String, _ value: Traced, node: Int?, _ places: [GraphChange.Place]) -> GraphLeaf? {
      guard value.elementType.isFloat, let position = Places.position(indices, in: value.shape) else { return nil }
      let shown = indices.isEmpty ? name : "\(name)[\(indices.map(String.init).joined(separator: ", "))]"
      return GraphLeaf(name: shown, node: node, places: places, position: position)
    }
    if let node = node(named: name) {
      guard tape.nodes[node].parameter >= 0 else { return nil }
      return leaf(names.name(of: node), tape.nodes[node].value, node: node, [])
    }
    let places = constants.filter { names.inputName(of: $0.node, at: $0.position) == name }
    guard let first = places.first else { return nil }
    return leaf(name, tape.nodes[first.node].inputs[first.position], node: nil, places)
  }

  /// The names of all leaves.
  var leafNames: [String] {
    let parameters = tape.starts.filter { tape.nodes[$0].parameter >= 0 }.map(names.name(of:))
    let given = constants.prefix(200).compactMap { names.inputName(of: $0.node, at: $0.position) }
    return (parameters + given.filter(NotationText.isName)).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Where the graph takes numbers that are no nodes.
  var constants: [GraphChange.Place] {
    tape.nodes.indices.lazy.filter { !tape.isStart[$0] }.flatMap { node in
      (0..<tape.nodes[node].inputs.count).filter { position in
        if case .node = tape.nodes[node].inputs[position] { false } else { true }
      }.map { GraphChange.Place(node: node, position: $0) }
    }
  }

  /// What a leaf holds.
  func number(of leaf: GraphLeaf) -> Double? {
    if let node = leaf.node { return tape.nodes[node].value.at(leaf.position) }
    return leaf.places.first.map { tape.nodes[$0.node].inputs[$0.position].at(leaf.position) }
  }

  /// The gradient in a leaf; nil for a number that is no node.
  func gradient(of leaf: GraphLeaf) -> Double? { leaf.node.flatMap { tape.gradients[$0]?.at(leaf.position) } }

  /// The same pass with other numbers at some leaves of `own`, the tape as the program recorded it.
  ///
  /// Nil where the graph would be another one: where a condition of the program depends on them, or an operation fails.
  func changing(_ numbers: [(leaf: GraphLeaf, to: Double)], of own: Tape) -> StepTable? {
    numbers.isEmpty ? retaken(on: own) : GraphTrial(own).tape(change(numbers, of: own)).map(retaken(on:))
  }

  /// Other numbers at some leaves of a tape.
  func change(_ numbers: [(leaf: GraphLeaf, to: Double)], of own: Tape) -> GraphChange {
    var change = GraphChange()
    func moved(_ value: Traced, _ leaf: GraphLeaf, _ number: Double) -> Traced? {
      var elements = value.doubles
      elements[leaf.position] = number
      return value.holding(elements)
    }
    for (leaf, number) in numbers {
      if let node = leaf.node.map({ own.nodes[$0] }) {
        let now = change.parameters[node.parameter] ?? node.value
        change.parameters[node.parameter] = moved(now, leaf, number)
      }
      for place in leaf.places {
        let now = change.constants[place] ?? own.nodes[place.node].inputs[place.position]
        change.constants[place] = moved(now, leaf, number)
      }
    }
    return change
  }
}

extension Traced {
  /// Other numbers in the same shape and element type; nil when they do not fit.
  func holding(_ numbers: [Double]) -> Traced? {
    elementType == .float32
      ? try? Traced.make(numbers.map { Float($0) }, shape: shape) : try? Traced.make(numbers, shape: shape)
  }
}
