extension Node {
  /// How many bytes the values of a graph take, without those of its leaves; of a large graph, those of the nearest
  /// `count` nodes.
  package func bytes(within count: Int) -> Int {
    var seen: Set<ObjectIdentifier> = [ObjectIdentifier(self)]
    var waiting = [self]
    var position = 0
    var bytes = 0
    while position < waiting.count {
      let node = waiting[position]
      position += 1
      bytes += MemoryLayout<Node>.stride + 128
      if node.operation !== Operation.leaf { bytes += node.value.byteCount }
      node.forEachSource { source in
        if seen.count < count, seen.insert(ObjectIdentifier(source)).inserted { waiting.append(source) }
      }
    }
    return bytes
  }
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
