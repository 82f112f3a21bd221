import Evaluation
import Tensors

/// What else the student's state holds: where an answer that is not right may have come from.
package struct Surroundings {
  /// A name with its numbers.
  struct Named {
    let name: String
    let grid: Grid
    let node: Node?
  }

  private(set) var values: [Named] = []

  /// Nothing else.
  package init() {}

  init(_ interpreter: Interpreter, _ state: State) {
    var interpreter = interpreter
    for name in interpreter.boundNames(in: state).prefix(300) where name != "expected" {
      guard let value = interpreter.value(of: name, in: state) else { continue }
      switch state.resolved(value) {
      case .data(let traced) where traced.count <= 100_000:
        values.append(Named(name: name, grid: Grid(traced), node: traced.node))
      case .list(let list) where list.items.count <= 1_000:
        if let traced = ValueText.asTensor(list, state: state), traced.count <= 100_000 {
          values.append(Named(name: name, grid: Grid(traced), node: nil))
        }
      default: break
      }
    }
  }

  /// The numbers bound to a name.
  func grid(of name: String) -> Grid? { values.first { $0.name == name }?.grid }

  /// The extents of axes, which are what means divide by; each once, small ones first.
  var extents: [Int] {
    var found: Set<Int> = []
    for value in values {
      found.formUnion(value.grid.shape)
      if value.grid.shape.count > 1 { found.insert(value.grid.count) }
    }
    return found.filter { $0 > 1 }.sorted()
  }

  /// The recorded numbers that no other name was computed from: what gradients are usually taken of.
  var losses: [(name: String, node: Node)] {
    values.compactMap { value in
      guard value.grid.shape.isEmpty, let node = value.node, node.parameter < 0, node.inputs.count > 0 else {
        return nil
      }
      return (value.name, node)
    }
  }
}
