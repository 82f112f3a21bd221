/// "Did you mean …": the names closest to a mistyped one.
package enum Suggestions {
  /// The best candidate for a mistyped name: the same letters in another case first, then an edit distance of at most
  /// a third of its length, above 1 only with the same first letter; nothing for names of one or two letters, whose neighbours are too many to help.
  package static func closest(to name: String, among candidates: some Sequence<String>) -> String? {
    let lowered = name.lowercased()
    var best: (name: String, distance: Int)?
    let limit = name.count <= 2 ? 0 : Swift.max(1, name.count / 3)
    for candidate in candidates where candidate != name {
      if candidate.lowercased() == lowered { return candidate }
      guard limit > 0, abs(candidate.count - name.count) <= limit else { continue }
      let distance = editDistance(Array(name.unicodeScalars), Array(candidate.unicodeScalars))
      // A slip of two letters is hardly in the first: income is no encode.
      guard distance <= limit, distance < 2 || candidate.first == name.first else { continue }
      if let known = best, (known.distance, known.name) <= (distance, candidate) { continue }
      best = (candidate, distance)
    }
    return best?.name
  }

  /// The edit distance of Damerau and Levenshtein (adjacent swaps count once), in its restricted form.
  ///
  /// Source: Boytsov, "Indexing methods for approximate dictionary searching" (2011), section 2.
  package static func editDistance<T: Equatable>(_ a: [T], _ b: [T]) -> Int {
    if a.isEmpty || b.isEmpty { return Swift.max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i] + [Int](repeating: 0, count: b.count)
      for j in 1...b.count {
        let cost = a[i - 1] == b[j - 1] ? 0 : 1
        row[j] = Swift.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          row[j] = Swift.min(row[j], beforeLast[j - 2] + 1)
        }
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
