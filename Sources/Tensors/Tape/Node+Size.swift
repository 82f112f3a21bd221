extension Node {
  /// About how many bytes a graph takes, without the values of its leaves.
  ///
  /// A gradient whose record is not made yet keeps the graph alive that the record will be made from.
  package var graphBytes: Int {
    var bytes = 0
    var seen: Set<ObjectIdentifier> = []
    var roots = [self]
    while let root = roots.popLast() {
      Walk.forEach(from: root) { node in
        bytes += node.ownBytes + (node.step === Operation.leaf ? 0 : node.value.byteCount)
        guard node.isDeferred else { return }
        node.forEachSource { if seen.insert(ObjectIdentifier($0)).inserted { roots.append($0) } }
      }
    }
    return bytes
  }

  /// About how many bytes a node takes without its value: what holds the inputs of numbers lies in the node itself.
  private var ownBytes: Int { arity > 0 ? 192 : 320 }
}

extension Traced {
  /// How many bytes its elements take.
  package var byteCount: Int { count * elementType.size }

  /// Whether it is one and the same object as another, or a number like it.
  package func isOneWith(_ other: Traced) -> Bool {
    switch (self, other) {
    case (.tensor(let a), .tensor(let b)): a === b
    case (.node(let a), .node(let b)): a === b
    case (.tensor, _), (.node, _), (_, .tensor), (_, .node): false
    default: true
    }
  }
}
