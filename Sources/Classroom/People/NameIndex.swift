/// Several people's names, among which one is looked for.
struct NameIndex {
  private let names: [String]
  /// Who has a name, by its words, by its words in every spelling without accents, and by the letters of these, which
  /// stay the same where words are run together.
  private var (exact, plain, letters): ([String: [Int]], [String: [Int]], [String: [Int]]) = ([:], [:], [:])

  init(_ names: [String]) {
    self.names = names
    for (place, name) in names.enumerated() {
      exact[PersonName.key(name), default: []].append(place)
      for key in NameIndex.plain(name) { plain[key, default: []].append(place) }
      for key in NameIndex.letters(name) { letters[key, default: []].append(place) }
    }
  }

  /// Who is meant by a name, with its accents or without, by their places.
  ///
  /// Who writes an accent means a name that has it; without it, a name with it may be meant as well. Of a name whose words
  /// are run together, or apart, as `王 芳` is, only those who have no nearer one are meant.
  func places(of name: String) -> [Int] {
    let (wanted, spellings) = (PersonName.key(name), NameIndex.plain(name))
    guard !wanted.isEmpty else { return [] }
    if let found = exact[wanted], !spellings.contains(wanted) { return found }
    let alike = Set(spellings.flatMap { plain[$0] ?? [] })
    if !alike.isEmpty { return alike.sorted() }
    let runTogether = Set(NameIndex.letters(name).flatMap { letters[$0] ?? [] })
    return runTogether.filter { PersonName.haveSameWords(name, names[$0]) }.sorted()
  }

  private static func plain(_ name: String) -> Set<String> { Set(PersonName.spellings(name).map(PersonName.key)) }

  private static func letters(_ name: String) -> Set<String> {
    Set(PersonName.spellings(name).map { String($0.filter { $0.isLetter || $0.isNumber }.sorted()) })
  }
}
