/// Where the random numbers of a step begin.
///
/// Each cell and each task draws from a stream of its own, so that what a student types in between, and what an author
/// puts in elsewhere, changes no number that comes later.
package enum StepStream: Equatable, Sendable {
  /// At the lesson's seed and this place in it: the same in every translation.
  case place(String)
  /// At a seed that stands in the cell's header.
  case seed(UInt64)
  /// Where the step before left off.
  case onward
}

extension Lesson {
  /// The stream of each step.
  ///
  /// A task's place is its id, and so is a cell's that has one. Any other cell is found by the task before it and by
  /// how many cells there have been since. In a lesson with `streams: one` only a cell with an `id` or a `seed` begins anew.
  package var streams: [StepStream] {
    var (task, cells) = ("", 0)
    return steps.map { step in
      if let id = step.id { (task, cells) = (id, 0) }
      guard case .cell(let cell) = step else { return hasOneStream ? .onward : .place("\(task)+\(cells)") }
      cells += 1
      if let seed = cell.seed { return .seed(seed) }
      if let id = cell.id { return .place(id) }
      return hasOneStream ? .onward : .place("\(task)+\(cells)")
    }
  }

  /// The steps, each with its stream.
  package var walk: Zip2Sequence<[Step], [StepStream]> { zip(steps, streams) }
}
