import Tensors

/// The calls during which the nodes of a graph were made, as a forest: each may be shown as one step.
struct CallGroups {
  /// A call.
  struct Group {
    /// What was called, from where.
    let record: CallRecord
    /// The call around it.
    let parent: Int?
    /// How many nodes were made in it and in the calls inside it.
    var size: Int
    /// Whether it uses parameters that were not handed to it: a layer's own weights.
    var holdsParameters: Bool
  }

  /// The calls; a call comes after the one around it.
  private(set) var groups: [Group] = []
  /// The innermost call of each node.
  let innermost: [Int?]

  init(tape: Tape, names: GraphNames) {
    var indices: [ObjectIdentifier: Int] = [:]
    var made: [Group] = []
    innermost = tape.nodes.indices.map { index in
      var unknown: [CallRecord] = []
      var call = names.calls[index]
      while let record = call, indices[ObjectIdentifier(record)] == nil {
        unknown.append(record)
        call = record.parent
      }
      for record in unknown.reversed() {
        let parent = record.parent.flatMap { indices[ObjectIdentifier($0)] }
        indices[ObjectIdentifier(record)] = made.count
        made.append(Group(record: record, parent: parent, size: 0, holdsParameters: false))
      }
      return names.calls[index].flatMap { indices[ObjectIdentifier($0)] }
    }
    for (index, group) in innermost.enumerated() {
      if index & 0xff == 0, Interruption.isRequested { break }
      guard let group, !tape.isStart[index] else { continue }
      made[group].size += 1
      for input in tape.inputs[index] where tape.nodes[input.index].parameter >= 0 {
        // A parameter that the call's text mentions was handed over; any other one belongs to what was called.
        let name = NotationText.bare(names.name(of: input.index))
        var around: Int? = group
        while let current = around, !made[current].holdsParameters {
          let source = NotationText.bare(names.source(of: made[current].record.origin))
          if !source.contains(name) { made[current].holdsParameters = true }
          around = made[current].parent
        }
      }
    }
    for index in made.indices.reversed() {
      if let parent = made[index].parent { made[parent].size += made[index].size }
    }
    groups = made
  }

  /// The calls that are one step at first: those of the prelude, but for layers, whose weights are worth seeing.
  var closedAtFirst: Set<Int> {
    Set(groups.indices.filter { groups[$0].record.isPrelude && groups[$0].size > 1 && !groups[$0].holdsParameters })
  }

  /// For each call the outermost closed one around it, itself included.
  func representatives(closed: Set<Int>) -> [Int?] {
    var result: [Int?] = []
    result.reserveCapacity(groups.count)
    for (index, group) in groups.enumerated() {
      result.append(group.parent.flatMap { result[$0] } ?? (closed.contains(index) ? index : nil))
    }
    return result
  }

  /// The call and all around it, from the inside out.
  func chain(from index: Int?) -> [Int] {
    var result: [Int] = []
    var current = index
    while let group = current {
      result.append(group)
      current = groups[group].parent
    }
    return result
  }
}
