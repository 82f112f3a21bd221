/// Lays out the names that could stand at the cursor.
enum CandidateList {
  /// Returns the rows to print, at most `rows` of them, and says how many names did not fit.
  ///
  /// Names share rows, in columns, unless they have details, which then stand beside them.
  static func rows(_ candidates: [Candidate], columns: Int, rows limit: Int) -> [String] {
    let limit = max(limit, 2)
    let widest = candidates.reduce(0) { max($0, displayWidth($1.name)) }
    let hasDetails = candidates.contains { !$0.detail.isEmpty }
    var rows: [String] = []
    if hasDetails {
      for candidate in candidates {
        let padding = String(repeating: " ", count: widest - displayWidth(candidate.name) + 2)
        let row = candidate.detail.isEmpty ? candidate.name : candidate.name + padding + candidate.detail
        rows.append(fitting(row, columns: columns - 1))
      }
      return shortened(rows, to: limit, hidden: { candidates.count - $0 })
    }
    let perRow = max((columns - 1) / (widest + 2), 1)
    for start in stride(from: 0, to: candidates.count, by: perRow) {
      let names = candidates[start..<min(start + perRow, candidates.count)].map(\.name)
      let padded = names.dropLast().map { $0 + String(repeating: " ", count: widest - displayWidth($0) + 2) }
      rows.append(fitting((padded + names.suffix(1)).joined(), columns: columns - 1))
    }
    return shortened(rows, to: limit, hidden: { candidates.count - $0 * perRow })
  }

  /// Returns the longest text with which all of them begin.
  static func commonPrefix(of names: [String]) -> String {
    guard var common = names.first.map({ Array($0.unicodeScalars) }) else { return "" }
    for name in names.dropFirst() {
      var length = 0
      for (left, right) in zip(common, name.unicodeScalars) {
        if left != right { break }
        length += 1
      }
      common = Array(common.prefix(length))
    }
    return EditBuffer.string(common[...])
  }

  private static func shortened(_ rows: [String], to limit: Int, hidden: (Int) -> Int) -> [String] {
    if rows.count <= limit { return rows }
    return rows.prefix(limit - 1) + ["… and \(hidden(limit - 1)) more"]
  }
}
