/// Numbers that are counted up, kept as the runs they make: as many as there are gaps, however long a session is.
package struct Counted: Equatable, Sendable {
  private var runs: [Range<Int>] = []

  /// Adds a number that is larger than all there are.
  package mutating func append(_ number: Int) {
    if let last = runs.indices.last, runs[last].upperBound == number {
      runs[last] = runs[last].lowerBound..<number + 1
    } else {
      runs.append(number..<number + 1)
    }
  }

  /// Adds those of others that come after a number.
  package mutating func append(_ others: Counted, after number: Int) {
    for run in others.runs where run.upperBound > number + 1 {
      runs.append(Swift.max(run.lowerBound, number + 1)..<run.upperBound)
    }
  }

  /// Whether a number is among them.
  package func contains(_ number: Int) -> Bool { runs.contains { $0.contains(number) } }
}
