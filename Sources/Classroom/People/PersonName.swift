import Source

/// Names as different people and programs write them: `Wei, Li`, `Li Wei`, `li wei`.
enum PersonName {
  /// The words of a name, in small letters and in order of the alphabet, whichever is said first.
  static func words(_ name: String) -> [String] {
    name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init).sorted()
  }

  /// What two writings of one name have in common.
  static func key(_ name: String) -> String { words(name).joined(separator: " ") }

  /// A name as it is typed where some of its letters are not on the keyboard: `zoe` for `Zoë`, `muller` and `mueller`
  /// for `Müller`.
  static func spellings(_ name: String) -> [String] {
    name.lowercased().split(separator: " ").reduce([""]) { known, word in
      let short = word.map(plain).joined()
      let long = word.map { longer[$0] ?? plain($0) }.joined()
      // So many words that may be written in two ways are no name.
      let forms = short == long || known.count > 16 ? [short] : [short, long]
      return known.flatMap { start in forms.map { "\(start) \($0)" } }
    }
  }

  /// Letters for which two others are written.
  private static let longer: [Character: String] = ["ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"]
  /// Letters that are no other letter with a mark.
  private static let others: [Character: String] = [
    "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "ё": "е",
  ]

  /// A small letter without its marks: the name of a letter of Latin script says which it is a form of.
  private static func plain(_ letter: Character) -> String {
    if let other = others[letter] { return other }
    guard let first = letter.unicodeScalars.first else { return "" }
    if first.isASCII { return String(Character(first)) }
    let start = "LATIN SMALL LETTER "
    guard let name = first.properties.name, name.hasPrefix(start), let mark = name.firstRange(of: " WITH ") else {
      return String(letter)
    }
    let base = name[..<mark.lowerBound].dropFirst(start.count)
    return base.count == 1 ? base.lowercased() : String(letter)
  }

  /// Whether something holds of two names in one of the spellings of each.
  private static func inSomeSpelling(_ a: String, _ b: String, _ holds: (String, String) -> Bool) -> Bool {
    spellings(a).contains { left in spellings(b).contains { holds(left, $0) } }
  }

  /// Whether two writings have the same words, also where one runs them together, as Canvas does: `lovelaceada`.
  static func haveSameWords(_ a: String, _ b: String) -> Bool { inSomeSpelling(a, b, sameWords) }

  private static func sameWords(_ a: String, _ b: String) -> Bool {
    key(a) == key(b) || spells(letters(a)[...], words(b)) || spells(letters(b)[...], words(a))
  }

  private static func letters(_ name: String) -> String { name.lowercased().filter { $0.isLetter || $0.isNumber } }

  /// Whether a text is these words in some order, with nothing between them.
  private static func spells(_ text: Substring, _ words: [String]) -> Bool {
    if words.isEmpty { return text.isEmpty }
    // The orders of so many more words are too many to try.
    guard words.count <= 6 else { return false }
    return words.indices.contains { index in
      guard text.hasPrefix(words[index]) else { return false }
      var rest = words
      rest.remove(at: index)
      return spells(text.dropFirst(words[index].count), rest)
    }
  }

  /// `Li Wei` for `Wei, Li`.
  static func display(_ name: String) -> String {
    let parts = name.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmingSpaces)
    return parts.count == 2 && !parts[0].isEmpty && !parts[1].isEmpty ? "\(parts[1]) \(parts[0])" : name
  }

  /// Whether one name is the other with words left out or shortened, as `A Lovelace` and `Ada King Lovelace`.
  ///
  /// A surname alone is shared by many.
  static func isOne(_ a: String, _ b: String) -> Bool { inSomeSpelling(a, b, isShortened) }

  private static func isShortened(_ a: String, _ b: String) -> Bool {
    if sameWords(a, b) { return true }
    let (left, right) = (words(a), words(b))
    let (short, long) = left.count <= right.count ? (left, right) : (right, left)
    func fits(_ word: String, _ other: String) -> Bool {
      word == other || (word.count == 1 && other.hasPrefix(word)) || (other.count == 1 && word.hasPrefix(other))
    }
    return short.count > 1 && short.allSatisfy { word in long.contains { fits(word, $0) } }
      && short.contains { $0.count > 1 && long.contains($0) }
  }

  /// Whether two names are not two people's: where both have several words, one that they share, such as a surname, is
  /// not enough.
  static func agree(_ a: String, _ b: String) -> Bool { inSomeSpelling(a, b, shareEnough) }

  private static func shareEnough(_ a: String, _ b: String) -> Bool {
    let (left, right) = (words(a), words(b))
    guard left.count > 1, right.count > 1, !sameWords(a, b) else { return shareWord(a, b) }
    let shared = left.count { word in
      right.contains { $0 == word || word.count == 1 && $0.hasPrefix(word) || $0.count == 1 && word.hasPrefix($0) }
    }
    return shared > 1 && shareWord(a, b)
  }

  /// Whether two names may be one person's: a word is in both, also where a program has run the words together.
  static func mayBeOne(_ a: String, _ b: String) -> Bool { inSomeSpelling(a, b, shareWord) }

  private static func shareWord(_ a: String, _ b: String) -> Bool {
    let (left, right) = (words(a), words(b))
    guard !left.isEmpty, !right.isEmpty else { return true }
    if sameWords(a, b) { return true }
    let (leftRun, rightRun) = (letters(a), letters(b))
    return left.contains { word in
      (word.utf8.count > 1 && right.contains(word)) || (word.count > 1 && right.count == 1 && rightRun.contains(word))
    }
      || right.contains { $0.count > 1 && left.count == 1 && leftRun.contains($0) }
  }
}
