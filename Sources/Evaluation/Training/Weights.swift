package import Tensors

/// The parameters of a model under the names that a file of weights gives them.
package enum Weights {
  /// A parameter with its name in the file: `0.W` for the matrix of the first layer.
  package struct Entry {
    /// Where it is in the model: positions and captured names, joined by points.
    package let path: String
    /// The parameter.
    package let parameter: Parameter
  }

  /// How deep values may lie inside each other.
  private static let deepest = 200

  /// The parameters that a value holds: a model's layers by their positions, what functions captured by its names.
  ///
  /// Each parameter comes once, in the order in which the model holds it. Those of top-level names that a function
  /// mentions, which `mentioned` gives by their slots, have the paths that they have there: `q.W`.
  package static func entries(of value: Value, mentioned: (Int) -> (name: String, value: Value)? = { _ in nil })
    -> [Entry]
  {
    var entries: [Entry] = []
    var seen: Set<ObjectIdentifier> = []
    visit(value, path: "", depth: 0, mentioned, seen: &seen, entries: &entries)
    return entries
  }

  private static func visit(
    _ value: Value, path: String, depth: Int, _ mentioned: (Int) -> (name: String, value: Value)?,
    seen: inout Set<ObjectIdentifier>, entries: inout [Entry]
  ) {
    guard depth < deepest else { return }
    func inside(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
    switch value {
    case .parameter(let parameter):
      guard seen.insert(ObjectIdentifier(parameter)).inserted else { return }
      entries.append(Entry(path: path.isEmpty ? parameter.name ?? "parameter" : path, parameter: parameter))
    case .list(let list):
      for (index, item) in list.items.enumerated() {
        visit(item, path: inside("\(index)"), depth: depth + 1, mentioned, seen: &seen, entries: &entries)
      }
    case .record(let record):
      for (name, item) in zip(record.names, record.values) {
        visit(item, path: inside(name), depth: depth + 1, mentioned, seen: &seen, entries: &entries)
      }
    case .function(let function):
      guard seen.insert(ObjectIdentifier(function)).inserted else { return }
      for (name, item) in function.captured {
        // A model's layers are its elements: `net[0]` and not `net.layers[0]`.
        visit(
          item, path: name == "layers" ? path : inside(name), depth: depth + 1, mentioned, seen: &seen,
          entries: &entries)
      }
      for slot in function.mentionedGlobals {
        guard let (name, item) = mentioned(slot) else { continue }
        visit(item, path: name, depth: depth + 1, mentioned, seen: &seen, entries: &entries)
      }
    case .data, .string, .range, .optimiser, .figure, .batches, .nothing, .unset: return
    }
  }
}

extension Interpreter {
  /// The parameters of a model under their names in a file of weights, also those of top-level names that it mentions.
  package func weights(of model: Value, in state: State) -> [Weights.Entry] {
    Weights.entries(of: model) { slot in
      guard table.names.indices.contains(slot), state.globals.indices.contains(slot) else { return nil }
      return (table.names[slot], state.globals[slot])
    }
  }
}

extension State {
  /// Gives parameters new values, which have their shapes and element types.
  package mutating func set(_ values: [(parameter: Parameter, value: Traced)]) {
    for (parameter, value) in values { update(parameter, to: value) }
  }
}
