package import Evaluation
package import Tensors

/// Which names lead to which recorded values now: top-level names, and paths such as `net[0].W` to what lies inside.
package struct GraphNaming {
  /// Every parameter that a name or a path leads to, in the order of the names.
  package private(set) var parameters: [(name: String, id: Int)] = []
  private var parameterNames: [Int: String] = [:]
  private var nodeNames: [ObjectIdentifier: String] = [:]
  private var seen: Set<ObjectIdentifier> = []
  // The nodes are held, so that an address is never that of another one.
  private var nodes: [Node] = []

  /// The most values inside others that are looked at.
  private static let most = 20_000

  /// Looks through the values of names.
  package init(_ names: [(name: String, value: Value)]) {
    // A name of its own goes before a path that leads to the same value.
    for (name, value) in names { note(value, name) }
    for (name, value) in names { visit(value, name, depth: 0) }
  }

  /// What a node is called; nil when no name leads to it.
  package func name(of node: Node) -> String? {
    if node.parameter >= 0 { return parameterNames[node.parameter] }
    return nodeNames[ObjectIdentifier(node)]
  }

  private mutating func note(_ value: Value, _ name: String) {
    switch value {
    case .parameter(let parameter):
      guard !parameter.isBuffer, parameterNames[parameter.id] == nil else { return }
      parameterNames[parameter.id] = name
      parameters.append((name, parameter.id))
    case .data(.node(let node)):
      if node.parameter >= 0 {
        guard parameterNames[node.parameter] == nil else { return }
        parameterNames[node.parameter] = name
        parameters.append((name, node.parameter))
      } else if nodeNames[ObjectIdentifier(node)] == nil {
        nodeNames[ObjectIdentifier(node)] = name
        nodes.append(node)
      }
    default: break
    }
  }

  private mutating func visit(_ value: Value, _ path: String, depth: Int) {
    note(value, path)
    guard depth < 12, seen.count < Self.most else { return }
    switch value {
    case .list(let list):
      guard seen.insert(ObjectIdentifier(list)).inserted else { return }
      for (index, item) in list.items.enumerated().prefix(1_000) { visit(item, "\(path)[\(index)]", depth: depth + 1) }
    case .record(let record):
      guard seen.insert(ObjectIdentifier(record)).inserted else { return }
      for (name, item) in zip(record.names, record.values) { visit(item, "\(path).\(name)", depth: depth + 1) }
    case .function(let function):
      guard seen.insert(ObjectIdentifier(function)).inserted else { return }
      for (name, captured) in function.captured {
        // The layers of a chain are reached as net[0], anything else that was captured as net.W.
        visit(captured, name == "layers" ? path : "\(path).\(name)", depth: depth + 1)
      }
    default: break
    }
  }
}
