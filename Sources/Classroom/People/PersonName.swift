import Source

/// Names as different people and programs write them: `Wei, Li`, `Li Wei`, `li wei`.
enum PersonName {
  /// The words of a name, in small letters and in order of the alphabet, whichever is said first.
  static func words(_ name: String) -> [String] {
    name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init).sorted()
  }

  /// What two writings of one name have in common.
  static func key(_ name: String) -> String { words(name).joined(separator: " ") }

  /// Whether two writings have the same words, also where one runs them together, as Canvas does: `lovelaceada`.
  static func haveSameWords(_ a: String, _ b: String) -> Bool {
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
  static func isOne(_ a: String, _ b: String) -> Bool {
    if haveSameWords(a, b) { return true }
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
  static func agree(_ a: String, _ b: String) -> Bool {
    let (left, right) = (words(a), words(b))
    guard left.count > 1, right.count > 1, !haveSameWords(a, b) else { return mayBeOne(a, b) }
    let shared = left.count { word in
      right.contains { $0 == word || word.count == 1 && $0.hasPrefix(word) || $0.count == 1 && word.hasPrefix($0) }
    }
    return shared > 1 && mayBeOne(a, b)
  }

  /// Whether two names may be one person's: a word is in both, also where a program has run the words together.
  static func mayBeOne(_ a: String, _ b: String) -> Bool {
    let (left, right) = (words(a), words(b))
    guard !left.isEmpty, !right.isEmpty else { return true }
    if haveSameWords(a, b) { return true }
    let (leftRun, rightRun) = (letters(a), letters(b))
    return left.contains { word in
      (word.utf8.count > 1 && right.contains(word)) || (word.count > 1 && right.count == 1 && rightRun.contains(word))
    }
      || right.contains { $0.count > 1 && left.count == 1 && leftRun.contains($0) }
  }
}
