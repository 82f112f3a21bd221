import Source

/// The blanks of a line whose full-width signs, which are as wide as a sign and a blank, became plain ones.
enum EvenSpacing {
  /// The line with blanks on both sides of an `=` that has one, and behind all commas of a bracket where one has it.
  static func line(_ line: String) -> String {
    guard !line.hasPrefix(":"), !line.hasPrefix("?") else { return line }
    let (words, source) = (Word.words(of: line), SourceText(line))
    func isApart(_ place: Int) -> Bool { words[place - 1].span.upper < words[place].span.lower }
    var (apart, open): (Set<Int>, [Int]) = ([], [])
    var commas: [Int: [Int]] = [:]
    for place in words.indices {
      if words[place].nesting < 0 { _ = open.popLast() }
      if words[place].nesting > 0 { open.append(place) }
      guard place > 0, place + 1 < words.count else { continue }
      if words[place].text == "," {
        commas[open.last ?? -1, default: []].append(place + 1)
      } else if words[place].text == "=", open.isEmpty, isApart(place) != isApart(place + 1) {
        apart.formUnion([place, place + 1])
      }
    }
    for places in commas.values where places.contains(where: isApart) { apart.formUnion(places) }
    var (text, last) = ("", 0)
    for place in apart.sorted() where !isApart(place) {
      text += source.slice(Span(last, words[place].span.lower)) + " "
      last = words[place].span.lower
    }
    return text + source.slice(Span(last, source.count))
  }
}
