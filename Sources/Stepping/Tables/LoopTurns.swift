import Tensors

/// In which turns of a loop the values of a graph were made, as far as the graph holds several turns.
struct LoopTurns {
  /// The turns of the loops around each node, the outermost first; empty outside of loops and where all turns are one.
  private let paths: [[Int32]]

  init(tape: Tape, calls: [CallRecord?]) {
    var isOver = false
    let all = tape.nodes.indices.map { index -> [Int32] in
      if index & 0xfff == 0, Interruption.isRequested { isOver = true }
      if isOver { return [] }
      // The loops of the prelude are its own affair.
      let isOwn = calls[index]?.isPrelude != true
      var path = isOwn && tape.nodes[index].turn > 0 ? [tape.nodes[index].turn] : []
      var call = calls[index]
      while let record = call {
        if record.turn > 0, record.parent?.isPrelude != true { path.append(record.turn) }
        call = record.parent
      }
      return path.reversed()
    }
    // A graph made in a single turn, as each turn of training makes one, needs no number of that turn.
    var first: [Int: Int32] = [:]
    var differs: Set<Int> = []
    for path in all {
      for (depth, turn) in path.enumerated() {
        if let known = first[depth], known != turn { differs.insert(depth) }
        if first[depth] == nil { first[depth] = turn }
      }
    }
    paths = all.map { path in path.indices.contains { differs.contains($0) } ? path : [] }
  }

  /// `t = 3`, for nested loops `t = 2, 3`; nil outside of loops.
  func text(of index: Int) -> String? {
    paths[index].isEmpty ? nil : "t = " + paths[index].map(String.init).joined(separator: ", ")
  }

  /// What tells values of one name apart: `[t=3]`; what stands before the loop is `[t=0]`.
  ///
  /// Nil when the turns do not tell them apart.
  func marks(of indices: [Int]) -> [Int: String]? {
    guard indices.count > 1 else { return nil }
    var marks: [Int: String] = [:]
    for (place, index) in indices.enumerated() {
      if place & 0xfff == 0xfff, Interruption.isRequested { return nil }
      if paths[index].isEmpty {
        guard place == 0 else { return nil }
        marks[index] = "[t=0]"
      } else {
        marks[index] = "[t=" + paths[index].map(String.init).joined(separator: ",") + "]"
      }
    }
    return Set(marks.values).count == indices.count ? marks : nil
  }
}
